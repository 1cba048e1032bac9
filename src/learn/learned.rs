//! What of a selector file was learned from pages: the lines that `teach` has written, and what a removal has proved of them. It is what
//! there is to share; the rest of a file is the program's own.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::lines::{NotTaught, parse};

/// How the evidence of every learned line goes on after its first words.
const OWNERS: [&str; 2] = ["on the owner's page", "on the owner's account"];

/// The learned lines of a file, as a part of that file; `None` where it has none. A line with words of which `is_private` says that they
/// are somebody's is left out, and its place is named beside.
///
/// # Errors
/// [`NotTaught::Unreadable`].
pub fn learned(
    file: &str,
    text: &str,
    is_private: impl Fn(&str) -> bool,
) -> Result<(Option<String>, Vec<String>), NotTaught> {
    let whole = parse(file, text)?;
    let mut part = DocumentMut::new();
    let mut left_out = Vec::new();
    let mut keep = |place: &str, list: &Array| -> Option<Array> {
        let mut kept = Array::new();
        for line in list.iter().filter_map(Value::as_inline_table).filter(|line| is_learned(line)) {
            let mut words =
                line.iter().filter(|(key, _)| *key != "evidence").filter_map(|(_, value)| value.as_str());
            if words.any(&is_private) {
                left_out.push(place.to_owned());
                continue;
            }
            let mut line = Value::InlineTable(line.clone());
            line.decor_mut().set_prefix("\n  ");
            kept.push_formatted(line);
        }
        kept.set_trailing_comma(true);
        kept.set_trailing("\n");
        (!kept.is_empty()).then_some(kept)
    };
    let mut texts = Table::new();
    for (key, list) in
        whole.get("text").and_then(Item::as_table_like).into_iter().flat_map(|table| table.iter())
    {
        if let Some(kept) = list.as_array().and_then(|list| keep(key, list)) {
            texts.insert(key, toml_edit::value(kept));
        }
    }
    let mut locators = Table::new();
    locators.set_implicit(true);
    let places = whole.get("locator").and_then(Item::as_table_like);
    for (place, locator) in places.into_iter().flat_map(|table| table.iter()) {
        let any = locator.get("any").and_then(Item::as_array);
        if let Some(kept) = any.and_then(|any| keep(place, any)) {
            let mut table = Table::new();
            table.insert("any", toml_edit::value(kept));
            locators.insert(place, Item::Table(table));
        }
    }
    let is_empty = texts.is_empty() && locators.is_empty();
    if !texts.is_empty() {
        if let Some(language) = whole.get("language") {
            part.insert("language", language.clone());
        }
        part.insert("text", Item::Table(texts));
    }
    if !locators.is_empty() {
        part.insert("locator", Item::Table(locators));
    }
    Ok(((!is_empty).then(|| part.to_string()), left_out))
}

fn is_learned(line: &InlineTable) -> bool {
    let evidence = line.get("evidence").and_then(Value::as_str).unwrap_or_default();
    OWNERS.iter().any(|owners| evidence.contains(owners))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCALE: &str = "schema = 1\nlanguage = \"xx\"\nrevision = \"2026-11-30\"\n\n[text]\nremove_connection = [\n  \
        { is = \"Napagev\", evidence = \"guess: pointed out on the owner's page on 2026-11-30; no removal has proved it yet\" },\n  \
        { is = \"Gak\", evidence = \"guess: the usual word\" },\n]\ndegree_1st = [\n  { is = \"Otto Lind\", evidence = \"seen \
        2026-11-30 on the owner's page\" },\n]\n";

    #[test]
    fn what_was_learned_is_shared_and_neither_the_rest_nor_anybodys_words() {
        let (part, left_out) = learned("locales/xx.toml", LOCALE, |words| words.contains("Otto")).unwrap();
        let part = part.unwrap();
        assert!(part.contains("language = \"xx\"") && part.contains("Napagev"), "{part}");
        assert!(!part.contains("Gak") && !part.contains("Otto") && !part.contains("degree_1st"), "{part}");
        assert_eq!(left_out, ["degree_1st"]);
        part.parse::<DocumentMut>().unwrap();
    }

    #[test]
    fn candidates_are_shared_under_their_place() {
        let surface = "[locator.more]\nany = [\n  { css = \"b\", evidence = \"seen 2026-12-01 on the owner's page\" },\n  { css = \"i\", \
            evidence = \"ui-evidence 1c\" },\n]\n";
        let (part, left_out) = learned("desktop.toml", surface, |_| false).unwrap();
        let part = part.unwrap();
        assert!(
            part.contains("[locator.more]") && part.contains("\"b\"") && !part.contains("\"i\""),
            "{part}"
        );
        assert!(left_out.is_empty());
        assert_eq!(
            learned("desktop.toml", "[locator.more]\nany = []\n", |_| false).unwrap(),
            (None, Vec::new())
        );
    }
}
