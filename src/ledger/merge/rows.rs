//! The rows that are counted and that follow each other: clicks, outcomes, page views, warnings. All are written anew in the order of
//! their time, so that running numbers and totals fit.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::{Connection, Row};

use super::shared::{Gained, all, of};
use crate::ledger::error::LedgerError;

const ATTEMPT: &str = "person, run, action, pinned_slug, seen_name, session, driver, phase, intent_at, clicked_at, \
                       confirm_clicked_at, looks, unknowns, settled, settled_at, still_at, verified, intent_wall";

/// A click, as its row has it.
#[derive(Debug, Clone)]
struct Attempt {
    person: i64,
    run: i64,
    texts: [String; 6],
    intent_at: i64,
    clicked_at: Option<i64>,
    confirm_clicked_at: Option<i64>,
    looks: i64,
    unknowns: i64,
    settled: Option<String>,
    settled_at: Option<i64>,
    still_at: Option<i64>,
    verified: i64,
    intent_wall: Option<i64>,
    /// Its numbers in the first and in the second one.
    was: [Option<i64>; 2],
}

impl Attempt {
    fn read(row: &Row<'_>) -> rusqlite::Result<(i64, Attempt)> {
        let attempt = Attempt {
            person: row.get(1)?,
            run: row.get(2)?,
            // Action, slug, name, session, driver, phase.
            texts: [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?],
            intent_at: row.get(9)?,
            clicked_at: row.get(10)?,
            confirm_clicked_at: row.get(11)?,
            looks: row.get(12)?,
            unknowns: row.get(13)?,
            settled: row.get(14)?,
            settled_at: row.get(15)?,
            still_at: row.get(16)?,
            verified: row.get(17)?,
            intent_wall: row.get(18)?,
            was: [None, None],
        };
        Ok((row.get(0)?, attempt))
    }

    /// Takes in what the other one knows of the same click: the further of both.
    fn take_in(&mut self, other: &Attempt) {
        self.clicked_at = self.clicked_at.or(other.clicked_at);
        if self.confirm_clicked_at.is_none()
            && (other.confirm_clicked_at.is_some() || self.texts[5] == "intent")
        {
            self.texts[5].clone_from(&other.texts[5]);
        }
        self.confirm_clicked_at = self.confirm_clicked_at.or(other.confirm_clicked_at);
        (self.looks, self.unknowns) = (self.looks.max(other.looks), self.unknowns.max(other.unknowns));
        self.still_at = self.still_at.or(other.still_at);
        self.verified = self.verified.max(other.verified);
        // A proof stands, whatever the other one says.
        let proved = |settled: &Option<String>| settled.as_deref() == Some("removed");
        if self.settled.is_none() || (proved(&other.settled) && !proved(&self.settled)) {
            (self.settled, self.settled_at) = (other.settled.clone(), other.settled_at);
        }
    }
}

/// All clicks in the order of their time, with new numbers: from the first one's and the second one's to the union's.
pub(super) fn attempts(
    tx: &Connection,
    second: &Connection,
    people: &HashMap<i64, i64>,
    runs: &HashMap<i64, i64>,
    gained: &mut Gained,
) -> Result<[HashMap<i64, i64>; 2], LedgerError> {
    let sql = format!("SELECT id, {ATTEMPT} FROM attempt ORDER BY id");
    let mut union: Vec<Attempt> = Vec::new();
    let mut at: HashMap<(i64, String, String, i64), usize> = HashMap::new();
    let key = |one: &Attempt| (one.person, one.texts[0].clone(), one.texts[1].clone(), one.intent_at);
    for (id, mut one) in all(tx, &sql, Attempt::read)? {
        one.was[0] = Some(id);
        at.insert(key(&one), union.len());
        union.push(one);
    }
    for (id, mut one) in all(second, &sql, Attempt::read)? {
        one.person = of(people, one.person)?;
        one.run = of(runs, one.run)?;
        one.was[1] = Some(id);
        if let Some(own) = at.get(&key(&one)).and_then(|index| union.get_mut(*index)) {
            own.take_in(&one);
            own.was[1] = Some(id);
        } else {
            gained.clicks += 1;
            union.push(one);
        }
    }
    union.sort_by_key(|one| one.intent_at);
    // At most one click of a person is in doubt: of two, the earlier one is told by the look that the later one gets.
    let mut open: HashMap<i64, usize> = HashMap::new();
    for index in 0..union.len() {
        if union[index].settled.is_none()
            && let Some(earlier) = open.insert(union[index].person, index)
        {
            union[earlier].settled = Some("unknown".to_owned());
            union[earlier].settled_at = Some(union[index].intent_at);
        }
    }
    tx.execute_batch("DELETE FROM attempt; DELETE FROM sqlite_sequence WHERE name = 'attempt'")?;
    let mut nth: HashMap<String, i64> = HashMap::new();
    let mut maps = [HashMap::new(), HashMap::new()];
    let mut insert = tx.prepare(&format!(
        "INSERT INTO attempt ({ATTEMPT}, nth) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
    ))?;
    for one in union {
        let nth = nth.entry(one.texts[0].clone()).or_insert(0);
        *nth += 1;
        let [action, slug, name, session, driver, phase] = one.texts;
        insert.execute(rusqlite::params![
            one.person,
            one.run,
            action,
            slug,
            name,
            session,
            driver,
            phase,
            one.intent_at,
            one.clicked_at,
            one.confirm_clicked_at,
            one.looks,
            one.unknowns,
            one.settled,
            one.settled_at,
            one.still_at,
            one.verified,
            one.intent_wall,
            *nth,
        ])?;
        let own = tx.last_insert_rowid();
        for (map, was) in maps.iter_mut().zip(one.was) {
            was.map(|was| map.insert(was, own));
        }
    }
    Ok(maps)
}

/// Adds what the first one has less often than the second one, until it has it as often. Says how many were added.
fn add_missing<T: Clone + Eq + Hash>(union: &mut Vec<T>, theirs: Vec<T>) -> usize {
    let mut known: HashMap<T, usize> = HashMap::new();
    for row in union.iter() {
        *known.entry(row.clone()).or_default() += 1;
    }
    let mut added = 0;
    for row in theirs {
        match known.get_mut(&row).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => {
                added += 1;
                union.push(row);
            }
        }
    }
    added
}

/// All outcomes in the order of their time.
pub(super) fn events(
    tx: &Connection,
    second: &Connection,
    people: &HashMap<i64, i64>,
    runs: &HashMap<i64, i64>,
    attempts: &[HashMap<i64, i64>; 2],
    gained: &mut Gained,
) -> Result<(), LedgerError> {
    type Event = (Option<i64>, i64, Option<i64>, [Option<String>; 6], Option<i64>, i64, i64, Option<i64>);
    let sql = "SELECT run, person, attempt, action, outcome, detail, fault, route, surface, ms, at, open, wall FROM event ORDER BY id";
    let read = |row: &Row<'_>| -> rusqlite::Result<Event> {
        let texts = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            texts,
            row.get(9)?,
            row.get(10)?,
            row.get(11)?,
            row.get(12)?,
        ))
    };
    let mut union = all(tx, sql, read)?;
    for event in &mut union {
        event.2 = event.2.and_then(|attempt| attempts[0].get(&attempt).copied());
    }
    let mut theirs = all(second, sql, read)?;
    for event in &mut theirs {
        event.0 = event.0.map(|run| of(runs, run)).transpose()?;
        event.1 = of(people, event.1)?;
        event.2 = event.2.and_then(|attempt| attempts[1].get(&attempt).copied());
    }
    gained.outcomes += add_missing(&mut union, theirs);
    union.sort_by_key(|event| event.5);
    tx.execute_batch("DELETE FROM event; DELETE FROM sqlite_sequence WHERE name = 'event'")?;
    let mut insert = tx.prepare(
        "INSERT INTO event (run, person, attempt, action, outcome, detail, fault, route, surface, ms, at, open, wall) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for (run, person, attempt, [action, outcome, detail, fault, route, surface], ms, at, open, wall) in union
    {
        insert.execute(rusqlite::params![
            run, person, attempt, action, outcome, detail, fault, route, surface, ms, at, open, wall
        ])?;
    }
    Ok(())
}

/// Page views as often as either has them, with a new running total.
pub(super) fn page_views(
    tx: &Connection,
    second: &Connection,
    runs: &HashMap<i64, i64>,
    gained: &mut Gained,
) -> Result<(), LedgerError> {
    type View = (i64, String, i64, i64);
    let sql = "SELECT run, kind, count, at FROM page_view ORDER BY id";
    let read = |row: &Row<'_>| -> rusqlite::Result<View> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    };
    let mut union = all(tx, sql, read)?;
    let mut theirs = all(second, sql, read)?;
    for view in &mut theirs {
        view.0 = of(runs, view.0)?;
    }
    gained.page_views += add_missing(&mut union, theirs);
    union.sort_by_key(|view| view.3);
    tx.execute_batch("DELETE FROM page_view; DELETE FROM sqlite_sequence WHERE name = 'page_view'")?;
    let mut total = 0;
    let mut insert =
        tx.prepare("INSERT INTO page_view (run, kind, count, total, at) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (run, kind, count, at) in union {
        total += count;
        insert.execute((run, kind, count, total, at))?;
    }
    Ok(())
}

pub(super) fn warnings(
    tx: &Connection,
    second: &Connection,
    runs: &HashMap<i64, i64>,
) -> Result<(), LedgerError> {
    type Warning = (i64, Option<i64>, String, String);
    let sql = "SELECT at, run, cause, detail FROM warning ORDER BY id";
    let read = |row: &Row<'_>| -> rusqlite::Result<Warning> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    };
    let mut union = all(tx, sql, read)?;
    for mut warning in all(second, sql, read)? {
        warning.1 = warning.1.map(|run| of(runs, run)).transpose()?;
        if !union.contains(&warning) {
            union.push(warning);
        }
    }
    union.sort_by_key(|warning| warning.0);
    tx.execute_batch("DELETE FROM warning; DELETE FROM sqlite_sequence WHERE name = 'warning'")?;
    for warning in union {
        tx.execute("INSERT INTO warning (at, run, cause, detail) VALUES (?1, ?2, ?3, ?4)", warning)?;
    }
    Ok(())
}
