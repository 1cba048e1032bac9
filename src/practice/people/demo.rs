//! The twelve people of the demo: the ordinary and the awkward, each with the outcome that is right for them.

use super::generate::{Maker, day};
use super::{Person, export};

/// What is special about a person of the cast.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Ordinary,
    NotConnected,
    Gone,
    Kept,
    OtherName,
}

struct Member {
    slug: &'static str,
    /// As the page shows it.
    name: &'static str,
    first: &'static str,
    last: &'static str,
    roster: &'static str,
    company: &'static str,
    position: &'static str,
    location: &'static str,
    part: Part,
}

const CAST: &[Member] = &[
    Member {
        slug: "martha-quill",
        name: "Martha Quill",
        first: "Martha",
        last: "Quill",
        roster: "Martha Quill",
        company: "Northgate Tooling",
        position: "Head of Procurement",
        location: "Leeds, England, United Kingdom",
        part: Part::Ordinary,
    },
    Member {
        slug: "zoë-fjordström-4a1b2c3d",
        name: "Zoë Fjordström",
        first: "Zoë",
        last: "Fjordström",
        roster: "Zoë Fjordström",
        company: "Tidemark Logistics",
        position: "Site Manager",
        location: "Göteborg, Sweden",
        part: Part::Ordinary,
    },
    Member {
        slug: "дарья-вереск-7b1a3302",
        name: "Дарья Вереск",
        first: "Дарья",
        last: "Вереск",
        roster: "Дарья Вереск",
        company: "Paper Kite Studio",
        position: "Illustrator",
        location: "Almaty, Kazakhstan",
        part: Part::Ordinary,
    },
    Member {
        slug: "tomas-lindqvist-51c0ffe1",
        name: "Tomas Lindqvist",
        first: "Tomas",
        last: "Lindqvist",
        roster: "Tomas Lindqvist",
        company: "Halcyon Freight",
        position: "Controller",
        location: "Malmö, Sweden",
        part: Part::NotConnected,
    },
    Member {
        slug: "kaede-kobayashi-19d20af7",
        name: "小林 楓",
        first: "楓",
        last: "小林",
        roster: "楓 小林",
        company: "Orchard Robotics",
        position: "Software Engineer",
        location: "Osaka, Japan",
        part: Part::Ordinary,
    },
    Member {
        slug: "amara-okekere",
        name: "Amara Okekere 🌻",
        first: "Amara",
        last: "Okekere",
        roster: "Amara Okekere",
        company: "Verdant Foods",
        position: "Founder",
        location: "Lagos, Nigeria",
        part: Part::Ordinary,
    },
    Member {
        slug: "gina-fallow-60d0b8aa",
        name: "Gina Fallow",
        first: "Gina",
        last: "Fallow",
        roster: "Gina Fallow",
        company: "Quillworks",
        position: "Recruiter",
        location: "Dublin, Ireland",
        part: Part::Gone,
    },
    Member {
        slug: "ben-halloway",
        name: "Ben Halloway",
        first: "Ben",
        last: "Halloway",
        roster: "Ben Halloway",
        company: "Cobblestone Bank",
        position: "Account Executive",
        location: "Portland, Oregon, United States",
        part: Part::Ordinary,
    },
    Member {
        slug: "oswald-keeper-0badcafe",
        name: "Oswald Keeper",
        first: "Oswald",
        last: "Keeper",
        roster: "Oswald Keeper",
        company: "Lantern Health",
        position: "Nurse Practitioner",
        location: "Cape Town, South Africa",
        part: Part::Kept,
    },
    Member {
        slug: "priya-trivedi-88e1d3b4",
        name: "Priya Trivedi, PhD (she/her)",
        first: "Priya",
        last: "Trivedi",
        roster: "Priya Trivedi",
        company: "Blue Heron Analytics",
        position: "Data Analyst",
        location: "Pune, Maharashtra, India",
        part: Part::Ordinary,
    },
    Member {
        slug: "noor-bexley-2f90c1d5",
        name: "Casimir Oldfield",
        first: "Noor",
        last: "Bexley",
        roster: "Noor Bexley",
        company: "Saltmarsh Energy",
        position: "Senior Consultant, Supply Chain",
        location: "Utrecht, Netherlands",
        part: Part::OtherName,
    },
    Member {
        slug: "سلمى-الأندلسي-3e77a910",
        name: "سلمى الأندلسي",
        first: "سلمى",
        last: "الأندلسي",
        roster: "سلمى الأندلسي",
        company: "Brightwater \"BW\" Group",
        position: "Product Owner",
        location: "Casablanca, Morocco",
        part: Part::Ordinary,
    },
];

/// The slug of a bystander whose slug goes on where that of a person to remove ends.
const BYSTANDER: &str = "ben-halloway-02b90545";

/// The people of the demo in the order of the roster. One bystander of the same name and with a longer slug stands last:
/// they are in no roster, and nobody may touch them.
#[must_use]
pub fn demo_cast() -> Vec<Person> {
    build(&mut Maker::new(12))
}

/// The same with member numbers from the maker of the whole network.
pub(crate) fn build(maker: &mut Maker) -> Vec<Person> {
    let mut people: Vec<Person> = CAST
        .iter()
        .enumerate()
        .map(|(at, member)| {
            maker.take(member.slug);
            let mut person = maker.person(
                member.slug,
                member.name,
                (member.first, member.last),
                member.roster,
                member.company,
                member.position,
                member.location,
            );
            person.in_network = true;
            person.connected = !matches!(member.part, Part::NotConnected | Part::Gone);
            person.following = person.connected;
            person.gone = member.part == Part::Gone;
            person.connected_on = day(at as i64 / 4);
            person
        })
        .collect();
    maker.take(BYSTANDER);
    let mut bystander = maker.person(
        BYSTANDER,
        "Ben Halloway",
        ("Ben", "Halloway"),
        "Ben Halloway",
        "Ferrous & Sons",
        "Site Manager",
        "Greater Melbourne Area",
    );
    bystander.in_network = true;
    bystander.connected = true;
    bystander.connected_on = day(3);
    people.push(bystander);
    people
}

/// The roster of the demo: twelve rows, in the order of the cast.
#[must_use]
pub fn demo_roster_csv() -> String {
    let cast = demo_cast();
    let rows: Vec<&Person> = cast.iter().filter(|person| person.slug != BYSTANDER).collect();
    export::roster_csv(&rows)
}

/// The keep list of the demo: the one person who must stay although the roster names them.
#[must_use]
pub fn demo_keep_csv() -> String {
    let cast = demo_cast();
    let kept: Vec<&Person> = cast
        .iter()
        .filter(|person| CAST.iter().any(|m| m.slug == person.slug && m.part == Part::Kept))
        .collect();
    export::roster_csv(&kept)
}

/// For each row of the roster, in order: the slug and the word of the right outcome.
#[must_use]
pub fn demo_expected() -> Vec<(String, String)> {
    CAST.iter()
        .map(|member| {
            let word = match member.part {
                Part::Ordinary => "removed",
                Part::NotConnected => "not_connected",
                Part::Gone => "not_found",
                Part::Kept => "kept",
                Part::OtherName => "mismatch",
            };
            (member.slug.to_owned(), word.to_owned())
        })
        .collect()
}
