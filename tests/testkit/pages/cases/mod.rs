//! Every page and fault that is tried in a real browser. `docs/pages.md` is made from these tables.

pub mod gentler;
pub mod lists;
pub mod loads;
pub mod mobile;
pub mod own;
pub mod owners;
pub mod profile;
