//! `unlinked selectors learn` by its user: from a page in a language that no file knows to a removal that is proved, on both front ends,
//! also where it is read from right to left.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::testkit::eyes::browser::{authority, http};
use crate::testkit::front;
use crate::testkit::home::{Home, flat};
use crate::testkit::practice_texts::texts;
use serde_json::Value;
use unlinked::practice::{FrontEndChoice, Options, Site};
use url::Url;

/// Two commands from a page that is refused to a removal: what is missing on the way is asked for by the second.
async fn from_nothing_to_a_proved_removal(language: &str, front_end: FrontEndChoice) {
    let home = Home::new();
    let said = texts(language);
    let options = Options { lang: language.to_owned(), front_end, demo_cast: true, ..Options::default() };
    let site = Site::start(options).await.unwrap();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let (title, confirm) = match front_end {
        FrontEndChoice::Ember => ("remove_title", "remove_confirm"),
        _ => ("remove_list_title", "remove_list_confirm"),
    };
    let pick = |place: &str, text: &str| format!("{place}={text}");

    // Nobody's degree can be read: the page is refused, and nothing is clicked.
    let (code, stdout, stderr) =
        home.run(&["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"]);
    assert_eq!(code, 3, "{stdout}{stderr}");
    assert!(stdout.contains("changed_page"), "{stdout}");
    assert!(
        flat(&stderr).contains("unlinked selectors learn") || stdout.contains("unlinked selectors learn"),
        "{stderr}"
    );

    let picks = [
        pick("degree", &said["first"]),
        pick("more", &said["more"]),
        pick("remove_item", &said["remove_item"]),
    ];
    let picks = picks.iter().flat_map(|one| ["--pick", one.as_str()]);
    let learn: Vec<&str> = ["selectors", "learn", "--slug", "martha-quill", "--site", site.url(), "--yes"]
        .into_iter()
        .chain(picks)
        .collect();
    let (code, stdout, stderr) = home.run(&learn);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains(&format!("locales/{language}.toml")), "{stdout}");
    assert!(site.state().removals.is_empty());

    // The item is clicked; its dialog is not known, and so it is not answered, but learned.
    let picks = [
        pick("dialog_title", &said[title]),
        pick("dialog_body", &said["remove_body"].replace("{name}", "Martha Quill")),
        pick("confirm", &said[confirm]),
        pick("second_degree", &said["second"]),
    ];
    let picks = picks.iter().flat_map(|one| ["--pick", one.as_str()]);
    let prove = ["selectors", "prove", "martha-quill", "--site", site.url(), "--no-limits", "--yes"];
    let prove: Vec<&str> = prove.into_iter().chain(["--confirm", "Martha Quill"]).chain(picks).collect();
    let (code, stdout, stderr) = home.run(&prove);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(flat(&stderr).contains("A practice site proves nothing"), "{stderr}");
    let removed: Vec<String> = site.state().removals.iter().map(|one| one.slug.clone()).collect();
    assert_eq!(removed, ["martha-quill"]);
    site.stop().await;

    // What there is to share has what was learned and what the page was like, and nothing of anybody.
    let (code, stdout, stderr) = home.run(&["selectors", "share", "-o", "issue.md"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let issue = std::fs::read_to_string(home.path().join("issue.md")).unwrap();
    assert!(
        issue.contains(&said["remove_item"]) && issue.contains("### The outline") && issue.contains("<div"),
        "{issue}"
    );
    for hers in ["Martha", "Quill", "martha-quill", "Rowan"] {
        assert!(!issue.contains(hers), "{hers} in {issue}");
    }
    let (code, _, stderr) = home.run(&["selectors", "share", "-o", "issue.md"]);
    assert!(code == 2 && stderr.contains("not there yet"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_language_no_file_knows_points_twice_and_the_removal_is_proved() {
    from_nothing_to_a_proved_removal("xx", FrontEndChoice::Sdui).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_same_on_the_older_pages_in_a_language_that_is_read_from_right_to_left() {
    from_nothing_to_a_proved_removal("xr", FrontEndChoice::Ember).await;
}

#[test]
fn what_cannot_be_picked_or_is_not_there_is_said_and_nothing_is_written() {
    let home = Home::new();
    let (code, _, stderr) = home.run(&["selectors", "learn", "--pick", "remove_items=1"]);
    assert!(
        code == 2
            && stderr.contains(
                "there are: degree, second_degree, more, remove_item, dialog_title, dialog_body, confirm"
            ),
        "{stderr}"
    );
    for pick in ["remove_item=0", "remove_item="] {
        let (code, _, stderr) = home.run(&["selectors", "learn", "--pick", pick]);
        assert!(code == 2 && stderr.contains("from 1"), "{stderr}");
    }
    assert!(!home.path().join("config/unlinked/selectors").exists());
}

/// Whom nobody named a second time is not removed, and what would prove nothing is not begun.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_persons_name_typed_once_more_nobody_is_removed_to_prove_a_line() {
    let home = Home::new();
    let site = Site::start(Options { demo_cast: true, ..Options::default() }).await.unwrap();
    let prove = ["selectors", "prove", "martha-quill", "--site", site.url(), "--no-limits"];
    let refused = |more: &[&str], because: &str| {
        let (code, stdout, stderr) = home.run(&[prove.as_slice(), more].concat());
        assert!(code == 2 && flat(&stderr).contains(because), "{more:?}: {code} {stdout}{stderr}");
    };
    refused(&[], "for the person's name");
    refused(&["--name", "Martha Quill", "--json"], "no JSON");
    assert_eq!(site.state().page_views, 0);
    // Rehearsed and pictured, and there it ends.
    refused(&["--name", "Martha Quill"], "add --confirm NAME");
    refused(&["--name", "Martha Quill", "--confirm", "Martha Quilt"], "another name");
    assert!(site.state().removals.is_empty());
    site.stop().await;
}

/// What is clicked before the dialog was on a picture when the name was typed, or it is rehearsed and asked about once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_changes_between_the_rehearsal_and_the_removal_is_rehearsed_again() {
    let home = Home::new();
    let options = Options { demo_cast: true, front_end: FrontEndChoice::Sdui, ..Options::default() };
    let site = Site::start(options).await.unwrap();
    let views = AtomicUsize::new(0);
    let front = front::before(&Url::parse(site.url()).unwrap(), move |path, page| {
        let is_hers = path.trim_end_matches('/') == "/in/martha-quill";
        let is_changed = is_hers && views.fetch_add(1, Ordering::SeqCst) > 0;
        is_changed.then(|| page.replace("Remove Connection", "Drop connection"))
    })
    .await;
    let prove = ["selectors", "prove", "martha-quill", "--site", front.as_str(), "--no-limits", "--yes"];
    let prove: Vec<&str> = prove
        .into_iter()
        .chain(["--confirm", "Martha Quill", "--pick", "remove_item=Drop connection"])
        .collect();
    let (code, stdout, stderr) = home.run(&prove);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let said = flat(&stderr);
    let shown = said.matches("This picture shows").count();
    assert!(said.contains("they are rehearsed again") && shown == 2, "{stderr}");
    let removed: Vec<String> = site.state().removals.iter().map(|one| one.slug.clone()).collect();
    assert_eq!(removed, ["martha-quill"]);
    site.stop().await;
}

/// What the answer to a request says.
async fn got(site: &Site, path: &str) -> String {
    let host = authority(site.url());
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let (status, _, body) = http(&host, &request).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

/// How old an invitation is, in a language that no file knows: the words are pointed out on the saved page, also the other form of one
/// week, and then every card has its age.
#[tokio::test(flavor = "multi_thread")]
async fn how_old_invitations_are_is_learned_from_a_saved_page_of_them() {
    for language in ["xx", "xr"] {
        let home = Home::new();
        let said = texts(language);
        let front_end = FrontEndChoice::Ember;
        let options = Options { people: 10, lang: language.to_owned(), front_end, ..Options::default() };
        let site = Site::start(options).await.unwrap();
        let path = "/mynetwork/invitation-manager/sent/?invitationType=CONNECTION&page=1";
        home.write("page.html", &got(&site, path).await);
        let url = format!("{}{path}", site.url());
        let learn =
            ["selectors", "learn", "--file", "page.html", "--url", &url, "--site", site.url(), "--yes"];
        let (code, stdout, stderr) = home.run(&learn);
        assert_eq!(code, 3, "nothing is picked alone: {stdout}{stderr}");
        let weeks = format!("sent_weeks={}", said["sent_ago"].replace("{n}", "3"));
        let months = format!("sent_months={}", said["sent_months"].replace("{n}", "2"));
        let one_week = format!("sent_weeks={}", said["sent_week"]);
        let one_month = format!("sent_months={}", said["sent_month"]);
        // One unit cannot be another as well.
        let twice = months.replace("sent_months", "sent_years");
        let (code, _, stderr) = home.run(&[&learn[..], &["--pick", &months, "--pick", &twice]].concat());
        assert!(code == 2 && stderr.contains("were both pointed at"), "{stderr}");
        for picks in [["--pick", &weeks, "--pick", &months], ["--pick", &one_week, "--pick", &one_month]] {
            let (code, stdout, stderr) = home.run(&[&learn[..], &picks].concat());
            assert_eq!(code, 0, "{picks:?}: {stdout}{stderr}");
        }
        let (code, _, stderr) = home.run(&learn);
        assert!(code == 0 && stderr.contains("Nothing to learn"), "{stderr}");
        let (code, stdout, stderr) =
            home.run(&["plan", "--sent-invitations", "--site", site.url(), "--json"]);
        assert_eq!(code, 0, "{stdout}{stderr}");
        let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut days: Vec<u64> = lines.iter().filter_map(|line| line["days"].as_u64()).collect();
        days.sort_unstable();
        assert_eq!(days, [7, 14, 21, 28, 30, 30, 30, 30, 60, 60, 60, 60, 90, 90], "{language}: {stdout}");
        site.stop().await;
    }
}
