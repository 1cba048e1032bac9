//! Months of runs in virtual time: the real ledger (in memory), schedule, caps, calendar and spacing, with an actor that
//! plays the engine against an invented site. Processes die, clocks jump, pages fail, the site throttles; whatever
//! happens, the promises hold. They are checked by the site's own account, not by the ledger's.

mod actor;
mod world;

use std::time::Duration;

use crate::testkit::turn;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use world::{DAY, HOUR, Setting, World};

/// Short schedules of each share.
const SCHEDULES: u32 = 2_500;

fn settings() -> impl Strategy<Value = Setting> {
    (any::<u64>(), 1_usize..5, (1_u32..4, 0_u32..3, 0_u32..3), (4_u32..9, 0_u32..3), 0_u32..40, 0_u32..30)
        .prop_map(|(seed, people, (day, week, month), (views, more_views), deaths, jumps)| Setting {
            seed,
            people,
            removals: day,
            week_factor: 1 + week.min(6),
            month_factor: 3 + week + month,
            views: views + 4 * more_views,
            deaths_percent: deaths,
            jumps_percent: jumps,
            spacing: (Duration::from_secs(45), Duration::from_secs(90)),
            hours: seed % 3 != 0,
            wild_runs: 3,
        })
}

/// Plays schedules until the promises are broken or all were played.
fn play(cases: u32) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let mut totals = (0, 0);
    let totals_cell = std::cell::RefCell::new(&mut totals);
    let outcome = runner.run(&settings(), |setting| {
        let mut world = World::new(setting);
        world.play_until_everybody_has_an_outcome();
        let mut totals = totals_cell.borrow_mut();
        totals.0 += world.intents();
        totals.1 += world.deaths();
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!(
        "{cases} schedules, {} intents, {} deaths of the process: every promise held",
        totals.0, totals.1
    );
}

#[test]
fn in_thousands_of_short_schedules_no_window_is_over_its_cap_and_nobody_is_clicked_twice_unseen() {
    turn::each_share(|_| play(SCHEDULES));
}

#[test]
fn five_thousand_people_take_months_and_are_each_removed_once() {
    let mut world = World::new(Setting {
        seed: 5000,
        people: 5000,
        removals: 60,
        week_factor: 5,
        month_factor: 20,
        views: 200,
        deaths_percent: 1,
        jumps_percent: 0,
        spacing: (Duration::from_secs(45), Duration::from_secs(90)),
        hours: true,
        wild_runs: 40,
    });
    let began = world.now();
    world.play_until_everybody_has_an_outcome();
    let days = (world.now() - began) / DAY;
    assert!((100..300).contains(&days), "{days} days");
    println!("{} people in {days} days, {} deaths of the process", 5000, world.deaths());
}

#[test]
fn the_estimate_of_the_end_is_what_a_quiet_run_takes() {
    let mut world = World::new(Setting {
        seed: 1,
        people: 400,
        removals: 25,
        week_factor: 5,
        month_factor: 20,
        views: 120,
        deaths_percent: 0,
        jumps_percent: 0,
        spacing: (Duration::from_secs(45), Duration::from_secs(90)),
        hours: true,
        wild_runs: 0,
    });
    let estimated = world.estimated_end();
    world.play_until_everybody_has_an_outcome();
    let off = (world.last_act() - estimated).abs();
    assert!(off < HOUR, "off by {} min", off / 60_000);
}
