//! An attempt: the number of an intent, how far it got, how it was settled, and its row while it is not.

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::word;
use crate::domain::{Action, Outcome, UnixMs};

/// The number of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct AttemptId(pub i64);

crate::domain::words! {
    /// How far an intent is known to have got. Each phase is synced when it is written.
    pub enum Phase {
        /// Written; whether the click was made is not known.
        Intent => "intent",
        /// The click at the point of no return was made.
        Clicked => "clicked",
        /// The dialog's button was clicked.
        ConfirmClicked => "confirm_clicked",
    }
}

crate::domain::words! {
    /// What is known of an intent after a look at the page, or from the driver's own answer.
    pub enum Settlement {
        /// Positive proof that the person is gone.
        Removed => "removed",
        /// Positive proof that the person is still connected, in two looks some time apart or because the dialog was cancelled: the
        /// intent is spent, the person pending again, or the user's after the last one.
        StillConnected => "still_connected",
        /// The look told nothing: the person stays doubtful.
        Unknown => "unknown",
        /// The click is known not to have been made (the guard in the page swallowed it, or the driver refused before it
        /// touched the page). Not a spent intent; it still counts in the budgets.
        NotClicked => "not_clicked",
    }
}

/// The outcome of an action that is proved.
#[must_use]
pub fn proved(action: Action) -> Outcome {
    match action {
        Action::Remove => Outcome::Removed,
        Action::Unfollow => Outcome::Unfollowed,
        Action::Withdraw => Outcome::Withdrawn,
    }
}

/// An unsettled intent.
pub(super) struct Open {
    pub(super) person: i64,
    pub(super) action: Action,
    pub(super) phase: Phase,
}

impl Open {
    pub(super) fn load(conn: &Connection, attempt: AttemptId) -> Result<Open, LedgerError> {
        conn.prepare_cached("SELECT person, action, phase FROM attempt WHERE id = ?1 AND settled IS NULL")?
            .query_row([attempt.0], |row| {
                Ok(Open { person: row.get(0)?, action: word(row, 1)?, phase: word(row, 2)? })
            })
            .optional()?
            .ok_or_else(|| LedgerError::Contradiction(format!("attempt {} is unknown or settled", attempt.0)))
    }
}

/// Closes an intent for good.
pub(super) fn close(
    conn: &Connection,
    attempt: AttemptId,
    settlement: Settlement,
    at: UnixMs,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE attempt SET settled = ?2, settled_at = ?3 WHERE id = ?1 AND settled IS NULL",
    )?
    .execute((attempt.0, settlement.as_str(), at.0))?;
    Ok(())
}
