//! `run --dry-run --sample` and `run --rehearsed` as a user runs them: only what a rehearsal saw is acted on, and only as it was
//! seen.

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::practice::{Options, Site};

/// Exit code, the lines of people, and what was said on stderr.
fn run(home: &Home, site: &str, roster: &str, more: &[&str]) -> (i32, Vec<Value>, String) {
    let mut args = vec!["run", roster, "--site", site, "--no-limits", "--json"];
    args.extend(more);
    let (code, stdout, stderr) = home.run(&args);
    let lines = stdout.lines().map(|line| serde_json::from_str(line).unwrap());
    (code, lines.filter(|line: &Value| line["event"] == "person").collect(), flat(&stderr))
}

fn removed(site: &Site) -> Vec<String> {
    site.state().removals.iter().map(|removal| removal.slug.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_a_rehearsal_saw_is_acted_on_and_only_as_it_was_seen() {
    let home = Home::new();
    let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
    let people = site.state().people;
    let row = |nth: usize| {
        format!("https://www.linkedin.com/in/{}/,{}\n", people[nth].slug, people[nth].roster_name)
    };
    let roster = format!(
        "url,name\n{}{}https://www.linkedin.com/in/{}/,Wendeline Nobody\n",
        row(0),
        row(1),
        people[2].slug
    );
    home.write("roster.csv", &roster);
    let (code, _, stderr) = run(&home, site.url(), "roster.csv", &["--dry-run"]);
    assert_eq!(code, 3, "{stderr}");

    // What may not be acted on is refused before a page is opened.
    home.write("changed.csv", &format!("{roster}{}", row(3)));
    home.write(
        "wrong.csv",
        &format!("url,name\nhttps://www.linkedin.com/in/{}/,Wendeline Nobody\n", people[2].slug),
    );
    let (code, _, stderr) = run(&home, site.url(), "wrong.csv", &["--dry-run"]);
    assert_eq!(code, 3, "{stderr}");
    let views = site.state().page_views;
    let elsewhere = site.url().replace("127.0.0.1", "localhost");
    for (address, roster, rehearsal, why) in [
        (site.url(), "roster.csv", "9", "this account has no rehearsal 9"),
        (site.url(), "changed.csv", "1", "the roster has changed since rehearsal 1"),
        (site.url(), "wrong.csv", "2", "nobody's rehearsal in run 2 was good"),
        (&elsewhere, "roster.csv", "1", "rehearsal 1 was on http://127.0.0.1"),
    ] {
        let (code, people, stderr) = run(&home, address, roster, &["--rehearsed", rehearsal, "--yes"]);
        assert_eq!((code, people.len()), (2, 0), "{stderr}");
        assert!(stderr.contains(why) && stderr.contains("rehearse again"), "{why} is not in {stderr}");
    }
    assert_eq!(site.state().page_views, views, "a page was opened");

    // The second one has another address by now. A run of its own would follow, since the name agrees; this one does not.
    site.set_faults(vec![format!("renamed=somebody-renamed@{}", people[1].slug).parse().unwrap()]);
    let (code, lines, stderr) = run(&home, site.url(), "roster.csv", &["--rehearsed", "1", "--yes"]);
    assert_eq!(code, 3, "{stderr}");
    let told: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| (line["outcome"].as_str().unwrap(), line["detail"].as_str().unwrap()))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!((told[0].0, told[1].0), ("removed", "mismatch"), "{told:?}");
    assert!(told[1].1.contains(&format!("the rehearsal saw the page of {}", people[1].slug)), "{told:?}");
    let left = "1 row of the roster has no good rehearsal in run 1 (line 4): left alone.";
    assert!(stderr.contains(left), "{left} is not in {stderr}");
    assert_eq!(removed(&site), [people[0].slug.clone()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_address_is_acted_on_after_a_rehearsal_alone() {
    let home = Home::new();
    let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
    let person = site.state().people[4].clone();
    home.write("roster.csv", &format!("name\n{}\n", person.roster_name));
    for route in ["search", "profile"] {
        let (code, _, stderr) = run(&home, site.url(), "roster.csv", &["--route", route, "--yes"]);
        assert_eq!(code, 2, "{route}: {stderr}");
        assert!(stderr.contains("1 row of the roster has a name and no address (line 2)"), "{stderr}");
    }
    assert_eq!(site.state().page_views, 0, "a page was opened");
    let (code, lines, stderr) = run(&home, site.url(), "roster.csv", &["--route", "search", "--dry-run"]);
    assert_eq!((code, lines[0]["outcome"].as_str()), (0, Some("rehearsed")), "{stderr}");
    assert!(removed(&site).is_empty());
    let more = ["--route", "search", "--rehearsed", "1", "--yes"];
    let (code, lines, stderr) = run(&home, site.url(), "roster.csv", &more);
    assert_eq!((code, lines[0]["outcome"].as_str()), (0, Some("removed")), "{stderr}");
    assert_eq!(removed(&site), [person.slug]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_costs_the_page_views_of_its_people_and_no_removal() {
    let home = Home::new();
    let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
    home.write("roster.csv", &site.roster_csv(9));
    let (code, lines, stderr) = run(&home, site.url(), "roster.csv", &["--dry-run", "--sample", "3"]);
    assert_eq!(code, 0, "{stderr}");
    let rows: Vec<u64> = lines.iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(rows, [2, 5, 8], "spread over the roster");
    assert!(lines.iter().all(|line| line["outcome"] == "rehearsed"), "{lines:?}");
    let state = site.state();
    // One page each, and one that says who is signed in.
    assert_eq!(state.page_views, 4);
    assert!(state.removals.is_empty() && state.other_actions.is_empty());
    assert!(site.requests().iter().all(|request| request.method == "GET"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_goes_on_where_the_last_one_ended_and_a_later_finding_beats_an_earlier_one() {
    let home = Home::new();
    let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
    home.write("roster.csv", &site.roster_csv(4));
    let lines_of =
        |lines: &[Value]| -> Vec<u64> { lines.iter().map(|line| line["line"].as_u64().unwrap()).collect() };
    let rehearse = |more: &[&str]| {
        let mut args = vec!["--dry-run"];
        args.extend(more);
        run(&home, site.url(), "roster.csv", &args)
    };
    let (code, lines, stderr) = rehearse(&["--limit", "2"]);
    assert_eq!((code, lines_of(&lines)), (4, vec![2, 3]), "{stderr}");
    let (code, lines, stderr) = rehearse(&[]);
    assert_eq!((code, lines_of(&lines)), (0, vec![4, 5]), "{stderr}");
    assert!(stderr.contains("It goes on where rehearsal 1 ended: 2 people are not opened again"), "{stderr}");
    // Four people, and the owner's page in each of the two runs.
    assert_eq!(site.state().page_views, 6);
    let (code, lines, stderr) = rehearse(&[]);
    assert_eq!((code, lines.len()), (0, 0), "{stderr}");
    assert!(stderr.contains("Everybody who is left to act on was rehearsed, up to run 2"), "{stderr}");
    assert_eq!(site.state().page_views, 6, "nobody is left, so no page was opened");

    // From the start, and this time one of them cannot be removed.
    let first = site.state().people[0].slug.clone();
    site.set_faults(vec![format!("menu_missing_item@{first}").parse().unwrap()]);
    let (code, lines, stderr) = rehearse(&["--again"]);
    assert_eq!((code, lines_of(&lines)), (3, vec![2, 3, 4, 5]), "{stderr}");
    site.set_faults(Vec::new());

    // The old chain is good for the three of whom nothing else was found since; it reaches over both of its parts.
    let (code, lines, stderr) = run(&home, site.url(), "roster.csv", &["--rehearsed", "2", "--yes"]);
    assert_eq!(lines_of(&lines), [3, 4, 5], "{code}: {stderr}");
    assert!(
        stderr.contains("1 row of the roster has no good rehearsal in run 2 (line 2): left alone."),
        "{stderr}"
    );
    assert_eq!(removed(&site).len(), 3);
    assert!(!removed(&site).contains(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_that_takes_more_than_a_day_is_rehearsed_five_people_at_a_time() {
    let home = Home::new();
    let site = Site::start(Options { people: 30, ..Options::default() }).await.unwrap();
    home.write("roster.csv", &site.roster_csv(25));
    home.write(
        "config/unlinked/config.toml",
        "[limits]\npage_views_per_day = [16, 16, 16]\n[pace]\nbetween_people_min = \"0s\"\nbetween_people_max = \"0s\"\n",
    );
    let args = ["run", "roster.csv", "--site", site.url(), "--now", "--no-wait", "--dry-run", "--json"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 0, "{stderr}");
    let end: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&end["of_this_run"]["rehearsed"], &end["left"]), (&5.into(), &20.into()), "{end}");
    let said = flat(&stderr);
    for part in [
        "A rehearsal of 5 people",
        "20 people of the roster not rehearsed yet",
        "with `--all` it rehearses them all: about",
    ] {
        assert!(said.contains(part), "{part} is not in {stderr}");
    }
    // The same command takes the next five, and no one twice.
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 0, "{stderr}");
    let end: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&end["of_this_run"]["rehearsed"], &end["left"]), (&5.into(), &15.into()), "{end}");
}
