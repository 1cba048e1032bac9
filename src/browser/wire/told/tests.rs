use serde_json::{Value, json};

use super::*;
use crate::browser::Element;

fn read(answer: Value) -> Result<Answered, serde_json::Error> {
    serde_json::from_value(answer)
}

fn look(told: Value) -> Value {
    json!({ "looked": {
        "enough": true, "obstacle": null, "told": told,
        "page": {
            "front_end": "sdui", "language": "en", "language_known": true, "address": "https://site.example/in/a/",
            "path": "/in/a/", "title": "A", "status": 200, "mute": false, "net_error": "", "born": 1.5,
        },
    } })
}

fn element() -> Value {
    json!({ "tag": "button", "id": "ember1", "attributes": [{ "name": "role", "value": "button" }] })
}

fn target() -> Value {
    json!({
        "is": "ready", "locator": "more", "element": 0, "candidate": 1, "guess": false, "role": null, "text": "More",
        "tag": element(), "icon": "overflow-medium", "around": [element()], "point": { "x": 1, "y": 2 }, "box": { "x": 0, "y": 0, "width": 2, "height": 4 },
        "expanded": "false", "opened": false,
        "notes": [{ "candidate": 0, "why": "not_found", "note": { "none_fits": { "total": 1, "seen": 0 } } }],
    })
}

fn answers() -> Vec<Value> {
    let stop = json!({ "sign": "challenge", "by": "address", "what": "/checkpoint" });
    let not = json!({ "is": "not", "locator": "more", "why": "covered", "note": { "lands_on": element() }, "notes": [] });
    let profile = json!({
        "is": "shown", "name": "A", "links": [], "degree": "first", "connect": false, "pending": false, "follow": false,
        "own": "yes", "guess": false, "employers": [], "employers_guessed": false, "says": [],
    });
    let dialog = json!({
        "text": "Remove?", "recognised": "guessed", "rest": "", "strangers": [], "known": [], "other": { "box": element() },
        "confirm": target(),
    });
    let row = json!({ "links": [], "name": "A", "details": [], "degree": null, "guess": false });
    [
        json!({
            "wait": "identity", "profile": profile, "target": target(), "stop": stop, "missing": { "by": "text", "what": "x" },
            "unchanged": false, "unsettled": false, "wavered": false, "unseen_ms": 0,
            "stood": { "since_ms": 1, "rested_since_ms": 2 },
            "owner": { "link": "/in/a/", "name": "A" },
        }),
        json!({ "wait": "target", "target": not, "stop": null }),
        json!({
            "wait": "race", "guard": { "verdict": "passed", "why": "moves", "at_ms": 1 }, "stop": null, "dialog": dialog,
            "proof": false, "settled": false, "toast_error": null, "bad_answers": [429],
        }),
        json!({ "wait": "dialog", "dialog": null }),
        json!({ "wait": "rows", "list": {
            "is": "rows", "mark": "m", "rows": [row], "empty": false, "total": null, "more": false, "guess": false,
        } }),
        json!({ "wait": "walk", "rows": [row], "found": true, "over": { "x": 1, "y": 2 } }),
        json!({ "wait": "field", "focused": true, "held": false, "value": "" }),
        json!({ "wait": "probe", "probe": [{
            "locator": "more", "count": 1, "rows": null, "candidate": 0, "guess": false, "tag": element(), "why": null, "note": { "in_scope": {
                "scope": "menu", "note": { "each": ["no_menu", { "dialogs_opened": { "opened": 2, "before": 0 } }] },
            } }, "notes": [],
        }] }),
        json!({ "wait": "outline", "outline": [
            { "depth": 0, "what": element(), "open": false, "hidden": false, "text": "More", "area": null },
        ] }),
    ]
    .map(look)
    .into()
}

/// Every place of an object in a value, as a JSON pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.to_owned());
            fields.iter().for_each(|(key, value)| objects(value, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(key, value)| objects(value, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn an_answer_that_lacks_a_field_or_has_one_more_is_an_unreadable_one() {
    for answer in answers() {
        read(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"));
        let mut places = Vec::new();
        objects(&answer, "", &mut places);
        // A point and a box are told in the files of runs too, where older ones may say more or less.
        let of_runs = |place: &str| {
            ["/point", "/over", "/target/box", "/confirm/box"].iter().any(|end| place.ends_with(end))
        };
        for place in places.iter().filter(|place| !of_runs(place)) {
            let fields = answer.pointer(place).unwrap().as_object().unwrap();
            for key in fields.keys() {
                let mut lacking = answer.clone();
                lacking.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(key);
                assert!(read(lacking).is_err(), "{key} may be missing in {place:?} of {answer}");
            }
            let mut more = answer.clone();
            more.pointer_mut(place).unwrap()["more_than_that"] = json!(1);
            assert!(read(more).is_err(), "{place:?} of {answer} may hold more");
        }
    }
}

#[test]
fn what_is_no_look_is_one_word_or_one_word_with_a_text() {
    assert!(matches!(read(json!("unknown")), Ok(Answered::Unknown)));
    assert!(matches!(read(json!("here")), Ok(Answered::Here)));
    assert!(
        matches!(read(json!({ "foreign": "portal.example" })), Ok(Answered::Foreign(host)) if host == "portal.example")
    );
    assert!(matches!(read(json!({ "failed": "it threw" })), Ok(Answered::Failed(why)) if why == "it threw"));
    for odd in [
        json!(null),
        json!({}),
        json!("looked"),
        json!({ "enough": true }),
        json!({ "foreign": "a", "failed": "b" }),
    ] {
        assert!(read(odd.clone()).is_err(), "{odd}");
    }
}

#[test]
fn a_target_has_the_element_that_came_beside_its_answer() {
    let told = |target: Value| serde_json::from_value::<TargetTold>(target).unwrap();
    let elements = ["f.1".to_owned(), "f.2".to_owned()];
    let mut second = target();
    second["element"] = json!(1);
    assert_eq!(told(second).into_result("7", &elements).unwrap().element, Some(Element("f.2".to_owned())));
    assert_eq!(told(target()).into_result("7", &[]).unwrap().element, None);
}
