//! The lines of a page that its reader types, in order.

use crate::testkit::documents::pages::{Block, Page};
use crate::testkit::documents::shell;

pub enum Kind {
    /// Starts this program.
    Ours,
    /// Starts something else.
    Other,
    /// In a block that another test runs, which a comment above it names.
    Elsewhere,
}

pub struct Line {
    pub at: usize,
    pub text: String,
    pub kind: Kind,
}

pub fn lines(page: &Page) -> Vec<Line> {
    let mut found = Vec::new();
    for block in &page.blocks {
        let elsewhere = is_run_elsewhere(page, block);
        for (offset, text) in typed(block) {
            let ours = !shell::commands(&text, false).unwrap().is_empty();
            let kind = match (elsewhere, ours) {
                (true, _) => Kind::Elsewhere,
                (false, true) => Kind::Ours,
                // In a block without a language only our own commands are certain to be commands.
                (false, false) if block.lang.is_empty() => continue,
                (false, false) => Kind::Other,
            };
            found.push(Line { at: block.line + 1 + offset, text, kind });
        }
    }
    found
}

fn is_run_elsewhere(page: &Page, block: &Block) -> bool {
    let above = block.line.checked_sub(2).and_then(|above| page.text.lines().nth(above)).unwrap_or_default();
    above.trim_start().starts_with("<!-- run by tests/")
}

/// Lines of a block that are typed, each with its line in the block; what goes on in the next line is one.
fn typed(block: &Block) -> Vec<(usize, String)> {
    let prompted = match block.lang.as_str() {
        "sh" | "bash" | "shell" | "" => false,
        "console" | "text" => true,
        _ => return Vec::new(),
    };
    let mut all: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, line) in block.text.lines().enumerate() {
        if let (true, Some((_, begun))) = (open, all.last_mut()) {
            begun.push_str(line.trim_start());
        } else {
            let line = line.trim_start();
            match (line.strip_prefix("$ "), prompted) {
                (Some(line), _) => all.push((at, line.to_owned())),
                (None, false) if !line.is_empty() && !line.starts_with('#') => {
                    all.push((at, line.to_owned()))
                }
                _ => continue,
            }
        }
        let text = &mut all.last_mut().unwrap().1;
        open = text.ends_with('\\');
        if open {
            text.pop();
        }
    }
    all
}
