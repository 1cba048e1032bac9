//! The parts of a page by how they are made: the card that says who it is about, menus, dialogs, and what is made to be pressed.

use super::tree::Tree;

/// How many elements an item of a menu has in it at most.
const DEEPEST_ITEM: usize = 12;

impl Tree {
    /// Whether it stands in one of these.
    pub(super) fn is_in(&self, at: usize, scopes: &[usize]) -> bool {
        self.outwards(at).any(|outer| scopes.contains(&outer))
    }

    /// The part of a profile that says who it is about: it holds the first heading of the page's main part, and the button of the menu.
    pub(super) fn card(&self) -> Vec<usize> {
        let is_called = |at: &usize| {
            let key = self.attribute(*at, "componentkey").unwrap_or_default().to_lowercase();
            key.ends_with("topcard") || self.attribute(*at, "data-member-id").is_some()
        };
        if let Some(called) = self.all().find(is_called) {
            return vec![called];
        }
        let main = self.all().find(|at| self.role(*at) == Some("main"));
        // An outline is of the card alone.
        if main.is_none() && self.all().all(|at| self.node(at).tag != "body") {
            return self.all().filter(|at| self.outwards(*at).count() == 1).collect();
        }
        let heading = self.all().find(|at| {
            self.role(*at) == Some("heading")
                && self.is_seen(*at)
                && main.is_none_or(|main| self.outwards(*at).any(|outer| outer == main))
        });
        let around = |heading| self.outwards(heading).find(|at| self.node(*at).tag == "section");
        heading.and_then(around).into_iter().collect()
    }

    /// Menus and sheets. A page may have some that are not the person's; what stands in one that nobody sees is not weighed.
    pub(super) fn menus(&self) -> Vec<usize> {
        let is_menu = |at: &usize| {
            let role = self.role(*at).unwrap_or_default();
            let class = self.attribute(*at, "class").unwrap_or_default().to_lowercase();
            let named = ["dropdown", "menu", "popover", "sheet"].iter().any(|word| class.contains(word));
            matches!(role, "menu" | "listbox" | "dialog")
                || (named && !self.is_pressed(*at))
                || self.is_list_of_items(*at)
        };
        self.all().filter(is_menu).collect()
    }

    /// A row of at least three things to press and of nothing else, which stands in the card, or in a part that was put beside the
    /// page: a menu that says nothing of itself.
    fn is_list_of_items(&self, at: usize) -> bool {
        let children = self.children(at);
        let is_short = |at: usize| {
            let inside = self.inwards(at).len();
            inside <= DEEPEST_ITEM && !self.text(at).is_empty()
        };
        if children.len() < 3 || self.speaks(at) || !children.iter().all(|child| is_short(*child)) {
            return false;
        }
        let is_one_item = |child: usize| {
            let mut all = std::iter::once(child).chain(self.inwards(child));
            all.any(|inner| self.presses(inner) && self.text(inner) == self.text(child))
        };
        let is_of_the_site = |outer: usize| {
            let is_tag =
                matches!(self.node(outer).tag.as_str(), "nav" | "header" | "footer" | "aside" | "form");
            is_tag || matches!(self.role(outer), Some("navigation" | "banner" | "contentinfo" | "toolbar"))
        };
        let is_in_main = || self.outwards(at).any(|outer| self.role(outer) == Some("main"));
        children.iter().all(|child| is_one_item(*child))
            && !self.outwards(at).any(is_of_the_site)
            && (!is_in_main() || self.is_in(at, &self.card()))
    }

    /// Dialogs that are open and ask something. A sheet of items is a menu.
    pub(super) fn dialogs(&self) -> Vec<usize> {
        self.all().filter(|at| self.is_open_dialog(*at) && !self.is_sheet(*at)).collect()
    }

    /// Messages that come and go: toasts by how the site makes them, and what is announced as an alert.
    pub(super) fn toasts(&self) -> Vec<usize> {
        let is_toast = |at: &usize| {
            let has_heading = || {
                self.children(*at)
                    .into_iter()
                    .any(|child| self.attribute(child, "data-testid") == Some("toasts-title"))
            };
            matches!(self.role(*at), Some("alert" | "status"))
                || self.attribute(*at, "data-test-artdeco-toast-item-type").is_some()
                || has_heading()
        };
        self.all().filter(is_toast).collect()
    }

    /// The main part of the page; all of it where it has none.
    pub(super) fn main(&self) -> Vec<usize> {
        let main: Vec<usize> = self.all().filter(|at| self.role(*at) == Some("main")).collect();
        if main.is_empty() { self.all().filter(|at| self.outwards(*at).count() == 1).collect() } else { main }
    }

    /// Whether it has many things to press and says nothing else but a heading.
    fn is_sheet(&self, at: usize) -> bool {
        let inside = self.inwards(at);
        let worded =
            |one: &&usize| self.is_seen(**one) && self.is_one_press(**one) && !self.text(**one).is_empty();
        let is_apart = |one: &usize| {
            self.speaks(*one)
                && !self
                    .outwards(*one)
                    .any(|outer| self.role(outer) == Some("heading") || self.is_one_press(outer))
        };
        inside.iter().filter(worded).count() > 3 && !inside.iter().any(is_apart)
    }

    pub(super) fn is_open_dialog(&self, at: usize) -> bool {
        matches!(self.role(at), Some("dialog" | "alertdialog"))
            && (self.node(at).tag != "dialog" || self.attribute(at, "open").is_some())
    }

    /// Whether it is made to be pressed. Of several around the same words the outermost counts.
    pub(super) fn is_pressed(&self, at: usize) -> bool {
        self.is_one_press(at) && !self.outwards(at).skip(1).any(|outer| self.is_one_press(outer))
    }

    /// Whether it is made to be pressed as a whole, and does not hold several things that are.
    fn is_one_press(&self, at: usize) -> bool {
        let whole = || self.text(at);
        self.presses(at)
            && self.inwards(at).into_iter().filter(|inner| self.presses(*inner)).all(|inner| {
                let text = self.text(inner);
                text.is_empty() || text == whole()
            })
    }

    fn presses(&self, at: usize) -> bool {
        let role = self.role(at).unwrap_or_default();
        matches!(
            role,
            "button" | "link" | "menuitem" | "menuitemradio" | "menuitemcheckbox" | "option" | "tab"
        ) || self.attribute(at, "tabindex").is_some_and(|index| index == "0")
            && !matches!(role, "menu" | "dialog" | "listbox" | "alertdialog")
            || self.is_plain_item(at)
    }

    /// An item that says nothing of itself: a child of a menu, in a row of at least two of its kind.
    fn is_plain_item(&self, at: usize) -> bool {
        let Some(parent) = self.outwards(at).nth(1) else { return false };
        let is_list = matches!(self.role(parent), Some("menu" | "listbox")) || self.node(parent).tag == "ul";
        let tag = &self.node(at).tag;
        let has_pressed = self.inwards(at).into_iter().any(|inner| {
            matches!(self.role(inner), Some("button" | "link" | "menuitem" | "option"))
                || self.attribute(inner, "tabindex") == Some("0")
        });
        is_list && !has_pressed && matches!(tag.as_str(), "li" | "div") && !self.text(at).is_empty()
    }

    pub(super) fn is_in_button(&self, at: usize) -> bool {
        self.outwards(at).any(|outer| matches!(self.role(outer), Some("button" | "link")))
    }
}
