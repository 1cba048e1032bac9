//! What evidence costs a removal: without a trace, with one, and with pictures, side by side in one browser. Prints the figures
//! of docs/performance.md where it is asked for more than a few rounds (`ROUNDS=15`); the bound that it holds is on the writing alone, so that a busy machine does not decide it.

use std::time::{Duration, Instant};

use crate::testkit::pages::crew::{Came, Crew};
use unlinked::domain::{Clock, Outcome, Route, Surface};
use unlinked::pace::SystemClock;
use unlinked::practice::Options;
use unlinked::trace::{Recorder, read_events};

/// How many removals of each kind: enough to see what the writing takes, and by default too few for a figure.
fn rounds() -> usize {
    std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test]
async fn a_trace_without_pictures_costs_less_than_a_tenth_of_a_removal() {
    let rounds = rounds();
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let folder = tempfile::tempdir().unwrap();
    let warm = crew.somebody();
    assert_eq!(crew.act(&warm).await, Came::Outcome(Outcome::Removed));
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (kind, list) in times.iter_mut().enumerate() {
            let row = crew.somebody();
            let mut trace = if kind == 0 { Recorder::off() } else { Recorder::new(folder.path()) };
            crew.rules.pictures = kind == 2;
            let begun = Instant::now();
            assert_eq!(crew.act_with(&row, &mut trace).await, Came::Outcome(Outcome::Removed));
            list.push(begun.elapsed());
            assert_eq!(trace.finish(), None);
        }
    }
    crew.end().await;
    let [off, traced, pictured] = times.map(|mut list| median(&mut list));
    println!("median of {rounds}: no trace {off:?}, trace {traced:?}, trace and pictures {pictured:?}");

    // The same events once more, without a browser: what the writing itself takes.
    let events = read_events(folder.path()).unwrap();
    let pictures: Vec<Vec<u8>> = events
        .iter()
        .filter_map(|event| std::fs::read(folder.path().join(event.picture.as_ref()?)).ok())
        .collect();
    let removals = u32::try_from(2 * rounds).unwrap();
    let write = |with_pictures: bool| {
        let again = tempfile::tempdir().unwrap();
        let mut recorder = Recorder::new(again.path());
        let mut pictures = pictures.iter().cloned();
        let begun = Instant::now();
        for event in &events {
            let picture = event.picture.as_ref().filter(|_| with_pictures).and_then(|_| pictures.next());
            recorder.event(SystemClock.now(), event.step, event.ms, event.what.clone(), picture);
        }
        recorder.finish();
        begun.elapsed() / removals
    };
    let (words, all) = (write(false), write(true) * 2);
    let bytes: usize = pictures.iter().map(Vec::len).sum();
    println!(
        "writing alone, each removal: {words:?} without pictures, {all:?} with its two pictures of {} KB each",
        bytes / 1000 / pictures.len().max(1)
    );
    assert_eq!(pictures.len(), 2 * rounds, "two pictures a removal");
    assert!(words * 10 < off, "writing a trace takes {words:?} of {off:?}");
}
