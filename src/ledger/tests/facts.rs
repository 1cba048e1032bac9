//! What a ledger holds, table by table, and what a union of two lacks of one. Every table of the schema has its rule here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

pub(super) fn look_into(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

pub(super) fn tables(conn: &Connection) -> BTreeSet<String> {
    let mut select = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What must be in a union of what is in either, by table.
pub(super) enum Rule {
    /// Each row, as often as in either.
    Each(&'static str),
    /// For each name in the first column the number in the second, or a greater one.
    Greatest(&'static str),
}

/// A run, wherever its number is: two runs that began at one moment for one thing are one.
macro_rules! run {
    ($id:literal) => {
        concat!("(SELECT kind || ' ' || started_at || ' ' || roster FROM run r WHERE r.id = ", $id, ")")
    };
}
macro_rules! who {
    ($id:literal) => {
        concat!("(SELECT key FROM person p WHERE p.id = ", $id, ")")
    };
}

use Rule::{Each, Greatest};

fn rules() -> BTreeMap<&'static str, Vec<Rule>> {
    BTreeMap::from([
        (
            "meta",
            vec![Greatest("SELECT 'time', clock_at FROM meta UNION SELECT 'ahead', clock_ahead FROM meta")],
        ),
        ("owner", vec![Each("SELECT slug, name FROM owner")]),
        (
            "run",
            vec![
                Each(
                    "SELECT kind, roster, fingerprint, site, surface, route, selectors, started_at, started_wall FROM run",
                ),
                Each(concat!(
                    "SELECT ",
                    run!("o.id"),
                    ", ",
                    run!("o.chain"),
                    " FROM run o WHERE chain IS NOT NULL"
                )),
                Greatest(concat!("SELECT ", run!("o.id"), " || ' ended', ended_at IS NOT NULL FROM run o")),
                Greatest(concat!("SELECT ", run!("o.id"), ", intents FROM run o")),
            ],
        ),
        (
            "person",
            vec![
                Each("SELECT key FROM person"),
                // Whatever either told of them, they are known by.
                Each(
                    "SELECT DISTINCT key, company FROM (SELECT key, company FROM person UNION ALL \
                      SELECT key, text FROM shown s JOIN person p ON p.id = s.person WHERE what = 'company') WHERE company IS NOT NULL",
                ),
            ],
        ),
        (
            "attempt",
            vec![
                Each(concat!(
                    "SELECT ",
                    who!("person"),
                    ", ",
                    run!("run"),
                    ", action, pinned_slug, seen_name, session, driver, intent_at, intent_wall FROM attempt"
                )),
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || intent_at || ' clicked', clicked_at IS NOT NULL FROM attempt"
                )),
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || intent_at || ' settled', settled IS NOT NULL FROM attempt"
                )),
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || intent_at || ' removed', coalesce(settled, '') = 'removed' FROM attempt"
                )),
                Greatest(concat!("SELECT ", who!("person"), " || intent_at || ' looks', looks FROM attempt")),
            ],
        ),
        (
            "standing",
            vec![
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || action || ' removed', coalesce(outcome, '') = 'removed' FROM standing"
                )),
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || action || ' skipped', skipped FROM standing"
                )),
                Greatest(concat!("SELECT ", who!("person"), " || action || ' final', final FROM standing")),
                Greatest(concat!("SELECT ", who!("person"), " || action || ' spent', spent FROM standing")),
            ],
        ),
        (
            "event",
            vec![Each(concat!(
                "SELECT ",
                who!("person"),
                ", ",
                run!("event.run"),
                ", action, outcome, detail, fault, route, surface, ms, at, wall FROM event"
            ))],
        ),
        (
            "page_view",
            vec![Each(concat!("SELECT ", run!("page_view.run"), ", kind, count, at FROM page_view"))],
        ),
        (
            "warning",
            vec![Each(concat!("SELECT DISTINCT ", run!("warning.run"), ", at, cause, detail FROM warning"))],
        ),
        (
            "rehearsal",
            vec![Greatest(concat!(
                "SELECT ",
                run!("rehearsal.run"),
                " || ",
                who!("person"),
                " || action, at FROM rehearsal"
            ))],
        ),
        ("released", vec![Greatest(concat!("SELECT ", who!("person"), ", at FROM released"))]),
        (
            "undecided",
            vec![
                Greatest(concat!("SELECT ", who!("person"), " || action, at FROM undecided")),
                Greatest(concat!(
                    "SELECT ",
                    who!("person"),
                    " || action || ' looked', looked FROM undecided"
                )),
            ],
        ),
        ("shown", vec![Each(concat!("SELECT ", who!("person"), ", what, text FROM shown"))]),
        ("keep_file", vec![Greatest(concat!("SELECT ", run!("keep_file.run"), ", 1 FROM keep_file"))]),
        ("roster", vec![Each("SELECT fingerprint FROM roster")]),
        (
            "member",
            vec![Each(concat!(
                "SELECT (SELECT fingerprint FROM roster o WHERE o.id = roster), ",
                who!("person"),
                ", action, line FROM member"
            ))],
        ),
        (
            "control",
            vec![Greatest(
                "SELECT 'cooldown', coalesce(cooldown_until, 0) FROM control UNION SELECT 'halt', coalesce(halt_at, 0) FROM control \
                 UNION SELECT 'breaker', coalesce(breaker_at, 0) FROM control UNION SELECT 'streak', streak FROM control",
            )],
        ),
        ("pace", vec![Greatest("SELECT 'spacing', coalesce(tat_ns, 0) FROM pace")]),
        // Asked of a run at work, and of no other: nothing of it outlives the run.
        ("request", vec![]),
        // Counted anew, and checked at each opening.
        ("seal", vec![]),
        // SQLite's own.
        ("sqlite_sequence", vec![]),
    ])
}

/// The rows of a query, each as one text, with how often it is there; and of the greatest ones the number.
pub(super) fn facts(conn: &Connection, rule: &Rule) -> BTreeMap<String, i64> {
    let (Each(sql) | Greatest(sql)) = rule;
    let mut select = conn.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let width = select.column_count();
    let mut found = BTreeMap::new();
    let mut rows = select.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        match rule {
            Each(_) => {
                let cells: Vec<String> = (0..width)
                    .map(|index| format!("{:?}", row.get::<_, rusqlite::types::Value>(index).unwrap()))
                    .collect();
                *found.entry(cells.join(" ")).or_default() += 1;
            }
            Greatest(_) => {
                let (name, number): (String, i64) = (row.get(0).unwrap(), row.get(1).unwrap());
                let kept = found.entry(name).or_insert(number);
                *kept = number.max(*kept);
            }
        }
    }
    found
}

/// What a union lacks of a ledger.
pub(super) fn lost(union: &Connection, of: &Connection) -> Vec<String> {
    let rules = rules();
    let known: BTreeSet<String> = rules.keys().map(|table| (*table).to_owned()).collect();
    assert_eq!(
        tables(of),
        known,
        "each table has a rule of what becomes of its rows when two ledgers are joined"
    );
    let mut lost = Vec::new();
    for (table, rules) in &rules {
        for rule in rules {
            let there = facts(union, rule);
            for (fact, number) in facts(of, rule) {
                let there = there.get(&fact).copied().unwrap_or(0);
                if there < number {
                    lost.push(format!("{table}: {fact}: {there} of {number}"));
                }
            }
        }
    }
    lost
}
