//! The data from which the page's script puts together a person's steps and pictures.

use std::path::Path;

use serde::Serialize;

use crate::domain::{Reason, Surface};
use crate::ledger::RunId;
use crate::report::advice;
use crate::report::marks::{Mark, Shot, shots};
use crate::report::model::{Report, Story};
use crate::report::phrase::{candidate_name, path_of, phrase};
use crate::report::picture::Gallery;
use crate::report::text::clean;
use crate::trace::What;
use crate::wording::{clock_time, exact_span, whole_moment};

#[derive(Serialize)]
struct Detail {
    means: &'static str,
    next: String,
    /// The person's page on the site.
    link: Option<String>,
    facts: Vec<(&'static str, String)>,
    pictures: Vec<Picture>,
    steps: Vec<Line>,
    mend: Vec<Mend>,
}

#[derive(Serialize)]
struct Picture {
    caption: String,
    file: String,
    /// The picture, or `null` and why not.
    src: Option<String>,
    why_not: String,
    /// Size in CSS px.
    width: f64,
    height: f64,
    coarse: bool,
    marks: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    click: Option<usize>,
    in_dialog: bool,
    label: String,
    x: f64,
    y: f64,
    /// Left, top, width, height.
    area: Option<[f64; 4]>,
}

#[derive(Serialize)]
struct Line {
    at: String,
    step: &'static str,
    text: String,
    more: Vec<String>,
    took: String,
    bad: bool,
}

/// The page at a problem; with a locator that failed, everything that it takes to mend it.
#[derive(Serialize)]
struct Mend {
    locator: Option<String>,
    reason: &'static str,
    note: String,
    address: String,
    title: String,
    within: Option<String>,
    candidates: Vec<Tried>,
    outline: Option<String>,
    how: Vec<String>,
}

#[derive(Serialize)]
struct Tried {
    name: String,
    says: String,
    why: String,
}

/// The person's data as JSON that may stand in a page.
pub(super) fn detail(report: &Report, story: &Story, gallery: &Gallery) -> String {
    let detail = Detail {
        means: story.advice().means,
        next: story.next_step(),
        link: link(report, story),
        facts: facts(report, story),
        pictures: shots(story).into_iter().map(|shot| picture(report, story, shot, gallery)).collect(),
        steps: story.events.iter().map(|traced| line(report, &traced.event)).collect(),
        mend: story
            .events
            .iter()
            .filter_map(|traced| mend(report, story, traced.run, &traced.event.what))
            .collect(),
    };
    // Only a map whose keys are no text, or a Serialize that fails by itself, gives an error here; there is neither.
    let json = serde_json::to_string(&detail).unwrap_or_else(|_| "null".to_owned());
    // `</script>` and `<!--` are the only ways out of a script element, and both begin with this.
    json.replace('<', "\\u003c")
}

fn link(report: &Report, story: &Story) -> Option<String> {
    let slug = story.slug.as_ref().filter(|slug| !slug.is_empty() && !report.redacted)?;
    let site = url::Url::parse(&report.run(story.run)?.row.start.site).ok()?;
    let path = slug.parse::<crate::domain::Slug>().ok()?.path();
    let link = site.join(&path).ok()?;
    matches!(link.scheme(), "http" | "https").then(|| link.to_string())
}

fn facts(report: &Report, story: &Story) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut add =
        |label, text: Option<String>| facts.extend(text.map(|text| (label, clean(&text).into_owned())));
    add("Roster line", (story.line > 0).then(|| story.line.to_string()));
    add("To be done", Some(story.action.to_string()));
    add("Outcome", Some(format!("{}, {}", story.outcome, whole_moment(story.at, &report.zone))));
    add("Failing step", story.fault.map(|fault| fault.to_string()));
    let how: Vec<&str> =
        [&story.surface, &story.route, &story.front_end].into_iter().flatten().map(String::as_str).collect();
    add("Page", (!how.is_empty()).then(|| how.join(", ")));
    add("Took", story.ms.map(exact_span));
    for (label, text) in &story.facts {
        add(label, Some(text.clone()));
    }
    facts
}

/// CSS px of a phone's width in the driver's emulation: the scale where the trace does not say it.
const PHONE_WIDTH: f64 = 390.0;

fn picture(report: &Report, story: &Story, shot: Shot, gallery: &Gallery) -> Picture {
    let folder = report.run(shot.run).map(|run| run.folder.as_path()).unwrap_or(Path::new(""));
    let path = folder.join(&shot.file);
    let (src, why_not, original) = match gallery.get(&path) {
        Some(Ok(carried)) => (Some(carried.address.clone()), String::new(), carried.original),
        Some(Err(why)) => (None, format!("The picture is not here: {}.", clean(why)), (0, 0)),
        None => (None, "The picture was left out to keep this file small.".to_owned(), (0, 0)),
    };
    let phone = story.surface.as_deref() == Some(Surface::Mobile.as_str());
    let usual = if phone { f64::from(original.0) / PHONE_WIDTH } else { 1.0 };
    let scale = shot.scale.filter(|scale| *scale > 0.1).unwrap_or(usual).max(0.1);
    Picture {
        caption: shot.caption,
        file: format!("runs/{}/{}", shot.run, shot.file),
        src,
        why_not,
        width: f64::from(original.0) / scale,
        height: f64::from(original.1) / scale,
        coarse: report.redacted,
        marks: shot.marks.iter().map(place).collect(),
    }
}

fn place(mark: &Mark) -> Place {
    Place {
        click: mark.click,
        in_dialog: mark.in_dialog,
        label: mark.label(),
        x: mark.point.x,
        y: mark.point.y,
        area: mark.area.map(|area| [area.x, area.y, area.width, area.height]),
    }
}

fn line(report: &Report, event: &crate::trace::Event) -> Line {
    let phrase = phrase(event);
    Line {
        at: clock_time(event.at, &report.zone),
        step: event.step.as_str(),
        text: phrase.line,
        more: phrase.more,
        took: if event.ms > 0 { exact_span(event.ms) } else { String::new() },
        bad: phrase.bad,
    }
}

fn mend(report: &Report, story: &Story, run: RunId, what: &What) -> Option<Mend> {
    let (locator, reason, note, notes, address, title, outline) = match what {
        What::NotFound { locator, reason, note, notes, address, title, outline } => {
            (Some(locator), Some(*reason), note, notes.as_slice(), address, title, outline)
        }
        What::Problem { text, address, title, outline } => {
            (None, None, text, &[][..], address, title, outline)
        }
        _ => return None,
    };
    let known = locator.and_then(|locator| report.run(run)?.locators.as_ref()?.get(locator));
    let said = |candidate: usize| {
        known.and_then(|known| known.get("any")?.get(candidate)).map(candidate_text).unwrap_or_default()
    };
    let surface = story.surface.as_deref().unwrap_or("desktop");
    Some(Mend {
        locator: locator.cloned(),
        reason: reason.map_or("", Reason::as_str),
        note: clean(note).into_owned(),
        address: path_of(address),
        title: clean(title).into_owned(),
        within: known.and_then(|known| Some(known.get("within")?.as_str()?.to_owned())),
        candidates: notes
            .iter()
            .map(|tried| Tried {
                name: candidate_name(tried.candidate),
                says: said(tried.candidate),
                why: match tried.note.as_deref().filter(|note| !note.is_empty()) {
                    Some(note) => format!("{}: {}", tried.why, clean(note)),
                    None => tried.why.clone(),
                },
            })
            .collect(),
        outline: outline.clone(),
        how: match (locator, reason) {
            (Some(locator), Some(reason)) => advice::mending(locator, reason, surface),
            _ => Vec::new(),
        },
    })
}

/// What a candidate may say, in the order in which selector files say it.
const FIELDS: [&str; 12] = [
    "css",
    "role",
    "text",
    "label",
    "name",
    "placeholder",
    "has",
    "holds",
    "closest",
    "shadow",
    "within",
    "front_end",
];

/// The fields whose value is a key of the locales' texts.
const TEXT_KEYS: [&str; 4] = ["text", "label", "name", "placeholder"];

/// A candidate as the selector file has it, from what the page script was told.
fn candidate_text(candidate: &serde_json::Value) -> String {
    let said = |field: &&str| {
        let value = candidate.get(field)?.as_str()?.replace('"', "\\\"");
        let at = if TEXT_KEYS.contains(field) { "@" } else { "" };
        Some(format!("{field} = \"{at}{value}\""))
    };
    let parts: Vec<String> = FIELDS.iter().filter_map(said).collect();
    if parts.is_empty() { String::new() } else { format!("{{ {} }}", parts.join(", ")) }
}
