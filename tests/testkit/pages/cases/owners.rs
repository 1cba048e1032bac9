//! Who is signed in: by what the pages say of themselves, in whatever language, and by nobody else's signs. Oneself is nobody to act on.

use unlinked::domain::Outcome;
use unlinked::engine::OwnerCheck;

use super::super::case::Wrong;
use super::super::crew::{Came, Crew};
use super::own::Own;

/// Whose the practice site's account is.
const OWNER: &str = "rowan-achterberg";

const fn learned(name: &'static str, what: &'static str, run: super::own::Run) -> Own {
    Own { name, what, evidence: "14, ui-evidence-2 5", end: "the owner is learned", run }
}

const fn refused(name: &'static str, what: &'static str, run: super::own::Run) -> Own {
    Own { name, what, evidence: "14, ui-evidence-2 5", end: "nobody is learned, the run does not begin", run }
}

/// On each of the two desktop front ends.
pub const OWNERS: &[Own] = &[
    learned("own_page_as_it_is", "the own profile has the pen that leads to `/edit/intro/`", |crew| {
        Box::pin(learns(crew, &[], 1))
    }),
    learned("self_profile_silent", "nothing on the page says whose it is: the address led there", |crew| {
        Box::pin(learns(crew, &["self_profile=silent"], 1))
    }),
    learned("self_profile_address", "the address is led on to one with `?isSelfProfile=true`", |crew| {
        Box::pin(learns(crew, &["self_profile=address"], 1))
    }),
    learned("own_address_gone", "the own address leads nowhere: the feed's first card says it", |crew| {
        Box::pin(learns(crew, &["own_address=gone"], 2))
    }),
    refused("own_address_others", "the own address leads to the page of a connection", |crew| {
        Box::pin(learns_nobody(crew, &["own_address=others"], "somebody else's page"))
    }),
    Own {
        name: "own_page_by_another_address",
        what: "somebody of the owner's name in the roster, whose address leads to the owner's page",
        evidence: "ui-evidence-2 5",
        end: "`mismatch`, nothing removed",
        run: |crew| Box::pin(by_another_address(crew)),
    },
];

/// On the newer front end alone.
pub const OWNERS_SDUI: &[Own] = &[refused(
    "self_profile_contrary",
    "the page says of itself that it is somebody else's, and has the pen all the same",
    |crew| Box::pin(learns_nobody(crew, &["self_profile=contrary"], "it says so itself")),
)];

async fn learns(crew: &mut Crew, faults: &[&str], views: u64) -> Result<(), Wrong> {
    crew.faults(faults);
    let owner = crew.check_owner().await;
    match &owner {
        OwnerCheck::Same { slug, learned: true } if slug.as_str() == OWNER => {}
        other => return Err(Wrong::from(format!("{other:?}"))),
    }
    let name = crew.ledger.owner().unwrap().map(|owner| owner.name);
    assert_eq!(name.as_deref(), Some("Rowan Achterberg"));
    assert_eq!(crew.site.state().page_views, views);
    Ok(crew.page_views_agree().await?)
}

async fn learns_nobody(crew: &mut Crew, faults: &[&str], says: &str) -> Result<(), Wrong> {
    crew.faults(faults);
    let owner = crew.check_owner().await;
    let told = matches!(&owner, OwnerCheck::Unreadable(why) if why.contains(says));
    if !told || crew.ledger.owner().unwrap().is_some() {
        return Err(Wrong::from(format!("{owner:?}")));
    }
    Ok(crew.page_views_agree().await?)
}

async fn by_another_address(crew: &mut Crew) -> Result<(), Wrong> {
    let slug = crew.somebody_plain().person.slug.unwrap();
    crew.faults(&[&format!("renamed={OWNER}@{slug}")]);
    let row = crew.row_of(Some(slug.as_str()), Some("Rowan Achterberg"));
    let came = crew.act(&row).await;
    let told = crew.last.as_ref().is_some_and(|report| report.detail.contains("your own profile"));
    let state = crew.site.state();
    let acted = !state.removals.is_empty() || !state.other_actions.is_empty();
    if came != Came::Outcome(Outcome::Mismatch) || !told || acted {
        return Err(Wrong { why: format!("{came:?} {:?}", crew.last), grave: acted });
    }
    Ok(crew.page_views_agree().await?)
}
