//! What planning costs: `cargo bench --bench plan`. 30,000 rows with 50 rules should take less than 150 ms; a million
//! rows should never hold more than 100 MB (`max alloc`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

use unlinked::plan::{Decision, Export, ExportOptions, Options, RosterLine, RosterWriter, RuleSet, choose};
use unlinked::roster::KeepList;

#[global_allocator]
static MEMORY: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// LinkedIn's export, with invented people: as many companies and positions as a real one has, some of them not ASCII.
fn export(folder: &Path, rows: usize) -> PathBuf {
    let first = ["Anna", "Łukasz", "Jane", "José", "太郎", "Zoë"];
    let last = ["Nowak", "Żółw", "Doe", "Pereira", "山田", "O’Neil"];
    let position = [
        "Engineer",
        "Senior Recruiter",
        "Head of Sales",
        "Geschäftsführerin",
        "",
        "Talent Acquisition Partner",
    ];
    let path = folder.join("Connections.csv");
    let mut file =
        std::io::BufWriter::new(std::fs::File::create(&path).expect("a temporary folder takes files"));
    let mut write = |text: &str| file.write_all(text.as_bytes()).expect("a temporary folder takes files");
    write(
        "Notes:\n\"When exporting your connection data\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
    );
    for at in 0..rows {
        let (month, year) = (["Jan", "Jun", "Dec"][at % 3], 2008 + at % 18);
        write(&format!(
            "{},{},https://www.linkedin.com/in/person-{at:x}-%C5%82,,\"Company {}, Inc.\",{},{} {month} {year}\n",
            first[at % 6],
            last[at / 6 % 6],
            at % 9_973,
            position[at / 7 % 6],
            1 + at % 28,
        ));
    }
    file.flush().expect("a temporary folder takes files");
    path
}

/// Rules that together choose about a tenth of the people.
fn rules(count: usize) -> RuleSet {
    let mut text = "schema = 1\n".to_owned();
    for at in 0..count {
        let condition = match at % 5 {
            0 => format!("company = [\"Company {at}\", \"Company {}*\"]", at * 7),
            1 => "position = \"recruit*\"\nconnected_before = 2010-01-01".to_owned(),
            2 => format!("name = [\"Zoë Nowak\", \"Nobody {at}\"]\nno_position = true"),
            3 => format!(
                "company = \"=Company {} Inc\"\nposition = [\"head of sales\", \"geschaftsfuhrer*\"]",
                at * 3
            ),
            _ => format!("do = \"exclude\"\ncompany = \"Company {}\"", at * 11),
        };
        let reason = if at % 5 == 4 { "" } else { "reason = \"irrelevant\"\n" };
        text.push_str(&format!("[[rule]]\n{reason}{condition}\n"));
    }
    RuleSet::parse("rules.toml", &text, Path::new("")).expect("these rules are right")
}

fn plan(path: &Path, rules: &RuleSet, keep: &KeepList) -> u64 {
    let mut export = Export::open(path, ExportOptions::default()).expect("this export is right");
    let today = jiff::civil::date(2026, 11, 23);
    let options =
        Options { rules, keep, remembered: &unlinked::domain::Remembered::default(), today, new_since: None };
    let mut writer = RosterWriter::new(std::io::sink()).expect("nothing can go wrong here");
    let plan = choose(&mut export, &options, &mut |decision| {
        if let Decision::Chosen(chosen) = decision {
            writer.write(&RosterLine::of(chosen)).expect("nothing can go wrong here");
        }
        Ok(())
    });
    plan.expect("this export is right").chosen_total()
}

fn keep() -> KeepList {
    let lines: String = (0..200).map(|at| format!("person-{at:x}-ł\nJane Doe {at}\n")).collect();
    KeepList::parse("keep.csv", format!("{lines}company:Company 42*\n")).expect("this list is right")
}

#[divan::bench(sample_count = 20)]
fn rows_30_000_with_50_rules(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let (path, rules, keep) = (export(folder.path(), 30_000), rules(50), keep());
    bencher.bench_local(|| plan(&path, &rules, &keep));
}

#[divan::bench(sample_count = 1)]
fn rows_1_000_000_with_50_rules(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let (path, rules, keep) = (export(folder.path(), 1_000_000), rules(50), keep());
    bencher.bench_local(|| plan(&path, &rules, &keep));
}

/// Everybody is chosen: the worst case for the memory.
#[divan::bench(sample_count = 1)]
fn rows_1_000_000_all_chosen(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let path = export(folder.path(), 1_000_000);
    let text = "schema = 1\n[[rule]]\nreason = \"inactive\"\nconnected_before = 2030-01-01\n";
    let rules = RuleSet::parse("rules.toml", text, Path::new("")).expect("these rules are right");
    let keep = KeepList::empty();
    bencher.bench_local(|| plan(&path, &rules, &keep));
}
