//! The page as the engine sees it: open, read, find, click once, see what came of it. [`Page`] is implemented over WebDriver
//! by [`super::WebPage`]; tests have a scripted one, for every order of faults.
//!
//! Nothing here judges: whether a page is about the right person is the engine's to say.

use std::time::Duration;

use super::seen::{
    Aftermath, DialogSeen, Found, LocatorSeen, Pin, RowSeen, Rows, Sight, StopSeen, Surroundings, Target,
    WhyNot,
};
use super::{Answer, NetFault, WantedSince};
use crate::saved::Token;

/// How a list was asked for more.
#[derive(Debug, Clone, PartialEq)]
pub enum MoreAsked {
    /// By its button, whose absence afterwards says that there is no more.
    Button,
    /// By scrolling to its end; these rows were read on the way.
    Scroll(Vec<RowSeen>),
    /// Not at all: its button is known by a guess only.
    Guessed,
}

/// What a look at a list gave.
#[derive(Debug, Clone, PartialEq)]
pub enum List {
    /// Rows that have stayed the same for a while.
    Rows(Rows),
    /// A page that ends the run came up.
    Stop(StopSeen),
    /// No list could be read.
    Not(WhyNot),
}

/// Why the page could not be asked, or asked no more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    /// Driver, browser or session is gone: only a new session helps.
    #[error("the browser was lost: {0}")]
    Lost(String),
    /// The page did not load.
    #[error("the page did not load: {0}")]
    Load(String),
    /// The browser shows a page of this host, which is not the site's: nothing was read, clicked or typed there.
    #[error("the browser was led to {0}, which is not the site; nothing was read or clicked there")]
    Foreign(String),
    /// The network or the site kept it back.
    #[error("the page did not load: {0}")]
    Unreached(NetFault),
    /// The page's own script or ours failed in it.
    #[error("the page could not be read: {0}")]
    Script(String),
}

/// What a page is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading<'a> {
    /// Who is signed in: the owner's own page, which shows no degree.
    Owner,
    /// Whom the page is about.
    Person,
    /// Whom the page is about, and where to click next.
    PersonAndNext(&'a str),
}

/// The page, driven. Reading and finding wait for what they look for, and may be asked again as often as one likes.
/// [`Page::click`] makes one click, at once, and is never repeated by anything below the engine.
#[expect(async_fn_in_trait, reason = "driven on one thread, never as a trait object")]
pub trait Page {
    /// Which locator is the button that confirms a dialog of the click path at hand; `None` for the one of removals.
    fn confirm_with(&mut self, _locator: Option<&str>) {}

    /// What pages asked of the browser beyond being shown, since this was asked for last.
    fn wanted(&mut self) -> WantedSince {
        WantedSince::default()
    }

    /// Loads a path of the site afresh.
    ///
    /// # Errors
    /// When the load failed or the browser is gone.
    async fn open(&mut self, path: &str) -> Result<(), PageFault>;

    /// Reads whom the page is about, waiting up to `limit` until that is whole. With `next`, the one element of that locator
    /// is found in the same breath on the page of a 1st-degree connection, its guard armed.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn read(&mut self, what: Reading<'_>, limit: Duration) -> Result<Sight, PageFault>;

    /// Reads again, until whom the page is about is another than in `than`, or the limit is over: `None`.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn read_changed(
        &mut self,
        than: &Sight,
        what: Reading<'_>,
        limit: Duration,
    ) -> Result<Option<Sight>, PageFault>;

    /// Finds the one element of a locator, ready to be clicked, waiting up to `limit`. With `armed` the guard is set for one
    /// click on it, for which the page must be as pinned.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn find(
        &mut self,
        locator: &str,
        pin: &Pin,
        armed: bool,
        limit: Duration,
    ) -> Result<Found, PageFault>;

    /// Makes one click at the target's point, as a trusted event. Never tried again.
    async fn click(&mut self, target: &Target) -> Answer<()>;

    /// Types a text into a field that was found, in place of what is there, and nowhere else: without the focus nothing is
    /// typed. `Some` says why the field does not hold the text.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn type_into(
        &mut self,
        field: &Target,
        text: &str,
        limit: Duration,
    ) -> Result<Option<WhyNot>, PageFault>;

    /// Waits for what comes of a click on `target`: a dialog (if `expect_dialog`), proof, a toast, a refusal of the site, or
    /// the guard's word that it was swallowed; after `limit` says what there is.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn after_click(
        &mut self,
        target: &Target,
        pin: &Pin,
        expect_dialog: bool,
        limit: Duration,
    ) -> Result<Aftermath, PageFault>;

    /// The dialog once more, after a click in it that nothing in the page has heard of: its button found and armed anew, as soon as that
    /// can be clicked; after `limit` as it is, `None` without one.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn dialog_again(&mut self, pin: &Pin, limit: Duration) -> Result<Option<DialogSeen>, PageFault>;

    /// The rows of the list, once they are settled and, with `before`, differ from that state; after `limit` as they are.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn rows(&mut self, before: Option<&str>, limit: Duration) -> Result<List, PageFault>;

    /// Asks a list for its next rows: by its button if it has one, else by scrolling to its end, and with `wheel` by turning the wheel
    /// over it there, which is all that some lists answer (ui-evidence-2 2). A button that is only a guess is clicked if `guesses` are
    /// allowed.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn load_more(
        &mut self,
        guesses: bool,
        wheel: bool,
        limit: Duration,
    ) -> Result<MoreAsked, PageFault>;

    /// Brings the row that leads to this path into view, on a list that keeps only the rows near the visible part. Whether it
    /// is there.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn reveal_row(&mut self, link: &str) -> Result<bool, PageFault>;

    /// Presses Escape, which closes menus and dialogs.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn escape(&mut self) -> Result<(), PageFault>;

    /// Every locator of the selector file as the page stands.
    ///
    /// # Errors
    /// When the page cannot be asked.
    async fn probe(&mut self) -> Result<Vec<LocatorSeen>, PageFault>;

    /// The page as it stands, token by token; `None` if it cannot be had.
    async fn snapshot(&mut self) -> Option<Vec<Token>> {
        None
    }

    /// A PNG of the viewport, `None` if none can be had. With a target, it is outlined in the picture.
    async fn picture(&mut self, outlined: Option<&Target>) -> Option<Vec<u8>>;

    /// How many px of the last picture make one CSS px, where that is known.
    fn picture_scale(&self) -> Option<f64> {
        None
    }

    /// What is around a locator's scope, for mending a selector; `None` if the page cannot be asked.
    async fn surroundings(&mut self, locator: &str) -> Option<Surroundings>;
}
