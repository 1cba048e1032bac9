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
