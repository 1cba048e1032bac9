//! Rules made ready for a whole export: all patterns about one column are searched in one pass.

use super::consider::{Consider, ConsiderWords};
use super::date::Day;
use super::export::{Connection, Identity};
use super::pattern::{Fits, Pattern, PatternSet};
use super::people::PeopleIndex;
use super::rule::{Conditions, Rule, RuleEffect};

/// Whether a rule fits somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// All its conditions hold.
    Yes,
    /// One of them does not.
    No,
    /// None of them is known not to hold, but one asks for what is missing or cannot be read.
    CannotTell,
}

/// Which columns the export has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) company: bool,
    pub(super) position: bool,
    pub(super) email: bool,
}

/// Rules and considerations, ready to be asked.
pub(super) struct Matcher<'a> {
    rules: &'a [Rule],
    numbers: Vec<Numbers>,
    company: PatternSet,
    position: PatternSet,
    name: PatternSet,
    recruiter: Vec<usize>,
    own_company: Vec<usize>,
    client: Vec<usize>,
    recent_since: Day,
    columns: Columns,
}

/// The patterns of one rule, by their numbers in the sets.
struct Numbers {
    company: Vec<usize>,
    position: Vec<usize>,
    name: Vec<usize>,
}

/// What the patterns say of one connection. Used again for each, to spare the memory.
#[derive(Default)]
pub(super) struct Looked {
    company: Fits,
    position: Fits,
    name: Fits,
}

fn add(set: &mut PatternSet, patterns: &[Pattern]) -> Vec<usize> {
    patterns.iter().map(|pattern| set.add(pattern.clone())).collect()
}

impl<'a> Matcher<'a> {
    pub(super) fn new(rules: &'a [Rule], words: &ConsiderWords, today: Day, columns: Columns) -> Matcher<'a> {
        let (mut company, mut position, mut name) =
            (PatternSet::default(), PatternSet::default(), PatternSet::default());
        let numbers = rules
            .iter()
            .map(|rule| Numbers {
                company: add(&mut company, &rule.when.company),
                position: add(&mut position, &rule.when.position),
                name: add(&mut name, &rule.when.name),
            })
            .collect();
        let recruiter = add(&mut position, &words.recruiter);
        let own_company = add(&mut company, &words.own_company);
        let client = add(&mut company, &words.client);
        for set in [&mut company, &mut position, &mut name] {
            set.prepare();
        }
        let recent_since = words.recent_since(today);
        Matcher {
            rules,
            numbers,
            company,
            position,
            name,
            recruiter,
            own_company,
            client,
            recent_since,
            columns,
        }
    }

    /// Looks at a connection once, for all the questions below.
    pub(super) fn look(&self, connection: &Connection, looked: &mut Looked) {
        self.company.look(&connection.company, &mut looked.company);
        self.position.look(&connection.position, &mut looked.position);
        self.name.look(&connection.name, &mut looked.name);
    }

    /// Whether a rule fits. A condition on what is missing or cannot be read is neither met nor missed.
    pub(super) fn holds(&self, at: usize, identity: &Identity<'_>, looked: &Looked) -> Holds {
        let (Some(rule), Some(numbers)) = (self.rules.get(at), self.numbers.get(at)) else {
            return Holds::No;
        };
        let connection = identity.connection;
        let Conditions {
            company: _,
            position: _,
            name: _,
            connected_before,
            connected_since,
            has_position,
            has_company,
            has_email,
            people,
        } = &rule.when;
        let fits = |numbers: &[usize], fits: &Fits| {
            let known = !fits.folded().is_empty();
            known.then(|| numbers.iter().any(|at| fits.has(*at)))
        };
        let has = |column: bool, wanted: bool, text: &str| column.then_some(wanted != text.is_empty());
        let day = connection.connected_on;
        let patterns = |numbers: &[usize], of: &Fits| (!numbers.is_empty()).then(|| fits(numbers, of));
        // Who may be named by a list that excludes is off; who is chosen by one must be named for certain.
        let named = |people: &PeopleIndex| match rule.effect {
            RuleEffect::Exclude => people.may_name(identity),
            RuleEffect::Include { .. } => people.is_named(identity),
        };
        // Each condition that is set, and what is known of it.
        let asked = [
            patterns(&numbers.company, &looked.company),
            patterns(&numbers.position, &looked.position),
            patterns(&numbers.name, &looked.name),
            connected_before.map(|before| day.map(|day| day < before)),
            connected_since.map(|since| day.map(|day| day >= since)),
            has_position.map(|wanted| has(self.columns.position, wanted, &connection.position)),
            has_company.map(|wanted| has(self.columns.company, wanted, &connection.company)),
            has_email.map(|wanted| has(self.columns.email, wanted, &connection.email)),
            people.as_deref().map(named),
        ];
        let (mut is_told, mut holds) = (true, true);
        for answer in asked.into_iter().flatten() {
            is_told &= answer.is_some();
            holds &= answer != Some(false);
        }
        match (holds, is_told) {
            (false, _) => Holds::No,
            (true, true) => Holds::Yes,
            (true, false) => Holds::CannotTell,
        }
    }

    /// Why a rule fits, in words.
    pub(super) fn why(&self, at: usize, identity: &Identity<'_>, looked: &Looked) -> String {
        let (Some(rule), Some(numbers)) = (self.rules.get(at), self.numbers.get(at)) else {
            return String::new();
        };
        let mut parts = Vec::new();
        for (what, set, numbers, fits) in [
            ("company", &self.company, &numbers.company, &looked.company),
            ("position", &self.position, &numbers.position, &looked.position),
            ("name", &self.name, &numbers.name, &looked.name),
        ] {
            let first = numbers.iter().find(|at| fits.has(**at)).and_then(|at| set.get(*at));
            parts.extend(first.map(|pattern| format!("{what} fits `{}`", pattern.written())));
        }
        let when = &rule.when;
        parts.extend(when.connected_before.map(|before| format!("connected before {before}")));
        parts.extend(when.connected_since.map(|since| format!("connected since {since}")));
        for (what, wanted) in
            [("position", when.has_position), ("company", when.has_company), ("e-mail", when.has_email)]
        {
            parts.extend(
                wanted.map(|wanted| if wanted { format!("has {what}") } else { format!("no {what}") }),
            );
        }
        parts.extend(
            when.people
                .as_ref()
                .and_then(|people| people.names(identity))
                .map(|place| format!("named in {place}")),
        );
        format!("{}: {}", rule.called(at + 1), parts.join("; "))
    }

    /// What tells one company from another, or `None` for a connection without one.
    pub(super) fn company_key(&self, looked: &Looked) -> Option<u64> {
        let folded = looked.company.folded();
        (!folded.is_empty()).then(|| super::short_hash::short_hash(folded))
    }

    /// Whether the position is a recruiter's.
    pub(super) fn is_recruiter(&self, looked: &Looked) -> bool {
        self.recruiter.iter().any(|at| looked.position.has(*at))
    }

    /// What to consider about one connection, in the order of [`Consider::ALL`].
    pub(super) fn consider(&self, connection: &Connection, looked: &Looked) -> Vec<Consider> {
        let any = |numbers: &[usize]| numbers.iter().any(|at| looked.company.has(*at));
        let holds = |consider: &Consider| match consider {
            Consider::Recruiter => self.is_recruiter(looked),
            Consider::OwnCompany => any(&self.own_company),
            Consider::Client => any(&self.client),
            Consider::Recent => connection.connected_on.is_some_and(|day| day >= self.recent_since),
            Consider::SharedEmail => !connection.email.is_empty(),
            Consider::NoUrl => connection.url.is_empty(),
            Consider::Share | Consider::LastAtCompany => false,
        };
        Consider::ALL.iter().copied().filter(|consider| holds(consider)).collect()
    }

    /// What of it cannot be told about one connection, since what it is judged by is missing or cannot be read.
    pub(super) fn cannot_tell<'b>(
        &'b self,
        connection: &'b Connection,
    ) -> impl Iterator<Item = Consider> + 'b {
        let no_company = connection.company.is_empty();
        let missing = move |consider: &Consider| match consider {
            Consider::Recruiter => connection.position.is_empty(),
            Consider::OwnCompany => no_company || self.own_company.is_empty(),
            Consider::Client => no_company || self.client.is_empty(),
            Consider::Recent => connection.connected_on.is_none(),
            Consider::SharedEmail => !self.columns.email,
            Consider::LastAtCompany => !self.columns.company,
            Consider::NoUrl | Consider::Share => false,
        };
        Consider::ALL.iter().copied().filter(missing)
    }
}
