//! What the profile must say before any browser opens it: no offer to store passwords, no translation bar, no question about the
//! default browser. And how many passwords an earlier version has let in. The browser's arguments are `capabilities`'s.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value, json};

use crate::domain::BrowserKind;
use crate::system::new_file::{Existing, NewFile};

/// Chromium's preferences, by their path in `Default/Preferences`.
const CHROMIUM: &[(&[&str], bool)] = &[
    (&["credentials_enable_service"], false),
    (&["credentials_enable_autosignin"], false),
    (&["profile", "password_manager_enabled"], false),
    (&["translate", "enabled"], false),
    (&["browser", "check_default_browser"], false),
];

/// Firefox's, in `user.js`, which it reads at each start and which beats what it has stored.
const FIREFOX: &[&str] = &[
    "signon.rememberSignons",
    "signon.autofillForms",
    "signon.generation.enabled",
    "browser.translations.automaticallyPopup",
    "browser.shell.checkDefaultBrowser",
];

const BEGIN: &str = "// unlinked: begin";
const END: &str = "// unlinked: end";

/// Merges the preferences into the profile. What else stands there stays.
///
/// # Errors
/// A file cannot be read or written.
pub(super) fn merge(profile: &Path, browser: BrowserKind) -> io::Result<()> {
    match browser {
        BrowserKind::Chromium => merge_chromium(&profile.join("Default")),
        BrowserKind::Firefox => merge_firefox(&profile.join("user.js")),
    }
}

fn merge_chromium(folder: &Path) -> io::Result<()> {
    let path = folder.join("Preferences");
    // Chromium itself begins anew where the file is no JSON.
    let before: Value =
        read(&path)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| json!({}));
    let mut merged = before.clone();
    for (keys, value) in CHROMIUM {
        set(&mut merged, keys, *value);
    }
    if merged == before {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    replace(&path, merged.to_string().as_bytes())
}

fn set(at: &mut Value, keys: &[&str], value: bool) {
    let Some((first, rest)) = keys.split_first() else {
        *at = Value::Bool(value);
        return;
    };
    if !at.is_object() {
        *at = Value::Object(Map::new());
    }
    set(&mut at[*first], rest, value);
}

fn merge_firefox(path: &Path) -> io::Result<()> {
    let before = read(path)?.unwrap_or_default();
    let own = before.find(BEGIN).zip(before.find(END).map(|at| at + END.len()));
    let others = match own {
        Some((from, to)) if from < to => {
            format!("{}{}", &before[..from], before[to..].trim_start_matches('\n'))
        }
        _ => before.clone(),
    };
    let lines: String = FIREFOX.iter().map(|key| format!("user_pref(\"{key}\", false);\n")).collect();
    let gap = if others.is_empty() || others.ends_with('\n') { "" } else { "\n" };
    let merged = format!("{others}{gap}{BEGIN}\n{lines}{END}\n");
    if merged == before {
        return Ok(());
    }
    replace(path, merged.as_bytes())
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes beside the file and puts the new one in its place, so that a kill leaves one of the two, whole.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    NewFile::put(path, bytes, Existing::IsReplaced)
}

/// How many passwords the profile's browser has stored: 0 too where that cannot be told.
#[must_use]
pub fn stored_passwords(profile: &Path) -> u64 {
    let chromium = ["Login Data", "Login Data For Account"];
    let chromium: u64 = chromium.iter().map(|name| count_logins(&profile.join("Default").join(name))).sum();
    chromium + count_firefox_logins(&profile.join("logins.json"))
}

fn count_logins(path: &Path) -> u64 {
    if !path.is_file() {
        return 0;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let count: rusqlite::Result<i64> = Connection::open_with_flags(path, flags).and_then(|db| {
        // "Never for this site" is a row as well, and holds none.
        db.query_row("SELECT count(*) FROM logins WHERE length(password_value) > 0", [], |row| row.get(0))
    });
    match count {
        Ok(count) => count.unsigned_abs(),
        Err(error) => {
            tracing::debug!(%error, "the profile's stored passwords cannot be counted");
            0
        }
    }
}

fn count_firefox_logins(path: &Path) -> u64 {
    let text = read(path).ok().flatten().unwrap_or_default();
    let logins: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    logins["logins"].as_array().map_or(0, |logins| logins.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn chromium_offers_to_store_no_password_whatever_its_preferences_said_before() {
        for before in [
            None,
            Some("not json"),
            Some("[]"),
            Some(
                r#"{"credentials_enable_service":true,"profile":{"name":"Anna","password_manager_enabled":true}}"#,
            ),
            Some(r#"{"profile":7,"translate":{"enabled":true}}"#),
        ] {
            let profile = tempfile::tempdir().unwrap();
            let path = profile.path().join("Default/Preferences");
            if let Some(before) = before {
                fs::create_dir(profile.path().join("Default")).unwrap();
                fs::write(&path, before).unwrap();
            }
            merge(profile.path(), BrowserKind::Chromium).unwrap();
            let after: Value = serde_json::from_str(&text(&path)).unwrap();
            for (keys, value) in CHROMIUM {
                assert_eq!(after.pointer(&format!("/{}", keys.join("/"))), Some(&json!(value)), "{before:?}");
            }
            if before.is_some_and(|before| before.contains("Anna")) {
                assert_eq!(after["profile"]["name"], "Anna");
            }
            let written = fs::metadata(&path).unwrap().modified().unwrap();
            merge(profile.path(), BrowserKind::Chromium).unwrap();
            assert_eq!(
                fs::metadata(&path).unwrap().modified().unwrap(),
                written,
                "written again for nothing"
            );
        }
    }

    #[test]
    fn firefox_keeps_what_its_user_wrote_and_has_our_part_once() {
        let profile = tempfile::tempdir().unwrap();
        let path = profile.path().join("user.js");
        fs::write(&path, "user_pref(\"browser.startup.page\", 3);").unwrap();
        for _ in 0..3 {
            merge(profile.path(), BrowserKind::Firefox).unwrap();
        }
        let after = text(&path);
        assert!(after.starts_with("user_pref(\"browser.startup.page\", 3);\n"), "{after}");
        assert_eq!(after.matches("signon.rememberSignons").count(), 1, "{after}");
    }

    #[test]
    fn stored_passwords_are_counted_and_refusals_to_store_are_not() {
        let profile = tempfile::tempdir().unwrap();
        assert_eq!(stored_passwords(profile.path()), 0);
        fs::create_dir(profile.path().join("Default")).unwrap();
        let db = Connection::open(profile.path().join("Default/Login Data")).unwrap();
        db.execute_batch(
            "CREATE TABLE logins (origin_url TEXT, password_value BLOB, blacklisted_by_user INTEGER);
             INSERT INTO logins VALUES ('https://a.example', x'763130', 0), ('https://b.example', x'', 1);",
        )
        .unwrap();
        fs::write(profile.path().join("logins.json"), r#"{"logins":[{},{}]}"#).unwrap();
        assert_eq!(stored_passwords(profile.path()), 3);
        fs::write(profile.path().join("Default/Login Data"), "no database").unwrap();
        assert_eq!(stored_passwords(profile.path()), 2);
    }
}
