//! The life of one removal, and of a run: open, identify, find, commit, confirm, verify, record. The engine drives a page
//! through [`crate::browser::Page`] and never sleeps but to wait for a condition.

mod about;
mod clicks;
mod commit;
mod dialog;
mod event;
mod follow;
mod hands;
mod identify;
mod invitations;
mod lists;
mod outage;
mod owner;
mod pause;
mod pick;
mod probe;
mod proof;
mod protect;
mod read_person;
mod record;
mod removal;
mod report;
mod rules;
mod run;
mod run_books;
mod run_paused;
mod run_person;
mod run_session;
mod running;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod settled;
pub mod stop_sign;
mod verify;
mod walk;
mod wanted;

pub use clicks::{PlannedStep, planned_clicks};
pub use event::{RunEvent, RunSummary, WaitWhy};
pub use hands::{Hands, foreign};
pub use identify::{Identity, Judgement, judge};
pub use invitations::{Card, SentError, SentInvitations, sent_invitations};
pub use owner::{OwnerCheck, check_owner, owner_unreadable};
pub use pause::Pause;
pub use probe::{ProbeError, Probed, probe, probe_here};
pub use protect::{Shown, is_to_be_seen, protection};
pub use report::{Ending, PersonReport};
pub use rules::Rules;
pub use run::run;
pub use running::RunInput;
pub use schedule::{Next, Plan, Schedule, Task};
