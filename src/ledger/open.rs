//! Opening and closing the ledger. How its rows are read and written stands in `write`.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::clock::{self, BootClock, Moment, Uptime};
use super::error::LedgerError;
use super::held::Held;
use super::journal::{self, Journal, Places, Touched};
use super::known::Known;
use super::ours::Ours;
use super::place::Place;
use super::{copied, create, file, schema, seal};
use crate::domain::UnixMs;

/// How long to wait for another process that holds the file (`status`, a backup).
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// The ledger of one account. May be shared between threads; calls take turns.
#[derive(Debug)]
pub struct Ledger {
    conn: Mutex<Connection>,
    pub(super) path: PathBuf,
    /// Whether this process is the one that leaves the ledger clean.
    pub(super) holds: bool,
    /// Set by an error that casts doubt on the file: it is then checked at the next opening.
    pub(super) shaken: AtomicBool,
    held: Mutex<Held>,
    /// The files that must stay where they are, and as they were left, for as long as this process works on them.
    pub(super) place: Option<Place>,
    /// The rows that the transaction at hand has changed: table and number.
    touched: Touched,
    /// What this process has written.
    pub(super) ours: Mutex<Ours>,
    /// The journal of a run that removes.
    pub(super) journal: Mutex<Option<Journal>>,
    /// The copy that was saved when the files were not what they were.
    pub(super) saved: OnceLock<Option<PathBuf>>,
    /// The write-ahead file, to be synced by ourselves, and whether something in it is not.
    pub(super) wal: Option<File>,
    pub(super) unsynced: AtomicBool,
    /// What this one was a copy of when it was opened.
    copy_of: Option<PathBuf>,
    /// Its tables, indexes and triggers as they were written when it was opened.
    pub(super) schema: Option<String>,
}

impl Ledger {
    /// Opens the ledger for the process that holds the account's lock; makes it if there is none. The whole file is checked
    /// first, and after an unclean end (crash, kill, power cut) also that all is in it that the journal of the last run holds.
    ///
    /// # Errors
    /// [`LedgerError`] when the file is damaged, from a newer version, or cannot be read and written.
    pub fn open(path: &Path, now: UnixMs) -> Result<Ledger, LedgerError> {
        Self::open_held(path, now).map_err(|error| error.at(path))
    }

    /// Opens the ledger beside another process that may be at work on it (`status`, `retry`, `export`): the whole file is
    /// checked, and no mark is left. `None` if there is no ledger yet.
    ///
    /// # Errors
    /// [`LedgerError`] as [`Ledger::open`].
    pub fn open_beside(path: &Path) -> Result<Option<Ledger>, LedgerError> {
        if file::look(path)? == file::Found::Nothing {
            return Ok(None);
        }
        let conn = connect(path).map_err(|error| error.at(path))?;
        Ok(Some(Ledger::around(conn, path.to_owned(), false).by_boot_clock(Arc::new(uptime))?))
    }

    /// The same ledger, whose time goes by a boot clock within one boot. A ledger that is opened beside a run has the system's.
    ///
    /// # Errors
    /// [`LedgerError`] when SQLite refuses.
    pub fn by_boot_clock(self, clock: BootClock) -> Result<Ledger, LedgerError> {
        clock::register(&self.lock(), Some(clock))?;
        Ok(self)
    }

    /// A ledger that lives in memory only, for tests and for `--list-clicks`.
    ///
    /// # Errors
    /// [`LedgerError`] when SQLite has no memory.
    pub fn open_in_memory(now: UnixMs) -> Result<Ledger, LedgerError> {
        let mut conn = Connection::open_in_memory()?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        seal::register(&conn)?;
        clock::register(&conn, None)?;
        create::in_memory(&mut conn, now)?;
        Ok(Ledger::around(conn, PathBuf::from("(in memory)"), false))
    }

    fn open_held(path: &Path, now: UnixMs) -> Result<Ledger, LedgerError> {
        let places = Places::of(path);
        let left = places.are_left();
        let opened = Self::open_known(path, now).and_then(|conn| {
            if left && let Some(missing) = places.missing_in(&conn)? {
                return Err(LedgerError::Older { path: path.to_owned(), detail: missing });
            }
            Ok(conn)
        });
        let mut conn = match opened {
            Err(LedgerError::Damaged { detail, .. } | LedgerError::Older { detail, .. }) if left => {
                let how = format!("is not what the last run left, which was cut off ({detail})");
                let saved = Some(places.rebuild(path)?);
                return Err(LedgerError::TakenAway { path: path.to_owned(), how, saved });
            }
            opened => opened?,
        };
        conn.execute("UPDATE meta SET clean = 0 WHERE id = 1", [])?;
        if left {
            places.clear()?;
        }
        let copy_of = copied::settle(&conn, path)?;
        let failed = |error: std::io::Error| LedgerError::of_file(path, &error);
        let place = Place::of(path).map_err(failed)?;
        // For writing, or Windows does not sync it.
        let wal = OpenOptions::new().write(true).open(place.wal()).map_err(failed)?;
        let schema = schema::text(&conn)?;
        let touched = Touched::default();
        journal::watch(&mut conn, &touched)?;
        let mut ledger = Ledger::around(conn, path.to_owned(), true);
        ledger.place = Some(place);
        ledger.wal = Some(wal);
        ledger.touched = touched;
        ledger.copy_of = copy_of;
        ledger.schema = Some(schema);
        Ok(ledger)
    }

    /// A sound ledger that holds all that is known of it outside of it, or a new one.
    fn open_known(path: &Path, now: UnixMs) -> Result<Connection, LedgerError> {
        let known = Known::read(path)?;
        let check = |now: Option<&Known>| match known.as_ref().and_then(|known| known.misses(now)) {
            Some(detail) => Err(LedgerError::Older { path: path.to_owned(), detail }),
            None => Ok(()),
        };
        if file::look(path)? == file::Found::Nothing {
            check(None)?;
            create::in_file(path, now)?;
        }
        let conn = connect(path)?;
        check(Some(&Known::of(&conn)?))?;
        Ok(conn)
    }

    fn around(conn: Connection, path: PathBuf, holds: bool) -> Ledger {
        let (conn, held) = (Mutex::new(conn), Mutex::default());
        Ledger {
            conn,
            path,
            holds,
            shaken: AtomicBool::new(false),
            held,
            place: None,
            touched: Touched::default(),
            ours: Mutex::default(),
            journal: Mutex::default(),
            saved: OnceLock::new(),
            wal: None,
            unsynced: AtomicBool::new(false),
            copy_of: None,
            schema: None,
        }
    }

    /// Where the ledger is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What this ledger, with all copies of it, is known by: 32 hexadecimal digits, drawn when it was made.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn id(&self) -> Result<String, LedgerError> {
        self.read(|conn| {
            let id: String = conn.query_row("SELECT ledger FROM meta WHERE id = 1", [], |row| row.get(0))?;
            // It becomes a folder's name.
            if id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                Ok(id)
            } else {
                Err(LedgerError::damaged("it does not say which ledger it is"))
            }
        })
    }

    /// The ledger that this one is a copy of: both are there, and went by one name when this one was opened.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn copy_of(&self) -> Result<Option<PathBuf>, LedgerError> {
        if self.holds {
            return Ok(self.copy_of.clone());
        }
        self.read(|conn| copied::origin(conn, &self.path))
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

    /// What page views are held against. Taken before the connection, never after.
    pub(super) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the journal of this ledger is, or would be.
    pub(super) fn journal_places(&self) -> Places {
        Places::of(&self.path)
    }

    pub(super) fn touched(&self) -> MutexGuard<'_, Vec<(String, i64)>> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-written state: open transactions are rolled back when they are dropped.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if self.holds && !self.shaken.load(Ordering::Relaxed) && !std::thread::panicking() {
            // Not being able to leave the mark only costs a check at the next opening.
            let _ = self.lock().execute("UPDATE meta SET clean = 1 WHERE id = 1", []);
            let _ = self.note_known();
        }
    }
}

/// Room for every statement of this module.
const STATEMENTS: usize = 96;

pub(super) fn connect(path: &Path) -> Result<Connection, LedgerError> {
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
    seal::register(&conn)?;
    clock::register(&conn, None)?;
    quick_check(&conn)?;
    schema::migrate(&conn, Some(path), schema::MIGRATIONS)?;
    seal::check(&conn)?;
    Ok(conn)
}

pub(super) fn quick_check(conn: &Connection) -> Result<(), LedgerError> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(LedgerError::damaged(verdict)) }
}

/// The system's boot clock, where it has one.
pub fn uptime() -> Option<Uptime> {
    crate::system::boot::uptime().map(|(boot, ms)| Uptime { boot, ms })
}
