//! Patterns with `*` for the keep list.

/// A pattern in which each `*` stands for any run of characters, also none. The literal parts are compared as they are:
/// who makes a pattern folds them as its subject is folded.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    /// Makes a pattern of a text, each part between the stars passed through `fold`.
    pub(super) fn new(text: &str, fold: impl Fn(&str) -> String) -> Pattern {
        Pattern { parts: text.split('*').map(fold).collect() }
    }

    /// The same pattern with its parts folded once more.
    pub(super) fn folded(&self, fold: impl Fn(&str) -> String) -> Pattern {
        Pattern { parts: self.parts.iter().map(|part| fold(part)).collect() }
    }

    /// Whether there is nothing but stars: it would match everybody.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.trim().is_empty())
    }

    /// Whether the whole subject fits.
    pub(super) fn matches(&self, subject: &str) -> bool {
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return self.parts.first().is_some_and(|only| only == subject);
        };
        let Some(mut rest) = subject.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run_and_the_rest_for_itself() {
        let fits = |pattern: &str, subject: &str| Pattern::new(pattern, str::to_owned).matches(subject);
        assert!(fits("*-acme", "jane-acme"));
        assert!(!fits("*-acme", "jane-acme-2"));
        assert!(fits("anna *", "anna nowak"));
        assert!(!fits("anna *", "anna"));
        assert!(!fits("anna *", "joanna nowak"));
        assert!(fits("a*b*c", "a--b--c"));
        assert!(!fits("a*b*c", "a--c--b"));
        assert!(!fits("ab*ba", "aba"));
        assert!(fits("plain", "plain"));
        assert!(!fits("plain", "plainer"));
        assert!(Pattern::new("**", str::to_owned).is_empty());
    }
}
