//! The guard inside the click, in a real browser on pages written by hand to catch it out: other people's menus and dialogs,
//! rows that are used again, events that the page makes itself. Whatever such a page does, nobody else may be removed.

use std::time::Duration;

use crate::testkit::pages::shape::{self, Of, sdui, with};
use crate::testkit::pages::{HandMade, real_page};
use unlinked::browser::{Found, Page, Pin, Reading, Target, Verdict, WebPage, WhyNot};
use unlinked::domain::{Reason, Surface};

const LIMIT: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(600);
const PROFILE: &str = "/in/ada-brandt/";
const LIST: &str = "/mynetwork/invite-connect/connections/";

/// What is the same on all pages here: a menu of one item, which removes without asking.
const PRELUDE: &str = "ask = (who) => fetch('/removed/' + who);
    items = () => '<div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><p>Remove Connection</p></div>';
    portal = (button, who) => { button.setAttribute('aria-expanded', 'true'); document.body.append(made(who)); };";

/// A profile whose menu comes up in a portal. `style` and `script` go into the page, `extra` into its body; the script may
/// redefine `portal(button, who)`.
fn profile(style: &str, extra: &str, script: &str) -> String {
    let page = sdui(&Of { script: &format!("{PRELUDE}\n{script}"), ..Of::default() });
    let page = with(&page, "</style>", &format!("[role=menu]{{left:20px;top:200px}}{style}</style>"));
    with(&page, "<footer>", &format!("{extra}<footer>"))
}

/// The list, with Ada's row and Otto's.
fn connections(script: &str) -> String {
    let of = Of { script: &format!("{PRELUDE}\n{script}"), ..Of::default() };
    let page = shape::connections(&of, &[("ada-brandt", "Ada Brandt", "ada", "")]);
    with(&page, "</style>", "[role=menu]{position:fixed;right:20px;top:20px}</style>")
}

fn pin() -> Pin {
    Pin {
        name: "Ada Brandt".into(),
        path: PROFILE.to_owned(),
        links: Some(vec![PROFILE.to_owned()]),
        row_link: None,
        ..Pin::default()
    }
}

fn row_pin() -> Pin {
    Pin {
        name: "Ada Brandt".into(),
        path: String::new(),
        links: None,
        row_link: Some(PROFILE.to_owned()),
        ..Pin::default()
    }
}

struct Trial {
    site: HandMade,
    page: WebPage,
    _folder: tempfile::TempDir,
}

impl Trial {
    async fn start() -> Trial {
        let site = HandMade::start().await;
        let folder = tempfile::tempdir().unwrap();
        let page = real_page(&site.url, folder.path(), Surface::Desktop).await;
        Trial { site, page, _folder: folder }
    }

    async fn open(&mut self, path: &str, html: &str) {
        self.site.page(path, html);
        self.page.open(path).await.unwrap();
    }

    async fn script(&self, script: &str) {
        assert!(self.page.session().script(script, Vec::new(), LIMIT).await.is_done(), "{script}");
    }

    /// Opens Ada's page and clicks her menu button.
    async fn open_menu(&mut self, html: &str) {
        self.open(PROFILE, html).await;
        let more = self.page.read(Reading::PersonAndNext("more"), LIMIT).await.unwrap().next.unwrap();
        assert!(self.page.click(&more).await.is_done());
    }

    async fn item(&mut self) -> Result<Target, WhyNot> {
        self.find("remove_item", &pin()).await
    }

    async fn find(&mut self, locator: &str, pin: &Pin) -> Result<Target, WhyNot> {
        match self.page.find(locator, pin, true, SHORT).await.unwrap() {
            Found::Target(target) => Ok(target),
            Found::Not(why) => Err(why),
            Found::Stop(stop) => panic!("{stop:?}"),
        }
    }

    /// Clicks, and gives the guard's word.
    async fn click(&mut self, target: &Target, pin: &Pin) -> Verdict {
        let _ = self.page.click(target).await;
        self.page.after_click(target, pin, false, SHORT).await.unwrap().verdict
    }

    fn removed(&self) -> Vec<String> {
        self.site
            .asked()
            .iter()
            .filter_map(|path| path.strip_prefix("/removed/"))
            .map(str::to_owned)
            .collect()
    }

    async fn end(self) {
        assert!(self.page.into_session().end().await.gone.is_all());
    }
}

// Regression: "the one visible menu" used to be taken, whoever had opened it.
#[tokio::test]
async fn only_the_menu_that_the_person_s_own_button_opened_is_searched() {
    let mut trial = Trial::start().await;

    trial.open_menu(&profile("", "", "")).await;
    let item = trial.item().await.expect("the ordinary menu");
    assert_eq!(trial.click(&item, &pin()).await, Verdict::Passed);
    assert_eq!(trial.removed(), ["ada"], "the ordinary removal works");

    let foreign = [
        (
            "open before the click, and the click is ignored",
            "",
            "portal = () => {}; document.body.append(made('otto'))",
        ),
        (
            "open before the click, and stays when hers does not come",
            "",
            "portal = (button) => button.setAttribute('aria-expanded', 'true'); document.body.append(made('otto'))",
        ),
        (
            "opened by their own button right after",
            "",
            "portal = () => { theirs.setAttribute('aria-expanded', 'true'); document.body.append(made('otto')) }",
        ),
        (
            "opened by nobody, elsewhere on the page",
            "[role=menu]{left:700px;top:500px}",
            "portal = () => document.body.append(made('otto'))",
        ),
        (
            "named as another button's own",
            "",
            "portal = (button) => { button.setAttribute('aria-expanded', 'true'); const menu = made('otto'); menu.setAttribute('aria-labelledby', 'theirs'); document.body.append(menu) }",
        ),
        (
            "while her button names another menu",
            "",
            "portal = (button) => { button.setAttribute('aria-expanded', 'true'); const mine = made('ada'); mine.id = 'mine'; mine.style.display = 'none'; button.setAttribute('aria-controls', 'mine'); document.body.append(mine, made('otto')) }",
        ),
        (
            "whose item is labelled with somebody else",
            "",
            "portal = (button) => { button.setAttribute('aria-expanded', 'true'); const menu = made('otto'); menu.firstElementChild.setAttribute('aria-label', 'Remove your connection to Otto Wirth'); document.body.append(menu) }",
        ),
    ];
    for (what, style, script) in foreign {
        trial.open_menu(&profile(style, "", script)).await;
        let found = trial.item().await;
        assert!(found.is_err(), "a menu {what} was taken: {found:?}");
    }
    assert_eq!(trial.removed(), ["ada"], "nobody else was removed");

    // Hers and another's: hers is taken.
    trial.open_menu(&profile("", "", "document.body.append(made('otto')); document.querySelector('[data-of=otto]').style.top = '400px'")).await;
    let item = trial.item().await.expect("her menu beside one that was open before");
    assert_eq!(trial.click(&item, &pin()).await, Verdict::Passed);
    assert_eq!(trial.removed(), ["ada", "ada"]);

    // Found, and then the menu under the same button becomes somebody else's: nothing in the page gets the click.
    for (what, change) in [
        ("her button is gone", "document.querySelector('#more').remove()"),
        (
            "the card is drawn anew around another button",
            "const b = document.querySelector('#more'); b.replaceWith(b.cloneNode(true))",
        ),
        (
            "the item gets another label",
            "document.querySelector('[role=menuitem]').setAttribute('aria-label', 'Remove your connection to Otto Wirth')",
        ),
        ("a second menu comes up", "const m = made('otto'); m.style.top = '300px'; document.body.append(m)"),
        ("the degree is another", "$('#degree').textContent = '· 2nd'"),
    ] {
        trial.open_menu(&profile("", "", "")).await;
        let item = trial.item().await.unwrap();
        trial.script(change).await;
        assert_eq!(trial.click(&item, &pin()).await, Verdict::Swallowed, "{what}");
    }
    assert_eq!(trial.removed(), ["ada", "ada"], "nobody was removed by a click that should be stopped");
    trial.end().await;
}

// Regression: a click that the page's own script made used up the guard, and the real click that followed went unguarded.
#[tokio::test]
async fn clicks_that_the_page_makes_itself_do_not_use_up_the_guard() {
    let mut trial = Trial::start().await;
    trial.open_menu(&profile("", "", "")).await;
    let item = trial.item().await.unwrap();
    trial.script("document.querySelector('aside').click(); document.querySelector('#who').textContent = 'Otto Wirth'").await;
    assert_eq!(trial.click(&item, &pin()).await, Verdict::Swallowed);
    assert_eq!(trial.removed(), Vec::<String>::new());

    // A page that changes between the press and the click: what can still be stopped is stopped, and it is not said that nothing
    // can have happened.
    trial
        .open_menu(&profile(
            "",
            "",
            "addEventListener('mousedown', (e) => { if (e.target.closest('[role=menuitem]')) who.textContent = 'Otto Wirth' })",
        ))
        .await;
    let item = trial.item().await.unwrap();
    assert_eq!(trial.click(&item, &pin()).await, Verdict::Passed);
    assert_eq!(trial.removed(), Vec::<String>::new());
    trial.end().await;
}

// Regression: a control inside of the item could take the click.
#[tokio::test]
async fn a_control_inside_of_the_item_never_takes_the_click() {
    let mut trial = Trial::start().await;
    let nested = |inner: &str| {
        format!(
            "portal = (button) => {{ button.setAttribute('aria-expanded', 'true'); const menu = made('ada'); menu.firstElementChild.innerHTML = `{inner}`; document.body.append(menu) }}"
        )
    };
    let other = r#"<p>Remove Connection</p><button aria-label="Follow Otto" style="position:absolute;inset:0" onclick="fetch('/removed/otto'); event.stopPropagation()"></button>"#;
    trial.open_menu(&profile("", "", &nested(other))).await;
    let why = trial.item().await.expect_err("a click would land on the button inside");
    assert_eq!(why.reason, Reason::Covered, "{why:?}");
    // The item's own control, which is all there is in it, is the item.
    let own = r#"<button style="width:100%" onclick="">Remove Connection</button>"#;
    trial.open_menu(&profile("", "", &nested(own))).await;
    let item = trial.item().await.expect("the item's own button");
    assert_eq!(trial.click(&item, &pin()).await, Verdict::Passed);
    assert_eq!(trial.removed(), ["ada"]);
    trial.end().await;
}

// Regressions: a row node that the list used again for somebody else passed the guard, and a menu in a portal was held against a
// top card that a list does not have.
#[tokio::test]
async fn on_a_list_the_row_of_the_person_is_what_everything_is_held_against() {
    let mut trial = Trial::start().await;
    let recycled = "document.querySelectorAll('[componentkey^=auto]').forEach((row) => {
        const swap = { 'Ada Brandt': ['otto-wirth', 'Otto Wirth', 'otto'], 'Otto Wirth': ['ada-brandt', 'Ada Brandt', 'ada'] };
        const button = row.querySelector('button'); const [slug, name, who] = swap[row.dataset.name];
        row.dataset.name = name; button.setAttribute('aria-label', 'More actions for ' + name);
        const menu = $('[role=menu]'); if (menu) menu.querySelector('.q-r').onclick = () => ask('otto');
        row.querySelectorAll('a').forEach((a) => (a.href = '/in/' + slug + '/')); row.querySelector('p').textContent = name; })";

    trial.open(LIST, &connections("")).await;
    let more = trial.find("row_more", &row_pin()).await.unwrap();
    assert_eq!(trial.click(&more, &row_pin()).await, Verdict::Passed);
    let item = trial.find("row_remove_item", &row_pin()).await.expect("the portal menu of her row");
    assert_eq!(trial.click(&item, &row_pin()).await, Verdict::Passed);
    assert_eq!(trial.removed(), ["ada"]);

    trial.open(LIST, &connections("")).await;
    let more = trial.find("row_more", &row_pin()).await.unwrap();
    trial.script(recycled).await;
    assert_eq!(trial.click(&more, &row_pin()).await, Verdict::Swallowed, "the button's row became another's");

    trial.open(LIST, &connections("")).await;
    let more = trial.find("row_more", &row_pin()).await.unwrap();
    assert_eq!(trial.click(&more, &row_pin()).await, Verdict::Passed);
    trial.script(recycled).await;
    let found = trial.find("row_remove_item", &row_pin()).await;
    assert!(found.is_err(), "the menu's row became another's: {found:?}");

    trial.open(LIST, &connections("")).await;
    let more = trial.find("row_more", &row_pin()).await.unwrap();
    assert_eq!(trial.click(&more, &row_pin()).await, Verdict::Passed);
    let item = trial.find("row_remove_item", &row_pin()).await.unwrap();
    trial.script(recycled).await;
    assert_eq!(trial.click(&item, &row_pin()).await, Verdict::Swallowed, "the menu's row became another's");

    trial
        .open(
            LIST,
            &connections(
                "document.querySelector('button').setAttribute('aria-label', 'More actions for Otto Wirth')",
            ),
        )
        .await;
    let found = trial.find("row_more", &row_pin()).await;
    assert_eq!(found.expect_err("the button is labelled with somebody else").reason, Reason::WrongPerson);
    assert_eq!(trial.removed(), ["ada"]);
    trial.end().await;
}

// Regressions: a dialog that was open before the commit was taken for the commit's own.
#[tokio::test]
async fn a_dialog_that_was_open_before_is_not_the_commit_s() {
    let mut trial = Trial::start().await;
    let dialog = r#"<dialog open style="top:400px"><h2>Remove connection?</h2><button>Cancel</button><button onclick="fetch('/removed/otto')">Remove</button></dialog>"#;
    trial.open_menu(&profile("", dialog, "")).await;
    let item = trial.item().await.unwrap();
    assert!(trial.page.click(&item).await.is_done());
    let after = trial.page.after_click(&item, &pin(), true, SHORT).await.unwrap();
    assert_eq!(after.dialog, None);

    // Nor is one that comes up after the item was found and before it is clicked.
    trial.open_menu(&profile("", "", "")).await;
    let item = trial.item().await.unwrap();
    trial.script(&format!("document.body.insertAdjacentHTML('beforeend', `{dialog}`)")).await;
    assert!(trial.page.click(&item).await.is_done());
    let after = trial.page.after_click(&item, &pin(), true, SHORT).await.unwrap();
    assert_eq!((after.verdict, after.dialog), (Verdict::Passed, None));

    // The commit's own dialog is read as it stands on the page: a button next to the name is no part of the name.
    let own = r#"portal = (button) => { button.setAttribute('aria-expanded', 'true'); const menu = made('ada'); document.body.append(menu);
        menu.firstElementChild.onclick = () => { menu.remove(); const dialog = document.createElement('dialog');
        dialog.innerHTML = '<b>Part from</b> <span>Ada Brandt</span><button>Cancel</button><button>Remove</button>'; document.body.append(dialog); dialog.showModal() } }"#;
    trial.open_menu(&profile("", "", own)).await;
    let item = trial.item().await.unwrap();
    assert!(trial.page.click(&item).await.is_done());
    let dialog =
        trial.page.after_click(&item, &pin(), true, LIMIT).await.unwrap().dialog.expect("her dialog");
    assert_eq!(dialog.text, "Part from Ada Brandt | Cancel | Remove");
    assert_eq!(dialog.confirm.expect("its button").text, "Remove");
    trial.end().await;
}
