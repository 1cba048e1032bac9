//! The archive that a spreadsheet is: its parts by name, each unpacked within limits.

use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::refusal::{Refusal, SAVE_ANEW, SAVE_AS_CSV};
use super::xml::Xml;

/// The largest spreadsheet: one of 150,000 people has about 12 MB.
const LARGEST: u64 = 16 << 20;
/// The most parts; a workbook of a hundred sheets has a few hundred.
const MOST_PARTS: usize = 4_096;
/// What ends an archive, without its comment.
const END: usize = 22;

/// The parts of a spreadsheet.
pub(super) struct Parts<R> {
    zip: ZipArchive<R>,
    names: Vec<String>,
}

/// A part as XML.
pub(super) type Part<'a, R> = Xml<BufReader<zip::read::ZipFile<'a, R>>>;

impl<R: Read + Seek> Parts<R> {
    pub(super) fn open(mut from: R) -> Result<Parts<R>, Refusal> {
        let size = from.seek(SeekFrom::End(0))?;
        if size > LARGEST {
            return Err(Refusal::said(
                format!(
                    "this spreadsheet is larger than {} MB, which is more than 150,000 people take",
                    LARGEST >> 20
                ),
                SAVE_AS_CSV,
            ));
        }
        if told_parts(&mut from, size)? > MOST_PARTS {
            return Err(Refusal::said(format!("this file has more than {MOST_PARTS} parts"), SAVE_ANEW));
        }
        from.seek(SeekFrom::Start(0))?;
        let zip = ZipArchive::new(from).map_err(of_zip)?;
        let names = zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
        Ok(Parts { zip, names })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<String> {
        let is_it = |known: &&String| known.eq_ignore_ascii_case(name);
        self.names.iter().find(|known| *known == name).or_else(|| self.names.iter().find(is_it)).cloned()
    }

    /// A part, if it is there.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Part<'_, R>>, Refusal> {
        let Some(name) = self.find(name) else { return Ok(None) };
        let entry = self.zip.by_name(&name).map_err(of_zip)?;
        Ok(Some(Xml::new(BufReader::with_capacity(1 << 15, entry))))
    }

    /// A part that has to be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<Part<'_, R>, Refusal> {
        let missing = || Refusal::damaged(format!("its part `{}` is missing", name.escape_default()));
        self.xml(name)?.ok_or_else(missing)
    }

    /// The first bytes of a part.
    pub(super) fn head(&mut self, name: &str) -> Result<String, Refusal> {
        let Some(name) = self.find(name) else { return Ok(String::new()) };
        let mut bytes = Vec::new();
        self.zip.by_name(&name).map_err(of_zip)?.take(1 << 16).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// How many parts the archive says that it has, before a list of them is made.
fn told_parts(from: &mut (impl Read + Seek), size: u64) -> Result<usize, Refusal> {
    let tail = size.min(END as u64 + u64::from(u16::MAX));
    from.seek(SeekFrom::Start(size - tail))?;
    let mut bytes = Vec::new();
    from.take(tail).read_to_end(&mut bytes)?;
    let at = bytes.windows(4).rposition(|window| window == b"PK\x05\x06");
    let count = at.and_then(|at| bytes.get(at + 10..at + 12));
    Ok(count.map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]]))))
}

fn of_zip(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => locked(),
        ZipError::Io(error) => error.into(),
        other => Refusal::damaged(other),
    }
}

/// The refusal of a file that needs a password.
pub(super) fn locked() -> Refusal {
    Refusal::said("this spreadsheet is locked with a password", "Open it and save it without a password.")
}
