//! Finding the entries of a keep list by a word or an address, in little memory: a list may have a million lines. What is found here
//! only may fit, and is compared as a whole by whoever asked.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Which entries have a key.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(BTreeSet<(u64, usize)>);

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

impl Index {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, key: &str, at: usize) {
        self.0.insert((hash(key), at));
    }

    /// The entries that have a key, in their order, and any other whose key has the same hash.
    pub(super) fn may_have(&self, key: &str) -> impl Iterator<Item = usize> {
        let hash = hash(key);
        self.0.range((hash, 0)..=(hash, usize::MAX)).map(|(_, at)| *at)
    }

    /// Takes over all of another one, whose entries stand `shift` further on.
    pub(super) fn join(&mut self, other: &Index, shift: usize) {
        self.0.extend(other.0.iter().map(|(hash, at)| (*hash, at + shift)));
    }
}

/// What tells an entry from others, however long its words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Identity([u8; 16]);

impl Identity {
    pub(super) fn of(words: &str) -> Identity {
        use sha2::{Digest as _, Sha256};
        let digest: [u8; 32] = Sha256::digest(words.as_bytes()).into();
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        Identity(short)
    }
}
