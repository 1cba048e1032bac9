//! The HTML report in a real browser.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use unlinked::report::{PictureRules, Scope, html};

use super::sample::{ITEM, MORE, many, twelve};
use crate::testkit::eyes::browser::Browser;
use crate::testkit::pages::HandMade;

const PATIENCE: Duration = Duration::from_secs(10);

/// A browser that shows one report.
pub struct Shown {
    pub site: HandMade,
    pub browser: Browser,
}

impl Shown {
    pub async fn open(report: &str) -> Shown {
        let shown = Shown { site: HandMade::start().await, browser: Browser::start().await };
        shown.turn_to(report).await;
        shown
    }

    /// Another report in the same browser.
    pub async fn turn_to(&self, report: &str) {
        self.site.page("/report.html", report);
        self.browser.goto(self.site.url.join("report.html").unwrap().as_str()).await;
    }

    pub async fn ask(&self, script: &str) -> Value {
        self.browser.script(script, Vec::new()).await
    }

    /// Types into the search field, and waits until the count says `shown`.
    pub async fn search(&self, text: &str, shown: &str) {
        let script = "const [text, shown] = arguments; search.value = text; search.dispatchEvent(new Event('input')); \
            return new Promise((done) => { const look = () => document.getElementById('shown').textContent === shown ? done(true) \
            : setTimeout(look, 20); look(); setTimeout(() => done(document.getElementById('shown').textContent), 3000); });";
        let said = self.browser.script(script, vec![json!(text), json!(shown)]).await;
        assert_eq!(said, true, "after a search for {text}");
    }

    /// What the browser wrote to its console since: whether a request for `/leak` was refused, and the rest.
    async fn console(&self) -> (bool, Vec<Value>) {
        let log = self.browser.console().await;
        let (leak, others): (Vec<_>, Vec<_>) =
            log.into_iter().partition(|entry| entry["message"].as_str().unwrap().contains("/leak"));
        (!leak.is_empty(), others)
    }

    pub async fn close(self) {
        self.browser.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_filters_searches_shows_pictures_and_marks_and_asks_for_nothing_outside() {
    let run = twelve();
    let made = html(&run.report(Scope::Newest), PictureRules::default());
    assert_eq!((made.pictures, made.left_out), (19, 0));
    let page = Shown::open(&made.text).await;

    let visible = "return [...rows.rows].filter((row) => row.classList.contains('on')).length";
    assert_eq!(page.ask(visible).await, 13);
    page.search("eilidh", "1 of 13 fit").await;
    assert_eq!(page.ask(visible).await, 1);
    page.search("fjordstrom zoe", "1 of 13 fit").await;
    page.search("nobody at all", "0 of 13 fit").await;
    assert_eq!(page.ask("return none.hidden").await, false);
    page.search("", "13 in all").await;
    let chosen = "outcome.value = 'changed_page'; outcome.dispatchEvent(new Event('change')); return shown.textContent";
    assert_eq!(page.ask(chosen).await, "2 of 13 fit");
    let looked = "outcome.value = ''; look.click(); return shown.textContent";
    assert_eq!(page.ask(looked).await, "6 of 13 fit");
    let tile = "document.querySelector('#tiles [data-o=removed]').click(); return [shown.textContent, outcome.value, look.checked]";
    assert_eq!(page.ask(tile).await, json!(["4 of 13 fit", "removed", false]));

    // A person's pictures, with the marks where the clicks were.
    let opened = "document.querySelector('#p1 button').click(); \
        return Promise.all([...document.querySelectorAll('#m1 img')].map((img) => img.decode())).then(() => \
        [...document.querySelectorAll('#m1 .shot')].map((shot) => { const img = shot.querySelector('img'); \
        const box = img.getBoundingClientRect(); return { natural: img.naturalWidth, alt: img.alt, \
        marks: [...shot.querySelectorAll('g')].map((g) => { const dot = g.querySelector('circle').getBoundingClientRect(); \
        const area = g.querySelector('.area'); return { kind: g.getAttribute('class'), number: g.textContent, \
        x: (dot.x + dot.width / 2 - box.x) / box.width * 1280, y: (dot.y + dot.height / 2 - box.y) / box.height * 800, \
        left: area && Number(area.getAttribute('x')) }; }) }; }));";
    let pictures = page.ask(opened).await;
    let pictures = pictures.as_array().unwrap();
    assert_eq!(pictures.len(), 3, "{pictures:?}");
    assert!(pictures.iter().all(|picture| picture["natural"] == 640), "{pictures:?}");
    let before = &pictures[0]["marks"];
    let near = |mark: &Value, x: f64, y: f64| {
        let off = (mark["x"].as_f64().unwrap() - x).abs().max((mark["y"].as_f64().unwrap() - y).abs());
        assert!(off < 4.0, "{mark} is not at {x}, {y}");
    };
    assert_eq!((&before[0]["number"], &before[1]["number"]), (&"1".into(), &"2".into()));
    near(&before[0], MORE.x + MORE.width / 2.0, MORE.y + MORE.height / 2.0);
    near(&before[1], ITEM.x + ITEM.width / 2.0, ITEM.y + ITEM.height / 2.0);
    assert_eq!(before[1]["left"], ITEM.x - 3.0);
    assert_eq!((&pictures[1]["marks"][0]["number"], &pictures[2]["marks"]), (&"3".into(), &json!([])));
    assert!(
        pictures[0]["alt"].as_str().unwrap().contains("click 2: remove_item at 540, 472"),
        "{pictures:?}"
    );

    // What it takes to mend a selector.
    let mend = page
        .ask("location.hash = '#p5'; return new Promise((done) => setTimeout(() => done(m5.innerText), 200))")
        .await;
    let mend = mend.as_str().unwrap();
    for part in [
        "{ css = \"[data-test-icon^='remove-connection']\", closest = \"[role=button]\" }",
        "{ role = \"menuitem\", text = \"@remove_connection\" }",
        "not_found: 1 in the page, 1 visible, 0 with the right text",
        "svg[data-test-icon=\"disconnect-medium\"]",
        "inside of menu.",
        "[locator.remove_item]",
    ] {
        assert!(mend.contains(part), "{part} is not in {mend}");
    }
    assert_eq!(
        page.ask("return shown.textContent").await,
        "13 in all",
        "a link clears a filter that hides its person"
    );
    assert_eq!(page.ask("return document.activeElement.closest('tr')?.id").await, "p5");

    // Nothing of a page is markup here, and nothing goes out.
    assert_eq!(page.ask("return document.querySelectorAll('img[src=x]').length").await, 0);
    let fetched = page.ask("return fetch('/leak').then(() => 'sent', () => 'refused')").await;
    assert_eq!(fetched, "refused");
    // The refused request must be in the log, or the log proves nothing; the browser may write it down a moment later.
    let started = Instant::now();
    loop {
        let (leak, others) = page.console().await;
        assert_eq!(others, Vec::<Value>::new());
        if leak {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "the refused request is not in the log");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let loaded = page.ask("return performance.getEntriesByType('resource').map((entry) => entry.name)").await;
    let loaded: Vec<_> =
        loaded.as_array().unwrap().iter().filter(|name| !name.as_str().unwrap().contains("leak")).collect();
    assert!(loaded.is_empty(), "{loaded:?}");
    assert_eq!(page.site.asked(), ["/report.html"]);

    // The same from disk, without any server.
    let file = run.folder.path().join("report.html");
    std::fs::write(&file, &made.text).unwrap();
    page.browser.goto(&format!("file://{}", file.display())).await;
    page.search("eilidh", "1 of 13 fit").await;
    let opened = "document.querySelector('#p5 button').click(); return document.querySelector('#m5 img').decode().then(() => \
        document.querySelectorAll('#m5 svg g').length)";
    assert_eq!(page.ask(opened).await, 1, "the place of the click is not marked");
    assert_eq!(page.console().await.1, Vec::<Value>::new());
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_people_are_searched_a_few_hundred_rows_at_a_time() {
    let run = many(5_000);
    let begun = Instant::now();
    let made = html(&run.report(Scope::Newest), PictureRules { most_bytes: 5_000_000 });
    let took = begun.elapsed();
    assert!(made.text.len() < 16_000_000, "{} bytes", made.text.len());
    let page = Shown::open(&made.text).await;
    let timed = "const start = performance.now(); search.value = 'ebba 4242'; search.dispatchEvent(new Event('input')); \
        return new Promise((done) => { const look = () => shown.textContent.startsWith('0 of') || shown.textContent.startsWith('1 of') \
        ? done([shown.textContent, performance.now() - start]) : requestAnimationFrame(look); look(); });";
    let first = page.ask(timed).await;
    let ready = page
        .ask("return performance.timing.domContentLoadedEventEnd - performance.timing.responseStart")
        .await;
    println!("made in {took:?}, {} bytes, ready after {ready} ms, searched in {first}", made.text.len());
    assert_eq!(first[0], "1 of 5,000 fit");
    page.search("", "5,000 in all").await;
    // A filter, the people who need a look, a tile, and back: each drawn before the next. What makes a delay is rows that change, and they are
    // counted: a busy machine does not change how many there are.
    let filtered = "const seen = new MutationObserver(() => {}); seen.observe(rows, { subtree: true, childList: true, attributes: true }); \
        const times = [], changed = [], drawn = []; \
        const step = (change) => { const start = performance.now(); change(); rows.offsetHeight; \
        times.push(Math.round(performance.now() - start)); changed.push(seen.takeRecords().length); \
        drawn.push(document.querySelectorAll('#rows > .on').length); return shown.textContent; }; \
        const said = [step(() => { outcome.value = 'not_connected'; outcome.dispatchEvent(new Event('change')); }), \
        step(() => { outcome.value = ''; look.click(); }), step(() => document.querySelector('#tiles [data-o=removed]').click()), \
        step(() => document.querySelector('#tiles [data-o=removed]').click())]; return [said, drawn, changed, times]";
    let filtered = page.ask(filtered).await;
    println!("rows changed {}, in {} ms", filtered[2], filtered[3]);
    let said = json!(["200 of 5,000 fit", "100 of 5,000 fit", "4,700 of 5,000 fit", "5,000 in all"]);
    assert_eq!(filtered[0], said);
    assert_eq!(filtered[1], json!([200, 100, 300, 300]));
    // Those of before go and those of now come: an attribute each, and one more where a row was open.
    assert!(filtered[2].as_array().unwrap().iter().all(|rows| rows.as_u64().unwrap() <= 1_200), "{filtered}");
    let more = page
        .ask("more.click(); return [document.querySelectorAll('#rows > .on').length, more.textContent]")
        .await;
    assert_eq!(more, json!([600, "Show 300 more of 4,400"]));
    assert!(page.browser.console().await.is_empty());
    page.close().await;
}

#[test]
fn what_it_is_about_can_be_read_without_script() {
    let run = twelve();
    let text = html(&run.report(Scope::Newest), PictureRules::default()).text;
    let (page, _) = text.split_once("<script type").unwrap();
    for part in [
        "Stopped early: the site asks for a security check",
        "Gina Fallow",
        "unlinked retry gina-fallow-60d0b8aa",
        "<svg",
        "noscript",
    ] {
        assert!(page.contains(part), "{part} is not there");
    }
    assert!(!text.contains("<img src=x") && !text.contains("http-equiv=\"refresh\""));
    assert_eq!(text.matches("</script>").count(), 15, "one for each person, and two scripts");
}

#[test]
fn pictures_beyond_the_size_are_left_out_those_of_problems_last() {
    let run = twelve();
    let report = run.report(Scope::Newest);
    let made = html(&report, PictureRules { most_bytes: 150_000 });
    assert!(made.pictures > 0 && made.left_out > 0, "{} and {}", made.pictures, made.left_out);
    let without = html(&report, PictureRules { most_bytes: 0 });
    assert_eq!((without.pictures, without.left_out), (0, 19));
    assert!(without.text.contains("left out to keep this file small"));
}
