//! The practice site over plain HTTP: what it serves, what it refuses, and what its account says. What its scripts do is
//! proved by the browser tests.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use unlinked::practice::{
    FrontEndChoice, Options, Redesign, Site, demo_expected, demo_keep_csv, demo_roster_csv, fault_names,
};

/// An answer as the wire had it.
struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }
}

/// A browser without eyes: one request a connection, an agent, a cookie.
#[derive(Clone, Default)]
struct Tiny {
    agent: &'static str,
    cookie: Option<String>,
}

impl Tiny {
    async fn send(
        &self,
        site: &Site,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> std::io::Result<Answer> {
        let host = site.url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await?;
        let cookie = self.cookie.as_ref().map_or(String::new(), |cookie| format!("Cookie: {cookie}\r\n"));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nUser-Agent: {}\r\n{cookie}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.agent,
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (headers, body) = text.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let status = headers
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.parse().ok())
            .ok_or(std::io::ErrorKind::InvalidData)?;
        Ok(Answer { status, headers: headers.to_owned(), body: body.to_owned() })
    }

    async fn send_with(&self, site: &Site, method: &str, path: &str, headers: &str) -> u16 {
        let mut stream = TcpStream::connect(site.url().trim_start_matches("http://")).await.unwrap();
        let request =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}Content-Length: 0\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        String::from_utf8_lossy(&bytes).split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    async fn get(&self, site: &Site, path: &str) -> Answer {
        self.send(site, "GET", path, "text/plain", "").await.unwrap()
    }
}

async fn get(site: &Site, path: &str) -> Answer {
    Tiny::default().get(site, path).await
}

async fn post(site: &Site, path: &str, body: &Value) -> Answer {
    Tiny::default().send(site, "POST", path, "application/json", &body.to_string()).await.unwrap()
}

async fn start(change: impl FnOnce(&mut Options)) -> Site {
    let mut options = Options { people: 30, demo_cast: true, ..Options::default() };
    change(&mut options);
    Site::start(options).await.unwrap()
}

fn set(site: &Site, faults: &[&str]) {
    site.set_faults(faults.iter().map(|fault| fault.parse().unwrap()).collect());
}

const MARTHA: &str = "/in/martha-quill/";

#[tokio::test]
async fn a_redesign_is_the_same_page_for_the_same_seed_and_hardly_ever_for_another() {
    let mut pages = BTreeSet::new();
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        let page_of = async |redesign| {
            let site = start(|options| (options.front_end, options.redesign) = (front_end, redesign)).await;
            let page = get(&site, MARTHA).await.body;
            site.stop().await;
            page
        };
        let before = page_of(None).await;
        for seed in 0..20 {
            let page = page_of(Some(seed)).await;
            assert_eq!(page, page_of(Some(seed)).await, "{front_end}, {seed}");
            assert_ne!(page, before, "{front_end}, {seed}");
            pages.insert(page);
        }
    }
    assert!(pages.len() > 30, "{} of 40 differ", pages.len());
}

/// A page and its scripts speak of the same thing by the same new name, or the site would not work any more.
#[tokio::test]
async fn a_redesign_changes_a_name_in_the_page_its_parts_and_its_scripts_alike() {
    let seed = (0..).find(|seed| Redesign::of(*seed).kinds().contains(&"names and icons changed")).unwrap();
    let site = start(|options| options.redesign = Some(seed)).await;
    let part = "/practice-api/topcard?front_end=ember&slug=martha-quill";
    for path in [MARTHA, part, "/practice-assets/ember.js", "/practice-assets/profile-ember.js"] {
        let told = get(&site, path).await.body;
        assert!(told.len() > 500 && !told.contains("artdeco-dropdown"), "{path}");
        assert!(!told.contains("data-test-icon") && !told.contains("remove-connection"), "{path}");
    }
    let roster = get(&site, "/practice/roster.csv?people=3").await;
    assert_eq!(roster.body.lines().count(), 4);
}

#[tokio::test]
async fn an_ember_profile_has_both_menus_before_any_click_and_says_that_it_is_practice() {
    let site = start(|_| {}).await;
    let page = get(&site, MARTHA).await.body;
    assert_eq!(page.matches("-profile-overflow-action\"").count(), 2);
    assert_eq!(page.matches("data-test-icon=\"remove-connection-medium\"").count(), 2);
    let sticky = page.find("scaffold-layout-toolbar--is-fixed").unwrap();
    assert!(sticky < page.find("<main").unwrap(), "the sticky header stands outside and before main");
    assert!(page.contains("aria-label=\"Remove your connection to Martha Quill\""));
    assert!(page.contains("This is not LinkedIn"));
    site.stop().await;
}

#[tokio::test]
async fn an_sdui_profile_has_no_h1_doubled_rows_both_degrees_and_closed_dialogs() {
    let site = start(|options| options.front_end = FrontEndChoice::Sdui).await;
    let page = get(&site, MARTHA).await.body;
    assert!(!page.contains("<h1"));
    assert!(page.contains("<main id=\"workspace\""));
    assert!(page.contains("· 1st") && page.contains("· 2nd"));
    assert!((2..=4).contains(&page.matches("<dialog").count()));
    let card = &page[page.find("Topcard\"").unwrap()..];
    assert!(card.matches("data-menu=\"profile\"").count() >= 2);
    let again = get(&site, MARTHA).await.body;
    let class =
        |page: &str| page.split("<body data-rehydrated=\"true\" class=\"").nth(1).unwrap()[..9].to_owned();
    assert_ne!(class(&page), class(&again), "hashed classes change with each load");
    site.stop().await;
}

#[tokio::test]
async fn a_heavy_page_is_as_large_as_a_real_one() {
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        let site = start(|options| options.front_end = front_end).await;
        let slug = site.state().people[0].slug.clone();
        set(&site, &["heavy"]);
        let page = get(&site, &format!("/in/{slug}/")).await.body;
        let opened = page
            .match_indices('<')
            .filter(|(at, _)| page[at + 1..].starts_with(|c: char| c.is_ascii_lowercase()));
        let (elements, bytes) = (opened.count(), page.len());
        assert!((3_000..=6_000).contains(&elements), "{front_end}: {elements} elements");
        assert!((300_000..=500_000).contains(&bytes), "{front_end}: {bytes} bytes");
    }
}

#[tokio::test]
async fn the_polish_remove_item_has_the_label_of_a_message_as_the_real_one_has() {
    let site = start(|options| options.lang = "pl".to_owned()).await;
    let page = get(&site, MARTHA).await.body;
    assert!(page.contains("lang=\"pl\"") && page.contains("Usuń kontakt"));
    assert!(page.contains("Wyślij wiadomość do użytkownika Martha Quill"));
    site.stop().await;
}

#[tokio::test]
async fn every_language_serves_every_page() {
    for lang in [Options::languages(), Options::made_up_languages()].concat() {
        let site = start(|options| options.lang = lang.to_owned()).await;
        for path in [
            MARTHA,
            "/mwlite/in/martha-quill",
            "/mynetwork/invite-connect/connections/",
            "/search/results/people/?keywords=ben",
            "/mynetwork/invitation-manager/sent/",
            "/feed/",
        ] {
            let answer = get(&site, path).await;
            assert_eq!(answer.status, 200, "{lang} {path}");
            assert!(answer.body.contains(&format!("lang=\"{lang}\"")), "{lang} {path}");
        }
        site.stop().await;
    }
    assert!(Site::start(Options { lang: "zz".to_owned(), ..Options::default() }).await.is_err());
}

#[tokio::test]
async fn a_removal_is_done_once_and_every_request_for_it_is_counted() {
    let site = start(|_| {}).await;
    let ask = json!({ "slug": "martha-quill", "from": "profile", "trusted": true });
    assert_eq!(post(&site, "/practice-api/remove", &ask).await.json()["result"], "done");
    post(&site, "/practice-api/remove", &ask).await;
    let state = get(&site, "/practice/state").await.json();
    assert_eq!(state["removals"].as_array().unwrap().len(), 2);
    assert_eq!(state["removals"][0]["effect"], true);
    assert_eq!(state["removals"][1]["effect"], false);
    assert!(state["removals"][0]["at_ms"].as_u64().unwrap() > 1_700_000_000_000);
    assert_eq!(state["people"][0]["slug"], "martha-quill");
    assert_eq!(state["people"][0]["connected"], false);
    assert_eq!(site.state().removed_twice(), ["martha-quill"]);
    let page = get(&site, MARTHA).await.body;
    assert!(
        page.contains("Invite Martha Quill to connect")
            && !page.contains("Remove your connection to Martha Quill")
    );
    site.stop().await;
}

#[tokio::test]
async fn removals_fail_in_the_ways_that_are_asked_for() {
    let site = start(|_| {}).await;
    let ask = json!({ "slug": "martha-quill" });
    for (fault, status, result) in [
        ("remove_status=429", 429, ""),
        ("toast_error=Nope", 200, "error"),
        ("remove_silent_fail", 200, "silent"),
        ("remove_no_effect", 200, "done"),
    ] {
        set(&site, &[fault]);
        let answer = post(&site, "/practice-api/remove", &ask).await;
        assert_eq!(answer.status, status, "{fault}");
        if status == 200 {
            assert_eq!(answer.json()["result"], result, "{fault}");
        }
        assert!(site.person("martha-quill").unwrap().connected, "{fault}");
    }
    set(&site, &["drop_connection=remove"]);
    let broken = Tiny::default()
        .send(&site, "POST", "/practice-api/remove", "application/json", &ask.to_string())
        .await;
    assert!(broken.is_err(), "no answer must come");
    assert!(!site.person("martha-quill").unwrap().connected, "but it took effect");
    assert_eq!(site.state().removals.len(), 5);
    site.stop().await;
}

#[tokio::test]
async fn page_views_count_loads_and_batches_but_no_redirects_and_nothing_of_the_sites_own() {
    let site = start(|_| {}).await;
    for path in [
        MARTHA,
        "/in/me/",
        "/practice/state",
        "/practice/roster.csv?people=3",
        "/practice-assets/common.js",
        "/mynetwork/invite-connect/connections/",
    ] {
        get(&site, path).await;
    }
    get(&site, "/practice-api/connections?front_end=ember&load=1&start=40&count=40").await;
    let state = site.state();
    assert_eq!(state.page_views, 3);
    assert_eq!(state.page_views_by_kind["list_batch"], 1);
    assert_eq!(site.requests().iter().filter(|request| request.page_view).count(), 3);
    site.stop().await;
}

#[tokio::test]
async fn stop_signs_stand_where_they_are_known_to_stand() {
    let site = start(|_| {}).await;
    for (fault, location) in [
        ("challenge", "/checkpoint/challenge/"),
        ("captcha", "/checkpoint/challengesV2/"),
        ("restriction", "/uas/account-restricted"),
        ("signed_out", "/uas/login?session_redirect="),
        ("authwall", "/authwall?"),
        ("not_found", "/404/"),
    ] {
        set(&site, &[fault]);
        let answer = get(&site, MARTHA).await;
        assert_eq!(answer.status, 302, "{fault}");
        assert!(
            answer.header("location").unwrap().starts_with(location),
            "{fault}: {:?}",
            answer.header("location")
        );
    }
    for status in [429, 403, 451, 999] {
        set(&site, &[&format!("status={status}@martha-quill")]);
        let answer = get(&site, MARTHA).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.len() < 2_000);
        assert_eq!(get(&site, "/feed/").await.status, 200, "a fault of one person is not everybody's");
    }
    set(&site, &["captcha"]);
    assert!(get(&site, "/checkpoint/challengesV2/x?captcha=1").await.body.contains("captcha-internal"));
    set(&site, &["commercial_limit"]);
    assert!(get(&site, "/search/results/people/?keywords=a").await.body.contains("commercial use limit"));
    set(&site, &["unusual_activity"]);
    assert!(get(&site, MARTHA).await.body.contains("unusually high number of page views"));
    set(&site, &["dead_shell"]);
    let shell = get(&site, MARTHA).await.body;
    assert!(!shell.contains("<h1") && shell.contains("to connect"), "other people's buttons, no name");
    site.stop().await;
}

#[tokio::test]
async fn a_stop_sign_can_wait_for_a_number_of_page_views() {
    let site = start(|_| {}).await;
    get(&site, MARTHA).await;
    set(&site, &["throttled_after=2"]);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(get(&site, MARTHA).await.status);
    }
    assert_eq!(seen, [200, 200, 429, 429]);
    site.stop().await;
}

#[tokio::test]
async fn whoever_comes_is_signed_in_with_a_lasting_cookie_unless_told_otherwise() {
    let site = start(|_| {}).await;
    let cookie = get(&site, "/feed/").await.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age="));
    site.stop().await;

    let site = start(|options| options.require_sign_in = true).await;
    let guest = get(&site, MARTHA).await;
    assert!(guest.header("location").unwrap().starts_with("/uas/login?session_redirect="));
    assert!(guest.header("set-cookie").is_none());
    assert_eq!(get(&site, "/").await.status, 200, "a guest's start page");
    let form = "session_key=rowan&session_password=anything&session_redirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fmartha-quill%2F";
    let signed = Tiny::default()
        .send(&site, "POST", "/checkpoint/lg/login-submit", "application/x-www-form-urlencoded", form)
        .await
        .unwrap();
    assert_eq!(signed.header("location"), Some(MARTHA));
    let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let member = Tiny { cookie: Some(cookie), ..Tiny::default() };
    assert_eq!(member.get(&site, MARTHA).await.status, 200);
    assert_eq!(get(&site, MARTHA).await.status, 302, "another browser is still a guest");
    site.stop().await;
}

#[tokio::test]
async fn the_owner_is_named_in_the_feed_and_can_be_somebody_else() {
    let site = start(|_| {}).await;
    assert_eq!(get(&site, "/in/me/").await.header("location"), Some("/in/rowan-achterberg/"));
    let own = get(&site, "/in/rowan-achterberg/").await.body;
    assert!(!own.contains("-profile-overflow-action"));
    let card = own.split("data-member-id=").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(!card.contains("dist-value") && !card.contains("to connect"));
    assert!(get(&site, "/feed/").await.body.contains("alt=\"Rowan Achterberg\""));
    set(&site, &["other_owner=Nell Vane"]);
    assert_eq!(get(&site, "/in/me/").await.header("location"), Some("/in/nell-vane/"));
    assert!(get(&site, "/feed/").await.body.contains("alt=\"Nell Vane\""));
    site.stop().await;
}

#[tokio::test]
async fn addresses_lead_to_one_person_only() {
    let site = start(|_| {}).await;
    let number = |page: &Answer| {
        page.body.split("data-member-id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let ben = get(&site, "/in/ben-halloway").await;
    let other = get(&site, "/in/ben-halloway-02b90545/").await;
    assert_ne!(number(&ben), number(&other), "a slug is never read as a beginning of another");
    assert_eq!(number(&get(&site, "/in/Ben-Halloway/").await), number(&ben));
    assert_eq!(get(&site, "/in/zo%C3%AB-fjordstr%C3%B6m-4a1b2c3d/").await.status, 200);
    let id = site.person("ben-halloway").unwrap().member_id;
    assert_eq!(get(&site, &format!("/in/{id}")).await.header("location"), Some("/in/ben-halloway/"));
    assert_eq!(get(&site, "/in/nobody-at-all/").await.header("location"), Some("/404/"));
    set(&site, &["renamed=ben-hallow@ben-halloway"]);
    assert_eq!(get(&site, "/in/ben-halloway/").await.header("location"), Some("/in/ben-hallow/"));
    assert_eq!(number(&get(&site, "/in/ben-hallow/").await), number(&ben));
    site.stop().await;
}

#[tokio::test]
async fn a_phone_is_led_to_the_mobile_pages() {
    let site = start(|_| {}).await;
    let phone = Tiny {
        agent: "Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36",
        ..Tiny::default()
    };
    assert_eq!(phone.get(&site, MARTHA).await.header("location"), Some("/mwlite/in/martha-quill"));
    let page = phone.get(&site, "/mwlite/in/martha-quill").await.body;
    assert!(page.contains("<h1>Martha Quill</h1>") && page.contains("overflow-button"));
    site.stop().await;
}

#[tokio::test]
async fn lists_come_in_batches_and_can_be_filtered_by_name() {
    let site = start(|options| options.people = 30_000).await;
    let page = get(&site, "/mynetwork/invite-connect/connections/").await.body;
    assert_eq!(page.matches("<li class=\"mn-connection-card").count(), 40);
    assert!(page.contains("30,011 connections"), "the cast, its bystander, and everybody else");
    let batch =
        get(&site, "/practice-api/connections?front_end=sdui&load=7&start=20&count=20&q=").await.json();
    assert_eq!(batch["rows"].as_array().unwrap().len(), 20);
    assert_eq!(batch["more"], true);
    let found =
        get(&site, "/practice-api/connections?front_end=sdui&load=7&start=0&count=20&q=ben%20halloway")
            .await
            .json();
    assert_eq!(found["rows"].as_array().unwrap().len(), 2);
    let none =
        get(&site, "/practice-api/connections?front_end=ember&load=7&start=0&count=20&q=zzzz").await.json();
    assert_eq!(none["rows"], json!([]));
    site.stop().await;
}

#[tokio::test]
async fn search_answers_by_name_degree_place_and_company() {
    let site = start(|_| {}).await;
    let first = get(
        &site,
        "/search/results/people/?keywords=Ben%20Halloway&network=%5B%22F%22%5D&origin=FACETED_SEARCH",
    )
    .await
    .body;
    assert!(first.contains("/in/ben-halloway/?") && first.contains("/in/ben-halloway-02b90545/?"));
    let second =
        get(&site, "/search/results/people/?keywords=Tomas%20Lindqvist&network=%5B%22F%22%5D").await.body;
    assert!(!second.contains("/in/tomas-lindqvist"), "not a 1st degree connection");
    let id = first.split("<input type=\"checkbox\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let place = get(
        &site,
        &format!(
            "/search/results/people/?keywords=Ben%20Halloway&network=%5B%22F%22%5D&geoUrn=%5B%22{id}%22%5D"
        ),
    )
    .await
    .body;
    assert_eq!(place.matches("data-chameleon-result-urn").count(), 1);
    let strangers = get(&site, "/search/results/people/?keywords=&network=%5B%22O%22%5D").await.body;
    assert!(strangers.contains("LinkedIn Member"));
    set(&site, &["homonym@martha-quill"]);
    let two = get(&site, "/search/results/people/?keywords=Martha%20Quill&network=%5B%22F%22%5D").await.body;
    assert!(two.contains("/in/martha-quill/?") && two.contains("/in/martha-quill-twin/?"));
    site.stop().await;
}

#[tokio::test]
async fn invitations_are_withdrawn_once() {
    let site = start(|_| {}).await;
    let invited = site.state().others.iter().find(|person| person.invited).unwrap().slug.clone();
    assert!(
        get(&site, "/mynetwork/invitation-manager/sent/").await.body.contains("Withdraw invitation sent to")
    );
    post(&site, "/practice-api/withdraw", &json!({ "slug": invited })).await;
    post(&site, "/practice-api/withdraw", &json!({ "slug": invited })).await;
    let effects: Vec<bool> = site.state().withdrawals.iter().map(|record| record.effect).collect();
    assert_eq!(effects, [true, false]);
    assert!(!site.state().person(&invited).unwrap().invited);
    site.stop().await;
}

#[tokio::test]
async fn people_are_the_same_for_the_same_seed_and_awkward_enough() {
    let (one, same, other) = (
        start(|options| options.people = 200).await,
        start(|options| options.people = 200).await,
        start(|options| (options.people, options.seed) = (200, 2)).await,
    );
    assert_eq!(one.roster_csv(500), same.roster_csv(500));
    assert_ne!(one.roster_csv(500), other.roster_csv(500));
    let people = one.state().people;
    assert_eq!(people.len(), 213, "200, the cast of twelve, the bystander");
    let slugs: std::collections::HashSet<&str> = people.iter().map(|person| person.slug.as_str()).collect();
    assert_eq!(slugs.len(), people.len());
    let has = |what: &dyn Fn(&str) -> bool| people.iter().any(|person| what(&person.name));
    assert!(
        has(&|name| name.contains("(she/her)"))
            && has(&|name| name.contains(", PhD"))
            && has(&|name| name.contains('İ'))
    );
    assert!(
        people
            .iter()
            .any(|person| people.iter().any(|longer| longer.slug.starts_with(&format!("{}-", person.slug))))
    );
    for site in [one, same, other] {
        site.stop().await;
    }
}

#[tokio::test]
async fn the_files_have_the_formats_of_a_roster_and_of_the_export() {
    let site = start(|_| {}).await;
    let roster = get(&site, "/practice/roster.csv?people=5").await.body;
    assert_eq!(roster.lines().count(), 6);
    assert!(roster.starts_with("url,name,"));
    assert!(roster.contains("https://www.linkedin.com/in/zo%C3%AB-fjordstr%C3%B6m-4a1b2c3d/"));
    let export = get(&site, "/practice/Connections.csv?bom=1").await.body;
    assert!(export.starts_with("\u{feff}Notes:\n\"When exporting"));
    assert_eq!(
        export.lines().nth(3),
        Some("First Name,Last Name,URL,Email Address,Company,Position,Connected On")
    );
    let mut reader = csv::Reader::from_reader(roster.as_bytes());
    assert_eq!(reader.records().map(Result::unwrap).count(), 5);
    site.stop().await;
}

#[tokio::test]
async fn the_demo_cast_is_twelve_rows_with_an_expected_outcome_each() {
    let expected = demo_expected();
    assert_eq!(expected.len(), 12);
    assert_eq!(demo_roster_csv().lines().count(), 13);
    assert_eq!(demo_keep_csv().lines().count(), 2);
    let site = start(|_| {}).await;
    for (slug, word) in &expected {
        let person = site.person(slug).unwrap_or_else(|| panic!("{slug}"));
        match word.as_str() {
            "removed" | "kept" => assert!(person.connected, "{slug}"),
            "not_connected" => assert!(!person.connected && !person.gone, "{slug}"),
            "not_found" => assert_eq!(get(&site, &person.path()).await.header("location"), Some("/404/")),
            "mismatch" => assert_ne!(person.name, person.roster_name, "{slug}"),
            other => panic!("{slug}: {other}"),
        }
    }
    site.stop().await;
}

#[tokio::test]
async fn faults_are_changed_at_run_time_all_or_none() {
    let site = start(|_| {}).await;
    let bad = post(&site, "/practice/faults", &json!(["challenge", "no_such_fault", "slow_load=soon"])).await;
    assert_eq!(bad.status, 400);
    assert_eq!(bad.json()["errors"].as_array().unwrap().len(), 2);
    assert!(site.state().faults.is_empty());
    assert_eq!(
        post(&site, "/practice/faults", &json!(["challenge", "name=Nell Vane@martha-quill"])).await.status,
        200
    );
    assert_eq!(site.state().faults.len(), 2);
    post(&site, "/practice/reset", &json!(null)).await;
    assert!(site.state().faults.is_empty() && site.state().page_views == 0);
    site.stop().await;
}

#[tokio::test]
async fn every_fault_leaves_a_site_that_answers_or_ends_the_connection() {
    let site = start(|_| {}).await;
    for name in fault_names() {
        let spec = match name {
            "hang" => "hang=load".to_owned(),
            "slow_load" | "remove_slow" | "list_stalls" => format!("{name}=10"),
            "dialog_names" => format!("{name}=Nell Vane"),
            "renamed" | "name" => format!("{name}=Nell Vane@martha-quill"),
            "homonym" => "homonym@martha-quill".to_owned(),
            "challenge_after" | "throttled_after" => format!("{name}=1"),
            _ => name.to_owned(),
        };
        for front_end in ["front_end=ember", "front_end=sdui"] {
            set(&site, &[front_end, &spec]);
            for path in [
                MARTHA,
                "/mwlite/in/martha-quill",
                "/mynetwork/invite-connect/connections/",
                "/search/results/people/?keywords=m",
                "/mynetwork/invitation-manager/sent/",
            ] {
                match Tiny::default().send(&site, "GET", path, "text/plain", "").await {
                    Ok(answer) => assert!(answer.status != 500, "{spec} {path}"),
                    Err(_) => assert_eq!(name, "drop_connection", "{spec} {path}"),
                }
            }
        }
        post(&site, "/practice/reset", &json!(null)).await;
    }
    site.stop().await;
}

#[tokio::test]
async fn a_page_that_never_answers_does_not_hold_up_the_end() {
    let site = start(|_| {}).await;
    set(&site, &["hang"]);
    let host = site.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(b"GET /feed/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await.unwrap();
    let mut byte = [0; 1];
    let waited = tokio::time::timeout(std::time::Duration::from_millis(150), stream.read(&mut byte)).await;
    assert!(waited.is_err(), "no answer comes");
    assert_eq!(site.state().page_views, 1, "the page view is spent all the same");
    tokio::time::timeout(std::time::Duration::from_secs(3), site.stop()).await.unwrap();
}

#[tokio::test]
async fn the_site_proves_what_it_is_by_the_nonce_and_the_id_of_its_start() {
    let (one, two) =
        (Site::start(Options::default()).await.unwrap(), Site::start(Options::default()).await.unwrap());
    let tiny = Tiny::default();
    let hello = tiny.get(&one, "/practice/hello?nonce=n-1").await.json();
    assert_eq!(
        (hello["product"].as_str(), hello["nonce"].as_str()),
        (Some("unlinked-practice"), Some("n-1"))
    );
    assert_eq!(tiny.get(&one, "/practice/hello?nonce=n-2").await.json()["start"], hello["start"]);
    assert_ne!(tiny.get(&two, "/practice/hello?nonce=n-1").await.json()["start"], hello["start"]);
    assert_eq!(one.state().page_views, 0);
}

#[tokio::test]
async fn other_names_and_pages_of_other_sites_change_and_read_nothing() {
    let site = Site::start(Options::default()).await.unwrap();
    let host = site.url().trim_start_matches("http://").to_owned();
    let tiny = Tiny::default();
    let own = format!("Host: {host}\r\n");
    for path in ["/practice/reset", "/practice/faults", "/practice-api/remove"] {
        for foreign in
            ["Origin: https://example.org\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"]
        {
            let status = tiny.send_with(&site, "POST", path, &format!("{own}{foreign}")).await;
            assert_eq!(status, 403, "{path} {foreign}");
        }
    }
    for path in ["/practice/state", "/practice/hello?nonce=1", "/in/me/"] {
        assert_eq!(tiny.send_with(&site, "GET", path, "Host: example.org\r\n").await, 403, "{path}");
    }
    assert_eq!(tiny.send_with(&site, "POST", "/practice/reset", &own).await, 204);
    assert_eq!(
        tiny.send_with(&site, "POST", "/practice/reset", &format!("{own}Origin: http://{host}\r\n")).await,
        204
    );
}
