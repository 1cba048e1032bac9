//! The point of no return, and the dialog after it. The click that cannot be taken back is made here, once, and never again.

use std::time::Duration;

use super::about::About;
use super::dialog;
use super::hands::{Halt, Hands};
use super::identify::Identity;
use super::record::CONFIRMED;

use super::report::Verdict;
use crate::browser::{
    Aftermath, Answer, DialogSeen, Found, Page, Pin, Recognised, StopSeen, Target, Verdict as Guard,
};
use crate::domain::{Outcome, PageText, Place, Reason, Step, StepFault};
use crate::ledger::{AttemptId, Phase, Settlement};

/// How long something is waited for after a click that can be taken back: no card shows at once what came of it, and a
/// question that comes later only costs another try.
const REVERSIBLE_GRACE: Duration = Duration::from_secs(3);

/// How long the commit's element is looked for once more.
const FOUND_AGAIN: Duration = Duration::from_secs(2);

impl<P: Page> Hands<'_, P> {
    /// The point of no return, and the dialog after it.
    pub(super) async fn commit(
        &mut self,
        id: AttemptId,
        target: &Target,
        pin: &Pin,
        about: &About<'_>,
    ) -> Result<Clicked, Halt> {
        let after = match self.commit_click(Some(id), target, pin).await? {
            Ok(after) => after,
            Err(undone) => return Ok(Clicked::undone(undone)),
        };
        let after = match after.verdict {
            // Nothing in the page heard of the click: it is found and tried once more, as finding is.
            Guard::Swallowed if after.unheard => match self.find_again(target, pin).await? {
                Some(found) => {
                    if let Some(mut undone) = self.kept_by_now(about, Step::Commit)? {
                        undone.settlement = Settlement::NotClicked;
                        return Ok(Clicked::undone(undone));
                    }
                    match self.commit_click(None, &found, pin).await? {
                        Ok(after) => after,
                        Err(undone) => return Ok(Clicked::undone(undone)),
                    }
                }
                None => after,
            },
            _ => after,
        };
        match after.verdict {
            Guard::Swallowed => {
                let why = after.swallowed.unwrap_or_else(|| "the page had changed".to_owned());
                return Ok(Clicked::undone(not_clicked(
                    Reason::Swallowed,
                    format!("the click was stopped inside the page: {why}"),
                )));
            }
            // The click was made and the guard saw nothing of it: it fell into a frame, or the page took it first. A doubt.
            Guard::Armed => return Ok(Clicked::made()),
            Guard::Passed | Guard::Gone => {}
        }
        match after.dialog {
            // What is done needs no confirming: this asks for something else.
            Some(dialog) if after.proof => {
                self.close(&dialog.text, "the page shows that it is done already; the dialog was closed")
                    .await?;
                Ok(Clicked::made())
            }
            Some(dialog) => self.confirm(id, dialog, pin, about).await,
            None if after.proof => Ok(Clicked::made()),
            None => {
                self.close_unknown().await?;
                Ok(Clicked::made())
            }
        }
    }

    /// A dialog of which not even a button is known is kept in the evidence, for `selectors learn`, and closed by its key.
    async fn close_unknown(&mut self) -> Result<(), Halt> {
        let around = self.page.surroundings(Place::Dialog.as_str()).await.unwrap_or_default();
        if !around.is_dialog {
            return Ok(());
        }
        self.trace_unknown_dialog(around, "no button of it is known; it was closed").await;
        self.escape().await
    }

    /// Makes the click at the point of no return, once, and waits for what comes of it; or says why nothing can have. The intent's
    /// phase is told unless it has been.
    async fn commit_click(
        &mut self,
        id: Option<AttemptId>,
        target: &Target,
        pin: &Pin,
    ) -> Result<Result<Aftermath, Box<Undone>>, Halt> {
        let clicked = self.page.click(target).await;
        let lost = self.trace_click(Step::Commit, target, &clicked);
        if let Answer::NotDone(fault) = &clicked {
            return match lost {
                Some(why) => Err(Halt::Lost(why)),
                None => {
                    Ok(Err(not_clicked(Reason::SiteError, format!("the click could not be made: {fault}"))))
                }
            };
        }
        if let Some(id) = id {
            self.ledger.mark_phase(id, Phase::Clicked, self.clock.now())?;
        }
        if let Some(why) = lost {
            return Err(Halt::Lost(why));
        }
        (self.progress)(Step::Confirm);
        Ok(Ok(self.after(target, pin, self.path.confirm_at.is_some()).await?))
    }

    /// The commit's element once more, after a click of which nothing in the page has heard.
    async fn find_again(&mut self, target: &Target, pin: &Pin) -> Result<Option<Target>, Halt> {
        let limit = FOUND_AGAIN.min(self.rules.locate_timeout);
        match self.page.find(&target.locator, pin, true, limit).await {
            Ok(Found::Target(found)) if !found.guess || self.rules.guesses_allowed() => Ok(Some(found)),
            Ok(Found::Target(_) | Found::Not(_)) => Ok(None),
            Ok(Found::Stop(stop)) => Err(Halt::Stop(stop)),
            Err(fault) => Halt::beyond(fault).map(|_| None),
        }
    }

    /// Confirms the dialog if it is known, and about the person and nobody else; any other is closed.
    async fn confirm(
        &mut self,
        id: AttemptId,
        dialog: DialogSeen,
        pin: &Pin,
        about: &About<'_>,
    ) -> Result<Clicked, Halt> {
        let confirm = match self.judge_dialog(&dialog, about.identity) {
            Ok(confirm) => confirm,
            Err(undone) => {
                self.close(&dialog.text, &undone.verdict.detail).await?;
                return Ok(Clicked::undone(undone));
            }
        };
        self.trace_dialog(&dialog.text, CONFIRMED).await;
        // The dialog may have taken its time.
        if let Some(undone) = self.kept_by_now(about, Step::Confirm)? {
            self.close(&dialog.text, &undone.verdict.detail).await?;
            return Ok(Clicked::undone(undone));
        }
        self.ledger.mark_phase(id, Phase::ConfirmClicked, self.clock.now())?;
        let mut after = self.confirm_click(&confirm, pin).await?;
        // Nothing in the page heard of the click: the dialog is read and judged once more, and its button tried once more.
        if after.verdict == Guard::Swallowed && after.unheard {
            match self.page.dialog_again(pin, FOUND_AGAIN.min(self.rules.locate_timeout)).await {
                Ok(Some(again)) => match self.judge_dialog(&again, about.identity) {
                    Ok(confirm) => {
                        if let Some(undone) = self.kept_by_now(about, Step::Confirm)? {
                            self.close(&again.text, &undone.verdict.detail).await?;
                            return Ok(Clicked::undone(undone));
                        }
                        after = self.confirm_click(&confirm, pin).await?;
                    }
                    Err(undone) => {
                        self.close(&again.text, &undone.verdict.detail).await?;
                        return Ok(Clicked::undone(undone));
                    }
                },
                Ok(None) => {}
                Err(fault) => Halt::beyond(fault).map(drop)?,
            }
        }
        if after.verdict == Guard::Swallowed {
            let why = after.swallowed.unwrap_or_else(|| "the dialog had changed".to_owned());
            let detail = format!("the confirming click was stopped inside the page: {why}");
            self.close(&dialog.text, &detail).await?;
            return Ok(Clicked::undone(not_confirmed(Outcome::Failed, Reason::Swallowed, detail)));
        }
        Ok(Clicked::made())
    }

    /// Makes one click on a dialog's button and waits for what comes of it.
    async fn confirm_click(&mut self, confirm: &Target, pin: &Pin) -> Result<Aftermath, Halt> {
        let clicked = self.page.click(confirm).await;
        if let Some(why) = self.trace_click(Step::Confirm, confirm, &clicked) {
            return Err(Halt::Lost(why));
        }
        self.after(confirm, pin, false).await
    }

    /// Whether the keep list, read at this moment, has come to protect the person, or protects less than was confirmed: then this
    /// click is not made.
    fn kept_by_now(&self, about: &About<'_>, step: Step) -> Result<Option<Box<Undone>>, Halt> {
        let (verdict, stops) = match self.check_keep_list(about) {
            Ok(()) => return Ok(None),
            Err(Halt::Outcome(verdict)) => (*verdict, None),
            Err(Halt::Unprotected(why, _)) => {
                let undone = if step == Step::Confirm {
                    "the dialog was not confirmed"
                } else {
                    "the item was not clicked again"
                };
                let detail = format!("the keep list had lost something by then; {undone}");
                (Verdict::new(Outcome::Failed, step, Reason::Kept, detail), Some(why))
            }
            Err(other) => return Err(other),
        };
        let fault = verdict.fault.map(|fault| StepFault { step, ..fault });
        let verdict = Verdict { fault, ..verdict };
        Ok(Some(Box::new(Undone { verdict, settlement: Settlement::StillConnected, stops })))
    }

    /// The button to confirm a dialog by; or why it must not be confirmed.
    fn judge_dialog(&self, dialog: &DialogSeen, identity: &Identity) -> Result<Target, Box<Undone>> {
        if let Some(word) = &dialog.other {
            let why =
                format!("the dialog asks about something else than the connection ({word}); it was closed");
            return Err(not_confirmed(Outcome::ChangedPage, Reason::NotFound, why));
        }
        if let Some(why) = dialog::objection(&identity.name, dialog) {
            let why = format!("{why}; it was closed");
            return Err(not_confirmed(Outcome::Mismatch, Reason::WrongPerson, why));
        }
        if dialog.recognised == Recognised::No {
            let why = "neither the dialog's title nor its body is one that is known of such a dialog, so that it may be about \
                       something else; it was closed";
            return Err(not_confirmed(Outcome::ChangedPage, Reason::NotFound, why));
        }
        let confirm = dialog.confirm.clone().map_err(|why| {
            let detail = format!("`{}`: {}; the dialog was closed", why.locator, why.note);
            let mut undone = not_confirmed(Outcome::ChangedPage, why.reason, detail);
            undone.verdict.why_not = Some(why);
            undone
        })?;
        let guess = match (dialog.recognised, confirm.guess) {
            _ if self.rules.guesses_allowed() => None,
            (_, true) => Some("the confirm button is known by a guess only; the dialog was closed"),
            (Recognised::Guessed, _) => Some("the dialog is known by a guess only; it was closed"),
            _ => None,
        };
        match guess {
            Some(why) => Err(not_confirmed(Outcome::ChangedPage, Reason::Guessed, why)),
            None => Ok(confirm),
        }
    }

    /// Waits for what comes of a click; a refusal of the site ends the run.
    async fn after(&mut self, target: &Target, pin: &Pin, expect_dialog: bool) -> Result<Aftermath, Halt> {
        let grace = match self.path.is_irreversible() {
            true => self.rules.confirm_grace,
            false => self.rules.confirm_grace.min(REVERSIBLE_GRACE),
        };
        let after = match self.page.after_click(target, pin, expect_dialog, grace).await {
            Ok(after) => after,
            // The page may have loaded anew under the wait: the fresh load of the verification will tell.
            Err(fault) => return Halt::beyond(fault).map(|_| Aftermath::unknown()),
        };
        if let Some(stop) = after.stop {
            return Err(Halt::Stop(stop));
        }
        if let Some(status) = after.bad_answers.iter().find(|status| [403, 429, 451, 999].contains(*status)) {
            return Err(Halt::Stop(StopSeen::throttled("status", status.to_string())));
        }
        Ok(after)
    }

    /// Closes a dialog that is not answered, once it is pictured: by its key, since no button of it is known. Leaving the page by
    /// the fresh load of the verification closes what stays.
    async fn close(&mut self, text: &PageText, why: &str) -> Result<(), Halt> {
        self.trace_dialog(text, why).await;
        self.escape().await
    }

    async fn escape(&mut self) -> Result<(), Halt> {
        match self.page.escape().await {
            Ok(()) => Ok(()),
            Err(fault) => Halt::beyond(fault).map(drop),
        }
    }
}

/// What is known after the click; a fresh load has the last word.
pub(super) struct Clicked {
    /// Why nothing can have come of it, though a click was made or tried.
    pub(super) undone: Option<Box<Undone>>,
}

impl Clicked {
    fn made() -> Clicked {
        Clicked { undone: None }
    }

    fn undone(undone: Box<Undone>) -> Clicked {
        Clicked { undone: Some(undone) }
    }
}

/// A click was made or tried, and nothing can have come of it.
pub(super) struct Undone {
    pub(super) verdict: Verdict,
    /// What is known of the intent if the fresh load still shows the connection.
    pub(super) settlement: Settlement,
    /// Why the run must end with this person.
    pub(super) stops: Option<String>,
}

/// The click at the point of no return did not reach the page.
fn not_clicked(reason: Reason, detail: impl Into<String>) -> Box<Undone> {
    let verdict = Verdict::new(Outcome::Failed, Step::Commit, reason, detail);
    Box::new(Undone { verdict, settlement: Settlement::NotClicked, stops: None })
}

/// The menu item was clicked, its dialog was not confirmed.
fn not_confirmed(outcome: Outcome, reason: Reason, detail: impl Into<String>) -> Box<Undone> {
    let verdict = Verdict::new(outcome, Step::Confirm, reason, detail);
    Box::new(Undone { verdict, settlement: Settlement::StillConnected, stops: None })
}
