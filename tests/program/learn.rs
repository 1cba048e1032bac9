//! `unlinked selectors learn` by its user: from a page in a language that no file knows to a removal that is proved, on both front ends,
//! also where it is read from right to left.

use crate::testkit::home::{Home, flat};
use crate::testkit::practice_texts::texts;
use serde_json::Value;
use unlinked::practice::{FrontEndChoice, Options, Site};

/// Whether this is what reads so, or is labelled so.
fn is_it(one: &Value, text: &str) -> bool {
    let said = ["text", "label"].iter().filter_map(|key| one[*key].as_str()).find(|said| !said.is_empty());
    said.is_some_and(|said| said.trim_start_matches("· ") == text)
}

/// Asks what there is to learn, and points at what the person sees: gives the flags that pick it.
fn points(home: &Home, args: &[&str], wanted: &[(&str, &str)]) -> Vec<String> {
    let (code, stdout, stderr) = home.run(&[args, &["--json"]].concat());
    assert_eq!(code, 3, "{stdout}{stderr}");
    let told: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut picks = Vec::new();
    for (place, text) in wanted {
        let of_place = |one: &&Value| one["event"] == "may_be" && one["place"] == *place;
        let Some(first) = told.iter().find(|one| of_place(one)) else { continue };
        let it = told.iter().filter(of_place).find(|one| is_it(one, text));
        let it = it.unwrap_or_else(|| panic!("{place}: no {text} in {stdout}"));
        assert!(*place != "degree" || it["number"] == 1, "{text} is not first, but {first}");
        picks.extend(["--pick".to_owned(), format!("{place}={}", it["number"])]);
    }
    assert!(!picks.is_empty(), "{stdout}");
    picks
}

async fn from_nothing_to_a_proved_removal(language: &str, front_end: FrontEndChoice) {
    let home = Home::new();
    let said = texts(language);
    let options = Options { lang: language.to_owned(), front_end, demo_cast: true, ..Options::default() };
    let site = Site::start(options).await.unwrap();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let act = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    let learn = |args: &[&str], wanted: &[(&str, &str)]| {
        let args = [&["selectors", "learn", "--site", site.url()], args].concat();
        let picks = points(&home, &args, wanted);
        let picks: Vec<&str> = picks.iter().map(String::as_str).chain(["--yes"]).collect();
        let (code, stdout, stderr) = home.run(&[args.as_slice(), &picks].concat());
        assert_eq!(code, 0, "{stdout}{stderr}");
        stdout
    };

    // Nobody's degree can be read: the page is refused, and nothing is clicked.
    let (code, stdout, stderr) = home.run(&act);
    assert_eq!(code, 3, "{stdout}{stderr}");
    assert!(stdout.contains("changed_page"), "{stdout}");
    assert_eq!(site.state().page_views.min(1), 1);

    let first = [("degree", &said["first"]), ("more", &said["more"]), ("remove_item", &said["remove_item"])];
    let shown = learn(&["martha-quill"], &first.map(|(place, text)| (place, text.as_str())));
    assert!(shown.contains(&format!("locales/{language}.toml")), "{shown}");

    // The item is clicked; its dialog is not known, and so it is not answered.
    let (code, stdout, stderr) = home.run(&act);
    assert_eq!(code, 3, "{stdout}{stderr}");
    assert!(site.state().removals.is_empty(), "{stdout}");

    let (title, confirm) = match front_end {
        FrontEndChoice::Ember => ("remove_title", "remove_confirm"),
        _ => ("remove_list_title", "remove_list_confirm"),
    };
    let body = said["remove_body"].replace("{name}", "Martha Quill");
    learn(&[], &[("dialog_title", &said[title]), ("dialog_body", &body), ("confirm", &said[confirm])]);
    home.run(&["retry", "martha-quill"]);
    let (mut code, mut stdout, mut stderr) = home.run(&act);
    if front_end == FrontEndChoice::Ember {
        // The older pages prove a removal by words alone, and nobody has said yet what the 2nd degree is called.
        assert!(code == 3 && stdout.contains("unconfirmed"), "{stdout}{stderr}");
        learn(&[], &[("second_degree", &said["second"])]);
        (code, stdout, stderr) = home.run(&act);
    }
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(flat(&stdout).contains("removed"), "{stdout}");
    let removed: Vec<String> = site.state().removals.iter().map(|one| one.slug.clone()).collect();
    assert_eq!(removed, ["martha-quill"]);
    site.stop().await;
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
    let (code, _, stderr) = home.run(&["selectors", "learn", "--pick", "remove_item=0"]);
    assert!(code == 2 && stderr.contains("from 1"), "{stderr}");
    assert!(!home.path().join("config/unlinked/selectors").exists());
}
