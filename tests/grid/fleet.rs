//! `unlinked fleet`: more accounts than the Grid has slots. How many is set by `UNLINKED_FLEET_ACCOUNTS` (5), and which build
//! of the program by `UNLINKED_FLEET_PROGRAM`; scripts/fleet runs it with 200 and prints what it took.

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use unlinked::practice::{FaultSpec, Options, Site};

use crate::server::{Grid, is_installed, until_within};
use crate::testkit::home::Home;

const PEOPLE: usize = 2;
/// The pace of each account: long enough that a session is closed in between and others have their turn.
const PACE: &str = "6s";

struct Fleet {
    home: Home,
    sites: Vec<Site>,
}

impl Fleet {
    async fn new(grid: &Grid, accounts: usize) -> Fleet {
        let home = Home::new();
        let args = if nix::unistd::geteuid().is_root() { r#"["--no-sandbox"]"# } else { "[]" };
        let config = format!(
            "[webdriver]\nurl = \"{}\"\nargs = {args}\n[pace]\nbetween_people_min = \"{PACE}\"\nbetween_people_max = \"{PACE}\"\n\
             [calendar]\ntime_zone = \"Europe/Warsaw\"\nhours = \"00:00-24:00\"\n\
             days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n[evidence]\npictures = false\n",
            grid.url
        );
        home.write("shared.toml", &config);
        let (mut file, mut sites) = ("sessions = 2\nconfig = \"shared.toml\"\n".to_owned(), Vec::new());
        for number in 1..=accounts {
            let seed = u64::try_from(number).unwrap();
            let site = Site::start(Options { people: 4, seed, ..Options::default() }).await.unwrap();
            home.write(&format!("a{number}.csv"), &site.roster_csv(PEOPLE));
            writeln!(
                file,
                "[[account]]\nname = \"a{number}\"\nstate = \"state/a{number}\"\nroster = \"a{number}.csv\"\nset = {{ site = \"{}\" }}",
                site.url()
            )
            .unwrap();
            sites.push(site);
        }
        home.write("accounts.toml", &file);
        Fleet { home, sites }
    }

    fn start(&self, more: &[&str]) -> Child {
        let mut args = vec!["fleet", "accounts.toml"];
        args.extend(more);
        let wanted = self.home.unlinked(&args);
        let program = std::env::var_os("UNLINKED_FLEET_PROGRAM");
        let mut command = Command::new(program.as_deref().unwrap_or(wanted.get_program()));
        command.args(wanted.get_args()).current_dir(self.home.path());
        for (name, value) in wanted.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    async fn end(child: Child) -> (i32, Vec<Value>, String) {
        let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let lines = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (output.status.code().unwrap_or(-1), lines, String::from_utf8(output.stderr).unwrap())
    }

    fn removals(&self) -> usize {
        self.sites.iter().map(|site| site.state().removals.len()).sum()
    }

    /// Each site's own account: nobody twice, nobody but the first of its own roster, in order.
    fn account(&self) {
        let mut total = 0;
        for site in &self.sites {
            let state = site.state();
            assert_eq!(state.removed_twice(), Vec::<&str>::new());
            let roster: Vec<&str> =
                state.people.iter().take(PEOPLE).map(|person| person.slug.as_str()).collect();
            assert!(state.removals.iter().all(|removal| roster.contains(&removal.slug.as_str())));
            assert!(state.other_actions.is_empty());
            total += state.removals.len();
        }
        println!(
            "practice's account: {total} removed at {} sites, nobody twice, nobody wrong",
            self.sites.len()
        );
    }
}

/// Counts the sessions of a Grid, again and again, and the most memory of a process.
struct Watch {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<Seen>,
}

/// What a watch has seen.
#[derive(Default)]
struct Seen {
    /// Sessions open, four times a second.
    open: Vec<usize>,
    /// The peak of resident memory, in KiB.
    kib: usize,
}

impl Watch {
    fn new(grid: &Grid, pid: u32) -> Watch {
        let stop: Arc<AtomicBool> = Arc::default();
        let host = grid.url.trim_start_matches("http://").to_owned();
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut seen = Seen::default();
            while !stopped.load(Ordering::Relaxed) {
                seen.open.extend(sessions(&host));
                let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
                let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let peak = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
                seen.kib = seen.kib.max(peak.unwrap_or(0));
                std::thread::sleep(Duration::from_millis(250));
            }
            seen
        });
        Watch { stop, thread }
    }

    fn end(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

impl Seen {
    fn most(&self) -> usize {
        self.open.iter().copied().max().unwrap_or(0)
    }

    /// How many were open in the mean, in each tenth of the time.
    fn over_time(&self) -> Vec<String> {
        let tenth = self.open.len().div_ceil(10).max(1);
        let mean = |part: &[usize]| part.iter().sum::<usize>() as f64 / part.len() as f64;
        self.open.chunks(tenth).map(|part| format!("{:.2}", mean(part))).collect()
    }
}

/// How many sessions the Grid says that it has open.
fn sessions(host: &str) -> Option<usize> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(host).ok()?;
    write!(stream, "GET /status HTTP/1.0\r\nHost: {host}\r\n\r\n").ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    let status: Value = serde_json::from_str(text.split_once("\r\n\r\n")?.1).ok()?;
    let nodes = status["value"]["nodes"].as_array()?;
    let slots = nodes.iter().filter_map(|node| node["slots"].as_array()).flatten();
    Some(slots.filter(|slot| !slot["session"].is_null()).count())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_slots_serve_many_accounts_and_what_stops_one_stops_that_one_alone() {
    if !is_installed() {
        return;
    }
    let accounts: usize =
        std::env::var("UNLINKED_FLEET_ACCOUNTS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let grid = Grid::start("standalone", &["--sessions", "2"]);
    let fleet = Fleet::new(&grid, accounts).await;
    // The third account meets a security check.
    fleet.sites[2].set_faults(vec!["challenge".parse::<FaultSpec>().unwrap()]);

    // One signal ends all, after the people at hand.
    let child = fleet.start(&["--json", "--yes"]);
    // Before that, a ledger is made for each of them, and synced.
    let patience = Duration::from_secs(90 + accounts as u64);
    until_within(patience, "somebody is removed", || fleet.removals() > 0);
    kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM).unwrap();
    let (exit, _, stderr) = Fleet::end(child).await;
    assert!([130, 6].contains(&exit), "{exit} {stderr}");
    let before = fleet.removals();
    assert!(before < accounts * PEOPLE);
    let opened_before = grid.sessions_opened();
    assert!(sessions(grid.url.trim_start_matches("http://")).is_some_and(|open| open == 0));

    // The same command goes on where that one ended.
    let started = Instant::now();
    let child = fleet.start(&["--json", "--yes"]);
    let watch = Watch::new(&grid, child.id());
    let (exit, lines, stderr) = Fleet::end(child).await;
    let took = started.elapsed();
    let seen = watch.end();
    fleet.account();
    println!(
        "{accounts} accounts, {} removed in {:.0} s by {} sessions; open at a time, of 2 slots: at most {}, in the mean of each \
         tenth of the time {}; peak memory of unlinked {:.1} MiB",
        fleet.removals() - before,
        took.as_secs_f64(),
        grid.sessions_opened() - opened_before,
        seen.most(),
        seen.over_time().join(" "),
        seen.kib as f64 / 1024.0
    );
    assert_eq!(exit, 6, "{stderr}");
    assert!(seen.most() <= 2, "{} sessions at a time", seen.most());
    let ends: Vec<&Value> = lines.iter().filter(|line| line["event"] == "summary").collect();
    assert_eq!(ends.len(), accounts);
    for end in &ends {
        let (account, exit) = (end["account"].as_str().unwrap(), end["exit"].as_u64().unwrap());
        assert_eq!(exit, if account == "a3" { 6 } else { 0 }, "{end}");
    }
    assert_eq!(fleet.removals(), (accounts - 1) * PEOPLE);
    assert!(fleet.sites[2].state().removals.is_empty());
    let fleet_line = lines.last().unwrap();
    assert_eq!((&fleet_line["event"], &fleet_line["by_exit"]["6"][0]), (&"fleet".into(), &"a3".into()));

    // Where they all stand.
    let (exit, stdout, _) = fleet.home.run(&["fleet", "accounts.toml", "--status"]);
    println!("{stdout}");
    assert_eq!(exit, 0);
    let line = |name: &str| stdout.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
    assert!(line("a3").contains("challenge") && line("a1").contains("done"), "{stdout}");
    let (_, stdout, _) = fleet.home.run(&["fleet", "accounts.toml", "--status", "--json"]);
    assert_eq!(stdout.lines().count(), accounts);
    let third: Value = serde_json::from_str(stdout.lines().nth(2).unwrap()).unwrap();
    assert_eq!((&third["account"], &third["hindrances"][0]["what"]), (&"a3".into(), &"halt".into()));
}
