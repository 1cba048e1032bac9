//! Page views: written before a load starts, so that the ledger never knows of fewer than the site does.

use std::sync::atomic::Ordering;

use rusqlite::Connection;

use super::caps::{Caps, Meter, Refusal};
use super::clock::{self, Moment};
use super::error::LedgerError;
use super::intent::AttemptId;
use super::open::Ledger;
use super::runs::RunId;
use super::{control, spend};
use crate::domain::{Action, UnixMs};

/// What opening a person may take: the load itself, the one that verifies, and one settling look.
pub const VIEWS_PER_PERSON: u32 = 3;

crate::domain::words! {
    /// Why a page is loaded. Settling looks have a function of their own.
    pub enum PageViewKind {
        /// To read who is signed in.
        Owner => "owner",
        /// A person, to act on them.
        Open => "open",
        /// The fresh load after the click.
        Verify => "verify",
        /// A batch of a list: connections, search results.
        ListBatch => "list_batch",
        /// The feed or another page on the way.
        Feed => "feed",
        /// The sign-in page.
        SignIn => "sign_in",
        /// A page of a smoke test or probe.
        Probe => "probe",
    }
}

impl Ledger {
    /// Whether a person may be opened now: nothing stops the account, there is room for an intent and for
    /// [`VIEWS_PER_PERSON`] page views, besides the looks owed to doubtful people. Writes nothing.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn may_open(
        &self,
        action: Option<Action>,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Option<Refusal>, LedgerError> {
        self.read(|conn| may_open(conn, action, caps, clock::read(conn, now)?))
    }

    /// As [`Ledger::may_open`], and holds the page views back for the person who is opened next: their `open` and
    /// `verify` are then never refused. The reservation ends with the next one or with [`Ledger::release_person`]; it
    /// lives in memory, since after a crash only the look at a doubtful person is owed, and that is known from the
    /// intent. `action` is `None` for a dry run.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn reserve_person(
        &self,
        action: Option<Action>,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        self.release_person();
        if let Some(refusal) = self.may_open(action, caps, now)? {
            return Ok(Err(refusal));
        }
        self.reserved.store(VIEWS_PER_PERSON, Ordering::Relaxed);
        Ok(Ok(()))
    }

    /// Gives back what was held back for a person and not used.
    pub fn release_person(&self) {
        self.reserved.store(0, Ordering::Relaxed);
    }

    /// Writes a page view down. Only then may the load start. `open` and `verify` of a reserved person are never
    /// refused; everything else is, when it does not fit beside what is held back.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written: then nothing may be loaded.
    pub fn record_page_view(
        &self,
        run: RunId,
        kind: PageViewKind,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        let reserved = self.reserved.load(Ordering::Relaxed);
        // The last one is the look's.
        let covered = matches!(kind, PageViewKind::Open | PageViewKind::Verify) && reserved > 1;
        let written = self.write(now, |tx, moment| {
            if !covered {
                let need = 1 + i64::from(reserved) + owed_looks(tx)?;
                if let Some(full) = spend::room(tx, Meter::PageViews, need, caps, moment)? {
                    return Ok(Err(Refusal::Budget(full)));
                }
            }
            insert(tx, run, kind.as_str(), moment)?;
            Ok(Ok(()))
        })?;
        if covered {
            self.reserved.store(reserved - 1, Ordering::Relaxed);
        }
        Ok(written)
    }

    /// Writes down the page view of a look at a doubtful person. The first look of an intent was held back for it and
    /// is never refused; further ones must fit.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or the intent is not open.
    pub fn record_settling_look(
        &self,
        run: RunId,
        attempt: AttemptId,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        self.write(now, |tx, moment| {
            let looks: u32 = tx
                .prepare_cached("SELECT looks FROM attempt WHERE id = ?1 AND settled IS NULL")?
                .query_row([attempt.0], |row| row.get(0))?;
            if looks > 0 {
                let need = 1 + owed_looks(tx)?;
                if let Some(full) = spend::room(tx, Meter::PageViews, need, caps, moment)? {
                    return Ok(Err(Refusal::Budget(full)));
                }
            }
            tx.prepare_cached("UPDATE attempt SET looks = looks + 1 WHERE id = ?1")?.execute([attempt.0])?;
            insert(tx, run, "settle", moment)?;
            Ok(Ok(()))
        })
    }

    /// Whether a look at a doubtful person would be let through now. Writes nothing.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn may_look(&self, looks: u32, caps: &Caps, now: UnixMs) -> Result<Option<Refusal>, LedgerError> {
        self.read(|conn| {
            let moment = clock::read(conn, now)?;
            if let Some(refusal) = control::in_force(conn, moment)? {
                return Ok(Some(refusal));
            }
            if looks == 0 {
                return Ok(None);
            }
            let need = 1 + owed_looks(conn)?;
            Ok(spend::room(conn, Meter::PageViews, need, caps, moment)?.map(Refusal::Budget))
        })
    }

    /// How many page views a run wrote.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn page_views_total(&self) -> Result<u64, LedgerError> {
        self.read(|conn| Ok(u64::try_from(spend::total(conn, Meter::PageViews)?).unwrap_or(0)))
    }
}

fn may_open(
    conn: &Connection,
    action: Option<Action>,
    caps: &Caps,
    moment: Moment,
) -> Result<Option<Refusal>, LedgerError> {
    if let Some(refusal) = control::in_force(conn, moment)? {
        return Ok(Some(refusal));
    }
    let intent = match action {
        Some(action) => spend::room(conn, Meter::from(action), 1, caps, moment)?,
        None => None,
    };
    let views =
        spend::room(conn, Meter::PageViews, i64::from(VIEWS_PER_PERSON) + owed_looks(conn)?, caps, moment)?;
    let frees = |gauge: &super::caps::Gauge| gauge.frees_at.map_or(i64::MAX, |at| at.0);
    Ok(intent.into_iter().chain(views).max_by_key(frees).map(Refusal::Budget))
}

/// Looks that are held back: one for each doubtful intent that nobody has looked at, but for skipped people.
fn owed_looks(conn: &Connection) -> Result<i64, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT count(*) FROM attempt a WHERE a.settled IS NULL AND a.looks = 0 AND NOT EXISTS \
         (SELECT 1 FROM standing s WHERE s.person = a.person AND s.action = a.action AND s.skipped = 1)",
    )?;
    Ok(select.query_row([], |row| row.get(0))?)
}

fn insert(conn: &Connection, run: RunId, kind: &str, moment: Moment) -> Result<(), LedgerError> {
    let total = spend::total(conn, Meter::PageViews)? + 1;
    conn.prepare_cached("INSERT INTO page_view (run, kind, count, total, at) VALUES (?1, ?2, 1, ?3, ?4)")?
        .execute((run.0, kind, total, moment.at.0))?;
    Ok(())
}
