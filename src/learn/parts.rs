//! The parts of a page by how they are made: the card that says who it is about, menus, dialogs, and what is made to be pressed.

use super::tree::Tree;

impl Tree {
    /// Whether it stands in one of these.
    pub(super) fn is_in(&self, at: usize, scopes: &[usize]) -> bool {
        self.outwards(at).any(|outer| scopes.contains(&outer))
    }

    /// The part of a profile that says who it is about: it holds the first heading of the page's main part, and the button of the menu.
    pub(super) fn card(&self) -> Vec<usize> {
        let tree = self;
        let is_called = |at: &usize| {
            let key = tree.attribute(*at, "componentkey").unwrap_or_default().to_lowercase();
            key.ends_with("topcard") || tree.attribute(*at, "data-member-id").is_some()
        };
        if let Some(called) = tree.all().find(is_called) {
            return vec![called];
        }
        let main = tree.all().find(|at| tree.role(*at) == Some("main"));
        // An outline is of the card alone.
        if main.is_none() && tree.all().all(|at| tree.node(at).tag != "body") {
            return tree.all().filter(|at| tree.outwards(*at).count() == 1).collect();
        }
        let heading = tree.all().find(|at| {
            tree.role(*at) == Some("heading")
                && tree.is_seen(*at)
                && main.is_none_or(|main| tree.outwards(*at).any(|outer| outer == main))
        });
        let around = |heading| tree.outwards(heading).find(|at| tree.node(*at).tag == "section");
        heading.and_then(around).into_iter().collect()
    }

    /// Menus and sheets. A page may have some that are not the person's; what stands in one that nobody sees is not weighed.
    pub(super) fn menus(&self) -> Vec<usize> {
        let tree = self;
        let is_menu = |at: &usize| {
            let role = tree.role(*at).unwrap_or_default();
            let class = tree.attribute(*at, "class").unwrap_or_default().to_lowercase();
            let named = ["dropdown", "menu", "popover", "sheet"].iter().any(|word| class.contains(word));
            matches!(role, "menu" | "listbox" | "dialog") || (named && !self.is_pressed(*at))
        };
        tree.all().filter(is_menu).collect()
    }

    /// Dialogs that are open.
    pub(super) fn dialogs(&self) -> Vec<usize> {
        let tree = self;
        let is_dialog = |at: &usize| {
            matches!(tree.role(*at), Some("dialog" | "alertdialog"))
                && (tree.node(*at).tag != "dialog" || tree.attribute(*at, "open").is_some())
        };
        tree.all().filter(is_dialog).collect()
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
        let tree = self;
        let role = tree.role(at).unwrap_or_default();
        matches!(
            role,
            "button" | "link" | "menuitem" | "menuitemradio" | "menuitemcheckbox" | "option" | "tab"
        ) || tree.attribute(at, "tabindex").is_some_and(|index| index == "0")
            && !matches!(role, "menu" | "dialog" | "listbox" | "alertdialog")
            || self.is_plain_item(at)
    }

    /// An item that says nothing of itself: a child of a menu, in a row of at least two of its kind.
    fn is_plain_item(&self, at: usize) -> bool {
        let tree = self;
        let Some(parent) = tree.outwards(at).nth(1) else { return false };
        let is_list = matches!(tree.role(parent), Some("menu" | "listbox")) || tree.node(parent).tag == "ul";
        let tag = &tree.node(at).tag;
        let has_pressed = tree.inwards(at).into_iter().any(|inner| {
            matches!(tree.role(inner), Some("button" | "link" | "menuitem" | "option"))
                || tree.attribute(inner, "tabindex") == Some("0")
        });
        is_list && !has_pressed && matches!(tag.as_str(), "li" | "div") && !tree.text(at).is_empty()
    }

    pub(super) fn is_in_button(&self, at: usize) -> bool {
        self.outwards(at).any(|outer| matches!(self.role(outer), Some("button" | "link")))
    }
}
