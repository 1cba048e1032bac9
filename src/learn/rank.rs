//! What on a page a place may be, best first, each with its reasons. What is known as something else, in whatever language, is not
//! among them.

use std::collections::BTreeSet;

use super::ages::{counted, may_be_age, speaks_for};
use super::memory::Memory;
use super::sought::Sought;
use super::tree::Tree;
use super::vocabulary::{Near, Vocabulary, folded};

/// Something on the page that may be what is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayBe {
    /// Its number in the tree.
    pub element: usize,
    /// The element in a few words: its tag, its role.
    pub what: String,
    /// What it reads.
    pub text: String,
    /// Its label, where that is another text.
    pub label: Option<String>,
    /// Why it may be this one, the strongest first.
    pub reasons: Vec<String>,
    /// Whether the page's own language knows it as this already.
    pub is_known: bool,
    /// Whether it stands for all that differ from it by their number.
    is_counted: bool,
    score: i32,
}

impl MayBe {
    /// Whether it has these words, as its text or as its label.
    #[must_use]
    pub fn reads(&self, words: &str) -> bool {
        let words = folded(words);
        // A degree stands behind a dot.
        let is_it = |said: &str| folded(said).trim_start_matches("· ") == words;
        is_it(&self.text)
            || self.label.as_deref().is_some_and(is_it)
            || self.is_counted && counted(&folded(&self.text)) == counted(&words)
    }
}

/// How many are shown: whoever is not among them is not found by reading on.
const MOST: usize = 9;

/// What reads longer than this is no button, item or degree, but somebody's words (in characters).
const LONGEST: usize = 80;

/// What is shorter is no sentence.
const SENTENCE: usize = 12;

/// All that the place may be, best first. `memory` has how it looked when it last fitted.
#[must_use]
pub fn rank(tree: &Tree, sought: Sought, known: &Vocabulary, memory: &Memory, language: &str) -> Vec<MayBe> {
    let mut found = every(tree, sought, known, memory, language);
    // The same words in the same kind of place are one answer.
    let mut told = BTreeSet::new();
    found.retain(|one| {
        // The first of those that differ by their number stands for all.
        let text = counted(&one.text).filter(|_| sought.is_counted()).unwrap_or_else(|| one.text.clone());
        let is_mute = one.text.is_empty() && one.label.is_none();
        told.insert((text, one.label.clone())) || is_mute
    });
    // What nothing speaks for is not told beside what something speaks for.
    let has_reasons = found.iter().any(|one| !one.reasons.is_empty());
    found.retain(|one| !has_reasons || !one.reasons.is_empty());
    found.truncate(MOST);
    found
}

/// The same, with all that read alike.
pub(super) fn every(
    tree: &Tree,
    sought: Sought,
    known: &Vocabulary,
    memory: &Memory,
    language: &str,
) -> Vec<MayBe> {
    let page = Page { tree, known, memory, language, sought };
    let mut found: Vec<MayBe> = page.candidates().into_iter().filter_map(|at| page.weigh(at)).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.score));
    found
}

struct Page<'a> {
    tree: &'a Tree,
    known: &'a Vocabulary,
    memory: &'a Memory,
    language: &'a str,
    sought: Sought,
}

impl Page<'_> {
    /// The elements that are weighed at all.
    fn candidates(&self) -> Vec<usize> {
        let tree = self.tree;
        let scopes = match self.sought {
            Sought::Degree | Sought::SecondDegree | Sought::More => tree.card(),
            Sought::RemoveItem => tree.menus(),
            Sought::DialogTitle | Sought::DialogBody | Sought::Confirm => tree.dialogs(),
            Sought::ToastFailed => tree.toasts(),
            Sought::SentDays | Sought::SentWeeks | Sought::SentMonths | Sought::SentYears => tree.main(),
        };
        let may_be = |at: &usize| match self.sought {
            Sought::Degree | Sought::SecondDegree => tree.speaks(*at),
            Sought::More => tree.role(*at) == Some("button"),
            Sought::RemoveItem | Sought::Confirm => tree.is_pressed(*at),
            Sought::DialogTitle | Sought::DialogBody | Sought::ToastFailed => {
                tree.speaks(*at) && !tree.is_in_button(*at)
            }
            _ => may_be_age(tree, *at),
        };
        let seen = tree.all().filter(|at| tree.is_seen(*at) && tree.is_in(*at, &scopes));
        seen.filter(may_be).collect()
    }

    fn weigh(&self, at: usize) -> Option<MayBe> {
        let tree = self.tree;
        let text = tree.text(at);
        let label = tree.attribute(at, "aria-label").map(str::to_owned).filter(|label| *label != text);
        let said =
            [Some(text.as_str()), label.as_deref()].into_iter().flatten().filter(|text| !text.is_empty());
        let said: Vec<&str> = said.collect();
        // How an age is told is the same on every card, whatever the number.
        let pattern = counted(&text).filter(|_| self.sought.is_counted());
        let said = pattern.as_deref().map_or(said, |pattern| vec![pattern]);
        let is_long = !matches!(self.sought, Sought::DialogBody | Sought::ToastFailed);
        if said.iter().any(|text| {
            (is_long && text.chars().count() > LONGEST) || self.known.other(self.sought, text).is_some()
        }) {
            return None;
        }
        if said.is_empty() && self.sought != Sought::More {
            return None;
        }
        let language = self.language;
        if self.sought == Sought::RemoveItem
            && said.iter().all(|text| self.known.leaves_the_connection(text, language))
        {
            return None;
        }
        let mut weighed = Weighed::default();
        self.by_words(&said, &mut weighed);
        self.by_marks(at, &mut weighed);
        if let Some((points, reason)) = self.memory.speaks_for(tree, at, self.sought) {
            weighed.add(points, reason);
        }
        match self.sought {
            Sought::Degree | Sought::SecondDegree => self.as_degree(&text, at, &mut weighed)?,
            Sought::More => self.as_more(at, &said, &mut weighed),
            Sought::RemoveItem => self.as_item(at, &mut weighed),
            Sought::Confirm => self.as_confirm(at, &mut weighed),
            Sought::DialogTitle => self.as_title(at, &text, &mut weighed)?,
            Sought::DialogBody => self.as_body(at, &text, &mut weighed)?,
            Sought::ToastFailed => self.as_toast(at, &text, &mut weighed)?,
            Sought::SentDays | Sought::SentWeeks | Sought::SentMonths | Sought::SentYears => {
                if let Some((points, reason)) = speaks_for(tree, said.first()?) {
                    weighed.add(points, reason);
                }
            }
        }
        let role = tree.attribute(at, "role").map_or_else(String::new, |role| format!(" ({role})"));
        let what = format!("{}{role}", tree.node(at).tag);
        Some(MayBe {
            element: at,
            what,
            text,
            label,
            is_counted: self.sought.is_counted(),
            score: weighed.score,
            is_known: weighed.is_known,
            reasons: weighed.reasons(),
        })
    }

    fn by_words(&self, said: &[&str], weighed: &mut Weighed) {
        let near = said.iter().filter_map(|text| self.known.nearest(self.sought.key(), text, self.language));
        let Some(Near { how, language, text }) = near.max_by(|a, b| a.how.total_cmp(&b.how)) else { return };
        if how >= 1.0 {
            weighed.is_known = language == self.language;
            weighed.add(100, format!("reads \"{text}\", as this is called in the language `{language}`"));
        } else if how > 0.3 {
            #[allow(clippy::cast_possible_truncation, reason = "at most 60")]
            weighed.add((how * 60.0) as i32, format!("is like \"{text}\" (`{language}`)"));
        }
    }

    /// Keys, icons, classes: of the element and of what stands in it.
    fn by_marks(&self, at: usize, weighed: &mut Weighed) {
        let tree = self.tree;
        let names = [
            "id",
            "data-test-icon",
            "data-testid",
            "data-view-name",
            "data-control-name",
            "componentkey",
            "class",
            "href",
        ];
        let mut marks = String::new();
        for inner in std::iter::once(at).chain(tree.inwards(at)) {
            for name in names {
                if let Some(value) = tree.attribute(inner, name) {
                    marks.push(' ');
                    marks.push_str(&value.to_lowercase());
                }
            }
        }
        let has = |word: &str| marks.contains(word);
        match self.sought {
            Sought::More if has("overflow") => {
                weighed.add(60, "has a mark of a menu of further actions".to_owned())
            }
            Sought::More if has("more") => weighed.add(25, "has \"more\" in its marks".to_owned()),
            Sought::RemoveItem if has("remove") || has("disconnect") => {
                let sure = has("connection") || has("disconnect");
                weighed.add(if sure { 60 } else { 25 }, "has \"remove\" in its icon or key".to_owned());
            }
            Sought::RemoveItem
                if ["report", "block", "flag", "share", "save", "message", "clear"]
                    .iter()
                    .any(|word| has(word)) =>
            {
                weighed.add(-40, "has the mark of something else".to_owned());
            }
            Sought::Confirm if has("primary") => weighed.add(30, "is the dialog's main button".to_owned()),
            Sought::Confirm if has("secondary") || has("tertiary") || has("dismiss") => {
                weighed.add(-20, "is not the dialog's main button".to_owned());
            }
            Sought::Degree | Sought::SecondDegree if has("dist") || has("degree") => {
                weighed.add(40, "has the mark of a distance".to_owned())
            }
            _ => {}
        }
    }

    fn as_degree(&self, text: &str, at: usize, weighed: &mut Weighed) -> Option<()> {
        let bare = folded(text);
        if bare.chars().count() > 32 {
            return None;
        }
        let digits: Vec<u32> = bare.chars().filter_map(digit).collect();
        match (digits.as_slice(), self.sought) {
            ([1], Sought::Degree) | ([2], Sought::SecondDegree) => {
                weighed.add(45, format!("has the number {} and no other", digits[0]));
            }
            ([2 | 3], _) | (_, Sought::SecondDegree) => return None,
            ([], _) => {}
            _ => weighed.add(-40, "has another number".to_owned()),
        }
        if text.trim_start().starts_with(['·', '•', '・']) {
            weighed.add(15, "begins with a dot, as a degree does beside a name".to_owned());
        }
        if matches!(self.tree.role(at), Some("heading" | "button" | "link")) || self.tree.is_in_button(at) {
            weighed.add(-30, "is a heading, a button or a link".to_owned());
        }
        Some(())
    }

    fn as_more(&self, at: usize, said: &[&str], weighed: &mut Weighed) {
        let tree = self.tree;
        if tree.attribute(at, "aria-expanded").is_some() {
            weighed.add(35, "opens something (aria-expanded)".to_owned());
        }
        if tree.attribute(at, "aria-haspopup").is_some() {
            weighed.add(15, "opens something (aria-haspopup)".to_owned());
        }
        if said.is_empty() || said.iter().all(|text| text.chars().all(|c| !c.is_alphanumeric())) {
            weighed.add(10, "shows an icon or dots, and no words".to_owned());
        }
    }

    fn as_item(&self, at: usize, weighed: &mut Weighed) {
        if self.tree.outwards(at).skip(1).any(|outer| self.tree.role(outer) == Some("menu")) {
            weighed.add(12, "stands in a menu".to_owned());
        }
        if matches!(self.tree.role(at), Some("menuitem" | "button")) {
            weighed.add(6, "is an item or a button".to_owned());
        }
        if self.tree.role(at) == Some("link") {
            weighed.add(-8, "is a link".to_owned());
        }
    }

    fn as_confirm(&self, at: usize, weighed: &mut Weighed) {
        if self.tree.text(at).is_empty() {
            weighed.add(-30, "shows no words, as a button to close does".to_owned());
        }
        let outer = self.tree.outwards(at).find(|outer| self.tree.is_open_dialog(*outer));
        let last = outer.and_then(|outer| {
            self.tree
                .inwards(outer)
                .into_iter()
                .rfind(|inner| self.tree.is_pressed(*inner) && !self.tree.text(*inner).is_empty())
        });
        if last == Some(at) {
            weighed.add(15, "is the last button of the dialog".to_owned());
        }
    }

    fn as_body(&self, at: usize, text: &str, weighed: &mut Weighed) -> Option<()> {
        // What was cut short would fit nothing.
        let is_sentence = text.chars().count() >= SENTENCE && !text.ends_with('…');
        let is_heading = self.tree.outwards(at).any(|outer| self.tree.role(outer) == Some("heading"));
        if !is_sentence || is_heading {
            return None;
        }
        weighed.add(20, "is a sentence below the title".to_owned());
        Some(())
    }

    fn as_toast(&self, at: usize, text: &str, weighed: &mut Weighed) -> Option<()> {
        let is_title = self.tree.attribute(at, "data-testid") == Some("toasts-title");
        if is_title || text.chars().count() < SENTENCE {
            return None;
        }
        if self.tree.outwards(at).any(|outer| self.tree.role(outer) == Some("alert")) {
            weighed.add(10, "is announced at once (role alert)".to_owned());
        }
        Some(())
    }

    fn as_title(&self, at: usize, text: &str, weighed: &mut Weighed) -> Option<()> {
        if text.chars().count() < 2 {
            return None;
        }
        if self.tree.outwards(at).any(|outer| self.tree.role(outer) == Some("heading")) {
            weighed.add(40, "is the heading".to_owned());
        }
        Some(())
    }
}

/// A digit in any of the scripts that degrees are written in.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| {
        let code = u32::from(c);
        // Arabic, Persian, Devanagari, Bengali, Thai, full width.
        [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10]
            .into_iter()
            .find(|zero| (*zero..*zero + 10).contains(&code))
            .map(|zero| code - zero)
    })
}

#[derive(Debug, Default)]
struct Weighed {
    score: i32,
    is_known: bool,
    reasons: Vec<(i32, String)>,
}

impl Weighed {
    fn add(&mut self, points: i32, reason: String) {
        self.score += points;
        self.reasons.push((points, reason));
    }

    fn reasons(mut self) -> Vec<String> {
        self.reasons.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        self.reasons.into_iter().filter(|(points, _)| *points > 0).map(|(_, reason)| reason).collect()
    }
}
