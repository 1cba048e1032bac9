//! Whether the page can be seen and used by everybody, and whether its numbers stand where they should.

use serde_json::json;
use unlinked::pointing::{Pointing, Shown, Wish, Written};

use super::asked::{HOSTILE, colour, question};
use super::{Browser, open};
use crate::testkit::eyes::looks::faults;

/// The change that the page is shown.
fn change(number: u64) -> Shown {
    let lines = "--- locales/xx.toml\n+++ locales/xx.toml\n@@ -1 +1,2 @@\n-revision = \"2026-11-30\"\n+  { is = \"הסרת הקשר\", evidence = \"guess\" },\n+# <script>document.title = 'taken'</script>\n schema = 1";
    Shown {
        number,
        folder: "/home/ann/.config/unlinked/selectors".to_owned(),
        files: vec![("locales/xx.toml".to_owned(), lines.to_owned())],
    }
}

async fn answer_once(pointing: &mut Pointing) {
    match pointing.wish().await {
        Wish::Show(_, given) => given.send(Ok(change(1))).unwrap(),
        Wish::Write(_, given) => {
            let next = vec!["To see what fits now: unlinked selectors probe ann-quill".to_owned()];
            given
                .send(Ok(Written { folder: "/home/ann/.config/unlinked/selectors".to_owned(), next }))
                .unwrap();
        }
        Wish::Leave => {}
    }
}

/// Of each number on the picture: what colour is in the middle of its box.
const COLOURS: &str = "
    const shot = document.getElementById('shot');
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [shot.naturalWidth, shot.naturalHeight];
    const drawing = canvas.getContext('2d');
    drawing.drawImage(shot, 0, 0);
    const on = shot.getBoundingClientRect();
    return [...document.querySelectorAll('.mark')].map((mark) => {
      const box = mark.getBoundingClientRect();
      const share = [(box.x + box.width / 2 - on.x) / on.width, (box.y + box.height / 2 - on.y) / on.height];
      const size = box.width / on.width * shot.naturalWidth;
      return [Number(mark.textContent), [...drawing.getImageData(share[0] * shot.naturalWidth, share[1] * shot.naturalHeight, 1, 1).data].slice(0, 3), Math.round(size)];
    });";

async fn numbers_stand_right(browser: &Browser, numbers: usize, place: &str) {
    let found = browser.await_read(COLOURS).await;
    let expected: Vec<_> = (1..=numbers).map(|number| json!([number, colour(number), 360])).collect();
    assert_eq!(found, json!(expected), "{place}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_pointing_and_each_number_stands_on_its_element() {
    let browser = Browser::start().await;
    let mut wrong = Vec::new();
    let mut pointing = Pointing::start(question(true), 0).await.unwrap();
    open(&browser, &pointing.address().unwrap()).await;
    let home = browser.text("location.href").await;
    for scheme in ["light", "dark"] {
        for (width, height, phone) in [(1280, 800, false), (390, 844, true)] {
            browser.colours(scheme).await;
            browser.size(width, height, phone).await;
            open(&browser, &home).await;
            let place = |what: &str| format!("pointing-{what}-{width}-{scheme}");
            assert_eq!(
                browser.read("document.querySelectorAll(':checked').length").await,
                0,
                "nothing is picked alone"
            );
            numbers_stand_right(&browser, 3, &place("first")).await;
            wrong.extend(faults(&browser, &place("first")).await);
            browser.read("document.getElementById('size').click()").await;
            numbers_stand_right(&browser, 3, &place("resized")).await;
            browser.read("document.getElementById('size').click()").await;
            // The second place is answered: its numbers come onto the picture. What is below the picture has none.
            browser.tab_to("pick-remove_item-1").await;
            browser.press(&[" ", "Tab", "3"]).await;
            numbers_stand_right(&browser, 3, &place("second")).await;
            wrong.extend(faults(&browser, &place("second")).await);
            let (asked, ()) = tokio::join!(browser.press(&["Enter"]), answer_once(&mut pointing));
            let () = asked;
            browser.until("!document.getElementById('change').hidden").await;
            assert_eq!(browser.text("document.activeElement.id").await, "change-title");
            wrong.extend(faults(&browser, &place("change")).await);
        }
    }
    // Hostile words are words.
    assert_eq!(browser.text("document.title").await, "Learn - unlinked");
    assert_eq!(
        browser.read("document.querySelectorAll('main script, main b, main img:not(#shot)').length").await,
        0
    );
    let texts = browser
        .read("[...document.querySelectorAll('#place-confirm .said bdi')].map((one) => one.textContent)")
        .await;
    for hostile in HOSTILE {
        assert!(texts.as_array().unwrap().iter().any(|text| text == hostile), "{hostile} is not in {texts}");
    }
    browser.tab_to("write").await;
    tokio::join!(browser.press(&["Enter"]), answer_once(&mut pointing));
    browser.until("document.getElementById('ended').open").await;
    wrong.extend(faults(&browser, "pointing-ended").await);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    pointing.stop().await;
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_picture_the_page_says_so_and_what_is_not_answered_is_asked_for() {
    let browser = Browser::start().await;
    let mut pointing = Pointing::start(question(false), 0).await.unwrap();
    open(&browser, &pointing.address().unwrap()).await;
    let said = browser.text("document.getElementById('no-picture').innerText").await;
    assert_eq!(said, "Of a saved page there is no picture. The list stands alone.");
    let mut wrong = faults(&browser, "pointing-alone-1280").await;
    browser.size(390, 844, true).await;
    // Nothing is sent before each place is answered.
    browser.tab_to("pick-remove_item-1").await;
    browser.press(&["0", "Enter"]).await;
    browser.until("document.querySelectorAll('.lacks').length === 1").await;
    assert_eq!(browser.text("document.activeElement.name").await, "confirm");
    wrong.extend(faults(&browser, "pointing-alone-390").await);
    browser.press(&["0"]).await;
    let (refused, ()) = tokio::join!(browser.press(&["Enter"]), async {
        let Wish::Show(picks, given) = pointing.wish().await else { panic!("another wish") };
        assert!(picks.len() == 2 && picks.values().all(Option::is_none), "{picks:?}");
        given.send(Err("Nothing was picked, and so nothing changes.".to_owned())).unwrap();
    });
    let () = refused;
    browser.until("!document.getElementById('trouble').hidden").await;
    assert!(browser.read("document.getElementById('change').hidden").await == true);
    wrong.extend(faults(&browser, "pointing-refused-390").await);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    // The command ends, and the page says so.
    pointing.stop().await;
    browser.press(&["Enter"]).await;
    browser
        .until("document.getElementById('trouble-text').textContent.includes('nothing was written')")
        .await;
    browser.end().await;
}
