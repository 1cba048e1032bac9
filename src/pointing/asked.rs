//! What is asked on the page, as its script gets it.

use serde::Serialize;

use crate::domain::{Area, Picture};

/// All that is asked.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// Where the page is from, for the user.
    pub from: String,
    /// Its language, the first part of its `lang`.
    pub language: String,
    /// The places, in the order in which they are asked about.
    pub places: Vec<Place>,
    /// How the page stood, where there is a picture.
    #[serde(skip)]
    pub picture: Option<Picture>,
    /// Why there is no picture; empty where there is one.
    pub no_picture: String,
}

/// A place.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// Its name, as it stands in a selector file.
    pub name: &'static str,
    /// The question to the user.
    pub question: &'static str,
    /// What it may be, best first. The numbers count from 1.
    pub may_be: Vec<MayBe>,
}

/// Something on the page that a place may be.
#[derive(Debug, Clone, Serialize)]
pub struct MayBe {
    /// The element in a few words.
    pub what: String,
    /// What it reads.
    pub text: String,
    /// Its label, where that is another text.
    pub label: Option<String>,
    /// Why it may be this one.
    pub reasons: Vec<String>,
    /// Its box on the picture, in CSS px, where it stands there.
    pub area: Option<Area>,
}

/// The question as JSON, with how many px of the picture make one CSS px: `null` without a picture, or where that is not known.
pub(super) fn question_json(question: &Question) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Whole<'a> {
        question: &'a Question,
        pictured: bool,
        scale: Option<f64>,
    }
    let scale = question.picture.as_ref().and_then(|picture| picture.scale).filter(|scale| *scale > 0.0);
    serde_json::to_vec(&Whole { question, pictured: question.picture.is_some(), scale })
}
