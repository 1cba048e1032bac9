//! Pages that the network or the site keeps back, in real browsers: each cause is read from the browser's own error page, and what a
//! run makes of it.

#![cfg(unix)]

use std::io::ErrorKind;

use crate::testkit::pages::crew::{Browser, Crew, firefox_is_installed};
use crate::testkit::pages::shape::{self, Of};
use crate::testkit::stand::Stand;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use unlinked::browser::{NetFault, Page, PageFault, Reading};
use unlinked::domain::{BrowserKind, Route, StopSign, Surface};
use unlinked::engine::OwnerCheck;
use unlinked::practice::{Options, Site};
use url::Url;

/// Answers by the path: `/…loop…/` leads to itself, `/…cut…/` is cut off, `/…mute…/` is an error without a page, all else the
/// owner's profile.
async fn front(owner_loops: bool) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(answer(stream, owner_loops));
        }
    });
    url
}

async fn answer(mut stream: TcpStream, owner_loops: bool) -> Result<(), std::io::Error> {
    let mut asked = vec![0; 8192];
    let got = stream.read(&mut asked).await?;
    let asked = String::from_utf8_lossy(&asked[..got]).into_owned();
    let path = asked.split(' ').nth(1).ok_or(ErrorKind::InvalidData)?;
    let to = |path: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    };
    let said = match path {
        "/in/me/" if owner_loops => to(path),
        "/in/me/" => to("/in/ada-brandt/"),
        _ if path.contains("cut") => return Ok(()),
        _ if path.contains("mute") => {
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
        }
        "/in/ada-brandt/" => {
            let page = shape::sdui(&Of::default());
            let length = page.len();
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
            )
        }
        _ => to(path),
    };
    stream.write_all(said.as_bytes()).await
}

async fn causes_are_told(kind: BrowserKind) {
    let closed = {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        free.local_addr().unwrap()
    };
    let table = [
        (front(false).await, "/in/loop/", NetFault::RedirectLoop),
        (front(false).await, "/in/cut/", NetFault::Reset),
        (front(false).await, "/in/mute/", NetFault::NoPage(503)),
        (Url::parse(&format!("http://{closed}/")).unwrap(), "/in/gone/", NetFault::Refused),
        (Url::parse("http://nobody.invalid/").unwrap(), "/in/gone/", NetFault::NameNotResolved),
        (
            Url::parse(&format!("https://{}/", front(false).await.authority())).unwrap(),
            "/in/me/",
            NetFault::Tls,
        ),
    ];
    let mut browser = Browser::start(kind, Surface::Desktop).await;
    for (site, path, cause) in table {
        let practice = Site::start(Options::default()).await.unwrap();
        let mut crew = Crew::at(browser, practice, site.clone(), Route::Profile);
        let limit = crew.rules.locate_timeout;
        let seen = match crew.page.open(path).await {
            Ok(()) => crew.page.read(Reading::Person, limit).await.map(drop),
            Err(fault) => Err(fault),
        };
        assert_eq!(seen, Err(PageFault::Unreached(cause)), "{site} {path}");
        browser = crew.into_browser();
    }
    // A circle on the owner's page is how a session ends.
    for (loops, signed_out) in [(true, true), (false, false)] {
        let practice = Site::start(Options::default()).await.unwrap();
        let mut crew = Crew::at(browser, practice, front(loops).await, Route::Profile);
        let owner = crew.check_owner().await;
        let told = matches!(&owner, OwnerCheck::Stopped(stop) if stop.sign == StopSign::SignedOut);
        assert_eq!(told, signed_out, "{owner:?}");
        browser = crew.into_browser();
    }
    browser.end().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_cause_is_read_from_the_browsers_own_error_page() {
    causes_are_told(BrowserKind::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_cause_is_read_from_the_browsers_own_error_page_in_firefox() {
    if firefox_is_installed() {
        causes_are_told(BrowserKind::Firefox).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_without_a_site_ends_with_12_and_one_in_a_circle_with_5() {
    let stand = Stand::new().await;
    let done = stand.start_with(&["--now", "--site", "http://127.0.0.1:9/"]).wait().await;
    assert_eq!(done.status.code(), Some(12), "{done:?}\n{}", stand.said());
    assert_eq!(done.summary["stopped_by"], "outage", "{done:?}");

    let circle = front(true).await;
    let done = stand.start_with(&["--now", "--site", circle.as_str()]).wait().await;
    assert_eq!(done.status.code(), Some(5), "{done:?}\n{}", stand.said());
    assert_eq!(done.summary["stopped_by"], "signed_out", "{done:?}");

    // The owner's page comes, and nobody else's: three people in a row, without the pace between them.
    let pace = "[pace]\nbetween_people_min = \"0s\"\nbetween_people_max = \"0s\"\n";
    std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
    std::fs::write(stand.home.path().join("unlinked/config.toml"), pace).unwrap();
    let others = front(false).await;
    let done = stand.start_with(&["--now", "--site", others.as_str()]).wait().await;
    assert_eq!(done.status.code(), Some(12), "{done:?}\n{}", stand.said());
    assert_eq!(
        done.summary["outcomes"],
        serde_json::json!({ "pending": 3 }),
        "nobody's try is spent: {done:?}"
    );
}
