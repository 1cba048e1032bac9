//! What pages do beside being shown. They ask the browser for prompts, windows and downloads; all of it is refused. And they report
//! errors of their scripts. Both are kept by the document, so that they are told of the page that did so, and of no other. (No browser tells of the permissions that a page asks
//! for; they are refused by the profile's settings.)

use crate::domain::PageError;

/// How many errors of one document are kept. A page whose scripts fail says the same over and over.
const MOST_ERRORS: usize = 5;

/// What a page wanted, counted, and the errors that it reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Prompts (alert, confirm, prompt); each was dismissed.
    pub prompts: u64,
    /// Windows and tabs; each was closed.
    pub windows: u64,
    /// Downloads; each was refused.
    pub downloads: u64,
    /// Errors of its scripts, the first few that are not alike.
    pub errors: Vec<PageError>,
    /// How many there were besides.
    pub more_errors: u64,
}

impl Wanted {
    /// In words; `None` where it wanted nothing.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let several = |count: u64, one: &str, many: &str, what: &str| {
            (count > 0).then(|| format!("{count} {} ({what})", if count == 1 { one } else { many }))
        };
        let all: Vec<String> = [
            several(self.prompts, "prompt", "prompts", "dismissed"),
            several(self.windows, "window", "windows", "closed"),
            several(self.downloads, "download", "downloads", "refused"),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!all.is_empty()).then(|| format!("the page wanted {}", all.join(", ")))
    }

    fn add(&mut self, other: Wanted) {
        self.prompts += other.prompts;
        self.windows += other.windows;
        self.downloads += other.downloads;
        self.more_errors += other.more_errors;
        for error in other.errors {
            if self.errors.len() < MOST_ERRORS && !self.errors.contains(&error) {
                self.errors.push(error);
            } else {
                self.more_errors += 1;
            }
        }
    }
}

/// What was wanted since it was asked for last: by the document that was there then, and by those that came after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedSince {
    /// By the document that was there then.
    pub by_the_one_before: Wanted,
    /// By those that came after.
    pub by_later_ones: Wanted,
    /// Whether any did.
    pub is_another: bool,
}

/// The counts of the documents of a window.
#[derive(Debug, Default)]
pub(super) struct Wants(WantedSince);

impl Wants {
    /// Another document took the place of the one at hand.
    pub(super) fn replaced(&mut self) {
        self.0.is_another = true;
    }

    /// The document at hand wants something.
    pub(super) fn add(&mut self, wanted: Wanted) {
        let since = &mut self.0;
        if since.is_another { since.by_later_ones.add(wanted) } else { since.by_the_one_before.add(wanted) }
    }

    /// What was wanted since this was asked for last.
    pub(super) fn take(&mut self) -> WantedSince {
        std::mem::take(&mut self.0)
    }
}
