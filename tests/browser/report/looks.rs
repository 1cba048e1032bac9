//! Whether the report can be read and used by everybody: at a desk and on a phone, in light and dark, by eye, by ear, by keyboard.

use serde_json::json;
use unlinked::report::{PictureRules, Scope, html, redact};

use super::page::Shown;
use super::sample::{Sample, many, twelve};
use crate::testkit::eyes::keyboard::tab_faults;
use crate::testkit::eyes::looks::faults;
use crate::testkit::eyes::pictures;

/// Desk and phone, in light and dark.
const WAYS: [(u32, u32, bool, &str); 4] = [
    (1280, 800, false, "light"),
    (1280, 800, false, "dark"),
    (390, 844, true, "light"),
    (390, 844, true, "dark"),
];

fn made(run: &Sample, redacted: bool) -> String {
    let report = run.report(Scope::Newest);
    let report = if redacted { redact(report) } else { report };
    html(&report, PictureRules { most_bytes: 2_000_000 }).text
}

/// Opens people's rows and everything that can be unfolded, and waits until the pictures are drawn.
async fn unfold(page: &Shown, people: &[u32]) {
    let script = "for (const nth of arguments[0]) document.querySelector(`#p${nth} button[aria-expanded=false]`)?.click(); \
        for (const details of document.querySelectorAll('details')) details.open = true; \
        return Promise.all([...document.images].map((img) => img.decode())).then((all) => all.length)";
    page.browser.script(script, vec![json!(people)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_reading_and_using_the_report() {
    let (run, long) = (twelve(), many(300));
    let (plain, redacted, many) = (made(&run, false), made(&run, true), made(&long, false));
    let page = Shown::open(&plain).await;
    let browser = &page.browser;
    let mut wrong = Vec::new();
    for (width, height, phone, scheme) in WAYS {
        let place = |state: &str| format!("report-{state}-{width}-{scheme}");
        browser.size(width, height, phone).await;
        browser.colours(scheme).await;
        page.turn_to(&plain).await;
        wrong.extend(faults(browser, &place("closed")).await);
        // Somebody removed, one at whom a locator failed, one in doubt, the one at whom the run was stopped.
        unfold(&page, &[1, 5, 7, 13]).await;
        wrong.extend(faults(browser, &place("open")).await);
        page.ask("document.querySelector('#m1 .shot').click()").await;
        wrong.extend(faults(browser, &place("large")).await);
        page.search("nobody at all", "0 of 13 fit").await;
        wrong.extend(faults(browser, &place("nobody")).await);
        page.turn_to(&redacted).await;
        unfold(&page, &[1, 5]).await;
        wrong.extend(faults(browser, &place("redacted")).await);
        page.turn_to(&many).await;
        unfold(&page, &[50]).await;
        wrong.extend(faults(browser, &place("many")).await);
    }
    // By keyboard, with everything open that brings something to use.
    for (width, height, phone, scheme) in [WAYS[0], WAYS[3]] {
        browser.size(width, height, phone).await;
        browser.colours(scheme).await;
        page.turn_to(&plain).await;
        unfold(&page, &[1, 5]).await;
        wrong.extend(tab_faults(browser, &format!("keyboard-{width}")).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));

    // And by keys alone: past the tiles to the people, a row opened, its picture made large, and closed again.
    page.turn_to(&plain).await;
    let focus = "document.activeElement.textContent.trim() || document.activeElement.className";
    browser.press(&["Tab"]).await;
    assert_eq!(browser.text(focus).await, "Skip to the people");
    browser.press(&["Enter"]).await;
    browser.tab_to("search").await;
    browser.type_text("eilidh").await;
    browser.until("document.getElementById('shown').textContent === '1 of 13 fit'").await;
    for _ in 0..3 {
        browser.press(&["Tab"]).await;
    }
    assert_eq!(browser.text(focus).await, "Eilidh Lindqvist");
    browser.press(&["Enter", "Tab"]).await;
    assert!(browser.text("document.activeElement.className").await.contains("shot"));
    browser.press(&["Enter"]).await;
    assert_eq!(browser.read("document.querySelector('#m5 .strip').classList.contains('big')").await, true);
    browser.press(&["Shift+Tab", "Enter"]).await;
    assert_eq!(browser.read("document.getElementById('m5')").await, serde_json::Value::Null);
    page.close().await;
}

/// A page with one fault of each kind.
const BAD: &str = r##"<!doctype html><html><head><style>
  body { margin: 0; background: #fff } .pale { color: #999 } .veil { background: rgba(0, 0, 0, .6); color: #333 }
  .mute:focus { outline: none } ::placeholder { color: #ccc }
</style></head><body>
<main><h1 id="twice">A page</h1><h3 id="twice">Too deep</h3>
<p class="pale">pale text</p><p class="veil">veiled text</p>
<svg width="90" height="30" role="img"><text x="5" y="20" fill="#ccc">drawn</text></svg>
<img src="data:," width="20" height="20"><button></button><input type="text"><input type="text" placeholder="say it">
<button style="width: 12px; height: 12px; padding: 0" aria-label="tiny">.</button>
<div tabindex="0">no role</div><a href="#x" class="mute">silent link</a>
<button tabindex="5" aria-label="first">first</button><label for="nothing">label</label>
<div style="width: 3000px">wide</div></main>
<p>lost text</p><button style="position: absolute; left: -900px" aria-label="far away">far</button>
</body></html>"##;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_page_is_found() {
    let page = Shown::open(BAD).await;
    let mut found = Vec::new();
    for (width, height, phone) in [(1280, 800, false), (390, 844, true)] {
        page.browser.size(width, height, phone).await;
        found.push(faults(&page.browser, "bad").await.join("\n"));
    }
    for part in [
        "a button without a name",
        "a textbox without a name",
        "a image without a name",
        "no label: INPUT",
        "something without a role takes the focus",
        "contrast 2.85: P pale",
        "P veil",
        "text  \"drawn\"",
        "INPUT  \"say it\"",
        "outside of every landmark: \"lost text\"",
        "small 12x12",
        "heading H3 after level 1",
        "no alt",
        "id twice is there more than once",
        "for leads to no nothing",
        "wider than the window: 3",
        "no language",
        "no title",
    ] {
        for (found, where_) in found.iter().zip(["at a desk", "on a phone"]) {
            assert!(found.contains(part), "{part} was not found {where_}:\n{found}");
        }
    }
    page.browser.size(1280, 800, false).await;
    page.turn_to(BAD).await;
    let found = tab_faults(&page.browser, "bad").await.join("\n");
    for part in ["a silent link has no outline", "button far is out of view", "comes after button first"] {
        assert!(found.contains(part), "{part} was not found:\n{found}");
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_the_report_in_the_readme_is_true() {
    let page = Shown::open(&made(&twelve(), false)).await;
    page.browser.size(1120, 670, false).await;
    page.browser.colours("light").await;
    page.turn_to(&made(&twelve(), false)).await;
    unfold(&page, &[1]).await;
    pictures::held("report.png", &page.browser.window().await);
    page.close().await;
}
