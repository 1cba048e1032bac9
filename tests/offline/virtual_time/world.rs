//! The invented site, the clocks, and the promises.

use std::rc::Rc;
use std::time::Duration;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use unlinked::config::{ActiveHours, Calendar, Limits, Ramp};
use unlinked::domain::{Action, Outcome, Person, Slug, UnixMs};
use unlinked::engine::Plan;
use unlinked::ledger::{Ledger, Policy, Window};
use unlinked::pace::{OpenHours, Outlook, Spacing};
use unlinked::roster::Row;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// No wait is longer than the longest window, a clock's hold and a closed week.
const LONGEST_WAIT: i64 = 40 * DAY;

/// How many runs may be needed at most; the wild ones are the first.
const RUNS: u32 = 400;

/// What a schedule is made of.
#[derive(Debug, Clone)]
pub struct Setting {
    pub seed: u64,
    pub people: usize,
    pub removals: u32,
    pub week_factor: u32,
    pub month_factor: u32,
    pub views: u32,
    /// How likely the process dies, or a page fails, at each step;.
    pub deaths_percent: u32,
    /// How likely the clock is set during a wait.
    pub jumps_percent: u32,
    pub spacing: (Duration, Duration),
    pub hours: bool,
    /// So many runs are wild; the ones after are quiet.
    pub wild_runs: u32,
}

/// Somebody on the site.
#[derive(Debug, Clone)]
pub struct Member {
    pub exists: bool,
    pub connected: bool,
    pub clicks: u32,
    /// Whether their page was looked at since the last click.
    pub looked: bool,
}

pub struct World {
    pub setting: Setting,
    pub ledger: Rc<Ledger>,
    pub rows: Vec<Row>,
    pub members: Vec<Member>,
    pub rng: fastrand::Rng,
    /// True time, and how far the machine's clock is off.
    pub true_ms: i64,
    skew_ms: i64,
    /// When the machine's clock was set forward, in true time.
    forward_jumps: Vec<i64>,
    /// The site's own account, in true time.
    intents: Vec<i64>,
    views: Vec<i64>,
    pub deaths: u64,
    pub wild: bool,
    last_act: i64,
}

impl World {
    pub fn new(setting: Setting) -> World {
        let mut rng = fastrand::Rng::with_seed(setting.seed);
        let start = 1_795_428_000_000;
        let mut odd = || setting.wild_runs > 0 && rng.u32(0..10) == 0;
        let members = (0..setting.people)
            .map(|_| Member { exists: !odd(), connected: !odd(), clicks: 0, looked: true })
            .collect();
        let rows = (0..setting.people)
            .map(|number| Row {
                line: number as u64 + 2,
                person: Person {
                    slug: Slug::parse(&format!("member-{number}")).ok(),
                    name: None,
                    company: None,
                    location: None,
                },
                action: Action::Remove,
                reason: None,
                note: None,
                position: None,
                email: None,
                connected_on: None,
            })
            .collect();
        World {
            ledger: Rc::new(Ledger::open_in_memory(UnixMs(start)).unwrap()),
            rows,
            members,
            rng,
            true_ms: start,
            skew_ms: 0,
            forward_jumps: Vec::new(),
            intents: Vec::new(),
            views: Vec::new(),
            deaths: 0,
            wild: setting.wild_runs > 0,
            last_act: start,
            setting,
        }
    }

    pub fn wall(&self) -> UnixMs {
        UnixMs(self.true_ms + self.skew_ms)
    }

    pub fn now(&self) -> i64 {
        self.true_ms
    }

    pub fn intents(&self) -> u64 {
        self.intents.len() as u64
    }

    pub fn deaths(&self) -> u64 {
        self.deaths
    }

    pub fn last_act(&self) -> i64 {
        self.last_act
    }

    pub fn limits(&self) -> Limits {
        let ramp = |number| Ramp { first_week: number, second_and_third: number, later: number };
        Limits {
            removals_per_day: ramp(self.setting.removals),
            page_views_per_day: ramp(self.setting.views),
            unfollows_per_day: ramp(0),
            withdrawals_per_day: ramp(0),
            week_factor: self.setting.week_factor,
            month_factor: self.setting.month_factor,
        }
    }

    pub fn hours(&self) -> Option<OpenHours> {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        let calendar = Calendar {
            time_zone: TimeZone::get("Europe/Warsaw").ok(),
            days: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
            hours: ActiveHours { from_minute: 9 * 60, to_minute: 18 * 60 },
            holidays: vec!["2026-12-25".parse().unwrap()],
        };
        self.setting.hours.then(|| OpenHours::of(&calendar).unwrap())
    }

    pub fn plan(&mut self) -> Plan {
        let (shortest, longest) = self.setting.spacing;
        Plan {
            rehearsal: false,
            limits: Some(self.limits()),
            hours: self.hours(),
            spacing: Some(Spacing::new(shortest, longest).seeded(self.rng.u64(..))),
            settle_after: Duration::from_secs(60),
            policy: Policy::default(),
            views_per_person: 3,
            revision: Some("r1".to_owned()),
        }
    }

    pub fn estimated_end(&self) -> i64 {
        let (limits, hours) = (self.limits(), self.hours());
        let outlook = Outlook {
            limits: Some(&limits),
            hours: hours.as_ref(),
            spacing: Some(self.setting.spacing),
            ..Outlook::default()
        };
        let left = self.members.iter().filter(|member| member.exists && member.connected).count();
        outlook.end_of(vec![Action::Remove; left], &self.ledger, self.wall()).unwrap().unwrap().0
    }

    pub fn play_until_everybody_has_an_outcome(&mut self) {
        for run in 0..RUNS {
            self.wild = run < self.setting.wild_runs;
            self.one_run();
            if self.everybody_has_an_outcome() {
                self.check_the_end();
                return;
            }
            self.true_ms += self.rng.i64(HOUR..3 * DAY);
        }
        panic!("after {RUNS} runs somebody is still without an outcome");
    }

    fn everybody_has_an_outcome(&self) -> bool {
        self.rows.iter().all(|row| {
            let standing = self.ledger.standing(&row.person.key(), row.action).unwrap();
            !standing.next(&Policy::default()).is_left()
        })
    }

    fn check_the_end(&self) {
        for (row, member) in self.rows.iter().zip(&self.members) {
            let standing = self.ledger.standing(&row.person.key(), row.action).unwrap();
            if standing.outcome == Outcome::Removed {
                assert!(!member.connected, "the ledger says removed, the site says connected");
            }
            // Only a `not_found` can be wrong about somebody who is there: 404s that passed, seen a day apart.
            if standing.outcome == Outcome::NotConnected {
                assert!(!member.connected, "the ledger says not connected, the site says connected");
            }
        }
        assert_eq!(self.ledger.page_views_total().unwrap(), self.views.len() as u64);
    }

    /// Passes the time to a date, and in wild times sets the clock on the way.
    pub fn wait(&mut self, when: UnixMs) {
        let left = when.0 - self.wall().0;
        assert!(left > 0, "a date that has passed is nothing to wait for");
        assert!(left < LONGEST_WAIT, "a wait of {} days", left / DAY);
        if self.wild && self.rng.u32(0..100) < self.setting.jumps_percent {
            self.true_ms += self.rng.i64(0..=left);
            let jump = match self.rng.u32(0..4) {
                0 => -self.rng.i64(0..400 * DAY),
                1 => -self.rng.i64(0..2 * HOUR),
                2 => self.rng.i64(0..60 * DAY),
                // Put right again.
                _ => -self.skew_ms,
            };
            self.skew_ms += jump;
            if jump > 0 {
                self.forward_jumps.push(self.true_ms);
            }
        } else {
            self.true_ms += left;
        }
    }

    /// Something takes a little time.
    pub fn work(&mut self) {
        self.true_ms += self.rng.i64(200..4000);
    }

    pub fn note_act(&mut self) {
        self.last_act = self.true_ms;
        if let Some(hours) = self.hours() {
            let opening = hours.at(self.wall());
            assert!(
                matches!(opening, unlinked::pace::Opening::Open { .. }),
                "acted outside the active hours"
            );
        }
    }

    /// The site notes an intent: not a click yet, but what the caps count.
    pub fn note_intent(&mut self) {
        self.intents.push(self.true_ms);
        self.check(&self.intents, self.setting.removals, "removals");
    }

    /// The site serves a page.
    pub fn note_view(&mut self) {
        self.views.push(self.true_ms);
        self.check(&self.views, self.setting.views, "page views");
    }

    /// The site gets a click that removes, most of the time.
    pub fn click(&mut self, who: usize) {
        let works = !self.wild || self.rng.u32(0..4) > 0;
        let member = &mut self.members[who];
        assert!(member.looked, "clicked again without a look");
        member.clicks += 1;
        assert!(member.clicks <= 2, "clicked a third time");
        member.looked = false;
        member.connected &= !works;
    }

    /// No window that ends now is over its cap, by true time. Each time that the clock was set forward frees one more
    /// budget: nobody can tell it from time that passed.
    fn check(&self, times: &[i64], day: u32, what: &str) {
        let caps = [day, day * self.setting.week_factor, day * self.setting.month_factor];
        for (window, cap) in Window::ALL.iter().zip(caps) {
            let edge = self.true_ms - i64::try_from(window.span().as_millis()).unwrap();
            let within = |times: &[i64]| times.iter().rev().take_while(|at| **at > edge).count();
            let used = within(times);
            let allowed = cap as usize * (1 + within(&self.forward_jumps));
            assert!(used <= allowed, "{used} {what} in {window}, where {cap} are allowed");
        }
    }
}
