//! Two ledgers of one account made into one: the union of what happened, in the order in which it happened, and so the greater of
//! both budgets. What stands in both is taken once. Nothing that protects is lost by it: a click that either knows is known, and what
//! holds runs up in either holds them up.

mod rows;
mod shared;

use std::collections::{BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use super::digest::Digest;
use super::error::LedgerError;
use super::runs::RunId;
use super::seal;
use crate::domain::{Action, UnixMs};
pub use shared::Gained;
use shared::{all, of};

/// What has one row for a person, a run or a roster, and what becomes of it where both have one: of what differs, the later, and
/// what spares a page of being opened again.
const KEYED: [(&str, &[&str], &str); 6] = [
    (
        "rehearsal",
        &["run", "person", "action", "pinned_slug", "seen_name", "at"],
        "UPDATE SET pinned_slug = excluded.pinned_slug, seen_name = excluded.seen_name, at = excluded.at WHERE excluded.at > at",
    ),
    ("released", &["person", "at"], "UPDATE SET at = max(at, excluded.at)"),
    (
        "undecided",
        &["person", "action", "detail", "looked", "at"],
        "UPDATE SET detail = iif(excluded.at > at, excluded.detail, detail), looked = max(looked, excluded.looked), \
         at = max(at, excluded.at)",
    ),
    ("shown", &["person", "what", "text"], "NOTHING"),
    ("keep_file", &["run", "path"], "NOTHING"),
    ("member", &["roster", "person", "action", "line"], "NOTHING"),
];

/// From the second one's numbers to the union's.
struct Maps {
    people: HashMap<i64, i64>,
    runs: HashMap<i64, i64>,
    rosters: HashMap<i64, i64>,
}

/// Takes a second sound ledger into the first, which is a copy in memory and keeps its name and its numbers of runs.
pub(super) fn take_in(union: &Connection, second: &Connection) -> Result<Gained, LedgerError> {
    same_owner(union, second)?;
    let mut gained = Gained::default();
    union.pragma_update(None, "foreign_keys", "OFF")?;
    let tx = union.unchecked_transaction()?;
    let people = people(&tx, second)?;
    let runs = runs(&tx, second, &mut gained)?;
    let attempts = rows::attempts(&tx, second, &people, &runs, &mut gained)?;
    rows::events(&tx, second, &people, &runs, &attempts, &mut gained)?;
    rows::page_views(&tx, second, &runs, &mut gained)?;
    rows::warnings(&tx, second, &runs)?;
    standings(&tx, second, &people, &runs)?;
    let rosters = rosters(&tx, second)?;
    small_tables(&tx, second, &Maps { people, runs, rosters })?;
    seal::renew(&tx)?;
    tx.commit()?;
    Ok(gained)
}

fn same_owner(first: &Connection, second: &Connection) -> Result<(), LedgerError> {
    let owner = |conn: &Connection| -> Result<Option<String>, LedgerError> {
        Ok(conn.query_row("SELECT slug FROM owner WHERE id = 1", [], |row| row.get(0)).optional()?)
    };
    match (owner(first)?, owner(second)?) {
        (Some(first), Some(second)) if first != second => Err(LedgerError::Foreign {
            detail: format!("it belongs to {second}, and the one that is here to {first}"),
        }),
        _ => Ok(()),
    }
}

/// Everybody, by their key: from the second one's numbers to the union's.
fn people(tx: &Connection, second: &Connection) -> Result<HashMap<i64, i64>, LedgerError> {
    const FACTS: &str = "slug, name, company, position, email, connected_on, location, reason, note";
    let columns: Vec<&str> = FACTS.split(", ").collect();
    let fill: Vec<String> =
        columns.iter().map(|name| format!("{name} = coalesce({name}, excluded.{name})")).collect();
    let mut insert = tx.prepare(&format!(
        "INSERT INTO person (key, first_seen_at, {FACTS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
         ON CONFLICT (key) DO UPDATE SET first_seen_at = min(first_seen_at, excluded.first_seen_at), {} RETURNING id",
        fill.join(", ")
    ))?;
    let mut map = HashMap::new();
    let rows =
        all(second, &format!("SELECT id, key, first_seen_at, {FACTS} FROM person ORDER BY id"), |row| {
            let facts: Vec<Option<String>> = (3..12).map(|index| row.get(index)).collect::<Result<_, _>>()?;
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, facts))
        })?;
    for (id, key, first_seen, facts) in rows {
        let mut values: Vec<Value> = vec![key.into(), first_seen.into()];
        values.extend(facts.into_iter().map(Into::into));
        let own = insert.query_row(rusqlite::params_from_iter(values), |row| row.get(0))?;
        map.insert(id, own);
    }
    // Where both tell something else of somebody, a keep list may know them by either.
    for column in ["slug", "name", "company"] {
        let mut differs = tx.prepare(&format!(
            "INSERT OR IGNORE INTO shown (person, what, text) SELECT id, '{column}', ?2 FROM person WHERE id = ?1 AND {column} <> ?2"
        ))?;
        for (id, text) in
            all(second, &format!("SELECT id, {column} FROM person WHERE {column} IS NOT NULL"), |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            })?
        {
            differs.execute((of(&map, id)?, text))?;
        }
    }
    Ok(map)
}

/// Runs are the same where they began at the same moment for the same thing. Another one keeps its number where that is free.
fn runs(tx: &Connection, second: &Connection, gained: &mut Gained) -> Result<HashMap<i64, i64>, LedgerError> {
    type Run = (i64, String, String, i64, Option<i64>, Option<String>, Option<i64>, i64, [Option<String>; 5]);
    let sql = "SELECT id, kind, site, started_at, ended_at, stopped_by, exit, intents, roster, fingerprint, surface, route, \
               selectors FROM run ORDER BY id";
    let read = |row: &Row<'_>| -> rusqlite::Result<Run> {
        let texts = [row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?];
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
            texts,
        ))
    };
    let mut known: HashMap<(String, i64, Option<String>), i64> =
        all(tx, sql, read)?.into_iter().map(|run| ((run.1, run.3, run.8[0].clone()), run.0)).collect();
    let mut taken: BTreeSet<i64> = all(tx, "SELECT id FROM run", |row| row.get(0))?.into_iter().collect();
    let mut map = HashMap::new();
    // The order of the second one's runs stays: a rehearsal goes on from one before it.
    let mut last = 0;
    for (id, kind, site, started, ended, stopped, exit, intents, texts) in all(second, sql, read)? {
        let same = known.get(&(kind.clone(), started, texts[0].clone())).copied();
        if let Some(own) = same {
            tx.execute(
                "UPDATE run SET ended_at = coalesce(ended_at, ?2), stopped_by = coalesce(stopped_by, ?3), \
                 exit = coalesce(exit, ?4), intents = max(intents, ?5) WHERE id = ?1",
                (own, ended, stopped, exit, intents),
            )?;
            map.insert(id, own);
            last = last.max(own);
            continue;
        }
        let is_free = id > last && !taken.contains(&id);
        let own = if is_free { id } else { taken.last().copied().unwrap_or(0) + 1 };
        last = last.max(own);
        let [roster, fingerprint, surface, route, selectors] = texts;
        tx.execute(
            "INSERT INTO run (id, kind, site, started_at, ended_at, stopped_by, exit, intents, roster, fingerprint, surface, route, \
             selectors) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            rusqlite::params![own, kind, site, started, ended, stopped, exit, intents, roster, fingerprint, surface, route, selectors],
        )?;
        taken.insert(own);
        known.insert((kind, started, roster), own);
        map.insert(id, own);
        gained.runs += 1;
    }
    let further = "SELECT id, started_wall, ended_wall, chain FROM run";
    for (id, started, ended, chain) in all(second, further, |row| {
        let number = |index| row.get::<_, Option<i64>>(index);
        Ok((row.get::<_, i64>(0)?, number(1)?, number(2)?, number(3)?))
    })? {
        let chain = chain.map(|first| of(&map, first)).transpose()?;
        tx.execute(
            "UPDATE run SET started_wall = coalesce(started_wall, ?2), ended_wall = coalesce(ended_wall, ?3), \
             chain = coalesce(chain, ?4) WHERE id = ?1",
            (of(&map, id)?, started, ended, chain),
        )?;
    }
    Ok(map)
}

/// Every roster, by the fingerprint of its content: from the second one's numbers to the union's.
fn rosters(tx: &Connection, second: &Connection) -> Result<HashMap<i64, i64>, LedgerError> {
    let mut insert = tx.prepare(
        "INSERT INTO roster (fingerprint) VALUES (?1) ON CONFLICT (fingerprint) DO UPDATE SET fingerprint = fingerprint \
         RETURNING id",
    )?;
    let mut map = HashMap::new();
    for (id, fingerprint) in all(second, "SELECT id, fingerprint FROM roster", |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })? {
        map.insert(id, insert.query_row([fingerprint], |row| row.get(0))?);
    }
    Ok(map)
}

fn standings(
    tx: &Connection,
    second: &Connection,
    people: &HashMap<i64, i64>,
    runs: &HashMap<i64, i64>,
) -> Result<(), LedgerError> {
    for (person, action) in all(second, "SELECT person, action FROM standing", |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })? {
        let own = of(people, person)?;
        let action: Action = action.parse().map_err(LedgerError::damaged)?;
        let theirs = Digest::load(second, person, action)?.by_numbers(runs);
        let mut both = Digest::load(tx, own, action)?.with(theirs);
        // Each ledger knows only of its own clicks that came to nothing: together they are more.
        let (spent, at) = spent_since_retry(tx, own, action)?;
        both.has_spent(spent, at);
        both.store(tx, own, action)?;
    }
    // Whoever has a click in doubt stands so, whichever of both knew of it.
    for (person, action, run, at) in
        all(tx, "SELECT person, action, run, intent_at FROM attempt WHERE settled IS NULL", |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, i64>(3)?,
            ))
        })?
    {
        let action: Action = action.parse().map_err(LedgerError::damaged)?;
        let mut digest = Digest::load(tx, person, action)?;
        if digest.done().is_none() {
            digest.in_doubt(RunId(run), UnixMs(at));
            digest.store(tx, person, action)?;
        }
    }
    Ok(())
}

/// How many clicks on a person came to nothing, as far as is known, since the user last allowed another try; and when the last did.
fn spent_since_retry(
    tx: &Connection,
    person: i64,
    action: Action,
) -> Result<(u32, Option<i64>), LedgerError> {
    Ok(tx.query_row(
        "SELECT count(*), max(settled_at) FROM attempt WHERE person = ?1 AND action = ?2 \
         AND settled IN ('still_connected', 'unknown') AND settled_at > coalesce((SELECT max(at) FROM event WHERE person = ?1 \
         AND action = ?2 AND run IS NULL AND detail LIKE 'retry:%'), 0)",
        (person, action.as_str()),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// What is one row for an account, or one for a person: what holds up more stands.
fn small_tables(tx: &Connection, second: &Connection, maps: &Maps) -> Result<(), LedgerError> {
    let owner = "SELECT slug, name, learned_at FROM owner WHERE id = 1";
    for (slug, name, at) in all(second, owner, |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })? {
        tx.execute(
            "INSERT INTO owner (id, slug, name, learned_at) VALUES (1, ?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (slug, name, at),
        )?;
    }
    clocks(tx, second)?;
    for spacing in all(second, "SELECT tat_ns FROM pace", |row| row.get::<_, Option<i64>>(0))? {
        tx.execute("UPDATE pace SET tat_ns = max(coalesce(tat_ns, ?1), coalesce(?1, tat_ns))", [spacing])?;
    }
    controls(tx, second, &maps.runs)?;
    for keyed in KEYED {
        copy(tx, second, keyed, maps)?;
    }
    Ok(())
}

/// The later reading of the clock stands as a whole: one's time with another's boot clock would let time run ahead.
fn clocks(tx: &Connection, second: &Connection) -> Result<(), LedgerError> {
    const READING: [&str; 4] = ["clock_at", "clock_wall", "clock_boot", "clock_up"];
    let sql = format!("SELECT clock_ahead, {} FROM meta WHERE id = 1", READING.join(", "));
    let (ahead, theirs) = second.query_row(&sql, [], |row| {
        let reading: Vec<Value> =
            (1..=READING.len()).map(|index| row.get(index)).collect::<Result<_, _>>()?;
        Ok((row.get::<_, i64>(0)?, reading))
    })?;
    tx.execute("UPDATE meta SET clean = 1, clock_ahead = max(clock_ahead, ?1)", [ahead])?;
    tx.execute(
        "UPDATE meta SET clock_at = ?1, clock_wall = ?2, clock_boot = ?3, clock_up = ?4 WHERE clock_at < ?1",
        rusqlite::params_from_iter(theirs),
    )?;
    Ok(())
}

/// Copies what has one row for a person, a run or a roster.
fn copy(
    tx: &Connection,
    second: &Connection,
    (table, columns, else_do): (&str, &[&str], &str),
    maps: &Maps,
) -> Result<(), LedgerError> {
    let names = columns.join(", ");
    let rows = all(second, &format!("SELECT {names} FROM {table}"), |row| {
        (0..columns.len()).map(|index| row.get(index)).collect::<rusqlite::Result<Vec<Value>>>()
    })?;
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let mut insert = tx.prepare(&format!(
        "INSERT INTO {table} ({names}) VALUES ({}) ON CONFLICT DO {else_do}",
        places.join(", ")
    ))?;
    for mut row in rows {
        for (value, column) in row.iter_mut().zip(columns) {
            match (*column, &*value) {
                ("person", Value::Integer(number)) => *value = of(&maps.people, *number)?.into(),
                ("run", Value::Integer(number)) => *value = of(&maps.runs, *number)?.into(),
                ("roster", Value::Integer(number)) => *value = of(&maps.rosters, *number)?.into(),
                _ => {}
            }
        }
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(())
}

fn controls(tx: &Connection, second: &Connection, runs: &HashMap<i64, i64>) -> Result<(), LedgerError> {
    // Groups of columns that go together, each with the one that tells whether, and how long, it holds.
    const GROUPS: [(&str, &[&str]); 4] = [
        ("cooldown_until", &["cooldown_until", "cooldown_at", "cooldown_step", "cooldown_cause"]),
        ("halt_at", &["halt_at", "halt_cause", "halt_detail", "halt_run"]),
        ("breaker_at", &["breaker_at", "breaker_cause", "breaker_run", "breaker_revision"]),
        ("streak", &["streak", "streak_cause", "streak_revision", "streak_mismatches"]),
    ];
    for (holds, columns) in GROUPS {
        let sql = format!("SELECT {holds}, {} FROM control WHERE id = 1", columns.join(", "));
        let read = |conn: &Connection| -> Result<Vec<Value>, LedgerError> {
            Ok(conn.query_row(&sql, [], |row| (0..=columns.len()).map(|index| row.get(index)).collect())?)
        };
        let number = |values: &[Value]| match values.first() {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        let (own, mut theirs) = (read(tx)?, read(second)?);
        if number(&theirs) <= number(&own) {
            continue;
        }
        theirs.remove(0);
        for (value, name) in theirs.iter_mut().zip(columns) {
            if let (true, Value::Integer(run)) = (name.ends_with("_run"), &*value) {
                *value = runs.get(run).copied().map_or(Value::Null, Into::into);
            }
        }
        let set: Vec<String> =
            columns.iter().zip(1..).map(|(name, place)| format!("{name} = ?{place}")).collect();
        tx.execute(
            &format!("UPDATE control SET {} WHERE id = 1", set.join(", ")),
            rusqlite::params_from_iter(theirs),
        )?;
    }
    Ok(())
}
