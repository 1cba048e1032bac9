//! The summary of a day: a run of weeks tells once a day what it came to, when it begins to wait for another day. How a run ends is
//! `notice`'s.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::json;

use super::notice::{notice, send_notice};
use super::output::{Terminal, of_account};
use super::settings::zone_of;
use crate::config::{Config, Notify};
use crate::domain::{Outcome, UnixMs};
use crate::engine::{RunEvent, WaitWhy};
use crate::notify::Notice;
use crate::wording::day;

/// Counts what a run comes to, day by day, and tells whom the config names.
pub(super) struct DayNotice {
    /// The account's name in a fleet; empty where there is one alone.
    account: String,
    settings: Notify,
    zone: TimeZone,
    terminal: Terminal,
    run: i64,
    outcomes: BTreeMap<Outcome, usize>,
}

impl DayNotice {
    pub(super) fn new(account: &str, config: &Config, terminal: &Terminal) -> DayNotice {
        DayNotice {
            account: account.to_owned(),
            settings: config.notify.clone(),
            zone: zone_of(config),
            terminal: terminal.clone(),
            run: 0,
            outcomes: BTreeMap::new(),
        }
    }

    /// Takes an event of the run. Needs a runtime: the summary is sent beside the run, which does not wait for it.
    pub(super) fn hear(&mut self, event: &RunEvent, now: UnixMs) {
        let Some(notice) = self.due(event, now) else { return };
        let (settings, terminal) = (self.settings.clone(), self.terminal.clone());
        tokio::spawn(async move { send_notice(&settings, &notice, &terminal).await });
    }

    /// The summary of the day, if the run has done with it.
    fn due(&mut self, event: &RunEvent, now: UnixMs) -> Option<Notice> {
        let (until, why) = match event {
            RunEvent::Started { run, .. } => {
                self.run = *run;
                return None;
            }
            RunEvent::Person(report) => {
                // Whoever is kept without a page being opened was settled before the day began.
                if report.outcome != Outcome::Kept {
                    *self.outcomes.entry(report.outcome).or_insert(0) += 1;
                }
                return None;
            }
            RunEvent::Waiting { until, why } => (*until, *why),
            _ => return None,
        };
        let today = day(now, &self.zone);
        if !self.settings.daily || self.outcomes.is_empty() || day(until, &self.zone) <= today {
            return None;
        }
        let outcomes = std::mem::take(&mut self.outcomes);
        let looks: usize =
            outcomes.iter().filter(|(one, _)| one.needs_a_look()).map(|(_, people)| people).sum();
        let line = json!({
            "event": "day", "run": self.run, "day": today, "outcomes": outcomes, "needs_a_look": looks,
            "next_ms": until, "why": word(why),
        });
        let line = line.to_string();
        Some(notice(if self.account.is_empty() { line } else { of_account(&self.account, &line) }))
    }
}

/// What is waited for, as other programs read it.
fn word(why: WaitWhy) -> &'static str {
    match why {
        WaitWhy::Pace => "pace",
        WaitWhy::Budget => "budget",
        WaitWhy::Hours => "hours",
        WaitWhy::Cooldown => "cooldown",
        WaitWhy::Settle => "settle",
        WaitWhy::Session => "session",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, Route, Surface};
    use crate::engine::PersonReport;

    const NOON: UnixMs = UnixMs(1_795_521_600_000);

    fn hours(hours: i64) -> UnixMs {
        UnixMs(NOON.0 + hours * 3_600_000)
    }

    fn told(daily: bool) -> DayNotice {
        DayNotice {
            account: "anna".to_owned(),
            settings: Notify { command: vec!["true".to_owned()], url: None, daily },
            zone: TimeZone::get("Europe/Warsaw").unwrap(),
            terminal: Terminal::detect(true, false),
            run: 0,
            outcomes: BTreeMap::new(),
        }
    }

    fn reported(outcome: Outcome) -> PersonReport {
        PersonReport {
            key: "noor-bexley".to_owned(),
            slug: "noor-bexley".to_owned(),
            line: 2,
            action: Action::Remove,
            outcome,
            detail: String::new(),
            fault: None,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 900,
            attempt: None,
        }
    }

    #[test]
    fn a_day_is_told_once_when_the_run_begins_to_wait_for_another_one() {
        let mut notice = told(true);
        let wait = |until, why| RunEvent::Waiting { until, why };
        assert!(notice.due(&RunEvent::Started { run: 7, people: 40, done_before: 0 }, NOON).is_none());
        assert!(notice.due(&wait(hours(21), WaitWhy::Hours), NOON).is_none(), "nothing was done yet");
        for outcome in [Outcome::Removed, Outcome::Removed, Outcome::Mismatch, Outcome::Kept] {
            assert!(notice.due(&RunEvent::Person(reported(outcome)), NOON).is_none());
            assert!(notice.due(&wait(hours(1), WaitWhy::Pace), NOON).is_none(), "it is the same day");
        }
        let day = notice.due(&wait(hours(21), WaitWhy::Budget), hours(4)).unwrap();
        let all = json!({"event": "day", "account": "anna", "run": 7, "day": "2026-11-24",
            "outcomes": {"removed": 2, "mismatch": 1}, "needs_a_look": 1, "next_ms": hours(21), "why": "budget"});
        assert_eq!(day.whole, all);
        // An address gets counts and causes, and no name of an account.
        assert!(day.bare.get("account").is_none() && day.bare["outcomes"] == all["outcomes"], "{}", day.bare);
        assert!(notice.due(&wait(hours(21), WaitWhy::Hours), hours(4)).is_none(), "once");
    }

    #[test]
    fn nobody_is_told_who_did_not_ask_for_it() {
        let mut notice = told(false);
        assert!(notice.due(&RunEvent::Person(reported(Outcome::Removed)), NOON).is_none());
        let wait = RunEvent::Waiting { until: hours(21), why: WaitWhy::Hours };
        assert!(notice.due(&wait, NOON).is_none());
    }
}
