//! What holds a run up or ends it from outside, as the user meets it: budgets, hours and cool-downs, a halt, a full disk, a
//! ledger that is taken away. With a real browser on a practice site, whose own account is asked.

#![cfg(unix)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::testkit::processes::{browsers_of, list};
use crate::testkit::stand::{Done, PEOPLE, Stand};
use nix::sys::signal::Signal;
use serde_json::Value;

const DAY_MS: i64 = 24 * 3_600_000;

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn assert_stopped(done: &Done, code: i32, by: &str, stand: &Stand) {
    assert_eq!(done.status.code(), Some(code), "{done:?}\n{}", stand.said());
    assert_eq!((&done.summary["stopped_by"], &done.summary["exit"]), (&by.into(), &code.into()), "{done:?}");
}

fn status(stand: &Stand) -> Value {
    let (code, told, said) = stand.command(&["status", "--json", "--config", "limits.toml"]);
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&told).unwrap()
}

/// A config for practice with limits: all day and every day but for the holidays, no spacing, so many removals a day.
fn limits(stand: &Stand, removals: u32, holidays: &[String]) {
    let config = format!(
        "[limits]\nremovals_per_day = [{removals}, {removals}, {removals}]\n\
         [pace]\nbetween_people_min = \"0s\"\nbetween_people_max = \"0s\"\n\
         [calendar]\ntime_zone = \"Europe/Warsaw\"\nhours = \"00:00-24:00\"\nholidays = {holidays:?}\n\
         days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n"
    );
    std::fs::write(stand.home.path().join("limits.toml"), config).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_and_budgets_are_waited_for_without_a_browser_or_end_the_run_with_4() {
    let stand = Stand::new().await;
    let zone = jiff::tz::TimeZone::get("Europe/Warsaw").unwrap();
    let today = zone.to_datetime(jiff::Timestamp::now()).date();
    let holidays = [today, today.tomorrow().unwrap()].map(|day| day.to_string());
    limits(&stand, 1, &holidays);
    let with = |more: &[&str]| stand.start_with(&[&["--config", "limits.toml"], more].concat());

    let done = with(&["--no-wait"]).wait().await;
    assert_stopped(&done, 4, "hours", &stand);
    assert_eq!(stand.site.state().page_views, 0, "no page on a holiday");

    // `--now` leaves the calendar aside; the second person is one too many for today.
    let mut waiting = with(&["--now"]);
    let deadline = Instant::now() + Duration::from_secs(90);
    // Long lines are broken at the width.
    let said = || stand.said().split_whitespace().collect::<Vec<_>>().join(" ");
    while !said().contains("waiting until") || !said().contains("a budget is used up") {
        assert!(Instant::now() < deadline, "{}", stand.said());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(stand.removals(), 1);
    let left = browsers_of(&stand.mark());
    assert!(left.is_empty(), "held open over a wait of a day: {}", list(&left));
    let told = status(&stand);
    let gauge = &told["budgets"][0];
    assert_eq!((&gauge["meter"], &gauge["window"]), (&"removals".into(), &"24h".into()), "{told}");
    assert_eq!((&gauge["used"], &gauge["max"]), (&1.into(), &1.into()), "{told}");
    let frees_in = gauge["frees_at"].as_i64().unwrap() - now_ms();
    assert!((DAY_MS - 120_000..=DAY_MS).contains(&frees_in), "{frees_in}");
    assert_eq!(told["last_run"]["at_work"], true, "{told}");
    assert_eq!(told["outcomes"], serde_json::json!({"removed": 1, "pending": 2}), "{told}");
    // Without `--now` the holidays count: the day after tomorrow in Warsaw.
    let next_in = told["next_allowed_ms"].as_i64().unwrap() - now_ms();
    assert!((DAY_MS..3 * DAY_MS).contains(&next_in), "{told}");
    assert!(told["roster"]["expected_end_ms"].as_i64().unwrap() > now_ms() + 2 * DAY_MS - 60_000, "{told}");

    let views = stand.site.state().page_views;
    let asked = Instant::now();
    waiting.send(Signal::SIGINT);
    let done = waiting.wait().await;
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert_stopped(&done, 130, "interrupted", &stand);

    let done = with(&["--now", "--no-wait"]).wait().await;
    assert_stopped(&done, 4, "budget", &stand);
    assert_eq!((stand.site.state().page_views, stand.removals()), (views, 1), "a full budget opens no page");
    let counted = stand.count("SELECT total FROM page_view ORDER BY total DESC LIMIT 1");
    assert_eq!(counted, i64::try_from(views).unwrap(), "the ledger's count is the site's");
    stand.assert_nothing_runs();
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttling_sign_and_a_challenge_hold_later_runs_up_and_nothing_but_the_user_lifts_the_halt() {
    let stand = Stand::new().await;
    limits(&stand, 1000, &[]);
    stand.fault("status=429");
    let done = stand.start().wait().await;
    assert_stopped(&done, 7, "cooldown", &stand);
    let told = status(&stand);
    assert_eq!(told["hindrances"][0]["what"], "cooldown", "{told}");
    let rest = told["hindrances"][0]["until_ms"].as_i64().unwrap() - now_ms();
    assert!((7_000_000..=7_200_000).contains(&rest), "two hours: {rest}");
    assert_eq!(
        (&told["next_allowed_ms"], &told["next_why"]),
        (&told["hindrances"][0]["until_ms"], &"cool-down".into())
    );
    stand.site.clear_faults();
    let views = stand.site.state().page_views;
    for limits in [&["--no-limits", "--no-wait"][..], &["--config", "limits.toml", "--now", "--no-wait"]] {
        let done = stand.start_with(limits).wait().await;
        assert_stopped(&done, 7, "cooldown", &stand);
    }
    let (code, _, said) = stand.command(&["resume", "--yes"]);
    assert!(code == 0 && said.contains("It ends by itself"), "{code} {said}");
    assert_eq!(stand.site.state().page_views, views, "no page in a cool-down");
    let over = "UPDATE control SET cooldown_until = 0";
    rusqlite::Connection::open(stand.home.path().join("account/ledger.db"))
        .unwrap()
        .execute(over, [])
        .unwrap();

    stand.fault("challenge");
    let done = stand.start().wait().await;
    assert_stopped(&done, 6, "challenge", &stand);
    stand.site.clear_faults();
    let views = stand.site.state().page_views;
    let done = stand.start().wait().await;
    assert_stopped(&done, 6, "challenge", &stand);
    let (code, _, said) = stand.command(&["selectors", "probe", "--site", stand.site.url(), "/in/me/"]);
    assert!(code == 6 && said.contains("unlinked resume"), "{code} {said}");
    assert_eq!(stand.site.state().page_views, views, "no page while a human must look");
    let (code, _, said) = stand.command(&["resume"]);
    assert!(code == 2 && said.contains("nothing was changed"), "{code} {said}");
    let (code, _, said) = stand.command(&["resume", "--yes"]);
    assert!(code == 0 && said.contains("begin anew"), "{code} {said}");
    stand.finish().await;
}

/// The built-in desktop file with a `top_card` that finds nothing.
fn without_a_top_card() -> String {
    let text = include_str!("../../selectors/desktop.toml");
    let (before, rest) = text.split_once("[locator.top_card]\nany = [\n").unwrap();
    let (_, after) = rest.split_once("\n]\n").unwrap();
    let broken = r#"{ css = "main .of-another-time", evidence = "used 2026, a copy that has grown old" }"#;
    format!("{before}[locator.top_card]\nany = [{broken}]\n{after}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selector_file_that_does_not_fit_one_s_own_profile_is_no_fault_of_the_browser() {
    let stand = Stand::new().await;
    let file = stand.home.path().join("mine/desktop.toml");
    std::fs::create_dir(file.parent().unwrap()).unwrap();
    std::fs::write(&file, without_a_top_card()).unwrap();
    std::fs::write(stand.home.path().join("quick.toml"), "[engine]\nlocate_timeout = \"2s\"\n").unwrap();
    let quick = ["--no-limits", "--selectors", "mine", "--config", "quick.toml"];

    let done = stand.start_with(&quick).wait().await;
    assert_stopped(&done, 8, "changed_page", &stand);
    let detail = done.summary["detail"].as_str().unwrap();
    let wanted = [
        "`top_card`",
        "mine/desktop.toml",
        "nobody was acted on",
        "selectors probe /in/me/",
        "selectors check",
    ];
    assert!(wanted.iter().all(|word| detail.contains(word)), "{detail}");
    assert!(done.people.is_empty() && done.summary["left"] == PEOPLE, "{done:?}");
    let state = stand.site.state();
    assert!(state.page_views == 1 && state.removals.is_empty(), "{:?}", state.page_views_by_kind);
    let (code, told, said) = stand.command(&["report", "--format", "markdown"]);
    assert!(code == 0 && told.contains("does not fit the selector files"), "{code} {told} {said}");

    // Who is signed in is still asked of a file that fits, and nothing of the stop is left.
    std::fs::write(&file, include_str!("../../selectors/desktop.toml")).unwrap();
    let done = stand.start_with(&quick).wait().await;
    assert_eq!(done.status.code(), Some(0), "{done:?}\n{}", stand.said());
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_is_deleted_under_a_run_ends_it_before_anything_is_clicked() {
    let stand = Stand::new().await;
    stand.fault("slow_load=2500");
    let mut tool = stand.start();
    stand.until_opened().await;
    let account = stand.home.path().join("account");
    std::fs::remove_file(account.join("ledger.db")).unwrap();
    let done = tool.wait().await;
    assert_stopped(&done, 10, "state", &stand);
    assert!(done.summary["detail"].as_str().unwrap().contains("ledger.db.saved"), "{done:?}");
    assert_eq!(stand.removals(), 0);
    stand.assert_nothing_runs();

    // Without it a new one would begin, and forget all; the run's own folder tells.
    for left in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(account.join(left));
    }
    let done = stand.start().wait().await;
    assert_stopped(&done, 10, "state", &stand);
    assert!(done.summary["detail"].as_str().unwrap().contains("is not what the last run left"), "{done:?}");
    for left in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(account.join(left));
    }
    std::fs::rename(account.join("ledger.db.saved"), account.join("ledger.db")).unwrap();
    stand.finish().await;
}

/// A file system of its own with little space, where the machine lets us make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path) -> Option<SmallDisk> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| SmallDisk(at.to_owned()))
    }

    fn fill(&self) {
        let mut file = std::fs::File::create(self.0.join("filler")).unwrap();
        for size in [65_536, 4096, 1] {
            while file.write_all(&vec![b' '; size]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_before_an_intent_ends_the_run_and_nothing_is_clicked() {
    let stand = Stand::new().await;
    let Some(disk) = SmallDisk::mount(&stand.home.path().join("disk")) else {
        eprintln!(
            "not tried: no file system can be mounted here; the ledger's own tests fill a file instead"
        );
        return;
    };
    std::fs::create_dir_all(stand.home.path().join("account")).unwrap();
    let ledger = stand.home.path().join("account/ledger.db");
    std::os::unix::fs::symlink(disk.0.join("ledger.db"), &ledger).unwrap();
    drop(unlinked::ledger::Ledger::open(&disk.0.join("ledger.db"), unlinked::domain::UnixMs(0)).unwrap());

    stand.fault("slow_load=2500");
    let mut tool = stand.start();
    stand.until_opened().await;
    disk.fill();
    let done = tool.wait().await;
    assert_stopped(&done, 10, "state", &stand);
    assert!(done.summary["detail"].as_str().unwrap().contains("no space is left"), "{done:?}");
    assert_eq!((stand.removals(), stand.count("SELECT count(*) FROM attempt")), (0, 0));
    stand.assert_nothing_runs();

    let done = stand.start().wait().await;
    assert_stopped(&done, 10, "state", &stand);
    disk.free();
    stand.finish().await;
    drop(disk);
}
