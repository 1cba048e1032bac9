//! The page and the stage of the tool, wrapped: they tell which step begins or ends, and there the crash comes.

use std::cell::RefCell;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use unlinked::browser::{
    Aftermath, Answer, BrowserStage, Cleared, DialogSeen, Found, List, LocatorSeen, MoreAsked, Page,
    PageFault, Pin, Reading, Sight, Stage, Surroundings, Target, WhyNot,
};
use unlinked::domain::Step;
use unlinked::engine::RunEvent;

use super::boundary::{AFTER, BEFORE, Crash, Kind};
use super::proxy::break_connection;
use super::tool::Order;
use crate::testkit::processes::{Process, browsers_of, list};

/// What the session's crashes are filed under in the notes.
const NOBODY: &str = "-";

/// Lines that outlive a `kill -9`: what is written to a file is the system's.
pub(crate) struct Notes(PathBuf);

impl Notes {
    pub(crate) fn in_folder(folder: &Path) -> Notes {
        Notes(folder.join("notes.txt"))
    }

    pub(crate) fn add(&self, line: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.0).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn crashes_of(&self, who: &str) -> usize {
        let start = format!("crash {who} ");
        self.lines().iter().filter(|line| line.starts_with(&start)).count()
    }
}

/// Knows where the engine is, and what is to break there.
pub(crate) struct Watch {
    order: Order,
    pub(crate) notes: Notes,
    who: String,
    step: Option<Step>,
    /// Waits for what comes of a click, since the intent.
    answers: u32,
    driver: Option<i32>,
    browser: Option<i32>,
}

impl Watch {
    pub(crate) fn new(order: Order) -> Rc<RefCell<Watch>> {
        let notes = Notes::in_folder(&order.state);
        Rc::new(RefCell::new(Watch {
            order,
            notes,
            who: NOBODY.to_owned(),
            step: None,
            answers: 0,
            driver: None,
            browser: None,
        }))
    }

    /// Hears what the engine tells.
    pub(crate) fn hear(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Step { who, step, .. } => {
                self.who.clone_from(who);
                self.step = Some(*step);
                match step {
                    Step::Commit => {
                        self.answers = 0;
                        self.reach("before intent");
                    }
                    Step::Record => self.reach("before outcome"),
                    _ => {}
                }
            }
            RunEvent::Person(report) => {
                self.who.clone_from(&report.slug);
                self.reach("after outcome");
            }
            RunEvent::Browser | RunEvent::Owner { .. } => self.step = None,
            RunEvent::Warning(_)
            | RunEvent::Started { .. }
            | RunEvent::Waiting { .. }
            | RunEvent::Paused
            | RunEvent::Continued => {}
        }
    }

    /// The name of what the page does now; none for what is no step of its own.
    fn operation(&mut self, asked: &str) -> Option<&'static str> {
        Some(match (self.step, asked) {
            (None, "open") => "owner load",
            (None, "read") => "owner read",
            (Some(Step::Open), "open") => "open",
            (Some(Step::Identify), "read") => "read",
            (Some(Step::Menu), "click") => "menu click",
            (Some(Step::Find), "find") => "find",
            (Some(Step::Commit), "click") => "commit click",
            (Some(Step::Confirm), "click") => "confirm click",
            (Some(Step::Confirm), "after_click") => {
                self.answers += 1;
                if self.answers == 1 { "dialog" } else { "confirm answer" }
            }
            (Some(Step::Verify), "open") => "verification load",
            (Some(Step::Verify), "read") => "verification read",
            _ => return None,
        })
    }

    fn next_crash(&self, label: &str) -> Option<(String, Crash)> {
        let is_session = label.contains("session") || label.contains("owner");
        let (who, crashes) = if is_session {
            (NOBODY, &self.order.sessions)
        } else {
            let person = self.order.people.iter().find(|person| person.slug == self.who)?;
            (self.who.as_str(), &person.crashes)
        };
        let crash = crashes.get(self.notes.crashes_of(who))?;
        (crash.at == label).then(|| (who.to_owned(), crash.clone()))
    }

    fn reach(&mut self, label: &str) {
        let Some((who, crash)) = self.next_crash(label) else { return };
        self.notes.add(&format!("crash {who} {crash}"));
        let (driver, browser) = (self.driver, self.browser);
        match (crash.later_ms, crash.kind) {
            (Some(ms), kind) => {
                std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(ms));
                    strike(kind, driver, browser);
                });
            }
            (None, Kind::RequestLost | Kind::AnswerLost | Kind::Outage) => {
                break_connection(self.order.control.unwrap(), crash.kind);
            }
            (None, kind) => strike(kind, driver, browser),
        }
    }
}

fn strike(kind: Kind, driver: Option<i32>, browser: Option<i32>) {
    let send = |pid: i32, signal| {
        let _ = kill(Pid::from_raw(pid), signal);
    };
    match kind {
        Kind::Tool => {
            send(std::process::id().cast_signed(), Signal::SIGKILL);
            loop {
                std::thread::park();
            }
        }
        Kind::Hang => send(driver.unwrap(), Signal::SIGSTOP),
        Kind::Driver | Kind::Browser => {
            let Some(pid) = (if kind == Kind::Driver { driver } else { browser }) else { return };
            send(pid, Signal::SIGKILL);
            // Killed means gone: what comes next meets the dead.
            while Process::read(pid).is_some_and(|process| !process.is_dead()) {
                std::thread::yield_now();
            }
        }
        Kind::RequestLost | Kind::AnswerLost | Kind::Outage => {}
    }
}

/// The product's own stage, and its page, with the watch at each way in and out.
pub(crate) struct Crashing {
    inner: BrowserStage,
    watch: Rc<RefCell<Watch>>,
}

impl Crashing {
    pub(crate) fn new(inner: BrowserStage, watch: Rc<RefCell<Watch>>) -> Crashing {
        Crashing { inner, watch }
    }

    fn reach(&self, sign: &str, operation: Option<&'static str>) {
        if let Some(operation) = operation {
            self.watch.borrow_mut().reach(&format!("{sign}{operation}"));
        }
    }

    async fn around<T>(
        &mut self,
        asked: &str,
        work: impl AsyncFnOnce(&mut <BrowserStage as Stage>::Page) -> T,
    ) -> T {
        let operation = self.watch.borrow_mut().operation(asked);
        self.reach(BEFORE, operation);
        let done = work(self.inner.page().unwrap()).await;
        self.reach(AFTER, operation);
        done
    }

    /// Drivers and browsers of this tool and of those before it, but for a server's own driver.
    fn running(&self) -> Vec<Process> {
        let order = &self.watch.borrow().order;
        let mut found = browsers_of(&order.mark);
        found.retain(|process| Some(process.pid) != order.server_pid);
        found
    }
}

impl Stage for Crashing {
    type Page = Crashing;

    async fn sweep(&mut self) -> Result<Cleared, String> {
        let before = self.running();
        let swept = self.inner.sweep().await;
        // A server's driver says that a session is ended a moment before the last helper of its browser is.
        let has_server = self.watch.borrow().order.server.is_some();
        let began = Instant::now();
        let left = loop {
            let left: Vec<Process> = before.iter().filter(|process| process.still_runs()).cloned().collect();
            // The handler of crashes is no browser, and goes by itself once its own is gone.
            let is_handler = |process: &Process| process.name.starts_with("chrome_crashpad");
            let patience = if has_server || left.iter().all(is_handler) { 3000 } else { 0 };
            if left.is_empty() || began.elapsed() >= Duration::from_millis(patience) {
                break left;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        // A server that is away may still hold a session; it is asked again.
        if matches!(swept, Ok(Cleared::Now)) {
            assert!(left.is_empty(), "the sweep left: {}", list(&left));
            self.watch.borrow().notes.add(&format!("swept {}", before.len()));
        }
        swept
    }

    async fn open(&mut self) -> Result<(), String> {
        self.reach(BEFORE, Some("session"));
        let opened = self.inner.open().await;
        if let Some(page) = self.inner.page() {
            let mut watch = self.watch.borrow_mut();
            (watch.driver, watch.browser) = (page.session().driver_pid(), page.session().browser_pid());
        }
        self.reach(AFTER, Some("session"));
        opened
    }

    fn is_open(&self) -> bool {
        self.inner.is_open()
    }

    fn page(&mut self) -> Option<&mut Crashing> {
        self.inner.is_open().then_some(self)
    }

    fn session(&self) -> (String, String) {
        self.inner.session()
    }

    async fn close(&mut self) -> Result<(), String> {
        if self.is_open() {
            self.reach(BEFORE, Some("session end"));
        }
        self.inner.close().await
    }

    fn abandon(&mut self) {
        self.inner.abandon();
    }

    fn commands(&self) -> u64 {
        self.inner.commands()
    }
}

impl Page for Crashing {
    async fn open(&mut self, path: &str) -> Result<(), PageFault> {
        self.around("open", async |page| page.open(path).await).await
    }

    async fn read(&mut self, what: Reading<'_>, limit: Duration) -> Result<Sight, PageFault> {
        self.around("read", async |page| page.read(what, limit).await).await
    }

    async fn read_changed(
        &mut self,
        than: &Sight,
        what: Reading<'_>,
        limit: Duration,
    ) -> Result<Option<Sight>, PageFault> {
        self.around("read_changed", async |page| page.read_changed(than, what, limit).await).await
    }

    async fn find(
        &mut self,
        locator: &str,
        pin: &Pin,
        armed: bool,
        limit: Duration,
    ) -> Result<Found, PageFault> {
        self.around("find", async |page| page.find(locator, pin, armed, limit).await).await
    }

    async fn click(&mut self, target: &Target) -> Answer<()> {
        self.around("click", async |page| page.click(target).await).await
    }

    async fn type_into(
        &mut self,
        field: &Target,
        text: &str,
        limit: Duration,
    ) -> Result<Option<WhyNot>, PageFault> {
        self.around("type_into", async |page| page.type_into(field, text, limit).await).await
    }

    async fn after_click(
        &mut self,
        target: &Target,
        pin: &Pin,
        expect_dialog: bool,
        limit: Duration,
    ) -> Result<Aftermath, PageFault> {
        let work = async |page: &mut <BrowserStage as Stage>::Page| {
            page.after_click(target, pin, expect_dialog, limit).await
        };
        self.around("after_click", work).await
    }

    async fn dialog_again(&mut self, pin: &Pin, limit: Duration) -> Result<Option<DialogSeen>, PageFault> {
        self.around("dialog_again", async |page| page.dialog_again(pin, limit).await).await
    }

    async fn rows(&mut self, before: Option<&str>, limit: Duration) -> Result<List, PageFault> {
        self.around("rows", async |page| page.rows(before, limit).await).await
    }

    async fn load_more(
        &mut self,
        guesses: bool,
        wheel: bool,
        limit: Duration,
    ) -> Result<MoreAsked, PageFault> {
        self.around("load_more", async |page| page.load_more(guesses, wheel, limit).await).await
    }

    async fn reveal_row(&mut self, link: &str) -> Result<bool, PageFault> {
        self.around("reveal_row", async |page| page.reveal_row(link).await).await
    }

    async fn escape(&mut self) -> Result<(), PageFault> {
        self.around("escape", async |page| page.escape().await).await
    }

    async fn probe(&mut self) -> Result<Vec<LocatorSeen>, PageFault> {
        self.around("probe", async |page| page.probe().await).await
    }

    async fn picture(&mut self, outlined: Option<&Target>) -> Option<Vec<u8>> {
        self.around("picture", async |page| page.picture(outlined).await).await
    }

    fn picture_scale(&self) -> Option<f64> {
        None
    }

    async fn surroundings(&mut self, locator: &str) -> Option<Surroundings> {
        self.around("surroundings", async |page| page.surroundings(locator).await).await
    }
}
