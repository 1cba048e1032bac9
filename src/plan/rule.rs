//! A rule: who it is about, and what becomes of them. Reading rules is another file's business.

use std::sync::Arc;

use super::consider::ConsiderWords;
use super::date::Day;
use super::error::PlanError;
use super::pattern::Pattern;
use super::people::PeopleIndex;
use super::reason::RemovalReason;
use crate::domain::Action;

/// Rules in their order, and the words for what to consider.
///
/// Each person goes through all the rules from first to last, and the last one that fits decides: an include puts them
/// on the roster, an exclude takes them off again. Whom no rule fits stays as they are.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The rules, first to last.
    pub rules: Vec<Rule>,
    /// The words of `[consider]`.
    pub words: ConsiderWords,
    /// What the file says of dates such as `02/07/2022`.
    pub dates: Option<super::date::DayOrder>,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// What the user calls it.
    pub title: Option<String>,
    /// What becomes of those whom it fits.
    pub effect: RuleEffect,
    /// Whom it fits.
    pub when: Conditions,
}

/// What becomes of the people whom a rule fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleEffect {
    /// They go on the roster.
    Include {
        /// What is to be done with them.
        action: Action,
        /// Why.
        reason: RemovalReason,
        /// The user's note.
        note: Option<String>,
    },
    /// They do not, whatever an earlier rule said.
    Exclude,
}

/// Whom a rule fits: all the conditions that are set must hold. Of several patterns in one condition, one must fit.
#[derive(Debug, Default)]
pub struct Conditions {
    pub(super) company: Vec<Pattern>,
    pub(super) position: Vec<Pattern>,
    pub(super) name: Vec<Pattern>,
    /// Connected before this day.
    pub connected_before: Option<Day>,
    /// Connected on this day or later.
    pub connected_since: Option<Day>,
    /// Whether a position is given.
    pub has_position: Option<bool>,
    /// Whether a company is given.
    pub has_company: Option<bool>,
    /// Whether an e-mail address is given.
    pub has_email: Option<bool>,
    /// Named in this list.
    pub people: Option<Arc<PeopleIndex>>,
}

/// How often a rule fitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct RuleCount {
    /// People whom it fits.
    pub fits: u64,
    /// People about whom it was the last to fit: it decided.
    pub decides: u64,
    /// People about whom it cannot be told, since what it asks for is missing or cannot be read: a rule that chooses passes
    /// them over, a rule that excludes takes them off.
    pub cannot_tell: u64,
}

impl Conditions {
    /// Adds patterns for the company.
    ///
    /// # Errors
    /// [`PlanError::Flag`] for a pattern without letters.
    pub fn company(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.company, patterns)
    }

    /// Adds patterns for the position.
    ///
    /// # Errors
    /// As [`Conditions::company`].
    pub fn position(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.position, patterns)
    }

    /// Adds patterns for the name.
    ///
    /// # Errors
    /// As [`Conditions::company`].
    pub fn name(&mut self, patterns: &[String]) -> Result<(), PlanError> {
        add(&mut self.name, patterns)
    }

    /// Whether nothing is asked, so that the rule would fit everybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Conditions {
            company,
            position,
            name,
            connected_before,
            connected_since,
            has_position,
            has_company,
            has_email,
            people,
        } = self;
        company.is_empty()
            && position.is_empty()
            && name.is_empty()
            && connected_before.is_none()
            && connected_since.is_none()
            && has_position.is_none()
            && has_company.is_none()
            && has_email.is_none()
            && people.is_none()
    }
}

fn add(to: &mut Vec<Pattern>, patterns: &[String]) -> Result<(), PlanError> {
    for written in patterns {
        let pattern = Pattern::new(written).map_err(|fault| {
            let (message, help) = fault.explain();
            PlanError::flag(format!("`{written}`: {message}"), help)
        })?;
        to.push(pattern);
    }
    Ok(())
}

impl Rule {
    /// How messages and the roster call the rule: its number, from 1, and its title.
    #[must_use]
    pub fn called(&self, number: usize) -> String {
        match &self.title {
            Some(title) => format!("rule {number} ({title})"),
            None => format!("rule {number}"),
        }
    }
}
