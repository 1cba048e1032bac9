//! Patterns of rules: words that are found anywhere in a text, `*` for any letters of a word, `=` for the whole text.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::fold::{EDGE, fold, fold_framed};

/// Why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternFault {
    /// No letter in it: it would fit everybody or nobody.
    Empty,
}

impl PatternFault {
    /// What is wrong, and how to mend it.
    pub(super) fn explain(self) -> (&'static str, &'static str) {
        match self {
            PatternFault::Empty => (
                "this pattern has no letter or digit in it",
                "Write the words that the people have in common; `*` stands for any letters of a word.",
            ),
        }
    }
}

/// One pattern.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    written: String,
    /// The folded text between the stars.
    parts: Vec<String>,
}

impl Pattern {
    /// Reads a pattern as people write it.
    pub(super) fn new(written: &str) -> Result<Pattern, PatternFault> {
        let trimmed = written.trim();
        let (whole, text) = trimmed.strip_prefix('=').map_or((false, trimmed), |rest| (true, rest));
        if fold(&text.replace('*', " ")).is_empty() {
            return Err(PatternFault::Empty);
        }
        let mut parts = Vec::new();
        for (at, piece) in text.split('*').enumerate() {
            // A star joins its neighbours to one word unless there is white space beside it.
            let mut part = fold(piece);
            if at == 0 || (piece.starts_with(char::is_whitespace) && !part.is_empty()) {
                part.insert(0, ' ');
            }
            if piece.ends_with(char::is_whitespace) && !part.ends_with(' ') {
                part.push(' ');
            }
            parts.push(part);
        }
        if let Some(last) = parts.last_mut()
            && !last.ends_with(' ')
        {
            last.push(' ');
        }
        if whole {
            if let Some(first) = parts.first_mut() {
                first.insert(0, EDGE);
            }
            if let Some(last) = parts.last_mut() {
                last.push(EDGE);
            }
        }
        Ok(Pattern { written: trimmed.to_owned(), parts })
    }

    /// The pattern as it was written.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// The longest text that is in everything that fits.
    fn needle(&self) -> &str {
        self.parts.iter().map(String::as_str).max_by_key(|part| part.trim().len()).unwrap_or("")
    }

    fn is_literal(&self) -> bool {
        self.parts.len() == 1
    }

    /// Whether a framed text has the pattern in it.
    fn fits(&self, framed: &str) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        framed
            .match_indices(first.as_str())
            .any(|(at, _)| framed.get(at + first.len()..).is_some_and(|tail| follows(tail, rest)))
    }
}

/// Whether the parts come in the text one after another with nothing but letters of one word between them.
fn follows(text: &str, parts: &[String]) -> bool {
    let Some((next, rest)) = parts.split_first() else { return true };
    let reach = text.find(' ').unwrap_or(text.len());
    (0..=reach)
        .filter(|at| text.is_char_boundary(*at))
        .filter_map(|at| text.get(at..)?.strip_prefix(next.as_str()))
        .any(|tail| follows(tail, rest))
}

/// All the patterns that are about one column, searched in one pass.
#[derive(Debug, Default)]
pub(super) struct PatternSet {
    patterns: Vec<Pattern>,
    search: Option<AhoCorasick>,
}

/// Which patterns of a set fit one text.
#[derive(Debug, Default)]
pub(super) struct Fits {
    bits: Vec<u64>,
    framed: String,
}

impl Fits {
    /// Whether a pattern fits, by its number in the set.
    pub(super) fn has(&self, pattern: usize) -> bool {
        self.bits.get(pattern / 64).is_some_and(|bits| bits >> (pattern % 64) & 1 == 1)
    }

    /// The folded text that was looked at; empty if there are no words in it.
    pub(super) fn folded(&self) -> &str {
        &self.framed
    }
}

impl PatternSet {
    /// Adds a pattern and gives its number.
    pub(super) fn add(&mut self, pattern: Pattern) -> usize {
        self.search = None;
        self.patterns.push(pattern);
        self.patterns.len() - 1
    }

    /// A pattern by its number.
    pub(super) fn get(&self, number: usize) -> Option<&Pattern> {
        self.patterns.get(number)
    }

    /// Gets ready to search. A set that is too large for one automaton is searched pattern by pattern.
    pub(super) fn prepare(&mut self) {
        let needles = self.patterns.iter().map(Pattern::needle);
        self.search = AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(needles).ok();
    }

    /// Finds out which patterns fit a text.
    pub(super) fn look(&self, text: &str, fits: &mut Fits) {
        fits.bits.clear();
        fits.bits.resize(self.patterns.len().div_ceil(64), 0);
        fold_framed(text, &mut fits.framed);
        if self.patterns.is_empty() {
            return;
        }
        let Fits { bits, framed } = fits;
        let mut mark = |number: usize| {
            if let Some(word) = bits.get_mut(number / 64) {
                *word |= 1 << (number % 64);
            }
        };
        let Some(search) = &self.search else {
            (0..)
                .zip(&self.patterns)
                .filter(|(_, pattern)| pattern.fits(framed))
                .for_each(|(at, _)| mark(at));
            return;
        };
        for found in search.find_overlapping_iter(framed.as_str()) {
            let number = found.pattern().as_usize();
            if self.patterns.get(number).is_some_and(|pattern| pattern.is_literal() || pattern.fits(framed)) {
                mark(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        let mut set = PatternSet::default();
        set.add(Pattern::new(pattern).unwrap());
        let mut fits = Fits::default();
        set.look(text, &mut fits);
        assert_eq!(fits.has(0), expected, "slow: {pattern} in {text}");
        set.prepare();
        set.look(text, &mut fits);
        assert_eq!(fits.has(0), expected, "fast: {pattern} in {text}");
    }

    #[test]
    fn words_are_found_anywhere_and_only_whole() {
        check("acme", "New Acme GmbH", true);
        check("acme gmbh", "Acmé, GmbH", true);
        check("acme", "Acmeville", false);
        check("acme gmbh", "Acme Holding GmbH", false);
        check("ソニー", "株式会社ソニー", true);
        check("c", "C++ developer", false);
    }

    #[test]
    fn a_star_stands_for_letters_of_one_word() {
        check("recruit*", "Senior Recruiter", true);
        check("recruit*", "Senior Recruitment Lead", true);
        check("recruit*", "Executive", false);
        check("*recruiter", "Prerecruiter", true);
        check("r*r", "Senior Recruiter", true);
        check("sen*r rec*r", "Senior Recruiter", true);
        check("s*r", "Senior", true);
        check("senior*recruiter", "Senior Recruiter", false);
        check("head * talent", "Head of Talent", true);
        check("head * talent", "Head of our Talent", false);
        check("żó*", "Zółw", true);
    }

    #[test]
    fn an_equals_sign_asks_for_the_whole_text() {
        check("=acme", "ACME", true);
        check("=acme", "Acme GmbH", false);
        check("=acme*", "Acmeville", true);
        check("=acme*", "New Acmeville", false);
        check("=*acme", "Acme GmbH", false);
    }

    #[test]
    fn a_pattern_without_letters_is_refused() {
        for text in ["", " ", "*", "* *", "=", "--"] {
            assert_eq!(Pattern::new(text).err(), Some(PatternFault::Empty), "{text}");
        }
    }
}
