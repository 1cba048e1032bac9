//! What the user sees when the program has a defect: a few plain words and where it was, never a backtrace.

use std::io::Write;
use std::panic::PanicHookInfo;

/// Makes a panic tell what to do.
pub(super) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let _ = write!(std::io::stderr().lock(), "{}", message(info));
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(
        || "an unknown place".to_owned(),
        |location| format!("{}:{}", location.file(), location.line()),
    );
    let what = info.payload_as_str().unwrap_or("no message");
    format!(
        "\nunlinked has a defect and stopped at {place}:\n  {what}\n\n\
         The ledger is safe: everything that was done is in it, and the next run looks before it goes on.\n\
         Please report this to the project, with the lines above and the output of `unlinked --version`.\n"
    )
}
