//! `unlinked smoke` end to end against practice: green, changed page, signed out, challenge, each with an end of its own.

mod workflow;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::ledger::Ledger;
use unlinked::practice::{Options, Site};
use unlinked::selectors::builtin_files;
use url::Url;

async fn practice(faults: &[&str], require_sign_in: bool) -> Site {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    Site::start(Options { people: 8, faults, require_sign_in, ..Options::default() }).await.unwrap()
}

/// Signs in by the site's form, as a person would, and gives the session's cookie.
fn sign_in(site: &Site) -> String {
    let url = Url::parse(site.url()).unwrap();
    let host = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    let mut stream = TcpStream::connect(&host).unwrap();
    let body = "session_key=staging%40example.org&session_password=x";
    let kind = "application/x-www-form-urlencoded";
    let length = body.len();
    write!(
        stream,
        "POST /checkpoint/lg/login-submit HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let line = answer.lines().find(|line| line.to_lowercase().starts_with("set-cookie: li_at=")).unwrap();
    line.split_once("li_at=").unwrap().1.split(';').next().unwrap().to_owned()
}

fn cookie_file(home: &Home, value: &str, mode: u32) {
    let path = home.write(
        "cookies.txt",
        &format!("# Netscape HTTP Cookie File\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tli_at\t{value}\n"),
    );
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
    junit: String,
    summary: String,
}

fn smoke(home: &Home, site: &Site, more: &[&str]) -> Ran {
    home.write("staging.csv", &site.roster_csv(2));
    let mut args = vec!["smoke", "staging.csv", "--site", site.url(), "--no-limits"];
    args.extend(more);
    let (code, stdout, stderr) = home.run(&args);
    let file = |name: &str| {
        std::fs::read_to_string(home.path().join("unlinked-smoke").join(name)).unwrap_or_default()
    };
    Ran { code, stdout, stderr, junit: file("junit.xml"), summary: file("summary.md") }
}

/// Whatever came of it: nothing was changed, and every page view is in the ledger.
fn assert_harmless(home: &Home, site: &Site) {
    let state = site.state();
    assert!(state.removals.is_empty() && state.unfollows.is_empty() && state.withdrawals.is_empty());
    assert!(state.other_actions.is_empty(), "{:?}", state.other_actions);
    let posts: Vec<_> =
        site.requests().into_iter().filter(|r| r.method == "POST" && r.kind == "api").collect();
    assert!(posts.is_empty(), "{posts:?}");
    let ledger = Ledger::open_beside(&home.state().join("ledger.db")).unwrap().unwrap();
    assert_eq!(ledger.page_views_total().unwrap(), state.page_views);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_staging_account_as_it_should_be_is_green_by_cookies_that_only_their_owner_can_read() {
    let (home, site) = (Home::new(), practice(&[], true).await);
    let session = sign_in(&site);
    cookie_file(&home, &session, 0o644);
    let refused = smoke(&home, &site, &["--cookies", "cookies.txt"]);
    assert_eq!(refused.code, 2);
    assert!(flat(&refused.stderr).contains("may be read by others (its mode is 0644)"), "{}", refused.stderr);
    assert_eq!(site.state().page_views, 0, "nothing was started");

    cookie_file(&home, &session, 0o600);
    let ran = smoke(&home, &site, &["--cookies", "cookies.txt", "--route", "profile"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("Smoke test passed. Nothing was removed."), "{}", ran.stdout);
    let suite = "name=\"unlinked.smoke.desktop.profile\"";
    assert!(
        ran.junit.contains(suite) && !ran.junit.contains("<failure") && !ran.junit.contains("<error"),
        "{}",
        ran.junit
    );
    assert!(ran.summary.contains("| desktop | profile | passed | 3 | 0 | 0 |"), "{}", ran.summary);
    // A surface without a selector file is said to be unchecked, not passed over.
    let mobile = builtin_files().iter().any(|(name, _)| name == "mobile.toml");
    let said = ran.summary.contains("there is no selector file for the mobile surface");
    assert_eq!(said, !mobile, "{}", ran.summary);
    assert!(mobile || ran.junit.contains("<skipped"), "{}", ran.junit);

    let folder = home.path().join("unlinked-smoke");
    for file in ["junit.xml", "summary.md", "desktop-profile.html", "desktop-profile.json"] {
        let mode = std::fs::metadata(folder.join(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(!text.contains(&session), "the session is in {file}");
    }
    assert!(!ran.stdout.contains(&session) && !ran.stderr.contains(&session));
    let trace: Value =
        serde_json::from_slice(&std::fs::read(folder.join("desktop-profile.json")).unwrap()).unwrap();
    assert_eq!((&trace["runs"][0]["kind"], &trace["outcomes"]["rehearsed"]), (&"smoke".into(), &2.into()));
    assert_harmless(&home, &site);

    // The session came and went with the browser: the profile folder knows nothing of it.
    let ran = smoke(&home, &site, &["--surface", "desktop", "--route", "profile", "--json"]);
    assert_eq!(ran.code, 5, "{}", ran.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_rehearsed_and_names_can_be_left_out_of_the_reports() {
    let (home, site) = (Home::new(), practice(&[], false).await);
    let ran = smoke(&home, &site, &["--surface", "desktop", "--redact", "--json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for route in ["profile", "search", "connections"] {
        let of_route: Vec<&Value> = lines.iter().filter(|line| line["route"] == route).collect();
        assert_eq!(of_route.len(), 3, "{}", ran.stdout);
        assert!(of_route.iter().all(|check| check["verdict"] == "passed"), "{}", ran.stdout);
    }
    assert_eq!(lines.last().unwrap()["result"], "passed");
    for person in site.state().people.iter().take(2) {
        for file in std::fs::read_dir(home.path().join("unlinked-smoke")).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(
                !text.contains(&person.slug) && !text.contains(&person.name),
                "{} is still there",
                person.name
            );
        }
    }
    assert_harmless(&home, &site);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_page_ends_with_3() {
    let (home, site) = (Home::new(), practice(&["menu_missing_item"], false).await);
    let ran = smoke(&home, &site, &["--surface", "desktop", "--route", "profile"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.junit.contains("failures=\"2\"") && ran.junit.contains("changed_page (find."),
        "{}",
        ran.junit
    );
    assert!(
        ran.summary.contains("Smoke test failed: 2 checks")
            && ran.summary.contains("unlinked selectors learn"),
        "{}",
        ran.summary
    );
    assert_harmless(&home, &site);

    // A front page that cannot be read at all is a changed page too, not a lost browser.
    site.clear_faults();
    assert_eq!(home.run(&["selectors", "export", "mine"]).0, 0);
    let file = home.path().join("mine/desktop.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("main section[data-member-id]", "main section[data-other-id]"))
        .unwrap();
    let ran = smoke(&home, &site, &["--surface", "desktop", "--route", "profile", "--selectors", "mine"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.junit.contains("type=\"changed_page\"")
            && ran.junit.contains("it cannot be read who is signed in"),
        "{}",
        ran.junit
    );
    assert_harmless(&home, &site);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_session_ends_with_5() {
    let (home, site) = (Home::new(), practice(&[], true).await);
    cookie_file(&home, "of-an-earlier-time", 0o600);
    let ran = smoke(&home, &site, &["--cookies", "cookies.txt", "--surface", "desktop"]);
    assert_eq!(ran.code, 5, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.junit.contains("<error type=\"signed_out\""), "{}", ran.junit);
    assert!(
        ran.summary.contains("Smoke test stopped: signed_out")
            && ran.summary.contains("| desktop | search | skipped |"),
        "{}",
        ran.summary
    );
    assert_harmless(&home, &site);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_ends_with_6_and_so_does_every_test_after_it_until_resume() {
    let (home, site) = (Home::new(), practice(&["challenge"], false).await);
    let ran = smoke(&home, &site, &["--surface", "desktop", "--route", "profile"]);
    assert_eq!(ran.code, 6, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.junit.contains("<error type=\"challenge\""), "{}", ran.junit);
    assert!(ran.stdout.contains("unlinked resume"), "{}", ran.stdout);
    let html = std::fs::read_to_string(home.path().join("unlinked-smoke/desktop-profile.html")).unwrap();
    assert!(html.contains("the site asks for a security check"));
    assert_harmless(&home, &site);

    site.clear_faults();
    let views = site.state().page_views;
    let again = smoke(&home, &site, &["--surface", "desktop", "--route", "profile"]);
    assert_eq!(again.code, 6, "{}", again.stderr);
    assert!(again.junit.contains("Halted since"), "{}", again.junit);
    assert_eq!(site.state().page_views, views, "a halted account was opened");
}

#[test]
fn a_cookie_file_that_cannot_be_used_is_told_without_a_word_of_what_is_in_it() {
    let home = Home::new();
    home.write("staging.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let path = home.write("cookies.txt", "");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    for (text, says) in [
        ("li_at=AQED-secret\n", "line 1 of the cookie file cookies.txt is no cookie"),
        (".example.org\tTRUE\t/\tTRUE\t0\tli_at\tAQED-secret\n", "has no cookie for www.linkedin.com"),
    ] {
        std::fs::write(&path, text).unwrap();
        let (code, stdout, stderr) = home.run(&["smoke", "staging.csv", "--cookies", "cookies.txt"]);
        assert_eq!((code, stdout.as_str()), (2, ""));
        assert!(flat(&stderr).contains(says) && !stderr.contains("secret"), "{stderr}");
    }
    let (code, _, stderr) = home.run(&["smoke", "staging.csv", "--cookies", "nowhere.txt"]);
    assert!(code == 2 && flat(&stderr).contains("cannot read the cookie file nowhere.txt"), "{stderr}");
    let (code, _, stderr) = home.run(&["smoke", "staging.csv", "--no-limits"]);
    assert!(code == 2 && flat(&stderr).contains("--no-limits is for practice only"), "{stderr}");
}

#[test]
fn what_is_known_by_guesses_only_is_left_out_on_a_real_site_and_said_to_be() {
    let home = Home::new();
    // Nobody answers there, and nobody is asked: the whole mobile surface is a guess.
    home.write("staging.csv", "url,name\nmartha-quill,Martha Quill\n");
    let args = ["smoke", "staging.csv", "--site", "https://staging.invalid/", "--surface", "mobile"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 3, "{stdout}{stderr}");
    assert!(stdout.contains("nothing could be checked") && stdout.contains("rests on guesses"), "{stdout}");
    let junit = std::fs::read_to_string(home.path().join("unlinked-smoke/junit.xml")).unwrap();
    assert_eq!(junit.matches("<skipped").count(), 3, "{junit}");
    assert!(!home.state().join("ledger.db").exists(), "the account was opened");
}
