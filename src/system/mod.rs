//! What operating systems give in ways of their own, in one shape for all that stands above: private files and folders, what a
//! disk promises, groups of processes, and how a person or the machine asks for an end. The two folders in here have the same
//! functions; nothing in them knows what it is used for. How a browser is watched over stands in `browser::unix` and
//! `browser::windows`.

pub(crate) mod new_file;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{boot, disk, private, process, signals, users};
#[cfg(windows)]
pub(crate) use windows::{boot, disk, private, process, signals, users};

/// The settings that may hold a password or another secret: no program that we start needs them.
pub(crate) const SECRETS: [&str; 2] = ["UNLINKED_WEBDRIVER_URL", "UNLINKED_NOTIFY_URL"];

/// Who asks for an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A person, who can ask again.
    ByPerson,
    /// The machine, which will not wait for long and then ends the process by force.
    ByMachine,
}

/// A file that others than its owner may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exposed {
    /// How it is known, to go in brackets.
    pub(crate) sign: String,
    /// What to do about it.
    pub(crate) mend: String,
}
