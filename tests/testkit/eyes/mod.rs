//! Whether a page of ours can be seen and used by everybody: a browser driven as a hand drives it, and what to look for.

pub mod browser;
pub mod gate;
pub mod keyboard;
pub mod looks;
pub mod pictures;
