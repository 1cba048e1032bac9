//! The run's own page on 127.0.0.1: how far it is, what is happening, who needs a look, and Pause, Continue and Stop. Where that is
//! known from, and what becomes of a wish, is `cli`'s; a page that is closed stops nothing.

mod board;
mod server;

pub use board::{
    Account, Ask, Board, Budget, CellKind, Count, DayCell, Doing, Look, PersonAsk, PersonWish, Picture,
    Progress, Recent, RunAsk, Told,
};
pub use server::{Server, Watched};
