//! Counting in rolling windows. Every counted row carries the running total of its meter, so what lies in a window is
//! the newest total less the total at the window's edge: two index seeks, whatever the size of the ledger.

use rusqlite::{Connection, OptionalExtension};

use super::caps::{Budget, Caps, Gauge, Meter, Window};
use super::clock::{self, Moment};
use super::error::LedgerError;
use super::open::Ledger;
use crate::domain::UnixMs;

impl Ledger {
    /// How full every window is under `caps`.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn budget(&self, caps: &Caps, now: UnixMs) -> Result<Budget, LedgerError> {
        self.read(|conn| {
            let moment = clock::read(conn, now)?;
            let mut windows = Vec::new();
            for meter in Meter::ALL {
                for window in Window::ALL {
                    windows.push(gauge(conn, *meter, *window, 1, caps, moment)?);
                }
            }
            Ok(Budget { windows })
        })
    }

    /// The times (ledger time, oldest first) and counts of what lies in the longest window of a meter, for estimates.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn recent(&self, meter: Meter, now: UnixMs) -> Result<Vec<(UnixMs, u32)>, LedgerError> {
        self.read(|conn| {
            let edge = clock::read(conn, now)?.at.minus(Window::Month.span());
            let sql = match meter.action() {
                Some(_) => {
                    "SELECT intent_at, 1 FROM attempt WHERE action = ?1 AND intent_at > ?2 ORDER BY intent_at"
                }
                None => "SELECT at, count FROM page_view WHERE ?1 = ?1 AND at > ?2 ORDER BY at",
            };
            let word = meter.action().map_or("", |action| action.as_str());
            let mut select = conn.prepare_cached(sql)?;
            let rows = select.query_map((word, edge.0), |row| Ok((UnixMs(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Whether `need` more fit into every window of the meter; else the window that is full for longest.
pub(super) fn room(
    conn: &Connection,
    meter: Meter,
    need: i64,
    caps: &Caps,
    moment: Moment,
) -> Result<Option<Gauge>, LedgerError> {
    let mut worst: Option<Gauge> = None;
    for window in Window::ALL {
        let gauge = gauge(conn, meter, *window, need, caps, moment)?;
        if i64::try_from(gauge.used).unwrap_or(i64::MAX).saturating_add(need) <= i64::from(gauge.max) {
            continue;
        }
        // `None` here means that time alone makes no room: nothing is worse.
        let frees = |gauge: &Gauge| gauge.frees_at.map_or(i64::MAX, |at| at.0);
        if worst.as_ref().is_none_or(|worst| frees(worst) <= frees(&gauge)) {
            worst = Some(gauge);
        }
    }
    Ok(worst)
}

/// The running total of a meter: how many there ever were.
pub(super) fn total(conn: &Connection, meter: Meter) -> Result<i64, LedgerError> {
    let total = match meter.action() {
        Some(action) => conn
            .prepare_cached("SELECT nth FROM attempt WHERE action = ?1 ORDER BY nth DESC LIMIT 1")?
            .query_row([action.as_str()], |row| row.get(0))
            .optional()?,
        None => conn
            .prepare_cached("SELECT total FROM page_view ORDER BY total DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?,
    };
    Ok(total.unwrap_or(0))
}

/// The running total of a meter at `at` (ledger time), that moment included.
fn total_at(conn: &Connection, meter: Meter, at: UnixMs) -> Result<i64, LedgerError> {
    let total = match meter.action() {
        Some(action) => conn
            .prepare_cached(
                "SELECT nth FROM attempt WHERE action = ?1 AND intent_at <= ?2 ORDER BY intent_at DESC, nth DESC LIMIT 1",
            )?
            .query_row((action.as_str(), at.0), |row| row.get(0))
            .optional()?,
        None => conn
            .prepare_cached("SELECT total FROM page_view WHERE at <= ?1 ORDER BY at DESC, total DESC LIMIT 1")?
            .query_row([at.0], |row| row.get(0))
            .optional()?,
    };
    Ok(total.unwrap_or(0))
}

/// When the running total reached `target`.
fn reached(conn: &Connection, meter: Meter, target: i64) -> Result<Option<UnixMs>, LedgerError> {
    let at: Option<i64> = match meter.action() {
        Some(action) => conn
            .prepare_cached(
                "SELECT intent_at FROM attempt WHERE action = ?1 AND nth >= ?2 ORDER BY nth LIMIT 1",
            )?
            .query_row((action.as_str(), target), |row| row.get(0))
            .optional()?,
        None => conn
            .prepare_cached("SELECT at FROM page_view WHERE total >= ?1 ORDER BY total LIMIT 1")?
            .query_row([target], |row| row.get(0))
            .optional()?,
    };
    Ok(at.map(UnixMs))
}

fn gauge(
    conn: &Connection,
    meter: Meter,
    window: Window,
    need: i64,
    caps: &Caps,
    moment: Moment,
) -> Result<Gauge, LedgerError> {
    let max = caps.of(meter).of(window);
    let total = total(conn, meter)?;
    let used = total - total_at(conn, meter, moment.at.minus(window.span()))?;
    // There is room once so many have left the window that the rest and `need` fit.
    let must_leave = total + need - i64::from(max);
    let frees_at = if used + need <= i64::from(max) || need > i64::from(max) {
        None
    } else {
        reached(conn, meter, must_leave)?.map(|at| moment.wall_of(at.plus(window.span())))
    };
    Ok(Gauge { meter, window, used: u64::try_from(used).unwrap_or(0), max, frees_at })
}
