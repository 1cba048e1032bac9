//! The result of a smoke test: what was checked on each surface and route, and how that is told to CI. The rehearsals
//! themselves are made by the engine and told by [`crate::report`]; nothing here opens a page.

mod judge;
mod junit;
mod markdown;
mod model;

pub use judge::{judge, skipped};
pub use junit::junit;
pub use markdown::markdown;
pub use model::{Check, SmokeEnd, SmokeReport, Suite, Verdict};
