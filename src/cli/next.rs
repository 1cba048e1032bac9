//! The next command, as it can be pasted: with the account, the keep list and the settings that were given to this one.

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
fn quoted(word: &str) -> String {
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
