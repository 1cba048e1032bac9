//! The point of no return, and the dialog after it. The click that cannot be taken back is made here, once, and never again.

use std::time::Duration;

use super::dialog;
use super::hands::{Halt, Hands};
use super::identify::Identity;
use super::record::CONFIRMED;
use super::report::Verdict;
use crate::browser::{Aftermath, Answer, DialogSeen, Found, Page, Pin, StopSeen, Target, Verdict as Guard};
use crate::domain::{Outcome, Place, Reason, Step};
use crate::ledger::{AttemptId, Phase, Settlement};

/// How long something is waited for after a click that can be taken back: no card shows at once what came of it, and a
/// question that comes later only costs another try.
const REVERSIBLE_GRACE: Duration = Duration::from_secs(3);

impl<P: Page> Hands<'_, P> {
    /// The point of no return, and the dialog after it.
    pub(super) async fn commit(
        &mut self,
        id: AttemptId,
        target: &Target,
        pin: &Pin,
        identity: &Identity,
    ) -> Result<Clicked, Halt> {
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
            // The click was made and the guard saw nothing of it: it fell into a frame, or the page took it first. A doubt.
            Guard::Armed => return Ok(Clicked::made(false)),
            Guard::Passed | Guard::Gone => {}
        }
        match after.dialog {
            // What is done needs no confirming: this asks for something else.
            Some(dialog) if after.proof => {
                self.trace_dialog(
                    &dialog.text,
                    "the page shows that it is done already; the dialog was cancelled",
                )
                .await;
                self.cancel(pin).await?;
                Ok(Clicked::made(after.settled))
            }
            Some(dialog) => self.confirm(id, dialog, pin, identity).await,
            None => Ok(Clicked::made(after.settled)),
        }
    }

    /// Confirms the dialog if it is about the person, else cancels it.
    async fn confirm(
        &mut self,
        id: AttemptId,
        dialog: DialogSeen,
        pin: &Pin,
        identity: &Identity,
    ) -> Result<Clicked, Halt> {
        let objection = dialog::objection(&identity.name, &dialog);
        let refusal = match &dialog.confirm {
            _ if dialog.other.is_some() => {
                let word = dialog.other.as_deref().unwrap_or_default();
                Some(not_confirmed(
                    Outcome::ChangedPage,
                    Reason::NotFound,
                    format!(
                        "the dialog asks about something else than the connection (`{word}`); it was cancelled"
                    ),
                ))
            }
            _ if objection.is_some() => {
                let why = objection.unwrap_or_default();
                Some(not_confirmed(
                    Outcome::Mismatch,
                    Reason::WrongPerson,
                    format!("{why}; it was cancelled"),
                ))
            }
            Err(why) => {
                let detail = format!("`{}`: {}; the dialog was cancelled", why.locator, why.note);
                let mut undone = not_confirmed(Outcome::ChangedPage, why.reason, detail);
                undone.verdict.why_not = Some(why.clone());
                Some(undone)
            }
            Ok(confirm) if confirm.guess && !self.rules.guesses_allowed() => Some(not_confirmed(
                Outcome::ChangedPage,
                Reason::Guessed,
                "the confirm button is known by a guess only; the dialog was cancelled",
            )),
            Ok(_) => None,
        };
        if let Some(undone) = refusal {
            self.trace_dialog(&dialog.text, &undone.verdict.detail).await;
            self.cancel(pin).await?;
            return Ok(Clicked::undone(undone));
        }
        let Ok(confirm) = dialog.confirm else { return Ok(Clicked::made(false)) };

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
            let undone = not_confirmed(
                Outcome::Failed,
                Reason::Swallowed,
                format!("the confirming click was stopped inside the page: {why}"),
            );
            return Ok(Clicked::undone(undone));
        }
        Ok(Clicked::made(after.settled))
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

    async fn cancel(&mut self, pin: &Pin) -> Result<(), Halt> {
        let limit = Duration::from_secs(2).min(self.rules.locate_timeout);
        match self.page.find(Place::Cancel.as_str(), pin, true, limit).await {
            Ok(Found::Target(target)) => match self.page.click(&target).await {
                Answer::Done(()) | Answer::NotDone(_) => Ok(()),
                Answer::Unknown(fault) => Err(Halt::Lost(fault.to_string())),
            },
            Ok(Found::Stop(stop)) => Err(Halt::Stop(stop)),
            // Leaving the page by the fresh load of the verification cancels as well.
            Ok(Found::Not(_)) => Ok(()),
            Err(fault) => Halt::beyond(fault).map(drop),
        }
    }
}

/// What is known after the click; a fresh load has the last word.
pub(super) struct Clicked {
    /// Why nothing can have come of it, though a click was made or tried.
    pub(super) undone: Option<Undone>,
    /// Whether the page itself has shown, with the site's answer, that it is done.
    pub(super) shown_gone: bool,
}

impl Clicked {
    fn made(shown_gone: bool) -> Clicked {
        Clicked { undone: None, shown_gone }
    }

    fn undone(undone: Undone) -> Clicked {
        Clicked { undone: Some(undone), shown_gone: false }
    }
}

/// A click was made or tried, and nothing can have come of it.
pub(super) struct Undone {
    pub(super) verdict: Verdict,
    /// What is known of the intent if the fresh load still shows the connection.
    pub(super) settlement: Settlement,
}

/// The click at the point of no return did not reach the page.
fn not_clicked(reason: Reason, detail: impl Into<String>) -> Clicked {
    let verdict = Verdict::new(Outcome::Failed, Step::Commit, reason, detail);
    Clicked::undone(Undone { verdict, settlement: Settlement::NotClicked })
}

/// The menu item was clicked, its dialog was not confirmed.
fn not_confirmed(outcome: Outcome, reason: Reason, detail: impl Into<String>) -> Undone {
    let verdict = Verdict::new(outcome, Step::Confirm, reason, detail);
    Undone { verdict, settlement: Settlement::StillConnected }
}
