//! From what was read to a run that goes: the account is opened, what stands in the way is told, the user is asked, and
//! the engine is handed everything it needs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::archive::home;
use super::briefing::Briefing;
use super::day_notice::DayNotice;
use super::desk::Desk;
use super::driver::{browser_options, driver_record};
use super::evidence;
use super::faded;
use super::failure::{Failure, FileFault};
use super::fitness;
use super::hello;
use super::hindrance::Hindrance;
use super::inputs::Inputs;
use super::let_go;
use super::limits::{expected_end, expected_waits, plan, policy, rehearsed_in_a_day, sentences};
use super::order::Order;
use super::output::{Goal, Listener, Terminal, paragraph};
use super::preflight::{self, Wanted};
use super::prompt::{Consent, consent};
use super::protected::Protected;
use super::rehearsal::{self, Scope};
use super::requests;
use super::run_end::{Ended, exit_of};
use super::run_terms::{NEVER, person_record, rules, run_start};
use super::settings::zone_of;
use super::shared_machine;
use super::signals::Signals;
use super::tally::{Tally, by_action};
use crate::browser::BrowserStage;
use crate::config::Evidence;
use crate::domain::{Action, Clock, Step, UnixMs};
use crate::engine::{Pause, RunEvent, RunInput, Schedule};
use crate::evidence::Home;
use crate::ledger::Ledger;
use crate::pace::{SystemClock, caps};
use crate::roster::Held;
use crate::trace::{Recorder, What};
use crate::wording::{moment, people as people_of, span};

/// A browser session is ended before a wait longer than this; sooner where its server ends idle ones earlier.
const LONGEST_IDLE: Duration = Duration::from_secs(120);

/// A run that could go.
pub(super) struct Start {
    order: Order,
    inputs: Inputs,
    tally: Tally,
    /// What the keep lists come to.
    protected: Protected,
    /// Which rows it is about.
    scope: Scope,
    desk: Desk,
}

impl Start {
    /// Opens the account and sees whether a run could go.
    pub(super) fn new(order: &Order, mut inputs: Inputs) -> Result<Start, Failure> {
        hello::check(&mut inputs.config, order.no_limits)?;
        let config = &inputs.config;
        fitness::check(&inputs, order.rehearsal)?;
        // Asked for here, so that a missing time zone is told before anything is opened.
        plan(config, order.waived(), order.rehearsal, inputs.selectors.revision())?;
        let command = if order.smoke { "unlinked smoke" } else { "unlinked run" };
        let desk = Desk::open(&order.account, config, command)?;
        let tally = tally_of(&inputs, &desk.ledger)?;
        let scope = scope_of(order, &inputs, &tally, &desk.ledger)?;
        let protected = Protected::of(&inputs, &desk.ledger)?;
        protected.check(inputs.config.keep.strict)?;
        let start = Start { order: order.clone(), inputs, tally, protected, scope, desk };
        start.check_owner()?;
        // A halt or breaker ends the run before anybody is asked; a cool-down is waited for by the run itself.
        let revision = Some(start.inputs.selectors.revision());
        start.desk.refuse_while(Hindrance::is_lifted_by_resume, revision, &zone_of(&start.inputs.config))?;
        Ok(start)
    }

    /// Refuses a run that cannot work, before it asks or waits: all that is wrong at once. Where nobody is to be opened nothing is
    /// needed.
    pub(super) async fn preflight(&self) -> Result<(), Failure> {
        if self.people().is_empty() && (self.order.rehearsal || self.desk.ledger.doubts()?.is_empty()) {
            return Ok(());
        }
        let wanted = Wanted {
            args: &self.order.account,
            account: &self.desk.account,
            config: &self.inputs.config,
            ledger: Some(&self.desk.ledger),
            own_session: !self.order.cookies.is_empty(),
            any_hour: self.order.waived().hours,
            is_run: true,
        };
        let checks = preflight::look(&wanted, SystemClock.now()).await;
        let wrong = preflight::wrong(&checks);
        match wrong.first() {
            None => Ok(()),
            Some(first) => Err(Failure::Unfit {
                by: first.by,
                wrong: wrong.iter().map(|check| check.sentence()).collect(),
            }),
        }
    }

    /// The owner in a roster is a fault of the roster.
    fn check_owner(&self) -> Result<(), Failure> {
        let Some(owner) = self.desk.ledger.owner()? else { return Ok(()) };
        let Some(row) = self.inputs.roster.row_of(&owner.slug) else { return Ok(()) };
        Err(Failure::Files(vec![FileFault::Whole(format!(
            "{}, line {}: {} is the owner of this account, whom nobody can remove from their own network; take the line out",
            self.inputs.roster.file, row.line, owner.slug
        ))]))
    }

    /// What this run has to do, by action.
    pub(super) fn left(&self) -> BTreeMap<Action, usize> {
        by_action(&self.tally.of_run(self.scope.only.as_ref(), None))
    }

    /// What is to be done with each person of this run.
    fn people(&self) -> Vec<Action> {
        self.tally.of_run(self.scope.only.as_ref(), self.order.limit)
    }

    /// What there is to know of the rows that this run is about.
    pub(super) fn said(&self) -> &[String] {
        &self.scope.said
    }

    /// For many accounts at once, where nobody is asked about single people: refuses those who were kept before and are kept by
    /// nothing today.
    pub(super) fn refuse_let_go(self) -> Result<Start, Failure> {
        if !self.order.rehearsal {
            let_go::refuse(&self.protected.kept_before)?;
        }
        Ok(self)
    }

    /// Says what is going to be done, and gets the user's consent.
    pub(super) fn ask(&self, terminal: &Terminal) -> Result<(), Failure> {
        shared_machine::warn(&self.inputs.config, &self.desk.ledger, terminal)?;
        let say = |text: &str| terminal.remark(&paragraph(text, terminal.width, 0));
        let left: usize = self.left().values().sum();
        let_go::pass(&self.protected.kept_before, self.order.rehearsal, terminal)?;
        if self.order.rehearsal {
            let time = self.time_of(self.people(), SystemClock.now(), terminal)?;
            if left > 0 {
                let people = people_of(self.people().len());
                say(&format!(
                    "A rehearsal of {people}: their pages are opened, and nobody is removed. Time: {time}."
                ));
            }
            self.scope.said.iter().for_each(|said| say(said));
            if let Some(rest) = self.rest(self.scope.later, terminal)? {
                say(&rest);
            }
            self.protected.said.iter().for_each(|said| terminal.remark(&format!("Keep list: {said}")));
            return Ok(());
        }
        if left == 0 {
            // There is no briefing then, and whoever is kept is why.
            self.protected.said.iter().for_each(|said| terminal.remark(&format!("Keep list: {said}")));
        }
        if left == 0 && self.order.consent == Consent::Ask {
            return Ok(());
        }
        self.scope.said.iter().for_each(|said| say(said));
        let briefing = self.briefing(terminal)?;
        if left > 0 {
            terminal.remark(&briefing.text(terminal.err, terminal.width));
        }
        consent(self.order.consent, left, &briefing.deed(), terminal)
    }

    /// How the people are rehearsed whom this rehearsal leaves out, and how long that takes; `None` where it leaves out nobody.
    pub(super) fn rest(&self, later: usize, terminal: &Terminal) -> Result<Option<String>, Failure> {
        if later == 0 || !self.order.rehearsal || self.order.smoke {
            return Ok(None);
        }
        let time = self.time_of(vec![Action::Remove; later], SystemClock.now(), terminal)?;
        let (people, them) = (people_of(later), if later == 1 { "that one" } else { "them all" });
        Ok(Some(format!(
            "{people} of the roster not rehearsed yet come after this. The same command goes on with them; with `--all` it \
             rehearses {them}: {time}."
        )))
    }

    fn briefing(&self, terminal: &Terminal) -> Result<Briefing, Failure> {
        let Inputs { config, roster, .. } = &self.inputs;
        let now = SystemClock.now();
        let waived = self.order.waived();
        let caps = caps(&config.limits, self.desk.ledger.days_without_warning(now)?);
        let (left, people) = (self.tally.left(), self.people());
        let mut time = self.time_of(people.iter().copied(), now, terminal)?;
        if people.len() < left && !waived.all {
            let all = self.time_of(self.tally.people_left(), now, terminal)?;
            time.push_str(&format!("; all {left} with runs to come: {all}"));
        }
        Ok(Briefing {
            roster: roster.file.clone(),
            people: roster.len(),
            duplicates: roster.duplicates.len(),
            done: self.tally.done,
            waiting: self.tally.waiting,
            kept: self.tally.kept,
            protected: self.protected.said.clone(),
            left: self.tally.to_act_on.clone(),
            now: by_action(&people),
            site: config.site.to_string(),
            practice: config.is_practice(),
            owner: self.desk.ledger.owner()?.map(|owner| owner.name),
            state: self.desk.account.folder().display().to_string(),
            limits: sentences(config, &caps, waived, self.tally.to_act_on.keys().copied()),
            time,
            route: config.route,
        })
    }

    /// How long these people take, and until when.
    fn time_of(
        &self,
        people: impl IntoIterator<Item = Action>,
        now: UnixMs,
        terminal: &Terminal,
    ) -> Result<String, Failure> {
        let (config, waived) = (&self.inputs.config, self.order.waived());
        if waived.all {
            return Ok("a few seconds each, without waiting".to_owned());
        }
        let end = expected_end(config, waived, self.order.rehearsal, people, &self.desk.ledger, now)?;
        Ok(match end {
            None => "longer than can be told at these limits".to_owned(),
            Some(end) => {
                let takes = span(end.since(now).max(Duration::from_secs(60)));
                format!("about {takes}, until {}", moment(end, now, &terminal.zone))
            }
        })
    }

    /// The same account with another order: it stays locked in between.
    pub(super) fn turn_to(&mut self, order: Order, mut inputs: Inputs) -> Result<(), Failure> {
        hello::check(&mut inputs.config, order.no_limits)?;
        self.tally = tally_of(&inputs, &self.desk.ledger)?;
        self.protected = Protected::of(&inputs, &self.desk.ledger)?;
        self.scope = scope_of(&order, &inputs, &self.tally, &self.desk.ledger)?;
        (self.order, self.inputs) = (order, inputs);
        Ok(())
    }

    /// The ledger, where the evidence of runs is, and what the config says of evidence.
    pub(super) fn shelves(&self) -> Result<(&Ledger, Home, &Evidence), Failure> {
        let settings = &self.inputs.config.evidence;
        Ok((&self.desk.ledger, home(settings, &self.desk.account, &self.desk.ledger)?, settings))
    }

    /// Runs, and tells `listener` all about it.
    pub(super) async fn go(&self, listener: &mut Listener, signals: Signals) -> Result<Ended, Failure> {
        listener.expect(self.goal()?);
        let mut day = DayNotice::new("", &self.inputs.config, listener.terminal());
        let mut tell = |event| {
            day.hear(&event, SystemClock.now());
            listener.hear(&event, SystemClock.now());
        };
        self.work(signals, None, &mut tell).await
    }

    /// What the run is to come to.
    fn goal(&self) -> Result<Goal, Failure> {
        let people = self.order.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let (config, waived, now) = (&self.inputs.config, self.order.waived(), SystemClock.now());
        if waived.all {
            return Ok(Goal { people, ..Goal::default() });
        }
        let left = self.people();
        let rehearsal = self.order.rehearsal;
        let end = expected_end(config, waived, rehearsal, left.iter().copied(), &self.desk.ledger, now)?;
        let waits = expected_waits(config, waived, rehearsal, left.iter().copied(), &self.desk.ledger, now)?;
        Ok(Goal { people, end, waits })
    }

    /// Runs, and tells all about it. With `places`, which other accounts share, a browser session is opened only in a place of
    /// its own, when something is to be done, and ended before every wait.
    pub(super) async fn work(
        &self,
        signals: Signals,
        places: Option<Arc<Semaphore>>,
        tell: &mut dyn FnMut(RunEvent),
    ) -> Result<Ended, Failure> {
        let Inputs { config, roster, selectors, .. } = &self.inputs;
        // What was confirmed is held against what is there at each click.
        let (keep_lists, site) = (self.inputs.keep_lists.clone(), config.site.clone());
        let again = move || keep_lists.read(Some(&site)).map_err(|error| error.to_string());
        let held = Held::new(self.inputs.keep.clone(), again);
        let keep = move || held.now().map_err(|weaker| weaker.to_string());
        let people: Vec<_> = roster.rows.iter().map(person_record).collect();
        self.desk.ledger.remember_people(&people, SystemClock.now())?;
        let members: Vec<_> =
            roster.rows.iter().map(|row| (row.person.key(), row.action, row.line)).collect();
        let members = members.iter().map(|(key, action, line)| (key, *action, *line));
        self.desk.ledger.remember_roster(&roster.fingerprint, members, SystemClock.now())?;
        let run = self.desk.ledger.begin_run(&run_start(&self.order, &self.inputs), SystemClock.now())?;
        if let Some(before) = self.scope.before {
            self.desk.ledger.note_goes_on(run, before, SystemClock.now())?;
        }
        if let Some(path) = self.inputs.keep_lists.given().filter(|_| !self.inputs.keep_lists.is_once()) {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            self.desk.ledger.note_keep_file(run, &path.to_string_lossy(), SystemClock.now())?;
        }
        let home = home(&config.evidence, &self.desk.account, &self.desk.ledger)?;
        let evidence = evidence::make_folder(&config.evidence, &home, run)?;
        let people = self.people().len();
        tell(RunEvent::Started { run: run.0, people, done_before: self.tally.done });
        let plan = plan(config, self.order.waived(), self.order.rehearsal, selectors.revision())?;
        let mut options = browser_options(config, &self.desk.account)?;
        if !self.order.cookies.is_empty() {
            // A session of its own, which leaves the profile as it is and goes away with the browser.
            options.profile_dir = None;
        }
        let record = driver_record(&self.desk.account);
        let request = selectors.page_request();
        let mut recorder = Recorder::new(&evidence);
        // So that a report can say what each candidate was, also after the selector files were changed.
        recorder.keep_locators(&serde_json::json!(request.locators));
        let [people, done_before] =
            [people, self.tally.done].map(|count| count.try_into().unwrap_or(u64::MAX));
        let what = What::Started { people, done_before };
        recorder.event(SystemClock.now(), Step::Allow, 0, what, None);
        let input = RunInput {
            rows: &roster.rows,
            keep: &keep,
            ledger: &self.desk.ledger,
            policy: policy(config),
            run,
            pins: self.scope.pins.clone(),
            seen_before: self.scope.seen_before.clone(),
            recorder,
            evidence: evidence.clone(),
            longest_idle: match places {
                Some(_) => Duration::ZERO,
                None => LONGEST_IDLE.min(config.webdriver.session_timeout / 2),
            },
            stage: BrowserStage::new(options, record, config.site.clone(), request)
                .signed_in_by(self.order.cookies.clone())
                .sharing(places),
            selectors,
            rules: rules(config, &self.order),
            schedule: Schedule::new(&roster.rows, &self.desk.ledger, plan).only(self.scope.only.clone()),
            thresholds: if self.order.smoke { NEVER } else { config.breaker },
            cooldown_steps: config.cooldown.steps.clone(),
            clock: &SystemClock,
            limit: self.order.limit,
            no_wait: self.order.no_wait,
            pause: Pause::default(),
            // A request ends this run alone, and no other account of a fleet.
            finish: signals.after_this_person.child_token(),
            abort: signals.now,
        };
        let mut summary = requests::run(input, tell).await;
        summary.faded = faded::in_run(&self.desk.ledger, &home, run);
        // A smoke test writes its report first.
        if !self.order.smoke && evidence::forget(&config.evidence, &home, run) {
            summary.evidence = PathBuf::new();
        }
        super::pack_in_use::note_rehearsal(&self.inputs, self.order.rehearsal, &summary);
        let exit = exit_of(&summary);
        self.desk.ledger.end_run(run, summary.stopped_by, exit, SystemClock.now())?;
        Ok(Ended { summary, exit })
    }
}

/// How the roster stands at this moment, by the keep list at hand.
fn tally_of(inputs: &Inputs, ledger: &Ledger) -> Result<Tally, Failure> {
    let Inputs { config, roster, keep, .. } = inputs;
    Ok(Tally::of(roster, Some(keep), ledger, &policy(config), inputs.cards(), SystemClock.now())?)
}

/// Which rows a run of this order is about.
fn scope_of(order: &Order, inputs: &Inputs, tally: &Tally, ledger: &Ledger) -> Result<Scope, Failure> {
    let (config, now) = (&inputs.config, SystemClock.now());
    match order.rehearsed {
        Some(run) => rehearsal::applied(run, inputs, ledger, now),
        None if order.smoke => Ok(Scope::default()),
        None if order.rehearsal => {
            let most = (!order.no_limits).then(|| rehearsed_in_a_day(config, ledger, now)).transpose()?;
            let start = run_start(order, inputs);
            rehearsal::continued(order, &inputs.roster.rows, &start, tally, ledger, most, now)
        }
        None => {
            rehearsal::refuse_nameless(&inputs.roster.rows)?;
            Ok(Scope::default())
        }
    }
}
