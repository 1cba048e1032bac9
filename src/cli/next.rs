//! The next command, as it can be pasted: with the account, the keep list and the settings that were given to this one.

use std::path::PathBuf;

use super::failure::Failure;
use super::order::Order;
use super::output::given;
use crate::domain::{Outcome, StoppedBy, quoted};
use crate::engine::RunSummary;
use crate::ledger::Ledger;

/// Flags without a value, which set something.
const SWITCHES: [&str; 3] = ["--headed", "--strict-keep", "--take-profile"];

/// What was allowed for one person is not asked for again.
const ONCE: &str = "--try-guesses";

/// The commands that come after a run of this order, in their order.
pub(super) fn after_run(order: &Order, summary: &RunSummary) -> Vec<String> {
    let number = summary.run.to_string();
    let mut list = vec![command(&["report", &number], order, false)];
    if summary.outcomes.get(&Outcome::ChangedPage).is_some_and(|people| *people > 0) {
        list.push(command(&["selectors", "learn"], order, false));
    }
    // What keeps every later run from going on comes before it.
    match summary.stopped_by {
        Some(StoppedBy::Challenge | StoppedBy::Restriction | StoppedBy::Breaker) => {
            list.push(command(&["resume"], order, false));
        }
        Some(StoppedBy::SignedOut | StoppedBy::Owner) => {
            list.push(command(&with_site("login", order), order, false))
        }
        Some(StoppedBy::Browser | StoppedBy::Outage) => {
            list.push(command(&with_site("doctor", order), order, false))
        }
        _ => {}
    }
    if order.roster.as_os_str() == "-" {
        return list;
    }
    let roster = order.roster.to_string_lossy();
    let counts = |outcome| summary.outcomes.get(&outcome).copied().unwrap_or(0);
    if order.rehearsal {
        if summary.left > 0 {
            list.push(command(&["run", &roster, "--dry-run", "--all"], order, true));
        }
        if counts(Outcome::Rehearsed) > 0 {
            list.push(command(&["run", &roster, "--rehearsed", &number], order, true));
        }
    } else if summary.left > 0 {
        list.push(command(&["run", &roster], order, true));
    }
    if !order.rehearsal && summary.needs_a_look > 0 {
        list.push(command(&["status", "--needs-a-look"], order, false));
    }
    list
}

/// The command that comes after a sign-in: a rehearsal of the newest roster, or the choice of people where there is none yet.
pub(super) fn after_login(ledger: &Ledger) -> Result<String, Failure> {
    let newest = ledger.runs(u32::MAX)?.into_iter().find_map(|run| {
        let roster = run.start.roster.filter(|roster| std::path::Path::new(roster).is_file())?;
        Some((run.id, roster))
    });
    Ok(match newest {
        Some((run, roster)) => {
            let keep =
                ledger.keep_file_of(run)?.map_or(String::new(), |keep| format!(" --keep {}", quoted(&keep)));
            format!("unlinked run {} --dry-run{keep}{}", quoted(&roster), given())
        }
        None => format!("unlinked plan Connections.csv{}", given()),
    })
}

/// A command that looks at the site that was given.
fn with_site<'a>(word: &'a str, order: &'a Order) -> Vec<&'a str> {
    let site = order.overrides.iter().find(|given| given.flag == "--site");
    std::iter::once(word).chain(site.into_iter().flat_map(|site| ["--site", site.value.as_str()])).collect()
}

/// What a command that wrote a roster was given, so that the run after it is given the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// The keep list.
    pub(super) keep: Option<PathBuf>,
    /// The state folder.
    pub(super) state: Option<PathBuf>,
    /// The config file.
    pub(super) config: Option<PathBuf>,
    /// The site.
    pub(super) site: Option<String>,
}

/// The rehearsal of a roster that was just written.
pub(super) fn rehearse(roster: &str, given: &Given) -> String {
    let mut all = vec!["unlinked run".to_owned(), quoted(roster)];
    let text = |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
    let flags = [
        ("--keep", text(&given.keep)),
        ("--site", given.site.clone()),
        ("--state", text(&given.state)),
        ("--config", text(&given.config)),
    ];
    for (flag, value) in flags {
        all.extend(value.iter().flat_map(|value| [flag.to_owned(), quoted(value)]));
    }
    all.push("--dry-run".to_owned());
    all.join(" ")
}

/// A command for the same account; `acts` says that it is a run, which takes the keep list and the settings as well.
fn command(words: &[&str], order: &Order, acts: bool) -> String {
    let mut all: Vec<String> = vec!["unlinked".to_owned()];
    all.extend(words.iter().map(|word| quoted(word)));
    if acts {
        all.extend(order.list.flags());
        let mut add = |flag: &str, value: &str| all.extend([flag.to_owned(), quoted(value)]);
        if let Some(keep) = &order.keep {
            add("--keep", &keep.to_string_lossy());
        }
        let said = order.overrides.iter().filter(|given| given.flag != ONCE);
        for given in said.filter(|given| !SWITCHES.contains(&given.flag.as_str())) {
            add(&given.flag, &given.value);
        }
        let switches = order.overrides.iter().map(|given| given.flag.as_str());
        all.extend(switches.filter(|flag| SWITCHES.contains(flag)).map(str::to_owned));
        all.extend(order.no_keep.then(|| "--no-keep".to_owned()));
    }
    let mut add = |flag: &str, value: &str| all.extend([flag.to_owned(), quoted(value)]);
    if let Some(state) = &order.account.state {
        add("--state", &state.to_string_lossy());
    }
    if let Some(config) = &order.account.config {
        add("--config", &config.to_string_lossy());
    }
    if acts && order.no_limits {
        all.push("--no-limits".to_owned());
    }
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::account_args::AccountArgs;
    use crate::cli::list_args::ListArgs;
    use crate::cli::prompt::Consent;
    use crate::cli::run_end::summary_of;
    use crate::cli::settings::flag;

    fn order(rehearsal: bool) -> Order {
        Order {
            roster: "my people.csv".into(),
            list: ListArgs::default(),
            account: AccountArgs { state: Some("big/st".into()), config: Some("a.toml".into()) },
            overrides: vec![
                flag("--site", "site", "http://127.0.0.1:4000"),
                flag("--headed", "webdriver.headless", "false"),
            ],
            keep: Some("it's kept.csv".into()),
            no_keep: false,
            limit: None,
            no_limits: false,
            no_wait: false,
            now: false,
            rehearsal,
            sample: None,
            all: false,
            again: false,
            rehearsed: None,
            consent: Consent::Ask,
            smoke: false,
            cookies: Vec::new(),
        }
    }

    fn summary(run: i64, left: usize, needs_a_look: usize, rehearsed: usize) -> RunSummary {
        RunSummary {
            run,
            left,
            needs_a_look,
            outcomes: [(Outcome::Rehearsed, rehearsed)].into(),
            stopped_by: None,
            ..summary_of(StoppedBy::Limit, String::new())
        }
    }

    #[test]
    fn what_was_given_to_a_plan_is_given_to_its_run() {
        let given = Given {
            keep: Some("my keep.csv".into()),
            state: Some("st".into()),
            config: None,
            site: Some("http://127.0.0.1:4000".to_owned()),
        };
        assert_eq!(
            rehearse("a b.csv", &given),
            "unlinked run 'a b.csv' --keep 'my keep.csv' --site http://127.0.0.1:4000 --state st --dry-run"
        );
        assert_eq!(rehearse("r.csv", &Given::default()), "unlinked run r.csv --dry-run");
    }

    #[test]
    fn what_comes_next_can_be_pasted() {
        let all = " --keep 'it'\\''s kept.csv' --site http://127.0.0.1:4000 --headed --state big/st --config a.toml";
        let account = " --state big/st --config a.toml";
        assert_eq!(after_run(&order(false), &summary(3, 0, 0, 0)), [format!("unlinked report 3{account}")]);
        assert_eq!(
            after_run(&order(false), &summary(3, 7, 2, 0)),
            [
                format!("unlinked report 3{account}"),
                format!("unlinked run 'my people.csv'{all}"),
                format!("unlinked status --needs-a-look{account}"),
            ]
        );
        assert_eq!(
            after_run(&order(true), &summary(7, 5, 0, 2)),
            [
                format!("unlinked report 7{account}"),
                format!("unlinked run 'my people.csv' --dry-run --all{all}"),
                format!("unlinked run 'my people.csv' --rehearsed 7{all}"),
            ]
        );
        assert_eq!(after_run(&order(true), &summary(7, 0, 0, 0)).len(), 1, "nobody to act on");
        let halted = RunSummary { stopped_by: Some(StoppedBy::Challenge), ..summary(3, 0, 0, 0) };
        assert_eq!(after_run(&order(false), &halted)[1], format!("unlinked resume{account}"));
        let stdin = Order { roster: "-".into(), ..order(true) };
        assert_eq!(
            after_run(&stdin, &summary(7, 5, 0, 5)).len(),
            1,
            "what came by standard input cannot be named"
        );
    }
}
