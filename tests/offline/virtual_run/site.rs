//! The invented site, its clock, and the promises that it watches over.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::sync::Notify;
use unlinked::browser::NetFault;
use unlinked::domain::{Action, Clock, Person, PersonName, Slug, Step, UnixMs};
use unlinked::engine::{Pause, RunEvent};
use unlinked::ledger::Window;
use unlinked::roster::Row;
use url::Url;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
pub const WEEK_FACTOR: u32 = 5;
pub const MONTH_FACTOR: u32 = 20;

/// No wait is longer than the longest window and a clock's hold.
const LONGEST_WAIT: i64 = 32 * DAY;

/// A session is ended before a wait longer than this.
const LONGEST_IDLE: i64 = 120_000;

/// What a schedule is made of.
#[derive(Debug, Clone)]
pub struct Setting {
    pub seed: u64,
    pub people: usize,
    pub removals: u32,
    pub views: u32,
    pub faults_per_mille: u64,
    pub deaths_per_mille: u64,
    pub jumps_per_mille: u64,
    /// Whether the menu item asks in a dialog before it removes.
    pub dialog: bool,
    pub wild_runs: u32,
    /// Whether the site may carry a click out late, by up to 90 s. Only where nobody sets the clock: a clock that is set forward
    /// by weeks makes any wait short.
    pub late: bool,
}

impl Setting {
    /// A site on which nothing goes wrong by itself, with a dialog before each removal.
    pub fn quiet(people: usize, removals: u32, views: u32) -> Setting {
        Setting {
            seed: 1,
            people,
            removals,
            views,
            faults_per_mille: 0,
            deaths_per_mille: 0,
            jumps_per_mille: 0,
            dialog: true,
            wild_runs: 0,
            late: false,
        }
    }
}

/// Somebody on the site.
#[derive(Debug, Clone)]
pub struct Member {
    pub slug: String,
    pub name: String,
    pub exists: bool,
    pub connected: bool,
    /// When a click that the site has taken is carried out, in true time.
    pub gone_at: Option<i64>,
    /// Clicks that could remove.
    pub clicks: u32,
    /// Whether their page was loaded and read since the last of them.
    pub looked: bool,
}

pub struct Site {
    pub setting: Setting,
    pub url: Url,
    pub members: Vec<Member>,
    pub rng: fastrand::Rng,
    pub wild: bool,
    pub session_open: bool,
    pub died: Arc<Notify>,
    /// What the user turns on and off while a run is at work. In wild times they do it often.
    pub pause: Pause,
    /// A pause that lasts: somebody turns it off later.
    pub lasting: Arc<Notify>,
    /// How many pauses there were.
    pub pauses: u32,
    whims: fastrand::Rng,
    paused_at: Option<i64>,
    /// Page views that are in the ledger and never reached the site.
    pub cut_off: u64,
    /// How many clicks on a menu's button find it replaced by the page.
    pub replaced: u32,
    /// How many documents lose the item from under the pointer.
    pub swaps: u32,
    /// Whose pages take the browser away, each time.
    pub bad_pages: Vec<usize>,
    /// From which load of the owner's page on it is kept back.
    pub owner_from: Option<(u32, NetFault)>,
    pub owner_loads: u32,
    /// What was spent and clicked may be forgotten by a restored ledger, and the user may allow a third click.
    pub lenient: bool,
    /// Pages that the network keeps back, by their path.
    pub kept_back: BTreeMap<String, NetFault>,
    /// True time, and how far the machine's clock is off; shared with the clock that the engine reads.
    time: Arc<(AtomicI64, AtomicI64)>,
    forward_jumps: Vec<i64>,
    intents: Vec<i64>,
    views: Vec<i64>,
}

/// The machine's clock as the engine reads it.
pub struct WallClock(Arc<(AtomicI64, AtomicI64)>);

impl WallClock {
    pub fn of(site: &Rc<RefCell<Site>>) -> WallClock {
        WallClock(Arc::clone(&site.borrow().time))
    }
}

impl Clock for WallClock {
    fn now(&self) -> UnixMs {
        UnixMs(self.0.0.load(Ordering::Relaxed) + self.0.1.load(Ordering::Relaxed))
    }
}

impl Site {
    pub fn new(setting: Setting) -> Site {
        let mut rng = fastrand::Rng::with_seed(setting.seed);
        let members = (0..setting.people)
            .map(|number| Member {
                slug: format!("member-{number}"),
                name: format!("Anna Number{}", (b'a' + (number % 26) as u8) as char),
                exists: rng.u32(0..12) > 0,
                connected: rng.u32(0..12) > 0,
                gone_at: None,
                clicks: 0,
                looked: false,
            })
            .collect();
        Site {
            url: "http://127.0.0.1:1/".parse().unwrap(),
            members,
            rng,
            wild: true,
            session_open: false,
            died: Arc::new(Notify::new()),
            pause: Pause::default(),
            lasting: Arc::new(Notify::new()),
            pauses: 0,
            whims: fastrand::Rng::with_seed(setting.seed ^ 0x5eed),
            paused_at: None,
            cut_off: 0,
            replaced: 0,
            swaps: 0,
            bad_pages: Vec::new(),
            owner_from: None,
            owner_loads: 0,
            lenient: false,
            kept_back: BTreeMap::new(),
            time: Arc::new((AtomicI64::new(1_795_428_000_000), AtomicI64::new(0))),
            forward_jumps: Vec::new(),
            intents: Vec::new(),
            views: Vec::new(),
            setting,
        }
    }

    pub fn rows(&self) -> Vec<Row> {
        let row = |(member, line): (&Member, u64)| Row {
            line,
            person: Person {
                slug: Slug::parse(&member.slug).ok(),
                name: PersonName::new(&member.name),
                company: None,
                location: None,
            },
            action: Action::Remove,
            reason: None,
            note: None,
            position: None,
            email: None,
            connected_on: None,
        };
        self.members.iter().zip(2..).map(row).collect()
    }

    fn true_ms(&self) -> i64 {
        self.time.0.load(Ordering::Relaxed)
    }

    pub fn wall(&self) -> UnixMs {
        UnixMs(self.true_ms() + self.time.1.load(Ordering::Relaxed))
    }

    pub fn pass(&mut self, ms: i64) {
        self.time.0.fetch_add(ms, Ordering::Relaxed);
        let now = self.true_ms();
        for member in &mut self.members {
            if member.gone_at.is_some_and(|at| at <= now) {
                (member.connected, member.gone_at) = (false, None);
            }
        }
    }

    /// The site takes a removal. In wild times it may do nothing with it, or carry it out only later.
    fn take(&mut self, who: usize) {
        let now = self.true_ms();
        let (nothing, late) = (self.wild && self.rng.u32(0..5) == 0, self.setting.late && self.wild);
        let member = &mut self.members[who];
        if nothing || !member.connected {
        } else if late && self.rng.u32(0..3) == 0 {
            member.gone_at = Some(now + self.rng.i64(500..90_000));
        } else {
            member.connected = false;
        }
    }

    pub fn views(&self) -> usize {
        self.views.len()
    }

    pub fn intents(&self) -> usize {
        self.intents.len()
    }

    pub fn removed(&self) -> usize {
        self.members.iter().filter(|member| member.clicks > 0 && !member.connected).count()
    }

    /// Whether something that comes so often out of a thousand comes now.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.wild && self.rng.u64(0..1000) < per_mille
    }

    pub fn dies(&mut self) -> bool {
        let likely = self.setting.deaths_per_mille;
        self.chance(likely)
    }

    pub fn fault(&mut self) -> bool {
        let likely = self.setting.faults_per_mille;
        self.chance(likely)
    }

    /// Waits pass at once. The clock is set at any step, between intent and click as well.
    pub fn hear(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Waiting { until, .. } => {
                let left = until.0 - self.wall().0;
                assert!(left < LONGEST_WAIT, "seed {}: a wait of {} days", self.setting.seed, left / DAY);
                assert!(
                    left <= LONGEST_IDLE || !self.session_open,
                    "a session is held open over a long wait"
                );
                self.pass(left.max(0));
            }
            RunEvent::Paused => {
                self.pauses += 1;
                self.paused_at = Some(self.true_ms());
                let lasts = self.whims.i64(0..30 * HOUR);
                self.pass(lasts);
                if lasts > LONGEST_IDLE { self.lasting.notify_one() } else { self.pause.set(false) }
            }
            RunEvent::Continued => {
                let lasted = self.true_ms() - self.paused_at.take().unwrap();
                assert!(
                    lasted <= LONGEST_IDLE || !self.session_open,
                    "a session is held open over a long pause"
                );
            }
            RunEvent::Step { step, .. } => {
                // A pause that comes now waits for the end of this person.
                if self.wild && self.whims.u32(0..40) == 0 {
                    self.pause.set(true);
                }
                let took = self.rng.i64(100..2500);
                self.pass(took);
                let likely = self.setting.jumps_per_mille;
                if self.chance(likely) {
                    self.set_the_clock();
                }
                if *step == Step::Commit {
                    // An intent may follow, or a refusal; what the caps must hold is checked at the click.
                    self.pass(1);
                }
            }
            _ => {}
        }
    }

    fn set_the_clock(&mut self) {
        let skew = self.time.1.load(Ordering::Relaxed);
        let jump = match self.rng.u32(0..4) {
            0 => -self.rng.i64(0..400 * DAY),
            1 => -self.rng.i64(0..2 * HOUR),
            2 => self.rng.i64(0..60 * DAY),
            // Put right again.
            _ => -skew,
        };
        if jump > 0 {
            let now = self.true_ms();
            self.forward_jumps.push(now);
        }
        self.time.1.fetch_add(jump, Ordering::Relaxed);
    }

    /// The site serves a page.
    pub fn serve(&mut self) {
        assert_eq!(self.paused_at, None, "seed {}: a page is opened in a pause", self.setting.seed);
        let now = self.true_ms();
        self.views.push(now);
        self.check(&self.views, self.setting.views, "page views");
    }

    /// The click at the point of no return.
    pub fn commit_click(&mut self, who: usize, reaches: bool) {
        let now = self.true_ms();
        self.intents.push(now);
        self.check(&self.intents, self.setting.removals, "removals");
        let seed = self.setting.seed;
        let member = &mut self.members[who];
        assert!(member.looked, "seed {seed}: {} was clicked again without a look", member.slug);
        assert!(
            member.gone_at.is_none() && member.connected,
            "seed {seed}: a second removal of {}, whom the first one removes",
            member.slug
        );
        member.looked = false;
        member.clicks += 1;
        assert!(self.lenient || member.clicks <= 2, "seed {seed}: {} was clicked a third time", member.slug);
        if reaches && !self.setting.dialog {
            self.take(who);
        }
    }

    /// The click on the dialog's button: one removal with the click before it.
    pub fn confirm_click(&mut self, who: usize) {
        self.take(who);
    }

    /// By true time. Each time that the clock was set forward frees one more budget: nobody can tell it from time that passed.
    fn check(&self, times: &[i64], day: u32, what: &str) {
        if self.lenient {
            return;
        }
        let caps = [day, day * WEEK_FACTOR, day * MONTH_FACTOR];
        for (window, cap) in Window::ALL.iter().zip(caps) {
            let edge = self.true_ms() - i64::try_from(window.span().as_millis()).unwrap();
            let within = |times: &[i64]| times.iter().rev().take_while(|at| **at > edge).count();
            let (used, allowed) = (within(times), cap as usize * (1 + within(&self.forward_jumps)));
            assert!(
                used <= allowed,
                "seed {}: {used} {what} in {window}, where {cap} are allowed",
                self.setting.seed
            );
        }
    }
}
