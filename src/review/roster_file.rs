//! The roster between the file and the page.

use std::collections::{BTreeMap, HashMap};
use std::io;

use super::changes::Choice;
use super::people::Listed;
use crate::domain::PersonKey;
use crate::plan::{RosterLine, RosterWriter, address};
use crate::roster::{Roster, Row};

/// A roster, sorted into the people of the export and the others, who are kept as they are.
#[derive(Debug, Default, Clone)]
pub(super) struct Sorted {
    pub(super) choices: BTreeMap<usize, Choice>,
    pub(super) others: Vec<RosterLine>,
}

/// Finds the people of a roster among those of the export.
pub(super) fn sort(roster: &Roster, numbers: &HashMap<PersonKey, usize>) -> Sorted {
    let mut sorted = Sorted::default();
    for row in &roster.rows {
        match numbers.get(&row.person.key()) {
            Some(at) => {
                sorted.choices.insert(*at, choice(row));
            }
            None => sorted.others.push(other(row)),
        }
    }
    sorted
}

fn choice(row: &Row) -> Choice {
    Choice {
        action: row.action.to_string(),
        reason: row.reason.clone().unwrap_or_default(),
        note: row.note.clone().unwrap_or_default(),
    }
}

fn other(row: &Row) -> RosterLine {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    RosterLine {
        url: row.person.slug.as_ref().map(address).unwrap_or_default(),
        name: row.person.name.as_ref().map(ToString::to_string).unwrap_or_default(),
        company: text(&row.person.company),
        location: text(&row.person.location),
        position: text(&row.position),
        email: text(&row.email),
        connected_on: text(&row.connected_on),
        action: row.action.to_string(),
        reason: text(&row.reason),
        note: text(&row.note),
        consider: String::new(),
    }
}

/// The roster as it goes to the disk: the chosen people in the order of the export, then the others.
pub(super) fn bytes(
    people: &[Listed],
    choices: &BTreeMap<usize, Choice>,
    others: &[RosterLine],
) -> io::Result<Vec<u8>> {
    let mut writer = RosterWriter::new(Vec::new())?;
    for (at, choice) in choices {
        if let Some(listed) = people.get(*at) {
            writer.write(&line(listed, choice))?;
        }
    }
    for other in others {
        writer.write(other)?;
    }
    writer.into_inner()
}

fn line(listed: &Listed, choice: &Choice) -> RosterLine {
    RosterLine {
        url: listed.address(),
        action: choice.action.clone(),
        reason: choice.reason.clone(),
        note: choice.note.clone(),
        ..RosterLine::about(&listed.connection, &listed.consider)
    }
}
