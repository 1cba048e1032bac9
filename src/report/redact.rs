//! Redaction: names are replaced by placeholders, and what cannot be told apart from a name is blanked.
//!
//! It works by what may stay, not by what must go, since a page shows people whom no list has. Of texts from the page only
//! words of the interface stay (those of the selector files' locales); of the structure of the page, tags, roles and test
//! ids stay. Known names, slugs and keys become `Person 12`, everywhere the same. What the roster says besides is left out.

mod names;
mod scrub;

use names::Names;
use scrub::Scrub;

use super::model::{Report, Story};
use crate::trace::{Event, What};

/// The report without anybody's name in it. Pictures are shown by it as coarse mosaics only.
#[must_use]
pub fn redact(mut report: Report) -> Report {
    let names = Names::of(&report);
    let scrub = Scrub::new(&names);
    report.given.clear();
    report.people.iter_mut().for_each(|story| story.given.clear());
    for story in &mut report.people {
        redact_story(story, &scrub);
    }
    for run in &mut report.runs {
        run.row.start.roster = run.row.start.roster.as_ref().map(|_| "(the roster)".to_owned());
        // Whoever guesses who was in a short roster could try the guess on its fingerprint.
        run.row.start.fingerprint = None;
        run.events.iter_mut().for_each(|event| redact_event(event, None, &scrub));
        for warning in &mut run.warnings {
            warning.detail = scrub.sentence(&warning.detail, None);
        }
    }
    report.owner = report.owner.as_ref().map(|_| "(the owner)".to_owned());
    report.redacted = true;
    report
}

/// A sentence as it stands in a report without anybody's name, where nobody is known.
#[cfg(test)]
pub(crate) fn redacted(sentence: &str) -> String {
    // Made once: it reads the selector files.
    static OF_NOBODY: std::sync::LazyLock<Scrub<'static>> =
        std::sync::LazyLock::new(|| Scrub::new(Box::leak(Box::default())));
    OF_NOBODY.sentence(sentence, None)
}

fn redact_story(story: &mut Story, scrub: &Scrub<'_>) {
    let nth = Some(story.nth);
    story.detail = scrub.sentence(&story.detail, nth);
    for traced in &mut story.events {
        redact_event(&mut traced.event, nth, scrub);
    }
    let placeholder = names::placeholder(story.nth);
    if let Some(later) = &mut story.later {
        later.key = crate::domain::PersonKey(placeholder.clone());
    }
    story.slug = None;
    story.name = Some(placeholder.clone());
    story.key = placeholder;
    story.facts.clear();
}

fn redact_event(event: &mut Event, nth: Option<usize>, scrub: &Scrub<'_>) {
    event.person = nth.map(names::placeholder).unwrap_or_default();
    // How wide a text stands says how long it is.
    event.areas.clear();
    match &mut event.what {
        What::Started { .. } | What::Intent { .. } => {}
        // What the run says of its end may name who is signed in; the report says what it means in words of its own.
        What::Ended { detail, .. } => detail.clear(),
        What::Opened { path, address, language, name, degree, .. } => {
            *path = scrub.address(path, nth);
            *address = scrub.address(address, nth);
            *language = scrub.page_text(language, nth, 16);
            *name = name.as_ref().map(|name| scrub.name(name, nth));
            *degree = scrub.sentence(degree, nth);
        }
        What::Found { tag, icon, around, text, notes, .. } => {
            *icon = icon.as_ref().map(|icon| scrub.page_text(icon, nth, 60));
            for told in std::iter::once(tag).chain(around) {
                *told = scrub.structure(told, nth);
            }
            *text = scrub.page_text(text, nth, 200);
            for note in notes {
                note.note = note.note.as_ref().map(|note| scrub.structure(note, nth));
            }
        }
        What::NotFound { note, notes, address, title, outline, .. } => {
            *note = scrub.sentence(note, nth);
            for note in notes {
                note.note = note.note.as_ref().map(|note| scrub.structure(note, nth));
            }
            *address = scrub.address(address, nth);
            *title = scrub.page_text(title, nth, 200);
            *outline = outline.as_ref().map(|outline| redact_outline(outline, nth, scrub));
        }
        What::Problem { text, address, title, outline } => {
            *text = scrub.sentence(text, nth);
            *address = scrub.address(address, nth);
            *title = scrub.page_text(title, nth, 200);
            *outline = outline.as_ref().map(|outline| redact_outline(outline, nth, scrub));
        }
        What::Clicked { guard, .. } => *guard = guard.as_ref().map(|guard| scrub.structure(guard, nth)),
        What::Dialog { text, verdict, outline } => {
            *text = scrub.page_text(text, nth, 600);
            *outline = outline.as_ref().map(|outline| redact_outline(outline, nth, scrub));
            *verdict = scrub.sentence(verdict, nth);
        }
        What::Stop { what, address, title, .. } => {
            *what = scrub.sentence(what, nth);
            *address = scrub.address(address, nth);
            *title = scrub.page_text(title, nth, 200);
        }
        What::Outcome { detail, .. } => *detail = scrub.sentence(detail, nth),
        What::PageError(error) => {
            error.text = scrub.page_text(&error.text, nth, 200);
            error.address = scrub.address(&error.address, nth);
        }
        What::Note { text } => *text = scrub.sentence(text, nth),
    }
}

fn redact_outline(outline: &str, nth: Option<usize>, scrub: &Scrub<'_>) -> String {
    outline.lines().map(|line| scrub.structure(line, nth)).collect::<Vec<_>>().join("\n")
}
