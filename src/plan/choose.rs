//! Going through an export once: who is chosen, by which rule, who is spared by which line, and what there is to weigh.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::chosen::{Chosen, Decision, Named, Plan, Spared};
use super::consider::{Consider, Weighed};
use super::date::Day;
use super::dates_read::DatesRead;
use super::error::{PlanError, fault};
use super::export::{Connection, Export, Identity, Notes};
use super::matcher::{Columns, Holds, Looked, Matcher};
use super::reason::RemovalReason;
use super::rule::{Conditions, RuleCount, RuleEffect, RuleSet};
use super::short_hash::short_hash;
use crate::domain::Remembered;
use crate::domain::{Action, Person, PersonName, Slug};
use crate::faults::Fault;
use crate::roster::{Column, KeepHit, KeepList, ListRow, Told};

/// How many of those who were spared are remembered by name; the rest is counted.
const REMEMBERED: usize = 1_000;

/// What a plan is made from, beside the export.
#[derive(Debug)]
pub struct Options<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// People who are never chosen.
    pub keep: &'a KeepList,
    /// What earlier runs know of people.
    pub remembered: &'a Remembered,
    /// Today, for what is recent.
    pub today: Day,
    /// Only people connected on this day or later are looked at.
    pub new_since: Option<Day>,
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
    let columns = Columns {
        company: export.has(Column::Company),
        position: export.has(Column::Position),
        email: export.has(Column::Email),
    };
    let mut chooser = Chooser::new(options, site.as_ref(), columns);
    chooser.plan.weighed.network = export.total();
    chooser.plan.dates = export.dates().clone();
    let mut looked = Looked::default();
    let mut notes =
        export.for_each(|connection, row, notes| chooser.take(connection, row, notes, &mut looked, sink))?;
    for (column, asked) in asked_columns(options.rules) {
        if asked && !export.has(column) {
            notes.warn(no_column(column));
        }
    }
    Ok(chooser.finish(notes))
}

/// The columns about which a rule asks.
fn asked_columns(rules: &RuleSet) -> [(Column, bool); 4] {
    let any = |asks: &dyn Fn(&Conditions) -> bool| rules.rules.iter().any(|rule| asks(&rule.when));
    [
        (Column::Company, any(&|when| !when.company.is_empty() || when.has_company.is_some())),
        (Column::Position, any(&|when| !when.position.is_empty() || when.has_position.is_some())),
        (Column::Email, any(&|when| when.has_email.is_some())),
        (Column::ConnectedOn, any(&|when| when.connected_before.is_some() || when.connected_since.is_some())),
    ]
}

fn no_column(column: Column) -> Fault {
    Fault {
        code: "plan.column",
        message: format!(
            "a rule asks about `{}`, and no column of the export is known to hold it: such a rule chooses nobody, and takes everybody off if it excludes",
            column.heading()
        ),
        span: None,
        label: String::new(),
        help: format!(
            "Give the column the heading {}, or take Connections.csv as LinkedIn sends it.",
            column.heading()
        ),
        warning: true,
    }
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
    fn new(options: &'a Options<'a>, site: Option<&'a Url>, columns: Columns) -> Chooser<'a> {
        let rules = options.rules;
        let personal = Consider::ALL.iter().copied().filter(|consider| consider.is_personal());
        let weighed = Weighed {
            cannot_tell: Consider::ALL.iter().map(|consider| (*consider, 0)).collect(),
            named: Weighed::named_in(&rules.words),
            people: personal.map(|consider| (consider, 0)).collect(),
            share_limit: rules.words.share,
            ..Weighed::default()
        };
        Chooser {
            options,
            site,
            matcher: Matcher::new(&rules.rules, &rules.words, options.today, columns),
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
                new_cannot_tell: 0,
                named: Vec::new(),
                dates: DatesRead::default(),
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
        self.count(&consider, connection, company, *action, *reason);
        if self.plan.named.len() < REMEMBERED {
            self.plan.named.push(Named::of(connection, &why));
        }
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
        self.plan.new_cannot_tell += u64::from(connection.connected_on.is_none());
        if inside && let Some(new) = &mut self.plan.new {
            *new += 1;
        }
        inside
    }

    /// The last rule that fits. All are asked, so that each is known to fit somebody. Where a rule cannot tell, it chooses
    /// nobody, and excludes whom it might be about.
    fn deciding_rule(&mut self, identity: &Identity<'_>, looked: &Looked) -> Option<usize> {
        let rules = &self.options.rules.rules;
        let is_exclusion = |at: usize| rules.get(at).is_some_and(|rule| rule.effect == RuleEffect::Exclude);
        let mut last: Option<usize> = None;
        for (at, count) in self.plan.counts.iter_mut().enumerate() {
            match self.matcher.holds(at, identity, looked) {
                Holds::Yes => {
                    count.fits += 1;
                    last = Some(at);
                }
                Holds::No => {}
                Holds::CannotTell if is_exclusion(at) => {
                    if last.is_some_and(|last| !is_exclusion(last)) {
                        count.cannot_tell += 1;
                        last = Some(at);
                    }
                }
                Holds::CannotTell => count.cannot_tell += 1,
            }
        }
        let decides = last.and_then(|at| self.plan.counts.get_mut(at))?;
        decides.decides += 1;
        last
    }

    fn is_first(&mut self, connection: &Connection, slug: Option<&Slug>, name: Option<&PersonName>) -> bool {
        self.seen.insert(short_hash(person_of(connection, slug, name).key()))
    }

    fn kept(
        &self,
        connection: &Connection,
        slug: Option<&Slug>,
        name: Option<&PersonName>,
    ) -> Option<KeepHit> {
        if self.options.keep.is_empty() {
            return None;
        }
        let person = person_of(connection, slug, name);
        let told = Told {
            person: &person,
            position: Some(&connection.position),
            before: &self.options.remembered.find(&person.key(), slug),
            page: None,
            also: &[],
            companies: &[],
            headlines: &[],
        };
        self.options.keep.protects(&told).hit()
    }

    fn count(
        &mut self,
        consider: &[Consider],
        connection: &Connection,
        company: Option<u64>,
        action: Action,
        reason: RemovalReason,
    ) {
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
        for cannot in self.matcher.cannot_tell(connection) {
            let entry = weighed.cannot_tell.iter_mut().find(|(of, _)| *of == cannot);
            if let Some((_, count)) = entry {
                *count += 1;
            }
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

fn person_of(connection: &Connection, slug: Option<&Slug>, name: Option<&PersonName>) -> Person {
    Person {
        slug: slug.cloned(),
        name: name.cloned(),
        company: Some(connection.company.clone()).filter(|company| !company.is_empty()),
        location: None,
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
