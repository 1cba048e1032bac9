//! What to weigh before clicking, worked out from the export: the questions of docs/network.md that data can answer.

use jiff::Span;

use super::date::Day;
use super::error::PlanError;
use super::pattern::Pattern;

crate::domain::words! {
    /// Something to weigh before a person goes, or about the plan as a whole.
    pub enum Consider {
        /// Their position says that they look for people to hire.
        Recruiter => "recruiter",
        /// They work at one's own company.
        OwnCompany => "own-company",
        /// They work at a client's.
        Client => "client",
        /// The connection is recent.
        Recent => "recent",
        /// They chose to share their e-mail address.
        SharedEmail => "shared-email",
        /// The export has no address of their profile: they are looked for by name.
        NoUrl => "no-url",
        /// A large share of the network goes.
        Share => "share",
        /// Nobody is left at some companies.
        LastAtCompany => "last-at-company",
    }
}

impl Consider {
    /// Whether it is about one person; else it is about the plan as a whole.
    #[must_use]
    pub fn is_personal(self) -> bool {
        !matches!(self, Consider::Share | Consider::LastAtCompany)
    }

    /// Whom or what it is about, in the plural.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Consider::Recruiter => "recruiters",
            Consider::OwnCompany => "at your own company",
            Consider::Client => "at your clients",
            Consider::Recent => "recent connections",
            Consider::SharedEmail => "share their e-mail address",
            Consider::NoUrl => "without a profile address",
            Consider::Share => "share of the network",
            Consider::LastAtCompany => "companies where nobody is left",
        }
    }

    /// What it means for the choice.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Consider::Recruiter => "fewer recruiters near you, fewer searches in which you are found",
            Consider::OwnCompany => "you may meet them tomorrow",
            Consider::Client => "business, present or to come, may hang on it",
            Consider::Recent => "one of you asked for it not long ago",
            Consider::SharedEmail => "they chose to, and few people do",
            Consider::NoUrl => "they will be looked for by name",
            Consider::Share => "whom your connections know goes out of reach too",
            Consider::LastAtCompany => "nobody there to ask for an introduction",
        }
    }
}

/// Words and thresholds for what to consider.
#[derive(Debug)]
pub struct ConsiderWords {
    pub(super) recruiter: Vec<Pattern>,
    pub(super) own_company: Vec<Pattern>,
    pub(super) client: Vec<Pattern>,
    /// Connections younger than this are recent.
    pub recent: Span,
    /// The share of the network, in percent, above which it is said to be large.
    pub share: u8,
}

/// Words by which recruiters call themselves. A guess from common titles in several languages; a rule file can replace it.
const RECRUITERS: &[&str] = &[
    "recruit*",
    "talent acquisition",
    "talent partner",
    "talent scout",
    "headhunt*",
    "sourcer",
    "sourcing specialist",
    "executive search",
    "staffing",
    "rekrut*",
    "recrut*",
    "reclut*",
    "personalvermittl*",
    "personalberat*",
    "selezione del personale",
    "wervings*",
];

impl Default for ConsiderWords {
    fn default() -> ConsiderWords {
        ConsiderWords {
            recruiter: RECRUITERS.iter().filter_map(|word| Pattern::new(word).ok()).collect(),
            own_company: Vec::new(),
            client: Vec::new(),
            recent: Span::new().days(90),
            share: 10,
        }
    }
}

impl ConsiderWords {
    /// Adds patterns for the companies that are one's own.
    ///
    /// # Errors
    /// [`PlanError::Flag`] for a pattern without letters.
    pub fn own_company(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.own_company, patterns)
    }

    /// Adds patterns for the companies of clients.
    ///
    /// # Errors
    /// As [`ConsiderWords::own_company`].
    pub fn client(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.client, patterns)
    }

    /// Adds words for the positions of recruiters.
    ///
    /// # Errors
    /// As [`ConsiderWords::own_company`].
    pub fn recruiter(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.recruiter, patterns)
    }

    /// The first day that counts as recent.
    #[must_use]
    pub fn recent_since(&self, today: Day) -> Day {
        today.saturating_sub(self.recent)
    }
}

fn add(to: &mut Vec<Pattern>, patterns: &[String]) -> Result<(), PlanError> {
    for written in patterns {
        to.push(Pattern::new(written).map_err(|fault| {
            let (message, help) = fault.explain();
            PlanError::flag(format!("`{written}`: {message}"), help)
        })?);
    }
    Ok(())
}

/// What there is to weigh about a plan as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Weighed {
    /// People in the network.
    pub network: u64,
    /// People who go.
    pub chosen: u64,
    /// How many of those who go each personal consideration is about, in the order of [`Consider::ALL`].
    pub people: Vec<(Consider, u64)>,
    /// About how many of those who go it cannot be told, since what it is judged by is missing or cannot be read.
    pub cannot_tell: Vec<(Consider, u64)>,
    /// Whether the own company and a client are named at all, by flag or rule file.
    #[serde(skip)]
    pub named: Vec<(Consider, bool)>,
    /// Recruiters in the whole network.
    pub recruiters: u64,
    /// Companies in the whole network.
    pub companies: u64,
    /// Companies where nobody is left.
    pub companies_lost: u64,
    /// The share above which a warning is due, in percent.
    pub share_limit: u8,
}

impl Weighed {
    /// How many a consideration is about: people, percent of the network (rounded down), or companies.
    #[must_use]
    pub fn count(&self, consider: Consider) -> u64 {
        match consider {
            Consider::Share => (self.chosen * 100).checked_div(self.network).unwrap_or(0),
            Consider::LastAtCompany => self.companies_lost,
            _ => self.people.iter().find(|(of, _)| *of == consider).map_or(0, |(_, count)| *count),
        }
    }

    pub(super) fn named_in(words: &ConsiderWords) -> Vec<(Consider, bool)> {
        vec![
            (Consider::OwnCompany, !words.own_company.is_empty()),
            (Consider::Client, !words.client.is_empty()),
        ]
    }

    /// About how many people a consideration cannot be told.
    #[must_use]
    pub fn unknown(&self, consider: Consider) -> u64 {
        self.cannot_tell.iter().find(|(of, _)| *of == consider).map_or(0, |(_, count)| *count)
    }

    /// Whether nothing says what it is about: no own company and no client was named.
    fn is_unnamed(&self, consider: Consider) -> bool {
        self.named.contains(&(consider, false))
    }

    /// Whether a large share of the network goes.
    #[must_use]
    pub fn is_large_share(&self) -> bool {
        self.chosen * 100 > self.network * u64::from(self.share_limit)
    }
}

/// A consideration that makes `plan` end without writing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailOn {
    /// Which one; `None` for any.
    pub consider: Option<Consider>,
    /// How many are still fine; `None` for none, and for the share its own limit.
    pub limit: Option<u64>,
}

impl std::str::FromStr for FailOn {
    type Err = String;

    /// Reads `recruiter`, `recruiter=5` (more than five), `share`, `share=20%` or `any`.
    fn from_str(text: &str) -> Result<FailOn, String> {
        let (word, limit) = match text.split_once('=') {
            None => (text, None),
            Some((word, number)) => {
                let digits = number.trim().trim_end_matches('%');
                let limit = digits.parse().map_err(|_| format!("`{number}` is not a number"))?;
                (word, Some(limit))
            }
        };
        let word = word.trim();
        match (word, limit) {
            ("any", None) => Ok(FailOn { consider: None, limit: None }),
            ("any", Some(_)) => Err("`any` takes no number".to_owned()),
            _ => word
                .parse()
                .map(|consider| FailOn { consider: Some(consider), limit })
                .map_err(|error| format!("{error}, any")),
        }
    }
}

impl FailOn {
    /// What of a plan is against this, in words; nothing if the plan passes.
    #[must_use]
    pub fn objections(self, weighed: &Weighed) -> Vec<String> {
        let all = Consider::ALL.iter().copied().filter(|each| self.consider.is_none_or(|only| only == *each));
        all.filter_map(|consider| {
            // `any` asks for what was named; who asks for a client by that word has forgotten to name one.
            if weighed.is_unnamed(consider) {
                return (self.consider.is_some() && weighed.chosen > 0).then(|| {
                    format!("{consider}: no company was named for it (--{consider} PATTERN), so it cannot be told of anybody")
                });
            }
            let (count, unknown) = (weighed.count(consider), weighed.unknown(consider));
            let against = match (consider, self.limit) {
                (Consider::Share, None) => weighed.is_large_share(),
                (Consider::Share, Some(limit)) => weighed.chosen * 100 > weighed.network * limit,
                // What cannot be told may be so.
                (_, limit) => count + unknown > limit.unwrap_or(0),
            };
            let limit = self.limit.unwrap_or(if consider == Consider::Share {
                u64::from(weighed.share_limit)
            } else {
                0
            });
            let unit = if consider == Consider::Share { "%" } else { "" };
            let and_unknown = match unknown {
                0 => String::new(),
                _ => format!(" and {unknown} of whom it cannot be told"),
            };
            against.then(|| format!("{consider}: {count}{unit}{and_unknown}, and at most {limit}{unit} is allowed"))
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fail_on_reads_a_word_and_a_limit() {
        let weighed = Weighed {
            network: 200,
            chosen: 30,
            people: vec![(Consider::Recruiter, 3)],
            share_limit: 10,
            ..Weighed::default()
        };
        let count = |text: &str| text.parse::<FailOn>().map(|fail| fail.objections(&weighed).len());
        for (text, expected) in [
            ("recruiter", 1),
            ("recruiter=3", 0),
            ("recruiter=2", 1),
            ("client", 0),
            ("share", 1),
            ("share=15%", 0),
            ("share=14", 1),
            ("any", 2),
        ] {
            assert_eq!(count(text), Ok(expected), "{text}");
        }
        for text in ["", "recruiters", "share=lots", "any=1"] {
            assert!(count(text).is_err(), "{text}");
        }
    }
}
