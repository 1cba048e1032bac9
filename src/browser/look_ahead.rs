//! What can be told of browser, driver and profile before any of them is started: looked at, and left as it is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::StartError;
use super::find_driver::{find_browser, find_driver};
use super::host::look_at_lock;
use super::options::BrowserOptions;
use super::profile_version;
use crate::domain::{BrowserKind, UnixMs};

/// LinkedIn's session (the cookie that it sets at a sign-in).
const SESSION: &str = "li_at";

/// A program of this machine, and the version that it tells, if it tells one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// Its version and the main number of it.
    pub version: Option<(String, u64)>,
}

/// Finds driver and browser as a run would, and asks both for their versions.
pub async fn programs(
    options: &BrowserOptions,
    path: Option<&OsStr>,
) -> (Result<Program, StartError>, Result<Program, StartError>) {
    let asked = async |found: Result<PathBuf, StartError>| match found {
        Ok(path) => {
            let version = profile_version::version_of(&path).await;
            Ok(Program { path, version })
        }
        Err(why) => Err(why),
    };
    (asked(find_driver(options, path)).await, asked(find_browser(options, path)).await)
}

/// What keeps a browser from opening the profile: another browser that has it open, a lock of another host, or a newer version
/// that used it last. A profile that is not there yet has no fault.
///
/// # Errors
/// [`StartError`], with its cure.
pub fn profile(options: &BrowserOptions, program: Option<&Program>) -> Result<(), StartError> {
    let Some(profile) = options.profile_dir.as_ref().filter(|profile| profile.exists()) else {
        return Ok(());
    };
    let unusable = |why: String| StartError::Options {
        why: format!("the profile folder {} cannot be used: {why}", profile.display()),
        help: "Check that the folder is yours and can be written.".to_owned(),
    };
    if !profile.is_dir() {
        return Err(unusable("it is no folder".to_owned()));
    }
    // A file without a name: nothing of it stays.
    tempfile::tempfile_in(profile).map_err(|error| unusable(error.to_string()))?;
    look_at_lock(profile, options.take_profile)?;
    match program {
        Some(Program { path, version }) => {
            profile_version::check_known(profile, options.browser, path, version.clone())
        }
        None => Ok(()),
    }
}

/// The session in a profile, by the name and date of its cookie alone: what it holds is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionCookie {
    /// There is none.
    Missing,
    /// It is there; until when, if it has an end.
    Until(Option<UnixMs>),
    /// It has ended.
    Expired(UnixMs),
    /// The browser's file cannot be read.
    Unreadable(String),
}

/// Whether the profile has a session of LinkedIn.
#[must_use]
pub fn session_cookie(profile: &Path, browser: BrowserKind, now: UnixMs) -> SessionCookie {
    let (files, query) = match browser {
        BrowserKind::Chromium => (
            chromium_files(profile),
            "SELECT max(expires_utc), count(*) FROM cookies WHERE name = ?1 AND host_key LIKE '%linkedin.com'",
        ),
        BrowserKind::Firefox => (
            vec![profile.join("cookies.sqlite")],
            "SELECT max(expiry), count(*) FROM moz_cookies WHERE name = ?1 AND host LIKE '%linkedin.com'",
        ),
    };
    let mut seen = SessionCookie::Missing;
    for file in files.iter().filter(|file| file.is_file()) {
        match read_date(file, query) {
            Ok(None) => {}
            Ok(Some(raw)) => {
                let end = end_of(browser, raw);
                match end.filter(|end| *end <= now) {
                    None => return SessionCookie::Until(end),
                    Some(end) => seen = SessionCookie::Expired(end),
                }
            }
            Err(error) => seen = SessionCookie::Unreadable(format!("{}: {error}", file.display())),
        }
    }
    seen
}

/// Chromium has a profile of its own for each of its users below the folder; older versions keep the file one step higher.
fn chromium_files(profile: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(profile).into_iter().flatten().flatten().map(|entry| entry.path());
    folders.flat_map(|folder| [folder.join("Network/Cookies"), folder.join("Cookies")]).collect()
}

/// The date of the session's cookie as the browser writes it; `None` without one. The file may belong to a browser that is open:
/// it is read as it is, and no lock is taken.
fn read_date(file: &Path, query: &str) -> rusqlite::Result<Option<i64>> {
    let address = url::Url::from_file_path(std::path::absolute(file).unwrap_or_else(|_| file.to_owned()))
        .map_err(|()| rusqlite::Error::InvalidPath(file.to_owned()))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(format!("{address}?immutable=1"), flags)?;
    let (date, count): (Option<i64>, i64) =
        db.query_row(query, [SESSION], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((count > 0).then_some(date.unwrap_or(0)))
}

/// Chromium counts microseconds since 1601, Firefox seconds since 1970, newer ones milliseconds; 0 is a cookie without an end.
fn end_of(browser: BrowserKind, raw: i64) -> Option<UnixMs> {
    const FROM_1601_MS: i64 = 11_644_473_600_000;
    match (browser, raw) {
        (_, 0) => None,
        (BrowserKind::Chromium, raw) => Some(UnixMs(raw / 1_000 - FROM_1601_MS)),
        (BrowserKind::Firefox, raw) if raw > 100_000_000_000 => Some(UnixMs(raw)),
        (BrowserKind::Firefox, raw) => Some(UnixMs(raw.saturating_mul(1_000))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs(1_795_521_600_000);

    fn chromium(profile: &Path, cookies: &[(&str, &str, i64)]) {
        let folder = profile.join("Default/Network");
        std::fs::create_dir_all(&folder).unwrap();
        let db = Connection::open(folder.join("Cookies")).unwrap();
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS cookies (host_key, name, expires_utc); DELETE FROM cookies",
        )
        .unwrap();
        for (host, name, end) in cookies {
            let raw = if *end == 0 { 0 } else { (end + 11_644_473_600_000) * 1_000 };
            db.execute("INSERT INTO cookies VALUES (?1, ?2, ?3)", (host, name, raw)).unwrap();
        }
    }

    #[test]
    fn a_session_is_told_by_the_name_and_the_date_of_its_cookie() {
        let folder = tempfile::tempdir().unwrap();
        let seen = || session_cookie(folder.path(), BrowserKind::Chromium, NOW);
        assert_eq!(seen(), SessionCookie::Missing, "a new profile");
        let (before, after) = (NOW.0 - 1_000, NOW.0 + 86_400_000);
        for (cookies, told) in [
            (vec![], SessionCookie::Missing),
            (vec![(".example.com", "li_at", after)], SessionCookie::Missing),
            (vec![(".www.linkedin.com", "JSESSIONID", after)], SessionCookie::Missing),
            (vec![(".www.linkedin.com", "li_at", after)], SessionCookie::Until(Some(UnixMs(after)))),
            (vec![(".www.linkedin.com", "li_at", 0)], SessionCookie::Until(None)),
            (vec![(".www.linkedin.com", "li_at", before)], SessionCookie::Expired(UnixMs(before))),
        ] {
            chromium(folder.path(), &cookies);
            assert_eq!(seen(), told, "{cookies:?}");
        }
        std::fs::write(folder.path().join("Default/Network/Cookies"), "this is no database at all").unwrap();
        assert!(matches!(seen(), SessionCookie::Unreadable(_)));
    }

    #[test]
    fn firefox_writes_its_dates_in_seconds_or_milliseconds() {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(folder.path().join("cookies.sqlite")).unwrap();
        db.execute_batch("CREATE TABLE moz_cookies (host, name, expiry)").unwrap();
        let end = NOW.0 + 86_400_000;
        for raw in [end / 1_000, end] {
            db.execute("DELETE FROM moz_cookies", []).unwrap();
            db.execute("INSERT INTO moz_cookies VALUES ('.www.linkedin.com', 'li_at', ?1)", [raw]).unwrap();
            let seen = session_cookie(folder.path(), BrowserKind::Firefox, NOW);
            assert_eq!(seen, SessionCookie::Until(Some(UnixMs(end))));
        }
    }
}
