//! The worked example of `docs/selectors.md`, run as it stands: every command of its blocks, against a practice site.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::testkit::home::{Home, flat};
use serde_json::Value;

/// What stands between fences: the kind and the text, in order.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n");
            found.push((kind.to_owned(), inside));
        }
    }
    found
}

/// Everything that the report's page says of its people, as a reader sees it.
fn said_by(report: &Path) -> String {
    fn texts(value: &Value, all: &mut String) {
        match value {
            Value::String(text) => all.push_str(&format!("{text}\n")),
            Value::Array(list) => list.iter().for_each(|one| texts(one, all)),
            Value::Object(map) => map.values().for_each(|one| texts(one, all)),
            _ => {}
        }
    }
    let page = std::fs::read_to_string(report).unwrap();
    let mut all = String::new();
    for part in page.split("<script type=\"application/json\"").skip(1) {
        let (_, data) = part.split_once('>').unwrap();
        texts(&serde_json::from_str(data.split("</script>").next().unwrap()).unwrap(), &mut all);
    }
    all
}

struct Practice(Child);

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The shell, where `unlinked` is the program under test.
fn shell(home: &Home, line: &str) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_unlinked")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(home.path())
        .env("PATH", path)
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        // What is not there is waited for; the default of 15 s is for pages far away.
        .env("UNLINKED_ENGINE_LOCATE_TIMEOUT", "4s");
    command
}

#[test]
fn the_worked_example_of_mending_a_selector_runs_as_it_stands() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/selectors.md")).unwrap();
    // What is pointed at is tried by `learn`, packs by `packs`, and what takes a page that somebody saved by `probe_saved`.
    let (_, text) = text.split_once("## By hand").unwrap();
    let (before, rest) = text.split_once("## Packs from outside").unwrap();
    let text =
        format!("{before}## What a locator says{}", rest.split_once("## What a locator says").unwrap().1);
    let blocks = blocks(&text);
    let home = Home::new();

    // The site stands on a free port in place of the one in the text.
    let (first, rest) = blocks.split_first().unwrap();
    let practice = &first.1;
    assert!(practice.starts_with("unlinked practice"), "{practice}");
    let mut site = Practice(
        shell(&home, &format!("exec {}", practice.replace("8642", "0")))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut said = String::new();
    BufReader::new(site.0.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let port = said.trim().rsplit(':').next().unwrap().to_owned();

    let (mut shown, mut rehearsals, mut ran) = (0, 0, 0);
    let mut said = String::new();
    for (kind, block) in rest {
        // What is shown below commands is what the last of them says, but for the spacing and what `…` stands for.
        if kind == "text" {
            for wanted in block.lines().flat_map(|line| line.split('…')) {
                assert!(flat(&said).contains(&flat(wanted)), "{wanted:?} is not in\n{said}");
            }
            shown += 1;
        }
        for line in block.lines().filter(|_| kind == "sh") {
            let line = line.replace("8642", &port);
            let output = shell(&home, &line).output().unwrap();
            let (out, err) =
                (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            let code = output.status.code().unwrap();
            let told = format!("{line}\nexit code {code}\n{out}\n{err}");
            let mut expected = 0;
            if line.contains("--dry-run") {
                rehearsals += 1;
                let outcome = if rehearsals == 1 { "changed_page" } else { "rehearsed" };
                expected = if rehearsals == 1 { 3 } else { 0 };
                assert!(out.contains(outcome), "{told}");
                assert!(rehearsals > 1 || out.contains("remove_item"), "{told}");
            } else if line.starts_with("diff") {
                // The copy differs by what was broken and mended, and by nothing else.
                expected = 1;
                let lines: Vec<&str> =
                    out.lines().filter(|line| line.starts_with(['-', '+'])).skip(2).collect();
                assert!(
                    lines.iter().all(|line| line.contains("menuitem") || line.contains("any = [")),
                    "{told}"
                );
            }
            assert_eq!(code, expected, "{told}");
            said = if line.starts_with("unlinked report") {
                said_by(&home.path().join(out.trim()))
            } else {
                out
            };
            ran += 1;
        }
    }
    assert_eq!((shown, rehearsals), (2, 2));
    assert!(ran >= 10, "only {ran} commands were found");
}

#[test]
fn a_stale_copy_is_used_with_a_warning_that_says_how_to_compare() {
    let home = Home::new();
    assert_eq!(home.run(&["selectors", "export", "mine"]).0, 0);
    let path = home.path().join("mine/desktop.toml");
    let text =
        std::fs::read_to_string(&path).unwrap().replacen("revision = \"", "revision = \"2020-01-01\" # ", 1);
    std::fs::write(&path, text).unwrap();
    let (code, stdout, stderr) = home.run(&["selectors", "check", "--selectors", "mine"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("desktop  revision 2020-01-01"), "{stdout}");
    let said = flat(&stderr);
    for wanted in [
        "is of 2020-01-01",
        "yours is used",
        "unlinked selectors export DIR",
        "diff -u mine/desktop.toml DIR/desktop.toml",
    ] {
        assert!(said.contains(wanted), "{wanted:?} is not in {stderr}");
    }

    // A run says so too, before it does anything.
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/ada-brandt/,Ada Brandt\n");
    let (code, _, stderr) = home.run(&["run", "roster.csv", "--list-clicks", "--selectors", "mine"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(flat(&stderr).contains("yours is used"), "{stderr}");
}

#[test]
fn mobile_web_is_refused_on_the_real_site_before_anything_is_opened() {
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/ada-brandt/,Ada Brandt\n");
    let (code, _, stderr) = home.run(&["run", "roster.csv", "--surface", "mobile", "--yes"]);
    assert_eq!(code, 2, "{stderr}");
    let said = flat(&stderr);
    assert!(said.contains("rests on guesses") && said.contains("selectors.allow_guessed"), "{stderr}");
    assert!(!home.state().join("ledger.db").exists(), "the account was opened");
}
