//! Asking the page: the page script goes to it once, and is asked in short slices until it has seen enough or the deadline is
//! over. What is asked for, and what the answers mean, is the caller's.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::bidi::{BidiFault, Reply};
use super::navigate::socket_fault;
use super::origin;
use super::page::{PageFault, Target};
use super::page_script::page_script;
use super::seen::Seen;
use super::{Answer, DriverFault, Element, FaultKind, Key, NetFault, Session};

/// The page script in the sandbox of a document, which keeps it until the document goes; later questions only call it. `base` is what
/// the selector files say. Both are some 70 kB together. Elements are no text: each is answered beside it, and stands in it by its number.
const KEEP: &str = concat!(
    "const look = (request, answer) => {\n",
    page_script!(),
    "};\n",
    "const packed = (seen) => {\n",
    "  const nodes = [];\n",
    "  const text = JSON.stringify(seen, (key, value) => (key === 'element' && value ? nodes.push(value) - 1 : value));\n",
    "  return [text, ...nodes];\n",
    "};\n",
    "const ask = (extra) => new Promise((answer) => look({ ...base, ...extra }, answer)).then(packed);\n",
    "globalThis.unlinked = Object.freeze({ ask });\n",
);
const CALL: &str = "(extra) => globalThis.unlinked ? unlinked.ask(JSON.parse(extra)) : '{\"unknown\":true}'";
/// How long the page script waits in the page before it answers: short, so that a navigation under it or a cancelled run
/// costs no more than this (engineering-notes 1.3).
pub(super) const SLICE: Duration = Duration::from_millis(800);

/// How long it waits where a page is only read, and what it shows must stand for a while (`times.js`): nothing is under way that a
/// cancelled run would wait for.
const STANDING_SLICE: Duration = Duration::from_millis(2600);

/// How long another document is waited for where the one at hand cannot be asked.
const BREATH: Duration = Duration::from_millis(50);

/// By how much the browser's word on a request may come later than the page's own clock says (ms).
const LATENESS_MS: f64 = 100.0;

/// How often something in the way is closed while one thing is waited for.
const DISMISSALS: u8 = 3;

pub(super) fn asked_fault(fault: &DriverFault, usable: bool) -> PageFault {
    if fault.is_lost() || (!usable && fault.kind == FaultKind::Timeout) {
        PageFault::Lost(fault.to_string())
    } else {
        PageFault::Script(fault.to_string())
    }
}

/// Puts the elements that came with an answer in the place of their numbers.
fn place(answer: &mut Value, elements: &[String]) {
    for at in ["/target/element", "/dialog/confirm/element"] {
        if let Some(number) = answer.pointer_mut(at) {
            let element = number.as_u64().and_then(|number| elements.get(usize::try_from(number).ok()?));
            *number = element.map_or(Value::Null, |id| Element(id.clone()).to_value());
        }
    }
}

/// The page script in a WebDriver session.
pub(super) struct PageScript {
    pub(super) session: Session,
    site: Url,
    request: Map<String, Value>,
    /// The locator of the button that confirms on the click path at hand.
    pub(super) confirm: Option<String>,
    tokens: u64,
    /// When the document that was last read was made; every document has another time origin.
    document: f64,
    /// Whether a page was asked for and nothing has been read of it yet.
    opening: bool,
    /// Whether the browser gives the page script to every document that it loads.
    first: bool,
}

impl PageScript {
    /// The script for the documents of a site: those of others are not answered from.
    pub(super) fn new(session: Session, site: &Url, mut request: Map<String, Value>) -> PageScript {
        request.insert("allowed".to_owned(), origin::allowed(site));
        PageScript {
            session,
            site: site.clone(),
            request,
            confirm: None,
            tokens: 0,
            document: 0.0,
            opening: false,
            first: false,
        }
    }

    /// A page is about to be opened. What the navigation leads to is noticed by the first look at it, which saves a command. Before the
    /// first one the browser is told to give the page script to every document, before its own scripts run.
    pub(super) async fn expect_page(&mut self) -> Result<(), PageFault> {
        self.opening = true;
        if !self.first {
            // The documents of frames are none of those that are looked at.
            let base = Value::Object(self.request.clone());
            let script = format!(
                "() => {{\nif (window !== window.top) return;\nconst base = {base}, memory = {{}};\n{KEEP}ask({{ wait: 'nothing' }});\n}}"
            );
            let given = self.session.bidi.run_first(&script, self.session.options.command_timeout).await;
            given.map_err(|fault| self.fault(&fault))?;
            self.first = true;
        }
        Ok(())
    }

    /// What a fault of the socket means for a question. A document that does not answer in time holds up whatever comes after.
    fn fault(&self, fault: &BidiFault) -> PageFault {
        if matches!(fault, BidiFault::Timeout(_)) {
            self.session.give_up();
        }
        asked_fault(&socket_fault(fault), self.session.is_usable())
    }

    /// One question to the document at hand. One that the script has not reached (it was restored, or is the browser's own) is given
    /// it late: it can be read then, and nothing is clicked in it (`guard.js`).
    async fn put(&self, extra: &str, limit: Duration) -> Result<Reply, BidiFault> {
        let bidi = &self.session.bidi;
        let reply = bidi.call(CALL, &[extra], limit).await?;
        if reply.text != "{\"unknown\":true}" {
            return Ok(reply);
        }
        let base = Value::Object(self.request.clone());
        let late = format!(
            "(extra) => {{\nconst base = {base}, memory = {{ late: true }};\n{KEEP}return ask(JSON.parse(extra));\n}}"
        );
        bidi.call(&late, &[extra], limit).await
    }

    pub(super) fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}", self.tokens)
    }

    pub(super) async fn ask_once(&mut self, extra: &Value, slice: Duration) -> Result<Seen, PageFault> {
        let mut extra = extra.clone();
        extra["confirm"] = json!(self.confirm);
        extra["status"] = json!(self.session.bidi.traffic().document_status());
        extra["slice_ms"] = json!(u64::try_from(slice.as_millis()).unwrap_or(0));
        if !self.session.is_usable() {
            return Err(PageFault::Lost("the session was given up, or its socket was lost".to_owned()));
        }
        let limit = slice + Duration::from_secs(5);
        let reply = self.put(&extra.to_string(), limit).await.map_err(|fault| self.fault(&fault))?;
        let unreadable =
            |error| PageFault::Script(format!("the page script gave an unreadable answer: {error}"));
        let mut answer: Value = serde_json::from_str(&reply.text).map_err(unreadable)?;
        place(&mut answer, &reply.elements);
        let seen: Seen = serde_json::from_value(answer).map_err(unreadable)?;
        if let Some(host) = seen.foreign {
            return Err(PageFault::Foreign(host));
        }
        match seen.failed {
            Some(why) => Err(PageFault::Script(why)),
            None => Ok(seen),
        }
    }

    /// Asks slice by slice until the script says that it has seen enough, or the limit is over. A page that is replaced under
    /// the script is asked again. Things in the way are dismissed, [`DISMISSALS`] times at most.
    pub(super) async fn ask(&mut self, extra: Value, limit: Duration) -> Result<Seen, PageFault> {
        let load_end = Instant::now() + self.session.page_load_timeout();
        let mut end = Instant::now() + limit;
        let mut extra = extra;
        let only_read = extra["wait"] == "identity" && extra["at"].is_null();
        let slice = if only_read { STANDING_SLICE } else { SLICE };
        let mut dismissals = 0;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.ask_once(&extra, slice.min(left)).await {
                Ok(seen) => {
                    if self.opening {
                        self.arrived(&seen)?;
                        end = Instant::now() + limit;
                    }
                    let mut seen = seen;
                    if let Some(since) = seen.stood_since_ms
                        && !self.has_been_answered(since, seen.rested_since_ms, &mut extra, end).await
                    {
                        if Instant::now() < end {
                            continue;
                        }
                        seen.unsettle();
                    }
                    if seen.enough || Instant::now() >= end {
                        return Ok(seen);
                    }
                    if let Some(obstacle) = &seen.obstacle
                        && dismissals < DISMISSALS
                    {
                        dismissals += 1;
                        // What does not go is no more a reason to answer at once.
                        extra["obstacles_spent"] = json!(dismissals == DISMISSALS);
                        self.dismiss(&obstacle.locator.clone()).await?;
                    }
                }
                Err(PageFault::Script(why)) => {
                    let now = Instant::now();
                    if self.opening && now >= load_end {
                        return Err(PageFault::Unreached(NetFault::TimedOut));
                    }
                    if !self.opening && now >= end {
                        return Err(PageFault::Script(why));
                    }
                    tracing::debug!(why, "asking the page again");
                    self.session.bidi.another_document(BREATH).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Whether everything that the page had asked the site for before a moment has ended, and that long enough ago: where it has not, the rest
    /// is waited for, and the next question tells the page, whose own account may be cleared or full.
    async fn has_been_answered(&self, since: f64, rested: f64, extra: &mut Value, end: Instant) -> bool {
        let traffic = self.session.bidi.traffic();
        let own = |address: &Url| origin::is_of_site(address, &self.site);
        let mut endings = traffic.endings();
        let before = traffic.begun_before(since + LATENESS_MS, own);
        if before.under_way == 0 && before.last_end_ms <= rested + LATENESS_MS {
            return true;
        }
        if before.under_way > 0 {
            tracing::debug!(requests = before.under_way, "waiting for what the page had asked for");
            let _ = timeout_at(end, endings.changed()).await;
        }
        extra["answered_ms"] = json!(traffic.begun_before(since + LATENESS_MS, own).last_end_ms);
        false
    }

    /// Notes which document the first answer after a page load came from. A status may say enough without a page: browsers have
    /// an error page of their own for an answer without a body, and a 429 is a 429 there too (ui-evidence 13).
    fn arrived(&mut self, seen: &Seen) -> Result<(), PageFault> {
        self.opening = false;
        let before = std::mem::replace(&mut self.document, seen.born);
        let told = seen.stop.is_some() || seen.missing.is_some();
        let own = seen.address.starts_with("chrome-error:") || seen.address.starts_with("about:neterror");
        if !told && (own || seen.mute) {
            return Err(PageFault::Unreached(match seen.status {
                0 => NetFault::of(&seen.net_error),
                status => NetFault::NoPage(status),
            }));
        }
        #[expect(clippy::float_cmp, reason = "the same document answers the very same number")]
        if before == seen.born {
            return Err(PageFault::Load(
                "the address did not lead to a page: the browser still shows the one before".to_owned(),
            ));
        }
        Ok(())
    }

    /// Closes something in the way, by a guarded click: what it would land on instead gets none.
    async fn dismiss(&mut self, locator: &str) -> Result<(), PageFault> {
        // A dialog in which nothing known closes it is closed by its key.
        if locator.is_empty() {
            return self.escape().await;
        }
        let token = self.token();
        let extra = json!({ "wait": "target", "at": locator, "token": token, "dismissing": true });
        let seen = self.ask_once(&extra, SLICE).await?;
        if let Some(target) = seen.target.and_then(|target| target.into_result(&token).ok()) {
            tracing::debug!(locator, "closing something in the way");
            if let Answer::Unknown(fault) = self.click(&target).await {
                return Err(asked_fault(&fault, self.session.is_usable()));
            }
        }
        Ok(())
    }

    /// Presses Escape, in a page of the site only: a key goes to whatever has the focus.
    pub(super) async fn escape(&mut self) -> Result<(), PageFault> {
        self.ask_once(&json!({ "wait": "nothing" }), SLICE).await?;
        match self.session.press_key(Key::Escape).await {
            Answer::Done(()) => Ok(()),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.session.is_usable()))
            }
        }
    }

    /// The statuses of the site's answers to what its page has asked for since a moment (ms since 1970 UTC).
    pub(super) fn answers_since(&self, moment_ms: f64) -> Vec<u16> {
        let own = |address: &Url| origin::is_of_site(address, &self.site);
        self.session.bidi.traffic().answers_since(moment_ms, own)
    }

    /// Makes the click on a target, once.
    pub(super) async fn click(&self, target: &Target) -> Answer<()> {
        // By the element and not by its place: if the page was replaced meanwhile, nothing is clicked.
        let clicked = match &target.element {
            Some(element) => self.session.click_middle(element).await,
            None => self.session.click_at(target.point.x, target.point.y).await,
        };
        match clicked {
            // Our own limit, not the driver's: the session was given up, and only another one helps.
            Answer::Unknown(fault) if fault.kind == FaultKind::Timeout && !self.session.is_usable() => {
                Answer::Unknown(DriverFault { kind: FaultKind::Lost, ..fault })
            }
            answer => answer,
        }
    }
}
