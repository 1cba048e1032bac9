//! Places in a page, and why a candidate of a locator did not give one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rectangle in the viewport, in CSS px.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A picture of the viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The picture, as PNG.
    pub png: Vec<u8>,
    /// How many px of it make one CSS px, where that is known.
    pub scale: Option<f64>,
}

/// A point in the viewport, in CSS px.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Why one candidate of a locator did not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CandidateNote {
    /// Its place in the locator's list, from 0.
    pub candidate: usize,
    /// Why.
    pub why: String,
    /// What was there instead.
    #[serde(default)]
    pub note: Option<String>,
}
