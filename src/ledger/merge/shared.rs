//! What both parts of a union use.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use crate::ledger::error::LedgerError;

/// What the union has that the first one had not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gained {
    /// Runs.
    pub runs: usize,
    /// Clicks.
    pub clicks: usize,
    /// Outcomes.
    pub outcomes: usize,
    /// Page views.
    pub page_views: usize,
}

/// All rows of a query, as they are.
pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, LedgerError> {
    let mut select = conn.prepare(sql)?;
    let rows = select.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The union's number of what has this one in the second ledger.
pub(super) fn of(map: &HashMap<i64, i64>, id: i64) -> Result<i64, LedgerError> {
    map.get(&id).copied().ok_or_else(|| LedgerError::damaged("one of its rows belongs to nothing"))
}
