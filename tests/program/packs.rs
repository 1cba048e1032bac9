//! A pack of selector files in a whole run: after one that changes what counts from the commit on, nobody is removed before somebody
//! was rehearsed with it. On a site that proves nothing, since a practice site asks for no rehearsal.

use unlinked::practice::{Options, Site};
use unlinked::selectors::builtin_files;
use url::Url;

use crate::testkit::front;
use crate::testkit::home::{Home, flat};
use crate::testkit::minisign::Maker;

/// A pack that finds the item of a profile's menu by another line, which fits what the line before fitted.
fn pack(revision: &str) -> String {
    let desktop = builtin_files().into_iter().find(|(file, _)| *file == "desktop.toml").unwrap().1;
    let from = "{ role = \"menuitem\", text = \"@remove_connection\"";
    assert!(desktop.contains(from));
    let desktop = desktop.replacen(from, "{ css = \"[role='menuitem']\", text = \"@remove_connection\"", 1);
    format!(
        "name = \"weekly\"\nrevision = \"{revision}\"\nmin_version = \"0.1.0\"\n\n[files]\n\"desktop.toml\" = '''\n{desktop}'''\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_pack_that_changes_the_click_somebody_is_rehearsed_before_anybody_is_removed() {
    let home = Home::new();
    let maker = Maker::new(7);
    let install = |revision: &str, more: &[&str]| {
        let text = pack(revision);
        home.write("weekly.pack.toml.minisig", &maker.sign(text.as_bytes()));
        home.write("weekly.pack.toml", &text);
        let (code, _, stderr) =
            home.run(&[&["selectors", "install", "weekly.pack.toml", "--yes"], more].concat());
        assert_eq!(code, 0, "{stderr}");
    };
    home.write("minisign.pub", &format!("untrusted comment: minisign public key\n{}\n", maker.key()));
    install("2026-12-01", &["--key", "minisign.pub"]);
    let site = Site::start(Options { people: 6, ..Options::default() }).await.unwrap();
    let front = front::that_proves_nothing(&Url::parse(site.url()).unwrap()).await;
    home.write(
        "config/unlinked/config.toml",
        "[pace]\nbetween_people_min = \"1s\"\nbetween_people_max = \"1s\"\n",
    );
    home.write(
        "roster.csv",
        &site.roster_csv(3).replace(site.url().trim_end_matches('/'), front.as_str().trim_end_matches('/')),
    );
    let run = |more: &[&str]| {
        let args = [&["run", "roster.csv", "--site", front.as_str(), "--now"], more].concat();
        let (code, stdout, stderr) = home.run(&args);
        (code, stdout, flat(&stderr))
    };

    let (code, _, stderr) = run(&["--limit", "1", "--yes"]);
    assert_eq!((code, site.state().page_views), (2, 0), "{stderr}");
    assert!(
        stderr
            .contains("nobody was rehearsed with it and your own files as they are yet; nothing was started"),
        "{stderr}"
    );

    // A rehearsal on a practice site says nothing of the real one.
    let (code, _, stderr) =
        home.run(&["run", "roster.csv", "--site", site.url(), "--no-limits", "--dry-run", "--limit", "1"]);
    // It ended for its limit.
    assert_eq!(code, 4, "{stderr}");
    let (code, _, stderr) = run(&["--limit", "1", "--yes"]);
    assert_eq!((code, site.state().removals.len()), (2, 0), "{stderr}");

    let (code, _, stderr) = run(&["--dry-run", "--limit", "1"]);
    assert_eq!((code, site.state().removals.len()), (4, 0), "{stderr}");
    let (code, _, stderr) = run(&["--limit", "1", "--yes"]);
    assert_eq!((code, site.state().removals.len()), (4, 1), "{stderr}");

    // A newer pack that changes nothing of the click against the one before asks for no rehearsal; the way back does not forget one.
    install("2026-12-02", &[]);
    let (code, stdout, stderr) = home.run(&["selectors", "check"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("2026-12-02"), "{stdout}");
    let (code, _, stderr) = run(&["--limit", "1", "--yes"]);
    assert_eq!((code, site.state().removals.len()), (4, 2), "{stderr}");
}
