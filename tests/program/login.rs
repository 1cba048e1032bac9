//! Signing in and out as a user does it, against a practice site that lets nobody in without its form. The person at the
//! window is played by a program in the browser's place: it starts the same browser, and types into the form what the
//! person would.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::testkit::home::{Home, flat};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use unlinked::ledger::Ledger;
use unlinked::practice::{Options, Site};

async fn locked_site(seed: u64) -> Site {
    Site::start(Options { people: 6, seed, require_sign_in: true, ..Options::default() }).await.unwrap()
}

fn program(home: &Home, name: &str, text: &str) -> PathBuf {
    let path = home.write(name, text);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// A browser with a person before it, who fills in the form of the page that it was opened on.
fn person(home: &Home, site: &Site) -> PathBuf {
    let form = home.write(
        "person.html",
        &format!(
            "<form method=post action='{}/checkpoint/lg/login-submit'><input name=session_key value=rowan>\
             <input name=session_password value=practice></form><script>document.forms[0].submit()</script>",
            site.url()
        ),
    );
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap();
    program(
        home,
        "person.sh",
        &format!(
            "#!/bin/sh\n# A driver brings no person with it.\ncase \"$*\" in *--remote-debugging*|*--version*) exec {browser} \"$@\" ;; esac\n\
             printf '%s\\n' \"$@\" > '{home}/args'\necho $$ > '{home}/pid'\n\
             # Headless Chromium opens one page alone: the person's, in place of the last argument.\n\
             all=$#\nfor one in \"$@\"; do\n  all=$((all - 1))\n  [ $all -eq 0 ] || set -- \"$@\" \"$one\"\n  shift\ndone\n\
             exec {browser} --headless \"$@\" 'file://{form}'\n",
            home = home.path().display(),
            form = form.display()
        ),
    )
}

/// The config that puts a program in the browser's place for the window, but not for the driven look: that one is the real
/// browser, found as always, since a driver needs one that it can speak to.
fn window_by(home: &Home, program: &Path) {
    home.write("window.toml", &format!("[webdriver]\nbinary = \"{}\"\n", program.display()));
}

/// The program as a child, with a screen that only the played person's browser could need.
fn start(home: &Home, args: &[&str]) -> Child {
    program_in(home, args).env("DISPLAY", ":no-screen").spawn().unwrap()
}

fn program_in(home: &Home, args: &[&str]) -> Command {
    in_home(home, env!("CARGO_BIN_EXE_unlinked"), args)
}

fn in_home(home: &Home, program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .args(args);
    command
}

fn finish(child: Child) -> (i32, String, String) {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(90), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn pid_of(home: &Home) -> Pid {
    let read = || fs::read_to_string(home.path().join("pid")).ok()?.trim().parse().ok();
    wait_until("the window is open", || read().is_some());
    Pid::from_raw(read().unwrap())
}

fn signed_in(site: &Site) -> bool {
    site.requests().iter().any(|request| request.path == "/feed/" && request.status == 200)
}

fn page_views(home: &Home) -> u64 {
    let path = home.state().join("ledger.db");
    Ledger::open_beside(&path).unwrap().unwrap().page_views_total().unwrap()
}

/// Opens the window, has the person sign in, closes the window.
fn sign_in(home: &Home, site: &Site, more: &[&str]) -> (i32, String, String) {
    window_by(home, &person(home, site));
    let mut args = vec!["login", "--site", site.url(), "--config", "window.toml"];
    args.extend(more);
    let child = start(home, &args);
    let window = pid_of(home);
    wait_until("the person has signed in", || signed_in(site));

    let (code, _, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 10, "the account is taken while the window is open: {stderr}");
    assert!(stderr.contains("unlinked login"), "{stderr}");
    kill(window, Signal::SIGINT).unwrap();
    finish(child)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_by_hand_survives_restarts_until_logout_and_the_ledger_learns_whose_it_is() {
    let (home, site) = (Home::new(), locked_site(1).await);
    let owner = site.owner().slug;

    let (code, _, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 5, "nobody is signed in yet: {stderr}");
    assert!(flat(&stderr).contains("nobody is signed in"), "{stderr}");

    let before = page_views(&home);
    let (code, stdout, stderr) = sign_in(&home, &site, &["--json"]);
    assert_eq!(code, 0, "{stderr}");
    let said: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(said, serde_json::json!({"event": "login", "owner": owner, "learned": true}));
    assert_eq!(page_views(&home), before + 2, "one for the sign-in page, one for the look");

    // The window was a plain one: the account's own profile, the sign-in page, and nothing that drives it.
    let args = fs::read_to_string(home.path().join("args")).unwrap();
    assert_eq!(args.lines().last(), Some(format!("{}/login", site.url()).as_str()));
    assert!(args.contains(&format!("--user-data-dir={}", home.state().join("profile").display())), "{args}");
    assert!(!args.contains("remote-debugging") && !args.contains("automation"), "{args}");

    let (code, stdout, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 0, "the session survives: {stderr}");
    assert_eq!(stdout.lines().next(), Some(format!("Signed in as {owner}.").as_str()));
    assert!(stdout.contains("unlinked plan Connections.csv"), "what comes next is named: {stdout}");
    home.write("roster.csv", &site.roster_csv(1));
    let run = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    assert_eq!(home.run(&run).0, 0);
    assert_eq!(site.state().removals.len(), 1, "and a run works with it");

    let (code, _, stderr) = home.run(&["logout"]);
    assert_eq!(code, 2, "without a terminal nobody can be asked: {stderr}");
    assert!(home.state().join("profile").exists());
    assert_eq!(home.run(&["logout", "--yes"]).0, 0);
    assert!(!home.state().join("profile").exists());
    let (code, _, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 5, "the session is forgotten: {stderr}");

    // The ledger stays: another member who signs in is refused.
    let faults = vec!["other_owner=Nell Vane".parse().unwrap()];
    let other = Site::start(Options { people: 3, faults, ..Options::default() }).await.unwrap();
    let (code, _, stderr) = home.run(&["login", "--check", "--site", other.url()]);
    assert_eq!(code, 5, "{stderr}");
    let stderr = flat(&stderr);
    assert!(stderr.contains(&owner) && stderr.contains(&other.owner().slug), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_has_the_window_quit_and_ends_the_command() {
    let (home, site) = (Home::new(), locked_site(1).await);
    window_by(&home, &person(&home, &site));
    let child = start(&home, &["login", "--site", site.url(), "--config", "window.toml"]);
    let window = pid_of(&home);
    wait_until("the browser is at work", || signed_in(&site));
    let (code, _, stderr) = home.run(&["logout", "--yes"]);
    assert_eq!(code, 10, "a session in use is not deleted: {stderr}");

    kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM).unwrap();
    let (code, _, stderr) = finish(child);
    assert_eq!(code, 130, "{stderr}");
    assert!(kill(window, None).is_err(), "the window is gone");
    let (code, stdout, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 0, "what was signed in by then is kept: {stdout}{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_terminal_enter_closes_the_window_and_the_look_follows() {
    let (home, site) = (Home::new(), locked_site(1).await);
    window_by(&home, &person(&home, &site));
    let login =
        format!("{} login --site {} --config window.toml", env!("CARGO_BIN_EXE_unlinked"), site.url());
    // A terminal of its own (util-linux's `script`), in which the key is pressed.
    let terminal = ["--quiet", "--return", "--command", login.as_str(), "/dev/null"];
    let mut command = in_home(&home, "script", &terminal);
    let mut child =
        command.env("DISPLAY", ":no-screen").env("TERM", "xterm").stdin(Stdio::piped()).spawn().unwrap();
    let window = pid_of(&home);
    wait_until("the person has signed in", || signed_in(&site));
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(b"\n").unwrap();
    let (code, screen, _) = finish(child);
    assert_eq!(code, 0, "{screen}");
    assert!(flat(&screen).contains("or press Enter here"), "{screen}");
    assert!(flat(&screen).contains(&format!("Signed in as {}", site.owner().slug)), "{screen}");
    assert!(kill(window, None).is_err(), "the window is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_seen_after_the_sign_in_keeps_later_runs_and_looks_from_starting() {
    let (home, site) = (Home::new(), locked_site(1).await);
    assert_eq!(sign_in(&home, &site, &[]).0, 0);
    site.set_fault("challenge".parse().unwrap());
    let (code, _, stderr) = home.run(&["login", "--check", "--site", site.url()]);
    assert_eq!(code, 6, "{stderr}");
    site.clear_faults();
    let views = page_views(&home);
    home.write("roster.csv", &site.roster_csv(1));
    let run = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    assert_eq!((home.run(&["login", "--check", "--site", site.url()]).0, home.run(&run).0), (6, 6));
    assert_eq!(page_views(&home), views, "no page was opened");
    assert_eq!(home.run(&["resume", "--yes"]).0, 0);
    assert_eq!(home.run(&["login", "--check", "--site", site.url()]).0, 0);
}

/// A screen without a monitor, ended when it is dropped.
struct Screen(Child, String);

impl Screen {
    /// `None` where the programs for it are not installed.
    fn start() -> Option<Screen> {
        let there = |program: &str| {
            Command::new("sh")
                .args(["-c", &format!("command -v {program}")])
                .output()
                .is_ok_and(|found| found.status.success())
        };
        if !there("Xvfb") || !there("xdotool") {
            return None;
        }
        // `-displayfd` has the server find a free number and write it down once it listens.
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Some(Screen(server, format!(":{}", number.trim())))
    }

    /// What a hand does on it. Says whether that was possible, and what it printed.
    fn hand(&self, words: &[&str]) -> (bool, String) {
        let done = Command::new("xdotool").args(words).env("DISPLAY", &self.1).output().unwrap();
        (done.status.success(), String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether it comes true within a time.
fn within(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    while !done() {
        if started.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    true
}

fn asked_for_sign_in(site: &Site) -> usize {
    site.requests().iter().filter(|request| request.method == "GET" && request.path == "/login").count()
}

/// The program with its window open. If it ends while it should not, the test says so at once, with what it said.
struct AtWork(Option<Child>);

impl AtWork {
    fn new(child: Child) -> AtWork {
        AtWork(Some(child))
    }

    fn has_ended(&mut self) -> bool {
        self.0.as_mut().is_some_and(|child| child.try_wait().unwrap().is_some())
    }

    fn waits_for(&mut self, screen: &Screen, what: &str, mut done: impl FnMut(&Screen) -> bool) {
        let started = Instant::now();
        while !done(screen) {
            if self.has_ended() {
                let (code, stdout, stderr) = finish(self.0.take().unwrap());
                panic!("it ended with {code} before {what}:\n{stdout}{stderr}");
            }
            if started.elapsed() > Duration::from_secs(240) {
                let (_, windows) = screen.hand(&["search", "--name", "", "getwindowname", "%@"]);
                panic!("waited in vain until {what}; on the screen:\n{windows}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Does something again and again until the program has ended.
    fn ends_by(mut self, mut deed: impl FnMut()) -> (i32, String, String) {
        let started = Instant::now();
        while !self.has_ended() {
            assert!(
                started.elapsed() < Duration::from_secs(240),
                "the window was closed, and it does not end"
            );
            deed();
            within(Duration::from_secs(10), || self.has_ended());
        }
        finish(self.0.take().unwrap())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
            let _ = child.wait();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_window_on_a_real_screen_takes_a_sign_in_by_keyboard() {
    let Some(screen) = Screen::start() else {
        eprintln!(
            "SKIPPED: Xvfb and xdotool are not installed (apt install xvfb xdotool), so no window was shown"
        );
        return;
    };
    let (home, site) = (Home::new(), locked_site(1).await);
    let mut command = program_in(&home, &["login", "--site", site.url()]);
    let child = command.env("DISPLAY", &screen.1).env_remove("WAYLAND_DISPLAY").spawn().unwrap();
    let mut program = AtWork::new(child);
    program.waits_for(&screen, "the sign-in page is asked for", |_| asked_for_sign_in(&site) > 0);
    let mut window = String::new();
    program.waits_for(&screen, "the sign-in page is on the screen", |screen| {
        let (found, id) = screen.hand(&["search", "--name", "Sign in"]);
        window = id.lines().next().unwrap_or_default().to_owned();
        found && !window.is_empty()
    });
    // Keys that come before the page has taken the focus are lost, and on a busy machine that may be seconds: the form is filled
    // in anew, on a page that was just loaded, until it went through.
    program.waits_for(&screen, "the form went through", |screen| {
        let loaded = asked_for_sign_in(&site);
        screen.hand(&["windowfocus", &window]);
        screen.hand(&["key", "F5"]);
        let came = within(Duration::from_secs(10), || asked_for_sign_in(&site) > loaded || signed_in(&site));
        if !came || signed_in(&site) {
            return signed_in(&site);
        }
        screen.hand(&["sleep", "1", "key", "Tab"]);
        screen.hand(&["type", "rowan"]);
        screen.hand(&["key", "Tab"]);
        screen.hand(&["type", "practice"]);
        screen.hand(&["key", "Return"]);
        within(Duration::from_secs(10), || signed_in(&site))
    });
    // The close of the window may get lost as well; a program that has ended has seen it.
    let (code, stdout, stderr) = program.ends_by(|| {
        screen.hand(&["windowfocus", &window]);
        screen.hand(&["key", "ctrl+shift+w"]);
    });
    assert_eq!(code, 0, "{stderr}");
    let said =
        format!("Signed in as {}. This state folder is now for that account alone.", site.owner().slug);
    assert!(stdout.starts_with(&said), "{stdout}");
    assert!(flat(&stderr).contains("A browser window has opened, and no program drives it"), "{stderr}");
}

#[test]
fn without_a_screen_login_says_what_to_do_and_opens_nothing() {
    let home = Home::new();
    let mut command = home.unlinked(&["login"]);
    let output = command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    let stderr = flat(&String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(9), "{stderr}");
    for part in ["no screen", "ssh -X", "noVNC", "copied from elsewhere"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn a_browser_that_fails_at_once_is_told_with_its_own_words() {
    let home = Home::new();
    window_by(
        &home,
        &program(&home, "broken.sh", "#!/bin/sh\necho 'Missing X server or $DISPLAY' >&2\nexit 3\n"),
    );
    let (code, _, stderr) = finish(start(&home, &["login", "--config", "window.toml"]));
    assert_eq!(code, 9, "{stderr}");
    assert!(flat(&stderr).contains("Missing X server"), "{stderr}");
}

#[test]
fn where_the_browser_is_elsewhere_login_and_logout_say_where() {
    let home = Home::new();
    home.write(
        "grid.toml",
        "[webdriver]\nurl = \"http://127.0.0.1:9/wd/hub\"\nprofile_dir = \"/data/profile\"\n",
    );
    let (code, _, stderr) = home.run(&["login", "--config", "grid.toml"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(flat(&stderr).contains("login --check"), "{stderr}");
    let (code, _, stderr) = home.run(&["logout", "--yes", "--config", "grid.toml"]);
    assert_eq!(code, 2, "{stderr}");

    // A folder that the user named may be their daily browser's: it is never deleted.
    let daily = home.path().join("daily");
    fs::create_dir_all(daily.join("Default")).unwrap();
    home.write("daily.toml", "[webdriver]\nprofile_dir = \"daily\"\n");
    let (code, _, stderr) = home.run(&["logout", "--yes", "--config", "daily.toml"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(daily.join("Default").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_browser_on_the_profile_offers_to_store_a_password_and_what_is_stored_is_told() {
    let (home, site) = (Home::new(), locked_site(31).await);
    let (code, _, stderr) = sign_in(&home, &site, &[]);
    assert_eq!(code, 0, "{stderr}");
    let preferences = fs::read_to_string(home.state().join("profile/Default/Preferences")).unwrap();
    let preferences: serde_json::Value = serde_json::from_str(&preferences).unwrap();
    for key in ["/credentials_enable_service", "/profile/password_manager_enabled", "/translate/enabled"] {
        assert_eq!(preferences.pointer(key), Some(&false.into()), "{key}");
    }
    assert!(!stderr.contains("stored in this account's browser profile"), "{stderr}");

    // What an earlier version let in: the browser's own file, with one row more.
    let db = rusqlite::Connection::open(home.state().join("profile/Default/Login Data")).unwrap();
    let row = "INSERT INTO logins (origin_url, signon_realm, username_value, password_value, blacklisted_by_user, scheme, \
               date_created, times_used, date_last_used, date_password_modified, date_received, sender_profile_image_url, \
               sharing_notification_displayed, password_type, skip_zero_click, generation_upload_status) \
               VALUES ('https://a.example/', 'https://a.example/', 'anna', x'763130', 0, 0, 0, 0, 0, 0, 0, '', 0, 0, 0, 0)";
    db.execute_batch(row).unwrap();
    drop(db);
    let (code, _, stderr) = finish(start(&home, &["login", "--check", "--site", site.url()]));
    assert_eq!(code, 0, "{stderr}");
    assert!(flat(&stderr).contains("1 password is stored in this account's browser profile"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_a_newer_browser_has_used_is_refused_before_this_one_touches_it() {
    let (home, site) = (Home::new(), locked_site(32).await);
    let (code, _, stderr) = sign_in(&home, &site, &[]);
    assert_eq!(code, 0, "{stderr}");
    let last = home.state().join("profile/Last Version");
    let own = fs::read_to_string(&last).unwrap();
    fs::write(&last, "999.0.1.2").unwrap();
    let cookies = home.state().join("profile/Default/Cookies");
    let before = fs::read(&cookies).unwrap();
    let (code, _, stderr) = finish(start(&home, &["login", "--check", "--site", site.url()]));
    assert_eq!(code, 9, "{stderr}");
    assert!(flat(&stderr).contains("was last used by version 999.0.1.2"), "{stderr}");
    assert_eq!(fs::read(&cookies).unwrap(), before, "the cookies were touched");
    fs::write(&last, own).unwrap();
    let (code, _, stderr) = finish(start(&home, &["login", "--check", "--site", site.url()]));
    assert_eq!(code, 0, "{stderr}");
}
