//! What the work on one person needs besides the person, and the ways in which it ends before its outcome is known the
//! ordinary way.

use crate::browser::{NetFault, Page, PageFault, StopSeen, WhyNot};
use crate::domain::{Clock, Outcome, Reason, Slug, Step, StepFault};
use crate::ledger::{Caps, Ledger, LedgerError, Refusal, RunId};
use crate::roster::KeepList;
use crate::selectors::ClickPath;
use crate::trace::Recorder;

use super::report::Verdict;
use super::rules::Rules;

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
    /// Reads the keep list anew; an error, also that it protects less than was confirmed, stops the run.
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

impl<P: Page> Hands<'_, P> {
    /// Opens a page whose view is written down already, and syncs that while the page loads.
    pub(super) async fn load(&mut self, path: &str) -> Result<Result<(), PageFault>, LedgerError> {
        let opened = self.page.open(path).await;
        self.ledger.sync()?;
        Ok(opened)
    }
}

/// Why the work on a person ends before its outcome is known the ordinary way.
#[derive(Debug)]
pub(super) enum Halt {
    Outcome(Box<Verdict>),
    Refused(Refusal),
    Stop(StopSeen),
    Lost(String),
    /// The site is not reached: another host answers in its place.
    Outage(String),
    /// The network or the site kept the person's page back.
    CutOff(NetFault, Step),
    /// The keep list protects less than was confirmed; with an outcome if the intent was written already.
    Unprotected(String, Option<Box<Verdict>>),
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
        Halt::Outcome(Box::new(Verdict::new(outcome, step, reason, detail)))
    }

    /// What nobody has evidence of is not acted on outside of practice. `what` ends with its verb.
    pub(super) fn guessed(step: Step, what: &str) -> Halt {
        let detail = format!(
            "{what} known by a guess only; `unlinked selectors prove WHO` tries it on one person whom you name"
        );
        Halt::outcome(Outcome::ChangedPage, step, Reason::Guessed, detail)
    }

    /// What was asked for is so already, or cannot be asked for: nothing went wrong, and nothing was clicked.
    pub(super) fn as_it_is(outcome: Outcome, detail: &str) -> Halt {
        Halt::Outcome(Box::new(Verdict { outcome, fault: None, detail: detail.to_owned(), why_not: None }))
    }

    /// A page that cannot be asked, before the commit: nothing was clicked that could remove.
    pub(super) fn page(fault: PageFault, step: Step) -> Halt {
        match fault {
            PageFault::Lost(why) => Halt::Lost(why),
            PageFault::Foreign(host) => Halt::foreign(&host),
            PageFault::Unreached(cause) => Halt::CutOff(cause, step),
            PageFault::Load(why) => Halt::outcome(Outcome::Failed, step, Reason::Network, why),
            PageFault::Script(why) => Halt::outcome(Outcome::Failed, step, Reason::Unreadable, why),
        }
    }

    /// A page of another host in the place of the site's.
    pub(super) fn foreign(host: &str) -> Halt {
        Halt::Outage(foreign(host))
    }

    /// What of a fault that is not the page's own ends the work at once: what is left concerns this one page.
    pub(super) fn beyond(fault: PageFault) -> Result<PageFault, Halt> {
        match fault {
            PageFault::Lost(why) => Err(Halt::Lost(why)),
            PageFault::Foreign(host) => Err(Halt::foreign(&host)),
            PageFault::Unreached(_) | PageFault::Load(_) | PageFault::Script(_) => Ok(fault),
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

/// What happened where another host answers in the site's place, and what to do next.
#[must_use]
pub fn foreign(host: &str) -> String {
    format!(
        "the browser was led to {host}, which is not the site: a sign-in page of the network, a proxy or a wrong address may \
         stand in between. Nothing was read, clicked or typed there. Open the site in a browser on that machine; once it \
         comes up, the same command goes on"
    )
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
