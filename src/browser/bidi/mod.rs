//! WebDriver BiDi, beside the classic commands of the same session: the socket, the few commands that are used, and what the
//! browser tells by itself. The page script lives in a sandbox of it, a world of its own that the page's scripts do not reach.

mod address;
mod commands;
mod events;
mod socket;
mod traffic;
mod wants;

pub(super) use address::addresses;
pub(super) use commands::{Bidi, Reply, Wait};
pub(super) use socket::{BidiFault, Counts};
pub use wants::{Wanted, WantedSince};
