//! People of whom a keep list cannot be told: wherever people who need a look are listed they are, with the reason and the way out,
//! until they are released.

use super::home_with_roster;
use crate::testkit::home::{Home, bare_practice_site, flat};

fn run(home: &Home, site: &str) -> i32 {
    let args = [
        "run",
        "roster.csv",
        "--site",
        site,
        "--no-limits",
        "--yes",
        "--route",
        "connections",
        "--keep",
        "keep.txt",
    ];
    home.run(&args).0
}

#[test]
fn they_are_in_every_form_of_the_status_and_of_the_report() {
    let site = bare_practice_site();
    let home = home_with_roster();
    home.write("keep.txt", "martha-quill\ncompany:Saltmarsh*\n");
    assert_eq!(run(&home, &site), 3);
    let told = |args: &[&str]| {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!(code, 0, "{args:?}: {stderr}");
        flat(&stdout)
    };
    let forms: &[&[&str]] = &[
        &["status", "--needs-a-look"],
        &["status", "--needs-a-look", "--json"],
        &["report", "1", "--format", "html", "-o", "-"],
        &["report", "1", "--format", "markdown"],
        &["report", "1", "--format", "junit"],
        &["report", "1", "--format", "csv"],
        &["report", "1", "--format", "json"],
    ];
    for form in forms {
        let said = told(form);
        assert!(said.contains("keep release ben-halloway"), "{form:?}: {said}");
        assert!(said.contains("cannot be told whether"), "{form:?}: {said}");
        assert!(!said.contains("keep release martha-quill"), "a line fits her: {form:?}: {said}");
    }
    let json: serde_json::Value = serde_json::from_str(&told(&["report", "1", "--format", "json"])).unwrap();
    assert_eq!(json["needs_a_look"], 1, "{json:#}");
    let status: serde_json::Value = serde_json::from_str(&told(&["status", "--json"])).unwrap();
    assert_eq!(status["needs_a_look"], 1, "{status:#}");
    assert!(told(&["report", "1", "--format", "junit"]).contains("<failure"), "junit");

    assert_eq!(home.run(&["keep", "release", "ben-halloway"]).0, 0);
    for form in forms {
        let said = told(form);
        assert!(!said.contains("keep release ben-halloway"), "{form:?}: {said}");
    }
}
