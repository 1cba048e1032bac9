use std::path::Path;

use super::super::{PlanError, RuleSet};

const WRONG: &str = "schema = 1\n\
    dates = \"day first\"\n\
    rules = 3\n\
    [consider]\n\
    recent = \"soon\"\n\
    share = 120\n\
    client = [\"**\", 7]\n\
    [[rule]]\n\
    reason = \"boring\"\n\
    compnay = \"Acme\"\n\
    [[rule]]\n\
    company = []\n\
    connected_before = \"02/07/2022\"\n\
    [[rule]]\n\
    do = \"exclude\"\n\
    reason = \"spam\"\n\
    no_position = \"yes\"\n\
    [[rule]]\n\
    reason = \"spam\"\n\
    action = \"withdraw\"\n\
    match_file = \"none.csv\"\n\
    [[rule]]\n\
    reason = \"spam\"\n";

#[test]
fn everything_that_is_wrong_in_a_rule_file_is_told_at_once_and_in_its_place() {
    let Err(PlanError::Faults(faults)) = RuleSet::parse("rules.toml", WRONG, Path::new("/nowhere")) else {
        panic!("expected faults");
    };
    let places: Vec<(usize, &str)> =
        faults.list.iter().map(|fault| (faults.position(fault).unwrap().0, fault.code)).collect();
    let expected = [
        (2, "rules.word"),
        (3, "rules.key"),
        (5, "rules.age"),
        (6, "rules.type"),
        (7, "rules.pattern"),
        (7, "rules.type"),
        (9, "rules.word"),
        (10, "rules.key"),
        (11, "rules.reason"),
        (12, "rules.empty"),
        (13, "rules.date"),
        (16, "rules.exclude"),
        (17, "rules.type"),
        (20, "rules.word"),
        (21, "rules.match_file"),
        (22, "rules.no_condition"),
    ];
    assert_eq!(places, expected, "{faults}");
    let shown = faults.render(false, 90);
    for help in ["Did you mean `day-first`?", "Did you mean `company`?", "2 July 2022 or 7 February 2022"] {
        assert!(shown.contains(help), "{help}: {shown}");
    }
}

#[test]
fn a_file_that_is_no_toml_or_has_no_schema_is_refused() {
    for (text, code) in [
        ("schema = 1\n[[rule]\n", "rules.toml"),
        ("[[rule]]\nreason=\"spam\"\nno_company=true\n", "rules.schema"),
        ("schema = 2", "rules.type"),
    ] {
        let error = RuleSet::parse("rules.toml", text, Path::new("")).unwrap_err();
        assert_eq!(error.faults().unwrap().list[0].code, code, "{error}");
    }
}

#[test]
fn the_rule_file_of_the_manual_is_right() {
    let manual = include_str!("../../../docs/plan.md");
    let example = manual.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    // The example names a match file that no reader has.
    let example = example.replace("match_file = \"speakers-2019.csv\"", "no_company = true");
    let rules =
        RuleSet::parse("rules.toml", &example, Path::new("")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rules.rules.len(), 4);
}
