//! Bad pages: one that freezes the browser, and one that asks for things without end. Each is one person's, and the people after it
//! are reached and told of nothing that was not theirs.

use std::time::{Duration, Instant};

use crate::testkit::front;
use crate::testkit::stand::{PEOPLE, Stand};
use unlinked::domain::PageErrorKind;
use unlinked::trace::What;
use url::Url;

/// What the page does as soon as it is read.
const FREEZES: &str = "<!doctype html><html lang=en><title>x</title><body><h1>One moment</h1><script>\
    const from = performance.now(); while (performance.now() - from < 60000);</script>";

/// What another page asks for, from its first moment to its last.
const WANTS: &str = "<script>addEventListener('DOMContentLoaded', () => setInterval(() => { alert('Wait!'); window.open('/feed/'); \
    const a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.bin'; a.click(); \
    Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => 0); }, 150));</script>";

/// The practice site with one profile that is another page.
async fn with_page_of(site: &Url, slug: &str, change: fn(&str) -> String) -> Url {
    let bad = format!("/in/{slug}");
    front::before(site, move |path, page| (path.trim_end_matches('/') == bad).then(|| change(page))).await
}

fn trimmed(url: &Url) -> &str {
    url.as_str().trim_end_matches('/')
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_freezes_the_browser_is_one_bad_person_and_the_others_are_reached() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front = with_page_of(&site, &people[0], |_| FREEZES.to_owned()).await;
    let roster = stand.site.roster_csv(PEOPLE).replace(trimmed(&site), trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
    std::fs::write(
        stand.home.path().join("unlinked/config.toml"),
        "[webdriver]\ncommand_timeout = \"6s\"\npage_load_timeout = \"6s\"\n",
    )
    .unwrap();
    let from = Instant::now();
    let done = stand.start_with(&["--no-limits", "--site", front.as_str()]).wait().await;
    println!("a frozen page, twice: {} s for three people", from.elapsed().as_secs());
    assert_eq!(done.status.code(), Some(3), "{done:?}\n{}", stand.said());
    let outcome = |slug: &str| {
        let of = |line: &&serde_json::Value| line["slug"] == slug || line["key"] == slug;
        done.people.iter().rev().find(of).map(|line| line["outcome"].clone())
    };
    assert_eq!(outcome(&people[0]), Some("failed".into()), "{done:?}");
    for slug in &people[1..3] {
        assert_eq!(outcome(slug), Some("removed".into()), "{done:?}");
    }
    assert_eq!(stand.removals(), 2);
    assert!(from.elapsed() < Duration::from_secs(80));
    stand.assert_nothing_runs();
    stand.site.stop().await;
}

/// What a third page reports, from its first moment to its last.
const FAILS: &str = "<script>let nth = 0; setInterval(() => console.error('failed', nth++), 5); console.warn('a warning'); \
    setTimeout(() => JSON.parse('{'), 1);</script><script src='/failing.js?token=secret' onerror='0'></script>";

/// Errors without end: the trace has the first few, with the one whose page it was.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_reports_as_errors_is_noted_in_part_and_with_its_own_person() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front =
        with_page_of(&site, &people[0], |page| page.replacen("<head>", &format!("<head>{FAILS}"), 1)).await;
    let roster = stand.site.roster_csv(2).replace(trimmed(&site), trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    let done = stand.start_with(&["--no-limits", "--site", front.as_str()]).wait().await;
    assert_eq!(stand.removals(), 2, "{done:?}\n{}", stand.said());
    let events = unlinked::trace::read_events(&stand.home.path().join("account/runs/1")).unwrap();
    let mut errors = Vec::new();
    for event in &events {
        match &event.what {
            What::PageError(error) => {
                assert_eq!(event.person, people[0], "{error:?}");
                errors.push(error);
            }
            What::Note { text } if text.contains("more errors") => assert_eq!(event.person, people[0]),
            _ => {}
        }
    }
    println!("{errors:?}");
    let uncaught =
        errors.iter().filter(|error| error.kind == PageErrorKind::Uncaught && error.text.contains("JSON"));
    assert!(uncaught.count() >= 1, "{errors:?}");
    assert!(
        errors.iter().any(|error| error.kind == PageErrorKind::Logged && error.text.starts_with("failed"))
    );
    // Two documents, the profile and the fresh load that proves it, of each the first few.
    assert!(errors.len() <= 10, "{errors:?}");
    let told = std::fs::read_to_string(stand.home.path().join("account/runs/1/trace.jsonl")).unwrap();
    assert!(
        !told.contains("a warning") && !told.contains("secret") && told.contains("more errors"),
        "{told}"
    );
    stand.assert_nothing_runs();
    stand.site.stop().await;
}

/// Alerts, windows and downloads without end: what comes of the people is what comes of them anyway, and the trace tells of it with the
/// one whose page it was, also of what the page went on to ask for while the next one was opened.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_wants_is_noted_with_its_own_person_and_spoils_nobody_else() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front =
        with_page_of(&site, &people[0], |page| page.replacen("<head>", &format!("<head>{WANTS}"), 1)).await;
    let roster = stand.site.roster_csv(PEOPLE).replace(trimmed(&site), trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    let done = stand.start_with(&["--no-limits", "--site", front.as_str()]).wait().await;
    let outcome = |slug: &str| {
        let of = |line: &&serde_json::Value| line["slug"] == slug || line["key"] == slug;
        done.people.iter().rev().find(of).map(|line| line["outcome"].clone())
    };
    for slug in &people[1..PEOPLE] {
        assert_eq!(outcome(slug), Some("removed".into()), "{done:?}\n{}", stand.said());
    }
    let events = unlinked::trace::read_events(&stand.home.path().join("account/runs/1")).unwrap();
    let wanted: Vec<(&str, &str)> = events
        .iter()
        .filter_map(|event| match &event.what {
            unlinked::trace::What::Note { text } if text.starts_with("the page wanted") => {
                Some((event.person.as_str(), text.as_str()))
            }
            _ => None,
        })
        .collect();
    println!("{:?} {wanted:?}", outcome(&people[0]));
    assert!(wanted.iter().any(|(_, text)| text.contains("prompt")), "{wanted:?}");
    assert!(wanted.iter().any(|(_, text)| text.contains("download")), "{wanted:?}");
    assert!(wanted.iter().all(|(who, _)| *who == people[0]), "{wanted:?}");
    // The page itself may be too busy to be worked with.
    let told = people[..PEOPLE].iter().filter(|slug| outcome(slug) == Some("removed".into())).count();
    assert_eq!(stand.removals(), told, "{done:?}\n{}", stand.said());
    stand.assert_nothing_runs();
    stand.site.stop().await;
}
