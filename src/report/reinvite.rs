//! The way back: whom one has parted with, when and why, as CSV, JSON, and a page of links. A removal has no undo; a new
//! invitation, which the other person must accept, is all there is. Nothing is sent from here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::formats::csv::harmless;
use super::text::clean;
use crate::domain::{Outcome, UnixMs, neutral};
use crate::ledger::Parted;
use crate::wording::{people, rfc3339, whole_moment};

const STYLE: &str = include_str!("reinvite.css");

/// Somebody whom one may want back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reinvite {
    /// The address of their profile, where it is known: there, Connect invites them.
    pub url: Option<String>,
    /// Their name: the roster's, else the one on their page.
    pub name: String,
    /// Their company, from the export.
    pub company: Option<String>,
    /// Their position, from the export.
    pub position: Option<String>,
    /// Their e-mail address, where the export had one.
    pub email: Option<String>,
    /// The day the connection was made, as the export wrote it.
    pub connected_on: Option<String>,
    /// What happened: `removed`, `unfollowed` or `withdrawn`; `unconfirmed` where a click was made that nothing proved.
    pub outcome: Outcome,
    /// When, in ms since 1970 UTC.
    #[serde(skip)]
    pub at: UnixMs,
    /// When, in RFC 3339, UTC.
    #[serde(rename = "at")]
    pub when: String,
    /// Why, in a word.
    pub reason: Option<String>,
    /// The user's own note.
    pub note: Option<String>,
}

impl From<Parted> for Reinvite {
    fn from(parted: Parted) -> Reinvite {
        let Parted { key, slug, seen_name, facts, outcome, at, site, .. } = parted;
        let site = site.and_then(|site| Url::parse(&site).ok());
        let url = slug.and_then(|slug| Some(site?.join(&slug.path()).ok()?.to_string()));
        let name = facts.name.or(seen_name).unwrap_or_else(|| key.as_str().to_owned());
        Reinvite {
            url,
            name,
            company: facts.company,
            position: facts.position,
            email: facts.email,
            connected_on: facts.connected_on,
            outcome,
            at,
            when: rfc3339(at),
            reason: facts.reason,
            note: facts.note,
        }
    }
}

const HEADER: [&str; 10] = [
    "URL",
    "Name",
    "Company",
    "Position",
    "Email Address",
    "Connected On",
    "Outcome",
    "When",
    "Reason",
    "Note",
];

/// The people as CSV with a header.
///
/// # Errors
/// What the writer said; a buffer in memory gives none.
pub fn reinvite_csv(list: &[Reinvite]) -> Result<String, std::io::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for one in list {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            text(&one.url),
            one.name.clone(),
            text(&one.company),
            text(&one.position),
            text(&one.email),
            text(&one.connected_on),
            one.outcome.to_string(),
            one.when.clone(),
            text(&one.reason),
            text(&one.note),
        ];
        writer.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(::csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The people as one JSON array.
///
/// # Errors
/// What the serialiser said; plain texts give none.
pub fn reinvite_json(list: &[Reinvite]) -> serde_json::Result<String> {
    Ok(neutral::json(serde_json::to_string_pretty(list)?) + "\n")
}

/// The people as a page that needs nothing else: no network, no script. Only the links lead out, when they are followed.
#[must_use]
pub fn reinvite_html(list: &[Reinvite], made_at: UnixMs, zone: &TimeZone) -> String {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        STANDARD.encode(Sha256::digest(STYLE))
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { "The way back - unlinked" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "The way back" }
                    p.lead {
                        (people(list.len())) ". Nothing is sent from here: a link opens the profile, and Connect there invites the person "
                        "again, who must accept. Say in a line what happened. After a withdrawn invitation, LinkedIn may keep you from "
                        "inviting the same person for up to three weeks."
                    }
                    @if list.is_empty() {
                        p.none { "Nobody." }
                    } @else {
                        ul.people { @for one in list { li { (person(one, zone)) } } }
                    }
                    footer { p { "Made " (whole_moment(made_at, zone)) " from the ledger. It holds names of people: keep it to yourself." } }
                }
            }
        }
    };
    page.into_string()
}

fn person(one: &Reinvite, zone: &TimeZone) -> Markup {
    let name = clean(&one.name);
    let work: Vec<_> = [&one.position, &one.company].into_iter().flatten().map(|text| clean(text)).collect();
    html! {
        h2 {
            @if let Some(url) = &one.url {
                a href=(url) target="_blank" rel="noopener noreferrer" { (name) }
            } @else {
                (name) " " span.none { "(no address is known)" }
            }
        }
        @if !work.is_empty() { p { (work.join(", ")) } }
        p.when {
            span class={ "word " (one.outcome) } { (one.outcome) }
            @if one.outcome == Outcome::Unconfirmed { " (clicked, not proved: they may still be a connection)" }
            " " (whole_moment(one.at, zone))
            @if let Some(day) = &one.connected_on { ", connected since " (clean(day)) }
        }
        @if let Some(reason) = &one.reason { p { "Why: " (clean(reason)) } }
        @if let Some(note) = &one.note { p.note { (clean(note)) } }
        @if let Some(email) = &one.email { p { a href={ "mailto:" (clean(email)) } { (clean(email)) } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<Reinvite> {
        let jane = Reinvite {
            url: Some("https://www.linkedin.com/in/jane-doe/".to_owned()),
            name: "Jane <b>Doe</b>".to_owned(),
            company: Some("Globex".to_owned()),
            position: Some("Engineer".to_owned()),
            email: Some("jane@example.com".to_owned()),
            connected_on: Some("2014-03-15".to_owned()),
            outcome: Outcome::Removed,
            at: UnixMs(1_795_428_000_000),
            when: "2026-11-23T10:00:00Z".to_owned(),
            reason: Some("irrelevant".to_owned()),
            note: Some("=1+1".to_owned()),
        };
        let nobody = Reinvite {
            url: None,
            name: "Zoë".to_owned(),
            company: None,
            position: None,
            email: None,
            connected_on: None,
            outcome: Outcome::Withdrawn,
            reason: None,
            note: None,
            ..jane.clone()
        };
        vec![jane, nobody]
    }

    #[test]
    fn the_csv_can_be_opened_in_a_spreadsheet_without_running_anything() {
        let text = reinvite_csv(&list()).unwrap();
        assert!(text.contains(",'=1+1\n"), "{text}");
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (&rows[0][0], &rows[0][6], &rows[1][1]),
            ("https://www.linkedin.com/in/jane-doe/", "removed", "Zoë")
        );
    }

    #[test]
    fn the_json_is_an_array_with_the_facts_of_each_person() {
        let value: serde_json::Value = serde_json::from_str(&reinvite_json(&list()).unwrap()).unwrap();
        assert_eq!(value[0]["email"], "jane@example.com");
        assert_eq!(value[0]["at"], "2026-11-23T10:00:00Z");
        assert_eq!(value[1]["url"], serde_json::Value::Null);
    }

    #[test]
    fn the_page_loads_nothing_and_shows_names_as_text() {
        let page = reinvite_html(&list(), UnixMs(1_795_428_000_000), &TimeZone::UTC);
        assert!(page.contains("href=\"https://www.linkedin.com/in/jane-doe/\""), "{page}");
        assert!(page.contains("Jane &lt;b&gt;Doe&lt;/b&gt;"), "{page}");
        assert!(page.contains("2 people"), "{page}");
        for loading in ["<script", "<link", "src=", "@import", "url("] {
            assert!(!page.contains(loading), "{loading}");
        }
        assert!(page.contains("default-src 'none'"), "{page}");
    }
}
