//! What headings mean in the languages that are known. A list that protects is read by them, since there a column that is not known
//! protects nobody; a list that people are removed by is read by them only once the user has said that they are right.

use super::columns::{Column, plain};

/// Heading, column; in lower case, `_` and `-` as spaces.
#[rustfmt::skip]
const MEANINGS: &[(Column, &[&str])] = &[
    (Column::Url, &[
        "linkedin", "link", "linkedin link", "profile address", "linkedin address", "linkedin profile", "profile page",
        "public profile url", "person linkedin url", "contact linkedin url",
        "profil", "profil url", "profillink", "profil link", "linkedin profil", "linkedin url", "profiladresse", "webadresse",
        "lien", "lien du profil", "url du profil", "profil linkedin", "adresse du profil",
        "perfil", "url del perfil", "enlace", "enlace del perfil", "perfil de linkedin",
        "profilo", "url del profilo", "url profilo", "link profilo", "profilo linkedin",
        "profiel", "profiel url", "profiellink", "linkedin profiel",
        "adres profilu", "link do profilu", "url profilu", "profil na linkedinie",
        "url do perfil", "link do perfil", "perfil do linkedin",
        "profil bağlantısı", "profil adresi", "bağlantı", "linkedin profili",
    ]),
    (Column::Name, &[
        "contact name", "connection name", "display name",
        "vollständiger name", "vor und nachname", "nom complet", "nom et prénom", "prénom et nom",
        "nombre completo", "nombre y apellidos", "nome completo", "nome e cognome",
        "naam", "volledige naam", "imię i nazwisko", "fuldt navn", "navn", "ad soyad", "adı soyadı", "tam ad", "isim soyisim",
        "namn", "nimi", "姓名", "氏名",
    ]),
    (Column::FirstName, &[
        "given name", "forename", "first", "firstname",
        "vorname", "prénom", "prenom", "nombre", "nombres", "nome", "voornaam", "imię", "imie", "fornavn", "ad", "adı", "isim",
        "nome próprio", "primeiro nome", "förnamn", "etunimi", "jméno", "имя", "ім'я", "名",
    ]),
    (Column::LastName, &[
        "surname", "family name", "last", "lastname",
        "nachname", "familienname", "nom de famille", "nom", "apellido", "apellidos", "cognome", "achternaam", "familienaam",
        "nazwisko", "efternavn", "etternavn", "sobrenome", "apelido", "último nome", "soyad", "soyadı", "soyisim",
        "efternamn", "sukunimi", "příjmení", "фамилия", "прізвище", "姓",
    ]),
    (Column::Company, &[
        "company name", "current company", "organization", "organisation", "employer",
        "firma", "unternehmen", "arbeitgeber", "entreprise", "société", "employeur", "empresa", "compañía", "azienda", "società",
        "bedrijf", "werkgever", "bedrijfsnaam", "przedsiębiorstwo", "pracodawca", "virksomhed", "arbejdsgiver", "companhia",
        "şirket", "firma adı", "işveren", "kurum", "företag", "yritys", "компания", "会社", "公司",
    ]),
    (Column::Position, &[
        "title", "job title", "current position", "role", "job",
        "stelle", "berufsbezeichnung", "funktion", "jobtitel", "titel", "poste", "fonction", "intitulé du poste",
        "cargo", "puesto", "posición", "posizione", "ruolo", "qualifica", "functie", "functietitel", "positie",
        "stanowisko", "pozycja", "stilling", "titel på stilling", "posição", "função", "pozisyon", "unvan", "ünvan", "görev",
    ]),
    (Column::Email, &[
        "mail", "e mail adresse", "email adresse", "mailadresse", "adresse e mail", "adresse mail", "courriel",
        "correo", "correo electrónico", "dirección de correo", "dirección de correo electrónico", "indirizzo e mail", "indirizzo email",
        "e mailadres", "emailadres", "adres e mail", "adres email", "e mail adresse", "endereço de e mail", "e posta", "e posta adresi", "eposta",
    ]),
    (Column::ConnectedOn, &[
        "connection date", "date connected", "connected", "connected at", "connected since", "date of connection",
        "vernetzt am", "vernetzt seit", "kontakt seit", "connecté le", "en relation depuis", "date de connexion",
        "conectado el", "fecha de conexión", "en contacto desde", "collegato il", "data di collegamento", "in collegamento dal",
        "verbonden op", "connectie sinds", "data nawiązania kontaktu", "połączono", "w sieci od", "kontakt od",
        "forbundet den", "forbindelse siden", "conectado em", "data de conexão", "ligado em", "bağlantı tarihi", "bağlantı kurulma tarihi",
    ]),
    (Column::Location, &["ort", "standort", "lieu", "ville", "ubicación", "ciudad", "luogo", "città", "locatie", "plaats", "lokalizacja", "sted", "localização", "cidade", "konum", "şehir"]),
    (Column::Note, &["notiz", "notizen", "notes", "nota", "comment", "comments", "kommentar"]),
    (Column::Reason, &["grund"]),
    (Column::Consider, &["nr", "no", "#", "id"]),
];

impl Column {
    /// The column of a heading in any language that is known.
    pub(super) fn of_any_language(heading: &str) -> Option<Column> {
        let plain = plain(heading);
        let foreign =
            || MEANINGS.iter().find(|(_, known)| known.contains(&plain.as_str())).map(|(column, _)| *column);
        Column::of(heading).or_else(foreign)
    }

    /// Whether a list is another list without this column: whom it names, and what rules and keep lists go by.
    pub(super) fn weighs(self) -> bool {
        matches!(
            self,
            Column::Url
                | Column::Name
                | Column::FirstName
                | Column::LastName
                | Column::Company
                | Column::Position
                | Column::ConnectedOn
        )
    }
}

/// Where a language has one word for the name and the first name, the last name says which.
pub(super) fn settle(column: Column, has: impl Fn(Column) -> bool) -> Column {
    match column {
        Column::FirstName if !has(Column::LastName) => Column::Name,
        Column::LastName if !has(Column::FirstName) => Column::Name,
        other => other,
    }
}
