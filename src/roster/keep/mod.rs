//! The keep list: people who are never touched, whatever a roster says. One room decides it: [`KeepList::covers`] is asked
//! with all that is known of a person, and says that they are kept, that they are not, or that nobody can tell, which keeps
//! them too. Where a line is in doubt, it keeps.

mod address;
mod file;
mod fits_nobody;
mod fold;
mod forms;
mod hold;
mod index;
mod json;
mod list;
mod marks;
mod query;
mod read;
mod reading;
mod told;
mod unreadable;
mod way;

pub use file::{KeepFile, KeepLine};
pub use fits_nobody::{Known, Unfitting};
pub use hold::{Held, Weaker};
pub use list::KeepList;
pub use query::{KeepHit, KeepQuery, KeptBy, Protection};
pub use told::Told;
