//! Where a crash comes, and of what kind.

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) const BEFORE: &str = "before ";
pub(crate) const AFTER: &str = "after ";

/// What the engine has a page do for one person.
pub(crate) const OPERATIONS: &[&str] = &[
    "open",
    "read",
    "menu click",
    "find",
    "commit click",
    "dialog",
    "confirm click",
    "confirm answer",
    "verification load",
    "verification read",
];

/// Every step boundary of a removal with a dialog, in order. The intent is in the ledger from "before commit click" on;
/// `clicked` from "before dialog" on; `confirm_clicked` from "before confirm click" on.
pub(crate) const EVERY_DIALOG_BOUNDARY: &[&str] = &[
    "before open",
    "after open",
    "before read",
    "after read",
    "before menu click",
    "after menu click",
    "before find",
    "after find",
    "before intent",
    "before commit click",
    "after commit click",
    "before dialog",
    "after dialog",
    "before confirm click",
    "after confirm click",
    "before confirm answer",
    "after confirm answer",
    "before verification load",
    "after verification load",
    "before verification read",
    "after verification read",
    "before outcome",
    "after outcome",
];

/// The same for pages that remove without a dialog.
pub(crate) const EVERY_PLAIN_BOUNDARY: &[&str] = &[
    "before open",
    "after open",
    "before read",
    "after read",
    "before menu click",
    "after menu click",
    "before find",
    "after find",
    "before intent",
    "before commit click",
    "after commit click",
    "before dialog",
    "after dialog",
    "before verification load",
    "after verification load",
    "before verification read",
    "after verification read",
    "before outcome",
    "after outcome",
];

/// What belongs to a session and to no person.
pub(crate) const EVERY_SESSION: &[&str] = &[
    "before session",
    "after session",
    "before owner load",
    "after owner load",
    "before owner read",
    "after owner read",
    "before session end",
];

/// Boundaries at which a page view is in the ledger and may never have reached the site.
pub(crate) fn may_cost_a_page_view(crash: &Crash) -> bool {
    let label = crash.at.as_str();
    // A browser that dies after the last question about a person is missed when the next one's page is to be loaded.
    let noticed_late = ["after verification read", "before outcome", "after outcome"].contains(&label)
        && matches!(crash.kind, Kind::Driver | Kind::Browser);
    noticed_late
        || ["load", "open"].iter().any(|word| label.ends_with(word))
        || ["before read", "before verification read", "before owner read"].contains(&label)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// `kill -9` of the tool.
    Tool,
    /// `kill -9` of chromedriver.
    Driver,
    /// `kill -9` of the browser's main process.
    Browser,
    /// chromedriver stops and answers no more (SIGSTOP).
    Hang,
    /// The connection breaks before the next command reaches chromedriver.
    RequestLost,
    /// chromedriver does what the next command says, and the connection breaks before its answer arrives.
    AnswerLost,
    /// As [`Kind::RequestLost`], and no connection can be made until the tool has ended.
    Outage,
}

impl Kind {
    /// Whether the driver stands behind a connection that can be broken.
    pub(crate) fn needs_a_server(self) -> bool {
        matches!(self, Kind::RequestLost | Kind::AnswerLost | Kind::Outage)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Tool => "kill -9 of the tool",
            Kind::Driver => "kill -9 of the driver",
            Kind::Browser => "kill -9 of the browser",
            Kind::Hang => "driver hangs",
            Kind::RequestLost => "request lost",
            Kind::AnswerLost => "answer lost",
            Kind::Outage => "server away",
        })
    }
}

/// One crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Crash {
    pub(crate) at: String,
    pub(crate) kind: Kind,
    /// So many milliseconds after the boundary, while the tool goes on.
    pub(crate) later_ms: Option<u64>,
}

impl Crash {
    pub(crate) fn new(at: &str, kind: Kind) -> Crash {
        Crash { at: at.to_owned(), kind, later_ms: None }
    }

    pub(crate) fn later(self, ms: u64) -> Crash {
        Crash { later_ms: Some(ms), ..self }
    }
}

impl fmt::Display for Crash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.at)?;
        match self.later_ms {
            Some(ms) => write!(f, " + {ms} ms"),
            None => Ok(()),
        }
    }
}
