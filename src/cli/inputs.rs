//! Everything that a run reads before it starts: config, roster, keep list, selector files. All of their faults are told
//! at once, and nothing is started while there is one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::failure::{Failure, FileFault};
use super::keep_lists::{Asked, KeepLists};
use super::order::Order;
use super::output::{Terminal, printable};
use super::settings::{load_config, selector_folders};
use super::tally::Cards;
use crate::config::Config;
use crate::domain::PersonName;
use crate::faults::Faults;
use crate::limited;
use crate::roster::{KeepList, ListError, ListOptions, Roster};
use crate::selectors::Selectors;

/// What a run has read.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The settings.
    pub(super) config: Config,
    /// Whom to act on.
    pub(super) roster: Roster,
    /// The keep list as it is now; a run reads it again before each commit.
    pub(super) keep: KeepList,
    /// The lists that it was read from.
    pub(super) keep_lists: KeepLists,
    /// The selector files of the surface.
    pub(super) selectors: Selectors,
    /// The folders that they were looked for in.
    pub(super) folders: Vec<PathBuf>,
}

impl Inputs {
    /// Reads everything.
    pub(super) fn read(order: &Order) -> Result<Inputs, Failure> {
        let mut faults = Vec::new();
        let config =
            load_config(&order.account, order.overrides.clone()).map_err(|list| faults.extend(list)).ok();
        // Without a site the addresses of linkedin.com are still checked, so that no fault waits for the next try.
        let site = config.as_ref().map(|config| config.site.clone());
        let roster = read_roster(&order.roster, &order.list.options(site.as_ref()))
            .map_err(|error| faults.push(error.into()))
            .ok();
        let asked = Asked::of(order.keep.as_deref(), order.no_keep);
        let keep_lists = KeepLists::of(&order.account, asked, config.as_ref())
            .map_err(|error| faults.push(error.into()))
            .unwrap_or_default();
        let keep = keep_lists.read(site.as_ref()).map_err(|error| faults.push(error.into())).ok();
        let dir = config.as_ref().and_then(|config| config.selectors.dir.clone());
        let folders = selector_folders(dir);
        let selectors = config.as_ref().and_then(|config| {
            Selectors::load(config.surface, &folders)
                .map_err(|error| faults.extend(FileFault::of_selectors(error)))
                .ok()
        });
        match (config, roster, keep, selectors) {
            (Some(config), Some(roster), Some(keep), Some(selectors)) if faults.is_empty() => {
                Ok(Inputs { config, roster, keep, keep_lists, selectors, folders })
            }
            _ => Err(Failure::Files(faults)),
        }
    }

    /// Where the employer of people may be read of whom the keep list cannot be told.
    pub(super) fn cards(&self) -> Cards<'_> {
        Cards { selectors: Some(&self.selectors), route: self.config.route }
    }

    /// Names of the roster by line.
    pub(super) fn names(&self) -> BTreeMap<u64, String> {
        let name = |name: &PersonName| printable(name.as_str()).into_owned();
        self.roster.rows.iter().filter_map(|row| Some((row.line, name(row.person.name.as_ref()?)))).collect()
    }

    /// Tells what is odd about the files and stops nothing.
    pub(super) fn tell_warnings(&self, terminal: &Terminal) {
        let tell = |faults: &Faults| {
            if !faults.is_empty() {
                terminal.remark(&faults.render(terminal.err.0, terminal.width));
            }
        };
        tell(&self.roster.warnings);
        if let Some(faults) = &self.keep.warnings {
            tell(faults);
        }
        for warning in &self.selectors.warnings {
            terminal.say(&format!("warning: {warning}"));
        }
    }
}

fn read_roster(path: &Path, options: &ListOptions) -> Result<Roster, ListError> {
    if path == Path::new("-") {
        let bytes = limited::all_of(std::io::stdin().lock(), limited::ROSTER)
            .map_err(|source| ListError::Io { what: "roster", path: path.to_owned(), source })?;
        return Roster::parse_with("standard input", bytes, options);
    }
    Roster::read_with(path, options)
}
