//! The life of one removal: open, identify, find, commit, confirm, verify, record. Finding is tried again until its
//! deadline; the click that cannot be taken back is made once, after the intent is in the ledger, and never again without a
//! look at the page.
//!
//! Who comes next, and when, is the schedule's to say; the page is driven through [`Page`].

use std::time::Duration;

use tokio::time::Instant;

use super::dialog;
use super::identify::{Identity, Judgement, judge};
use super::lists::ListWay;
use super::record::CONFIRMED;
use super::report::{Ending, PersonReport, Verdict};
use super::rules::Rules;
use super::walk::{Reached, read_settled, walk_to_commit};
use crate::browser::{
    Aftermath, Answer, DialogSeen, Found, Page, PageFault, Pin, Reading, StopSeen, Target, Verdict as Guard,
    WhyNot,
};
use crate::domain::{Clock, Outcome, PersonKey, PersonName, Reason, Slug, Step, StepFault, UnixMs};
use crate::ledger::{
    AttemptId, Caps, IntentRequest, Ledger, LedgerError, OutcomeRecord, PageViewKind, Phase, Refusal, RunId,
    Settlement, proved,
};
use crate::roster::{KeepList, KeepQuery, Row};
use crate::selectors::ClickPath;
use crate::trace::{Recorder, What};

/// What the work on one person needs besides the person.
pub struct Hands<'a, P> {
    /// The page.
    pub page: &'a mut P,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The trace.
    pub trace: &'a mut Recorder,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// The rules of the run.
    pub rules: &'a Rules,
    /// The budgets in force.
    pub caps: &'a Caps,
    /// The run's number.
    pub run: RunId,
    /// The click path of what is to be done.
    pub path: &'a ClickPath,
    /// Reads the keep list anew from disk; an error stops the run.
    pub keep: &'a dyn Fn() -> Result<KeepList, String>,
    /// The driver's address and the session, for whoever must settle a doubt after a crash.
    pub session: (&'a str, &'a str),
    /// The slug that a rehearsal saw for this person: another page is not acted on.
    pub pinned: Option<&'a Slug>,
    /// Whether the user asked to stop: heard up to the point of no return.
    pub stop: &'a dyn Fn() -> bool,
    /// Told at every step, for the progress line.
    pub progress: &'a mut dyn FnMut(Step),
}

/// Why the work on a person ends before its outcome is known the ordinary way.
#[derive(Debug)]
pub(super) enum Halt {
    Outcome(Box<Verdict>),
    Refused(Refusal),
    Stop(StopSeen),
    Lost(String),
    Keep(String),
    State(LedgerError),
    Interrupted,
}

impl From<LedgerError> for Halt {
    fn from(error: LedgerError) -> Halt {
        Halt::State(error)
    }
}

impl Halt {
    pub(super) fn outcome(outcome: Outcome, step: Step, reason: Reason, detail: impl Into<String>) -> Halt {
        Halt::Outcome(Box::new(Verdict {
            outcome,
            fault: Some(StepFault { step, reason }),
            detail: detail.into(),
            why_not: None,
        }))
    }

    /// A page that cannot be asked, before the commit: nothing was clicked that could remove.
    pub(super) fn page(fault: PageFault, step: Step) -> Halt {
        match fault {
            PageFault::Lost(why) => Halt::Lost(why),
            PageFault::Load(why) => Halt::outcome(Outcome::Failed, step, Reason::Network, why),
            PageFault::Script(why) => Halt::outcome(Outcome::Failed, step, Reason::Unreadable, why),
        }
    }

    /// A locator that gave nothing to click, before the commit.
    pub(super) fn not_found(why: WhyNot, step: Step) -> Halt {
        let outcome =
            if why.reason == Reason::WrongPerson { Outcome::Mismatch } else { Outcome::ChangedPage };
        Halt::Outcome(Box::new(Verdict {
            outcome,
            fault: Some(StepFault { step, reason: why.reason }),
            detail: format!("`{}`: {}", why.locator, why.note),
            why_not: Some(why),
        }))
    }
}

impl<P: Page> Hands<'_, P> {
    /// Acts on one person, from opening their page to the outcome in the ledger.
    pub async fn act(&mut self, row: &Row) -> Ending {
        let started = Instant::now();
        let key = row.person.key();
        self.trace.about(key.as_str(), row.line);
        let mut slug = row.person.slug.as_ref().map(|slug| slug.as_str().to_owned()).unwrap_or_default();
        let mut attempt = None;
        let ended = self.life(row, &mut slug, &mut attempt).await;

        let report = |verdict: &Verdict, attempt| PersonReport {
            key: key.as_str().to_owned(),
            slug: slug.clone(),
            line: row.line,
            action: row.action,
            outcome: verdict.outcome,
            detail: verdict.detail.clone(),
            fault: verdict.fault,
            route: self.rules.route,
            surface: self.rules.surface,
            ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            attempt,
        };
        // After the intent, whatever ends the work early leaves a doubt; before it, nothing was done.
        let doubt = |why: &str| Verdict {
            outcome: Outcome::Unconfirmed,
            fault: Some(StepFault { step: Step::Verify, reason: Reason::NoProof }),
            detail: format!("the click was made or may have been made, and nothing proved it: {why}"),
            why_not: None,
        };
        let (verdict, end): (Verdict, Box<dyn FnOnce(PersonReport) -> Ending>) = match ended {
            Ok(verdict) => (verdict, Box::new(Ending::Done)),
            Err(Halt::Outcome(verdict)) => (*verdict, Box::new(Ending::Done)),
            Err(Halt::Stop(stop)) => {
                self.note_stop(&stop).await;
                if attempt.is_none() {
                    return Ending::Stopped(stop, None);
                }
                (
                    doubt("a page came up that ends the run"),
                    Box::new(|report| Ending::Stopped(stop, Some(report))),
                )
            }
            Err(Halt::Lost(why)) => {
                if attempt.is_none() {
                    return Ending::Lost(why, None);
                }
                (doubt(&why), Box::new(|report| Ending::Lost(why, Some(report))))
            }
            Err(Halt::Refused(refusal)) => return Ending::Refused(refusal),
            Err(Halt::Interrupted) => return Ending::Interrupted,
            Err(Halt::Keep(why)) => return Ending::KeepUnreadable(why),
            Err(Halt::State(error)) => return Ending::State(error),
        };
        let report = report(&verdict, attempt);
        self.explain(&verdict).await;
        match self.write_down(&report) {
            Ok(()) => end(report),
            Err(error) => Ending::State(error),
        }
    }

    /// Looks at a doubtful person's page, and never clicks; the proof that they are gone is written down.
    pub(super) async fn look_at_doubt(&mut self, row: &Row, identity: &Identity, attempt: AttemptId) -> Look {
        let started = Instant::now();
        let key = row.person.key();
        self.trace.about(key.as_str(), row.line);
        (self.progress)(Step::Verify);
        match self.look(row, identity, PageViewKind::Settle(attempt)).await {
            Ok(Proof::Gone) => {
                let report = PersonReport {
                    key: key.as_str().to_owned(),
                    slug: identity.slug.as_str().to_owned(),
                    line: row.line,
                    action: row.action,
                    outcome: proved(row.action),
                    detail: "proved by a later look at the page".to_owned(),
                    fault: None,
                    route: self.rules.route,
                    surface: self.rules.surface,
                    ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                    attempt: Some(attempt),
                };
                match self.write_down(&report) {
                    Ok(()) => Look::Gone(report),
                    Err(error) => Look::State(error),
                }
            }
            Ok(Proof::StillThere) => Look::StillThere,
            Ok(Proof::None(why)) => Look::Nothing(why),
            Err(Halt::Stop(stop)) => {
                self.note_stop(&stop).await;
                Look::Stopped(stop)
            }
            Err(Halt::Lost(why)) => Look::Lost(why),
            Err(Halt::State(error)) => Look::State(error),
            Err(Halt::Refused(_)) => Look::Refused,
            Err(Halt::Outcome(verdict)) => Look::Nothing(verdict.detail),
            Err(Halt::Keep(why)) => Look::Nothing(why),
            Err(Halt::Interrupted) => Look::Refused,
        }
    }

    async fn life(
        &mut self,
        row: &Row,
        slug: &mut String,
        attempt: &mut Option<AttemptId>,
    ) -> Result<Verdict, Halt> {
        let Reached { target, pin, identity, list } = walk_to_commit(self, row).await?;
        identity.slug.as_str().clone_into(slug);
        if let Some(pinned) = self.pinned
            && *pinned != identity.slug
        {
            return Err(Halt::outcome(
                Outcome::Mismatch,
                Step::Identify,
                Reason::WrongPerson,
                format!("the rehearsal saw the page of {pinned}, now it is that of {}", identity.slug),
            ));
        }
        if self.rules.rehearsal {
            return self.rehearsed(row, &identity, &target).await;
        }

        (self.progress)(Step::Commit);
        if (self.stop)() {
            return Err(Halt::Interrupted);
        }
        self.check_keep_list(row, &identity)?;
        let (driver, session) = self.session;
        let intent = IntentRequest {
            run: self.run,
            key: row.person.key(),
            action: row.action,
            pinned_slug: identity.slug.clone(),
            seen_name: identity.name.as_str().to_owned(),
            session: session.to_owned(),
            driver: driver.to_owned(),
        };
        let before = self.picture(None).await;
        let id = match self.ledger.commit_intent(&intent, self.caps, self.clock.now())? {
            Ok(id) => id,
            Err(refusal) => return Err(refused(refusal)),
        };
        *attempt = Some(id);
        self.trace.event(self.clock.now(), Step::Commit, 0, What::Intent { attempt: id.0 }, before);

        let undone = self.commit(id, &target, &pin, &identity).await?;
        self.verify(row, id, &identity, list.as_ref(), undone).await
    }

    /// The point of no return, and the dialog after it. `Some` says why nothing can have happened, though a click was made.
    async fn commit(
        &mut self,
        id: AttemptId,
        target: &Target,
        pin: &Pin,
        identity: &Identity,
    ) -> Result<Option<Undone>, Halt> {
        let clicked = self.page.click(target).await;
        let lost = self.trace_click(Step::Commit, target, &clicked);
        if let Answer::NotDone(fault) = &clicked {
            return match lost {
                Some(why) => Err(Halt::Lost(why)),
                None => Ok(not_clicked(Reason::SiteError, format!("the click could not be made: {fault}"))),
            };
        }
        self.ledger.mark_phase(id, Phase::Clicked, self.clock.now())?;
        if let Some(why) = lost {
            return Err(Halt::Lost(why));
        }

        (self.progress)(Step::Confirm);
        let after = self.after(target, pin, self.path.confirm_at.is_some()).await?;
        match after.verdict {
            Guard::Swallowed => {
                let why = after.swallowed.unwrap_or_else(|| "the page had changed".to_owned());
                return Ok(not_clicked(
                    Reason::Swallowed,
                    format!("the click was stopped inside the page: {why}"),
                ));
            }
            Guard::Armed => return Ok(not_clicked(Reason::Covered, "the click reached nothing in the page")),
            Guard::Passed | Guard::Gone => {}
        }
        match after.dialog {
            Some(dialog) => self.confirm(id, dialog, pin, identity).await,
            None => Ok(None),
        }
    }

    /// Confirms the dialog if it is about the person, else cancels it.
    async fn confirm(
        &mut self,
        id: AttemptId,
        dialog: DialogSeen,
        pin: &Pin,
        identity: &Identity,
    ) -> Result<Option<Undone>, Halt> {
        let objection = dialog::objection(&identity.name, &dialog.text, &dialog.rest);
        let refusal = match &dialog.confirm {
            _ if objection.is_some() => {
                let why = objection.unwrap_or_default();
                not_confirmed(Outcome::Mismatch, Reason::WrongPerson, format!("{why}; it was cancelled"))
            }
            Err(why) => {
                let detail = format!("`{}`: {}; the dialog was cancelled", why.locator, why.note);
                let mut undone = not_confirmed(Outcome::ChangedPage, why.reason, detail);
                if let Some(undone) = &mut undone {
                    undone.verdict.why_not = Some(why.clone());
                }
                undone
            }
            Ok(confirm) if confirm.guess && !self.rules.guesses_allowed() => not_confirmed(
                Outcome::ChangedPage,
                Reason::Guessed,
                "the confirm button is known by a guess only; the dialog was cancelled",
            ),
            Ok(_) => None,
        };
        if let Some(undone) = refusal {
            self.trace_dialog(&dialog.text, &undone.verdict.detail).await;
            self.cancel(pin).await?;
            return Ok(Some(undone));
        }
        let Ok(confirm) = dialog.confirm else { return Ok(None) };

        self.trace_dialog(&dialog.text, CONFIRMED).await;
        self.ledger.mark_phase(id, Phase::ConfirmClicked, self.clock.now())?;
        let clicked = self.page.click(&confirm).await;
        if let Some(why) = self.trace_click(Step::Confirm, &confirm, &clicked) {
            return Err(Halt::Lost(why));
        }
        let after = self.after(&confirm, pin, false).await?;
        if after.verdict == Guard::Swallowed {
            let why = after.swallowed.unwrap_or_else(|| "the dialog had changed".to_owned());
            self.cancel(pin).await?;
            return Ok(not_confirmed(
                Outcome::Failed,
                Reason::Swallowed,
                format!("the confirming click was stopped inside the page: {why}"),
            ));
        }
        Ok(None)
    }

    /// Waits for what comes of a click; a refusal of the site ends the run.
    async fn after(&mut self, target: &Target, pin: &Pin, expect_dialog: bool) -> Result<Aftermath, Halt> {
        let grace = self.rules.confirm_grace;
        let after = match self.page.after_click(target, pin, expect_dialog, grace).await {
            Ok(after) => after,
            Err(PageFault::Lost(why)) => return Err(Halt::Lost(why)),
            // The page may have loaded anew under the wait: the fresh load of the verification will tell.
            Err(PageFault::Load(_) | PageFault::Script(_)) => return Ok(Aftermath::unknown()),
        };
        if let Some(stop) = after.stop {
            return Err(Halt::Stop(stop));
        }
        if let Some(status) = after.bad_answers.iter().find(|status| [403, 429, 451, 999].contains(*status)) {
            return Err(Halt::Stop(StopSeen::throttled("status", status.to_string())));
        }
        Ok(after)
    }

    async fn cancel(&mut self, pin: &Pin) -> Result<(), Halt> {
        let limit = Duration::from_secs(2).min(self.rules.locate_timeout);
        match self.page.find("cancel", pin, false, limit).await {
            Ok(Found::Target(target)) => match self.page.click(&target).await {
                Answer::Done(()) | Answer::NotDone(_) => Ok(()),
                Answer::Unknown(fault) => Err(Halt::Lost(fault.to_string())),
            },
            Ok(Found::Stop(stop)) => Err(Halt::Stop(stop)),
            // Leaving the page by the fresh load of the verification cancels as well.
            Ok(Found::Not(_)) | Err(PageFault::Load(_) | PageFault::Script(_)) => Ok(()),
            Err(PageFault::Lost(why)) => Err(Halt::Lost(why)),
        }
    }

    /// A fresh load of the pinned person's page, and what it proves.
    async fn verify(
        &mut self,
        row: &Row,
        id: AttemptId,
        identity: &Identity,
        list: Option<&ListWay>,
        undone: Option<Undone>,
    ) -> Result<Verdict, Halt> {
        (self.progress)(Step::Verify);
        let in_list = match list {
            Some(list) => self.look_in_list(identity, list).await?,
            None => Proof::None(String::new()),
        };
        let seen = match in_list {
            Proof::None(_) => self.look(row, identity, PageViewKind::Verify).await?,
            proved => proved,
        };
        let now = self.clock.now();
        match (seen, undone) {
            (Proof::Gone, _) => Ok(Verdict {
                outcome: proved(row.action),
                fault: None,
                detail: "proved on a fresh load".to_owned(),
                why_not: None,
            }),
            (Proof::StillThere, Some(Undone { verdict, settlement })) => {
                self.ledger.settle(id, settlement, now)?;
                Ok(verdict)
            }
            (Proof::StillThere, None) => {
                Ok(unconfirmed("the click was made, and a fresh load still shows the connection"))
            }
            (Proof::None(why), _) => {
                Ok(unconfirmed(format!("the click was made, and a fresh load proved nothing: {why}")))
            }
        }
    }

    /// Loads the pinned person's page afresh and reads whether they are still a 1st-degree connection. Never clicks.
    pub(super) async fn look(
        &mut self,
        row: &Row,
        identity: &Identity,
        kind: PageViewKind,
    ) -> Result<Proof, Halt> {
        let started = Instant::now();
        if let Err(refusal) = self.ledger.record_page_view(self.run, kind, self.clock.now())? {
            return Err(Halt::Refused(refusal));
        }
        let path = identity.slug.path();
        match self.page.open(&path).await {
            Ok(()) => {}
            Err(PageFault::Lost(why)) => return Err(Halt::Lost(why)),
            Err(fault) => return Ok(Proof::None(fault.to_string())),
        }
        let mut person = row.person.clone();
        person.slug = Some(identity.slug.clone());
        person.name = Some(identity.name.clone());
        let sight = match read_settled(self, &person, Reading::Person).await {
            Ok(sight) => sight,
            Err(PageFault::Lost(why)) => return Err(Halt::Lost(why)),
            Err(fault) => return Ok(Proof::None(fault.to_string())),
        };
        let picture = self.picture(None).await;
        self.trace_sight(Step::Verify, &path, &sight, started, picture);
        if let Some(stop) = sight.stop {
            return Err(Halt::Stop(stop));
        }
        let Some(profile) = &sight.profile else {
            let why = sight.missing.map_or_else(
                || sight.unreadable.map_or_else(|| "nothing can be read".to_owned(), |why| why.note),
                |sign| format!("the page says that nobody is there ({sign})"),
            );
            return Ok(Proof::None(why));
        };
        Ok(match judge(&person, &sight, profile, &self.rules.site) {
            Judgement::NotConnected(_) => Proof::Gone,
            Judgement::Connected(_) => Proof::StillThere,
            Judgement::Other { why, .. } => Proof::None(why),
        })
    }

    fn check_keep_list(&self, row: &Row, identity: &Identity) -> Result<(), Halt> {
        let keep = (self.keep)().map_err(Halt::Keep)?;
        let slugs: Vec<_> = row.person.slug.iter().chain([&identity.slug]).collect();
        let names: Vec<&PersonName> = row.person.name.iter().chain([&identity.name]).collect();
        let query = KeepQuery { slugs: &slugs, names: &names, company: row.person.company.as_deref() };
        match keep.covers(&query) {
            None => Ok(()),
            Some(hit) => Err(Halt::outcome(
                Outcome::Kept,
                Step::Commit,
                Reason::Kept,
                format!("on the keep list, line {}", hit.line),
            )),
        }
    }

    async fn rehearsed(&mut self, row: &Row, identity: &Identity, target: &Target) -> Result<Verdict, Halt> {
        self.check_keep_list(row, identity)?;
        let (now, name) = (self.clock.now(), identity.name.as_str());
        self.ledger.note_rehearsed(self.run, &row.person.key(), row.action, &identity.slug, name, now)?;
        let picture = self.picture(Some(target)).await;
        self.trace.event(
            self.clock.now(),
            Step::Find,
            0,
            What::Note { text: "the point of no return: found, checked, not clicked".to_owned() },
            picture,
        );
        if let Err(PageFault::Lost(why)) = self.page.escape().await {
            return Err(Halt::Lost(why));
        }
        Ok(Verdict {
            outcome: Outcome::Rehearsed,
            fault: None,
            detail: format!("would click {}", target.tag),
            why_not: None,
        })
    }

    fn write_down(&mut self, report: &PersonReport) -> Result<(), LedgerError> {
        (self.progress)(Step::Record);
        let now: UnixMs = self.clock.now();
        self.ledger.record_outcome(
            &OutcomeRecord {
                run: self.run,
                key: PersonKey(report.key.clone()),
                action: report.action,
                attempt: report.attempt,
                outcome: report.outcome,
                detail: report.detail.clone(),
                fault: report.fault,
                route: report.route,
                surface: report.surface,
                ms: report.ms,
            },
            now,
        )?;
        let what = What::Outcome { outcome: report.outcome, detail: report.detail.clone() };
        self.trace.event(now, Step::Record, report.ms, what, None);
        Ok(())
    }
}

/// What a look at a doubtful person came to.
#[derive(Debug)]
pub(super) enum Look {
    /// They are gone, which is in the ledger.
    Gone(PersonReport),
    /// They are still a connection.
    StillThere,
    /// Nothing is proved.
    Nothing(String),
    /// The page views are spent; no page was loaded.
    Refused,
    /// A page that ends the run.
    Stopped(StopSeen),
    /// The browser was lost.
    Lost(String),
    /// The ledger cannot be read or written.
    State(LedgerError),
}

/// What a fresh load proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// The person is there, and not 1st degree.
    Gone,
    /// The person is there, and 1st degree.
    StillThere,
    /// Nothing, and why.
    None(String),
}

/// A click was made or tried, and nothing can have come of it; a fresh load has the last word.
pub(super) struct Undone {
    verdict: Verdict,
    /// What is known of the intent if the fresh load still shows the connection.
    settlement: Settlement,
}

fn verdict(outcome: Outcome, step: Step, reason: Reason, detail: impl Into<String>) -> Verdict {
    Verdict { outcome, fault: Some(StepFault { step, reason }), detail: detail.into(), why_not: None }
}

/// The click at the point of no return did not reach the page.
fn not_clicked(reason: Reason, detail: impl Into<String>) -> Option<Undone> {
    let verdict = verdict(Outcome::Failed, Step::Commit, reason, detail);
    Some(Undone { verdict, settlement: Settlement::NotClicked })
}

/// The menu item was clicked, its dialog was not confirmed.
fn not_confirmed(outcome: Outcome, reason: Reason, detail: impl Into<String>) -> Option<Undone> {
    let verdict = verdict(outcome, Step::Confirm, reason, detail);
    Some(Undone { verdict, settlement: Settlement::StillConnected })
}

fn unconfirmed(detail: impl Into<String>) -> Verdict {
    verdict(Outcome::Unconfirmed, Step::Verify, Reason::NoProof, detail)
}

/// A refusal that concerns this person alone is an outcome; one that concerns the account is the schedule's to handle.
pub(super) fn refused(refusal: Refusal) -> Halt {
    let why = match &refusal {
        Refusal::Budget(_) | Refusal::Cooldown(_) | Refusal::Halted(_) => return Halt::Refused(refusal),
        Refusal::Doubtful(_) => "another attempt on the same page is still in doubt; it is looked at first",
        Refusal::SpentTwice => "two attempts are spent; `unlinked retry` allows another",
        Refusal::Done(outcome) => {
            return Halt::outcome(*outcome, Step::Commit, Reason::NoProof, "the ledger has them as done");
        }
    };
    Halt::outcome(Outcome::Failed, Step::Commit, Reason::NoProof, why)
}
