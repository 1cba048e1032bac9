//! A redacted report has nobody's name in it, in any of its forms, and no picture that anybody could be recognised in.

use base64::Engine;
use unlinked::report::{PictureRules, Report, Scope, csv, html, json, junit, markdown, redact, replay};

use crate::sample::{SECRETS, twelve};

fn every_form(report: &Report) -> Vec<(&'static str, String)> {
    vec![
        ("html", html(report, PictureRules::default()).text),
        ("json", json(report).unwrap()),
        ("csv", csv(report).unwrap()),
        ("junit", junit(report)),
        ("markdown", markdown(report)),
        ("replay", replay(report, None).text()),
    ]
}

/// The text without the pictures, in which any letters may come up, and with escapes of JSON and addresses undone.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(";base64,") {
        plain.push_str(&rest[..at]);
        let end = rest[at..].find(['"', '\'']).map_or(rest.len(), |length| at + length);
        rest = &rest[end..];
    }
    plain.push_str(rest);
    percent_encoding::percent_decode_str(&plain).decode_utf8_lossy().to_lowercase()
}

#[test]
fn the_sample_has_every_secret_before_it_is_redacted() {
    let run = twelve();
    let json = plain(&json(&run.report(Scope::Newest)).unwrap());
    let facts = ["Mudworks", "Potter", "martha@example.org", "old choir"];
    for secret in SECRETS.iter().filter(|secret| !facts.contains(secret)) {
        assert!(
            json.contains(&secret.to_lowercase()),
            "{secret} is nowhere, so that its absence proves nothing"
        );
    }
}

#[test]
fn nobodys_name_is_in_a_redacted_report() {
    let run = twelve();
    let report = redact(run.report(Scope::Newest));
    for (form, text) in every_form(&report) {
        let text = plain(&text);
        for secret in SECRETS {
            // As a whole word: `Ada` is also in `adapt`.
            let secret = secret.to_lowercase();
            let found = text.match_indices(&secret).find(|(at, _)| {
                let before = text[..*at].chars().next_back();
                let after = text[at + secret.len()..].chars().next();
                ![before, after].into_iter().flatten().any(char::is_alphanumeric)
            });
            let around = found.map(|(at, _)| text[..at].chars().rev().take(60).collect::<String>());
            assert!(found.is_none(), "{form} has {secret}, after (backwards) {around:?}");
        }
    }
}

#[test]
fn a_redacted_report_still_tells_what_it_takes_to_mend_a_selector() {
    let run = twelve();
    let report = redact(run.report(Scope::Newest));
    insta::assert_snapshot!("redacted_replay", replay(&report, report.people.get(5)).text());
    let outline = serde_json::from_str::<serde_json::Value>(&json(&report).unwrap()).unwrap();
    let outline = &outline["people"][4]["steps"][2]["what"]["not_found"]["outline"];
    insta::assert_snapshot!("redacted_outline", outline.as_str().unwrap());
}

#[test]
fn the_pictures_of_a_redacted_report_are_mosaics_of_a_few_tiles() {
    let run = twelve();
    let text = html(&redact(run.report(Scope::Newest)), PictureRules::default()).text;
    assert!(!text.contains("data:image/jpeg"));
    let mut pictures = 0;
    for part in text.split("data:image/png;base64,").skip(1) {
        let data = part.split('"').next().unwrap();
        let bytes = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (32, 20));
        let levels: std::collections::BTreeSet<u8> = picture.pixels().flat_map(|pixel| pixel.0).collect();
        assert!(levels.len() <= 8, "{levels:?}");
        pictures += 1;
    }
    assert_eq!(pictures, 19);
}
