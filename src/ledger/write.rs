//! The two ways to the ledger's rows: reading, and writing in one IMMEDIATE transaction, which looks before whether the file is still
//! in its place and as it was left, and keeps account of what was written.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::clock::{self, Moment};
use super::error::LedgerError;
use super::journal;
use super::known::Known;
use super::open::{BUSY, Ledger, quick_check};
use super::ours::Ours;
use super::place::Seen;
use super::{file, schema, seal};
use crate::domain::UnixMs;

impl Ledger {
    pub(super) fn read<T>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let conn = self.lock();
        body(&conn).map_err(|error| self.note(error, &conn))
    }

    /// Runs `body` in one IMMEDIATE transaction, synced when it returns; an error takes all of it back.
    pub(super) fn write<T>(
        &self,
        now: UnixMs,
        body: impl FnOnce(&Transaction<'_>, Moment) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let done = self.transact(&self.lock(), now, true, body)?;
        self.unsynced.store(false, Ordering::Relaxed);
        Ok(done)
    }

    /// As [`Self::write`], but what was written outlives a power cut only after [`Ledger::sync`], or the next synced write;
    /// the end of this process, however sudden, it outlives at once.
    pub(super) fn write_ahead<T>(
        &self,
        now: UnixMs,
        body: impl FnOnce(&Transaction<'_>, Moment) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        if self.wal.is_none() {
            return self.write(now, body);
        }
        let conn = self.lock();
        let syncing = |how| {
            conn.pragma_update(None, "synchronous", how).map_err(|error| self.note(error.into(), &conn))
        };
        syncing("NORMAL")?;
        self.unsynced.store(true, Ordering::Relaxed);
        let done = self.transact(&conn, now, false, body);
        syncing("FULL")?;
        done
    }

    /// Syncs the page view that was written last, while its page loads. Does nothing where all is synced.
    ///
    /// # Errors
    /// [`LedgerError`] when the disk does not take it.
    pub fn sync(&self) -> Result<(), LedgerError> {
        let Some(wal) = self.wal.as_ref().filter(|_| self.unsynced.load(Ordering::Relaxed)) else {
            return Ok(());
        };
        wal.sync_data().map_err(|error| self.note(LedgerError::of_file(&self.path, &error), &self.lock()))?;
        self.unsynced.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn transact<T>(
        &self,
        conn: &Connection,
        now: UnixMs,
        synced: bool,
        body: impl FnOnce(&Transaction<'_>, Moment) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.check_place(conn)?;
        self.touched().clear();
        let run = || {
            let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
            let moment = clock::tick(&tx, now)?;
            let done = body(&tx, moment)?;
            tx.commit()?;
            self.keep_account(conn, synced)?;
            Ok(done)
        };
        run().map_err(|error| self.note(error, conn))
    }

    /// Whether the file is still the one that this process works on. What another command wrote into it is accepted once all
    /// that this process has written is read back.
    fn check_place(&self, conn: &Connection) -> Result<(), LedgerError> {
        let Some(place) = &self.place else { return Ok(()) };
        match place.look() {
            Seen::Same => Ok(()),
            Seen::Gone => Err(self.lost(
                conn,
                "was moved, deleted or replaced while unlinked worked on it".to_owned(),
                true,
            )),
            Seen::Changed => self.verify(conn),
        }
    }

    /// Reads the file as it is on the disk, by a connection of its own: the one at work has pages in its memory.
    pub(super) fn verify(&self, conn: &Connection) -> Result<(), LedgerError> {
        let Some(place) = &self.place else { return Ok(()) };
        let read_back = || {
            // Where SQLite may only read it takes a schema whose rules name columns that are not there.
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let fresh = Connection::open_with_flags(&self.path, flags)?;
            fresh.busy_timeout(BUSY)?;
            fresh.pragma_update(None, "query_only", "ON")?;
            quick_check(&fresh)?;
            let schema = schema::text(&fresh)?;
            if self.schema.as_ref().is_some_and(|before| *before != schema) {
                return Err(LedgerError::damaged("its tables are not those that it had"));
            }
            seal::check(&fresh)?;
            if let Some(known) = Known::read(&self.path)?
                && let Some(missing) = known.misses(Some(&Known::of(&fresh)?))
            {
                return Err(LedgerError::damaged(missing));
            }
            self.ours.lock().unwrap_or_else(PoisonError::into_inner).read_back(&fresh)
        };
        if place.look() == Seen::Gone {
            return Err(self.lost(
                conn,
                "was moved, deleted or replaced while unlinked worked on it".to_owned(),
                true,
            ));
        }
        match read_back() {
            Ok(()) => {
                place.leave();
                Ok(())
            }
            Err(LedgerError::Locked { path }) => Err(LedgerError::Locked { path }),
            Err(error) => {
                let how =
                    format!("was overwritten or damaged while unlinked worked on it ({})", short(&error));
                Err(self.lost(conn, how, false))
            }
        }
    }

    /// Remembers what was written, and appends it to the journal where there is one.
    fn keep_account(&self, conn: &Connection, synced: bool) -> Result<(), LedgerError> {
        let Some(place) = &self.place else { return Ok(()) };
        let mut touched = std::mem::take(&mut *self.touched());
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if journal.is_none() {
            touched.retain(|(table, _)| Ours::counts(table));
        }
        let rows = journal::rows_of(conn, &touched)?;
        self.ours.lock().unwrap_or_else(PoisonError::into_inner).note(&rows);
        if let Some(journal) = &mut *journal {
            journal
                .append(rows, synced)
                .map_err(|error| LedgerError::of_file(&self.journal_places().changes, &error))?;
        }
        drop(journal);
        place.leave();
        Ok(())
    }

    /// From here on, until [`Self::end_journal`], all that is written is kept beside the ledger as well.
    pub(super) fn begin_journal(&self) -> Result<(), LedgerError> {
        if self.place.is_none() {
            return Ok(());
        }
        let conn = self.lock();
        self.verify(&conn)?;
        let journal = self.journal_places().begin(&conn).map_err(|error| self.note(error, &conn))?;
        *self.journal.lock().unwrap_or_else(PoisonError::into_inner) = Some(journal);
        *self.ours.lock().unwrap_or_else(PoisonError::into_inner) = Ours::default();
        Ok(())
    }

    /// The run has ended in order: the file is read back once more, all of it is brought into the ledger's own file, and the
    /// journal goes.
    pub(super) fn end_journal(&self) -> Result<(), LedgerError> {
        if self.journal.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            return Ok(());
        }
        let conn = self.lock();
        self.verify(&conn)?;
        // Whoever reads at the moment may keep it from being complete; the write-ahead file stays then.
        let _ = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        self.verify(&conn)?;
        *self.journal.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.journal_places().clear()
    }

    /// Writes down outside of the ledger how far it is, so that its loss is noticed.
    pub(super) fn note_known(&self) -> Result<(), LedgerError> {
        if self.holds { self.read(Known::of)?.write(&self.path) } else { Ok(()) }
    }

    /// The file is not what it was. What this process knows of it is saved beside, once: from the journal where there is one;
    /// else, where the old file is only out of sight, from that.
    fn lost(&self, conn: &Connection, how: String, sound: bool) -> LedgerError {
        self.shaken.store(true, Ordering::Relaxed);
        let has_journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let saved = self.saved.get_or_init(|| {
            if has_journal {
                return self.journal_places().rebuild(&self.path).ok();
            }
            let saved = file::free_name(&self.path, ".saved");
            (sound && file::back_up(conn, &saved).is_ok()).then_some(saved)
        });
        // At its end SQLite would delete the write-ahead file by its name, and that may be another one by then.
        let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        LedgerError::TakenAway { path: self.path.clone(), how, saved: saved.clone() }
    }

    /// Fills in the path. Damage that shows itself in the middle of a run is told with what was saved of it.
    pub(super) fn note(&self, error: LedgerError, conn: &Connection) -> LedgerError {
        if !error.shakes_trust() {
            return error.at(&self.path);
        }
        self.shaken.store(true, Ordering::Relaxed);
        let has_journal = self.journal.lock().is_ok_and(|journal| journal.is_some());
        match error {
            LedgerError::Damaged { detail, .. } if has_journal => {
                self.lost(conn, format!("was damaged while unlinked worked on it ({detail})"), false)
            }
            // Half a file gives errors of reading.
            LedgerError::Io { path, detail } if has_journal => match self.verify(conn) {
                Err(lost) => lost,
                Ok(()) => LedgerError::Io { path, detail }.at(&self.path),
            },
            error => error.at(&self.path),
        }
    }
}

fn short(error: &LedgerError) -> String {
    match error {
        LedgerError::Damaged { detail, .. } | LedgerError::Io { detail, .. } => detail.clone(),
        other => other.to_string(),
    }
}
