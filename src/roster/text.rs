//! From the bytes of a file to its text: UTF-8 or a fault that says what the file is instead and what to do.

use std::sync::Arc;

use crate::faults::{Fault, Faults};

/// How the office files of the years before 2007 begin, and locked ones of today.
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0";

/// What a file that is not a text turned out to be: its first bytes, and what to tell.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "this is a PDF, not a CSV file", "Save the table as CSV (UTF-8)."),
    (
        OLD_OFFICE,
        "this is a spreadsheet of the old kind (.xls), which is not read",
        "Open it and save it as .xlsx or as CSV (UTF-8).",
    ),
    (
        b"<?xml",
        "this is an XML file, and no list",
        "Open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8).",
    ),
    (b"\x1F\x8B", "this is a compressed file (gzip), not a CSV file", "Unpack it first: gunzip FILE."),
    (
        b"{\\rtf",
        "this is a formatted document (RTF), not a text file",
        "Save it as plain text (UTF-8); in TextEdit: Format, Make Plain Text.",
    ),
    (b"SQLite format 3", "this is a database, not a CSV file", "Name the roster, not the ledger."),
    (
        b"\xFF\xFE",
        "this text is UTF-16, not UTF-8",
        "Save it as CSV (UTF-8), or convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW.csv",
    ),
    (
        b"\xFE\xFF",
        "this text is UTF-16, not UTF-8",
        "Save it as CSV (UTF-8), or convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW.csv",
    ),
];

/// The text of the file without its byte-order mark, or why there is none.
pub(super) fn decode(file: &str, bytes: Vec<u8>) -> Result<Arc<str>, Box<Faults>> {
    if let Some((message, help)) = not_a_text(&bytes) {
        return Err(wrong_kind(file, message, help));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(file, error.as_bytes()))?;
    if text.starts_with('\u{FEFF}') {
        // Blanked and not cut, so that every place in the text is the place in the file.
        text.replace_range(0..3, "   ");
    }
    if text.contains('\r') && !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    Ok(Arc::from(text))
}

/// The fault of a file that is no text.
pub(super) fn wrong_kind(file: &str, message: impl Into<String>, help: impl Into<String>) -> Box<Faults> {
    let mut faults = Faults::new(file, "");
    faults.push(Fault {
        code: "file.kind",
        message: message.into(),
        span: None,
        label: String::new(),
        help: help.into(),
        warning: false,
    });
    Box::new(faults)
}

/// Whether the first bytes of a file are those of an archive, which a spreadsheet is.
pub(crate) fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Whether the first bytes of a file are those of an office file of the old kind, or of a locked one.
pub(super) fn is_old_office(start: &[u8]) -> bool {
    start.starts_with(OLD_OFFICE)
}

/// What the bytes are instead of a text, and what to do about it.
pub(super) fn not_a_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if is_archive(bytes) {
        return Some((
            "this is a zip archive, and neither a spreadsheet nor a CSV file",
            "Unpack it; in LinkedIn's archive the list is Connections.csv.",
        ));
    }
    if bytes.starts_with(OLD_OFFICE) && holds_utf16(bytes, "EncryptedPackage") {
        return Some((
            "this spreadsheet is locked with a password",
            "Open it and save it without a password, as .xlsx or as CSV (UTF-8).",
        ));
    }
    if bytes.trim_ascii_start().starts_with(b"{") && holds(bytes, b"docs.google.com/") {
        return Some((
            "this is a link to a Google sheet, and not the sheet",
            "Open it in the browser, and choose File, Download, Microsoft Excel (.xlsx) or Comma Separated Values (.csv).",
        ));
    }
    if let Some((_, message, help)) = KINDS.iter().find(|(start, _, _)| bytes.starts_with(start)) {
        return Some((message, help));
    }
    let head = bytes.get(..8_192).unwrap_or(bytes);
    if head.contains(&0) {
        return Some((
            "this is not a text file: it holds NUL bytes, as programs and pictures do",
            "Save the list as CSV (UTF-8). If it is UTF-16: iconv -f UTF-16LE -t UTF-8 FILE > NEW.csv",
        ));
    }
    let start = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") {
        return Some((
            "this is a web page, not a CSV file",
            "Download the list again; the page may be a sign-in page that was saved in its stead.",
        ));
    }
    None
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    holds(bytes, &wide)
}

fn not_utf8(file: &str, bytes: &[u8]) -> Box<Faults> {
    let mut text = String::with_capacity(bytes.len());
    let mut places = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let Some(first) = chunk.invalid().first() {
            let start = text.len();
            text.push('\u{FFFD}');
            places.push((start..text.len(), *first));
        }
    }
    let mut faults = Faults::new(file, text);
    for (span, byte) in places {
        faults.push(Fault {
            code: "file.encoding",
            message: format!("the byte 0x{byte:02X} here is not UTF-8"),
            span: Some(span),
            label: format!("`{}` in the Western encoding (Windows-1252, Latin-1)", western(byte)),
            help:
                "Save the file as CSV (UTF-8), or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.csv (with the encoding that it was written in: WINDOWS-1254 for Turkish, WINDOWS-1250 for Polish or Czech)"
                    .to_owned(),
            warning: false,
        });
    }
    Box::new(faults)
}

/// Latin-1 is the first 256 characters of Unicode; its second control block is punctuation in Windows-1252.
fn western(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x8A => 'Š',
        0x8E => 'Ž',
        0x91 | 0x92 => '’',
        0x93 | 0x94 => '"',
        0x96 | 0x97 => '-',
        0x9A => 'š',
        0x9E => 'ž',
        0x81..=0x9F => '?',
        other => char::from(other),
    }
}
