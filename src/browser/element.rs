//! A reference to an element of the page, as scripts give and take it.

use serde_json::{Value, json};

/// The key under which WebDriver passes element references (W3C WebDriver, "web element identifier").
const WEB_ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page. It goes stale when the page replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(pub(super) String);

impl Element {
    /// Reads the reference out of a script's result.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Element> {
        Some(Element(value.get(WEB_ELEMENT)?.as_str()?.to_owned()))
    }

    /// The reference as a script's argument.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({ WEB_ELEMENT: self.0 })
    }
}
