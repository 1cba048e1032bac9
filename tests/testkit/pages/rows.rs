//! Every row of `docs/pages.md` as it is tried: under a name of its own, in a browser, on a fresh practice site. The rows are run by
//! `tests/every_page`.

use crate::testkit::turn;
use unlinked::domain::{Action, BrowserKind, Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

use super::case::{Case, Wrong, fault, o, try_case, with};
use super::cases::gentler::{UNFOLLOW, WITHDRAW, WITHDRAW_BY_MENU};
use super::cases::lists::{CONNECTIONS, LISTS, SEARCH};
use super::cases::loads::LOADS;
use super::cases::mobile::MOBILE;
use super::cases::own::{
    OWN, Run, a_phone_asks, one_of_many, proved_by_the_profile, sent_invitations_are_read,
};
use super::cases::owners::{OWNERS, OWNERS_SDUI};
use super::cases::profile::PROFILE;
use super::crew::{Browser, Crew, firefox_is_required};
use super::foreign::generated::generated;
use super::foreign::{Foreign, foreign};
use super::foreign_site::{crew_on, try_foreign};

/// One row, on one front end.
pub struct Row {
    /// Its path; the last part is the name that the table has for it.
    pub name: String,
    pub browser: BrowserKind,
    pub surface: Surface,
    options: Options,
    route: Route,
    action: Action,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Case(&'static Case),
    Own(Run),
    Foreign(&'static Foreign),
}

impl Row {
    /// A crew for this row, with whatever browser there is.
    pub async fn crew(&self, browser: Browser) -> Crew {
        if let What::Foreign(foreign) = self.what {
            return crew_on(browser, foreign).await;
        }
        let mut crew = Crew::on(browser, self.options.clone(), self.route).await;
        crew.action = self.action;
        if self.action == Action::Unfollow {
            // Nothing shows at once that somebody is not followed any more, so the whole of it is waited.
            crew.rules.confirm_grace = std::time::Duration::from_millis(600);
        }
        crew
    }

    /// Whether Firefox is given the row too: the profile pages and the loads wherever it is installed, all that Firefox can
    /// show where that is asked for.
    fn is_for_firefox(&self) -> bool {
        let first = self.name.split("::").next().unwrap();
        self.surface == Surface::Desktop && (firefox_is_required() || ["profile", "load"].contains(&first))
    }

    fn in_firefox(&self) -> Row {
        let name = format!("firefox::{}", self.name);
        Row { name, browser: BrowserKind::Firefox, options: self.options.clone(), ..*self }
    }

    /// The page or fault, where there is one person to act on in a quick browser.
    pub fn case(&self) -> Option<&'static Case> {
        match self.what {
            What::Case(case) if self.browser == BrowserKind::Chromium => Some(case),
            _ => None,
        }
    }

    pub async fn try_on(&self, crew: &mut Crew) -> Result<(), Wrong> {
        match self.what {
            What::Case(case) => try_case(crew, case).await,
            What::Own(run) => run(crew).await,
            What::Foreign(foreign) => try_foreign(crew, foreign).await,
        }
    }
}

const DESKTOP: [FrontEndChoice; 2] = [FrontEndChoice::Ember, FrontEndChoice::Sdui];

fn on(front_end: FrontEndChoice) -> Options {
    Options { front_end, ..Options::default() }
}

fn row(name: String, options: Options, what: What) -> Row {
    Row {
        name,
        browser: BrowserKind::Chromium,
        surface: Surface::Desktop,
        options,
        route: Route::Profile,
        action: Action::Remove,
        what,
    }
}

fn cases(prefix: &str, options: &Options, cases: &'static [Case]) -> impl Iterator<Item = Row> + use<> {
    let (prefix, options) = (prefix.to_owned(), options.clone());
    cases.iter().map(move |case| row(format!("{prefix}::{}", case.name), options.clone(), What::Case(case)))
}

/// Somebody as the site has them, with whatever ornaments their name wears.
const SOMEBODY: Case = with("", "", "7", |crew| crew.somebody(), o(Outcome::Removed), 1);
const SOMEBODY_UNFOLLOWED: Case = with("", "", "7", |crew| crew.somebody(), o(Outcome::Unfollowed), 1);
const SOMEBODY_WITHDRAWN: Case = with("", "", "7", |crew| crew.somebody(), o(Outcome::Withdrawn), 1);
const SOMEBODY_WITHDRAWN_BY_MENU: Case =
    fault("", "", "ui-evidence-2 C2", &["sales_navigator"], o(Outcome::Withdrawn), 1);
const PLAIN: Case = fault("", "", "7", &[], o(Outcome::Removed), 1);

/// Rows of which there are hundreds alike.
const ALIKE: [&str; 3] = ["foreign::", "generated::", "language::"];

/// Of rows that are alike, those whose turn it is.
pub fn of_today(rows: Vec<Row>, is_alike: impl Fn(&Row) -> bool) -> Vec<Row> {
    let is_in_turn = |(at, row): &(usize, Row)| !is_alike(row) || turn::is_its_turn(*at);
    rows.into_iter().enumerate().filter(is_in_turn).map(|(_, row)| row).collect()
}

/// Rows that each of the two front ends has, beside those of the profile.
const TWICE: [&str; 4] = ["connections::", "search::", "unfollow::", "withdraw::"];

/// What a run of everything tries: of those rows of which there are hundreds alike the share whose turn it is, of those that are
/// there for both front ends a half, and all others.
pub fn today() -> Vec<Row> {
    let among = |groups: &[&str], row: &Row| groups.iter().any(|group| row.name.starts_with(group));
    let rows = of_today(all(), |row| among(&ALIKE, row)).into_iter().enumerate();
    rows.filter(|(at, row)| !among(&TWICE, row) || turn::is_its_half(*at)).map(|(_, row)| row).collect()
}

/// All rows, slow browsers last.
pub fn all() -> Vec<Row> {
    let mut all = Vec::new();
    for front_end in DESKTOP {
        all.extend(cases(&format!("profile::{front_end}"), &on(front_end), PROFILE));
    }
    all.extend(cases("load", &on(FrontEndChoice::Ember), LOADS));
    all.extend(
        OWN.iter().map(|own| row(format!("own::{}", own.name), Options::default(), What::Own(own.run))),
    );
    for front_end in DESKTOP {
        let own = if front_end == FrontEndChoice::Sdui { OWNERS_SDUI } else { &[] };
        let rows = OWNERS.iter().chain(own);
        all.extend(
            rows.map(|own| {
                row(format!("owner::{front_end}::{}", own.name), on(front_end), What::Own(own.run))
            }),
        );
    }
    for (word, route, own) in
        [("connections", Route::Connections, CONNECTIONS), ("search", Route::Search, SEARCH)]
    {
        for front_end in DESKTOP {
            let options = Options { people: 120, ..on(front_end) };
            let prefix = format!("{word}::{front_end}");
            let rows = cases(&prefix, &options, LISTS).chain(cases(&prefix, &options, own));
            all.extend(rows.map(|row| Row { route, ..row }));
        }
    }
    for (lang, front_end) in [("en", FrontEndChoice::Ember), ("pl", FrontEndChoice::Sdui)] {
        let options = Options { people: 1205, lang: lang.to_owned(), ..on(front_end) };
        let own = row(
            format!("connections::{front_end}::proved_by_the_profile"),
            options,
            What::Own(proved_by_the_profile),
        );
        all.push(Row { route: Route::Connections, ..own });
        let many = Options { people: 30_000, ..on(front_end) };
        let own = row(format!("connections::{front_end}::one_of_30000"), many, What::Own(one_of_many));
        all.push(Row { route: Route::Connections, ..own });
    }
    for (word, action, table, somebody) in [
        ("unfollow", Action::Unfollow, UNFOLLOW, &SOMEBODY_UNFOLLOWED),
        ("withdraw", Action::Withdraw, WITHDRAW, &SOMEBODY_WITHDRAWN),
    ] {
        for front_end in DESKTOP {
            let rows = cases(&format!("{word}::{front_end}"), &on(front_end), table);
            all.extend(rows.map(|row| Row { action, ..row }));
        }
        all.extend(
            languages(&format!("language::{word}"), What::Case(somebody)).map(|row| Row { action, ..row }),
        );
    }
    let by_menu = cases("withdraw::sdui", &on(FrontEndChoice::Sdui), WITHDRAW_BY_MENU);
    all.extend(by_menu.map(|row| Row { action: Action::Withdraw, ..row }));
    let by_menu = languages("language::withdraw_by_menu", What::Case(&SOMEBODY_WITHDRAWN_BY_MENU));
    all.extend(
        by_menu
            .filter(|row| row.options.front_end == FrontEndChoice::Sdui)
            .map(|row| Row { action: Action::Withdraw, ..row }),
    );
    all.extend(languages("language", What::Case(&SOMEBODY)));
    all.extend(languages("language::invitations", What::Own(sent_invitations_are_read)));
    all.extend(
        foreign().map(|page| row(format!("foreign::{}", page.name), Options::default(), What::Foreign(page))),
    );
    all.extend(
        generated()
            .iter()
            .map(|page| row(format!("generated::{}", page.name), Options::default(), What::Foreign(page))),
    );
    all.extend(phones());
    let firefox: Vec<Row> = all.iter().filter(|row| row.is_for_firefox()).map(Row::in_firefox).collect();
    all.extend(firefox);
    all
}

/// The same in every language of both front ends.
fn languages(prefix: &str, what: What) -> impl Iterator<Item = Row> + use<> {
    let prefix = prefix.to_owned();
    DESKTOP.into_iter().flat_map(move |front_end| {
        let prefix = prefix.clone();
        Options::languages().into_iter().map(move |lang| {
            let options = Options { lang: lang.to_owned(), ..on(front_end) };
            row(format!("{prefix}::{front_end}::{lang}"), options, what)
        })
    })
}

fn phones() -> Vec<Row> {
    let mut all: Vec<Row> = cases("mobile", &Options::default(), MOBILE).collect();
    all.push(row("mobile::a_phone_asks".to_owned(), Options::default(), What::Own(a_phone_asks)));
    for route in [Route::Search, Route::Connections] {
        let by = row(format!("mobile::by_{route}"), Options::default(), What::Case(&PLAIN));
        all.push(Row { route, ..by });
    }
    all.extend(Options::languages().into_iter().map(|lang| {
        let options = Options { lang: lang.to_owned(), ..Options::default() };
        row(format!("language::mobile::{lang}"), options, What::Case(&PLAIN))
    }));
    all.into_iter().map(|row| Row { surface: Surface::Mobile, ..row }).collect()
}
