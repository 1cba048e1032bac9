//! The site's account of what happened, as `/practice/state` and `/practice/requests` give it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::faults::FaultSpec;
use super::people::Person;
use super::redesign::HARM;

/// A person as the account gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonState {
    /// The decoded slug.
    pub slug: String,
    /// The name as the pages show it.
    pub name: String,
    /// Whether they are a connection of the owner.
    pub connected: bool,
    /// Whether the owner follows them.
    pub following: bool,
    /// Whether an invitation of the owner is unanswered.
    pub invited: bool,
    /// Whether the profile does not exist.
    pub gone: bool,
    /// 1 when connected, else 2 or 3.
    pub degree: u8,
    /// The name as rosters write it.
    pub roster_name: String,
    /// The line under the name.
    pub headline: String,
    /// Where they work.
    pub company: String,
    /// Where they live.
    pub location: String,
    /// Their member id, `ACo…`.
    pub member_id: String,
}

impl From<&Person> for PersonState {
    fn from(person: &Person) -> PersonState {
        PersonState {
            slug: person.slug.clone(),
            name: person.name.clone(),
            connected: person.connected,
            following: person.following,
            invited: person.invitation.is_some(),
            gone: person.gone,
            degree: if person.connected { 1 } else { person.degree },
            roster_name: person.roster_name.clone(),
            headline: person.headline.clone(),
            company: person.company.clone(),
            location: person.location.clone(),
            member_id: person.member_id.clone(),
        }
    }
}

/// One request to remove, unfollow or withdraw: each one that came, also a repeated or a failed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionRecord {
    /// Whom it was about.
    pub slug: String,
    /// When it came, in milliseconds of Unix time.
    pub at_ms: u64,
    /// Whether it changed anything.
    pub effect: bool,
    /// Whether the page saw a trusted click.
    pub trusted: bool,
    /// The HTTP status that it was answered with.
    pub status: u16,
    /// The page that it came from: `profile`, `connections`, `mobile` or `invitations`.
    pub from: String,
}

/// Something that was clicked and is no part of any job: somebody else's Connect, a message, a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherRecord {
    /// What was clicked.
    pub what: String,
    /// Whom it was about; empty for nobody.
    pub slug: String,
    /// When, in milliseconds of Unix time.
    pub at_ms: u64,
}

/// One request, as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// When it came, in milliseconds of Unix time.
    pub at_ms: u64,
    /// `GET` or `POST`.
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// What it was: `profile`, `connections`, `search`, `api`, `asset`, `practice` …
    pub kind: &'static str,
    /// The HTTP status of the answer; 0 where none was given.
    pub status: u16,
    /// Whether it counts as a page view.
    pub page_view: bool,
    /// What the browser says that it is.
    pub user_agent: String,
}

/// The whole account.
#[derive(Debug, Clone, Serialize)]
pub struct State {
    /// The network that the site was started with, removed people included.
    pub people: Vec<PersonState>,
    /// Every request to remove somebody, in the order they came.
    pub removals: Vec<ActionRecord>,
    /// Top-level loads of site pages, redirects not counted, and batches of lists fetched by their pages.
    pub page_views: u64,
    /// The same by kind of page.
    pub page_views_by_kind: BTreeMap<&'static str, u64>,
    /// Every request to stop following somebody.
    pub unfollows: Vec<ActionRecord>,
    /// Every request to withdraw an invitation.
    pub withdrawals: Vec<ActionRecord>,
    /// Clicks on things that nobody asked for. A run should leave this empty.
    pub other_actions: Vec<OtherRecord>,
    /// People outside the network: strangers, invited ones, people added later.
    pub others: Vec<PersonState>,
    /// The member who owns the network.
    pub owner: PersonState,
    /// The faults in force.
    pub faults: Vec<FaultSpec>,
}

impl State {
    /// The person of that slug, in the network or outside it.
    #[must_use]
    pub fn person(&self, slug: &str) -> Option<&PersonState> {
        self.people.iter().chain(&self.others).find(|person| person.slug == slug)
    }

    /// Clicks on decoys: what blocks somebody, or removes something else than a connection.
    #[must_use]
    pub fn harms(&self) -> Vec<&OtherRecord> {
        self.other_actions.iter().filter(|action| action.what.starts_with(HARM)).collect()
    }

    /// Whether any person was asked to be removed more than once.
    #[must_use]
    pub fn removed_twice(&self) -> Vec<&str> {
        let mut seen = BTreeMap::new();
        for removal in &self.removals {
            *seen.entry(removal.slug.as_str()).or_insert(0) += 1;
        }
        seen.into_iter().filter(|(_, count)| *count > 1).map(|(slug, _)| slug).collect()
    }
}
