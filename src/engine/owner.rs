//! Who is signed in: read before any profile is opened, and held against the ledger's owner.

use std::time::Duration;

use url::Url;

use super::hands::foreign;
use super::identify::slug_of;
use super::outage::{outage, signed_out_by_circle};
use crate::browser::{NetFault, Page, PageFault, Reading, StopSeen};
use crate::domain::{Clock, Slug};
use crate::ledger::{Ledger, LedgerError, PageViewKind, Refusal, RunId};
use crate::selectors::{Origin, Selectors};

/// The address that leads a signed-in member to their own profile (ui-evidence 14).
const OWN_PROFILE: &str = "/in/me/";

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

/// Reads who is signed in, on a page of its own, and learns the owner at the first sign-in.
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
    if let Err(refusal) = ledger.record_page_view(run, PageViewKind::Owner, clock.now())? {
        return Ok(OwnerCheck::Refused(refusal));
    }
    let seen = match page.open(OWN_PROFILE).await {
        Ok(()) => page.read(Reading::Owner, limit).await,
        Err(fault) => Err(fault),
    };
    let sight = match seen {
        Ok(sight) => sight,
        Err(PageFault::Lost(why)) => return Ok(OwnerCheck::Lost(why)),
        Err(PageFault::Foreign(host)) => return Ok(OwnerCheck::Outage(foreign(&host))),
        Err(PageFault::Unreached(NetFault::RedirectLoop)) => {
            return Ok(OwnerCheck::Stopped(signed_out_by_circle()));
        }
        Err(PageFault::Unreached(cause)) => return Ok(OwnerCheck::Outage(no_owner(&cause))),
        Err(fault) => return Ok(OwnerCheck::NotLoaded(fault.to_string())),
    };
    if let Some(stop) = sight.stop {
        return Ok(OwnerCheck::Stopped(stop));
    }
    if sight.status >= 500 {
        return Ok(OwnerCheck::Outage(no_owner(&NetFault::NoPage(sight.status))));
    }
    if sight.status >= 400 {
        return Ok(OwnerCheck::NotLoaded(format!("the site answered with status {}", sight.status)));
    }
    let Some(profile) = sight.profile else {
        let why = sight.unreadable.map_or_else(
            || "no profile came up".to_owned(),
            |why| format!("`{}`: {}", why.locator, why.note),
        );
        return Ok(OwnerCheck::Unreadable(why));
    };
    let Some(found) = slug_of(&sight.address, site).filter(|slug| slug.as_str() != "me") else {
        return Ok(OwnerCheck::Unreadable("the address of one's own profile did not lead to it".to_owned()));
    };
    match ledger.owner()? {
        Some(owner) if owner.slug == found => Ok(OwnerCheck::Same { slug: found, learned: false }),
        Some(owner) => Ok(OwnerCheck::Another { expected: owner.slug, found }),
        None => {
            ledger.learn_owner(&found, &profile.name, clock.now())?;
            Ok(OwnerCheck::Same { slug: found, learned: true })
        }
    }
}
