//! Going through an export once: who is chosen, by which rule, who is spared by which line, and what there is to weigh.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use url::Url;

use super::consider::{Consider, Weighed};
use super::date::Day;
use super::error::{PlanError, fault};
use super::export::{Connection, Export, Identity, Notes};
use super::matcher::{Looked, Matcher};
use super::reason::RemovalReason;
use super::rule::{RuleCount, RuleEffect, RuleSet};
use crate::domain::{Action, Person, PersonName, Slug};
use crate::faults::Fault;
use crate::roster::{Column, KeepHit, KeepList, KeepQuery, ListRow};

/// How many of those who were spared are remembered by name; the rest is counted.
const REMEMBERED: usize = 1_000;

/// What a plan is made from, beside the export.
#[derive(Debug)]
pub struct Options<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// People who are never chosen.
    pub keep: &'a KeepList,
    /// Today, for what is recent.
    pub today: Day,
    /// Only people connected on this day or later are looked at.
    pub new_since: Option<Day>,
}

/// Somebody who goes on the roster.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// Their slug, if the export has an address.
    pub slug: Option<&'a Slug>,
    /// Their name, if it has letters.
    pub name: Option<&'a PersonName>,
    /// What is to be done.
    pub action: Action,
    /// Why, in a word.
    pub reason: RemovalReason,
    /// The rule's note.
    pub note: Option<&'a str>,
    /// The rule that decided, and what of the person it fitted.
    pub why: String,
    /// What to weigh.
    pub consider: Vec<Consider>,
}

impl Chosen<'_> {
    /// The roster's note: the rule's own, and why the person was chosen.
    #[must_use]
    pub fn roster_note(&self) -> String {
        match self.note {
            Some(note) => format!("{note} [{}]", self.why),
            None => self.why.clone(),
        }
    }
}

/// Somebody whom a rule had chosen and the keep list spared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spared {
    /// The line of the export.
    pub line: u64,
    /// Their slug, if the export has an address.
    pub slug: Option<String>,
    /// Their name.
    pub name: String,
    /// Their company.
    pub company: String,
    /// The rule that had chosen them, and why.
    pub why: String,
    /// The line of the keep list.
    pub by: KeepHit,
}

/// What was decided about one person.
#[derive(Debug)]
pub enum Decision<'a> {
    /// They go on the roster.
    Chosen(&'a Chosen<'a>),
    /// The keep list spared them.
    Spared(&'a Spared),
}

/// What came of it.
#[derive(Debug)]
pub struct Plan {
    /// What there is to weigh.
    pub weighed: Weighed,
    /// How often each rule fitted, in the order of the rules.
    pub counts: Vec<RuleCount>,
    /// How many were chosen for each action and reason.
    pub reasons: BTreeMap<(Action, RemovalReason), u64>,
    /// The first thousand of those who were spared.
    pub spared: Vec<Spared>,
    /// How many were spared.
    pub spared_total: u64,
    /// Rows about somebody who was chosen already.
    pub duplicates: u64,
    /// Chosen people and rows with whom nothing can be done; the notes say why.
    pub left_out: u64,
    /// Rows that name nobody.
    pub nobody: u64,
    /// People connected since [`Options::new_since`].
    pub new: Option<u64>,
    /// What was odd on the way.
    pub notes: Notes,
}

/// A hash that tells millions of short texts apart: at a million, two of them meet once in ten million plans.
pub(super) fn short_hash(text: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Goes through the export and hands every decision to `sink`, in the order of the file. Holds one row at a time.
///
/// # Errors
/// What `sink` returns; [`PlanError::List`] if the export cannot be read any more.
pub fn choose(
    export: &mut Export,
    options: &Options<'_>,
    sink: &mut dyn FnMut(Decision<'_>) -> Result<(), PlanError>,
) -> Result<Plan, PlanError> {
    let site = export.site().cloned();
    let mut chooser = Chooser::new(options, site.as_ref());
    chooser.plan.weighed.network = export.total();
    let mut looked = Looked::default();
    let notes =
        export.for_each(|connection, row, notes| chooser.take(connection, row, notes, &mut looked, sink))?;
    Ok(chooser.finish(notes))
}

#[derive(Clone, Copy, Default)]
struct AtCompany {
    all: u32,
    chosen: u32,
}

struct Chooser<'a> {
    options: &'a Options<'a>,
    site: Option<&'a Url>,
    matcher: Matcher<'a>,
    seen: HashSet<u64>,
    companies: HashMap<u64, AtCompany>,
    plan: Plan,
}

impl<'a> Chooser<'a> {
    fn new(options: &'a Options<'a>, site: Option<&'a Url>) -> Chooser<'a> {
        let rules = options.rules;
        let personal = Consider::ALL.iter().copied().filter(|consider| consider.is_personal());
        let weighed = Weighed {
            people: personal.map(|consider| (consider, 0)).collect(),
            share_limit: rules.words.share,
            ..Weighed::default()
        };
        Chooser {
            options,
            site,
            matcher: Matcher::new(&rules.rules, &rules.words, options.today),
            seen: HashSet::new(),
            companies: HashMap::new(),
            plan: Plan {
                weighed,
                counts: vec![RuleCount::default(); rules.rules.len()],
                reasons: BTreeMap::new(),
                spared: Vec::new(),
                spared_total: 0,
                duplicates: 0,
                left_out: 0,
                nobody: 0,
                new: options.new_since.map(|_| 0),
                notes: Notes::default(),
            },
        }
    }

    fn take(
        &mut self,
        connection: &Connection,
        row: &ListRow<'_>,
        notes: &mut Notes,
        looked: &mut Looked,
        sink: &mut dyn FnMut(Decision<'_>) -> Result<(), PlanError>,
    ) -> Result<(), PlanError> {
        self.matcher.look(connection, looked);
        let company = self.matcher.company_key(looked);
        if let Some(company) = company {
            self.companies.entry(company).or_default().all += 1;
        }
        self.plan.weighed.recruiters += u64::from(self.matcher.is_recruiter(looked));
        if !self.is_in_period(connection) {
            return Ok(());
        }
        let identity = Identity::of(connection, self.site);
        let Some(at) = self.deciding_rule(&identity, looked) else { return Ok(()) };
        let Some(RuleEffect::Include { action, reason, note }) =
            self.options.rules.rules.get(at).map(|rule| &rule.effect)
        else {
            return Ok(());
        };
        let slug = match identity.slug() {
            Ok(slug) => slug,
            Err(problem) => {
                notes.leave_out(no_profile(row, &problem.to_string(), problem.help()));
                return Ok(());
            }
        };
        let name = identity.name();
        if slug.is_none() && name.is_none() {
            notes.leave_out(no_letters(row, &connection.name));
            return Ok(());
        }
        if !self.is_first(connection, slug, name) {
            self.plan.duplicates += 1;
            return Ok(());
        }
        let why = self.matcher.why(at, &identity, looked);
        if let Some(by) = self.kept(connection, slug, name) {
            let spared = Spared {
                line: connection.line,
                slug: slug.map(ToString::to_string),
                name: connection.name.clone(),
                company: connection.company.clone(),
                why,
                by,
            };
            sink(Decision::Spared(&spared))?;
            self.plan.spared_total += 1;
            if self.plan.spared.len() < REMEMBERED {
                self.plan.spared.push(spared);
            }
            return Ok(());
        }
        let consider = self.matcher.consider(connection, looked);
        self.count(&consider, company, *action, *reason);
        let chosen = Chosen {
            connection,
            slug,
            name,
            action: *action,
            reason: *reason,
            note: note.as_deref(),
            why,
            consider,
        };
        sink(Decision::Chosen(&chosen))
    }

    fn is_in_period(&mut self, connection: &Connection) -> bool {
        let Some(since) = self.options.new_since else { return true };
        let inside = connection.connected_on.is_some_and(|day| day >= since);
        if inside && let Some(new) = &mut self.plan.new {
            *new += 1;
        }
        inside
    }

    /// The last rule that fits. All are asked, so that each is known to fit somebody.
    fn deciding_rule(&mut self, identity: &Identity<'_>, looked: &Looked) -> Option<usize> {
        let mut last = None;
        for (at, count) in self.plan.counts.iter_mut().enumerate() {
            if self.matcher.fits(at, identity, looked) {
                count.fits += 1;
                last = Some(at);
            }
        }
        let decides = last.and_then(|at| self.plan.counts.get_mut(at))?;
        decides.decides += 1;
        last
    }

    fn is_first(&mut self, connection: &Connection, slug: Option<&Slug>, name: Option<&PersonName>) -> bool {
        let key = Person {
            slug: slug.cloned(),
            name: name.cloned(),
            company: Some(connection.company.clone()),
            location: None,
        }
        .key();
        self.seen.insert(short_hash(key))
    }

    fn kept(
        &self,
        connection: &Connection,
        slug: Option<&Slug>,
        name: Option<&PersonName>,
    ) -> Option<KeepHit> {
        let companies = [connection.company.as_str()];
        let (slugs, names) = (slug.as_slice(), name.as_slice());
        let query = KeepQuery { slugs, names, companies: &companies, ..KeepQuery::default() };
        self.options.keep.covers(&query).hit()
    }

    fn count(&mut self, consider: &[Consider], company: Option<u64>, action: Action, reason: RemovalReason) {
        let weighed = &mut self.plan.weighed;
        *self.plan.reasons.entry((action, reason)).or_default() += 1;
        // Only a removal makes the network smaller.
        if action != Action::Remove {
            return;
        }
        weighed.chosen += 1;
        for (of, count) in &mut weighed.people {
            *count += u64::from(consider.contains(of));
        }
        if let Some(at) = company.and_then(|company| self.companies.get_mut(&company)) {
            at.chosen += 1;
        }
    }

    fn finish(mut self, notes: Notes) -> Plan {
        let weighed = &mut self.plan.weighed;
        weighed.companies = self.companies.len() as u64;
        weighed.companies_lost = self.companies.values().filter(|at| at.all == at.chosen).count() as u64;
        self.plan.left_out = notes.left_out;
        self.plan.nobody = notes.nobody;
        self.plan.notes = notes;
        self.plan
    }
}

impl Plan {
    /// How many are on the roster.
    #[must_use]
    pub fn chosen_total(&self) -> u64 {
        self.reasons.values().sum()
    }
}

fn no_profile(row: &ListRow<'_>, problem: &str, help: &str) -> Fault {
    fault(
        "plan.url",
        row.span(Some(Column::Url)),
        format!("line {}: a rule chooses this person, who is left out: {problem}", row.line),
        "expected the address of a profile",
        help,
    )
}

fn no_letters(row: &ListRow<'_>, name: &str) -> Fault {
    fault(
        "plan.name",
        row.span(None),
        format!(
            "line {}: a rule chooses `{name}`, who is left out: no URL, and the name has no letters left",
            row.line
        ),
        "nobody could be found by this",
        "Add the person's profile address to the row.",
    )
}
