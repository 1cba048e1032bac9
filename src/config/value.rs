//! Values of keys, typed, and the raw form in which the sources hand them over.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use url::Url;

use super::types::ActiveHours;

/// One item as a source has it.
#[derive(Debug, Clone)]
pub(super) enum Scalar<'a> {
    /// A text of the file, in quotes.
    Text(Cow<'a, str>),
    /// A text of environment or flags, which may stand for anything.
    Loose(&'a str),
    Number(i64),
    Flag(bool),
    /// A date of the file, without quotes.
    Date(String),
    /// Anything else, by the name of its type.
    Other(&'static str),
}

/// A value as a source has it.
#[derive(Debug, Clone)]
pub(super) enum Raw<'a> {
    One(Scalar<'a>),
    List(Vec<(Scalar<'a>, Range<usize>)>),
}

/// The value of a key.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Url(Option<Url>),
    Word(&'static str),
    /// Empty for none.
    Path(String),
    Time(Duration),
    Times(Vec<Duration>),
    Count(u32),
    Steps([u32; 3]),
    Flag(bool),
    Texts(Vec<String>),
    Days(Vec<Weekday>),
    Hours(ActiveHours),
    Dates(Vec<Date>),
    Zone(Option<TimeZone>),
}

/// What is wrong with a value, and where.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) span: Range<usize>,
    pub(super) help: String,
}
