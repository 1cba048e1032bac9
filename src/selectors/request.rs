//! What the page script is told about the pages: one JSON object, made once for each run.

use serde_json::{Map, Value, json};

use super::file::{Candidate, Locator};
use super::load::{DEFAULT_LANGUAGE, Selectors};

impl Selectors {
    /// The part of every request to the page script that the selector files give: front ends, locators, texts, stop signs.
    #[must_use]
    pub fn page_request(&self) -> Map<String, Value> {
        let file = &self.file;
        let bare = |keys: &[toml::Spanned<String>]| -> Vec<String> {
            keys.iter().map(|key| key.get_ref().trim_start_matches('@').to_owned()).collect()
        };
        let mut stops = Vec::new();
        for rule in &file.stop {
            let mut signs = json!(rule.signs);
            signs["sign"] = json!(rule.sign);
            signs["text"] = json!(bare(&rule.signs.text));
            signs["small_page_text"] = json!(bare(&rule.signs.small_page_text));
            signs["toast"] = json!(bare(&rule.signs.toast));
            stops.push(signs);
        }
        let mut missing = json!(file.missing);
        missing["text"] = json!(bare(&file.missing.text));
        missing["small_page_text"] = json!(bare(&file.missing.small_page_text));

        let front_ends: Vec<Value> =
            file.front_end.iter().map(|sign| json!({ "name": sign.name, "any": sign.any })).collect();
        let locators: Map<String, Value> = file
            .locator
            .iter()
            .map(|(name, locator)| (name.get_ref().clone(), locator_request(locator)))
            .collect();
        let mut texts = Map::new();
        for (language, locale) in &self.locales {
            let keys: Map<String, Value> = locale
                .text
                .iter()
                .map(|(key, list)| {
                    let list: Vec<Value> = list
                        .iter()
                        .map(
                            |text| json!({ "t": text.is.get_ref(), "g": text.evidence.get_ref().is_guess() }),
                        )
                        .collect();
                    (key.get_ref().clone(), Value::Array(list))
                })
                .collect();
            texts.insert(language.clone(), Value::Object(keys));
        }
        let mut request = Map::new();
        request.insert("front_ends".to_owned(), json!(front_ends));
        request.insert("locators".to_owned(), Value::Object(locators));
        request.insert("texts".to_owned(), Value::Object(texts));
        request.insert("default_language".to_owned(), json!(DEFAULT_LANGUAGE));
        request.insert("stops".to_owned(), json!(stops));
        request.insert("missing".to_owned(), missing);
        request.insert("obstacles".to_owned(), json!(self.dismiss().collect::<Vec<_>>()));
        request.insert("dialog_texts".to_owned(), json!(bare(&file.dialog_texts)));
        request
    }
}

fn locator_request(locator: &Locator) -> Value {
    json!({
        "within": locator.within.as_ref().map(toml::Spanned::get_ref),
        "not_text": locator.not_text.iter().map(|key| key.get_ref().trim_start_matches('@')).collect::<Vec<_>>(),
        "any": locator.any.get_ref().iter().map(candidate_request).collect::<Vec<_>>(),
    })
}

fn candidate_request(candidate: &Candidate) -> Value {
    let mut request = json!(candidate);
    for (field, key) in candidate.text_fields() {
        request[field] = json!(key.get_ref().trim_start_matches('@'));
    }
    request["guess"] = json!(candidate.evidence.get_ref().is_guess());
    if let Some(object) = request.as_object_mut() {
        object.remove("evidence");
    }
    request
}
