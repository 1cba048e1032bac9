//! Showing a page in the user's own browser, as a click on its file would; and Enter in the terminal, which asks for it again.

use std::io;

use tokio::sync::mpsc;

use super::failure::Failure;
use super::output::Terminal;
use crate::browser::has_screen;

/// Where a page is served, and whether the user's browser is sent there.
#[derive(Debug, clap::Args)]
pub(super) struct OpenArgs {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    /// Open the page in your browser; this is the default where there is a screen and a terminal
    #[arg(long, conflicts_with = "json")]
    open: bool,
    /// Only print the address
    #[arg(long, conflicts_with = "open")]
    no_open: bool,
}

impl OpenArgs {
    /// Whether the page is opened: as it was said, else where there is a screen and a terminal.
    pub(super) fn is_opened(&self, terminal: &Terminal) -> bool {
        self.open || !self.no_open && terminal.can_ask && has_screen()
    }
}

/// Opens a file or an address with the program that the system has for it. That there is none is said, and is no fault.
pub(super) fn open(what: &str, terminal: &Terminal) {
    if let Err(error) = open::that_detached(what) {
        terminal.say(&format!("It could not be opened in a browser ({error}); open it yourself."));
    }
}

/// Tells of each Enter. The thread ends with the program: a read from the keyboard cannot be taken back.
pub(super) fn listen_to_keyboard(wanted: bool) -> mpsc::UnboundedReceiver<()> {
    let (told, lines) = mpsc::unbounded_channel();
    if wanted {
        std::thread::spawn(move || {
            let mut line = String::new();
            while std::io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) && told.send(()).is_ok() {
                line.clear();
            }
        });
    }
    lines
}

/// An address that opens a page of ours, once.
pub(super) fn address(made: io::Result<String>) -> Result<String, Failure> {
    made.map_err(|error| Failure::Internal(format!("no address can be made: {error}")))
}

/// That a page of ours is not served.
pub(super) fn unserved(port: u16, error: &io::Error) -> Failure {
    Failure::usage(
        format!("the page cannot be served on port {port}: {error}"),
        "choose another port with --port, or leave it out to take any free one",
    )
}
