//! Why there is no configuration.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::faults::Faults;

/// Why the configuration cannot be used. Nothing was started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// What is wrong, by source: the file, the environment, the flags.
    #[error("{}", Joined(.0))]
    Faults(Vec<Faults>),
    /// The file cannot be read.
    #[error("cannot read the configuration `{}`: {source}. See that it is there and that this user may read it; --config names another one.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The built-in defaults lack a key or have one of another type: a defect of the program.
    #[error("internal error: the built-in configuration has no usable `{0}`")]
    Defaults(&'static str),
}

impl ConfigError {
    /// The faults by source; empty if the file could not be read at all.
    #[must_use]
    pub fn faults(&self) -> &[Faults] {
        match self {
            ConfigError::Faults(faults) => faults,
            ConfigError::Io { .. } | ConfigError::Defaults(_) => &[],
        }
    }
}

/// The active hours have no meaning without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the machine's time zone is UTC or unknown, so it cannot be told when your day begins: set `time_zone` under [calendar], or UNLINKED_CALENDAR_TIME_ZONE, for example to \"Europe/Warsaw\""
)]
pub struct NoTimeZone;

struct Joined<'a>(&'a [Faults]);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, faults) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{faults}")?;
        }
        Ok(())
    }
}
