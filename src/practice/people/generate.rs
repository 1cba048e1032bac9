//! Makes the people of a network from a seed, always the same for the same seed and number.
//!
//! Every so often a person is made awkward on purpose: a second person of the same name, a slug that is the beginning of
//! another, an emoji, pronouns or letters behind the name, a slug that needs percent-encoding.

use std::collections::HashSet;

use fastrand::Rng;
use jiff::ToSpan;

use super::pools::{COMPANIES, EMOJI, LETTERS, POOLS, POSITIONS, PRONOUNS};
use super::{Invitation, Person};

/// From here on people have two family names: there are not names enough in the pools for a large network, in which nobody shares
/// theirs with hundreds.
const MANY: usize = 2_000;

/// The two halves of the second family names.
const SECOND: (&[&str], &[&str]) = (
    &[
        "Alder", "Bram", "Cobble", "Dun", "Elder", "Fen", "Garn", "Hazel", "Inker", "Kettle", "Lark",
        "Mossy", "Nettle", "Otter", "Pepper", "Quern", "Rush", "Sorrel", "Thorn", "Under", "Vetch", "Willow",
        "Yarrow", "Zest",
    ],
    &[
        "bank", "bourne", "combe", "croft", "dale", "field", "ford", "gate", "ham", "hurst", "ley", "mere",
        "more", "stead", "thwaite", "ton", "wade", "well", "wick", "worth",
    ],
);

/// Makes people one after the other and keeps their slugs apart.
pub(crate) struct Maker {
    rng: Rng,
    taken: HashSet<String>,
    next_number: u64,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Maker {
        Maker {
            rng: Rng::with_seed(seed ^ 0x7072_6163_7469_6365),
            taken: HashSet::new(),
            next_number: 104_000_017,
        }
    }

    /// Marks a slug as taken, and gives back whether it was free.
    pub(crate) fn take(&mut self, slug: &str) -> bool {
        self.taken.insert(slug.to_owned())
    }

    /// The next number of a member, never used twice.
    pub(crate) fn number(&mut self) -> u64 {
        self.next_number += 1 + self.rng.u64(0..9_000);
        self.next_number
    }

    /// The network: `count` connections, the latest first, and then the people outside it.
    pub(crate) fn network(&mut self, count: usize) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::with_capacity(count);
        for at in 0..count {
            let days = (at * 4_200 / count.max(1)) as i64 + 3;
            let twin = (at >= 7).then(|| match (at % 12, at % 17) {
                (7, _) => Some((people[at - 5].clone(), false)),
                (_, 9) => Some((people[at - 3].clone(), true)),
                _ => None,
            });
            let mut person = match twin.flatten() {
                Some((other, longer_slug)) => self.twin_of(&other, longer_slug),
                None => self.stranger(at),
            };
            person.connected = true;
            person.in_network = true;
            person.following = at % 10 != 8;
            person.connected_on = day(days);
            if at % 31 == 2 {
                person.email = Some(format!("person{at}@example.com"));
            }
            people.push(person);
        }
        people
    }

    /// People whom the owner is not connected with: strangers, and a few with an unanswered invitation.
    pub(crate) fn outside(&mut self, strangers: usize, invited: usize) -> Vec<Person> {
        (0..strangers + invited)
            .map(|at| {
                let mut person = self.stranger(at * 7 + 3);
                person.degree = if at % 3 == 2 { 3 } else { 2 };
                if at >= strangers {
                    person.degree = 2;
                    person.invitation = Some(Invitation { weeks_ago: 1 + (at - strangers) as u32 });
                }
                person
            })
            .collect()
    }

    /// A person of their own, with a name that somebody else may happen to have.
    pub(crate) fn stranger(&mut self, at: usize) -> Person {
        // Every second person has a name in plain Latin letters, the others go through all the scripts.
        let pool = if at.is_multiple_of(2) {
            &POOLS[if at.is_multiple_of(4) { 0 } else { 11 }]
        } else {
            &POOLS[1 + (at / 2) % (POOLS.len() - 1)]
        };
        let given = pool.given[self.rng.usize(..pool.given.len())];
        let family = pool.family[self.rng.usize(..pool.family.len())];
        let second = (at >= MANY && !pool.family_first)
            .then(|| format!("{}{}", self.pick(SECOND.0), self.pick(SECOND.1)));
        let plain = match second {
            _ if pool.family_first => format!("{}{}", family.0, given.0),
            Some(second) => format!("{} {}-{second}", given.0, family.0),
            None => format!("{} {}", given.0, family.0),
        };
        let native = at % 3 == 1;
        let base = if native { slugify(&plain) } else { format!("{}-{}", given.1, family.1) };
        let slug = self.free_slug(&base, !at.is_multiple_of(4));
        let mut name = plain.clone();
        if at % 11 == 5 {
            name = format!("{name} {}", self.pick(PRONOUNS));
        }
        if at % 13 == 6 {
            name.push_str(self.pick(LETTERS));
        }
        if at % 9 == 4 {
            name = format!("{name} {}", self.pick(EMOJI));
        }
        let (company, position) = (self.pick(COMPANIES), self.pick(POSITIONS));
        let place = pool.places[self.rng.usize(..pool.places.len())];
        self.person(&slug, &name, (given.0, family.0), &plain, company, position, place)
    }

    /// Puts a person together; whom they know and when is for the caller.
    #[allow(clippy::too_many_arguments, reason = "every part of a person is a plain text, named at the call")]
    pub(crate) fn person(
        &mut self,
        slug: &str,
        name: &str,
        export: (&str, &str),
        roster_name: &str,
        company: &str,
        position: &str,
        location: &str,
    ) -> Person {
        let member_number = self.number();
        Person {
            slug: slug.to_owned(),
            name: name.to_owned(),
            first: export.0.to_owned(),
            last: export.1.to_owned(),
            roster_name: roster_name.to_owned(),
            headline: format!("{position} at {company}"),
            company: company.to_owned(),
            position: position.to_owned(),
            location: location.to_owned(),
            member_id: self.member_id(),
            member_number,
            connected: false,
            degree: 2,
            following: false,
            invitation: None,
            connected_on: day(400),
            email: None,
            gone: false,
            in_network: false,
        }
    }

    fn twin_of(&mut self, other: &Person, longer_slug: bool) -> Person {
        let base = if longer_slug { other.slug.clone() } else { slugify(&other.roster_name) };
        let slug = self.free_slug(&base, true);
        let (company, position) = (self.pick(COMPANIES), self.pick(POSITIONS));
        let location = POOLS[self.rng.usize(..POOLS.len())].places[0];
        self.person(
            &slug,
            &other.roster_name,
            (&other.first, &other.last),
            &other.roster_name,
            company,
            position,
            location,
        )
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        from[self.rng.usize(..from.len())]
    }

    fn free_slug(&mut self, base: &str, with_tail: bool) -> String {
        if !with_tail && self.take(base) {
            return base.to_owned();
        }
        loop {
            let slug = format!("{base}-{:08x}", self.rng.u32(..));
            if self.take(&slug) {
                return slug;
            }
        }
    }

    fn member_id(&mut self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let tail: String = (0..34).map(|_| char::from(LETTERS[self.rng.usize(..LETTERS.len())])).collect();
        format!("ACoAA{tail}")
    }
}

/// A name as a slug in its own script: lower case, words joined by hyphens.
pub(crate) fn slugify(name: &str) -> String {
    let lower: String = super::normal_slug(name);
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '\'' | ',' | '(' | ')' | '"'))
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-")
}

/// The day that lies so many days before the practice site's own "today".
pub(crate) fn day(days_ago: i64) -> (i16, i8, i8) {
    let today = jiff::civil::date(2026, 11, 20);
    let then = today.checked_sub(days_ago.days()).unwrap_or(today);
    (then.year(), then.month(), then.day())
}
