//! One row for each person, for spreadsheets.

use std::borrow::Cow;

use crate::domain::neutral;
use crate::report::marks::shots;
use crate::report::model::{Report, Story};
use crate::report::text::clean;
use crate::wording::rfc3339;

const HEADER: [&str; 19] = [
    "run",
    "line",
    "slug",
    "name",
    "action",
    "outcome",
    "needs_a_look",
    "fault",
    "detail",
    "what_to_do",
    "route",
    "surface",
    "front_end",
    "ms",
    "at",
    "since_outcome",
    "since_at",
    "since_run",
    "pictures",
];

/// The people as CSV with a header.
///
/// # Errors
/// What the writer said; a buffer in memory gives none.
pub fn csv(report: &Report) -> Result<String, std::io::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for story in &report.people {
        writer.write_record(row(story).iter().map(|cell| harmless(cell)).map(|cell| cell.into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(::csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(story: &Story) -> [String; 19] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let later = story.later.as_ref();
    let pictures: Vec<String> =
        shots(story).iter().map(|shot| format!("{}/{}", shot.run, shot.file)).collect();
    [
        story.run.to_string(),
        if story.line > 0 { story.line.to_string() } else { String::new() },
        text(&story.slug),
        text(&story.name),
        story.action.to_string(),
        story.outcome.to_string(),
        if story.needs_a_look { "yes" } else { "no" }.to_owned(),
        story.fault.map(|fault| fault.to_string()).unwrap_or_default(),
        story.detail.clone(),
        story.next_step(),
        text(&story.route),
        text(&story.surface),
        text(&story.front_end),
        story.ms.map(|ms| ms.to_string()).unwrap_or_default(),
        rfc3339(story.at),
        later.map(|later| later.outcome.to_string()).unwrap_or_default(),
        later.map(|later| rfc3339(later.at)).unwrap_or_default(),
        later.and_then(|later| later.run).map(|run| run.to_string()).unwrap_or_default(),
        pictures.join(" "),
    ]
}

/// A cell that no spreadsheet takes for a formula, in one line.
pub(in crate::report) fn harmless(cell: &str) -> Cow<'_, str> {
    let cell = clean(cell);
    Cow::Owned(neutral::cell(&cell).into_owned())
}
