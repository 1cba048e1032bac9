//! Random people, written down in random ways: kept stays kept, and whoever has nothing to do with the list is not kept.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::domain::{PersonName, Slug};
use crate::roster::{KeepList, KeepQuery};

/// Printed with each failure, so that it can be played again.
const SEED: u64 = 20_261_129;

const FIRST: &[&str] = &[
    "Núria",
    "Jörg",
    "Zoë",
    "Łukasz",
    "Işıl",
    "Søren",
    "Đặng",
    "Ana",
    "Ben",
    "Iris",
    "Nell",
    "Grant",
    "Keahi",
    "Maeve",
    "François",
    "Åsa",
    "Özgür",
    "Márton",
    "Agnieszka",
    "Håkon",
    "Peter",
    "Maria",
    "Anna",
    "John",
    "Wei",
    "Amara",
];
const SYLLABLES: &[&str] = &[
    "bar", "wick", "fjord", "quill", "hall", "ström", "ków", "sen", "dót", "nyi", "gro", "lär", "mün", "tze",
    "vel", "rak", "øst", "pau", "kel", "zim",
];

fn last_name(dice: &mut fastrand::Rng, ending: &str) -> String {
    let mut name: String = (0..dice.usize(2..4)).map(|_| SYLLABLES[dice.usize(0..SYLLABLES.len())]).collect();
    name.push_str(ending);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[derive(Debug, Clone)]
struct Somebody {
    slug: String,
    first: String,
    last: String,
}

/// The ways to write a name that protection sees through, and what they are in docs/keep.md.
const FOLDS: &[(&str, &str)] = &[
    ("as it is", "as it is"),
    ("case", "in small letters"),
    ("titles", "with titles and post-nominals"),
    ("accents", "without accents (`Soren`)"),
    ("sounds", "with `oe`, `ae`, `ue` (`Soeren`)"),
    ("order", "family name first"),
    ("initial", "with an initial (`S. Fjordquill`)"),
    ("more words", "with a word more (`Søren Maria Fjordquill`)"),
    ("one piece", "in one piece (`SørenFjordquill`)"),
];

impl Somebody {
    fn new(dice: &mut fastrand::Rng, number: usize, ending: &str) -> Somebody {
        let first = FIRST[dice.usize(0..FIRST.len())].to_owned();
        let last = last_name(dice, ending);
        Somebody { slug: format!("p{number}-{:x}", dice.u32(..)), first, last }
    }

    fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// The name as somebody might write it from memory.
    fn as_remembered(&self, dice: &mut fastrand::Rng) -> String {
        self.written_by(FOLDS[dice.usize(0..FOLDS.len())].0, dice)
    }

    /// The name, in one way of writing it.
    fn written_by(&self, fold: &str, dice: &mut fastrand::Rng) -> String {
        let (first, last) = (&self.first, &self.last);
        let plain = |text: &str| {
            text.replace('ı', "i")
                .replace('ł', "l")
                .replace('Ł', "L")
                .replace('ø', "o")
                .replace('Đ', "D")
                .nfd()
                .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
                .collect::<String>()
        };
        let german = |text: &str| {
            text.replace('ö', "oe")
                .replace('ä', "ae")
                .replace('ü', "ue")
                .replace('ø', "oe")
                .replace('Ö', "Oe")
        };
        match fold {
            "order" => format!("{last} {first}"),
            "accents" => plain(&self.name()),
            "sounds" => german(&self.name()),
            "case" => self.name().to_lowercase(),
            "initial" => format!("{}. {last}", first.chars().next().unwrap_or('x')),
            "more words" => format!("{first} {} {last}", FIRST[dice.usize(0..FIRST.len())]),
            "titles" => format!("Dr. {first} {last}, PhD"),
            "one piece" => format!("{first}{last}"),
            _ => self.name(),
        }
    }

    /// A line that names this person, and whether it does so by the address.
    fn written(&self, dice: &mut fastrand::Rng) -> (String, bool) {
        let by_slug = dice.bool();
        let who = if by_slug {
            let address = format!("https://www.linkedin.com/in/{}", self.slug);
            [self.slug.clone(), address.clone(), format!("{address}/?trk=x"), format!("{address}.")]
                [dice.usize(0..4)]
            .clone()
        } else {
            self.as_remembered(dice)
        };
        let line = match dice.u32(0..10) {
            0 => format!("{}. {who}", dice.u32(1..99)),
            1 => format!("- {who}"),
            2 => format!("\"{who}\""),
            3 => format!("{who} - my cousin"),
            4 => format!("{who} (met in Oslo)"),
            5 => format!("{who} <x@example.com>"),
            6 => format!("keep: {who} !"),
            7 => format!("  {who}\t"),
            8 => format!("\u{2022} {who}  # note"),
            _ => who,
        };
        (line, by_slug)
    }
}

fn is_kept(list: &KeepList, slug: &str, name: &str) -> bool {
    let slug: Slug = slug.parse().unwrap();
    let name = PersonName::new(name);
    let names: Vec<&PersonName> = name.iter().collect();
    let query =
        KeepQuery { slugs: &[&slug], names: &names, companies: &["Elsewhere"], ..KeepQuery::default() };
    !list.covers(&query).allows()
}

#[test]
fn whoever_is_written_down_in_any_way_is_kept() {
    for round in 0..2_000 {
        let seed = SEED + round;
        let mut dice = fastrand::Rng::with_seed(seed);
        let people: Vec<Somebody> = (0..dice.usize(1..6)).map(|n| Somebody::new(&mut dice, n, "")).collect();
        let written: Vec<(String, bool)> = people.iter().map(|person| person.written(&mut dice)).collect();
        let lines: Vec<&str> = written.iter().map(|(line, _)| line.as_str()).collect();
        let text = lines.join(["\n", "\r\n", "\n\n"][dice.usize(0..3)]);
        let list = KeepList::parse("keep.txt", text.clone())
            .unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        for (person, (line, by_slug)) in people.iter().zip(&written) {
            let (slug, name) =
                if *by_slug { (person.slug.as_str(), "Otto W") } else { ("moved", &*person.name()) };
            assert!(is_kept(&list, slug, name), "seed {seed}: `{line}` does not keep {person:?}");
        }
    }
}

/// Of 10,000 people who share first names with the list and nothing else, how many are kept.
#[test]
fn of_ten_thousand_people_who_have_nothing_to_do_with_the_list_at_most_five_are_kept() {
    let mut dice = fastrand::Rng::with_seed(SEED);
    let list: String = (0..200)
        .map(|number| {
            let person = Somebody::new(&mut dice, number, "");
            format!("{}\n", person.written(&mut dice).0)
        })
        .collect();
    let list = KeepList::parse("keep.txt", list).unwrap();
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..10_000 {
        let person = Somebody::new(&mut dice, 1_000 + number, "ovay");
        let name = match dice.u32(0..4) {
            0 => format!("{} {}. {}", person.first, dice.alphabetic(), person.last),
            1 => format!("{} {} {}", person.first, FIRST[dice.usize(0..FIRST.len())], person.last),
            _ => person.name(),
        };
        if is_kept(&list, &person.slug, &name) {
            *kept.entry(name).or_default() += 1;
        }
    }
    assert!(kept.len() <= 5, "seed {SEED}: {kept:?}");
}

/// Of 10,000 people, how many a list of 200 keeps that is written in one way throughout: people who share no name with it, and people
/// of whom each has the family name of somebody on it. The table is in docs/keep.md.
#[test]
fn the_share_that_each_fold_keeps_is_the_one_in_the_docs() {
    let mut table = String::from(
        "| the list has names | kept of 10,000 strangers | kept of 10,000 who share a family name with it |\n| --- | ---: | ---: |\n",
    );
    let mut of_strangers = 0;
    for (nth, (fold, words)) in (0..).zip(FOLDS) {
        let seed = SEED + nth;
        let mut dice = fastrand::Rng::with_seed(seed);
        let listed: Vec<Somebody> = (0..200).map(|number| Somebody::new(&mut dice, number, "")).collect();
        let text: String =
            listed.iter().map(|one| format!("{}\n", one.written_by(fold, &mut dice))).collect();
        let list = KeepList::parse("keep.txt", text).unwrap();
        let kept = |people: &mut dyn Iterator<Item = Somebody>| {
            people.filter(|person| is_kept(&list, &person.slug, &person.name())).count()
        };
        let strangers: Vec<Somebody> =
            (0..10_000).map(|number| Somebody::new(&mut dice, 1_000 + number, "ovay")).collect();
        let relatives: Vec<Somebody> = (0..10_000)
            .map(|number| {
                let last = listed[dice.usize(0..listed.len())].last.clone();
                let mut person = Somebody { last, ..Somebody::new(&mut dice, 20_000 + number, "") };
                // Whoever has the whole name is no relative but the one who is meant.
                while listed.iter().any(|one| one.last == person.last && one.first == person.first) {
                    FIRST[dice.usize(0..FIRST.len())].clone_into(&mut person.first);
                }
                person
            })
            .collect();
        let (unrelated, related) = (kept(&mut strangers.into_iter()), kept(&mut relatives.into_iter()));
        println!("seed {seed}, {fold}: {unrelated} and {related}");
        of_strangers += unrelated;
        table.push_str(&format!("| {words} | {unrelated} | {related} |\n"));
    }
    assert!(of_strangers <= 5, "seeds from {SEED} on:\n{table}");
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keep.md")).unwrap();
    assert!(page.contains(&table), "docs/keep.md must have this table (seeds from {SEED} on):\n{table}");
}
