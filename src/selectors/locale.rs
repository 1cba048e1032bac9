//! The texts of one UI language: `selectors/locales/<language>.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::file::Evidence;

/// The texts of one UI language, by key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locale {
    /// Version of the file format: 1.
    #[schemars(with = "u32")]
    pub schema: Spanned<u32>,
    /// The language as in the page's `lang`, its first part: `en`, `pl`.
    #[schemars(with = "String")]
    pub language: Spanned<String>,
    /// Date of the last change, `YYYY-MM-DD`.
    pub revision: String,
    /// The texts: for each key the strings that the page shows for it.
    #[schemars(with = "BTreeMap<String, Vec<LocaleText>>")]
    pub text: BTreeMap<Spanned<String>, Vec<LocaleText>>,
}

/// One string that pages show. `{name}` stands for the person's name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocaleText {
    /// The string; compared as a whole, but for case and white space.
    #[schemars(with = "String")]
    pub is: Spanned<String>,
    /// Where this is known from: `seen …`, `used …` or `guess …`.
    #[schemars(with = "String")]
    pub evidence: Spanned<Evidence>,
}
