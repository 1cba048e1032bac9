//! The keep list as a user meets it: what protected somebody when the run was confirmed protects them at the click, and each line
//! is accounted for.
mod around_the_click;
mod employer;

use crate::testkit::home::{Home, flat};
use unlinked::practice::{Options, Site};
use unlinked::roster::KeepList;

const SITE: &str = "http://127.0.0.1:9";

async fn practice(people: u32) -> Site {
    Site::start(Options { people: people as usize, ..Options::default() }).await.unwrap()
}

fn removed(site: &Site) -> Vec<String> {
    site.state().removals.iter().map(|removal| removal.slug.clone()).collect()
}

/// A home whose roster names the first people of a site.
fn home_with(site: &Site, people: usize) -> (Home, Vec<(String, String)>) {
    let home = Home::new();
    let people: Vec<(String, String)> = site
        .state()
        .people
        .iter()
        .take(people)
        .map(|person| (person.slug.clone(), person.roster_name.clone()))
        .collect();
    let rows: String = people
        .iter()
        .map(|(slug, name)| format!("https://www.linkedin.com/in/{slug}/,\"{name}\"\n"))
        .collect();
    home.write("roster.csv", &format!("url,name\n{rows}"));
    (home, people)
}

fn list(home: &Home, args: &[&str]) -> (i32, String, String) {
    let mut all = vec!["run", "roster.csv", "--site", SITE, "--list-clicks"];
    all.extend(args);
    home.run(&all)
}

// Regression: a list that can be read once was empty at the second reading, and the kept person was removed.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_list_from_a_pipe_keeps_throughout_the_run() {
    let site = practice(12).await;
    let (home, people) = home_with(&site, 2);
    // Only the page tells this one: whom the roster names was spared by the first reading already.
    site.set_faults(vec![format!("renamed=new-address@{}", people[0].0).parse().unwrap()]);
    let program = env!("CARGO_BIN_EXE_unlinked");
    let run = format!("run roster.csv --site {} --no-limits --yes --json", site.url());
    let script = format!("'{program}' {run} --keep <(printf 'new-address\\n')");
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .output()
        .unwrap();
    let said = flat(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(removed(&site), [people[1].0.clone()], "{said}");
    assert!(said.contains("read once"), "{said}");
}

// Regression: a list that was emptied or shortened in the middle of a run kept nobody, without a word.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_loses_a_line_stops_the_run_before_the_click() {
    for now in ["", "iris-bexl"] {
        let site = practice(12).await;
        let (home, people) = home_with(&site, 2);
        let keep = home.write("keep.txt", "new-address  # my cousin\niris-bexley\n");
        site.set_faults(vec![format!("renamed=new-address@{}", people[0].0).parse().unwrap()]);
        let url = site.url().to_owned();
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_unlinked"))
            .args([
                "run",
                "roster.csv",
                "--site",
                &url,
                "--no-limits",
                "--yes",
                "--json",
                "--keep",
                "keep.txt",
            ])
            .current_dir(home.path())
            .env("HOME", home.path())
            .env("XDG_STATE_HOME", home.path().join("state"))
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // The run has read its list once a page was asked for.
        while site.state().page_views == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        std::fs::write(&keep, now).unwrap();
        let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(11), "{now:?}: {told}");
        assert_eq!(removed(&site), Vec::<String>::new());
        let last: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
        assert_eq!(
            (last["stopped_by"].as_str(), last["exit"].as_u64()),
            (Some("protection"), Some(11)),
            "{told}"
        );
        let detail = last["detail"].as_str().or(last["stop_detail"].as_str()).unwrap_or_default();
        assert!(detail.contains("line 1 `new-address`"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_company_line_may_mean_is_kept_until_released() {
    let site = practice(12).await;
    let (home, people) = home_with(&site, 1);
    home.write("keep.txt", "company:Saltmarsh*\n");
    let run = || {
        let url = site.url();
        home.run(&[
            "run",
            "roster.csv",
            "--site",
            url,
            "--no-limits",
            "--yes",
            "--keep",
            "keep.txt",
            "--route",
            "connections",
        ])
    };
    let (code, stdout, stderr) = run();
    assert_eq!(code, 3, "{stdout}\n{stderr}");
    assert!(flat(&stderr).contains("nobody knows the employer of 1 person"), "{stderr}");
    assert_eq!(site.state().page_views, 0, "a page was opened");
    let (_, look, _) = home.run(&["status", "--needs-a-look"]);
    let look = flat(&look);
    assert!(look.contains("company:Saltmarsh*") && look.contains("keep release"), "{look}");

    let slug = people[0].0.as_str();
    let (code, tested, _) = home.run(&["keep", "test", slug, "--keep", "keep.txt"]);
    assert!(code == 0 && tested.contains("cannot be told"), "{tested}");
    assert_eq!(home.run(&["keep", "release", slug]).0, 0);
    assert!(!flat(&home.run(&["status", "--needs-a-look"]).1).contains("Saltmarsh"));
    let (code, stdout, stderr) = run();
    assert_eq!(code, 0, "{stdout}\n{stderr}");
    assert_eq!(removed(&site), [slug.to_owned()]);
}

fn home_with_roster() -> Home {
    let home = Home::new();
    home.write(
        "roster.csv",
        "url,name\nhttps://www.linkedin.com/in/martha-quill,Martha Quill\n\
         https://www.linkedin.com/in/ben-halloway,Ben Halloway\n",
    );
    home
}

#[test]
fn the_accounts_own_list_is_always_in_force() {
    let home = home_with_roster();
    assert_eq!(home.run(&["keep", "list"]).0, 0);
    let (code, stdout, stderr) = home.run(&["keep", "add", "Martha Quill", "company:Kilnhouse*"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(home.run(&["keep", "add", "martha quill"]).1.contains("already"));
    let (_, listed, _) = home.run(&["keep", "list"]);
    assert_eq!(flat(&listed), "1 Martha Quill 2 company:Kilnhouse*");
    home.write("config/unlinked/config.toml", "[keep]\nfile = \"../../keep.txt\"\n");
    home.write("keep.txt", "ben-halloway\n");
    let (_, clicks, _) = list(&home, &[]);
    assert!(clicks.contains("Martha Quill: kept, on the account's own keep list, line 1"), "{clicks}");
    assert!(clicks.contains("Ben Halloway: kept, on the keep list, line 1"), "{clicks}");
    assert!(!clicks.contains("point of no return"), "{clicks}");
    let (_, clicks, _) = list(&home, &["--no-keep"]);
    assert!(clicks.contains("Martha Quill: kept"), "{clicks}");
    // Nobody knows where he works: his page is opened to see it.
    assert!(clicks.contains("Ben Halloway, only if their page names an employer"), "{clicks}");
    let (_, clicks, _) = list(&home, &["--no-keep", "--route", "connections"]);
    assert!(clicks.contains("Ben Halloway: kept, on the account's own keep list, line 2"), "{clicks}");
    assert_eq!(home.run(&["keep", "remove", "company:Kilnhouse*"]).0, 0);
    let (_, clicks, _) = list(&home, &["--no-keep"]);
    assert!(clicks.contains("point of no return"), "{clicks}");
    let (code, tested, _) = home.run(&["keep", "test", "Quill, Martha"]);
    assert!(code == 0 && tested.contains("line 1, fits by the name"), "{tested}");
    assert_eq!(home.run(&["keep", "remove", "Martha Quill"]).0, 0);
    assert_eq!(home.run(&["keep", "test", "Martha Quill", "--keep", "keep.txt"]).0, 3);
    let (code, _, stderr) = home.run(&["keep", "remove", "Martha Quill"]);
    assert!(code == 2 && stderr.contains("no line"), "{stderr}");
    let (code, _, stderr) = home.run(&["keep", "add", "https://evil.example/in/x", "!!!"]);
    assert!(code == 2 && stderr.contains("evil.example") && stderr.contains("names nobody"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_fits_nobody_is_told_with_the_nearest_name_and_refused_when_strict() {
    let home = home_with_roster();
    home.write("keep.txt", "Ben Hallowai\nmartha-quill\n");
    let site = practice(2).await;
    let run = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--keep", "keep.txt"];
    let (code, _, stderr) = home.run(&run);
    let said = flat(&stderr);
    assert_eq!(code, 2, "nobody was asked: {said}");
    assert!(said.contains("keep.txt: 2 lines, which keep 1 person of this roster"), "{said}");
    assert!(
        said.contains("line 1 of the keep list fits nobody: `Ben Hallowai`; did you mean Ben Halloway?"),
        "{said}"
    );
    let strict: Vec<&str> = run.iter().copied().chain(["--strict-keep", "--yes"]).collect();
    let (code, _, stderr) = home.run(&strict);
    assert!(code == 2 && flat(&stderr).contains("did you mean Ben Halloway?"), "{stderr}");
    assert!(!home.state().join("driver.json").exists(), "a browser was started");
    home.write("keep.txt", "Ben Halloway\nmartha-quill\n");
    let (_, _, stderr) = home.run(&run);
    assert!(!flat(&stderr).contains("fits nobody"), "{stderr}");
}

#[test]
fn status_shows_nobody_who_is_kept_as_left() {
    let home = home_with_roster();
    home.write("keep.txt", "Ben Halloway\n");
    let (code, text, stderr) = home.run(&["status", "roster.csv", "--keep", "keep.txt", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let told: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(told["roster"]["left"].as_u64().or(told["left"].as_u64()), Some(1), "{text}");
}

#[test]
fn a_plan_tells_lines_that_fit_nobody_in_the_export() {
    let home = Home::new();
    home.write(
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Ben,Halloway,https://www.linkedin.com/in/ben-halloway,,Kilnhouse,Potter,1 Jan 2020\n",
    );
    home.write("keep.txt", "Ben Hallowai\nOtto Wobbleton\n");
    let (code, _, stderr) =
        home.run(&["plan", "Connections.csv", "--company", "kilnhouse", "--keep", "keep.txt"]);
    let said = flat(&stderr);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("`Ben Hallowai`; did you mean Ben Halloway?"), "{said}");
    assert!(said.contains("line 2 of the keep list fits nobody: `Otto Wobbleton`"), "{said}");
    let (code, _, _) = home.run(&[
        "plan",
        "Connections.csv",
        "--company",
        "kilnhouse",
        "--keep",
        "keep.txt",
        "--strict-keep",
    ]);
    assert_eq!(code, 2);
}

#[test]
fn a_keep_list_goes_whole_into_the_account_or_not_at_all() {
    let plain =
        "# my people\nMartha Quill\nhttps://www.linkedin.com/in/nell-bexley  # Nell\ncompany:Kilnhouse*\n";
    let table =
        "url,name,company\nhttps://www.linkedin.com/in/oscar-quill,Oscar Quill,\n,Hugh Bexley,Saltmarsh\n";
    for (own, from, fits) in [
        ("", plain, true),
        ("", table, true),
        ("Martha Quill\n", plain, true),
        ("jonas-own", plain, true),
        ("jonas-own\n", table, false),
        (table, "Martha Quill\n", false),
    ] {
        let home = Home::new();
        home.write("from.csv", from);
        let own_path = home.state().join("keep.txt");
        if !own.is_empty() {
            home.write("state/unlinked/keep.txt", own);
        }
        let (code, out, err) = home.run(&["keep", "add", "--from", "from.csv"]);
        let now = KeepList::read(&own_path).unwrap_or_default();
        let keeps = |text: &str| KeepList::parse("text", text).unwrap().missing_from(&now).is_empty();
        assert!(own.is_empty() || keeps(own), "{own:?} was lost");
        assert_eq!((code == 0, keeps(from)), (fits, fits), "{own:?} and {from:?}: {out}{err}");
        if !fits {
            assert_eq!(std::fs::read_to_string(&own_path).unwrap(), own, "it was changed");
            assert!(err.contains("--keep"), "{err}");
            continue;
        }
        let again = home.run(&["keep", "add", "--from", "from.csv"]);
        assert!(again.0 == 0 && again.1.contains("0 new"), "{again:?}");
    }
    let home = Home::new();
    home.write("nobody.csv", "# nobody yet\n");
    assert_eq!(home.run(&["keep", "add", "--from", "nobody.csv"]).0, 2);
    assert_eq!(home.run(&["keep", "add", "--from", "missing.csv"]).0, 2);
}
