//! What a run needs, looked at before it asks or waits: each thing with a verdict and, where it is not as it should be, its cure.
//! `run` refuses with all that is wrong at once; `unlinked doctor` prints the same list.

mod browser;
mod check;
mod place;

use super::exit;
use super::output::{Paint, paragraph, printable};
use crate::domain::UnixMs;

pub(super) use check::{Check, Verdict, Wanted};

/// Looks at everything.
pub(super) async fn look(wanted: &Wanted<'_>, now: UnixMs) -> Vec<Check> {
    let mut checks = browser::look(wanted, now).await;
    checks.extend(place::look(wanted, now).await);
    checks
}

/// What is wrong, and keeps a run from working.
pub(super) fn wrong(checks: &[Check]) -> Vec<&Check> {
    checks.iter().filter(|check| check.verdict == Verdict::Bad).collect()
}

/// The exit code of what is wrong: that of the first, as the list has them; 0 if nothing is.
pub(super) fn exit_of(wrong: &[&Check]) -> u8 {
    wrong.first().map_or(exit::OK, |check| check.by.map_or(exit::USAGE, exit::of_stop))
}

/// The list as text.
pub(super) fn text(checks: &[Check], paint: Paint, width: usize) -> String {
    let mut text = String::new();
    for check in checks {
        let word = format!("{:>10}", check.verdict.word());
        let word = match check.verdict {
            Verdict::Good => paint.good(&word),
            Verdict::NotNeeded => paint.faint(&word),
            Verdict::Unsure => paint.look(&word),
            Verdict::Bad => paint.bad(&word),
        };
        let seen = paragraph(&format!("{}: {}", check.what, printable(&check.seen)), width, 12);
        text.push_str(&format!("{word}  {}\n", seen.trim_start()));
        if !check.cure.is_empty() {
            text.push_str(&format!("{}\n", paragraph(&check.cure, width, 12)));
        }
    }
    text
}
