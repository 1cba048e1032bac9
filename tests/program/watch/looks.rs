//! Whether the page can be read and used by everybody, over a run of three weeks; and what it says and does.

use unlinked::domain::StopSign;
use unlinked::ledger::Request;

use super::fed::{Fed, HOSTILE, now};
use super::{Browser, Serving, open};
use crate::testkit::eyes::looks::faults;

async fn click(browser: &Browser, id: &str) {
    browser.read(&format!("document.getElementById('{id}').click()")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_watching_a_run_of_three_weeks() {
    let fed = Fed::new();
    let serving = Serving::start(&fed.home, &[]);
    let browser = Browser::start().await;
    open(&browser, &serving.address).await;
    let mut wrong = Vec::new();
    for scheme in ["light", "dark"] {
        for (width, height, phone) in [(1280, 800, false), (390, 844, true)] {
            browser.colours(scheme).await;
            browser.size(width, height, phone).await;
            wrong.extend(faults(&browser, &format!("watch-{width}-{scheme}")).await);
            click(&browser, "stop").await;
            wrong.extend(faults(&browser, &format!("watch-sure-{width}-{scheme}")).await);
            click(&browser, "sure-not").await;
        }
    }
    // What people are called is text, whatever it holds.
    assert!(
        browser.text("document.title").await.starts_with("at work"),
        "{}",
        browser.text("document.title").await
    );
    let shown =
        browser.text("document.getElementById('looks').textContent + document.body.textContent").await;
    assert!(!shown.contains('\u{202e}'), "a mark that turns the direction is on the page");
    assert!(HOSTILE.contains("<img"));
    assert_eq!(browser.read("document.querySelectorAll('img:not(.pictures img)').length").await, 0);
    // Three pictures of the newest people, which load.
    browser
        .until("[...document.querySelectorAll('.pictures img')].filter((one) => one.naturalWidth === 640).length === 3")
        .await;
    assert!(
        browser
            .text("document.getElementById('doing').textContent")
            .await
            .contains("looking for the menu item")
    );
    // A halt is told, and nothing on the page lifts it.
    fed.ledger.set_halt(Some(fed.run), StopSign::Challenge, "a security check", now()).unwrap();
    browser.until("document.getElementById('hindrances').textContent.includes('Halted since')").await;
    for (width, height, phone) in [(1280, 800, false), (390, 844, true)] {
        browser.size(width, height, phone).await;
        wrong.extend(faults(&browser, &format!("watch-halted-{width}")).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    browser.end().await;
}

/// By keys alone: what is asked of the run stands in the ledger, and what the run heard stands on the page.
#[tokio::test(flavor = "multi_thread")]
async fn by_keys_alone_a_run_is_paused_continued_and_stopped_and_people_are_settled() {
    let fed = Fed::new();
    let mut serving = Serving::start(&fed.home, &[]);
    let browser = Browser::start().await;
    open(&browser, &serving.address).await;
    let asked = || fed.ledger.requested(fed.run).unwrap().map(|asked| asked.what);
    let state = |state: &str| format!("document.body.dataset.state === '{state}'");
    let heard = |what| fed.ledger.note_heard(fed.run, what, now()).unwrap();

    browser.tab_to("pause").await;
    browser.press(&["Enter"]).await;
    browser.until(&state("asked to pause")).await;
    assert_eq!(asked(), Some(Request::Pause));
    heard(Request::Pause);
    browser.until(&state("paused")).await;

    // The page is killed and opened again: the run is as it was.
    serving.child.kill().unwrap();
    browser.until("!document.getElementById('trouble').hidden").await;
    serving = Serving::start(&fed.home, &[]);
    open(&browser, &serving.address).await;
    browser.until(&state("paused")).await;

    // Somebody is tried again, somebody is left alone, somebody is kept.
    let before = fed.ledger.needs_a_look().unwrap().len();
    for (wish, settled) in [("retry", 1), ("skip", 2)] {
        let first = "document.querySelector('.looks button[data-for$=\" WISH\"]')".replace("WISH", wish);
        browser.read(&format!("{first}.focus()")).await;
        browser.press(&["Enter"]).await;
        browser.until("document.getElementById('said').textContent !== ''").await;
        let left = fed.ledger.needs_a_look().unwrap().len();
        assert_eq!(
            left,
            before - settled,
            "{wish}: {}",
            browser.text("document.getElementById('said').textContent").await
        );
        browser.until(&format!("document.getElementById('looks-count').textContent === '{left}'")).await;
        browser.read("document.getElementById('said').textContent = ''").await;
    }
    browser.read("document.querySelector('.looks button[data-for$=\" keep\"]').focus()").await;
    browser.press(&["Enter"]).await;
    browser.until(&format!("document.getElementById('looks-count').textContent === '{}'", before - 3)).await;
    let kept = std::fs::read_to_string(fed.home.state().join("keep.txt")).unwrap();
    assert_eq!(kept.lines().count(), 1, "{kept}");

    browser.tab_to("continue").await;
    browser.press(&["Enter"]).await;
    browser.until(&state("at work")).await;
    assert_eq!(asked(), Some(Request::Continue));

    browser.tab_to("stop").await;
    browser.press(&["Enter", "Escape"]).await;
    assert_eq!(asked(), Some(Request::Continue), "Escape asks for nothing");
    browser.tab_to("stop").await;
    browser.press(&["Enter", "Shift+Tab", "Enter"]).await;
    browser.until(&state("asked to stop")).await;
    assert_eq!(asked(), Some(Request::Stop));
    heard(Request::Stop);
    browser.until(&state("stopping")).await;
    let open = browser
        .read("[...document.querySelectorAll('.top button')].filter((one) => !one.disabled).length")
        .await;
    assert_eq!(open, 0, "a stop is not taken back");

    // The run has ended: what a page asks that does not know it yet is refused.
    fed.ledger.end_run(fed.run, None, 0, now()).unwrap();
    browser.until(&state("in use")).await;
    browser.end().await;
}

/// Many accounts on one page: each has its own run, and a wish goes to the one that is shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_fleet_is_watched_on_one_page_and_a_wish_goes_to_the_account_that_is_shown() {
    let fed = Fed::new();
    let mut accounts = String::new();
    for (name, state) in [("anna", "state/unlinked"), ("bram", "state/bram"), ("yara", "state/yara")] {
        accounts.push_str(&format!(
            "[[account]]\nname = \"{name}\"\nstate = \"{state}\"\nroster = \"roster.csv\"\n"
        ));
    }
    fed.home.write("accounts.toml", &accounts);
    // One that cannot be read is told in its place.
    fed.home.write("state/yara/ledger.db", "this is no ledger");
    let serving = Serving::start(&fed.home, &["--fleet", "accounts.toml"]);
    let browser = Browser::start().await;
    open(&browser, &serving.address).await;
    let mut wrong = Vec::new();
    for (width, height, phone) in [(1280, 800, false), (390, 844, true)] {
        browser.size(width, height, phone).await;
        wrong.extend(faults(&browser, &format!("watch-fleet-{width}")).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    let states = "[...document.querySelectorAll('#accounts .state')].map((one) => one.textContent).join()";
    assert_eq!(browser.text(states).await, "at work,no run yet,cannot be read");
    for (nth, ready) in [(1, "no run yet"), (2, "cannot be read"), (0, "at work")] {
        browser.tab_to(&format!("account-{nth}")).await;
        browser.press(&["Enter"]).await;
        browser.until(&format!("document.body.dataset.state === '{ready}'")).await;
    }
    click(&browser, "pause").await;
    browser.until("document.body.dataset.state === 'asked to pause'").await;
    assert_eq!(fed.ledger.requested(fed.run).unwrap().unwrap().what, Request::Pause);
    browser.end().await;
}
