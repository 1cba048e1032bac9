//! The log on stderr. It is written above the progress bars, so that neither spoils the other. Slugs of people appear
//! from `debug` on, names never.

use std::io::{self, Write};

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::failure::Failure;
use super::output::Terminal;
use crate::domain::neutral;

/// Sets the log going. `UNLINKED_LOG` (the directives of tracing's `EnvFilter`) beats `-v`.
pub(super) fn start(verbose: u8, terminal: &Terminal) -> Result<(), Failure> {
    let level = match verbose {
        0 => "unlinked=warn",
        1 => "unlinked=info",
        2 => "unlinked=debug",
        _ => "unlinked=trace,fantoccini=debug",
    };
    let filter = match std::env::var("UNLINKED_LOG") {
        Ok(directives) => EnvFilter::try_new(&directives).map_err(|error| {
            Failure::usage(
                format!("UNLINKED_LOG=`{directives}` cannot be read: {error}"),
                "write a level (`debug`), or directives such as `unlinked::browser=trace`",
            )
        })?,
        Err(_) => EnvFilter::new(level),
    };
    // An embedding test may have set one already; a second one is no reason to stop.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(terminal.err.0)
        .with_target(verbose > 1)
        .with_writer(AboveBars(terminal.clone()))
        .finish()
        .with(FilterFn::new(may_be_said))
        .try_init();
    Ok(())
}

/// Whether a line of this kind may be written at all, whatever `UNLINKED_LOG` says: the libraries below write whole addresses,
/// with the password of a WebDriver server in them, from `debug` on. fantoccini's `debug` holds commands without addresses.
fn may_be_said(line: &Metadata<'_>) -> bool {
    let of = |name: &str| {
        line.target().strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let most = match () {
        () if of("unlinked") => Level::TRACE,
        () if of("fantoccini") => Level::DEBUG,
        () => Level::INFO,
    };
    *line.level() <= most
}

/// Gives each log line a writer that suspends the bars.
struct AboveBars(Terminal);

/// One log line on its way to stderr.
struct Line {
    terminal: Terminal,
    text: Vec<u8>,
}

impl<'a> MakeWriter<'a> for AboveBars {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line { terminal: self.0.clone(), text: Vec::new() }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.terminal.beside_bars(|| {
            let text = String::from_utf8_lossy(&self.text);
            let text = neutral::screen(&text, self.terminal.err.0);
            let _ = io::stderr().lock().write_all(text.as_bytes());
        });
    }
}
