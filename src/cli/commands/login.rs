//! `unlinked login`: a plain window in which the person signs in, then a driven look at who it is.

use std::time::Duration;

use serde_json::json;
use tokio::sync::oneshot;

use crate::account::Account;
use crate::browser::{PlainWindow, Stage, StopSeen, stored_passwords};
use crate::cli::account_args::AccountArgs;
use crate::cli::desk::Desk;
use crate::cli::driver::{browser_options, sweep_now};
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::hindrance::{Hindrance, hindrances};
use crate::cli::next;
use crate::cli::output::{Stdout, Terminal, fields, line_of, paragraph, signed_in};
use crate::cli::settings::{flag, load_config, selector_folders, zone_of};
use crate::cli::shared_machine;
use crate::cli::signals::Signals;
use crate::cli::signed_in::{self, Owner, lost, spent};
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::{Clock, StoppedBy};
use crate::engine::{check_owner, owner_unreadable, stop_sign};
use crate::ledger::{PageViewKind, RunId, RunKind};
use crate::pace::SystemClock;
use crate::selectors::Selectors;

/// What is said where the window was closed and nobody is signed in.
const NOT_SIGNED_IN: &str = "nobody is signed in: the site shows its sign-in page. Try `unlinked login` again, and close the window \
     only when the site shows you as signed in";

/// How long the browser may take to quit when it is asked to.
const QUIT_LIMIT: Duration = Duration::from_secs(20);

/// Sign in: opens a plain browser window, which no program drives, on the sign-in page, with the account's own profile.
///
/// Sign in there yourself, with whatever the site asks for, and close the window (or press Enter in the terminal). Then the
/// driven browser looks who is signed in, and the ledger learns the owner if it did not know one. This program never asks
/// for, sees or stores a password: the session stays in the browser's profile folder, and nowhere else.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// Open no window, only look who is signed in: after a sign-in somewhere else, such as through noVNC
    #[arg(long)]
    check: bool,
    /// Take a profile whose lock names another host: only where that host is gone for certain
    #[arg(long)]
    take_profile: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let site = args.site.as_ref().map(|site| flag("--site", "site", site.clone()));
    let take = args.take_profile.then(|| flag("--take-profile", "browser.take_profile", "true"));
    let config =
        load_config(&args.account, site.into_iter().chain(take).collect()).map_err(Failure::Files)?;
    let terminal = &terminal.in_zone(zone_of(&config));
    let folders = selector_folders(config.selectors.dir.clone());
    let selectors = Selectors::load(config.surface, &folders)
        .map_err(|error| Failure::Files(FileFault::of_selectors(error)))?;
    let desk = Desk::open(&args.account, &config, "unlinked login")?;
    // No page is opened while the site wants a rest. Where it wants a human, the window is for them to answer in, and a look without
    // it is not.
    let holds = |hindrance: &Hindrance| match hindrance {
        Hindrance::Cooldown(_) => true,
        Hindrance::Halt(_) => args.check,
        Hindrance::Breaker(_) => false,
    };
    desk.refuse_while(holds, None, &terminal.zone)?;
    shared_machine::check(&config)?;
    shared_machine::warn(&config, &desk.ledger, terminal)?;
    let run = desk.begin_look(RunKind::Login, &config, &selectors)?;
    let login = Login { config: &config, selectors: &selectors, desk: &desk, run };
    let seen = wait_for(login.go(args.check, terminal), 0)?;
    desk.end_look(run, &seen, |_| None)?;
    let (slug, learned) = seen?;
    let mut stdout = Stdout::new(terminal);
    if args.json {
        stdout.line(&line_of(&json!({ "event": "login", "owner": slug.as_str(), "learned": learned })));
    } else {
        stdout.line(&signed_in(slug.as_str(), learned));
        if !terminal.quiet {
            stdout.line(&fields(&[("Next", next::after_login(&desk.ledger)?)], usize::MAX));
        }
    }
    if let Some(text) = passwords_text(&config, &desk.account) {
        terminal.remark(&paragraph(&text, terminal.width, 0));
    }
    for hindrance in
        hindrances(&desk.ledger, None, SystemClock.now())?.iter().filter(|it| it.is_lifted_by_resume())
    {
        terminal.remark(&Hindrance::text(hindrance, SystemClock.now(), &terminal.zone, terminal.width));
    }
    Ok(exit::OK)
}

/// What is said of passwords that the profile's browser has stored, if it has any: versions before this one let it offer that.
fn passwords_text(config: &Config, account: &Account) -> Option<String> {
    if config.webdriver.url.is_some() {
        return None;
    }
    let profile = config.webdriver.profile_dir.clone().unwrap_or_else(|| account.profile_dir());
    let (count, those) = match stored_passwords(&profile) {
        0 => return None,
        1 => (1, "1 password is stored"),
        more => (more, "passwords are stored"),
    };
    let those = if count == 1 { those.to_owned() } else { format!("{count} {those}") };
    Some(format!(
        "{those} in this account's browser profile, which an earlier version let the browser offer. Delete them: \
         `unlinked logout` removes the whole profile, then sign in anew. No browser on this profile offers to store one any more."
    ))
}

struct Login<'a> {
    config: &'a Config,
    selectors: &'a Selectors,
    desk: &'a Desk,
    run: RunId,
}

impl Login<'_> {
    async fn go(&self, check: bool, terminal: &Terminal) -> Result<Owner, Failure> {
        let ledger = &self.desk.ledger;
        let options = browser_options(self.config, &self.desk.account)?;
        let mut stage = self.desk.stage(options.clone(), self.config, self.selectors);
        // A driven browser that was left behind would hold the profile.
        sweep_now(&mut stage, &terminal.zone).await?;
        if !check {
            let address = sign_in_page(self.config)?;
            ledger
                .record_page_view(self.run, PageViewKind::SignIn, SystemClock.now())?
                .map_err(|refusal| spent(&refusal.to_string()))?;
            match &options.url {
                None => in_a_window(PlainWindow::open(&options, &address).await?, terminal).await?,
                Some(server) => on_the_server(&server.to_string(), &address, terminal).await?,
            }
        }
        stage.open().await.map_err(lost)?;
        let seen = match stage.page() {
            Some(page) => {
                let limit = self.config.engine.locate_timeout;
                check_owner(page, ledger, self.run, &self.config.site, &SystemClock, limit)
                    .await
                    .map_err(Failure::from)
            }
            None => Err(lost("no browser could be opened".to_owned())),
        };
        let closed = stage.close().await.map_err(lost);
        let steps = &self.config.cooldown.steps;
        let heed = |stop: &StopSeen| {
            let (by, message) = stop_sign::heed(stop, ledger, self.run, steps, SystemClock.now())?;
            Ok((by, if by == StoppedBy::SignedOut { NOT_SIGNED_IN.to_owned() } else { message }))
        };
        let owner = signed_in::owner(seen?, heed)?.map_err(|why| Failure::Stopped {
            by: StoppedBy::ChangedPage,
            message: owner_unreadable(&why, self.selectors),
        })?;
        closed.map(|()| owner)
    }
}

fn interrupted() -> Failure {
    Failure::Stopped {
        by: StoppedBy::Interrupted,
        message: "interrupted; `unlinked login --check` says who is signed in".to_owned(),
    }
}

fn sign_in_page(config: &Config) -> Result<String, Failure> {
    let page = config.site.join("login").map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(page.to_string())
}

/// Waits until the person has closed the window, or says that they are done.
async fn in_a_window(mut window: PlainWindow, terminal: &Terminal) -> Result<(), Failure> {
    let signals = Signals::listen_once()?;
    let done = if terminal.can_ask { ", then close it, or press Enter here" } else { ", then close it" };
    terminal.remark(&paragraph(
        &format!("A browser window has opened, and no program drives it. Sign in there yourself{done}."),
        terminal.width,
        0,
    ));
    tokio::select! {
        closed = window.closed() => Ok(closed?),
        () = enter_pressed(terminal) => Ok(window.quit(QUIT_LIMIT).await?),
        () = signals.now.cancelled() => {
            window.quit(QUIT_LIMIT).await?;
            Err(interrupted())
        }
    }
}

/// The browser runs on another machine, where this program opens no window.
async fn on_the_server(server: &str, address: &str, terminal: &Terminal) -> Result<(), Failure> {
    let help = format!(
        "sign in there, on {address}, in a browser with that machine's profile folder (`webdriver.profile_dir`); \
         docs/containers.md shows how through noVNC"
    );
    if !terminal.can_ask {
        return Err(Failure::usage(
            format!("the browser runs behind {server}, where no window can be opened from here"),
            format!("{help}; then `unlinked login --check`"),
        ));
    }
    let signals = Signals::listen_once()?;
    let text = format!("The browser runs behind {server}: {help}. Close it there, then press Enter here.");
    terminal.say(&paragraph(&text, terminal.width, 0));
    tokio::select! {
        () = enter_pressed(terminal) => Ok(()),
        () = signals.now.cancelled() => Err(interrupted()),
    }
}

/// Waits for a line from the terminal, where there is one. The thread that reads cannot be cancelled, so it is none of the
/// runtime's: the program may end while it still waits.
async fn enter_pressed(terminal: &Terminal) {
    if terminal.can_ask {
        let (sender, pressed) = oneshot::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            if std::io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) {
                let _ = sender.send(());
            }
        });
        if pressed.await.is_ok() {
            return;
        }
    }
    std::future::pending().await
}
