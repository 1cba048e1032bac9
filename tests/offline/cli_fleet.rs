//! `unlinked fleet` before a browser is needed: everything wrong at once, and what keeps one account keeps only that one.

use crate::testkit::home::{Home, bare_practice_site, flat};
use serde_json::Value;

const CONFIG: &str = "site = \"http://127.0.0.1:9\"\n[calendar]\ntime_zone = \"Europe/Warsaw\"\n";

fn home(accounts: &str) -> Home {
    let home = Home::new();
    home.write("shared.toml", CONFIG);
    home.write("anna.csv", "url,name\nhttp://127.0.0.1:9/in/ola-krol,Ola Krol\n");
    home.write("ben.csv", "url,name\n");
    home.write("accounts.toml", accounts);
    home
}

#[test]
fn the_faults_of_all_accounts_are_told_at_once_and_a_shared_config_once() {
    let home = home(
        "config = \"shared.toml\"\n\
         [[account]]\nname = \"anna\"\nstate = \"anna\"\nroster = \"anna.csv\"\nset = { \"pace.between_people_min\" = \"fast\" }\n\
         [[account]]\nname = \"ben\"\nstate = \"ben\"\nroster = \"missing.csv\"\n\
         [[account]]\nname = \"cleo\"\nstate = \"cleo\"\nroster = \"anna.csv\"\n",
    );
    home.write("shared.toml", &format!("{CONFIG}[webdriver]\nbrowser = \"opera\"\n"));
    let (exit, stdout, stderr) = home.run(&["fleet", "accounts.toml", "--yes"]);
    assert_eq!((exit, stdout.as_str()), (2, ""));
    let said = flat(&stderr);
    for part in [
        "of account anna",
        "`fast` is not a time",
        "missing.csv",
        "`opera` is not known",
        "Nothing was started",
    ] {
        assert!(said.contains(part), "`{part}` is not in {stderr}");
    }
    assert_eq!(said.matches("`opera`").count(), 1, "{stderr}");
    assert!(!home.path().join("anna").exists(), "nothing was started");
}

#[test]
fn a_fault_of_the_accounts_file_is_shown_in_its_line() {
    let home = home("[[account]]\nname = \"anna\"\nstate = \"anna\"\nroster = \"anna.csv\"\nst = 1\n");
    let (exit, _, stderr) = home.run(&["fleet", "accounts.toml", "--yes"]);
    assert_eq!(exit, 2);
    assert!(stderr.contains("accounts.toml:5:1"), "{stderr}");
    let (exit, _, stderr) = home.run(&["fleet", "nowhere.toml", "--yes"]);
    assert!(exit == 2 && stderr.contains("nowhere.toml"), "{stderr}");
}

#[test]
fn nobody_is_asked_without_a_terminal_and_the_people_of_all_accounts_are_counted() {
    let home = home(
        "config = \"shared.toml\"\n\
         [[account]]\nname = \"anna\"\nstate = \"anna\"\nroster = \"anna.csv\"\n\
         [[account]]\nname = \"cleo\"\nstate = \"cleo\"\nroster = \"anna.csv\"\n",
    );
    // A site that takes connections: where none can be made, nobody is left to ask about.
    let site = bare_practice_site();
    home.write("shared.toml", &CONFIG.replace("http://127.0.0.1:9", &site));
    home.write("anna.csv", &format!("url,name\n{site}/in/ola-krol,Ola Krol\n"));
    let (exit, _, stderr) = home.run(&["fleet", "accounts.toml"]);
    assert!(exit == 2 && flat(&stderr).contains("--confirm 2"), "{stderr}");
    let (exit, _, stderr) = home.run(&["fleet", "accounts.toml", "--confirm", "3"]);
    assert!(exit == 2 && flat(&stderr).contains("2 are left to act on"), "{stderr}");
}

#[test]
fn an_account_that_another_run_holds_is_left_out_and_the_others_go_on() {
    let home = home(
        "config = \"shared.toml\"\n\
         [[account]]\nname = \"anna\"\nstate = \"anna\"\nroster = \"ben.csv\"\n\
         [[account]]\nname = \"ben\"\nstate = \"ben\"\nroster = \"ben.csv\"\n",
    );
    let account = unlinked::account::Account::open(&home.path().join("anna")).unwrap();
    let lock = account.lock("a test", unlinked::domain::UnixMs(0)).unwrap();
    let (exit, stdout, stderr) = home.run(&["fleet", "accounts.toml", "--yes", "--json"]);
    drop(lock);
    assert_eq!(exit, 10, "{stderr}");
    let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let end = |name: &str| lines.iter().find(|line| line["account"] == name).unwrap();
    assert_eq!((&end("anna")["exit"], &end("ben")["exit"]), (&10.into(), &0.into()), "{stdout}");
    assert_eq!(lines.last().unwrap()["event"], "fleet");
    let (exit, stdout, _) = home.run(&["fleet", "accounts.toml", "--status"]);
    assert!(exit == 0 && stdout.contains("ben"), "{stdout}");
}
