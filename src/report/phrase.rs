//! An event of the trace as a person reads it: one line, and the lines below it.

use super::text::clean;
use crate::domain::{Area, CandidateNote, PageText, Point, Step};
use crate::trace::{Event, What};

/// An event in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// What happened, in one line.
    pub(super) line: String,
    /// What else is known.
    pub(super) more: Vec<String>,
    /// Whether something went wrong here.
    pub(super) bad: bool,
}

/// A candidate's place as people count, from 1.
pub(super) fn candidate_name(candidate: usize) -> String {
    format!("candidate {}", candidate + 1)
}

/// What one candidate met.
pub(super) fn note(note: &CandidateNote) -> String {
    let found = note.note.as_deref().filter(|note| !note.is_empty());
    let name = candidate_name(note.candidate);
    match found {
        Some(found) => format!("{name}: {}: {}", note.why, clean(found)),
        None => format!("{name}: {}", note.why),
    }
}

fn place(point: Point) -> String {
    format!("{:.0}, {:.0}", point.x, point.y)
}

fn area_text(area: Area) -> String {
    format!("box {:.0} x {:.0} at {:.0}, {:.0}", area.width, area.height, area.x, area.y)
}

/// The path of an address, decoded: host and scheme are those of the run.
pub(super) fn path_of(address: &str) -> String {
    let (path, query) = match url::Url::parse(address) {
        Ok(url) => (url.path().to_owned(), if url.query().is_some() { "?..." } else { "" }),
        Err(_) => (address.to_owned(), ""),
    };
    let decoded = percent_encoding::percent_decode_str(&path).decode_utf8_lossy();
    format!("{}{query}", clean(&decoded))
}

/// Where something went wrong.
fn around(address: &str, title: &str, outline: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    let title = if title.is_empty() { String::new() } else { format!(", titled {}", PageText::from(title)) };
    lines.extend((!address.is_empty()).then(|| format!("on {}{title}", path_of(address))));
    lines.extend(
        outline.map(|outline| format!("an outline of the page is kept ({} lines)", outline.lines().count())),
    );
    lines
}

/// The words for an event.
pub(super) fn phrase(event: &Event) -> Phrase {
    let mut more = Vec::new();
    let mut bad = false;
    let line = match &event.what {
        What::Started { people, done_before } => {
            format!("the run starts: {people} to act on, {done_before} done before")
        }
        What::Ended { stopped_by, detail, left } => {
            more.extend((!detail.is_empty()).then(|| clean(detail).into_owned()));
            bad = stopped_by.is_some();
            let why = stopped_by.map(|by| format!(", stopped early ({by})")).unwrap_or_default();
            format!("the run ends{why}; {left} left for a later run")
        }
        What::Opened { path, address, status, front_end, language, name, degree } => {
            let mut seen: Vec<String> = Vec::new();
            seen.extend(front_end.map(|front_end| front_end.to_string()));
            seen.extend((!language.is_empty()).then(|| clean(language).into_owned()));
            seen.extend((![0, 200].contains(status)).then(|| format!("status {status}")));
            let led = path_of(address);
            let asked = path_of(path);
            if !path.is_empty() && led.trim_end_matches('/') != asked.trim_end_matches('/') {
                more.push(format!("asked for {asked}"));
            }
            let who =
                name.as_deref().map_or_else(|| "no name".to_owned(), |name| PageText::from(name).to_string());
            let verb = if event.step == Step::Verify { "fresh load of" } else { "read" };
            let page = if seen.is_empty() { String::new() } else { format!(" ({})", seen.join(", ")) };
            format!("{verb} {led}{page}: {who}, degree {degree}")
        }
        What::Found { locator, candidate, guess, tag, text, area, point, notes, .. } => {
            let mut element = clean(tag).into_owned();
            if !text.is_empty() {
                element.push_str(&format!(" {}", PageText::from(text.as_str())));
            }
            more.push(format!("{element}, {}", area_text(*area)));
            more.extend(notes.iter().map(note));
            let guess = if *guess { ", a guess" } else { "" };
            let which = format!("{}{guess}", candidate_name(*candidate));
            if event.step == Step::Menu {
                format!("clicked `{locator}` at {} ({which})", place(*point))
            } else {
                format!("found `{locator}` at {} ({which})", place(*point))
            }
        }
        What::NotFound { locator, reason, note: why, notes, address, title, outline } => {
            bad = true;
            more.extend(notes.iter().map(note));
            more.extend(around(address, title, outline.as_deref()));
            format!("`{locator}`: {reason}: {}", clean(why))
        }
        What::Clicked { locator, point, answer, guard } => {
            bad = answer != "done";
            let guard = guard.as_deref().map(|guard| format!(", guard {guard}")).unwrap_or_default();
            format!("clicked `{locator}` at {}: {}{guard}", place(*point), answer.replace('_', " "))
        }
        What::Intent { attempt } => {
            format!("intent {attempt} written and synced; from here on there is no way back")
        }
        What::Dialog { text, verdict, .. } => {
            bad = verdict != "confirmed";
            more.push(format!("it says: {}", PageText::from(text.as_str())));
            format!("a dialog: {}", clean(verdict))
        }
        What::Problem { text, address, title, outline } => {
            bad = true;
            more.extend(around(address, title, outline.as_deref()));
            clean(text).into_owned()
        }
        What::Stop { sign, by, what, address, title } => {
            bad = true;
            more.extend(around(address, title, None));
            format!("a page that ends the run: {sign}, known by {by} `{}`", clean(what))
        }
        What::Outcome { outcome, detail } => {
            bad = outcome.needs_a_look();
            format!("{outcome}: {}", clean(detail))
        }
        What::PageError(error) => {
            if !error.address.is_empty() {
                more.push(format!("in {}", clean(&error.address)));
            }
            format!("the page reported an error ({}): {}", error.kind, PageText::from(error.text.as_str()))
        }
        What::Note { text } => clean(text).into_owned(),
    };
    Phrase { line, more, bad }
}
