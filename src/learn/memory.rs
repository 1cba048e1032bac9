//! What places looked like when they last fitted, as the trace of a run has it: what was found then stands near to what is sought now.

use std::collections::BTreeMap;

use super::sought::Sought;
use super::tree::{Node, Tree, element_of};
use super::vocabulary::folded;
use crate::domain::Area;

/// How an element looked when a run found it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looked {
    /// Its tag with the attributes that tell it apart, as a trace writes them.
    pub tag: String,
    /// What the icon in it says that it shows.
    pub icon: Option<String>,
    /// What it stood in, outwards.
    pub around: Vec<String>,
    /// Its box in the viewport, CSS px.
    pub area: Area,
    /// Where that is known from, for the user.
    pub from: String,
}

/// How each place looked when it last fitted.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<Sought, Looked>);

/// How far from where it stood something may stand and still be there, CSS px.
const NEAR: f64 = 12.0;

/// Attributes of which the value says what it is, and whether it says it to people.
const TELLING: [(&str, bool); 4] =
    [("aria-label", true), ("data-test-icon", false), ("data-testid", false), ("componentkey", false)];

impl Memory {
    /// Keeps how the place looked that a locator finds, unless a later look is kept already.
    pub fn keep(&mut self, locator: &str, looked: impl FnOnce() -> Looked) {
        if let Some(sought) = Sought::of_locator(locator) {
            self.0.entry(sought).or_insert_with(looked);
        }
    }

    /// Whether nothing more can be kept that is clicked.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        Sought::ALL.into_iter().filter(|sought| sought.is_one()).all(|sought| self.0.contains_key(&sought))
    }

    /// How much speaks for it that an element looks as the place did, and the reason; `None` where nothing does.
    pub(super) fn speaks_for(&self, tree: &Tree, at: usize, sought: Sought) -> Option<(i32, String)> {
        let looked = self.0.get(&sought)?;
        let (then, _) = element_of(&looked.tag)?;
        let mut alike = Vec::new();
        let mut points = 0;
        let mut add = |how_much: i32, what: &'static str| {
            points += how_much;
            alike.push(what);
        };
        let marks = TELLING.iter().filter(|(name, is_said)| {
            let value = attribute(&then, name);
            value.is_some_and(|value| match is_said {
                true => folded(value) == folded(tree.attribute(at, name).unwrap_or_default()),
                false => tree.attribute(at, name) == Some(value),
            })
        });
        if marks.count() > 0 || is_same_id(attribute(&then, "id"), tree.attribute(at, "id")) {
            add(30, "its label or key");
        }
        if looked.icon.as_deref().is_some_and(|icon| has_icon(tree, at, icon)) {
            add(30, "its icon");
        }
        if tree.area(at).is_some_and(|area| is_near(area, looked.area)) {
            add(15, "where it stands");
        }
        if !looked.around.is_empty() && is_within(tree, at, &looked.around) {
            add(6, "what it stands in");
        }
        if tree.node(at).tag == then.tag && tree.attribute(at, "role") == attribute(&then, "role") {
            add(4, "its tag and role");
        }
        (points > 0).then(|| (points, format!("is as it was in {}: {}", looked.from, alike.join(", "))))
    }
}

fn attribute<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    let found = node.attributes.iter().find(|(key, value)| key == name && !value.is_empty());
    found.map(|(_, value)| value.as_str())
}

/// Ids that are alike but for a number at their start, which is of one page alone.
fn is_same_id(then: Option<&str>, now: Option<&str>) -> bool {
    let lasting = |id: &str| id.find('-').map(|dash| id[dash..].to_owned());
    matches!((then.and_then(lasting), now.and_then(lasting)), (Some(then), Some(now)) if then == now)
}

fn has_icon(tree: &Tree, at: usize, icon: &str) -> bool {
    let is_it = |inner| ["data-test-icon", "id"].iter().any(|name| tree.attribute(inner, name) == Some(icon));
    std::iter::once(at).chain(tree.inwards(at)).any(is_it)
}

fn is_near(now: Area, then: Area) -> bool {
    let middle = |area: Area| (area.x + area.width / 2.0, area.y + area.height / 2.0);
    let ((x, y), (was_x, was_y)) = (middle(now), middle(then));
    (x - was_x).abs() <= NEAR && (y - was_y).abs() <= NEAR
}

/// Whether it stands in elements of the same tags and roles, step by step.
fn is_within(tree: &Tree, at: usize, around: &[String]) -> bool {
    let mut outer = tree.outwards(at).skip(1);
    around.iter().filter_map(|told| element_of(told)).all(|(then, _)| {
        outer.next().is_some_and(|outer| {
            tree.node(outer).tag == then.tag && tree.attribute(outer, "role") == attribute(&then, "role")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{Vocabulary, rank};
    use crate::selectors::Selectors;

    const MENU: &str = "div[role=\"menu\"]\n  div[role=\"menuitem\"] \"Frim\"\n  div[role=\"menuitem\"] \"Blorb\"\n    svg[data-test-icon=\"x-medium\"]\n  div[role=\"menuitem\"] \"Gak\"";

    fn area(y: f64) -> Area {
        Area { x: 10.0, y, width: 200.0, height: 40.0 }
    }

    fn first(looked: Option<Looked>) -> (String, Vec<String>) {
        let mut memory = Memory::default();
        if let Some(looked) = looked {
            memory.keep("remove_item", || looked);
        }
        let areas: Vec<Option<Area>> =
            [None, Some(area(100.0)), Some(area(140.0)), None, Some(area(180.0))].to_vec();
        let tree = Tree::of_outline(MENU, &areas);
        let known = Vocabulary::of(&Selectors::load(crate::domain::Surface::Desktop, &[]).unwrap());
        let found = rank(&tree, Sought::RemoveItem, &known, &memory, "xx").swap_remove(0);
        (found.text, found.reasons)
    }

    #[test]
    fn of_words_that_nobody_knows_the_item_that_looks_as_it_did_goes_first() {
        let looked = Looked {
            tag: "div[role=\"menuitem\"][aria-label=\"Remove\"]".to_owned(),
            around: vec!["div[role=\"menu\"]".to_owned()],
            area: area(900.0),
            from: "run 3".to_owned(),
            icon: None,
        };
        assert_eq!(first(None).0, "Frim");
        let by_icon = Looked { icon: Some("x-medium".to_owned()), ..looked.clone() };
        let (text, reasons) = first(Some(by_icon));
        assert_eq!(text, "Blorb");
        assert_eq!(reasons[0], "is as it was in run 3: its icon, what it stands in, its tag and role");
        assert_eq!(first(Some(Looked { area: area(184.0), ..looked })).0, "Gak");
    }

    #[test]
    fn the_latest_look_of_a_place_is_kept() {
        let mut memory = Memory::default();
        for from in ["run 9", "run 8"] {
            memory.keep("more", || Looked { from: from.to_owned(), ..Looked::default() });
        }
        assert_eq!(memory.0[&Sought::More].from, "run 9");
        assert!(!memory.is_whole());
    }
}
