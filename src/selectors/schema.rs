//! The JSON Schemas of selector files and locale files, made from the types, so that editors complete and check them.

use super::file::SelectorFile;
use super::locale::Locale;

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

fn pretty(schema: &schemars::Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}
