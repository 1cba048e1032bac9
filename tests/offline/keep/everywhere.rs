//! One roster, one keep list with several ways of keeping, and every command that tells beforehand or afterwards whom a run acts on:
//! all of them say the same of everybody.

use std::collections::BTreeSet;

use crate::testkit::home::{Home, bare_practice_site, flat};
use serde_json::Value;
use unlinked::domain::{PersonKey, Slug, UnixMs};
use unlinked::ledger::Ledger;

/// Somebody: slug, first and last name, company, and whether they are kept.
type Somebody = (&'static str, &'static str, &'static str, &'static str, bool);

#[rustfmt::skip]
const PEOPLE: &[Somebody] = &[
    ("martha-quill", "Martha", "Quill", "Mudworks", true),        // by the slug
    ("nuria-lima", "Núria", "Gonçalves Lima", "Mudworks", true),  // by the name without its accents
    ("ben-halloway", "Ben", "Halloway", "Mudworks", true),        // by a numbered name with a note
    ("iris-new", "Iris", "Bexley", "Mudworks", true),             // by the name beside an address of before
    ("hugh-new", "Hugh", "Bexley", "Mudworks", true),             // by an address of before that the ledger knows
    ("noor-larkspur", "Noor", "Larkspur", "Saltmarsh Energy", true), // by the company
    ("amara-fjord", "Amara", "Fjord", "", true),                  // by the company, since nobody knows it
    ("zoe-strom", "Zoë", "Ström", "Mudworks", true),              // by a pattern of the name
    ("otto-kilnhouse", "Otto", "Kiln", "Mudworks", true),         // by a pattern of the slug
    ("jonas-own", "Jonas", "Ownby", "Mudworks", true),            // by the account's own list
    ("casimir-oldfield", "Casimir", "Oldfield", "Mudworks", false),
    ("edda-vornholt", "Edda", "Vornholt", "Mudworks", false),
];

const KEEP: &str = "martha-quill\nNuria Goncalves Lima\n3. Ben Halloway - my cousin\n\
    https://www.linkedin.com/in/iris-old, Iris Bexley\nhugh-old\ncompany:Saltmarsh*\nname:Zoe *\nslug:*-kilnhouse\n";

fn now() -> UnixMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UnixMs(i64::try_from(since.as_millis()).unwrap())
}

fn roster(of: impl Iterator<Item = &'static Somebody>) -> String {
    let rows = of.map(|(slug, first, last, company, _)| {
        format!("https://www.linkedin.com/in/{slug},{first} {last},{company}\n")
    });
    format!("url,name,company\n{}", rows.collect::<String>())
}

/// On this route no page tells the employer, so that whoever's is unknown is kept by every command.
fn home() -> Home {
    let home = Home::new();
    home.write("config/unlinked/config.toml", "route = \"connections\"\n");
    home.write("keep.txt", KEEP);
    home.write("roster.csv", &roster(PEOPLE.iter()));
    home.write("kept.csv", &roster(PEOPLE.iter().filter(|one| one.4)));
    let export: String = PEOPLE
        .iter()
        .map(|(slug, first, last, company, _)| {
            format!("{first},{last},https://www.linkedin.com/in/{slug},,{company},Potter,1 Jan 2020\n")
        })
        .collect();
    let headings = "First Name,Last Name,URL,Email Address,Company,Position,Connected On";
    home.write("Connections.csv", &format!("{headings}\n{export}"));
    assert_eq!(home.run(&["keep", "add", "jonas-own"]).0, 0);
    let ledger = Ledger::open(&home.state().join("ledger.db"), now()).unwrap();
    let old: Slug = "hugh-old".parse().unwrap();
    ledger.note_shown(&PersonKey("hugh-new".to_owned()), (&old, "Hugh Bexley"), &[], &[], now()).unwrap();
    home
}

fn slugs(kept: bool) -> BTreeSet<String> {
    PEOPLE.iter().filter(|one| one.4 == kept).map(|one| one.0.to_owned()).collect()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The slugs of the lines of this kind.
fn of(lines: &[Value], event: &str) -> BTreeSet<String> {
    let own = lines.iter().filter(|line| line["event"] == event);
    own.map(|line| line["slug"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_command_says_the_same_of_everybody() {
    let (home, site) = (home(), bare_practice_site());
    let listed = ["run", "roster.csv", "--site", &site, "--list-clicks", "--keep", "keep.txt"];
    let (code, stdout, stderr) = home.run(&[listed.as_slice(), &["--json"]].concat());
    assert_eq!(code, 0, "{stderr}");
    let told = lines(&stdout);
    assert_eq!((of(&told, "kept"), of(&told, "clicks")), (slugs(true), slugs(false)), "{stdout}");
    let (_, stdout, _) = home.run(&listed);
    assert_eq!(stdout.matches(": kept, on ").count(), slugs(true).len(), "{stdout}");
    assert_eq!(stdout.matches("<- the point of no return").count(), slugs(false).len(), "{stdout}");

    let (_, stdout, stderr) = home.run(&["status", "roster.csv", "--keep", "keep.txt", "--json"]);
    let status = lines(&stdout).remove(0);
    assert_eq!(status["roster"]["left"], slugs(false).len(), "{stdout}{stderr}");

    let (code, stdout, stderr) =
        home.run(&["plan", "Connections.csv", "--position", "potter", "--keep", "keep.txt", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let told = lines(&stdout);
    assert_eq!((of(&told, "spared"), of(&told, "chosen")), (slugs(true), slugs(false)), "{stdout}");

    for (slug, _, _, company, kept) in PEOPLE {
        let mut asked = vec!["keep", "test", slug, "--keep", "keep.txt"];
        if company.is_empty() || *slug == "noor-larkspur" {
            continue; // `keep test` is not told where somebody works.
        }
        if *kept {
            let (code, stdout, stderr) = home.run(&asked);
            // By the name, where the line is about the name.
            let by_name =
                PEOPLE.iter().find(|one| one.0 == *slug).map(|one| format!("{} {}", one.1, one.2)).unwrap();
            asked[2] = &by_name;
            let named = home.run(&asked);
            assert!(code == 0 || named.0 == 0, "{slug}: {stdout}{stderr}{}", named.1);
        }
    }

    // The briefing, where nobody can be asked.
    let run = ["run", "roster.csv", "--site", &site, "--no-limits", "--keep", "keep.txt"];
    let said = flat(&home.run(&run).2);
    assert!(said.contains("10 on the keep list, 2 left to act on"), "{said}");

    // A run about those alone opens no browser, and its report shows nobody as a click to come.
    let (code, stdout, stderr) =
        home.run(&["run", "kept.csv", "--site", &site, "--no-limits", "--yes", "--keep", "keep.txt"]);
    assert_eq!(code, 3, "one of them cannot be told: {stdout}{stderr}");
    let report: Value = serde_json::from_str(&home.run(&["report", "1", "--format", "json"]).1).unwrap();
    let people = report["people"].as_array().unwrap();
    let kept: BTreeSet<String> = people
        .iter()
        .filter(|person| person["outcome"] == "kept")
        .map(|person| person["slug"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((kept, people.len()), (slugs(true), slugs(true).len()), "{report:#}");
    assert_eq!(report["needs_a_look"], 1, "{report:#}");
    let look = flat(&home.run(&["status", "--needs-a-look"]).1);
    assert!(look.contains("amara-fjord") && !look.contains("martha-quill"), "{look}");
}

/// On a route that opens people's own pages, whoever's employer is unknown is opened to see it: no list says that they are kept, nor
/// that they will be clicked on without more.
#[test]
fn who_is_opened_to_see_their_employer_is_listed_with_the_condition() {
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/amara-fjord,Amara Fjord\n");
    home.write("keep.txt", "company:Saltmarsh*\n");
    let listed = ["run", "roster.csv", "--site", "http://127.0.0.1:9", "--list-clicks", "--keep", "keep.txt"];
    let said = flat(&home.run(&listed).1);
    let condition = "only if their page names an employer, and none that `company:Saltmarsh*` keeps";
    assert!(said.contains(&format!("Amara Fjord, {condition}")), "{said}");
    let told = lines(&home.run(&[listed.as_slice(), &["--json"]].concat()).1);
    assert_eq!((told[0]["event"].as_str(), told[0]["only_if"].as_str()), (Some("clicks"), Some(condition)));
    let by_list = [listed.as_slice(), &["--route", "connections", "--json"]].concat();
    assert_eq!(lines(&home.run(&by_list).1)[0]["event"], "kept");
}
