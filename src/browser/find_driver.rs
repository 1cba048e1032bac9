//! Where the driver's and the browser's programs are on this machine.

use std::ffi::OsStr;
use std::iter;
use std::path::{Path, PathBuf};

use super::error::StartError;
use super::host::{CHROMEDRIVER, CHROMIUM, FIREFOX, GECKODRIVER};
use super::options::BrowserOptions;
use crate::domain::BrowserKind;
use crate::system::disk::{may_run, usual_place};
use crate::system::process::SUFFIX;

/// One program that is looked for.
pub(super) struct Wanted {
    pub(super) program: &'static str,
    pub(super) package: &'static str,
    pub(super) key: &'static str,
    pub(super) names: &'static [&'static str],
    /// Places outside of PATH: services and cron have a short one, and distributions have habits.
    pub(super) places: &'static [&'static str],
}

/// The two programs of a browser on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Programs {
    pub(super) driver: PathBuf,
    pub(super) binary: PathBuf,
}

/// Finds the browser alone, in the same way.
pub(super) fn find_browser(options: &BrowserOptions, path: Option<&OsStr>) -> Result<PathBuf, StartError> {
    let binary = match options.browser {
        BrowserKind::Chromium => &CHROMIUM,
        BrowserKind::Firefox => &FIREFOX,
    };
    find_one(binary, options.binary.as_deref(), path, binary.places)
}

/// Finds the driver alone.
pub(super) fn find_driver(options: &BrowserOptions, path: Option<&OsStr>) -> Result<PathBuf, StartError> {
    let driver = match options.browser {
        BrowserKind::Chromium => &CHROMEDRIVER,
        BrowserKind::Firefox => &GECKODRIVER,
    };
    find_one(driver, options.driver.as_deref(), path, driver.places)
}

/// Finds driver and browser: where the options say, else on `path` (the PATH variable), else in the usual places.
pub(super) fn find(options: &BrowserOptions, path: Option<&OsStr>) -> Result<Programs, StartError> {
    Ok(Programs { driver: find_driver(options, path)?, binary: find_browser(options, path)? })
}

fn find_one(
    wanted: &Wanted,
    configured: Option<&Path>,
    path: Option<&OsStr>,
    places: &[&str],
) -> Result<PathBuf, StartError> {
    if let Some(configured) = configured {
        return match flaw(configured) {
            None => Ok(configured.to_owned()),
            Some(why) => Err(StartError::Path { key: wanted.key, path: configured.to_owned(), why }),
        };
    }
    let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let on_path = wanted
        .names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(format!("{name}{SUFFIX}"))));
    let usual = places.iter().map(|place| usual_place(place));
    on_path.chain(usual).find(|program| flaw(program).is_none()).ok_or_else(|| StartError::Missing {
        program: wanted.program,
        package: wanted.package,
        key: wanted.key,
        looked: iter::once("PATH").chain(places.iter().copied()).collect::<Vec<_>>().join(", "),
    })
}

/// Why a path cannot be run, if it cannot.
fn flaw(path: &Path) -> Option<&'static str> {
    match path.metadata() {
        Err(_) => Some("does not exist"),
        Ok(meta) if !meta.is_file() => Some("is not a file"),
        Ok(meta) if !may_run(&meta) => Some("may not be run (no execute right)"),
        Ok(_) => None,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn program(folder: &Path, name: &str, mode: u32) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, "#!/bin/sh\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    #[test]
    fn the_path_variable_is_searched_before_the_usual_places() {
        let folder = tempfile::tempdir().unwrap();
        let driver = program(folder.path(), "chromedriver", 0o755);
        let found =
            find_one(&CHROMEDRIVER, None, Some(folder.path().as_os_str()), CHROMEDRIVER.places).unwrap();
        assert_eq!(found, driver);
    }

    #[test]
    fn a_missing_program_is_told_with_its_debian_package() {
        let error = find_one(&CHROMEDRIVER, None, None, &["/nowhere/chromedriver"]).unwrap_err();
        assert_eq!(error.to_string(), "chromedriver was not found (looked at PATH, /nowhere/chromedriver)");
        let help = miette::Diagnostic::help(&error).unwrap().to_string();
        assert!(help.contains("apt install chromium-driver"), "{help}");
    }

    #[test]
    fn a_configured_path_is_taken_or_refused_but_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let plain = program(folder.path(), "plain", 0o644);
        for (path, why) in [
            (plain.as_path(), "may not be run (no execute right)"),
            (folder.path(), "is not a file"),
            (Path::new("/nowhere/at/all"), "does not exist"),
        ] {
            let error = find_one(&CHROMIUM, Some(path), None, CHROMIUM.places).unwrap_err();
            assert!(error.to_string().ends_with(why), "{error}");
        }
    }
}
