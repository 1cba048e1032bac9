//! A text that a page has shown. It is another's: whatever it says, it must not pass for a word of ours, nor act on a terminal.
//!
//! So there is no way to show it bare. [`PageText`] writes itself in quotes, and redaction takes what stands in quotes for a page's
//! (`report::redact`). What judges it reads it by [`PageText::for_judging`]; what keeps it, in a column or a field that holds nothing
//! else and is redacted whole, takes it by [`PageText::into_field`]. Which files may do so is told by a test
//! (`tests/offline/page_text.rs`).

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serializer};

use super::neutral::acts;

/// A text that a page has shown. As text it is quoted and neutralised.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct PageText(String);

impl PageText {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bare text, to be compared and judged. It may not be shown, nor become a part of what is shown.
    #[must_use]
    pub fn for_judging(&self) -> &str {
        &self.0
    }

    /// The bare text, where it is one word of letters, digits and hyphens, as ids are: where it stands in a text, its place says that it
    /// is a page's (`div#ember97`).
    #[must_use]
    pub(crate) fn as_word(&self) -> Option<&str> {
        let of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        (!self.is_empty() && self.0.chars().all(of_word)).then_some(self.0.as_str())
    }

    /// The bare text, as all that a field or a column holds. Who shows such a field knows that it is a page's.
    #[must_use]
    pub fn into_field(self) -> String {
        self.0
    }

    /// Gives it back to a page, which has shown it.
    ///
    /// # Errors
    /// As the serializer's.
    pub(crate) fn back_to_a_page<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for PageText {
    /// In quotes on one line. A quote or a backslash in it is marked by a backslash, so that the text cannot end its quotes itself; on
    /// what else stands there no terminal acts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => {
                    f.write_char('\\')?;
                    f.write_char(c)?;
                }
                _ if c.is_whitespace() => f.write_char(' ')?,
                _ if acts(c) => {}
                _ => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

impl fmt::Debug for PageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<String> for PageText {
    fn from(text: String) -> PageText {
        PageText(text)
    }
}

impl From<&str> for PageText {
    fn from(text: &str) -> PageText {
        PageText(text.to_owned())
    }
}

impl PartialEq<str> for PageText {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for PageText {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl JsonSchema for PageText {
    fn schema_name() -> Cow<'static, str> {
        "PageText".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Does not compile where a type has one of the traits.
    macro_rules! has_none_of {
        ($type:ty: $($which:ident as $name:path),+ $(,)?) => {
            $(mod $which {
                #[allow(unused_imports)]
                use super::*;
                trait IsOne<A> {
                    fn is_one() {}
                }
                impl<T: ?Sized> IsOne<()> for T {}
                struct WithTheTrait;
                impl<T: ?Sized + $name> IsOne<WithTheTrait> for T {}
                #[test]
                fn a_text_of_a_page_has_no_such_way_out() {
                    // Ambiguous, and no program, if the type has the trait.
                    <$type as IsOne<_>>::is_one();
                }
            })+
        };
    }

    has_none_of!(PageText:
        deref as std::ops::Deref,
        as_ref_str as AsRef<str>,
        as_ref_bytes as AsRef<[u8]>,
        borrow_str as std::borrow::Borrow<str>,
        into_string as Into<String>,
        into_bytes as Into<Vec<u8>>,
        serialize as serde::Serialize,
    );

    proptest! {
        #[test]
        fn whatever_it_says_it_stands_in_one_pair_of_quotes_and_acts_on_nothing(text in any::<String>()) {
            let shown = PageText::from(text.as_str()).to_string();
            prop_assert!(!shown.contains(acts), "{shown:?}");
            let inside = shown.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
            let mut said = inside.chars();
            while let Some(c) = said.next() {
                prop_assert!(c != '"', "{shown}");
                if c == '\\' {
                    prop_assert!(matches!(said.next(), Some('"' | '\\')), "{shown}");
                }
            }
        }
    }

    #[test]
    fn it_is_shown_as_it_is_read_where_nothing_in_it_is_more_than_letters() {
        for (text, shown) in [
            ("Zoë Fjordström", "\"Zoë Fjordström\""),
            ("", "\"\""),
            ("a \"b\" \\c", "\"a \\\"b\\\" \\\\c\""),
            ("two\nlines\tand\u{2028}more", "\"two lines and more\""),
            ("\u{1b}[31mred\u{202e}\u{9b}", "\"[31mred\""),
        ] {
            assert_eq!(PageText::from(text).to_string(), shown);
            assert_eq!(format!("{:?}", PageText::from(text)), shown);
        }
    }
}
