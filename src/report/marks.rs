//! The pictures of a person's story, each with the clicks that were made on the page that it shows.

use super::model::Story;
use crate::domain::{Area, Point, Step};
use crate::ledger::RunId;
use crate::trace::{Event, What};

/// One picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shot {
    /// The run in whose folder it is.
    pub(super) run: RunId,
    /// The file's name.
    pub(super) file: String,
    /// Number of its event.
    pub(super) seq: u64,
    /// What it shows.
    pub(super) caption: String,
    /// Picture px for each CSS px, where known.
    pub(super) scale: Option<f64>,
    /// The clicks.
    pub(super) marks: Vec<Mark>,
}

/// A place on a picture, in CSS px.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// Number of the click in the story, from 1; `None` for a place that was not clicked.
    pub(super) click: Option<usize>,
    /// The locator.
    pub(super) locator: String,
    /// Where.
    pub(super) point: Point,
    /// The element's box, where known.
    pub(super) area: Option<Area>,
    /// Whether it was clicked in a dialog that came after the picture, which does not show it.
    pub(super) in_dialog: bool,
}

impl Mark {
    /// In words, for those who do not see the picture.
    pub(super) fn label(&self) -> String {
        let place = format!("`{}` at {:.0}, {:.0}", self.locator, self.point.x, self.point.y);
        match self.click {
            Some(click) if self.in_dialog => {
                format!("click {click}: {place}, in the dialog that came after this picture")
            }
            Some(click) => format!("click {click}: {place}"),
            None => format!("not clicked: {place}"),
        }
    }
}

/// The pictures of a story, in order. A click is marked on the last picture before it if that was taken of the same page (the
/// outlined remove item, the dialog), else on the next one of the same page (the menu's button).
pub(super) fn shots(story: &Story) -> Vec<Shot> {
    let mut shots: Vec<Shot> = Vec::new();
    let mut clicks = 0;
    // Clicks on the present page that no picture shows yet, and whether a picture of the present page is there.
    let mut unshown: Vec<Mark> = Vec::new();
    let mut fresh = false;
    let mut target: Option<Mark> = None;
    let mut dialog = false;
    for traced in &story.events {
        let event = &traced.event;
        match &event.what {
            What::Opened { .. } => {
                unshown.clear();
                (fresh, target, dialog) = (false, None, false);
            }
            What::Dialog { .. } => dialog = event.picture.is_none(),
            What::Found { locator, point, area, .. } => {
                let mut mark = Mark {
                    click: None,
                    locator: locator.clone(),
                    point: *point,
                    area: Some(*area),
                    in_dialog: false,
                };
                if event.step == Step::Menu {
                    clicks += 1;
                    mark.click = Some(clicks);
                    unshown.push(mark);
                } else {
                    target = Some(mark);
                }
            }
            What::Clicked { locator, point, answer, .. } => {
                let known = target.take().filter(|target| target.locator == *locator);
                let area = known.and_then(|known| known.area);
                let click = (answer != "not_done").then(|| {
                    clicks += 1;
                    clicks
                });
                let mark =
                    Mark { click, locator: locator.clone(), point: *point, area, in_dialog: dialog && fresh };
                match shots.last_mut().filter(|_| fresh) {
                    Some(shot) => {
                        shot.marks.retain(|shown| shown.click.is_some() || shown.locator != *locator);
                        shot.marks.push(mark);
                    }
                    None => unshown.push(mark),
                }
            }
            _ => {}
        }
        if let Some(file) = &event.picture {
            let mut marks = std::mem::take(&mut unshown);
            marks.extend(target.clone().filter(|_| !matches!(event.what, What::Stop { .. })));
            fresh = true;
            shots.push(Shot {
                run: traced.run,
                file: file.clone(),
                seq: event.seq,
                caption: caption(event).to_owned(),
                scale: event.scale,
                marks,
            });
        }
    }
    shots
}

fn caption(event: &Event) -> &'static str {
    match (&event.what, event.step) {
        (What::Intent { .. }, _) => "Before the point of no return",
        (What::Dialog { .. }, _) => "The dialog",
        (What::Opened { .. }, Step::Verify) => "The fresh load that proves it",
        (What::Opened { .. }, _) => "The page",
        (What::Stop { .. }, _) => "The page that ended the run",
        (What::NotFound { .. }, _) => "The page where the locator failed",
        (What::Problem { .. }, _) => "The page at the problem",
        (What::Note { .. }, Step::Find) => "The point of no return: found, not clicked",
        _ => "The page at the problem",
    }
}
