//! The practice site is no more obliging than the real pages: on each of its pages, every name, id, key, class, label and text for which
//! there is no evidence is taken away, in groups and all at once, and what is read of the page must stay the same: where it does not, each of a group alone is.
//!
//! A trait has evidence where docs/evidence.md has it, or, for a text, where the English locale file has it as more than a guess.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use unlinked::browser::{Answer, Degree, Found, List, Page, Pin, Reading, Sight, Target, WebPage, WhyNot};
use unlinked::domain::{BrowserKind, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

use crate::testkit::browser::LIMIT;
use crate::testkit::pages::crew::Crew;

/// What a page has that nothing public shows, and what is read depends on all the same, with why that hides nothing.
const KNOWN: &[(&str, &str)] = &[(
    "class||artdeco-pagination__button--next",
    "a guess of both, by the class of the pagination beside it: without it a search is only not read to its end",
)];

/// How many traits are taken away together before each of them alone is.
const GROUP: usize = 8;

/// Lists the traits of the page, takes some away, puts them back.
const TRAITS: &str = include_str!("traits.js");

/// A page, what is in force on it, and how far it is walked before its traits are taken away.
struct Stage {
    name: &'static str,
    path: &'static str,
    faults: &'static [&'static str],
    walk: Walk,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Read,
    Rows,
    /// A sign that ends a run must stand for a while.
    Stop,
    Menu,
    Dialog,
}

const fn stage(name: &'static str, path: &'static str, faults: &'static [&'static str], walk: Walk) -> Stage {
    Stage { name, path, faults, walk }
}

const STAGES: &[Stage] = &[
    stage("profile", "/in/@/", &[], Walk::Read),
    stage("profile of 2nd degree", "/in/@/", &["not_connected=2"], Walk::Read),
    stage("profile with an invitation", "/in/@/", &["not_connected=pending"], Walk::Read),
    stage("own profile", "/in/me/", &[], Walk::Read),
    stage("nobody", "/404/", &[], Walk::Read),
    stage("feed", "/feed/", &[], Walk::Read),
    stage("connections", "/mynetwork/invite-connect/connections/", &[], Walk::Rows),
    stage("search", "/search/results/people/?network=%5B%22F%22%5D", &[], Walk::Rows),
    stage("sent invitations", "/mynetwork/invitation-manager/sent/", &[], Walk::Rows),
    stage("menu", "/in/@/", &[], Walk::Menu),
    stage("dialog", "/in/@/", &[], Walk::Dialog),
    stage("sign-in", "/login/", &[], Walk::Stop),
    stage("security check", "/checkpoint/challenge/AgE-practice/", &[], Walk::Stop),
];

fn evidence() -> (String, BTreeSet<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = std::fs::read_to_string(root.join("docs/evidence.md")).unwrap();
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let file: toml::Table =
        std::fs::read_to_string(root.join("selectors/locales/en.toml")).unwrap().parse().unwrap();
    let texts = file["text"].as_table().unwrap().values().flat_map(|list| list.as_array().unwrap());
    let firm = texts.filter(|text| !text["evidence"].as_str().unwrap().starts_with("guess"));
    let firm = firm.map(|text| text["is"].as_str().unwrap().replace("{name}", "NAME").to_lowercase());
    (flat, firm.collect())
}

/// Whether a trait, `kind|name|value`, is one that real pages are known to have.
fn has_evidence(of: &str, (told, texts): &(String, BTreeSet<String>)) -> bool {
    let parts: Vec<String> = of.splitn(3, '|').map(str::to_lowercase).collect();
    let [kind, name, value] = parts.as_slice() else { panic!("{of}") };
    let text = value.trim_matches(['·', '•', ' ']);
    match kind.as_str() {
        "text" => text.is_empty() || texts.contains(text) || told.contains(text),
        // Ids of the older front end begin with a number of chance.
        "class" | "id" => told.contains(value.trim_start_matches("embern")),
        // A state or a role is told by its name, a key by its value.
        _ if value.is_empty() || ["true", "false", "n", "-n"].contains(&value.as_str()) => {
            told.contains(name)
        }
        _ => {
            let screen = value.rsplit_once("flagshipnav.").map_or(value.as_str(), |(_, screen)| screen);
            let screen = screen.rsplit_once("member").map_or(screen, |(_, part)| part);
            let label = value.split_once(": ").map_or(text, |(label, _)| label);
            told.contains(screen) || texts.contains(text) || told.contains(&format!("\"{label}: "))
        }
    }
}

/// What was read of a profile. What must stand for a while before it counts is left out where it was not given the time.
fn short(sight: Result<Sight, impl std::fmt::Debug>, at_once: bool) -> String {
    let Ok(mut sight) = sight else { return format!("{sight:?}") };
    if let Some(profile) = &mut sight.profile {
        // What they write is what is read.
        profile.says.clear();
        profile.employers.clear();
        if at_once && profile.degree != Some(Degree::First) {
            (profile.degree, profile.connect) = (None, false);
        }
    }
    let missing = sight.missing.filter(|_| !at_once);
    let unreadable = sight.unreadable.map(|why| (why.locator, why.reason));
    format!("{:?} {missing:?} {:?} {unreadable:?} {:?}", sight.stop, sight.profile, sight.front_end)
}

/// What is read of the page as it stands, at once or in the time that it takes.
async fn read(page: &mut WebPage, walk: Walk, pin: &Pin, at_once: bool) -> String {
    let limit = match walk {
        Walk::Stop => Duration::from_millis(700),
        Walk::Read if !at_once => Duration::from_secs(4),
        _ => Duration::ZERO,
    };
    let mut told = match walk {
        Walk::Dialog => {
            let dialog = page.dialog_again(pin, limit).await.unwrap();
            let confirm = |it: Result<Target, WhyNot>| it.map(|it| it.candidate).map_err(|why| why.reason);
            format!("{:?}", dialog.map(|it| (it.text, it.recognised, it.other, confirm(it.confirm))))
        }
        Walk::Menu => match page.find("remove_item", pin, false, limit).await.unwrap() {
            Found::Target(target) => format!("{} {}", target.candidate, target.text),
            Found::Not(why) => format!("{:?}", why.reason),
            Found::Stop(stop) => format!("{stop:?}"),
        },
        Walk::Rows => match page.rows(None, limit).await.unwrap() {
            List::Rows(rows) => {
                let each = rows.rows.iter().map(|row| (&row.links, &row.name, row.degree, row.details.len()));
                format!(
                    "{:?} {} {} {}",
                    each.collect::<Vec<_>>(),
                    rows.total.is_some(),
                    rows.more,
                    rows.empty
                )
            }
            List::Not(why) => format!("{:?}", why.reason),
            List::Stop(stop) => format!("{stop:?}"),
        },
        Walk::Read | Walk::Stop => short(page.read(Reading::Person, limit).await, at_once),
    };
    if matches!(walk, Walk::Read | Walk::Rows) {
        // The badges tell the employer, and nothing else is asked of them.
        for it in page.probe().await.unwrap().into_iter().filter(|it| it.locator != "badge") {
            write!(told, "\n{}: {} {:?} {:?}", it.locator, it.count, it.candidate, it.rows).unwrap();
        }
    }
    told
}

async fn script(page: &WebPage, args: Value) -> Value {
    page.session().script(TRAITS, vec![args], LIMIT).await.done().unwrap()
}

/// Walks to where the traits are to be taken away.
async fn walk_to(page: &mut WebPage, walk: Walk) -> Pin {
    let limit = Duration::from_secs(10);
    let sight = page
        .read(
            Reading::Person,
            if walk == Walk::Read { Duration::from_millis(800) } else { Duration::from_millis(1200) },
        )
        .await
        .unwrap();
    let Some(profile) = sight.profile.filter(|_| matches!(walk, Walk::Menu | Walk::Dialog)) else {
        return Pin::default();
    };
    let pin = Pin { name: profile.name, path: sight.path, links: Some(profile.links), ..Pin::default() };
    for at in ["more", "remove_item"] {
        let found = page.find(at, &pin, true, limit).await.unwrap();
        let Found::Target(target) = found else { panic!("{at}: {found:?}") };
        if at == "remove_item" && walk == Walk::Menu {
            break;
        }
        assert!(matches!(page.click(&target).await, Answer::Done(())));
        if at == "remove_item" {
            let came = page.after_click(&target, &pin, true, limit).await.unwrap();
            assert!(came.dialog.is_some(), "{came:?}");
        }
    }
    pin
}

async fn all_pages(front_end: FrontEndChoice) {
    let options = Options { front_end, ..Options::default() };
    let mut crew = Crew::start_in(BrowserKind::Chromium, options, Surface::Desktop, Route::Profile).await;
    let evidence = evidence();
    let somebody = crew.somebody_plain();
    let slug = somebody.person.slug.unwrap();
    let (mut wrong, mut tried, mut all_traits) = (Vec::new(), 0, 0);
    for stage in STAGES {
        crew.faults(stage.faults);
        crew.page.open(&stage.path.replace('@', slug.as_str())).await.unwrap();
        let pin = walk_to(&mut crew.page, stage.walk).await;
        let page = &mut crew.page;
        let listed = script(page, json!({ "list": true })).await;
        let all = listed.as_array().unwrap().iter().map(|of| of.as_str().unwrap().to_owned());
        let known = |of: &String| KNOWN.iter().any(|(known, _)| known == of);
        let bare: Vec<String> = all.filter(|of| !has_evidence(of, &evidence) && !known(of)).collect();
        let whole = [read(page, stage.walk, &pin, true).await, read(page, stage.walk, &pin, false).await];
        // Some at a time, and where that tells, each of these alone; and all of them together.
        let mut todo: Vec<Vec<String>> = bare.chunks(GROUP).map(<[String]>::to_vec).collect();
        todo.extend((bare.len() > GROUP).then(|| bare.clone()));
        while let Some(taken) = todo.pop() {
            script(page, json!({ "take": taken })).await;
            let at_once = taken.len() <= GROUP;
            let left = read(page, stage.walk, &pin, at_once).await;
            tried += 1;
            let whole = &whole[usize::from(!at_once)];
            if left == *whole {
                continue;
            }
            if taken.len() > 1 && at_once {
                todo.extend(taken.into_iter().map(|of| vec![of]));
                continue;
            }
            let lines: Vec<&str> = left.lines().filter(|line| !whole.contains(line)).take(4).collect();
            let what = if at_once { taken[0].as_str() } else { "all of them" };
            wrong.push(format!("{}: without {what}: {lines:?}", stage.name));
        }
        all_traits += bare.len();
        script(page, json!({ "take": [] })).await;
        let again = read(page, stage.walk, &pin, true).await;
        assert_eq!(again, whole[0], "{}: the page was not put back", stage.name);
    }
    crew.end().await;
    assert!(wrong.is_empty(), "{} of {all_traits}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(all_traits > 200 && tried > 30, "{all_traits} traits in {tried} tries");
}

#[tokio::test]
async fn nothing_that_is_read_of_an_older_page_depends_on_what_has_no_evidence() {
    all_pages(FrontEndChoice::Ember).await;
}

#[tokio::test]
async fn nothing_that_is_read_of_a_newer_page_depends_on_what_has_no_evidence() {
    all_pages(FrontEndChoice::Sdui).await;
}
