mod bad_input;
mod choosing;
mod comparing;
mod fails_closed;
mod rule_files;

use std::path::PathBuf;

use super::{Decision, Export, ExportOptions, Options, Plan, RosterLine, RosterWriter, RuleSet, choose};
use crate::roster::{KeepList, Roster};

const HEADER: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

/// A folder with an export in it.
struct Given {
    folder: tempfile::TempDir,
}

impl Given {
    fn new() -> Given {
        Given { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn open(bytes: impl AsRef<[u8]>) -> (Given, Result<Export, super::PlanError>) {
    let given = Given::new();
    let path = given.file("Connections.csv", bytes);
    let export = Export::open(path, ExportOptions::default());
    (given, export)
}

/// Plans over an export's text and reads the roster back.
#[track_caller]
fn plan(export: &str, rules: &str, keep: &str) -> (Plan, Roster) {
    let (_given, export) = open(export);
    let mut export = export.unwrap_or_else(|error| panic!("{error}"));
    let rules = RuleSet::parse("rules.toml", &format!("schema = 1\n{rules}"), std::path::Path::new(""))
        .unwrap_or_else(|error| panic!("{error}"));
    let keep = KeepList::parse("keep.csv", keep).unwrap();
    let today = jiff::civil::date(2026, 11, 23);
    plan_with(
        &mut export,
        &Options {
            rules: &rules,
            keep: &keep,
            remembered: &crate::domain::Remembered::default(),
            today,
            new_since: None,
        },
    )
}

fn plan_with(export: &mut Export, options: &Options<'_>) -> (Plan, Roster) {
    let mut written = Vec::new();
    let mut writer = RosterWriter::new(&mut written).unwrap();
    let plan = choose(export, options, &mut |decision| {
        if let Decision::Chosen(chosen) = decision {
            writer.write(&RosterLine::of(chosen)).unwrap();
        }
        Ok(())
    })
    .unwrap();
    writer.flush().unwrap();
    drop(writer);
    let roster = Roster::parse("roster.csv", written).unwrap_or_else(|error| panic!("{error}"));
    assert!(roster.warnings.list.iter().all(|fault| fault.code == "list.empty"), "{}", roster.warnings);
    (plan, roster)
}

/// The slugs of a roster, or the names of rows without one.
fn who(roster: &Roster) -> Vec<String> {
    let one = |row: &crate::roster::Row| match &row.person.slug {
        Some(slug) => slug.to_string(),
        None => row.person.name.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    roster.rows.iter().map(one).collect()
}
