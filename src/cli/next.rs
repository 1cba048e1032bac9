//! The next command, as it can be pasted: with the account, the keep list and the settings that were given to this one.

use std::path::PathBuf;

use super::order::Order;

/// The commands that come after a run of this order, in their order.
pub(super) fn after_run(order: &Order, run: i64) -> Vec<String> {
    let number = run.to_string();
    let mut list = vec![command(&["report", &number], order, false)];
    if order.rehearsal && order.roster.as_os_str() != "-" {
        let roster = order.roster.to_string_lossy();
        list.push(command(&["run", &roster, "--rehearsed", &number], order, true));
    }
    list
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
    let mut add = |flag: &str, value: &str| all.extend([flag.to_owned(), quoted(value)]);
    if acts {
        if let Some(keep) = &order.keep {
            add("--keep", &keep.to_string_lossy());
        }
        for given in order.overrides.iter().filter(|given| given.flag != "--headed") {
            add(&given.flag, &given.value);
        }
    }
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

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::account_args::AccountArgs;
    use crate::cli::prompt::Consent;
    use crate::cli::settings::flag;

    fn order(rehearsal: bool) -> Order {
        Order {
            roster: "my people.csv".into(),
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
            rehearsed: None,
            consent: Consent::Ask,
            smoke: false,
            cookies: Vec::new(),
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
        assert_eq!(after_run(&order(false), 3), ["unlinked report 3 --state big/st --config a.toml"]);
        assert_eq!(
            after_run(&order(true), 7),
            [
                "unlinked report 7 --state big/st --config a.toml",
                "unlinked run 'my people.csv' --rehearsed 7 --keep 'it'\\''s kept.csv' --site http://127.0.0.1:4000 \
                 --state big/st --config a.toml",
            ]
        );
        let stdin = Order { roster: "-".into(), ..order(true) };
        assert_eq!(after_run(&stdin, 7).len(), 1, "what came by standard input cannot be named");
    }

    #[test]
    fn a_shell_takes_each_word_for_one() {
        for word in ["", "a b", "it's", "$HOME", "a;b", "*", "~/x", "\u{e9}t\u{e9}.csv"] {
            let said = std::process::Command::new("sh")
                .arg("-c")
                .arg(format!("printf %s {}", quoted(word)))
                .output();
            assert_eq!(String::from_utf8(said.unwrap().stdout).unwrap(), word);
        }
    }
}
