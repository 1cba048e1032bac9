//! Who is signed in: read before any profile is opened, and held against the ledger's owner.

use std::time::Duration;

use url::Url;

use super::hands::foreign;
use super::identify::{own_links, slug_of};
use super::outage::{outage, signed_out_by_circle};
use crate::browser::{Degree, NetFault, Own, Page, PageFault, Reading, Sight, StopSeen};
use crate::domain::{Clock, PageText, Slug};
use crate::ledger::{Ledger, LedgerError, PageViewKind, Refusal, RunId};
use crate::selectors::{Origin, Selectors};

/// The address that leads a signed-in member to their own profile (ui-evidence 14).
const OWN_PROFILE: &str = "/in/me/";

/// The page about nobody that has a card of the signed-in member (ui-evidence 14, ui-evidence-2 5).
const FEED: &str = "/feed/";

/// What the first look at a session gave.
#[derive(Debug)]
pub enum OwnerCheck {
    /// The ledger's owner is signed in; `learned` says that the ledger did not know one before.
    Same {
        /// The owner's slug.
        slug: Slug,
        /// Whether this is the first sign-in that the ledger saw.
        learned: bool,
    },
    /// Somebody else is signed in.
    Another {
        /// Whom the ledger belongs to.
        expected: Slug,
        /// Who is signed in.
        found: Slug,
    },
    /// A page that ends the run came up.
    Stopped(StopSeen),
    /// The page came and nobody could be read: it does not look as the selector files say.
    Unreadable(String),
    /// The page did not come.
    NotLoaded(String),
    /// The browser was lost.
    Lost(String),
    /// The site is not reached: another host answers in its place.
    Outage(String),
    /// The page views are spent.
    Refused(Refusal),
}

/// What happened where the page came and nobody could be read on it, and what to do next.
#[must_use]
pub fn owner_unreadable(why: &str, selectors: &Selectors) -> String {
    let file = match &selectors.origin {
        Origin::BuiltIn => "the built-in selectors".to_owned(),
        Origin::File(path) => format!("the selectors of {}", path.display()),
    };
    format!(
        "it cannot be read who is signed in: your own profile does not fit {file} ({why}). No other page was opened, and \
         nobody was acted on. `unlinked selectors probe /in/me/` shows what fits and what does not, `unlinked selectors \
         check` whether the files have faults; mend them (docs/selectors.md) and run again. If your own profile does not \
         come up in a browser either, `unlinked login`"
    )
}

/// The page that tells who is signed in was kept back.
fn no_owner(cause: &NetFault) -> String {
    outage("the page that tells who is signed in did not come, and no other was opened", cause, 1)
}

/// Reads who is signed in, on a page of its own, and learns the owner at the first sign-in. Where the address that leads to it leads
/// to no profile, the feed is asked, whose first card is the member's.
///
/// # Errors
/// When the ledger cannot be read or written.
pub async fn check_owner<P: Page>(
    page: &mut P,
    ledger: &Ledger,
    run: RunId,
    site: &Url,
    clock: &dyn Clock,
    limit: Duration,
) -> Result<OwnerCheck, LedgerError> {
    let mut look = Look { page, ledger, run, clock, limit };
    let sight = match look.at(OWN_PROFILE).await? {
        Ok(sight) => sight,
        Err(ended) => return Ok(ended),
    };
    let found = slug_of(&sight.address, site).filter(|slug| slug.as_str() != "me" && sight.missing.is_none());
    let (found, name) = match found {
        // A profile that cannot be read, or that is somebody else's, is no reason to ask elsewhere: people's pages are like it.
        Some(found) => match own_profile(&sight, &found, site) {
            Ok(name) => (found, name),
            Err(why) => return Ok(OwnerCheck::Unreadable(why)),
        },
        None => match look.at(FEED).await? {
            Ok(feed) => match by_feed(&feed, site) {
                Some(owner) => owner,
                None => return Ok(OwnerCheck::Unreadable(NO_OWN_ADDRESS.to_owned())),
            },
            Err(ended) => return Ok(ended),
        },
    };
    match ledger.owner()? {
        Some(owner) if owner.slug == found => Ok(OwnerCheck::Same { slug: found, learned: false }),
        Some(owner) => Ok(OwnerCheck::Another { expected: owner.slug, found }),
        None => {
            ledger.learn_owner(&found, &name.into_field(), clock.now())?;
            Ok(OwnerCheck::Same { slug: found, learned: true })
        }
    }
}

/// What is said where neither page tells who is signed in.
const NO_OWN_ADDRESS: &str =
    "the address of one's own profile did not lead to it, and the feed does not say whose it is";

/// The name on the member's own profile, or why it is not to be told that it is theirs.
fn own_profile(sight: &Sight, found: &Slug, site: &Url) -> Result<PageText, String> {
    let Some(profile) = &sight.profile else {
        return Err(sight.unreadable.as_ref().map_or_else(
            || "no profile came up".to_owned(),
            |why| format!("`{}`: {}", why.locator, why.note),
        ));
    };
    let others = "the address of one's own profile led to somebody else's page";
    if matches!(profile.own, Some(Own::No | Own::Both)) {
        return Err(format!("{others}: it says so itself"));
    }
    if matches!(profile.degree, Some(Degree::First | Degree::Other | Degree::Both)) {
        return Err(format!("{others}: it shows a degree of connection"));
    }
    if profile.connect || profile.pending {
        return Err(format!("{others}: it offers to connect, or shows an invitation"));
    }
    let agrees = |link: &Slug| link == found || link.is_member_id() || found.is_member_id();
    if !own_links(&profile.links, site).iter().all(agrees) {
        return Err("the address and the top card speak of two different people".to_owned());
    }
    Ok(profile.name.clone())
}

/// Whom the feed says to be signed in.
fn by_feed(feed: &Sight, site: &Url) -> Option<(Slug, PageText)> {
    let owner = feed.owner.as_ref()?;
    let slug = slug_of(site.join(&owner.link).ok()?.as_str(), site)?;
    (slug.as_str() != "me").then(|| (slug, owner.name.clone()))
}

/// A look at one of the pages that tell who is signed in.
struct Look<'a, P> {
    page: &'a mut P,
    ledger: &'a Ledger,
    run: RunId,
    clock: &'a dyn Clock,
    limit: Duration,
}

impl<P: Page> Look<'_, P> {
    /// Opens a page and reads it; `Err` is what ends the check.
    async fn at(&mut self, path: &str) -> Result<Result<Sight, OwnerCheck>, LedgerError> {
        let now = self.clock.now();
        if let Err(refusal) = self.ledger.record_page_view(self.run, PageViewKind::Owner, now)? {
            return Ok(Err(OwnerCheck::Refused(refusal)));
        }
        let seen = match self.page.open(path).await {
            Ok(()) => self.page.read(Reading::Owner, self.limit).await,
            Err(fault) => Err(fault),
        };
        Ok(came(seen))
    }
}

/// What was seen, or what ends the check.
fn came(seen: Result<Sight, PageFault>) -> Result<Sight, OwnerCheck> {
    let sight = seen.map_err(|fault| match fault {
        PageFault::Lost(why) => OwnerCheck::Lost(why),
        PageFault::Foreign(host) => OwnerCheck::Outage(foreign(&host)),
        PageFault::Unreached(NetFault::RedirectLoop) => OwnerCheck::Stopped(signed_out_by_circle()),
        PageFault::Unreached(cause) => OwnerCheck::Outage(no_owner(&cause)),
        fault => OwnerCheck::NotLoaded(fault.to_string()),
    })?;
    match sight {
        Sight { stop: Some(stop), .. } => Err(OwnerCheck::Stopped(stop)),
        Sight { status: 500.., .. } => Err(OwnerCheck::Outage(no_owner(&NetFault::NoPage(sight.status)))),
        Sight { status: 400.., missing: None, .. } => {
            Err(OwnerCheck::NotLoaded(format!("the site answered with status {}", sight.status)))
        }
        sight => Ok(sight),
    }
}
