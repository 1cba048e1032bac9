//! Reads `--cookies FILE`: whoever has these cookies is signed in, so the file must be its owner's alone, and what is in it is
//! shown nowhere.

use std::fs;
use std::path::Path;

use url::Url;

use super::failure::Failure;
use crate::browser::Cookie;
use crate::limited;
use crate::system::private;

const HOW: &str =
    "write it in the Netscape format (`cookies.txt`: seven fields a line, parted by tabs); see docs/smoke.md";

/// The cookies of a file that the site gets.
pub(super) fn read(path: &Path, site: &Url) -> Result<Vec<Cookie>, Failure> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        Failure::usage(format!("cannot read the cookie file {shown}: {error}"), "check the path")
    };
    let facts = fs::metadata(path).map_err(unreadable)?;
    if !facts.is_file() {
        return Err(Failure::usage(format!("{shown} is no file"), HOW));
    }
    if let Some(exposed) = private::exposed(path).map_err(unreadable)? {
        return Err(Failure::usage(
            format!(
                "the cookie file {shown} may be read by others ({}): whoever has it is signed in",
                exposed.sign
            ),
            exposed.mend,
        ));
    }
    let text = limited::settings(path).map_err(unreadable)?;
    let all = Cookie::read_all(&text).map_err(|line| {
        Failure::usage(format!("line {line} of the cookie file {shown} is no cookie"), HOW)
    })?;
    let host = site.host_str().unwrap_or_default();
    let cookies: Vec<Cookie> = all.into_iter().filter(|cookie| cookie.is_for(host)).collect();
    if cookies.is_empty() {
        return Err(Failure::usage(format!("the cookie file {shown} has no cookie for {host}"), HOW));
    }
    Ok(cookies)
}
