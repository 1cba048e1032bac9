//! `unlinked plan`: what it writes, says and refuses.

use crate::testkit::home::Home;
use unlinked::roster::Roster;

const EXPORT: &str = "Notes:\n\"When exporting your connection data\"\n\n\
    First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
    Anna,Nowak,https://www.linkedin.com/in/anna-nowak,,Acmé GmbH,Senior Recruiter,15 Mar 2014\n\
    José,Pereira,https://www.linkedin.com/in/jos%C3%A9-pereira/,,ACME,Engineer,02 Jan 2020\n\
    Jan,Kowal,https://www.linkedin.com/in/jan-kowal,,Initech,Clerk,01 Feb 2012\n";

fn home() -> Home {
    let home = Home::new();
    home.write("Connections.csv", EXPORT);
    home
}

fn json_events(stdout: &str) -> Vec<serde_json::Value> {
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_plan_writes_a_roster_that_a_run_reads_and_says_whom_it_spared() {
    let home = home();
    home.write("keep.csv", "# friends\nAnna Nowak\n");
    let (code, stdout, stderr) = home.run(&[
        "plan",
        "Connections.csv",
        "--company",
        "acme",
        "--keep",
        "keep.csv",
        "-o",
        "roster.csv",
        "--reason",
        "inactive",
    ]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("Anna Nowak, Acmé GmbH: kept by line 2 (Anna Nowak)"), "{stdout}");
    let roster = Roster::read(home.path().join("roster.csv")).unwrap();
    assert_eq!(roster.rows.len(), 1);
    assert_eq!(roster.rows[0].person.slug.as_ref().unwrap().as_str(), "josé-pereira");
    assert_eq!(roster.rows[0].reason.as_deref(), Some("inactive"));
}

#[test]
fn without_an_output_nothing_is_written_and_an_existing_file_is_not_replaced_unasked() {
    let home = home();
    let (code, stdout, _) = home.run(&["plan", "Connections.csv", "--company", "acme"]);
    assert!(code == 0 && stdout.contains("Nothing was written"), "{stdout}");
    home.write("roster.csv", "mine");
    let (code, _, stderr) = home.run(&["plan", "Connections.csv", "--company", "acme", "-o", "roster.csv"]);
    assert!(code == 2 && stderr.contains("--force"), "{stderr}");
    assert_eq!(std::fs::read_to_string(home.path().join("roster.csv")).unwrap(), "mine");
    let (code, ..) =
        home.run(&["plan", "Connections.csv", "--company", "acme", "-o", "roster.csv", "--force"]);
    assert_eq!(code, 0);
    assert_eq!(Roster::read(home.path().join("roster.csv")).unwrap().rows.len(), 2);
}

#[test]
fn fail_on_ends_with_3_and_writes_nothing() {
    let home = home();
    let args = [
        "plan",
        "Connections.csv",
        "--company",
        "acme",
        "-o",
        "roster.csv",
        "--drafts",
        "drafts.txt",
        "--fail-on",
    ];
    for (what, code) in [("recruiter", 3), ("recruiter=1", 0), ("share=50%", 3), ("client", 3), ("recent", 0)]
    {
        let run = home.run(&[&args[..], &[what], &["--force"]].concat());
        assert_eq!(run.0, code, "{what}: {}", run.2);
        assert_eq!(home.path().join("roster.csv").exists(), code == 0, "{what}");
        assert_eq!(home.path().join("drafts.txt").exists(), code == 0, "{what}");
        for name in ["roster.csv", "drafts.txt"] {
            let _ = std::fs::remove_file(home.path().join(name));
        }
    }
    let left: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}

#[test]
fn json_has_an_object_for_each_person_and_one_for_the_plan() {
    let home = home();
    home.write(
        "old.csv",
        "First Name,Last Name,URL,Company\nEwa,Lis,ewa-lis,Globex\nJan,Kowal,jan-kowal,Globex\n",
    );
    let (_, stdout, _) =
        home.run(&["plan", "Connections.csv", "--no-company", "--diff", "old.csv", "--json"]);
    let events = json_events(&stdout);
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["came", "came", "left", "changed", "plan"]);
    let (_, stdout, _) =
        home.run(&["plan", "Connections.csv", "--name", "kowal", "--json", "--keep", "Connections.csv"]);
    let events = json_events(&stdout);
    assert_eq!(events[0]["event"], "spared");
    assert_eq!(events[0]["keep_line"], 7);
    assert_eq!(events[1]["spared"], 1);
}

#[test]
fn faults_of_all_files_are_told_at_once() {
    let home = home();
    home.write("rules.toml", "schema = 1\n[[rule]]\nreason = \"dull\"\ncompany = \"Acme\"\n");
    home.write("keep.csv", "https://evil.example/in/anna\n");
    home.write("bad.csv", "First Name,Last Name,Connected On\nAnna,Nowak,02/07/2022\n");
    let (code, _, stderr) = home.run(&["plan", "bad.csv", "--rules", "rules.toml", "--keep", "keep.csv"]);
    assert_eq!(code, 2);
    for part in ["rules.toml:3:10", "keep.csv:1:1", "bad.csv:2:12", "--dates day-first", "3 faults"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    assert_eq!(home.run(&["plan", "bad.csv", "--dates", "day-first"]).0, 0);
}

#[test]
fn the_summary_is_worth_reading() {
    let home = home();
    home.write(
        "rules.toml",
        "schema = 1\n[[rule]]\ntitle = \"old firm\"\nreason = \"irrelevant\"\ncompany = \"acme\"\n[[rule]]\ndo = \"exclude\"\nposition = \"astronaut\"\n",
    );
    let (_, stdout, _) = home.run(&["plan", "Connections.csv", "--rules", "rules.toml"]);
    insta::assert_snapshot!(stdout);
}

#[test]
fn who_is_new_since_a_day_is_listed_and_rules_see_only_them() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["plan", "Connections.csv", "--new-since", "2015-01-01"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("2020-01-02  José Pereira (Engineer, ACME)\n"), "{stdout}");
    assert!(!stdout.contains("Jan Kowal"), "{stdout}");
    let (_, stdout, _) =
        home.run(&["plan", "Connections.csv", "--new-since", "2015-01-01", "--company", "acme", "--json"]);
    let events = json_events(&stdout);
    assert_eq!(events.len(), 2, "{stdout}");
    assert_eq!((&events[0]["name"], &events[1]["chosen"]), (&"José Pereira".into(), &1.into()));
    let (code, _, stderr) = home.run(&["plan", "Connections.csv", "--new-since", "02/07/2022"]);
    assert!(code == 2 && stderr.contains("write it as 2024-03-15"), "{stderr}");
}
