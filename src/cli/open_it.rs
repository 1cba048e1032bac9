//! Showing a page in the user's own browser, as a click on its file would.

use super::output::Terminal;

/// Whether there is a screen for a window.
pub(super) fn has_screen() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Opens a file or an address with the program that the system has for it. That there is none is said, and is no fault.
pub(super) fn open(what: &str, terminal: &Terminal) {
    if let Err(error) = open::that_detached(what) {
        terminal.say(&format!("It could not be opened in a browser ({error}); open it yourself."));
    }
}
