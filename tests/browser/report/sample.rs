//! A state folder with a run of invented people, written through the ledger and the recorder as a run would.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use image::{Rgb, RgbImage};
use jiff::tz::TimeZone;
use tempfile::TempDir;
use unlinked::domain::{
    Action, Area, CandidateNote, FrontEnd, Outcome, Point, Reason, Route, Slug, Step, StepFault, StopSign,
    StoppedBy, Surface, UnixMs,
};
use unlinked::domain::{PersonKey, PersonName};
use unlinked::ledger::{
    Caps, IntentRequest, Ledger, OutcomeRecord, PageViewKind, PersonFacts, PersonRecord, Phase, RunId,
    RunKind, RunStart,
};
use unlinked::report::{Archive, Report, Scope, gather};
use unlinked::trace::{Recorder, What};

/// 2026-11-23T18:00:00Z.
pub const START: UnixMs = UnixMs(1_795_456_800_000);

/// Everything about the invented people that a redacted report must not have.
pub const SECRETS: &[&str] = &[
    "Hildegard",
    "Trombone",
    "Martha",
    "Quill",
    "Otto",
    "Wirth",
    "Kobayashi",
    "Kaede",
    "Noor",
    "Bexley",
    "Casimir",
    "Oldfield",
    "Lindqvist",
    "Eilidh",
    "Ruben",
    "Ashworth",
    "Gina",
    "Fallow",
    "Penelope",
    "Drift",
    "Oswald",
    "Keeper",
    "Zoë",
    "Fjordström",
    "سلمى",
    "الأندلسي",
    "Tobias",
    "Greenhalgh",
    "Mudworks",
    "Potter",
    "martha@example.org",
    "old choir",
    "Ada",
    "Claussen",
    "Ignatius",
    "Blom",
    "ACoAAB7sKq8BvTnqk2",
    "Rowan",
    "Pemberton",
    "people.csv",
];

pub struct Sample {
    pub folder: TempDir,
    pub ledger: Ledger,
    pub now: UnixMs,
    pub run: RunId,
    pub trace: Recorder,
    line: u64,
}

/// What a picture shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    Profile,
    Menu,
    Dialog,
    Challenge,
}

/// Where the button of the menu, the remove item and the dialog's button are, in CSS px.
pub const MORE: Area = Area { x: 420.0, y: 330.0, width: 80.0, height: 32.0 };
pub const ITEM: Area = Area { x: 420.0, y: 452.0, width: 240.0, height: 40.0 };
pub const CONFIRM: Area = Area { x: 780.0, y: 470.0, width: 96.0, height: 36.0 };

fn middle(area: Area) -> Point {
    Point { x: area.x + area.width / 2.0, y: area.y + area.height / 2.0 }
}

/// Drawing takes its time, and thousands of people may share a picture.
static DRAWN: Mutex<BTreeMap<(View, u64), Vec<u8>>> = Mutex::new(BTreeMap::new());

pub fn picture(view: View, seed: u64) -> Vec<u8> {
    DRAWN.lock().unwrap().entry((view, seed)).or_insert_with(|| draw(view, seed)).clone()
}

/// A drawn page of 1280 x 800: a card with a round face and grey lines for text, seeded so that no two faces are the same.
fn draw(view: View, seed: u64) -> Vec<u8> {
    let tone = |n: u64| u8::try_from((seed * 37 + n * 83) % 140).unwrap() + 90;
    let mut page = RgbImage::from_pixel(1280, 800, Rgb([244, 242, 238]));
    let mut fill = |area: [u32; 4], color: [u8; 3]| {
        for y in area[1]..(area[1] + area[3]).min(800) {
            for x in area[0]..(area[0] + area[2]).min(1280) {
                page.put_pixel(x, y, Rgb(color));
            }
        }
    };
    fill([0, 0, 1280, 52], [255, 255, 255]);
    fill([100, 80, 760, 480], [255, 255, 255]);
    fill([100, 80, 760, 150], [tone(1), tone(2), 200]);
    for (nth, width) in [260, 420, 180].into_iter().enumerate() {
        let y = 250 + 26 * u32::try_from(nth).unwrap();
        fill([300, y, width, if nth == 0 { 16 } else { 9 }], [60, 62, 66]);
    }
    fill([300, 330, 100, 32], [10, 102, 194]);
    fill([420, 330, 80, 32], [230, 232, 236]);
    fill([900, 80, 280, 300], [255, 255, 255]);
    if view == View::Menu {
        fill([416, 368, 248, 132], [250, 250, 250]);
        for nth in 0..3 {
            fill([440, 386 + nth * 40, 150, 9], [60, 62, 66]);
        }
    }
    if view == View::Dialog {
        fill([0, 0, 1280, 800], [120, 120, 120]);
        fill([390, 280, 500, 240], [255, 255, 255]);
        fill([420, 310, 300, 14], [60, 62, 66]);
        fill([420, 350, 420, 9], [120, 122, 126]);
        fill([780, 470, 96, 36], [10, 102, 194]);
    }
    if view == View::Challenge {
        fill([0, 52, 1280, 748], [255, 255, 255]);
        fill([440, 200, 400, 20], [60, 62, 66]);
        fill([560, 420, 160, 44], [10, 102, 194]);
    } else if view != View::Dialog {
        for y in 0..160_i32 {
            for x in 0..160_i32 {
                if (x - 80).pow(2) + (y - 80).pow(2) < 6_400 {
                    let shade = if (x - 80).pow(2) + (y - 60).pow(2) < 900 {
                        [tone(5), tone(6), tone(7)]
                    } else {
                        [tone(3), 150, tone(4)]
                    };
                    page.put_pixel(
                        u32::try_from(x + 124).unwrap(),
                        u32::try_from(y + 160).unwrap(),
                        Rgb(shade),
                    );
                }
            }
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    page.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// Who is acted on.
pub struct Somebody<'a> {
    pub slug: &'a str,
    pub name: &'a str,
}

impl Sample {
    /// A folder with a ledger and a run that has begun.
    pub fn begin(kind: RunKind) -> Sample {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.db"), START).unwrap();
        ledger.learn_owner(&Slug::parse("ignatius-blom").unwrap(), "Ignatius Blom", START).unwrap();
        let start = RunStart {
            kind,
            roster: Some("/home/ignatius-blom/people.csv".to_owned()),
            fingerprint: Some("5f1c".to_owned()),
            site: "https://www.linkedin.com/".to_owned(),
            surface: Some(Surface::Desktop),
            route: Some(Route::Profile),
            selectors: Some("2026-11-23".to_owned()),
        };
        let run = ledger.begin_run(&start, START).unwrap();
        let evidence = folder.path().join("runs").join(run.to_string());
        std::fs::create_dir_all(&evidence).unwrap();
        let mut trace = Recorder::new(&evidence);
        trace.pictures_at(Some(1.0));
        trace.keep_locators(&serde_json::json!({
            "more": { "any": [{ "css": "button[id$='-profile-overflow-action']" }, { "role": "button", "text": "more" }] },
            "remove_item": { "within": "menu", "any": [
                { "css": "[data-test-icon^='remove-connection']", "closest": "[role=button]" },
                { "role": "menuitem", "text": "remove_connection" },
            ] },
        }));
        Sample { folder, ledger, now: START, run, trace, line: 1 }
    }

    pub fn runs(&self) -> PathBuf {
        self.folder.path().join("runs")
    }

    pub fn report(&self, scope: Scope) -> Report {
        let archive = Archive { ledger: &self.ledger, runs: &self.runs() };
        gather(&archive, scope, TimeZone::UTC, self.now.plus(Duration::from_hours(2))).unwrap()
    }

    pub fn pass(&mut self, ms: u64) {
        self.now = self.now.plus(Duration::from_millis(ms));
    }

    fn event(&mut self, step: Step, ms: u64, what: What, picture: Option<Vec<u8>>) {
        self.pass(ms);
        self.trace.event(self.now, step, ms, what, picture);
    }

    /// The person's page is opened and read.
    pub fn read(&mut self, who: &Somebody<'_>, shown: &str, degree: &str) {
        let facts = PersonFacts { name: Some(who.name.to_owned()), ..PersonFacts::default() };
        self.remember(who, facts);
        self.ledger.record_page_view(self.run, PageViewKind::Open, self.now).unwrap().unwrap();
        self.read_only(who, shown, degree);
    }

    /// The same without a word to the ledger.
    fn read_only(&mut self, who: &Somebody<'_>, shown: &str, degree: &str) {
        self.line += 1;
        self.trace.about(who.slug, self.line);
        self.opened(Step::Identify, who.slug, shown, degree, None);
    }

    pub fn remember(&mut self, who: &Somebody<'_>, facts: PersonFacts) {
        let record =
            PersonRecord { key: PersonKey(who.slug.to_owned()), slug: Slug::parse(who.slug).ok(), facts };
        self.ledger.remember_person(&record, self.now).unwrap();
    }

    fn opened(&mut self, step: Step, slug: &str, shown: &str, degree: &str, picture: Option<Vec<u8>>) {
        let what = What::Opened {
            path: if step == Step::Verify { format!("/in/{slug}/") } else { String::new() },
            address: format!("https://www.linkedin.com/in/{slug}/"),
            status: 200,
            front_end: Some(FrontEnd::Ember),
            language: "en".to_owned(),
            name: Some(shown.to_owned()),
            degree: degree.to_owned(),
        };
        self.event(step, 412, what, picture);
    }

    pub fn found(
        &mut self,
        step: Step,
        locator: &str,
        area: Area,
        tag: &str,
        text: &str,
        notes: Vec<CandidateNote>,
    ) {
        let what = What::Found {
            locator: locator.to_owned(),
            candidate: notes.len(),
            guess: false,
            tag: tag.to_owned(),
            icon: None,
            around: Vec::new(),
            text: text.to_owned(),
            area,
            point: middle(area),
            notes,
        };
        self.event(step, 38, what, None);
    }

    /// The menu's button, found by its second candidate, and clicked.
    pub fn menu(&mut self, name: &str) {
        let note = CandidateNote {
            candidate: 0,
            why: "not_found".to_owned(),
            note: Some("0 in the page, 0 visible, 0 with the right text".to_owned()),
        };
        let tag = format!("button[aria-label=\"More actions for {name}\"]");
        self.found(Step::Menu, "more", MORE, &tag, "More", vec![note]);
    }

    /// From the open page to the point of no return, the dialog and the fresh load.
    pub fn remove(&mut self, who: &Somebody<'_>, seed: u64, proved: bool) {
        self.menu(who.name);
        let tag = "div[role=\"button\"]";
        self.found(Step::Find, "remove_item", ITEM, tag, "Remove Connection", Vec::new());
        let (key, slug) = (PersonKey(who.slug.to_owned()), Slug::parse(who.slug).unwrap());
        let name = PersonName::new(who.name).unwrap();
        let request = IntentRequest {
            run: self.run,
            key,
            action: Action::Remove,
            pinned_slug: slug,
            seen_name: name.as_str().to_owned(),
            session: "s".to_owned(),
            driver: "http://127.0.0.1:1/".to_owned(),
        };
        let attempt = self.ledger.commit_intent(&request, &Caps::UNLIMITED, self.now).unwrap().unwrap();
        let before = Some(picture(View::Menu, seed));
        self.event(Step::Commit, 4, What::Intent { attempt: attempt.0 }, before);
        let clicked = |locator: &str, area: Area, guard: Option<&str>| What::Clicked {
            locator: locator.to_owned(),
            point: middle(area),
            answer: "done".to_owned(),
            guard: guard.map(str::to_owned),
        };
        self.event(Step::Commit, 12, clicked("remove_item", ITEM, Some("armed")), None);
        self.ledger.mark_phase(attempt, Phase::Clicked, self.now).unwrap();
        let text = format!(
            "Remove Connection Are you sure you want to remove {} as a connection? Cancel Remove",
            who.name
        );
        let dialog = What::Dialog { text, verdict: "confirmed".to_owned(), outline: None };
        self.event(Step::Confirm, 190, dialog, Some(picture(View::Dialog, seed)));
        self.event(Step::Confirm, 11, clicked("confirm", CONFIRM, Some("armed")), None);
        self.ledger.mark_phase(attempt, Phase::ConfirmClicked, self.now).unwrap();
        let degree = if proved { "2nd or 3rd" } else { "1st" };
        self.opened(Step::Verify, who.slug, who.name, degree, Some(picture(View::Profile, seed)));
        if proved {
            self.end(who.slug, Outcome::Removed, "proved on a fresh load", None);
        } else {
            let fault = StepFault { step: Step::Verify, reason: Reason::NoProof };
            let detail = "the click was made, and a fresh load still shows the connection";
            self.end(who.slug, Outcome::Unconfirmed, detail, Some(fault));
        }
    }

    /// An intent is written, and nothing is known after it.
    pub fn intent_only(&mut self, who: &Somebody<'_>) {
        let (key, slug) = (PersonKey(who.slug.to_owned()), Slug::parse(who.slug).unwrap());
        let request = IntentRequest {
            run: self.run,
            key,
            action: Action::Remove,
            pinned_slug: slug,
            seen_name: who.name.to_owned(),
            session: "s".to_owned(),
            driver: "http://127.0.0.1:1/".to_owned(),
        };
        let attempt = self.ledger.commit_intent(&request, &Caps::UNLIMITED, self.now).unwrap().unwrap();
        self.event(Step::Commit, 4, What::Intent { attempt: attempt.0 }, None);
    }

    /// Begins another run of the same account.
    pub fn again(&mut self) -> RunId {
        self.ledger.resume(self.now).unwrap();
        let start = self.ledger.run(self.run).unwrap().unwrap().start;
        self.run = self.ledger.begin_run(&start, self.now).unwrap();
        let evidence = self.runs().join(self.run.to_string());
        std::fs::create_dir_all(&evidence).unwrap();
        self.trace = Recorder::new(&evidence);
        self.line = 1;
        self.run
    }

    /// A locator failed.
    pub fn failed_at(
        &mut self,
        step: Step,
        locator: &str,
        reason: Reason,
        notes: &[(&str, &str)],
        outline: &str,
        seed: u64,
    ) {
        let notes = notes
            .iter()
            .enumerate()
            .map(|(candidate, (why, note))| CandidateNote {
                candidate,
                why: (*why).to_owned(),
                note: Some((*note).to_owned()),
            })
            .collect();
        let what = What::NotFound {
            locator: locator.to_owned(),
            reason,
            note: "nothing fits".to_owned(),
            notes,
            address: "https://www.linkedin.com/in/eilidh-lindqvist-77/?x=1".to_owned(),
            title: "Eilidh Lindqvist | LinkedIn".to_owned(),
            outline: Some(outline.to_owned()),
        };
        self.event(step, 2_510, what, Some(picture(View::Menu, seed)));
    }

    pub fn note(&mut self, step: Step, text: &str, shot: Option<Vec<u8>>) {
        self.event(step, 3, What::Note { text: text.to_owned() }, shot);
    }

    pub fn stop(&mut self, sign: StopSign) {
        let what = What::Stop {
            sign,
            by: "address".to_owned(),
            what: "/checkpoint/".to_owned(),
            address: "https://www.linkedin.com/checkpoint/challenge/AgE".to_owned(),
            title: "Security Verification".to_owned(),
        };
        self.event(Step::Open, 320, what, Some(picture(View::Challenge, 1)));
    }

    /// The outcome, in ledger and trace.
    pub fn end(&mut self, slug: &str, outcome: Outcome, detail: &str, fault: Option<StepFault>) {
        let record = OutcomeRecord {
            run: self.run,
            key: PersonKey(slug.to_owned()),
            action: Action::Remove,
            attempt: None,
            outcome,
            detail: detail.to_owned(),
            fault,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 1_912,
        };
        self.ledger.record_outcome(&record, self.now).unwrap();
        let what = What::Outcome { outcome, detail: detail.to_owned() };
        self.trace.event(self.now, Step::Record, 1_912, what, None);
        self.pass(52_000);
    }

    /// The run ends.
    pub fn finish(&mut self, stopped_by: Option<StoppedBy>, exit: u8, left: u64) {
        self.trace.about("", 0);
        let detail = match stopped_by {
            Some(_) => "the page asks for a security check, which only you may answer".to_owned(),
            None => String::new(),
        };
        self.event(Step::Record, 0, What::Ended { stopped_by, detail, left }, None);
        assert_eq!(self.trace.finish(), None);
        self.ledger.end_run(self.run, stopped_by, exit, self.now).unwrap();
    }
}

const OUTLINE: &str = "section#top[componentkey=\"ACoAAB7sKq8BvTnqk2Topcard\"]\n  h1 \"Eilidh Lindqvist\"\n  button[aria-label=\"More actions for Eilidh Lindqvist\"] \"More\"\n  div[role=\"menu\"]\n    div[role=\"menuitem\"] \"Remove this connection now\"\n    svg[data-test-icon=\"disconnect-medium\"]\n  aside[aria-label=\"People also viewed\"]\n    a \"Ada Claussen\"\n    a \"Rowan Pemberton\"\n    div[aria-label=\"Rowan P. can help\"] \"Message Rowan Pemberton, Mudworks\"\n    button[aria-label=\"Invite Ada Claussen to connect\"] \"Connect\" (hidden)\n    div#hildegard-trombone[class=\"card Hildegard\"][data-testid=\"trombone-profile-card\"] \"Hildegard\"";

/// Twelve people with an outcome of every kind, and a thirteenth at whom a challenge ended the run.
pub fn twelve() -> Sample {
    let mut run = Sample::begin(RunKind::Removal);
    run.trace.about("", 0);
    run.event(Step::Allow, 0, What::Started { people: 20, done_before: 3 }, None);
    let who = |slug: &'static str, name: &'static str| Somebody { slug, name };

    let martha = who("martha-quill", "Martha Quill");
    run.read(&martha, "Martha Quill", "1st");
    let facts = PersonFacts {
        name: Some("Martha Quill".to_owned()),
        company: Some("Mudworks".to_owned()),
        position: Some("Potter".to_owned()),
        email: Some("martha@example.org".to_owned()),
        note: Some("old choir".to_owned()),
        ..PersonFacts::default()
    };
    run.remember(&martha, facts);
    run.remove(&martha, 1, true);
    let otto = who("otto-wirth-4f20", "Otto Wirth");
    run.read(&otto, "Otto Wirth, PhD", "1st");
    run.remove(&otto, 2, true);

    let kaede = who("kaede-kobayashi-19d20af7", "Kaede Kobayashi");
    run.read(&kaede, "Kaede Kobayashi", "2nd or 3rd");
    run.end(kaede.slug, Outcome::NotConnected, "the page shows that they are no 1st-degree connection", None);

    let noor = who("noor-bexley-2f90c1d5", "Noor Bexley");
    run.read(&noor, "Casimir Oldfield", "1st");
    let fault = StepFault { step: Step::Identify, reason: Reason::WrongPerson };
    run.note(Step::Identify, "the name on the page is not the roster's", Some(picture(View::Profile, 4)));
    run.end(noor.slug, Outcome::Mismatch, "the name on the page is not the roster's", Some(fault));

    let eilidh = who("eilidh-lindqvist-77", "Eilidh Lindqvist");
    run.read(&eilidh, "Eilidh Lindqvist", "1st");
    run.menu(eilidh.name);
    let notes = [
        ("not_found", "0 in the page, 0 visible, 0 with the right text"),
        ("not_found", "1 in the page, 1 visible, 0 with the right text"),
    ];
    run.failed_at(Step::Find, "remove_item", Reason::NotFound, &notes, OUTLINE, 5);
    let fault = StepFault { step: Step::Find, reason: Reason::NotFound };
    run.end(
        eilidh.slug,
        Outcome::ChangedPage,
        "`remove_item`: 1 in the page, 1 visible, 0 with the right text",
        Some(fault),
    );

    let ruben = who("ruben-ashworth", "Ruben Ashworth");
    run.read(&ruben, "Ruben Ashworth", "1st");
    let twins = "button[aria-label=\"More actions for Ruben Ashworth\"] button#ember41[aria-label=\"Invite Ada Claussen to connect\"]";
    run.failed_at(
        Step::Menu,
        "more",
        Reason::NotUnique,
        &[("not_found", "0 in the page"), ("not_unique", twins)],
        OUTLINE,
        6,
    );
    let fault = StepFault { step: Step::Menu, reason: Reason::NotUnique };
    run.end(ruben.slug, Outcome::ChangedPage, "`more`: 2 elements fit", Some(fault));

    let gina = who("gina-fallow-60d0b8aa", "Gina Fallow");
    run.read(&gina, "Gina Fallow", "1st");
    run.remove(&gina, 7, false);

    let penelope = who("penelope-drift", "Penelope Drift");
    run.read(&penelope, "Penelope Drift", "none");
    let fault = StepFault { step: Step::Open, reason: Reason::NotFound };
    run.end(penelope.slug, Outcome::NotFound, "the site says that nobody is there (/404/)", Some(fault));

    let oswald = who("oswald-keeper", "Oswald Keeper");
    run.read(&oswald, "Oswald Keeper", "1st");
    let fault = StepFault { step: Step::Commit, reason: Reason::Kept };
    run.end(oswald.slug, Outcome::Kept, "on the keep list, line 2", Some(fault));

    let zoe = who("zoë-fjordström", "\"><img src=x onerror=alert(1)> Zoë Fjordström </script>");
    run.read(&zoe, "Zoë Fjordström", "1st");
    let fault = StepFault { step: Step::Open, reason: Reason::Network };
    run.end(zoe.slug, Outcome::Failed, "the page did not load: net::ERR_CONNECTION_RESET", Some(fault));

    let salma = who("سلمى-الأندلسي", "سلمى الأندلسي 🌻");
    run.read(&salma, "سلمى الأندلسي", "1st");
    run.remove(&salma, 11, true);

    let formula = who("tobias-greenhalgh", "=HYPERLINK(\"http://x\") Tobias Greenhalgh");
    run.read(&formula, "Tobias Greenhalgh", "1st");
    run.remove(&formula, 12, true);

    let last = who("ada-claussen-9", "Ada Claussen");
    run.read(&last, "Ada Claussen", "none");
    run.stop(StopSign::Challenge);
    run.ledger.set_halt(Some(run.run), StopSign::Challenge, "/checkpoint/", run.now).unwrap();
    run.finish(Some(StoppedBy::Challenge), 6, 8);
    run
}

/// Many people over many days, with pictures for every hundredth.
pub fn many(count: usize) -> Sample {
    let first =
        ["Ada", "Bo", "Cleo", "Dag", "Ebba", "Finn", "Gro", "Hal", "Ines", "Jory", "Kit", "Lena", "Moe"];
    let last =
        ["Amsel", "Bruun", "Castell", "Dorn", "Eskil", "Faber", "Grane", "Holm", "Ibsen", "Juhl", "Kvist"];
    let name_of = |nth: usize| format!("{} {} {nth}", first[nth % first.len()], last[nth % last.len()]);
    let slug_of = |nth: usize| name_of(nth).to_lowercase().replace(' ', "-");
    let mut run = Sample::begin(RunKind::Removal);
    let everybody: Vec<PersonRecord> = (0..count)
        .map(|nth| PersonRecord {
            key: PersonKey(slug_of(nth)),
            slug: Slug::parse(&slug_of(nth)).ok(),
            facts: PersonFacts { name: Some(name_of(nth)), ..PersonFacts::default() },
        })
        .collect();
    run.ledger.remember_people(&everybody, START).unwrap();
    for nth in 0..count {
        let (name, slug) = (name_of(nth), slug_of(nth));
        let who = Somebody { slug: &slug, name: &name };
        run.read_only(&who, &name, "1st");
        run.menu(&name);
        let fault = StepFault { step: Step::Find, reason: Reason::NotFound };
        match nth % 50 {
            49 => {
                run.failed_at(
                    Step::Find,
                    "remove_item",
                    Reason::NotFound,
                    &[("not_found", "0 in the page")],
                    OUTLINE,
                    5,
                );
                run.end(&slug, Outcome::ChangedPage, "`remove_item`: nothing fits", Some(fault));
            }
            7 | 21 => run.end(
                &slug,
                Outcome::NotConnected,
                "the page shows that they are no 1st-degree connection",
                None,
            ),
            _ => run.end(&slug, Outcome::Removed, "proved on a fresh load", None),
        }
        if nth % 55 == 54 {
            run.pass(20 * 3_600_000);
        }
    }
    run.finish(None, 3, 0);
    run
}
