//! What the user sees when the program has a defect: a few plain words and where it was, never a backtrace.

use std::io::Write;
use std::panic::PanicHookInfo;

use crate::domain::neutral;

/// Makes a panic tell what to do.
pub(super) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let _ = write!(std::io::stderr().lock(), "{}", neutral::screen(&message(info), false));
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(
        || "an unknown place".to_owned(),
        |location| format!("{}:{}", location.file(), location.line()),
    );
    text(&place, info.payload_as_str().unwrap_or("no message"))
}

fn text(place: &str, what: &str) -> String {
    format!(
        "\nunlinked has a defect and stopped at {place}:\n  {what}\n\n\
         The ledger is safe: everything that was done is in it, and the next run looks before it goes on.\n\
         Please report this to the project, with the lines above and the output of `unlinked --version`.\n"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_defect_is_told_with_its_place_and_that_the_ledger_is_safe() {
        let text = super::text("src/engine/run.rs:12", "index out of bounds");
        for part in ["src/engine/run.rs:12", "index out of bounds", "The ledger is safe", "Please report"] {
            assert!(text.contains(part), "`{part}` is not in {text}");
        }
        assert!(!text.contains("backtrace"), "{text}");
    }
}
