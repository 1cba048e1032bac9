//! What is chosen and kept, in memory and on the disk. A change is told as saved only when both files are written, each
//! whole or not at all, so that a crash loses nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use url::Url;

use super::changes::{Change, Choice, Deed, Kept, Saved};
use super::error::ReviewError;
use super::people::{self, Listed};
use super::roster_file::{self, Sorted};
use crate::domain::Remembered;
use crate::domain::{Action, PersonKey};
use crate::faults::Faults;
use crate::plan::{ConsiderWords, Day, Export, ExportOptions, PlanError, RosterLine, replace_file};
use crate::roster::{KeepFile, KeepLine, KeepList, ListError, Roster};

/// More people than this make a page slow and its memory large.
const MOST: u64 = 200_000;
/// The longest reason and note, in bytes.
const LONGEST: usize = 4_000;

/// What a review is made from.
#[derive(Debug)]
pub struct ReviewOptions {
    /// The export.
    pub export: PathBuf,
    /// What the user says of it.
    pub reading: ExportOptions,
    /// The roster; it need not be there yet.
    pub roster: PathBuf,
    /// The keep list; it need not be there yet.
    pub keep: PathBuf,
    /// Reads the keep lists that are in force beside it, which the page does not change.
    pub others: OtherLists,
    /// What earlier runs know of people.
    pub remembered: Remembered,
    /// Words for what to consider.
    pub words: ConsiderWords,
    /// Today, for what is recent.
    pub today: Day,
}

/// Reads the keep lists that are in force beside the review's own file.
pub struct OtherLists(Box<dyn Fn() -> Result<KeepList, ListError> + Send + Sync>);

impl OtherLists {
    /// Reads them by `read`.
    pub fn by(read: impl Fn() -> Result<KeepList, ListError> + Send + Sync + 'static) -> OtherLists {
        OtherLists(Box::new(read))
    }

    /// There are none.
    #[must_use]
    pub fn none() -> OtherLists {
        OtherLists::by(|| Ok(KeepList::empty()))
    }

    fn read(&self) -> Result<KeepList, ListError> {
        (self.0)()
    }
}

impl fmt::Debug for OtherLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OtherLists")
    }
}

/// A review: the people of an export, who of them is chosen, and who is kept.
#[derive(Debug)]
pub struct Review {
    export_name: String,
    roster_path: PathBuf,
    keep_path: PathBuf,
    site: Option<Url>,
    people: Vec<Listed>,
    numbers: HashMap<PersonKey, usize>,
    share_limit: u8,
    doubles: usize,
    files: Files,
    beside: Beside,
    revision: u64,
    /// What was odd about the export; stops nothing.
    pub warnings: Box<Faults>,
}

/// What protects people beside the review's own file.
#[derive(Debug)]
struct Beside {
    lists: OtherLists,
    remembered: Remembered,
}

/// What the files say.
#[derive(Debug, Clone)]
struct Files {
    choices: BTreeMap<usize, Choice>,
    others: Vec<RosterLine>,
    keep: KeepFile,
    /// The other lists in force, as they were last read.
    others_keep: KeepList,
    kept: BTreeMap<usize, Kept>,
    /// The roster as it was last seen on the disk; `None` if it was not there.
    roster_seen: Option<[u8; 32]>,
    keep_seen: Option<[u8; 32]>,
}

impl Review {
    /// Reads the export, and the roster and the keep list if they are there.
    ///
    /// # Errors
    /// [`ReviewError`] for the first file that cannot be used.
    pub fn open(options: ReviewOptions) -> Result<Review, ReviewError> {
        let ReviewOptions { export, reading, roster, keep, others, remembered, words, today } = options;
        let beside = Beside { lists: others, remembered };
        let site = reading.list.site.clone();
        let mut export = Export::open(export, reading)?;
        if export.total() > MOST {
            return Err(ReviewError::TooMany { people: export.total(), most: MOST });
        }
        let (connections, notes) = export.all()?;
        let warnings = export.shown(notes)?;
        let (people, doubles) = people::list(connections, site.as_ref(), &words, today);
        let numbers = people::by_key(&people);
        let files = Files::read(&roster, &keep, site.as_ref(), (&people, &numbers), &beside)?;
        Ok(Review {
            export_name: export.name().to_owned(),
            roster_path: roster,
            keep_path: keep,
            site,
            people,
            numbers,
            share_limit: words.share,
            doubles,
            files,
            beside,
            revision: 1,
            warnings,
        })
    }

    /// Reads roster and keep list again, in place of what is known of them.
    ///
    /// # Errors
    /// [`ReviewError::List`] if one of them cannot be used; then everything stays as it is.
    pub fn reload(&mut self) -> Result<(), ReviewError> {
        self.files = Files::read(
            &self.roster_path,
            &self.keep_path,
            self.site.as_ref(),
            (&self.people, &self.numbers),
            &self.beside,
        )?;
        self.revision += 1;
        Ok(())
    }

    /// Makes changes and writes the files.
    ///
    /// # Errors
    /// [`ReviewError::Changed`] if another program has changed a file; [`ReviewError::Plan`] if one cannot be written;
    /// [`ReviewError::Senseless`] for people who are not there. The same changes can be sent again.
    pub fn change(&mut self, changes: &[Change]) -> Result<Saved, ReviewError> {
        let mut next = self.files.choices.clone();
        let mut keep = BTreeSet::new();
        let mut release = BTreeSet::new();
        for change in changes {
            self.check(change)?;
            for at in change.people.iter().copied() {
                match (change.deed, &change.choice) {
                    (Deed::Choose, Some(choice)) => drop(next.insert(at, choice.clone())),
                    (Deed::Choose | Deed::Drop, _) => drop(next.remove(&at)),
                    (Deed::Keep, _) => {
                        next.remove(&at);
                        release.remove(&at);
                        keep.insert(at);
                    }
                    (Deed::Release, _) => {
                        keep.remove(&at);
                        release.insert(at);
                    }
                }
            }
        }
        let kept = self.save_keep(&keep, &release)?;
        let mut refused = Vec::new();
        next.retain(|at, _| {
            let fine = !self.files.kept.contains_key(at)
                && self.people.get(*at).is_some_and(|who| who.stuck.is_none());
            if !fine {
                refused.push(*at);
            }
            fine
        });
        self.save_roster(next)?;
        self.revision += 1;
        Ok(Saved { revision: self.revision, kept, refused })
    }

    fn check(&self, change: &Change) -> Result<(), ReviewError> {
        if let Some(at) = change.people.iter().find(|at| **at >= self.people.len()) {
            return Err(ReviewError::Senseless(format!("there is no person number {at}")));
        }
        let Some(choice) = &change.choice else {
            return match change.deed {
                Deed::Choose => {
                    Err(ReviewError::Senseless("a choice without an action and a reason".to_owned()))
                }
                _ => Ok(()),
            };
        };
        if choice.action.parse::<Action>().is_err() {
            return Err(ReviewError::Senseless(format!("`{}` is not an action", choice.action)));
        }
        if choice.reason.len() > LONGEST || choice.note.len() > LONGEST {
            return Err(ReviewError::Senseless(format!("a reason or a note is longer than {LONGEST} bytes")));
        }
        Ok(())
    }

    /// Writes the keep list if it changes, and tells whose place on it has changed.
    fn save_keep(
        &mut self,
        keep: &BTreeSet<usize>,
        release: &BTreeSet<usize>,
    ) -> Result<Vec<(usize, Option<Kept>)>, ReviewError> {
        let add: Vec<KeepLine<'_>> = keep
            .iter()
            .filter(|at| !self.files.kept.contains_key(at))
            .filter_map(|at| self.people.get(*at))
            .filter(|listed| listed.stuck.is_none())
            .map(|listed| KeepLine {
                slug: listed.slug.as_ref(),
                name: listed.name.as_ref(),
                company: &listed.connection.company,
            })
            .collect();
        let own = |at: &usize| self.files.kept.get(at).filter(|kept| kept.own).map(|kept| kept.line);
        let remove: Vec<u64> = release.iter().filter_map(own).collect();
        if add.is_empty() && remove.is_empty() {
            return Ok(Vec::new());
        }
        let file = self.files.keep.with(&add, &remove)?;
        let kept = people::kept(&self.people, file.list(), &self.files.others_keep, &self.beside.remembered);
        unchanged(&self.keep_path, self.files.keep_seen)?;
        replace_file(&self.keep_path, file.text().as_bytes())?;
        self.files.keep_seen = Some(hash(file.text().as_bytes()));
        self.files.keep = file;
        let before = std::mem::replace(&mut self.files.kept, kept);
        let touched: BTreeSet<usize> = before.keys().chain(self.files.kept.keys()).copied().collect();
        Ok(touched
            .into_iter()
            .filter(|at| before.get(at) != self.files.kept.get(at))
            .map(|at| (at, self.files.kept.get(&at).cloned()))
            .collect())
    }

    fn save_roster(&mut self, next: BTreeMap<usize, Choice>) -> Result<(), ReviewError> {
        if next == self.files.choices {
            return Ok(());
        }
        let path = &self.roster_path;
        let cannot = |source| PlanError::Io { deed: "write", path: path.clone(), source };
        let bytes = roster_file::bytes(&self.people, &next, &self.files.others).map_err(cannot)?;
        unchanged(path, self.files.roster_seen)?;
        replace_file(path, &bytes)?;
        self.files.roster_seen = Some(hash(&bytes));
        self.files.choices = next;
        Ok(())
    }

    /// The people.
    pub(super) fn people(&self) -> &[Listed] {
        &self.people
    }

    /// Who is chosen.
    pub(super) fn choices(&self) -> &BTreeMap<usize, Choice> {
        &self.files.choices
    }

    /// Who is kept.
    pub(super) fn kept(&self) -> &BTreeMap<usize, Kept> {
        &self.files.kept
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn share_limit(&self) -> u8 {
        self.share_limit
    }

    /// Rows of the roster about people who are not in the export; they are kept as they are.
    #[must_use]
    pub fn others(&self) -> usize {
        self.files.others.len()
    }

    /// Rows of the export about somebody who was there already.
    #[must_use]
    pub fn doubles(&self) -> usize {
        self.doubles
    }

    /// The export, as messages name it.
    #[must_use]
    pub fn export_name(&self) -> &str {
        &self.export_name
    }

    /// The roster's file.
    #[must_use]
    pub fn roster_path(&self) -> &Path {
        &self.roster_path
    }

    /// The keep list's file.
    #[must_use]
    pub fn keep_path(&self) -> &Path {
        &self.keep_path
    }

    /// How many people are listed, chosen and kept.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.people.len(), self.files.choices.len(), self.files.kept.len())
    }
}

impl Files {
    fn read(
        roster: &Path,
        keep: &Path,
        site: Option<&Url>,
        (people, numbers): (&[Listed], &HashMap<PersonKey, usize>),
        beside: &Beside,
    ) -> Result<Files, ReviewError> {
        let roster_seen = seen(roster);
        let keep_seen = seen(keep);
        let Sorted { mut choices, others } = if roster_seen.is_some() {
            let read = match site {
                Some(site) => Roster::read_at(roster, site),
                None => Roster::read(roster),
            };
            roster_file::sort(&read?, numbers)
        } else {
            Sorted::default()
        };
        let keep = KeepFile::open(keep, site)?;
        let others_keep = beside.lists.read()?;
        let kept = people::kept(people, keep.list(), &others_keep, &beside.remembered);
        choices.retain(|at, _| !kept.contains_key(at));
        Ok(Files { choices, others, keep, others_keep, kept, roster_seen, keep_seen })
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn seen(path: &Path) -> Option<[u8; 32]> {
    std::fs::read(path).ok().map(|bytes| hash(&bytes))
}

/// A file that another program has changed is not written over. One that is gone is written again.
fn unchanged(path: &Path, known: Option<[u8; 32]>) -> Result<(), ReviewError> {
    match seen(path) {
        Some(now) if Some(now) != known => Err(ReviewError::Changed { path: path.to_owned() }),
        _ => Ok(()),
    }
}
