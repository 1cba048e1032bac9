//! Faults on demand: their written form `NAME[=VALUE][@SLUG]`, and the set that is in force.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fault_table::{FAULTS, Fault, Value, find};
use super::people::normal_slug;

/// One fault, as asked for: `NAME[=VALUE][@SLUG]`. Without a slug it holds for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultSpec {
    name: &'static str,
    value: String,
    slug: Option<String>,
}

impl FaultSpec {
    /// The name, as in [`fault_names`].
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value, or its default; empty for a fault that takes none.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The one person that it holds for.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        self.slug.as_deref()
    }
}

impl FromStr for FaultSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<FaultSpec, String> {
        let text = text.trim();
        let (front, slug) = match text.rsplit_once('@') {
            Some((front, slug)) => (front, Some(normal_slug(slug))),
            None => (text, None),
        };
        if slug.as_deref() == Some("") {
            return Err(format!("fault `{text}`: a slug must stand after the `@`"));
        }
        let (name, value) = match front.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value)),
            None => (front, None),
        };
        let fault = find(name).ok_or_else(|| unknown(name))?;
        let value = read_value(fault, value).map_err(|why| format!("fault `{text}`: {why}"))?;
        if fault.needs_slug && slug.is_none() {
            return Err(format!("fault `{text}`: it holds for one person, write {}@SLUG", form(fault)));
        }
        Ok(FaultSpec { name: fault.name, value, slug })
    }
}

fn read_value(fault: &Fault, given: Option<&str>) -> Result<String, String> {
    let number = |text: &str, least: u64| match text.parse::<u64>() {
        Ok(number) if (least..=600_000).contains(&number) => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is not a whole number from {least} to 600000")),
    };
    match (fault.value, given) {
        (Value::Flag, None) => Ok(String::new()),
        (Value::Flag, Some(_)) => Err("it takes no value".to_owned()),
        (Value::Ms(default), None) => Ok(default.to_string()),
        (Value::Ms(_), Some(text)) => number(text, 0),
        (Value::Count, Some(text)) => number(text, 0),
        (Value::Choice(words), None) => Ok(words.first().copied().unwrap_or_default().to_owned()),
        (Value::Choice(words), Some(text)) if words.contains(&text) => Ok(text.to_owned()),
        (Value::Choice(words), Some(text)) => Err(format!("`{text}` is none of: {}", words.join(", "))),
        (Value::TextOr(default), None) => Ok(default.to_owned()),
        (Value::Text | Value::TextOr(_), Some(text)) if text.trim().is_empty() => {
            Err("the value is empty".to_owned())
        }
        (Value::TextOr(_) | Value::Text, Some(text)) if fault.name.ends_with("status") => {
            match text.parse::<u16>() {
                Ok(200..=999) => Ok(text.to_owned()),
                _ => Err(format!("`{text}` is not an HTTP status")),
            }
        }
        (Value::Text | Value::TextOr(_), Some(text)) => Ok(text.to_owned()),
        (Value::Text | Value::Count, None) => Err(format!("it needs a value, write {}", form(fault))),
    }
}

fn unknown(name: &str) -> String {
    let near: Vec<&str> = FAULTS
        .iter()
        .map(|fault| fault.name)
        .filter(|known| {
            name.len() > 2 && (known.contains(name) || name.contains(known) || close(known, name))
        })
        .collect();
    let hint =
        if near.is_empty() { String::new() } else { format!(" (did you mean {}?)", near.join(" or ")) };
    let all: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    format!("there is no fault `{name}`{hint}; the faults are: {}", all.join(", "))
}

/// Whether two names differ by no more than two letters at one place, or by the hyphens.
fn close(one: &str, other: &str) -> bool {
    let other = other.replace('-', "_").to_lowercase();
    let same_start = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let same_end = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    same_start + same_end + 2 >= one.len().max(other.len()) && same_start > 1
}

/// How a fault is written.
fn form(fault: &Fault) -> String {
    match fault.value {
        Value::Flag => fault.name.to_owned(),
        Value::Ms(_) => format!("{}[=MS]", fault.name),
        Value::Count => format!("{}=N", fault.name),
        Value::Choice(words) => format!("{}[={}]", fault.name, words.join("|")),
        Value::Text => format!("{}=TEXT", fault.name),
        Value::TextOr(_) => format!("{}[=TEXT]", fault.name),
    }
}

/// The table of faults for a reader: one line each, with the form, the default and what it does.
#[must_use]
pub fn fault_help() -> String {
    let mut lines =
        vec!["A fault is written NAME[=VALUE][@SLUG]; without a slug it holds for every person.".to_owned()];
    for fault in FAULTS {
        let default = match fault.value {
            Value::Ms(ms) => format!(" [default: {ms}]"),
            Value::Choice(words) => format!(" [default: {}]", words.first().copied().unwrap_or_default()),
            Value::TextOr(text) => format!(" [default: {text}]"),
            Value::Flag | Value::Count | Value::Text => String::new(),
        };
        let slug = if fault.needs_slug { "@SLUG" } else { "" };
        lines.push(format!("  {:<34} {}{default}", format!("{}{slug}", form(fault)), fault.help));
    }
    lines.join("\n") + "\n"
}

/// The names of all faults, in the order of the table.
#[must_use]
pub fn fault_names() -> Vec<&'static str> {
    FAULTS.iter().map(|fault| fault.name).collect()
}

impl fmt::Display for FaultSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if !self.value.is_empty() {
            write!(f, "={}", self.value)?;
        }
        match &self.slug {
            Some(slug) => write!(f, "@{slug}"),
            None => Ok(()),
        }
    }
}

impl Serialize for FaultSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FaultSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FaultSpec, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The faults in force, each with the page views that were counted when it was set.
#[derive(Debug, Default)]
pub(crate) struct InForce {
    list: Vec<(FaultSpec, u64)>,
}

impl InForce {
    /// Adds a fault; the same fault of the same person is replaced.
    pub(crate) fn add(&mut self, spec: FaultSpec, views: u64) {
        self.list.retain(|(known, _)| known.name != spec.name || known.slug != spec.slug);
        self.list.push((spec, views));
    }

    /// Takes a fault out, for everybody and for each person.
    pub(crate) fn remove(&mut self, name: &str) {
        self.list.retain(|(known, _)| known.name != name);
    }

    /// Takes all faults out.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
    }

    /// All of them, as they were asked for.
    pub(crate) fn specs(&self) -> impl Iterator<Item = &FaultSpec> {
        self.list.iter().map(|(spec, _)| spec)
    }

    /// The value of a fault for a person (or for a page of nobody): a person's own before the one for all.
    pub(crate) fn get(&self, name: &str, slug: Option<&str>) -> Option<&str> {
        self.entry(name, slug).map(|(spec, _)| spec.value.as_str())
    }

    /// The same with the page views counted when it was set.
    pub(crate) fn entry(&self, name: &str, slug: Option<&str>) -> Option<&(FaultSpec, u64)> {
        let of_person = self
            .list
            .iter()
            .find(|(spec, _)| spec.name == name && slug.is_some() && spec.slug.as_deref() == slug);
        of_person.or_else(|| self.list.iter().find(|(spec, _)| spec.name == name && spec.slug.is_none()))
    }

    /// What the page's own script needs: the faults for all, and those of single people by slug.
    pub(crate) fn for_script(&self) -> serde_json::Value {
        let mut all = BTreeMap::new();
        let mut by_slug: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for (spec, _) in &self.list {
            match &spec.slug {
                None => {
                    all.insert(spec.name, spec.value.as_str());
                }
                Some(slug) => {
                    by_slug.entry(slug).or_default().insert(spec.name, &spec.value);
                }
            }
        }
        serde_json::json!({ "all": all, "by_slug": by_slug })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_with_value_and_slug_and_written_back_the_same() {
        for text in [
            "challenge",
            "slow_load=250",
            "name=Nell Vane@ben-x",
            "covered=item@martha-quill",
            "challenge_after=3",
        ] {
            assert_eq!(text.parse::<FaultSpec>().unwrap().to_string(), text);
        }
        assert_eq!("menu_late@Zo%C3%AB".parse::<FaultSpec>().unwrap().to_string(), "menu_late=1500@zoë");
    }

    #[test]
    fn bad_faults_are_refused_with_the_way_to_write_them() {
        let say = |text: &str| text.parse::<FaultSpec>().unwrap_err();
        assert!(say("dialog-none").contains("did you mean dialog_none?"), "{}", say("dialog-none"));
        assert!(say("nonsense").contains("the faults are: dialog_none"));
        assert!(say("challenge=1").contains("takes no value"));
        assert!(say("slow_load=soon").contains("not a whole number"));
        assert!(say("covered=nose").contains("more, item, confirm"));
        assert!(say("name=Nell").contains("name=TEXT@SLUG"));
        assert!(say("dialog_names").contains("dialog_names=TEXT"));
        assert!(say("status=abc").contains("not an HTTP status"));
        assert!(say("challenge@").contains("after the `@`"));
    }

    #[test]
    fn a_persons_own_fault_comes_before_the_one_for_all() {
        let mut faults = InForce::default();
        for text in ["menu_late=10", "menu_late=20@ben-x"] {
            faults.add(text.parse().unwrap(), 0);
        }
        assert_eq!(faults.get("menu_late", Some("ben-x")), Some("20"));
        assert_eq!(faults.get("menu_late", Some("ben-x-02b90545")), Some("10"));
        assert_eq!(faults.get("menu_late", None), Some("10"));
    }

    #[test]
    fn the_help_names_every_fault_and_every_name_is_there_once() {
        let help = fault_help();
        let names = fault_names();
        for name in &names {
            assert!(help.contains(name));
            assert_eq!(names.iter().filter(|other| other == &name).count(), 1, "{name}");
        }
    }
}
