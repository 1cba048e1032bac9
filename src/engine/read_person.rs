//! Whom a page is about, read for the way to the point of no return: what else has to say so before it is believed, and what an
//! invitation makes of it. The judging itself is in `identify`.

use tokio::time::Instant;

use super::hands::{Halt, Hands};
use super::identify::{Identity, Judgement, judge};
use super::pick::Field;
use super::settled::read_settled;
use crate::browser::{Degree, Page, ProfileSeen, Reading, Sight};
use crate::domain::{Outcome, Place, Reason, Step};
use crate::ledger::PageViewKind;
use crate::roster::Row;

/// Whether two things on the page say that somebody is no connection: another degree, and what is offered to strangers.
pub(super) fn is_beyond_doubt(profile: &ProfileSeen) -> bool {
    profile.degree == Some(Degree::Other) && (profile.connect || profile.follow || profile.pending)
}

/// A second load of somebody's page, where one thing alone said that they are no connection; it must say so again.
pub(super) async fn look_twice<P: Page>(
    hands: &mut Hands<'_, P>,
    row: &Row,
    identity: &Identity,
) -> Result<(), Halt> {
    let started = Instant::now();
    if let Err(refusal) = hands.ledger.record_page_view(hands.run, PageViewKind::Verify, hands.clock.now())? {
        return Err(Halt::Refused(refusal));
    }
    let path = identity.slug.path();
    hands.load(&path).await?.map_err(|fault| Halt::page(fault, Step::Identify))?;
    let sight = read_settled(hands, &row.person, Reading::Person)
        .await
        .map_err(|fault| Halt::page(fault, Step::Identify))?;
    hands.trace_sight(Step::Identify, &path, &sight, started, None);
    match judgement(hands, row, &sight)? {
        Judgement::NotConnected(_) => Ok(()),
        Judgement::Connected(_) => Err(Halt::outcome(
            Outcome::Failed,
            Step::Identify,
            Reason::NotStable,
            "the page showed that they are no connection, and on a second load that they are one",
        )),
        Judgement::Other { outcome, fault, why } => {
            Err(Halt::outcome(outcome, fault.step, fault.reason, why))
        }
    }
}

/// What the row of a list left open, the top card must say.
pub(super) async fn profile_says<P: Page>(hands: &mut Hands<'_, P>, untold: Vec<Field>) -> Result<(), Halt> {
    if untold.is_empty() {
        return Ok(());
    }
    let around = hands.page.surroundings(Place::Name.as_str()).await.unwrap_or_default();
    let texts = around.visible_texts();
    let Some(field) = untold.iter().find(|field| !field.is_said_by(&texts)) else {
        return Ok(());
    };
    let detail = format!(
        "the list has one of that name, and neither their row nor their profile says {}; give a URL",
        field.words()
    );
    Err(Halt::outcome(Outcome::Ambiguous, Step::Identify, Reason::NotUnique, detail))
}

/// Whether the page of somebody shows an invitation that can be withdrawn, or may have one in its menu; then it stands as good as a
/// connection that can be ended.
pub(super) fn invited(judged: Judgement, profile: &ProfileSeen, in_menu: bool) -> Result<Judgement, Halt> {
    match judged {
        Judgement::NotConnected(identity) if profile.pending => Ok(Judgement::Connected(identity)),
        Judgement::NotConnected(_) if profile.connect => Err(Halt::as_it_is(
            Outcome::Withdrawn,
            "no invitation was pending: the page offers Connect; nothing was clicked",
        )),
        // Accounts with Sales Navigator have both in the menu alone (ui-evidence-2 C2).
        Judgement::NotConnected(identity) if in_menu => Ok(Judgement::Connected(identity)),
        Judgement::NotConnected(_) => Err(Halt::outcome(
            Outcome::ChangedPage,
            Step::Identify,
            Reason::NotFound,
            "the page shows no pending invitation, and does not offer Connect either",
        )),
        Judgement::Connected(_) => Err(Halt::as_it_is(
            Outcome::NotFound,
            "there is no invitation any more: they have accepted it and are a connection now; nothing was clicked",
        )),
        other @ Judgement::Other { .. } => Ok(other),
    }
}

/// What the page says of whether this is the person of the row, and whether they are a connection.
pub(super) fn judgement<P: Page>(hands: &Hands<'_, P>, row: &Row, sight: &Sight) -> Result<Judgement, Halt> {
    if let Some(stop) = &sight.stop {
        return Err(Halt::Stop(stop.clone()));
    }
    if let Some(sign) = &sight.missing {
        return Err(Halt::outcome(
            Outcome::NotFound,
            Step::Open,
            Reason::NotFound,
            format!("the site says that nobody is there ({sign})"),
        ));
    }
    let judged = sight.profile.as_ref().map(|profile| judge(&row.person, sight, profile, &hands.rules.site));
    // What did not stand is no word of the page, and a passing fault.
    let unread = matches!(judged, None | Some(Judgement::Other { outcome: Outcome::ChangedPage, .. }));
    if sight.unsettled && unread {
        return Err(Halt::outcome(
            Outcome::Failed,
            Step::Identify,
            Reason::Timeout,
            "what the page showed of the connection had not stood for long enough to be believed",
        ));
    }
    match (judged, &sight.unreadable) {
        (Some(judged), _) => Ok(judged),
        (None, Some(why)) => Err(Halt::not_found(why.clone(), Step::Identify)),
        (None, None) => Err(Halt::outcome(
            Outcome::ChangedPage,
            Step::Identify,
            Reason::Unreadable,
            "nothing on the page can be read",
        )),
    }
}
