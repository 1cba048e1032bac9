//! The way back: a ledger that was lost, damaged or put back from an old copy is written anew from all that there is of it, and
//! nothing that any of it knows is forgotten.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::LedgerError;
use super::journal::Places;
use super::known::Known;
use super::merge::{Gained, take_in};
use super::open::{BUSY, Ledger, quick_check};
use super::{file, schema, seal};

/// What came of a restoration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the file that was given added to what was here.
    pub gained: Gained,
    /// Where the ledger that was here is kept now, if there was a file.
    pub replaced: Option<PathBuf>,
    /// Whether that one could be read, and is in the new one.
    pub had_sound: bool,
    /// Whether the journal of a run that was cut off is in the new one.
    pub had_journal: bool,
}

impl Ledger {
    /// Writes the ledger at `path` anew: the union of what is there, if it is sound, of the journal of a run that was cut off, if
    /// there is one, and of the ledger in the file `from`. What was there is kept beside. The caller holds the account's lock.
    ///
    /// # Errors
    /// [`LedgerError`] when `from` is no sound ledger or another account's, or the new one cannot be written; nothing is changed
    /// then.
    pub fn restore(path: &Path, from: &Path) -> Result<Restored, LedgerError> {
        let places = Places::of(path);
        let given = sound_copy(from)?;
        let present = sound_copy(path).ok().filter(is_readable);
        let journal = if places.are_left() { Some(sound_copy(&places.rebuild(path)?)?) } else { None };
        let known = Known::read(path)?;
        if let (Some(known), None, None) = (&known, &present, &journal)
            && known.ledger != Known::of(&given)?.ledger
        {
            let detail = "it is another ledger than the one that was here (move `ledger.known` away if it shall be it)";
            return Err(LedgerError::Foreign { detail: detail.to_owned() });
        }
        let (had_sound, had_journal) = (present.is_some(), journal.is_some());
        let mut all = present.into_iter().chain(journal);
        let mut gained = Gained::default();
        let union = match all.next() {
            Some(union) => {
                for further in all {
                    take_in(&union, &further)?;
                }
                gained = take_in(&union, &given)?;
                union
            }
            None => given,
        };
        // It is the one of this place from now on, wherever its rows came from.
        union.execute("UPDATE meta SET clean = 1, place = NULL WHERE id = 1", [])?;
        if let Some(known) = &known {
            // The numbers of runs that are lost are not given again: their evidence may still be there.
            union.execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'run'", [known.run])?;
        }
        quick_check(&union)?;
        seal::check(&union)?;
        let replaced = put_in_place(&union, path)?;
        Known::of(&union)?.write(path)?;
        places.clear()?;
        Ok(Restored { gained, replaced, had_sound, had_journal })
    }
}

/// Whether all of it can be read: a flipped letter in the description of a table leaves a file that is sound and has another column.
fn is_readable(ledger: &Connection) -> bool {
    let read = || -> Result<(), LedgerError> {
        let empty = Connection::open_in_memory()?;
        seal::register(&empty)?;
        schema::migrate(&empty, None, schema::MIGRATIONS)?;
        take_in(&empty, ledger).map(drop)
    };
    !matches!(read(), Err(LedgerError::Io { .. }))
}

/// Writes the new file, moves the old one aside with what SQLite keeps beside it, and gives the new one the name.
fn put_in_place(union: &Connection, path: &Path) -> Result<Option<PathBuf>, LedgerError> {
    let failed = |error: std::io::Error| LedgerError::of_file(path, &error);
    let new = file::free_name(path, ".restored");
    file::back_up(union, &new)?;
    let old = path.symlink_metadata().is_ok().then(|| file::free_name(path, ".replaced"));
    if let Some(old) = &old {
        fs::rename(path, old).map_err(failed)?;
    }
    for suffix in ["-wal", "-shm"] {
        let beside = file::beside(path, suffix);
        if beside.symlink_metadata().is_ok() {
            let to = old
                .as_ref()
                .map_or_else(|| file::free_name(&beside, ".replaced"), |old| file::beside(old, suffix));
            fs::rename(&beside, to).map_err(failed)?;
        }
    }
    fs::rename(&new, path).map_err(failed)?;
    file::sync_folder_of(path);
    Ok(old)
}

/// A sound ledger of any version, as a copy in memory that is brought up to date.
fn sound_copy(path: &Path) -> Result<Connection, LedgerError> {
    if file::look(path)? == file::Found::Nothing {
        return Err(LedgerError::damaged("there is no such file").at(path));
    }
    let read = || -> Result<Connection, LedgerError> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let from = Connection::open_with_flags(path, flags)?;
        let application: i64 = from.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != schema::APPLICATION_ID {
            return Err(LedgerError::damaged("it is an SQLite file, but not a ledger of unlinked"));
        }
        from.busy_timeout(BUSY)?;
        let mut copy = Connection::open_in_memory()?;
        rusqlite::backup::Backup::new(&from, &mut copy)?.run_to_completion(
            1000,
            std::time::Duration::ZERO,
            None,
        )?;
        seal::register(&copy)?;
        quick_check(&copy)?;
        schema::migrate(&copy, None, schema::MIGRATIONS)?;
        seal::check(&copy)?;
        Ok(copy)
    };
    read().map_err(|error| error.at(path))
}
