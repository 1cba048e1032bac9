//! What must be true once the tool is done, whatever broke on the way.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use unlinked::domain::{Action, Outcome, PersonKey};
use unlinked::ledger::Ledger;

use super::boundary::may_cost_a_page_view;
use super::chain::Running;
use super::tool::now;
use crate::testkit::processes::list;

/// What was counted along the way.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) removed: usize,
    pub(crate) intents: usize,
}

/// Everything that is not as it must be.
pub(crate) async fn faults(chain: &Running, counts: &mut Counts) -> Vec<String> {
    let mut wrong = Vec::new();
    let state = chain.site.state();
    for (at, person) in chain.people.iter().enumerate() {
        let slug = &person.slug;
        let asked = chain.removals_of(slug);
        let expected = usize::from(at >= chain.left_for_the_user);
        let what = person.crashes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if asked != expected {
            wrong.push(format!("{slug} ({what}): the site was asked {asked} times to remove them"));
        }
        if state.person(slug).is_none_or(|person| person.connected == (expected == 1)) {
            wrong.push(format!("{slug} ({what}): the site's account has the wrong connection"));
        }
        counts.removed += asked;
    }
    let others =
        state.removals.iter().filter(|one| !chain.people.iter().any(|person| person.slug == one.slug));
    wrong.extend(others.map(|removal| format!("{} was never to be removed", removal.slug)));
    wrong.extend(
        state.removals.iter().filter(|one| !one.trusted).map(|one| format!("{}: no trusted click", one.slug)),
    );
    wrong.extend(state.other_actions.iter().map(|other| format!("{} was clicked", other.what)));
    wrong.extend(in_the_ledger(chain, counts, state.page_views));

    // A server's driver says that a session is ended a moment before the last helper of its browser is.
    let deadline = Instant::now() + Duration::from_secs(3);
    while !chain.left_running().is_empty() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let left = chain.left_running();
    if !left.is_empty() {
        wrong.push(format!("still running: {}", list(&left)));
    }
    wrong
}

fn in_the_ledger(chain: &Running, counts: &mut Counts, views_of_site: u64) -> Vec<String> {
    let mut wrong = Vec::new();
    let ledger = match Ledger::open(&chain.ledger_path(), now()) {
        Ok(ledger) => ledger,
        Err(error) => return vec![format!("the ledger: {error}")],
    };
    for person in chain.people.iter().skip(chain.left_for_the_user) {
        let standing = ledger.standing(&PersonKey(person.slug.clone()), Action::Remove);
        if !standing.as_ref().is_ok_and(|standing| standing.outcome == Outcome::Removed) {
            wrong.push(format!("{}: the ledger says {standing:?}", person.slug));
        }
    }
    let doubts = ledger.doubts().map_or(usize::MAX, |doubts| doubts.len());
    if doubts != 0 {
        wrong.push(format!("{doubts} doubts are left in the ledger"));
    }
    // Never fewer than the site, and more only by loads that were cut off between the ledger and the site.
    let views = ledger.page_views_total().unwrap_or(0);
    let cut_off =
        chain.crashes().filter(|crash| crash.later_ms.is_some() || may_cost_a_page_view(crash)).count();
    if views < views_of_site || views > views_of_site + cut_off as u64 {
        wrong.push(format!(
            "page views: {views} in the ledger, {views_of_site} on the site, {cut_off} may be cut off"
        ));
    }
    let count = |sql: &str| -> usize {
        let ledger =
            Connection::open_with_flags(chain.ledger_path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        ledger.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
    };
    counts.intents = count("SELECT count(*) FROM attempt");
    let settled = count("SELECT count(*) FROM attempt WHERE settled = 'removed'");
    if settled != counts.removed {
        wrong.push(format!("{settled} removals in the ledger, {} on the site", counts.removed));
    }
    wrong
}
