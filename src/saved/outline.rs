//! What may be shared of a page: the tree of its elements with the names of their attributes; of values and texts only what stands in
//! lists of ours ([`Known`]). Comments, scripts and styles are left out.

use std::fmt::Write as _;

use super::known::Known;
use super::token::Token;

/// Attributes whose values are words that the page says.
const SAID: [&str; 9] = [
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "aria-description",
    "aria-valuetext",
    "aria-roledescription",
    "summary",
    "label",
];

/// Attributes whose values are addresses.
const ADDRESSES: [&str; 12] = [
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "ping",
    "background",
    "xlink:href",
    "data-delayed-url",
];

/// Attributes whose values are keys, classes and the like.
const KEYS: [&str; 10] = [
    "id",
    "class",
    "componentkey",
    "name",
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "headers",
];

/// Properties of a style that tell what is seen.
const STYLES: [&str; 10] = [
    "display",
    "visibility",
    "position",
    "opacity",
    "overflow",
    "width",
    "height",
    "z-index",
    "pointer-events",
    "clip-path",
];

/// Values of such properties.
const STYLE_VALUES: [&str; 18] = [
    "none",
    "block",
    "inline",
    "flex",
    "grid",
    "contents",
    "hidden",
    "visible",
    "collapse",
    "fixed",
    "absolute",
    "relative",
    "sticky",
    "static",
    "auto",
    "scroll",
    "clip",
    "inset(50%)",
];

/// Longer pages are cut: nobody reads them.
const MOST_LINES: usize = 20_000;

/// The outline of a page, as HTML that can be read and opened, and its address beside it.
#[must_use]
pub fn outline(tokens: &[Token], address: &str, known: &Known) -> String {
    let mut lines = vec![format!(
        "<!-- The outline of a page, made by `unlinked selectors probe --outline`. Of the page's words only those stand here that the \
         program's own files have; {} -->",
        known_address(address, known)
    )];
    let mut depth = 0;
    let mut open: Vec<&str> = Vec::new();
    for token in tokens {
        if lines.len() >= MOST_LINES {
            lines.push("<!-- the rest is left out -->".to_owned());
            break;
        }
        let indent = " ".repeat(depth.min(40));
        match token {
            Token::Open { name, attributes, unseen, .. } => {
                let mut line = format!("{indent}<{}", name_of(name));
                for (attribute, value) in attributes {
                    attribute_of(&mut line, name, attribute, value, known);
                }
                if *unseen {
                    line.push_str(" unseen");
                }
                line.push('>');
                lines.push(line);
                open.push(name);
                depth += 1;
            }
            Token::Close => {
                depth = depth.saturating_sub(1);
                let indent = " ".repeat(depth.min(40));
                if let Some(name) = open.pop() {
                    lines.push(format!("{indent}</{}>", name_of(name)));
                }
            }
            Token::Text(text) => {
                let said = known.text(text);
                if !said.is_empty() {
                    lines.push(format!("{indent}{}", escaped(&said)));
                }
            }
        }
    }
    while let Some(name) = open.pop() {
        lines.push(format!("</{}>", name_of(name)));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The name of an element or an attribute, as long as it looks like one.
fn name_of(name: &str) -> &str {
    let is_name = name.len() <= 48 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:".contains(c));
    if is_name && !name.is_empty() { name } else { "x" }
}

fn attribute_of(line: &mut String, element: &str, attribute: &str, value: &str, known: &Known) {
    let name = name_of(attribute);
    // Handlers are scripts, and what a frame holds is a page of its own.
    if attribute.starts_with("on") || attribute == "srcdoc" {
        return;
    }
    let said = if value.trim().is_empty() {
        String::new()
    } else if attribute == "lang" || attribute == "xml:lang" {
        known.language(value).to_owned()
    } else if SAID.contains(&attribute) {
        known.text(value)
    } else if ADDRESSES.contains(&attribute) {
        known_address(value, known)
    } else if attribute == "style" {
        style_of(value)
    } else if let Some(word) = known.value(value) {
        word.to_owned()
    } else if KEYS.contains(&attribute)
        || attribute.starts_with("data-")
        || (element == "meta" && attribute == "content" && is_key(value))
    {
        value.split_whitespace().map(|one| known.key(one)).collect::<Vec<_>>().join(" ")
    } else {
        "{value}".to_owned()
    };
    if said.is_empty() {
        let _ = write!(line, " {name}");
    } else {
        let _ = write!(line, " {name}=\"{}\"", escaped(&said));
    }
}

/// Whether the content of a `meta` is a key such as the page's own.
fn is_key(value: &str) -> bool {
    value.len() < 80 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// An address: of its host whether it is the site's, of its path and its parameters the known words.
fn known_address(value: &str, known: &Known) -> String {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    if let Some(scheme) = ["data:", "blob:", "javascript:", "mailto:", "tel:", "cid:"]
        .iter()
        .find(|scheme| lower.starts_with(**scheme))
    {
        return format!("{scheme}…");
    }
    let (rest, fragment) = value.split_once('#').map_or((value, false), |(rest, _)| (rest, true));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (host, path) = match rest.split_once("//") {
        Some((scheme, after)) if scheme.is_empty() || scheme.ends_with(':') => {
            let (host, path) = after.split_once('/').unwrap_or((after, ""));
            let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
            let own = host == "linkedin.com" || host.ends_with(".linkedin.com");
            (if own { "" } else { "//{host}" }, format!("/{path}"))
        }
        _ => ("", rest.to_owned()),
    };
    let mut said = host.to_owned();
    said.push_str(&path.split('/').map(|part| part_of(part, known)).collect::<Vec<_>>().join("/"));
    if let Some(query) = query {
        let keys = query.split('&').map(|pair| match pair.split_once('=') {
            Some((key, _)) => format!("{}=*", part_of(key, known)),
            None => part_of(pair, known),
        });
        said.push('?');
        said.push_str(&keys.collect::<Vec<_>>().join("&"));
    }
    if fragment {
        said.push_str("#*");
    }
    said
}

/// A part of an address. One that is not made up of known words alone may be somebody's: then nothing of it is said.
fn part_of(part: &str, known: &Known) -> String {
    let said = known.key(part);
    let bare = said.contains(['*', '0', '{']) || part.contains('%');
    if bare && !part.is_empty() { "*".to_owned() } else { said }
}

fn style_of(value: &str) -> String {
    let kept = value.split(';').filter_map(|one| {
        let (property, value) = one.split_once(':')?;
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        let property = STYLES.iter().find(|known| **known == property)?;
        let value = if let Some(known) = STYLE_VALUES.iter().find(|known| **known == value) {
            known
        } else {
            match value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%') {
                "0" => "0",
                "1" => "1",
                _ => "n",
            }
        };
        Some(format!("{property}:{value}"))
    });
    kept.collect::<Vec<_>>().join(";")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace("-->", "--&gt;")
}
