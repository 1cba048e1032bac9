//! The entries of this process: how many they are and what they say, to be read back where somebody else has written to the file.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::error::LedgerError;
use super::journal::Row;

/// What another command (`retry`, `skip`) may change of an intent of ours is not in its digest: how it was settled.
const INTENT: [&str; 5] = ["person", "run", "action", "pinned_slug", "intent_at"];
const OUTCOME: [&str; 5] = ["person", "run", "action", "outcome", "at"];

/// The digest of each entry of this process, by its number.
#[derive(Debug, Default)]
pub(super) struct Ours {
    intents: BTreeMap<i64, [u8; 32]>,
    outcomes: BTreeMap<i64, [u8; 32]>,
}

impl Ours {
    /// Whether entries of this table are among those.
    pub(super) fn counts(table: &str) -> bool {
        matches!(table, "attempt" | "event")
    }

    /// Takes in the rows that a transaction of this process has written.
    pub(super) fn note(&mut self, rows: &[Row]) {
        for row in rows {
            let Some(id) = row.cells.get("id").and_then(Value::as_i64) else { continue };
            let cells = |names: &[&str]| digest(names.iter().map(|name| row.cells.get(*name)));
            match row.table.as_str() {
                "attempt" => drop(self.intents.insert(id, cells(&INTENT))),
                "event" => drop(self.outcomes.insert(id, cells(&OUTCOME))),
                _ => {}
            }
        }
    }

    /// Reads all of them back from the file.
    pub(super) fn read_back(&self, conn: &Connection) -> Result<(), LedgerError> {
        for (table, what, columns, kept) in
            [("attempt", "click", INTENT, &self.intents), ("event", "outcome", OUTCOME, &self.outcomes)]
        {
            let sql = format!("SELECT {} FROM {table} WHERE id = ?1", columns.join(", "));
            let mut select = conn.prepare(&sql)?;
            let mut lost = 0;
            for (id, expected) in kept {
                let found = select
                    .query_row([id], |row| {
                        let cells: Vec<Value> = (0..columns.len())
                            .map(|index| row.get_ref(index).map(super::journal::json_of))
                            .collect::<Result<_, _>>()?;
                        Ok(digest(cells.iter().map(Some)))
                    })
                    .optional()?;
                lost += usize::from(found.as_ref() != Some(expected));
            }
            if lost > 0 {
                return Err(LedgerError::damaged(format!(
                    "{lost} of {} entries of this run are not in it any more, or say something else: a {what} among them",
                    kept.len()
                )));
            }
        }
        Ok(())
    }
}

fn digest<'a>(cells: impl Iterator<Item = Option<&'a Value>>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for cell in cells {
        digest.update(cell.unwrap_or(&Value::Null).to_string());
        digest.update([0]);
    }
    digest.finalize().into()
}
