//! The steps one after another: what each asks, and what was done before.

use std::path::PathBuf;

use super::guide::{Guide, Next, shown, text};
use super::steps::{About, STEPS, Step};
use super::{downloads, go_on, time};
use crate::browser::has_screen;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::keep_lists::{Asked, KeepLists};
use crate::cli::settings::zone_of;
use crate::domain::{Clock, UnixMs};
use crate::ledger::{Ledger, RunKind};
use crate::pace::SystemClock;
use crate::roster::{KeepList, Roster};
use crate::wording::{count, moment};

/// How many people are rehearsed, and removed, before the rest.
const FIRST: usize = 5;

impl Guide<'_> {
    /// Goes from step to step, until the last or until the user ends it.
    pub(super) async fn go(mut self) -> Result<u8, Failure> {
        let practice = self.place.practice;
        self.say(if practice {
            "Practice: the people are invented, the site is in this program, and all of it goes when you end."
        } else {
            "From nothing to the first people removed. Each step is a command, shown as you could type it yourself. \
             Nobody is removed before you have typed \"yes\" under the number of people."
        });
        let steps: Vec<&About> = STEPS.iter().filter(|about| !practice || about.step != Step::Zone).collect();
        for (nth, about) in (1..).zip(&steps) {
            let heading = format!("{nth} of {}  {}", steps.len(), about.title);
            self.terminal.say(&format!("\n{}", self.terminal.err.strong(&heading)));
            self.say(if practice && about.step == Step::SignIn {
                "The practice site signs its browser in by itself. This looks who it is."
            } else {
                about.why
            });
            if self.step(about.step).await? == Next::End {
                self.say("Ended. `unlinked start` begins at the top again, and says of each step what was done before.");
                return Ok(exit::OK);
            }
        }
        self.say("That was all. `unlinked status` says where the roster stands, whenever you like.");
        Ok(exit::OK)
    }

    async fn step(&mut self, step: Step) -> Result<Next, Failure> {
        match step {
            Step::Machine => self.offer(self.words(&["doctor"], true), None, None).await,
            Step::Zone => self.zone().await,
            Step::SignIn => self.sign_in().await,
            Step::Export => self.export().await,
            Step::Choose => self.choose().await,
            Step::Keep => self.keep().await,
            Step::Rehearse => self.act(true).await,
            Step::Report => self.report().await,
            Step::RemoveFive => self.act(false).await,
            Step::GoOn => go_on::offer(self).await,
        }
    }

    async fn sign_in(&mut self) -> Result<Next, Failure> {
        if self.place.practice {
            return self.offer(self.words(&["login", "--check"], true), None, None).await;
        }
        let owner = self.ledger()?.map(|ledger| ledger.owner()).transpose()?.flatten();
        let before = owner.map(|owner| format!("{} signed in before", owner.slug));
        self.offer(self.words(&["login"], true), before, None).await
    }

    /// Finds the export, or says how to ask for it.
    async fn export(&mut self) -> Result<Next, Failure> {
        if let Some(export) = self.place.export.as_ref().filter(|path| path.is_file()) {
            self.say(&format!("It is {}.", shown(export)));
            return Ok(Next::On);
        }
        let found: Vec<_> =
            downloads::folders().iter().flat_map(|folder| downloads::exports_in(folder)).collect();
        if found.is_empty() {
            self.say(
                "None was found among your downloads. Ask LinkedIn for it: Settings, Data privacy, Get a copy of your data, \
                 Connections. LinkedIn sends a link within minutes, sometimes a day. End here until then, or type where it is.",
            );
        }
        let now = SystemClock.now();
        for (nth, (path, changed)) in (1..).zip(&found) {
            let at = UnixMs::of(*changed);
            self.terminal.say(&format!("  {nth}  {}, {}", shown(path), moment(at, now, &self.terminal.zone)));
        }
        let usual = if found.is_empty() { "" } else { "Enter: 1   a number   " };
        loop {
            let said = self.ask(&format!("{usual}a file's path   s: skip   q: end here")).await?;
            match said.as_str() {
                "q" => return Ok(Next::End),
                "s" => return Ok(Next::On),
                "" if found.is_empty() => {}
                said => {
                    let nth = if said.is_empty() { Some(1) } else { said.parse::<usize>().ok() };
                    let picked =
                        nth.and_then(|nth| found.get(nth.checked_sub(1)?)).map(|(path, _)| path.clone());
                    let path = picked.unwrap_or_else(|| at_home(said));
                    if path.is_file() {
                        self.place.export = Some(path);
                        return Ok(Next::On);
                    }
                    self.say(&format!("There is no file {}.", shown(&path)));
                }
            }
        }
    }

    async fn choose(&mut self) -> Result<Next, Failure> {
        let people = Roster::read(&self.place.roster).map_or(0, |roster| roster.len());
        let before = (people > 0).then(|| {
            format!("{} has {} from before", shown(&self.place.roster), count(people, "person", "people"))
        });
        let Some(export) = self.place.export.clone() else {
            self.say(match before {
                Some(_) => "Without an export the roster stays as it is.",
                None => "Without an export nobody can be chosen here. A CSV file with `url` and `name` is a roster too.",
            });
            return Ok(Next::On);
        };
        let (export, roster) = (text(&export), text(&self.place.roster));
        let keep = text(&self.place.keep);
        let mut review = vec!["review".to_owned(), export.clone(), "-o".to_owned(), roster.clone()];
        review.extend(["--keep".to_owned(), keep]);
        let review = self.with_place(review, true);
        loop {
            match self.offer(review.clone(), before.clone(), Some(("r", "choose by rules"))).await? {
                Next::Other => {
                    let rules = self.rules(&export, &roster).await?;
                    if self.run(&rules).await?.success() {
                        return Ok(Next::On);
                    }
                }
                next => return Ok(next),
            }
        }
    }

    /// The command that chooses by what the user says of companies and time.
    async fn rules(&self, export: &str, roster: &str) -> Result<Vec<String>, Failure> {
        let mut plan = vec!["plan".to_owned(), export.to_owned()];
        for (question, flag) in [
            ("Of which company? (words of its name; Enter: any)", "--company"),
            ("Connected before which day? (such as 2019-01-01; Enter: any)", "--connected-before"),
        ] {
            let said = self.ask(question).await?;
            if !said.is_empty() {
                plan.extend([flag.to_owned(), said]);
            }
        }
        if self.place.keep.is_file() {
            plan.extend(["--keep".to_owned(), text(&self.place.keep)]);
        }
        plan.extend(["-o".to_owned(), roster.to_owned()]);
        Ok(self.with_place(plan, true))
    }

    /// Puts the keep list's lines into the account, or whom the user types.
    async fn keep(&mut self) -> Result<Next, Failure> {
        let config = self.config()?;
        let own = KeepLists::of(&self.place.account, Asked::of(None, false), None)
            .and_then(|lists| lists.read(Some(&config.site)))
            .map_err(|error| Failure::Files(vec![error.into()]))?;
        if self.place.keep.is_file() {
            let missing = KeepList::read_at(&self.place.keep, &config.site)
                .map(|list| list.missing_from(&own).len())
                .unwrap_or(1);
            let before =
                (missing == 0).then(|| format!("all lines of {} are on it", shown(&self.place.keep)));
            let add = vec!["keep".to_owned(), "add".to_owned(), "--from".to_owned(), text(&self.place.keep)];
            return self.offer(self.with_place(add, false), before, None).await;
        }
        self.say(&match own.lines() {
            0 => {
                "Nobody is on it yet. Type a name or an address, one a line; Enter alone goes on.".to_owned()
            }
            lines => format!(
                "It has {} now. Type more, one a line; Enter alone goes on.",
                count(lines, "line", "lines")
            ),
        });
        loop {
            match self.ask("a name or an address   Enter: go on   q: end here").await?.as_str() {
                "" => return Ok(Next::On),
                "q" => return Ok(Next::End),
                who => {
                    let add = vec!["keep".to_owned(), "add".to_owned(), "--".to_owned(), who.to_owned()];
                    self.run(&self.with_place(add, false)).await?;
                }
            }
        }
    }

    /// Rehearses or removes the first few.
    async fn act(&mut self, rehearsal: bool) -> Result<Next, Failure> {
        let Some(people) = self.some_people() else { return Ok(Next::On) };
        let kind = if rehearsal { RunKind::Rehearsal } else { RunKind::Removal };
        let before = self.last_run(kind)?.map(|run| format!("run {run} did so before"));
        let first = FIRST.to_string();
        let words = if rehearsal { vec!["--dry-run", "--sample", &first] } else { vec!["--limit", &first] };
        let mut run = self.run_words(&words);
        if self.place.practice {
            return self.offer(run, before, None).await;
        }
        let when = self.when(FIRST.min(people), rehearsal)?;
        self.say(&when.said);
        let other = when.only_hours.then_some(("n", "now all the same, with --now"));
        match self.offer(run.clone(), before, other).await? {
            Next::Other => {
                run.push("--now".to_owned());
                self.offer(run, None, None).await
            }
            next => Ok(next),
        }
    }

    /// When the first of the roster will be done.
    fn when(&self, people: usize, rehearsal: bool) -> Result<time::When, Failure> {
        let (config, now) = (self.config()?, SystemClock.now());
        let fresh = Ledger::open_in_memory(now)?;
        let ledger = self.ledger()?.unwrap_or(fresh);
        time::of(&config, &ledger, people, rehearsal, now, &zone_of(&config))
    }

    async fn report(&mut self) -> Result<Next, Failure> {
        let Some(run) = self.last_run(RunKind::Rehearsal)? else {
            self.say("There is no rehearsal yet, so there is nothing to look at.");
            return Ok(Next::On);
        };
        let mut report = vec!["report".to_owned(), run.to_string()];
        if self.place.practice {
            let file = self.place.roster.with_file_name("report.html");
            report.extend(["-o".to_owned(), text(&file)]);
        }
        report.extend(has_screen().then(|| "--open".to_owned()));
        let report = self.with_place(report, false);
        self.offer(report, None, None).await
    }
}

/// A path as it is typed, `~/` being the home.
fn at_home(said: &str) -> PathBuf {
    let home = said.strip_prefix("~/").and_then(|inside| Some(etcetera::home_dir().ok()?.join(inside)));
    home.unwrap_or_else(|| PathBuf::from(said))
}
