//! Walking a list of people: the connections page with its name filter, and people search. Reading and typing only; the
//! row that is picked becomes the scope of the clicks that follow.

use std::time::Duration;

use tokio::time::Instant;

use super::identify::Identity;
use super::pick::{Picked, PickedRow, pick, total_of};
use super::hands::{Halt, Hands};
use super::verify::Proof;
use crate::browser::{Found, List, Page, PageFault, Rows};
use crate::domain::{Outcome, Person, Reason, Step};
use crate::ledger::PageViewKind;
use crate::roster::Row;

/// How often a list is asked for more rows before it is given up.
const MOST_BATCHES: usize = 40;

/// How long a filtered list is given to show another state than before.
const FILTER_PATIENCE: Duration = Duration::from_secs(4);

/// What was read of a list, for proving later that somebody is gone from it.
#[derive(Debug, Clone, Default)]
pub(super) struct ListWay {
    /// The path that was opened.
    pub(super) path: String,
    /// Where the name was typed, if it was.
    pub(super) filter: Option<(String, String)>,
    /// The total that the page stated before anything was typed.
    pub(super) total: Option<u64>,
    /// The mark of the rows before the filter.
    mark: Option<String>,
}

impl ListWay {
    /// A list that was just opened.
    pub(super) fn at(path: &str) -> ListWay {
        ListWay { path: path.to_owned(), ..ListWay::default() }
    }
}

/// Types the person's name into the list's filter.
pub(super) async fn type_filter<P: Page>(
    hands: &mut Hands<'_, P>,
    place: &str,
    text: &str,
    list: &mut ListWay,
) -> Result<(), Halt> {
    let limit = hands.rules.locate_timeout;
    let before = rows(hands, None, limit).await?;
    list.total = before.total.as_deref().and_then(total_of);
    list.mark = Some(before.mark);
    list.filter = Some((place.to_owned(), text.to_owned()));
    let _ = hands.ledger.record_page_view(hands.run, PageViewKind::ListBatch, hands.clock.now())?;
    match hands.page.type_into(place, text, limit).await.map_err(|fault| Halt::page(fault, Step::Pick))? {
        Found::Target(target) if target.guess && !hands.rules.guesses_allowed() => Err(Halt::outcome(
            Outcome::ChangedPage,
            Step::Pick,
            Reason::Guessed,
            format!("`{place}` is known by a guess only; `selectors.allow_guessed = true` allows that"),
        )),
        Found::Target(_) => Ok(()),
        Found::Stop(stop) => Err(Halt::Stop(stop)),
        Found::Not(why) => Err(Halt::not_found(why, Step::Pick)),
    }
}

/// Finds the one row of the person, asking for more rows as long as the list has some.
pub(super) async fn pick_row<P: Page>(
    hands: &mut Hands<'_, P>,
    row: &Row,
    list: &mut ListWay,
) -> Result<PickedRow, Halt> {
    (hands.progress)(Step::Pick);
    let seen = settled(hands, list).await?;
    match search(hands, &row.person, seen).await? {
        Picked::One(picked) => Ok(picked),
        Picked::Many(count) => Err(Halt::outcome(
            Outcome::Ambiguous,
            Step::Pick,
            Reason::NotUnique,
            format!("{count} people of the list fit; give a URL, or company and location"),
        )),
        Picked::OtherName => Err(Halt::outcome(
            Outcome::Mismatch,
            Step::Pick,
            Reason::WrongPerson,
            "the list shows another name for this slug than the roster",
        )),
        Picked::Nobody => Err(Halt::outcome(
            Outcome::NotFound,
            Step::Pick,
            Reason::NotFound,
            "nobody on the list fits; they may be no connection any more, or go by another name",
        )),
    }
}

/// The list after the filter had its time: another state than before it was typed, or the same, if that is what fits.
async fn settled<P: Page>(hands: &mut Hands<'_, P>, list: &mut ListWay) -> Result<Rows, Halt> {
    match list.mark.take() {
        Some(mark) => {
            let limit = FILTER_PATIENCE.min(hands.rules.locate_timeout);
            rows(hands, Some(&mark), limit).await
        }
        None => rows(hands, None, hands.rules.locate_timeout).await,
    }
}

async fn rows<P: Page>(
    hands: &mut Hands<'_, P>,
    before: Option<&str>,
    limit: Duration,
) -> Result<Rows, Halt> {
    match hands.page.rows(before, limit).await.map_err(|fault| Halt::page(fault, Step::Pick))? {
        List::Rows(rows) => Ok(rows),
        List::Stop(stop) => Err(Halt::Stop(stop)),
        List::Not(why) => Err(Halt::not_found(why, Step::Pick)),
    }
}

/// Without a slug every row counts, since a second one that fits makes the first one ambiguous.
async fn search<P: Page>(hands: &mut Hands<'_, P>, person: &Person, first: Rows) -> Result<Picked, Halt> {
    let site = hands.rules.site.clone();
    let mut seen = first;
    for _ in 0..MOST_BATCHES {
        let picked = pick(person, &seen.rows, &site);
        let decided = match &picked {
            Picked::One(_) => person.slug.is_some() || !seen.more,
            Picked::Nobody => !seen.more,
            Picked::Many(_) | Picked::OtherName => true,
        };
        if decided {
            return Ok(picked);
        }
        let _ = hands.ledger.record_page_view(hands.run, PageViewKind::ListBatch, hands.clock.now())?;
        let limit = hands.rules.locate_timeout;
        hands.page.load_more(limit).await.map_err(|fault| Halt::page(fault, Step::Pick))?;
        let count = seen.rows.len();
        let next = rows(hands, Some(&seen.mark), limit).await?;
        if next.rows.len() <= count {
            return Ok(stalled(person, &next, &site));
        }
        seen = next;
    }
    Ok(pick(person, &seen.rows, &site))
}

/// A list that gives no more rows though it offers some: what is there decides only with a slug.
fn stalled(person: &Person, seen: &Rows, site: &url::Url) -> Picked {
    match pick(person, &seen.rows, site) {
        Picked::One(_) if person.slug.is_none() => Picked::Many(1),
        picked => picked,
    }
}

impl<P: Page> Hands<'_, P> {
    /// Loads the list afresh and filters it by the name again. Gone is proved by the filter's empty state together with a
    /// total that fell by one; whatever else is seen proves nothing, and the profile is asked.
    pub(super) async fn look_in_list(&mut self, identity: &Identity, list: &ListWay) -> Result<Proof, Halt> {
        let Some((place, text)) = list.filter.clone() else { return Ok(Proof::None("no filter".to_owned())) };
        let started = Instant::now();
        let _ = self.ledger.record_page_view(self.run, PageViewKind::List, self.clock.now())?;
        match self.page.open(&list.path).await {
            Ok(()) => {}
            Err(PageFault::Lost(why)) => return Err(Halt::Lost(why)),
            Err(fault) => return Ok(Proof::None(fault.to_string())),
        }
        let mut now = ListWay::at(&list.path);
        let seen = match type_filter(self, &place, &text, &mut now).await {
            Ok(()) => settled(self, &mut now).await,
            Err(halt) => Err(halt),
        };
        let seen = match seen {
            Ok(seen) => seen,
            Err(Halt::Outcome(verdict)) => return Ok(Proof::None(verdict.detail)),
            Err(halt) => return Err(halt),
        };
        tracing::debug!(ms = started.elapsed().as_millis(), rows = seen.rows.len(), "looked in the list");
        let person = Person { slug: Some(identity.slug.clone()), name: None, company: None, location: None };
        if !matches!(pick(&person, &seen.rows, &self.rules.site), Picked::Nobody) {
            return Ok(Proof::StillThere);
        }
        let fell_by_one =
            matches!((list.total, now.total), (Some(before), Some(after)) if after + 1 == before);
        if seen.empty && seen.rows.is_empty() && fell_by_one {
            return Ok(Proof::Gone);
        }
        Ok(Proof::None("the list does not show them, which alone proves nothing".to_owned()))
    }
}
