//! Cases in which a kept person was removed from a practice site without a word. Each is run as its user ran it; where everybody is
//! kept there is nobody to act on, and no browser is needed to see it.

use crate::testkit::home::{Home, bare_practice_site, flat};

/// Address and name of somebody in the roster, and what a list says of them.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str)] = &[
    ("keahi-okekere-7cff0123", "Keahi Okekere", "keahi-okekere-7cff0123, ben-harrowgate\n"),
    ("ben-harrowgate", "Ben Harrowgate", "keahi-okekere-7cff0123, ben-harrowgate\n"),
    ("keahi-okekere-7cff0123", "Keahi Okekere", "1. Keahi Okekere\n2. Ben Harrowgate\n"),
    ("ben-harrowgate", "Ben Harrowgate", "1. Keahi Okekere\n2. Ben Harrowgate\n"),
    ("grant-larkspur", "Grant Larkspur", "\"grant-larkspur\"\n"),
    ("nell-bexley", "Nell Bexley", "Nell Bexley - my cousin\n"),
    ("nell-bexley", "Nell Bexley", "Nell Bexley: a note\n"),
    ("hugh-bexley", "Hugh Bexley", "Iris Bexley; Hugh Bexley\n"),
    ("hugh-bexley", "Hugh Bexley", "[\"iris-bexley\", \"hugh-bexley\"]\n"),
    ("ben-harrowgate", "Ben Harrowgate", "https://www.linkedin.com/in/ben-harrowgate.\n"),
    ("n%C3%BAria-gon%C3%A7alves-lima-7a96301f", "Núria Gonçalves Lima", "Nuria Goncalves Lima\n"),
    ("zimo-lin-437d1a6d", "林子墨", "子墨 林\n"),
    ("kenta-sato", "佐藤 健太", "佐藤健太\n"),
    ("ana-sa", "Ana Sá", "Ana Sa\n"),
    ("keahi-okekere-7cff0123", "Keahi Okekere", "url,name\nhttps://www.linkedin.com/in/keahi-old-address,Keahi Okekere\n"),
];

fn home_of(slug: &str, name: &str) -> Home {
    let home = Home::new();
    home.write("roster.csv", &format!("url,name\nhttps://www.linkedin.com/in/{slug},{name}\n"));
    home
}

fn run(home: &Home, site: &str, keep: &str, input: &str) -> (i32, String) {
    let args = ["run", "roster.csv", "--site", site, "--no-limits", "--yes", "--keep", keep];
    let output = home.unlinked(&args).write_stdin(input).output().unwrap();
    let said = flat(&format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ));
    (output.status.code().unwrap(), said)
}

#[test]
fn who_was_removed_though_a_list_named_them_is_kept() {
    let site = bare_practice_site();
    for (slug, name, list) in CASES {
        let home = home_of(slug, name);
        home.write("keep.txt", list);
        let (code, said) = run(&home, &site, "keep.txt", "");
        assert!(code == 0 && said.contains("Run 1: 0 people to act on"), "{list:?}, {name}: {code}: {said}");
        assert!(said.contains("which keep 1 person of this roster"), "{list:?}: {said}");
        assert!(!home.state().join("driver.json").exists(), "a browser was started");
    }
}

/// A list that can be read only once was empty at the second reading.
#[cfg(unix)]
#[test]
fn a_list_from_the_standard_input_is_read_once_and_says_so() {
    let site = bare_practice_site();
    for keep in ["/dev/stdin", "-"] {
        let home = home_of("ben-harrowgate", "Ben Harrowgate");
        let (code, said) = run(&home, &site, keep, "ben-harrowgate\n");
        assert!(code == 0 && said.contains("Run 1: 0 people to act on"), "{keep}: {code}: {said}");
        assert!(said.contains("read once"), "{keep}: {said}");
    }
}

/// A line about a company kept nobody where the roster has none.
#[test]
fn a_company_that_nobody_knows_keeps() {
    let site = bare_practice_site();
    let home = home_of("ben-harrowgate", "Ben Harrowgate");
    home.write("config/unlinked/config.toml", "route = \"connections\"\n");
    home.write("keep.csv", "company:Saltmarsh*\n");
    let (code, said) = run(&home, &site, "keep.csv", "");
    assert!(code == 3 && said.contains("nobody knows the employer of 1 person"), "{code}: {said}");
    assert!(said.contains("Run 1: 0 people to act on"), "{said}");
}

/// Files of the user's were written over.
#[test]
fn a_demo_in_a_folder_of_the_users_touches_nothing() {
    let home = Home::new();
    for name in ["roster.csv", "keep.csv"] {
        home.write(&format!("mine/{name}"), "mine\n");
    }
    let (code, _, stderr) = home.run(&["demo", "--state", "mine"]);
    assert!(code == 2 && flat(&stderr).contains("nothing was touched"), "{code}: {stderr}");
    for name in ["roster.csv", "keep.csv"] {
        assert_eq!(std::fs::read_to_string(home.path().join("mine").join(name)).unwrap(), "mine\n");
    }
    assert!(!home.path().join("mine/account").exists());
}
