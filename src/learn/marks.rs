//! By what an element that was pointed at is found again: its mark, its tag with as much as it takes, the menu that it stands in.

use super::tree::Tree;

/// Roles that say nothing of what has them.
const MUTE_ROLES: [&str; 2] = ["none", "presentation"];

/// The role by which an element can be found.
pub(super) fn telling_role(tree: &Tree, at: usize) -> Option<&str> {
    tree.role(at).filter(|role| !MUTE_ROLES.contains(role))
}

/// Selectors by the marks of an element that says nothing, the surest first: its id's end, its icon's, what it opens.
pub(super) fn marks_of(tree: &Tree, at: usize) -> Vec<String> {
    let tag = tree.node(at).tag.as_str();
    let is_plain = |value: &&str| {
        !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    // Digits at its start are of the page at hand alone, as in `ember89-profile-overflow-action`.
    let lasting = |id: &str| id.find('-').map(|dash| id[dash..].to_owned()).filter(|end| end.len() > 4);
    let mut marks: Vec<String> = Vec::new();
    let end = tree.attribute(at, "id").filter(is_plain).and_then(lasting);
    marks.extend(end.map(|end| format!("{tag}[id$='{end}']")));
    for name in ["data-test-icon", "data-view-name", "data-control-name"] {
        let value = tree.attribute(at, name).filter(is_plain);
        marks.extend(value.map(|value| format!("{tag}[{name}='{value}']")));
    }
    for inner in tree.inwards(at) {
        let icon = tree.node(inner).tag.as_str();
        let id = tree.attribute(inner, "id").filter(is_plain);
        marks.extend(id.map(|id| format!("{tag}:has({icon}#{id})")));
        let mark = tree.attribute(inner, "data-test-icon").filter(is_plain);
        marks.extend(mark.map(|mark| format!("{tag}:has([data-test-icon='{mark}'])")));
    }
    marks
}

/// A selector by an element's tag, with as much as it takes to tell it from what stands around or in it and reads the same.
pub(super) fn css_of(tree: &Tree, at: usize) -> String {
    let tag = &tree.node(at).tag;
    let said = tree.text(at);
    let alike: Vec<usize> = (tree.outwards(at).chain(tree.inwards(at)))
        .filter(|other| *other != at && tree.node(*other).tag == *tag && tree.text(*other) == said)
        .collect();
    let marks = ["tabindex", "role"].into_iter().filter_map(|name| Some((name, tree.attribute(at, name)?)));
    let telling = marks
        .into_iter()
        .find(|(name, value)| alike.iter().all(|other| tree.attribute(*other, name) != Some(value)));
    match (alike.is_empty(), telling) {
        (false, Some((name, value))) => format!("{tag}[{name}='{value}']"),
        (false, None) => tree
            .outwards(at)
            .nth(1)
            .map_or_else(|| tag.clone(), |outer| format!("{} > {tag}", tree.node(outer).tag)),
        (true, _) => tag.clone(),
    }
}

/// Where an item stands, as far as the files go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// In a menu that they know.
    Known,
    /// In the card that says who the page is about, and in no menu that they know.
    Card,
    /// In a menu of another make, which this selector finds.
    Menu(String),
}

/// How many elements may stand between a menu and its items for these to tell it.
const DEEPEST: usize = 4;

/// Where an item stands; `known` are the selectors by which the files know menus.
pub(super) fn home_of(tree: &Tree, at: usize, known: &[String]) -> Home {
    let is_known =
        |outer: usize| known.iter().flat_map(|css| css.split(',')).any(|css| fits(tree, outer, css.trim()));
    if tree.outwards(at).skip(1).any(is_known) {
        return Home::Known;
    }
    if tree.is_in(at, &tree.card()) {
        return Home::Card;
    }
    // What says that it is a menu or a sheet goes before a list in it.
    let all = tree.menus();
    let mut menus: Vec<usize> = tree.outwards(at).skip(1).filter(|outer| all.contains(outer)).collect();
    menus.sort_by_key(|outer| tree.attribute(*outer, "role").is_none());
    let Some(menu) = menus.first().copied() else { return Home::Known };
    let role = tree.attribute(menu, "role").map_or_else(String::new, |role| format!("[role='{role}']"));
    let mut down: Vec<&str> =
        tree.outwards(at).take_while(|outer| *outer != menu).map(|one| tree.node(one).tag.as_str()).collect();
    down.reverse();
    let items = match down.len() {
        1..=DEEPEST => format!(":has(> {})", down.join(" > ")),
        _ => String::new(),
    };
    Home::Menu(format!("{}{role}{items}", tree.node(menu).tag))
}

/// Whether a selector fits that has nothing but a tag, classes, an id and attributes; any other fits nothing.
fn fits(tree: &Tree, at: usize, css: &str) -> bool {
    let end = css.find(['.', '#', '[']).unwrap_or(css.len());
    let (tag, mut rest) = css.split_at(end);
    if !(tag.is_empty() || tag == tree.node(at).tag) {
        return false;
    }
    while let Some(mark) = rest.chars().next() {
        let after = &rest[1..];
        let is_attribute = mark == '[';
        let end = after.find(if is_attribute { &[']'][..] } else { &['.', '#', '[', ':', ' ', '>'][..] });
        let (word, left) = after.split_at(end.unwrap_or(after.len()));
        rest = if is_attribute { left.strip_prefix(']').unwrap_or_default() } else { left };
        let has = match mark {
            '.' => tree
                .attribute(at, "class")
                .is_some_and(|class| class.split_whitespace().any(|one| one == word)),
            '#' => tree.attribute(at, "id") == Some(word),
            '[' => match word.split_once('=') {
                Some((name, value)) => tree.attribute(at, name) == Some(value.trim_matches(['\'', '"'])),
                None => tree.attribute(at, word).is_some(),
            },
            _ => false,
        };
        if !has {
            return false;
        }
    }
    !css.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        vec!["[role=menu]".to_owned(), ".flyout__content, .bottom-sheet[role=dialog]".to_owned()]
    }

    #[test]
    fn a_menu_is_known_by_the_files_selectors_and_another_is_told_by_how_its_items_stand_in_it() {
        let home = |outline: &str| {
            let tree = Tree::of_outline(outline, &[]);
            let item = tree.all().last().unwrap();
            home_of(&tree, item, &known())
        };
        assert_eq!(home("body\n  div[role=\"menu\"]\n    div[tabindex=\"0\"] \"Gak\""), Home::Known);
        assert_eq!(home("body\n  div[class=\"a flyout__content\"]\n    button \"Gak\""), Home::Known);
        assert_eq!(
            home("body\n  div[class=\"bottom-sheet\"][role=\"dialog\"]\n    button \"Gak\""),
            Home::Known
        );
        let sheet = home("body\n  div[role=\"dialog\"]\n    ul\n      li\n        button \"Gak\"");
        assert_eq!(sheet, Home::Menu("div[role='dialog']:has(> ul > li > button)".to_owned()));
        let list = "body\n  ul\n    li\n      button \"Lovi\"\n    li\n      button \"Zode\"\n    li\n      button \"Gak\"";
        assert_eq!(home(list), Home::Menu("ul:has(> li > button)".to_owned()));
    }

    #[test]
    fn an_item_is_told_from_what_stands_in_it_and_reads_the_same() {
        let tree = Tree::of_outline(
            "div\n  div[role=\"none\"][tabindex=\"0\"]\n    div\n      p \"Gak\"\n  div[tabindex=\"0\"] \"Lovi\"",
            &[],
        );
        assert_eq!(css_of(&tree, 1), "div[tabindex='0']");
        assert_eq!(css_of(&tree, 4), "div");
        assert_eq!(
            (telling_role(&tree, 1), telling_role(&Tree::of_outline("button \"Gak\"", &[]), 0)),
            (None, Some("button"))
        );
    }
}
