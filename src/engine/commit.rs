//! The point of no return, and the dialog after it. The click that cannot be taken back is made here, once, and never again.

use std::time::Duration;

use super::dialog;
use super::hands::{Halt, Hands};
use super::identify::Identity;
use super::record::CONFIRMED;
use super::report::Verdict;
use crate::browser::{
    Aftermath, Answer, DialogSeen, Found, Page, PageFault, Pin, StopSeen, Target, Verdict as Guard,
};
use crate::domain::{Outcome, Reason, Step};
use crate::ledger::{AttemptId, Phase, Settlement};

/// How long something is waited for after a click that can be taken back: no card shows at once what came of it, and a
/// question that comes later only costs another try.
const REVERSIBLE_GRACE: Duration = Duration::from_secs(3);

impl<P: Page> Hands<'_, P> {
    /// The point of no return, and the dialog after it. `Some` says why nothing can have happened, though a click was made.
    pub(super) async fn commit(
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
            Guard::Armed => return Ok(not_seen()),
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
        let objection = dialog::objection(&identity.name, &dialog);
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
        let grace = match self.path.is_irreversible() {
            true => self.rules.confirm_grace,
            false => self.rules.confirm_grace.min(REVERSIBLE_GRACE),
        };
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
        match self.page.find("cancel", pin, true, limit).await {
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
}

/// A click was made or tried, and nothing can have come of it; a fresh load has the last word.
pub(super) struct Undone {
    pub(super) verdict: Verdict,
    /// What is known of the intent if the fresh load still shows the connection.
    pub(super) settlement: Settlement,
}

/// The click at the point of no return did not reach the page.
fn not_clicked(reason: Reason, detail: impl Into<String>) -> Option<Undone> {
    let verdict = Verdict::new(Outcome::Failed, Step::Commit, reason, detail);
    Some(Undone { verdict, settlement: Settlement::NotClicked })
}

/// The click was made, and the guard saw nothing of it: it fell into a frame, or the page took it first.
fn not_seen() -> Option<Undone> {
    let detail = "the click was made, and reached nothing that could be checked";
    let verdict = Verdict::new(Outcome::Failed, Step::Commit, Reason::Covered, detail);
    Some(Undone { verdict, settlement: Settlement::StillConnected })
}

/// The menu item was clicked, its dialog was not confirmed.
fn not_confirmed(outcome: Outcome, reason: Reason, detail: impl Into<String>) -> Option<Undone> {
    let verdict = Verdict::new(outcome, Step::Confirm, reason, detail);
    Some(Undone { verdict, settlement: Settlement::StillConnected })
}
