//! A page as a tree that can be looked around in: from the tokens of an open or a saved page, or from the outline in a run's trace.

use crate::domain::Area;
use crate::saved::Token;

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) tag: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Whether nobody sees it. What stands in it may be seen all the same.
    unseen: bool,
    /// Where it stands in the viewport, where that is known.
    area: Option<Area>,
    parent: Option<usize>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Child(usize),
}

/// What comes next of a tree that is written down.
enum Step<'a> {
    Open(usize),
    Say(&'a str),
    Close,
}

/// The elements of a page, each by its number, in the order in which they open.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The tree of a page.
    #[must_use]
    pub fn of(tokens: &[Token]) -> Tree {
        let mut tree = Tree::default();
        let mut open: Vec<usize> = Vec::new();
        for token in tokens {
            match token {
                Token::Open { name, attributes, unseen, area } => {
                    let node = Node {
                        tag: name.clone(),
                        attributes: attributes.clone(),
                        unseen: *unseen,
                        area: *area,
                        ..Node::default()
                    };
                    open.push(tree.put(node, open.last().copied()));
                }
                Token::Text(text) => tree.say(open.last().copied(), text),
                Token::Close => drop(open.pop()),
            }
        }
        tree
    }

    /// The tree of an outline, as a trace has it: an element a line, two spaces for each one that it stands in. Lines that are none
    /// are passed over. `areas` has of each line where its element stands, as far as that is known.
    #[must_use]
    pub fn of_outline(outline: &str, areas: &[Option<Area>]) -> Tree {
        let mut tree = Tree::default();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (nth, line) in outline.lines().enumerate() {
            let bare = line.trim_start();
            let depth = (line.len() - bare.len()) / 2;
            let Some((node, text)) = element_of(bare) else { continue };
            open.retain(|(outer, _)| *outer < depth);
            let node = Node { area: areas.get(nth).copied().flatten(), ..node };
            let at = tree.put(node, open.last().map(|(_, at)| *at));
            if !text.is_empty() {
                tree.say(Some(at), &text);
            }
            open.push((depth, at));
        }
        tree
    }

    /// It as tokens again, such as an outline is made from.
    #[must_use]
    pub fn tokens(&self) -> Vec<Token> {
        let mut made = Vec::new();
        let mut left: Vec<Step<'_>> =
            self.all().rev().filter(|at| self.nodes[*at].parent.is_none()).map(Step::Open).collect();
        while let Some(step) = left.pop() {
            match step {
                Step::Say(text) => made.push(Token::Text(text.to_owned())),
                Step::Close => made.push(Token::Close),
                Step::Open(at) => {
                    let node = &self.nodes[at];
                    let (name, attributes) = (node.tag.clone(), node.attributes.clone());
                    made.push(Token::Open { name, attributes, unseen: node.unseen, area: node.area });
                    left.push(Step::Close);
                    left.extend(node.pieces.iter().rev().map(|piece| match piece {
                        Piece::Text(text) => Step::Say(text),
                        Piece::Child(child) => Step::Open(*child),
                    }));
                }
            }
        }
        made
    }

    fn put(&mut self, node: Node, parent: Option<usize>) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node { parent, ..node });
        if let Some(parent) = parent {
            self.nodes[parent].pieces.push(Piece::Child(at));
        }
        at
    }

    fn say(&mut self, at: Option<usize>, text: &str) {
        if let Some(at) = at {
            self.nodes[at].pieces.push(Piece::Text(text.to_owned()));
        }
    }

    pub(super) fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }

    pub(super) fn attribute(&self, at: usize, name: &str) -> Option<&str> {
        let found = self.nodes[at].attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Its role, said or implied by its tag.
    pub(super) fn role(&self, at: usize) -> Option<&str> {
        if let Some(role) = self.attribute(at, "role") {
            return Some(role);
        }
        match self.nodes[at].tag.as_str() {
            "button" | "summary" => Some("button"),
            "a" if self.attribute(at, "href").is_some() => Some("link"),
            "dialog" => Some("dialog"),
            "main" => Some("main"),
            "h1" | "h2" | "h3" | "h4" => Some("heading"),
            _ => None,
        }
    }

    /// Its box in the viewport, CSS px, where that is known.
    #[must_use]
    pub fn area(&self, at: usize) -> Option<Area> {
        self.nodes.get(at)?.area
    }

    pub(super) fn is_seen(&self, at: usize) -> bool {
        !self.nodes[at].unseen
    }

    /// The element itself, and what it stands in, outwards.
    pub(super) fn outwards(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| self.nodes[*at].parent)
    }

    /// What stands in an element, in the order of the page, without itself.
    pub(super) fn inwards(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut left = vec![at];
        while let Some(next) = left.pop() {
            if next != at {
                found.push(next);
            }
            left.extend(self.children(next).into_iter().rev());
        }
        found
    }

    /// What stands right in an element.
    pub(super) fn children(&self, at: usize) -> Vec<usize> {
        let children = self.nodes[at].pieces.iter().filter_map(|piece| match piece {
            Piece::Child(child) => Some(*child),
            Piece::Text(_) => None,
        });
        children.collect()
    }

    /// What is seen of its text, with that of all that stands in it.
    pub(super) fn text(&self, at: usize) -> String {
        let mut text = String::new();
        self.add_text(at, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_text(&self, at: usize, text: &mut String) {
        let node = &self.nodes[at];
        for piece in &node.pieces {
            match piece {
                Piece::Text(own) if !node.unseen => {
                    text.push(' ');
                    text.push_str(own);
                }
                Piece::Text(_) => {}
                Piece::Child(child) => self.add_text(*child, text),
            }
        }
    }

    /// Whether it has seen text of its own, not only in what stands in it.
    pub(super) fn speaks(&self, at: usize) -> bool {
        let own = |piece: &Piece| matches!(piece, Piece::Text(text) if !text.trim().is_empty());
        self.is_seen(at) && self.nodes[at].pieces.iter().any(own)
    }
}

/// An element as an outline writes it: `button#more[role="button"] (hidden) "More"`.
pub(super) fn element_of(line: &str) -> Option<(Node, String)> {
    let end = line.find(['#', '[', ' ']).unwrap_or(line.len());
    let (tag, mut rest) = line.split_at(end);
    if tag.is_empty() || !tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let mut node = Node { tag: tag.to_owned(), ..Node::default() };
    if let Some(after) = rest.strip_prefix('#') {
        let end = after.find(['[', ' ']).unwrap_or(after.len());
        node.attributes.push(("id".to_owned(), after[..end].to_owned()));
        rest = &after[end..];
    }
    while let Some(after) = rest.strip_prefix('[') {
        let end = after.find(['=', ']'])?;
        let name = after[..end].to_owned();
        if after[end..].starts_with(']') {
            node.attributes.push((name, String::new()));
            rest = &after[end + 1..];
            continue;
        }
        let quoted = &after[end + 1..];
        let (value, taken) = match quoted_word(quoted) {
            Some(found) => found,
            None => {
                let end = quoted.find(']')?;
                (quoted[..end].to_owned(), end)
            }
        };
        node.attributes.push((name, value));
        rest = quoted[taken..].strip_prefix(']')?;
    }
    if let Some(after) = rest.strip_prefix(" (hidden)") {
        node.unseen = true;
        rest = after;
    }
    let text = quoted_word(rest.trim_start()).map_or_else(|| rest.trim().to_owned(), |(text, _)| text);
    Some((node, text))
}

/// A text in quotes at the start, without them, and how many bytes it takes with them.
fn quoted_word(text: &str) -> Option<(String, usize)> {
    let mut words = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let word = words.next()?.ok()?;
    Some((word, words.byte_offset()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_is_read_as_the_tree_that_it_was() {
        let outline = "div[role=\"menu\"][class=\"a b\"]\n  div#ember97[role=\"menuitem\"][aria-label=\"Say \\\"hi\\\"\"]\n    \
                       p \"Remove Connection\"\n  p (hidden) \"No\"\ndialog[open] \"Sure?\"";
        let area = Area { x: 1.0, y: 2.0, width: 3.0, height: 4.0 };
        let tree = Tree::of_outline(outline, &[None, Some(area)]);
        assert_eq!((tree.area(0), tree.area(1), tree.area(4), tree.area(9)), (None, Some(area), None, None));
        assert_eq!(tree.text(0), "Remove Connection");
        assert_eq!(tree.attribute(1, "aria-label"), Some("Say \"hi\""));
        assert_eq!((tree.attribute(1, "id"), tree.role(1)), (Some("ember97"), Some("menuitem")));
        assert_eq!(tree.outwards(2).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!(tree.inwards(0), [1, 2, 3]);
        assert!(tree.is_seen(2) && !tree.is_seen(3) && tree.speaks(2) && !tree.speaks(1));
        assert_eq!((tree.text(4).as_str(), tree.attribute(4, "open")), ("Sure?", Some("")));
    }
}
