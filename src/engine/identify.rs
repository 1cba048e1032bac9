//! Whether a page is about the person of the roster: slug of the final address, name and degree must all agree.
//! Pure judgement on what was read; nothing here touches a page.

use url::Url;

use crate::browser::{Degree, Own, ProfileSeen, Sight, is_of_site};
use crate::domain::{NameFit, Outcome, PageText, Person, PersonName, Reason, Slug, Step, StepFault};

/// A person found on the page, as the page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The slug of the address that the page load led to.
    pub slug: Slug,
    /// The name as the page shows it.
    pub name: PersonName,
    /// Whether the slug is another than the roster's, and was followed since the name agrees.
    pub renamed: bool,
}

/// How a person's page stands to the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It is the person, and they are a 1st-degree connection.
    Connected(Identity),
    /// It is the person, and they are proved not to be a 1st-degree connection.
    NotConnected(Identity),
    /// It is not the person, or cannot be told.
    Other {
        /// The outcome that follows.
        outcome: Outcome,
        /// The failing step.
        fault: StepFault,
        /// What disagrees, in a sentence.
        why: String,
    },
}

fn other(outcome: Outcome, reason: Reason, why: String) -> Judgement {
    Judgement::Other { outcome, fault: StepFault { step: Step::Identify, reason }, why }
}

/// Holds a readable page against the roster's person.
#[must_use]
pub fn judge(person: &Person, sight: &Sight, profile: &ProfileSeen, site: &Url) -> Judgement {
    let Some(slug) = slug_of(&sight.address, site) else {
        return other(
            Outcome::Mismatch,
            Reason::WrongPerson,
            format!("the page load led to {}, which is no profile", without_query(&sight.address)),
        );
    };
    let Some(name) = PersonName::new(profile.name.for_judging()) else {
        return other(
            Outcome::ChangedPage,
            Reason::Unreadable,
            "the name on the page has no letters".to_owned(),
        );
    };

    // After an in-app navigation address and title lead the content (ui-evidence 0.9): the top card must say so itself.
    if let Some(link) = profile.links.iter().find(|link| leads_elsewhere(link)) {
        return other(
            Outcome::ChangedPage,
            Reason::OutOfScope,
            format!("the top card leads to another site ({link}), so that it cannot be told whose it is"),
        );
    }
    let own_links = own_links(&profile.links, site);
    if own_links.is_empty() {
        return other(
            Outcome::ChangedPage,
            Reason::NotFound,
            "the top card has no link to its own profile, so that it cannot be told whose it is".to_owned(),
        );
    }
    if !own_links.iter().all(|link| *link == slug || link.is_member_id() || slug.is_member_id()) {
        return other(
            Outcome::Mismatch,
            Reason::WrongPerson,
            "the address and the top card speak of two different people".to_owned(),
        );
    }

    // Whatever else it shows: one's own profile is nobody to act on.
    if matches!(profile.own, Some(Own::Yes | Own::Both)) {
        return other(
            Outcome::Mismatch,
            Reason::WrongPerson,
            "the page says of itself that it is your own profile".to_owned(),
        );
    }

    let (renamed, at_own_address) = match &person.slug {
        None => (false, false),
        Some(roster) => (*roster != slug, *roster == slug),
    };
    // Where the address is the roster's own, how the name is written need not be the same to a word.
    let name_agrees = person.name.as_ref().map(|roster| {
        if at_own_address {
            roster.matches(&name) || roster.is_written_otherwise(&name)
        } else {
            roster.fit(&name) == NameFit::Same
        }
    });
    if !at_own_address && person.name.as_ref().is_some_and(|roster| roster.fit(&name) == NameFit::Otherwise) {
        return other(Outcome::Ambiguous, Reason::NotUnique, written_otherwise(person, &profile.name));
    }
    // A member id cannot be held against a written slug: then only the name tells whose card it is.
    if name_agrees.is_none() && !own_links.contains(&slug) {
        return other(
            Outcome::Mismatch,
            Reason::WrongPerson,
            "the top card gives a member id where the address has a name, and the roster gives no name to check it by"
                .to_owned(),
        );
    }
    match (renamed, name_agrees) {
        (_, Some(false)) => {
            return other(
                Outcome::Mismatch,
                Reason::WrongPerson,
                "the name on the page is not the roster's".to_owned(),
            );
        }
        (true, None) => {
            return other(
                Outcome::Mismatch,
                Reason::WrongPerson,
                "the address led to another slug, and the roster gives no name to check it by".to_owned(),
            );
        }
        (_, Some(true)) | (false, None) => {}
    }

    let identity = Identity { slug, name, renamed };
    match (profile.degree, profile.connect) {
        (Some(Degree::Both), _) => other(
            Outcome::ChangedPage,
            Reason::NotUnique,
            "the page shows two degrees of connection at once".to_owned(),
        ),
        (Some(Degree::Unplaced), _) => other(
            Outcome::ChangedPage,
            Reason::OutOfScope,
            "the page shows a degree of connection that does not stand beside the name, so that it may be somebody else's"
                .to_owned(),
        ),
        (Some(Degree::First), false) => Judgement::Connected(identity),
        (Some(Degree::First), true) => other(
            Outcome::ChangedPage,
            Reason::NotUnique,
            "the page shows a 1st degree and offers to connect".to_owned(),
        ),
        (Some(Degree::Other), _) | (None, true) => Judgement::NotConnected(identity),
        (None, false) => {
            other(Outcome::ChangedPage, Reason::NotFound, "the page shows no degree of connection".to_owned())
        }
    }
}

/// Why somebody who is known by name alone is not taken for who is shown.
pub(super) fn written_otherwise(person: &Person, shown: &PageText) -> String {
    let roster = person.name.as_ref().map_or("", PersonName::as_str);
    format!(
        "the roster writes `{roster}` and the page {shown}: the order or the letters differ, and there is no address of theirs \
         to go by; if it is one person, write the name as the page does, or give the URL"
    )
}

/// The slugs to which the links of a top card lead.
#[must_use]
pub(super) fn own_links(links: &[String], site: &Url) -> Vec<Slug> {
    let addresses = links.iter().filter_map(|path| site.join(path).ok());
    addresses.filter_map(|url| slug_of(url.as_str(), site)).collect()
}

/// Whether a link, as the page script tells it, leads to another host: then the host is told too.
#[must_use]
pub(super) fn leads_elsewhere(link: &str) -> bool {
    link.starts_with("//")
}

/// The slug of a profile's address on this site.
#[must_use]
pub(super) fn slug_of(address: &str, site: &Url) -> Option<Slug> {
    let url = Url::parse(address).ok()?;
    if !is_of_site(&url, site) {
        return None;
    }
    Slug::parse_at(address, site).ok()
}

fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}
