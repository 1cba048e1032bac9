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

/// Headings of other languages, for lists that protect: there a column that is not known protects nobody.
const FOREIGN: &[(&str, Column)] = &[
    ("vorname", Column::FirstName),
    ("nachname", Column::LastName),
    ("familienname", Column::LastName),
    ("firma", Column::Company),
    ("unternehmen", Column::Company),
    ("profil", Column::Url),
    ("profil url", Column::Url),
    ("profile link", Column::Url),
    ("linkedin", Column::Url),
    ("link", Column::Url),
    ("prénom", Column::FirstName),
    ("nom de famille", Column::LastName),
    ("nom", Column::LastName),
    ("nom complet", Column::Name),
    ("entreprise", Column::Company),
    ("société", Column::Company),
    ("nombre", Column::FirstName),
    ("apellido", Column::LastName),
    ("apellidos", Column::LastName),
    ("nombre completo", Column::Name),
    ("empresa", Column::Company),
    ("nome", Column::FirstName),
    ("sobrenome", Column::LastName),
    ("nome completo", Column::Name),
    ("cognome", Column::LastName),
    ("azienda", Column::Company),
    ("voornaam", Column::FirstName),
    ("achternaam", Column::LastName),
    ("naam", Column::Name),
    ("bedrijf", Column::Company),
    ("imię", Column::FirstName),
    ("nazwisko", Column::LastName),
    ("imię i nazwisko", Column::Name),
    ("förnamn", Column::FirstName),
    ("efternamn", Column::LastName),
    ("namn", Column::Name),
    ("företag", Column::Company),
    ("fornavn", Column::FirstName),
    ("etternavn", Column::LastName),
    ("efternavn", Column::LastName),
    ("navn", Column::Name),
    ("virksomhed", Column::Company),
    ("etunimi", Column::FirstName),
    ("sukunimi", Column::LastName),
    ("nimi", Column::Name),
    ("yritys", Column::Company),
    ("jméno", Column::FirstName),
    ("příjmení", Column::LastName),
    ("ad", Column::FirstName),
    ("soyad", Column::LastName),
    ("soyadı", Column::LastName),
    ("ad soyad", Column::Name),
    ("şirket", Column::Company),
    ("имя", Column::FirstName),
    ("фамилия", Column::LastName),
    ("компания", Column::Company),
    ("ім'я", Column::FirstName),
    ("прізвище", Column::LastName),
    ("名", Column::FirstName),
    ("姓", Column::LastName),
    ("姓名", Column::Name),
    ("氏名", Column::Name),
    ("会社", Column::Company),
    ("公司", Column::Company),
    ("notiz", Column::Note),
    ("notizen", Column::Note),
    ("notes", Column::Note),
    ("nota", Column::Note),
    ("grund", Column::Reason),
    ("comment", Column::Note),
    ("comments", Column::Note),
    ("kommentar", Column::Note),
    ("nr", Column::Consider),
    ("no", Column::Consider),
    ("#", Column::Consider),
    ("id", Column::Consider),
];

impl Column {
    /// The column of a heading in any language that is known.
    pub(super) fn of_any_language(heading: &str) -> Option<Column> {
        let plain = plain(heading);
        let foreign = || FOREIGN.iter().find(|(known, _)| *known == plain).map(|(_, column)| *column);
        Column::of(heading).or_else(foreign)
    }

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

fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace(['_', '-'], " ")
}
