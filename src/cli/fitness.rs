//! What the chosen route and surface need of roster and selector files, told before anything is opened.

use super::failure::Failure;
use super::inputs::Inputs;
use super::pack_in_use;
use crate::config::Config;
use crate::domain::{Action, Route};
use crate::roster::Row;
use crate::selectors::{PathName, Selectors};

/// Refuses a run whose way to people cannot be gone.
pub(super) fn check(inputs: &Inputs, is_rehearsal: bool) -> Result<(), Failure> {
    refuse_guesses(&inputs.config, &inputs.selectors)?;
    refuse_unsearchable(inputs.config.route, &inputs.roster.rows)?;
    pack_in_use::check(inputs, is_rehearsal)
}

fn refuse_guesses(config: &Config, selectors: &Selectors) -> Result<(), Failure> {
    match guesses(config, selectors) {
        None => Ok(()),
        Some(guesses) => Err(Failure::usage(
            guesses,
            "use the desktop surface, or `unlinked selectors prove WHO`, which tries the guesses on one person whom you name (docs/selectors.md); `selectors.allow_guessed = true` in the config lets every run try them",
        )),
    }
}

/// Which parts of the click path are known by guesses only, in a sentence: it is not walked on the real site until the user
/// allows it. `None` where there are none, or where they may be tried.
pub(super) fn guesses(config: &Config, selectors: &Selectors) -> Option<String> {
    if config.is_practice() || config.selectors.allow_guessed {
        return None;
    }
    let guessed = selectors.guessed_places(PathName { action: Action::Remove, route: config.route });
    (!guessed.is_empty()).then(|| {
        format!(
            "the {} surface's click path `{}` rests on guesses ({}): nothing public shows these parts of the real pages",
            config.surface,
            config.route,
            guessed.join(", ")
        )
    })
}

/// A list is searched by name.
fn refuse_unsearchable(route: Route, rows: &[Row]) -> Result<(), Failure> {
    let nameless = rows_with("no name", rows, |row| row.person.name.is_none());
    match nameless.filter(|_| route != Route::Profile) {
        None => Ok(()),
        Some(nameless) => Err(Failure::usage(
            format!("{nameless}, and the route `{route}` searches by name"),
            "add the names, or use `--route profile`",
        )),
    }
}

/// How many lines of the roster are named; the rest is counted.
const NAMED: usize = 10;

/// The rows that have something, with their lines: `2 rows of the roster have no name (lines 4, 9)`; `None` if none has it.
pub(super) fn rows_with(what: &str, rows: &[Row], has: impl Fn(&Row) -> bool) -> Option<String> {
    let lines: Vec<String> = rows.iter().filter(|row| has(row)).map(|row| row.line.to_string()).collect();
    let shown = lines.get(..NAMED).unwrap_or(&lines).join(", ");
    match lines.len() {
        0 => None,
        1 => Some(format!("1 row of the roster has {what} (line {shown})")),
        all if all > NAMED => Some(format!("{all} rows of the roster have {what} (lines {shown}, …)")),
        all => Some(format!("{all} rows of the roster have {what} (lines {shown})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Roster;

    #[test]
    fn rows_are_told_with_their_lines_and_the_rest_is_counted() {
        let roster = |people: usize| {
            let rows: String =
                (0..people).map(|nth| format!("https://www.linkedin.com/in/p-{nth}/\n")).collect();
            Roster::parse("roster.csv", format!("url\n{rows}")).unwrap().rows
        };
        let told = |people| rows_with("no name", &roster(people), |row| row.line != 3);
        assert_eq!(told(1).unwrap(), "1 row of the roster has no name (line 2)");
        assert_eq!(told(3).unwrap(), "2 rows of the roster have no name (lines 2, 4)");
        assert_eq!(
            told(13).unwrap(),
            "12 rows of the roster have no name (lines 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)"
        );
        assert_eq!(rows_with("no name", &roster(3), |_| false), None);
    }
}
