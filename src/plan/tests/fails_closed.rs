//! A condition on what is missing or cannot be read chooses nobody, and excludes whom it might be about.

use proptest::prelude::*;

use super::super::{DayOrder, FailOn, chosen_text, summary_text};
use super::*;
use crate::plan::date::{self, Days};

const ALL: &str = "[[rule]]\nreason = \"other\"\nname = \"anna\"\n";

fn with(company: &str, position: &str, day: &str) -> String {
    format!("{HEADER}Anna,Nowak,anna-nowak,,{company},{position},{day}\n")
}

#[test]
fn what_cannot_be_told_chooses_nobody_and_holds_for_an_exclusion() {
    let known = with("Larkspur", "Clerk", "15 Mar 2014");
    let no_company_column = "First Name,Last Name,URL,Workplace,Position,Connected On\n\
        Anna,Nowak,anna-nowak,Larkspur,Clerk,15 Mar 2014\n"
        .to_owned();
    let only_names = "First Name,Last Name,URL\nAnna,Nowak,anna-nowak\n".to_owned();
    // The export, a condition, whether a rule that chooses by it takes Anna, whether one that excludes lets her stay.
    let cases: &[(&str, &str, bool, bool)] = &[
        (&known, "company = \"larkspur\"", true, false),
        (&known, "company = \"globex\"", false, true),
        (&with("", "Clerk", "15 Mar 2014"), "company = \"globex\"", false, false),
        (&no_company_column, "company = \"globex\"", false, false),
        (&no_company_column, "no_company = true", false, false),
        (&only_names, "no_position = true", false, false),
        (&only_names, "has_email = false", false, false),
        (&only_names, "position = \"recruit*\"", false, false),
        (&only_names, "connected_before = 2027-01-01", false, false),
        (&known, "no_company = true", false, true),
        (&known, "connected_before = 2015-01-01", true, false),
        (&known, "connected_since = 2018-01-01", false, true),
        (&with("Larkspur", "Clerk", ""), "connected_since = 2018-01-01", false, false),
        (&with("Larkspur", "Clerk", "soon"), "connected_since = 2018-01-01", false, false),
        (&with("Larkspur", "Clerk", "soon"), "connected_before = 2018-01-01", false, false),
        (&with("Larkspur", "Clerk", "15 Mar 2002"), "connected_before = 2018-01-01", false, false),
        (&with("Larkspur", "Clerk", "15 Mar 2031"), "connected_since = 2018-01-01", false, false),
        // What is known not to hold decides, whatever else is missing.
        (&with("Larkspur", "Clerk", ""), "connected_since = 2018-01-01\ncompany = \"globex\"", false, true),
    ];
    for (export, condition, chosen, stays) in cases {
        let (plan, roster) = super::plan(export, &format!("[[rule]]\nreason = \"other\"\n{condition}\n"), "");
        assert_eq!(!roster.is_empty(), *chosen, "chooses by {condition} in {export}: {:?}", plan.counts);
        let (_, roster) = super::plan(export, &format!("{ALL}[[rule]]\ndo = \"exclude\"\n{condition}\n"), "");
        assert_eq!(!roster.is_empty(), *stays, "excludes by {condition} in {export}");
    }
}

/// Every condition, over a value that fits, one that does not, one that is missing, and one that cannot be read (`None` where
/// nothing of the kind can be unreadable): an excluding rule lets go of nobody but those who are known not to fit.
#[test]
fn every_excluding_condition_holds_over_what_is_missing_or_unreadable() {
    // A condition that is added to the rules does not compile here until it has its rows.
    let super::super::rule::Conditions {
        company: _,
        position: _,
        name: _,
        connected_before: _,
        connected_since: _,
        has_position: _,
        has_company: _,
        has_email: _,
        people: _,
    } = super::super::rule::Conditions::default();
    const DAY: &str = "15 Mar 2014";
    let without = |column: &str| {
        let kept: Vec<&str> = HEADER.trim_end().split(',').filter(|name| *name != column).collect();
        let cells: Vec<&str> = kept
            .iter()
            .map(|name| match *name {
                "First Name" => "Anna",
                "Last Name" => "Nowak",
                "URL" => "anna-nowak",
                "Company" => "Larkspur",
                "Position" => "Clerk",
                "Connected On" => DAY,
                _ => "",
            })
            .collect();
        format!("{}\n{}\n", kept.join(","), cells.join(","))
    };
    let mail = |mail: &str| format!("{HEADER}Anna,Nowak,anna-nowak,{mail},Larkspur,Clerk,{DAY}\n");
    let url = |url: &str| format!("{HEADER}Anna,Nowak,{url},,Larkspur,Clerk,{DAY}\n");
    let given = Given::new();
    given.file("people.csv", "Zoe Bexley\nAnna Nowak, Larkspur\n");
    given.file("companies.csv", "company:Larkspur*\n");
    given.file("initials.csv", "A. Nowak\n");
    given.file("slugs.csv", "https://www.linkedin.com/in/anna-nowak\n");
    // What fits, what does not, what is missing, what cannot be read.
    type Row<'a> = (&'a str, String, String, Vec<String>);
    let table: Vec<Row<'_>> = vec![
        (
            "company = \"larkspur\"",
            with("Larkspur", "Clerk", DAY),
            with("Globex", "Clerk", DAY),
            vec![with("", "Clerk", DAY), without("Company")],
        ),
        (
            "position = \"clerk\"",
            with("Larkspur", "Clerk", DAY),
            with("Larkspur", "Potter", DAY),
            vec![with("Larkspur", "", DAY), without("Position")],
        ),
        (
            "name = \"nowak\"",
            with("Larkspur", "Clerk", DAY),
            with("Larkspur", "Clerk", DAY).replace("Nowak", "Lis"),
            vec![],
        ),
        (
            "connected_before = 2015-01-01",
            with("Larkspur", "Clerk", DAY),
            with("Larkspur", "Clerk", "15 Mar 2024"),
            vec![
                with("Larkspur", "Clerk", ""),
                without("Connected On"),
                with("Larkspur", "Clerk", "soon"),
                with("Larkspur", "Clerk", "15 Mar 2002"),
                with("Larkspur", "Clerk", "15 Mar 2031"),
            ],
        ),
        (
            "connected_since = 2014-01-01",
            with("Larkspur", "Clerk", DAY),
            with("Larkspur", "Clerk", "15 Mar 2009"),
            vec![with("Larkspur", "Clerk", ""), without("Connected On"), with("Larkspur", "Clerk", "soon")],
        ),
        (
            "no_position = true",
            with("Larkspur", "", DAY),
            with("Larkspur", "Clerk", DAY),
            vec![without("Position")],
        ),
        (
            "no_company = true",
            with("", "Clerk", DAY),
            with("Larkspur", "Clerk", DAY),
            vec![without("Company")],
        ),
        ("has_email = true", mail("anna@example.com"), mail(""), vec![without("Email Address")]),
        ("has_email = false", mail(""), mail("anna@example.com"), vec![without("Email Address")]),
        (
            "match_file = \"people.csv\"",
            with("Larkspur", "Clerk", DAY),
            with("Globex", "Clerk", DAY),
            vec![with("", "Clerk", DAY), without("Company")],
        ),
        (
            "match_file = \"companies.csv\"",
            with("Larkspur Ltd", "Clerk", DAY),
            with("Globex", "Clerk", DAY),
            vec![with("", "Clerk", DAY), without("Company"), with("", "Clerk at Larkspur", DAY)],
        ),
        (
            "match_file = \"initials.csv\"",
            with("", "Clerk", DAY),
            with("", "Clerk", DAY).replace("Anna", "Ben"),
            vec![],
        ),
        (
            "match_file = \"slugs.csv\"",
            url("anna-nowak"),
            url("ben-nowak"),
            vec![url("https://www.linkedin.com/sales/lead/ACw1")],
        ),
    ];
    let stays = |export: &str, condition: &str| {
        let rules = format!("schema = 1\n[[rule]]\nreason = \"other\"\nconnected_before = 2040-01-01\n{ALL}[[rule]]\ndo = \"exclude\"\n{condition}\n")
            .replace("name = \"anna\"", "name = [\"anna\", \"ben\"]");
        let rules = RuleSet::parse("rules.toml", &rules, given.folder.path()).unwrap();
        let options = Options {
            rules: &rules,
            keep: &KeepList::empty(),
            remembered: &crate::domain::Remembered::default(),
            today: jiff::civil::date(2026, 11, 23),
            new_since: None,
        };
        let (_given, export) = open(export);
        !plan_with(&mut export.unwrap(), &options).1.is_empty()
    };
    for (condition, fits, fits_not, missing) in &table {
        assert!(!stays(fits, condition), "{condition} over what fits: {fits}");
        assert!(stays(fits_not, condition), "{condition} over what does not fit: {fits_not}");
        for export in missing {
            assert!(!stays(export, condition), "{condition} over what is missing or unreadable: {export}");
        }
    }
}

/// `no_company` beside an exclusion by company: whoever has none may work there all the same, and a rule behind the exclusion has
/// the last word.
#[test]
fn who_is_chosen_for_the_lack_of_a_company_is_spared_for_it_unless_a_later_rule_chooses_them() {
    let export = with("", "", "15 Mar 2014");
    let lacks = "[[rule]]\nreason = \"inactive\"\nno_position = true\nno_company = true\n";
    let but = "[[rule]]\ndo = \"exclude\"\nposition = \"recruit*\"\n";
    assert!(plan(&export, &format!("{lacks}{but}"), "").1.is_empty());
    assert_eq!(who(&plan(&export, &format!("{but}{lacks}"), "").1), ["anna-nowak"]);
}

#[test]
fn a_match_file_that_cannot_tell_excludes() {
    let given = Given::new();
    given.file("people.csv", "Anna Nowak, Larkspur\n");
    for (company, stays) in [("Larkspur", false), ("Globex", true), ("", false)] {
        let rules = format!("schema = 1\n{ALL}[[rule]]\ndo = \"exclude\"\nmatch_file = \"people.csv\"\n");
        let rules = RuleSet::parse("rules.toml", &rules, given.folder.path()).unwrap();
        let keep = KeepList::empty();
        let options = Options {
            rules: &rules,
            keep: &keep,
            remembered: &crate::domain::Remembered::default(),
            today: jiff::civil::date(2026, 11, 23),
            new_since: None,
        };
        let (_given, export) = open(with(company, "Clerk", "15 Mar 2014"));
        assert_eq!(!plan_with(&mut export.unwrap(), &options).1.is_empty(), stays, "{company}");
    }
}

#[test]
fn fail_on_counts_whom_it_cannot_tell() {
    let objections = |export: &str, what: &str, consider: &str| {
        let (plan, _) = plan(export, &format!("{consider}{ALL}"), "");
        what.parse::<FailOn>().unwrap().objections(&plan.weighed)
    };
    for (export, what, against) in [
        (with("Larkspur", "Clerk", "15 Mar 2014"), "recent", false),
        (with("Larkspur", "Clerk", "15 Nov 2026"), "recent", true),
        (with("Larkspur", "Clerk", ""), "recent", true),
        (with("Larkspur", "Clerk", "15 Mar 2002"), "recent", true),
        (with("Larkspur", "Clerk", ""), "recent=1", false),
        (with("Larkspur", "", "15 Mar 2014"), "recruiter", true),
        (with("", "Clerk", "15 Mar 2014"), "own-company", true),
        (with("Larkspur", "Clerk", "15 Mar 2014"), "own-company", false),
        ("First Name,Last Name,URL\nAnna,Nowak,anna-nowak\n".to_owned(), "shared-email", true),
        ("First Name,Last Name,URL\nAnna,Nowak,anna-nowak\n".to_owned(), "last-at-company", true),
    ] {
        let said = objections(&export, what, "[consider]\nown_company = \"Globex\"\n");
        assert_eq!(!said.is_empty(), against, "{what} in {export}: {said:?}");
    }
    let said = objections(&with("Larkspur", "Clerk", "15 Mar 2014"), "client", "");
    assert!(said[0].contains("--client PATTERN"), "{said:?}");
}

#[test]
fn the_summary_says_how_days_were_read_what_could_not_be_told_and_who_is_chosen() {
    let export = format!(
        "{HEADER}Anna,Nowak,anna-nowak,,Larkspur,Clerk,21-12-31\nAnna,Lis,anna-lis,,,Clerk,22-03-05\nAnna,Kos,anna-kos,,,,soon\n"
    );
    let rules = format!("{ALL}[[rule]]\ndo = \"exclude\"\ncompany = \"globex\"\n");
    let (plan, _) = plan(&export, &rules, "");
    let rules = RuleSet::parse("r", &format!("schema = 1\n{rules}"), std::path::Path::new("")).unwrap();
    let text = summary_text(&plan, &rules, "Connections.csv") + &chosen_text(&plan, false);
    for part in [
        "read in 2 rows; numbers are year-first (`22-03-05` is 5 March 2022), known from 1 of 2 rows; 1 row cannot be used",
        "cannot tell for 2, taken off, in doubt",
        "Chosen:\n  Anna Nowak, Larkspur: rule 1: name fits `anna`",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn an_order_is_taken_only_where_the_rows_leave_no_other() {
    let order = |days: &[&str]| {
        let rows: String = days.iter().map(|day| format!("Anna,Nowak,,,,,\"{day}\"\n")).collect();
        let (_given, export) = open(format!("{HEADER}{rows}"));
        export.map(|export| export.dates().order).map_err(|error| error.faults().unwrap().list[0].code)
    };
    for (days, expected) in [
        (&["15 Mar 2014"][..], Ok(None)),
        (&["05/05/2022"], Ok(None)),
        (&["02/07/2022"], Err("plan.ambiguous_date")),
        (&["22-03-05"], Err("plan.ambiguous_date")),
        (&["22-03-05", "24-06-02"], Ok(Some(DayOrder::YearFirst))),
        (&["22-03-05", "22-03-28"], Ok(Some(DayOrder::YearFirst))),
        (&["22-03-05", "28-03-22"], Ok(Some(DayOrder::DayFirst))),
        (&["22-03-28", "28-03-22"], Err("plan.dates_both_ways")),
        (&["02/07/2022", "25/12/2021"], Ok(Some(DayOrder::DayFirst))),
        (&["02/07/2022", "12/25/2021"], Ok(Some(DayOrder::MonthFirst))),
        (&["12/25/2021", "25/12/2021"], Err("plan.dates_both_ways")),
        (&["3/5/18, 4:20 PM"], Ok(Some(DayOrder::MonthFirst))),
        (&["3/5/18, 4:20 PM", "25/5/18, 4:20 PM"], Ok(Some(DayOrder::DayFirst))),
        // A slip proves nothing.
        (&["02/07/2022", "00/00/2022", "31/12/1999"], Err("plan.ambiguous_date")),
    ] {
        assert_eq!(order(days), expected, "{days:?}");
    }
}

proptest! {
    /// However an order writes random days, they are read as these days or refused, and never as others.
    #[test]
    fn random_columns_of_days_are_read_right_or_not_at_all(
        written in 0_usize..4,
        days in prop::collection::vec((2003_i16..=2026, 1_i8..=12, 1_i8..=28), 1..40),
    ) {
        let today = jiff::civil::date(2026, 11, 29);
        let days: Vec<_> = days.into_iter()
            .map(|(year, month, day)| jiff::civil::date(year, month, day))
            .filter(|day| Days::until(today).has(*day))
            .collect();
        prop_assume!(!days.is_empty());
        let form = ["%d/%m/%Y", "%m/%d/%Y", "%y-%m-%d", "%-m/%-d/%y, 4:20 PM"][written];
        let rows: String =
            days.iter().map(|day| format!("Anna,Nowak,,,,,\"{}\"\n", day.strftime(form))).collect();
        let given = Given::new();
        let path = given.file("Connections.csv", format!("{HEADER}{rows}"));
        if let Ok(mut export) =
            Export::open(path, ExportOptions { today: Some(today), ..ExportOptions::default() })
        {
            let (all, _) = export.all().unwrap();
            let read: Vec<_> = all.iter().map(|one| one.connected_on).collect();
            prop_assert_eq!(read, days.iter().copied().map(Some).collect::<Vec<_>>());
        } else {
            let ambiguous = days.iter().any(|day| {
                date::read(&day.strftime(form).to_string()).day(None, Some(Days::until(today))).is_none()
            });
            prop_assert!(ambiguous && written < 3, "nothing to refuse");
        }
    }
}
