//! What changes in files, shown before they are written.

use serde_json::json;
use similar::TextDiff;

use super::{Stdout, Terminal, line_of, printable};

/// The lines that change in a file, with a line around them; empty where none does.
pub(in crate::cli) fn difference(file: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(1).header(file, file).to_string()
}

/// Shows each file's changed lines, as text or as a JSON line a file.
pub(in crate::cli) fn show_differences(files: &[(String, String)], as_json: bool, terminal: &Terminal) {
    let mut stdout = Stdout::new(terminal);
    for (file, lines) in files {
        if as_json {
            stdout.line(&line_of(&json!({ "event": "file", "file": file, "diff": lines })));
        } else {
            stdout.line("");
            lines.lines().for_each(|line| stdout.line(&printable(line)));
        }
    }
}
