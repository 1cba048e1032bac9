//! Why a review cannot be opened, or a change cannot be saved.

use std::path::PathBuf;

use crate::plan::PlanError;
use crate::roster::ListError;

/// Why a review cannot be opened, or a change cannot be saved. What was saved before is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewError {
    /// The export cannot be used, or a file cannot be written.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The roster or the keep list cannot be used.
    #[error(transparent)]
    List(#[from] ListError),
    /// Another program has changed a file since it was read here.
    #[error("`{}` was changed by another program, so it is not replaced; read it again first", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The export has more people than a page can show.
    #[error(
        "the export has {people} people, and the page shows at most {most}; choose by rules with `unlinked plan`"
    )]
    TooMany {
        /// How many it has.
        people: u64,
        /// How many fit.
        most: u64,
    },
    /// A change that makes no sense: a page that is out of step.
    #[error("{0}")]
    Senseless(String),
}
