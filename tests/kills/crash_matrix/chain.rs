//! A chain of crashes: one site, one account, one roster in which each person meets the next crash. The tool is started
//! again after each of them, until it is done.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::process::Command;
use unlinked::domain::{Action, PersonKey};
use unlinked::ledger::Ledger;
use unlinked::practice::{DialogKind, FrontEndChoice, Options, Site};

use super::boundary::Crash;
use super::check::{Counts, faults};
use super::crashing::Notes;
use super::proxy::Server;
use super::tool::{AT_ONCE, ORDER, Order, Target, now};
use crate::testkit::processes::{MARK, browsers_of};

/// No start of the tool takes as long as this.
const LIMIT: Duration = Duration::from_secs(240);

/// Which pages the site serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pages {
    Ember,
    Sdui,
    NoDialog,
}

impl fmt::Display for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Pages::Ember => "Ember",
            Pages::Sdui => "SDUI",
            Pages::NoDialog => "no dialog",
        })
    }
}

/// A chain that can be begun.
pub(crate) struct Chain {
    pub(crate) name: String,
    pages: Pages,
    people: Vec<Vec<Crash>>,
    /// Crashes that belong to nobody.
    pub(crate) sessions: Vec<Crash>,
    /// Whether the driver is a server's.
    pub(crate) server: bool,
    /// How many people, the first of the roster, need the user in the end.
    pub(crate) left_for_the_user: usize,
}

/// A chain under way.
pub(crate) struct Running {
    name: String,
    pub(crate) site: Site,
    folder: TempDir,
    order: PathBuf,
    pub(crate) people: Vec<Target>,
    sessions: Vec<Crash>,
    server: Option<Server>,
    mark: String,
    pub(crate) left_for_the_user: usize,
}

/// What came of a chain.
pub(crate) struct Report {
    pub(crate) name: String,
    pub(crate) crashes: usize,
    starts: usize,
    pub(crate) removed: usize,
    intents: usize,
    took: Duration,
    pub(crate) faults: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { name, crashes, starts, intents, .. } = self;
        write!(f, "{name:<44} {crashes:>7} {starts:>6} {intents:>7} {:>7.1}  ", self.took.as_secs_f64())?;
        match self.faults.as_slice() {
            [] => f.write_str("all right"),
            faults => write!(f, "WRONG: {}", faults.join("; ")),
        }
    }
}

impl Chain {
    pub(crate) fn new(name: &str, pages: Pages, people: Vec<Vec<Crash>>) -> Chain {
        let server = people.iter().flatten().any(|crash| crash.kind.needs_a_server());
        Chain { name: name.to_owned(), pages, people, sessions: Vec::new(), server, left_for_the_user: 0 }
    }

    pub(crate) fn weight(&self) -> usize {
        let weight = |crash: &Crash| if crash.kind == super::boundary::Kind::Hang { 6 } else { 1 };
        self.people.iter().flatten().chain(&self.sessions).map(weight).sum()
    }

    pub(crate) async fn begin(self) -> Running {
        let options = Options {
            people: self.people.len() + 5,
            front_end: if self.pages == Pages::Sdui { FrontEndChoice::Sdui } else { FrontEndChoice::Ember },
            dialog: if self.pages == Pages::NoDialog { DialogKind::None } else { DialogKind::Default },
            ..Options::default()
        };
        let site = Site::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().display().to_string();
        let network = site.state().people;
        let people: Vec<Target> = self
            .people
            .into_iter()
            .zip(network)
            .map(|(crashes, person)| Target { slug: person.slug, name: person.name, crashes })
            .collect();
        let server = if self.server { Some(Server::start(&mark).await) } else { None };
        let order = Order {
            site: format!("{}/", site.url()),
            state: folder.path().to_owned(),
            people: people.clone(),
            sessions: self.sessions.clone(),
            mark: mark.clone(),
            server: server.as_ref().map(|server| server.url.clone()),
            server_pid: server.as_ref().map(Server::pid),
            control: server.as_ref().map(|server| server.control),
        };
        let path = folder.path().join("order.json");
        std::fs::write(&path, serde_json::to_vec(&order).unwrap()).unwrap();
        Running {
            name: self.name,
            site,
            folder,
            order: path,
            people,
            sessions: self.sessions,
            server,
            mark,
            left_for_the_user: self.left_for_the_user,
        }
    }
}

impl Running {
    pub(crate) fn ledger_path(&self) -> PathBuf {
        self.folder.path().join("account/ledger.db")
    }

    pub(crate) fn removals_of(&self, slug: &str) -> usize {
        self.site.state().removals.iter().filter(|removal| removal.slug == slug).count()
    }

    pub(crate) fn crashes(&self) -> impl Iterator<Item = &Crash> {
        self.people.iter().flat_map(|person| &person.crashes).chain(&self.sessions)
    }

    pub(crate) fn notes(&self) -> Vec<String> {
        Notes::in_folder(self.folder.path()).lines()
    }

    /// Drivers and browsers that still run, but for the server's driver.
    pub(crate) fn left_running(&self) -> Vec<crate::testkit::processes::Process> {
        let server = self.server.as_ref().map(Server::pid);
        browsers_of(&self.mark).into_iter().filter(|process| Some(process.pid) != server).collect()
    }

    /// Starts the tool and waits until it ends: by itself (how), by `kill -9` ("killed"), or in a way that it must not.
    pub(crate) async fn start_once(&self) -> Result<String, String> {
        let told = self.folder.path().join("told.txt");
        let out = std::fs::File::create(&told).unwrap();
        let ends = |notes: &[String]| notes.iter().filter(|line| line.starts_with("end ")).count();
        let before = ends(&self.notes());
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash_matrix::the_tool", "--exact", "--nocapture"])
            .env(ORDER, &self.order)
            .env(MARK, &self.mark)
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::null())
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let last_words = || {
            let text = std::fs::read_to_string(&told).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            lines[lines.len().saturating_sub(25)..].join("\n    ")
        };
        let Ok(status) = tokio::time::timeout(LIMIT, child.wait()).await else {
            return Err(format!("it hangs:\n    {}", last_words()));
        };
        let status = status.unwrap();
        let notes = self.notes();
        if status.signal() == Some(Signal::SIGKILL as i32) {
            return Ok("killed".to_owned());
        }
        match notes.last().and_then(|line| line.strip_prefix("end ")) {
            Some(how) if status.success() && ends(&notes) == before + 1 => Ok(how.to_owned()),
            _ => Err(format!("it ended with {status}:\n    {}", last_words())),
        }
    }

    /// Starts the tool until it is done, and looks at what it has done.
    /// Whether a later run takes anybody up by itself.
    fn is_anybody_left(&self) -> bool {
        let ledger = Ledger::open(&self.ledger_path(), now()).unwrap();
        self.people.iter().any(|person| {
            let standing = ledger.standing(&PersonKey(person.slug.clone()), Action::Remove).unwrap();
            standing.next(&AT_ONCE).is_left()
        })
    }

    pub(crate) async fn drive(&self) -> Report {
        let started = Instant::now();
        let planned = self.crashes().count();
        let mut wrong = Vec::new();
        let mut starts = 0;
        loop {
            starts += 1;
            match self.start_once().await {
                // Whoever is still connected after a crash in the middle of the click is for a later run to try again.
                Ok(how) if how == "done" && self.is_anybody_left() => {}
                Ok(how) if how == "done" => break,
                Ok(how) if how == "killed" => {}
                // Lost three times in a row: a later start goes on.
                Ok(how) if how.starts_with("browser") => {}
                Ok(how) => wrong.push(format!("a run ended with {how}")),
                Err(why) => wrong.push(why),
            }
            if let Some(server) = &self.server {
                server.mend();
            }
            if !wrong.is_empty() || starts > 2 * planned + 3 {
                break;
            }
        }
        let crashes = self.notes().iter().filter(|line| line.starts_with("crash ")).count();
        if crashes != planned {
            wrong.push(format!("{planned} crashes were planned, {crashes} came"));
        }
        let mut counts = Counts::default();
        wrong.extend(faults(self, &mut counts).await);
        Report {
            name: self.name.clone(),
            crashes,
            starts,
            removed: counts.removed,
            intents: counts.intents,
            took: started.elapsed(),
            faults: wrong,
        }
    }

    pub(crate) async fn end(self) {
        for process in self.left_running() {
            let _ = kill(Pid::from_raw(process.pid), Signal::SIGKILL);
        }
        drop(self.server);
        self.site.stop().await;
    }
}
