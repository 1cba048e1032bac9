//! What one run allows itself: everything the life of a removal must know besides the person.

use std::time::Duration;

use url::Url;

use crate::domain::{Route, Surface};

/// The rules of one run.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The site: addresses are built from it and the slug.
    pub site: Url,
    /// Whether the site is a practice site on loopback; only there are guesses allowed without being asked.
    pub practice: bool,
    /// Whether click paths may rest on guesses on the real site too.
    pub allow_guessed: bool,
    /// A dry run: everything up to the point of no return, which is found, checked, pictured, and not clicked.
    pub rehearsal: bool,
    /// Whether pictures are taken.
    pub pictures: bool,
    /// How the person is reached.
    pub route: Route,
    /// On which kind of page.
    pub surface: Surface,
    /// How long an element or an identity is waited for.
    pub locate_timeout: Duration,
    /// How long a dialog, proof or toast is waited for after the commit.
    pub confirm_grace: Duration,
}

impl Rules {
    /// Whether a click path may rest on a guess.
    #[must_use]
    pub fn guesses_allowed(&self) -> bool {
        self.practice || self.allow_guessed
    }
}
