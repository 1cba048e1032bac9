//! `unlinked doctor`, and that a run says the same before it asks: all that is wrong at once, each with its cure.

use crate::testkit::home::{Home, bare_practice_site, flat};
use serde_json::Value;

fn checks(home: &Home, args: &[&str]) -> (i32, Vec<Value>) {
    let (code, stdout, stderr) = home.run(args);
    assert!(stderr.is_empty(), "{stderr}");
    (code, stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn of<'a>(lines: &'a [Value], what: &str) -> &'a Value {
    lines.iter().find(|line| line["what"] == what).unwrap_or_else(|| panic!("{what} is not in {lines:?}"))
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_cure_and_a_run_says_the_same() {
    let home = Home::new();
    home.write(
        "config/unlinked/config.toml",
        "[webdriver]\ndriver = \"/nowhere/chromedriver\"\nbinary = \"/nowhere/chromium\"\n",
    );
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/ola-krol,Ola Krol\n");
    let site = "http://127.0.0.1:9";
    let (code, lines) = checks(&home, &["doctor", "--json", "--site", site]);
    assert_eq!(code, 9, "{lines:?}");
    for (what, cure) in
        [("browser", "webdriver.binary"), ("driver", "webdriver.driver"), ("site", "opens in a browser")]
    {
        let line = of(&lines, what);
        assert_eq!(line["verdict"], "bad", "{line}");
        assert!(line["cure"].as_str().unwrap().contains(cure), "{line}");
    }
    for what in ["disk", "clock", "keep list", "selector files", "account", "profile"] {
        assert_ne!(of(&lines, what)["verdict"], "bad", "{lines:?}");
    }
    let end = lines.last().unwrap();
    assert_eq!(
        (&end["event"], &end["wrong"], &end["exit"]),
        (&"doctor".into(), &3.into(), &9.into()),
        "{end}"
    );
    let (_, text, _) = home.run(&["doctor", "--site", site]);
    assert!(flat(&text).contains("No run can work yet: 3 things to mend."), "{text}");

    // A run tells the same three, before it asks, and opens nothing.
    let (code, _, stderr) = home.run(&["run", "roster.csv", "--site", site, "--now"]);
    assert_eq!(code, 9, "{stderr}");
    let said = flat(&stderr);
    for part in [
        "/nowhere/chromedriver",
        "/nowhere/chromium",
        "127.0.0.1:9 cannot be reached",
        "3 things are to be mended",
    ] {
        assert!(said.contains(part), "{part} is not in {stderr}");
    }
    assert!(!said.contains("Remove 1 person"), "it asked: {stderr}");
}

#[test]
fn a_session_that_is_not_there_is_told_before_anybody_waits() {
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/ola-krol,Ola Krol\n");
    // Whether the site can be reached from here does not matter: nobody is signed in anyway.
    let (code, lines) = checks(&home, &["doctor", "--json"]);
    assert_ne!(code, 0);
    let session = of(&lines, "session");
    assert_eq!(session["verdict"], "bad", "{session}");
    assert!(session["cure"].as_str().unwrap().contains("unlinked login"), "{session}");
    let (code, _, stderr) = home.run(&["run", "roster.csv", "--yes"]);
    assert!([5, 9, 12].contains(&code), "{code}: {stderr}");
    assert!(flat(&stderr).contains("nobody is signed in with this profile"), "{stderr}");
}

#[test]
fn a_machine_that_tells_no_zone_is_told_and_a_practice_site_needs_no_session() {
    let home = Home::new();
    let site = bare_practice_site();
    let output = home.unlinked(&["doctor", "--json", "--site", &site]).env("TZ", "UTC0").output().unwrap();
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(of(&lines, "hours")["verdict"], "bad", "{lines:?}");
    assert_eq!(of(&lines, "session")["verdict"], "not_needed", "{lines:?}");
    assert_eq!(of(&lines, "site")["verdict"], "good", "{lines:?}");
}

#[test]
fn a_grid_has_its_browser_elsewhere_and_must_take_a_connection() {
    let home = Home::new();
    home.write("config/unlinked/config.toml", "[webdriver]\nurl = \"http://127.0.0.1:9/wd/hub\"\n");
    let (code, lines) = checks(&home, &["doctor", "--json", "--site", &bare_practice_site()]);
    assert_eq!(code, 9, "{lines:?}");
    assert_eq!(of(&lines, "browser")["verdict"], "not_needed");
    assert_eq!(of(&lines, "server")["verdict"], "bad");
    assert!(lines.iter().all(|line| line["what"] != "driver"), "{lines:?}");
}

/// Doctor and the first run ask one question, so they tell the same. Where the test may start a program as somebody else, somebody
/// else is there; elsewhere both must agree about who is.
#[cfg(target_os = "linux")]
#[test]
fn another_user_of_the_machine_is_told_by_doctor_and_by_the_first_run() {
    use std::os::unix::process::CommandExt;
    let somebody = std::process::Command::new("sleep").arg("600").uid(4321).spawn().ok().map(EndedAtLast);
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/ola-krol,Ola Krol\n");
    let site = bare_practice_site();
    let (_, lines) = checks(&home, &["doctor", "--json", "--site", &site]);
    let told = of(&lines, "other users").clone();
    let seen = told["seen"].as_str().unwrap().to_owned();
    let others = seen.starts_with("other people may use this machine");
    assert_eq!(told["verdict"], if others { "unsure" } else { "good" }, "{told}");
    if somebody.is_some() {
        assert!(seen.contains("a program runs as user 4321"), "{told}");
    }
    // The first run says the same, and asks then: nobody answers.
    let args = ["run", "roster.csv", "--site", &site, "--now"];
    let (_, _, stderr) = home.run(&args);
    assert_eq!(flat(&stderr).contains("other people may use this machine"), others, "{stderr}");

    home.write("config/unlinked/config.toml", "[webdriver]\nshared_machine = \"refuse\"\n");
    let (code, lines) = checks(&home, &["doctor", "--json", "--site", &site]);
    let told = of(&lines, "other users");
    assert_eq!(told["verdict"], if others { "bad" } else { "good" }, "{told}");
    let (of_run, _, stderr) = home.run(&args);
    if others {
        assert_eq!((code, of_run), (2, 2), "{told} {stderr}");
        assert!(flat(&stderr).contains("other people may use this machine"), "{stderr}");
    }
}

/// A program that ends with the test.
#[cfg(target_os = "linux")]
struct EndedAtLast(std::process::Child);

#[cfg(target_os = "linux")]
impl Drop for EndedAtLast {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
