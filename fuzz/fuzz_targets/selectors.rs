//! The selector loader: any text as `desktop.toml`, or as a language's file, is taken or refused with places inside of it.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use unlinked::domain::Surface;
use unlinked::faults::Faults;
use unlinked::selectors::{SelectorError, Selectors};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The first line picks the file, so that both kinds are tried.
    let (name, text) = match text.strip_prefix("#locale\n") {
        Some(rest) => ("locales/en.toml", rest),
        None => ("desktop.toml", text),
    };
    let texts = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    match Selectors::from_texts(Surface::Desktop, &texts) {
        Ok(selectors) => drop(selectors.page_request()),
        Err(SelectorError::Faults(files)) => files.iter().for_each(check),
        Err(_) => {}
    }
});

fn check(faults: &Faults) {
    for span in faults.list.iter().filter_map(|fault| fault.span.as_ref()) {
        assert!(faults.text().get(span.clone()).is_some(), "a span outside of the file: {span:?}");
    }
    let _ = faults.render(false, 80);
}
