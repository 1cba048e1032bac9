//! The JSON Schemas of selector files and locale files, made from the types, so that editors complete and check them.

use serde_json::{Map, Value, json};

use super::file::{Locator, SelectorFile};
use super::locale::Locale;
use crate::domain::{Place, Required};

/// The JSON Schema of `selectors/<surface>.toml`, as pretty JSON with a line end.
#[must_use]
pub fn selector_schema() -> String {
    pretty(&schemars::schema_for!(SelectorFile))
}

/// The JSON Schema of `selectors/locales/<language>.toml`, as pretty JSON with a line end.
#[must_use]
pub fn locale_schema() -> String {
    pretty(&schemars::schema_for!(Locale))
}

/// The `[locator]` table: what the program asks for by name, each with what it is for, and any other for the file's own use.
pub(super) fn locators(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
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

fn pretty(schema: &schemars::Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}
