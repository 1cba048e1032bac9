//! Pages as they were saved from a browser, and what may be shared of a page: its structure, and of its words and values only what
//! stands in lists of ours.
//!
//! A saved page is read token by token and kept as it was written. The rules by which HTML is parsed would tear it apart: the newer
//! front end nests links in links (ui-evidence 3), which no parser makes.

mod file;
mod known;
mod outline;
mod serve;
mod sheet;
mod token;

pub use file::{Saved, SavedError};
pub use known::Known;
pub(crate) use known::fold;
pub use outline::outline;
pub use serve::Blank;
pub use token::{Token, tokens_of};
pub(crate) use token::{from_json, hold_against, to_json};
