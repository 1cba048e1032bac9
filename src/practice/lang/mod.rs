//! The texts of the practice pages, one TOML file for each language.
//!
//! A text that no public evidence supports is marked `guess` in its file. `{name}` stands for a person's name, `{n}` for
//! a number, `{d}`, `{m}`, `{y}` for a day, a month's name and a year.

use serde::{Deserialize, Serialize};

/// The languages, by their code in the page's `lang`.
pub(crate) const CODES: &[&str] = &["en", "pl", "fr", "pt", "tr", "de", "es", "it", "nl", "da"];

/// Languages that nobody speaks, and that no file of texts knows: the second is read from right to left.
pub(crate) const MADE_UP: &[&str] = &["xx", RIGHT_TO_LEFT];

const RIGHT_TO_LEFT: &str = "xr";

/// The `dir` of the pages of a language, where they need one.
pub(crate) fn direction(code: &str) -> Option<&'static str> {
    (code == RIGHT_TO_LEFT).then_some("rtl")
}

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("en.toml")),
    ("pl", include_str!("pl.toml")),
    ("fr", include_str!("fr.toml")),
    ("pt", include_str!("pt.toml")),
    ("tr", include_str!("tr.toml")),
    ("de", include_str!("de.toml")),
    ("es", include_str!("es.toml")),
    ("it", include_str!("it.toml")),
    ("nl", include_str!("nl.toml")),
    ("da", include_str!("da.toml")),
    ("xx", include_str!("xx.toml")),
    ("xr", include_str!("xr.toml")),
];

macro_rules! texts {
    ($($field:ident)+) => {
        /// All the texts of one language.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Texts {
            $(pub(crate) $field: String,)+
            pub(crate) months: Vec<String>,
            /// What stands between thousands.
            pub(crate) thousands: String,
        }
    };
}

texts! {
    more more_actions more_actions_for message message_to connect invite_to_connect pending pending_withdraw follow follow_of
    first second third first_long second_long third_long contact_info connections_count similar
    send_profile send_profile_of save_pdf ask_recommendation ask_recommendation_of recommend recommend_of unfollow unfollow_of following following_of
    remove_item remove_item_label report report_of about unfollow_title unfollow_body
    remove_title remove_body cancel remove_confirm dismiss
    remove_list_item remove_list_title remove_list_confirm
    removed_toast unfollowed_toast withdrawn_toast error_toast notifications
    list_total sort_by recently_added search_by_name search_with_filters connected_on load_more no_results photo_of
    search people filter_first locations companies show_results all_filters all_results hidden_member next previous
    sent_title sent_people withdraw withdraw_of withdraw_title withdraw_body sent_ago sent_week sent_month sent_months
    sign_in welcome_back join_now security_check restricted unusual commercial page_missing
    cookies_text cookies_accept cookies_reject premium_title premium_text messaging app_title app_open app_stay
}

impl Texts {
    /// The texts of a language.
    ///
    /// # Errors
    /// Says which languages there are, or what is wrong with a file of texts.
    pub(crate) fn of(code: &str) -> Result<Texts, String> {
        let (_, file) = FILES.iter().find(|(known, _)| *known == code).ok_or_else(|| {
            let all = [CODES, MADE_UP].concat();
            format!("there are no practice pages in `{code}`; there are: {}", all.join(", "))
        })?;
        toml::from_str(file).map_err(|why| format!("the texts of `{code}` cannot be read: {why}"))
    }

    /// A whole number the way the language writes it.
    pub(crate) fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// A day the way the language writes it, put into a text with `{d}`, `{m}` and `{y}`.
    pub(crate) fn day(&self, text: &str, (year, month, day): (i16, i8, i8)) -> String {
        let name = self.months.get((month.max(1) - 1) as usize).map_or("", String::as_str);
        text.replace("{d}", &day.to_string()).replace("{m}", name).replace("{y}", &year.to_string())
    }
}

/// A text with the name put in.
pub(crate) fn with_name(text: &str, name: &str) -> String {
    text.replace("{name}", name)
}

/// A text with a number put in.
pub(crate) fn with_number(text: &str, number: &str) -> String {
    text.replace("{n}", number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text() {
        for code in [CODES, MADE_UP].concat() {
            let texts = Texts::of(code).unwrap_or_else(|why| panic!("{why}"));
            assert_eq!(texts.months.len(), 12, "{code}");
            for (name, value) in serde_json::to_value(&texts).unwrap().as_object().unwrap() {
                assert!(value != "", "{code}: {name} is empty");
            }
            assert!(
                texts.remove_body.contains("{name}") && texts.more_actions_for.contains("{name}"),
                "{code}"
            );
        }
        assert!(Texts::of("zz").unwrap_err().contains("en, pl, fr"));
    }

    #[test]
    fn polish_writes_thousands_with_a_no_break_space() {
        assert_eq!(Texts::of("pl").unwrap().number(17_008), "17\u{a0}008");
        assert_eq!(Texts::of("en").unwrap().number(1_217), "1,217");
        assert_eq!(Texts::of("en").unwrap().number(999), "999");
    }
}
