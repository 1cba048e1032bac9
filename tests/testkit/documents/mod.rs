//! The pages that people read, and the shell lines in them, as data.

pub mod pages;
pub mod shell;
