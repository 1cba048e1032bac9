//! How long a probe waits: one wait for all that is looked for, and long enough for what comes late.

use std::time::{Duration, Instant};

use crate::testkit::pages::{HandMade, real_page};
use unlinked::browser::Page;
use unlinked::domain::Surface;
use unlinked::engine::probe_here;

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
    let probed = probe_here(&mut page, LIMIT).await.unwrap();
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
    let probed = probe_here(&mut page, LIMIT).await.unwrap();
    assert!(probed.sight.profile.is_none() && !probed.menu_opened);
    assert!(probed.locators.iter().all(|locator| locator.count == 0), "{:?}", probed.locators);
    assert!(started.elapsed() < LIMIT / 2, "it took {:?}", started.elapsed());

    page.open("/in/ada-brandt/").await.unwrap();
    let probed = probe_here(&mut page, LIMIT).await.unwrap();
    assert_eq!(probed.sight.profile.map(|profile| profile.name), Some("Ada Brandt".into()));
    let item = probed.locators.iter().find(|locator| locator.locator == "remove_item").unwrap();
    assert!(probed.menu_opened && item.candidate.is_some(), "{item:?}");
    let ended = page.into_session().end().await;
    assert!(ended.gone.is_all(), "{ended:?}");
}
