//! Trying the selector files on a live page, read-only: which candidate of each locator matched, what was ambiguous, what is
//! missing. Opens the overflow menu of a profile to see the items in it, closes it again, and clicks nothing else.

use std::time::Duration;

use tokio::time::Instant;

use crate::browser::{Answer, Found, LocatorSeen, Page, PageFault, Pin, Reading, Sight};
use crate::domain::{Clock, Picture, Place, Reason};
use crate::ledger::{Ledger, LedgerError, PageViewKind, RunId};
use crate::saved::{Token, hold_against};

/// What a probe saw.
#[derive(Debug, Clone)]
pub struct Probed {
    /// Where the page load led, and what it shows.
    pub sight: Sight,
    /// Every locator, with the menu closed or, if `menu_opened`, open.
    pub locators: Vec<LocatorSeen>,
    /// Whether the overflow menu could be opened.
    pub menu_opened: bool,
    /// The page itself, with the menu open where it could be opened; `None` where it could not be taken down.
    pub tokens: Option<Vec<Token>>,
    /// A picture of the page as it stood then, if one was wanted.
    pub picture: Option<Picture>,
}

/// Why a probe saw nothing.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The page cannot be asked.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// The page view cannot be written down, so the page was not loaded.
    #[error(transparent)]
    State(#[from] LedgerError),
}

/// How long a page must stay as it is, as far as the locators go, before it counts as all that comes. Parts that come late, come
/// within two seconds of each other in all that is known of the pages.
const QUIET: Duration = Duration::from_secs(3);

/// Between two looks at a page on which nobody can be read.
const BETWEEN: Duration = Duration::from_millis(400);

/// Opens a path of the site and tries every locator on it; with a picture of it if it is to be `pictured`.
///
/// # Errors
/// When the page view cannot be written down or the page cannot be asked.
pub async fn probe<P: Page>(
    page: &mut P,
    ledger: &Ledger,
    run: RunId,
    clock: &dyn Clock,
    path: &str,
    limit: Duration,
    pictured: bool,
) -> Result<Probed, ProbeError> {
    // Pages of the program's own are never refused.
    let _ = ledger.record_page_view(run, PageViewKind::Probe, clock.now())?;
    page.open(path).await?;
    Ok(probe_here(page, limit, pictured).await?)
}

/// Tries every locator on the page that is open. All of them share one wait: until somebody can be read, or the page has been quiet
/// for [`QUIET`], or `limit` is over.
///
/// # Errors
/// When the page cannot be asked.
pub async fn probe_here<P: Page>(page: &mut P, limit: Duration, pictured: bool) -> Result<Probed, PageFault> {
    let (sight, closed) = settled(page, limit).await?;
    if sight.profile.is_none() {
        let (tokens, picture) = taken_down(page, pictured).await;
        return Ok(Probed { sight, locators: closed, menu_opened: false, tokens, picture });
    }
    let menu_opened = open_menu(page, QUIET.min(limit)).await?;
    let (tokens, picture) = taken_down(page, pictured).await;
    let open = if menu_opened { page.probe().await? } else { Vec::new() };
    if menu_opened {
        page.escape().await?;
    }
    let locators = closed
        .into_iter()
        .map(|before| {
            let after = open.iter().find(|after| after.locator == before.locator);
            match after {
                Some(after) if before.count == 0 => after.clone(),
                _ => before,
            }
        })
        .collect();
    Ok(Probed { sight, locators, menu_opened, tokens, picture })
}

/// The page as it stands. Where it is to be pictured too, the tokens tell only of what stayed where it was until the picture was taken
/// where it is.
async fn taken_down<P: Page>(page: &mut P, pictured: bool) -> (Option<Vec<Token>>, Option<Picture>) {
    let mut tokens = page.snapshot().await;
    if !pictured {
        return (tokens, None);
    }
    let picture = page.picture(None).await;
    if let Some(tokens) = &mut tokens {
        hold_against(tokens, &page.snapshot().await.unwrap_or_default());
    }
    let scale = page.picture_scale();
    (tokens, picture.map(|png| Picture { png, scale }))
}

async fn settled<P: Page>(page: &mut P, limit: Duration) -> Result<(Sight, Vec<LocatorSeen>), PageFault> {
    let end = Instant::now() + limit;
    let mut sight = page.read(Reading::Person, BETWEEN).await?;
    let mut seen = page.probe().await?;
    let mut since = Instant::now();
    let told = |sight: &Sight| sight.profile.is_some() || sight.stop.is_some() || sight.missing.is_some();
    while !told(&sight) && since.elapsed() < QUIET && Instant::now() < end {
        sight = page.read(Reading::Person, BETWEEN).await?;
        let now = page.probe().await?;
        let counts = |all: &[LocatorSeen]| all.iter().map(|locator| locator.count).collect::<Vec<_>>();
        if counts(&now) != counts(&seen) {
            since = Instant::now();
        }
        seen = now;
    }
    Ok((sight, seen))
}

async fn open_menu<P: Page>(page: &mut P, limit: Duration) -> Result<bool, PageFault> {
    let Found::Target(more) = page.find(Place::More.as_str(), &Pin::default(), true, limit).await? else {
        return Ok(false);
    };
    match page.click(&more).await {
        Answer::Done(()) => {}
        Answer::NotDone(_) => return Ok(false),
        Answer::Unknown(fault) => return Err(PageFault::Lost(fault.to_string())),
    }
    let seen = page.find(Place::RemoveItem.as_str(), &Pin::default(), false, limit).await?;
    Ok(
        !matches!(seen, Found::Not(why) if why.reason == Reason::NotFound && why.locator == Place::Menu.as_str()),
    )
}
