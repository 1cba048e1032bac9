//! What a report costs as the run grows: `cargo bench --bench report`. Gathering reads ledger and trace; the page is the one
//! HTML file, here with at most 5 MB of pictures. `max alloc` is the memory that is held at the same time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "a test or bench may fail loudly and may print"
)]

#[path = "../tests/browser/report/sample.rs"]
mod sample;

use divan::Bencher;
use unlinked::report::{PictureRules, Scope, csv, html};

#[global_allocator]
static MEMORY: divan::AllocProfiler = divan::AllocProfiler::system();

/// People in the run.
const SIZES: [usize; 4] = [50, 500, 5_000, 20_000];

/// The most bytes of pictures in the file.
const PICTURES: PictureRules = PictureRules { most_bytes: 5_000_000 };

fn main() {
    for size in SIZES {
        let bytes = html(&sample::many(size).report(Scope::Newest), PICTURES).text.len();
        println!("{size} people: one file of {:.1} MB", bytes as f64 / 1e6);
    }
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn gather(bencher: Bencher<'_, '_>, size: usize) {
    let run = sample::many(size);
    bencher.bench_local(|| run.report(Scope::Newest));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn html_page(bencher: Bencher<'_, '_>, size: usize) {
    let run = sample::many(size);
    let report = run.report(Scope::Newest);
    bencher.bench_local(|| html(&report, PICTURES));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn csv_table(bencher: Bencher<'_, '_>, size: usize) {
    let run = sample::many(size);
    let report = run.report(Scope::Newest);
    bencher.bench_local(|| csv(&report).unwrap());
}
