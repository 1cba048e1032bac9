//! What a file gets once the user has pointed at something: a text of the page's language, and a candidate where no candidate of the
//! place could find the element by that text.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::ages::counted;
use super::marks::{Home, css_of, home_of, marks_of, telling_role};
use super::memory::Memory;
use super::outlines::{By, elsewhere};
use super::rank::MayBe;
use super::sought::Sought;
use super::tree::Tree;
use super::vocabulary::Vocabulary;
use crate::domain::{Place, Surface};

/// What the user has pointed at.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The place.
    pub sought: Sought,
    /// What it is.
    pub picked: MayBe,
}

/// Why a lesson is not written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaught {
    /// The same words stand somewhere else in the same place.
    #[error(
        "`{place}`: {count} things there read \"{text}\", and a place must fit exactly one; nothing was written"
    )]
    NotUnique {
        /// The place.
        place: &'static str,
        /// The words.
        text: String,
        /// How many have them.
        count: usize,
    },
    /// On a page that is known, something else would be found so.
    #[error(
        "`{place}`: what was picked would also find \"{other}\" on pages that are known ({page}); nothing was written"
    )]
    Elsewhere {
        /// The place.
        place: &'static str,
        /// The name of the page among the outlines of real pages.
        page: &'static str,
        /// What that reads.
        other: String,
    },
    /// It says nothing by which it could be found again.
    #[error(
        "`{place}`: it has neither a text nor a label nor a mark of its own by which it could be found again; nothing was written"
    )]
    Mute {
        /// The place.
        place: &'static str,
    },
    /// Two places have been pointed at with the same words.
    #[error("`{place}` and `{other}` were both pointed at as \"{text}\"; nothing was written")]
    Twice {
        /// The second place.
        place: &'static str,
        /// The first.
        other: &'static str,
        /// The words.
        text: String,
    },
    /// A file cannot be changed, since it cannot be read.
    #[error("{file} cannot be changed, since it is no selector file that can be read: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        why: String,
    },
}

/// The files that change, by their names below a selectors folder, with their new texts.
pub type Taught = BTreeMap<String, String>;

/// Writes lessons into the texts of the files. `files` gives the text of a file that is in use, by its name; `day` is the date
/// (`YYYY-MM-DD`) by which it is known from when. `name` is whose page it was, if that is known: it is never written.
///
/// # Errors
/// [`NotTaught`], of the first lesson that would not hold.
pub fn teach(
    lessons: &[Lesson],
    page: (&Tree, &Vocabulary),
    (language, surface): (&str, Surface),
    files: impl Fn(&str) -> Option<String>,
    day: &str,
    name: Option<&str>,
) -> Result<Taught, NotTaught> {
    let (tree, known) = page;
    let mut made = Taught::new();
    let mut degree: Option<String> = None;
    let mut ages: Vec<(&str, String)> = Vec::new();
    let open = |made: &Taught, file: &str, fresh: &str| {
        parse(file, &made.get(file).cloned().or_else(|| files(file)).unwrap_or_else(|| fresh.to_owned()))
    };
    for lesson in lessons {
        let place = lesson.sought.name();
        let words = match lesson.sought.is_counted() {
            true => counted(&lesson.picked.text),
            false => words_of(&lesson.picked, name),
        };
        let label = label_of(&lesson.picked, name);
        if let Some(text) = &words {
            // The other places may have words in common: the heading of a dialog may read as its button does, or as the menu's item.
            match lesson.sought {
                Sought::Degree => degree = Some(text.clone()),
                Sought::DialogTitle => {}
                age if age.is_counted() => {
                    if let Some((other, _)) = ages.iter().find(|(_, said)| said == text) {
                        return Err(NotTaught::Twice { place, other, text: text.clone() });
                    }
                    ages.push((place, text.clone()));
                }
                _ if degree.as_ref() == Some(text) => {
                    let other = Sought::Degree.name();
                    return Err(NotTaught::Twice { place, other, text: text.clone() });
                }
                _ => {}
            }
            let count = alike(tree, known, language, lesson.sought, &lesson.picked);
            if count > 1 && lesson.sought.is_one() {
                return Err(NotTaught::NotUnique { place, text: text.clone(), count });
            }
            let found_by =
                Some(text.as_str()).into_iter().chain(label.as_deref()).filter(|_| lesson.sought.is_one());
            for words in found_by {
                if let Some((page, other)) = elsewhere(lesson.sought, By::Words(words), known) {
                    return Err(NotTaught::Elsewhere { place, page, other });
                }
            }
            let file = format!("locales/{language}.toml");
            let fresh = format!(
                "#:schema ../schema/locale.json\n# Learned from pages in this language.\n\nschema = 1\nlanguage = \"{language}\"\nrevision = \"{day}\"\n\n[text]\n"
            );
            let mut locale = open(&made, &file, &fresh)?;
            add_text(&mut locale, lesson.sought.key(), text, &evidence(lesson.sought, day));
            // What labels it is read before a click as well: words of it that are not known may be somebody's name.
            if let (Some(label), Some(key)) = (&label, lesson.sought.label_key()) {
                add_text(&mut locale, key, label, &evidence(lesson.sought, day));
            }
            locale["revision"] = toml_edit::value(day);
            made.insert(file, locale.to_string());
        }
        let file = format!("{surface}.toml");
        let mut surface_file = open(&made, &file, "")?;
        let home = match lesson.sought {
            Sought::RemoveItem => home_of(tree, lesson.picked.element, &css_of_menus(&mut surface_file)),
            _ => Home::Known,
        };
        let candidate = candidate_of((tree, known), lesson, words.is_some(), &home, day);
        if candidate.is_none() && words.is_none() {
            return Err(NotTaught::Mute { place });
        }
        let menu = match &home {
            Home::Menu(css) => Some(menu_line(css, day)),
            Home::Known | Home::Card => None,
        };
        if candidate.is_none() && menu.is_none() {
            continue;
        }
        if let (Some(line), Some(any)) = (menu, candidates(&mut surface_file, Place::Menu.as_str())) {
            push(any, line);
        }
        for place in lesson.sought.locators() {
            // A row of a list has no card.
            let is_there = home != Home::Card || *place == lesson.sought.name();
            let any = candidates(&mut surface_file, place).filter(|_| is_there);
            if let (Some(any), Some(candidate)) = (any, &candidate) {
                push(any, candidate.clone());
            }
        }
        surface_file["revision"] = toml_edit::value(day);
        made.insert(file, surface_file.to_string());
    }
    Ok(made)
}

/// A file, to be changed.
pub(super) fn parse(file: &str, text: &str) -> Result<DocumentMut, NotTaught> {
    text.parse::<DocumentMut>()
        .map_err(|why| NotTaught::Unreadable { file: file.to_owned(), why: why.to_string() })
}

/// The candidates of a locator.
pub(super) fn candidates<'a>(file: &'a mut DocumentMut, locator: &str) -> Option<&'a mut Array> {
    file.get_mut("locator")?.get_mut(locator)?.get_mut("any")?.as_array_mut()
}

fn has_letters(text: &&str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What it reads, or how it is labelled, with `{name}` for whoever stands in it.
fn words_of(picked: &MayBe, name: Option<&str>) -> Option<String> {
    let text = Some(picked.text.as_str()).filter(has_letters);
    Some(without_name(text.or(picked.label.as_deref().filter(has_letters))?, name))
}

/// How it is labelled, likewise.
fn label_of(picked: &MayBe, name: Option<&str>) -> Option<String> {
    picked.label.as_deref().filter(has_letters).map(|label| without_name(label, name))
}

fn without_name(text: &str, name: Option<&str>) -> String {
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || "·•・".contains(c)).trim_end();
    let first =
        name.and_then(|name| name.split_whitespace().next()).filter(|first| first.chars().count() > 1);
    match (name, first) {
        (Some(name), _) if !name.is_empty() && bare.contains(name) => bare.replace(name, "{name}"),
        (_, Some(first)) if bare.contains(first) => bare.replace(first, "{name}"),
        _ => bare.to_owned(),
    }
}

/// How many in the same place have the same words.
fn alike(tree: &Tree, known: &Vocabulary, language: &str, sought: Sought, picked: &MayBe) -> usize {
    let all = super::rank::every(tree, sought, known, &Memory::default(), language);
    all.iter().filter(|other| other.text == picked.text && other.label == picked.label).count()
}

/// How the evidence of a learned guess begins.
pub(super) const GUESSED: &str = "guess: pointed out on the owner's page";

/// The evidence of something learned. Words at and behind the point of no return are guesses until a removal has proved them.
fn evidence(sought: Sought, day: &str) -> String {
    match sought.may_remove() {
        true => format!("{GUESSED} on {day}; no removal has proved it yet"),
        false => format!("seen {day} on the owner's page"),
    }
}

fn add_text(locale: &mut DocumentMut, key: &str, text: &str, evidence: &str) {
    let texts = locale.entry("text").or_insert_with(|| Item::Table(Table::new()));
    let Some(texts) = texts.as_table_like_mut() else { return };
    let list = texts.entry(key).or_insert_with(|| toml_edit::value(Array::new()));
    let Some(list) = list.as_array_mut() else { return };
    let is_there = list
        .iter()
        .any(|one| one.as_inline_table().and_then(|one| one.get("is")).and_then(Value::as_str) == Some(text));
    if is_there {
        return;
    }
    let mut line = InlineTable::new();
    line.insert("is", text.into());
    line.insert("evidence", evidence.into());
    push(list, line);
}

/// Adds a line to a list that has one entry a line.
fn push(list: &mut Array, line: InlineTable) {
    let mut line = Value::InlineTable(line);
    line.decor_mut().set_prefix("\n  ");
    list.push_formatted(line);
    list.set_trailing_comma(true);
    list.set_trailing("\n");
}

/// By what the files know menus.
fn css_of_menus(file: &mut DocumentMut) -> Vec<String> {
    let lines = candidates(file, Place::Menu.as_str()).into_iter().flat_map(|any| any.iter());
    let css = lines.filter_map(|line| line.as_inline_table()?.get("css")?.as_str().map(str::to_owned));
    css.collect()
}

/// A menu of a make that the files do not know. It is looked into, and never clicked.
fn menu_line(css: &str, day: &str) -> InlineTable {
    let mut line = InlineTable::new();
    line.insert("css", css.into());
    line.insert("evidence", format!("seen {day} on the owner's page").into());
    line
}

/// A mark that nothing else has on the page, or on one that is known.
fn own_mark(tree: &Tree, at: usize, known: &Vocabulary) -> Option<String> {
    let is_own = |mark: &String| {
        let has_it = |other: &usize| tree.is_pressed(*other) && marks_of(tree, *other).contains(mark);
        tree.all().filter(has_it).all(|other| other == at)
            && elsewhere(Sought::More, By::Mark(mark), known).is_none()
    };
    marks_of(tree, at).into_iter().find(is_own)
}

/// A candidate, where those that are there do not find the element by its words.
fn candidate_of(
    (tree, known): (&Tree, &Vocabulary),
    lesson: &Lesson,
    has_words: bool,
    home: &Home,
    day: &str,
) -> Option<InlineTable> {
    let at = lesson.picked.element;
    let tag = tree.node(at).tag.as_str();
    let role = telling_role(tree, at);
    let key = format!("@{}", lesson.sought.key());
    let field = if has_letters(&lesson.picked.text.as_str()) { "text" } else { "label" };
    let mut line = InlineTable::new();
    match lesson.sought {
        Sought::Degree | Sought::SecondDegree if matches!(tag, "p" | "span") => return None,
        Sought::Degree | Sought::SecondDegree => drop(line.insert("css", tag.into())),
        Sought::More if has_words && role == Some("button") => return None,
        Sought::More => drop(line.insert("css", own_mark(tree, at, known)?.into())),
        Sought::DialogTitle
        | Sought::DialogBody
        | Sought::ToastFailed
        | Sought::SentDays
        | Sought::SentWeeks
        | Sought::SentMonths
        | Sought::SentYears => return None,
        // Buttons are looked for in the card as well.
        Sought::RemoveItem if field == "text" && role == Some("button") => return None,
        Sought::RemoveItem
            if field == "text" && matches!(role, Some("menuitem" | "link")) && *home != Home::Card =>
        {
            return None;
        }
        Sought::Confirm if field == "text" && matches!(role, Some("button" | "link")) => return None,
        Sought::RemoveItem | Sought::Confirm => {
            match role {
                Some(role) => line.insert("role", role.into()),
                None => line.insert("css", css_of(tree, at).into()),
            };
            line.insert(field, key.into());
            if *home == Home::Card {
                line.insert("within", Place::TopCard.as_str().into());
            }
        }
    }
    line.insert("evidence", evidence(lesson.sought, day).into());
    Some(line)
}
