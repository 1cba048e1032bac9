//! A short hash that tells people and texts apart within one process; nothing of it is kept.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A hash that tells millions of short texts apart: at a million, two of them meet once in ten million plans.
pub(super) fn short_hash(text: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
