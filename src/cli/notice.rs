//! What a run's end tells to whom the config names. A notice that fails is a warning and nothing more.

use serde_json::{Value, json};

use super::entry::wait_for;
use super::failure::Failure;
use super::output::{Terminal, paragraph, printable, summary_json};
use crate::config::Notify;
use crate::engine::RunSummary;
use crate::notify::{Notice, tell};

/// What an address is told of the outcome: the rest may hold slugs, or paths with the user's name.
const BARE: &[&str] = &["event", "run", "outcomes", "stopped_by", "exit", "left", "needs_a_look"];

/// Tells how a run ended.
pub(super) fn send(
    settings: &Notify,
    summary: &RunSummary,
    exit: u8,
    terminal: &Terminal,
) -> Result<(), Failure> {
    if settings.command.is_empty() && settings.url.is_none() {
        return Ok(());
    }
    for why in wait_for(tell(settings, &notice(summary, exit)), 0)? {
        let text = paragraph(&format!("warning: {}", printable(&why)), terminal.width, 0);
        terminal.say(&terminal.err.look(&text));
    }
    Ok(())
}

fn notice(summary: &RunSummary, exit: u8) -> Notice {
    let whole: Value = serde_json::from_str(&summary_json(summary, exit)).unwrap_or_else(|_| json!({}));
    let bare = BARE.iter().filter_map(|key| Some(((*key).to_owned(), whole.get(key)?.clone()))).collect();
    Notice { bare: Value::Object(bare), whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::start::summary_of;
    use crate::domain::StoppedBy;

    #[test]
    fn an_address_is_told_counts_and_causes_and_nothing_about_people() {
        let summary = summary_of(StoppedBy::Owner, "anna-nowak is signed in".to_owned());
        let notice = notice(&summary, 5);
        assert_eq!(notice.whole["detail"], "anna-nowak is signed in");
        assert_eq!(
            notice.bare,
            json!({"event": "summary", "run": 0, "outcomes": {}, "stopped_by": "owner", "exit": 5, "left": 0,
                "needs_a_look": 0})
        );
    }
}
