//! Linux and macOS.

pub(crate) mod boot;
pub(crate) mod disk;
pub(crate) mod private;
pub(crate) mod process;
pub(crate) mod signals;
pub(crate) mod users;
