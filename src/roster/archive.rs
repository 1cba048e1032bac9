//! LinkedIn sends its export as a zip archive. It is opened here, and the one file that is wanted is taken out.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{LARGEST, ListError};
use super::text;
use crate::sheet::is_spreadsheet;

/// The name of the list of connections in LinkedIn's archive (ui-evidence 8).
const WANTED: &str = "connections.csv";

/// Whether an archive is an office file and not LinkedIn's. One that cannot be opened is told as a damaged archive later.
pub(super) fn is_workbook(path: &Path, mut archive: &File) -> Result<bool, ListError> {
    let io = |source| ListError::io("export", path, source);
    let is_one = ZipArchive::new(&mut archive).is_ok_and(|zip| {
        let names: Vec<_> = zip.file_names().filter_map(Result::ok).collect();
        is_spreadsheet(names.iter().map(|name| name.as_ref()))
    });
    archive.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok(is_one)
}

/// The list of connections out of an archive, as a file without a name that is gone when it is closed; with its name
/// inside of the archive.
pub(super) fn unpack(path: &Path, archive: File) -> Result<(String, File), ListError> {
    let shown = path.to_string_lossy();
    let refuse = |message: String, help: &str| ListError::from(text::wrong_kind(&shown, message, help));
    let damaged = |error: &ZipError| {
        refuse(
            format!("this zip archive cannot be opened: {error}"),
            "Download it again, or unpack it and name Connections.csv.",
        )
    };
    let mut zip = ZipArchive::new(archive).map_err(|error| damaged(&error))?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(Cow::into_owned).collect();
    let found: Vec<&String> = names.iter().filter(|name| is_wanted(name)).collect();
    let name = match found.as_slice() {
        [only] => (*only).clone(),
        [] => return Err(refuse(holds_no_list(&names), NO_LIST)),
        several => {
            let all: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
            return Err(refuse(
                format!("this archive holds {} lists of connections: {}", several.len(), all.join(", ")),
                "Unpack it and name the one that you mean.",
            ));
        }
    };
    let mut entry = zip.by_name(&name).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => refuse(
            format!("`{name}` in this archive is locked with a password"),
            "Unpack it yourself and name Connections.csv.",
        ),
        error => damaged(&error),
    })?;
    let mut copy = || -> io::Result<File> {
        let mut file = tempfile::tempfile()?;
        let copied = io::copy(&mut (&mut entry).take(LARGEST + 1), &mut file)?;
        if copied > LARGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 GiB"));
        }
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    };
    match copy() {
        Ok(file) => Ok((name, file)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(refuse(
            format!("`{name}` in this archive is damaged: {error}"),
            "Download the archive again.",
        )),
        Err(source) => Err(ListError::io("export", path, source)),
    }
}

const NO_LIST: &str = "LinkedIn sends its data in parts: ask for \"Connections\" under Settings, Data privacy, Get a copy of your data, and name the archive that holds Connections.csv.";

fn is_wanted(name: &str) -> bool {
    // macOS adds a shadow of each file under this folder.
    !name.starts_with("__MACOSX/")
        && name.rsplit(['/', '\\']).next().is_some_and(|last| last.eq_ignore_ascii_case(WANTED))
}

fn holds_no_list(names: &[String]) -> String {
    let files: Vec<&str> = names.iter().filter(|name| !name.ends_with('/')).map(String::as_str).collect();
    match files.as_slice() {
        [] => "this archive is empty".to_owned(),
        [one] => format!("there is no Connections.csv in this archive, only {one}"),
        [first @ .., last] if files.len() <= 5 => {
            format!("there is no Connections.csv in this archive, only {} and {last}", first.join(", "))
        }
        files => format!(
            "there is no Connections.csv in this archive, only {} files such as {}",
            files.len(),
            files.iter().take(5).copied().collect::<Vec<_>>().join(", ")
        ),
    }
}
