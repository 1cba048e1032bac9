//! The keep lists in force: the account's own, always, and one file beside it. They are read before a run and again at each
//! click; what can be read only once, such as a pipe, is read once and kept in memory.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use url::Url;

use super::account_args::AccountArgs;
use super::failure::Failure;
use super::settings::state_folder;
use crate::config::Config;
use crate::limited;
use crate::roster::{KeepList, ListError};

/// The account's own keep list, in its state folder.
const OWN: &str = "keep.txt";

/// What its lines are called wherever they are told.
pub(super) const OWN_CALLED: &str = "the account's own keep list";

/// The keep lists in force.
#[derive(Debug, Clone, Default)]
pub(super) struct KeepLists {
    own: Option<PathBuf>,
    given: Option<PathBuf>,
    /// What was in `given`, if that can be read only once.
    once: Option<Arc<[u8]>>,
}

/// Which file is used beside the account's own list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    /// `--keep`.
    pub(super) file: Option<&'a Path>,
    /// `--no-keep`: the config's is set aside.
    pub(super) none: bool,
}

impl<'a> Asked<'a> {
    /// What the flags say.
    pub(super) fn of(file: Option<&'a Path>, none: bool) -> Asked<'a> {
        Asked { file, none }
    }
}

impl KeepLists {
    /// The lists in force. A pipe is read here.
    pub(super) fn of(
        account: &AccountArgs,
        asked: Asked<'_>,
        config: Option<&Config>,
    ) -> Result<KeepLists, ListError> {
        let own = state_folder(account).ok().map(|folder| folder.join(OWN));
        let configured = config.and_then(|config| config.keep.file.clone()).filter(|_| !asked.none);
        let given = asked.file.map(Path::to_owned).or(configured);
        let mut lists = KeepLists { own, given, once: None };
        if let Some(path) = &lists.given
            && only_once(path)
        {
            lists.once = Some(read_once(path)?.into());
        }
        Ok(lists)
    }

    /// Reads all of them.
    pub(super) fn read(&self, site: Option<&Url>) -> Result<KeepList, ListError> {
        let mut list = match (&self.given, &self.once) {
            (None, _) => KeepList::empty(),
            (Some(path), Some(bytes)) => {
                let name = path.to_string_lossy();
                match site {
                    Some(site) => KeepList::parse_at(&name, bytes.to_vec(), site)?,
                    None => KeepList::parse(&name, bytes.to_vec())?,
                }
            }
            (Some(path), None) => read_file(path, site)?,
        };
        if let Some(own) = &self.own {
            match read_file(own, site) {
                Ok(own) => list.join(&own.called(OWN_CALLED)),
                // A link that leads nowhere is a list that is not there at the moment, and no account without one.
                Err(ListError::Io { source, .. })
                    if source.kind() == ErrorKind::NotFound && own.symlink_metadata().is_err() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(list)
    }

    /// The file beside the account's own list.
    pub(super) fn given(&self) -> Option<&Path> {
        self.given.as_deref()
    }

    /// Whether that file was read once, into memory.
    pub(super) fn is_once(&self) -> bool {
        self.once.is_some()
    }

    /// The account's own list, if it is there.
    pub(super) fn own(&self) -> Option<&Path> {
        self.own.as_deref().filter(|own| own.exists())
    }
}

/// The account's own keep list.
pub(super) fn own_list(account: &AccountArgs) -> Result<PathBuf, Failure> {
    Ok(state_folder(account)?.join(OWN))
}

/// Reads a list that is a file. What has become something else meanwhile, such as a pipe that might never be written to, is not
/// opened.
fn read_file(path: &Path, site: Option<&Url>) -> Result<KeepList, ListError> {
    if only_once(path) {
        let source = std::io::Error::new(ErrorKind::InvalidInput, "it is no regular file any more");
        return Err(ListError::Io { what: "keep list", path: path.to_owned(), source });
    }
    match site {
        Some(site) => KeepList::read_at(path, site),
        None => KeepList::read(path),
    }
}

/// Whether a path leads to something that gives its content once: a pipe, a terminal, an open descriptor.
fn only_once(path: &Path) -> bool {
    let by_descriptor = path == Path::new("-")
        || path.starts_with("/dev/fd")
        || path.starts_with("/proc/self/fd")
        || path == Path::new("/dev/stdin");
    by_descriptor || std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}

fn read_once(path: &Path) -> Result<Vec<u8>, ListError> {
    let io = |source| ListError::Io { what: "keep list", path: path.to_owned(), source };
    let all = |from: &mut dyn Read| limited::all_of(from, limited::KEEP_LIST);
    if path == Path::new("-") {
        return all(&mut std::io::stdin().lock()).map_err(io);
    }
    std::fs::File::open(path).and_then(|mut file| all(&mut file)).map_err(io)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::roster::{Held, Weaker};

    /// What becomes of the file between the confirmation and the click.
    type Turn = fn(&Path);

    fn anew(path: &Path, bytes: impl AsRef<[u8]>) {
        std::fs::remove_file(path).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Whatever a list turns into, it never protects fewer people than were confirmed without a word, and nothing waits for ever.
    #[test]
    fn whatever_a_list_turns_into_in_the_middle_of_a_run_less_protection_is_told() {
        const BOTH: &str = "Ben Harrowgate\nnúria-lima\n";
        let turns: &[(&str, bool, Turn)] = &[
            ("the same", true, |path| anew(path, BOTH)),
            ("written otherwise", true, |path| anew(path, "núria-lima\r\n\r\n1. Ben Harrowgate\r\n")),
            ("ends of lines of an old Macintosh", true, |path| anew(path, BOTH.replace('\n', "\r"))),
            ("a mark at its start", true, |path| anew(path, format!("\u{feff}{BOTH}"))),
            ("a mark in its middle", true, |path| anew(path, BOTH.replace("\nn", "\n\u{feff}n"))),
            ("a link to the same", true, |path| {
                let other = path.with_extension("other");
                std::fs::rename(path, &other).unwrap();
                symlink(&other, path).unwrap();
            }),
            ("more", true, |path| anew(path, format!("{BOTH}iris-bexley\n"))),
            ("a link to another list", false, |path| {
                let other = path.with_extension("other");
                std::fs::write(&other, "iris-bexley\n").unwrap();
                std::fs::remove_file(path).unwrap();
                symlink(&other, path).unwrap();
            }),
            ("a link to nothing", false, |path| {
                std::fs::remove_file(path).unwrap();
                symlink("nothing", path).unwrap();
            }),
            ("a link to a device", false, |path| {
                std::fs::remove_file(path).unwrap();
                symlink("/dev/null", path).unwrap();
            }),
            ("a pipe to which nobody writes", false, |path| {
                std::fs::remove_file(path).unwrap();
                assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
            }),
            ("a folder", false, |path| {
                std::fs::remove_file(path).unwrap();
                std::fs::create_dir(path).unwrap();
            }),
            ("nothing", false, |path| std::fs::remove_file(path).unwrap()),
            ("empty", false, |path| anew(path, "")),
            ("cut in the middle of a letter", false, |path| anew(path, &BOTH.as_bytes()[..17])),
            ("UTF-16, little end first", false, |path| {
                let wide: Vec<u8> = BOTH.encode_utf16().flat_map(u16::to_le_bytes).collect();
                anew(path, [&[0xff, 0xfe], wide.as_slice()].concat());
            }),
            ("UTF-16, big end first", false, |path| {
                let wide: Vec<u8> = BOTH.encode_utf16().flat_map(u16::to_be_bytes).collect();
                anew(path, [&[0xfe, 0xff], wide.as_slice()].concat());
            }),
            ("UTF-16 without a mark", false, |path| {
                anew(path, BOTH.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
            }),
            ("Windows-1252", false, |path| anew(path, b"Ben Harrowgate\nn\xfaria-lima\n")),
            ("zero bytes", false, |path| anew(path, BOTH.replace("ria", "r\0ia"))),
            ("a line of ten megabytes", false, |path| {
                anew(path, format!("{BOTH}{}", "x".repeat(10_000_000)))
            }),
        ];
        for (what, as_much, turn) in turns {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("keep.txt");
            std::fs::write(&path, BOTH).unwrap();
            let lists = KeepLists { own: None, given: Some(path.clone()), once: None };
            let confirmed = lists.read(None).unwrap();
            let held = Held::new(confirmed, || lists.read(None).map_err(|error| error.to_string()));
            assert!(held.now().is_ok(), "{what}");
            turn(&path);
            match held.now() {
                Ok(now) => assert!(*as_much && !now.is_empty(), "{what}"),
                Err(weaker) => {
                    assert!(!as_much, "{what}: {weaker}");
                    let lines = match &weaker {
                        Weaker::Less(lines) | Weaker::Unreadable(_, lines) => lines,
                    };
                    assert!(
                        !lines.is_empty() && weaker.to_string().contains("nobody was clicked on"),
                        "{what}"
                    );
                }
            }
        }
    }

    /// The account's own list is in force whether or not it can be reached at the moment.
    #[test]
    fn an_own_list_that_is_a_link_to_nothing_is_no_account_without_one() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("keep.txt");
        let lists = KeepLists { own: Some(own.clone()), given: None, once: None };
        assert!(lists.read(None).unwrap().is_empty(), "there is none yet");
        symlink(folder.path().join("not-mounted/keep.txt"), &own).unwrap();
        assert!(lists.read(None).is_err());
    }

    #[test]
    fn what_can_be_read_once_is_read_once_and_what_has_no_end_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let writer = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::write(pipe, "Ben Harrowgate\n").unwrap()
        });
        assert_eq!(read_once(&pipe).unwrap(), b"Ben Harrowgate\n");
        writer.join().unwrap();
        for device in ["/dev/zero", "/dev/urandom"] {
            assert!(only_once(Path::new(device)));
            let told = read_once(Path::new(device)).unwrap_err().to_string();
            assert!(told.contains("64 MB") || told.contains("2048 KB"), "{told}");
        }
        for path in ["-", "/dev/stdin", "/dev/fd/63", "/proc/self/fd/0"] {
            assert!(only_once(Path::new(path)), "{path}");
        }
        assert!(!only_once(folder.path()) && !only_once(&folder.path().join("not-there")));
    }
}
