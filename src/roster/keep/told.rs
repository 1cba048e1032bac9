//! All that is told of somebody, from whatever source, put before the keep list. Every command that asks whether a person is kept
//! asks here: the plan, the page of the review, the briefing, the run at the click.

use super::list::KeepList;
use super::query::{KeepQuery, Protection};
use crate::domain::{KnownBefore, PageText, Person, PersonName, Slug};

/// All that is told of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What the roster, the export or the list says.
    pub person: &'a Person,
    /// What it says of their position or beside their name.
    pub position: Option<&'a str>,
    /// What earlier runs know.
    pub before: &'a KnownBefore,
    /// Whose page it is, where one was read.
    pub page: Option<(&'a Slug, &'a PersonName)>,
    /// Every other address by which pages called them.
    pub also: &'a [Slug],
    /// The current employers that the page names.
    pub companies: &'a [PageText],
    /// What the page says of them beside the name.
    pub headlines: &'a [PageText],
}

impl KeepList {
    /// Whether the list protects somebody, by all that is told of them.
    #[must_use]
    pub fn protects(&self, told: &Told<'_>) -> Protection {
        if self.is_empty() {
            return Protection::NotKept;
        }
        let Told { person, before, page, .. } = told;
        let slugs: Vec<&Slug> = person
            .slug
            .iter()
            .chain(page.map(|(slug, _)| slug))
            .chain(told.also)
            .chain(&before.slugs)
            .collect();
        let names: Vec<&PersonName> =
            person.name.iter().chain(page.map(|(_, name)| name)).chain(&before.names).collect();
        let known = person.company.iter().chain(&before.companies).map(String::as_str);
        let companies: Vec<&str> = known.chain(told.companies.iter().map(PageText::for_judging)).collect();
        let shown = told.headlines.iter().map(PageText::for_judging);
        let headlines: Vec<&str> =
            shown.chain(before.headlines.iter().map(String::as_str)).chain(told.position).collect();
        self.covers(&KeepQuery {
            slugs: &slugs,
            names: &names,
            companies: &companies,
            headlines: &headlines,
            released: before.released,
        })
    }
}
