//! Elements of a page, by what tells them apart, and how they are written: tag, id and attributes, as in a selector. What the page has
//! chosen stands in quotes, unless it is of a form that can say nothing.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::domain::{Area, PageText};

/// The elements of HTML, and those of SVG that stand for a picture. A page may make up others, whose names are its own words.
const TAGS: &str = "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col \
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 \
    head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav noscript object \
    ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source \
    span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul use var video \
    wbr circle g line path polygon polyline rect";

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ElementTold {
    /// Its tag's name, in lower case.
    pub(in crate::browser) tag: PageText,
    /// Its id; empty for none.
    pub(in crate::browser) id: PageText,
    /// Those of the attributes asked for that it has.
    pub(in crate::browser) attributes: Vec<AttributeTold>,
}

impl ElementTold {
    /// Whether it is a dialog by its tag or its role.
    pub(in crate::browser) fn is_dialog(&self) -> bool {
        let has_role = |one: &AttributeTold| {
            one.name == "role" && ["dialog", "alertdialog"].iter().any(|role| one.value == *role)
        };
        self.tag == "dialog" || self.attributes.iter().any(has_role)
    }
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct AttributeTold {
    /// Its name, one of those that the page script asks for.
    pub(in crate::browser) name: String,
    /// Its value, cut short.
    pub(in crate::browser) value: PageText,
}

/// A line of an outline.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct OutlineLine {
    /// How far in it stands.
    pub(in crate::browser) depth: usize,
    /// The element.
    pub(in crate::browser) what: ElementTold,
    /// Whether it is a dialog that is open.
    pub(in crate::browser) open: bool,
    /// Whether it is not to be seen.
    pub(in crate::browser) hidden: bool,
    /// Its own text, cut short.
    pub(in crate::browser) text: PageText,
    /// Its box in the viewport, CSS px; `None` where it is not to be seen. It is no part of what is written of the line.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) area: Option<Area>,
}

/// How far in the lines of an outline go.
const DEEPEST: usize = 10;

impl fmt::Display for ElementTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match TAGS.split_whitespace().find(|known| self.tag == *known) {
            Some(known) => f.write_str(known)?,
            None => write!(f, "{}", self.tag)?,
        }
        match self.id.as_word() {
            Some(word) => write!(f, "#{word}")?,
            None if self.id.is_empty() => {}
            None => write!(f, "[id={}]", self.id)?,
        }
        self.attributes.iter().try_for_each(|one| write!(f, "[{}={}]", one.name, one.value))
    }
}

impl fmt::Display for OutlineLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:1$}{2}", "", 2 * self.depth.min(DEEPEST), self.what)?;
        f.write_str(if self.open { "[open]" } else { "" })?;
        f.write_str(if self.hidden { " (hidden)" } else { "" })?;
        if self.text.is_empty() { Ok(()) } else { write!(f, " {}", self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: &str, id: &str, attributes: &[(&str, &str)]) -> ElementTold {
        let attribute =
            |(name, value): &(&str, &str)| AttributeTold { name: (*name).to_owned(), value: (*value).into() };
        ElementTold { tag: tag.into(), id: id.into(), attributes: attributes.iter().map(attribute).collect() }
    }

    #[test]
    fn an_element_is_written_as_a_selector_with_the_page_s_words_in_quotes() {
        for (element, written) in [
            (element("div", "", &[]), "div"),
            (element("div", "ember97", &[("role", "button")]), "div#ember97[role=\"button\"]"),
            (element("button", "of Anna", &[]), "button[id=\"of Anna\"]"),
            (element("x-anna-quill", "", &[]), "\"x-anna-quill\""),
            (element("p", "\"]", &[("aria-label", "a\"]b")]), "p[id=\"\\\"]\"][aria-label=\"a\\\"]b\"]"),
        ] {
            assert_eq!(element.to_string(), written);
        }
    }

    #[test]
    fn a_line_of_an_outline_says_how_deep_it_stands_and_what_is_seen_of_it() {
        let mut line = OutlineLine {
            depth: 2,
            what: element("dialog", "", &[]),
            open: true,
            hidden: false,
            text: "Remove?".into(),
            area: None,
        };
        assert_eq!(line.to_string(), "    dialog[open] \"Remove?\"");
        line = OutlineLine { depth: 30, open: false, hidden: true, text: PageText::default(), ..line };
        assert_eq!(line.to_string(), format!("{}dialog (hidden)", " ".repeat(20)));
    }
}
