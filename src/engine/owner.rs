//! Who is signed in: read before any profile is opened, and held against the ledger's owner.

use std::time::Duration;

use url::Url;

use super::identify::slug_of;
use crate::browser::{Page, PageFault, Reading, StopSeen};
use crate::domain::{Clock, Slug};
use crate::ledger::{Ledger, LedgerError, PageViewKind, Refusal, RunId};

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
    /// Nobody could be read.
    Unreadable(String),
    /// The browser was lost.
    Lost(String),
    /// The page views are spent.
    Refused(Refusal),
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
        Err(fault) => return Ok(OwnerCheck::Unreadable(fault.to_string())),
    };
    if let Some(stop) = sight.stop {
        return Ok(OwnerCheck::Stopped(stop));
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
