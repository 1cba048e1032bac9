//! What is ticked, kept and undone is on the disk, and what was on the disk is shown.

use super::given::{Given, small};
use super::{Browser, open};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_by_keys_is_saved_undone_and_read_back() {
    let given = Given::new(&small());
    std::fs::write(
        given.path("roster.csv"),
        "URL,Name,Action,Reason,Note\nhttps://www.linkedin.com/in/jan-kowal,Jan Kowal,unfollow,inactive,from before\n\
         https://www.linkedin.com/in/somebody-else,Some Body,remove,spam,not in this export\n",
    )
    .unwrap();
    std::fs::write(given.path("keep.csv"), "# friends\nMax May\n").unwrap();
    let browser = Browser::start().await;
    let server = given.serve().await;
    open(&browser, &server.address().unwrap()).await;
    let saved = "document.getElementById('saved').textContent === 'Saved'";

    // Both files are shown as they are.
    assert_eq!(browser.text("document.getElementById('counts').textContent").await, "1 chosen of 5 · 1 kept");
    // The grid has the focus: nothing had to be clicked for that.
    assert_eq!(browser.text("document.activeElement.id").await, "grid");
    browser.press(&["ArrowDown", "ArrowDown", " "]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["jan-kowal", "zoe-zolw", "somebody-else"]);
    let roster = given.read("roster.csv");
    assert!(roster.contains("unfollow,inactive,from before"), "{roster}");
    assert!(roster.contains("remove,irrelevant"), "{roster}");
    // A digit ticks with that reason.
    browser.press(&["2"]).await;
    browser.until(saved).await;
    assert!(given.read("roster.csv").contains("remove,spam"), "{}", given.read("roster.csv"));

    // Keep takes off the roster and writes the keep list; undo brings back both, step by step.
    browser.press(&["k"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["jan-kowal", "somebody-else"]);
    assert!(given.read("keep.csv").starts_with("# friends\nMax May\n"), "{}", given.read("keep.csv"));
    assert!(given.read("keep.csv").contains("zoe-zolw"), "{}", given.read("keep.csv"));
    browser.press(&["u"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["jan-kowal", "zoe-zolw", "somebody-else"]);
    assert!(!given.read("keep.csv").contains("zoe-zolw"), "{}", given.read("keep.csv"));
    browser.press(&["u", "u"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["jan-kowal", "somebody-else"]);

    // Nobody has searched for anything: one key does not tick everybody.
    browser.press(&["a"]).await;
    browser.until("document.getElementById('said').textContent.startsWith('Search or filter first')").await;
    assert_eq!(
        browser.read("document.getElementById('tick-all').disabled").await,
        serde_json::Value::Bool(true)
    );
    // All that are shown; those who are kept or cannot be found are left out. And back.
    browser.press(&["f", "f", "a"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["anna-nowak", "jan-kowal", "zoe-zolw", "somebody-else"]);
    browser.press(&["u", "f", "f"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["jan-kowal", "somebody-else"]);

    // Another program changes the roster: it is not written over, and what was done here is done again after a reading.
    std::fs::write(given.path("roster.csv"), "url\nanna-nowak\n").unwrap();
    browser.press(&["Home", "ArrowDown", "ArrowDown", " "]).await;
    browser.until("!document.getElementById('trouble').hidden").await;
    let trouble = browser.text("document.getElementById('trouble-text').textContent").await;
    assert!(trouble.contains("changed by another program"), "{trouble}");
    assert_eq!(given.read("roster.csv"), "url\nanna-nowak\n");
    browser.tab_to("trouble-reload").await;
    browser.press(&["Enter"]).await;
    browser.until(saved).await;
    assert_eq!(given.chosen(), ["anna-nowak", "zoe-zolw"]);
    server.stop().await;

    // The next review goes on where this one ended.
    let server = given.serve().await;
    open(&browser, &server.address().unwrap()).await;
    assert_eq!(browser.text("document.getElementById('counts').textContent").await, "2 chosen of 5 · 1 kept");
    server.stop().await;
    browser.end().await;
}
