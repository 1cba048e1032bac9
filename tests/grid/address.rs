//! `webdriver.url` in every form in which people write it.

use std::time::Duration;

use unlinked::browser::{BrowserOptions, ServerUrl, Session};

use crate::removal::options;
use crate::server::{Grid, is_installed};
use crate::tls::{Authority, in_front_of};

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_the_address_leads_to_the_same_grid() {
    if !is_installed() {
        return;
    }
    let grid = Grid::start("standalone", &["--login", "robot:se-cret"]);
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("driver.json");
    for path in ["", "/", "/wd/hub", "/wd/hub/"] {
        let url = format!("{}{path}", grid.url_with("robot:se-cret"));
        let session = Session::start(options(&url), &record).await.unwrap();
        assert!(session.is_alive().await, "{path:?}");
        assert!(!session.driver_address().contains("se-cret"));
        assert!(!std::fs::read_to_string(&record).unwrap().contains("se-cret"));
        assert!(session.end().await.gone.is_all(), "{path:?}");
    }

    // https, by a proxy with a certificate of its own authority.
    let authority = Authority::new();
    let ca_file = folder.path().join("ca.pem");
    std::fs::write(&ca_file, authority.certificate()).unwrap();
    let port = in_front_of(&authority, grid.url.trim_start_matches("http://")).await;
    let address = format!("https://robot:se-cret@localhost:{port}/wd/hub");
    let by_tls = |ca_file| {
        let server: ServerUrl = address.parse().unwrap();
        let url = Some(server.trusted_by(ca_file));
        BrowserOptions { url, queue_timeout: Duration::from_secs(60), ..options(&grid.url) }
    };
    let session = Session::start(by_tls(Some(ca_file)), &record).await.unwrap();
    assert!(session.is_alive().await);
    assert!(session.end().await.gone.is_all());

    // Without the authority it is not trusted, and nothing is sent, least of all the password.
    let untrusted = Session::start(by_tls(None), &record).await.unwrap_err().to_string();
    assert!(untrusted.contains("certificate"), "{untrusted}");
    assert!(!untrusted.contains("se-cret"), "{untrusted}");

    // http behind an https address is told, and so is a file without certificates.
    let plain: ServerUrl = grid.url.replace("http://", "https://").parse().unwrap();
    let ca_file = Some(folder.path().join("ca.pem"));
    let wrong = BrowserOptions { url: Some(plain.trusted_by(ca_file)), ..options(&grid.url) };
    let said = Session::start(wrong, &record).await.unwrap_err().to_string();
    assert!(said.contains("does not speak TLS"), "{said}");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    let said = Session::start(by_tls(Some(empty)), &record).await.unwrap_err().to_string();
    assert!(said.contains("webdriver.ca_file"), "{said}");
}
