//! One browser session on one practice site, and the life of single removals on it: the ledger is in memory, the outcome is the
//! engine's, the truth is the site's.

use std::sync::Once;
use std::time::Duration;

use unlinked::browser::{BrowserOptions, Session, WebPage};
use unlinked::domain::{
    Action, BrowserKind, Clock, Outcome, Person, PersonName, Route, Slug, StopSign, Surface,
};
use unlinked::engine::{Ending, Hands, OwnerCheck, PersonReport, Rules, check_owner};
use unlinked::ledger::{Caps, Ledger, RunId, RunKind, RunStart};
use unlinked::pace::SystemClock;
use unlinked::practice::{FaultSpec, Options, Site};
use unlinked::roster::{KeepList, Row};
use unlinked::selectors::{ClickPath, PathName, Selectors};
use unlinked::trace::Recorder;
use url::Url;

use super::foreign_site::ForeignSite;

/// Whether Firefox must be here, and is to show all that it can.
pub fn firefox_is_required() -> bool {
    std::env::var("UNLINKED_TEST_FIREFOX").is_ok_and(|value| value == "1")
}

/// Whether Firefox and its driver are here; says so if they are not, and fails where they must be.
pub fn firefox_is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has = |names: &[&str]| {
        std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
    };
    let there = has(&["geckodriver"]) && has(&["firefox-esr", "firefox"]);
    if !there {
        assert!(!firefox_is_required(), "UNLINKED_TEST_FIREFOX=1, and Firefox or geckodriver is missing");
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            println!(
                "SKIPPED: no Firefox with geckodriver here (`cargo install geckodriver`, and the package firefox-esr)"
            );
        });
    }
    there
}

/// What came of one person, as a short word for tables of expectations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    Outcome(Outcome),
    Stopped(StopSign),
    /// The browser was given up, with nothing clicked that could remove.
    Lost,
    /// Another host answered in the site's place.
    Outage,
}

pub fn new_ledger(rules: &Rules) -> (Ledger, RunId) {
    let ledger = Ledger::open_in_memory(SystemClock.now()).unwrap();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: rules.site.to_string(),
        surface: Some(rules.surface),
        route: Some(rules.route),
        selectors: None,
    };
    let run = ledger.begin_run(&start, SystemClock.now()).unwrap();
    (ledger, run)
}

/// Acts on one person.
pub async fn act_on(
    page: &mut WebPage,
    ledger: &Ledger,
    run: RunId,
    rules: &Rules,
    path: &ClickPath,
    keep: &str,
    row: &Row,
) -> (Came, Option<PersonReport>) {
    act_traced(page, ledger, run, rules, path, keep, row, &mut Recorder::off()).await
}

/// Acts on one person, and keeps a trace.
#[expect(clippy::too_many_arguments, reason = "what a removal needs")]
pub async fn act_traced(
    page: &mut WebPage,
    ledger: &Ledger,
    run: RunId,
    rules: &Rules,
    path: &ClickPath,
    keep: &str,
    row: &Row,
    trace: &mut Recorder,
) -> (Came, Option<PersonReport>) {
    let (driver, session) = (page.session().driver_address(), page.session().session_id().to_owned());
    let ending = Hands {
        page,
        ledger,
        trace,
        clock: &SystemClock,
        rules,
        caps: &Caps::UNLIMITED,
        run,
        path,
        keep: &|| KeepList::parse("keep.csv", keep.to_owned()).map_err(|error| error.to_string()),
        session: (&driver, &session),
        pinned: None,
        stop: &|| false,
        progress: &mut |_| {},
    }
    .act(row)
    .await;
    match ending {
        Ending::Done(report) => (Came::Outcome(report.outcome), Some(report)),
        Ending::Stopped(stop, report) => (Came::Stopped(stop.sign), report),
        Ending::Lost(_, None) => (Came::Lost, None),
        Ending::CutOff(_, report) => (Came::Outcome(report.outcome), Some(report)),
        Ending::Outage(_, report) => (Came::Outage, report),
        other => panic!("{other:?}"),
    }
}

const FIRST: &[&str] =
    &["Alder", "Bryony", "Cassia", "Dorian", "Edda", "Ferris", "Greta", "Hollis", "Ines", "Jory"];
const LAST: &[&str] =
    &["Vornholt", "Wexcombe", "Yarrowby", "Tunstead", "Sproxley", "Ruddockson", "Oddington"];

/// A browser with its driver, on no site yet.
pub struct Browser {
    pub kind: BrowserKind,
    session: Session,
    surface: Surface,
    folder: tempfile::TempDir,
}

impl Browser {
    pub async fn start(kind: BrowserKind, surface: Surface) -> Browser {
        let folder = tempfile::tempdir().unwrap();
        let options = BrowserOptions {
            browser: kind,
            surface,
            page_load_timeout: Duration::from_secs(8),
            ..BrowserOptions::default()
        };
        let session = Session::start(options, &folder.path().join("driver.json")).await.unwrap();
        Browser { kind, session, surface, folder }
    }

    /// Whether the driver still answers, as far as is known without asking it.
    pub fn is_usable(&self) -> bool {
        self.session.is_usable()
    }

    /// Quits it; tells what may still be there.
    pub async fn end(self) -> Result<(), String> {
        let ended = self.session.end().await;
        drop(self.folder);
        if ended.gone.is_all() { Ok(()) } else { Err(format!("a browser may still be there: {ended:?}")) }
    }
}

pub struct Crew {
    pub browser: BrowserKind,
    pub site: Site,
    pub page: WebPage,
    pub ledger: Ledger,
    pub run: RunId,
    pub rules: Rules,
    pub selectors: Selectors,
    pub keep: String,
    /// What the rows of this crew ask for.
    pub action: Action,
    pub last: Option<PersonReport>,
    /// The site of a page that no practice site serves.
    pub foreign: Option<ForeignSite>,
    /// How many page views the ledger may hold at most that the site has not given: those of a list that was asked in vain.
    pub asked_in_vain: u64,
    folder: tempfile::TempDir,
}

impl Crew {
    pub async fn start(options: Options, surface: Surface, route: Route) -> Crew {
        Crew::start_in(BrowserKind::Chromium, options, surface, route).await
    }

    /// The same in a browser of choice.
    pub async fn start_in(kind: BrowserKind, options: Options, surface: Surface, route: Route) -> Crew {
        Crew::on(Browser::start(kind, surface).await, options, route).await
    }

    /// On a new practice site, with a ledger of its own.
    pub async fn on(browser: Browser, options: Options, route: Route) -> Crew {
        let site = Site::start(options).await.unwrap();
        let url = Url::parse(site.url()).unwrap();
        Crew::at(browser, site, url, route)
    }

    /// The same at another address than the practice site's.
    pub fn at(browser: Browser, site: Site, url: Url, route: Route) -> Crew {
        let Browser { kind, session, surface, folder } = browser;
        let selectors = Selectors::load(surface, &[]).unwrap();
        let page = WebPage::new(session, url.clone(), selectors.page_request());
        let rules = Rules {
            site: url,
            practice: true,
            allow_guessed: false,
            rehearsal: false,
            pictures: false,
            route,
            surface,
            locate_timeout: Duration::from_millis(2500),
            confirm_grace: Duration::from_millis(2500),
        };
        let (ledger, run) = new_ledger(&rules);
        let (keep, action, last, foreign) = (String::new(), Action::Remove, None, None);
        Crew {
            browser: kind,
            site,
            page,
            ledger,
            run,
            rules,
            selectors,
            keep,
            action,
            last,
            foreign,
            asked_in_vain: 0,
            folder,
        }
    }

    pub fn faults(&self, faults: &[&str]) {
        let faults: Vec<FaultSpec> = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        self.site.set_faults(faults);
    }

    /// Somebody of the network to act on, with the name that LinkedIn's export has for them.
    pub fn somebody(&self) -> Row {
        let state = self.site.state();
        let (network, others) = (&state.people, &state.others);
        let fits = match self.action {
            Action::Remove => network.iter().find(|person| person.connected),
            Action::Unfollow => network.iter().find(|person| person.connected && person.following),
            Action::Withdraw => others.iter().find(|person| person.invited),
        };
        self.row(&fits.unwrap().slug)
    }

    /// A connection whose first name is the first word of their name, which is all that some dialogs say, and whose name nobody
    /// else has. It is the same person until they are no connection any more. An invitation is that of somebody else.
    pub fn somebody_plain(&self) -> Row {
        if self.action == Action::Withdraw {
            return self.somebody();
        }
        let state = self.site.state();
        let plain = || state.others.iter().filter(|person| person.slug.starts_with("plain-"));
        if let Some(person) = plain().find(|person| person.connected && !person.slug.ends_with("-twin")) {
            return self.row(&person.slug);
        }
        let nth = plain().count();
        let mut person = self.site.person(&state.people[nth % state.people.len()].slug).unwrap();
        let (first, last) = (FIRST[nth % FIRST.len()], LAST[nth / FIRST.len() % LAST.len()]);
        person.slug = format!("plain-{}-{}-{nth}", first.to_lowercase(), last.to_lowercase());
        person.name = format!("{first} {last}");
        person.roster_name.clone_from(&person.name);
        person.member_id = format!("ACoPractice{nth:05}Plain00000");
        person.member_number += 5000;
        (person.first, person.last) = (first.to_owned(), last.to_owned());
        (person.connected, person.following) = (true, true);
        (person.gone, person.in_network, person.invitation) = (false, false, None);
        self.site.add_person(person.clone());
        self.row(&person.slug)
    }

    pub fn row(&self, slug: &str) -> Row {
        let person = self.site.person(slug).unwrap();
        self.row_of(Some(slug), Some(&person.name))
    }

    pub fn row_of(&self, slug: Option<&str>, name: Option<&str>) -> Row {
        Row {
            line: 2,
            person: Person {
                slug: slug.map(|slug| Slug::parse(slug).unwrap()),
                name: name.and_then(PersonName::new),
                company: None,
                location: None,
            },
            action: self.action,
            reason: None,
            note: None,
            position: None,
            email: None,
            connected_on: None,
        }
    }

    pub async fn act(&mut self, row: &Row) -> Came {
        let path = self.selectors.path(PathName { action: row.action, route: self.rules.route }).unwrap();
        let (came, report) =
            act_on(&mut self.page, &self.ledger, self.run, &self.rules, &path, &self.keep, row).await;
        self.last = report.or(self.last.take());
        came
    }

    /// As [`Crew::act`], with a trace.
    pub async fn act_with(&mut self, row: &Row, trace: &mut Recorder) -> Came {
        let path = self.selectors.path(PathName { action: row.action, route: self.rules.route }).unwrap();
        let (page, ledger, rules) = (&mut self.page, &self.ledger, &self.rules);
        act_traced(page, ledger, self.run, rules, &path, &self.keep, row, trace).await.0
    }

    /// Reads who is signed in.
    pub async fn check_owner(&mut self) -> OwnerCheck {
        let (site, limit) = (self.rules.site.clone(), self.rules.locate_timeout);
        check_owner(&mut self.page, &self.ledger, self.run, &site, &SystemClock, limit).await.unwrap()
    }

    /// How often the site was asked to remove this person.
    pub fn removals_of(&self, slug: &str) -> usize {
        self.site.state().removals.iter().filter(|removal| removal.slug == slug).count()
    }

    /// The ledger and the site must have counted the same page views, whatever happened.
    pub fn assert_page_views_agree(&self) {
        let counted = self.ledger.page_views_total().unwrap();
        let state = self.site.state();
        if counted != state.page_views {
            for request in self.site.requests().iter().filter(|request| request.page_view) {
                println!("{} {} {}", request.kind, request.status, request.path);
            }
        }
        assert_eq!(counted, state.page_views, "page views of the ledger and of the site");
    }

    /// As [`Crew::assert_page_views_agree`], with a moment for what the page has asked for and not got yet.
    pub async fn page_views_agree(&self) -> Result<(), String> {
        let end = std::time::Instant::now() + Duration::from_secs(15);
        loop {
            let ledger = self.ledger.page_views_total().unwrap();
            let site = self.site.state().page_views;
            if ledger >= site && ledger - site <= self.asked_in_vain {
                return Ok(());
            }
            if std::time::Instant::now() > end || site > ledger {
                let kinds = self.site.state().page_views_by_kind;
                return Err(format!(
                    "the ledger holds {ledger} page views, the site counted {site}: {kinds:?}"
                ));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The same browser on another practice site, with a ledger of its own.
    pub async fn move_to(self, options: Options) -> Crew {
        let route = self.rules.route;
        Crew::on(self.into_browser(), options, route).await
    }

    /// The browser alone; the site ends.
    pub fn into_browser(self) -> Browser {
        let (kind, surface) = (self.browser, self.rules.surface);
        Browser { kind, surface, session: self.page.into_session(), folder: self.folder }
    }

    pub async fn end(self) {
        self.into_browser().end().await.unwrap();
    }
}
