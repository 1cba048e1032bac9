//! What is told. Each field is always given, and no other: an answer that lacks one, or has one more, is an unreadable one.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::Told;
use super::element::{ElementTold, OutlineLine};
use super::located::{CandidateTold, LocatorTold, NotSeen};
use super::note::{Note, OtherMatter};
use crate::browser::Element;
use crate::browser::page::{
    DialogSeen, OwnerSeen, ProfileSeen, Recognised, RowSeen, Rows, StopSeen, Target, Verdict, WhyNot,
};
use crate::domain::{Area, FrontEnd, PageText, Point};

/// An answer of the page script.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::browser) enum Answered {
    /// The document was not given the page script.
    Unknown,
    /// The document is of this host, which is not the site's.
    Foreign(String),
    /// The page script threw this, which may hold words of the page.
    Failed(PageText),
    /// The document is one of the site's; nothing was asked of it.
    Here,
    /// What was seen.
    Looked(Box<Look>),
}

/// What was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Look {
    /// Whether that is enough: else the time was over, or something is in the way.
    pub(in crate::browser) enough: bool,
    /// What is in the way.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) obstacle: Option<Obstacle>,
    /// The page.
    pub(in crate::browser) page: PageSeen,
    /// What was asked for.
    pub(in crate::browser) told: Told,
}

/// What is told of every page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct PageSeen {
    /// Its front end.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) front_end: Option<FrontEnd>,
    /// Its language, the first part.
    pub(in crate::browser) language: PageText,
    /// Whether the selector files have texts in it.
    pub(in crate::browser) language_known: bool,
    /// The full address.
    pub(in crate::browser) address: String,
    /// The path of the address.
    pub(in crate::browser) path: String,
    /// The title.
    pub(in crate::browser) title: PageText,
    /// The HTTP status, 0 where it is not known.
    pub(in crate::browser) status: u16,
    /// Whether it is an answer of 400 and more without a body.
    pub(in crate::browser) mute: bool,
    /// The browser's code for why the page did not come; empty where it did.
    pub(in crate::browser) net_error: String,
    /// When the document was made (ms since 1970 UTC).
    pub(in crate::browser) born: f64,
}

/// Something in the way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Obstacle {
    /// The locator of what closes it; none where only a key does.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) locator: Option<String>,
}

/// The top card, or why there is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum ProfileTold {
    /// What it says.
    Shown(ProfileSeen),
    /// Why it cannot be read.
    Not(NotSeen),
}

/// The sign by which nobody is there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct MissingSeen {
    /// What kind of sign it is, such as `address`.
    pub(in crate::browser) by: String,
    /// The sign.
    pub(in crate::browser) what: String,
}

/// For how long what would prove that there is no connection, or nobody, has stood.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Stood {
    /// Since when the top card has stood, or what says that nobody is there (ms since 1970 UTC).
    pub(in crate::browser) since_ms: f64,
    /// Whatever was answered until then has been waited out for long enough (ms since 1970 UTC).
    pub(in crate::browser) rested_since_ms: f64,
}

/// Whom the page is about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldIdentity {
    /// The top card.
    pub(in crate::browser) profile: ProfileTold,
    /// What was to be found in the same breath, once the page was whole.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) target: Option<TargetTold>,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
    /// The sign by which nobody is there.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) missing: Option<MissingSeen>,
    /// Whether it is about whom it was about before.
    pub(in crate::browser) unchanged: bool,
    /// Whether a negative is there that has not stood for long enough.
    pub(in crate::browser) unsettled: bool,
    /// Whether the page has shown a negative before what it shows now.
    pub(in crate::browser) wavered: bool,
    /// For how long the page had been there before it was looked at first (ms).
    pub(in crate::browser) unseen_ms: f64,
    /// For how long the negative has stood, where one has stood for long enough.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stood: Option<Stood>,
    /// Who is signed in, where the page is the feed and that was asked for.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) owner: Option<OwnerSeen>,
}

/// An element in the page, which goes to the side of an answer: in the answer stands its number there.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::browser) struct ElementNumber(usize);

impl JsonSchema for ElementNumber {
    fn schema_name() -> Cow<'static, str> {
        "ElementNumber".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-typescript": "Element" })
    }
}

/// The one element of a locator, ready to be clicked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Ready {
    /// The locator.
    pub(in crate::browser) locator: String,
    /// The element.
    pub(in crate::browser) element: ElementNumber,
    /// Which candidate matched, from 0.
    pub(in crate::browser) candidate: usize,
    /// Whether the candidate or its text is only a guess.
    pub(in crate::browser) guess: bool,
    /// The role by which it was found, where its markup alone does not settle that.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) role: Option<String>,
    /// Its visible text.
    pub(in crate::browser) text: PageText,
    /// Its tag with the attributes that tell it apart.
    pub(in crate::browser) tag: ElementTold,
    /// Where a click would land.
    pub(in crate::browser) point: Point,
    /// Its box.
    #[serde(rename = "box")]
    pub(in crate::browser) area: Area,
    /// What `aria-expanded` says.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) expanded: Option<PageText>,
    /// Whether the menu that our click on it has opened is open.
    pub(in crate::browser) opened: bool,
    /// The candidates before it, and why they did not do.
    pub(in crate::browser) notes: Vec<CandidateTold>,
}

/// The one element of a locator, or why there is none that may be clicked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum TargetTold {
    /// It is ready, its guard armed.
    Ready(Ready),
    /// Why not.
    Not(NotSeen),
}

/// What a search gave.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldTarget {
    /// The element.
    pub(in crate::browser) target: TargetTold,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
}

/// The guard's word.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct GuardSeen {
    /// What became of the click.
    pub(in crate::browser) verdict: Verdict,
    /// Why it was swallowed.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) why: Option<Note>,
    /// When it was armed, or heard of the click (ms since 1970 UTC); 0 where it is gone.
    pub(in crate::browser) at_ms: f64,
}

/// A dialog.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct DialogTold {
    /// Its visible text.
    pub(in crate::browser) text: PageText,
    /// Whether it is one that is known.
    pub(in crate::browser) recognised: Recognised,
    /// What is left of its text without what is known to name nobody, or only the pinned person.
    pub(in crate::browser) rest: PageText,
    /// Names in the page's own phrases that are not the pinned person's.
    pub(in crate::browser) strangers: Vec<PageText>,
    /// The known texts of a dialog in the page's language, lower case.
    pub(in crate::browser) known: Vec<String>,
    /// By what it asks about something else than the connection.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) other: Option<OtherMatter>,
    /// Its confirm button.
    pub(in crate::browser) confirm: TargetTold,
}

/// What came of a click.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldRace {
    /// The guard's word.
    pub(in crate::browser) guard: GuardSeen,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
    /// A dialog that came.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) dialog: Option<DialogTold>,
    /// Whether the top card shows that it has taken effect.
    pub(in crate::browser) proof: bool,
    /// And the site has answered a request that the page made since the click.
    pub(in crate::browser) settled: bool,
    /// The text of an error toast.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) toast_error: Option<PageText>,
    /// Statuses of 400 and more, by the page's own account.
    pub(in crate::browser) bad_answers: Vec<u16>,
}

/// The dialog, if one is there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldDialog {
    /// The dialog.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) dialog: Option<DialogTold>,
}

/// A list, what ends the run in its place, or why there is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum ListSeen {
    /// Its rows.
    Rows(Rows),
    /// A page that ends the run.
    Stop(StopSeen),
    /// Why it cannot be read.
    Not(NotSeen),
}

/// The rows of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldRows {
    /// The list.
    pub(in crate::browser) list: ListSeen,
}

/// What was read on a walk.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldWalk {
    /// The rows on the way.
    pub(in crate::browser) rows: Vec<RowSeen>,
    /// Whether the row that was looked for is in view.
    pub(in crate::browser) found: bool,
    /// The middle of what can be seen of what scrolls.
    pub(in crate::browser) over: Point,
}

/// How a field stands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldField {
    /// Whether it has the focus.
    pub(in crate::browser) focused: bool,
    /// Whether it holds what it is to hold.
    pub(in crate::browser) held: bool,
    /// What it holds, cut short.
    pub(in crate::browser) value: PageText,
}

/// Every locator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldProbe {
    /// How each stands.
    pub(in crate::browser) probe: Vec<LocatorTold>,
}

/// An outline.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldOutline {
    /// An element a line.
    pub(in crate::browser) outline: Vec<OutlineLine>,
}

impl Told {
    /// Whether it says of itself that the page is one that ends the run, or one of nobody.
    pub(in crate::browser) fn is_sign(&self) -> bool {
        match self {
            Told::Identity(told) => told.stop.is_some() || told.missing.is_some(),
            Told::Target(told) => told.stop.is_some(),
            Told::Race(told) => told.stop.is_some(),
            Told::Rows(told) => matches!(told.list, ListSeen::Stop(_)),
            Told::Dialog(_) | Told::Walk(_) | Told::Field(_) | Told::Probe(_) | Told::Outline(_) => false,
        }
    }

    /// For how long a negative has stood.
    pub(in crate::browser) fn stood(&self) -> Option<Stood> {
        if let Told::Identity(told) = self { told.stood } else { None }
    }

    /// Takes back what would prove that there is no connection, or nobody.
    pub(in crate::browser) fn unsettle(&mut self) {
        if let Told::Identity(told) = self {
            told.unsettled = true;
            told.missing = None;
            if let ProfileTold::Shown(profile) = &mut told.profile {
                profile.degree = None;
                profile.connect = false;
            }
        }
    }
}

impl TargetTold {
    /// As the engine is told. The guard was armed under this token; `elements` came beside the answer.
    pub(in crate::browser) fn into_result(self, token: &str, elements: &[String]) -> Result<Target, WhyNot> {
        match self {
            TargetTold::Ready(ready) => Ok(Target {
                element: elements.get(ready.element.0).map(|id| Element(id.clone())),
                locator: ready.locator,
                candidate: ready.candidate,
                guess: ready.guess,
                text: ready.text,
                tag: ready.tag.to_string(),
                point: ready.point,
                area: ready.area,
                expanded: ready.expanded,
                opened: ready.opened,
                notes: ready.notes.into_iter().map(CandidateTold::in_words).collect(),
                token: token.to_owned(),
            }),
            TargetTold::Not(not) => Err(not.into_why()),
        }
    }
}

impl DialogTold {
    /// As the engine is told.
    pub(in crate::browser) fn into_seen(self, token: &str, elements: &[String]) -> DialogSeen {
        DialogSeen {
            text: self.text,
            recognised: self.recognised,
            rest: self.rest,
            strangers: self.strangers,
            known: self.known,
            other: self.other.map(|other| other.to_string()),
            confirm: self.confirm.into_result(token, elements),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

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
            "tag": element(), "point": { "x": 1, "y": 2 }, "box": { "x": 0, "y": 0, "width": 2, "height": 4 },
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
                { "depth": 0, "what": element(), "open": false, "hidden": false, "text": "More" },
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
                list.iter()
                    .enumerate()
                    .for_each(|(key, value)| objects(value, &format!("{at}/{key}"), found));
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
        assert!(
            matches!(read(json!({ "failed": "it threw" })), Ok(Answered::Failed(why)) if why == "it threw")
        );
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
        assert_eq!(
            told(second).into_result("7", &elements).unwrap().element,
            Some(Element("f.2".to_owned()))
        );
        assert_eq!(told(target()).into_result("7", &[]).unwrap().element, None);
    }
}
