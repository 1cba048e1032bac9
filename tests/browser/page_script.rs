//! The page script in a real browser, on small pages written by hand: what is found, what is refused, and what the guard
//! lets through. The pages of the practice site are tried in tests of their own.

use std::time::Duration;

use crate::testkit::pages::{HandMade, real_page};
use unlinked::browser::{Answer, Degree, Found, Page, Pin, Reading, Verdict};
use unlinked::domain::{Reason, Surface};

const LIMIT: Duration = Duration::from_secs(3);
const SHORT: Duration = Duration::from_millis(400);

/// A small profile in the shape of ui-evidence 1a; `extra` goes into the body, `after` runs at its end.
fn profile(extra: &str, after: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><title>Ada Brandt | Test</title><body class="ember-application">
        <section class="scaffold-layout-toolbar"><button id="ember1-profile-overflow-action" style="display:none">More</button></section>
        <main><section data-member-id="1">
        <a href="/in/ada-brandt/overlay/about-this-profile/"><h1>Ada Brandt</h1></a>
        <span class="distance-badge"><span class="dist-value" aria-hidden="true">1st</span></span>
        <button id="ember2-profile-overflow-action" aria-expanded="false" onclick="menu.style.display='block'">More</button>
        <div id="menu" style="display:none"><div role="button" id="item" onclick="fetch('/removed')">
        <svg data-test-icon="remove-connection-medium" width="10" height="10"></svg><span>Remove Connection</span></div></div>
        </section></main>{extra}<script>{after}</script></body></html>"#
    )
}

fn pin() -> Pin {
    Pin {
        name: "Ada Brandt".into(),
        path: "/in/ada-brandt/".to_owned(),
        links: Some(vec!["/in/ada-brandt/".to_owned()]),
        row_link: None,
        ..Pin::default()
    }
}

fn target(found: Found) -> unlinked::browser::Target {
    match found {
        Found::Target(target) => target,
        other => panic!("nothing to click: {other:?}"),
    }
}

fn reason(found: Found) -> Reason {
    match found {
        Found::Not(why) => why.reason,
        other => panic!("something was found: {other:?}"),
    }
}

#[tokio::test]
async fn the_page_script_reads_finds_guards_and_refuses() {
    let site = HandMade::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;

    // Reading and finding, with the twin in the sticky header left alone.
    site.page("/in/ada-brandt/", &profile("", ""));
    page.open("/in/ada-brandt/").await.unwrap();
    let sight = page.read(Reading::PersonAndNext("more"), LIMIT).await.unwrap();
    let seen = sight.profile.clone().unwrap();
    assert_eq!(
        (seen.name, seen.degree, seen.links),
        ("Ada Brandt".into(), Some(Degree::First), vec!["/in/ada-brandt/".to_owned()])
    );
    let more = sight.next.expect("the overflow button is found along with the reading");
    assert_eq!(page.click(&more).await, Answer::Done(()));
    let item = target(page.find("remove_item", &pin(), true, LIMIT).await.unwrap());
    assert_eq!(page.click(&item).await, Answer::Done(()));
    let after = page.after_click(&item, &pin(), false, SHORT).await.unwrap();
    assert_eq!(after.verdict, Verdict::Passed);
    assert_eq!(site.asked().iter().filter(|path| *path == "/removed").count(), 1);

    // The page becomes somebody else's between finding and clicking: nothing in the page gets the click. An element that was
    // replaced gets none either; one that only moved is still the one.
    for (what, change, verdict) in [
        ("the name", "document.querySelector('h1').textContent = 'Otto Wirth'", Verdict::Swallowed),
        ("the address", "history.pushState(null, '', '/in/otto-wirth/')", Verdict::Swallowed),
        (
            "the card's link",
            "document.querySelector('main a').href = '/in/otto-wirth/overlay/about-this-profile/'",
            Verdict::Swallowed,
        ),
        (
            "the element",
            "document.querySelector('#item').outerHTML = document.querySelector('#item').outerHTML",
            Verdict::Armed,
        ),
        (
            "what lies over it",
            "document.body.insertAdjacentHTML('beforeend', '<div style=\"position:fixed;inset:0\"></div>')",
            Verdict::Swallowed,
        ),
        ("the item's place", "document.querySelector('#menu').style.marginTop = '300px'", Verdict::Passed),
    ] {
        let removals = |site: &HandMade| site.asked().iter().filter(|path| *path == "/removed").count();
        let before = removals(&site);
        page.open("/in/ada-brandt/").await.unwrap();
        let more = page.read(Reading::PersonAndNext("more"), LIMIT).await.unwrap().next.unwrap();
        assert_eq!(page.click(&more).await, Answer::Done(()));
        let item = target(page.find("remove_item", &pin(), true, LIMIT).await.unwrap());
        assert!(page.session().script(change, Vec::new(), LIMIT).await.is_done());
        let clicked = page.click(&item).await;
        assert_eq!(clicked.is_done(), verdict != Verdict::Armed, "{what} changed: {clicked:?}");
        let after = page.after_click(&item, &pin(), false, SHORT).await.unwrap();
        assert_eq!(after.verdict, verdict, "{what} changed");
        assert_eq!(removals(&site) - before, usize::from(verdict == Verdict::Passed), "{what} changed");
    }

    // Something lies over the item: nothing is offered for a click.
    site.page(
        "/in/ada-brandt/",
        &profile(
            r#"<div style="position:fixed;inset:0;z-index:9"></div>"#,
            "document.querySelector('#menu').style.display = 'block'",
        ),
    );
    page.open("/in/ada-brandt/").await.unwrap();
    assert_eq!(reason(page.find("remove_item", &pin(), true, SHORT).await.unwrap()), Reason::Covered);

    // Two items: never the first.
    site.page(
        "/in/ada-brandt/",
        &profile("", "menu.style.display = 'block'; menu.insertAdjacentHTML('beforeend', menu.innerHTML)"),
    );
    page.open("/in/ada-brandt/").await.unwrap();
    assert_eq!(reason(page.find("remove_item", &pin(), true, SHORT).await.unwrap()), Reason::NotUnique);

    // An item that has the icon and another item's text is not the item.
    site.page(
        "/in/ada-brandt/",
        &profile(
            "",
            "menu.style.display = 'block'; document.querySelector('#item span').textContent = 'Unfollow'",
        ),
    );
    page.open("/in/ada-brandt/").await.unwrap();
    assert_eq!(reason(page.find("remove_item", &pin(), true, SHORT).await.unwrap()), Reason::NotFound);

    // A disabled one, a moving one.
    site.page(
        "/in/ada-brandt/",
        &profile("", "menu.style.display = 'block'; item.setAttribute('aria-disabled', 'true')"),
    );
    page.open("/in/ada-brandt/").await.unwrap();
    assert_eq!(reason(page.find("remove_item", &pin(), true, SHORT).await.unwrap()), Reason::NotEnabled);
    site.page("/in/ada-brandt/", &profile("<style>@keyframes m { to { transform: translateX(400px) } } #menu { animation: m 1s infinite linear }</style>", "menu.style.display = 'block'"));
    page.open("/in/ada-brandt/").await.unwrap();
    assert_eq!(reason(page.find("remove_item", &pin(), true, SHORT).await.unwrap()), Reason::NotStable);

    // Both degrees visible: the page is read, and not trusted.
    site.page("/in/ada-brandt/", &profile("", "document.querySelector('.distance-badge').insertAdjacentHTML('beforeend', '<span class=\"dist-value\">2nd</span>')"));
    page.open("/in/ada-brandt/").await.unwrap();
    let sight = page.read(Reading::Person, SHORT).await.unwrap();
    assert_eq!(sight.profile.unwrap().degree, Some(Degree::Both));

    let ended = page.into_session().end().await;
    assert!(ended.gone.is_all(), "{ended:?}");
}

/// Regression: requests were read from the page's own account of them, which the page can clear, and in which one that is under way does
/// not stand.
#[tokio::test]
async fn a_negative_is_not_believed_while_what_the_page_has_asked_for_is_under_way() {
    let site = HandMade::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;
    let second = |script: &str| {
        let html = profile("", "").replace(">1st<", ">2nd<");
        html.replace("<title>", &format!("<script>{script}</script><title>"))
    };
    let cleared = "performance.getEntriesByType = () => []; performance.getEntries = () => []; \
                   setInterval(() => performance.clearResourceTimings(), 10);";
    for (what, script, least_ms, most_ms) in [
        ("nothing", String::new(), 1500, 3500),
        ("a fetch", "fetch('/after/4000/a')".to_owned(), 4600, 6500),
        (
            "a fetch of which the page's own account says nothing",
            format!("{cleared} fetch('/after/4000/b')"),
            4600,
            6500,
        ),
        (
            "an XHR",
            "const x = new XMLHttpRequest(); x.open('POST', '/after/4000/c'); x.send('x')".to_owned(),
            4600,
            6500,
        ),
        // Later requests, beacons and pictures are not waited for.
        ("a beacon", "navigator.sendBeacon('/after/4000/d', 'x')".to_owned(), 1500, 3500),
        ("a picture", "new Image().src = '/after/4000/e'".to_owned(), 2500, 3900),
        ("a later fetch", "setTimeout(() => fetch('/after/4000/f'), 800)".to_owned(), 1500, 3500),
    ] {
        site.page("/in/ada-brandt/", &second(&script));
        let began = std::time::Instant::now();
        page.open("/in/ada-brandt/").await.unwrap();
        let started = std::time::Instant::now();
        let sight = page.read(Reading::Person, Duration::from_secs(10)).await.unwrap();
        let (in_all, took) = (began.elapsed(), started.elapsed());
        println!("{what}: {took:?}");
        assert_eq!(sight.profile.and_then(|seen| seen.degree), Some(Degree::Other), "{what}");
        // What is waited for was asked for while the page was opened; where nothing is, the sign alone has to stand.
        let waited = if least_ms > 4000 { in_all } else { took };
        assert!(waited >= Duration::from_millis(least_ms), "{what}: believed after {waited:?}");
        assert!(took < Duration::from_millis(most_ms), "{what}: believed only after {took:?}");
    }

    // What does not end is never believed.
    site.page("/in/ada-brandt/", &second("fetch('/after/60000/g')"));
    page.open("/in/ada-brandt/").await.unwrap();
    let sight = page.read(Reading::Person, Duration::from_secs(4)).await.unwrap();
    assert!(sight.unsettled, "{sight:?}");
    assert_eq!(sight.profile.and_then(|seen| seen.degree), None);
    assert!(page.into_session().end().await.gone.is_all());
}

/// A document that takes the place of the one in which the guard was armed gets no click, however alike the two are.
#[tokio::test]
async fn another_document_than_the_one_that_was_read_gets_no_click() {
    let site = HandMade::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;
    site.page("/in/ada-brandt/", &profile("", ""));
    let removals = |site: &HandMade| site.asked().iter().filter(|path| *path == "/removed").count();
    for (what, change) in [
        ("the same page, loaded anew", "location.reload()"),
        (
            "the same page, written anew",
            "const html = document.documentElement.outerHTML; document.open(); document.write(html); document.close()",
        ),
    ] {
        page.open("/in/ada-brandt/").await.unwrap();
        let more = page.read(Reading::PersonAndNext("more"), LIMIT).await.unwrap().next.unwrap();
        assert_eq!(page.click(&more).await, Answer::Done(()));
        let item = page.find("remove_item", &pin(), true, LIMIT).await.unwrap();
        let Found::Target(item) = item else {
            println!("{what}: nothing to click");
            continue;
        };
        let born = page.session().script("return performance.timeOrigin", Vec::new(), LIMIT).await;
        let _ = page.session().script(change, Vec::new(), LIMIT).await;
        if what.contains("written") {
            assert_eq!(page.session().script("return performance.timeOrigin", Vec::new(), LIMIT).await, born);
        } else {
            let changed = std::time::Instant::now();
            while page.session().script("return performance.timeOrigin", Vec::new(), LIMIT).await == born {
                assert!(changed.elapsed() < LIMIT, "{what}");
            }
        }
        let clicked = page.click(&item).await;
        assert!(matches!(clicked, Answer::NotDone(_)), "{what}: {clicked:?}");
        assert_eq!(removals(&site), 0, "{what}");
    }
    assert!(page.into_session().end().await.gone.is_all());
}

/// Guards against a click in a document from the browser's memory of pages: its guard was armed before it was left.
#[tokio::test]
async fn a_document_that_was_left_and_came_back_gets_no_click() {
    let site = HandMade::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;
    site.page("/in/ada-brandt/", &profile("", ""));
    site.page("/else", "<title>Else</title>");
    page.open("/in/ada-brandt/").await.unwrap();
    let more = page.read(Reading::PersonAndNext("more"), LIMIT).await.unwrap().next.unwrap();
    assert_eq!(page.click(&more).await, Answer::Done(()));
    let item = page.find("remove_item", &pin(), true, LIMIT).await.unwrap();
    let Found::Target(item) = item else { panic!("{item:?}") };
    let born = "return performance.timeOrigin";
    let before = page.session().script(born, Vec::new(), LIMIT).await;
    for (way, leads_to) in [("location.href = '/else'", "/else"), ("history.back()", "/in/ada-brandt/")] {
        let _ = page.session().script(way, Vec::new(), LIMIT).await;
        let asked = std::time::Instant::now();
        let there =
            format!("return location.pathname === '{leads_to}' && document.readyState === 'complete'");
        while page.session().script(&there, Vec::new(), LIMIT).await != Answer::Done(true.into()) {
            assert!(asked.elapsed() < LIMIT, "{way}");
        }
    }
    let restored = page.session().script(born, Vec::new(), LIMIT).await == before;
    println!("the document came back from memory: {restored}");
    let clicked = page.click(&item).await;
    if restored {
        let after = page.after_click(&item, &pin(), false, Duration::from_millis(300)).await.unwrap();
        assert_eq!(after.verdict, Verdict::Swallowed, "{clicked:?}");
        let again = page.find("remove_item", &pin(), true, Duration::from_millis(500)).await.unwrap();
        assert!(matches!(again, Found::Not(_)), "{again:?}");
    } else {
        assert!(matches!(clicked, Answer::NotDone(_)), "{clicked:?}");
    }
    assert!(!site.asked().iter().any(|path| path == "/removed"));
    assert!(page.into_session().end().await.gone.is_all());
}
