//! What a run's end tells to whom the config names. A notice that fails is a warning and nothing more.

use serde_json::{Value, json};

use super::failure::Failure;
use super::output::{Terminal, of_account, paragraph, printable, summary_json};
use super::run_end::Ended;
use super::run_end::summary_of;
use super::wait_for::wait_for;
use crate::config::Notify;
use crate::engine::RunSummary;
use crate::notify::{Notice, tell};

/// What an address is told of the outcome: the rest may hold slugs, or paths with the user's name.
const BARE: &[&str] = &[
    "event",
    "run",
    "outcomes",
    "stopped_by",
    "exit",
    "left",
    "needs_a_look",
    "faded",
    "day",
    "next_ms",
    "why",
];

/// Tells how a run ended.
pub(super) fn send(
    settings: &Notify,
    summary: &RunSummary,
    exit: u8,
    terminal: &Terminal,
) -> Result<(), Failure> {
    wait_for(send_notice(settings, &notice(summary_json(summary, exit)), terminal), 0)
}

/// The notice of how the run of an account of a fleet ended; none if it was wrong use, which starts nothing.
pub(super) fn of_ended(account: &str, ended: &Result<Ended, Failure>) -> Option<Notice> {
    let line = match ended {
        Ok(Ended { summary, exit }) => summary_json(summary, *exit),
        Err(failure) => {
            summary_json(&summary_of(failure.stopped_by()?, failure.message()), failure.exit_code())
        }
    };
    Some(notice(of_account(account, &line)))
}

/// Tells, and warns of what failed.
pub(super) async fn send_notice(settings: &Notify, notice: &Notice, terminal: &Terminal) {
    for why in tell(settings, notice).await {
        let text = paragraph(&format!("warning: {}", printable(&why)), terminal.width, 0);
        terminal.say(&terminal.err.look(&text));
    }
}

/// The notice of a line of JSON.
pub(super) fn notice(line: String) -> Notice {
    let whole: Value = serde_json::from_str(&line).unwrap_or_else(|_| json!({}));
    let bare = BARE.iter().filter_map(|key| Some(((*key).to_owned(), whole.get(key)?.clone()))).collect();
    Notice { bare: Value::Object(bare), whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::StoppedBy;

    #[test]
    fn an_address_is_told_counts_and_causes_and_nothing_about_people() {
        let ended: Result<Ended, Failure> =
            Err(Failure::Stopped { by: StoppedBy::Owner, message: "anna-nowak is signed in".to_owned() });
        let notice = of_ended("anna", &ended).unwrap();
        assert_eq!(notice.whole["detail"], "anna-nowak is signed in");
        assert_eq!(notice.whole["account"], "anna");
        let bare = json!({"event": "summary", "run": 0, "outcomes": {}, "stopped_by": "owner", "exit": 5, "left": 0,
            "needs_a_look": 0});
        assert_eq!(notice.bare, bare);
        assert!(of_ended("anna", &Err(Failure::not_started())).is_none());
    }
}
