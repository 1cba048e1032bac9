//! Commands that a text suggests, as they can be pasted: with the account that was given to the command at hand.

use std::borrow::Cow;

/// The commands that take no account: to all others belong `--state` and `--config`.
const WITHOUT_ACCOUNT: &[&str] =
    &["completions", "demo", "fleet", "help", "man", "practice", "selectors export", "selectors rollback"];

/// Whether a command, as it stands behind `unlinked `, is about an account.
#[must_use]
pub fn takes_account(command: &str) -> bool {
    let is = |without: &&str| {
        command.strip_prefix(*without).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    !command.is_empty() && !command.starts_with('-') && !WITHOUT_ACCOUNT.iter().any(is)
}

/// The text with `given` (such as ` --state DIR`) in each command that stands in it between backticks and is about an account.
#[must_use]
pub fn with_given<'a>(text: &'a str, given: &str) -> Cow<'a, str> {
    if given.is_empty() || !text.contains("`unlinked ") {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len() + given.len());
    for (nth, part) in text.split('`').enumerate() {
        if nth > 0 {
            whole.push('`');
        }
        whole.push_str(part);
        let command = part.strip_prefix("unlinked ").filter(|_| nth % 2 == 1);
        if command.is_some_and(|command| takes_account(command) && !command.contains("--state")) {
            whole.push_str(given);
        }
    }
    Cow::Owned(whole)
}

/// A word as a shell takes it.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_get_the_account_that_was_given_once_and_other_words_do_not() {
        for (text, whole) in [
            ("say `unlinked resume`.", "say `unlinked resume --state big/st`."),
            (
                "`unlinked retry SLUG` or `unlinked skip SLUG`",
                "`unlinked retry SLUG --state big/st` or `unlinked skip SLUG --state big/st`",
            ),
            ("`unlinked practice --people 3`", "`unlinked practice --people 3`"),
            ("`unlinked selectors export DIR`", "`unlinked selectors export DIR`"),
            ("`unlinked selectors probe`", "`unlinked selectors probe --state big/st`"),
            ("`unlinked --help`", "`unlinked --help`"),
            ("unlinked resume, `resume`", "unlinked resume, `resume`"),
            ("`unlinked resume --state other`", "`unlinked resume --state other`"),
        ] {
            assert_eq!(with_given(text, " --state big/st"), whole);
            assert_eq!(with_given(&with_given(text, " --state big/st"), " --state big/st"), whole);
            assert_eq!(with_given(text, ""), text);
        }
    }

    #[cfg(unix)]
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
