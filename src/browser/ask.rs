//! Asking the page: the page script goes to it once, and is asked in short slices until it has seen enough or the deadline is
//! over. What may be asked, and what is told, stands in `wire`; what it means is the caller's.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use url::Url;

use super::bidi::{BidiFault, Reply};
use super::navigate::socket_fault;
use super::origin::{self, Allowed};
use super::page::PageFault;
use super::page_script::page_script;
use super::seen::{Pin, Target};
use super::wire::{Answered, Ask, AskTarget, Asks, Base, Look, PageSeen, Question};
use super::{Answer, DriverFault, FaultKind, Key, NetFault, Session};
use crate::domain::page_request::PageRequest;

/// The page script in the sandbox of a document, which keeps it until the document goes; later questions only call it. `base` is what
/// stays the same for all of them. Both are some 70 kB together.
const KEEP: &str = concat!(
    "const look = (request, answer) => {\n",
    page_script!(),
    "};\n",
    include_str!("page_script/keep.js"),
);
const CALL: &str = "(question) => globalThis.unlinked ? unlinked.ask(question) : '\"unknown\"'";
/// What the documents of frames are given in its place: none of them is looked at, and none hears a click.
const FRAMES: &str = include_str!("page_script/frames.js");
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

/// What was told for a question.
#[derive(Debug)]
pub(super) struct Seen<T> {
    pub(super) told: T,
    pub(super) page: PageSeen,
    /// The elements that came beside it.
    pub(super) elements: Vec<String>,
}

impl<T> Seen<T> {
    /// What was told, for the question that it was told for.
    fn of<Q: Asks<Told = T>>(look: Look, elements: Vec<String>) -> Result<Seen<T>, PageFault> {
        let Some(told) = Q::told(look.told) else {
            return Err(PageFault::Script(
                "the page script told of something that was not asked for".to_owned(),
            ));
        };
        Ok(Seen { told, page: look.page, elements })
    }
}

/// The page script in a WebDriver session.
pub(super) struct PageScript {
    pub(super) session: Session,
    site: Url,
    /// What stays the same for every question, as JSON.
    base: String,
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
    pub(super) fn new(session: Session, site: &Url, files: PageRequest) -> PageScript {
        let base = Base { files, allowed: Allowed::of(site) };
        PageScript {
            session,
            site: site.clone(),
            base: json(&base),
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
            let base = &self.base;
            let here = json(&json(&Question::new(Ask::Nothing)));
            let script = format!(
                "() => {{\n\"use strict\";\nif (window !== window.top) {{\n{FRAMES}return;\n}}\nconst base = {base}, memory = {{}};\n{KEEP}ask({here});\n}}"
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
    async fn put(&self, question: &str, limit: Duration) -> Result<(Answered, Reply), PageFault> {
        let bidi = &self.session.bidi;
        let reply = bidi.call(CALL, &[question], limit).await.map_err(|fault| self.fault(&fault))?;
        let answered = read(&reply)?;
        if !matches!(answered, Answered::Unknown) {
            return Ok((answered, reply));
        }
        let base = &self.base;
        let late = format!(
            "(question) => {{\n\"use strict\";\nconst base = {base}, memory = {{ late: true }};\n{KEEP}return ask(question);\n}}"
        );
        let reply = bidi.call(&late, &[question], limit).await.map_err(|fault| self.fault(&fault))?;
        Ok((read(&reply)?, reply))
    }

    pub(super) fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}", self.tokens)
    }

    /// Puts a question; `None` where it was none. Nothing is told of a document that is not the site's.
    async fn look(
        &mut self,
        question: &mut Question,
        slice: Duration,
    ) -> Result<Option<(Look, Vec<String>)>, PageFault> {
        question.confirm.clone_from(&self.confirm);
        question.status = self.session.bidi.traffic().document_status();
        question.slice_ms = u64::try_from(slice.as_millis()).unwrap_or(0);
        if !self.session.is_usable() {
            return Err(PageFault::Lost("the session was given up, or its socket was lost".to_owned()));
        }
        let (answered, reply) = self.put(&json(question), slice + Duration::from_secs(5)).await?;
        match answered {
            Answered::Looked(look) => Ok(Some((*look, reply.elements))),
            Answered::Here => Ok(None),
            Answered::Foreign(host) => Err(PageFault::Foreign(host)),
            Answered::Failed(why) => Err(PageFault::Script(why.to_string())),
            Answered::Unknown => {
                Err(PageFault::Script("the document does not keep the page script".to_owned()))
            }
        }
    }

    /// Asks once, and takes what there is.
    pub(super) async fn ask_once<Q: Asks>(
        &mut self,
        asked: Q,
        slice: Duration,
    ) -> Result<Seen<Q::Told>, PageFault> {
        let (look, elements) = self.something(&mut Question::new(asked.into()), slice).await?;
        Seen::of::<Q>(look, elements)
    }

    async fn something(
        &mut self,
        question: &mut Question,
        slice: Duration,
    ) -> Result<(Look, Vec<String>), PageFault> {
        let look = self.look(question, slice).await?;
        look.ok_or_else(|| PageFault::Script("the page script told of nothing".to_owned()))
    }

    /// Asks slice by slice until the script says that it has seen enough, or the limit is over. With a pin, about that person.
    pub(super) async fn ask<Q: Asks>(
        &mut self,
        asked: Q,
        pin: Option<&Pin>,
        limit: Duration,
    ) -> Result<Seen<Q::Told>, PageFault> {
        let question = Question { pin: pin.cloned(), ..Question::new(asked.into()) };
        let (look, elements) = self.ask_until(question, limit).await?;
        Seen::of::<Q>(look, elements)
    }

    /// A page that is replaced under the script is asked again. Things in the way are dismissed, [`DISMISSALS`] times at most.
    async fn ask_until(
        &mut self,
        mut question: Question,
        limit: Duration,
    ) -> Result<(Look, Vec<String>), PageFault> {
        let load_end = Instant::now() + self.session.page_load_timeout();
        let mut end = Instant::now() + limit;
        let only_read = matches!(&question.ask, Ask::Identity(asked) if asked.at.is_none());
        let slice = if only_read { STANDING_SLICE } else { SLICE };
        let mut dismissals = 0;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.something(&mut question, slice.min(left)).await {
                Ok((mut look, elements)) => {
                    if self.opening {
                        self.arrived(&look)?;
                        end = Instant::now() + limit;
                    }
                    if let Some(stood) = look.told.stood()
                        && !self
                            .has_been_answered(stood.since_ms, stood.rested_since_ms, &mut question, end)
                            .await
                    {
                        if Instant::now() < end {
                            continue;
                        }
                        look.told.unsettle();
                    }
                    if look.enough || Instant::now() >= end {
                        return Ok((look, elements));
                    }
                    if let Some(obstacle) = look.obstacle
                        && dismissals < DISMISSALS
                    {
                        dismissals += 1;
                        // What does not go is no more a reason to answer at once.
                        question.obstacles_spent = dismissals == DISMISSALS;
                        self.dismiss(obstacle.locator).await?;
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
    async fn has_been_answered(
        &self,
        since: f64,
        rested: f64,
        question: &mut Question,
        end: Instant,
    ) -> bool {
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
        question.answered_ms = traffic.begun_before(since + LATENESS_MS, own).last_end_ms;
        false
    }

    /// Notes which document the first answer after a page load came from. A status may say enough without a page: browsers have
    /// an error page of their own for an answer without a body, and a 429 is a 429 there too (ui-evidence 13).
    fn arrived(&mut self, look: &Look) -> Result<(), PageFault> {
        self.opening = false;
        let page = &look.page;
        let before = std::mem::replace(&mut self.document, page.born);
        let own = page.address.starts_with("chrome-error:") || page.address.starts_with("about:neterror");
        if !look.told.is_sign() && (own || page.mute) {
            return Err(PageFault::Unreached(match page.status {
                0 => NetFault::of(&page.net_error),
                status => NetFault::NoPage(status),
            }));
        }
        #[expect(clippy::float_cmp, reason = "the same document answers the very same number")]
        if before == page.born {
            return Err(PageFault::Load(
                "the address did not lead to a page: the browser still shows the one before".to_owned(),
            ));
        }
        Ok(())
    }

    /// Closes something in the way, by a guarded click: what it would land on instead gets none. A dialog in which nothing known closes
    /// it is closed by its key.
    async fn dismiss(&mut self, locator: Option<String>) -> Result<(), PageFault> {
        let Some(locator) = locator else { return self.escape().await };
        let token = self.token();
        let asked = AskTarget { at: locator, token: token.clone(), dismissing: true };
        let seen = self.ask_once(asked, SLICE).await?;
        if let Ok(target) = seen.told.target.into_result(&token, &seen.elements) {
            tracing::debug!(locator = target.locator, "closing something in the way");
            if let Answer::Unknown(fault) = self.click(&target).await {
                return Err(asked_fault(&fault, self.session.is_usable()));
            }
        }
        Ok(())
    }

    /// Presses Escape, in a page of the site only: a key goes to whatever has the focus.
    pub(super) async fn escape(&mut self) -> Result<(), PageFault> {
        self.look(&mut Question::new(Ask::Nothing), SLICE).await?;
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

/// As JSON, which no type of the wire can fail to be.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn read(reply: &Reply) -> Result<Answered, PageFault> {
    serde_json::from_str(&reply.text)
        .map_err(|error| PageFault::Script(format!("the page script gave an unreadable answer: {error}")))
}
