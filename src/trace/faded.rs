//! Places that the first candidates of the selector files have ceased to fit: the memory of the pages, as the traces of runs have it.
//! Nothing has failed where a later candidate does; it is the time to say so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::event::{Event, What};
use crate::domain::FrontEnd;

/// On how many people's pages a place must have been found, before and now: one page alone may be of another make.
const FEW: usize = 2;

/// A place that is found by a later candidate than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Faded {
    /// The place.
    pub place: String,
    /// The last of the candidates that found it before, from 1.
    pub before: usize,
    /// The first of those that find it now, from 1.
    pub now: usize,
}

/// Which places were found by candidates `before` that find none of them `now`, on pages of the same front end.
#[must_use]
pub fn faded(before: &[Event], now: &[Event]) -> Vec<Faded> {
    let (before, now) = (hits(before), hits(now));
    let mut found: Vec<Faded> = Vec::new();
    for (key, late) in &now {
        let Some(early) = before.get(key).filter(|early| early.pages.len() >= FEW) else { continue };
        if late.pages.len() < FEW || late.first <= early.last || found.iter().any(|one| one.place == key.1) {
            continue;
        }
        found.push(Faded { place: key.1.to_owned(), before: early.last + 1, now: late.first + 1 });
    }
    found
}

/// By which candidates a place was found.
struct Hits<'a> {
    first: usize,
    last: usize,
    /// On whose pages.
    pages: BTreeSet<&'a str>,
}

fn hits(events: &[Event]) -> BTreeMap<(Option<&'static str>, &str), Hits<'_>> {
    let mut found = BTreeMap::new();
    let mut front_end = None;
    for event in events {
        match &event.what {
            What::Opened { front_end: of_page, .. } => front_end = of_page.map(FrontEnd::as_str),
            What::Found { locator, candidate, .. } => {
                let hits = found.entry((front_end, locator.as_str())).or_insert(Hits {
                    first: *candidate,
                    last: *candidate,
                    pages: BTreeSet::new(),
                });
                (hits.first, hits.last) = (hits.first.min(*candidate), hits.last.max(*candidate));
                hits.pages.insert(event.person.as_str());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Area, Point, Step, UnixMs};

    fn event(person: &str, what: What) -> Event {
        serde_json::from_value(serde_json::json!({
            "seq": 1, "at": UnixMs(0), "person": person, "line": 2, "step": Step::Find, "ms": 0, "what": what,
        }))
        .unwrap()
    }

    fn page(front_end: FrontEnd, person: &str, hits: &[(&str, usize)]) -> Vec<Event> {
        let opened = What::Opened {
            path: "/in/x/".to_owned(),
            address: String::new(),
            status: 200,
            front_end: Some(front_end),
            language: "en".to_owned(),
            name: None,
            degree: String::new(),
        };
        let found = |(locator, candidate): &(&str, usize)| What::Found {
            locator: (*locator).to_owned(),
            candidate: *candidate,
            guess: false,
            tag: String::new(),
            icon: None,
            around: Vec::new(),
            text: String::new(),
            area: Area::default(),
            point: Point::default(),
            notes: Vec::new(),
        };
        let all = std::iter::once(opened).chain(hits.iter().map(found));
        all.map(|what| event(person, what)).collect()
    }

    #[test]
    fn a_place_whose_first_candidates_fit_nobody_any_more_is_told_before_the_last_one_goes() {
        let old =
            [page(FrontEnd::Sdui, "a", &[("more", 0)]), page(FrontEnd::Sdui, "b", &[("more", 1)])].concat();
        let new = |candidate| {
            ["c", "d"].map(|who| page(FrontEnd::Sdui, who, &[("more", candidate), ("menu", 0)])).concat()
        };
        assert_eq!(faded(&old, &new(2)), [Faded { place: "more".to_owned(), before: 2, now: 3 }]);
        assert!(faded(&old, &new(1)).is_empty());
        assert!(faded(&[], &new(2)).is_empty());
    }

    #[test]
    fn one_page_alone_and_pages_of_another_front_end_say_nothing() {
        let old = ["a", "b"].map(|who| page(FrontEnd::Sdui, who, &[("more", 0)])).concat();
        assert!(faded(&old, &page(FrontEnd::Sdui, "c", &[("more", 2)])).is_empty());
        let other = ["c", "d"].map(|who| page(FrontEnd::Ember, who, &[("more", 2)])).concat();
        assert!(faded(&old, &other).is_empty());
        // One of the new pages is still found as before.
        let mixed =
            [page(FrontEnd::Sdui, "c", &[("more", 2)]), page(FrontEnd::Sdui, "d", &[("more", 0)])].concat();
        assert!(faded(&old, &mixed).is_empty());
    }
}
