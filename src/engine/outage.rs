//! People whose pages the network or the site kept back. One alone is a fault of theirs; three in a row for one cause are an
//! outage, which ends the run and spends nobody's tries. So what became of the first two is written down only once it is known.

use super::report::PersonReport;
use super::running::{KeptBack, Running, Stopped, stopped};
use crate::browser::{NetFault, Stage};
use crate::domain::{PersonKey, StopSign, StoppedBy};

/// How many people in a row fail for one cause before it is taken for an outage.
const OUTAGE_AFTER: u32 = 3;

/// What a run says that an outage ended.
pub(super) fn outage(what: &str, cause: &NetFault, views: u32) -> String {
    let counted = if views == 1 { "1 page view" } else { &format!("{views} page views") };
    format!(
        "{what}: {cause}. Nobody's tries are spent; {counted} of loads that were cut off {} counted all the same. See whether the \
         site opens in a browser on that machine; then the same command goes on",
        if views == 1 { "is" } else { "are" },
    )
}

impl<S: Stage> Running<'_, '_, S> {
    /// The page of somebody did not come; with a report if it was to be acted on.
    pub(super) async fn cut_off(
        &mut self,
        cause: NetFault,
        report: Option<PersonReport>,
    ) -> Result<(), Stopped> {
        if self.kept_back.cause.as_ref() != Some(&cause) {
            self.page_came()?;
            self.kept_back.cause = Some(cause.clone());
        }
        self.kept_back.people += 1;
        if let Some(report) = report {
            let who = if report.slug.is_empty() { &report.key } else { &report.slug };
            (self.tell)(super::RunEvent::Warning(format!("the page of {who} did not come: {cause}")));
            self.input.schedule.done_in_this_run(&PersonKey(report.key.clone()));
            self.kept_back.reports.push(report);
        }
        if self.kept_back.people >= OUTAGE_AFTER {
            let what = format!("the pages of {OUTAGE_AFTER} people in a row did not come");
            return Err(stopped(StoppedBy::Outage, outage(&what, &cause, self.kept_back.people)));
        }
        // So does a session end, too: the owner's page tells, once for a row of them.
        if cause == NetFault::RedirectLoop && self.kept_back.people == 1 {
            self.signed_in = false;
            self.sign_in().await?;
        }
        Ok(())
    }

    /// A page came, so there is no outage: whoever was kept back before has failed by themselves.
    pub(super) fn page_came(&mut self) -> Result<(), Stopped> {
        for report in std::mem::take(&mut self.kept_back).reports {
            self.input.recorder.about(&report.key, report.line);
            self.write_down_failed(report)?;
        }
        Ok(())
    }

    /// At the end of a run: whether it ended in a way that leaves the last of them pending.
    pub(super) fn leave_kept_back(&mut self, ended: Option<&Stopped>) -> Result<(), Stopped> {
        let all_the_same = match ended.map(|stopped| stopped.by) {
            None | Some(StoppedBy::Breaker | StoppedBy::ChangedPage) => true,
            Some(_) => false,
        };
        if all_the_same {
            return self.page_came();
        }
        self.kept_back = KeptBack::default();
        Ok(())
    }
}

/// The sign-in page of LinkedIn after a session has ended, seen as a circle of redirects.
pub(super) fn signed_out_by_circle() -> crate::browser::StopSeen {
    crate::browser::StopSeen {
        sign: StopSign::SignedOut,
        by: "redirects".to_owned(),
        what: NetFault::RedirectLoop.to_string(),
    }
}
