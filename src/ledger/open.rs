//! Opening and closing the ledger, and the two ways to its rows: reading, and writing in one IMMEDIATE transaction.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::clock::{self, Moment};
use super::error::LedgerError;
use super::views::Held;
use super::{file, schema};
use crate::domain::UnixMs;
use crate::system::disk::FileId;

/// How long to wait for another process that holds the file (`status`, a backup).
const BUSY: Duration = Duration::from_secs(5);

/// The ledger of one account. May be shared between threads; calls take turns.
#[derive(Debug)]
pub struct Ledger {
    conn: Mutex<Connection>,
    path: PathBuf,
    /// Whether this process is the one that leaves the ledger clean.
    holds: bool,
    /// Set by an error that casts doubt on the file: it is then checked at the next opening.
    shaken: AtomicBool,
    held: Mutex<Held>,
    /// The files that must stay where they are for as long as this process works on them.
    files: Option<Files>,
    /// The copy that was saved when they were not.
    saved: OnceLock<Option<PathBuf>>,
    /// The write-ahead file, to be synced by ourselves, and whether something in it is not.
    wal: Option<File>,
    unsynced: AtomicBool,
}

impl Ledger {
    /// Opens the ledger for the process that holds the account's lock; makes it if there is none. After an unclean end
    /// (crash, kill, power cut) the whole file is checked first.
    ///
    /// # Errors
    /// [`LedgerError`] when the file is damaged, from a newer version, or cannot be read and written.
    pub fn open(path: &Path, now: UnixMs) -> Result<Ledger, LedgerError> {
        Self::open_held(path, now).map_err(|error| error.at(path))
    }

    /// Opens the ledger beside another process that may be at work on it (`status`, `retry`, `export`): nothing is
    /// checked and no mark is left. `None` if there is no ledger yet.
    ///
    /// # Errors
    /// [`LedgerError`] as [`Ledger::open`].
    pub fn open_beside(path: &Path) -> Result<Option<Ledger>, LedgerError> {
        if file::look(path)? == file::Found::Nothing {
            return Ok(None);
        }
        let conn = connect(path, Check::Never).map_err(|error| error.at(path))?;
        Ok(Some(Ledger::around(conn, path.to_owned(), false)))
    }

    /// A ledger that lives in memory only, for tests and for `--list-clicks`.
    ///
    /// # Errors
    /// [`LedgerError`] when SQLite has no memory.
    pub fn open_in_memory(now: UnixMs) -> Result<Ledger, LedgerError> {
        let conn = Connection::open_in_memory()?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        schema::migrate(&conn, None, schema::MIGRATIONS)?;
        file::first_rows(&conn, now)?;
        Ok(Ledger::around(conn, PathBuf::from("(in memory)"), false))
    }

    fn open_held(path: &Path, now: UnixMs) -> Result<Ledger, LedgerError> {
        if file::look(path)? == file::Found::Nothing {
            file::create(path, now)?;
        }
        let conn = connect(path, Check::AfterUncleanEnd)?;
        conn.execute("UPDATE meta SET clean = 0 WHERE id = 1", [])?;
        let files = Files::of(path).map_err(|error| LedgerError::of_file(path, &error))?;
        // For writing, or Windows does not sync it.
        let wal = OpenOptions::new()
            .write(true)
            .open(&files.0[1].0)
            .map_err(|error| LedgerError::of_file(path, &error))?;
        let mut ledger = Ledger::around(conn, path.to_owned(), true);
        ledger.files = Some(files);
        ledger.wal = Some(wal);
        Ok(ledger)
    }

    fn around(conn: Connection, path: PathBuf, holds: bool) -> Ledger {
        let (conn, held) = (Mutex::new(conn), Mutex::default());
        Ledger {
            conn,
            path,
            holds,
            shaken: AtomicBool::new(false),
            held,
            files: None,
            saved: OnceLock::new(),
            wal: None,
            unsynced: AtomicBool::new(false),
        }
    }

    /// Where the ledger is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The clock's reading: the wall clock's time and ledger time.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn moment(&self, now: UnixMs) -> Result<Moment, LedgerError> {
        self.read(|conn| clock::read(conn, now))
    }

    /// Writes a copy of the whole ledger to a new file, also while a run is at work.
    ///
    /// # Errors
    /// [`LedgerError`] when the file exists already or cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), LedgerError> {
        self.read(|conn| file::back_up(conn, to))
    }

    /// Caps the size of the file, in pages: how tests make a full disk.
    ///
    /// # Errors
    /// [`LedgerError`] when SQLite refuses.
    #[doc(hidden)]
    pub fn set_max_pages(&self, pages: u32) -> Result<(), LedgerError> {
        self.read(|conn| {
            conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
            Ok(())
        })
    }

    #[cfg(test)]
    pub(super) fn is_synced(&self) -> bool {
        !self.unsynced.load(Ordering::Relaxed)
    }

    #[cfg(test)]
    pub(super) fn set_busy_timeout_for_tests(&self) {
        self.lock().busy_timeout(Duration::from_millis(20)).unwrap();
    }

    pub(super) fn read<T>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        body(&self.lock()).map_err(|error| self.note(error))
    }

    /// Runs `body` in one IMMEDIATE transaction, synced when it returns; an error takes all of it back.
    pub(super) fn write<T>(
        &self,
        now: UnixMs,
        body: impl FnOnce(&Transaction<'_>, Moment) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let done = self.transact(&self.lock(), now, body)?;
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
        let syncing =
            |how| conn.pragma_update(None, "synchronous", how).map_err(|error| self.note(error.into()));
        syncing("NORMAL")?;
        self.unsynced.store(true, Ordering::Relaxed);
        let done = self.transact(&conn, now, body);
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
        wal.sync_data().map_err(|error| self.note(LedgerError::of_file(&self.path, &error)))?;
        self.unsynced.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn transact<T>(
        &self,
        conn: &Connection,
        now: UnixMs,
        body: impl FnOnce(&Transaction<'_>, Moment) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        if let Some(files) = &self.files
            && !files.are_in_place()
        {
            return Err(self.note(self.taken_away(conn)));
        }
        let run = || {
            let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
            let moment = clock::tick(&tx, now)?;
            let done = body(&tx, moment)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|error| self.note(error))
    }

    /// The file was moved, deleted or replaced. What this process still has of it is saved beside, once.
    fn taken_away(&self, conn: &Connection) -> LedgerError {
        let saved = self.saved.get_or_init(|| {
            let saved = file::free_name(&self.path, ".saved");
            file::back_up(conn, &saved).is_ok().then_some(saved)
        });
        // At its end SQLite would delete the write-ahead file by its name, and that may be another one by then.
        let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        LedgerError::TakenAway { path: self.path.clone(), saved: saved.clone() }
    }

    fn note(&self, error: LedgerError) -> LedgerError {
        if error.shakes_trust() {
            self.shaken.store(true, Ordering::Relaxed);
        }
        error.at(&self.path)
    }

    /// What page views are held against. Taken before the connection, never after.
    pub(super) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-written state: open transactions are rolled back when they are dropped.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A ledger's file and its write-ahead file, each with what the system knows it by. SQLite writes on into files that nobody
/// will find again; the next run would begin with an empty ledger and remove people a second time.
#[derive(Debug)]
struct Files([(PathBuf, FileId); 2]);

impl Files {
    fn of(path: &Path) -> std::io::Result<Files> {
        let ledger = path.canonicalize()?;
        let wal = file::beside(&ledger, "-wal");
        let known = |path: PathBuf| FileId::of(&path).map(|id| (path, id));
        Ok(Files([known(ledger)?, known(wal)?]))
    }

    fn are_in_place(&self) -> bool {
        let in_place = |(path, id): &(PathBuf, FileId)| FileId::of(path).is_ok_and(|now| now == *id);
        self.0.iter().all(in_place)
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if self.holds && !self.shaken.load(Ordering::Relaxed) && !std::thread::panicking() {
            // Not being able to leave the mark only costs a check at the next opening.
            let _ = self.lock().execute("UPDATE meta SET clean = 1 WHERE id = 1", []);
        }
    }
}

/// Room for every statement of this module.
const STATEMENTS: usize = 96;

/// Whether the whole file is looked through before anything of it is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    AfterUncleanEnd,
    Never,
}

fn connect(path: &Path, check: Check) -> Result<Connection, LedgerError> {
    // Never SQLITE_OPEN_CREATE: a file that vanished in between must not come back empty.
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    let application: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != schema::APPLICATION_ID {
        return Err(LedgerError::damaged("it is an SQLite file, but not a ledger of unlinked"));
    }
    if schema::version(&conn)? > i64::try_from(schema::MIGRATIONS.len()).unwrap_or(i64::MAX) {
        // Said before anything is changed, the journal mode included.
        schema::migrate(&conn, None, schema::MIGRATIONS)?;
    }
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    if check == Check::AfterUncleanEnd
        && !conn.query_row("SELECT clean FROM meta WHERE id = 1", [], |row| row.get::<_, bool>(0))?
    {
        quick_check(&conn)?;
    }
    schema::migrate(&conn, Some(path), schema::MIGRATIONS)?;
    Ok(conn)
}

fn quick_check(conn: &Connection) -> Result<(), LedgerError> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(LedgerError::damaged(verdict)) }
}
