//! Two hundred people with faults, and everything that tells of them: the end of a run, `status`, the report in all its forms,
//! `replay`, `reinvite`, `fleet --status`, `smoke` and the exit codes, made from one ledger and held against each other to the
//! person, and against the practice site's own account.

use std::collections::{BTreeMap, BTreeSet};

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::practice::{Options, Site};

const PEOPLE: usize = 200;

/// Each tenth person is opened: a removal is proved for seconds. The others are on the keep list, or skipped.
fn is_opened(nth: usize) -> bool {
    nth.is_multiple_of(10)
}

type Set = BTreeSet<String>;

struct Case {
    home: Home,
    site: Site,
}

impl Case {
    fn run(&self, more: &[&str]) -> (i32, String, String) {
        let mut args = vec![
            "run",
            "roster.csv",
            "--keep",
            "keep.csv",
            "--site",
            self.site.url(),
            "--no-limits",
            "--yes",
        ];
        args.extend(more);
        self.home.run(&args)
    }

    fn told(&self, args: &[&str]) -> String {
        let (code, stdout, stderr) = self.home.run(args);
        assert_eq!(code, 0, "{args:?}: {stderr}");
        stdout
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.told(args)).unwrap()
    }

    fn lines(&self, args: &[&str]) -> Vec<Value> {
        self.told(args).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn slugs(list: &[Value], wanted: impl Fn(&Value) -> bool) -> Set {
    list.iter().filter(|one| wanted(one)).map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
}

fn counts(value: &Value) -> BTreeMap<String, u64> {
    value.as_object().unwrap().iter().map(|(word, count)| (word.clone(), count.as_u64().unwrap())).collect()
}

/// The texts between `before` and `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once(after).map(|(inner, _)| inner)).collect()
}

/// Who needs a look by each form of the report of a run.
fn by_the_report(case: &Case, run: &str) -> Vec<(&'static str, Set)> {
    let form = |format| case.told(&["report", run, "--format", format, "-o", "-", "--pictures", "0"]);
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    let people = json["people"].as_array().unwrap();
    let of_json = slugs(people, |one| one["needs_a_look"] == true);
    assert_eq!(json["needs_a_look"], of_json.len());
    let csv = form("csv");
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let of_csv: Set = csv
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[6] == "yes")
        .map(|row| row[2].to_owned())
        .collect();
    let junit = form("junit");
    let failing =
        between(&junit, "<testcase ", "</testcase>").into_iter().filter(|one| one.contains("<failure "));
    let of_junit: Set = failing.map(|one| between(one, "(", ")").first().unwrap().to_string()).collect();
    let markdown = form("markdown");
    let listed = markdown.split_once("### Needs a look").map_or("", |(_, list)| list);
    // This form has no addresses, and two people may share a name.
    let in_markdown = listed
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| person") && !line.starts_with("| ---"))
        .map(|line| line[2..].split(" | ").next().unwrap().replace('\\', ""));
    let by_name = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let named = people.iter().filter(|one| one["needs_a_look"] == true);
    let named = named.map(|one| one["name"].as_str().or(one["slug"].as_str()).unwrap().to_owned());
    assert_eq!(by_name(in_markdown.collect()), by_name(named.collect()), "{listed}");
    let html = form("html");
    let of_html: Set = between(&html, "<tr id=", "</tr>")
        .into_iter()
        .filter(|row| row.split('>').next().unwrap().contains("data-l"))
        .map(|row| between(row, "class=\"slug\">", "<").first().unwrap().to_string())
        .collect();
    vec![("json", of_json), ("csv", of_csv), ("junit", of_junit), ("html", of_html)]
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_people_every_surface_says_the_same() {
    let (home, site) =
        (Home::new(), Site::start(Options { people: PEOPLE, ..Options::default() }).await.unwrap());
    home.write(
        "config/unlinked/config.toml",
        "[evidence]\npictures = false\n[engine]\nlocate_timeout = \"2 s\"\n",
    );
    let people = site.state().people;
    let slug = |nth: usize| people[nth].slug.clone();
    let faults = [
        ("dialog_never", 20),
        ("remove_silent_fail", 40),
        ("remove_no_effect", 60),
        ("not_found", 80),
        ("menu_missing_item", 100),
        ("empty_status=503", 120),
        ("both_degrees_visible", 140),
        ("remove_mute", 160),
    ];
    site.set_faults(
        faults.iter().map(|(fault, nth)| format!("{fault}@{}", slug(*nth)).parse().unwrap()).collect(),
    );
    let row = |nth: usize| {
        // One row speaks of somebody else than its page.
        let name = if nth == 10 { "Wendeline Nobody" } else { people[nth].roster_name.as_str() };
        format!("{}in/{}/,{name}\n", site.url().trim_end_matches('/').to_owned() + "/", slug(nth))
    };
    let rows: String = (0..PEOPLE).map(row).collect();
    home.write("roster.csv", &format!("url,name\n{rows}"));
    let others = |from: usize| (from..PEOPLE).filter(|nth| !is_opened(*nth));
    let kept: String = others(0).take(130).map(|nth| slug(nth) + "\n").collect();
    home.write("keep.csv", &format!("{}\n{kept}", slug(5)));
    let skipped: Vec<String> = others(0).skip(130).map(slug).collect();
    let case = Case { home, site };
    let (code, _, stderr) = case.run(&["--limit", "2"]);
    assert_eq!(code, 4, "{stderr}");
    let skip = ["skip"].into_iter().chain(skipped.iter().map(String::as_str));
    case.told(&skip.collect::<Vec<_>>());
    let (first, text, stderr) = case.run(&[]);
    let (second, lines, more) = case.run(&["--json"]);
    // The last run meets, one after the other, two with whom the site did nothing before: a stop sign.
    assert_eq!((first, second), (3, 7), "{stderr}{more}");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let end = lines.last().unwrap();

    // What the last run said at its end, what status says, and the way back.
    let status = case.json(&["status", "--json"]);
    let looks = slugs(&case.lines(&["status", "--needs-a-look", "--json"]), |_| true);
    println!("{PEOPLE} people: {}, {} need a look: {looks:?}", status["outcomes"], looks.len());
    assert!(looks.len() >= 5, "too few to prove anything: {looks:?}");
    assert_eq!(counts(&end["outcomes"]), counts(&status["outcomes"]));
    assert_eq!(counts(&status["outcomes"]).values().sum::<u64>(), PEOPLE as u64);
    assert_eq!((&end["left"], &end["needs_a_look"]), (&status["roster"]["left"], &status["needs_a_look"]));
    assert_eq!(status["needs_a_look"], looks.len());
    let in_words = flat(&case.told(&["status"]));
    assert!(in_words.contains(&format!("{} people need a look", looks.len())), "{in_words}");
    for (outcome, count) in counts(&status["outcomes"]) {
        assert!(in_words.contains(&format!("{outcome} {count}")), "{outcome} {count} is not in {in_words}");
    }
    let removed: Set =
        case.site.state().people.iter().filter(|one| !one.connected).map(|one| one.slug.clone()).collect();
    assert_eq!(status["outcomes"]["removed"], removed.len(), "the site's own account");
    let back = case.json(&["reinvite", "--format", "json"]);
    let back_of = |outcome: &str| -> Set {
        let of = back.as_array().unwrap().iter().filter(|one| one["outcome"] == outcome);
        of.map(|one| {
            one["url"].as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap().to_owned()
        })
        .collect()
    };
    assert_eq!(back_of("removed"), removed, "the way back has everybody who was removed");

    // The report of each run, in all forms, and the replay.
    for run in ["1", "2", "3"] {
        for (form, set) in by_the_report(&case, run) {
            assert_eq!(set, looks, "{form} of run {run}");
        }
        let replay = flat(&case.told(&["replay", run]));
        assert!(replay.contains(&format!("{} people need a look", looks.len())), "{replay}");
    }
    let junit = case.told(&["report", "3", "--format", "junit"]);
    assert_eq!(junit.matches("<failure ").count(), looks.len());
    // The second run counted itself, and below that the whole roster.
    let text = flat(&text);
    assert!(
        text.contains("The whole roster now") || text.contains(&format!("roster of {PEOPLE} people")),
        "{text}"
    );
    let of_run: u64 = counts(&end["of_this_run"]).values().sum();
    let told = lines.iter().filter(|line| line["event"] == "person").count() as u64;
    assert_eq!(of_run, told, "a line for each person of the run");

    // The user's word is a fact of its own: who was removed stays so, and in the way back.
    let (gone, waits) = (slug_of(&removed), slug_of(&looks));
    case.told(&["retry", &gone, "--yes"]);
    case.told(&["skip", &waits]);
    let after = slugs(&case.lines(&["status", "--needs-a-look", "--json"]), |_| true);
    assert_eq!(after, looks.iter().filter(|slug| **slug != waits).cloned().collect());
    let back = case.json(&["reinvite", "--format", "json"]);
    let listed = |slug: &String| {
        back.as_array().unwrap().iter().any(|one| one["url"].as_str().unwrap().contains(slug.as_str()))
    };
    assert!(removed.iter().all(listed), "a retry takes nobody out of the way back");
    for (form, set) in by_the_report(&case, "3") {
        assert_eq!(set, after, "{form} after the user's word");
    }

    // A fleet of this one account, and a smoke test that names somebody who is gone.
    let state = case.home.state();
    case.home.write(
        "accounts.toml",
        &format!(
            "[[account]]\nname = \"anna\"\nstate = \"{}\"\nroster = \"roster.csv\"\nkeep = \"keep.csv\"\nset = {{ site = \"{}\" }}\n",
            state.display(),
            case.site.url()
        ),
    );
    let fleet = case.json(&["fleet", "accounts.toml", "--status", "--json"]);
    let status = case.json(&["status", "--json"]);
    for key in ["outcomes", "needs_a_look"] {
        assert_eq!(fleet[key], status[key], "{key}");
    }
    assert_eq!(fleet["roster"]["left"], status["roster"]["left"]);
    // Without the roster's file the ledger knows its people still.
    std::fs::rename(case.home.path().join("roster.csv"), case.home.path().join("elsewhere.csv")).unwrap();
    let alone = case.json(&["status", "--json"]);
    assert_eq!(alone["roster"]["as_of_run"], 3, "{alone}");
    for key in ["outcomes", "needs_a_look"] {
        assert_eq!(alone[key], status[key], "{key} without the file");
    }
    assert_eq!(alone["roster"]["left"], status["roster"]["left"]);
    let still: Vec<&String> = removed.iter().filter(|slug| **slug != gone).take(1).collect();
    case.home.write(
        "smoke.csv",
        &format!("url,name\n{}/in/{}/,\n", case.site.url().trim_end_matches('/'), still[0]),
    );
    let (code, told, stderr) = case.home.run(&[
        "smoke",
        "smoke.csv",
        "--site",
        case.site.url(),
        "--no-limits",
        "--surface",
        "desktop",
        "--route",
        "profile",
        "--json",
    ]);
    assert_eq!(code, 3, "{stderr}");
    assert!(told.contains("removed already by run"), "{told}");
}

fn slug_of(set: &Set) -> String {
    set.iter().next().unwrap().clone()
}
