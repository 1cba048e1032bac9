//! Unfollowing by the command line, with a budget of its own, and the way back: `unlinked reinvite`.

use crate::testkit::home::{Home, flat};
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
    // Our own file is written anew; one that the user has changed is theirs.
    let (code, _, stderr) = home.run(&["reinvite", "--format", "html", "-o", "back.html"]);
    assert_eq!(code, 0, "{stderr}");
    home.write("back.html", "notes of mine");
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

#[tokio::test(flavor = "multi_thread")]
async fn two_people_in_a_row_on_whom_a_click_had_no_effect_end_the_run_with_a_cool_down() {
    let home = Home::new();
    let faults = vec!["remove_no_effect".parse().unwrap()];
    let site = Site::start(Options { people: 20, faults, ..Options::default() }).await.unwrap();
    let state = site.state();
    let followed = state.people.iter().find(|person| person.following && person.slug.is_ascii()).unwrap();
    let invited = state.others.iter().find(|person| person.invited && person.slug.is_ascii()).unwrap();
    home.write(
        "config/unlinked/config.toml",
        "[engine]\nconfirm_grace = \"1s\"\nlocate_timeout = \"3s\"\n[breaker]\nunconfirmed = 10\n",
    );
    home.write(
        "roster.csv",
        &format!(
            "URL,Name,Company,Action,Reason,Note\n{}{}",
            row(followed, "unfollow"),
            row(invited, "withdraw")
        ),
    );
    let args = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--json", "--yes"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 7, "{stdout}{stderr}");
    let summary: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["stopped_by"], "no_effect", "{stdout}");
    assert_eq!(summary["outcomes"], serde_json::json!({"pending": 2}), "{stdout}");
    let clicks = || (site.state().unfollows.len(), site.state().withdrawals.len());
    assert_eq!(clicks(), (1, 1), "once each: what had no effect is not tried again in the same run");

    // The cool-down holds, whatever the user allows and the site would do now.
    site.set_faults(Vec::new());
    for slug in [&followed.slug, &invited.slug] {
        let (code, _, stderr) = home.run(&["retry", slug, "--yes"]);
        assert_eq!(code, 0, "{stderr}");
    }
    let (code, stdout, stderr) = home.run(&[&args[..], &["--no-wait"]].concat());
    assert_eq!(code, 7, "{stdout}{stderr}");
    assert_eq!(clicks(), (1, 1));
    let (_, stdout, _) = home.run(&["status", "--json"]);
    assert!(stdout.contains("cooldown"), "{stdout}");
    let after = site.state();
    assert!(after.removals.is_empty() && after.other_actions.is_empty(), "{:?}", after.removals);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_invitations_are_listed_chosen_and_withdrawn() {
    let home = Home::new();
    let site = Site::start(Options { people: 10, ..Options::default() }).await.unwrap();
    let state = site.state();
    let invited: Vec<&PersonState> = state.others.iter().filter(|person| person.invited).collect();
    assert_eq!(invited.len(), 14);
    // The two oldest are of 13 and 14 weeks; one of them is kept.
    home.write("keep.csv", &format!("{}\n", invited[13].slug));
    let plan = ["plan", "--sent-invitations", "--site", site.url()];
    let (code, stdout, stderr) = home.run(&plan);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(flat(&stdout).contains("14 invitations pending, read from 2 pages"), "{stdout}");
    assert!(
        flat(&stdout).contains("Sent 3 months ago")
            && flat(&stdout).contains("Nobody is chosen without an age"),
        "{stdout}"
    );

    let chosen =
        [&plan[..], &["--older-than", "90d", "--keep", "keep.csv", "-o", "invitations.csv"]].concat();
    let (code, stdout, stderr) = home.run(&chosen);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(flat(&stdout).contains("1 of them was sent at least 90 days ago"), "{stdout}");
    assert!(site.state().withdrawals.is_empty(), "nothing is clicked by a plan");
    let roster = std::fs::read_to_string(home.path().join("invitations.csv")).unwrap();
    assert!(roster.contains("withdraw,inactive,Sent 3 months ago"), "{roster}");
    // What was written here and not changed since may be written anew; a file that somebody changed is theirs.
    assert_eq!(home.run(&chosen).0, 0);
    home.write("invitations.csv", &format!("{roster}# mine\n"));
    let (code, _, stderr) = home.run(&chosen);
    assert!(code == 2 && stderr.contains("--force"), "{stderr}");
    home.write("invitations.csv", &roster);
    let (_, stdout, _) = home.run(&[&plan[..], &["--older-than", "60d", "--json"]].concat());
    let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (lines.len(), &lines[14]["chosen"], &lines[14]["pages"]),
        (15, &6.into(), &2.into()),
        "{stdout}"
    );
    assert_eq!(lines[0]["days"], 7);

    let run = ["run", "invitations.csv", "--site", site.url(), "--no-limits", "--json", "--confirm", "1"];
    let (code, stdout, stderr) = home.run(&run);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let withdrawn: Vec<String> = site.state().withdrawals.into_iter().map(|record| record.slug).collect();
    assert_eq!(withdrawn, [invited[12].slug.clone()]);
    let (_, stdout, _) = home.run(&["reinvite", "--action", "withdraw", "--format", "csv"]);
    assert!(stdout.lines().count() == 2 && stdout.contains("withdrawn"), "{stdout}");
}

#[test]
fn what_belongs_to_an_export_does_not_go_with_invitations() {
    let home = Home::new();
    for more in [
        &["--diff", "old.csv"][..],
        &["--company", "acme"],
        &["Connections.csv"],
        &["--new-since", "2026-01-01"],
    ] {
        let (code, _, stderr) = home.run(&[&["plan", "--sent-invitations"][..], more].concat());
        assert!(code == 2 && stderr.contains("cannot be used with"), "{more:?}: {stderr}");
    }
    let (code, _, stderr) = home.run(&["plan", "--older-than", "90d"]);
    assert!(code == 2 && stderr.contains("--sent-invitations"), "{stderr}");
    let (code, _, stderr) = home.run(&["plan"]);
    assert!(code == 2 && stderr.contains("EXPORT"), "{stderr}");
}
