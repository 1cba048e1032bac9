//! Reading a roster: each record to a row, or to its faults.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use url::Url;

use super::columns::Column;
use super::error::{ListError, read_bytes};
use super::header::Header;
use super::options::ListOptions;
use super::row::{Duplicate, DuplicateOf, Roster, Row};
use super::seek;
use super::spoiled;
use super::table::{self, Record};
use super::text;
use super::workbook::{self, Use, Wanted};
use crate::domain::{Action, Person, PersonKey, PersonName, Slug, SlugFault, fold_text};
use crate::faults::{Fault, Faults};
use crate::limited;

impl Roster {
    /// Reads and checks a roster file.
    ///
    /// # Errors
    /// [`ListError::Faults`] with every fault of the file and its place; [`ListError::Columns`] if the user has to say which
    /// column is which; [`ListError::Io`] if it cannot be read.
    pub fn read(path: impl AsRef<Path>) -> Result<Roster, ListError> {
        Roster::read_with(path, &ListOptions::default())
    }

    /// As [`Roster::read`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`Roster::read`].
    pub fn read_at(path: impl AsRef<Path>, site: &Url) -> Result<Roster, ListError> {
        Roster::read_with(path, &ListOptions::at(Some(site)))
    }

    /// As [`Roster::read`], by what the user says of the file.
    ///
    /// # Errors
    /// As [`Roster::read`].
    pub fn read_with(path: impl AsRef<Path>, options: &ListOptions) -> Result<Roster, ListError> {
        let path = path.as_ref();
        let bytes = read_bytes("roster", path, limited::ROSTER)?;
        Roster::parse_with(&path.to_string_lossy(), bytes, options)
    }

    /// Checks a roster that was read already.
    ///
    /// # Errors
    /// As [`Roster::read`].
    pub fn parse(file: &str, bytes: impl Into<Vec<u8>>) -> Result<Roster, ListError> {
        Roster::parse_with(file, bytes, &ListOptions::default())
    }

    /// As [`Roster::parse`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`Roster::parse`].
    pub fn parse_at(file: &str, bytes: impl Into<Vec<u8>>, site: &Url) -> Result<Roster, ListError> {
        Roster::parse_with(file, bytes, &ListOptions::at(Some(site)))
    }

    /// As [`Roster::parse`], by what the user says of the file.
    ///
    /// # Errors
    /// As [`Roster::parse`].
    pub fn parse_with(
        file: &str,
        bytes: impl Into<Vec<u8>>,
        options: &ListOptions,
    ) -> Result<Roster, ListError> {
        parse(file, bytes.into(), options, &|text| Slug::typed(text, options.site.as_ref()))
    }
}

pub(super) type ReadSlug<'a> = &'a dyn Fn(&str) -> Result<Slug, SlugFault>;

fn parse(
    file: &str,
    bytes: Vec<u8>,
    options: &ListOptions,
    read_slug: ReadSlug<'_>,
) -> Result<Roster, ListError> {
    let said = options.columns.as_ref();
    let wanted = Wanted {
        usage: Use::Choose,
        sheet: options.sheet.as_deref(),
        knows: &|text| seek::is_known(text, said),
    };
    let (name, bytes) = workbook::text_of(file, bytes, wanted)?;
    let text = text::decode(&name, bytes)?;
    let mut faults = Faults::new(name, text.clone());
    let header = seek::header(&text, said, &mut faults)?;
    if faults.has_errors() {
        return Err(Box::new(faults).into());
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut first_of: HashMap<PersonKey, usize> = HashMap::new();
    let mut duplicates = Vec::new();
    let read = table::for_each(&text, &header, false, |record| {
        let Some(row) = read_row(record, &header, read_slug, &mut faults) else { return };
        let key = row.person.key();
        let Some(first) = first_of.get(&key).and_then(|at| rows.get(*at)) else {
            first_of.insert(key, rows.len());
            rows.push(row);
            return;
        };
        if first.action == row.action {
            let of = if row.person.slug.is_some() { DuplicateOf::Slug } else { DuplicateOf::Name };
            duplicates.push(Duplicate { line: row.line, first_line: first.line, of });
        } else {
            faults.push(contradiction(record, &header, &row, first));
        }
    });
    if let Err(fault) = read {
        faults.push(fault);
    }
    if faults.has_errors() {
        return Err(Box::new(faults).into());
    }
    drop(first_of);
    leave_out_doubtful(&mut rows, &mut duplicates);
    if rows.is_empty() {
        faults.push(names_nobody());
    }
    duplicates.sort_by_key(|duplicate| duplicate.line);
    let fingerprint = fingerprint(&rows);
    Ok(Roster { file: file.to_owned(), rows, duplicates, warnings: faults, fingerprint })
}

fn read_row(
    record: &Record<'_>,
    header: &Header,
    read_slug: ReadSlug<'_>,
    faults: &mut Faults,
) -> Option<Row> {
    // Where the quotes are wrong the fields are not what the writer meant: no more is said of them.
    if let Some(fault) = record.quote_fault() {
        faults.push(fault);
        return None;
    }
    if record.is_blank() {
        return None;
    }
    if let Some(fault) = wrong_width(record, header) {
        faults.push(fault);
        return None;
    }
    if let Some(fault) = spoiled_cell(record, header) {
        faults.push(fault);
        return None;
    }
    let get = |column| Some(record.get(header.index(column))).filter(|text| !text.is_empty());
    let owned = |column| get(column).map(str::to_owned);
    let action = match get(Column::Action) {
        None => Some(Action::Remove),
        Some(word) => {
            let action = word.to_lowercase().parse().ok();
            if action.is_none() {
                faults.push(unknown_action(record, header, word));
            }
            action
        }
    };
    let person = read_person(record, header, read_slug, faults);
    Some(Row {
        line: record.line,
        person: person?,
        action: action?,
        reason: owned(Column::Reason),
        note: owned(Column::Note),
        position: owned(Column::Position),
        email: owned(Column::Email),
        connected_on: owned(Column::ConnectedOn),
    })
}

/// A cell that is read and holds the fault of a formula.
pub(super) fn spoiled_cell(record: &Record<'_>, header: &Header) -> Option<Fault> {
    let mut read = header.columns().iter().map(|(_, at)| Some(*at));
    let at = read.find(|at| spoiled::is_fault(record.get(*at)))?;
    Some(spoiled::fault(record.get(at), record.line, record.span(at)))
}

/// The person of a record, or `None` and the fault.
pub(super) fn read_person(
    record: &Record<'_>,
    header: &Header,
    read_slug: ReadSlug<'_>,
    faults: &mut Faults,
) -> Option<Person> {
    let get = |column| record.get(header.index(column));
    let url = get(Column::Url);
    let written = match get(Column::Name) {
        "" => format!("{} {}", get(Column::FirstName), get(Column::LastName)),
        name => name.to_owned(),
    };
    let name = PersonName::new(&written);
    let slug = match url {
        "" => None,
        url => match read_slug(url) {
            Ok(slug) => Some(slug),
            Err(fault) => {
                faults.push(bad_url(record, header, &fault));
                return None;
            }
        },
    };
    if slug.is_none() && name.is_none() {
        faults.push(nobody(record, header, &written));
        return None;
    }
    let owned = |column| Some(get(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Person { slug, name, company: owned(Column::Company), location: owned(Column::Location) })
}

/// Too few fields, or too many that hold something.
pub(super) fn wrong_width(record: &Record<'_>, header: &Header) -> Option<Fault> {
    let found = record.fields.len();
    let spare = record.fields.iter().skip(header.width).position(|field| !field.trim().is_empty());
    let (span, label) = match spare {
        Some(nth) => (record.span(Some(header.width + nth)), "one field too many".to_owned()),
        None if found < header.width => {
            let end = record.span(None).end;
            (end..end, format!("{} more expected", header.width - found))
        }
        None => return None,
    };
    // `a, "b, c"`: a quote counts only at the very start of a field.
    let spaced =
        record.raw.as_bytes().windows(3).any(|w| w[0] == header.delimiter && w[1] == b' ' && w[2] == b'"');
    Some(Fault {
        code: "list.fields",
        message: format!(
            "this row has {found} {}, the header has {}",
            if found == 1 { "field" } else { "fields" },
            header.width
        ),
        span: Some(span),
        label,
        help: if spaced {
            format!("Remove the space between the {} and the opening quote.", header.delimiter_name())
        } else {
            format!(
                "Put a field that holds a {name} in double quotes; leave an empty field empty, but keep its {name}.",
                name = header.delimiter_name()
            )
        },
        warning: false,
    })
}

fn bad_url(record: &Record<'_>, header: &Header, fault: &SlugFault) -> Fault {
    Fault {
        code: "list.url",
        message: fault.to_string(),
        span: Some(record.span(header.index(Column::Url))),
        label: "expected the address or the slug of a profile".to_owned(),
        help: fault.help().to_owned(),
        warning: false,
    }
}

pub(super) fn nobody(record: &Record<'_>, header: &Header, written: &str) -> Fault {
    let column =
        [Column::Name, Column::FirstName, Column::Url].into_iter().find_map(|column| header.index(column));
    let message = if written.trim().is_empty() {
        "this row names nobody: it has neither a URL nor a name".to_owned()
    } else {
        "this row names nobody: it has no URL, and its name has no letters left".to_owned()
    };
    Fault {
        code: "list.nobody",
        message,
        span: Some(if written.trim().is_empty() { record.span(None) } else { record.span(column) }),
        label: "expected a URL or a full name".to_owned(),
        help: "Add the person's profile address or full name, or remove the row.".to_owned(),
        warning: false,
    }
}

fn unknown_action(record: &Record<'_>, header: &Header, word: &str) -> Fault {
    let known: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
    Fault {
        code: "list.action",
        message: format!("`{word}` is not an action"),
        span: Some(record.span(header.index(Column::Action))),
        label: format!("expected one of: {}", known.join(", ")),
        help: "Leave it empty for `remove`.".to_owned(),
        warning: false,
    }
}

fn contradiction(record: &Record<'_>, header: &Header, row: &Row, first: &Row) -> Fault {
    Fault {
        code: "list.contradiction",
        message: format!(
            "this row wants the person {}, line {} wants the same person {}",
            done(row.action),
            first.line,
            done(first.action)
        ),
        span: Some(record.span(header.index(Column::Action))),
        label: format!("line {} says `{}`", first.line, first.action),
        help: "Keep one of the two rows.".to_owned(),
        warning: false,
    }
}

fn done(action: Action) -> &'static str {
    match action {
        Action::Remove => "removed",
        Action::Unfollow => "unfollowed",
        Action::Withdraw => "uninvited",
    }
}

fn names_nobody() -> Fault {
    Fault {
        code: "list.empty",
        message: "the roster names nobody".to_owned(),
        span: None,
        label: String::new(),
        help: "Write a person on each line below the header.".to_owned(),
        warning: true,
    }
}

/// Leaves out rows that only have a name which a better described row has too (see [`DuplicateOf::NameInDoubt`]).
fn leave_out_doubtful(rows: &mut Vec<Row>, duplicates: &mut Vec<Duplicate>) {
    struct Described {
        line: u64,
        has_slug: bool,
        company: Option<String>,
    }
    if rows.iter().all(|row| row.person.slug.is_some()) {
        return;
    }
    let company =
        |row: &Row| row.person.company.as_deref().map(|company| fold_text(company).trim().to_owned());
    let mut by_name: HashMap<String, Vec<Described>> = HashMap::new();
    for row in rows.iter() {
        let described =
            Described { line: row.line, has_slug: row.person.slug.is_some(), company: company(row) };
        if let (Some(name), true) = (&row.person.name, described.has_slug || described.company.is_some()) {
            by_name.entry(name.match_key()).or_default().push(described);
        }
    }
    rows.retain(|row| {
        let (None, Some(name)) = (&row.person.slug, &row.person.name) else { return true };
        let own = company(row);
        let better = by_name.get(name.key()).and_then(|others| {
            others.iter().find(|other| match (&own, &other.company) {
                (None, _) => true,
                (Some(_), None) => other.has_slug,
                (Some(own), Some(theirs)) => other.has_slug && own == theirs,
            })
        });
        if let Some(better) = better {
            duplicates.push(Duplicate {
                line: row.line,
                first_line: better.line,
                of: DuplicateOf::NameInDoubt,
            });
        }
        better.is_none()
    });
}

fn fingerprint(rows: &[Row]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"unlinked roster 1\n");
    for row in rows {
        let person = &row.person;
        let fields = [
            person.slug.as_ref().map(Slug::as_str),
            person.name.as_ref().map(PersonName::key),
            person.company.as_deref(),
            person.location.as_deref(),
            Some(row.action.as_str()),
            row.reason.as_deref(),
            row.note.as_deref(),
        ];
        for field in fields {
            hash.update(field.unwrap_or("").as_bytes());
            hash.update(b"\x1F");
        }
        hash.update(b"\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
