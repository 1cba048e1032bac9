//! Proof: a fresh load of the person's page, and what it shows. Nothing that could act on anybody is ever clicked here.

use tokio::time::Instant;

use super::commit::Clicked;
use super::hands::{Halt, Hands};
use super::identify::{Identity, Judgement, judge, slug_of};
use super::proof::Proof;
use super::report::{PersonReport, Verdict};
use super::settled::read_settled;
use crate::browser::{Degree, NetFault, Page, PageFault, Pin, ProfileSeen, Reading, Sight, StopSeen};
use crate::domain::{Action, Outcome, Reason, Step};
use crate::ledger::{AttemptId, LedgerError, PageViewKind, proved};
use crate::roster::Row;

impl<P: Page> Hands<'_, P> {
    /// A fresh load of the pinned person's page, and what it proves.
    pub(super) async fn verify(
        &mut self,
        row: &Row,
        id: AttemptId,
        identity: &Identity,
        clicked: Clicked,
    ) -> Result<Verdict, Halt> {
        (self.progress)(Step::Verify);
        // Whatever the route: lists show what was only asked for (ui-evidence-2 2), a profile what is.
        let seen = match self.look(row, identity, PageViewKind::Verify).await {
            Err(Halt::CutOff(cause, _)) => Proof::None(PageFault::Unreached(cause).to_string()),
            seen => seen?,
        };
        let now = self.clock.now();
        let stops = clicked.undone.as_ref().and_then(|undone| undone.stops.clone());
        let verdict = match (seen, clicked.undone) {
            (Proof::Gone, _) => Verdict {
                outcome: proved(row.action),
                fault: None,
                detail: "proved on a fresh load".to_owned(),
                why_not: None,
            },
            (Proof::StillThere, Some(undone)) => {
                self.ledger.settle(id, undone.settlement, now)?;
                undone.verdict
            }
            (Proof::StillThere, None) => {
                self.ledger.note_still_there(id, true, now)?;
                unconfirmed(format!(
                    "the click was made, and a fresh load still shows {}",
                    still_there(row.action)
                ))
            }
            (Proof::None(why), _) => {
                unconfirmed(format!("the click was made, and a fresh load proved nothing: {why}"))
            }
        };
        match stops {
            Some(why) => Err(Halt::Unprotected(why, Some(Box::new(verdict)))),
            None => Ok(verdict),
        }
    }

    /// Loads the pinned person's page afresh and reads whether what was to end is still there. Clicks nothing but, where it must
    /// be known whether they are followed, the overflow button.
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
        match self.load(&path).await? {
            Ok(()) => {}
            Err(PageFault::Unreached(cause)) => return Err(Halt::CutOff(cause, Step::Verify)),
            Err(fault) => return Ok(Proof::None(Halt::beyond(fault)?.to_string())),
        }
        let mut person = row.person.clone();
        person.slug = Some(identity.slug.clone());
        person.name = Some(identity.name.clone());
        let sight = match read_settled(self, &person, Reading::Person).await {
            Ok(sight) => sight,
            Err(PageFault::Unreached(cause)) => return Err(Halt::CutOff(cause, Step::Verify)),
            Err(fault) => return Ok(Proof::None(Halt::beyond(fault)?.to_string())),
        };
        let picture = self.picture(None).await;
        self.trace_sight(Step::Verify, &path, &sight, started, picture);
        if let Some(stop) = sight.stop {
            return Err(Halt::Stop(stop));
        }
        if sight.unsettled {
            return Ok(Proof::None(
                "what the page showed had not stood for long enough to be believed".to_owned(),
            ));
        }
        let Some(profile) = &sight.profile else {
            let why = sight.missing.map_or_else(
                || sight.unreadable.map_or_else(|| "nothing can be read".to_owned(), |why| why.note),
                |sign| format!("the page says that nobody is there ({sign})"),
            );
            return Ok(Proof::None(why));
        };
        let led = slug_of(&sight.address, &self.rules.site);
        let elsewhere = led.is_none_or(|led| led != identity.slug) && !identity.slug.is_member_id();
        if elsewhere && (row.action != Action::Remove || profile.degree != Some(Degree::First)) {
            return Ok(Proof::None(
                "the address led to another profile, which may be a namesake's".to_owned(),
            ));
        }
        match (row.action, judge(&person, &sight, profile, &self.rules.site)) {
            (_, Judgement::Other { why, .. }) => Ok(Proof::None(why)),
            (Action::Unfollow, Judgement::Connected(_)) => {
                self.look_for_follow(&pin_of(&sight, profile)).await
            }
            (Action::Unfollow, Judgement::NotConnected(_)) => {
                Ok(Proof::None("they are no connection any more, so the page cannot tell".to_owned()))
            }
            (Action::Withdraw, Judgement::Connected(_)) => {
                Ok(Proof::None("they are a connection now: the invitation was accepted".to_owned()))
            }
            (Action::Withdraw, Judgement::NotConnected(_)) if profile.pending => Ok(Proof::StillThere),
            (Action::Withdraw, Judgement::NotConnected(_))
                if !profile.connect && self.path.may_be_hidden() =>
            {
                let pin = Pin { pending: true, unseen: true, ..pin_of(&sight, profile) };
                self.look_for_invitation(&pin).await
            }
            (Action::Withdraw, Judgement::NotConnected(_)) if !profile.connect => {
                Ok(Proof::None("the page offers neither Connect nor to withdraw".to_owned()))
            }
            (_, Judgement::NotConnected(_)) => Ok(Proof::Gone),
            (_, Judgement::Connected(_)) => Ok(Proof::StillThere),
        }
    }

    /// Looks at a doubtful person's page, as [`Self::look`] does; the proof that it is done is written down.
    pub(super) async fn look_at_doubt(&mut self, row: &Row, identity: &Identity, attempt: AttemptId) -> Look {
        let started = Instant::now();
        let key = row.person.key();
        self.trace.about(key.as_str(), row.line);
        (self.progress)(Step::Verify);
        match self.look(row, identity, PageViewKind::Settle(attempt)).await {
            Ok(Proof::Gone) => {
                let mut report = PersonReport {
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
                match self.write_down(&mut report) {
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
            Err(Halt::Outage(why)) => Look::Outage(why),
            Err(Halt::CutOff(cause, _)) => Look::CutOff(cause),
            Err(Halt::State(error)) => Look::State(error),
            Err(Halt::Refused(_)) => Look::Refused,
            Err(Halt::Outcome(verdict)) => Look::Nothing(verdict.detail),
            Err(Halt::Unprotected(why, _)) => Look::Nothing(why),
            Err(Halt::Interrupted) => Look::Refused,
        }
    }
}

/// What the page must still be while its menu is looked at.
fn pin_of(sight: &Sight, profile: &ProfileSeen) -> Pin {
    Pin {
        name: profile.name.clone(),
        path: sight.path.clone(),
        links: Some(profile.links.clone()),
        ..Pin::default()
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
    /// The site is not reached.
    Outage(String),
    /// The network or the site kept the page back: no look was had.
    CutOff(NetFault),
    /// The ledger cannot be read or written.
    State(LedgerError),
}

/// What a page still shows of somebody on whom an action had no effect.
pub(super) fn still_there(action: Action) -> &'static str {
    match action {
        Action::Remove => "the connection",
        Action::Unfollow => "that they are followed",
        Action::Withdraw => "the invitation",
    }
}

fn unconfirmed(detail: impl Into<String>) -> Verdict {
    Verdict::new(Outcome::Unconfirmed, Step::Verify, Reason::NoProof, detail)
}
