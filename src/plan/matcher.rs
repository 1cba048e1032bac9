//! Rules made ready for a whole export: all patterns about one column are searched in one pass.

use super::consider::{Consider, ConsiderWords};
use super::date::Day;
use super::export::{Connection, Identity};
use super::pattern::{Fits, Pattern, PatternSet};
use super::rule::{Conditions, Rule};

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
    pub(super) fn new(rules: &'a [Rule], words: &ConsiderWords, today: Day) -> Matcher<'a> {
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
        Matcher { rules, numbers, company, position, name, recruiter, own_company, client, recent_since }
    }

    /// Looks at a connection once, for all the questions below.
    pub(super) fn look(&self, connection: &Connection, looked: &mut Looked) {
        self.company.look(&connection.company, &mut looked.company);
        self.position.look(&connection.position, &mut looked.position);
        self.name.look(&connection.name, &mut looked.name);
    }

    /// Whether a rule fits.
    pub(super) fn fits(&self, at: usize, identity: &Identity<'_>, looked: &Looked) -> bool {
        let (Some(rule), Some(numbers)) = (self.rules.get(at), self.numbers.get(at)) else { return false };
        let connection = identity.connection;
        let one =
            |numbers: &[usize], fits: &Fits| numbers.is_empty() || numbers.iter().any(|at| fits.has(*at));
        let is = |wanted: Option<bool>, text: &str| wanted.is_none_or(|wanted| wanted != text.is_empty());
        let Conditions {
            connected_before,
            connected_since,
            has_position,
            has_company,
            has_email,
            people,
            ..
        } = &rule.when;
        let day = connection.connected_on;
        one(&numbers.company, &looked.company)
            && one(&numbers.position, &looked.position)
            && one(&numbers.name, &looked.name)
            && connected_before.is_none_or(|before| day.is_some_and(|day| day < before))
            && connected_since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && is(*has_position, &connection.position)
            && is(*has_company, &connection.company)
            && is(*has_email, &connection.email)
            && people.as_ref().is_none_or(|people| people.names(identity).is_some())
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
        (!folded.is_empty()).then(|| super::choose::short_hash(folded))
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
}
