//! The sources of the configuration, each as a text with places: file, environment, flags.

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{self, KEYS, Key};
use super::read;
use super::value::{Raw, Scalar, Value};
use crate::faults::{Fault, Faults};
use crate::wording::nearest;

/// A value given by a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The key, such as `site` or `keep.file`.
    pub key: String,
    /// The value as it was written; the items of a list are parted by commas.
    pub value: String,
    /// The flag, such as `--site`, for messages.
    pub flag: String,
}

/// One source, what it sets, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Layer {
    /// What it sets: key, value, place.
    pub(super) values: Vec<(&'static Key, Value, Range<usize>)>,
    /// What is wrong with it.
    pub(super) faults: Faults,
    /// From where its relative paths are taken; the working folder if `None`.
    pub(super) folder: Option<PathBuf>,
}

impl Layer {
    fn new(name: &str, text: &str) -> Layer {
        Layer { values: Vec::new(), faults: Faults::new(name, without_passwords(text)), folder: None }
    }

    fn set(&mut self, key: &'static Key, raw: &Raw<'_>, span: Range<usize>) {
        match read::read(key.kind, raw, &span) {
            Ok(value) => self.values.push((key, value, span)),
            Err(wrong) => {
                for wrong in wrong {
                    let label = format!("expected {}", key.kind.describe());
                    self.fault(
                        "config.value",
                        format!("{}: {}", key.name, wrong.message),
                        wrong.span,
                        label,
                        wrong.help,
                    );
                }
            }
        }
    }

    fn fault(
        &mut self,
        code: &'static str,
        message: String,
        span: Range<usize>,
        label: String,
        help: String,
    ) {
        self.faults.push(Fault { code, message, span: Some(span), label, help, warning: false });
    }

    /// The TOML text of a file.
    pub(super) fn file(name: &str, text: &str) -> Layer {
        let mut layer = Layer::new(name, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let help = "The file must be TOML: `key = value` under `[section]`, texts in quotes.".to_owned();
            layer.fault("config.syntax", error.message().to_owned(), span, "here".to_owned(), help);
        }
        // What stands behind a broken line may have lost its section: no more is said of it.
        if errors.is_empty() {
            layer.table("", table.get_ref());
        }
        layer
    }

    fn table(&mut self, section: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let full = if section.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{section}.{}", name.get_ref())
            };
            if let Some(key) = key::find(&full) {
                self.set(key, &raw(value), value.span());
                continue;
            }
            let is_section = KEYS.iter().any(|key| key.parts().0 == full);
            match value.get_ref() {
                DeValue::Table(inner) if is_section && section.is_empty() => self.table(&full, inner),
                _ if is_section && section.is_empty() => self.fault(
                    "config.section",
                    format!("`{full}` is a section"),
                    name.span(),
                    "not a key".to_owned(),
                    format!("Write [{full}] on a line of its own, and its keys below."),
                ),
                other => self.unknown(section, name, matches!(other, DeValue::Table(_))),
            }
        }
    }

    fn unknown(&mut self, section: &str, name: &Spanned<Cow<'_, str>>, is_table: bool) {
        let wrong: &str = name.get_ref();
        let what = if is_table { "section" } else { "key" };
        let place = if section.is_empty() { String::new() } else { format!(" in [{section}]") };
        let known = KEYS.iter().filter(|key| !is_table && key.parts().0 == section).map(|key| key.parts().1);
        let sections = KEYS.iter().filter(|_| is_table).map(|key| key.parts().0);
        let elsewhere = KEYS.iter().find(|key| !is_table && key.parts().1 == wrong);
        let help = match (nearest(wrong, known.chain(sections)), elsewhere) {
            (Some(meant), _) if is_table => format!("Did you mean [{meant}]?"),
            (Some(meant), _) => format!("Did you mean `{meant}`?"),
            (None, Some(key)) if key.parts().0.is_empty() => {
                format!("`{wrong}` belongs at the top, before any section.")
            }
            (None, Some(key)) => format!("`{wrong}` belongs in [{}].", key.parts().0),
            (None, None) => "config.example.toml has every key with a word on it.".to_owned(),
        };
        let label = format!("no such {what}{place}");
        self.fault(
            "config.unknown",
            format!("there is no {what} `{wrong}`{place}"),
            name.span(),
            label,
            help,
        );
    }

    /// The variables that are ours, as lines `NAME=value`.
    pub(super) fn environment(variables: impl Iterator<Item = (String, String)>) -> Layer {
        let mut ours: Vec<(String, String)> =
            variables.filter(|(name, value)| name.starts_with("UNLINKED_") && !value.is_empty()).collect();
        ours.sort();
        let lines: Vec<(String, &str)> =
            ours.iter().map(|(name, value)| (format!("{name}="), value.as_str())).collect();
        Layer::lines("environment", &lines, |layer, at, line| {
            let name = ours.get(at).map_or("", |(name, _)| name.as_str());
            match KEYS.iter().find(|key| key.variable() == name) {
                Some(key) => Some(key),
                None => {
                    layer.unknown_variable(name, line);
                    None
                }
            }
        })
    }

    /// A variable that looks like ours and is no key. Others may use the prefix too (`UNLINKED_STATE` is a flag's).
    fn unknown_variable(&mut self, name: &str, line: Range<usize>) {
        let in_section = KEYS.iter().any(|key| {
            let (section, _) = key.parts();
            !section.is_empty() && name.starts_with(&format!("UNLINKED_{}_", section.to_uppercase()))
        });
        let variables: Vec<String> = KEYS.iter().map(Key::variable).collect();
        let meant = nearest(name, variables.iter().map(String::as_str));
        let slip = meant.filter(|meant| strsim::damerau_levenshtein(meant, name) <= 1);
        if !in_section && slip.is_none() {
            return;
        }
        let help = meant.map_or_else(
            || {
                "config.example.toml has every key; the variable is UNLINKED_ and the key in capitals."
                    .to_owned()
            },
            |meant| format!("Did you mean {meant}?"),
        );
        let span = line.start..line.start + name.len();
        self.fault(
            "config.unknown",
            format!("there is no key for the variable {name}"),
            span,
            "not read".to_owned(),
            help,
        );
    }

    /// Values given by flags.
    pub(super) fn flags(overrides: &[Override]) -> Layer {
        let lines: Vec<(String, &str)> =
            overrides.iter().map(|given| (format!("{} ", given.flag), given.value.as_str())).collect();
        Layer::lines("command line", &lines, |layer, at, line| {
            let given = overrides.get(at)?;
            let key = key::find(&given.key);
            if key.is_none() {
                let meant = nearest(&given.key, KEYS.iter().map(|key| key.name));
                let help = meant.map_or_else(
                    || "config.example.toml has every key.".to_owned(),
                    |meant| format!("Did you mean `{meant}`?"),
                );
                layer.fault(
                    "config.unknown",
                    format!("there is no key `{}`", given.key),
                    line,
                    "here".to_owned(),
                    help,
                );
            }
            key
        })
    }

    fn lines(
        name: &str,
        lines: &[(String, &str)],
        mut key_of: impl FnMut(&mut Layer, usize, Range<usize>) -> Option<&'static Key>,
    ) -> Layer {
        let text: Vec<String> = lines.iter().map(|(head, value)| format!("{head}{value}")).collect();
        let mut layer = Layer::new(name, &text.join("\n"));
        let mut start = 0;
        for (at, (head, value)) in lines.iter().enumerate() {
            let end = start + head.len() + value.len();
            if let Some(key) = key_of(&mut layer, at, start..end) {
                let span = start + head.len()..end;
                layer.set(key, &loose(key, value, span.start), span);
            }
            start = end + 1;
        }
        layer
    }
}

fn raw<'a>(value: &'a Spanned<DeValue<'_>>) -> Raw<'a> {
    match value.get_ref() {
        DeValue::Array(items) => {
            Raw::List(items.iter().map(|item| (scalar(item.get_ref()), item.span())).collect())
        }
        other => Raw::One(scalar(other)),
    }
}

fn scalar<'a>(value: &'a DeValue<'_>) -> Scalar<'a> {
    match value {
        DeValue::String(text) => Scalar::Text(Cow::Borrowed(text)),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix())
                .map_or(Scalar::Other("a number this large"), Scalar::Number)
        }
        DeValue::Boolean(flag) => Scalar::Flag(*flag),
        DeValue::Datetime(date) => Scalar::Date(date.to_string()),
        DeValue::Float(_) => Scalar::Other("a number with a fraction"),
        DeValue::Array(_) => Scalar::Other("a list"),
        DeValue::Table(_) => Scalar::Other("a table"),
    }
}

/// The text as faults may show it: user names and passwords in addresses are blotted out, byte for byte, so that all
/// places stay where they are.
fn without_passwords(text: &str) -> Arc<str> {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "\"'/?#".contains(c)).unwrap_or(after.len());
        let secret = after[..end].rfind('@').unwrap_or(0);
        shown.push_str(&"*".repeat(secret));
        rest = &after[secret..];
    }
    shown.push_str(rest);
    shown.into()
}

/// A text of environment or flags; the items of a list are parted by commas.
fn loose<'a>(key: &Key, text: &'a str, start: usize) -> Raw<'a> {
    if !key.kind.is_list() {
        return Raw::One(Scalar::Loose(text));
    }
    let mut at = start;
    let mut items = Vec::new();
    for part in text.split(',') {
        let item = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        if !item.is_empty() {
            items.push((Scalar::Loose(item), from..from + item.len()));
        }
        at += part.len() + 1;
    }
    Raw::List(items)
}
