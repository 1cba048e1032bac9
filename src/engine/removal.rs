//! The life of one removal: open, identify, find, commit, confirm, verify, record. Finding is tried again until its
//! deadline; the click that cannot be taken back is made once, after the intent is in the ledger, and never again without a
//! look at the page.
//!
//! Who comes next, and when, is the schedule's to say; the page is driven through [`Page`].

use tokio::time::Instant;

use super::about::About;
use super::hands::{Halt, Hands, refused};
use super::identify::Identity;
use super::proof::Proof;
use super::protect::{Shown, cannot_tell, protection};
use super::report::{Ending, PersonReport, Verdict};
use super::walk::{Reached, walk_to_commit};
use crate::browser::{Page, Target};
use crate::domain::{Outcome, PersonName, Reason, Route, Step, UnixMs};
use crate::ledger::{AttemptId, IntentRequest, LedgerError, PageViewKind, Undecided};
use crate::roster::{Protection, Row};
use crate::trace::What;

impl<P: Page> Hands<'_, P> {
    /// Acts on one person, from opening their page to the outcome in the ledger.
    pub async fn act(&mut self, row: &Row) -> Ending {
        let started = Instant::now();
        let key = row.person.key();
        self.trace.about(key.as_str(), row.line);
        let mut slug = row.person.slug.as_ref().map(|slug| slug.as_str().to_owned()).unwrap_or_default();
        let mut attempt = None;
        let mut ended = self.life(row, &mut slug, &mut attempt).await;
        if attempt.is_none()
            && let Err(Halt::Outcome(verdict)) = ended
        {
            ended = self.after_an_earlier_click(row, *verdict).await;
        }

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
        let doubt = |why: &str| {
            let detail = format!("the click was made or may have been made, and nothing proved it: {why}");
            Verdict::new(Outcome::Unconfirmed, Step::Verify, Reason::NoProof, detail)
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
            Err(Halt::Outage(why)) => {
                if attempt.is_none() {
                    return Ending::Outage(why, None);
                }
                (doubt(&why), Box::new(|report| Ending::Outage(why, Some(report))))
            }
            Err(Halt::CutOff(cause, step)) => {
                let verdict = Verdict::new(Outcome::Failed, step, Reason::Network, cause.to_string());
                if attempt.is_some() {
                    (doubt(&cause.to_string()), Box::new(Ending::Done))
                } else {
                    // Whether it is an outage, which spends nobody's tries, only the next people tell.
                    self.explain(&verdict).await;
                    return Ending::CutOff(cause, report(&verdict, None));
                }
            }
            Err(Halt::Refused(refusal)) => return Ending::Refused(refusal),
            Err(Halt::Interrupted) => return Ending::Interrupted,
            Err(Halt::Unprotected(why, None)) => return Ending::Unprotected(why, None),
            Err(Halt::Unprotected(why, Some(verdict))) => {
                (*verdict, Box::new(|report| Ending::Unprotected(why, Some(report))))
            }
            Err(Halt::State(error)) => return Ending::State(error),
        };
        let mut report = report(&verdict, attempt);
        self.explain(&verdict).await;
        match self.write_down(&mut report) {
            Ok(()) => end(report),
            Err(error) => Ending::State(error),
        }
    }

    /// Whoever was clicked on before and is not in a list any more may be gone by that click, however late: their own page tells.
    async fn after_an_earlier_click(&mut self, row: &Row, verdict: Verdict) -> Result<Verdict, Halt> {
        let in_list = self.rules.route != Route::Profile;
        if self.rules.rehearsal || !in_list || verdict.outcome != Outcome::NotFound {
            return Ok(verdict);
        }
        let Some((slug, name)) = self.ledger.earlier_click(&row.person.key(), row.action)? else {
            return Ok(verdict);
        };
        let Some(name) = PersonName::new(&name) else { return Ok(verdict) };
        let identity = Identity { slug, name, renamed: false };
        (self.progress)(Step::Verify);
        match self.look(row, &identity, PageViewKind::Verify).await? {
            Proof::Gone => Ok(Verdict {
                outcome: Outcome::NotConnected,
                fault: None,
                detail: "their profile shows that they are no 1st-degree connection".to_owned(),
                why_not: None,
            }),
            Proof::StillThere => Ok(Verdict::new(
                Outcome::Failed,
                Step::Pick,
                Reason::NotFound,
                "the list does not have them, and their profile still shows the connection",
            )),
            Proof::None(why) => Ok(Verdict {
                detail: format!("{}; their profile proves nothing: {why}", verdict.detail),
                ..verdict
            }),
        }
    }

    async fn life(
        &mut self,
        row: &Row,
        slug: &mut String,
        attempt: &mut Option<AttemptId>,
    ) -> Result<Verdict, Halt> {
        self.page.confirm_with(self.path.confirm_at.as_deref());
        let Reached { target, pin, identity, says, employers, also } = walk_to_commit(self, row).await?;
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
        let about =
            About { row, identity: &identity, says: &says, employers: employers.as_deref(), also: &also };
        if self.rules.rehearsal {
            self.check_keep_list(&about)?;
            return self.rehearsed(row, &identity, &target).await;
        }

        (self.progress)(Step::Commit);
        if (self.stop)() {
            return Err(Halt::Interrupted);
        }
        let before = self.picture(None).await;
        self.check_keep_list(&about)?;
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
        let id = match self.ledger.commit_intent(&intent, self.caps, self.clock.now())? {
            Ok(id) => id,
            Err(refusal) => return Err(refused(refusal)),
        };
        *attempt = Some(id);
        self.trace.event(self.clock.now(), Step::Commit, 0, What::Intent { attempt: id.0 }, before);

        let clicked = self.commit(id, &target, &pin, &about).await?;
        self.verify(row, id, &identity, clicked).await
    }

    /// The last look before the click: the keep list as it is now, and all that is known of the person by now.
    pub(super) fn check_keep_list(&self, about: &About<'_>) -> Result<(), Halt> {
        let About { row, identity, says, employers, also } = *about;
        let keep = (self.keep)().map_err(|why| Halt::Unprotected(why, None))?;
        let shown = Shown {
            identity: Some(identity),
            also,
            headlines: says,
            companies: employers.unwrap_or_default(),
        };
        let (reason, detail) = match protection(&keep, Some(self.ledger), row, shown)? {
            Protection::NotKept => return Ok(()),
            Protection::Kept(hit) => (Reason::Kept, hit.to_string()),
            Protection::CannotTell(hit) => (Reason::CannotTell, cannot_tell(&hit, employers.is_some())),
        };
        let now = self.clock.now();
        let (key, name) = (row.person.key(), identity.name.as_str());
        self.ledger.note_shown(&key, (&identity.slug, name), says, shown.companies, now)?;
        if reason == Reason::CannotTell {
            let open = Undecided { detail: &detail, looked: employers.is_some() };
            self.ledger.note_undecided(&key, row.action, open, now)?;
        }
        Err(Halt::outcome(Outcome::Kept, Step::Commit, reason, detail))
    }

    async fn rehearsed(&mut self, row: &Row, identity: &Identity, target: &Target) -> Result<Verdict, Halt> {
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
        if let Err(fault) = self.page.escape().await {
            Halt::beyond(fault)?;
        }
        Ok(Verdict {
            outcome: Outcome::Rehearsed,
            fault: None,
            detail: format!("would click {}", target.tag),
            why_not: None,
        })
    }

    /// Records the outcome, which an earlier click may make another one.
    pub(super) fn write_down(&mut self, report: &mut PersonReport) -> Result<(), LedgerError> {
        (self.progress)(Step::Record);
        let now: UnixMs = self.clock.now();
        let recorded = self.ledger.record_outcome(&report.record(self.run), now)?;
        if recorded.outcome != report.outcome {
            report.fault = None;
        }
        (report.outcome, report.detail) = (recorded.outcome, recorded.detail);
        let what = What::Outcome { outcome: report.outcome, detail: report.detail.clone() };
        self.trace.event(now, Step::Record, report.ms, what, None);
        Ok(())
    }
}
