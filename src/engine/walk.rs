//! From the roster's row to the point of no return: the steps of a click path before its commit. Everything here may be
//! done again; nothing here can remove anybody.

use std::time::Duration;

use tokio::time::Instant;

use super::follow::MENU_PATIENCE;
use super::hands::{Halt, Hands, refused};
use super::identify::{Identity, Judgement, own_links};
use super::lists::{ListWay, pick_row, type_filter};
use super::pick::{Field, typed_name};
use super::read_person::{invited, is_beyond_doubt, judgement, look_twice, profile_says};
use super::settled::read_settled;
use crate::browser::{Answer, FaultKind, Found, Page, Pin, Reading, Target};
use crate::domain::{Action, Outcome, PageText, Place, Reason, Slug, Step};
use crate::roster::Row;
use crate::selectors::{PathStep, StepDo, StepWhen};

/// How often the menu's button is clicked again where the item does not come.
const MENU_AGAIN: u8 = 2;

/// How often an element that the page had replaced before the click is found again.
const REPLACED: u8 = 2;

/// The point of no return, reached: what would be clicked, and on whose page.
#[derive(Debug)]
pub(super) struct Reached {
    /// The element of the commit, its guard armed unless this is a rehearsal.
    pub(super) target: Target,
    /// What the page must still be at the click.
    pub(super) pin: Pin,
    /// Whom the page is about.
    pub(super) identity: Identity,
    /// What their row of a list and their card say beside the name.
    pub(super) says: Vec<PageText>,
    /// The employers that their card names; `None` where no card was read.
    pub(super) employers: Option<Vec<PageText>>,
    /// Every other address by which the pages on the way called them: the row of a list, the links of the card.
    pub(super) also: Vec<Slug>,
}

/// What is known on the way.
#[derive(Default)]
struct Way {
    pin: Pin,
    identity: Option<Identity>,
    /// The next click's element, if it was found along with the reading of the page.
    next: Option<Target>,
    /// The button of the menu, as it was clicked.
    menu: Option<Target>,
    list: Option<ListWay>,
    /// What the roster gives of the person and the row that was picked does not say.
    untold: Vec<Field>,
    /// What that row and the card say beside the name.
    says: Vec<PageText>,
    /// The employers that the card names.
    employers: Option<Vec<PageText>>,
    /// Every address by which row and card called the person.
    also: Vec<Slug>,
}

/// Walks the path up to its commit, whose element is found and held, and not clicked. Where an element went from under the pointer the
/// document gets no further click, and the path is walked once more from its first load.
pub(super) async fn walk_to_commit<P: Page>(hands: &mut Hands<'_, P>, row: &Row) -> Result<Reached, Halt> {
    match walk(hands, row).await {
        Err(Halt::Outcome(verdict)) if verdict.why_not.as_ref().is_some_and(|why| why.is_swap) => {
            walk(hands, row).await
        }
        ended => ended,
    }
}

async fn walk<P: Page>(hands: &mut Hands<'_, P>, row: &Row) -> Result<Reached, Halt> {
    let mut way = Way::default();
    let steps = hands.path.before.clone();
    for (at, step) in steps.iter().enumerate() {
        if (hands.stop)() {
            return Err(Halt::Interrupted);
        }
        match step.act {
            StepDo::Open => open(hands, row, step, &mut way).await?,
            StepDo::Identify => {
                let next = steps
                    .get(at + 1)
                    .filter(|next| next.act == StepDo::Click && next.when.is_none())
                    .and_then(|next| next.at.as_ref());
                let next = next.map(|place| place.get_ref().as_str());
                identify(hands, row, next, &mut way).await?;
            }
            StepDo::Click if step.when == Some(StepWhen::CommitHidden) => {
                let commit = hands.path.commit_at.clone();
                if !hands.offers(&commit, &way.pin).await? {
                    click(hands, step, &mut way).await?;
                }
            }
            StepDo::Click => click(hands, step, &mut way).await?,
            StepDo::Type => {
                let (Some(place), Some(text)) = (&step.at, &step.text) else { continue };
                let text = fill_name(text.get_ref(), row, Step::Pick)?;
                let list = way.list.get_or_insert_default();
                type_filter(hands, place.get_ref(), &text, list).await?;
            }
            StepDo::Pick => {
                let in_list = !steps[at..].iter().any(|later| later.act == StepDo::Open);
                let picked = pick_row(hands, row, way.list.get_or_insert_default(), in_list).await?;
                way.untold = if in_list { Vec::new() } else { picked.untold };
                way.says = picked.says;
                way.pin = Pin { name: picked.shown, row_link: Some(picked.link), ..Pin::default() };
                let renamed = row.person.slug.as_ref().is_some_and(|slug| *slug != picked.slug);
                way.also.push(picked.slug.clone());
                way.identity = Some(Identity { slug: picked.slug, name: picked.name, renamed });
            }
        }
    }
    let Some(identity) = way.identity.take() else {
        return Err(Halt::outcome(
            Outcome::Failed,
            Step::Identify,
            Reason::Unreadable,
            "the path never says whom its page is about",
        ));
    };
    let target = find_commit(hands, row, &mut way).await?;
    Ok(Reached { target, pin: way.pin, identity, says: way.says, employers: way.employers, also: way.also })
}

/// Opens an address. After a row was picked, `{slug}` is the row's: that is how search leads to the profile.
async fn open<P: Page>(
    hands: &mut Hands<'_, P>,
    row: &Row,
    step: &PathStep,
    way: &mut Way,
) -> Result<(), Halt> {
    (hands.progress)(Step::Open);
    let Some(template) = &step.url else { return Ok(()) };
    let template = template.get_ref();
    let now = hands.clock.now();
    if template.contains("{slug}") {
        let slug = way.identity.take().map(|picked| picked.slug).or_else(|| row.person.slug.clone());
        let Some(slug) = slug else {
            return Err(Halt::outcome(
                Outcome::Failed,
                Step::Open,
                Reason::NotFound,
                "the roster gives no address for this person; the routes search and connections can do without one",
            ));
        };
        if let Err(refusal) = hands.ledger.reserve_person(hands.run, hands.caps, now)? {
            return Err(refused(refusal));
        }
        let path = fill_slug(template, &slug);
        return hands.load(&path).await?.map_err(|fault| Halt::page(fault, Step::Open));
    }
    let name =
        if template.contains("{name}") { fill_name("{name}", row, Step::Open)? } else { String::new() };
    let encoded = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
    let path = template.replace("{name}", &encoded);
    if let Err(refusal) = hands.ledger.reserve_list(hands.run, hands.caps, now)? {
        return Err(refused(refusal));
    }
    way.list = Some(ListWay::default());
    hands.load(&path).await?.map_err(|fault| Halt::page(fault, Step::Open))
}

/// The path to open for a person.
pub(super) fn fill_slug(template: &str, slug: &Slug) -> String {
    let own = slug.path();
    template.replace("{slug}", own.trim_matches('/').rsplit('/').next().unwrap_or_default())
}

fn fill_name(template: &str, row: &Row, step: Step) -> Result<String, Halt> {
    let Some(name) = &row.person.name else {
        return Err(Halt::outcome(
            Outcome::Failed,
            step,
            Reason::NotFound,
            "the roster gives no name for this person, and this route searches by name",
        ));
    };
    Ok(template.replace("{name}", &typed_name(name)))
}

async fn identify<P: Page>(
    hands: &mut Hands<'_, P>,
    row: &Row,
    next: Option<&str>,
    way: &mut Way,
) -> Result<(), Halt> {
    (hands.progress)(Step::Identify);
    let started = Instant::now();
    let what = next.map_or(Reading::Person, Reading::PersonAndNext);
    let mut sight =
        read_settled(hands, &row.person, what).await.map_err(|fault| Halt::page(fault, Step::Identify))?;
    let judged = judgement(hands, row, &sight)?;
    hands.trace_sight(Step::Identify, "", &sight, started, None);
    let profile = sight.profile.clone().unwrap_or_default();
    let judged = match (row.action, judged) {
        (Action::Withdraw, judged) => invited(judged, &profile, hands.path.may_be_hidden())?,
        (_, judged) => judged,
    };
    if let (Action::Remove | Action::Unfollow, Judgement::NotConnected(identity)) = (row.action, &judged)
        && !is_beyond_doubt(&profile)
    {
        look_twice(hands, row, identity).await?;
    }
    match judged {
        Judgement::Connected(identity) => {
            if profile.guess && !hands.rules.guesses_allowed() {
                return Err(Halt::guessed(Step::Identify, "who the page is about is"));
            }
            if !sight.language_known {
                let detail = format!(
                    "the page is in the language {}, for which the selector files have no texts",
                    sight.language
                );
                return Err(Halt::outcome(Outcome::ChangedPage, Step::Identify, Reason::NotFound, detail));
            }
            profile_says(hands, std::mem::take(&mut way.untold)).await?;
            way.says.extend(profile.says);
            way.also.extend(own_links(&profile.links, &hands.rules.site));
            // An employer that is a guess can keep somebody, as whatever else the card says, and lets nobody go.
            let told = !profile.employers_guessed || hands.rules.guesses_allowed();
            way.employers = Some(if told { profile.employers } else { Vec::new() });
            way.pin = Pin {
                name: profile.name,
                path: sight.path.clone(),
                links: Some(profile.links),
                pending: row.action == Action::Withdraw,
                unseen: row.action == Action::Withdraw && !profile.pending,
                row_link: None,
            };
            way.next = sight.next.take();
            way.identity = Some(identity);
            Ok(())
        }
        Judgement::NotConnected(_) => Err(Halt::as_it_is(
            Outcome::NotConnected,
            "the page shows that they are no 1st-degree connection",
        )),
        Judgement::Other { outcome, fault, why } => {
            Err(Halt::outcome(outcome, fault.step, fault.reason, why))
        }
    }
}

async fn click<P: Page>(hands: &mut Hands<'_, P>, step: &PathStep, way: &mut Way) -> Result<(), Halt> {
    let Some(place) = &step.at else { return Ok(()) };
    let place = place.get_ref().as_str();
    (hands.progress)(Step::Menu);
    let target = match way.next.take().filter(|target| target.locator == place) {
        Some(target) => target,
        None => find(hands, place, way, Step::Menu, true, hands.rules.locate_timeout).await?,
    };
    way.menu = Some(press(hands, target, way).await?);
    Ok(())
}

/// Clicks what leads to the commit. A page that is drawn anew may replace the element between find and click: nothing was
/// clicked then, and it is found again. Gives the element that was clicked.
async fn press<P: Page>(hands: &mut Hands<'_, P>, mut target: Target, way: &Way) -> Result<Target, Halt> {
    let mut again = REPLACED;
    loop {
        if target.guess && !hands.rules.guesses_allowed() {
            return Err(Halt::guessed(Step::Menu, &format!("`{}` is", target.locator)));
        }
        let answer = hands.page.click(&target).await;
        hands.trace_target(Step::Menu, &target);
        match answer {
            Answer::Done(()) => return Ok(target),
            Answer::NotDone(fault) if fault.kind == FaultKind::Stale && again > 0 => {
                again -= 1;
                let limit = hands.rules.locate_timeout;
                target = find(hands, &target.locator, way, Step::Menu, true, limit).await?;
            }
            Answer::NotDone(fault) | Answer::Unknown(fault) if fault.is_lost() => {
                return Err(Halt::Lost(fault.to_string()));
            }
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                return Err(Halt::outcome(Outcome::Failed, Step::Menu, Reason::SiteError, fault.to_string()));
            }
        }
    }
}

/// Finds the commit's element. A menu that ignored its click, or that the page replaced along with its button, is clicked again:
/// that cannot remove anybody.
async fn find_commit<P: Page>(hands: &mut Hands<'_, P>, row: &Row, way: &mut Way) -> Result<Target, Halt> {
    (hands.progress)(Step::Find);
    let place = hands.path.commit_at.clone();
    let armed = !hands.rules.rehearsal;
    let limit = hands.rules.locate_timeout;
    let mut again = MENU_AGAIN;
    let target = loop {
        let patience = if again > 0 { MENU_PATIENCE.min(limit) } else { limit };
        match find(hands, &place, way, Step::Find, armed, patience).await {
            Ok(target) => break target,
            Err(Halt::Outcome(verdict)) if verdict.why_not.is_some() && again > 0 => {
                if row.action == Action::Unfollow && hands.offers(Place::Follow.as_str(), &way.pin).await? {
                    return Err(not_followed());
                }
                if row.action == Action::Withdraw
                    && way.menu.is_some()
                    && hands.offers(Place::ConnectItem.as_str(), &way.pin).await?
                {
                    return Err(not_invited());
                }
                again = if open_again(hands, way).await? { again - 1 } else { 0 };
            }
            Err(other) => return Err(other),
        }
    };
    if target.guess && !hands.rules.guesses_allowed() {
        return Err(Halt::guessed(Step::Find, &format!("`{place}` is")));
    }
    hands.trace_target(Step::Find, &target);
    Ok(target)
}

/// Clicks the menu's button again, unless its menu is open: as it says, where it is the one that was clicked, or as is seen.
async fn open_again<P: Page>(hands: &mut Hands<'_, P>, way: &mut Way) -> Result<bool, Halt> {
    let Some(menu) = way.menu.clone() else { return Ok(false) };
    let found = find(hands, &menu.locator, way, Step::Menu, true, hands.rules.locate_timeout).await;
    let button = match found {
        Ok(button) => button,
        Err(Halt::Outcome(verdict)) if verdict.why_not.as_ref().is_some_and(|why| why.is_swap) => {
            return Err(Halt::Outcome(verdict));
        }
        Err(_) => return Ok(false),
    };
    let says_so =
        button.expanded.as_ref().is_some_and(|said| *said == "true") && button.element == menu.element;
    // Menus open as they are pressed and close at a second press, whatever the button says (ui-evidence-2 1).
    if says_so || button.opened {
        return Ok(false);
    }
    way.menu = Some(press(hands, button, way).await?);
    Ok(true)
}

async fn find<P: Page>(
    hands: &mut Hands<'_, P>,
    place: &str,
    way: &Way,
    step: Step,
    armed: bool,
    limit: Duration,
) -> Result<Target, Halt> {
    match hands.page.find(place, &way.pin, armed, limit).await.map_err(|fault| Halt::page(fault, step))? {
        Found::Target(target) => Ok(target),
        Found::Stop(stop) => Err(Halt::Stop(stop)),
        Found::Not(why) => Err(Halt::not_found(why, step)),
    }
}

/// Nobody can unfollow whom they do not follow: what was asked for is so already.
fn not_followed() -> Halt {
    Halt::as_it_is(Outcome::Unfollowed, "they were not followed: the page offers Follow; nothing was clicked")
}

/// Nobody has an invitation of ours who can be invited.
fn not_invited() -> Halt {
    Halt::as_it_is(
        Outcome::Withdrawn,
        "no invitation was pending: the menu offers Connect; nothing was clicked",
    )
}
