//! From the raw form of a value to the typed one, under the rules of its kind.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use url::{Host, Url};

use super::duration::{parse_duration, show_duration};
use super::key::Kind;
use super::types::ActiveHours;
use super::value::{Raw, Scalar, Value, Wrong};
use crate::wording::nearest;

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Message and help of what is wrong with an item.
type Bad = (String, String);

/// Reads a value, or says everything that is wrong with it.
pub(super) fn read(kind: Kind, raw: &Raw<'_>, span: &Range<usize>) -> Result<Value, Vec<Wrong>> {
    let wrong = |(message, help): Bad, span: &Range<usize>| Wrong { message, span: span.clone(), help };
    match (kind.is_list(), raw) {
        (false, Raw::One(item)) => one(kind, item).map_err(|bad| vec![wrong(bad, span)]),
        (true, Raw::List(items)) => {
            let mut bad = Vec::new();
            let list = many(kind, items, &mut |item: Bad, at: &Range<usize>| bad.push(wrong(item, at)));
            if !bad.is_empty() {
                return Err(bad);
            }
            check_length(kind, items.len()).map_err(|item| vec![wrong(item, span)])?;
            list.ok_or_else(Vec::new)
        }
        (true, Raw::One(_)) => Err(vec![wrong(
            ("this must be a list".to_owned(), format!("Write {}, in [ ].", kind.describe())),
            span,
        )]),
        (false, Raw::List(_)) => Err(vec![wrong(
            ("this must not be a list".to_owned(), format!("Write {}.", kind.describe())),
            span,
        )]),
    }
}

fn one(kind: Kind, item: &Scalar<'_>) -> Result<Value, Bad> {
    Ok(match kind {
        Kind::Site => Value::Url(Some(site(&text(item)?)?)),
        Kind::DriverUrl => Value::Url(optional_url(&text(item)?, true)?),
        Kind::WebUrl => Value::Url(optional_url(&text(item)?, false)?),
        Kind::Word(words) => Value::Word(word(&text(item)?, words)?),
        Kind::Path => Value::Path(text(item)?.into_owned()),
        Kind::Time(min, max) => Value::Time(time(item, min, max)?),
        Kind::Count(min, max) => Value::Count(count(item, min, max)?),
        Kind::Flag => Value::Flag(flag(item)?),
        Kind::Hours => Value::Hours(hours(&text(item)?)?),
        Kind::Zone => Value::Zone(zone(&text(item)?)?),
        Kind::Times(..) | Kind::Steps(..) | Kind::Texts | Kind::Days | Kind::Dates => {
            return Err(("this must be a list".to_owned(), String::new()));
        }
    })
}

fn many(
    kind: Kind,
    items: &[(Scalar<'_>, Range<usize>)],
    bad: &mut dyn FnMut(Bad, &Range<usize>),
) -> Option<Value> {
    Some(match kind {
        Kind::Times(min, max) => Value::Times(all(items, |item| time(item, min, max), bad)),
        Kind::Steps(min, max) => {
            let counts = all(items, |item| count(item, min, max), bad);
            // A wrong number of them is told by `check_length`.
            Value::Steps(<[u32; 3]>::try_from(counts).unwrap_or_default())
        }
        Kind::Texts => Value::Texts(all(items, |item| text(item).map(Cow::into_owned), bad)),
        Kind::Days => Value::Days(all(items, |item| day(&text(item)?), bad)),
        Kind::Dates => Value::Dates(all(items, date, bad)),
        _ => return None,
    })
}

fn all<T>(
    items: &[(Scalar<'_>, Range<usize>)],
    read: impl Fn(&Scalar<'_>) -> Result<T, Bad>,
    bad: &mut dyn FnMut(Bad, &Range<usize>),
) -> Vec<T> {
    let mut list = Vec::with_capacity(items.len());
    for (item, span) in items {
        match read(item) {
            Ok(value) => list.push(value),
            Err(item) => bad(item, span),
        }
    }
    list
}

fn check_length(kind: Kind, length: usize) -> Result<(), Bad> {
    match kind {
        Kind::Steps(..) if length != 3 => Err((
            format!("there must be three numbers here, not {length}"),
            "Write them for the first week, the second and third, and later.".to_owned(),
        )),
        Kind::Times(..) | Kind::Days if length == 0 => {
            Err(("this list must not be empty".to_owned(), format!("Write {}.", kind.describe())))
        }
        _ => Ok(()),
    }
}

fn text<'a>(item: &'a Scalar<'_>) -> Result<Cow<'a, str>, Bad> {
    let (what, help) = match item {
        Scalar::Text(text) => return Ok(Cow::Borrowed(text)),
        Scalar::Loose(text) => return Ok(Cow::Borrowed(text)),
        Scalar::Number(_) => ("a number", "Put it in quotes."),
        Scalar::Flag(_) => ("true or false", "Put it in quotes if it is meant as a text."),
        Scalar::Date(_) => ("a date", "Put it in quotes."),
        Scalar::Other(what) => (*what, "See config.example.toml."),
    };
    Err((format!("a text was expected here, not {what}"), help.to_owned()))
}

fn time(item: &Scalar<'_>, min: u64, max: u64) -> Result<Duration, Bad> {
    let help =
        "Write a number with its unit, such as \"500ms\", \"45s\", \"10m\", \"2h\" or \"1d\".".to_owned();
    if let Scalar::Number(number) = item {
        return Err((
            format!("`{number}` has no unit"),
            format!("Write \"{number}s\" if seconds were meant."),
        ));
    }
    let time = parse_duration(&text(item)?).map_err(|message| (message, help))?;
    let (low, high) = (Duration::from_secs(min), Duration::from_secs(max));
    if time < low || time > high {
        let range = format!("It must be from {} to {}.", show_duration(low), show_duration(high));
        return Err((format!("{} is out of range", show_duration(time)), range));
    }
    Ok(time)
}

fn count(item: &Scalar<'_>, min: u32, max: u32) -> Result<u32, Bad> {
    let number = match item {
        Scalar::Number(number) => Some(*number),
        Scalar::Loose(text) => text.trim().parse().ok(),
        _ => None,
    };
    let help = format!("Write a whole number from {min} to {max}, without quotes.");
    let Some(number) = number else { return Err(("a whole number was expected here".to_owned(), help)) };
    match u32::try_from(number) {
        Ok(count) if (min..=max).contains(&count) => Ok(count),
        _ => Err((format!("{number} is out of range"), format!("It must be from {min} to {max}."))),
    }
}

fn flag(item: &Scalar<'_>) -> Result<bool, Bad> {
    match item {
        Scalar::Flag(flag) => Ok(*flag),
        Scalar::Loose(text) if matches!(text.trim(), "true" | "1" | "yes" | "on") => Ok(true),
        Scalar::Loose(text) if matches!(text.trim(), "false" | "0" | "no" | "off") => Ok(false),
        _ => Err((
            "true or false was expected here".to_owned(),
            "Write true or false, without quotes.".to_owned(),
        )),
    }
}

fn word(text: &str, words: &'static [&'static str]) -> Result<&'static str, Bad> {
    let text = text.trim();
    words.iter().copied().find(|word| *word == text).ok_or_else(|| {
        let meant = nearest(&text.to_lowercase(), words.iter().copied());
        let meant = meant.map(|word| format!(" Did you mean `{word}`?")).unwrap_or_default();
        (format!("`{text}` is not known here"), format!("It must be one of: {}.{meant}", words.join(", ")))
    })
}

/// Why a text is no address, for somebody who knows no address that is relative.
fn why_no_url(error: url::ParseError) -> String {
    match error {
        url::ParseError::RelativeUrlWithoutBase => "it does not begin with https:// or http://".to_owned(),
        error => error.to_string(),
    }
}

fn site(text: &str) -> Result<Url, Bad> {
    let help = "Write https://www.linkedin.com, or for practice the address that `unlinked practice` prints.";
    let bad = |message: String| (message, help.to_owned());
    let url = Url::parse(text.trim())
        .map_err(|error| bad(format!("`{text}` is not a web address: {}", why_no_url(error))))?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback => {}
        "http" => return Err(bad("plain http is for loopback hosts only".to_owned())),
        other => return Err(bad(format!("`{other}` is not a web address of a site"))),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("a site's address must not hold a user name or password".to_owned()));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(bad("a site's address ends with its host and port".to_owned()));
    }
    Ok(url)
}

fn optional_url(text: &str, is_driver: bool) -> Result<Option<Url>, Bad> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let help = if is_driver {
        "For example \"http://localhost:4444\"."
    } else {
        "For example \"https://example.com/hook\"."
    };
    let bad = |message: String| (message, help.to_owned());
    // An address may hold a password, which no message repeats.
    let shown = if text.contains('@') { "the address" } else { &format!("`{text}`") };
    let mut url = Url::parse(text)
        .map_err(|error| bad(format!("{shown} is not a web address: {}", why_no_url(error))))?;
    if url.host().is_none() || !matches!(url.scheme(), "http" | "https") {
        return Err(bad(format!("{shown} is not a web address")));
    }
    if is_driver {
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("the address of a WebDriver server has no `?` or `#` part".to_owned()));
        }
        if [Some(url.username()), url.password()].into_iter().flatten().any(|word| word.contains('%')) {
            return Err(bad("the user name or password has a letter that cannot be sent; letters, digits and -._~!$&'()*+, can be".to_owned()));
        }
        if !url.path().ends_with('/') {
            // Without it the last part of the path would be replaced by `session` (engineering-notes 1.2).
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
    }
    Ok(Some(url))
}

fn hours(text: &str) -> Result<ActiveHours, Bad> {
    let help = "Write two times of one day, such as \"09:00-18:00\"; \"00:00-24:00\" is all day.";
    let bad = |message: String| (message, help.to_owned());
    let minute = |part: &str| -> Option<u16> {
        let (hour, minute) = part.trim().split_once(':')?;
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let (true, true) = (digits(hour), digits(minute)) else { return None };
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
    };
    let read = text.split_once(['-', '–']).and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    let Some((from_minute, to_minute)) = read else {
        return Err(bad(format!("`{text}` is not hours of a day")));
    };
    if from_minute >= to_minute {
        return Err(bad(format!("`{text}` ends before it begins")));
    }
    Ok(ActiveHours { from_minute, to_minute })
}

fn day(text: &str) -> Result<Weekday, Bad> {
    let lower = text.trim().to_lowercase();
    DAYS.iter().find(|(name, _)| *name == lower).map(|(_, day)| *day).ok_or_else(|| {
        let meant = DAYS.iter().find(|(name, _)| lower.starts_with(name));
        let meant = meant.map(|(name, _)| format!(" Did you mean `{name}`?")).unwrap_or_default();
        (
            format!("`{text}` is not a weekday"),
            format!("It must be one of: mon, tue, wed, thu, fri, sat, sun.{meant}"),
        )
    })
}

fn date(item: &Scalar<'_>) -> Result<Date, Bad> {
    let written = match item {
        Scalar::Date(date) => Cow::Borrowed(date.as_str()),
        other => text(other)?,
    };
    let help = "Write year, month and day, such as \"2026-12-25\".";
    written.trim().parse().map_err(|_| (format!("`{written}` is not a date"), help.to_owned()))
}

fn zone(text: &str) -> Result<Option<TimeZone>, Bad> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let help = "Write a name of the time zone database, such as \"Europe/Warsaw\" or \"America/New_York\".";
    TimeZone::get(text).map(Some).map_err(|_| (format!("there is no time zone `{text}`"), help.to_owned()))
}
