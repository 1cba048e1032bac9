use crate::domain::Action;
use crate::roster::{DuplicateOf, Roster};

#[track_caller]
fn read(text: &str) -> Roster {
    Roster::parse("roster.csv", text).unwrap_or_else(|error| panic!("{error}"))
}

fn slugs(roster: &Roster) -> Vec<&str> {
    roster.rows.iter().map(|row| row.person.slug.as_ref().map_or("-", |slug| slug.as_str())).collect()
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.rows.iter().map(|row| row.person.name.as_ref().map_or("-", |name| name.as_str())).collect()
}

fn lines(roster: &Roster) -> Vec<u64> {
    roster.rows.iter().map(|row| row.line).collect()
}

const EXPORT: &str = "Notes:\r\n\
    \"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see \
    email addresses, if they are shared.\"\r\n\r\n\
    First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n\
    Anna,\"Nowak, PhD\",https://www.linkedin.com/in/Anna-Nowak,,Acme,Engineer,15 Mar 2024\r\n\
    ,,,,,,\r\n\
    Łukasz,Żółw,https://www.linkedin.com/in/%C5%82ukasz-%C5%BC%C3%B3%C5%82w ,l@example.com,\"Żółw, \"\"Syn\"\" i Spółka\",,7 Feb 2022\r\n\
    ,,https://www.linkedin.com/in/no-name-1a2b,,,,1 Jan 2020\r\n";

#[test]
fn linkedins_own_export_is_read_with_its_preamble_and_bom() {
    for bom in ["", "\u{feff}"] {
        let roster = read(&format!("{bom}{EXPORT}"));
        assert_eq!(slugs(&roster), ["anna-nowak", "łukasz-żółw", "no-name-1a2b"]);
        assert_eq!(names(&roster), ["Anna Nowak, PhD", "Łukasz Żółw", "-"]);
        assert_eq!(lines(&roster), [5, 7, 8]);
        let second = &roster.rows[1];
        assert_eq!(second.person.company.as_deref(), Some("Żółw, \"Syn\" i Spółka"));
        assert_eq!(second.email.as_deref(), Some("l@example.com"));
        assert_eq!(second.connected_on.as_deref(), Some("7 Feb 2022"));
        assert_eq!(second.position, None);
        assert!(roster.warnings.is_empty());
    }
}

#[test]
fn our_own_format_has_action_reason_and_note() {
    let roster = read(
        "url,name,company,location,action,reason,note\n\
         jane-doe,Jane Doe,Acme,Gdańsk,,irrelevant,\"met once,\nlong ago\"\n\
         john-roe,John Roe,,,Unfollow,,\n",
    );
    let [jane, john] = roster.rows.as_slice() else { panic!("two rows") };
    assert_eq!((jane.action, john.action), (Action::Remove, Action::Unfollow));
    assert_eq!(jane.note.as_deref(), Some("met once,\nlong ago"));
    assert_eq!(jane.reason.as_deref(), Some("irrelevant"));
    assert_eq!(jane.person.location.as_deref(), Some("Gdańsk"));
    assert_eq!((jane.line, john.line), (2, 4), "a quoted line end moves the next row down");
}

#[test]
fn delimiters_line_ends_and_headings_may_vary() {
    for text in [
        "url,name\njane-doe,Jane Doe\n",
        "URL;Name\r\njane-doe;Jane Doe\r\n",
        " Profile URL \tFull Name\njane-doe\tJane Doe",
        "sep=;\nname;profile_url\nJane Doe;jane-doe\n",
        "\u{feff}\"url\",\"name\"\n\"jane-doe\",\"Jane Doe\"\n",
        "url,name\rjane-doe,Jane Doe\r",
        "\n\nurl,name\n\n\njane-doe,Jane Doe,,\n",
        "url,First Name,Last Name\njane-doe,Jane,Doe\n",
    ] {
        let roster = read(text);
        assert_eq!((slugs(&roster), names(&roster)), (vec!["jane-doe"], vec!["Jane Doe"]), "{text:?}");
    }
}

#[test]
fn lines_are_counted_over_blank_lines_and_every_line_end() {
    let roster = read("url\r\n\r\njane-doe\r\n\r\n\r\njohn-roe\r\n");
    assert_eq!(lines(&roster), [3, 6]);
    let roster = read("url,note\na,\"x\r\ny\"\r\nb,\n\nc,");
    assert_eq!(lines(&roster), [2, 4, 6]);
}

#[test]
fn who_is_named_twice_is_kept_once_and_said() {
    let roster = read(
        "url,name,company\n\
         jane-doe,,\n\
         https://de.linkedin.com/in/Jane-Doe/,Jane Doe,\n\
         ,Anna Nowak,Acme\n\
         ,Nowak Anna,ACME\n\
         ,Anna Nowak,Other\n",
    );
    assert_eq!(lines(&roster), [2, 4, 6]);
    let said: Vec<_> = roster.duplicates.iter().map(|d| (d.line, d.first_line, d.of)).collect();
    assert_eq!(said, [(3, 2, DuplicateOf::Slug), (5, 4, DuplicateOf::Name)]);
}

/// Guards against a second search for one name that finds the next person of that name.
#[test]
fn a_bare_name_that_a_better_row_has_too_is_left_out() {
    let roster = read(
        "url,name,company\n\
         ,Anna Nowak,\n\
         anna-nowak,Anna Nowak,Acme\n\
         ,Anna Nowak,Other\n\
         ,Jan Kowal,\n\
         ,Jan Kowal,Acme\n",
    );
    assert_eq!(lines(&roster), [3, 4, 6]);
    let said: Vec<_> = roster.duplicates.iter().map(|d| (d.line, d.first_line, d.of)).collect();
    assert_eq!(said, [(2, 3, DuplicateOf::NameInDoubt), (5, 6, DuplicateOf::NameInDoubt)]);
}

#[test]
fn the_fingerprint_follows_the_content_and_not_the_form() {
    let plain = read("url,name,reason\njane-doe,Jane Doe,x\n").fingerprint;
    assert_eq!(plain.len(), 64);
    assert_eq!(
        plain,
        read("\u{feff}reason;name;url\r\n\"x\";Jane Doe;linkedin.com/in/Jane-Doe\r\n\r\n").fingerprint
    );
    assert_ne!(plain, read("url,name,reason\njane-doe,Jane Doe,y\n").fingerprint);
    assert_ne!(plain, read("url,name,reason\njane-doe-2,Jane Doe,x\n").fingerprint);
    assert_ne!(plain, read("url,name,reason,action\njane-doe,Jane Doe,x,unfollow\n").fingerprint);
}

#[test]
fn an_unknown_column_only_warns_and_an_empty_roster_too() {
    let roster = read("url,nmae,Shoe Size\njane-doe,,\n");
    let shown = roster.warnings.render(false, 100);
    assert!(
        shown.contains("`nmae`") && shown.contains("Did you mean `name`?") && shown.contains("`Shoe Size`"),
        "{shown}"
    );
    let empty = read("url,name\n,\n");
    assert!(empty.is_empty() && empty.warnings.list[0].message.contains("names nobody"));
}

#[test]
fn the_practice_sites_addresses_are_taken_only_for_that_site() {
    let text = "url\nhttp://127.0.0.1:4000/in/jane-doe/\n";
    assert!(Roster::parse("roster.csv", text).is_err());
    let site = url::Url::parse("http://127.0.0.1:4000").unwrap();
    assert_eq!(slugs(&Roster::parse_at("roster.csv", text, &site).unwrap()), ["jane-doe"]);
}

#[test]
fn a_row_is_found_by_its_slug_whole() {
    let roster = read("url\njane-doe-1a2b\n");
    assert!(roster.row_of(&"jane-doe-1a2b".parse().unwrap()).is_some());
    assert!(roster.row_of(&"jane-doe".parse().unwrap()).is_none());
}

#[test]
fn tens_of_thousands_of_rows_do_not_take_quadratic_time() {
    let took = |rows: usize| {
        let mut text = "url,name,note\n".to_owned();
        for at in 0..rows {
            text.push_str(&format!("jane-doe-{at},Jane Doe,\"a \"\"b\"\"\"\n"));
        }
        text.push_str("\"never closed\n");
        let started = std::time::Instant::now();
        let faults = Roster::parse("roster.csv", text).unwrap_err();
        assert!(faults.to_string().contains("never closed"));
        started.elapsed()
    };
    // A hundred times the time would be the square. A busy machine may hold up one of a few.
    let ratio =
        (0..3).map(|_| took(30_000).as_secs_f64() / took(3_000).as_secs_f64()).fold(f64::MAX, f64::min);
    assert!(ratio < 40.0, "{ratio}");
}
