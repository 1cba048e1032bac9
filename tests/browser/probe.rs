//! How long a probe waits: one wait for all that is looked for, and long enough for what comes late.

use std::time::{Duration, Instant};

use crate::testkit::pages::{HandMade, real_page};
use unlinked::browser::Page;
use unlinked::domain::{Area, Picture, Surface};
use unlinked::engine::probe_here;
use unlinked::saved::Token;

/// Longer than the whole test takes: whatever waits for it once is seen.
/// Three connections, one of them without the button of its menu.
const LIST: &str = r#"<!doctype html><html lang="en"><title>Connections | LinkedIn</title><div data-sdui-screen="x.Connections"><main id="workspace">
<div componentkey="ConnectionsPage_ConnectionsList"><div data-testid="lazy-column" componentkey="ConnectionsPage_ConnectionsList">
<div componentkey="ConnectionCard_0-ada"><a href="/in/ada/"><p>Ada Brandt</p></a><button aria-label="More actions for Ada Brandt" aria-expanded="false"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div>
<div componentkey="ConnectionCard_0-ben"><a href="/in/ben/"><p>Ben Olm</p></a><button aria-label="More actions for Ben Olm" aria-expanded="false"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div>
<div componentkey="ConnectionCard_0-cai"><a href="/in/cai/"><p>Cai Vex</p></a></div>
</div></div></main></div>"#;

#[tokio::test]
async fn what_is_searched_in_a_row_is_tried_in_each_row_of_the_list() {
    let site = HandMade::start().await;
    site.page("/connections", LIST);
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;
    page.open("/connections").await.unwrap();
    let probed = probe_here(&mut page, LIMIT, false).await.unwrap();
    let seen = |name: &str| probed.locators.iter().find(|locator| locator.locator == name).unwrap();
    for (name, count) in [("row_link", 3), ("row_name", 3), ("row_more", 2), ("row_detail", 3)] {
        assert_eq!((seen(name).count, seen(name).rows), (count, Some(3)), "{:?}", seen(name));
    }
    assert_eq!((seen("row").count, seen("row").rows), (3, None));
    let ended = page.into_session().end().await;
    assert!(ended.gone.is_all(), "{ended:?}");
}

const LIMIT: Duration = Duration::from_secs(60);

/// A profile whose top card comes after two seconds, and its menu half a second after the click.
const LATE: &str = r#"<!doctype html><html lang="en"><title>Ada Brandt | LinkedIn</title><body class="ember-application"><main></main><script>
setTimeout(() => {
  document.querySelector('main').innerHTML = `<section data-member-id="4711">
    <a href="/in/ada-brandt/overlay/about-this-profile/"><h1>Ada Brandt</h1></a><span class="dist-value">1st</span>
    <button id="ember7-profile-overflow-action" aria-label="More actions" aria-expanded="false">More</button>
    <div id="menu" hidden><div role="button" tabindex="0"><svg data-test-icon="remove-connection-medium" width="16" height="16"></svg><span>Remove Connection</span></div></div>
    </section>`;
  const button = document.querySelector('button');
  button.onclick = () => setTimeout(() => {
    document.querySelector('#menu').hidden = false;
    button.setAttribute('aria-expanded', 'true');
  }, 500);
}, 2000);
</script>"#;

#[tokio::test]
async fn what_never_comes_is_not_waited_for_by_each_locator_and_what_comes_late_is_seen() {
    let site = HandMade::start().await;
    site.page("/nothing", "<!doctype html><html lang=en><h1>nothing</h1>");
    site.page("/in/ada-brandt/", LATE);
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site.url, folder.path(), Surface::Desktop).await;

    page.open("/nothing").await.unwrap();
    let started = Instant::now();
    let probed = probe_here(&mut page, LIMIT, false).await.unwrap();
    assert!(probed.sight.profile.is_none() && !probed.menu_opened);
    assert!(probed.locators.iter().all(|locator| locator.count == 0), "{:?}", probed.locators);
    assert!(started.elapsed() < LIMIT / 2, "it took {:?}", started.elapsed());

    page.open("/in/ada-brandt/").await.unwrap();
    let probed = probe_here(&mut page, LIMIT, false).await.unwrap();
    assert_eq!(probed.sight.profile.map(|profile| profile.name), Some("Ada Brandt".into()));
    let item = probed.locators.iter().find(|locator| locator.locator == "remove_item").unwrap();
    assert!(probed.menu_opened && item.candidate.is_some(), "{item:?}");
    let ended = page.into_session().end().await;
    assert!(ended.gone.is_all(), "{ended:?}");
}

/// A profile in colours: its menu, and something that never stands still.
const COLOURED: &str = r#"<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Ada Brandt | LinkedIn</title><body class="ember-application" style="margin:0"><main>
<section data-member-id="4711"><a href="/in/ada-brandt/overlay/about-this-profile/"><h1>Ada Brandt</h1></a><span class="dist-value">1st</span>
<button id="ember7-profile-overflow-action" aria-label="More actions" aria-expanded="false">More</button>
<div id="menu" hidden><div role="button" id="item" tabindex="0" style="position:absolute;left:41px;top:303px;width:120px;height:40px;background:#13ab57">
<svg data-test-icon="remove-connection-medium" width="16" height="16"></svg><span>Remove Connection</span></div></div>
<p id="restless" style="position:absolute;top:400px">Walking</p></section></main><script>
const button = document.querySelector('button');
button.onclick = () => { document.querySelector('#menu').hidden = false; button.setAttribute('aria-expanded', 'true'); };
let at = 0;
const walk = () => { at = (at + 1) % 200; document.querySelector('#restless').style.left = `${at}px`; requestAnimationFrame(walk); };
walk();
</script>"#;

const OPEN: &str = "document.querySelector('button').click()";

/// The colour in a corner of a box on a picture.
fn colour_in(picture: &Picture, area: Area) -> [u8; 3] {
    let drawn = image::load_from_memory(&picture.png).unwrap().to_rgb8();
    let scale = picture.scale.unwrap();
    let px = |css: f64| ((css * scale).round()) as u32;
    drawn.get_pixel(px(area.x + area.width - 3.0), px(area.y + area.height - 3.0)).0
}

#[tokio::test]
async fn what_is_taken_down_with_a_picture_stands_on_it_where_it_is_told_to_stand() {
    let site = HandMade::start().await;
    site.page("/in/ada-brandt/", COLOURED);
    for surface in [Surface::Desktop, Surface::Mobile] {
        let folder = tempfile::tempdir().unwrap();
        let mut page = real_page(&site.url, folder.path(), surface).await;
        page.open("/in/ada-brandt/").await.unwrap();
        // The mobile files do not know this card, and so open nothing.
        if surface == Surface::Mobile {
            let open = page.session().script(OPEN, Vec::new(), LIMIT).await;
            open.into_result().unwrap();
        }
        let probed = probe_here(&mut page, LIMIT, true).await.unwrap();
        let picture = probed.picture.unwrap();
        let area_of = |id: &str| {
            probed.tokens.as_ref().unwrap().iter().find_map(|token| match token {
                Token::Open { attributes, area, .. }
                    if attributes.iter().any(|(name, value)| name == "id" && value == id) =>
                {
                    Some(*area)
                }
                _ => None,
            })
        };
        let item = area_of("item").flatten().unwrap();
        assert_eq!(item, Area { x: 41.0, y: 303.0, width: 120.0, height: 40.0 });
        assert_eq!(colour_in(&picture, item), [0x13, 0xab, 0x57], "{surface:?} {:?}", picture.scale);
        assert_eq!(area_of("restless"), Some(None), "what moves stands nowhere");

        // The same by an outline, as a run keeps it.
        page.open("/in/ada-brandt/").await.unwrap();
        page.surroundings("top_card").await.unwrap();
        page.session().script(OPEN, Vec::new(), LIMIT).await.into_result().unwrap();
        let mut around = page.surroundings("top_card").await.unwrap();
        let png = page.picture(None).await.unwrap();
        around.hold_against(&page.surroundings("top_card").await.unwrap());
        let scale = page.picture_scale();
        let place = |text: &str| {
            let at = around
                .outline
                .lines()
                .position(|line| line.contains(text))
                .unwrap_or_else(|| panic!("{}", around.outline));
            around.areas[at]
        };
        let item = place("div#item").unwrap();
        assert_eq!(colour_in(&Picture { png, scale }, item), [0x13, 0xab, 0x57], "{surface:?} {scale:?}");
        assert_eq!(place("Walking"), None, "what moves stands nowhere");
        let ended = page.into_session().end().await;
        assert!(ended.gone.is_all(), "{ended:?}");
    }
}
