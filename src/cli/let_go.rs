//! People whom an earlier run left alone for a keep list's sake and whom nothing keeps today: a list that was emptied, cut short
//! or left out is found out by them. Nobody of them is acted on before the user has said so, about just them.

use super::failure::{Failure, FileFault};
use super::output::{Terminal, printable};
use super::prompt::answer;
use crate::ledger::{KeptBefore, Ledger};
use crate::roster::Row;
use crate::wording::people;

/// Somebody who was kept before and is kept by nothing today.
#[derive(Debug, Clone)]
pub(super) struct LetGo {
    line: u64,
    /// Their name, or what else they are known by.
    who: String,
    /// What `unlinked keep release` takes.
    key: String,
    kept: KeptBefore,
}

impl LetGo {
    /// Whether that is so of the person of a row whom no list keeps.
    pub(super) fn of(row: &Row, ledger: &Ledger) -> Result<Option<LetGo>, Failure> {
        let key = row.person.key();
        let Some(kept) = ledger.kept_before(&key, row.person.slug.as_ref())? else { return Ok(None) };
        // What no run acts on any more needs no protection.
        if ledger.standing(&key, row.action)?.is_final {
            return Ok(None);
        }
        let name = row.person.name.as_ref().map(|name| name.as_str().to_owned());
        let who = name.unwrap_or_else(|| key.as_str().to_owned());
        Ok(Some(LetGo { line: row.line, who, key: key.as_str().to_owned(), kept }))
    }

    fn sentence(&self) -> String {
        let run = self.kept.run.map_or_else(|| "an earlier run".to_owned(), |run| format!("run {run}"));
        let who =
            if self.who == self.key { self.who.clone() } else { format!("{} ({})", self.who, self.key) };
        format!(
            "roster line {}: {who} was kept in {run}, and nothing keeps them today ({})",
            self.line, self.kept.detail
        )
    }
}

/// Lets nobody of them pass but by their number, typed by somebody who was told their names. A rehearsal, which clicks on nobody,
/// only tells them.
pub(super) fn pass(list: &[LetGo], rehearsal: bool, terminal: &Terminal) -> Result<(), Failure> {
    if list.is_empty() {
        return Ok(());
    }
    if !rehearsal && !terminal.can_ask {
        return refuse(list);
    }
    list.iter().for_each(|one| terminal.say(&printable(&one.sentence())));
    if rehearsal {
        terminal.remark("A run that removes them asks about them first; `unlinked keep release WHO` settles it beforehand.");
        return Ok(());
    }
    let typed = answer(&format!(
        "{} kept before {} let go now. Type their number to go on without that protection: ",
        people(list.len()),
        if list.len() == 1 { "is" } else { "are" }
    ))?;
    if typed.trim() == list.len().to_string() { Ok(()) } else { Err(Failure::not_started()) }
}

/// Where nobody can be asked they are all named, and nothing is started.
pub(super) fn refuse(list: &[LetGo]) -> Result<(), Failure> {
    if list.is_empty() {
        return Ok(());
    }
    let faults = list.iter().map(|one| {
        FileFault::Whole(format!(
            "{}; put the line back, or let them go by `unlinked keep release {}`",
            one.sentence(),
            one.key
        ))
    });
    Err(Failure::Files(faults.collect()))
}
