//! Why there is no plan.

use std::io;
use std::path::{Path, PathBuf};

use crate::faults::{Fault, Faults};
use crate::roster::ListError;

/// Why no plan was made. Nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A list (export, keep list, match file) cannot be used.
    #[error(transparent)]
    List(#[from] ListError),
    /// What is wrong in a file (export, rule file, template), each fault with its place.
    #[error(transparent)]
    Faults(#[from] Box<Faults>),
    /// A rule on the command line cannot be used.
    #[error("{message}; {help}")]
    Flag {
        /// What is wrong.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// A file cannot be read or written.
    #[error("cannot {deed} `{}`: {source}", path.display())]
    Io {
        /// `read` or `write`.
        deed: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl PlanError {
    pub(crate) fn io(deed: &'static str, path: &Path, source: io::Error) -> PlanError {
        PlanError::Io { deed, path: path.to_owned(), source }
    }

    pub(crate) fn flag(message: impl Into<String>, help: impl Into<String>) -> PlanError {
        PlanError::Flag { message: message.into(), help: help.into() }
    }

    /// The faults, where the error is about the contents of a file.
    #[must_use]
    pub fn faults(&self) -> Option<&Faults> {
        match self {
            PlanError::List(error) => error.faults(),
            PlanError::Faults(faults) => Some(faults),
            PlanError::Flag { .. } | PlanError::Io { .. } => None,
        }
    }
}

/// A fault of one place, as a whole.
pub(super) fn fault(
    code: &'static str,
    span: std::ops::Range<usize>,
    message: impl Into<String>,
    label: impl Into<String>,
    help: impl Into<String>,
) -> Fault {
    Fault {
        code,
        message: message.into(),
        span: Some(span),
        label: label.into(),
        help: help.into(),
        warning: false,
    }
}
