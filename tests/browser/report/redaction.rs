//! A redacted report has nobody's name in it, in any of its forms, and no picture that anybody could be recognised in.

use std::collections::BTreeSet;
use std::path::PathBuf;

use base64::Engine;
use image::RgbImage;
use unlinked::report::{PictureRules, Report, Scope, csv, html, json, junit, markdown, redact, replay};

use super::sample::{SECRETS, Sample, twelve};

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
fn plain_text(text: &str) -> String {
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
    let json = plain_text(&json(&run.report(Scope::Newest)).unwrap());
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
        let text = plain_text(&text);
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

/// The pictures that a page carries, as the files that they are.
fn pictures(html: &str, kind: &str) -> Vec<Vec<u8>> {
    html.split(&format!("data:image/{kind};base64,"))
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .map(|data| base64::engine::general_purpose::STANDARD.decode(data).unwrap())
        .collect()
}

/// The mosaics that a page carries, with the names of their files.
fn mosaics(html: &str) -> Vec<(String, RgbImage)> {
    let mut found = Vec::new();
    for part in html.split("<script type=\"application/json\"").skip(1) {
        let (_, data) = part.split_once('>').unwrap();
        let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
        for picture in data["pictures"].as_array().unwrap() {
            let data = picture["src"].as_str().unwrap().split(',').nth(1).unwrap();
            let png = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
            let file = picture["file"].as_str().unwrap().to_owned();
            found.push((file, image::load_from_memory(&png).unwrap().to_rgb8()));
        }
    }
    found
}

/// The kinds of a PNG's chunks.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut kinds = Vec::new();
    let mut rest = &png[8..];
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        kinds.push(String::from_utf8_lossy(&kind[..4]).into_owned());
        rest = &rest[12 + length..];
    }
    assert!(rest.is_empty(), "{} bytes follow the picture", rest.len());
    kinds
}

/// The files of the run's pictures.
fn originals(run: &Sample) -> Vec<PathBuf> {
    let files = std::fs::read_dir(run.runs().join("1")).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "png"));
    paths.sort();
    paths
}

fn redacted(run: &Sample) -> String {
    html(&redact(run.report(Scope::Newest)), PictureRules::default()).text
}

#[test]
fn the_pictures_of_a_redacted_report_are_mosaics_of_a_few_tiles() {
    let run = twelve();
    let text = redacted(&run);
    assert!(!text.contains("data:image/jpeg"));
    let pictures = pictures(&text, "png");
    assert_eq!(pictures.len(), 19);
    for picture in &pictures {
        let picture = image::load_from_memory(picture).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (32, 20));
        let levels: BTreeSet<u8> = picture.pixels().flat_map(|pixel| pixel.0).collect();
        assert!(levels.len() <= 8, "{levels:?}");
    }
}

#[test]
fn what_a_mosaic_hides_cannot_be_had_back_since_it_is_not_in_it() {
    let run = twelve();
    let before = redacted(&run);
    // Some pictures are put back as nothing but their tiles, each of a single colour: all that was in them is gone.
    for (file, mosaic) in mosaics(&before).into_iter().step_by(5) {
        let path = run.runs().join(file.strip_prefix("runs/").unwrap());
        let whole = image::open(&path).unwrap().to_rgb8();
        let (width, height) = whole.dimensions();
        let flat =
            RgbImage::from_fn(width, height, |x, y| *mosaic.get_pixel(x * 32 / width, y * 20 / height));
        assert_ne!(flat, whole, "the picture has nothing to hide, so that this proves nothing");
        flat.save(&path).unwrap();
    }
    assert!(
        pictures(&before, "png") == pictures(&redacted(&run), "png"),
        "a mosaic has more in it than the colours of its tiles"
    );
}

#[test]
fn what_stands_in_a_picture_beside_the_picture_is_left_behind() {
    let run = twelve();
    // A text chunk behind the head, as an editor or a camera writes it, and bytes behind the end.
    for path in originals(&run) {
        let png = std::fs::read(&path).unwrap();
        let mut chunk = b"tEXtComment\0Martha Quill".to_vec();
        let length = u32::try_from(chunk.len() - 4).unwrap().to_be_bytes();
        let sum = crc(&chunk).to_be_bytes();
        chunk.splice(0..0, length);
        chunk.extend(sum);
        let (head, rest) = png.split_at(33);
        std::fs::write(&path, [head, &chunk, rest, b"Martha Quill"].concat()).unwrap();
        assert_eq!(chunks(&std::fs::read(&path).unwrap()[..png.len() + chunk.len()])[1], "tEXt");
    }
    for (report, kind) in [(run.report(Scope::Newest), "jpeg"), (redact(run.report(Scope::Newest)), "png")] {
        let text = html(&report, PictureRules::default()).text;
        let carried = pictures(&text, kind);
        assert_eq!(carried.len(), 19);
        for picture in carried {
            assert!(
                !picture.windows(6).any(|part| part == b"Martha"),
                "a {kind} carries a text of the original"
            );
            if kind == "png" {
                assert!(
                    chunks(&picture).iter().all(|kind| ["IHDR", "IDAT", "IEND"].contains(&kind.as_str()))
                );
            }
        }
    }
}

/// The check sum of a PNG's chunk (<https://www.w3.org/TR/png/#D-CRCAppendix>).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

#[test]
fn nothing_of_a_redacted_report_can_be_held_against_a_guess() {
    let run = twelve();
    let plain = json(&run.report(Scope::Newest)).unwrap();
    let told: serde_json::Value = serde_json::from_str(&plain).unwrap();
    assert_eq!(told["runs"][0]["fingerprint"], "5f1c");
    for (form, text) in every_form(&redact(run.report(Scope::Newest))) {
        assert!(!plain_text(&text).contains("5f1c"), "{form} has the fingerprint of the roster");
    }
}
