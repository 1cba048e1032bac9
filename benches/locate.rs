//! What one question to the page costs in a real browser, on the practice profile as it is and with 5,000 more nodes in it:
//! `cargo bench --bench locate`. `nothing` is a script that does nothing: the way to the page and back.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "a bench is its own reader and uses a part of the kit"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

#[path = "../tests/testkit/mod.rs"]
mod testkit;

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use divan::Bencher;
use testkit::pages::crew::Crew;
use tokio::runtime::Runtime;
use unlinked::browser::{Found, Page, Pin, Reading};
use unlinked::domain::{Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

const LIMIT: Duration = Duration::from_secs(10);

/// Nodes that are put into the page, each a visible paragraph with a link, a button and a text.
const NODES: [u32; 2] = [0, 5_000];

const MORE_NODES: &str = "
    const box = document.createElement('section');
    for (let at = 0; at < arguments[0] / 5; at++) {
        const row = document.createElement('p');
        row.innerHTML = `<a href=\"/in/somebody-${at}/\">Somebody ${at}</a><button aria-expanded=false><span>More</span></button> text`;
        box.append(row);
    }
    document.querySelector('main').append(box);
    return document.querySelectorAll('*').length;";

static STAGE: Mutex<Option<(Runtime, Crew)>> = Mutex::new(None);

fn main() {
    divan::main();
    if let Some((runtime, crew)) = stage().take() {
        runtime.block_on(crew.end());
    }
}

fn stage() -> MutexGuard<'static, Option<(Runtime, Crew)>> {
    let mut stage = STAGE.lock().unwrap();
    if stage.is_none() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let options = Options { front_end: FrontEndChoice::Ember, ..Options::default() };
        let crew = runtime.block_on(Crew::start(options, Surface::Desktop, Route::Profile));
        *stage = Some((runtime, crew));
    }
    stage
}

/// Opens somebody's page with so many more nodes in it, and hands it to what is measured.
fn on_page(nodes: u32, measured: impl FnOnce(&Runtime, &mut Crew, &Pin)) {
    let mut stage = stage();
    let (runtime, crew) = stage.as_mut().unwrap();
    let path = crew.somebody().person.slug.unwrap().path();
    let pin = runtime.block_on(async {
        crew.page.open(&path).await.unwrap();
        let sight = crew.page.read(Reading::Person, LIMIT).await.unwrap();
        assert!(crew.page.session().script(MORE_NODES, vec![nodes.into()], LIMIT).await.is_done());
        let seen = sight.profile.unwrap();
        Pin { name: seen.name, path: sight.path, links: Some(seen.links), row_link: None, ..Pin::default() }
    });
    measured(runtime, crew, &pin);
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn nothing(bencher: Bencher<'_, '_>) {
    on_page(0, |runtime, crew, _| {
        bencher.bench_local(|| {
            runtime.block_on(crew.page.session().script("return 1", Vec::new(), LIMIT)).is_done()
        });
    });
}

/// Whom the page is about: name, address, degree, Connect, stop signs.
#[divan::bench(args = NODES, sample_count = 40, sample_size = 1)]
fn read_whom_it_is_about(bencher: Bencher<'_, '_>, nodes: u32) {
    on_page(nodes, |runtime, crew, _| {
        bencher.bench_local(|| runtime.block_on(crew.page.read(Reading::Person, LIMIT)).unwrap());
    });
}

/// The overflow button: candidates, scope, visible, unique, enabled, stable, hit, the page still the person's.
#[divan::bench(args = NODES, sample_count = 40, sample_size = 1)]
fn find_the_overflow_button(bencher: Bencher<'_, '_>, nodes: u32) {
    on_page(nodes, |runtime, crew, pin| {
        bencher.bench_local(|| {
            let found = runtime.block_on(crew.page.find("more", pin, true, LIMIT)).unwrap();
            assert!(matches!(found, Found::Target(_)), "{found:?}");
        });
    });
}
