//! Reading values of a TOML file with their places, so that all that is wrong in a file can be told at once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::date::{Day, parse_day};
use super::error::fault;
use crate::faults::Faults;
use crate::wording::nearest;

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// Collects what is wrong while a file is read.
pub(super) struct Reading {
    pub(super) faults: Faults,
}

impl Reading {
    pub(super) fn fault(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(fault(code, span, message, label, help));
    }

    fn wrong_type(&mut self, key: &str, value: &Value<'_>, wanted: &str, example: &str) {
        let found = value.get_ref().type_str();
        self.fault(
            "rules.type",
            value.span(),
            format!("`{key}` is a {found} here"),
            format!("expected {wanted}"),
            format!("For example: {example}"),
        );
    }

    /// A text, or `None` and a fault.
    pub(super) fn text<'v>(&mut self, key: &str, value: &'v Value<'_>, example: &str) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a text in quotes", example);
        }
        text
    }

    /// A text or a list of texts, each with its place.
    pub(super) fn texts(
        &mut self,
        key: &str,
        value: &Value<'_>,
        example: &str,
    ) -> Vec<(String, Range<usize>)> {
        if let Some(text) = value.get_ref().as_str() {
            return vec![(text.to_owned(), value.span())];
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a text or a list of texts", example);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            if let Some(text) = self.text(key, item, example) {
                texts.push((text.to_owned(), item.span()));
            }
        }
        texts
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong_type(key, value, "true or false", &format!("{key} = true"));
        }
        truth
    }

    /// A whole number.
    pub(super) fn number(
        &mut self,
        key: &str,
        value: &Value<'_>,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        match number {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                let wanted = format!("a whole number from {} to {}", range.start(), range.end());
                self.wrong_type(key, value, &wanted, &format!("{key} = {}", range.start()));
                None
            }
        }
    }

    /// A day: a TOML date, or a text as in an export.
    pub(super) fn day(&mut self, key: &str, value: &Value<'_>) -> Option<Day> {
        let example = format!("{key} = 2019-12-31");
        if let Some(date) = value.get_ref().as_datetime().and_then(|moment| moment.date) {
            let numbers = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            if let (Ok(year), Ok(month), Ok(day)) = numbers {
                return Day::new(year, month, day).ok();
            }
        }
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a date", &example);
            return None;
        };
        match parse_day(text) {
            Ok(day) => Some(day),
            Err(problem) => {
                self.fault(
                    "rules.date",
                    value.span(),
                    problem,
                    "expected a date",
                    format!("For example: {example}"),
                );
                None
            }
        }
    }

    /// A word of a closed set.
    pub(super) fn word<T>(&mut self, key: &str, value: &Value<'_>, all: &[T]) -> Option<T>
    where
        T: std::str::FromStr<Err = String> + Copy + std::fmt::Display,
    {
        let words: Vec<String> = all.iter().map(ToString::to_string).collect();
        let example = format!("{key} = \"{}\"", words.first().map_or("", String::as_str));
        let text = self.text(key, value, &example)?;
        match text.parse() {
            Ok(word) => Some(word),
            Err(_) => {
                let help = nearest(text, words.iter().map(String::as_str)).map_or_else(
                    || format!("For example: {example}"),
                    |near| format!("Did you mean `{near}`?"),
                );
                self.fault(
                    "rules.word",
                    value.span(),
                    format!("`{text}` is no {key} that is known"),
                    format!("expected one of: {}", words.join(", ")),
                    help,
                );
                None
            }
        }
    }

    /// Tells of every key of a table that is not among the known ones.
    pub(super) fn unknown_keys(&mut self, what: &str, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = nearest(name, known.iter().copied()).map_or_else(
                    || format!("Known here: {}", known.join(", ")),
                    |near| format!("Did you mean `{near}`?"),
                );
                self.fault(
                    "rules.key",
                    key.span(),
                    format!("`{name}` is not known in {what}"),
                    "not known",
                    help,
                );
            }
        }
    }
}
