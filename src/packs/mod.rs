//! Packs: selector files from outside, in one signed file. Here stands what a pack is, where it comes from, what it may hold, and how
//! it takes its place so that the old or the new one is whole at any moment. What is shown, asked and said is the command's
//! (`cli::commands::packs`); what the files mean is `selectors`'.

mod changes;
mod fetch;
mod guards;
mod pack;
mod record;
mod refusal;
mod revision;
mod rules;
mod signature;
mod store;

pub(crate) use changes::{Changes, changes};
pub(crate) use fetch::{Source, fetch};
pub(crate) use pack::Pack;
pub(crate) use record::{Installed, Record, Rehearsed};
pub(crate) use refusal::Refusal;
pub(crate) use rules::check;
pub(crate) use signature::{given_key, verify};
pub(crate) use store::Store;
