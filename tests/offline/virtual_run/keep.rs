//! The keep list is cut, emptied, edited or lost at random moments of a run: nobody whom it protected when the run was confirmed is
//! clicked on.

use std::cell::Cell;

use unlinked::roster::Held;

use super::*;

/// Schedules of each of the four tests, each with a seed of its own.
const EDITED: u64 = 2_500;

/// What is done to the file of a list.
fn edited(text: &str, dice: &mut fastrand::Rng) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    match dice.u32(0..7) {
        0 => None,
        1 => Some(String::new()),
        2 => Some(text[..dice.usize(0..=text.len())].to_owned()),
        3 => {
            let gone = dice.usize(0..lines.len().max(1));
            Some(
                lines
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != gone)
                    .map(|(_, line)| format!("{line}\n"))
                    .collect(),
            )
        }
        4 => Some(lines.iter().rev().map(|line| format!("{line}\n")).collect()),
        5 => Some(format!("{text}member-0\n")),
        _ => Some("another-file\nsomebody-else\n".to_owned()),
    }
}

#[test]
fn in_thousands_of_edits_of_the_list_nobody_who_was_protected_is_clicked_on() {
    turn::each_share(nobody_who_was_protected_is_clicked_on);
}

fn nobody_who_was_protected_is_clicked_on(share: usize) {
    let first = share as u64 * EDITED;
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let (mut stopped, mut clicked, mut protected) = (0, 0, 0);
    for seed in first..first + EDITED {
        let mut dice = fastrand::Rng::with_seed(seed);
        let people = dice.usize(2..6);
        let setting = Setting { seed, dialog: dice.bool(), ..Setting::quiet(people, 10, 60) };
        let site = Rc::new(RefCell::new(Site::new(setting)));
        let rows: Vec<Row> = {
            let mut site = site.borrow_mut();
            site.wild = false;
            for member in &mut site.members {
                (member.exists, member.connected) = (true, true);
            }
            // Half of the rows give no name: the page alone tells who they are.
            let unnamed = |mut row: Row| {
                row.person.name = row.person.name.filter(|_| dice.bool());
                row
            };
            site.rows().into_iter().map(unnamed).collect()
        };
        let mut text = String::new();
        let mut safe = Vec::new();
        for (who, member) in site.borrow().members.iter().enumerate() {
            if dice.bool() {
                safe.push(who);
                let (slug, name) = (&member.slug, &member.name);
                text.push_str(&match dice.u32(0..4) {
                    0 => format!("{slug}\n"),
                    1 => format!("{name}\n"),
                    2 => format!("{}. {name} - a friend\n", who + 1),
                    _ => format!("https://www.linkedin.com/in/{slug}, {name}\n"),
                });
            }
        }
        let confirmed = KeepList::parse("keep.txt", text.clone()).unwrap();
        let moment = dice.u32(0..7);
        let after = edited(&text, &mut dice);
        let reads = Cell::new(0);
        let held = Held::new(confirmed, || {
            reads.set(reads.get() + 1);
            let now = if reads.get() > moment { after.clone() } else { Some(text.clone()) };
            let now = now.ok_or_else(|| "no such file".to_owned())?;
            KeepList::parse("keep.txt", now).map_err(|error| error.to_string())
        });
        let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
        let keep = || held.now().map_err(|weaker| weaker.to_string());
        one_run_keeping(&site, &WallClock::of(&site), &ledger, &rows, &selectors, &keep);
        for who in &safe {
            assert_eq!(
                site.borrow().members[*who].clicks,
                0,
                "seed {seed}: member-{who} was clicked, list:\n{text}"
            );
        }
        protected += safe.len();
        clicked += site.borrow().members.iter().filter(|member| member.clicks > 0).count();
        let by = ledger.runs(1).unwrap().first().and_then(|run| run.stopped_by);
        stopped += u32::from(by == Some(StoppedBy::Protection));
    }
    println!("{EDITED} schedules: {protected} protected, {clicked} clicked, {stopped} stopped");
    assert!(stopped > 250 && clicked > 1_000 && protected > 2_500, "too quiet to prove anything");
}
