//! Pointing by hand: a web page on 127.0.0.1 that shows a page of the site as it stood, with what each place may be numbered on it, and
//! the change of the files before it is written. What the places may be, and what is written, is the command's that serves it.

mod asked;
mod server;

pub use asked::{MayBe, Place, Question};
pub use server::{Given, Picks, Pointing, Shown, Wish, Written};
