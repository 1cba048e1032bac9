//! Two ledgers that part from one history, and one that is written anew from its journal: whatever befell them, no fact of either is
//! lost. What befalls them is random, with a printed seed; what each table must keep stands in `facts`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::facts::Rule::Each;
use super::facts::{facts, look_into, lost, tables};
use super::*;
use crate::domain::StopSign;
use crate::ledger::journal::Places;

/// How many times each test tells another story.
const STORIES: u32 = 15;

const PEOPLE: [&str; 6] = ["anna", "ben", "carla", "dora", "erik", "faye"];

/// A ledger in a file, to which anything may happen.
struct Life {
    path: PathBuf,
    ledger: Ledger,
    now: UnixMs,
    run: RunId,
    kind: RunKind,
}

impl Life {
    fn begin(path: &Path, now: UnixMs, kind: RunKind) -> Life {
        let ledger = Ledger::open(path, now).unwrap();
        let run = ledger.begin_run(&of_kind(kind), now).unwrap();
        Life { path: path.to_owned(), ledger, now, run, kind }
    }

    fn end(self) -> UnixMs {
        self.ledger.end_run(self.run, None, 0, self.now).unwrap();
        self.now
    }

    fn next_run(&mut self, kind: RunKind) {
        self.ledger.end_run(self.run, None, 0, self.now).unwrap();
        let start = of_kind(kind);
        let before = self.ledger.rehearsal_to_go_on(&start).unwrap();
        (self.run, self.kind) = (self.ledger.begin_run(&start, self.now).unwrap(), kind);
        if let (RunKind::Rehearsal, Some(before)) = (kind, before) {
            self.ledger.note_goes_on(self.run, before, self.now).unwrap();
        }
    }

    /// Something that may happen. What the ledger refuses did not happen.
    fn happen(&mut self, random: &mut fastrand::Rng, others: bool) {
        let who = PEOPLE[random.usize(..PEOPLE.len())];
        let (key, slug) = (key(who), Slug::parse(who).unwrap());
        self.now.0 += random.i64(1..2 * HOUR);
        let (now, run, remove, text) =
            (self.now, self.run, Action::Remove, format!("seen {}", random.u32(0..4)));
        let ledger = &self.ledger;
        match random.u32(0..if others { 26 } else { 22 }) {
            0..=4 => {
                let desk = request(run, who);
                let Ok(Ok(attempt)) = ledger.commit_intent(&desk, &Caps::UNLIMITED, now) else { return };
                if random.bool() {
                    let _ = ledger.mark_phase(attempt, Phase::Clicked, now);
                }
                match random.u32(0..5) {
                    0 | 1 => {
                        let _ = ledger.settle(attempt, Settlement::Removed, now);
                        let _ =
                            ledger.record_outcome(&record(run, who, Some(attempt), Outcome::Removed), now);
                    }
                    2 => {
                        let _ = ledger.note_still_there(attempt, true, now);
                        let _ = ledger.settle(attempt, Settlement::StillConnected, now);
                    }
                    3 => drop(ledger.settle(attempt, Settlement::Unknown, now)),
                    _ => {}
                }
            }
            5..=7 => {
                let seen = [
                    Outcome::Failed,
                    Outcome::NotFound,
                    Outcome::Kept,
                    Outcome::NotConnected,
                    Outcome::Ambiguous,
                ];
                let seen = record(run, who, None, seen[random.usize(..seen.len())]);
                let _ = ledger.record_outcome(&seen, now);
                let _ = ledger.note_outcome_for_breaker(&seen, &Thresholds::default(), "1", now);
            }
            8 => drop(ledger.skip(&key, remove, now)),
            9 => drop(ledger.retry(&key, now)),
            10 => drop(ledger.release(&key, now)),
            11 | 12 => {
                let why = Undecided { detail: &text, looked: random.bool() };
                ledger.note_undecided(&key, remove, why, now).unwrap();
            }
            13 => ledger.note_keep(&key, remove, random.bool(), None, now).unwrap(),
            14 => ledger.note_shown(&key, (&slug, &text), &[], &[text.as_str().into()], now).unwrap(),
            15 => drop(ledger.start_cooldown(Some(run), StopSign::Throttled, &text, &[], now)),
            16 => drop(ledger.set_halt(Some(run), StopSign::Challenge, &text, now)),
            17 => ledger.note_keep_file(run, &text, now).unwrap(),
            18 | 19 => drop(ledger.record_page_view(run, PageViewKind::Feed, now)),
            20 => {
                let spacing = random.u64(0..1 << 40);
                ledger.pace_step(now, |_| PaceStep::Replace(spacing, ())).unwrap();
            }
            21 => drop(ledger.learn_owner(&Slug::parse("owner").unwrap(), "Owner", now)),
            22 if self.kind == RunKind::Rehearsal => {
                ledger.note_rehearsed(run, &key, remove, &slug, &text, now).unwrap();
                ledger.record_outcome(&record(run, who, None, Outcome::Rehearsed), now).unwrap();
            }
            22 | 23 => {
                let kind = if random.bool() { RunKind::Rehearsal } else { RunKind::Removal };
                self.next_run(kind);
            }
            24 => {
                let facts = PersonFacts { company: Some(text), ..PersonFacts::default() };
                ledger.remember_person(&PersonRecord { key, slug: Some(slug), facts }, now).unwrap();
            }
            _ => {
                let content = format!("fingerprint {}", random.u32(0..3));
                let members = PEOPLE.map(super::key);
                let members = members.iter().zip(2..).map(|(key, line)| (key, remove, line));
                ledger.remember_roster(&content, members, now).unwrap();
            }
        }
    }

    fn live(&mut self, events: usize, random: &mut fastrand::Rng) {
        for _ in 0..events {
            self.happen(random, true);
        }
    }
}

fn of_kind(kind: RunKind) -> RunStart {
    RunStart { fingerprint: Some("fingerprint 1".to_owned()), ..start(kind) }
}

/// A source of chance, and its seed, which is printed: `UNLINKED_TEST_SEED`, if it is set.
fn chance() -> (fastrand::Rng, u64) {
    let seed = std::env::var("UNLINKED_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    (fastrand::Rng::with_seed(seed), seed)
}

#[test]
fn two_ledgers_that_part_from_one_history_lose_no_fact_of_either_when_they_are_joined() {
    let (mut random, seed) = chance();
    for story in 0..STORIES {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let path = at("ledger.db");
        let mut first = Life::begin(&path, UnixMs(START), RunKind::Removal);
        let common = random.usize(0..30);
        first.live(common, &mut random);
        if random.bool() {
            first.next_run(RunKind::Removal);
        }
        first.ledger.backup(&at("ledger.backup")).unwrap();
        let parted = first.now;
        let events = random.usize(0..40);
        first.live(events, &mut random);
        let end = first.end();
        std::fs::rename(&path, at("ledger.newest")).unwrap();
        for name in ["ledger.known", "ledger.db-wal", "ledger.db-shm"] {
            let _ = std::fs::remove_file(at(name));
        }
        std::fs::copy(at("ledger.backup"), &path).unwrap();
        let mut second = Life::begin(&path, parted, RunKind::Removal);
        let events = random.usize(0..40);
        second.live(events, &mut random);
        let end = UnixMs(second.end().0.max(end.0));

        std::fs::copy(&path, at("ledger.second")).unwrap();
        Ledger::restore(&path, &at("ledger.newest")).unwrap();
        let union = look_into(&path);
        for one in ["ledger.newest", "ledger.second"] {
            let lost = lost(&union, &look_into(&at(one)));
            assert!(lost.is_empty(), "seed {seed}, story {story}: of {one} is lost: {lost:#?}");
        }
        let broken: i64 =
            union.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0, "seed {seed}, story {story}");
        let further: i64 =
            union.query_row("SELECT count(*) FROM run WHERE chain >= id", [], |row| row.get(0)).unwrap();
        assert_eq!(further, 0, "a rehearsal goes on from one before it: seed {seed}, story {story}");
        drop(union);
        // And it can be lived on with, and holds back no less than either.
        let whole = Ledger::open(&path, end).unwrap();
        whole.begin_run(&of_kind(RunKind::Removal), end.plus(Duration::from_secs(60))).unwrap();
    }
}

/// Found by the random histories: of a person whom one ledger has removed the other had seen before that they were none.
#[test]
fn whom_either_has_removed_is_removed_whatever_the_other_saw_and_when() {
    use crate::ledger::digest::Digest;
    let of = |outcome, at| {
        let mut digest = Digest::default();
        digest.apply(outcome, Some(1), UnixMs(at));
        digest
    };
    for other in Outcome::ALL.iter().copied().filter(|other| *other != Outcome::Removed) {
        for at in [1, 2, 3] {
            let (removed, seen) = (of(Outcome::Removed, 2), of(other, at));
            for union in [removed.clone().with(seen.clone()), seen.with(removed)] {
                let is_done = union.outcome.is_some_and(|it| [Outcome::Removed, other].contains(&it));
                let is_removal = ![Outcome::Unfollowed, Outcome::Withdrawn].contains(&other);
                assert!(
                    is_done && (!is_removal || union.outcome == Some(Outcome::Removed)),
                    "{other} at {at}: {union:?}"
                );
            }
        }
    }
}

#[test]
fn a_ledger_that_is_written_anew_from_its_journal_is_the_one_that_was_lost() {
    let (mut random, seed) = chance();
    for story in 0..STORIES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut life = Life::begin(&path, UnixMs(START), RunKind::Removal);
        let events = random.usize(0..20);
        life.live(events, &mut random);
        life.next_run(RunKind::Removal);
        let events = random.usize(1..40);
        for _ in 0..events {
            life.happen(&mut random, false);
        }
        let saved = Places::of(&life.path).rebuild(&life.path).unwrap();
        let (live, saved) = (look_into(&path), look_into(&saved));
        for table in tables(&live) {
            // People of whom nothing was written come from the roster again; the others have the marks of the file itself.
            let rows = match table.as_str() {
                "person" => "SELECT * FROM person WHERE id IN (SELECT person FROM event UNION SELECT person FROM attempt)".to_owned(),
                "seal" | "sqlite_sequence" => continue,
                "meta" => "SELECT id, created_at, ledger, clock_at, clock_ahead FROM meta".to_owned(),
                table => format!("SELECT * FROM {table}"),
            };
            let rows: &'static str = Box::leak(rows.into_boxed_str());
            let (live, saved) = (facts(&live, &Each(rows)), facts(&saved, &Each(rows)));
            assert_eq!(live, saved, "seed {seed}, story {story}: {table}");
        }
        std::mem::forget(life);
    }
}

/// One that was moved, put back from a copy, or is reached by a link is the same ledger; one that is used beside its origin is not.
#[test]
fn a_ledger_that_is_used_beside_the_one_it_was_copied_from_gets_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| {
        let folder = folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder.join("ledger.db")
    };
    let open = |path: &Path| Ledger::open(path, UnixMs(START)).unwrap();
    let (first, second, third) = (at("first"), at("second"), at("third"));
    let id = open(&first).id().unwrap();
    // With what lies beside it, or without.
    std::fs::copy(&first, &second).unwrap();
    std::fs::copy(first.with_file_name("ledger.known"), second.with_file_name("ledger.known")).unwrap();
    let seen = Ledger::open_beside(&second).unwrap().unwrap().copy_of().unwrap();
    assert_eq!(seen.unwrap().canonicalize().unwrap(), first.canonicalize().unwrap(), "without a mark");
    let copy = open(&second);
    assert!(copy.copy_of().unwrap().is_some());
    let of_copy = copy.id().unwrap();
    assert_ne!(of_copy, id);
    drop(copy);
    let again = open(&second);
    assert_eq!((again.id().unwrap(), again.copy_of().unwrap()), (of_copy, None), "told once");
    let origin = open(&first);
    assert_eq!((origin.id().unwrap(), origin.copy_of().unwrap()), (id.clone(), None));
    drop((again, origin));
    // Put back from a copy, moved, and by a link.
    std::fs::copy(&first, folder.path().join("backup")).unwrap();
    std::fs::copy(folder.path().join("backup"), &first).unwrap();
    assert_eq!(open(&first).id().unwrap(), id);
    std::fs::rename(&first, &third).unwrap();
    assert_eq!(open(&third).id().unwrap(), id);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(third.parent().unwrap(), folder.path().join("link")).unwrap();
        let linked = open(&folder.path().join("link/ledger.db"));
        assert_eq!((linked.id().unwrap(), linked.copy_of().unwrap()), (id, None));
    }
}
