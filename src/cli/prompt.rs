//! The question before something that cannot be undone, and the two ways to answer it beforehand.

use std::io::{BufRead, Write};

use super::failure::Failure;
use super::output::Terminal;
use crate::domain::neutral;

/// How the user agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// `--yes`.
    Given,
    /// `--confirm N`.
    ForExactly(u64),
    /// By answering a question.
    Ask,
}

/// Gets the user's consent to act on `people` people, or says why there is none. `deed` is the question's first half.
pub(super) fn consent(how: Consent, people: usize, deed: &str, terminal: &Terminal) -> Result<(), Failure> {
    let left = if people == 1 { "1 is".to_owned() } else { format!("{people} are") };
    match how {
        Consent::Given => Ok(()),
        Consent::ForExactly(number) if usize::try_from(number) == Ok(people) => Ok(()),
        Consent::ForExactly(number) => Err(Failure::usage(
            format!("--confirm says {number}, and {left} left to act on; nothing was started"),
            format!(
                "check the roster and the keep list; if {people} is right, run it again with --confirm {people}"
            ),
        )),
        Consent::Ask if !terminal.can_ask => Err(Failure::usage(
            format!(
                "nobody can be asked, since this is no terminal, and {left} left to act on; nothing was started"
            ),
            format!("run it in a terminal, or with --confirm {people}, or with --yes if a timer runs it"),
        )),
        Consent::Ask => ask(&format!("{deed}? Type \"yes\" to start: "))
            .and_then(|yes| if yes { Ok(()) } else { Err(Failure::not_started()) }),
    }
}

/// Gets a clear yes to `question`, or says why there is none: where nobody can be asked, with `undone` ("nothing was deleted") and the
/// way to say it beforehand.
///
/// # Errors
/// [`Failure::Usage`] where nobody can be asked, [`Failure::Declined`] for anything but a yes.
pub(super) fn agree(question: &str, undone: &str, cure: &str, terminal: &Terminal) -> Result<(), Failure> {
    if !terminal.can_ask {
        return Err(Failure::usage(
            format!("nobody can be asked, since this is no terminal; {undone}"),
            cure,
        ));
    }
    if ask(question)? { Ok(()) } else { Err(Failure::Declined(undone.to_owned())) }
}

/// Puts a question on stderr and reads the answer from stdin. Everything but a clear yes is a no.
pub(super) fn ask(question: &str) -> Result<bool, Failure> {
    Ok(is_yes(&answer(question)?))
}

/// Puts a question on stderr and reads a line from stdin.
pub(super) fn answer(question: &str) -> Result<String, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::Internal(format!("the terminal cannot be read: {error}"));
    let mut stderr = std::io::stderr().lock();
    write!(stderr, "\n{}", neutral::screen(question, false))
        .and_then(|()| stderr.flush())
        .map_err(unreadable)?;
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer).map_err(unreadable)?;
    if read == 0 {
        // End of input (Ctrl-D) leaves the cursor behind the question.
        let _ = writeln!(stderr);
    }
    Ok(answer)
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "yes" | "y")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody_there() -> Terminal {
        let mut terminal = Terminal::detect(true, false);
        terminal.can_ask = false;
        terminal
    }

    #[test]
    fn only_a_clear_yes_is_a_yes() {
        for yes in ["yes\n", "y\n", " YES \r\n"] {
            assert!(is_yes(yes), "{yes:?}");
        }
        for no in ["", "\n", "no\n", "ye\n", "yes please\n", "12\n", "Y E S"] {
            assert!(!is_yes(no), "{no:?}");
        }
    }

    #[test]
    fn a_confirmed_number_that_is_not_the_number_of_people_gives_both_numbers() {
        let failure = consent(Consent::ForExactly(11), 12, "Remove 12 people", &nobody_there()).unwrap_err();
        assert_eq!(failure.exit_code(), 2);
        let message = failure.message();
        assert!(message.contains("11") && message.contains("12"), "{message}");
        assert!(consent(Consent::ForExactly(12), 12, "Remove 12 people", &nobody_there()).is_ok());
    }

    #[test]
    fn without_a_terminal_nothing_is_asked_and_nothing_started() {
        let failure = consent(Consent::Ask, 12, "Remove 12 people", &nobody_there()).unwrap_err();
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.message().contains("--confirm 12"), "{}", failure.message());
        assert!(consent(Consent::Given, 12, "Remove 12 people", &nobody_there()).is_ok());
    }
}
