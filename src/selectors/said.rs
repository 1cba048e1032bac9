//! All that the files say in words: for the lists of what may be said of a page.

use super::load::Selectors;

impl Selectors {
    /// Every CSS selector of the file.
    pub fn all_css(&self) -> impl Iterator<Item = &str> {
        let candidates = self.file.locator.values().flat_map(|locator| locator.any.get_ref());
        candidates
            .flat_map(|candidate| [&candidate.css, &candidate.has, &candidate.closest, &candidate.shadow])
            .flatten()
            .map(String::as_str)
            .chain(self.file.front_end.iter().flat_map(|sign| sign.any.iter().map(String::as_str)))
            .chain(self.file.stop.iter().flat_map(|rule| rule.signs.css.iter().map(String::as_str)))
    }

    /// Every text of every language.
    pub fn all_texts(&self) -> impl Iterator<Item = &str> {
        self.locales
            .values()
            .flat_map(|locale| locale.text.values())
            .flatten()
            .map(|text| text.is.get_ref().as_str())
    }

    /// Every text with its language and its key.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.locales.iter().flat_map(|(language, locale)| {
            locale.text.iter().flat_map(move |(key, texts)| {
                texts
                    .iter()
                    .map(move |text| (language.as_str(), key.get_ref().as_str(), text.is.get_ref().as_str()))
            })
        })
    }

    /// The languages that have texts.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.locales.keys().map(String::as_str)
    }
}
