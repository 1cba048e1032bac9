//! The files for timers, held against the program: what they start can be typed, and the exit codes in them mean what the
//! files say of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use unlinked::cli::{command_tree, exit};
use unlinked::domain::StoppedBy;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("dist").join(path)).unwrap()
}

/// A command line that starts with the path of the program.
fn assert_can_be_typed(words: &[String]) {
    assert!(words[0].ends_with("/unlinked"), "{words:?}");
    let words = std::iter::once("unlinked").chain(words[1..].iter().map(String::as_str));
    let matches = command_tree().try_get_matches_from(words).unwrap_or_else(|error| panic!("{error}"));
    let (name, run) = matches.subcommand().unwrap();
    assert_eq!(name, "run");
    assert!(
        run.get_flag("yes") && run.get_flag("no_wait"),
        "a timer asks nobody, and does not wait for days"
    );
    assert!(run.contains_id("keep"), "there is a keep list");
}

/// The values of a key of a unit file.
fn values(unit: &str, key: &str) -> Vec<String> {
    unit.lines().filter_map(|line| line.strip_prefix(&format!("{key}="))).map(str::to_owned).collect()
}

fn codes(unit: &str, key: &str) -> BTreeSet<u8> {
    values(unit, key).join(" ").split_whitespace().map(|code| code.parse().unwrap()).collect()
}

#[test]
fn the_service_starts_the_program_and_restarts_it_only_where_that_can_help() {
    let unit = read("systemd/unlinked.service");
    let start: Vec<String> = values(&unit, "ExecStart")[0].split_whitespace().map(str::to_owned).collect();
    assert_can_be_typed(&start);
    let (fine, again) = (codes(&unit, "SuccessExitStatus"), codes(&unit, "RestartForceExitStatus"));
    assert!(fine.is_disjoint(&again));
    assert_eq!(values(&unit, "Restart"), ["no"], "but for the codes that are named");
    let all: BTreeSet<u8> = exit::MEANINGS.iter().map(|(code, _)| *code).collect();
    assert_eq!(again, BTreeSet::from([exit::OUTAGE]), "only an outage is worth another try");
    assert!(fine.union(&again).all(|code| all.contains(code)), "an exit code that the program does not have");
    for cause in [
        StoppedBy::Challenge,
        StoppedBy::Restriction,
        StoppedBy::SignedOut,
        StoppedBy::Owner,
        StoppedBy::Breaker,
    ] {
        assert!(!again.contains(&exit::of_stop(cause)), "{cause} waits for a person");
    }
    // A signal to all processes at once would end the driver in the middle of a removal.
    assert_eq!(values(&unit, "KillMode"), ["mixed"]);
    assert_eq!(values(&unit, "NoNewPrivileges"), ["yes"]);
}

#[test]
fn the_cron_line_and_the_launchd_file_start_the_same() {
    let cron = read("cron/unlinked.cron");
    let line = cron.lines().find(|line| line.contains("/unlinked\" run")).unwrap();
    let fields: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(&fields[..5], ["20", "9,12,15", "*", "*", "1-5"]);
    assert!(!line.contains('%'), "cron takes a percent sign for the end of the line");
    let command: Vec<String> =
        fields[5..].iter().take_while(|word| **word != ">>").map(|word| word.replace('"', "")).collect();
    assert_can_be_typed(&command);

    let plist = read("launchd/unlinked.plist");
    let (_, arguments) = plist.split_once("<key>ProgramArguments</key>").unwrap();
    let (arguments, _) = arguments.split_once("</array>").unwrap();
    let arguments: Vec<String> = arguments
        .split("<string>")
        .skip(1)
        .map(|rest| rest.split("</string>").next().unwrap().to_owned())
        .collect();
    assert_can_be_typed(&arguments);
    for tag in ["dict", "array", "plist", "string", "key"] {
        let opened = plist.matches(&format!("<{tag}>")).count() + plist.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, plist.matches(&format!("</{tag}>")).count(), "<{tag}>");
    }
}

#[test]
fn systemd_takes_both_units() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no systemd-analyze here, so nobody checked the units");
        return;
    }
    // The program that the unit starts must be there, or the check complains.
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join(".cargo/bin/unlinked");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_unlinked"), &program).unwrap();
    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/systemd");
    let output = Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no"])
        .args([units.join("unlinked.service"), units.join("unlinked.timer")])
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("Unknown"), "{said}");
    for times in values(&read("systemd/unlinked.timer"), "OnCalendar") {
        let output = Command::new("systemd-analyze").args(["calendar", &times]).output().unwrap();
        assert!(output.status.success(), "{times}");
    }
}
