use proptest::prelude::*;

use super::*;

#[track_caller]
fn reads(text: &str, slug: &str) {
    assert_eq!(Slug::parse(text).map(|s| s.as_str().to_owned()), Ok(slug.to_owned()), "{text:?}");
}

#[track_caller]
fn refuses(text: &str, fault: SlugFault) {
    assert_eq!(Slug::parse(text), Err(fault), "{text:?}");
}

#[test]
fn every_usual_way_to_write_a_profile_gives_one_slug() {
    for text in [
        "jane-doe",
        "Jane-Doe",
        " jane-doe\u{a0}",
        "\u{202a}jane-doe\u{202c}",
        "jane-doe/",
        "/in/jane-doe",
        "in/jane-doe/",
        "https://www.linkedin.com/in/jane-doe",
        "https://www.linkedin.com/in/jane-doe/",
        "HTTPS://WWW.LINKEDIN.COM/IN/JANE-DOE/",
        "http://linkedin.com/in/jane-doe?trk=x&y=/in/other",
        "https://de.linkedin.com/in/jane-doe/en",
        "https://m.linkedin.com/in/jane-doe#about",
        "//www.linkedin.com/in/jane-doe",
        "www.linkedin.com/in/jane-doe",
        "linkedin.com//in//jane-doe//",
        "https://www.linkedin.com:443/in/jane-doe/",
        "https://www.linkedin.com./in/jane-doe/",
        "https://www.linkedin.com/mwlite/in/jane-doe",
        "https://www.linkedin.com/comm/in/jane-doe?midToken=1",
        "https://www.linkedin.com/in/jane-doe/overlay/contact-info/",
        "https://www.linkedin.com/in/jane%2Ddoe/",
        "jane-doe?trk=x",
    ] {
        reads(text, "jane-doe");
    }
}

#[test]
fn percent_encoding_is_decoded_and_unicode_is_composed_and_lower_cased() {
    reads("https://www.linkedin.com/in/%C5%81ukasz-%c5%bb%C3%B3%C5%82w/", "łukasz-żółw");
    reads("https://www.linkedin.com/in/jose%CC%81-pereira", "josé-pereira");
    reads("in/%E5%B1%B1%E7%94%B0-%E5%A4%AA%E9%83%8E-1a2b", "山田-太郎-1a2b");
    reads("in/%25C5%2582ucja", "łucja");
    reads("in/star-%F0%9F%8C%9F", "star-🌟");
    assert_eq!(Slug::parse("ŁUCJA").unwrap().path(), "/in/%C5%82ucja/");
}

#[test]
fn member_ids_keep_their_case_and_capitals_of_a_name_do_not() {
    let id = "ACoAABcDEfgHIjKlMnOpQrStUvWxYz0123456_8";
    reads(&format!("https://www.linkedin.com/in/{id}/"), id);
    assert!(Slug::parse(id).unwrap().is_member_id());
    assert!(Slug::parse("ACwAAAbcdef").unwrap().is_member_id());
    reads("ACosta-Garcia", "acosta-garcia");
    assert!(!Slug::parse("ACosta").unwrap().is_member_id());
}

#[test]
fn an_old_address_is_turned_only_where_nothing_has_to_be_guessed() {
    reads("https://uk.linkedin.com/pub/jane-doe/a7/576/b50?trk=x", "jane-doe-b50576a7");
    refuses("https://www.linkedin.com/pub/jane-doe/0/576/b50", SlugFault::OldAddress);
    refuses("https://www.linkedin.com/pub/jane-doe/1/2b/3c4", SlugFault::OldAddress);
    refuses("https://www.linkedin.com/pub/jane-doe", SlugFault::OldAddress);
    refuses("https://www.linkedin.com/pub/dir/jane/doe", SlugFault::OldAddress);
}

#[test]
fn a_foreign_host_is_refused_however_much_it_looks_like_linkedin() {
    for host in [
        "linkedin.com.evil.example",
        "notlinkedin.com",
        "linkedin.co",
        "xlinkedin.com",
        "evil.www.linkedin.com",
        "business.linkedin.com",
        "l\u{131}nkedin.com",
        "linkedin.com:8443",
        "127.0.0.1:8080",
        "localhost:8080",
        "[::1]:8080",
    ] {
        refuses(&format!("http://{host}/in/jane-doe/"), SlugFault::ForeignHost(host.to_owned()));
        refuses(&format!("{host}/in/jane-doe/"), SlugFault::ForeignHost(host.to_owned()));
    }
    refuses("https://www.linkedin.com@evil.example/in/jane-doe", SlugFault::UserInfo);
    refuses("https://evil.example\\@linkedin.com/in/jane-doe", SlugFault::Character('\\'));
    refuses(
        "https://evil.example/?u=linkedin.com/in/jane-doe",
        SlugFault::ForeignHost("evil.example".into()),
    );
    refuses("https://evil.example#linkedin.com/in/jane-doe", SlugFault::ForeignHost("evil.example".into()));
    refuses("https://lnkd.in/abc", SlugFault::ShortLink);
}

#[test]
fn a_loopback_host_is_taken_only_when_it_is_the_site() {
    let site = Url::parse("http://127.0.0.1:8080/").unwrap();
    let read = |text: &str| Slug::parse_at(text, &site).map(|s| s.as_str().to_owned());
    assert_eq!(read("http://127.0.0.1:8080/in/jane-doe/"), Ok("jane-doe".into()));
    assert_eq!(read("127.0.0.1:8080/in/jane-doe/"), Ok("jane-doe".into()));
    assert_eq!(read("https://www.linkedin.com/in/jane-doe/"), Ok("jane-doe".into()));
    assert_eq!(
        read("http://127.0.0.1:8081/in/jane-doe/"),
        Err(SlugFault::ForeignHost("127.0.0.1:8081".into()))
    );
    assert_eq!(
        read("http://127.0.0.1:8080.evil.example/in/x"),
        Err(SlugFault::ForeignHost("127.0.0.1:8080.evil.example".into()))
    );
    let plain = Url::parse("http://localhost/").unwrap();
    assert!(Slug::parse_at("http://localhost/in/jane-doe", &plain).is_ok());
    assert!(Slug::parse_at("http://localhost:80/in/jane-doe", &plain).is_ok());
    assert!(Slug::parse_at("http://localhost:81/in/jane-doe", &plain).is_err());
}

#[test]
fn other_pages_of_linkedin_are_named_for_what_they_are() {
    refuses("https://www.linkedin.com/company/acme/", SlugFault::NotAProfile("a company page"));
    refuses("https://www.linkedin.com/school/acme/", SlugFault::NotAProfile("a school page"));
    refuses("https://www.linkedin.com/feed/", SlugFault::NotAProfile("the feed or a post"));
    refuses("linkedin.com", SlugFault::NotAProfile("a site's front page"));
    refuses("https://www.linkedin.com/?x=1", SlugFault::NotAProfile("a site's front page"));
    refuses("https://www.linkedin.com/sales/lead/ACwAAA", SlugFault::NotAProfile("a Sales Navigator page"));
    assert!(Slug::parse("https://www.linkedin.com/company/acme").unwrap_err().help().contains("/in/"));
}

#[test]
fn what_is_no_slug_says_why() {
    refuses("", SlugFault::Empty);
    refuses(" \t\u{feff}", SlugFault::Empty);
    refuses("/", SlugFault::Empty);
    refuses("https://www.linkedin.com/in/", SlugFault::Empty);
    refuses("https://www.linkedin.com/in/%20/", SlugFault::Empty);
    refuses("me", SlugFault::Me);
    refuses("https://www.linkedin.com/in/ME/", SlugFault::Me);
    refuses("https://www.linkedin.com/in/unavailable/", SlugFault::Unavailable);
    refuses("Jane Doe", SlugFault::WhiteSpace);
    refuses("in/jane%20doe", SlugFault::WhiteSpace);
    refuses("jane\u{0}doe", SlugFault::Control('\0'));
    refuses("in/jane%00doe", SlugFault::Control('\0'));
    refuses("jane\u{202e}doe", SlugFault::Control('\u{202e}'));
    refuses("in/jane%2Fdoe", SlugFault::Slash);
    refuses("in/jane%252Fdoe", SlugFault::Slash);
    refuses("in/..", SlugFault::Character('.'));
    refuses("in/%2e%2e", SlugFault::Character('.'));
    refuses("in/jane%3Fdoe", SlugFault::Character('?'));
    refuses("in/jane%zz", SlugFault::Encoding);
    refuses("in/100%", SlugFault::Encoding);
    refuses("in/%C5", SlugFault::NotUtf8);
    refuses("in/%252525", SlugFault::Character('%'));
    refuses("jane@example.com", SlugFault::Email);
    refuses("mailto:jane@example.com", SlugFault::Email);
    refuses("urn:li:member:12345", SlugFault::Urn);
    refuses("ftp://linkedin.com/in/jane", SlugFault::Scheme("ftp".into()));
    refuses("javascript:alert(1)", SlugFault::Scheme("javascript".into()));
    refuses(&"x".repeat(101), SlugFault::TooLong(101));
    reads(&"ł".repeat(100), &"ł".repeat(100));
}

#[test]
fn slugs_are_compared_whole_and_never_as_a_prefix() {
    assert_ne!(Slug::parse("anna-nowak"), Slug::parse("anna-nowak-1a2b"));
    assert_ne!(Slug::parse("josé"), Slug::parse("jose"));
}

proptest! {
    #[test]
    fn reading_never_panics_and_what_is_read_reads_as_itself(text in any::<String>()) {
        if let Ok(slug) = Slug::parse(&text) {
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
            prop_assert_eq!(Slug::parse(&slug.path()), Ok(slug));
        }
    }

    #[test]
    fn an_address_that_is_read_reads_as_itself(
        head in "(https?://)?([a-z]{0,3}\\.)?linkedin\\.com|", way in "/(in|pub|mwlite/in|IN|company)/",
        name in "\\PC{1,20}|[a-zA-Z0-9%.ıİßΣ_-]{1,60}", tail in "|/|/[a-z0-9]{1,3}/[0-9a-f]{3}/[0-9a-f]{3}|\\?x=%2F",
    ) {
        let text = format!("{head}{way}{name}{tail}");
        if let Ok(slug) = Slug::parse(&text) {
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
            prop_assert_eq!(Slug::parse(&format!("https://www.linkedin.com{}", slug.path())), Ok(slug.clone()));
            prop_assert!(!slug.as_str().contains(['/', '?', '#', '%', ' ']));
            prop_assert!(slug.as_str().chars().count() <= 100);
        }
    }
}

/// Guards against a slug that reads as a host when it is read again (found by fuzzing).
#[test]
fn the_name_of_a_host_is_no_slug() {
    for text in ["/in/~wiwww.linkedin.com", "https://www.linkedin.com/in/lnkd.in/", "in/linkedin.com"] {
        assert_eq!(Slug::parse(text), Err(SlugFault::Character('.')), "{text}");
    }
}

#[test]
fn what_a_text_program_or_a_sentence_left_in_an_address_is_no_part_of_whoever_is_meant() {
    let clean = [
        "jane-doe",
        "https://www.linkedin.com/in/jane-doe/",
        "in/jane.doe",
        "/in/jane-doe/?trk=a.",
        "jane_doe~",
    ];
    for text in clean {
        assert_eq!(Slug::typed(text, None), Slug::parse(text), "{text}");
    }
    for dash in ['\u{2010}', '\u{2011}', '–', '—', '−'] {
        let text = format!("https://www.linkedin.com/in/jane{dash}doe/");
        assert_eq!(Slug::typed(&text, None), Err(SlugFault::Dash(dash)), "{text}");
        let encoded = format!("https://www.linkedin.com{}", Slug::parse(&text).unwrap().path());
        assert_eq!(Slug::typed(&encoded, None), Slug::parse(&text), "a browser writes it encoded");
    }
    for last in ['.', '!', '’', ')', ']', '»'] {
        for end in ["", "/", " ", "/ "] {
            let text = format!("https://www.linkedin.com/in/jane-doe{last}{end}");
            let told = Slug::typed(&text, None);
            assert!(
                matches!(told, Err(SlugFault::Ending(found) | SlugFault::Character(found)) if found == last),
                "{text}: {told:?}"
            );
        }
    }
}

#[test]
fn an_address_that_runs_into_another_is_refused_and_what_belongs_to_a_profile_is_not() {
    for text in [
        "linkedin.com/in/ada-brandt/linkedin.com/in/ben-clay",
        "/in/ada-brandt/in/ben-clay/",
        "in/a-b/x/pub/c-d/1/2/3",
    ] {
        assert_eq!(Slug::parse(text), Err(SlugFault::TwoAddresses), "{text}");
    }
    for text in [
        "/in/ada-brandt/de",
        "/in/ada-brandt/in",
        "/in/ada-brandt/overlay/contact-info/",
        "/in/ada-brandt/recent-activity/all/",
    ] {
        assert_eq!(Slug::parse(text).unwrap().as_str(), "ada-brandt", "{text}");
    }
}
