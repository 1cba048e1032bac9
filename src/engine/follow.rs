//! Whether somebody is followed, or invited: their card, or the overflow menu that it opens, offers Follow or Unfollow, Connect or
//! Pending.
//!
//! That the one item is not there proves nothing: a menu that did not open or was not filled yet has none either. The proof is that
//! the other can be seen, on the page of the pinned person, while it cannot.

use std::time::Duration;

use tokio::time::Instant;

use super::hands::{Halt, Hands};
use super::proof::Proof;
use crate::browser::{Answer, Found, Page, Pin};
use crate::domain::{Place, Step};

/// How long one look at a page as it stands may take.
const GLANCE: Duration = Duration::from_millis(250);

/// How long a menu is waited for before its button is clicked again: some ignore the first click (ui-evidence 2).
pub(super) const MENU_PATIENCE: Duration = Duration::from_millis(2500);

impl<P: Page> Hands<'_, P> {
    /// Reads whether the person, on whose page we are, is followed.
    pub(super) async fn look_for_follow(&mut self, pin: &Pin) -> Result<Proof, Halt> {
        self.look_in_menu(Place::Follow, pin, ["Follow", "Unfollow"]).await
    }

    /// Reads whether the person, on whose page we are, has an invitation of ours.
    pub(super) async fn look_for_invitation(&mut self, pin: &Pin) -> Result<Proof, Halt> {
        self.look_in_menu(Place::ConnectItem, pin, ["Connect", "to withdraw"]).await
    }

    /// Reads whether the page or its overflow menu, which is opened for it, has what proves that it is done, or what is clicked to do
    /// it. Nothing in the menu is clicked.
    async fn look_in_menu(&mut self, done: Place, pin: &Pin, words: [&str; 2]) -> Result<Proof, Halt> {
        let patience = MENU_PATIENCE.min(self.rules.locate_timeout);
        let end = Instant::now() + patience + self.rules.locate_timeout;
        let mut clicked: Option<Instant> = None;
        loop {
            match (
                self.offers(done.as_str(), pin).await?,
                self.offers(&self.path.commit_at.clone(), pin).await?,
            ) {
                (true, false) => return Ok(Proof::Gone),
                (false, true) => return Ok(Proof::StillThere),
                (true, true) => {
                    return Ok(Proof::None(format!("the page offers both {} and {}", words[0], words[1])));
                }
                (false, false) if Instant::now() >= end => {
                    return Ok(Proof::None(format!("the page offers neither {} nor {}", words[0], words[1])));
                }
                // A click on a button whose menu is on its way would close it.
                (false, false) if clicked.is_some_and(|at| at.elapsed() < patience) => {}
                (false, false) => {
                    if self.open_menu(pin).await? {
                        clicked = Some(Instant::now());
                    }
                }
            }
        }
    }

    /// Whether exactly one element of a locator can be seen, as the page stands.
    pub(super) async fn offers(&mut self, locator: &str, pin: &Pin) -> Result<bool, Halt> {
        match self.page.find(locator, pin, false, GLANCE).await {
            Ok(Found::Target(target)) => {
                self.trace_target(Step::Verify, &target);
                Ok(true)
            }
            Ok(Found::Stop(stop)) => Err(Halt::Stop(stop)),
            Ok(Found::Not(_)) => Ok(false),
            Err(fault) => Halt::beyond(fault).map(|_| false),
        }
    }

    /// Clicks the overflow button, unless its menu is open; says whether it was clicked.
    async fn open_menu(&mut self, pin: &Pin) -> Result<bool, Halt> {
        let button = match self.page.find(Place::More.as_str(), pin, true, GLANCE).await {
            Ok(Found::Target(button)) => button,
            Ok(Found::Stop(stop)) => return Err(Halt::Stop(stop)),
            Ok(Found::Not(_)) => return Ok(false),
            Err(fault) => return Halt::beyond(fault).map(|_| false),
        };
        if button.expanded.as_ref().is_some_and(|said| *said == "true") {
            return Ok(false);
        }
        let clicked = self.page.click(&button).await;
        self.trace_target(Step::Verify, &button);
        match clicked {
            Answer::Done(()) => Ok(true),
            Answer::NotDone(fault) | Answer::Unknown(fault) if fault.is_lost() => {
                Err(Halt::Lost(fault.to_string()))
            }
            Answer::NotDone(_) | Answer::Unknown(_) => Ok(true),
        }
    }
}
