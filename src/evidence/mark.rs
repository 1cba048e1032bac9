//! The mark of a folder that this program made for evidence: whose ledger's it is, and of which run. What bears no mark, or
//! another ledger's, is never written into, shown, or removed.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ledger::RunId;
use crate::system::private;

/// The file that marks a folder.
pub(super) const MARK: &str = ".unlinked-evidence";

/// A mark is short; whatever is longer is none.
const LONGEST: u64 = 1024;

/// What stands in a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    /// The id of the ledger.
    pub(super) ledger: String,
    /// The run; `None` for the folder that holds the runs' folders.
    pub(super) run: Option<RunId>,
}

impl Mark {
    /// What a folder bears, if it is a folder of this user, not a link to one, and bears anything.
    pub(super) fn of(folder: &Path) -> Option<Mark> {
        let facts = fs::symlink_metadata(folder).ok()?;
        if !facts.is_dir() || !private::is_mine(&facts) {
            return None;
        }
        let file = private::own_file(OpenOptions::new().read(true)).open(folder.join(MARK)).ok()?;
        let mut text = String::new();
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Marks a folder that bears no mark yet.
    pub(super) fn put(&self, folder: &Path) -> io::Result<()> {
        let mut file =
            private::own_file(OpenOptions::new().write(true).create_new(true)).open(folder.join(MARK))?;
        serde_json::to_writer(&mut file, self)?;
        file.write_all(b"\n")
    }
}
