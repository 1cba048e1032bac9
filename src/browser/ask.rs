//! Asking the page: the page script goes to it once, and is asked in short slices until it has seen enough or the deadline is
//! over. What is asked for, and what the answers mean, is the caller's.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;
use url::Url;

use super::origin;
use super::page::{PageFault, Target};
use super::page_script::page_script;
use super::seen::Seen;
use super::{Answer, BrowserKind, DriverFault, FaultKind, Key, NetFault, Session};

/// The page script, as a function of what the selector files say (`base`) that the document keeps until it goes: later
/// questions only call it. Both are some 70 kB together. What it keeps itself (`memory`) no script of the page can reach; the function
/// can be neither replaced nor wrapped, and answers only to who knows its key.
const KEEP: &str = concat!(
    "const memory = {};\n",
    "const look = (request, answer) => {\n",
    page_script!(),
    "};\n",
    "const ask = (extra, answer) => look({ ...base, ...extra }, answer);\n",
    "const kept = (said, extra, answer) => said === key && ask(extra, answer);\n",
    "Object.defineProperty(window, name, { value: kept });\n",
);
const CALL: &str = "const [name, key, extra, answer] = arguments, kept = window[name];\n\
    kept ? kept(key, extra, answer) : answer({ unknown: true });";
/// How long the page script waits in the page before it answers: short, so that a navigation under it or a cancelled run
/// costs no more than this (engineering-notes 1.3).
pub(super) const SLICE: Duration = Duration::from_millis(800);

/// How long it waits where a page is only read, and what it shows must stand for a while (`times.js`): nothing is under way that a
/// cancelled run would wait for.
const STANDING_SLICE: Duration = Duration::from_millis(2600);

/// How often something in the way is closed while one thing is waited for.
const DISMISSALS: u8 = 3;

pub(super) fn asked_fault(fault: &DriverFault, usable: bool) -> PageFault {
    if fault.is_lost() || (!usable && fault.kind == FaultKind::Timeout) {
        PageFault::Lost(fault.to_string())
    } else {
        PageFault::Script(fault.to_string())
    }
}

/// A word that a page cannot guess, not even from another one. A system without randomness of its own would not open a browser either;
/// then it is only unlikely to be guessed.
fn unguessable() -> String {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        bytes = fastrand::u128(..).to_be_bytes();
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// The page script in a WebDriver session.
pub(super) struct PageScript {
    pub(super) session: Session,
    request: Map<String, Value>,
    /// What the page script is called in the documents of this session, and what it answers to. Neither can be known beforehand.
    name: String,
    key: String,
    /// The locator of the button that confirms on the click path at hand.
    pub(super) confirm: Option<String>,
    tokens: u64,
    /// When the document that was last read was made; every document has another time origin.
    document: f64,
    /// Whether a page was asked for and nothing has been read of it yet.
    opening: bool,
    /// Whether the document at hand was given the page script.
    brought: bool,
    /// Whether the browser itself gives the page script to every document, before the page's own scripts run; `None` before
    /// it was asked.
    first: Option<bool>,
}

impl PageScript {
    /// The script for the documents of a site: those of others are not answered from.
    pub(super) fn new(session: Session, site: &Url, mut request: Map<String, Value>) -> PageScript {
        request.insert("allowed".to_owned(), origin::allowed(site));
        PageScript {
            session,
            request,
            name: format!("__unlinked_{}", unguessable()),
            key: unguessable(),
            confirm: None,
            tokens: 0,
            document: 0.0,
            opening: false,
            brought: false,
            first: None,
        }
    }

    /// A page is about to be opened. What the navigation leads to is noticed by the first look at it, which saves a command.
    pub(super) async fn expect_page(&mut self) {
        self.opening = true;
        self.brought = self.is_first().await;
    }

    pub(super) fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}", self.tokens)
    }

    pub(super) async fn ask_once(&mut self, extra: &Value, slice: Duration) -> Result<Seen, PageFault> {
        let mut extra = extra.clone();
        extra["confirm"] = json!(self.confirm);
        extra["slice_ms"] = json!(u64::try_from(slice.as_millis()).unwrap_or(0));
        let limit = slice + Duration::from_secs(5);
        loop {
            let answer = if self.brought {
                let args = vec![json!(self.name), json!(self.key), extra.clone()];
                self.session.script_async(CALL, args, limit).await
            } else {
                let bring = format!(
                    "const [name, key, extra, base, answer] = arguments;\n\
                     if (Object.hasOwn(window, name)) return window[name](key, extra, answer);\n{KEEP}ask(extra, answer);"
                );
                let base = Value::Object(self.request.clone());
                let args = vec![json!(self.name), json!(self.key), extra.clone(), base];
                self.session.script_async(&bring, args, limit).await
            };
            let answer = match answer {
                Answer::Done(answer) => answer,
                Answer::NotDone(fault) | Answer::Unknown(fault) => {
                    self.brought = false;
                    return Err(asked_fault(&fault, self.session.is_usable()));
                }
            };
            let seen: Seen = serde_json::from_value(answer).map_err(|error| {
                PageFault::Script(format!("the page script gave an unreadable answer: {error}"))
            })?;
            // The document is another one than the one that was asked last.
            if let Some(host) = seen.foreign {
                return Err(PageFault::Foreign(host));
            }
            let another = seen.unknown && self.brought;
            self.brought = !seen.unknown;
            match seen.failed {
                _ if another => {}
                Some(why) => return Err(PageFault::Script(why)),
                None => return Ok(seen),
            }
        }
    }

    /// Whether the browser gives the page script to every document that it loads, which saves sending it, and lets the guard
    /// hear of each click before the page does. Where the driver cannot, each document is given it by its first question.
    async fn is_first(&mut self) -> bool {
        if self.first.is_none() {
            let base = Value::Object(self.request.clone());
            // The documents of frames are none of those that are looked at.
            let script = format!(
                "if (window === window.top) {{\nconst base = {base}, name = {:?}, key = {:?};\n{KEEP}ask({{ wait: 'nothing' }}, () => {{}});\n}}",
                self.name, self.key
            );
            let chromium = self.session.options.browser == BrowserKind::Chromium;
            self.first = Some(chromium && self.session.run_first(&script).await.is_done());
        }
        self.comes_first()
    }

    /// Whether the page script is in each document before the page's own.
    pub(super) fn comes_first(&self) -> bool {
        self.first == Some(true)
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
                }
                Err(fault) => return Err(fault),
            }
        }
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
