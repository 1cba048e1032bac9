//! What the driver said to one command. The difference between "certainly not done" and "nobody knows" decides whether
//! a person is tried again or looked at first, so it is in the type and not in an error text.

use std::fmt;

/// The driver's answer to one command.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Answer<T> {
    /// The driver says that it was done.
    Done(T),
    /// It certainly did not reach the page.
    NotDone(DriverFault),
    /// It may have reached the page or not: the connection broke, time ran out, or the error says nothing of it.
    Unknown(DriverFault),
}

impl<T> Answer<T> {
    /// The value, if it was done.
    pub fn done(self) -> Option<T> {
        match self {
            Answer::Done(value) => Some(value),
            Answer::NotDone(_) | Answer::Unknown(_) => None,
        }
    }

    /// Whether it was done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Answer::Done(_))
    }

    /// Whether nobody knows if it was done.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Answer::Unknown(_))
    }

    /// What went wrong, if anything did.
    #[must_use]
    pub fn fault(&self) -> Option<&DriverFault> {
        match self {
            Answer::Done(_) => None,
            Answer::NotDone(fault) | Answer::Unknown(fault) => Some(fault),
        }
    }

    /// Turns the value into another one.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Answer::Done(value) => Answer::Done(with(value)),
            Answer::NotDone(fault) => Answer::NotDone(fault),
            Answer::Unknown(fault) => Answer::Unknown(fault),
        }
    }

    /// Reads the value further. A value that does not have the expected shape was answered, so whatever was asked for
    /// was done, but its result is unknown.
    pub fn read<U>(self, what: &str, with: impl FnOnce(T) -> Option<U>) -> Answer<U> {
        match self {
            Answer::Done(value) => match with(value) {
                Some(read) => Answer::Done(read),
                None => Answer::Unknown(DriverFault::new(
                    FaultKind::Other,
                    format!("the driver's answer to `{what}` does not have the expected form"),
                )),
            },
            Answer::NotDone(fault) => Answer::NotDone(fault),
            Answer::Unknown(fault) => Answer::Unknown(fault),
        }
    }

    /// Forgets whether the command reached the page. Only for commands that change nothing.
    ///
    /// # Errors
    /// The fault of a command that was not done, or of which nobody knows.
    pub fn into_result(self) -> Result<T, DriverFault> {
        match self {
            Answer::Done(value) => Ok(value),
            Answer::NotDone(fault) | Answer::Unknown(fault) => Err(fault),
        }
    }
}

/// What went wrong with one command, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverFault {
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What happened, as one sentence without a full stop. Never raw JSON, never text of a page, no credentials.
    pub message: String,
}

impl DriverFault {
    pub(super) fn new(kind: FaultKind, message: impl Into<String>) -> DriverFault {
        DriverFault { kind, message: message.into() }
    }

    /// Whether only a new session helps.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.kind, FaultKind::Lost | FaultKind::InvalidSession)
    }
}

impl fmt::Display for DriverFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DriverFault {}

/// The kinds of fault that the engine treats differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The driver cannot be reached, or the session was given up after a command without an answer. A new one is needed.
    Lost,
    /// Time ran out. If it was our own limit, the session was given up ([`super::Session::is_usable`] says so); if it was
    /// the driver's (script or page load), the session goes on.
    Timeout,
    /// The session, its browser or its window is gone. A new session is needed.
    InvalidSession,
    /// The element is no longer in the page.
    Stale,
    /// The script threw.
    Script,
    /// The page could not be opened; with the browser's own words, such as `ERR_NAME_NOT_RESOLVED`.
    Navigation(String),
    /// A prompt of the page (alert, confirm) was open. It was dismissed, never accepted.
    UnexpectedAlert,
    /// There was no prompt to dismiss.
    NoPrompt,
    /// Anything else.
    Other,
}
