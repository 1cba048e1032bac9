//! What the lists cost, in allocations and never in time: a change that makes a row dearer, or holds more of a list at once,
//! fails here. How long it takes is measured by `cargo bench --bench lists` and `--bench plan` (docs/performance.md).

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::tests_outside_test_module,
    reason = "a test may fail loudly and may print"
)]

use allocation_counter::{AllocationInfo, measure};
use unlinked::domain::{Slug, Surface};
use unlinked::roster::Roster;
use unlinked::selectors::Selectors;

const ROWS: u64 = 5_000;

/// A roster in the form of LinkedIn's export, with invented people.
fn export() -> String {
    let mut text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for at in 0..ROWS {
        text.push_str(&format!(
            "Zoë,\"Żółw, PhD\",https://www.linkedin.com/in/person-{at:x}-%C5%82,,Company {},Engineer,15 Mar 2024\n",
            at % 97
        ));
    }
    text
}

fn print(what: &str, info: &AllocationInfo) {
    println!("{what}: {} allocations, {} bytes held at most", info.count_total, info.bytes_max);
}

#[test]
fn reading_a_roster_takes_no_more_allocations_a_row_than_it_did() {
    let text = export().into_bytes();
    let length = u64::try_from(text.len()).unwrap();
    let info = measure(|| assert_eq!(Roster::parse("roster.csv", text).unwrap().len(), 5_000));
    print("a roster", &info);
    assert!(info.count_total <= 50 * ROWS, "{} for {ROWS} rows", info.count_total);
    assert!(info.bytes_max <= 10 * length, "{} bytes held for {length} bytes of roster", info.bytes_max);
}

#[test]
fn reading_a_slug_takes_no_more_allocations_than_it_did() {
    let info = measure(|| {
        let slug = Slug::parse("https://www.linkedin.com/in/Per%C5%82a-1/?utm=x").unwrap();
        assert_eq!(slug.as_str(), "perła-1");
    });
    print("a slug", &info);
    assert!(info.count_total <= 12, "{}", info.count_total);
}

#[test]
fn loading_the_selector_files_takes_no_more_allocations_than_it_did() {
    let info = measure(|| drop(Selectors::load(Surface::Desktop, &[]).unwrap()));
    print("the selector files", &info);
    // Room for a few hundred more texts, each of which takes some.
    assert!(info.count_total <= 6_000, "{}", info.count_total);
    assert!(info.bytes_max <= 1_000_000, "{}", info.bytes_max);
}
