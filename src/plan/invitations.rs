//! Pending invitations: how old each is, by what its card says, and what becomes of it. The page is read elsewhere.

use crate::domain::{Action, Slug};
use crate::plan::RosterLine;

use super::output::address;

/// The text keys of how long ago an invitation was sent, each with its days and whether the text holds a number of them. A
/// month counts as 30 days and a year as 365: what a card says is rounded down, so nobody is taken for older than they are.
pub const AGE_KEYS: &[(&str, u32, bool)] = &[
    ("sent_today", 0, false),
    ("sent_days", 1, true),
    ("sent_a_week", 7, false),
    ("sent_weeks", 7, true),
    ("sent_a_month", 30, false),
    ("sent_months", 30, true),
    ("sent_years", 365, true),
];

/// How cards say when an invitation was sent, in all the languages that are known.
#[derive(Debug, Clone, Default)]
pub struct AgeTexts {
    /// What stands before and after the number, the days of one, and whether there is a number.
    forms: Vec<(String, String, u32, bool)>,
}

impl AgeTexts {
    /// Takes the texts of the keys in [`AGE_KEYS`]; `{n}` stands for the number.
    #[must_use]
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> AgeTexts {
        let mut forms = Vec::new();
        for (key, text) in texts {
            let Some((_, days, counted)) = AGE_KEYS.iter().find(|(known, ..)| *known == key) else {
                continue;
            };
            match (text.split_once("{n}"), counted) {
                (Some((before, after)), true) => forms.push((plain(before), plain(after), *days, true)),
                (None, false) => forms.push((plain(text), String::new(), *days, false)),
                _ => {}
            }
        }
        AgeTexts { forms }
    }

    /// The age in whole days at least, of the one text among a card's that says one; `None` if none does, or two differ.
    #[must_use]
    pub fn of_card<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Option<(u32, &'t str)> {
        let mut found: Option<(u32, &str)> = None;
        for text in texts {
            let Some(days) = self.days(text) else { continue };
            if found.is_some_and(|(before, _)| before != days) {
                return None;
            }
            found = Some((days, text));
        }
        found
    }

    fn days(&self, text: &str) -> Option<u32> {
        let text = plain(text);
        self.forms.iter().find_map(|(before, after, days, counted)| {
            if !counted {
                return (*before == text).then_some(*days);
            }
            let number = text.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?.trim();
            let number: u32 = number.parse().ok().filter(|number| *number <= 1_000)?;
            Some(days.saturating_mul(number))
        })
    }
}

/// Lower case, every run of white space one space, none at the ends.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// An invitation that nobody has answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Whom it was sent to.
    pub slug: Slug,
    /// Their name, as the card shows it.
    pub name: String,
    /// The line under the name.
    pub headline: String,
    /// When it was sent, as the card says it; empty if that cannot be read.
    pub sent: String,
    /// How many days ago at least; `None` if that cannot be read.
    pub days: Option<u32>,
}

impl Invited {
    /// The row of a roster that withdraws it.
    #[must_use]
    pub fn roster_line(&self) -> RosterLine {
        RosterLine {
            url: address(&self.slug),
            name: self.name.clone(),
            action: Action::Withdraw.to_string(),
            reason: "inactive".to_owned(),
            note: self.sent.clone(),
            ..RosterLine::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> AgeTexts {
        AgeTexts::new([
            ("sent_weeks", "Sent {n} weeks ago"),
            ("sent_weeks", "Sent {n} week ago"),
            ("sent_months", "Sent {n} months ago"),
            ("sent_months", "Vor {n} Monaten gesendet"),
            ("sent_weeks", "{n} hafta önce gönderildi"),
            ("sent_a_week", "Wysłano tydzień temu"),
            ("sent_today", "Sent today"),
            ("unknown", "{n}"),
        ])
    }

    #[test]
    fn an_age_is_read_in_any_language_and_rounded_down() {
        let days = |text: &str| texts().of_card([text]).map(|(days, _)| days);
        assert_eq!(days("Sent 3 weeks ago"), Some(21));
        assert_eq!(days("  sent 1\u{a0}week ago "), Some(7));
        assert_eq!(days("Vor 3 Monaten gesendet"), Some(90));
        assert_eq!(days("2 hafta önce gönderildi"), Some(14));
        assert_eq!(days("Wysłano tydzień temu"), Some(7));
        assert_eq!(days("Sent today"), Some(0));
    }

    #[test]
    fn what_is_no_age_is_not_guessed() {
        let days = |list: &[&str]| texts().of_card(list.iter().copied()).map(|(days, _)| days);
        for text in
            ["Sent some weeks ago", "Sent weeks ago", "3", "Sent -3 weeks ago", "Sent 99999 weeks ago", ""]
        {
            assert_eq!(days(&[text]), None, "{text}");
        }
        assert_eq!(days(&["Baker, sent 3 parcels", "Sent 3 weeks ago"]), Some(21));
        assert_eq!(days(&["Sent 3 weeks ago", "Sent 4 weeks ago"]), None, "two ages on one card");
    }
}
