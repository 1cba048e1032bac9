//! Faults of the files that people write (roster, keep list, config, selector files): what is wrong, where, what was
//! expected and how to mend it; all the faults of a file at once.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode,
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

/// All that is wrong in one file, with the file's text, so that each place can be shown.
#[derive(Debug, Clone)]
pub struct Faults {
    /// The file's name, as the user wrote it.
    pub file: String,
    text: Arc<str>,
    /// The faults, in the order of the file.
    pub list: Vec<Fault>,
}

impl Faults {
    /// Starts an empty list for a file.
    #[must_use]
    pub fn new(file: impl Into<String>, text: impl Into<Arc<str>>) -> Faults {
        Faults { file: file.into(), text: text.into(), list: Vec::new() }
    }

    /// Adds a fault; its span is cut to the file's text and to whole characters.
    pub fn push(&mut self, mut fault: Fault) {
        fault.span = fault.span.map(|span| clamp(&self.text, span));
        self.list.push(fault);
    }

    /// Whether there is anything that stops (warnings do not).
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|fault| !fault.warning)
    }

    /// Line and column of a fault, both counted from 1, the column in characters.
    #[must_use]
    pub fn position(&self, fault: &Fault) -> Option<(usize, usize)> {
        let start = fault.span.as_ref()?.start;
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }

    /// Every fault as text for a terminal, each with the line of the file and the label under the place.
    #[must_use]
    pub fn render(&self, color: bool, width: usize) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
        let source = NamedSource::new(&self.file, Arc::clone(&self.text));
        let mut text = String::new();
        for fault in &self.list {
            let shown = Shown { fault, source: &source };
            if handler.render_report(&mut text, &shown).is_err() {
                text.push_str(&fault.message);
            }
            text.push('\n');
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

#[derive(Debug)]
struct Shown<'a> {
    fault: &'a Fault,
    source: &'a NamedSource<Arc<str>>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.fault.code))
    }
    fn severity(&self) -> Option<Severity> {
        Some(if self.fault.warning { Severity::Warning } else { Severity::Error })
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.fault.help.is_empty()).then(|| Box::new(&self.fault.help) as Box<dyn fmt::Display + 'a>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.fault.span.as_ref().map(|_| self.source as &dyn SourceCode)
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
