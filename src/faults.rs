//! Faults of the files that people write (roster, keep list, config, selector files): what is wrong, where, what was
//! expected and how to mend it; all the faults of a file at once.

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable name of the kind of fault, such as `roster.url`.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where: the byte range in the file, always inside of it. `None` for the file as a whole.
    pub span: Option<Range<usize>>,
    /// The few words under the marked place: what was expected there.
    pub label: String,
    /// How to mend it.
    pub help: String,
    /// Whether it only warns: a warning stops nothing.
    pub warning: bool,
}

/// How many faults of a file are kept; further ones are only counted.
const KEPT: usize = 1_000;
/// How many faults of a file are shown; the rest is summed up in a line.
const SHOWN: usize = 50;

/// All that is wrong in one file, with the file's text, so that each place can be shown.
#[derive(Debug, Clone)]
pub struct Faults {
    /// The file's name, as the user wrote it.
    pub file: String,
    text: Arc<str>,
    /// The faults, in the order of the file; the first 1,000 of them.
    pub list: Vec<Fault>,
    more_errors: usize,
    more_warnings: usize,
}

impl Faults {
    /// Starts an empty list for a file.
    #[must_use]
    pub fn new(file: impl Into<String>, text: impl Into<Arc<str>>) -> Faults {
        Faults { file: file.into(), text: text.into(), list: Vec::new(), more_errors: 0, more_warnings: 0 }
    }

    /// The file's text, which the spans are places of.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds a fault; its span is cut to the file's text and to whole characters. From the 1,001st on it is only counted.
    pub fn push(&mut self, mut fault: Fault) {
        if self.list.len() >= KEPT {
            let counter = if fault.warning { &mut self.more_warnings } else { &mut self.more_errors };
            *counter += 1;
            return;
        }
        fault.span = fault.span.map(|span| clamp(&self.text, span));
        self.list.push(fault);
    }

    /// Brings the faults into the order of the file; those of the file as a whole come first.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|fault| fault.span.as_ref().map(|span| span.start));
    }

    /// Whether there is anything that stops (warnings do not).
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many faults stop, the ones that are only counted among them.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|fault| !fault.warning).count() + self.more_errors
    }

    /// How many faults only warn, the ones that are only counted among them.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.list.iter().filter(|fault| fault.warning).count() + self.more_warnings
    }

    /// Whether nothing at all is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Line and column of a fault, both counted from 1, the column in characters.
    #[must_use]
    pub fn position(&self, fault: &Fault) -> Option<(usize, usize)> {
        let start = fault.span.as_ref()?.start;
        let before = self.text.get(..start)?;
        let line_start = line_start(before);
        Some((count_lines(before) + 1, before.get(line_start..)?.chars().count() + 1))
    }

    /// The first 50 faults as text for a terminal, each with the line of the file and the label under the place, and
    /// how many more there are. Nothing in the file can reach the terminal as a control sequence.
    #[must_use]
    pub fn render(&self, color: bool, width: usize) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_links(false)
            .with_primary_span_start()
            .with_context_lines(CONTEXT);
        let mut text = String::new();
        for fault in self.list.iter().take(SHOWN) {
            let window = fault.span.clone().map(|span| Window::around(&self.file, &self.text, span));
            let shown = Shown { fault, file: &self.file, window };
            if handler.render_report(&mut text, &shown).is_err() {
                text.push_str(&fault.message);
            }
            text.push('\n');
        }
        let total = self.list.len() + self.more_errors + self.more_warnings;
        if total > SHOWN {
            text.push_str(&format!("  … and {} more in {}\n", total - SHOWN, self.file));
        }
        text
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false, 100).trim_end())
    }
}

impl std::error::Error for Faults {}

fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = down(span.start);
    start..down(span.end).max(start)
}

fn line_start(before: &str) -> usize {
    before.rfind('\n').map_or(0, |at| at + 1)
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|b| *b == b'\n').count()
}

/// Lines shown before and after the marked one.
const CONTEXT: usize = 1;
/// How far, in bytes, the window reaches to either side of the marked place.
const REACH: usize = 160;

/// The surroundings of one place: a file may have a million lines, and a line a million characters.
#[derive(Debug)]
struct Window {
    name: String,
    text: String,
    /// Where the window starts in the file: byte, line from 0, column from 0 in characters.
    start: usize,
    first_line: usize,
    first_column: usize,
}

impl Window {
    fn around(name: &str, text: &str, span: Range<usize>) -> Window {
        let marked_line = line_start(&text[..span.start]);
        let line_before = line_start(text[..marked_line].strip_suffix('\n').unwrap_or(""));
        let start = line_before.max(clamp(text, span.start.saturating_sub(REACH)..text.len()).start);
        let end = clamp(text, span.end.saturating_add(REACH)..text.len()).start;
        let line = line_start(&text[..start]);
        Window {
            name: name.to_owned(),
            text: text[start..end].chars().map(harmless).collect(),
            start,
            first_line: count_lines(&text[..start]),
            first_column: text[line..start].chars().count(),
        }
    }
}

/// A stand-in of the same length in UTF-8, so that places stay right, for what a terminal would act on.
fn harmless(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\r' => ' ',
        '\u{80}'..='\u{9F}' | '\u{61C}' => '\u{BF}',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if c.is_control() => '?',
        _ => c,
    }
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let local = SourceSpan::new(span.offset().saturating_sub(self.start).into(), span.len());
        let found = self.text.as_str().read_span(&local, lines_before, lines_after)?;
        let offset = found.span().offset();
        let before = self.text.get(..offset).unwrap_or("");
        let column = before.get(line_start(before)..).unwrap_or("").chars().count();
        let column = if before.contains('\n') { column } else { column + self.first_column };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            found.data(),
            SourceSpan::new((offset + self.start).into(), found.span().len()),
            self.first_line + count_lines(before),
            column,
            found.line_count(),
        )))
    }
}

#[derive(Debug)]
struct Shown<'a> {
    fault: &'a Fault,
    file: &'a str,
    window: Option<Window>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.message.chars().map(harmless).try_for_each(|c| f.write_char(c))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        // A fault of the whole file has no line over which the file's name stands.
        let file: String = self.file.chars().map(harmless).collect();
        Some(match self.window {
            None => Box::new(format!("{}, {file}", self.fault.code)),
            Some(_) => Box::new(self.fault.code),
        })
    }
    fn severity(&self) -> Option<Severity> {
        Some(if self.fault.warning { Severity::Warning } else { Severity::Error })
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.fault.help.is_empty()).then(|| Box::new(&self.fault.help) as Box<dyn fmt::Display + 'a>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.window.as_ref().map(|window| window as &dyn SourceCode)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.fault.span.clone()?;
        Some(Box::new(std::iter::once(LabeledSpan::new(
            Some(self.fault.label.clone()),
            span.start,
            span.len(),
        ))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(span: Range<usize>) -> Fault {
        Fault {
            code: "test.fault",
            message: "this is wrong".to_owned(),
            span: Some(span),
            label: "here".to_owned(),
            help: "mend it".to_owned(),
            warning: false,
        }
    }

    #[test]
    fn a_fault_is_shown_with_line_column_and_label_under_its_place() {
        let mut faults = Faults::new("list.csv", "url,name\nłódź,x\nlast,y\n");
        faults.push(fault(17..18));
        let position = faults.position(&faults.list[0]);
        assert_eq!(position, Some((2, 6)));
        let shown = faults.render(false, 80);
        assert!(shown.contains("list.csv:2:6"), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let marked = lines.iter().position(|line| line.contains("łódź,x")).unwrap();
        let under = lines[marked + 1].chars().position(|c| c == '┬').unwrap();
        assert_eq!(lines[marked].chars().nth(under), Some('x'), "{shown}");
    }

    /// Guards against `this is not a text file` where two files were given.
    #[test]
    fn a_fault_of_a_whole_file_names_the_file() {
        let mut faults = Faults::new("keep.txt", "a\0b");
        faults.push(Fault { span: None, ..fault(0..0) });
        assert!(faults.render(false, 80).contains("test.fault, keep.txt"), "{}", faults.render(false, 80));
    }

    #[test]
    fn places_far_down_and_far_right_keep_their_numbers_and_little_text() {
        let text = format!("{}\n{}x{}\n", "a\n".repeat(100_000), "é".repeat(5_000), "é".repeat(5_000));
        let at = text.find('x').unwrap();
        let mut faults = Faults::new("list.csv", text);
        faults.push(fault(at..at + 1));
        let shown = faults.render(false, 80);
        assert!(shown.contains("list.csv:100002:5001"), "{shown}");
        assert!(shown.len() < 3_000, "{} bytes", shown.len());
    }

    #[test]
    fn a_file_cannot_send_control_sequences_to_the_terminal() {
        let mut faults = Faults::new("list.csv", "a\u{1b}[2Jb\u{202e}c\u{9b}d");
        faults.push(Fault { message: "`\u{1b}[2J` is wrong".to_owned(), ..fault(1..2) });
        let shown = faults.render(false, 80);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{shown:?}");
    }

    #[test]
    fn many_faults_are_counted_and_the_first_fifty_shown() {
        let mut faults = Faults::new("list.csv", "abc");
        for _ in 0..2_000 {
            faults.push(fault(0..1));
        }
        assert_eq!((faults.list.len(), faults.errors(), faults.warnings()), (1_000, 2_000, 0));
        let shown = faults.render(false, 80);
        assert_eq!(shown.matches("this is wrong").count(), 50);
        assert!(shown.contains("and 1950 more in list.csv"), "{shown}");
    }

    #[test]
    fn spans_outside_of_the_text_are_cut_to_it() {
        let mut faults = Faults::new("list.csv", "aé");
        faults.push(fault(2..99));
        assert_eq!(faults.list[0].span, Some(1..3));
        faults.push(fault(99..120));
        assert!(faults.render(false, 80).contains("this is wrong"));
        let mut empty = Faults::new("list.csv", "");
        empty.push(fault(0..0));
        assert!(empty.render(false, 80).contains("this is wrong"));
    }
}
