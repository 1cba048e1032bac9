//! What the page script is told about the pages: as the selector files say it, and as it goes to the browser.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{FrontEnd, StopSign};

/// What the selector files say to the page script: part of every question.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct PageRequest {
    /// How each front end shows itself, in the order in which they are tried.
    pub front_ends: Vec<FrontEndWords>,
    /// The named elements.
    pub locators: BTreeMap<String, LocatorWords>,
    /// The texts of each language, by their keys.
    pub texts: BTreeMap<String, BTreeMap<String, Vec<TextWords>>>,
    /// The language of a page that names none.
    pub default_language: String,
    /// The pages that end a run.
    pub stops: Vec<StopWords>,
    /// How the page of a person who is not there shows itself.
    pub missing: SignWords,
    /// Locators of what closes things in the way, in the order in which they are tried.
    pub obstacles: Vec<String>,
    /// Keys of the texts of a dialog that name nobody.
    pub dialog_texts: Vec<String>,
}

/// How a front end shows itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FrontEndWords {
    /// The front end.
    pub name: FrontEnd,
    /// CSS; one that matches anything is enough.
    pub any: Vec<String>,
}

/// A named element.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LocatorWords {
    /// The scope in which it is searched.
    pub within: Option<String>,
    /// Keys of texts that it must not have.
    pub not_text: Vec<String>,
    /// Its candidates, best first.
    pub any: Vec<CandidateWords>,
}

/// One way to find an element; everything that is said must hold.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CandidateWords {
    /// CSS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub css: Option<String>,
    /// ARIA role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Key of its visible text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Key of its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Key of its label or its visible text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Key of its placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// CSS of something in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has: Option<String>,
    /// A locator that is found in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<String>,
    /// CSS of the ancestor that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closest: Option<String>,
    /// CSS of the host in whose open shadow root it is searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shadow: Option<String>,
    /// A scope of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Only on pages whose path begins so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only on pages of this front end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front_end: Option<FrontEnd>,
    /// Whether it is only a guess.
    pub guess: bool,
}

/// A text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TextWords {
    /// The text; `{name}` stands for a person's name.
    pub t: String,
    /// Whether it is only a guess.
    pub g: bool,
}

/// The signs by which a page is known.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct SignWords {
    /// Path prefixes.
    pub url: Vec<String>,
    /// Whole paths.
    pub path: Vec<String>,
    /// Names of query parameters.
    pub query: Vec<String>,
    /// HTTP statuses.
    pub status: Vec<u16>,
    /// Whole titles.
    pub title: Vec<String>,
    /// Page keys.
    pub page_key: Vec<String>,
    /// CSS of visible elements.
    pub css: Vec<String>,
    /// Keys of texts.
    pub text: Vec<String>,
    /// Keys of texts that count only on a page with hardly anything on it.
    pub small_page_text: Vec<String>,
    /// Keys of texts of toasts.
    pub toast: Vec<String>,
}

/// A page that ends a run.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StopWords {
    /// What it means.
    pub sign: StopSign,
    /// Its signs.
    #[serde(flatten)]
    pub signs: SignWords,
}
