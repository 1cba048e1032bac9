//! Choosing by hand: a web page on 127.0.0.1 with all connections, which reads and writes the same roster and keep files
//! as the command line. Nothing is fetched from anywhere else, and LinkedIn is not opened.

mod changes;
mod error;
mod page;
mod people;
mod roster_file;
mod server;
mod store;

#[cfg(test)]
mod tests;

pub use changes::{Change, Choice, Deed, Kept, Saved};
pub use error::ReviewError;
pub use server::{Ended, Server};
pub use store::{OtherLists, Review, ReviewOptions};
