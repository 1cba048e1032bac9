//! `.github/workflows/smoke.yml`, read as the runner reads it, and its own shell steps run one after the other against a practice
//! site: skipped without secrets, and with them green, a changed page, a lost session, a challenge. What is not run here is the
//! compiler (its step is held against what the next one needs) and the runner's own actions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use unlinked::practice::{Options, Site};

use super::sign_in;
use crate::testkit::home::Home;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn workflow() -> Value {
    serde_saphyr::from_str(&std::fs::read_to_string(root().join(".github/workflows/smoke.yml")).unwrap())
        .unwrap()
}

/// A machine that runs the job: a checkout, a home, and the files that the runner gives to each step.
struct Runner {
    home: Home,
    secrets: BTreeMap<&'static str, String>,
    /// What the runner's machine itself has in its environment.
    machine: Vec<(&'static str, String)>,
}

/// How a job ended.
struct Job {
    passed: bool,
    /// Exit code of the last step that failed.
    code: i32,
    /// What the steps wrote.
    log: String,
    /// The job's page.
    summary: String,
    /// Names of the steps that ran.
    ran: Vec<String>,
    /// The folder that is kept as an artifact, if that step ran.
    artifact: Option<PathBuf>,
}

impl Runner {
    fn new(site: Option<&Site>, secrets: &[(&'static str, String)]) -> Runner {
        let home = Home::new();
        // The checkout, with the program where the build leaves it.
        let script = home
            .write("checkout/scripts/smoke", &std::fs::read_to_string(root().join("scripts/smoke")).unwrap());
        let mode = std::fs::metadata(root().join("scripts/smoke")).unwrap().permissions();
        std::fs::set_permissions(script, mode).unwrap();
        std::fs::create_dir_all(home.path().join("checkout/target/release")).unwrap();
        let program = home.path().join("checkout/target/release/unlinked");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_unlinked"), program).unwrap();
        // What a user would set for a site of their own; without them the account's limits hold, which is hours of waiting.
        let settings = [
            ("UNLINKED_SITE", site.map(|site| site.url().to_owned()).unwrap_or_default()),
            ("UNLINKED_PACE_BETWEEN_PEOPLE_MIN", "0s".to_owned()),
            ("UNLINKED_PACE_BETWEEN_PEOPLE_MAX", "0s".to_owned()),
            ("UNLINKED_LIMITS_PAGE_VIEWS_PER_DAY", "500,500,500".to_owned()),
            ("UNLINKED_ENGINE_LOCATE_TIMEOUT", "3s".to_owned()),
            // The runner's machines are in UTC.
            ("TZ", "UTC".to_owned()),
        ];
        Runner { home, secrets: secrets.iter().cloned().collect(), machine: settings.into() }
    }

    /// `${{ … }}` in a value of the workflow; only secrets are used in ours.
    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        while let Some((before, rest)) = text.split_once("${{") {
            let (name, after) = rest.split_once("}}").unwrap();
            let name = name.trim().strip_prefix("secrets.").unwrap_or_else(|| panic!("{name} is no secret"));
            text =
                format!("{before}{}{after}", self.secrets.get(name).map(String::as_str).unwrap_or_default());
        }
        text
    }

    /// Runs the job's steps as the runner does: `if` decides, a failure passes over all that do not say `always()`.
    fn run(&self) -> Job {
        let file = |name: &str| self.home.path().join(name);
        let mut outputs: BTreeMap<String, String> = BTreeMap::new();
        let mut job = Job {
            passed: true,
            code: 0,
            log: String::new(),
            summary: String::new(),
            ran: Vec::new(),
            artifact: None,
        };
        for step in workflow()["jobs"]["smoke"]["steps"].as_array().unwrap() {
            let condition = step["if"].as_str().unwrap_or("");
            if !holds(condition, &outputs) || !(job.passed || condition.contains("always()")) {
                continue;
            }
            let name = step["name"].as_str().or(step["uses"].as_str()).unwrap().to_owned();
            job.ran.push(name.clone());
            if let Some(uses) = step["uses"].as_str() {
                match uses.split('@').next().unwrap() {
                    "actions/checkout" => {}
                    "actions/upload-artifact" => {
                        job.artifact = Some(file("checkout").join(step["with"]["path"].as_str().unwrap()));
                    }
                    other => panic!("nobody knows what {other} does"),
                }
                continue;
            }
            let script = step["run"].as_str().unwrap();
            if name == "Build" {
                assert!(script.contains("cargo +stable build --release --locked"), "{script}");
                continue;
            }
            let (told, page) = (file("github_output"), file("github_step_summary"));
            std::fs::write(&told, "").unwrap();
            let mut command = Command::new("bash");
            command.args(["-e", "-c", script]).current_dir(file("checkout"));
            let ours = std::env::vars().map(|(name, _)| name).filter(|name| {
                (name.starts_with("UNLINKED_") && name != "UNLINKED_TEST_MARK") || name.starts_with("SMOKE_")
            });
            ours.for_each(|name| {
                command.env_remove(name);
            });
            command.envs(self.machine.clone()).env("HOME", self.home.path()).env("CI", "true");
            command
                .env("XDG_CONFIG_HOME", file("config"))
                .env("GITHUB_OUTPUT", &told)
                .env("GITHUB_STEP_SUMMARY", &page);
            for (key, value) in step["env"].as_object().into_iter().flatten() {
                command.env(key, self.filled(value.as_str().unwrap()));
            }
            let output = command.output().unwrap();
            job.log += &String::from_utf8(output.stdout).unwrap();
            job.log += &String::from_utf8(output.stderr).unwrap();
            if !output.status.success() {
                (job.passed, job.code) = (false, output.status.code().unwrap());
            }
            let id = step["id"].as_str().unwrap_or("");
            for line in std::fs::read_to_string(&told).unwrap().lines() {
                let (key, value) = line.split_once('=').unwrap();
                outputs.insert(format!("steps.{id}.outputs.{key}"), value.to_owned());
            }
            job.summary = std::fs::read_to_string(&page).unwrap_or_default();
        }
        job
    }
}

/// The conditions that the workflow uses: `always()`, and whether a step gave a value.
fn holds(condition: &str, outputs: &BTreeMap<String, String>) -> bool {
    condition.split("&&").map(str::trim).filter(|term| !term.is_empty() && *term != "always()").all(|term| {
        let (name, value) = term.split_once("==").unwrap_or_else(|| panic!("nobody knows what {term} means"));
        outputs.get(name.trim()).map(String::as_str).unwrap_or_default() == value.trim().trim_matches('\'')
    })
}

#[test]
fn the_workflow_runs_each_night_and_on_demand_with_no_more_rights_than_it_needs() {
    let workflow = workflow();
    let cron = workflow["on"]["schedule"][0]["cron"].as_str().unwrap();
    let fields: Vec<&str> = cron.split(' ').collect();
    assert_eq!(fields.len(), 5, "{cron}");
    assert!(fields[0].parse::<u32>().is_ok_and(|minute| minute < 60), "{cron}: once in its hour");
    assert!(fields[1].parse::<u32>().is_ok_and(|hour| hour < 6), "{cron}: at night");
    assert_eq!(fields[2..], ["*", "*", "*"], "each night");
    assert!(workflow["on"].as_object().unwrap().contains_key("workflow_dispatch"));
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    let steps = workflow["jobs"]["smoke"]["steps"].as_array().unwrap();
    let kept = steps.last().unwrap();
    assert!(kept["uses"].as_str().unwrap().starts_with("actions/upload-artifact@"));
    assert!(kept["with"]["retention-days"].as_u64().is_some_and(|days| days <= 30));
    // No secret is in the environment of a step that runs other people's code.
    for step in steps.iter().filter(|step| step["env"].to_string().contains("secrets.")) {
        assert!(step["uses"].is_null() && !step["run"].as_str().unwrap().contains("cargo"), "{step}");
    }
}

#[test]
fn without_secrets_the_workflow_says_that_it_was_skipped_and_ends_well() {
    for secrets in [&[][..], &[("SMOKE_COOKIES", "x".to_owned())]] {
        let job = Runner::new(None, secrets).run();
        assert!(job.passed, "{}", job.log);
        assert!(job.log.contains("::notice title=Smoke test skipped::"), "{}", job.log);
        assert!(job.summary.contains("## Smoke test skipped"), "{}", job.summary);
        assert!(!job.ran.iter().any(|name| name == "Build" || name == "Smoke test"), "{:?}", job.ran);
        assert!(job.artifact.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_steps_of_the_workflow_come_to_four_different_ends() {
    // A session of its own: its cookie is looked for on the disk, where other tests have theirs.
    let options = Options { people: 8, seed: 4077, require_sign_in: true, ..Options::default() };
    let site = Site::start(options).await.unwrap();
    let cookie = sign_in(&site);
    let secrets = [
        ("SMOKE_COOKIES", format!("127.0.0.1\tFALSE\t/\tFALSE\t0\tli_at\t{cookie}")),
        ("SMOKE_ROSTER", site.roster_csv(1)),
    ];
    let mut seen = Vec::new();
    for (fault, end, title, head) in [
        (None, 0, "Smoke test passed", "## Smoke test passed"),
        (Some("menu_missing_item"), 3, "::error title=Smoke test failed::", "## Smoke test failed"),
        (Some("signed_out"), 5, "::error title=Signed out::", "## Smoke test stopped: signed"),
        (Some("challenge"), 6, "::error title=A human must look::", "## Smoke test stopped: challenge"),
    ] {
        site.set_faults(fault.into_iter().map(|fault| fault.parse().unwrap()).collect());
        let runner = Runner::new(Some(&site), &secrets);
        let job = runner.run();
        assert_eq!((job.code, job.passed), (end, end == 0), "{fault:?}: {}", job.log);
        assert!(
            job.log.contains(title) && job.summary.contains(head),
            "{fault:?}: {}\n{}",
            job.log,
            job.summary
        );
        assert_eq!(job.log.contains("::error"), end != 0, "{fault:?}: {}", job.log);

        // The artifact is kept, however it ended: what CI reads, what people read, the trace; and no name and no secret in it.
        let artifact = job.artifact.unwrap_or_else(|| panic!("{fault:?}: no artifact: {:?}", job.ran));
        for file in ["junit.xml", "summary.md", "desktop-profile.html", "desktop-profile.json"] {
            assert!(artifact.join(file).exists(), "{fault:?}: {file} is not in the artifact");
        }
        let person = site.state().people[0].clone();
        for file in std::fs::read_dir(&artifact).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(!text.contains(&cookie) && !text.contains(&person.slug) && !text.contains(&person.name));
        }
        // The job's log and page may be read by all.
        let owner = site.owner();
        for secret in [&cookie, &person.slug, &person.name, &owner.slug, &owner.name] {
            assert!(
                !job.log.contains(secret.as_str()) && !job.summary.contains(secret.as_str()),
                "{}",
                job.log
            );
        }
        // The files with the secrets went with the script.
        let left = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten().filter(|entry| {
            std::fs::read_to_string(entry.path().join("cookies.txt")).is_ok_and(|text| text.contains(&cookie))
        });
        assert_eq!(left.count(), 0, "{fault:?}: the cookies are still on the disk");
        if fault.is_none() {
            // Every surface by every route.
            for suite in ["desktop", "mobile"] {
                for route in ["profile", "search", "connections"] {
                    assert!(
                        job.summary.contains(&format!("| {suite} | {route} | passed |")),
                        "{}",
                        job.summary
                    );
                }
            }
        }
        seen.push(job.code);
    }
    assert_eq!(seen, [0, 3, 5, 6]);
    let state = site.state();
    assert!(state.removals.is_empty() && state.other_actions.is_empty());
}
