//! What the chosen route and surface need of roster and selector files, told before anything is opened.

use super::failure::Failure;
use crate::config::Config;
use crate::domain::{Action, Route};
use crate::roster::Row;
use crate::selectors::{PathName, Selectors};

/// Refuses a run whose way to people cannot be gone.
pub(super) fn check(config: &Config, selectors: &Selectors, rows: &[Row]) -> Result<(), Failure> {
    refuse_guesses(config, selectors)?;
    refuse_unsearchable(config.route, rows)
}

/// A path whose buttons are known by guesses only is not walked on the real site until the user allows it.
fn refuse_guesses(config: &Config, selectors: &Selectors) -> Result<(), Failure> {
    if config.is_practice() || config.selectors.allow_guessed {
        return Ok(());
    }
    let guessed = selectors.guessed_places(PathName { action: Action::Remove, route: config.route });
    if guessed.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "the {} surface's click path `{}` rests on guesses ({}): nothing public shows these parts of the real pages",
            config.surface,
            config.route,
            guessed.join(", ")
        ),
        "use the desktop surface, or mend the file from what you see (docs/selectors.md); `selectors.allow_guessed = true` in the config tries the guesses as they are",
    ))
}

/// A list is searched by name.
fn refuse_unsearchable(route: Route, rows: &[Row]) -> Result<(), Failure> {
    if route == Route::Profile {
        return Ok(());
    }
    let lines: Vec<String> =
        rows.iter().filter(|row| row.person.name.is_none()).map(|row| row.line.to_string()).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let shown = lines.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
    let more = if lines.len() > 10 { ", …" } else { "" };
    let (rows, have) = if lines.len() == 1 { ("row", "has") } else { ("rows", "have") };
    Err(Failure::usage(
        format!(
            "{} {rows} of the roster {have} no name (line {shown}{more}), and the route `{route}` searches by name",
            lines.len()
        ),
        "add the names, or use `--route profile`",
    ))
}
