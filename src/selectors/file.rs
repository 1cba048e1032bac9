//! The shape of a selector file, `selectors/<surface>.toml`, as it is written.
//!
//! Unknown keys are faults, nothing is untagged or flattened: that keeps the place of every mistake exact.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use serde_json::{Map, Value, json};

use crate::domain::{FrontEnd, Place, Required, StopSign, Surface};

/// The schema version that this program reads.
pub(super) const SCHEMA: u32 = 1;

/// Names of click paths.
pub(super) const PATHS: &[&str] = &["profile", "search", "connections", "unfollow", "withdraw"];

/// A whole selector file: everything about the pages of one surface.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectorFile {
    /// Version of the file format: 1.
    #[schemars(with = "u32")]
    pub schema: Spanned<u32>,
    /// The surface that the file describes.
    pub surface: Surface,
    /// Date of the last change, `YYYY-MM-DD`; an older copy than the built-in file is used with a warning.
    #[schemars(with = "String")]
    pub revision: Spanned<String>,
    /// How each front end shows itself; the first whose sign is in the page is taken.
    #[serde(default)]
    pub front_end: Vec<FrontEndSign>,
    /// The named elements of the pages.
    #[schemars(schema_with = "locators_schema")]
    pub locator: BTreeMap<Spanned<String>, Locator>,
    /// The click paths: `profile`, `search`, `connections`, `unfollow`, `withdraw`.
    #[schemars(with = "BTreeMap<String, Vec<PathStep>>")]
    pub path: BTreeMap<Spanned<String>, Vec<PathStep>>,
    /// The pages that end a run.
    pub stop: Vec<StopRule>,
    /// How the page of a person who is not there shows itself.
    pub missing: PageSigns,
    /// Locators of buttons that harmlessly close things in the way, in the order in which they are tried.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub dismiss: Vec<Spanned<String>>,
    /// Texts of the removal dialog that name nobody (title, buttons); text keys. What is left of a dialog after these must name
    /// the person.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub dialog_texts: Vec<Spanned<String>>,
}

/// How a front end shows itself.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontEndSign {
    /// The front end.
    pub name: FrontEnd,
    /// CSS selectors; one that matches anything, visible or not, is enough.
    pub any: Vec<String>,
    /// Where this is known from.
    #[schemars(with = "String")]
    pub evidence: Spanned<Evidence>,
}

/// A named element of the page with its ordered ways to be found.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locator {
    /// The locator in whose one visible element this one is searched; `row` is the row of the person in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub within: Option<Spanned<String>>,
    /// Text keys that the element's text must not be: a last check against a neighbour in the same menu.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub not_text: Vec<Spanned<String>>,
    /// The candidates, best first. The first that fits any visible element decides: exactly one, or the locator is not unique.
    #[schemars(with = "Vec<Candidate>")]
    pub any: Spanned<Vec<Candidate>>,
}

/// One way to find an element. At least one of `css` and `role` is there; everything that is said must hold.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// CSS selector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub css: Option<String>,
    /// ARIA role, said by the element or implied by its tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Visible text: a text key `@key`, equal as a whole but for case and white space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// The `aria-label`: a text key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub label: Option<Spanned<String>>,
    /// The `aria-label` or the visible text: a text key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub name: Option<Spanned<String>>,
    /// The `placeholder`: a text key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub placeholder: Option<Spanned<String>>,
    /// CSS of something that the element must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has: Option<String>,
    /// A locator that must be found inside of the element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub holds: Option<Spanned<String>>,
    /// CSS of the ancestor that is meant, where `css` finds something inside of it, such as an icon. The texts are then those of what
    /// `css` finds, and where nobody is sought yet, `{name}` in them may be anybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closest: Option<String>,
    /// CSS of the host in whose open shadow root `css` is searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<String>,
    /// A scope of its own, instead of the locator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub within: Option<Spanned<String>>,
    /// Only on pages at this address: how a path of the site begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only on pages of this front end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_end: Option<FrontEnd>,
    /// Where this is known from: `seen …` in a saved page, `used …` by a working tool, `guess …`.
    #[schemars(with = "String")]
    pub evidence: Spanned<Evidence>,
}

impl Candidate {
    /// The fields that hold a text key, with their names.
    pub fn text_fields(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        [
            ("text", &self.text),
            ("label", &self.label),
            ("name", &self.name),
            ("placeholder", &self.placeholder),
        ]
        .into_iter()
        .filter_map(|(field, value)| value.as_ref().map(|value| (field, value)))
    }
}

/// Where a fact is known from. Its text starts with one of three words: `seen` (in a saved page), `used` (in somebody's
/// working tool), `guess`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    text: String,
}

impl Evidence {
    /// Whether it is only a guess: paths that rest on one are refused on the real site unless `allow_guessed` is set.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        self.text.starts_with("guess")
    }

    /// The evidence as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Evidence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Evidence, D::Error> {
        let text = String::deserialize(deserializer)?;
        let kind = text.split([' ', ':', ',']).next().unwrap_or("");
        if ["seen", "used", "guess"].contains(&kind) {
            Ok(Evidence { text })
        } else {
            Err(serde::de::Error::custom("evidence starts with `seen`, `used` or `guess`"))
        }
    }
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepDo {
    /// Load an address of the site; `{slug}` and `{name}` stand for the person's.
    Open,
    /// Read who the page is about and hold it against the roster.
    Identify,
    /// Click the one element at `at`.
    Click,
    /// Type `text` into the element at `at`, after emptying it.
    Type,
    /// Find the one row of the list that is the person.
    Pick,
}

/// When a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepWhen {
    /// If a dialog opens after the commit.
    Dialog,
    /// If what the commit clicks is not on the page yet: the step brings it up.
    CommitHidden,
}

/// One step of a click path.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathStep {
    /// What is done.
    #[serde(rename = "do")]
    pub act: StepDo,
    /// The locator that it is done at.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub at: Option<Spanned<String>>,
    /// The address to open, a path of the site.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub url: Option<Spanned<String>>,
    /// The text to type; `{name}` stands for the person's name.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// Whether this is the commit: the point of no return, before which the intent is written.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub commit: Option<Spanned<bool>>,
    /// Whether the commit cannot be taken back. Must be said of every commit.
    #[serde(default)]
    pub irreversible: Option<bool>,
    /// The step is taken only in this case.
    #[serde(default)]
    pub when: Option<StepWhen>,
}

impl PathStep {
    /// Whether this step is the commit.
    #[must_use]
    pub fn is_commit(&self) -> bool {
        self.commit.as_ref().is_some_and(|commit| *commit.get_ref())
    }
}

/// The signs by which a page is known. Addresses and status count always; titles, elements and texts only where no profile
/// is on the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageSigns {
    /// Path prefixes, whole segments: `/checkpoint` fits `/checkpoint/challenge` and not `/in/checkpoint`.
    #[serde(default)]
    pub url: Vec<String>,
    /// Whole paths.
    #[serde(default)]
    pub path: Vec<String>,
    /// Names of query parameters.
    #[serde(default)]
    pub query: Vec<String>,
    /// HTTP status of the page load (ui-evidence 13).
    #[serde(default)]
    pub status: Vec<u16>,
    /// Whole titles.
    #[serde(default)]
    pub title: Vec<String>,
    /// Page keys: what the page calls itself in `meta[name=como-pk]`, in whatever language (ui-evidence-2 1).
    #[serde(default)]
    pub page_key: Vec<String>,
    /// CSS of elements, visible ones.
    #[serde(default)]
    pub css: Vec<String>,
    /// Text keys, in any language: found in the title, dialogs and toasts, and in headings where a page holds no words of people.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub text: Vec<Spanned<String>>,
    /// Text keys that count only on a page without `main` and of under 2000 characters.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub small_page_text: Vec<Spanned<String>>,
    /// Text keys, found anywhere in a toast of whatever kind.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub toast: Vec<Spanned<String>>,
}

/// A page that ends the run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopRule {
    /// What the page means.
    pub sign: StopSign,
    /// Its signs.
    pub signs: PageSigns,
    /// Where this is known from.
    #[schemars(with = "String")]
    pub evidence: Spanned<Evidence>,
}

/// The `[locator]` table: what the program asks for by name, each with what it is for, and any other for the file's own use.
fn locators_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let locator = generator.subschema_for::<Locator>();
    let one = |place: &Place| {
        let (_, _, what_for) = place.facts();
        let mut schema = json!(locator);
        schema["description"] = json!(what_for);
        (place.as_str().to_owned(), schema)
    };
    let places: Map<String, Value> = Place::ALL.iter().map(one).collect();
    let required: Vec<&str> = Place::ALL
        .iter()
        .filter(|place| place.facts().0 == Required::Always)
        .map(|place| place.as_str())
        .collect();
    schemars::json_schema!({
        "type": "object",
        "properties": places,
        "required": required,
        "additionalProperties": locator,
    })
}
