//! What the types alone cannot say about a file of texts.

use super::check::{fault, schema_fault};
use super::file::SCHEMA;
use super::locale::Locale;
use crate::faults::Faults;

/// The checks of one locale file.
pub(super) fn check_locale(locale: &Locale, file_stem: &str, faults: &mut Faults) {
    if *locale.schema.get_ref() != SCHEMA {
        faults.push(schema_fault(&locale.schema));
    }
    if locale.language.get_ref() != file_stem {
        faults.push(fault(
            "selectors.locale_name",
            locale.language.span(),
            format!("the file is named `{file_stem}` and speaks of `{}`", locale.language.get_ref()),
            "not the file's name",
            "the file's name is the language, as in the first part of the page's `lang`".to_owned(),
        ));
    }
    for texts in locale.text.values() {
        for text in texts {
            if text.is.get_ref().trim().is_empty() {
                faults.push(fault(
                    "selectors.text_empty",
                    text.is.span(),
                    "an empty text would fit every element without text".to_owned(),
                    "empty",
                    "write the text as the page shows it, or take the line out".to_owned(),
                ));
            }
        }
    }
}
