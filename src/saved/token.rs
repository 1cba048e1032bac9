//! A page as a list of tokens: what opens, what stands there, what closes.

use html5gum::{DefaultEmitter, HtmlString, Token as Raw, Tokenizer};
use serde_json::{Map, Value, json};

use crate::domain::Area;

/// A piece of a page, in the order in which it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// An element opens.
    Open {
        /// Its tag, lower case.
        name: String,
        /// Its attributes, each once.
        attributes: Vec<(String, String)>,
        /// Whether nobody sees it; only a page that is open in a browser tells.
        unseen: bool,
        /// Its box in the viewport, CSS px, where it is seen; only a page that is open in a browser tells.
        area: Option<Area>,
    },
    /// Text.
    Text(String),
    /// The element that was opened last, and is not closed, closes.
    Close,
}

/// Elements that have no end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that are left out with all that is in them: they are no part of what is seen, or would load something.
const LEFT_OUT: [&str; 5] = ["script", "style", "noscript", "object", "embed"];

/// No page has more elements, attributes and texts together: LinkedIn's have 3,000 to 6,000 elements, a long list ten times as many. Each
/// takes less than 1 KB until it stands in a browser.
const MOST: usize = 250_000;

/// No page nests deeper: browsers themselves stop at 512.
const DEEPEST: usize = 1_000;

/// The tokens of a page's HTML. Every element that opens closes, in the end; an end tag that closes nothing is passed over. `None` where
/// there are more, or deeper ones, than any page has.
#[must_use]
pub fn tokens_of(html: &str) -> Option<Vec<Token>> {
    let mut made = Vec::new();
    let mut count = 0;
    let mut open: Vec<String> = Vec::new();
    let mut left_out: Option<String> = None;
    for raw in raw_tokens(html) {
        count += 1 + if let Raw::StartTag(tag) = &raw { tag.attributes.len() } else { 0 };
        if count > MOST || open.len() > DEEPEST {
            return None;
        }
        match raw {
            Raw::StartTag(tag) => {
                let name = text_of(&tag.name);
                if left_out.is_some() {
                    continue;
                }
                let drawn = open.iter().any(|outer| outer == "svg" || outer == "math");
                let empty = VOID.contains(&name.as_str()) || (tag.self_closing && (drawn || name == "svg"));
                if LEFT_OUT.contains(&name.as_str()) {
                    left_out = (!empty).then_some(name);
                    continue;
                }
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (text_of(name), text_of(&value.value)))
                    .collect();
                made.push(Token::Open { name: name.clone(), attributes, unseen: false, area: None });
                if empty {
                    made.push(Token::Close);
                } else {
                    open.push(name);
                }
            }
            Raw::EndTag(tag) => {
                let name = text_of(&tag.name);
                match &left_out {
                    Some(outer) if *outer == name => left_out = None,
                    Some(_) => {}
                    None => {
                        if let Some(at) = open.iter().rposition(|outer| *outer == name) {
                            made.extend(open.drain(at..).map(|_| Token::Close));
                        }
                    }
                }
            }
            Raw::String(text) if left_out.is_none() => made.push(Token::Text(text_of(&text.value))),
            _ => {}
        }
    }
    made.extend(open.drain(..).map(|_| Token::Close));
    Some(made)
}

/// The raw tokens, with the states that a script, a style or a title puts a tokenizer into.
pub(super) fn raw_tokens(html: &str) -> impl Iterator<Item = Raw> + '_ {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok)
}

/// A text of the page; what is no UTF-8 is replaced.
pub(super) fn text_of(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Forgets where stands what stands elsewhere in later tokens of the same page: what is pictured between the two is where both have
/// it.
pub(crate) fn hold_against(tokens: &mut [Token], later: &[Token]) {
    let is_same = tokens.len() == later.len();
    for (at, token) in tokens.iter_mut().enumerate() {
        let Token::Open { name, area, .. } = token else { continue };
        let still = matches!(later.get(at), Some(Token::Open { name: other, area: there, .. }) if other == name && there == area);
        if !(is_same && still) {
            *area = None;
        }
    }
}

/// A box as a browser tells it: `[x, y, width, height]`.
fn area_of(told: &Value) -> Option<Area> {
    let [x, y, width, height] = told.as_array()?.as_slice() else { return None };
    Some(Area { x: x.as_f64()?, y: y.as_f64()?, width: width.as_f64()?, height: height.as_f64()? })
}

/// The tokens as a browser is told them: `[tag, attributes]`, a text, or `0` for an end.
#[must_use]
pub(crate) fn to_json(tokens: &[Token]) -> Value {
    let one = |token: &Token| match token {
        Token::Open { name, attributes, .. } => {
            let attributes: Map<String, Value> =
                attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            json!([name, attributes])
        }
        Token::Text(text) => json!(text),
        Token::Close => json!(0),
    };
    tokens.iter().map(one).collect()
}

/// The tokens as a browser tells them: `[tag, attributes, unseen, box]`, a text, or `0` for an end. `None` if it says something else.
#[must_use]
pub(crate) fn from_json(told: &Value) -> Option<Vec<Token>> {
    let one = |token: &Value| match token {
        Value::String(text) => Some(Token::Text(text.clone())),
        Value::Number(_) => Some(Token::Close),
        Value::Array(parts) => {
            let attributes = parts.get(1)?.as_object()?;
            Some(Token::Open {
                name: parts.first()?.as_str()?.to_owned(),
                attributes: attributes
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                    .collect(),
                unseen: parts.get(2).and_then(Value::as_bool).unwrap_or(false),
                area: parts.get(3).and_then(area_of),
            })
        }
        _ => None,
    };
    told.as_array()?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> String {
        let one = |token: &Token| match token {
            Token::Open { name, .. } => format!("<{name}>"),
            Token::Text(text) => text.clone(),
            Token::Close => "/".to_owned(),
        };
        tokens_of(html).unwrap_or_default().iter().map(one).collect()
    }

    #[test]
    fn a_link_in_a_link_stays_in_it() {
        assert_eq!(shape("<a href=1><div><a href=2>x</a></div></a>"), "<a><div><a>x///");
        assert_eq!(shape("<p><div>x</div></p>"), "<p><div>x//");
    }

    #[test]
    fn every_element_closes_and_scripts_are_left_out() {
        assert_eq!(
            shape("<div><br><img src=x>a<svg><path d=1 /><g></g></svg>"),
            "<div><br>/<img>/a<svg><path>/<g>///"
        );
        assert_eq!(shape("<div>a<script>'</div>'</script>b</b></div>"), "<div>ab/");
        assert_eq!(shape("<style>p{}</style><noscript><p>x</p></noscript>y"), "y");
    }

    #[test]
    fn what_a_browser_tells_is_read_as_it_was_told() {
        let told = serde_json::json!([["div", { "role": "menu" }, true], "x", 0]);
        let Some(tokens) = from_json(&told) else { panic!() };
        let attributes = vec![("role".to_owned(), "menu".to_owned())];
        let open = Token::Open { name: "div".to_owned(), attributes, unseen: true, area: None };
        assert_eq!(tokens, [open, Token::Text("x".to_owned()), Token::Close]);
        assert_eq!(from_json(&serde_json::json!({ "a": 1 })), None);
    }
}
