//! `unlinked selectors probe --file` and `--outline`, as a user runs them: offline, with no account's folder touched.

use crate::testkit::home::{Home, flat};

const CONNECTIONS: &str = include_str!("../pages/sdui-connections.html");
const PROFILE: &str = include_str!("../pages/sdui-profile-1st.html");

/// The cells of a locator's row.
fn found<'a>(table: &'a str, locator: &str) -> &'a str {
    let line = table.lines().find(|line| line.split_whitespace().next() == Some(locator)).unwrap();
    line.split_once(locator).unwrap().1.trim()
}

#[test]
fn a_saved_page_is_tried_offline_and_its_outline_names_nobody() {
    let home = Home::new();
    home.write("page.html", CONNECTIONS);
    let args = [
        "selectors",
        "probe",
        "--file",
        "page.html",
        "--url",
        "https://www.linkedin.com/mynetwork/invite-connect/connections/",
        "--outline",
        "outline.html",
    ];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(found(&stdout, "row_link").starts_with("in 2 of 2"), "{stdout}");
    assert!(found(&stdout, "name_filter").starts_with("one "), "{stdout}");
    assert!(!home.state().exists(), "an account's folder was made");
    let outline = std::fs::read_to_string(home.path().join("outline.html")).unwrap();
    for kept in [
        "ConnectionsPage_ConnectionsList",
        "connectionsListTypeahead",
        "data-testid=\"lazy-column\"",
        "Więcej działań",
    ] {
        assert!(outline.contains(kept), "{kept:?} is not in\n{outline}");
    }
    for gone in ["Nerys", "elphick", "Silas", "Fjord", "Ferryman"] {
        assert!(!outline.contains(gone), "{gone:?} is in\n{outline}");
    }
    assert!(flat(&stderr).contains("Read it before you share it"), "{stderr}");
}

#[test]
fn what_needs_styles_that_were_not_saved_cannot_be_told() {
    let home = Home::new();
    let (head, rest) = PROFILE.split_once("<style>").unwrap();
    home.write("page.html", &format!("{head}{}", rest.split_once("</style>").unwrap().1));
    let args = ["selectors", "probe", "--file", "page.html", "--url", "/in/nerys-elphick-0a1/"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(found(&stdout, "top_card").starts_with("one "), "{stdout}");
    assert!(
        found(&stdout, "more").starts_with("one ") || found(&stdout, "more").starts_with("cannot tell"),
        "{stdout}"
    );
    assert!(flat(&stderr).contains("Not all of the page's styles were saved"), "{stderr}");

    // Said of everything that rests on it, and never "none" of what is in the page.
    let (code, stdout, _) = home.run(&[&args[..], &["--json"]].concat());
    assert_eq!(code, 0);
    let lines: Vec<serde_json::Value> =
        stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in lines.iter().filter(|line| line["event"] == "locator") {
        let unseen =
            line["why"] == "not_visible" || (line["why"] == "not_unique" && line["locator"] != "menu");
        assert!(!unseen || line["cannot_tell"] == true || line["count"].as_u64() > Some(1), "{line}");
    }
}

#[test]
fn what_is_no_saved_page_is_wrong_use() {
    let home = Home::new();
    home.write("notes.txt", "nothing of a page");
    for (args, says) in [
        (vec!["--file", "notes.txt"], "--url"),
        (vec!["--file", "notes.txt", "--url", "/in/ada/"], "there is no HTML page in notes.txt"),
        (vec!["--file", "nowhere.html", "--url", "/in/ada/"], "nowhere.html cannot be read"),
        (vec!["ada", "--file", "notes.txt", "--url", "/in/ada/"], "cannot be used with"),
    ] {
        let (code, _, stderr) = home.run(&[&["selectors", "probe"][..], &args].concat());
        assert_eq!(code, 2, "{args:?}: {stderr}");
        assert!(flat(&stderr).contains(says), "{args:?}: {stderr}");
    }
}
