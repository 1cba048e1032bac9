//! The rules of `plan` that are given by flags, and the words for what to consider.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::words::one_of;
use crate::domain::Action;
use crate::plan::{
    Conditions, Day, PeopleIndex, PlanError, RemovalReason, Rule, RuleEffect, RuleSet, parse_age, parse_day,
};

/// Rules by flags and by file.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(in crate::cli) struct RuleArgs {
    /// A rule file; its rules come before the one that the flags make
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Company; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    company: Vec<String>,
    /// Position; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    position: Vec<String>,
    /// Name; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    name: Vec<String>,
    /// Named in this file: addresses, slugs, names, or `name, company`; a CSV file or plain lines
    #[arg(long, value_name = "FILE")]
    match_file: Option<PathBuf>,
    /// Connected before this day
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    connected_before: Option<Day>,
    /// Connected on this day or later
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    connected_since: Option<Day>,
    /// Without a position
    #[arg(long)]
    no_position: bool,
    /// Without a company
    #[arg(long)]
    no_company: bool,
    /// Not these companies, whatever the rules say
    #[arg(long, value_name = "PATTERN")]
    except_company: Vec<String>,
    /// Not these positions, whatever the rules say
    #[arg(long, value_name = "PATTERN")]
    except_position: Vec<String>,
    /// Not these names, whatever the rules say
    #[arg(long, value_name = "PATTERN")]
    except_name: Vec<String>,
    /// Why the people go whom the flags choose
    #[arg(long, value_name = "WORD", default_value = "other", value_parser = one_of(RemovalReason::ALL, RemovalReason::as_str))]
    reason: RemovalReason,
    /// A note for them
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// What is to be done with them
    #[arg(long, value_name = "WORD", default_value = "remove", value_parser = one_of(&[Action::Remove, Action::Unfollow], Action::as_str))]
    action: Action,
    #[command(flatten)]
    pub(in crate::cli) consider: ConsiderArgs,
}

/// Words for what to consider.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What to consider")]
pub(in crate::cli) struct ConsiderArgs {
    /// Your own company; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    own_company: Vec<String>,
    /// A client's company; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    client: Vec<String>,
    /// One more word for the positions of recruiters; may be given more than once
    #[arg(long, value_name = "PATTERN")]
    recruiter_word: Vec<String>,
    /// Connections younger than this are recent, such as 90d, 6w, 3m or 1y [default: 90d]
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    recent: Option<jiff::Span>,
}

impl ConsiderArgs {
    /// Adds the flags to what a rule file says.
    pub(in crate::cli) fn add_to(&self, set: &mut RuleSet) -> Result<(), PlanError> {
        set.words.own_company(&self.own_company)?;
        set.words.client(&self.client)?;
        set.words.recruiter(&self.recruiter_word)?;
        if let Some(recent) = self.recent {
            set.words.recent = recent;
        }
        Ok(())
    }
}

impl RuleArgs {
    /// The rules of the file, then the flags' own, then the exceptions.
    pub(in crate::cli) fn rules(&self) -> Result<RuleSet, PlanError> {
        let mut set = match &self.rules {
            Some(path) => RuleSet::read(path)?,
            None => RuleSet::default(),
        };
        self.consider.add_to(&mut set)?;
        let when = self.conditions()?;
        if !when.is_empty() {
            let effect =
                RuleEffect::Include { action: self.action, reason: self.reason, note: self.note.clone() };
            set.rules.push(Rule { title: Some("the flags".to_owned()), effect, when });
        }
        let mut except = |title: &str, add: &dyn Fn(&mut Conditions) -> Result<(), PlanError>| {
            let mut when = Conditions::default();
            add(&mut when)?;
            if !when.is_empty() {
                set.rules.push(Rule { title: Some(title.to_owned()), effect: RuleEffect::Exclude, when });
            }
            Ok::<(), PlanError>(())
        };
        except("--except-company", &|when| when.company(&self.except_company))?;
        except("--except-position", &|when| when.position(&self.except_position))?;
        except("--except-name", &|when| when.name(&self.except_name))?;
        Ok(set)
    }

    fn conditions(&self) -> Result<Conditions, PlanError> {
        let mut when = Conditions::default();
        when.company(&self.company)?;
        when.position(&self.position)?;
        when.name(&self.name)?;
        when.connected_before = self.connected_before;
        when.connected_since = self.connected_since;
        when.has_position = self.no_position.then_some(false);
        when.has_company = self.no_company.then_some(false);
        when.people = match &self.match_file {
            Some(path) => Some(Arc::new(PeopleIndex::read(path)?)),
            None => None,
        };
        Ok(when)
    }
}
