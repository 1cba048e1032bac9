//! Walking a list of people: the connections page with its name filter, and people search. Reading and typing only; the
//! row that is picked becomes the scope of the clicks that follow.
//!
//! A list never says when it is whole. So what was typed counts as answered once the rows show it, and one row of a name
//! counts as the only one once the list has shown that there is no more.

use std::time::Duration;

use tokio::time::Instant;

use super::hands::{Halt, Hands};
use super::identify::written_otherwise;
use super::pick::{Field, Picked, PickedRow, fits_filter, pick, total_of};
use crate::browser::{Found, List, MoreAsked, Page, Pin, RowSeen, Rows};
use crate::domain::{Outcome, Person, Reason, Step};
use crate::ledger::PageViewKind;
use crate::roster::Row;

/// How often a list is asked for more rows before it is given up.
const MOST_BATCHES: usize = 12;

/// How many further batches are part of what is held back for a person (`VIEWS_PER_LIST_PERSON`).
const RESERVED_BATCHES: usize = 2;

/// No list has fewer rows a batch: search has ten, connections twenty or about forty (ui-evidence 2 and 3). A settled list
/// of fewer rows, without a button for more, is whole.
const SMALLEST_BATCH: usize = 10;

/// For how long a list that says who is not in it, or the only one of a name, must say so.
const SECOND_LOOK: Duration = Duration::from_millis(1500);

/// How long more is waited for after a few rows came, and after the wheel was turned.
const REST_OF_A_BATCH: Duration = Duration::from_secs(3);

/// What was read of a list on the way to a row of it. Nothing that it shows later proves that somebody is gone: rows and totals change
/// before the site is asked (ui-evidence-2 2), so the profile is loaded for that.
#[derive(Debug, Clone, Default)]
pub(super) struct ListWay {
    /// Where the name was typed, if it was.
    pub(super) filter: Option<(String, String)>,
    /// The total that the page stated before anything was typed.
    pub(super) total: Option<u64>,
    /// The rows before anything was typed, until the filter has answered.
    before: Option<Rows>,
}

/// Writes a page view down before it is caused; a refusal stops before anything is loaded or typed.
fn view<P: Page>(hands: &Hands<'_, P>, kind: PageViewKind) -> Result<(), Halt> {
    hands.ledger.record_page_view(hands.run, kind, hands.clock.now())?.map_err(Halt::Refused)
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
    list.total = before.total.as_ref().and_then(|total| total_of(total.for_judging()));
    list.before = Some(before);
    list.filter = Some((place.to_owned(), text.to_owned()));
    let found = hands.page.find(place, &Pin::default(), true, limit).await;
    let field = match found.map_err(|fault| Halt::page(fault, Step::Pick))? {
        Found::Target(target) if target.guess && !hands.rules.guesses_allowed() => {
            return Err(Halt::guessed(Step::Pick, &format!("`{place}` is")));
        }
        Found::Target(target) => target,
        Found::Stop(stop) => return Err(Halt::Stop(stop)),
        Found::Not(why) => return Err(Halt::not_found(why, Step::Pick)),
    };
    view(hands, PageViewKind::ListBatch)?;
    match hands.page.type_into(&field, text, limit).await.map_err(|fault| Halt::page(fault, Step::Pick))? {
        None => Ok(()),
        Some(why) => Err(Halt::not_found(why, Step::Pick)),
    }
}

/// Finds the one row of the person, asking for more rows as long as the list has some. If the click is made in the list
/// (`in_list`), the row is brought into view.
pub(super) async fn pick_row<P: Page>(
    hands: &mut Hands<'_, P>,
    row: &Row,
    list: &mut ListWay,
    in_list: bool,
) -> Result<PickedRow, Halt> {
    (hands.progress)(Step::Pick);
    let first = settled(hands, list).await?;
    let shows_empty = first.empty && (!first.guess || hands.rules.guesses_allowed());
    let walked = search(hands, &row.person, first, list).await?;
    let other = |outcome, reason, why: String| Err(Halt::outcome(outcome, Step::Pick, reason, why));
    match walked.picked {
        Picked::One(picked) if in_list && company_is_open(&picked) => other(
            Outcome::Ambiguous,
            Reason::NotUnique,
            "one of the list has that name, and their row does not say the roster's company; give a URL, or use the \
             route search, which looks at the profile too"
                .to_owned(),
        ),
        Picked::One(picked) => {
            let shown = walked.in_view.iter().any(|seen| seen.links.contains(&picked.link));
            if in_list && !shown {
                let revealed = hands.page.reveal_row(&picked.link).await;
                revealed.map_err(|fault| Halt::page(fault, Step::Pick))?;
            }
            Ok(picked)
        }
        Picked::Many(count) => other(
            Outcome::Ambiguous,
            Reason::NotUnique,
            format!("{count} people of the list fit; give a URL, or company and location"),
        ),
        Picked::NotTold(count) => other(
            Outcome::Ambiguous,
            Reason::NotUnique,
            format!(
                "{count} of the list have that name, and no row of theirs says the roster's company and location; give a URL"
            ),
        ),
        Picked::Unsure => other(
            Outcome::Ambiguous,
            Reason::NotUnique,
            "one of the list fits, and the list did not show whether it has more of that name; give a URL"
                .to_owned(),
        ),
        Picked::WrittenOtherwise(shown) => other(
            Outcome::Ambiguous,
            Reason::NotUnique,
            written_otherwise(&row.person, &shown),
        ),
        Picked::OtherName => other(
            Outcome::Mismatch,
            Reason::WrongPerson,
            "the list shows another name for this slug than the roster".to_owned(),
        ),
        Picked::Unreadable(count) => other(
            Outcome::ChangedPage,
            Reason::Unreadable,
            format!(
                "nobody on the list fits ({} read), and the page does not say of all rows whose they are ({count} do not)",
                walked.read
            ),
        ),
        Picked::Nobody if !walked.to_its_end => other(
            Outcome::Failed,
            Reason::Timeout,
            format!(
                "the list goes on after {} rows, and nobody among these fits; give a URL and use the route profile",
                walked.read
            ),
        ),
        // A limit on searching hides what was found, and looks the same (ui-evidence-2 4).
        Picked::Nobody if !in_list && walked.read == 0 && !shows_empty => other(
            Outcome::Failed,
            Reason::NoProof,
            "the search shows nobody, and nothing says that there is nobody rather than a limit on searching; give a URL and use \
             the route profile"
                .to_owned(),
        ),
        Picked::Nobody => other(
            Outcome::NotFound,
            Reason::NotFound,
            format!(
                "nobody on the list fits ({} read); they may be no connection any more, or go by another name",
                walked.read
            ),
        ),
    }
}

/// Whether the row says nothing of the company where one would stand. A location is not shown in this list at all (ui-evidence 2),
/// and neither is a company where there is no headline; where nobody else has the name, that contradicts nothing.
fn company_is_open(picked: &PickedRow) -> bool {
    picked.has_headline && picked.untold.iter().any(|field| matches!(field, Field::Company(_)))
}

/// The list once it shows what was typed; a list that shows everybody still is no answer, however long it took.
async fn settled<P: Page>(hands: &mut Hands<'_, P>, list: &mut ListWay) -> Result<Rows, Halt> {
    let limit = hands.rules.locate_timeout;
    let (Some(before), Some((_, typed))) = (list.before.take(), list.filter.clone()) else {
        return rows(hands, None, limit).await;
    };
    let all_fit = |seen: &Rows| !seen.rows.is_empty() && seen.rows.iter().all(|row| fits_filter(row, &typed));
    if all_fit(&before) || (before.rows.is_empty() && before.empty) {
        return rows(hands, None, limit).await;
    }
    // Lists are known to stall for tens of seconds (ui-evidence 2).
    let end = Instant::now() + 2 * limit;
    let mut mark = before.mark.clone();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let now = rows(hands, Some(&mark), left.min(limit)).await?;
        let some_went = before.rows.iter().any(|old| !now.rows.iter().any(|row| row.links == old.links));
        if all_fit(&now) || (some_went && (!now.rows.is_empty() || now.empty)) {
            return Ok(now);
        }
        if Instant::now() >= end {
            if now.rows.is_empty() {
                return Ok(now);
            }
            return Err(Halt::outcome(
                Outcome::Failed,
                Step::Pick,
                Reason::Timeout,
                "the list did not answer what was typed into its filter; nobody was picked from it",
            ));
        }
        mark = now.mark;
    }
}

async fn rows<P: Page>(
    hands: &mut Hands<'_, P>,
    before: Option<&str>,
    limit: Duration,
) -> Result<Rows, Halt> {
    match hands.page.rows(before, limit).await.map_err(|fault| Halt::page(fault, Step::Pick))? {
        List::Rows(rows) if rows.guess && !rows.rows.is_empty() && !hands.rules.guesses_allowed() => {
            Err(Halt::guessed(Step::Pick, "the rows of the list are"))
        }
        List::Rows(rows) => Ok(rows),
        List::Stop(stop) => Err(Halt::Stop(stop)),
        List::Not(why) => Err(Halt::not_found(why, Step::Pick)),
    }
}

/// The rows of a list so far, over all batches and pages.
struct Walk {
    /// Those that say whose they are; the others are those of the list as it stands, since placeholders come and go.
    rows: Vec<RowSeen>,
    /// The list as it stands.
    now: Rows,
    /// How many rows the first look showed. Further batches are no measure: a list that keeps the rows in view alone shows a part
    /// of each, and the rest when it is scrolled.
    first: usize,
    /// Whether nothing came when the list was asked for more.
    ended: bool,
    /// Whether nothing came by scrolling alone: then the wheel is turned, too.
    wheel: bool,
    /// Whether the list has, or had, a button for more.
    has_button: bool,
    /// The total that the page stated before anything was typed.
    total: Option<u64>,
    /// What was typed into the filter, if anything was.
    typed: Option<String>,
}

impl Walk {
    /// A list as it is first seen.
    fn from_first(first: Rows, list: &ListWay) -> Walk {
        Walk {
            // Two rows of one person stay two, which is no list to pick from.
            rows: first.rows.iter().filter(|row| !is_unread(row)).cloned().collect(),
            first: first.rows.len(),
            ended: false,
            wheel: false,
            has_button: first.more,
            now: first,
            total: list.total,
            typed: list.filter.as_ref().map(|(_, text)| text.clone()),
        }
    }

    /// All rows so far, with the unread ones of the list as it stands.
    fn all(&self) -> impl Iterator<Item = &RowSeen> {
        self.rows.iter().chain(self.now.rows.iter().filter(|row| is_unread(row)))
    }

    fn add(&mut self, more: Vec<RowSeen>) {
        for row in more.into_iter().filter(|row| !is_unread(row)) {
            if !self.rows.iter().any(|known| known.links == row.links && known.name == row.name) {
                self.rows.push(row);
            }
        }
    }

    fn is_whole(&self) -> bool {
        let all = self.total.is_some_and(|total| u64::try_from(self.rows.len()).unwrap_or(0) >= total);
        // Lists that keep only the rows in view have few of them, too, while the filter is not answered.
        let answered =
            self.typed.as_ref().is_none_or(|typed| self.now.rows.iter().all(|row| fits_filter(row, typed)));
        let small = self.first < SMALLEST_BATCH && self.first == self.all().count() && answered;
        !self.now.more && (self.has_button || small || all || self.ended)
    }
}

/// Whether the row does not say whose it is.
fn is_unread(row: &RowSeen) -> bool {
    row.links.is_empty() || row.name.is_empty()
}

/// What a walk along a list came to.
struct Walked {
    picked: Picked,
    /// The rows that are in view.
    in_view: Vec<RowSeen>,
    /// How many rows were read.
    read: usize,
    /// Whether the list brought nothing more.
    to_its_end: bool,
}

/// Without a slug every row counts, since a second one that fits makes the first one ambiguous.
async fn search<P: Page>(
    hands: &mut Hands<'_, P>,
    person: &Person,
    first: Rows,
    list: &ListWay,
) -> Result<Walked, Halt> {
    let site = hands.rules.site.clone();
    let mut walk = Walk::from_first(first, list);
    let mut batch = 0;
    let mut looked_again = false;
    loop {
        let all: Vec<RowSeen> = walk.all().cloned().collect();
        let picked = pick(person, &all, &site);
        let whole = walk.is_whole();
        // Whether a row that is still to come could change it.
        let rests_on_the_rest = match &picked {
            Picked::One(_) => person.slug.is_none(),
            Picked::Many(_) | Picked::OtherName => false,
            Picked::Nobody
            | Picked::NotTold(_)
            | Picked::WrittenOtherwise(_)
            | Picked::Unsure
            | Picked::Unreadable(_) => true,
        };
        let decided = whole || !rests_on_the_rest;
        // That a few rows are all there are is not believed at once: the rest may be on its way.
        if decided && rests_on_the_rest && batch == 0 && !looked_again {
            looked_again = true;
            let now = rows(hands, Some(&walk.now.mark), SECOND_LOOK.min(hands.rules.locate_timeout)).await?;
            if now.mark != walk.now.mark {
                walk = Walk::from_first(now, list);
                continue;
            }
        }
        if decided || walk.ended || batch == MOST_BATCHES {
            let picked = match picked {
                Picked::One(_) if !decided => Picked::Unsure,
                picked => picked,
            };
            return Ok(Walked { picked, in_view: walk.now.rows, read: all.len(), to_its_end: whole });
        }
        let kind = if batch < RESERVED_BATCHES { PageViewKind::ListBatch } else { PageViewKind::ExtraBatch };
        view(hands, kind)?;
        more(hands, &mut walk).await?;
        batch += 1;
    }
}

/// Asks the list for more, once. It has ended where nothing comes, by scrolling or by the wheel. Where a little comes, that may be the rest of an earlier batch,
/// which scrolling brought into view: the batch that was asked for may be on its way.
async fn more<P: Page>(hands: &mut Hands<'_, P>, walk: &mut Walk) -> Result<(), Halt> {
    let limit = hands.rules.locate_timeout;
    let guesses = hands.rules.guesses_allowed();
    let known = walk.rows.len();
    match hands
        .page
        .load_more(guesses, walk.wheel, limit)
        .await
        .map_err(|fault| Halt::page(fault, Step::Pick))?
    {
        MoreAsked::Button => walk.has_button = true,
        MoreAsked::Scroll(passed) => walk.add(passed),
        MoreAsked::Guessed => return Err(Halt::guessed(Step::Pick, "the list's button for more rows is")),
    }
    let mut end = Instant::now() + if walk.wheel { REST_OF_A_BATCH.min(limit) } else { limit };
    let mut mark = walk.now.mark.clone();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let now = rows(hands, Some(&mark), left).await?;
        mark.clone_from(&now.mark);
        let before = walk.rows.len();
        walk.add(now.rows.clone());
        walk.now = now;
        let news = walk.rows.len() - known;
        if walk.has_button && news > 0 || news >= SMALLEST_BATCH {
            return Ok(());
        }
        if walk.rows.len() > before {
            end = Instant::now() + REST_OF_A_BATCH.min(limit);
        }
        if Instant::now() >= end {
            let tried_all = walk.wheel || walk.has_button;
            walk.ended = news == 0 && tried_all;
            walk.wheel |= news == 0;
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests;
