//! `unlinked report`, `replay` and `evidence` as a user runs them, after a real run and a real rehearsal on practice.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::practice::{Options, Site};

async fn practice(people: usize) -> Site {
    Site::start(Options { people, ..Options::default() }).await.unwrap()
}

/// A run over a roster; gives its exit code and what it said on stderr.
fn run(home: &Home, site: &Site, roster: &str, more: &[&str]) -> (i32, String) {
    home.write("roster.csv", roster);
    let mut args = vec!["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    args.extend(more);
    let (code, _, stderr) = home.run(&args);
    (code, stderr)
}

fn ok(home: &Home, args: &[&str]) -> String {
    let (code, stdout, stderr) = home.run(args);
    assert_eq!(code, 0, "{args:?}: {stderr}");
    stdout
}

fn fails(home: &Home, args: &[&str]) -> String {
    let (code, stdout, stderr) = home.run(args);
    assert_eq!(code, 2, "{args:?}: {stdout}{stderr}");
    flat(&stderr)
}

fn json(home: &Home, args: &[&str]) -> Value {
    serde_json::from_str(&ok(home, args)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_and_a_rehearsal_are_told_replayed_and_forgotten() {
    let (home, site) = (Home::new(), practice(10).await);
    let people = site.state().people;
    let (first, second, third) = (&people[0], &people[1], &people[2]);
    // The second row gives another name than the page: it needs a look.
    let roster = format!(
        "url,name\nhttps://www.linkedin.com/in/{}/,{}\nhttps://www.linkedin.com/in/{}/,Wendeline Nobody\n",
        first.slug, first.roster_name, second.slug
    );
    let (code, stderr) = run(&home, &site, &roster, &[]);
    assert_eq!(code, 3, "{stderr}");
    let roster = format!("url,name\nhttps://www.linkedin.com/in/{}/,{}\n", third.slug, third.roster_name);
    let (code, stderr) = run(&home, &site, &roster, &["--dry-run"]);
    assert_eq!(code, 0, "{stderr}");

    // What there is.
    let list = ok(&home, &["replay", "--list"]);
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines[0].contains("removal") && lines[0].contains("1 removed, 1 mismatch"), "{list}");
    assert!(lines[1].contains("rehearsal") && lines[1].contains("1 rehearsed"), "{list}");

    // The replay: the newest run, one run, one person.
    let rehearsal = ok(&home, &["replay"]);
    for part in [
        "Run 2, rehearsal",
        "the run starts: 1 to act on",
        "clicked `more` at",
        "not clicked",
        "the run ends",
    ] {
        assert!(rehearsal.contains(part), "{part} is not in {rehearsal}");
    }
    let whole = ok(&home, &["replay", "1"]);
    for part in [
        "clicked `remove_item` at",
        "intent 1 written",
        "a dialog: confirmed",
        "clicked `confirm` at",
        "fresh load of",
    ] {
        assert!(whole.contains(part), "{part} is not in {whole}");
    }
    let one = ok(&home, &["replay", "1", "--person", &second.slug]);
    assert!(
        one.contains("Wendeline Nobody") && one.contains("mismatch:") && !one.contains("intent"),
        "{one}"
    );
    let page = format!("on /in/{}/, titled \"", second.slug);
    assert!(one.contains(&page), "{page} is not in {one}");
    let nobody = fails(&home, &["replay", "1", "--person", "nobody-at-all"]);
    assert!(nobody.contains("nobody in this run goes by"), "{nobody}");
    assert!(fails(&home, &["replay", "9"]).contains("no run 9; the newest is 2"));

    // Step by step: as many as Enter asks for.
    let output = home.unlinked(&["replay", "1", "--step"]).write_stdin("\n\nq\n").output().unwrap();
    let (stdout, stderr) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success() && stderr.contains("(3 of "), "{stderr}");
    assert!(whole.starts_with(stdout.trim_end()), "{stdout} does not begin {whole}");
    assert!(stdout.contains(&first.name) && !stdout.contains("removed:"), "{stdout}");

    // The forms.
    let told = json(&home, &["report", "1", "--format", "json"]);
    assert_eq!((&told["outcomes"]["removed"], &told["outcomes"]["mismatch"]), (&1.into(), &1.into()));
    assert_eq!(told["people"][0]["pictures"].as_array().unwrap().len(), 2, "{}", told["people"][0]);
    assert_eq!(json(&home, &["report", "--format", "json"])["outcomes"]["rehearsed"], 1);
    let junit = ok(&home, &["report", "1", "--format", "junit"]);
    assert!(junit.contains("failures=\"1\"") && junit.contains("identify.wrong_person"), "{junit}");
    assert!(ok(&home, &["report", "1", "--format", "markdown"]).contains("### Needs a look"));
    assert_eq!(ok(&home, &["report", "1", "--format", "csv"]).lines().count(), 3);

    // The page: private, under its usual name or the one that was given, and never in place of another file.
    assert_eq!(ok(&home, &["report", "1"]).trim(), "unlinked-run-1.html");
    let path = home.path().join("unlinked-run-1.html");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let html = std::fs::read_to_string(&path).unwrap();
    assert!(html.contains("data:image/jpeg;base64,") && html.contains(&first.name));
    // No picture shows the dialog: its click is marked, and it is said that it was not there yet.
    assert!(
        html.contains("in the dialog that came after this picture"),
        "the click in the dialog is not told"
    );
    ok(&home, &["report", "1"]);
    let there = fails(&home, &["report", "1", "-o", "roster.csv"]);
    assert!(there.contains("roster.csv is there already; nothing was written"), "{there}");
    ok(&home, &["report", "1", "-o", "one.html", "--pictures", "0"]);
    assert!(!std::fs::read_to_string(home.path().join("one.html")).unwrap().contains(";base64,/"));
    ok(&home, &["report", "1", "-o", "one.html", "--force"]);
    assert!(
        fails(&home, &["report", "-o", "no/such/folder.html"]).contains("cannot write no/such/folder.html")
    );
    assert!(ok(&home, &["report", "1", "-o", "-", "--pictures", "0"]).starts_with("<!DOCTYPE html>"));

    // Nobody's name in the one that may be shown to others.
    assert_eq!(ok(&home, &["report", "1", "--redact"]).trim(), "unlinked-run-1-redacted.html");
    let redacted = std::fs::read_to_string(home.path().join("unlinked-run-1-redacted.html")).unwrap();
    let replayed = ok(&home, &["replay", "1", "--redact"]);
    for name in
        [&first.name, &first.slug, &second.name, &second.slug, &"Wendeline".to_owned(), &site.owner().slug]
    {
        assert!(
            !redacted.contains(name.as_str()) && !replayed.contains(name.as_str()),
            "{name} is still there"
        );
    }
    assert!(redacted.contains("Person 1") && redacted.contains("data:image/png;base64,"));

    // Evidence: listed, pruned by age, purged only with a yes, and the ledger still knows.
    let list: Vec<Value> = ok(&home, &["evidence", "list", "--json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(list.iter().map(|run| run["run"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert!(list.iter().all(|run| run["pictures"].as_u64().unwrap() > 0), "{list:?}");
    for file in std::fs::read_dir(home.state().join("runs/1")).unwrap() {
        let mode = file.as_ref().unwrap().metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.unwrap().path());
    }
    assert!(ok(&home, &["evidence", "purge", "--older-than", "1", "--yes"]).contains("nothing to remove"));
    assert!(fails(&home, &["evidence", "purge"]).contains("nobody can be asked"));
    assert!(fails(&home, &["evidence", "purge", "7", "--yes"]).contains("no evidence of run 7"));
    age(&home, 1, 31);
    let (code, stderr) = run(&home, &site, &roster, &["--dry-run"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(!home.state().join("runs/1").exists(), "evidence older than `evidence.keep_days` is still there");
    let after = ok(&home, &["replay", "1"]);
    assert!(
        after.contains("There is no trace of this run any more") && after.contains("removed: proved"),
        "{after}"
    );
    assert!(ok(&home, &["evidence", "purge", "2", "--yes"]).contains("Removed the evidence of 1 run"));
    assert!(ok(&home, &["evidence", "purge", "--yes"]).contains("Removed the evidence of 1 run"));
    assert_eq!(ok(&home, &["evidence", "list"]).trim(), "There is no evidence.");
    assert_eq!(site.state().removals.len(), 1);
}

/// Makes a run's evidence look so many days old.
fn age(home: &Home, run: u32, days: u64) {
    let folder = home.state().join(format!("runs/{run}"));
    let then = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.push(folder);
    for path in paths {
        std::fs::File::open(path).unwrap().set_modified(then).unwrap();
    }
}

#[test]
fn without_a_ledger_there_is_nothing_to_tell_and_it_is_said() {
    let home = Home::new();
    for args in [&["report"][..], &["replay"], &["replay", "--list"]] {
        assert!(fails(&home, args).contains("there is no ledger"), "{args:?}");
    }
    assert_eq!(ok(&home, &["evidence", "list"]).trim(), "There is no evidence.");
    assert!(!home.state().exists(), "looking made a state folder");
}

/// The element's attribute in the one line of an outline that has it.
fn attribute(outline: &str, name: &str, starts: &str) -> String {
    let start = format!("[{name}=\"{starts}");
    let line = outline
        .lines()
        .find(|line| line.contains(&start))
        .unwrap_or_else(|| panic!("{start} is not in {outline}"));
    let at = line.find(&start).unwrap() + name.len() + 3;
    line[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selector_broken_on_purpose_is_mended_from_the_report_alone() {
    let (home, site) = (Home::new(), practice(4).await);
    let person = site.state().people[0].clone();
    let roster = format!("url,name\nhttps://www.linkedin.com/in/{}/,{}\n", person.slug, person.roster_name);
    ok(&home, &["selectors", "export", "mine"]);
    let file = home.path().join("mine/desktop.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    // The page calls its icon by another name than the file, and every text is another one too.
    let (start, rest) = good.split_at(good.find("[locator.remove_item]").unwrap());
    let end = rest.find("\n\n").unwrap();
    let broken = "[locator.remove_item]\nwithin = \"top_card\"\nany = [\n  \
        { css = \"[data-test-icon^='cut-tie']\", closest = \"[role=button]\", evidence = \"seen 2026-05\" },\n]";
    std::fs::write(&file, format!("{start}{broken}{}", &rest[end..])).unwrap();

    let (code, stderr) = run(&home, &site, &roster, &["--dry-run", "--selectors", "mine"]);
    assert_eq!(code, 3, "{stderr}");
    let told = json(&home, &["report", "--format", "json"]);
    let steps = told["people"][0]["steps"].as_array().unwrap();
    let failed =
        steps.iter().find_map(|step| step["what"].get("not_found")).unwrap_or_else(|| panic!("{steps:?}"));
    assert_eq!(failed["locator"], "remove_item");
    assert!(failed["address"].as_str().unwrap().ends_with(&format!("/in/{}/", person.slug)), "{failed}");
    assert!(failed["title"].as_str().unwrap().contains(&person.name), "{failed}");
    assert_eq!(failed["notes"][0]["note"], "0 in the page, 0 visible, 0 with the right text");

    // A new candidate, from the outline alone.
    let outline = failed["outline"].as_str().unwrap();
    let icon = attribute(outline, "data-test-icon", "remove-");
    let mended = format!(
        "{start}[locator.remove_item]\nwithin = \"top_card\"\nany = [\n  \
         {{ css = \"[data-test-icon='{icon}']\", closest = \"[role=button]\", evidence = \"seen 2026-11\" }},\n]{}",
        &rest[end..]
    );
    std::fs::write(&file, mended).unwrap();
    ok(&home, &["selectors", "check", "--selectors", "mine"]);
    let (code, stderr) = run(&home, &site, &roster, &["--dry-run", "--selectors", "mine"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(site.state().removals.is_empty());

    // The report has it all on one page, to be read by a person.
    let html = ok(&home, &["report", "1", "-o", "-"]);
    for part in ["cut-tie", "data-test-icon=\\\"remove-connection-medium", "selectors export DIR"] {
        assert!(html.contains(part), "{part} is not in the report");
    }
}
