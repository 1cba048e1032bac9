//! A run of the program over a Grid on a practice site, and what the site says of it.

use std::collections::BTreeSet;
use std::process::{Child, Stdio};

use serde_json::Value;
use unlinked::practice::{FaultSpec, Options, Site};

use crate::testkit::home::Home;

/// A home, a practice site, and a config for a Grid.
pub struct Work {
    pub home: Home,
    pub site: Site,
}

/// How a run ended.
pub struct Ran {
    pub exit: i32,
    pub people: Vec<Value>,
    pub summary: Value,
    pub stderr: String,
}

impl Ran {
    pub fn outcomes(&self) -> Vec<String> {
        self.people.iter().map(|line| line["outcome"].as_str().unwrap().to_owned()).collect()
    }
}

impl Work {
    /// `webdriver` is the rest of the config's section; the roster has the first `people` of the site.
    pub async fn new(url: &str, webdriver: &str, people: usize) -> Work {
        Work::on(Options { people: 12, ..Options::default() }, url, webdriver, people).await
    }

    pub async fn on(options: Options, url: &str, webdriver: &str, people: usize) -> Work {
        let (home, site) = (Home::new(), Site::start(options).await.unwrap());
        home.write("roster.csv", &site.roster_csv(people));
        let work = Work { home, site };
        work.config(url, webdriver, "");
        work
    }

    pub fn config(&self, url: &str, webdriver: &str, more: &str) {
        // The Grid's browsers run as whoever runs this test, and as root Chromium's sandbox refuses.
        let args = if nix::unistd::geteuid().is_root() { r#"["--no-sandbox"]"# } else { "[]" };
        let text = format!("[webdriver]\nurl = \"{url}\"\nargs = {args}\n{webdriver}\n{more}\n");
        self.home.write("config/unlinked/config.toml", &text);
    }

    pub fn faults(&self, faults: &[&str]) {
        let faults: Vec<FaultSpec> = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        self.site.set_faults(faults);
    }

    /// Starts `unlinked run` over the roster.
    pub fn start(&self, more: &[&str]) -> Child {
        let mut args = vec!["run", "roster.csv", "--site", self.site.url(), "--json", "--yes"];
        if !more.contains(&"--now") {
            args.push("--no-limits");
        }
        args.extend(more);
        let command = self.home.unlinked(&args);
        let mut child = std::process::Command::new(command.get_program());
        child.args(command.get_args()).current_dir(self.home.path());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => child.env(name, value),
                None => child.env_remove(name),
            };
        }
        child.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits for a run without keeping the practice site from its work.
    pub async fn end(&self, child: Child) -> Ran {
        let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let mut people: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let summary = people.pop().unwrap_or_default();
        Ran { exit: output.status.code().unwrap_or(-1), people, summary, stderr }
    }

    pub async fn run(&self, more: &[&str]) -> Ran {
        self.end(self.start(more)).await
    }

    /// The site's own account: everybody who was removed, each asked for once, by a trusted click, nobody but those of the
    /// roster, and nothing else clicked. Prints it.
    pub fn account(&self, people: usize) -> BTreeSet<String> {
        let state = self.site.state();
        let roster: BTreeSet<String> =
            state.people.iter().take(people).map(|person| person.slug.clone()).collect();
        let removed: BTreeSet<String> = state.removals.iter().map(|removal| removal.slug.clone()).collect();
        println!(
            "practice's account: {} asked to be removed, {} requests, twice: {:?}, not of the roster: {:?}",
            removed.len(),
            state.removals.len(),
            state.removed_twice(),
            removed.difference(&roster).collect::<Vec<_>>()
        );
        assert_eq!(state.removed_twice(), Vec::<&str>::new());
        assert!(removed.is_subset(&roster));
        assert!(state.removals.iter().all(|removal| removal.trusted), "{:?}", state.removals);
        assert!(state.other_actions.is_empty(), "{:?}", state.other_actions);
        removed
    }

    /// How many requests to remove somebody the site has got so far.
    pub fn removals(&self) -> usize {
        self.site.state().removals.len()
    }
}
