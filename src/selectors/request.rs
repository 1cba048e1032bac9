//! What the page script is told about the pages, made once for each run.

use toml::Spanned;

use super::file::{Candidate, Locator, PageSigns};
use super::load::{DEFAULT_LANGUAGE, Selectors};
use crate::domain::page_request::{
    CandidateWords, FrontEndWords, LocatorWords, PageRequest, SignWords, StopWords, TextWords,
};

impl Selectors {
    /// The part of every question to the page script that the selector files give.
    #[must_use]
    pub fn page_request(&self) -> PageRequest {
        let file = &self.file;
        let texts = |list: &[super::locale::LocaleText]| -> Vec<TextWords> {
            list.iter()
                .map(|text| TextWords { t: text.is.get_ref().clone(), g: text.evidence.get_ref().is_guess() })
                .collect()
        };
        PageRequest {
            front_ends: file
                .front_end
                .iter()
                .map(|sign| FrontEndWords { name: sign.name, any: sign.any.clone() })
                .collect(),
            locators: file
                .locator
                .iter()
                .map(|(name, locator)| (name.get_ref().clone(), locator_words(locator)))
                .collect(),
            texts: self
                .locales
                .iter()
                .map(|(language, locale)| {
                    let keys = locale.text.iter().map(|(key, list)| (key.get_ref().clone(), texts(list)));
                    (language.clone(), keys.collect())
                })
                .collect(),
            default_language: DEFAULT_LANGUAGE.to_owned(),
            stops: file
                .stop
                .iter()
                .map(|rule| StopWords { sign: rule.sign, signs: sign_words(&rule.signs) })
                .collect(),
            missing: sign_words(&file.missing),
            obstacles: self.dismiss().map(str::to_owned).collect(),
            dialog_texts: keys(&file.dialog_texts),
        }
    }
}

/// A text key without the sign that it is one.
fn key(key: &Spanned<String>) -> String {
    key.get_ref().trim_start_matches('@').to_owned()
}

fn keys(all: &[Spanned<String>]) -> Vec<String> {
    all.iter().map(key).collect()
}

fn plain(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.get_ref().clone())
}

fn sign_words(signs: &PageSigns) -> SignWords {
    SignWords {
        url: signs.url.clone(),
        path: signs.path.clone(),
        query: signs.query.clone(),
        status: signs.status.clone(),
        title: signs.title.clone(),
        page_key: signs.page_key.clone(),
        css: signs.css.clone(),
        text: keys(&signs.text),
        small_page_text: keys(&signs.small_page_text),
        toast: keys(&signs.toast),
    }
}

fn locator_words(locator: &Locator) -> LocatorWords {
    LocatorWords {
        within: plain(locator.within.as_ref()),
        not_text: keys(&locator.not_text),
        any: locator.any.get_ref().iter().map(candidate_words).collect(),
    }
}

fn candidate_words(candidate: &Candidate) -> CandidateWords {
    CandidateWords {
        css: candidate.css.clone(),
        role: candidate.role.clone(),
        text: candidate.text.as_ref().map(key),
        label: candidate.label.as_ref().map(key),
        name: candidate.name.as_ref().map(key),
        placeholder: candidate.placeholder.as_ref().map(key),
        has: candidate.has.clone(),
        holds: plain(candidate.holds.as_ref()),
        closest: candidate.closest.clone(),
        shadow: candidate.shadow.clone(),
        within: plain(candidate.within.as_ref()),
        path: candidate.path.clone(),
        front_end: candidate.front_end,
        guess: candidate.evidence.get_ref().is_guess(),
    }
}
