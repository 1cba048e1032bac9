//! What `unlinked run` refuses, and that nothing is started then.

use crate::testkit::home::{Home, bare_practice_site, flat, hello_site};

const SITE: &str = "http://127.0.0.1:9";
const ROSTER: &str = "url,name\n\
    https://www.linkedin.com/in/martha-quill,Martha Quill\n\
    https://www.linkedin.com/in/ben-halloway,Ben Halloway\n\
    https://www.linkedin.com/in/amara-okekere,Amara Okekere\n";

fn home_with_roster() -> Home {
    let home = Home::new();
    home.write("roster.csv", ROSTER);
    home
}

/// Runs with the arguments; asserts exit code 2, nothing on stdout, no browser; gives what was said.
fn refused(home: &Home, args: &[&str]) -> String {
    let (code, stdout, stderr) = home.run(args);
    assert_eq!((code, stdout.as_str()), (2, ""), "{args:?} said:\n{stderr}");
    assert!(!home.state().join("driver.json").exists(), "a browser was started by {args:?}");
    flat(&stderr)
}

#[test]
fn without_a_terminal_and_without_consent_nothing_is_started() {
    let home = home_with_roster();
    let said = refused(&home, &["run", "roster.csv", "--site", &bare_practice_site(), "--no-limits"]);
    assert!(said.contains("3 are left to act on") && said.contains("--confirm 3"), "{said}");
}

#[test]
fn the_user_reads_what_a_run_means_before_anything_else() {
    let home = home_with_roster();
    // It takes connections, and proves nothing.
    let site = hello_site(|_| String::new());
    let said = refused(&home, &["run", "roster.csv", "--site", &site]);
    for part in [
        "3 people",
        "3 left to act on",
        "at most 25 removals and 75 page views in any 24 h",
        "45 s to 1 min 30 s between two people",
        "09:00 to 18:00 (Europe/Warsaw)",
        "until ",
        "cannot be undone",
        "Nobody is notified",
        "Who viewed your profile",
    ] {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
}

#[test]
fn a_confirmed_number_must_be_the_number_of_people_left() {
    let home = home_with_roster();
    home.write("keep.csv", "martha-quill\n");
    let site = bare_practice_site();
    let run = |number: &str| {
        ["run", "roster.csv", "--site", &site, "--no-limits", "--keep", "keep.csv", "--confirm", number]
            .map(str::to_owned)
    };
    let args = run("3");
    let said = refused(&home, &args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.contains("--confirm says 3, and 2 are left to act on"), "{said}");
}

#[test]
fn no_limits_is_for_loopback_sites_only() {
    let home = home_with_roster();
    for site in ["https://www.linkedin.com", "https://example.org", "https://127.0.0.1.example.org"] {
        let said = refused(&home, &["run", "roster.csv", "--site", site, "--no-limits", "--yes"]);
        assert!(said.contains("--no-limits is for practice only"), "{site}: {said}");
    }
    let said = refused(&home, &["run", "roster.csv", "--no-limits", "--yes"]);
    assert!(said.contains("www.linkedin.com"), "{said}");
}

/// A port that a practice site left may lead anywhere by now: an address of this machine proves nothing.
#[test]
fn a_site_on_this_machine_gets_no_privileges_before_it_proved_to_be_a_practice_site() {
    let home = home_with_roster();
    type Answer = fn(&str) -> String;
    let answers: &[(Answer, &str)] = &[
        (|_| String::new(), "an empty answer"),
        (|_| "<h1>It works!</h1>".to_owned(), "a page"),
        (|_| r#"{"product":"unlinked-practice","start":"a","nonce":""}"#.to_owned(), "no nonce"),
        (|_| r#"{"product":"unlinked-practice","start":"a","nonce":"kept"}"#.to_owned(), "an old answer"),
        (|nonce| format!(r#"{{"product":"else","start":"a","nonce":"{nonce}"}}"#), "another product"),
        (|nonce| "x".repeat(5000) + nonce, "a long answer"),
    ];
    let dead = SITE.to_owned();
    let sites = answers.iter().map(|(answer, what)| (hello_site(*answer), *what));
    for (site, what) in sites.chain([(dead, "nobody there")]) {
        for command in ["run", "smoke"] {
            let mut args = vec![command, "roster.csv", "--site", &site, "--no-limits"];
            args.extend((command == "run").then_some("--yes"));
            let (code, _, stderr) = home.run(&args);
            let said = flat(&stderr);
            assert_eq!(code, 2, "{what}: {said}");
            assert!(said.contains("--no-limits is for practice only"), "{what}: {said}");
            assert!(said.contains("/practice/hello") && said.contains("docs/limits.md"), "{what}: {said}");
        }
        // Where nobody listens there is nothing to ask about.
        if what == "nobody there" {
            let (code, _, stderr) = home.run(&["run", "roster.csv", "--site", &site]);
            assert!(code == 12 && flat(&stderr).contains("cannot be reached"), "{code}: {stderr}");
            continue;
        }
        // Without `--no-limits` the limits of the real site hold, and the briefing does not call it practice.
        let said = refused(&home, &["run", "roster.csv", "--site", &site]);
        assert!(said.contains("at most 25 removals"), "{what}: {said}");
        assert!(!said.contains("nothing real is touched"), "{what}: {said}");
    }
    let said = refused(&home, &["run", "roster.csv", "--site", &bare_practice_site()]);
    assert!(said.contains("a practice site: nothing real is touched"), "{said}");
}

#[test]
fn every_fault_of_every_file_is_told_at_once() {
    let home = Home::new();
    home.write(
        "roster.csv",
        "url,name\nhttps://example.org/in/martha-quill,Martha Quill\n,\nnot an address at all/,X\n",
    );
    home.write("keep.csv", "https://example.org/in/somebody\n");
    home.write("config/unlinked/config.toml", "sites = \"x\"\n[pace]\nbetween_people_min = \"soon\"\n");
    let said = refused(&home, &["run", "roster.csv", "--keep", "keep.csv", "--yes"]);
    for part in ["roster.csv:2:", "roster.csv:4:", "keep.csv:1:1", "config.toml:1:1", "config.toml:3:"] {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
    assert!(said.contains("Nothing was started"), "{said}");
    assert!(!home.state().exists(), "the state folder was made");
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_other_faults() {
    let home = Home::new();
    home.write("keep.csv", "https://example.org/in/somebody\n");
    let said = refused(&home, &["run", "nowhere.csv", "--keep", "keep.csv", "--yes"]);
    assert!(said.contains("cannot read the roster `nowhere.csv`") && said.contains("keep.csv:1:1"), "{said}");
    let said = refused(&home, &["run", "nowhere.csv", "--selectors", "no-such-folder", "--yes"]);
    assert!(said.contains("nowhere.csv") && said.contains("no selectors folder"), "{said}");
}

#[test]
fn on_the_real_site_the_time_zone_must_be_known() {
    let home = home_with_roster();
    let output = home.unlinked(&["run", "roster.csv", "--yes"]).env("TZ", "UTC").output().unwrap();
    let said = flat(&String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("time zone is UTC or unknown") && said.contains("Europe/Warsaw"), "{said}");
}

#[test]
fn a_bad_value_of_a_flag_names_the_flag() {
    let home = home_with_roster();
    let said = refused(&home, &["run", "roster.csv", "--site", "ftp://127.0.0.1", "--yes"]);
    assert!(said.contains("--site") && said.contains("ftp"), "{said}");
}

#[test]
fn a_browser_that_is_not_there_is_exit_code_9_with_what_to_do() {
    let home = home_with_roster();
    let output = home
        .unlinked(&["run", "roster.csv", "--site", &bare_practice_site(), "--no-limits", "--yes", "--json"])
        .env("UNLINKED_WEBDRIVER_DRIVER", "/no/such/chromedriver")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(9));
    let stdout = String::from_utf8(output.stdout).unwrap();
    let summary: serde_json::Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["stopped_by"], "browser");
    let detail = summary["detail"].as_str().unwrap();
    assert!(
        detail.contains("/no/such/chromedriver") && detail.contains("Correct `webdriver.driver`"),
        "{detail}"
    );
}
