//! What the test programs share. Each program takes it in whole and uses a part.

pub mod browser;
pub mod documents;
pub mod eyes;
pub mod front;
pub mod home;
pub mod minisign;
pub mod pages;
pub mod practice_texts;
pub mod processes;
#[cfg(unix)]
pub mod stand;
pub mod turn;
