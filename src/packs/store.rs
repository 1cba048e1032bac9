//! Where packs lie, and which one is in use. Each is a folder of its own that is whole before anything names it; `current.toml` names the
//! one in use and the one before, and is replaced as a whole. So whatever ends the program, and whenever, leaves the old pack or the new one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::pack::{Pack, digest_of};
use super::record::{DIGITS, Installed, REMEMBERED, Record, Rehearsed};
use super::refusal::Refusal;
use super::revision::Revision;
use super::rules::check;
use crate::domain::Surface;
use crate::limited;
use crate::selectors::PACKS_RECORD;
use crate::system::new_file::{Existing, NewFile};
use crate::system::{disk, private};

/// The file whose lock keeps a second install away.
const LOCK: &str = "lock";

/// How the name of a folder begins that is still being written.
const UNDER_WAY: &str = ".new-";

/// The folder with all packs.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    pub(crate) fn at(folder: PathBuf) -> Store {
        Store { folder }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is known of packs; nothing where none was ever taken.
    pub(crate) fn record(&self) -> Result<Record, Refusal> {
        let path = self.folder.join(PACKS_RECORD);
        let unreadable = |why: String| {
            Refusal::new(
                format!("{} cannot be read, so it is not known which pack is in use: {why}", path.display()),
                "take that file away to use the built-in files, and install the pack again with --key",
            )
        };
        let text = match limited::settings(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Record::default()),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        let record: Record = toml::from_str(&text).map_err(|error| unreadable(error.message().to_owned()))?;
        let is_odd = |one: &&Installed| {
            // It was written by this program, and becomes a path.
            one.revision.contains(['/', '\\']) || !one.digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        match record.in_use.iter().chain(&record.previous).find(is_odd) {
            Some(_) => Err(unreadable("it names no folder".to_owned())),
            None => Ok(record),
        }
    }

    /// The folder of the pack in use, to be looked through after the user's own. Where it cannot be told which one is, the file that should
    /// say so stands for it: the loader refuses that, since the built-in files may be older than what was trusted last.
    pub(crate) fn folder_in_use(&self) -> Option<PathBuf> {
        match self.record() {
            Ok(record) => Some(self.folder.join(record.in_use?.folder())),
            Err(_) => Some(self.folder.join(PACKS_RECORD)),
        }
    }

    /// Refuses a pack whose files are not as they were taken, or which says what this version of the program lets no pack say.
    pub(crate) fn vouch_for(&self, one: &Installed) -> Result<(), Refusal> {
        let cure = "`unlinked selectors rollback` returns to the files before; then take the pack again, or a newer one";
        let mut files = BTreeMap::new();
        for (name, digest) in &one.files {
            let text = limited::settings(&self.folder.join(one.folder()).join(name)).ok();
            match text.filter(|text| digest_of(text.as_bytes()) == *digest) {
                Some(text) => drop(files.insert(name.clone(), text)),
                None => {
                    let what = format!("{name} of the pack {} is not as it was taken", one.name);
                    return Err(Refusal::new(what, cure));
                }
            }
        }
        check(&files).map_err(|refusal| Refusal::new(refusal.what, cure))
    }

    /// Takes a pack into use, unless another command has changed which one is since `seen` was read. `moment` is told of every step that
    /// is done, so that a test can look at what would be left.
    pub(crate) fn take(
        &self,
        pack: &Pack,
        key: &str,
        unrehearsed: Vec<Surface>,
        seen: &Record,
        moment: &mut dyn FnMut(&str),
    ) -> io::Result<PathBuf> {
        private::make_folder(&self.folder)?;
        moment("the folder of all packs is there");
        let _lock = self.lock(seen)?;
        let new = Installed::of(pack, unrehearsed);
        let folder = self.folder.join(new.folder());
        let under_way = self.folder.join(format!("{UNDER_WAY}{}", new.folder()));
        clear(&under_way)?;
        private::make_folder(&under_way)?;
        moment("its folder is begun");
        pack.write_below(&under_way, &mut || moment("one of its files is there"))?;
        let locales = under_way.join("locales");
        for folder in [&locales, &under_way].into_iter().filter(|folder| folder.is_dir()) {
            disk::sync_folder(folder)?;
        }
        // One that is there already is what an install that was ended has left: nothing names it.
        clear(&folder)?;
        moment("what was left of an earlier try is gone");
        std::fs::rename(&under_way, &folder)?;
        disk::sync_folder(&self.folder)?;
        moment("the whole folder has its name");
        let record = Record {
            key: Some(key.to_owned()),
            highest: Some(seen.highest_with(&pack.revision)),
            rolled_back: None,
            previous: seen.in_use.clone(),
            in_use: Some(new),
        };
        self.write(&record)?;
        moment("the new pack is in use");
        self.sweep(&record);
        moment("what nobody needs is gone");
        Ok(folder)
    }

    /// Returns to the pack before, or to the built-in files where there is none. Gives what is in use then.
    pub(crate) fn roll_back(&self, seen: &Record) -> io::Result<Option<Installed>> {
        let _lock = self.lock(seen)?;
        let record = Record {
            key: seen.key.clone(),
            highest: seen.highest.clone(),
            rolled_back: seen.in_use.as_ref().map(|one| one.digest.clone()),
            in_use: seen.previous.clone(),
            previous: None,
        };
        self.write(&record)?;
        Ok(record.in_use)
    }

    /// Somebody was rehearsed in this way, with the pack in this folder.
    pub(crate) fn note_rehearsed(&self, folder: &Path, rehearsed: Rehearsed) -> io::Result<()> {
        let seen = self.record().map_err(|refusal| io::Error::other(refusal.what))?;
        let mut record = seen.clone();
        // Another one may have been taken while the rehearsal was going.
        let Some(one) = record.in_use.as_mut().filter(|one| self.folder.join(one.folder()) == folder) else {
            return Ok(());
        };
        if !one.asks_for_a_rehearsal(rehearsed.surface, rehearsed.route, &rehearsed.files) {
            return Ok(());
        }
        one.rehearsed.truncate(REMEMBERED - 1);
        one.rehearsed.insert(0, rehearsed);
        let _lock = self.lock(&seen)?;
        self.write(&record)
    }

    /// Keeps other commands from changing which pack is in use, and sees that none has since `seen` was read.
    fn lock(&self, seen: &Record) -> io::Result<File> {
        let path = self.folder.join(LOCK);
        match NewFile::put_for_all(&path, b"", Existing::Stays) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let file = File::open(&path)?;
        let other = || io::Error::new(io::ErrorKind::WouldBlock, "another command is changing the packs");
        file.try_lock().map_err(|_| other())?;
        match self.record() {
            Ok(now) if now == *seen => Ok(file),
            _ => Err(other()),
        }
    }

    fn write(&self, record: &Record) -> io::Result<()> {
        let text = toml::to_string(record).map_err(io::Error::other)?;
        let text =
            format!("# Which pack of selector files is in use; written by `unlinked selectors`.\n{text}");
        NewFile::put_for_all(&self.folder.join(PACKS_RECORD), text.as_bytes(), Existing::IsReplaced)
    }

    /// Removes folders that nothing names any more. What cannot be removed is tried again at the next install.
    fn sweep(&self, record: &Record) {
        let named: Vec<String> =
            record.in_use.iter().chain(&record.previous).map(Installed::folder).collect();
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // Only what has the shape of ours: the folder is the user's.
            let is_pack = |(revision, digest): (&str, &str)| {
                let is_digest = digest.len() == DIGITS && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
                is_digest && revision.parse::<Revision>().is_ok()
            };
            let is_ours = name.starts_with(UNDER_WAY) || name.rsplit_once('-').is_some_and(is_pack);
            if is_ours && !named.iter().any(|kept| kept == name) {
                let _ = clear(&path);
            }
        }
    }
}

fn clear(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::Route;
    use crate::selectors::{Selectors, builtin_files};

    /// A pack with both surfaces and a language, which bear its revision.
    fn pack(day: &str) -> Pack {
        let files: BTreeMap<String, String> = builtin_files()
            .into_iter()
            .filter(|(name, _)| !name.starts_with("locales/") || name == "locales/en.toml")
            .map(|(name, text)| (name, format!("{text}\n# pack of {day}\n")))
            .collect();
        let digest = day.bytes().map(|byte| format!("{byte:02x}")).collect();
        Pack { name: "p".to_owned(), revision: day.parse().unwrap(), files, digest }
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    fn take(store: &Store, pack: &Pack, moment: &mut dyn FnMut(&str)) {
        let seen = store.record().unwrap();
        store.take(pack, "RWkey", vec![Surface::Desktop], &seen, moment).unwrap();
    }

    /// The day of the pack in use, all of whose files are there and are its own; nothing for the built-in ones.
    fn whole(store: &Store) -> Option<String> {
        let record = store.record().unwrap();
        let folder = store.folder_in_use();
        for surface in Surface::ALL {
            Selectors::load(*surface, folder.as_slice()).unwrap();
        }
        let one = record.in_use?;
        for (name, text) in pack(&one.revision).files {
            assert_eq!(std::fs::read_to_string(folder.as_ref().unwrap().join(name)).unwrap(), text);
        }
        Some(one.revision)
    }

    #[test]
    fn a_kill_at_any_moment_of_an_install_leaves_the_old_pack_or_the_new_one_whole() {
        for before in [&[][..], &["2026-11-01"], &["2026-11-01", "2026-11-02"]] {
            let home = tempfile::tempdir().unwrap();
            let store = Store::at(home.path().join("packs"));
            before.iter().for_each(|day| take(&store, &pack(day), &mut |_| ()));
            let old = before.last().map(|day| (*day).to_owned());
            let new = pack("2026-12-01");
            let mut left: Vec<(String, PathBuf)> = Vec::new();
            take(&store, &new, &mut |moment| {
                let target = home.path().join(format!("left-{}", left.len()));
                copy(store.folder(), &target);
                left.push((moment.to_owned(), target));
            });
            assert_eq!(left.len(), 9, "{left:?}");
            let mut seen_new = false;
            for (moment, folder) in &left {
                let store = Store::at(folder.clone());
                // A file that was on its way into its place, and came half.
                std::fs::write(folder.join(".unlinked-x.tmp"), "in_use = ").unwrap();
                let now = whole(&store);
                seen_new |= now.as_deref() == Some("2026-12-01");
                assert!(
                    if seen_new { now.as_deref() == Some("2026-12-01") } else { now == old },
                    "{moment}: {now:?}"
                );
                // The next start gets on from there: the same install again, or the way back.
                if now == old {
                    take(&store, &new, &mut |_| ());
                }
                assert_eq!(whole(&store).as_deref(), Some("2026-12-01"), "{moment}");
                let back = store.roll_back(&store.record().unwrap()).unwrap();
                assert_eq!(back.map(|one| one.revision), old, "{moment}");
                assert_eq!(whole(&store), old, "{moment}");
            }
            assert!(seen_new);
        }
    }

    #[test]
    fn the_pack_before_stays_and_older_ones_go_and_the_users_own_things_stay() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(home.path().to_owned());
        std::fs::create_dir(home.path().join("mine")).unwrap();
        for day in ["2026-11-01", "2026-11-02", "2026-11-03"] {
            take(&store, &pack(day), &mut |_| ());
        }
        let folders =
            std::fs::read_dir(home.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
        assert_eq!(folders.count(), 3, "two packs, and what is the user's");
        let back = |store: &Store| store.roll_back(&store.record().unwrap()).unwrap().map(|one| one.revision);
        assert_eq!(back(&store).as_deref(), Some("2026-11-02"));
        assert_eq!(back(&store), None);
        assert_eq!(store.folder_in_use(), None);
        assert_eq!(store.record().unwrap().key.as_deref(), Some("RWkey"), "the key stays");
    }

    #[test]
    fn a_rehearsal_counts_for_its_layout_and_for_the_files_that_it_was_made_with() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(home.path().to_owned());
        take(&store, &pack("2026-11-01"), &mut |_| ());
        let first = store.folder_in_use().unwrap();
        let asks_by = |route, files: &str| {
            store.record().unwrap().in_use.unwrap().asks_for_a_rehearsal(Surface::Desktop, route, files)
        };
        let asks = |files: &str| asks_by(Route::Profile, files);
        let of = |surface, files: &str| Rehearsed {
            surface,
            route: Route::Profile,
            files: files.to_owned(),
            whole: false,
        };
        store.note_rehearsed(&first, of(Surface::Mobile, "a")).unwrap();
        assert!(asks("a"), "another layout");
        take(&store, &pack("2026-11-02"), &mut |_| ());
        store.note_rehearsed(&first, of(Surface::Desktop, "a")).unwrap();
        assert!(asks("a"), "another pack is in use by now");
        let second = store.folder_in_use().unwrap();
        store.note_rehearsed(&second, of(Surface::Desktop, "a")).unwrap();
        assert!(!asks("a"));
        assert!(asks_by(Route::Connections, "a"), "another way to people");
        let open = || store.record().unwrap().in_use.unwrap().never_rehearsed();
        assert_eq!(open(), [Surface::Desktop], "a file of the user's own had hidden one of the pack's");
        store.note_rehearsed(&second, Rehearsed { whole: true, ..of(Surface::Desktop, "c") }).unwrap();
        assert_eq!(open(), []);
        // A file of the user's own had hidden what the pack changes, or hides it now.
        assert!(asks("b"));
        for nth in 0..2 * REMEMBERED {
            store.note_rehearsed(&second, of(Surface::Desktop, &nth.to_string())).unwrap();
        }
        assert!(!asks("39") && asks("a"), "the latest are remembered");
    }

    #[test]
    fn two_installs_at_once_do_not_undo_each_other() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(home.path().to_owned());
        let seen = store.record().unwrap();
        take(&store, &pack("2026-11-02"), &mut |moment| {
            // Before that nothing is locked yet, and whoever comes second is told later.
            if moment.contains("all packs") {
                return;
            }
            let again = store.take(&pack("2026-11-01"), "RWkey", Vec::new(), &seen, &mut |_| ());
            assert!(again.unwrap_err().to_string().contains("another command"));
        });
        let late = store.take(&pack("2026-11-01"), "RWkey", Vec::new(), &seen, &mut |_| ());
        assert!(late.unwrap_err().to_string().contains("another command"));
        assert_eq!(whole(&store).as_deref(), Some("2026-11-02"));
    }

    #[test]
    fn a_record_that_cannot_be_read_is_never_taken_for_none() {
        for text in [
            "in_use = ",
            "[in_use]\nname = \"p\"\n",
            "[in_use]\nname = \"p\"\nrevision = \"../..\"\ndigest = \"aa\"\nunrehearsed = []\n",
        ] {
            let home = tempfile::tempdir().unwrap();
            let store = Store::at(home.path().to_owned());
            std::fs::write(home.path().join(PACKS_RECORD), text).unwrap();
            assert!(store.record().unwrap_err().cure.contains("take that file away"), "{text}");
            let error = Selectors::load(Surface::Desktop, store.folder_in_use().as_slice()).unwrap_err();
            assert!(
                error.to_string().contains("the pack of selector files in use cannot be read"),
                "{error}"
            );
        }
    }
}
