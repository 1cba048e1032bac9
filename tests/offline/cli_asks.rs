//! The question before a run, put in a real terminal.

use crate::testkit::home::{Home, bare_practice_site, flat, in_a_terminal};

#[test]
fn anything_but_a_yes_starts_nothing() {
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill,Martha Quill\n");
    for answer in ["no\n", "\n", "maybe\n"] {
        let run = format!("run roster.csv --site {} --no-limits", bare_practice_site());
        let (code, screen) = in_a_terminal(&home, &run, answer);
        let screen = flat(&screen);
        assert_eq!(code, 2, "{answer:?}: {screen}");
        assert!(screen.contains("Remove 1 person? Type \"yes\" to start:"), "{screen}");
        assert!(screen.contains("cannot be undone"), "{screen}");
        assert!(screen.contains("Nothing was started."), "{screen}");
    }
    assert!(!home.state().join("driver.json").exists(), "a browser was started");
}

#[test]
fn resume_says_what_happened_and_lifts_a_halt_only_for_a_yes() {
    use unlinked::domain::{StopSign, UnixMs};
    use unlinked::ledger::Ledger;
    let home = Home::new();
    std::fs::create_dir_all(home.state()).unwrap();
    let now = UnixMs(1_795_428_000_000);
    let ledger = Ledger::open(&home.state().join("ledger.db"), now).unwrap();
    ledger.set_halt(None, StopSign::Challenge, "text: a security check came up", now).unwrap();
    for answer in ["no\n", "\n"] {
        let (code, screen) = in_a_terminal(&home, "resume", answer);
        let screen = flat(&screen);
        assert_eq!(code, 2, "{screen}");
        assert!(screen.contains("a security check came up") && screen.contains("Did you look"), "{screen}");
        assert!(ledger.halt().unwrap().is_some(), "{answer:?} lifted it");
    }
    let (code, screen) = in_a_terminal(&home, "resume", "yes\n");
    assert_eq!(code, 0, "{screen}");
    assert!(flat(&screen).contains("The limits begin anew"), "{screen}");
    assert!(ledger.halt().unwrap().is_none());
}
