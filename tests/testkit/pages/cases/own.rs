//! Pages that more than one person, or more than an outcome, is needed for.

use std::collections::BTreeMap;
use std::pin::Pin;

use unlinked::domain::{Outcome, PageText, Surface};
use unlinked::engine::{OwnerCheck, sent_invitations};
use unlinked::ledger::Caps;
use unlinked::pace::SystemClock;
use unlinked::plan::{AGE_KEYS, AgeTexts};

use super::super::case::{Wrong, under};
use super::super::crew::{Came, Crew};

/// A row whose test is a function of its own.
pub struct Own {
    pub name: &'static str,
    pub what: &'static str,
    pub evidence: &'static str,
    /// What comes of it, in words.
    pub end: &'static str,
    pub run: Run,
}

pub type Run = for<'a> fn(&'a mut Crew) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + 'a>>;

/// On the Ember profile.
pub const OWN: &[Own] = &[
    Own {
        name: "other_owner",
        what: "somebody else is signed in than the ledger knows: no profile is opened",
        evidence: "14",
        end: "the run stops: owner (exit 5)",
        run: |crew| Box::pin(other_owner(crew)),
    },
    Own {
        name: "reload_mid_once",
        what: "the page loads itself anew, once, when the menu opens",
        evidence: "10",
        end: RELOADED,
        run: |crew| Box::pin(reload_mid(crew, "once")),
    },
    Own {
        name: "reload_mid_always",
        what: "the page loads itself anew whenever the menu opens",
        evidence: "10",
        end: RELOADED,
        run: |crew| Box::pin(reload_mid(crew, "always")),
    },
    Own {
        name: "hang_load",
        what: "a page that never finishes loading, and is whole, is read as any other",
        evidence: "10",
        end: "`removed`",
        run: |crew| Box::pin(hang(crew, "hang=load", Came::Outcome(Outcome::Removed), 1)),
    },
    Own {
        name: "hang_answer",
        what: "no answer ever comes, and the load is given up",
        evidence: "10",
        end: "nothing removed, `failed`: the browser is kept",
        run: |crew| Box::pin(hang(crew, "hang=answer", Came::Outcome(Outcome::Failed), 0)),
    },
];

const RELOADED: &str = "`removed`, or nothing removed (`failed`, `changed_page`, or `unconfirmed` where the click was on its way when the page went), as the moment will have it";

async fn other_owner(crew: &mut Crew) -> Result<(), Wrong> {
    let owner = crew.check_owner().await;
    assert!(matches!(owner, OwnerCheck::Same { learned: true, .. }), "{owner:?}");
    crew.faults(&["other_owner"]);
    let owner = crew.check_owner().await;
    assert!(matches!(owner, OwnerCheck::Another { .. }), "{owner:?}");
    assert!(crew.site.requests().iter().all(|request| !request.path.starts_with("/in/wendell-crane-")));
    Ok(crew.page_views_agree().await?)
}

/// It depends on the moment whether the item was found before or after the page went. A click that was on its way when the page
/// went is a doubt, which a later look settles: nobody can say at once where it fell.
async fn reload_mid(crew: &mut Crew, how: &str) -> Result<(), Wrong> {
    let row = under(crew, &[&format!("reload_mid={how}")]);
    let slug = row.person.slug.clone().unwrap();
    let came = crew.act(&row).await;
    let removed = match came {
        Came::Outcome(Outcome::Removed) => 1,
        Came::Outcome(Outcome::Failed | Outcome::ChangedPage | Outcome::Unconfirmed) => 0,
        other => return Err(Wrong::from(format!("{other:?} {:?}", crew.last))),
    };
    let all = crew.site.state().removals.len();
    if crew.removals_of(slug.as_str()) != removed || all != removed {
        let why = format!("{removed} removals expected of them, {all} came: {:?}", crew.last);
        return Err(Wrong { why, grave: true });
    }
    assert!(crew.site.state().page_views > 0);
    Ok(())
}

async fn hang(crew: &mut Crew, fault: &str, expected: Came, removals: usize) -> Result<(), Wrong> {
    let row = under(crew, &[fault]);
    let came = crew.act(&row).await;
    assert_eq!(came, expected, "{:?}", crew.last);
    assert_eq!(crew.site.state().removals.len(), removals);
    if removals == 0 { Ok(()) } else { Ok(crew.page_views_agree().await?) }
}

/// The profile is opened once, for the proof: the click is made in the list.
pub fn proved_by_the_profile(crew: &mut Crew) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + '_>> {
    Box::pin(async {
        let row = crew.somebody_plain();
        assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
        let state = crew.site.state();
        assert_eq!(state.removals.len(), 1);
        assert_eq!(state.page_views_by_kind.get("profile"), Some(&1), "{:?}", state.page_views_by_kind);
        assert_eq!(state.page_views_by_kind.get("connections"), Some(&1), "{:?}", state.page_views_by_kind);
        Ok(crew.page_views_agree().await?)
    })
}

/// Somebody in the middle of a network as large as they come.
pub fn one_of_many(crew: &mut Crew) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + '_>> {
    Box::pin(async {
        let slug = crew.site.state().people[17_003].slug.clone();
        let row = crew.row(&slug);
        assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
        let removed: Vec<String> =
            crew.site.state().removals.into_iter().map(|removal| removal.slug).collect();
        if removed != [slug] {
            return Err(Wrong { why: format!("removed {removed:?}"), grave: true });
        }
        Ok(crew.page_views_agree().await?)
    })
}

/// It was a phone that asked, and it was mobile web that answered.
pub fn a_phone_asks(crew: &mut Crew) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + '_>> {
    Box::pin(async {
        assert_eq!(crew.rules.surface, Surface::Mobile);
        let row = crew.somebody_plain();
        assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
        let asked = crew.site.requests();
        assert!(
            asked.iter().any(|request| request.kind == "mobile" && request.user_agent.contains("Mobile"))
        );
        assert!(asked.iter().all(|request| request.kind != "profile" || request.status / 100 == 3));
        assert!(crew.site.state().removals.iter().all(|removal| removal.from == "mobile"));
        Ok(())
    })
}

/// The page of sent invitations: fourteen of one to fourteen weeks, ten a page.
pub fn sent_invitations_are_read(crew: &mut Crew) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + '_>> {
    Box::pin(async {
        let texts = AgeTexts::new(
            AGE_KEYS.iter().flat_map(|(key, ..)| crew.selectors.texts_of(key).map(move |text| (*key, text))),
        );
        let (limit, site) = (crew.rules.locate_timeout, crew.rules.site.clone());
        let (page, ledger) = (&mut crew.page, &crew.ledger);
        let sent = sent_invitations(page, ledger, crew.run, &Caps::UNLIMITED, &site, &SystemClock, limit);
        let sent = sent.await.unwrap();
        let ages: BTreeMap<u32, usize> = sent.cards.iter().fold(BTreeMap::new(), |mut ages, card| {
            let age =
                texts.of_card(card.details.iter().map(PageText::for_judging)).map_or(9_999, |(days, _)| days);
            *ages.entry(age).or_default() += 1;
            ages
        });
        assert_eq!((sent.cards.len(), sent.unreadable), (14, 0));
        assert_eq!(ages, BTreeMap::from([(7, 1), (14, 1), (21, 1), (28, 1), (30, 4), (60, 4), (90, 2)]));
        let state = crew.site.state();
        assert!(state.withdrawals.is_empty() && state.other_actions.is_empty(), "{state:?}");
        Ok(crew.page_views_agree().await?)
    })
}
