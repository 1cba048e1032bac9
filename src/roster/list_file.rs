//! A list of people of any size: opened once, read row by row as often as is needed, never held whole.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::archive;
use super::error::{LARGEST, ListError};
use super::header::Header;
use super::list_head::{SHOWN, read_head};
use super::list_rows::ListRows;
use super::options::ListOptions;
use super::seek;
use super::workbook::{self, Use, Wanted};
use super::{Column, text};
use crate::faults::{Fault, Faults};

/// How much of the file is looked at for its header.
const HEAD: u64 = 64 * 1024;

/// How much text the sheet of a spreadsheet may have.
const MOST_UNPACKED: u64 = 64 << 20;

/// LinkedIn's export, or any list of the same columns: a CSV file, a spreadsheet, or the archive that holds it.
#[derive(Debug)]
pub struct ListFile {
    path: PathBuf,
    name: String,
    file: File,
    header: Header,
    /// The byte that ends a line: an old export may have nothing but carriage returns.
    line_end: u8,
    /// What is odd about the header.
    warnings: Vec<Fault>,
}

impl ListFile {
    /// Opens a list and finds its header. A spreadsheet is searched for its sheet, another zip archive for `Connections.csv`.
    ///
    /// # Errors
    /// [`ListError::Faults`] if it is no CSV file with a header that names people; [`ListError::Io`] if it cannot be read.
    pub fn open(path: impl AsRef<Path>, options: &ListOptions) -> Result<ListFile, ListError> {
        let path = path.as_ref();
        let io = |source| ListError::io("export", path, source);
        // Before it is opened: Windows opens no folder.
        if path.is_dir() {
            return Err(io(io::Error::new(ErrorKind::IsADirectory, "it is a folder")));
        }
        let mut file = File::open(path).map_err(io)?;
        let data = file.metadata().map_err(io)?;
        if !data.is_file() {
            return Err(io(io::Error::new(
                ErrorKind::NotSeekable,
                "it is a stream, and has to be read twice",
            )));
        }
        if data.len() > LARGEST {
            return Err(io(io::Error::new(ErrorKind::FileTooLarge, "it is larger than 1 GiB")));
        }
        let mut name = path.to_string_lossy().into_owned();
        let mut head = read_head(&mut file, HEAD).map_err(io)?;
        let said = options.columns.as_ref();
        if text::is_archive(&head) {
            file.seek(SeekFrom::Start(0)).map_err(io)?;
            let wanted = Wanted {
                usage: Use::Choose,
                sheet: options.sheet.as_deref(),
                knows: &|text| seek::is_known(text, said),
            };
            (name, file) = inside(path, name, file, wanted)?;
            head = read_head(&mut file, HEAD).map_err(io)?;
        } else if let Some(sheet) = &options.sheet {
            return Err(workbook::no_sheets(&name, sheet));
        } else if text::is_old_office(&head) {
            // What tells a locked file from an old one may stand far behind the start.
            head.extend(read_head(&mut file, SHOWN).map_err(io)?);
        }
        let line_end = if head.contains(&b'\r') && !head.contains(&b'\n') { b'\r' } else { b'\n' };
        let text = text::decode(&name, whole_lines(head, line_end))?;
        let mut faults = Faults::new(name.clone(), text.clone());
        let header = seek::header(&text, said, &mut faults)?;
        if faults.has_errors() {
            return Err(Box::new(faults).into());
        }
        Ok(ListFile { path: path.to_owned(), name, file, header, line_end, warnings: faults.list })
    }

    /// The file as the user named it, and for an archive the file inside of it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the list has a column.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.header.index(column).is_some()
    }

    /// What is odd about the header and stops nothing, such as a column that is not known.
    #[must_use]
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }

    /// The rows, from the first one.
    ///
    /// # Errors
    /// [`ListError::Io`] if the file cannot be read any more.
    pub fn rows(&mut self) -> Result<ListRows<'_>, ListError> {
        let head = self.read(self.header.body)?;
        let line = 1 + head.iter().map(|byte| u64::from(*byte == self.line_end)).sum::<u64>();
        self.file
            .seek(SeekFrom::Start(self.header.body as u64))
            .map_err(|source| ListError::io("export", &self.path, source))?;
        Ok(ListRows::new(&self.path, &self.file, &self.header, self.line_end, line))
    }

    /// Faults that were met in rows, together with the text of the file, so that each is shown in its place.
    ///
    /// # Errors
    /// [`ListError::Io`] if the file cannot be read any more.
    pub fn faults(&mut self, found: Vec<Fault>) -> Result<Box<Faults>, ListError> {
        let head = self.read(usize::try_from(SHOWN).unwrap_or(usize::MAX))?;
        let mut text = match String::from_utf8(head) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        if text.starts_with('\u{FEFF}') {
            text.replace_range(0..3, "   ");
        }
        if self.line_end == b'\r' {
            text = text.replace('\r', "\n");
        }
        let length = text.len();
        let mut faults = Faults::new(self.name.clone(), text);
        for mut fault in found {
            // Far down in a very large file the place is left out; the message names the line.
            fault.span = fault.span.filter(|span| span.end <= length);
            faults.push(fault);
        }
        Ok(Box::new(faults))
    }

    fn read(&mut self, bytes: usize) -> Result<Vec<u8>, ListError> {
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| read_head(&self.file, bytes as u64))
            .map_err(|source| ListError::io("export", &self.path, source))
    }
}

/// The list inside of an archive: the sheet of a spreadsheet, or the file in LinkedIn's own.
fn inside(path: &Path, name: String, file: File, wanted: Wanted<'_>) -> Result<(String, File), ListError> {
    let io = |source| ListError::io("export", path, source);
    if !archive::is_workbook(path, &file)? {
        if let Some(sheet) = wanted.sheet {
            return Err(workbook::no_sheets(&name, sheet));
        }
        let (inside, unpacked) = archive::unpack(path, file)?;
        return Ok((format!("{name}/{inside}"), unpacked));
    }
    let mut text = tempfile::tempfile().map_err(io)?;
    let mut into = BufWriter::new(&mut text);
    let name = workbook::write_sheet(&name, file, wanted, &mut into, MOST_UNPACKED)?;
    into.flush().map_err(io)?;
    drop(into);
    text.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok((name, text))
}

/// The head without the line that its end cuts through.
fn whole_lines(mut head: Vec<u8>, line_end: u8) -> Vec<u8> {
    if head.len() as u64 == HEAD
        && let Some(last) = memchr::memrchr(line_end, &head)
    {
        head.truncate(last + 1);
    }
    head
}
