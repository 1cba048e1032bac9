//! The connections of an export, one by one, with their dates understood.

use std::cell::OnceCell;
use std::path::Path;

use url::Url;

use super::date::{self, Day, DayOrder, Days, Written};
use super::dates_read::{DatesRead, OrderEvidence};
use super::error::{PlanError, fault};
use crate::domain::{PersonName, Slug, SlugFault};
use crate::faults::{Fault, Faults};
use crate::roster::{Column, ListFile, ListOptions, ListRow};

/// How many faults are kept with their places; the rest is counted.
const KEPT: usize = 1_000;

/// An export that was looked through once: how many people it has, and in which order its dates are written.
#[derive(Debug)]
pub struct Export {
    file: ListFile,
    dates: DatesRead,
    days: Days,
    list: ListOptions,
    total: u64,
}

/// What the user says of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// What comes first in dates such as `02/07/2022`.
    pub dates: Option<DayOrder>,
    /// Today; what is later is no day of a connection. `None`: as the clock says.
    pub today: Option<Day>,
    /// A site, a sheet, and which column is which.
    pub list: ListOptions,
}

/// One connection, as the export has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The line of the export, from 1.
    pub line: u64,
    /// The first name; empty if the export has only whole names.
    pub first: String,
    /// The last name; empty if the export has only whole names.
    pub last: String,
    /// The whole name; may be empty.
    pub name: String,
    /// The address of the profile as written; may be empty.
    pub url: String,
    /// The e-mail address; empty for most, since only few share it. A member's number in its place is left out.
    pub email: String,
    /// The company; may be empty.
    pub company: String,
    /// The position; may be empty.
    pub position: String,
    /// The day of the connection as written.
    pub connected_text: String,
    /// The day of the connection, if it can be read and can be one.
    pub connected_on: Option<Day>,
}

impl Connection {
    /// The slug, `None` without a URL. `site`: addresses on it are taken too.
    ///
    /// # Errors
    /// [`SlugFault`] if there is a URL that is no profile's.
    pub fn slug(&self, site: Option<&Url>) -> Result<Option<Slug>, SlugFault> {
        match site {
            _ if self.url.is_empty() => Ok(None),
            Some(site) => Slug::parse_at(&self.url, site).map(Some),
            None => Slug::parse(&self.url).map(Some),
        }
    }
}

/// Who a connection is, worked out only when it is asked for: most rows of an export never are.
pub(super) struct Identity<'a> {
    pub(super) connection: &'a Connection,
    site: Option<&'a Url>,
    slug: OnceCell<Result<Option<Slug>, SlugFault>>,
    name: OnceCell<Option<PersonName>>,
}

impl<'a> Identity<'a> {
    pub(super) fn of(connection: &'a Connection, site: Option<&'a Url>) -> Identity<'a> {
        Identity { connection, site, slug: OnceCell::new(), name: OnceCell::new() }
    }

    pub(super) fn slug(&self) -> Result<Option<&Slug>, &SlugFault> {
        self.slug.get_or_init(|| self.connection.slug(self.site)).as_ref().map(Option::as_ref)
    }

    pub(super) fn name(&self) -> Option<&PersonName> {
        self.name.get_or_init(|| PersonName::new(&self.connection.name)).as_ref()
    }
}

/// What was met on the way through an export and stops nothing.
#[derive(Debug, Default)]
pub struct Notes {
    /// The first faults, as warnings.
    pub(super) list: Vec<Fault>,
    /// How many more there were.
    pub(super) more: usize,
    /// Rows that were left out because nothing can be done with them.
    pub(super) left_out: u64,
    /// Rows without name and URL: members who have closed their account, or an empty line of a spreadsheet.
    pub(super) nobody: u64,
}

impl Notes {
    pub(super) fn warn(&mut self, mut fault: Fault) {
        fault.warning = true;
        if self.list.len() < KEPT { self.list.push(fault) } else { self.more += 1 }
    }

    pub(super) fn leave_out(&mut self, fault: Fault) {
        self.left_out += 1;
        self.warn(fault);
    }
}

impl Export {
    /// Opens an export and looks through it once.
    ///
    /// # Errors
    /// [`PlanError::List`] if it is no list of people; [`PlanError::Faults`] if its dates can be read in two ways, or a
    /// quote swallows the rest of it.
    pub fn open(path: impl AsRef<Path>, options: ExportOptions) -> Result<Export, PlanError> {
        let ExportOptions { dates: order, today, list } = options;
        let days = Days::until(
            today.unwrap_or_else(|| jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()),
        );
        let file = ListFile::open(path, &list)?;
        let mut export = Export { file, dates: DatesRead::default(), days, list, total: 0 };
        export.survey(order)?;
        Ok(export)
    }

    /// How many people it has.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The file, as messages name it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.file.name()
    }

    /// The site whose addresses are taken too.
    #[must_use]
    pub fn site(&self) -> Option<&Url> {
        self.list.site.as_ref()
    }

    /// What the user said of the file.
    #[must_use]
    pub fn list(&self) -> &ListOptions {
        &self.list
    }

    /// Whether it has a column with addresses: exports from before 2021 have none.
    #[must_use]
    pub fn has_urls(&self) -> bool {
        self.file.has(Column::Url)
    }

    /// Whether it has a column.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.file.has(column)
    }

    /// How its days are written, and how that is known.
    #[must_use]
    pub fn dates(&self) -> &DatesRead {
        &self.dates
    }

    /// Faults met on the way, with their places in the file.
    ///
    /// # Errors
    /// [`PlanError::List`] if the file cannot be read any more.
    pub fn shown(&mut self, notes: Notes) -> Result<Box<Faults>, PlanError> {
        let mut list = self.file.warnings().to_vec();
        list.extend(notes.list);
        Ok(self.file.faults(list)?)
    }

    fn survey(&mut self, said: Option<DayOrder>) -> Result<(), PlanError> {
        let mut total = 0;
        let has_days = self.file.has(Column::ConnectedOn);
        let mut evidence = OrderEvidence::new(self.days);
        let mut rows = self.file.rows()?;
        let mut broken = None;
        while let Some(row) = rows.next()? {
            match row.fault() {
                Some((fault, true)) => {
                    broken = Some(fault);
                    break;
                }
                Some((_, false)) => continue,
                None => {}
            }
            if row.is_blank() || names_nobody(&row) {
                continue;
            }
            total += 1;
            evidence.see(&row);
        }
        drop(rows);
        let dates = match broken {
            Some(fault) => Err(vec![fault]),
            None => evidence.decide(said, has_days),
        };
        match dates {
            Ok(dates) => self.dates = dates,
            Err(faults) => return Err(self.file.faults(faults)?.into()),
        }
        self.total = total;
        Ok(())
    }

    /// Hands each connection to `each`, in the order of the file, with its row for the place of a fault.
    ///
    /// # Errors
    /// What `each` returns; [`PlanError::List`] if the file cannot be read any more.
    pub(super) fn for_each(
        &mut self,
        mut each: impl FnMut(&Connection, &ListRow<'_>, &mut Notes) -> Result<(), PlanError>,
    ) -> Result<Notes, PlanError> {
        let mut notes = Notes::default();
        let (order, days) = (self.dates.order, self.days);
        let mut rows = self.file.rows()?;
        while let Some(row) = rows.next()? {
            if let Some((fault, _)) = row.fault() {
                notes.leave_out(fault);
            } else if row.is_blank() || names_nobody(&row) {
                notes.nobody += 1;
            } else {
                let connection = read(&row, order, days, &mut notes);
                each(&connection, &row, &mut notes)?;
            }
        }
        Ok(notes)
    }

    /// All connections, for the review page.
    ///
    /// # Errors
    /// [`PlanError::List`] if the file cannot be read any more.
    pub fn all(&mut self) -> Result<(Vec<Connection>, Notes), PlanError> {
        let mut all = Vec::new();
        let notes = self.for_each(|connection, _, _| {
            all.push(connection.clone());
            Ok(())
        })?;
        Ok((all, notes))
    }
}

fn names_nobody(row: &ListRow<'_>) -> bool {
    [Column::Url, Column::Name, Column::FirstName, Column::LastName]
        .iter()
        .all(|column| row.get(*column).is_empty())
}

fn read(row: &ListRow<'_>, order: Option<DayOrder>, days: Days, notes: &mut Notes) -> Connection {
    let get = |column| row.get(column).into_owned();
    let (first, last) = (get(Column::FirstName), get(Column::LastName));
    let mut name = get(Column::Name);
    if name.is_empty() {
        name = format!("{first} {last}").trim().to_owned();
    }
    let email = get(Column::Email);
    let connected_text = get(Column::ConnectedOn);
    let written = date::read(&connected_text);
    let connected_on = written.day(order, Some(days));
    if connected_on.is_none() && !connected_text.is_empty() {
        notes.warn(no_day(row, &connected_text, written, order));
    }
    Connection {
        line: row.line,
        first,
        last,
        name,
        url: get(Column::Url),
        // About one in two hundred e-mail cells holds the number of the member in its stead (ui-evidence 8).
        email: if email.starts_with("urn:") { String::new() } else { email },
        company: get(Column::Company),
        position: get(Column::Position),
        connected_text,
        connected_on,
    }
}

/// Why a text is no day of a connection.
fn no_day(row: &ListRow<'_>, text: &str, written: Written, order: Option<DayOrder>) -> Fault {
    const PASSED: &str =
        "rules that choose by date pass this person over, and rules that exclude by date take them off";
    let (what, help) = match written.day(order, None) {
        Some(day) if day < date::FIRST_DAY => (
            format!("is {}, before LinkedIn opened in May 2003", day.strftime("%-d %B %Y")),
            "If the numbers stand in another order, say which with --dates.",
        ),
        Some(day) => (
            format!("is {}, which is still to come", day.strftime("%-d %B %Y")),
            "If the numbers stand in another order, say which with --dates. Else look at the clock of this machine.",
        ),
        None => (
            "is no day that can be read".to_owned(),
            "LinkedIn writes 15 Mar 2024 in every language; 2024-03-15 and 3/15/24, 4:20 PM are read too.",
        ),
    };
    fault(
        "plan.date",
        row.span(Some(Column::ConnectedOn)),
        format!("line {}: `{text}` {what}; {PASSED}", row.line),
        "expected a day such as 15 Mar 2024",
        help,
    )
}
