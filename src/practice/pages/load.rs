//! What is another one on each load of a page: the numbers in ids, the hashed class names, the random UUIDs.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

use fastrand::Rng;

/// The random parts of one load.
pub(crate) struct Load {
    rng: RefCell<Rng>,
    salt: u64,
    number: u64,
    ember: Cell<u32>,
}

impl Load {
    pub(crate) fn new(number: u64) -> Load {
        let mut rng = Rng::with_seed(number);
        let (salt, ember) = (rng.u64(..), rng.u32(28..90));
        Load { rng: RefCell::new(rng), salt, number, ember: Cell::new(ember) }
    }

    /// The number that the load was made from; the same number gives the same hashed class names.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next id of the older front end, `ember123`.
    pub(crate) fn ember(&self) -> String {
        let number = self.ember.get() + 1 + u32::from(self.random().is_multiple_of(3));
        self.ember.set(number);
        format!("ember{number}")
    }

    fn random(&self) -> u64 {
        self.rng.borrow_mut().u64(..)
    }

    /// A random UUID.
    pub(crate) fn uuid(&self) -> String {
        let (high, low) = (self.random(), self.random());
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            low >> 52,
            low & 0xffff_ffff_ffff
        )
    }

    /// A class that means nothing.
    pub(crate) fn noise(&self) -> String {
        format!("_{:08x}", self.random() >> 32)
    }

    /// The hashed form of a class name: the same all over one page, another one on the next load.
    pub(crate) fn class(&self, name: &str) -> String {
        let hash = name.bytes().fold(self.salt | 1, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(9)
        });
        format!("_{:08x}", (hash >> 16) & 0xffff_ffff)
    }

    /// Several hashed class names, as the value of a `class` attribute.
    pub(crate) fn classes(&self, names: &str) -> String {
        let hashed: Vec<String> = names.split_whitespace().map(|name| self.class(name)).collect();
        hashed.join(" ")
    }

    /// A style sheet in which `.__name` stands for the hashed form of `name`.
    pub(crate) fn style(&self, sheet: &str) -> String {
        let mut parts = sheet.split(".__");
        let mut style = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(part.len());
            let _ = write!(style, ".{}{}", self.class(&part[..end]), &part[end..]);
        }
        style
    }

    /// Puts things into a random order.
    pub(crate) fn shuffle<T>(&self, things: &mut [T]) {
        self.rng.borrow_mut().shuffle(things);
    }
}
