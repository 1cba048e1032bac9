//! A ledger of three weeks, as runs under the limits fill it, with a run that is at work: this process holds its lock.

use std::time::Duration;

use unlinked::account::{Account, LockGuard};
use unlinked::domain::{Action, Area, Outcome, PersonKey, Point, Route, Step, Surface, UnixMs};
use unlinked::ledger::{
    Ledger, OutcomeRecord, PageViewKind, PersonFacts, PersonRecord, RunId, RunKind, RunStart,
};
use unlinked::trace::{Recorder, What};

use crate::testkit::home::Home;

const FIRST: &[&str] = &["Noor", "Casimir", "Isolde", "Bram", "Yara", "Odile", "Tobias", "Wren"];
const LAST: &[&str] = &["Bexley", "Oldfield", "Saltmarsh", "Quill", "Harrow", "Lindqvist", "Ferro"];

/// How many people the roster has.
pub const PEOPLE: usize = 480;

/// Who is only there to try the page: what pages and rosters may hold.
pub const HOSTILE: &str = "<img src=x onerror=\"document.title='taken'\"> \u{202e}gnorw";

pub struct Fed {
    pub home: Home,
    pub ledger: Ledger,
    pub run: RunId,
    _lock: LockGuard,
}

pub fn now() -> UnixMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UnixMs(i64::try_from(since.as_millis()).unwrap())
}

pub fn name_of(nth: usize) -> String {
    match nth {
        7 => HOSTILE.to_owned(),
        _ => format!("{} {}", FIRST[nth % FIRST.len()], LAST[nth / 3 % LAST.len()]),
    }
}

fn start(home: &Home) -> RunStart {
    RunStart {
        kind: RunKind::Removal,
        roster: Some(home.path().join("roster.csv").display().to_string()),
        fingerprint: None,
        site: "https://www.linkedin.com/".to_owned(),
        surface: Some(Surface::Desktop),
        route: Some(Route::Profile),
        selectors: Some("2026-11-30".to_owned()),
    }
}

impl Fed {
    /// Three weeks of runs, a day each, the newest at work and in the middle of somebody.
    pub fn new() -> Fed {
        let home = Home::new();
        home.write("config/unlinked/config.toml", "[calendar]\ntime_zone = \"Europe/Warsaw\"\n");
        let rows: String = (0..PEOPLE)
            .map(|nth| format!("person-{nth},\"{}\"\n", name_of(nth).replace('"', "\"\"")))
            .collect();
        home.write("roster.csv", &format!("url,name\n{rows}"));
        let account = Account::open(&home.state()).unwrap();
        let today = now();
        let days_ago = |days: u64| UnixMs(today.0 - i64::try_from(days).unwrap() * 86_400_000);
        let lock = account.lock("unlinked run", today).unwrap();
        let ledger = account.ledger(&lock, days_ago(21)).unwrap();
        let mut nth = 0;
        let mut run = RunId(0);
        for day in (0..21_u64).rev().filter(|day| day % 7 < 5) {
            let mut at = days_ago(day);
            run = ledger.begin_run(&start(&home), at).unwrap();
            for of_day in 0..(9 + day % 4 * 5) {
                at = at.plus(Duration::from_secs(60));
                let outcome = match (day + of_day) % 23 {
                    0 => Outcome::Mismatch,
                    7 => Outcome::ChangedPage,
                    11 => Outcome::NotConnected,
                    _ => Outcome::Removed,
                };
                let _ = ledger.record_page_view(run, PageViewKind::Open, at).unwrap();
                came(&ledger, run, nth, outcome, at);
                nth += 1;
            }
            if day > 0 {
                ledger.end_run(run, None, 0, at).unwrap();
            }
        }
        let fed = Fed { home, ledger, run, _lock: lock };
        fed.trace(&account, nth);
        fed
    }

    /// What the run at work has kept of its newest people, with pictures.
    fn trace(&self, account: &Account, nth: usize) {
        let home = unlinked::evidence::Home::of(None, &account.runs_dir(), self.ledger.id().unwrap());
        let mut recorder = Recorder::new(&home.make(self.run).unwrap());
        for of_run in 0..3 {
            let who = nth + of_run;
            recorder.about(&format!("person-{who}"), u64::try_from(who).unwrap() + 2);
            let opened = What::Opened {
                path: format!("/in/person-{who}/"),
                address: format!("https://www.linkedin.com/in/person-{who}/"),
                status: 200,
                front_end: None,
                language: "en".to_owned(),
                name: Some(name_of(who)),
                degree: "1st".to_owned(),
            };
            recorder.event(now(), Step::Open, 900, opened, None);
            let colour = [[200, 220, 235], [225, 215, 235], [215, 235, 215]][of_run];
            let found = What::Found {
                locator: "remove_item".to_owned(),
                candidate: 0,
                guess: false,
                tag: "div role=button".to_owned(),
                icon: None,
                around: Vec::new(),
                text: "Remove connection".to_owned(),
                area: Area { x: 200.0, y: 200.0, width: 180.0, height: 40.0 },
                point: Point { x: 290.0, y: 220.0 },
                notes: Vec::new(),
            };
            recorder.event(now(), Step::Find, 120, found, Some(picture(colour)));
            if of_run < 2 {
                let outcome = What::Outcome { outcome: Outcome::Removed, detail: "gone".to_owned() };
                recorder.event(now(), Step::Record, 2, outcome, None);
            }
        }
        assert_eq!(recorder.finish(), None);
    }
}

/// A page of one colour with a darker bar, as PNG.
fn picture(colour: [u8; 3]) -> Vec<u8> {
    let page = image::RgbImage::from_fn(640, 400, |_, y| {
        image::Rgb(if y < 60 { colour.map(|part| part - 60) } else { colour })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    page.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Writes down what came of somebody.
fn came(ledger: &Ledger, run: RunId, nth: usize, outcome: Outcome, at: UnixMs) {
    let key = PersonKey(format!("person-{nth}"));
    let facts = PersonFacts { name: Some(name_of(nth)), ..PersonFacts::default() };
    let person = PersonRecord { key: key.clone(), slug: key.0.parse().ok(), facts };
    ledger.remember_person(&person, at).unwrap();
    let detail = match outcome {
        Outcome::Removed => "the page shows the degree 2nd".to_owned(),
        Outcome::Mismatch => {
            "the page is about somebody else than the roster says; nothing was clicked".to_owned()
        }
        other => format!("{other}; nothing was clicked that could remove"),
    };
    let record = OutcomeRecord {
        run,
        key,
        action: Action::Remove,
        attempt: None,
        outcome,
        detail,
        fault: None,
        route: Route::Profile,
        surface: Surface::Desktop,
        ms: 9_000,
    };
    ledger.record_outcome(&record, at).unwrap();
}
