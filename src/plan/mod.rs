//! From LinkedIn's own export to a good roster: rules that choose, the keep list that spares, what to consider before
//! clicking, a draft of a word before leaving, and what changed since an older export. Nothing here opens a browser.

mod choose;
mod chosen;
mod consider;
mod date;
mod dates_read;
mod diff;
mod drafts;
mod error;
mod export;
mod facts;
mod fold;
mod invitations;
mod matcher;
mod output;
mod pattern;
mod people;
mod reason;
mod rule;
mod rule_file;
mod short_hash;
mod summary;
mod toml_read;

#[cfg(test)]
mod tests;

pub use choose::{Options, choose};
pub use chosen::{Chosen, Decision, Named, Plan, Spared};
pub use consider::{Consider, ConsiderWords, FailOn, Weighed};
pub use date::{Day, DayOrder, parse_age, parse_day};
pub use dates_read::DatesRead;
pub use diff::{Difference, Differences, compare};
pub use drafts::Drafts;
pub use error::PlanError;
pub use export::{Connection, Export, ExportOptions, Notes};
pub use facts::facts;
pub use invitations::{AGE_KEYS, AgeTexts, Invited};
pub use output::{RosterLine, RosterWriter, address, replace_file};
pub use people::PeopleIndex;
pub use reason::RemovalReason;
pub use rule::{Conditions, Rule, RuleCount, RuleEffect, RuleSet};
pub use summary::{chosen_text, summary_text};
