//! Whether the review page can be read and used by everybody.

use super::given::{Given, small};
use super::{Browser, open};
use crate::testkit::eyes::looks::faults;
use crate::testkit::eyes::pictures;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_using_the_page() {
    let given = Given::new(&small());
    std::fs::write(given.path("keep.csv"), "Max May\n").unwrap();
    let browser = Browser::start().await;
    let server = given.serve().await;
    open(&browser, &server.address().unwrap()).await;
    // Everything that a row can show: chosen with a note, unfollowed, kept, not to be found.
    browser.press(&["1", "ArrowDown", "2", "Home"]).await;
    browser.until("document.getElementById('saved').textContent === 'Saved'").await;
    let mut wrong = Vec::new();
    for scheme in ["light", "dark"] {
        browser.colours(scheme).await;
        browser.size(1280, 800, false).await;
        wrong.extend(faults(&browser, &format!("desktop-{scheme}")).await);
        browser.press(&["?"]).await;
        wrong.extend(faults(&browser, &format!("keys-{scheme}")).await);
        browser.press(&["Escape"]).await;
        browser.size(390, 844, true).await;
        for view in ["list", "person", "summary"] {
            browser.read(&format!("document.querySelector('.views button[data-view={view}]').click()")).await;
            wrong.extend(faults(&browser, &format!("phone-{view}-{scheme}")).await);
        }
        browser.read("document.querySelector('.views button[data-view=list]').click()").await;
    }
    // A search that finds nobody.
    browser.size(1280, 800, false).await;
    browser.press(&["/"]).await;
    browser.type_text("nobody at all").await;
    wrong.extend(faults(&browser, "nobody").await);
    // The guide, which the page links to.
    let guide = browser.text("document.querySelector('a[href=guide]').href").await;
    for (scheme, width, phone) in [("light", 1280, false), ("dark", 390, true)] {
        browser.colours(scheme).await;
        browser.size(width, 844, phone).await;
        browser.goto(&guide).await;
        assert!(browser.text("document.body.textContent").await.contains("Etiquette"));
        wrong.extend(faults(&browser, &format!("guide-{scheme}")).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    server.stop().await;
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_review_in_the_readme_is_true() {
    let given = Given::new(&small());
    std::fs::write(given.path("keep.csv"), "Max May\n").unwrap();
    let browser = Browser::start().await;
    let server = given.serve().await;
    browser.size(1120, 620, false).await;
    browser.colours("light").await;
    open(&browser, &server.address().unwrap()).await;
    browser.press(&["1", "ArrowDown", "2", "ArrowDown"]).await;
    browser.until("document.getElementById('saved').textContent === 'Saved'").await;
    pictures::held("review.png", &browser.window().await);
    server.stop().await;
    browser.end().await;
}
