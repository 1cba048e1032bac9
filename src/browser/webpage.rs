//! [`Page`] over a WebDriver session: asks the page script in short slices until its deadline, and makes the clicks.
//! What the answers mean for a removal is the engine's to say.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use url::Url;

use super::page::{
    Aftermath, DialogSeen, Found, List, LocatorSeen, MoreAsked, Page, PageFault, Pin, ProfileSeen, Reading,
    RowSeen, Rows, Sight, StopSeen, Surroundings, Target, Verdict, WhyNot,
};
use super::{Answer, BrowserKind, DriverFault, Element, FaultKind, Key, Session};
use crate::domain::{Area, CandidateNote, FrontEnd, Point, Reason};

/// The page script, as a function of what the selector files say (`base`) that the document keeps until it goes: later
/// questions only call it. Both are some 70 kB together.
const KEEP: &str = concat!(
    "const look = (request, answer) => {\n",
    include_str!("locate.js"),
    "};\n",
    "const kept = (extra, answer) => look({ ...base, ...extra }, answer);\n",
    "Object.defineProperty(window, '__unlinked_look', { value: kept, configurable: true });\n",
);
const CALL: &str = "const kept = window.__unlinked_look, answer = arguments[arguments.length - 1];\n\
    kept ? kept(arguments[0], answer) : answer({ unknown: true });";
const OUTLINE_ON: &str = include_str!("outline_on.js");

/// How long the page script waits in the page before it answers: short, so that a navigation under it or a cancelled run
/// costs no more than this (engineering-notes 1.3).
const SLICE: Duration = Duration::from_millis(800);

/// How long the rows of a list must stay the same to count as settled.
const SETTLED: Duration = Duration::from_millis(300);

/// How long a field is given to take the focus, and to show what was typed.
const FOCUS: Duration = Duration::from_secs(2);

/// How long a walk through the rows of a list may take.
const WALK: Duration = Duration::from_secs(4);

/// A page of the site in a WebDriver session.
pub struct WebPage {
    session: Session,
    site: Url,
    request: Map<String, Value>,
    /// The locator of the button that confirms on the click path at hand.
    confirm: Option<String>,
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
    /// Picture px for each CSS px, once a picture was taken.
    scale: Option<f64>,
}

/// The answer of the page script, whatever was waited for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Seen {
    unknown: bool,
    enough: bool,
    found: bool,
    unchanged: bool,
    failed: Option<String>,
    profile: Option<ProfileOrWhy>,
    target: Option<TargetOrWhy>,
    stop: Option<StopSeen>,
    missing: Option<MissingSeen>,
    obstacle: Option<Obstacle>,
    guard: Option<GuardSeen>,
    dialog: Option<DialogRaw>,
    proof: bool,
    settled: bool,
    toast_error: Option<String>,
    bad_answers: Vec<u16>,
    rows: Option<Vec<RowSeen>>,
    empty: bool,
    total: Option<String>,
    more: bool,
    guess: bool,
    mark: String,
    field: Option<FieldSeen>,
    why: Option<String>,
    note: Option<String>,
    notes: Vec<CandidateNote>,
    outline: Option<String>,
    probe: Vec<LocatorSeen>,
    front_end: Option<FrontEnd>,
    language: String,
    language_known: bool,
    address: String,
    title: String,
    path: String,
    status: u16,
    born: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ProfileOrWhy {
    name: String,
    links: Vec<String>,
    degree: Option<super::page::Degree>,
    connect: bool,
    pending: bool,
    guess: bool,
    why: Option<String>,
    note: Option<String>,
    notes: Vec<CandidateNote>,
    locator: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TargetOrWhy {
    locator: String,
    found: bool,
    element: Value,
    candidate: usize,
    guess: bool,
    text: String,
    tag: String,
    point: Point,
    #[serde(rename = "box")]
    area: Area,
    expanded: Option<String>,
    role: Option<String>,
    notes: Vec<CandidateNote>,
    why: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
struct MissingSeen {
    by: String,
    what: String,
}

#[derive(Debug, Deserialize)]
struct Obstacle {
    locator: String,
}

#[derive(Debug, Deserialize)]
struct FieldSeen {
    focused: bool,
    held: bool,
    value: String,
}

#[derive(Debug, Deserialize)]
struct GuardSeen {
    verdict: Verdict,
    #[serde(default)]
    why: Option<String>,
}

#[derive(Debug, Deserialize)]
struct DialogRaw {
    text: String,
    rest: String,
    #[serde(default)]
    strangers: Vec<String>,
    #[serde(default)]
    known: Vec<String>,
    confirm: TargetOrWhy,
}

fn reason(word: &str) -> Reason {
    word.parse().unwrap_or(Reason::NotFound)
}

impl TargetOrWhy {
    fn into_result(self, token: &str) -> Result<Target, WhyNot> {
        if self.found {
            return Ok(Target {
                locator: self.locator,
                element: Element::from_value(&self.element),
                candidate: self.candidate,
                guess: self.guess,
                text: self.text,
                tag: self.tag,
                point: self.point,
                area: self.area,
                expanded: self.expanded,
                notes: self.notes,
                token: token.to_owned(),
            });
        }
        Err(WhyNot {
            reason: reason(self.why.as_deref().unwrap_or("not_found")),
            note: self.note.unwrap_or_default(),
            notes: self.notes,
            locator: self.locator,
        })
    }
}

impl Seen {
    fn sight(self, token: &str) -> Sight {
        let (profile, unreadable) = match self.profile {
            None => (None, None),
            Some(seen) => match seen.why {
                None => (
                    Some(ProfileSeen {
                        name: seen.name,
                        links: seen.links,
                        degree: seen.degree,
                        connect: seen.connect,
                        pending: seen.pending,
                        guess: seen.guess,
                    }),
                    None,
                ),
                Some(why) => (
                    None,
                    Some(WhyNot {
                        locator: seen.locator,
                        reason: reason(&why),
                        note: seen.note.unwrap_or_default(),
                        notes: seen.notes,
                    }),
                ),
            },
        };
        Sight {
            stop: self.stop,
            missing: self.missing.map(|sign| format!("{}: {}", sign.by, sign.what)),
            profile,
            unreadable,
            front_end: self.front_end,
            language: self.language,
            language_known: self.language_known,
            address: self.address,
            path: self.path,
            status: self.status,
            next: self.target.and_then(|target| target.into_result(token).ok()),
        }
    }
}

fn asked_fault(fault: &DriverFault, usable: bool) -> PageFault {
    if fault.is_lost() || (!usable && fault.kind == FaultKind::Timeout) {
        PageFault::Lost(fault.to_string())
    } else {
        PageFault::Script(fault.to_string())
    }
}

impl WebPage {
    /// A page of `site`, read by what the selector files say (`Selectors::page_request`).
    #[must_use]
    pub fn new(session: Session, site: Url, request: Map<String, Value>) -> WebPage {
        WebPage {
            session,
            site,
            request,
            confirm: None,
            tokens: 0,
            document: 0.0,
            opening: false,
            brought: false,
            first: None,
            scale: None,
        }
    }

    /// The session, for its counts and its end.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Gives the session back, to be ended.
    #[must_use]
    pub fn into_session(self) -> Session {
        self.session
    }

    fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}", self.tokens)
    }

    async fn ask_once(&mut self, extra: &Value, slice: Duration) -> Result<Seen, PageFault> {
        let mut extra = extra.clone();
        extra["confirm"] = json!(self.confirm);
        extra["slice_ms"] = json!(u64::try_from(slice.as_millis()).unwrap_or(0));
        let limit = slice + Duration::from_secs(5);
        loop {
            let answer = if self.brought {
                self.session.script_async(CALL, vec![extra.clone()], limit).await
            } else {
                let bring = format!(
                    "const [extra, base] = arguments, answer = arguments[arguments.length - 1];\n{KEEP}kept(extra, answer);"
                );
                let base = Value::Object(self.request.clone());
                self.session.script_async(&bring, vec![extra.clone(), base], limit).await
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
                "if (window === window.top) {{\nconst base = {base};\n{KEEP}kept({{ wait: 'nothing' }});\n}}"
            );
            let chromium = self.session.options.browser == BrowserKind::Chromium;
            self.first = Some(chromium && self.session.run_first(&script).await.is_done());
        }
        self.first == Some(true)
    }

    /// Asks slice by slice until the script says that it has seen enough, or the limit is over. A page that is replaced under
    /// the script is asked again. Things in the way are dismissed, three times at most.
    async fn ask(&mut self, extra: Value, limit: Duration) -> Result<Seen, PageFault> {
        let load_end = Instant::now() + self.session.page_load_timeout();
        let mut end = Instant::now() + limit;
        let mut dismissals = 0;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.ask_once(&extra, SLICE.min(left)).await {
                Ok(seen) => {
                    if self.opening {
                        self.arrived(&seen)?;
                        end = Instant::now() + limit;
                    }
                    if seen.enough || Instant::now() >= end {
                        return Ok(seen);
                    }
                    if let Some(obstacle) = &seen.obstacle
                        && dismissals < 3
                    {
                        dismissals += 1;
                        self.dismiss(&obstacle.locator.clone()).await?;
                    }
                }
                Err(PageFault::Script(why)) => {
                    let now = Instant::now();
                    if self.opening && now >= load_end {
                        return Err(PageFault::Load("the page took too long to load".to_owned()));
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

    /// Notes which document the first answer after a page load came from.
    fn arrived(&mut self, seen: &Seen) -> Result<(), PageFault> {
        self.opening = false;
        let before = std::mem::replace(&mut self.document, seen.born);
        if seen.address.starts_with("chrome-error:") || seen.address.starts_with("about:neterror") {
            return Err(PageFault::Load(
                "the browser shows its own error page: the site cannot be reached".to_owned(),
            ));
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

    /// How the field at a locator stands, waiting until it has the focus and, with `value`, holds that.
    async fn field(
        &mut self,
        locator: &str,
        value: Option<&str>,
        limit: Duration,
    ) -> Result<FieldSeen, PageFault> {
        let mut extra = json!({ "wait": "field", "at": locator });
        if let Some(value) = value {
            extra["value"] = json!(value);
        }
        let seen = self.ask(extra, limit).await?;
        Ok(seen.field.unwrap_or(FieldSeen { focused: false, held: false, value: String::new() }))
    }

    /// An element that was found by its role must have that role for the browser too: what CSS cannot settle.
    async fn check_role(&mut self, target: Target, role: &str) -> Result<Found, PageFault> {
        let Some(element) = &target.element else { return Ok(Found::Target(target)) };
        match self.session.computed_role(element).await {
            Answer::Done(computed) if computed.eq_ignore_ascii_case(role) => Ok(Found::Target(target)),
            Answer::Done(computed) => Ok(Found::Not(WhyNot {
                locator: target.locator,
                reason: Reason::NotFound,
                note: format!("it stands as `{role}` in the page, and the browser takes it for `{computed}`"),
                notes: target.notes,
            })),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.session.is_usable()))
            }
        }
    }

    async fn read_with(
        &mut self,
        what: Reading<'_>,
        unlike: Option<&Sight>,
        limit: Duration,
    ) -> Result<(Seen, String), PageFault> {
        let token = self.token();
        let mut extra = json!({ "wait": "identity", "token": token, "own_profile": what == Reading::Owner, "shown_gone": what == Reading::PersonShownGone });
        if let Reading::PersonAndNext(at) = what {
            extra["at"] = json!(at);
        }
        if let Some(profile) = unlike.and_then(|sight| sight.profile.as_ref().map(|profile| (sight, profile)))
        {
            let (sight, profile) = profile;
            extra["unlike"] = json!({ "name": profile.name, "degree": profile.degree, "path": sight.path });
        }
        Ok((self.ask(extra, limit).await?, token))
    }
}

impl Page for WebPage {
    fn confirm_with(&mut self, locator: Option<&str>) {
        self.confirm = locator.map(str::to_owned);
    }

    async fn open(&mut self, path: &str) -> Result<(), PageFault> {
        let url = self
            .site
            .join(path)
            .map_err(|error| PageFault::Load(format!("{path} is no address of the site: {error}")))?;
        // What the navigation led to is noticed by the first look at it, which saves a command.
        self.opening = true;
        self.brought = self.is_first().await;
        match self.session.begin_goto(&url).await {
            Answer::Done(()) => Ok(()),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(match asked_fault(&fault, self.session.is_usable()) {
                    PageFault::Script(why) => PageFault::Load(why),
                    lost => lost,
                })
            }
        }
    }

    async fn read(&mut self, what: Reading<'_>, limit: Duration) -> Result<Sight, PageFault> {
        let (seen, token) = self.read_with(what, None, limit).await?;
        Ok(seen.sight(&token))
    }

    async fn read_changed(
        &mut self,
        than: &Sight,
        what: Reading<'_>,
        limit: Duration,
    ) -> Result<Option<Sight>, PageFault> {
        let (seen, token) = self.read_with(what, Some(than), limit).await?;
        Ok((!seen.unchanged).then(|| seen.sight(&token)))
    }

    async fn find(
        &mut self,
        locator: &str,
        pin: &Pin,
        armed: bool,
        limit: Duration,
    ) -> Result<Found, PageFault> {
        let token = if armed { self.token() } else { String::new() };
        let extra = json!({ "wait": "target", "at": locator, "pin": pin, "token": token });
        let seen = self.ask(extra, limit).await?;
        if let Some(stop) = seen.stop {
            return Ok(Found::Stop(stop));
        }
        let target = seen
            .target
            .unwrap_or_else(|| TargetOrWhy { locator: locator.to_owned(), ..TargetOrWhy::default() });
        let role = target.role.clone();
        let found = match target.into_result(&token) {
            Ok(target) => target,
            Err(why) => return Ok(Found::Not(why)),
        };
        match role {
            Some(role) if armed => self.check_role(found, &role).await,
            _ => Ok(Found::Target(found)),
        }
    }

    async fn click(&mut self, target: &Target) -> Answer<()> {
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

    async fn type_into(
        &mut self,
        field: &Target,
        text: &str,
        limit: Duration,
    ) -> Result<Option<WhyNot>, PageFault> {
        let why = |reason: Reason, note: String| {
            let locator = field.locator.clone();
            Ok(Some(WhyNot { locator, reason, note, notes: Vec::new() }))
        };
        let Some(element) = &field.element else {
            return why(Reason::NotFound, "the field is gone".to_owned());
        };
        match self.click(field).await {
            Answer::Done(()) => {}
            Answer::NotDone(fault) if !fault.is_lost() => {
                return why(Reason::NotFound, format!("the field could not be clicked: {fault}"));
            }
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                return Err(asked_fault(&fault, self.session.is_usable()));
            }
        }
        if !self.field(&field.locator, None, limit.min(FOCUS)).await?.focused {
            return why(Reason::Covered, "it does not take the focus; nothing was typed".to_owned());
        }
        match self.session.type_in_element(element, text).await {
            Answer::Done(()) => {}
            Answer::NotDone(fault) if !fault.is_lost() => {
                return why(Reason::NotFound, format!("nothing could be typed: {fault}"));
            }
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                return Err(asked_fault(&fault, self.session.is_usable()));
            }
        }
        let after = self.field(&field.locator, Some(text), limit.min(FOCUS)).await?;
        if !after.held {
            return why(Reason::Unreadable, format!("it holds {:?} instead of what was typed", after.value));
        }
        Ok(None)
    }

    async fn after_click(
        &mut self,
        target: &Target,
        pin: &Pin,
        expect_dialog: bool,
        limit: Duration,
    ) -> Result<Aftermath, PageFault> {
        let dialog_token = self.token();
        let extra = json!({
            "wait": "race", "token": target.token, "pin": pin,
            "expect_dialog": expect_dialog, "dialog_token": dialog_token,
        });
        let seen = self.ask(extra, limit).await?;
        let (verdict, swallowed) =
            seen.guard.map_or((Verdict::Gone, None), |guard| (guard.verdict, guard.why));
        Ok(Aftermath {
            verdict,
            swallowed,
            dialog: seen.dialog.map(|dialog| DialogSeen {
                text: dialog.text,
                rest: dialog.rest,
                strangers: dialog.strangers,
                known: dialog.known,
                confirm: dialog.confirm.into_result(&dialog_token),
            }),
            proof: seen.proof,
            settled: seen.settled,
            stop: seen.stop,
            toast_error: seen.toast_error,
            bad_answers: seen.bad_answers,
        })
    }

    async fn rows(&mut self, before: Option<&str>, limit: Duration) -> Result<List, PageFault> {
        let settle = u64::try_from(SETTLED.as_millis()).unwrap_or(0);
        let extra = json!({ "wait": "rows", "settle_ms": settle, "rows_before": before });
        let seen = self.ask(extra, limit).await?;
        if let Some(stop) = seen.stop {
            return Ok(List::Stop(stop));
        }
        Ok(match seen.rows {
            Some(rows) => List::Rows(Rows {
                rows,
                empty: seen.empty,
                total: seen.total,
                more: seen.more,
                guess: seen.guess,
                mark: seen.mark,
            }),
            None => List::Not(WhyNot {
                locator: "list".to_owned(),
                reason: reason(seen.why.as_deref().unwrap_or("not_found")),
                note: seen.note.unwrap_or_default(),
                notes: seen.notes,
            }),
        })
    }

    async fn load_more(&mut self, guesses: bool, limit: Duration) -> Result<MoreAsked, PageFault> {
        let found = self.find("list_more", &Pin::default(), true, limit.min(SLICE)).await?;
        let asked = match found {
            Found::Target(target) if target.guess && !guesses => return Ok(MoreAsked::Guessed),
            Found::Target(target) => self.click(&target).await,
            Found::Stop(_) | Found::Not(_) => {
                let seen = self.ask_once(&json!({ "wait": "walk" }), WALK).await?;
                return Ok(MoreAsked::Scroll(seen.rows.unwrap_or_default()));
            }
        };
        match asked {
            // A list that grew as the button came into view has taken the button away from the click.
            Answer::Done(()) => Ok(MoreAsked::Button),
            Answer::NotDone(fault) if !fault.is_lost() => Ok(MoreAsked::Button),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.session.is_usable()))
            }
        }
    }

    async fn reveal_row(&mut self, link: &str) -> Result<bool, PageFault> {
        let extra = json!({ "wait": "walk", "up": true, "row_link": link });
        Ok(self.ask_once(&extra, WALK).await?.found)
    }

    async fn escape(&mut self) -> Result<(), PageFault> {
        match self.session.press_key(Key::Escape).await {
            Answer::Done(()) => Ok(()),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.session.is_usable()))
            }
        }
    }

    async fn probe(&mut self) -> Result<Vec<LocatorSeen>, PageFault> {
        Ok(self.ask_once(&json!({ "wait": "probe" }), SLICE).await?.probe)
    }

    async fn picture(&mut self, outlined: Option<&Target>) -> Option<Vec<u8>> {
        let frame = |on: bool| {
            let area = outlined.map(|target| target.area).unwrap_or_default();
            vec![json!({ "on": on, "x": area.x, "y": area.y, "width": area.width, "height": area.height })]
        };
        let limit = Duration::from_secs(5);
        if outlined.is_some() || self.scale.is_none() {
            let drawn = self.session.script(OUTLINE_ON, frame(outlined.is_some()), limit).await;
            self.scale = drawn.done().and_then(|scale| scale.as_f64()).or(self.scale);
        }
        let picture = self.session.screenshot().await;
        if outlined.is_some() {
            let _ = self.session.script(OUTLINE_ON, frame(false), limit).await;
        }
        match picture {
            Answer::Done(png) => Some(png),
            Answer::NotDone(_) | Answer::Unknown(_) => None,
        }
    }

    fn picture_scale(&self) -> Option<f64> {
        self.scale
    }

    async fn surroundings(&mut self, locator: &str) -> Option<Surroundings> {
        let seen = self.ask_once(&json!({ "wait": "outline", "at": locator }), SLICE).await.ok()?;
        Some(Surroundings {
            address: seen.address,
            title: seen.title,
            outline: seen.outline.unwrap_or_default(),
        })
    }
}
