//! Windows. There is no unsafe code here: where the standard library has no safe way, a crate has one, or a tool of Windows' own
//! is run.

use std::path::PathBuf;

pub(crate) mod boot;
pub(crate) mod disk;
pub(crate) mod private;
pub(crate) mod process;
pub(crate) mod signals;
pub(crate) mod users;

/// A tool that comes with Windows, from its own folder and never from PATH.
fn tool(name: &str) -> PathBuf {
    let windows = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    PathBuf::from(windows).join("System32").join(name)
}
