//! Linux and macOS.

pub(crate) mod disk;
pub(crate) mod private;
pub(crate) mod process;
pub(crate) mod signals;
