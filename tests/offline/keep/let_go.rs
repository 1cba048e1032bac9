//! Who was kept in an earlier run and is kept by nothing today: named before anything starts, and passed by nothing but their number
//! or `keep release`.

use super::home_with_roster;
use crate::testkit::home::{Home, bare_practice_site, flat, in_a_terminal};

/// A home in which two people were kept by the first run.
fn after_a_run(site: &str) -> Home {
    let home = home_with_roster();
    home.write("keep.txt", "Martha Quill\nben-halloway\n");
    let (code, stdout, stderr) =
        home.run(&["run", "roster.csv", "--site", site, "--no-limits", "--yes", "--keep", "keep.txt"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    home
}

#[test]
fn a_list_that_was_left_out_emptied_or_cut_is_found_out_by_the_people() {
    let site = bare_practice_site();
    for (keep, gone) in [
        (None, vec!["Martha Quill", "Ben Halloway"]),
        (Some("# nobody any more\n"), vec!["Martha Quill", "Ben Halloway"]),
        (Some("Martha Quill\n"), vec!["Ben Halloway"]),
    ] {
        let home = after_a_run(&site);
        let mut run = vec!["run", "roster.csv", "--site", &site, "--no-limits"];
        if let Some(keep) = keep {
            home.write("keep.txt", keep);
            run.extend(["--keep", "keep.txt"]);
        }
        let number = gone.len().to_string();
        for consent in [vec!["--yes"], vec!["--confirm", &number], vec![]] {
            let run: Vec<&str> = run.iter().chain(&consent).copied().collect();
            let (code, _, stderr) = home.run(&run);
            let said = flat(&stderr);
            assert_eq!(code, 2, "{run:?}: {said}");
            for who in ["Martha Quill", "Ben Halloway"] {
                let named = said.contains(&format!("{who} ("));
                assert_eq!(named, gone.contains(&who), "{run:?}, {who}: {said}");
            }
            assert!(said.contains("was kept in run 1, and nothing keeps them today"), "{said}");
            assert!(said.contains("keep release") && said.contains("Nothing was started"), "{said}");
        }
        // A rehearsal clicks on nobody: it tells them, and goes on.
        assert!(!home.state().join("driver.json").exists(), "a browser was started");
    }
}

#[test]
fn only_their_number_passes_in_a_terminal_and_yes_does_not() {
    let site = bare_practice_site();
    for (consent, typed, passes) in [
        ("", "yes\n", false),
        ("", "1\n", false),
        ("", "2 people\n", false),
        ("--yes", "yes\n", false),
        ("--yes", "\n", false),
        ("", "2\nno\n", true),
    ] {
        let home = after_a_run(&site);
        let run = format!("run roster.csv --site {site} --no-limits {consent}");
        let (code, screen) = in_a_terminal(&home, &run, typed);
        let screen = flat(&screen);
        assert_eq!(code, 2, "{typed:?}: {screen}");
        assert!(screen.contains("Martha Quill (martha-quill) was kept in run 1"), "{screen}");
        assert!(screen.contains("Type their number to go on without that protection"), "{screen}");
        assert_eq!(screen.contains("Remove 2 people? Type"), passes, "{typed:?}: {screen}");
        assert!(!home.state().join("driver.json").exists(), "a browser was started");
    }
}

#[test]
fn release_settles_it_beforehand_and_what_keeps_again_counts_again() {
    let site = bare_practice_site();
    let home = after_a_run(&site);
    let asks = |home: &Home| {
        let (code, _, stderr) = home.run(&["run", "roster.csv", "--site", &site, "--no-limits"]);
        assert_eq!(code, 2, "nobody can be asked: {stderr}");
        let said = flat(&stderr);
        ["Martha Quill (", "Ben Halloway ("].map(|who| said.contains(who))
    };
    assert_eq!(asks(&home), [true, true]);
    assert_eq!(home.run(&["keep", "release", "martha-quill"]).0, 0);
    assert_eq!(asks(&home), [false, true]);
    assert_eq!(home.run(&["keep", "release", "ben-halloway"]).0, 0);
    assert_eq!(asks(&home), [false, false], "the usual question is all that is left");
    // A line is in force whatever was released, and whom it keeps is missed again.
    let again =
        home.run(&["run", "roster.csv", "--site", &site, "--no-limits", "--yes", "--keep", "keep.txt"]);
    assert_eq!(again.0, 0, "{}", again.2);
    assert_eq!(asks(&home), [true, true]);
}

#[test]
fn a_fleet_asks_nobody_and_starts_nothing() {
    let site = bare_practice_site();
    let home = after_a_run(&site);
    let state = home.state();
    home.write(
        "accounts.toml",
        &format!("[[account]]\nname = \"anna\"\nstate = \"{}\"\nroster = \"roster.csv\"\nset = {{ site = \"{site}\" }}\n", state.display()),
    );
    let (code, _, stderr) = home.run(&["fleet", "accounts.toml", "--no-limits", "--yes"]);
    let said = flat(&stderr);
    assert!(code == 2 && said.contains("Martha Quill (martha-quill) was kept in run 1"), "{code}: {said}");
}
