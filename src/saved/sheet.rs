//! The styles of a saved page, in the order in which they count.

use html5gum::Token as Raw;

use super::token::{raw_tokens, text_of};

/// No page has more bytes of styles; what goes beyond it is as if it had not been saved.
const MOST_STYLES: usize = 16 << 20;

/// The styles, and those that were asked for in vain.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub(super) sheets: Vec<String>,
    pub(super) lacking: Vec<String>,
}

/// The styles of a page. `find` gives what stands at an address.
pub(super) fn sheets_of(html: &str, find: impl Fn(&str) -> Option<String>) -> Sheets {
    let mut all = Sheets::default();
    let mut inside = false;
    let mut left = MOST_STYLES;
    for raw in raw_tokens(html) {
        match raw {
            Raw::StartTag(tag) if tag.name.as_slice() == b"style" => inside = true,
            Raw::EndTag(tag) if tag.name.as_slice() == b"style" => inside = false,
            Raw::String(text) if inside => all.sheets.push(text_of(&text.value)),
            Raw::StartTag(tag) if tag.name.as_slice() == b"link" => {
                let said = |name: &str| {
                    let found = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes());
                    found.map(|(_, value)| text_of(&value.value)).unwrap_or_default()
                };
                let is_sheet =
                    said("rel").split_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"));
                let address = said("href");
                if is_sheet && !address.is_empty() {
                    match find(&address).filter(|sheet| sheet.len() <= left) {
                        Some(sheet) => {
                            left -= sheet.len();
                            all.sheets.push(sheet);
                        }
                        None => all.lacking.push(address),
                    }
                }
            }
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_beyond_what_any_page_has_count_as_not_saved() {
        let page = "<link rel=stylesheet href=a.css>".repeat(40);
        let found = sheets_of(&page, |_| Some("x".repeat(1 << 20)));
        assert_eq!((found.sheets.len(), found.lacking.len()), (16, 24));
    }
}
