//! What comes of going through an export: who is chosen and why, who is spared and by what, and the numbers of it all.

use std::collections::BTreeMap;

use super::consider::{Consider, Weighed};
use super::dates_read::DatesRead;
use super::export::{Connection, Notes};
use super::reason::RemovalReason;
use super::rule::RuleCount;
use crate::domain::{Action, PersonName, Slug};
use crate::roster::KeepHit;

/// Somebody who goes on the roster.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// Their slug, if the export has an address.
    pub slug: Option<&'a Slug>,
    /// Their name, if it has letters.
    pub name: Option<&'a PersonName>,
    /// What is to be done.
    pub action: Action,
    /// Why, in a word.
    pub reason: RemovalReason,
    /// The rule's note.
    pub note: Option<&'a str>,
    /// The rule that decided, and what of the person it fitted.
    pub why: String,
    /// What to weigh.
    pub consider: Vec<Consider>,
}

impl Chosen<'_> {
    /// The roster's note: the rule's own, and why the person was chosen.
    #[must_use]
    pub fn roster_note(&self) -> String {
        match self.note {
            Some(note) => format!("{note} [{}]", self.why),
            None => self.why.clone(),
        }
    }
}

/// Somebody whom a rule had chosen and the keep list spared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spared {
    /// The line of the export.
    pub line: u64,
    /// Their slug, if the export has an address.
    pub slug: Option<String>,
    /// Their name.
    pub name: String,
    /// Their company.
    pub company: String,
    /// The rule that had chosen them, and why.
    pub why: String,
    /// The line of the keep list.
    pub by: KeepHit,
}

/// Somebody who was chosen, for a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Their name, or their address if the export has no name.
    pub name: String,
    /// Their company.
    pub company: String,
    /// The rule that chose them, and why.
    pub why: String,
}

impl Named {
    pub(super) fn of(connection: &Connection, why: &str) -> Named {
        let name = if connection.name.is_empty() { &connection.url } else { &connection.name };
        Named { name: name.clone(), company: connection.company.clone(), why: why.to_owned() }
    }
}

/// What was decided about one person.
#[derive(Debug)]
pub enum Decision<'a> {
    /// They go on the roster.
    Chosen(&'a Chosen<'a>),
    /// The keep list spared them.
    Spared(&'a Spared),
}

/// What came of it.
#[derive(Debug)]
pub struct Plan {
    /// What there is to weigh.
    pub weighed: Weighed,
    /// How often each rule fitted, in the order of the rules.
    pub counts: Vec<RuleCount>,
    /// How many were chosen for each action and reason.
    pub reasons: BTreeMap<(Action, RemovalReason), u64>,
    /// The first thousand of those who were spared.
    pub spared: Vec<Spared>,
    /// How many were spared.
    pub spared_total: u64,
    /// Rows about somebody who was chosen already.
    pub duplicates: u64,
    /// Chosen people and rows with whom nothing can be done; the notes say why.
    pub left_out: u64,
    /// Rows that name nobody.
    pub nobody: u64,
    /// People connected since [`Options::new_since`].
    pub new: Option<u64>,
    /// People of whom it cannot be told whether they are connected since then: they are passed over.
    pub new_cannot_tell: u64,
    /// The first thousand of those who were chosen.
    pub named: Vec<Named>,
    /// How the export writes its days.
    pub dates: DatesRead,
    /// What was odd on the way.
    pub notes: Notes,
}

impl Plan {
    /// How many are on the roster.
    #[must_use]
    pub fn chosen_total(&self) -> u64 {
        self.reasons.values().sum()
    }
}
