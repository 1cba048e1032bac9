//! Reading the page of sent invitations, page after page. Nothing is clicked.

use std::time::Duration;

use url::Url;

use super::identify::slug_of;
use crate::browser::{List, Page, PageFault, RowSeen, StopSeen, WhyNot};
use crate::domain::{Clock, PageText, Slug};
use crate::ledger::{Caps, Ledger, LedgerError, PageViewKind, Refusal, RunId};

/// Where sent invitations are listed; `page` counts from 1 (ui-evidence 12).
const SENT: &str = "/mynetwork/invitation-manager/sent/?invitationType=CONNECTION&page=";

/// No more pages than this are read.
const MOST_PAGES: u32 = 300;

/// A card of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Whom it leads to.
    pub slug: Slug,
    /// The name as shown.
    pub name: PageText,
    /// Everything else that the card says.
    pub details: Vec<PageText>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentInvitations {
    /// The cards, in the order of the pages, each person once.
    pub cards: Vec<Card>,
    /// Cards that lead to nobody, or to more than one.
    pub unreadable: usize,
    /// How many pages had somebody on them.
    pub pages: u32,
}

/// Why the invitations could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SentError {
    /// The browser, or a page that did not load.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// The ledger.
    #[error(transparent)]
    State(#[from] LedgerError),
    /// A page that ends everything.
    #[error("{}: {}", .0.by, .0.what)]
    Stop(StopSeen),
    /// The page views are spent, or a cool-down is in force.
    #[error("{0}")]
    Refused(Refusal),
    /// No card was found.
    #[error("`{}`: {}", .0.locator, .0.note)]
    Unreadable(WhyNot),
}

/// Reads all the sent invitations, one page load for each page, each written down before it starts. The last page is known by
/// the next one showing nobody new.
///
/// # Errors
/// [`SentError`]; a list that was read in part is not given.
pub async fn sent_invitations<P: Page>(
    page: &mut P,
    ledger: &Ledger,
    run: RunId,
    caps: &Caps,
    site: &Url,
    clock: &dyn Clock,
    limit: Duration,
) -> Result<SentInvitations, SentError> {
    let mut sent = SentInvitations::default();
    for number in 1..=MOST_PAGES {
        if let Some(refusal) = ledger.may_look(1, caps, clock.now())? {
            return Err(SentError::Refused(refusal));
        }
        if let Err(refusal) = ledger.record_page_view(run, PageViewKind::List, clock.now())? {
            return Err(SentError::Refused(refusal));
        }
        page.open(&format!("{SENT}{number}")).await?;
        let rows = match page.rows(None, limit).await? {
            List::Rows(rows) => rows,
            List::Stop(stop) => return Err(SentError::Stop(stop)),
            List::Not(why) if number == 1 => return Err(SentError::Unreadable(why)),
            List::Not(_) => break,
        };
        let before = sent.cards.len();
        for row in &rows.rows {
            match card(row, site) {
                Some(card) if sent.cards.iter().any(|known| known.slug == card.slug) => {}
                Some(card) => sent.cards.push(card),
                None => sent.unreadable += 1,
            }
        }
        if sent.cards.len() == before {
            break;
        }
        sent.pages = number;
    }
    Ok(sent)
}

/// A card that leads to exactly one person and names them.
fn card(row: &RowSeen, site: &Url) -> Option<Card> {
    let mut slugs: Vec<Slug> = row
        .links
        .iter()
        .filter_map(|path| site.join(path).ok())
        .filter_map(|url| slug_of(url.as_str(), site))
        .collect();
    slugs.dedup();
    match slugs.as_slice() {
        [slug] if !row.name.is_empty() => {
            Some(Card { slug: slug.clone(), name: row.name.clone(), details: row.details.clone() })
        }
        _ => None,
    }
}
