use super::super::{Consider, FailOn, summary_text};
use super::*;
use crate::domain::Action;

const PEOPLE: &str = "Notes:\n\
    \"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\
    \n\
    First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
    Anna,Nowak,https://www.linkedin.com/in/anna-nowak,,Acmé GmbH,Senior Recruiter,15 Mar 2014\n\
    José,Pereira,https://www.linkedin.com/in/jos%C3%A9-pereira/,jose@mail.example,ACME,Engineer,02 Jan 2020\n\
    Zoë,Żółw,https://www.linkedin.com/in/ZOE-zolw,urn:li:member:12345,Globex,,20 Nov 2026\n\
    太郎,山田,https://www.linkedin.com/in/taro-yamada,,株式会社ソニー,部長,07 Jul 2016\n\
    Jan,Kowal,,,Initech,Talent Acquisition Partner,01 Feb 2012\n";

const ACME: &str = "[[rule]]\ntitle = \"old firm\"\nreason = \"irrelevant\"\nnote = \"left the field\"\ncompany = \"acme\"\n";

#[test]
fn a_rule_chooses_across_case_accents_and_width_and_the_roster_says_why() {
    let (plan, roster) = plan(PEOPLE, ACME, "");
    assert_eq!(who(&roster), ["anna-nowak", "josé-pereira"]);
    let row = &roster.rows[0];
    assert_eq!(row.reason.as_deref(), Some("irrelevant"));
    assert_eq!(row.note.as_deref(), Some("left the field [rule 1 (old firm): company fits `acme`]"));
    assert_eq!(row.connected_on.as_deref(), Some("2014-03-15"));
    assert_eq!((plan.weighed.network, plan.weighed.chosen), (5, 2));
    assert_eq!(
        who(&super::plan(PEOPLE, "[[rule]]\nreason = \"other\"\ncompany = \"ｿﾆｰ\"", "").1),
        ["taro-yamada"]
    );
}

#[test]
fn all_conditions_of_a_rule_must_hold_and_one_of_several_patterns() {
    let both =
        "[[rule]]\nreason = \"inactive\"\ncompany = [\"acme\", \"initech\"]\nconnected_before = 2015-01-01\n";
    assert_eq!(who(&plan(PEOPLE, both, "").1), ["anna-nowak", "Jan Kowal"]);
    let none = "[[rule]]\nreason = \"inactive\"\nno_position = true\n";
    assert_eq!(who(&plan(PEOPLE, none, "").1), ["zoe-zolw"]);
    let shared = "[[rule]]\nreason = \"inactive\"\nhas_email = true\n";
    assert_eq!(who(&plan(PEOPLE, shared, "").1), ["josé-pereira"], "a member's number is no e-mail address");
    let since = "[[rule]]\nreason = \"other\"\nconnected_since = \"02 Jan 2020\"\n";
    assert_eq!(who(&plan(PEOPLE, since, "").1), ["josé-pereira", "zoe-zolw"]);
    let name = "[[rule]]\nreason = \"other\"\nname = \"jose pereira\"\n";
    assert_eq!(who(&plan(PEOPLE, name, "").1), ["josé-pereira"]);
}

#[test]
fn rules_go_in_order_and_the_last_that_fits_decides() {
    let out = format!("{ACME}[[rule]]\ndo = \"exclude\"\nposition = \"recruit*\"\n");
    let (plan, roster) = plan(PEOPLE, &out, "");
    assert_eq!(who(&roster), ["josé-pereira"]);
    assert_eq!((plan.counts[0].fits, plan.counts[0].decides, plan.counts[1].decides), (2, 1, 1));
    let again = format!("{out}[[rule]]\nreason = \"spam\"\naction = \"unfollow\"\nname = \"Anna\"\n");
    let (plan, roster) = super::plan(PEOPLE, &again, "");
    assert_eq!(who(&roster), ["anna-nowak", "josé-pereira"]);
    assert_eq!(roster.rows[0].action, Action::Unfollow);
    assert_eq!(plan.weighed.chosen, 1, "who is only unfollowed stays in the network");
    let order = format!("[[rule]]\ndo = \"exclude\"\nposition = \"recruit*\"\n{ACME}");
    assert_eq!(who(&super::plan(PEOPLE, &order, "").1), ["anna-nowak", "josé-pereira"]);
}

#[test]
fn the_keep_list_wins_and_it_is_said_who_was_spared_by_which_line() {
    let keep = "# friends\nAnna Nowak, Acmé\nhttps://www.linkedin.com/in/José-Pereira\n";
    let (plan, roster) = plan(PEOPLE, ACME, keep);
    assert!(roster.is_empty());
    let spared: Vec<(u64, u64)> = plan.spared.iter().map(|spared| (spared.line, spared.by.line)).collect();
    assert_eq!(spared, [(5, 2), (6, 3)]);
    let rules =
        RuleSet::parse("rules.toml", &format!("schema = 1\n{ACME}"), std::path::Path::new("")).unwrap();
    let text = summary_text(&plan, &rules, "Connections.csv");
    assert!(
        text.contains(
            "Anna Nowak, Acmé GmbH: kept by line 2 (Anna Nowak, Acmé), in spite of rule 1 (old firm)"
        ),
        "{text}"
    );
}

#[test]
fn considerations_are_said_for_each_person_and_in_total() {
    let rules = "[consider]\nown_company = \"globex\"\nclient = [\"ソニー\"]\nshare = 50\n\
        [[rule]]\nreason = \"other\"\nconnected_before = 2027-01-01\n";
    let (_given, export) = open(PEOPLE);
    let rules =
        RuleSet::parse("rules.toml", &format!("schema = 1\n{rules}"), std::path::Path::new("")).unwrap();
    let keep = KeepList::empty();
    let options = Options {
        rules: &rules,
        keep: &keep,
        remembered: &crate::domain::Remembered::default(),
        today: jiff::civil::date(2026, 11, 23),
        new_since: None,
    };
    let mut said = Vec::new();
    let plan = choose(&mut export.unwrap(), &options, &mut |decision| {
        if let Decision::Chosen(chosen) = decision {
            said.push(chosen.consider.clone());
        }
        Ok(())
    })
    .unwrap();
    let expected = [
        vec![Consider::Recruiter],
        vec![Consider::SharedEmail],
        vec![Consider::OwnCompany, Consider::Recent],
        vec![Consider::Client],
        vec![Consider::Recruiter, Consider::NoUrl],
    ];
    assert_eq!(said, expected);
    let weighed = &plan.weighed;
    assert_eq!((weighed.recruiters, weighed.count(Consider::Recruiter)), (2, 2));
    // Acmé GmbH and ACME are two companies as far as anybody can tell.
    assert_eq!((weighed.companies, weighed.companies_lost), (5, 5));
    assert!(weighed.is_large_share());
    let against = "share".parse::<FailOn>().unwrap().objections(weighed);
    assert_eq!(against, ["share: 100%, and at most 50% is allowed"]);
    insta::assert_snapshot!(summary_text(&plan, &rules, "Connections.csv"));
}

#[test]
fn a_period_limits_whom_the_rules_see() {
    let (_given, export) = open(PEOPLE);
    let rules = "schema = 1\n[[rule]]\nreason = \"other\"\nconnected_before = 2027-01-01\n";
    let rules = RuleSet::parse("rules.toml", rules, std::path::Path::new("")).unwrap();
    let keep = KeepList::empty();
    let since = jiff::civil::date(2016, 7, 7);
    let options = Options {
        rules: &rules,
        keep: &keep,
        remembered: &crate::domain::Remembered::default(),
        today: jiff::civil::date(2026, 11, 23),
        new_since: Some(since),
    };
    let (plan, roster) = plan_with(&mut export.unwrap(), &options);
    assert_eq!(who(&roster), ["josé-pereira", "zoe-zolw", "taro-yamada"]);
    assert_eq!((plan.new, plan.weighed.network), (Some(3), 5));
}

#[test]
fn a_match_file_chooses_by_address_name_and_company_and_passes_over_in_doubt() {
    let given = Given::new();
    given.file(
        "people.csv",
        "https://de.linkedin.com/in/Taro-Yamada?trk=x\nJose Pereira, Acme\nNowak Anna, Globex\nJan Kowal\n",
    );
    let rules = "schema = 1\n[[rule]]\nreason = \"other\"\nmatch_file = \"people.csv\"\n";
    let rules = RuleSet::parse("rules.toml", rules, given.folder.path()).unwrap();
    let keep = KeepList::empty();
    let options = Options {
        rules: &rules,
        keep: &keep,
        remembered: &crate::domain::Remembered::default(),
        today: jiff::civil::date(2026, 11, 23),
        new_since: None,
    };
    let (_given, export) = open(PEOPLE);
    let (_, roster) = plan_with(&mut export.unwrap(), &options);
    assert_eq!(who(&roster), ["josé-pereira", "taro-yamada", "Jan Kowal"], "Anna Nowak is not at Globex");
    assert!(roster.rows[0].note.as_deref().unwrap().contains("people.csv:2"));
}

#[test]
fn somebody_who_stands_in_the_export_twice_goes_on_the_roster_once() {
    let twice = format!("{PEOPLE}Anna,Nowak,linkedin.com/in/Anna-Nowak/,,Acme,Recruiter,15 Mar 2014\n");
    let (plan, roster) = plan(&twice, ACME, "");
    assert_eq!((roster.len(), plan.duplicates), (2, 1));
    assert!(roster.duplicates.is_empty());
}

#[test]
fn drafts_are_written_for_each_person_and_a_wrong_template_is_shown_in_its_place() {
    use super::super::Drafts;
    let (_given, export) = open(PEOPLE);
    let rules =
        RuleSet::parse("rules.toml", &format!("schema = 1\n{ACME}"), std::path::Path::new("")).unwrap();
    let keep = KeepList::empty();
    let options = Options {
        rules: &rules,
        keep: &keep,
        remembered: &crate::domain::Remembered::default(),
        today: jiff::civil::date(2026, 11, 23),
        new_since: None,
    };
    let drafts = Drafts::new(Some("sustainable shipping".to_owned())).unwrap();
    let mut written = Vec::new();
    drafts.begin(&mut written).unwrap();
    choose(&mut export.unwrap(), &options, &mut |decision| {
        if let Decision::Chosen(chosen) = decision {
            drafts.write(chosen, &mut written).unwrap();
        }
        Ok(())
    })
    .unwrap();
    insta::assert_snapshot!(String::from_utf8(written).unwrap());

    // Who is only unfollowed stays a connection, and is told nothing.
    let (_given, export) = open(PEOPLE);
    let gentler = format!("schema = 1\n{ACME}").replace("[[rule]]", "[[rule]]\naction = \"unfollow\"");
    let rules = RuleSet::parse("rules.toml", &gentler, std::path::Path::new("")).unwrap();
    let options = Options { rules: &rules, ..options };
    let (mut nothing, mut chosen) = (Vec::new(), 0);
    choose(&mut export.unwrap(), &options, &mut |decision| {
        if let Decision::Chosen(one) = decision {
            chosen += 1;
            drafts.write(one, &mut nothing).unwrap();
        }
        Ok(())
    })
    .unwrap();
    assert!(chosen > 0 && nothing.is_empty());
    for (template, place) in [("Hello {{ nick_name }}", (1, 7)), ("Hello {% if %}", (1, 13))] {
        let error = Drafts::with_template("word.txt", template, None).unwrap_err();
        let faults = error.faults().unwrap();
        assert_eq!(faults.position(&faults.list[0]).map(|(line, _)| line), Some(place.0), "{error}");
        assert!(error.to_string().contains("first_name"), "{error}");
    }
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    let error = Drafts::with_template("word.txt", endless, None).unwrap_err();
    assert!(error.to_string().contains("takes more than 50000 steps"), "{error}");
}
