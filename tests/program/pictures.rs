//! The picture of the demo in the README, made from what the program writes to a real terminal.

use std::fmt::Write as _;
use std::num::NonZero;

use super::terminal::{LINES, in_terminal};
use crate::testkit::eyes::pictures::{are_written, place};
use crate::testkit::home::Home;

const COLUMNS: u16 = 100;
/// Of one cell, in px.
const WIDE: f64 = 8.4;
const HIGH: f64 = 18.0;
const MARGIN: f64 = 16.0;

/// Runs of cells that look the same, with the column at which each begins.
struct Run {
    column: u16,
    text: String,
    colour: &'static str,
    bold: bool,
}

/// The colours of the picture: those of a terminal with a dark ground.
fn colour(cell: &vt100::Cell) -> &'static str {
    match cell.fgcolor() {
        vt100::Color::Idx(1 | 9) => "#ff7b72",
        vt100::Color::Idx(2 | 10) => "#7ee787",
        vt100::Color::Idx(3 | 11) => "#e3b341",
        vt100::Color::Idx(4 | 12) => "#79c0ff",
        vt100::Color::Idx(5 | 13) => "#d2a8ff",
        vt100::Color::Idx(6 | 14) => "#56d4dd",
        _ if cell.dim() => "#8b949e",
        _ => "#e6edf3",
    }
}

fn runs(screen: &vt100::Screen, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut was_plain = true;
    for column in 0..COLUMNS {
        let Some(cell) = screen.cell(row, column) else { break };
        if cell.is_wide_continuation() {
            continue;
        }
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let (colour, bold) = (colour(cell), cell.bold());
        // Spaces in a row are drawn as one, and what is not of the font's own width is not as wide as its cells: what follows either
        // begins anew at its column, so that the table stays a table.
        let is_plain = text.chars().all(|letter| letter < '\u{500}' || "─━·…’".contains(letter));
        let goes_on = |run: &Run| {
            !run.text.ends_with("  ")
                && run.colour == colour
                && run.bold == bold
                && (text == " " || is_plain == was_plain)
        };
        match runs.last_mut() {
            Some(run) if goes_on(run) => run.text.push_str(text),
            _ => runs.push(Run { column, text: text.to_owned(), colour, bold }),
        }
        if text != " " {
            was_plain = is_plain;
        }
    }
    runs.retain(|run| !run.text.trim().is_empty());
    runs
}

fn svg(screen: &vt100::Screen, rows: u16) -> String {
    let (width, height) = (MARGIN * 2.0 + WIDE * f64::from(COLUMNS), MARGIN * 2.0 + HIGH * f64::from(rows));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>unlinked demo in a terminal</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#0d1117\"/>\n"
    );
    for row in 0..rows {
        for run in runs(screen, row) {
            let (x, y) = (MARGIN + WIDE * f64::from(run.column), MARGIN + HIGH * (f64::from(row) + 0.75));
            let text = run.text.trim_end();
            let blank = text.len() - text.trim_start().len();
            let text = text.trim_start().replace('&', "&amp;").replace('<', "&lt;");
            let x = x + WIDE * blank as f64;
            let weight = if run.bold { " font-weight=\"bold\"" } else { "" };
            writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{}\"{weight}>{text}</text>", run.colour)
                .unwrap();
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The words of a picture in the order of the alphabet, without what differs from run to run: times and the port. A time that is wider on
/// a slow machine makes a column beside it narrower, and so puts words into another line.
fn words(svg: &str) -> Vec<String> {
    let without_tags = svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    // A time may take minutes on a slow machine, and less than a second on a quick one.
    let is_same = |word: &&str| {
        let counts = word.contains(|letter: char| letter.is_ascii_digit());
        !["ms", "s", "min"].contains(word) && (!counts || word.ends_with(['º', 'd', 't']))
    };
    let mut words: Vec<String> =
        without_tags.flat_map(str::split_whitespace).filter(is_same).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[test]
fn the_picture_of_the_demo_in_the_readme_is_true() {
    let home = Home::new();
    let settings = [("COLUMNS", "100"), ("CLICOLOR_FORCE", "1")];
    let seen = in_terminal(&home, COLUMNS, &settings, &["demo"], None);
    assert_eq!(seen.code, 0, "{}", seen.raw);
    let mut parser = vt100::Parser::new(NonZero::new(LINES).unwrap(), NonZero::new(COLUMNS).unwrap(), 0);
    parser.process(seen.raw.as_bytes());
    let screen = parser.screen();
    // To the word of the site: where the state stands is the machine's own affair.
    let lines: Vec<String> = screen.rows(0, COLUMNS).collect();
    let rows = lines.iter().position(|line| line.starts_with("Ledger")).unwrap();
    let rows = lines[..rows].iter().rposition(|line| !line.trim().is_empty()).unwrap() + 1;
    let picture = svg(screen, u16::try_from(rows).unwrap());
    let path = place("demo.svg");
    if are_written() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &picture).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(words(&kept), words(&picture), "write it anew with UNLINKED_WRITE_PICTURES=1");
}
