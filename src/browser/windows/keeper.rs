//! No keeper is needed here: Windows itself ends all that is in this program's job when the program ends, in whatever way.

use std::io;

/// The command that no help shows; elsewhere it is the keeper's.
pub const KEEP_WATCH: &str = "keep-watch";

/// Does nothing: nobody starts a keeper here.
///
/// # Errors
/// None.
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub fn keep_watch() -> io::Result<()> {
    Ok(())
}
