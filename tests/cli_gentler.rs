//! Unfollowing by the command line, with a budget of its own, and the way back: `unlinked reinvite`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod cli_support;

use cli_support::{Home, flat};
use serde_json::Value;
use unlinked::practice::{Options, PersonState, Site};

/// A config under which nothing waits but for the budgets: one unfollow a day, many removals.
const CONFIG: &str = "[limits]\nunfollows_per_day = [1, 1, 1]\nremovals_per_day = [50, 50, 50]\n\
    page_views_per_day = [500, 500, 500]\nweek_factor = 1\nmonth_factor = 1\n\
    [pace]\nbetween_people_min = \"0s\"\nbetween_people_max = \"0s\"\n\
    [calendar]\ntime_zone = \"Europe/Warsaw\"\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\nhours = \"00:00-24:00\"\n\
    [engine]\nconfirm_grace = \"1s\"\n";

fn row(person: &PersonState, action: &str) -> String {
    format!(
        "https://www.linkedin.com/in/{},\"{}\",\"{}\",{action},irrelevant,\"we never met\"\n",
        person.slug, person.roster_name, person.company
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn unfollows_have_a_budget_of_their_own_and_the_way_back_names_whom_when_and_why() {
    let home = Home::new();
    let site = Site::start(Options { people: 30, ..Options::default() }).await.unwrap();
    let state = site.state();
    let plain = |person: &&PersonState| person.following && person.slug.is_ascii();
    let people: Vec<&PersonState> = state.people.iter().filter(plain).take(3).collect();
    home.write("config/unlinked/config.toml", CONFIG);
    let roster = format!(
        "URL,Name,Company,Action,Reason,Note\n{}{}{}",
        row(people[0], "unfollow"),
        row(people[1], "unfollow"),
        row(people[2], "remove")
    );
    home.write("roster.csv", &roster);

    let args = ["run", "roster.csv", "--site", site.url(), "--json", "--no-wait", "--confirm", "3"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 4, "{stdout}{stderr}");
    let told = flat(&stderr);
    assert!(told.contains("50 removals, 1 unfollows and 500 page views in any 24 h"), "{stderr}");
    let summary: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["stopped_by"], "budget");
    // The second unfollow does not fit any more; the removal, whose budget is another one, went before it.
    assert_eq!(summary["outcomes"], serde_json::json!({"unfollowed": 1, "removed": 1, "pending": 1}));
    let after = site.state();
    let slugs = |records: &[unlinked::practice::ActionRecord]| -> Vec<String> {
        records.iter().map(|record| record.slug.clone()).collect()
    };
    assert_eq!(slugs(&after.unfollows), [people[0].slug.clone()]);
    assert_eq!(slugs(&after.removals), [people[2].slug.clone()]);
    assert!(after.person(&people[0].slug).unwrap().connected, "an unfollowed person stays a connection");

    let (code, stdout, stderr) = home.run(&["reinvite"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let told = flat(&stdout);
    assert!(told.contains(&people[2].roster_name) && !told.contains(&people[0].roster_name), "{stdout}");
    assert!(told.contains("we never met") && told.contains("Nothing was sent"), "{stdout}");

    let (_, stdout, _) =
        home.run(&["reinvite", "--format", "json", "--action", "unfollow", "--action", "remove"]);
    let list: Value = serde_json::from_str(&stdout).unwrap();
    let outcomes: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes.len(), 2, "{stdout}");
    assert!(outcomes.contains(&"removed") && outcomes.contains(&"unfollowed"), "{stdout}");
    assert_eq!(list[0]["reason"], "irrelevant");

    let (code, _, stderr) = home.run(&["reinvite", "--format", "html", "-o", "back.html"]);
    assert!(code == 0 && stderr.contains("1 person, written to back.html"), "{stderr}");
    let page = std::fs::read_to_string(home.path().join("back.html")).unwrap();
    assert!(page.contains(&format!("/in/{}/\"", people[2].slug)), "{page}");
    let (code, _, stderr) = home.run(&["reinvite", "--format", "html", "-o", "back.html"]);
    assert!(code == 2 && flat(&stderr).contains("nothing was written"), "{stderr}");

    let (_, stdout, _) = home.run(&["reinvite", "--since", "2099-01-01"]);
    assert!(stdout.starts_with("Nobody"), "{stdout}");
    let (_, stdout, _) = home.run(&["reinvite", "--reason", "spam", "--format", "csv"]);
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
}

#[test]
fn without_a_ledger_the_way_back_says_so() {
    let (code, _, stderr) = Home::new().run(&["reinvite"]);
    assert!(code == 2 && flat(&stderr).contains("there is no ledger"), "{stderr}");
}
