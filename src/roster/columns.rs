//! The columns that a roster may have, and the headings under which they are known.

/// A column of a roster, a keep list or LinkedIn's export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Address or slug of the profile.
    Url,
    /// The full name.
    Name,
    /// The first name, as in LinkedIn's export.
    FirstName,
    /// The last name, as in LinkedIn's export.
    LastName,
    /// The company.
    Company,
    /// The location.
    Location,
    /// The position.
    Position,
    /// The e-mail address.
    Email,
    /// The day of the connection.
    ConnectedOn,
    /// Why the person is listed.
    Reason,
    /// A note.
    Note,
    /// What is to be done.
    Action,
    /// What to weigh before acting: written by `plan` and `review` for the reader, and not read.
    Consider,
}

/// Heading, column. The first heading of a column is the one that messages use; LinkedIn's export has `First Name`,
/// `Last Name`, `URL`, `Email Address`, `Company`, `Position` and `Connected On` (ui-evidence 8).
const HEADINGS: &[(&str, Column)] = &[
    ("url", Column::Url),
    ("profile url", Column::Url),
    ("profile", Column::Url),
    ("linkedin url", Column::Url),
    ("linkedin profile url", Column::Url),
    ("profile link", Column::Url),
    ("linkedin profile link", Column::Url),
    ("slug", Column::Url),
    ("name", Column::Name),
    ("full name", Column::Name),
    ("first name", Column::FirstName),
    ("last name", Column::LastName),
    ("company", Column::Company),
    ("location", Column::Location),
    ("position", Column::Position),
    ("email", Column::Email),
    ("email address", Column::Email),
    ("e mail", Column::Email),
    ("e mail address", Column::Email),
    ("connected on", Column::ConnectedOn),
    ("reason", Column::Reason),
    ("note", Column::Note),
    ("action", Column::Action),
    ("consider", Column::Consider),
];

impl Column {
    /// The column of a heading: upper and lower case, `_` and `-` and white space around make no difference.
    pub(super) fn of(heading: &str) -> Option<Column> {
        let plain = plain(heading);
        HEADINGS.iter().find(|(known, _)| *known == plain).map(|(_, column)| *column)
    }

    /// The heading under which messages name the column.
    pub(crate) fn heading(self) -> &'static str {
        HEADINGS.iter().find(|(_, column)| *column == self).map_or("", |(heading, _)| heading)
    }
}

/// The known heading nearest to an unknown one, if one is near.
pub(super) fn nearest(heading: &str) -> Option<&'static str> {
    let plain = plain(heading);
    HEADINGS
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, &plain), *known))
        .min()
        .filter(|(distance, known)| *distance <= 2 && *distance < known.len() / 2)
        .map(|(_, known)| known)
}

pub(super) fn plain(heading: &str) -> String {
    // The small letter of the Turkish İ is an i with a dot of its own.
    heading.trim().to_lowercase().replace(['_', '-'], " ").replace("i\u{307}", "i")
}
