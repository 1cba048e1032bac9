//! [`Page`] over a WebDriver session: what is asked of the page script, and the clicks. What the answers mean for a removal is
//! the engine's to say.

use std::time::Duration;

use serde_json::json;
use url::Url;

use super::ask::{PageScript, SLICE, Seen, asked_fault};
use super::page::{List, MoreAsked, Page, PageFault, Reading};
use super::seen::{
    Aftermath, DialogSeen, Found, LocatorSeen, Pin, Sight, Surroundings, Target, Verdict, WhyNot,
};
use super::wire::{
    AskDialog, AskField, AskIdentity, AskOutline, AskProbe, AskRace, AskRows, AskTarget, AskWalk, ListSeen,
    LocatorTold, TargetTold, ToldField, ToldIdentity, Unlike,
};
use super::{Answer, FaultKind, NetFault, Session, WantedSince};
use crate::domain::page_request::PageRequest;
use crate::domain::{Place, Reason};
use crate::saved::Token;

const OUTLINE_ON: &str = concat!(include_str!("outline_on.js"), "return outlineOn(...arguments);");

/// How long the rows of a list must stay the same to count as settled.
const SETTLED: Duration = Duration::from_millis(300);

/// How long a field is given to take the focus, and to show what was typed.
const FOCUS: Duration = Duration::from_secs(2);

/// How long a walk through the rows of a list may take.
const WALK: Duration = Duration::from_secs(4);

/// How the wheel is turned over the end of a list (px): back a little, so that it can turn on.
const WHEEL: [i64; 2] = [-120, 600];

/// A page of the site in a WebDriver session.
pub struct WebPage {
    script: PageScript,
    site: Url,
    /// Whether the page of the person at hand showed, before it was whole, that they are no connection.
    wavers: bool,
    /// For how long a fresh page of the person at hand is not believed, since so long the one before had been there before it
    /// was looked at (ms).
    unseen_ms: f64,
    /// Picture px for each CSS px, once a picture was taken.
    scale: Option<f64>,
}

impl WebPage {
    /// A page of `site`, read by what the selector files say (`Selectors::page_request`).
    #[must_use]
    pub fn new(session: Session, site: Url, request: PageRequest) -> WebPage {
        WebPage {
            script: PageScript::new(session, &site, request),
            site,
            wavers: false,
            unseen_ms: 0.0,
            scale: None,
        }
    }

    /// The session, for its counts and its end.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.script.session
    }

    /// Gives the session back, to be ended.
    #[must_use]
    pub fn into_session(self) -> Session {
        self.script.session
    }

    /// How the field at a locator stands, waiting until it has the focus and, with `value`, holds that.
    async fn field(
        &mut self,
        locator: &str,
        value: Option<&str>,
        limit: Duration,
    ) -> Result<ToldField, PageFault> {
        let asked = AskField { at: locator.to_owned(), value: value.map(str::to_owned) };
        Ok(self.script.ask(asked, None, limit).await?.told)
    }

    /// An element that was found by its role must have that role for the browser too: what CSS cannot settle.
    async fn check_role(&mut self, target: Target, role: &str) -> Result<Found, PageFault> {
        let Some(element) = &target.element else { return Ok(Found::Target(target)) };
        match self.script.session.computed_role(element).await {
            Answer::Done(computed) if computed.eq_ignore_ascii_case(role) => Ok(Found::Target(target)),
            Answer::Done(computed) => Ok(Found::Not(WhyNot {
                locator: target.locator,
                reason: Reason::NotFound,
                note: format!("it stands as `{role}` in the page, and the browser takes it for `{computed}`"),
                notes: target.notes,
                is_swap: false,
            })),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.script.session.is_usable()))
            }
        }
    }

    async fn read_with(
        &mut self,
        what: Reading<'_>,
        unlike: Option<&Sight>,
        limit: Duration,
    ) -> Result<(Seen<ToldIdentity>, String), PageFault> {
        let token = self.script.token();
        let at = if let Reading::PersonAndNext(at) = what { Some(at.to_owned()) } else { None };
        // What a page has shown before it was whole is held against the next one that is only read.
        let is_next = at.is_none();
        let unlike = unlike.and_then(|sight| {
            let profile = sight.profile.as_ref()?;
            Some(Unlike { name: profile.name.clone(), degree: profile.degree, path: sight.path.clone() })
        });
        let asked = AskIdentity {
            own_profile: what == Reading::Owner,
            at,
            token: token.clone(),
            wavering: is_next && self.wavers,
            unseen_ms: if is_next { self.unseen_ms } else { 0.0 },
            unlike,
        };
        let seen = self.script.ask(asked, None, limit).await?;
        if !is_next {
            self.wavers = seen.told.wavered;
            self.unseen_ms = seen.told.unseen_ms;
        }
        Ok((seen, token))
    }
}

impl Page for WebPage {
    fn wanted(&mut self) -> WantedSince {
        self.script.session.bidi.traffic().wanted()
    }

    fn confirm_with(&mut self, locator: Option<&str>) {
        self.script.confirm = locator.map(str::to_owned);
    }

    async fn open(&mut self, path: &str) -> Result<(), PageFault> {
        let url = self
            .site
            .join(path)
            .map_err(|error| PageFault::Load(format!("{path} is no address of the site: {error}")))?;
        self.script.expect_page().await?;
        let fault = match self.script.session.goto(&url).await {
            Answer::Done(()) => return Ok(()),
            Answer::NotDone(fault) | Answer::Unknown(fault) => fault,
        };
        match (asked_fault(&fault, self.script.session.is_usable()), &fault.kind) {
            // The browser shows a page of its own, which the first look reads the status from.
            (PageFault::Script(_), FaultKind::Navigation(code))
                if code == "ERR_HTTP_RESPONSE_CODE_FAILURE" =>
            {
                Ok(())
            }
            (PageFault::Script(_), FaultKind::Navigation(code))
                if ["ERR_ABORTED", "NS_BINDING_ABORTED"].contains(&code.as_str()) =>
            {
                Err(PageFault::Load(
                    "the address did not lead to a page: the browser still shows the one before".to_owned(),
                ))
            }
            (PageFault::Script(_), FaultKind::Navigation(code)) => {
                Err(PageFault::Unreached(NetFault::of(code)))
            }
            (PageFault::Script(_), FaultKind::Timeout) => Err(PageFault::Unreached(NetFault::TimedOut)),
            (PageFault::Script(why), _) => Err(PageFault::Load(why)),
            (lost, _) => Err(lost),
        }
    }

    async fn read(&mut self, what: Reading<'_>, limit: Duration) -> Result<Sight, PageFault> {
        let (seen, token) = self.read_with(what, None, limit).await?;
        Ok(seen.told.into_sight(seen.page, &token, &seen.elements))
    }

    async fn read_changed(
        &mut self,
        than: &Sight,
        what: Reading<'_>,
        limit: Duration,
    ) -> Result<Option<Sight>, PageFault> {
        let (seen, token) = self.read_with(what, Some(than), limit).await?;
        Ok((!seen.told.unchanged).then(|| seen.told.into_sight(seen.page, &token, &seen.elements)))
    }

    async fn find(
        &mut self,
        locator: &str,
        pin: &Pin,
        armed: bool,
        limit: Duration,
    ) -> Result<Found, PageFault> {
        let token = if armed { self.script.token() } else { String::new() };
        let asked = AskTarget { at: locator.to_owned(), token: token.clone(), dismissing: false };
        let seen = self.script.ask(asked, Some(pin), limit).await?;
        if let Some(stop) = seen.told.stop {
            return Ok(Found::Stop(stop));
        }
        let role = match &seen.told.target {
            TargetTold::Ready(ready) => ready.role.clone(),
            TargetTold::Not(_) => None,
        };
        let found = match seen.told.target.into_result(&token, &seen.elements) {
            Ok(target) => target,
            Err(why) => return Ok(Found::Not(why)),
        };
        match role {
            Some(role) if armed => self.check_role(found, &role).await,
            _ => Ok(Found::Target(found)),
        }
    }

    async fn click(&mut self, target: &Target) -> Answer<()> {
        self.script.click(target).await
    }

    async fn type_into(
        &mut self,
        field: &Target,
        text: &str,
        limit: Duration,
    ) -> Result<Option<WhyNot>, PageFault> {
        let why = |reason: Reason, note: String| {
            let locator = field.locator.clone();
            Ok(Some(WhyNot { locator, reason, note, notes: Vec::new(), is_swap: false }))
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
                return Err(asked_fault(&fault, self.script.session.is_usable()));
            }
        }
        if !self.field(&field.locator, None, limit.min(FOCUS)).await?.focused {
            return why(Reason::Covered, "it does not take the focus; nothing was typed".to_owned());
        }
        match self.script.session.type_in_element(element, text).await {
            Answer::Done(()) => {}
            Answer::NotDone(fault) if !fault.is_lost() => {
                return why(Reason::NotFound, format!("nothing could be typed: {fault}"));
            }
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                return Err(asked_fault(&fault, self.script.session.is_usable()));
            }
        }
        let after = self.field(&field.locator, Some(text), limit.min(FOCUS)).await?;
        if !after.held {
            return why(Reason::Unreadable, format!("it holds {} instead of what was typed", after.value));
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
        let dialog_token = self.script.token();
        let asked =
            AskRace { token: target.token.clone(), expect_dialog, dialog_token: dialog_token.clone() };
        let seen = self.script.ask(asked, Some(pin), limit).await?;
        let (told, elements) = (seen.told, seen.elements);
        let verdict = told.guard.verdict;
        // The browser's own account: the page's can be cleared by the page, and is full at some point.
        let clicked_ms = told.guard.at_ms;
        let answers = if clicked_ms > 0.0 { self.script.answers_since(clicked_ms) } else { Vec::new() };
        let mut bad_answers = told.bad_answers;
        bad_answers.extend(answers.iter().filter(|status| **status >= 400));
        Ok(Aftermath {
            unheard: verdict == Verdict::Swallowed,
            verdict,
            swallowed: told.guard.why.map(|why| why.to_string()),
            dialog: told.dialog.map(|dialog| dialog.into_seen(&dialog_token, &elements)),
            proof: told.proof,
            settled: told.settled || (told.proof && answers.iter().any(|status| (200..400).contains(status))),
            stop: told.stop,
            toast_error: told.toast_error,
            bad_answers,
        })
    }

    async fn dialog_again(&mut self, pin: &Pin, limit: Duration) -> Result<Option<DialogSeen>, PageFault> {
        let token = self.script.token();
        let asked = AskDialog { dialog_token: token.clone() };
        let seen = self.script.ask(asked, Some(pin), limit).await?;
        Ok(seen.told.dialog.map(|dialog| dialog.into_seen(&token, &seen.elements)))
    }

    async fn rows(&mut self, before: Option<&str>, limit: Duration) -> Result<List, PageFault> {
        let settle_ms = u64::try_from(SETTLED.as_millis()).unwrap_or(0);
        let asked = AskRows { settle_ms, rows_before: before.map(str::to_owned) };
        Ok(match self.script.ask(asked, None, limit).await?.told.list {
            ListSeen::Rows(rows) => List::Rows(rows),
            ListSeen::Stop(stop) => List::Stop(stop),
            ListSeen::Not(not) => List::Not(not.into_why()),
        })
    }

    async fn load_more(
        &mut self,
        guesses: bool,
        wheel: bool,
        limit: Duration,
    ) -> Result<MoreAsked, PageFault> {
        let found = self.find(Place::ListMore.as_str(), &Pin::default(), true, limit.min(SLICE)).await?;
        let asked = match found {
            Found::Target(target) if target.guess && !guesses => return Ok(MoreAsked::Guessed),
            Found::Target(target) => self.click(&target).await,
            Found::Stop(_) | Found::Not(_) => {
                let seen = self.script.ask_once(AskWalk { up: false, row_link: None }, WALK).await?;
                let at = seen.told.over;
                // Nothing depends on the answer: what comes is read.
                if wheel
                    && let Answer::NotDone(fault) | Answer::Unknown(fault) =
                        self.script.session.scroll_at(at.x as i64, at.y as i64, &WHEEL).await
                    && fault.is_lost()
                {
                    return Err(asked_fault(&fault, self.script.session.is_usable()));
                }
                return Ok(MoreAsked::Scroll(seen.told.rows));
            }
        };
        match asked {
            // A list that grew as the button came into view has taken the button away from the click.
            Answer::Done(()) => Ok(MoreAsked::Button),
            Answer::NotDone(fault) if !fault.is_lost() => Ok(MoreAsked::Button),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.script.session.is_usable()))
            }
        }
    }

    async fn reveal_row(&mut self, link: &str) -> Result<bool, PageFault> {
        let asked = AskWalk { up: true, row_link: Some(link.to_owned()) };
        Ok(self.script.ask_once(asked, WALK).await?.told.found)
    }

    async fn escape(&mut self) -> Result<(), PageFault> {
        self.script.escape().await
    }

    async fn probe(&mut self) -> Result<Vec<LocatorSeen>, PageFault> {
        let seen = self.script.ask_once(AskProbe {}, SLICE).await?;
        Ok(seen.told.probe.into_iter().map(LocatorTold::into_seen).collect())
    }

    async fn snapshot(&mut self) -> Option<Vec<Token>> {
        self.tokens().await.ok()
    }

    async fn picture(&mut self, outlined: Option<&Target>) -> Option<Vec<u8>> {
        let frame = |on: bool| {
            let area = outlined.map(|target| target.area).unwrap_or_default();
            vec![json!({ "on": on, "x": area.x, "y": area.y, "width": area.width, "height": area.height })]
        };
        let limit = Duration::from_secs(5);
        if outlined.is_some() || self.scale.is_none() {
            let drawn = self.script.session.script(OUTLINE_ON, frame(outlined.is_some()), limit).await;
            self.scale = drawn.done().and_then(|scale| scale.as_f64()).or(self.scale);
        }
        let picture = self.script.session.screenshot().await;
        if outlined.is_some() {
            let _ = self.script.session.script(OUTLINE_ON, frame(false), limit).await;
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
        let seen = self.script.ask_once(AskOutline { at: locator.to_owned() }, SLICE).await.ok()?;
        let lines = seen.told.outline;
        let outline: Vec<String> = lines.iter().map(ToString::to_string).collect();
        Some(Surroundings {
            address: seen.page.address,
            title: seen.page.title,
            outline: outline.join("\n"),
            areas: lines.iter().map(|line| line.area).collect(),
            is_dialog: lines.first().is_some_and(|line| line.what.is_dialog()),
        })
    }
}
