//! Whether a page of ours can be seen and used by everybody: a browser driven as a hand drives it, and what to look for.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly and may print"
)]

pub mod browser;
pub mod keyboard;
pub mod looks;
