//! What may be said of a page: the texts of the locales, the words of the selector files, and a list of words of the trade. Whatever
//! stands in none of them may be somebody's, and is not said.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Surface;
use crate::selectors::{Selectors, bare_language};

/// Words of which keys, classes and addresses are made up, besides those of the selector files. None is a name that anybody is known
/// by alone.
const WORDS: &str = "about account accept action actions active activity ad alert all anchor app area aria artdeco aside auto back \
     background badge banner bar base base64 block body border bottom box btn button buttons cancel captcha card cards cell center \
     challenge checkpoint clear click close col collapse column com company compose component confirm connect connected connection \
     connections contact container content contents control controls count cover custom data date decline default degree delete deny \
     details dialog disabled dismiss display distance div download dropdown ember empty end entity entry error expand feed field \
     file filter flagship flagshipnav flex focus follow following footer form frame front fs fsd full global grid group head header \
     heading hidden highlight home horizontal icon id identity image img in indicator info inline inner input insight insights \
     interop inverse invitation invitations invite item items jobs label large lazy left li limit line link linkedin links list \
     listitem load lockup login main manager media medium member members menu menuitem message messaging meta modal more \
     mynetwork name nav navigation network new next no none notice notification notifications number off offset on open option \
     options origin outlet outline overflow overlay page pages pagination panel path pending people person photo picture \
     placeholder popover portal position post preload premium presence previous primary profile progress progressbar \
     pymk query radio recent recommendation rehab related remove report result results right role root route row rows \
     save screen scroll sdui search secondary section select sent server session settings share sheet shell show sidebar sign \
     signup size skip small social sort span spinner star start state status sticky strong style sub subtitle suggestion svg \
     switch tab table tabs tag tertiary text thread time title to toast toasts toggle toolbar tooltip top topcard total \
     tracking trigger typeahead ul unfollow universal up upsell urn user utm vanity verified verification vertical view viewer \
     web wide widget withdraw withdrawn workspace wrapper x xsmall";

/// Values that are said wherever they stand alone.
const VALUES: &str = "true false mixed page dialog menu listbox tree grid polite assertive off on auto none button submit reset text \
     search checkbox radio email tel password number hidden ltr rtl open closed lazy eager async get post both inline list \
     -1 0 1 alert alertdialog application article banner cell columnheader combobox complementary contentinfo definition \
     directory document feed figure form gridcell group heading img link listitem log main marquee math menubar menuitem \
     menuitemcheckbox menuitemradio navigation note option presentation progressbar radiogroup region row rowgroup rowheader \
     scrollbar searchbox separator slider spinbutton status switch tab table tablist tabpanel term textbox timer toolbar tooltip \
     treeitem stylesheet icon viewport";

/// A text of a locale in which a name may stand.
#[derive(Debug)]
struct Phrase {
    before: String,
    after: String,
    text: String,
}

/// The closed lists.
#[derive(Debug)]
pub struct Known {
    words: BTreeSet<String>,
    values: BTreeSet<&'static str>,
    languages: BTreeSet<String>,
    /// Whole texts, folded, as the locales write them.
    texts: BTreeMap<String, String>,
    phrases: Vec<Phrase>,
}

impl Known {
    /// What may be said by the files that are built in. Files of the user's own are not asked: they may hold names.
    #[must_use]
    pub fn built_in() -> Known {
        let mut known = Known {
            words: WORDS.split_whitespace().map(str::to_owned).collect(),
            values: VALUES.split_whitespace().collect(),
            languages: BTreeSet::new(),
            texts: BTreeMap::new(),
            phrases: Vec::new(),
        };
        for surface in Surface::ALL {
            if let Ok(selectors) = Selectors::load(*surface, &[]) {
                known.add(&selectors);
            }
        }
        known
    }

    fn add(&mut self, selectors: &Selectors) {
        for css in selectors.all_css() {
            self.words.extend(pieces(css).filter(|piece| piece.len() > 1).map(str::to_lowercase));
        }
        self.languages.extend(selectors.languages().map(str::to_owned));
        for text in selectors.all_texts() {
            match text.split_once("{name}") {
                // A few letters around a name would let any text be taken for one of a name.
                Some((before, after)) if before.len() + after.len() >= 4 && !after.contains("{name}") => {
                    let (before, after) = (fold(before), fold(after));
                    self.phrases.push(Phrase { before, after, text: text.to_owned() });
                }
                Some(_) => {}
                None => {
                    self.texts.insert(fold(text), text.to_owned());
                }
            }
        }
    }

    /// A text as it may be said: one of the locales' own, with `{name}` for whoever stands in it, or how many words it has.
    pub(super) fn text(&self, text: &str) -> String {
        let marks = |c: char| c.is_whitespace() || "·•・,-".contains(c);
        let bare = text.trim_start_matches(marks);
        let folded = fold(bare);
        if folded.is_empty() {
            return String::new();
        }
        let mark = if bare.len() < text.trim_start().len() { "· " } else { "" };
        if let Some(own) = self.texts.get(&folded) {
            return format!("{mark}{own}");
        }
        let phrase = self.phrases.iter().find(|phrase| {
            folded.len() > phrase.before.len() + phrase.after.len()
                && folded.starts_with(&phrase.before)
                && folded.ends_with(&phrase.after)
        });
        if let Some(phrase) = phrase {
            return phrase.text.clone();
        }
        match folded.split_whitespace().count() {
            1 if folded.chars().all(|c| c.is_numeric() || ".,".contains(c)) => "{number}".to_owned(),
            1 => format!("{mark}{{word}}"),
            count => format!("{mark}{{{count} words}}"),
        }
    }

    /// A value that stands alone and means something to a browser, if it is one.
    pub(super) fn value(&self, value: &str) -> Option<&'static str> {
        self.values.get(value.trim().to_ascii_lowercase().as_str()).copied()
    }

    /// The language of a page, without its region.
    pub(super) fn language(&self, said: &str) -> &str {
        let bare = bare_language(said).and_then(|bare| self.languages.get(&bare));
        bare.map_or("{language}", String::as_str)
    }

    /// A key, a class or a part of an address: its known words stay, of the others only the shape does.
    pub(super) fn key(&self, value: &str) -> String {
        let mut said = String::new();
        let mut rest = value;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            said.push_str(&self.run(run));
            let mut left = after.chars();
            if let Some(mark) = left.next() {
                // Marks that are no letters say nothing of anybody; whatever else is one stands for all.
                said.push(if mark.is_ascii() { mark } else { '.' });
            }
            rest = left.as_str();
        }
        said
    }

    fn run(&self, run: &str) -> String {
        let (mut said, mut unknown) = (String::new(), String::new());
        let is_long = run.len() > 12;
        let end = |said: &mut String, unknown: &mut String| {
            // Letters among digits are the mark of something made at random, not of words.
            let is_random = is_long && unknown.contains('0') && unknown.contains('*');
            said.push_str(if is_random { "{id}" } else { unknown });
            unknown.clear();
        };
        for piece in pieces(run) {
            if piece.chars().all(|c| c.is_ascii_digit()) {
                unknown.push('0');
            } else if self.words.contains(&piece.to_lowercase()) {
                end(&mut said, &mut unknown);
                said.push_str(piece);
            } else if !unknown.ends_with('*') {
                // One for any number of pieces that are not known.
                unknown.push('*');
            }
        }
        end(&mut said, &mut unknown);
        said
    }
}

/// A text without its case, its kinds of quotes and its widths of spaces.
pub(crate) fn fold(text: &str) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    flat.join(" ").replace(['\u{2018}', '\u{2019}', '\u{2bc}'], "'").to_lowercase()
}

/// The words of a name such as `ConnectionsPage_List2`: letters up to the next capital, digits, nothing else.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = vec![0];
    let mut before: Option<char> = None;
    for (at, now) in text.char_indices() {
        if let Some(before) = before {
            let kind = |c: char| (c.is_alphabetic(), c.is_numeric());
            if kind(before) != kind(now) || (before.is_lowercase() && now.is_uppercase()) {
                starts.push(at);
            }
        }
        before = Some(now);
    }
    starts.push(text.len());
    let spans: Vec<(usize, usize)> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    spans
        .into_iter()
        .filter_map(|(from, to)| text.get(from..to))
        .filter(|piece| piece.chars().all(char::is_alphanumeric) && !piece.is_empty())
}
