//! A page from a file: HTML as a browser saved it ("Save as, complete"), or MHTML.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mailparse::{MailHeaderMap, ParsedMail};

use super::sheet::{Sheets, sheets_of};
use super::token::{Token, tokens_of};

/// No saved page is larger than this, with the pictures that MHTML has in it; a file that is, is none.
const MOST_BYTES: u64 = 64 << 20;

/// No page's own HTML is larger than this. What is made of it takes many times as much, and the browser minutes.
const MOST_HTML: usize = 8 << 20;

/// A saved page.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The page, without its styles.
    pub tokens: Vec<Token>,
    /// The styles that were saved with it, in their order.
    pub sheets: Vec<String>,
    /// The addresses of styles that it asks for and that were not saved.
    pub lacking: Vec<String>,
}

/// Why a file is no saved page.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file cannot be read.
    #[error("{} cannot be read: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// It is too large to be a page.
    #[error("{} is larger than 64 MB, or its HTML than 8 MB or 250,000 elements, attributes and texts, or they are nested deeper than 1,000, which no page is", .0.display())]
    TooLarge(PathBuf),
    /// There is no page in it.
    #[error("there is no HTML page in {}; save it as \"Webpage, complete\" or as \"Webpage, single file\" (MHTML)", .0.display())]
    NoPage(PathBuf),
}

impl Saved {
    /// Reads a file. The styles are looked for where the browser puts them: in the page, in the folder beside it, in the MHTML.
    ///
    /// # Errors
    /// [`SavedError`]
    pub fn read(path: &Path) -> Result<Saved, SavedError> {
        let unreadable = |why| SavedError::Unreadable { path: path.to_owned(), why };
        if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
            return Err(SavedError::TooLarge(path.to_owned()));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let no_page = || SavedError::NoPage(path.to_owned());
        let (html, parts) = match archive(&bytes) {
            Some(archive) => archive,
            None => (String::from_utf8_lossy(&bytes).into_owned(), BTreeMap::new()),
        };
        if html.len() > MOST_HTML {
            return Err(SavedError::TooLarge(path.to_owned()));
        }
        let tokens = tokens_of(&html).ok_or_else(|| SavedError::TooLarge(path.to_owned()))?;
        if !tokens.iter().any(|token| matches!(token, Token::Open { .. })) {
            return Err(no_page());
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let Sheets { sheets, lacking } =
            sheets_of(&html, |address| parts.get(address).cloned().or_else(|| beside(folder, address)));
        Ok(Saved { tokens, sheets, lacking })
    }
}

/// A file in a folder beside the page, as its address there says; never one outside of that folder.
fn beside(folder: &Path, address: &str) -> Option<String> {
    let plain = percent_encoding::percent_decode_str(address.split(['?', '#']).next()?).decode_utf8().ok()?;
    let relative = Path::new(plain.trim_start_matches("./"));
    let inside = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !inside || plain.contains(':') {
        return None;
    }
    let path = folder.join(relative);
    (std::fs::metadata(&path).ok()?.len() <= MOST_BYTES).then_some(())?;
    std::fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The page of an MHTML file, and its other parts by their address; `None` if it is none.
fn archive(bytes: &[u8]) -> Option<(String, BTreeMap<String, String>)> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.contains("multipart/related") || head.trim_start().starts_with('<') {
        return None;
    }
    let mail = mailparse::parse_mail(bytes).ok()?;
    let is = |part: &ParsedMail<'_>, kind: &str| part.ctype.mimetype.eq_ignore_ascii_case(kind);
    // Browsers write UTF-8 and do not say so.
    let text_of = |part: &ParsedMail<'_>| {
        part.get_body_raw().ok().map(|body| String::from_utf8_lossy(&body).into_owned())
    };
    let page = text_of(mail.subparts.iter().find(|part| is(part, "text/html"))?)?;
    let mut parts = BTreeMap::new();
    for part in mail.subparts.iter().filter(|part| is(part, "text/css")) {
        let Some(body) = text_of(part) else { continue };
        if let Some(place) = part.headers.get_first_value("Content-Location") {
            parts.insert(place.trim().to_owned(), body.clone());
        }
        if let Some(id) = part.headers.get_first_value("Content-ID") {
            parts.insert(format!("cid:{}", id.trim().trim_matches(['<', '>'])), body);
        }
    }
    Some((page, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MHTML: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.linkedin.com/in/ada-brandt/\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Q7\"\r\n\r\n------Q7\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://www.linkedin.com/in/ada-brandt/\r\n\r\n<html lang=3D\"en\"><head><link rel=3D\"stylesheet\" href=3D\"cid:css-1@mhtml.b=\r\nlink\"></head><body><p>Zo=C3=AB</p></body></html>\r\n------Q7\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-ID: <css-1@mhtml.blink>\r\n\r\np { color: red }\r\n------Q7--\r\n";

    fn saved(name: &str, text: &str) -> (tempfile::TempDir, Result<Saved, SavedError>) {
        let Ok(folder) = tempfile::tempdir() else { panic!() };
        let path = folder.path().join(name);
        assert!(std::fs::write(&path, text).is_ok());
        let read = Saved::read(&path);
        (folder, read)
    }

    #[test]
    fn an_mhtml_file_gives_its_page_and_its_styles() {
        let (_folder, Ok(saved)) = saved("page.mhtml", MHTML) else { panic!() };
        assert!(saved.tokens.contains(&Token::Text("Zoë".to_owned())), "{:?}", saved.tokens);
        assert!(saved.sheets.iter().any(|sheet| sheet.contains("color: red")), "{:?}", saved.sheets);
        assert_eq!(saved.lacking, Vec::<String>::new());
    }

    #[test]
    fn styles_that_are_not_there_are_told_and_none_outside_of_the_folder_is_read() {
        let page = "<link rel=stylesheet href=page_files/a.css><link rel=stylesheet href=../../etc/hosts><style>p{}</style><p>x";
        let (_folder, Ok(saved)) = saved("page.html", page) else { panic!() };
        assert_eq!(saved.lacking, ["page_files/a.css", "../../etc/hosts"]);
        assert_eq!(saved.sheets, ["p{}"]);
    }

    #[test]
    fn what_is_no_page_is_said() {
        let (_folder, read) = saved("a.txt", "hello");
        assert!(matches!(read, Err(SavedError::NoPage(_))), "{read:?}");
        let nowhere = Saved::read(Path::new("/nowhere/at/all.html"));
        assert!(matches!(nowhere, Err(SavedError::Unreadable { .. })), "{nowhere:?}");
    }

    #[test]
    fn a_page_that_is_larger_than_any_is_refused_before_anything_is_made_of_it() {
        let page = |most: usize| format!("<html><body>{}</body></html>", "x".repeat(most));
        assert!(saved("page.html", &page(1000)).1.is_ok());
        assert!(matches!(saved("page.html", &page(MOST_HTML)).1, Err(SavedError::TooLarge(_))));
        // Few bytes that make much.
        for piece in ["<b>", "<i></i>", "<br>", "<p a b c d>", "x<!---->"] {
            let many = piece.repeat(MOST_HTML / 16);
            assert!(matches!(saved("page.html", &many).1, Err(SavedError::TooLarge(_))), "{piece}");
        }
    }
}
