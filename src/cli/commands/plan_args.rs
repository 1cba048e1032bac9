//! What `unlinked plan` can be told.

use std::path::PathBuf;

use super::plan_rules::RuleArgs;
use crate::cli::account_args::AccountArgs;
use crate::cli::list_args::ListArgs;
use crate::cli::next::Given;
use crate::cli::words::one_of;
use crate::plan::{Day, DayOrder, FailOn, parse_age, parse_day};

/// Choose people from LinkedIn's own export, by rules, into a roster.
///
/// Nothing is removed, and no browser is opened but for --sent-invitations. Without -o nothing is written either: the summary says who would be
/// chosen and why, whom the keep list spares, and what to consider. The conditions given by flags make one rule: all of
/// them must hold, and of several --company (or --position, or --name) one must fit. Patterns are words: `acme` fits
/// "Acme GmbH" and not "Acmeville", `recruit*` fits "Senior Recruiter", `=acme` only "Acme".
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Connections.csv from LinkedIn's export, the zip archive that it came in, or a spreadsheet (.xlsx, .ods)
    #[arg(value_name = "EXPORT", required_unless_present = "sent_invitations")]
    pub(in crate::cli) export: Option<PathBuf>,
    /// Read the page of sent invitations in the browser, in place of an export: who has not answered, and since when
    #[arg(long, conflicts_with_all = [
        "export", "sheet", "columns", "new_since", "diff", "fail_on", "drafts", "dates", "rules", "company", "position", "name", "match_file",
        "connected_before", "connected_since", "no_position", "no_company", "except_company", "except_position", "except_name",
    ])]
    pub(in crate::cli) sent_invitations: bool,
    /// Put invitations that were sent so long ago on the roster, to be withdrawn; such as 90d, 12w, 3m or 1y
    #[arg(long, value_name = "AGE", value_parser = parse_age, requires = "sent_invitations")]
    pub(in crate::cli) older_than: Option<jiff::Span>,
    /// The account's state folder, for its own keep list and --sent-invitations [default: `unlinked` in the XDG state folder]
    #[arg(long, value_name = "DIR", env = "UNLINKED_STATE", hide_env_values = true)]
    pub(in crate::cli) state: Option<PathBuf>,
    /// Write the roster here; `-` for stdout
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Replace files that are there already, whoever wrote them; what was written here and not changed since is replaced anyway
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// The keep list: people who are never chosen [default: `keep.file` in the config]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) keep: Option<PathBuf>,
    /// Set the keep list of the config aside, never the account's own
    #[arg(long, conflicts_with = "keep")]
    pub(in crate::cli) no_keep: bool,
    /// Choose nobody if a line of a keep list fits nobody of the export [default: `keep.strict` in the config]
    #[arg(long)]
    pub(in crate::cli) strict_keep: bool,
    /// What comes first in dates such as 02/07/2022
    #[arg(long, value_name = "ORDER", value_parser = one_of(DayOrder::ALL, DayOrder::as_str))]
    pub(in crate::cli) dates: Option<DayOrder>,
    /// Look only at people connected on this day or later; without rules, list them
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(in crate::cli) new_since: Option<Day>,
    /// Tell who came, left or changed since this older export
    #[arg(long, value_name = "OLD")]
    pub(in crate::cli) diff: Option<PathBuf>,
    /// Write nothing and end with exit code 3 if there is any of: recruiter, own-company, client, recent, shared-email,
    /// no-url, share, last-at-company, any; `recruiter=5` allows five, `share=20%` a fifth
    #[arg(long, value_name = "WHAT")]
    pub(in crate::cli) fail_on: Vec<FailOn>,
    /// Write a short message for each person to remove here, to send by hand; nothing is ever sent
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) drafts: Option<PathBuf>,
    /// Your own text for the messages (Jinja: {{ first_name }}, {{ company }}, …)
    #[arg(long, value_name = "FILE", requires = "drafts")]
    pub(in crate::cli) template: Option<PathBuf>,
    /// What your network is to be about, for the messages
    #[arg(long, value_name = "TEXT", requires = "drafts")]
    pub(in crate::cli) focus: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// The config file [default: `unlinked/config.toml` in the XDG config folder, if it is there]
    #[arg(long, value_name = "FILE", env = "UNLINKED_CONFIG", hide_env_values = true)]
    pub(in crate::cli) config: Option<PathBuf>,
    /// The site whose addresses are taken beside linkedin.com's [default: `site` in the config]
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) site: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) list: ListArgs,
    #[command(flatten)]
    pub(in crate::cli) rules: RuleArgs,
}

impl Args {
    /// Whose state and config.
    pub(in crate::cli) fn account(&self) -> AccountArgs {
        AccountArgs { state: self.state.clone(), config: self.config.clone() }
    }

    /// What the run after this plan is given.
    pub(in crate::cli) fn given(&self) -> Given {
        Given {
            keep: self.keep.clone(),
            state: self.state.clone(),
            config: self.config.clone(),
            site: self.site.clone(),
        }
    }
}
