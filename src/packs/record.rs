//! What is written down of packs: which one is in use, which was before, and with what somebody was rehearsed. Where that lies and when it
//! is written is the store's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pack::{Pack, digest_of};
use super::revision::Revision;
use crate::domain::{Route, Surface};

/// A pack that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Installed {
    /// Its name.
    pub(crate) name: String,
    /// Its revision.
    pub(crate) revision: String,
    /// The SHA-256 of the whole pack.
    pub(crate) digest: String,
    /// The SHA-256 of each of its files, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) files: BTreeMap<String, String>,
    /// The layouts on which it changed what counts from the commit on, so that somebody is rehearsed first.
    pub(crate) unrehearsed: Vec<Surface>,
    /// With which files somebody was rehearsed since, by their revision: the user's own go before a pack's, and may hide what it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rehearsed: Vec<Rehearsed>,
}

/// A rehearsal that ended somebody well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rehearsed {
    /// The layout.
    pub(crate) surface: Surface,
    /// The way to people: another one presses other places.
    pub(crate) route: Route,
    /// The revision of all the files that were used.
    pub(crate) files: String,
    /// Whether no file of the user's own stood before one of the pack's.
    pub(crate) whole: bool,
}

impl Record {
    /// The higher one of the highest revision so far and this one.
    pub(super) fn highest_with(&self, new: &Revision) -> String {
        let before = self.highest.as_ref().and_then(|before| before.parse::<Revision>().ok());
        before.filter(|before| before > new).unwrap_or(*new).to_string()
    }
}

/// How many digits of a pack's digest are in the name of its folder.
pub(super) const DIGITS: usize = 16;

/// How many rehearsals are remembered.
pub(super) const REMEMBERED: usize = 20;

impl Installed {
    pub(super) fn of(pack: &Pack, unrehearsed: Vec<Surface>) -> Installed {
        let Pack { name, revision, digest, .. } = pack;
        let (name, digest) = (name.clone(), digest.clone());
        let files =
            pack.files.iter().map(|(name, text)| (name.clone(), digest_of(text.as_bytes()))).collect();
        Installed { name, revision: revision.to_string(), digest, files, unrehearsed, rehearsed: Vec::new() }
    }

    /// The layouts on which it asks for a rehearsal and has had none in which all of its files were in use.
    pub(crate) fn never_rehearsed(&self) -> Vec<Surface> {
        let has_one =
            |surface: &Surface| self.rehearsed.iter().any(|one| one.surface == *surface && one.whole);
        self.unrehearsed.iter().copied().filter(|surface| !has_one(surface)).collect()
    }

    /// Whether somebody has to be rehearsed on this layout and by this route before anybody is removed with these files.
    pub(crate) fn asks_for_a_rehearsal(&self, surface: Surface, route: Route, files: &str) -> bool {
        let is_rehearsed =
            |one: &Rehearsed| one.surface == surface && one.route == route && one.files == files;
        self.unrehearsed.contains(&surface) && !self.rehearsed.iter().any(is_rehearsed)
    }

    /// The name of its folder.
    pub(super) fn folder(&self) -> String {
        format!("{}-{}", self.revision, self.digest.get(..DIGITS).unwrap_or_default())
    }
}

/// What `current.toml` holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    /// The public key by which packs are trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
    /// The highest revision that was ever taken: an update goes above it, also after a way back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) highest: Option<String>,
    /// The digest of a pack that the user has gone back from: an update does not bring it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rolled_back: Option<String>,
    /// The pack in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) in_use: Option<Installed>,
    /// The one before, to which `rollback` returns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) previous: Option<Installed>,
}
