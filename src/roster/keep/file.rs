//! Changing a keep list without spoiling what the user wrote: lines are added at its end, and single lines taken out.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use url::Url;

use super::super::columns::Column;
use super::super::error::{ListError, read_bytes};
use super::super::header::Header;
use super::super::text;
use super::super::workbook::Use;
use super::list::KeepList;
use super::query::{KeepHit, KeepQuery};
use super::read;
use crate::domain::{PersonName, Slug};
use crate::faults::{Fault, Faults};
use crate::limited;

/// A keep list together with its text.
#[derive(Debug, Clone)]
pub struct KeepFile {
    path: PathBuf,
    text: String,
    site: Option<Url>,
    list: KeepList,
    is_spreadsheet: bool,
}

/// Somebody to be kept.
#[derive(Debug, Clone, Copy)]
pub struct KeepLine<'a> {
    /// Their slug; without one the name is written, which keeps everybody of that name at that company.
    pub slug: Option<&'a Slug>,
    /// Their name.
    pub name: Option<&'a PersonName>,
    /// Their company; may be empty.
    pub company: &'a str,
}

impl KeepFile {
    /// Reads a keep list; a file that is not there yet is an empty one.
    ///
    /// # Errors
    /// As [`KeepList::read`].
    pub fn open(path: &Path, site: Option<&Url>) -> Result<KeepFile, ListError> {
        let bytes = match read_bytes("keep list", path, limited::KEEP_LIST) {
            Err(ListError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Vec::new(),
            other => other?,
        };
        KeepFile::of(path, bytes, site)
    }

    fn of(path: &Path, bytes: Vec<u8>, site: Option<&Url>) -> Result<KeepFile, ListError> {
        let name = path.to_string_lossy();
        let is_spreadsheet = text::is_archive(&bytes);
        let (name, bytes) = read::text_of(&name, bytes, Use::Protect)?;
        let list = match site {
            Some(site) => KeepList::parse_at(&name, bytes.clone(), site)?,
            None => KeepList::parse(&name, bytes.clone())?,
        };
        // It was read as UTF-8 just now.
        let text = String::from_utf8(bytes).unwrap_or_default();
        Ok(KeepFile { path: path.to_owned(), text, site: site.cloned(), list, is_spreadsheet })
    }

    /// The list.
    #[must_use]
    pub fn list(&self) -> &KeepList {
        &self.list
    }

    /// Whether it is a spreadsheet, which is read and never written.
    #[must_use]
    pub fn is_spreadsheet(&self) -> bool {
        self.is_spreadsheet
    }

    /// The text of the file; of a spreadsheet, that of its sheet.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file with people added, each on a line of their own, and lines (from 1) taken out. Nothing is written to disk.
    ///
    /// # Errors
    /// [`ListError::Faults`] if somebody cannot be written so that the list keeps them.
    pub fn with(&self, add: &[KeepLine<'_>], remove: &[u64]) -> Result<KeepFile, ListError> {
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text: String = (1..)
            .zip(self.text.split_inclusive('\n'))
            .filter(|(line, _)| !remove.contains(line))
            .map(|(_, whole)| whole)
            .collect();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(end);
        }
        let header = self.header();
        for line in add {
            match &header {
                Some(header) => text.push_str(&record(header, line)),
                None => text.push_str(&plain(line)),
            }
            text.push_str(end);
        }
        let file = KeepFile::of(&self.path, text.into_bytes(), self.site.as_ref())?;
        match add.iter().find(|line| !file.keeps(line)) {
            Some(line) => Err(self.cannot_keep(line).into()),
            None => Ok(file),
        }
    }

    /// The text of this list with lines of another one behind its own: as they stand there. A list that is empty takes the other's whole
    /// text, which may be a table.
    #[must_use]
    pub fn with_lines_of(&self, other: &KeepFile, lines: &[KeepHit]) -> String {
        if self.list.is_empty() {
            return other.text.clone();
        }
        let mut text = self.text.clone();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for hit in lines {
            text.push_str(hit.text.trim());
            text.push('\n');
        }
        text
    }

    fn header(&self) -> Option<Header> {
        let text = text::decode("", self.text.clone().into_bytes()).ok()?;
        read::find_header(&text, &mut Faults::new("", ""))
    }

    fn keeps(&self, line: &KeepLine<'_>) -> bool {
        let (slugs, names, companies) = (line.slug.as_slice(), line.name.as_slice(), &[line.company]);
        !self.list.covers(&KeepQuery { slugs, names, companies, ..KeepQuery::default() }).allows()
    }

    fn cannot_keep(&self, line: &KeepLine<'_>) -> Box<Faults> {
        let who = line.name.map_or_else(String::new, |name| name.as_str().to_owned());
        let mut faults = Faults::new(self.path.to_string_lossy(), self.text.clone());
        faults.push(Fault {
            code: "keep.write",
            message: format!("`{who}` cannot be written into this list in a form that keeps them"),
            span: None,
            label: String::new(),
            help: "Write the line by hand.".to_owned(),
            warning: false,
        });
        Box::new(faults)
    }
}

/// A line of a list without columns.
fn plain(line: &KeepLine<'_>) -> String {
    let name = line.name.map_or(Cow::Borrowed(""), |name| one_line(name.as_str()));
    match line.slug {
        Some(slug) if name.is_empty() => address(slug),
        Some(slug) => format!("{}  # {name}", address(slug)),
        None => {
            // A `#` behind white space would start a comment.
            let company = one_line(line.company).replace('#', " ");
            let name = name.replace('#', " ");
            if company.trim().is_empty() { name } else { format!("{}, {}", quoted(&name), company.trim()) }
        }
    }
}

fn quoted(name: &str) -> String {
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', " ")) } else { name.to_owned() }
}

/// A row of a list with columns.
fn record(header: &Header, line: &KeepLine<'_>) -> String {
    let mut fields = vec![String::new(); header.width];
    let mut put = |column: Column, value: &str| {
        let field = header.index(column).and_then(|index| fields.get_mut(index));
        let found = field.is_some();
        if let Some(field) = field {
            *field = one_line(value).into_owned();
        }
        found
    };
    let written = line.slug.is_some_and(|slug| put(Column::Url, &address(slug)));
    let name = line.name.map_or("", PersonName::as_str);
    if !written && !put(Column::Name, name) {
        put(Column::FirstName, name);
    }
    if !written {
        put(Column::Company, line.company);
    }
    let mut writer = csv::WriterBuilder::new().delimiter(header.delimiter).from_writer(Vec::new());
    // Into memory nothing can fail; a row that were lost would be found by reading the list again.
    let _ = writer.write_record(&fields);
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default().trim_end().to_owned()
}

fn address(slug: &Slug) -> String {
    format!("https://www.linkedin.com{}", slug.path())
}

fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text.trim());
    }
    Cow::Owned(text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        text.parse().unwrap()
    }

    fn file(text: &str) -> KeepFile {
        KeepFile::of(Path::new("keep.csv"), text.as_bytes().to_vec(), None).unwrap()
    }

    #[test]
    fn people_are_added_to_plain_lines_and_the_rest_stays_as_it_is() {
        let before = file("# mine\r\njane-doe # a friend\r\ncompany:Acme*");
        let (anna, name) = (slug("anna-łoś"), PersonName::new("Anna Łoś").unwrap());
        let odd = PersonName::new("Roe, John \"J\" #1").unwrap();
        let add = [
            KeepLine { slug: Some(&anna), name: Some(&name), company: "Globex" },
            KeepLine { slug: None, name: Some(&odd), company: "Initech, Inc." },
            KeepLine { slug: None, name: Some(&name), company: "" },
        ];
        let after = before.with(&add, &[2]).unwrap();
        assert_eq!(
            after.text(),
            "# mine\r\ncompany:Acme*\r\nhttps://www.linkedin.com/in/anna-%C5%82o%C5%9B/  # Anna Łoś\r\n\
             \"Roe, John  J   1\", Initech, Inc.\r\nAnna Łoś\r\n"
        );
    }

    #[test]
    fn people_are_added_to_a_table_in_its_own_columns() {
        let before = file("\u{FEFF}Name;Note;URL\nJane Doe;friend;jane-doe\n");
        let (anna, name) = (slug("anna-nowak"), PersonName::new("Anna Nowak").unwrap());
        let add = [
            KeepLine { slug: Some(&anna), name: Some(&name), company: "" },
            KeepLine { slug: None, name: Some(&name), company: "" },
        ];
        let after = before.with(&add, &[]).unwrap();
        assert_eq!(
            after.text(),
            "\u{FEFF}Name;Note;URL\nJane Doe;friend;jane-doe\n;;https://www.linkedin.com/in/anna-nowak/\nAnna Nowak;;\n"
        );
        let first = file("First Name,Last Name,Company\n");
        assert_eq!(
            first.with(&add[1..], &[]).unwrap().text(),
            "First Name,Last Name,Company\nAnna Nowak,,\n"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeepFile::open(&folder.path().join("keep.csv"), None).unwrap();
        assert!(file.list().is_empty() && file.text().is_empty());
    }
}
