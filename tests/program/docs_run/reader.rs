//! Somebody who follows a page to the letter: each line by a shell in a terminal, what serves in the background, and a look at
//! how each ended.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use unlinked::practice::{Options, Site};

use super::lines::{Kind, Line, lines};
use super::tables::{COMPANIONS, ENDS, FILLED, NOT_RUN};
use crate::testkit::documents::pages::{Page, root};
use crate::testkit::home::Home;

/// How long one line may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

pub struct Reader {
    pub home: Home,
    /// What stands for LinkedIn.
    pub site: Site,
    pub page: Page,
    /// Where the page's own practice site is served.
    port: u16,
    environment: BTreeMap<String, String>,
}

impl Reader {
    pub async fn of(page: &str) -> Reader {
        let options = Options { people: 60, demo_cast: true, ..Options::default() };
        let site = Site::start(options).await.unwrap();
        let home = Home::new();
        for there in ["dist", ".env.example", "scripts"] {
            std::os::unix::fs::symlink(root().join(there), home.path().join(there)).unwrap();
        }
        let bin = Path::new(env!("CARGO_BIN_EXE_unlinked")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let folder = home.path().to_str().unwrap().to_owned();
        let environment = [
            ("PATH", path.as_str()),
            ("HOME", &folder),
            ("TZ", "Europe/Warsaw"),
            ("TERM", "xterm"),
            // Any day at any hour, and no minute between two people.
            ("UNLINKED_SITE", site.url()),
            ("UNLINKED_CALENDAR_DAYS", "mon,tue,wed,thu,fri,sat,sun"),
            ("UNLINKED_CALENDAR_HOURS", "00:00-24:00"),
            ("UNLINKED_PACE_BETWEEN_PEOPLE_MIN", "0s"),
            ("UNLINKED_PACE_BETWEEN_PEOPLE_MAX", "0s"),
        ];
        let environment =
            environment.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Reader { home, site, page: Page::read(Path::new(page)), port, environment }
    }

    pub fn with(mut self, name: &str, value: &str) -> Reader {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The page, line by line. Fails at the first one that does not end as the page implies.
    pub fn follow(&self) {
        let (mut serving, mut ran) = (Vec::new(), 0);
        for line in lines(&self.page) {
            if matches!(line.kind, Kind::Elsewhere) || self.is_not_run(&line) {
                continue;
            }
            let typed = self.filled(&line.text);
            eprintln!("$ {typed}");
            if let Some(words) = serves(&typed) {
                let served = self.serve(words, line.at);
                serving.push((line, served));
                ran += 1;
                continue;
            }
            if matches!(line.kind, Kind::Other) {
                let program = typed.split_whitespace().next().unwrap();
                assert!(
                    COMPANIONS.contains(&program),
                    "{}: is `{typed}` run here or not? tests/program/docs_run/tables.rs is where to say so",
                    self.page.at(line.at)
                );
            }
            let (code, screen) = self.type_in(&typed);
            let wanted = ENDS.iter().find(|(page, part, _)| self.is(page) && line.text.contains(part));
            let wanted = wanted.map_or(0, |(.., code)| *code);
            assert_eq!(code, wanted, "{}: {typed}\n{screen}", self.page.at(line.at));
            ran += 1;
        }
        for (line, served) in serving {
            let code = served.interrupt();
            assert_eq!(code, Some(0), "{}: {}: Ctrl-C ends it well", self.page.at(line.at), line.text);
        }
        assert!(ran > 0, "no line of {} was run", self.page.path.display());
    }

    fn is(&self, page: &str) -> bool {
        page.is_empty() || self.page.path == Path::new(page)
    }

    fn is_not_run(&self, line: &Line) -> bool {
        NOT_RUN.iter().any(|(page, start, _)| self.is(page) && line.text.starts_with(start))
    }

    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (page, written, here) in FILLED {
            if self.is(page) {
                let here = here.replace("{port}", &self.port.to_string());
                text = text.replace(written, &here.replace("{home}", self.home.path().to_str().unwrap()));
            }
        }
        // A window needs a screen, which is not everywhere; tests/program/login.rs opens a real one.
        text.replace(" --headed", "")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.environment).current_dir(self.home.path());
        command.envs(std::env::var("UNLINKED_TEST_MARK").map(|mark| ("UNLINKED_TEST_MARK", mark)));
        command
    }

    /// A line in a terminal of its own (util-linux's `script`), with somebody who agrees to everything.
    pub fn type_in(&self, line: &str) -> (i32, String) {
        self.home.write("line.sh", &format!("{line}\n"));
        let mut child = self
            .command("timeout")
            .args(["--kill-after=5", &PATIENCE.as_secs().to_string(), "script", "--quiet", "--return"])
            .args(["--command", "bash -eu line.sh", "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Whoever ends without a question hangs up.
        let _ = child.stdin.take().unwrap().write_all(format!("yes\n{}", "\n".repeat(99)).as_bytes());
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Starts what goes on until it is interrupted, and waits until it is there.
    fn serve(&self, words: &str, line: usize) -> Serving {
        let said = self.home.path().join(format!("served-by-line-{line}"));
        let child = self
            .command("bash")
            .args(["-euc", &format!("exec {words}")])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&said).unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut serving = Serving(child);
        let started = Instant::now();
        let is_there = || {
            if words.contains("--port") {
                TcpStream::connect(("127.0.0.1", self.port)).is_ok()
            } else {
                fs::read_to_string(&said).unwrap().contains("http://")
            }
        };
        while !is_there() {
            let ended = serving.0.try_wait().unwrap();
            assert!(ended.is_none(), "`{words}` ended: {ended:?}\n{}", fs::read_to_string(&said).unwrap());
            assert!(started.elapsed() < PATIENCE, "`{words}` does not serve");
            std::thread::sleep(Duration::from_millis(20));
        }
        serving
    }
}

/// A command that serves until it is interrupted, without the sign that sends it into the background.
fn serves(line: &str) -> Option<&str> {
    let is_served =
        ["practice", "review", "watch"].iter().any(|word| line.starts_with(&format!("unlinked {word}")));
    is_served.then(|| line.trim_end_matches('&').trim_end())
}

struct Serving(Child);

impl Serving {
    fn interrupt(mut self) -> Option<i32> {
        let _ = killpg(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGINT);
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = killpg(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGKILL);
        let _ = self.0.wait();
    }
}
