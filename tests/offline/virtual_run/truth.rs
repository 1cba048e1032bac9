//! Random histories of an account: runs, rehearsals, deaths at any step, retries, skips, keep lists that come and go, releases and
//! restored backups. After each step everything that tells of people is held against everything else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use unlinked::cli::{Cards, Tally};
use unlinked::domain::{PersonKey, Route, UnixMs};
use unlinked::engine::RunSummary;
use unlinked::ledger::{NeedsLook, RunId};
use unlinked::report::{Archive, PictureRules, Report, Scope, csv, gather, html, json, junit, markdown};
use unlinked::roster::Roster;

use super::*;

/// Histories of each of the four tests.
const HISTORIES: u32 = 2_500;

/// One thing that happens to an account. Who is meant is a place in the roster.
#[derive(Debug, Clone)]
enum Step {
    Run { wild: bool, limit: Option<u64>, dice: u64 },
    Rehearse { wild: bool, limit: Option<u64>, again: bool, dice: u64 },
    Retry(usize),
    Skip(usize),
    Keep(usize),
    LetGo(usize),
    KeepCompany(bool),
    Release(usize),
    Pass(i64),
    BackUp,
    Restore,
}

fn step() -> impl Strategy<Value = Step> {
    let limit = prop_oneof![2 => Just(None), 1 => (1_u64..3).prop_map(Some)];
    prop_oneof![
        6 => (any::<bool>(), limit.clone(), any::<u64>())
            .prop_map(|(wild, limit, dice)| Step::Run { wild, limit, dice }),
        3 => (any::<bool>(), limit, proptest::bool::weighted(0.2), any::<u64>())
            .prop_map(|(wild, limit, again, dice)| Step::Rehearse { wild, limit, again, dice }),
        2 => (0_usize..5).prop_map(Step::Retry),
        2 => (0_usize..5).prop_map(Step::Skip),
        2 => (0_usize..5).prop_map(Step::Keep),
        1 => (0_usize..5).prop_map(Step::LetGo),
        1 => any::<bool>().prop_map(Step::KeepCompany),
        1 => (0_usize..5).prop_map(Step::Release),
        3 => prop_oneof![1_i64..3 * HOUR, HOUR..3 * DAY, 10 * DAY..20 * DAY].prop_map(Step::Pass),
        1 => Just(Step::BackUp),
        1 => Just(Step::Restore),
    ]
}

/// Whom `reinvite` lists as removed, with the first proof.
type Gone = BTreeMap<PersonKey, (UnixMs, Option<RunId>, String)>;

/// An account with everything that is known to be so of it.
struct Account<'a> {
    site: Rc<RefCell<Site>>,
    clock: WallClock,
    ledger: Ledger,
    roster: Roster,
    selectors: &'a Selectors,
    kept: BTreeSet<usize>,
    keep_company: bool,
    /// Whom `reinvite` ever listed as removed, with the first proof.
    gone: Gone,
    /// Whether a ledger was restored, which knows nothing of what came after it.
    restored: bool,
    /// The folder of the ledger, once one was restored.
    folder: Option<tempfile::TempDir>,
    /// A backup, with what was known when it was made.
    backup: Option<(tempfile::TempDir, Gone)>,
}

impl Account<'_> {
    fn new(seed: u64, people: usize, selectors: &Selectors) -> Account<'_> {
        let setting = Setting {
            seed,
            people,
            removals: 50,
            views: 5_000,
            faults_per_mille: 60,
            deaths_per_mille: 25,
            jumps_per_mille: 0,
            dialog: !seed.is_multiple_of(3),
            wild_runs: 0,
            late: false,
        };
        let site = Rc::new(RefCell::new(Site::new(setting)));
        site.borrow_mut().lenient = true;
        let clock = WallClock::of(&site);
        let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
        let rows: String =
            site.borrow().members.iter().map(|one| format!("/in/{}/,{}\n", one.slug, one.name)).collect();
        let url = site.borrow().url.clone();
        let roster = Roster::parse_at(
            "people.csv",
            format!("url,name\n{}", rows.replace("/in/", &format!("{url}in/"))),
            &url,
        )
        .unwrap();
        let (kept, gone) = (BTreeSet::new(), BTreeMap::new());
        Account {
            site,
            clock,
            ledger,
            roster,
            selectors,
            kept,
            keep_company: false,
            gone,
            restored: false,
            folder: None,
            backup: None,
        }
    }

    fn now(&self) -> UnixMs {
        self.site.borrow().wall()
    }

    fn key(&self, who: usize) -> PersonKey {
        self.roster.rows[who % self.roster.rows.len()].person.key()
    }

    fn keep(&self) -> KeepList {
        let mut text: String = self.kept.iter().map(|who| format!("member-{who}\n")).collect();
        if self.keep_company {
            text.push_str("company:Saltmarsh*\n");
        }
        KeepList::parse("keep.csv", text).unwrap()
    }

    fn tally(&self) -> Tally {
        let cards = Cards { selectors: Some(self.selectors), route: Route::Profile };
        Tally::of(&self.roster, Some(&self.keep()), &self.ledger, &Policy::default(), cards, self.now())
            .unwrap()
    }

    fn take(&mut self, step: &Step) {
        let now = self.now();
        match step {
            Step::Run { wild, limit, dice } => self.run(false, *wild, *limit, false, *dice),
            Step::Rehearse { wild, limit, again, dice } => self.run(true, *wild, *limit, *again, *dice),
            Step::Retry(who) => {
                self.ledger.retry(&self.key(*who), now).unwrap();
            }
            Step::Skip(who) => {
                self.ledger.skip(&self.key(*who), Action::Remove, now).unwrap();
            }
            Step::Keep(who) => {
                self.kept.insert(who % self.roster.rows.len());
            }
            Step::LetGo(who) => {
                self.kept.remove(&(who % self.roster.rows.len()));
            }
            Step::KeepCompany(on) => self.keep_company = *on,
            Step::Release(who) => {
                self.ledger.release(&self.key(*who), now).unwrap();
            }
            Step::Pass(ms) => self.site.borrow_mut().pass(*ms),
            Step::BackUp => {
                let memory = std::path::Path::new("/dev/shm");
                let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
                let folder = folder.unwrap();
                self.ledger.backup(&folder.path().join("ledger.db")).unwrap();
                self.backup = Some((folder, self.gone.clone()));
            }
            Step::Restore => {
                let Some((folder, gone)) = self.backup.take() else { return };
                // The ledger that is open is closed before its folder goes.
                self.ledger = Ledger::open(&folder.path().join("ledger.db"), now).unwrap();
                (self.folder, self.gone, self.restored) = (Some(folder), gone, true);
            }
        }
    }

    fn run(&mut self, rehearsal: bool, wild: bool, limit: Option<u64>, again: bool, dice: u64) {
        {
            let mut site = self.site.borrow_mut();
            site.wild = wild;
            site.rng = fastrand::Rng::with_seed(dice);
        }
        self.ledger.release_person();
        let now = self.now();
        if self.ledger.halt().unwrap().is_some() || self.ledger.any_breaker().unwrap().is_some() {
            self.ledger.resume(now).unwrap();
        }
        let members: Vec<_> =
            self.roster.rows.iter().map(|row| (row.person.key(), row.action, row.line)).collect();
        let members = members.iter().map(|(key, action, line)| (key, *action, *line));
        self.ledger.remember_roster(&self.roster.fingerprint, members, now).unwrap();
        let start = RunStart {
            kind: if rehearsal { RunKind::Rehearsal } else { RunKind::Removal },
            roster: Some("people.csv".to_owned()),
            fingerprint: Some(self.roster.fingerprint.clone()),
            site: self.site.borrow().url.to_string(),
            surface: Some(Surface::Desktop),
            route: Some(Route::Profile),
            selectors: Some(self.selectors.revision().to_owned()),
        };
        let before = if rehearsal && !again { self.ledger.rehearsal_to_go_on(&start).unwrap() } else { None };
        let at = self.ledger.moment(now).unwrap().at;
        let seen_before = before
            .and_then(|before| self.ledger.chain(before).unwrap())
            .map(|chain| chain.done(at))
            .unwrap_or_default();
        let only = (!seen_before.is_empty()).then(|| {
            let rows = self.roster.rows.iter().enumerate();
            rows.filter(|(_, row)| !seen_before.contains_key(&(row.person.key(), row.action)))
                .map(|(index, _)| index)
                .collect::<BTreeSet<usize>>()
        });
        let run = self.ledger.begin_run(&start, now).unwrap();
        if let Some(before) = before {
            self.ledger.note_goes_on(run, before, now).unwrap();
        }
        let (site, keep) = (&self.site, self.keep());
        let keep = || Ok(keep.clone());
        let order = Asked { rehearsal, limit, only: only.clone(), seen_before: seen_before.clone() };
        let summary =
            start_run(site, &self.clock, &self.ledger, &self.roster.rows, self.selectors, &keep, run, order);
        self.site.borrow_mut().session_open = false;
        let Some(summary) = summary else { return };
        self.ledger.end_run(run, summary.stopped_by, 0, self.now()).unwrap();
        self.check_the_end(run, rehearsal, &summary, &seen_before);
    }

    /// What the end of a run says, against `status`, the lists and the report in all its forms.
    fn check_the_end(
        &self,
        run: RunId,
        rehearsal: bool,
        summary: &RunSummary,
        seen_before: &HashMap<(PersonKey, Action), Outcome>,
    ) {
        let tally = self.tally();
        let looks = tally.looks(&self.ledger).unwrap();
        assert_eq!(looks.len(), self.ledger.needs_a_look().unwrap().len().max(looks.len()), "lists");
        let report = self.report(Scope::Run(run));
        if rehearsal {
            for (who, outcome) in seen_before {
                let row = self.roster.rows.iter().find(|row| row.person.key() == who.0).unwrap();
                assert!(row.line >= 2 && *outcome != Outcome::Failed);
            }
        } else {
            let told: BTreeMap<Outcome, usize> =
                summary.outcomes.iter().map(|(outcome, count)| (*outcome, *count)).collect();
            assert_eq!(told, tally.outcomes, "the table of the run's end and that of status");
            assert_eq!(summary.left, tally.left_in_all(), "what is left, by the run's end and by status");
            assert_eq!(summary.needs_a_look, looks.len(), "who needs a look, by the run's end and by status");
        }
        let told: BTreeMap<Outcome, usize> = report.counts();
        if !rehearsal {
            assert_eq!(
                told, summary.of_this_run,
                "what became of whom in the run, by its end and by its report"
            );
        }
        assert_eq!(
            report.needing_a_look(),
            summary.needs_a_look,
            "the report and the run's end: {looks:?}\n{summary:?}"
        );
        check_the_forms(&report);
    }

    fn report(&self, scope: Scope) -> Report {
        let archive = Archive { ledger: &self.ledger, runs: std::path::Path::new("/nowhere") };
        gather(&archive, scope, jiff::tz::TimeZone::UTC, self.now()).unwrap()
    }

    /// What must be so after each step, a death in the middle of a run included.
    fn check(&mut self) {
        let tally = self.tally();
        let people = self.roster.rows.len();
        assert_eq!(tally.done + tally.kept + tally.waiting + tally.left(), people, "{tally:?}");
        assert_eq!(tally.outcomes.values().sum::<usize>(), people);
        let parted = self.ledger.parted(&[Action::Remove]).unwrap();
        // The way back has everybody who was ever proved to be removed, with the first proof.
        let mut now = BTreeMap::new();
        for one in parted.iter().filter(|one| one.outcome == Outcome::Removed) {
            now.insert(one.key.clone(), (one.at, one.run, one.proof.clone()));
        }
        for (key, proof) in &self.gone {
            assert_eq!(now.get(key), Some(proof), "the first proof of {key:?}");
        }
        self.gone = now;
        let looks: Vec<NeedsLook> = self.ledger.needs_a_look().unwrap();
        for (index, row) in self.roster.rows.iter().enumerate() {
            let (key, action) = (row.person.key(), row.action);
            let standing = self.ledger.standing(&key, action).unwrap();
            let next = standing.next(&Policy::default());
            let listed = looks.iter().find(|look| look.key == key.as_str());
            assert_eq!(standing.needs_a_look(), listed.is_some(), "{key:?}: {standing:?}");
            if let Some(look) = listed {
                assert_eq!(look.outcome, standing.outcome);
            }
            let is_parted = parted.iter().any(|one| one.key == key);
            match standing.outcome {
                Outcome::Removed => assert!(self.gone.contains_key(&key), "removed, and not in the way back"),
                Outcome::Unconfirmed if standing.doubt.is_some() => {
                    assert!(is_parted, "in doubt, and not in the way back: {standing:?}");
                }
                _ => {}
            }
            assert!(
                next != NextStep::Person || standing.needs_a_look(),
                "only the user can go on: {standing:?}"
            );
            let member = &self.site.borrow().members[index];
            if !self.restored && member.clicks > 0 && !member.connected {
                assert!(is_parted, "gone by our click, and not in the way back: {standing:?}");
            }
            if matches!(standing.outcome, Outcome::Removed | Outcome::NotConnected) {
                assert!(!member.connected, "{standing:?}, and connected on the site");
            }
        }
    }
}

/// All forms of one report say the same.
fn check_the_forms(report: &Report) {
    let (people, needing) = (report.people.len(), report.needing_a_look());
    let value: serde_json::Value = serde_json::from_str(&json(report).unwrap()).unwrap();
    assert_eq!(value["needs_a_look"], needing);
    let list = value["people"].as_array().unwrap();
    assert_eq!(list.iter().filter(|one| one["needs_a_look"] == true).count(), needing);
    let table = csv(report).unwrap();
    let mut table = ::csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<::csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), rows.iter().filter(|row| &row[6] == "yes").count()), (people, needing));
    let tests = junit(report);
    assert_eq!(tests.matches("<failure ").count(), needing, "{tests}");
    assert_eq!(tests.matches("<testcase ").count(), people + report.runs.len(), "{tests}");
    let page = html(report, PictureRules { most_bytes: 0 }).text;
    assert_eq!(page.matches(" data-l").count(), needing);
    let text = markdown(report);
    let listed = text.split_once("### Needs a look").map_or(0, |(_, list)| list.matches("\n| ").count() - 2);
    assert_eq!(listed, needing, "{text}");
}

/// What a run is asked to do.
pub struct Asked {
    pub rehearsal: bool,
    pub limit: Option<u64>,
    pub only: Option<BTreeSet<usize>>,
    pub seen_before: HashMap<(PersonKey, Action), Outcome>,
}

fn histories(share: usize) {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let config =
        Config { cases: HISTORIES, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let mut bytes = [0x5a_u8; 32];
    bytes[0] = u8::try_from(share).unwrap();
    if let Ok(seed) = std::env::var("UNLINKED_TEST_SEED") {
        bytes[1..9].copy_from_slice(&seed.parse::<u64>().unwrap().to_le_bytes());
    }
    println!("share {share} of the histories, seed {bytes:?}");
    let rng = proptest::test_runner::TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let history = (any::<u64>(), 1_usize..5, proptest::collection::vec(step(), 1..10));
    let told = runner.run(&history, |(seed, people, steps)| {
        let mut account = Account::new(seed, people, &selectors);
        for step in &steps {
            account.take(step);
            account.check();
        }
        Ok(())
    });
    if let Err(error) = told {
        panic!("share {share}, seed {bytes:?}: {error}");
    }
}

#[test]
fn in_thousands_of_histories_no_surface_contradicts_another() {
    turn::each_share(histories);
}
