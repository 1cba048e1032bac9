//! What a row of `docs/pages.md` is: what the page does, where that is known from, what must come of the person, and how many
//! requests to act on them the site may count. And how one is tried, with the site's own account as the judge.

use unlinked::domain::{Action, Outcome, StopSign};
use unlinked::practice::State;
use unlinked::roster::Row;

use super::crew::{Came, Crew};

/// One page or fault.
pub struct Case {
    pub name: &'static str,
    /// What the page does, in words.
    pub what: &'static str,
    /// Where the evidence for it stands.
    pub evidence: &'static str,
    set: Set,
    pub came: Came,
    /// What else may come, where it depends on the moment in which the page turns.
    pub or: Option<Came>,
    /// How many requests to act on the person the site may count.
    pub acts: usize,
    /// What the report must say, where the outcome alone does not tell.
    says: &'static str,
}

enum Set {
    /// Somebody under these faults; `@` stands for their slug.
    Faults(&'static [&'static str]),
    With(fn(&mut Crew) -> Row),
}

impl Case {
    /// The other outcome that may come.
    pub const fn or(mut self, outcome: Outcome) -> Case {
        self.or = Some(Came::Outcome(outcome));
        self
    }

    pub const fn says(mut self, words: &'static str) -> Case {
        self.says = words;
        self
    }

    /// Prepares the site, and gives the roster's row.
    fn prepare(&self, crew: &mut Crew) -> Row {
        match &self.set {
            Set::Faults(faults) => under(crew, faults),
            Set::With(prepare) => prepare(crew),
        }
    }
}

pub const fn o(outcome: Outcome) -> Came {
    Came::Outcome(outcome)
}

pub const fn s(sign: StopSign) -> Came {
    Came::Stopped(sign)
}

pub const fn fault(
    name: &'static str,
    what: &'static str,
    evidence: &'static str,
    faults: &'static [&'static str],
    came: Came,
    acts: usize,
) -> Case {
    Case { name, what, evidence, set: Set::Faults(faults), came, or: None, acts, says: "" }
}

pub const fn with(
    name: &'static str,
    what: &'static str,
    evidence: &'static str,
    prepare: fn(&mut Crew) -> Row,
    came: Came,
    acts: usize,
) -> Case {
    Case { name, what, evidence, set: Set::With(prepare), came, or: None, acts, says: "" }
}

/// Somebody to act on under some faults; `@` stands for their slug.
pub fn under(crew: &Crew, faults: &[&str]) -> Row {
    let row = crew.somebody_plain();
    let slug = row.person.slug.clone().unwrap();
    let faults: Vec<String> = faults.iter().map(|fault| fault.replace('@', &format!("@{slug}"))).collect();
    crew.faults(&faults.iter().map(String::as_str).collect::<Vec<_>>());
    row
}

/// Why a row does not hold.
#[derive(Debug)]
pub struct Wrong {
    pub why: String,
    /// Somebody else was acted on, or something was clicked that nobody asked for: no second try makes that good.
    pub grave: bool,
}

impl From<String> for Wrong {
    fn from(why: String) -> Wrong {
        Wrong { why, grave: false }
    }
}

/// Acts on one person of a fresh site, and asks the site what was done.
pub async fn try_case(crew: &mut Crew, case: &Case) -> Result<(), Wrong> {
    let row = case.prepare(crew);
    let sought = row.person.slug.clone().unwrap_or_else(|| crew.somebody_plain().person.slug.unwrap());
    let stood = stands(crew, sought.as_str());
    let came = crew.act(&row).await;
    let agree = crew.page_views_agree().await;
    let state = crew.site.state();
    let counted = acts(&state, crew.action).filter(|slug| *slug == sought.as_str()).count();
    let all: usize = Action::ALL.iter().map(|action| acts(&state, *action).count()).sum();
    let (others, clicks) = (all - counted, &state.other_actions);
    let grave = others > 0 || !clicks.is_empty() || counted > case.acts;
    if (came != case.came && Some(&came) != case.or.as_ref()) || counted != case.acts || grave {
        let why = format!(
            "came {came:?}, {counted} requests ({others} about others, clicked {clicks:?}), expected {:?}, {}: {:?}",
            case.came, case.acts, crew.last
        );
        return Err(Wrong { why, grave });
    }
    let told = crew.last.as_ref().map_or("", |report| &report.detail);
    if !told.contains(case.says) {
        return Err(Wrong::from(format!("the report does not say {:?}: {told:?}", case.says)));
    }
    // What the program says must be so; and what it does not say was done must not have happened without a request.
    let done = came == Came::Outcome(success(crew.action));
    let stands = stands(crew, sought.as_str());
    if (done && stands) || (stood && !stands && !done && counted == 0) {
        return Err(Wrong::from(format!("came {came:?}, and as the site has it they stay so: {stands}")));
    }
    Ok(agree?)
}

/// Whom the site was asked to act on so.
fn acts(state: &State, action: Action) -> impl Iterator<Item = &str> {
    let records = match action {
        Action::Remove => &state.removals,
        Action::Unfollow => &state.unfollows,
        Action::Withdraw => &state.withdrawals,
    };
    records.iter().map(|record| record.slug.as_str())
}

/// Whether there still is what the action would end.
fn stands(crew: &Crew, slug: &str) -> bool {
    crew.site.person(slug).is_some_and(|person| match crew.action {
        Action::Remove => person.connected,
        Action::Unfollow => person.following,
        Action::Withdraw => person.invitation.is_some(),
    })
}

fn success(action: Action) -> Outcome {
    match action {
        Action::Remove => Outcome::Removed,
        Action::Unfollow => Outcome::Unfollowed,
        Action::Withdraw => Outcome::Withdrawn,
    }
}

/// Rehearses one person of a fresh site: whatever the page does, the site may count no action and get nothing but GETs, and whom a
/// run would act on must come out as rehearsed.
pub async fn rehearse_case(crew: &mut Crew, case: &Case) -> Result<(), Wrong> {
    crew.rules.rehearsal = true;
    let row = case.prepare(crew);
    let asked = crew.site.requests().len();
    let came = crew.act(&row).await;
    let agree = crew.page_views_agree().await;
    let state = crew.site.state();
    let acted: Vec<&str> = Action::ALL.iter().flat_map(|action| acts(&state, *action)).collect();
    let requests = crew.site.requests();
    let sent: Vec<String> = requests
        .iter()
        .skip(asked)
        .filter(|request| request.method != "GET")
        .map(|request| format!("{} {}", request.method, request.path))
        .collect();
    if !acted.is_empty() || !state.other_actions.is_empty() || !sent.is_empty() {
        let clicks = &state.other_actions;
        let why = format!("acted on {acted:?}, clicked {clicks:?}, sent {sent:?}: {:?}", crew.last);
        return Err(Wrong { why, grave: true });
    }
    let rehearsed = came == o(Outcome::Rehearsed);
    let would_act = case.came == o(success(crew.action)) && case.acts > 0 && case.or.is_none();
    if would_act && !rehearsed || !(rehearsed || came == case.came || Some(&came) == case.or.as_ref()) {
        return Err(Wrong::from(format!("came {came:?}, a run {:?}: {:?}", case.came, crew.last)));
    }
    Ok(agree?)
}
