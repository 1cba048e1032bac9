//! The report as one HTML file that needs nothing else: no network, no other file. What it is about can be read without
//! script as a summary and a table; the steps and pictures of a person are put together when they are asked for, from data in
//! the page, so that thousands of people are no burden.

mod chart;
mod detail;
mod page;
mod table;

use std::path::PathBuf;

use super::marks::shots;
use super::model::Report;
use super::picture::{Gallery, Shrink};

/// Which pictures are carried in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureRules {
    /// Together they take at most so many bytes; those of people who need a look come first. 0 carries none.
    pub most_bytes: u64,
}

impl Default for PictureRules {
    fn default() -> PictureRules {
        PictureRules { most_bytes: 40_000_000 }
    }
}

/// Width of an ordinary picture, in px.
const WIDTH: u32 = 640;
/// Width of a picture of somebody who needs a look, in px: there, small text matters.
const WIDTH_AT_PROBLEMS: u32 = 960;

/// A report in HTML.
#[derive(Debug, Clone)]
pub struct Html {
    /// The file.
    pub text: String,
    /// How many pictures it carries.
    pub pictures: usize,
    /// How many were left out to keep it small.
    pub left_out: usize,
}

/// Makes the file.
#[must_use]
pub fn html(report: &Report, rules: PictureRules) -> Html {
    let gallery = Gallery::fill(&wanted(report), rules.most_bytes);
    let text = page::page(report, &gallery).into_string();
    Html { text, pictures: gallery.carried, left_out: gallery.left_out }
}

/// Every picture, those of people who need a look first.
fn wanted(report: &Report) -> Vec<(PathBuf, Shrink)> {
    let mut wanted = Vec::new();
    for problems in [true, false] {
        for story in report.people.iter().filter(|story| problem(story) == problems) {
            let shrink = match (report.redacted, problems) {
                (true, _) => Shrink::Mosaic,
                (false, true) => Shrink::To(WIDTH_AT_PROBLEMS),
                (false, false) => Shrink::To(WIDTH),
            };
            for shot in shots(story) {
                if let Some(run) = report.run(shot.run) {
                    wanted.push((run.folder.join(&shot.file), shrink));
                }
            }
        }
    }
    wanted
}

/// Whether the person's pictures are what a human will want to see: problems, and the page that ended the run.
fn problem(story: &super::model::Story) -> bool {
    story.outcome.needs_a_look() || story.outcome == crate::domain::Outcome::Pending
}
