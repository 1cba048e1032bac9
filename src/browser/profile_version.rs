//! Whether a profile was last used by a newer browser than the one that is about to open it. An older browser does not know the
//! newer one's files: Chromium empties the cookies then, and the session is gone without a word.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::error::StartError;
use crate::domain::BrowserKind;

/// How long a browser may take to say its version.
const LIMIT: Duration = Duration::from_secs(10);

/// Refuses a profile that a newer main version of the browser has used. What cannot be told is no reason to refuse.
///
/// # Errors
/// [`StartError::ProfileNewer`].
pub(super) async fn check(profile: &Path, browser: BrowserKind, binary: &Path) -> Result<(), StartError> {
    if last_used(profile, browser).is_none() {
        return Ok(());
    }
    check_known(profile, browser, binary, version_of(binary).await)
}

/// The same where the browser has told its version already.
///
/// # Errors
/// [`StartError::ProfileNewer`].
pub(super) fn check_known(
    profile: &Path,
    browser: BrowserKind,
    binary: &Path,
    own: Option<(String, u64)>,
) -> Result<(), StartError> {
    match (last_used(profile, browser), own) {
        (Some((last, newest)), Some((own, number))) if newest > number => Err(StartError::ProfileNewer {
            profile: profile.to_owned(),
            last,
            binary: binary.to_owned(),
            own,
        }),
        _ => Ok(()),
    }
}

/// The version that used the profile last, and its main number.
fn last_used(profile: &Path, browser: BrowserKind) -> Option<(String, u64)> {
    let text = match browser {
        BrowserKind::Chromium => fs::read_to_string(profile.join("Last Version")).ok()?,
        BrowserKind::Firefox => {
            let text = fs::read_to_string(profile.join("compatibility.ini")).ok()?;
            text.lines().find_map(|line| line.strip_prefix("LastVersion=").map(str::to_owned))?
        }
    };
    version_in(&text)
}

pub(super) async fn version_of(binary: &Path) -> Option<(String, u64)> {
    let mut command = Command::new(binary);
    command.arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let output = timeout(LIMIT, command.output()).await.ok()?.ok()?;
    version_in(&String::from_utf8_lossy(&output.stdout))
}

/// The first dotted number of a text, and its main number.
fn version_in(text: &str) -> Option<(String, u64)> {
    let word = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))?;
    let main = word.split('.').next()?.parse().ok()?;
    Some((word.to_owned(), main))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_the_browsers_write_them() {
        for (text, version) in [
            ("156.0.8078.73", Some(("156.0.8078.73".to_owned(), 156))),
            (
                "Chromium 156.0.8078.73 built on Debian GNU/Linux 12\n",
                Some(("156.0.8078.73".to_owned(), 156)),
            ),
            ("Mozilla Firefox 153.2.0esr", Some(("153.2.0".to_owned(), 153))),
            ("153.2.0_20260801/20260801", Some(("153.2.0".to_owned(), 153))),
            ("no version", None),
            ("", None),
        ] {
            assert_eq!(version_in(text), version, "{text:?}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_profile_of_a_newer_main_version_is_refused_and_any_other_is_not() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("browser");
        fs::write(&binary, "#!/bin/sh\necho Chromium 156.0.8078.73\n").unwrap();
        fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
        let profile = folder.path().join("profile");
        fs::create_dir(&profile).unwrap();
        let check = || check(&profile, BrowserKind::Chromium, &binary);
        assert!(check().await.is_ok(), "a new profile");
        for (last, refused) in [
            ("155.9.9", false),
            ("156.0.9999.1", false),
            ("157.0.1.2", true),
            ("1560.0", true),
            ("odd", false),
        ] {
            fs::write(profile.join("Last Version"), last).unwrap();
            let refusal = check().await.err().map(|error| error.to_string());
            assert_eq!(refusal.is_some(), refused, "{last}: {refusal:?}");
            assert!(refusal.is_none_or(|text| text.contains(last) && text.contains("156.0.8078.73")));
        }
    }
}
