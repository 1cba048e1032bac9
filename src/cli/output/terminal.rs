//! What the program talks to: which streams are terminals, how wide they are, whether they take colour; and the small
//! things that every text needs.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::sync::OnceLock;

use console::{Style, Term};
use indicatif::{MultiProgress, ProgressDrawTarget};
use jiff::tz::TimeZone;

use crate::domain::{Outcome, neutral, with_given};

/// Width of the text where no terminal says one.
const PLAIN_WIDTH: usize = 100;
/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 120;

/// The terminal, or what stands in its place.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    /// Whether stdin and stderr are both a terminal, so that a question can be put and answered.
    pub(crate) can_ask: bool,
    /// Whether stderr is a terminal that can draw a progress bar.
    pub(crate) can_draw: bool,
    /// Whether stdout is a terminal that takes control sequences.
    pub(crate) out_is_terminal: bool,
    /// Colour for stdout.
    pub(crate) out: Paint,
    /// Colour for stderr.
    pub(crate) err: Paint,
    /// Columns that a text may take.
    pub(crate) width: usize,
    /// The zone that times are shown in.
    pub(crate) zone: TimeZone,
    /// Only problems and the summary are wanted.
    pub(crate) quiet: bool,
    /// Every detail is wanted.
    pub(crate) verbose: bool,
    /// The bars on stderr; whoever writes to a terminal beside them suspends them.
    pub(crate) bars: MultiProgress,
}

impl Terminal {
    /// The process's own terminal.
    pub(crate) fn detect(quiet: bool, verbose: bool) -> Terminal {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        let plain = set("NO_COLOR") || dumb;
        let (out, err) = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let columns = [Term::stdout(), Term::stderr()]
            .iter()
            .filter(|term| term.is_term())
            .find_map(|term| term.size_checked().map(|(_, columns)| usize::from(columns)));
        let can_draw = err && !dumb && !quiet;
        let target = if can_draw { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Terminal {
            can_ask: std::io::stdin().is_terminal() && err,
            can_draw,
            out_is_terminal: out && !dumb,
            out: Paint(out && !plain),
            err: Paint(err && !plain),
            width: columns.unwrap_or(PLAIN_WIDTH).clamp(40, WIDEST),
            zone: TimeZone::try_system().unwrap_or(TimeZone::UTC),
            quiet,
            verbose,
            bars: MultiProgress::with_draw_target(target),
        }
    }

    /// The same terminal, with moments shown in this zone.
    pub(crate) fn in_zone(&self, zone: TimeZone) -> Terminal {
        Terminal { zone, ..self.clone() }
    }

    /// Columns of stderr at this moment: a window may have been made narrower since.
    pub(crate) fn columns_now(&self) -> usize {
        Term::stderr().size_checked().map_or(self.width, |(_, columns)| usize::from(columns))
    }

    /// Writes a text to stderr, above the bars. That nobody can read it any more is no reason to stop.
    pub(crate) fn say(&self, text: &str) {
        use std::io::Write;
        let text = fitted(text, self.width);
        let text = neutral::screen(&text, self.err.0);
        self.beside_bars(|| {
            let mut stderr = std::io::stderr().lock();
            let _ = writeln!(stderr, "{}", text.trim_end());
        });
    }

    /// Writes something to the terminal, with the bars out of its way.
    pub(crate) fn beside_bars<R>(&self, write: impl FnOnce() -> R) -> R {
        let written = self.bars.suspend(write);
        self.to_line_start();
        written
    }

    /// Puts the cursor at the start of its line. Bars leave it at the end, where the terminal's own `^C` would begin a line that
    /// nobody takes away.
    pub(crate) fn to_line_start(&self) {
        use std::io::Write;
        if self.can_draw {
            let mut stderr = std::io::stderr().lock();
            let _ = stderr.write_all(b"\r").and_then(|()| stderr.flush());
        }
    }

    /// Writes a remark to stderr, unless only problems are wanted.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }
}

/// Whether a stream takes colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paint(pub(crate) bool);

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        style.force_styling(self.0).apply_to(text).to_string()
    }

    /// For what matters most in a text.
    pub(crate) fn strong(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// For what matters least.
    pub(crate) fn faint(self, text: &str) -> String {
        self.with(Style::new().dim(), text)
    }

    /// For what went well.
    pub(crate) fn good(self, text: &str) -> String {
        self.with(Style::new().green(), text)
    }

    /// For what somebody must look at.
    pub(crate) fn look(self, text: &str) -> String {
        self.with(Style::new().yellow(), text)
    }

    /// For what went wrong.
    pub(crate) fn bad(self, text: &str) -> String {
        self.with(Style::new().red().bold(), text)
    }

    /// The colour of an outcome.
    pub(crate) fn outcome(self, outcome: Outcome, text: &str) -> String {
        match outcome {
            Outcome::Removed | Outcome::Unfollowed | Outcome::Withdrawn | Outcome::Rehearsed => {
                self.good(text)
            }
            Outcome::Unconfirmed => self.bad(text),
            outcome if outcome.needs_a_look() => self.look(text),
            _ => self.faint(text),
        }
    }
}

/// The text without anything that a terminal would act on: names and notices come from files and pages of others.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    use crate::domain::neutral::acts;
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => clean.push(' '),
            c if acts(c) => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// What was given to this command of the account, as flags: ` --state DIR`. Set once, when the program starts.
static GIVEN: OnceLock<String> = OnceLock::new();

/// Remembers it.
pub(crate) fn remember_given(flags: String) {
    let _ = GIVEN.set(flags);
}

/// What was given of the account.
pub(crate) fn given() -> &'static str {
    GIVEN.get().map_or("", String::as_str)
}

/// Stands for a hyphen at which no line is broken; nobody writes this character.
const UNBROKEN: &str = "\u{e000}";

/// Breaks a text. The commands in it can be pasted: they have the account that was given, and no line ends within one.
fn filled(text: &str, width: usize, first: &str, rest: &str) -> String {
    let whole = with_given(text, given());
    let mut too_long = false;
    let mut held = String::with_capacity(whole.len());
    for (nth, part) in whole.split('`').enumerate() {
        held.push_str(if nth > 0 { "`" } else { "" });
        if nth % 2 == 1 && (part.starts_with("unlinked ") || part.starts_with("--columns ")) {
            too_long |= part.chars().count() + 2 > width.saturating_sub(rest.len());
            held.push_str(&part.replace(' ', "\u{a0}").replace('-', UNBROKEN));
        } else {
            held.push_str(part);
        }
    }
    let options =
        textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest).break_words(!too_long);
    let filled = textwrap::fill(&held, options);
    if held.contains('\u{a0}') { filled.replace('\u{a0}', " ").replace(UNBROKEN, "-") } else { filled }
}

/// A paragraph, broken at `width` and indented by `indent` columns.
pub(crate) fn paragraph(text: &str, width: usize, indent: usize) -> String {
    let margin = " ".repeat(indent);
    filled(text, width.max(indent + 20), &margin, &margin)
}

/// The text with its longer lines broken at `width`. What has colours in it was broken before it got them.
fn fitted(text: &str, width: usize) -> String {
    let line = |line: &str| {
        if line.contains('\u{1b}') || console::measure_text_width(line) <= width {
            line.to_owned()
        } else {
            paragraph(line, width, 0)
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Labels with their texts beside them, aligned and broken at `width`. An empty label goes on with the one above.
pub(crate) fn fields(list: &[(&str, String)], width: usize) -> String {
    let column = list.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0) + 2;
    let mut text = String::new();
    for (label, value) in list {
        let first = format!("{label:<column$}");
        let rest = " ".repeat(column);
        text.push_str(filled(value, width.max(column + 20), &first, &rest).trim_end());
        text.push('\n');
    }
    text
}
