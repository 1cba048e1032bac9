//! What reading the lists costs: `cargo bench --bench lists`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

use unlinked::domain::{PersonName, Slug};
use unlinked::roster::{KeepList, KeepQuery, Roster};

fn main() {
    divan::main();
}

/// A roster in the form of LinkedIn's export, with invented people.
fn export(rows: usize) -> String {
    let first = ["Anna", "Łukasz", "Jane", "José", "太郎", "Zoë"];
    let last = ["Nowak", "Żółw", "Doe, PhD", "Pereira", "山田", "O’Neil"];
    let mut text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for at in 0..rows {
        text.push_str(&format!(
            "{},\"{}\",https://www.linkedin.com/in/person-{at:x}-%C5%82,,Company {},Engineer,15 Mar 2024\n",
            first[at % 6],
            last[at / 6 % 6],
            at % 97
        ));
    }
    text
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000, 1_000_000], sample_count = 5)]
fn read_roster(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let text = export(rows).into_bytes();
    bencher
        .with_inputs(|| text.clone())
        .bench_values(|text| Roster::parse("roster.csv", text).map(|r| r.len()));
}

#[divan::bench(sample_count = 5)]
fn read_roster_with_a_fault_in_every_row(bencher: divan::Bencher<'_, '_>) {
    let text = export(10_000).replace("www.linkedin.com", "www.example.com").into_bytes();
    bencher
        .with_inputs(|| text.clone())
        .bench_values(|text| Roster::parse("roster.csv", text).map_err(|error| error.to_string().len()));
}

#[divan::bench(sample_count = 5)]
fn keep_30_000_lines_against_30_000_people(bencher: divan::Bencher<'_, '_>) {
    let mut text = export(30_000);
    text.push_str(",,slug:*-acme,,,,\n");
    let keep = KeepList::parse("keep.csv", text);
    let people: Vec<(Slug, PersonName)> = (0..30_000)
        .filter_map(|at| {
            Some((Slug::parse(&format!("other-{at}")).ok()?, PersonName::new(&format!("Jane Doe {at}"))?))
        })
        .collect();
    bencher.bench(|| {
        let Ok(keep) = &keep else { return 0 };
        let covers = |(slug, name): &&(Slug, PersonName)| {
            let query =
                KeepQuery { slugs: &[slug], names: &[name], companies: &["Acme"], ..KeepQuery::default() };
            !keep.covers(&query).allows()
        };
        people.iter().filter(covers).count()
    });
}
