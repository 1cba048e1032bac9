//! What the practice pages say in a language. Their texts are made from the evidence, and not from the selector files.

use std::collections::BTreeMap;

/// The texts by their key.
pub fn texts(language: &str) -> BTreeMap<String, String> {
    let path = format!("{}/src/practice/lang/{language}.toml", env!("CARGO_MANIFEST_DIR"));
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    table.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}
