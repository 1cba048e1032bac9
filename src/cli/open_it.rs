//! Showing a page in the user's own browser, as a click on its file would.

use super::output::Terminal;

/// Opens a file or an address with the program that the system has for it. That there is none is said, and is no fault.
pub(super) fn open(what: &str, terminal: &Terminal) {
    if let Err(error) = open::that_detached(what) {
        terminal.say(&format!("It could not be opened in a browser ({error}); open it yourself."));
    }
}
