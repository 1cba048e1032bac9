//! Whole removals in a real browser on pages written by hand to mislead: pages that fill late, parts of other people inside of the
//! person's card, dialogs about somebody else, addresses that lead elsewhere. Nobody else may be removed, and nothing may be
//! called proved that is not. Beside them stand ordinary variants of the same pages, which must work.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use std::time::Duration;

use common::crew::WallClock;
use common::{HandMade, real_page};
use unlinked::browser::{Page, WebPage};
use unlinked::domain::{Action, Clock, Outcome, Person, PersonName, Route, Slug, Surface};
use unlinked::engine::{Ending, Hands, PersonReport, Rules};
use unlinked::ledger::{Caps, Ledger, RunKind, RunStart};
use unlinked::roster::{KeepList, Row};
use unlinked::selectors::{PathName, Selectors};
use unlinked::trace::Recorder;

const LIMIT: Duration = Duration::from_secs(5);
const ADA: &str = "/in/ada-brandt/";

/// What of an ordinary page is made otherwise.
struct Made {
    lang: &'static str,
    /// The card's opening tag and the one that ends it.
    card: (&'static str, &'static str),
    link: &'static str,
    heading: &'static str,
    degree: &'static str,
    /// What stands in the card beside what is always there.
    inside: &'static str,
    more: &'static str,
    outside: &'static str,
    /// Runs at the end. May redefine `ask(slug)`, which the menu item calls, and `show()`, which fills the card.
    script: &'static str,
}

impl Default for Made {
    fn default() -> Made {
        Made {
            lang: "en",
            card: (r#"<div componentkey="x.Topcard">"#, "</div>"),
            link: "/in/ada-brandt/",
            heading: "<h2>Ada Brandt</h2>",
            degree: r#"<p id="degree">· 1st</p>"#,
            inside: "",
            more: r#"<button id="more" aria-label="More" aria-expanded="false"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button>"#,
            outside: "",
            script: "",
        }
    }
}

/// A profile in the shape of ui-evidence 1c with a menu in a portal. Whom it removes is kept over loads, and the degree follows.
fn page(made: &Made) -> String {
    let Made { lang, card, link, heading, degree, inside, more, outside, script } = made;
    format!(
        r##"<!doctype html><html lang="{lang}"><title>Test</title><style>[role=menu]{{position:absolute;left:20px;top:300px;width:200px}}</style>
<body><div data-sdui-screen="profile"><main id="workspace">{}<section>
<a href="{link}">{heading}</a>{degree}{inside}{more}</section>{}</main></div>{outside}
<script>
const isGone = (slug) => !!localStorage.getItem(slug);
const remove = (slug) => {{ fetch('/removed/' + slug, {{ keepalive: true }}); localStorage.setItem(slug, 'gone'); }};
const says = (text, slug, labels = ['', '']) => {{ const dialog = document.createElement('dialog'); if (labels[0]) dialog.setAttribute('aria-label', labels[0]);
  dialog.innerHTML = `<h2>Remove connection</h2><p>${{text}}</p><button class="no">Cancel</button><button class="yes">Remove</button>`;
  if (labels[1]) dialog.querySelector('.yes').setAttribute('aria-label', labels[1]);
  dialog.querySelector('.no').onclick = () => dialog.remove();
  dialog.querySelector('.yes').onclick = () => {{ dialog.remove(); remove(slug); show(); }};
  document.body.append(dialog); dialog.showModal(); }};
let ask = (slug) => {{ remove(slug); show(); }};
let show = () => {{ if (isGone('ada-brandt')) document.querySelector('#degree').textContent = '· 2nd'; }};
const menuOf = (button, slug, word = 'Remove Connection') => {{ button.setAttribute('aria-expanded', 'true');
  const menu = document.createElement('div'); menu.setAttribute('role', 'menu');
  menu.innerHTML = `<div role="menuitem" tabindex="0"><p>${{word}}</p></div>`;
  menu.firstElementChild.onclick = () => {{ menu.remove(); button.setAttribute('aria-expanded', 'false'); ask(slug); }};
  document.body.append(menu); }};
const own = document.querySelector('#more'); if (own) own.onclick = () => menuOf(own, 'ada-brandt');
{script}
show();
</script></body></html>"##,
        card.0, card.1
    )
}

fn row(slug: &str, name: Option<&str>) -> Row {
    Row {
        line: 2,
        person: Person {
            slug: Some(Slug::parse(slug).unwrap()),
            name: name.and_then(PersonName::new),
            company: None,
            location: None,
        },
        action: Action::Remove,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}

fn ada() -> Row {
    row("ada-brandt", Some("Ada Brandt"))
}

struct Trial {
    site: HandMade,
    page: WebPage,
    rules: Rules,
    selectors: Selectors,
    _folder: tempfile::TempDir,
}

impl Trial {
    async fn start() -> Trial {
        let site = HandMade::start().await;
        let folder = tempfile::tempdir().unwrap();
        let page = real_page(&site.url, folder.path(), Surface::Desktop).await;
        let rules = Rules {
            site: site.url.clone(),
            practice: true,
            allow_guessed: false,
            rehearsal: false,
            pictures: false,
            route: Route::Profile,
            surface: Surface::Desktop,
            locate_timeout: Duration::from_millis(3000),
            confirm_grace: Duration::from_millis(1500),
        };
        let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
        Trial { site, page, rules, selectors, _folder: folder }
    }

    /// One whole removal on a fresh ledger; gives the report, and who was removed.
    async fn act(&mut self, made: &Made, row: &Row) -> (PersonReport, Vec<String>) {
        self.act_on(&[(ADA, &page(made))], row).await
    }

    async fn act_on(&mut self, pages: &[(&str, &str)], row: &Row) -> (PersonReport, Vec<String>) {
        self.page.open("/").await.unwrap();
        assert!(self.page.session().script("localStorage.clear()", Vec::new(), LIMIT).await.is_done());
        for (path, html) in pages {
            self.site.page(path, html);
        }
        let before = self.removed().len();
        let ledger = Ledger::open_in_memory(WallClock.now()).unwrap();
        let start = RunStart {
            kind: RunKind::Removal,
            roster: None,
            fingerprint: None,
            site: self.rules.site.to_string(),
            surface: Some(self.rules.surface),
            route: Some(self.rules.route),
            selectors: None,
        };
        let run = ledger.begin_run(&start, WallClock.now()).unwrap();
        let path = self.selectors.path(PathName { action: row.action, route: self.rules.route }).unwrap();
        let (driver, session) =
            (self.page.session().driver_address(), self.page.session().session_id().to_owned());
        let mut trace = Recorder::off();
        let ending = Hands {
            page: &mut self.page,
            ledger: &ledger,
            trace: &mut trace,
            clock: &WallClock,
            rules: &self.rules,
            caps: &Caps::UNLIMITED,
            run,
            path: &path,
            keep: &|| KeepList::parse("keep.csv", String::new()).map_err(|error| error.to_string()),
            session: (&driver, &session),
            pinned: None,
            stop: &|| false,
            progress: &mut |_| {},
        }
        .act(row)
        .await;
        let Ending::Done(report) = ending else { panic!("{ending:?}") };
        (report, self.removed().split_off(before))
    }

    fn removed(&self) -> Vec<String> {
        let asked = self.site.asked();
        asked.iter().filter_map(|path| path.strip_prefix("/removed/")).map(str::to_owned).collect()
    }

    /// Tries every page, and tells all that came otherwise.
    async fn try_all(&mut self, cases: Vec<(&str, Row, Made, Outcome, &[&str])>) {
        let mut wrong = Vec::new();
        for (what, row, made, outcome, removed) in cases {
            let (report, gone) = self.act(&made, &row).await;
            println!("{what}: {} ({}), removed {gone:?}", report.outcome, report.detail);
            if report.outcome != outcome || gone != removed {
                wrong.push(format!(
                    "{what}: {} ({}), removed {gone:?}; expected {outcome}, {removed:?}",
                    report.outcome, report.detail
                ));
            }
        }
        assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    async fn end(self) {
        assert!(self.page.into_session().end().await.gone.is_all());
    }
}

// Regressions: what a page shows before its data has come was taken for proof.
#[tokio::test]
async fn a_page_that_shows_a_stranger_until_it_is_filled_proves_nothing() {
    let mut trial = Trial::start().await;
    const LATE: &str = r#"const rest = document.querySelector('#degree'); rest.textContent = '· 2nd';
        show = () => setTimeout(() => { rest.textContent = isGone('ada-brandt') ? '· 2nd' : '· 1st' }, 300);"#;
    const LATE_NO_EFFECT: &str = r#"const rest = document.querySelector('#degree'); rest.textContent = '· 2nd';
        ask = (slug) => fetch('/removed/' + slug); show = () => setTimeout(() => { rest.textContent = '· 1st' }, 300);"#;
    const COUNTED: &str = "show = () => setTimeout(() => { document.querySelector('#degree').textContent = isGone('ada-brandt') ? '· 2.' : '· 1.' }, 900);
        own.onclick = () => menuOf(own, 'ada-brandt', 'Usuń kontakt')";
    trial
        .try_all(vec![
            ("2nd until filled", ada(), Made { script: LATE, ..Made::default() }, Outcome::Removed, &["ada-brandt"]),
            (
                "2nd until filled, and the removal has no effect",
                ada(),
                Made { script: LATE_NO_EFFECT, ..Made::default() },
                Outcome::Unconfirmed,
                &["ada-brandt"],
            ),
            (
                "a count of 2 before the degree is there",
                ada(),
                Made {
                    lang: "pl",
                    degree: r#"<p id="degree"></p>"#,
                    inside: "<p><span>2</span> wspólne kontakty</p>",
                    more: r#"<button id="more" aria-label="Więcej" aria-expanded="false"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button>"#,
                    script: COUNTED,
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
        ])
        .await;
    trial.end().await;
}

// Regressions: whatever stood in the card was taken for the person's own.
#[tokio::test]
async fn what_is_another_s_inside_of_the_card_is_not_the_person_s() {
    let mut trial = Trial::start().await;
    const OTTO: &str = r#"<div class="hover"><a href="/in/otto-wirth/"><span>Otto Wirth</span></a><p>· 2nd</p><a href="/preload/custom-invite/?vanityName=otto-wirth" aria-label="Invite Otto Wirth to connect">Connect</a></div>"#;
    const OTTO_MORE: &str = r#"<div class="hover"><a href="/in/otto-wirth/"><span>Otto Wirth</span></a><button id="theirs" aria-label="More" aria-expanded="false" onclick="menuOf(this, 'otto-wirth')"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button></div>"#;
    let nothing = r#"<p id="degree"></p>"#;
    trial
        .try_all(vec![
            (
                "a stranger's degree and Connect, and no degree of hers",
                ada(),
                Made { degree: nothing, inside: OTTO, script: "show = () => {}", ..Made::default() },
                Outcome::ChangedPage,
                &[],
            ),
            (
                "a stranger's degree and Connect beside hers",
                ada(),
                Made { inside: OTTO, ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a stranger's menu button, and none of hers",
                ada(),
                Made { inside: OTTO_MORE, more: "", ..Made::default() },
                Outcome::ChangedPage,
                &[],
            ),
            (
                "a stranger's menu button beside hers",
                ada(),
                Made { inside: OTTO_MORE, ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "an invitation to somebody else, alone",
                ada(),
                Made {
                    degree: nothing,
                    inside: r#"<p>Know her too?</p><a href="/preload/custom-invite/?vanityName=otto-wirth" aria-label="Invite Otto Wirth to connect">Connect</a>"#,
                    script: "show = () => {}",
                    ..Made::default()
                },
                Outcome::ChangedPage,
                &[],
            ),
        ])
        .await;
    trial.end().await;
}

// Regressions: a link by member id was taken to agree with every address, and a fresh load that led to another slug of the same
// name was taken for proof.
#[tokio::test]
async fn an_address_that_leads_to_somebody_else_proves_nothing() {
    let mut trial = Trial::start().await;
    let by_id = Made { link: "/in/ACoAAB1234567/", heading: "<h2>Otto Wirth</h2>", ..Made::default() };
    let (report, removed) = trial.act(&by_id, &row("ada-brandt", None)).await;
    assert_eq!((report.outcome, removed), (Outcome::Mismatch, Vec::new()), "{}", report.detail);
    let by_id = Made { link: "/in/ACoAAB1234567/", ..Made::default() };
    let (report, removed) = trial.act(&by_id, &ada()).await;
    assert_eq!((report.outcome, removed.len()), (Outcome::Removed, 1), "{}", report.detail);

    let leads_away = page(&Made {
        script: "ask = (slug) => { fetch('/removed/' + slug); localStorage.setItem('moved', '1') };
            if (localStorage.getItem('moved')) location.replace('/in/ada-brandt-2/')",
        ..Made::default()
    });
    let namesake =
        page(&Made { link: "/in/ada-brandt-2/", degree: r#"<p id="degree">· 2nd</p>"#, ..Made::default() });
    let (report, removed) =
        trial.act_on(&[(ADA, &leads_away), ("/in/ada-brandt-2/", &namesake)], &ada()).await;
    assert_eq!((report.outcome, removed.len()), (Outcome::Unconfirmed, 1), "{}", report.detail);
    trial.end().await;
}

// Regressions: a dialog about somebody else was confirmed if it named the person too, if a word of it was spelled like their
// first name, or if only its labels said whom it was about.
#[tokio::test]
async fn a_dialog_about_somebody_else_is_cancelled() {
    let mut trial = Trial::start().await;
    let dialog = |script: &'static str| Made { script, ..Made::default() };
    let may = || Made {
        link: "/in/ada-brandt/",
        heading: "<h2>May Chen</h2>",
        script: "ask = () => says('Remove Otto Wirth? You may add him again later.', 'otto-wirth')",
        ..Made::default()
    };
    trial
        .try_all(vec![
            (
                "the person is mentioned",
                ada(),
                dialog("ask = () => says('Do you want to remove Otto Wirth from your network? You both know Ada Brandt.', 'otto-wirth')"),
                Outcome::Mismatch,
                &[],
            ),
            ("a word like the first name", row("ada-brandt", Some("May Chen")), may(), Outcome::Mismatch, &[]),
            (
                "the dialog's label",
                ada(),
                dialog("ask = () => says('Are you sure?', 'otto-wirth', ['Remove Otto Wirth', ''])"),
                Outcome::Mismatch,
                &[],
            ),
            (
                "the button's label",
                ada(),
                dialog("ask = () => says('Are you sure?', 'otto-wirth', ['', 'Remove Otto Wirth'])"),
                Outcome::Mismatch,
                &[],
            ),
            (
                "the button's label, and her name in the text",
                ada(),
                dialog("ask = () => says('Part from Ada Brandt?', 'otto-wirth', ['', 'Remove Otto Wirth'])"),
                Outcome::Mismatch,
                &[],
            ),
            (
                "labels with her own name",
                ada(),
                dialog("ask = (slug) => says('Are you sure?', slug, ['Remove Ada Brandt', 'Remove Ada Brandt from your network'])"),
                Outcome::Removed,
                &["ada-brandt"],
            ),
        ])
        .await;
    trial.end().await;
}

// Regressions: a click that the page's own handlers took before the guard was told as one that reached nothing, and was free to be
// made again at once; a question that came after the removal was answered as if it were the removal's.
#[tokio::test]
async fn what_follows_the_click_is_not_taken_for_something_else() {
    let mut trial = Trial::start().await;
    let first_in_line = page(&Made { script: "ask = (slug) => fetch('/removed/' + slug)", ..Made::default() }).replace(
        "<title>Test</title>",
        "<title>Test</title><script>for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
            addEventListener(type, (e) => { const item = e.target.closest && e.target.closest('[role=menuitem]'); if (!item) return;
            e.stopImmediatePropagation(); if (type === 'click') item.onclick() }, true)</script>",
    );
    let (report, removed) = trial.act_on(&[(ADA, &first_in_line)], &ada()).await;
    assert_eq!((report.outcome, removed.len()), (Outcome::Unconfirmed, 1), "{}", report.detail);

    trial
        .try_all(vec![(
            "another question after the removal",
            ada(),
            Made {
                script: "ask = (slug) => { remove(slug); show(); says('Remove what you wrote about Ada Brandt too?', 'the-recommendation') }",
                ..Made::default()
            },
            Outcome::Removed,
            &["ada-brandt"],
        )])
        .await;
    trial.end().await;
}

// False refusals: pages on which nobody would hesitate.
#[tokio::test]
async fn ordinary_variants_of_the_page_are_no_obstacle() {
    let mut trial = Trial::start().await;
    let named = |name: &str| row("ada-brandt", Some(name));
    trial
        .try_all(vec![
            (
                "a dialog with a first name of two words",
                named("Ana Clara Souza"),
                Made {
                    heading: "<h2>Ana Clara Souza</h2>",
                    script: "ask = (slug) => says('Are you sure you want to remove Ana Clara as a connection?', slug)",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a dialog with a hyphenated first name",
                named("Jean-Pierre Olm"),
                Made {
                    heading: "<h2>Jean-Pierre Olm</h2>",
                    script: "ask = (slug) => says('Are you sure you want to remove Jean-Pierre as a connection?', slug)",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a dialog with the name as it stands on the page",
                named("Ada Brandt"),
                Made {
                    heading: "<h2>Dr Ada Brandt PhD 🌻</h2>",
                    script: "ask = (slug) => says('Do you want to remove Dr Ada Brandt PhD 🌻 from your network?', slug)",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a card without a box of its own",
                ada(),
                Made { card: (r#"<div componentkey="x.Topcard" style="display:contents">"#, "</div>"), ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a card that is marked twice",
                ada(),
                Made {
                    card: (r#"<div componentkey="x.Topcard"><div componentkey="x.Topcard">"#, "</div></div>"),
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a card that is a section only",
                ada(),
                Made { card: (r#"<section componentkey="x.Topcard">"#, "</section>"), ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "texts for screen readers beside the visible ones",
                ada(),
                Made {
                    heading: r#"<h2>Ada Brandt<span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"> has a verified profile</span></h2>"#,
                    script: r#"own.onclick = () => menuOf(own, 'ada-brandt', 'Remove Connection<span style="position:absolute;width:1px;height:1px;overflow:hidden">, opens a dialog</span>')"#,
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "the other degree out of sight",
                ada(),
                Made { inside: r#"<p style="position:absolute;left:-9999px">· 2nd</p>"#, ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a second row of buttons and the other degree, folded up",
                ada(),
                Made {
                    inside: r#"<div style="height:0;overflow:hidden"><p>· 2nd</p><button aria-label="More" aria-expanded="false"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button></div>"#,
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a menu in a place without extent",
                ada(),
                Made {
                    script: "own.onclick = () => { menuOf(own, 'ada-brandt'); const menu = document.querySelector('[role=menu]');
                        menu.style.position = 'fixed'; document.body.insertAdjacentHTML('beforeend', '<div id=\"place\" style=\"height:0;overflow:hidden\"></div>');
                        document.querySelector('#place').append(menu) }",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a page from right to left, enlarged, with a base address",
                ada(),
                Made {
                    link: "../in/ada-brandt/",
                    script: "document.documentElement.dir = 'rtl'; document.body.style.zoom = 1.5;
                        document.head.insertAdjacentHTML('afterbegin', '<base href=\"/feed/\">')",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a name of one word, with signs in it",
                named("A$$AP"),
                Made {
                    heading: "<h2>A$$AP</h2>",
                    script: "ask = (slug) => says('Are you sure you want to remove A$$AP as a connection?', slug)",
                    ..Made::default()
                },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "a first heading",
                ada(),
                Made { heading: "<h1>Ada Brandt</h1>", ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
            (
                "an address that loses its last slash",
                ada(),
                Made { script: "own.addEventListener('click', () => history.replaceState(null, '', '/in/ada-brandt'))", ..Made::default() },
                Outcome::Removed,
                &["ada-brandt"],
            ),
        ])
        .await;

    // The older front end with a part of the newer one in the page.
    let ember = r##"<!doctype html><html lang="en"><title>Test</title><body class="ember-application"><main><section data-member-id="1">
<a href="/in/ada-brandt/overlay/about-this-profile/"><h1>Ada Brandt</h1></a><span class="distance-badge"><span class="dist-value" id="degree">1st</span></span>
<div><button id="ember2-profile-overflow-action" aria-expanded="false" onclick="menu.style.display='block'">More</button>
<div id="menu" style="display:none"><div role="button" onclick="fetch('/removed/ada-brandt'); localStorage.setItem('ada', 'gone')"><svg data-test-icon="remove-connection-medium" width="10" height="10"></svg><span>Remove Connection</span></div></div></div>
</section></main><aside data-sdui-screen="ads"><p>Promoted</p></aside><script>if (localStorage.getItem('ada')) degree.textContent = '2nd'</script></body></html>"##;
    let (report, removed) = trial.act_on(&[(ADA, ember)], &ada()).await;
    assert_eq!((report.outcome, removed.len()), (Outcome::Removed, 1), "{}", report.detail);
    trial.end().await;
}
