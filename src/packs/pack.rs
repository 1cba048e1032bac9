//! A pack: one TOML file that holds selector files as texts, with a revision and the least version of the program. There is nothing to
//! unpack, so no path of an archive leads anywhere: a file is one of few names, or the pack is refused.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use super::revision::{Revision, version};
use crate::domain::Surface;
use crate::selectors::bare_language;
use crate::system::new_file::{Existing, NewFile};

/// How many files a pack may hold: two surfaces, and more languages than the site has.
const MOST_FILES: usize = 64;

/// How long a pack's name may be.
const LONGEST_NAME: usize = 40;

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    revision: String,
    min_version: String,
    files: BTreeMap<String, String>,
}

/// A pack whose head is in order; what its files say is for [`super::check`] and the loader.
#[derive(Debug, Clone)]
pub(crate) struct Pack {
    /// Its name: letters, digits, `-` and `_`.
    pub(crate) name: String,
    /// Its revision.
    pub(crate) revision: Revision,
    /// Its files, by their names below a selectors folder.
    pub(crate) files: BTreeMap<String, String>,
    /// The SHA-256 of the whole, in hexadecimal digits.
    pub(crate) digest: String,
}

impl Pack {
    /// Reads a pack, whose signature was held against its bytes before.
    pub(crate) fn read(bytes: &[u8]) -> Result<Pack, Refusal> {
        let broken = |why: String| {
            Refusal::new(why, "the pack's maker has to mend it; docs/selectors.md has its shape")
        };
        let text = std::str::from_utf8(bytes).map_err(|_| broken("the pack is not UTF-8 text".to_owned()))?;
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.lines().count().max(1));
            let at = line.map_or_else(String::new, |line| format!(" in line {line}"));
            broken(format!(
                "the pack cannot be read{at}: {}",
                error.message().lines().next().unwrap_or_default()
            ))
        })?;
        refuse_newer(&written.min_version)?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let Written { name, revision, files, .. } = written;
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_plain) {
            return Err(broken(
                "the pack's name is not letters, digits, - and _, at most 40 of them".to_owned(),
            ));
        }
        let revision = revision.parse().map_err(broken)?;
        if files.is_empty() || files.len() > MOST_FILES {
            return Err(broken(format!(
                "the pack has {} files, and 1 to {MOST_FILES} are allowed",
                files.len()
            )));
        }
        if let Some(wrong) = files.keys().find(|name| !is_selector_file(name)) {
            return Err(broken(format!(
                "the pack has a file `{wrong}`, which is no selector file: there are desktop.toml, mobile.toml and \
                 locales/LANGUAGE.toml"
            )));
        }
        Ok(Pack { name, revision, files, digest: digest_of(bytes) })
    }

    /// Writes the files below a folder, each to the disk, and tells of each.
    pub(crate) fn write_below(&self, folder: &Path, wrote: &mut dyn FnMut()) -> io::Result<()> {
        for (name, text) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            NewFile::put_for_all(&path, text.as_bytes(), Existing::Stays)?;
            wrote();
        }
        Ok(())
    }
}

/// The SHA-256, in hexadecimal digits.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a name is one that the loader looks for.
fn is_selector_file(name: &str) -> bool {
    let is_surface = |stem: &str| Surface::ALL.iter().any(|surface| surface.as_str() == stem);
    let Some(stem) = name.strip_suffix(".toml") else { return false };
    match stem.strip_prefix("locales/") {
        Some(language) => bare_language(language).is_some_and(|bare| bare == language),
        None => is_surface(stem),
    }
}

fn refuse_newer(least: &str) -> Result<(), Refusal> {
    let ours = env!("CARGO_PKG_VERSION");
    match version(least) {
        None => Err(Refusal::new(
            format!("the pack's min_version `{least}` is no version such as {ours}"),
            "the pack's maker has to mend it",
        )),
        Some(least_numbers) if version(ours) < Some(least_numbers) => Err(Refusal::new(
            format!("the pack is for version {least} of the program or a newer one, and this is {ours}"),
            "take a newer version of the program, then the same command again",
        )),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, revision: &str, least: &str, files: &str) -> String {
        format!("name = \"{name}\"\nrevision = \"{revision}\"\nmin_version = \"{least}\"\n[files]\n{files}\n")
    }

    const FILE: &str = "\"desktop.toml\" = '''\nschema = 1\n'''";

    #[test]
    fn a_pack_is_read_with_its_files() {
        let pack = Pack::read(text("weekly", "2026-12-01.2", "0.0.1", FILE).as_bytes()).unwrap();
        assert_eq!((pack.name.as_str(), pack.revision.to_string().as_str()), ("weekly", "2026-12-01.2"));
        assert_eq!(pack.files["desktop.toml"], "schema = 1\n");
    }

    #[test]
    fn whatever_is_odd_in_its_head_is_refused_with_the_reason() {
        let many: String = (0..65)
            .map(|n| {
                let letter = |n: u8| char::from(b'a' + n);
                format!("\"locales/{}{}.toml\" = ''\n", letter(n / 26), letter(n % 26))
            })
            .collect();
        let good = ["weekly", "2026-12-01", "0.0.1"];
        let with = |name: &str| text(good[0], good[1], good[2], &format!("\"{name}\" = ''"));
        for (pack, told) in [
            (text("", good[1], good[2], FILE), "name"),
            (text("../up", good[1], good[2], FILE), "name"),
            (text(good[0], "7", good[2], FILE), "revision `7`"),
            (text(good[0], good[1], "99.0.0", FILE), "version 99.0.0"),
            (text(good[0], good[1], "new", FILE), "min_version"),
            (text(good[0], good[1], good[2], ""), "0 files"),
            (text(good[0], good[1], good[2], &many), "65 files"),
            (with("../config.toml"), "no selector file"),
            (with("/etc/passwd"), "no selector file"),
            (with("locales/../../x.toml"), "no selector file"),
            (with("locales/EN.toml"), "no selector file"),
            (with("locales/en-gb.toml"), "no selector file"),
            (with("locales\\\\en.toml"), "no selector file"),
            (with("watch.toml"), "no selector file"),
            (with("desktop.toml/x.toml"), "no selector file"),
            (format!("extra = 1\n{}", text(good[0], good[1], good[2], FILE)), "line 1"),
            ("half = ".to_owned(), "cannot be read"),
        ] {
            let refusal = Pack::read(pack.as_bytes()).unwrap_err();
            assert!(refusal.what.contains(told), "{pack}: {refusal}");
            assert!(!refusal.cure.is_empty());
        }
        assert!(Pack::read(b"\xff").unwrap_err().what.contains("UTF-8"));
    }
}
