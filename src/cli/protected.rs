//! What the keep lists come to for a roster: which are in force, whom each spares, and which lines fit nobody. The user reads
//! it before a run.

use std::collections::BTreeMap;

use super::failure::{Failure, FileFault};
use super::inputs::Inputs;
use super::let_go::LetGo;
use super::output::printable;
use crate::engine::{Shown, protection};
use crate::ledger::Ledger;
use crate::roster::{KeepList, Known, Protection, Row, Unfitting};
use crate::wording::{count, people};

/// How many lines that fit nobody are named.
const NAMED: usize = 5;

/// What the keep lists come to.
#[derive(Debug, Clone, Default)]
pub(super) struct Protected {
    /// A sentence for each list in force, and for whatever else there is to say.
    pub(super) said: Vec<String>,
    /// The lines that fit nobody.
    unfitting: Vec<Unfitting>,
    /// Who was kept in an earlier run, might be acted on now, and is kept by nothing today.
    pub(super) kept_before: Vec<LetGo>,
}

impl Protected {
    /// Asks the lists about every row.
    pub(super) fn of(inputs: &Inputs, ledger: &Ledger) -> Result<Protected, Failure> {
        let mut kept: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let (mut open, mut to_be_seen, mut open_line) = (0, 0, None);
        let mut kept_before = Vec::new();
        for row in &inputs.roster.rows {
            let protected = protection(&inputs.keep, Some(ledger), row, Shown::default())?;
            let is_to_be_seen = inputs.cards().tell(&protected, Some(ledger), row)?;
            let hit = match protected {
                Protection::NotKept => {
                    kept_before.extend(LetGo::of(row, ledger)?);
                    continue;
                }
                Protection::Kept(hit) => hit,
                Protection::CannotTell(hit) => {
                    open_line.get_or_insert_with(|| hit.clone());
                    if is_to_be_seen {
                        to_be_seen += 1;
                        continue;
                    }
                    open += 1;
                    hit
                }
            };
            *kept.entry(hit.list.map(|list| list.to_string())).or_default() += 1;
        }
        let by = |list: Option<&str>| kept.get(&list.map(str::to_owned)).copied().unwrap_or(0);
        let mut said = Vec::new();
        let lists = &inputs.keep_lists;
        if let Some(path) = lists.given() {
            let lines = lines(inputs.keep.lines_of(None));
            let path = printable(&path.to_string_lossy()).into_owned();
            said.push(format!("{path}: {lines}, which keep {} of this roster", people(by(None))));
            if lists.is_once() {
                said.push(
                    "read once, since it can be read only once; what it said holds throughout".to_owned(),
                );
            }
        }
        if let Some(path) = lists.own() {
            let lines = lines(inputs.keep.lines_of(Some(super::keep_lists::OWN_CALLED)));
            let kept = people(by(Some(super::keep_lists::OWN_CALLED)));
            let path = printable(&path.to_string_lossy()).into_owned();
            said.push(format!("{path} (the account's own): {lines}, which keep {kept} of this roster"));
        }
        if let Some(hit) = open_line {
            let line = printable(&hit.text).into_owned();
            if to_be_seen > 0 {
                said.push(format!(
                    "nobody knows the employer of {}: their pages are opened to see, and `{line}` keeps whoever may work there \
                     or shows no employer",
                    people(to_be_seen)
                ));
            }
            if open > 0 {
                let of =
                    if to_be_seen > 0 { "nor do pages tell that of" } else { "nobody knows the employer of" };
                said.push(format!(
                    "{of} {}{}, so `{line}` keeps them too, until `unlinked keep release`",
                    people(open),
                    if to_be_seen > 0 { " more" } else { "" }
                ));
            }
        }
        let unfitting = inputs.keep.fitting_nobody(&known(&inputs.roster.rows, ledger)?);
        let mut protected = Protected { said, unfitting, kept_before };
        protected.tell_unfitting();
        Ok(protected)
    }

    fn tell_unfitting(&mut self) {
        if self.unfitting.is_empty() {
            return;
        }
        // Whoever is near to somebody is a slip of the pen, and comes first.
        let mut list: Vec<&Unfitting> = self.unfitting.iter().collect();
        list.sort_by_key(|line| line.nearest.is_none());
        let told: Vec<String> = list.iter().take(NAMED).map(|line| unfitting(line)).collect();
        self.said.extend(told);
        if list.len() > NAMED {
            self.said.push(format!(
                "and {} more lines fit nobody in the roster or the ledger",
                list.len() - NAMED
            ));
        }
    }

    /// With `keep.strict` a line that fits nobody is a fault of its list.
    pub(super) fn check(&self, strict: bool) -> Result<(), Failure> {
        if !strict || self.unfitting.is_empty() {
            return Ok(());
        }
        Err(Failure::Files(self.unfitting.iter().map(|line| FileFault::Whole(unfitting(line))).collect()))
    }
}

/// Everybody who is known, for lines that fit nobody.
fn known(rows: &[Row], ledger: &Ledger) -> Result<Vec<Known>, Failure> {
    let mut known: Vec<Known> = ledger
        .everybody_known()?
        .into_iter()
        .map(|person| Known { slugs: person.slugs, names: person.names, companies: person.companies })
        .collect();
    known.extend(rows.iter().map(|row| Known {
        slugs: row.person.slug.iter().cloned().collect(),
        names: row.person.name.iter().cloned().collect(),
        companies: row.person.company.iter().cloned().collect(),
    }));
    Ok(known)
}

/// A line that fits nobody, in a sentence.
pub(super) fn unfitting(line: &Unfitting) -> String {
    let list = line.hit.list.as_ref().map_or_else(|| "the keep list".to_owned(), |list| list.to_string());
    let text = printable(line.part.as_deref().unwrap_or(&line.hit.text)).into_owned();
    let meant =
        line.nearest.as_ref().map_or_else(String::new, |name| format!("; did you mean {}?", printable(name)));
    format!("line {} of {list} fits nobody: `{text}`{meant}", line.hit.line)
}

fn lines(number: usize) -> String {
    count(number, "line", "lines")
}

/// The lines that fit nobody of these people, in sentences.
pub(super) fn fitting_nobody(keep: &KeepList, people: &[Known]) -> Vec<String> {
    keep.fitting_nobody(people).iter().map(unfitting).collect()
}
