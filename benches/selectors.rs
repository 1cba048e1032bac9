//! What the selector files cost at a start: `cargo bench --bench selectors`.

#![allow(clippy::unwrap_used, reason = "a bench may fail loudly")]

use divan::black_box;
use unlinked::domain::Surface;
use unlinked::selectors::Selectors;

fn main() {
    divan::main();
}

/// The built-in desktop file and all its languages, from text to checked types.
#[divan::bench(sample_count = 30)]
fn load_the_built_in_files() -> Selectors {
    Selectors::load(black_box(Surface::Desktop), &[]).unwrap()
}

/// What is sent with the requests to the page script.
#[divan::bench(sample_count = 30)]
fn make_the_page_request(bencher: divan::Bencher<'_, '_>) {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    bencher.bench_local(|| black_box(&selectors).page_request());
}
