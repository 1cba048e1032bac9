//! What the page script answers, as it stands in its JSON, and how it is told to the engine. What is asked stands in `ask`.

use serde::Deserialize;
use serde_json::Value;

use super::Element;
use super::page::{
    Degree, DialogSeen, LocatorSeen, ProfileSeen, Recognised, RowSeen, Sight, StopSeen, Target, Verdict,
    WhyNot,
};
use crate::domain::{Area, CandidateNote, FrontEnd, Point, Reason};

/// The answer of the page script, whatever was waited for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    pub(super) enough: bool,
    pub(super) found: bool,
    pub(super) unchanged: bool,
    pub(super) wavered: bool,
    pub(super) unsettled: bool,
    /// When the top card of a negative that has stood first stood, or what says that nobody is there (ms since 1970 UTC).
    pub(super) stood_since_ms: Option<f64>,
    /// Whatever was answered until then has been waited out long enough (ms since 1970 UTC).
    pub(super) rested_since_ms: f64,
    pub(super) unseen_ms: f64,
    pub(super) failed: Option<String>,
    pub(super) foreign: Option<String>,
    pub(super) profile: Option<ProfileOrWhy>,
    pub(super) target: Option<TargetOrWhy>,
    pub(super) stop: Option<StopSeen>,
    pub(super) missing: Option<MissingSeen>,
    pub(super) obstacle: Option<Obstacle>,
    pub(super) guard: Option<GuardSeen>,
    pub(super) dialog: Option<DialogRaw>,
    pub(super) proof: bool,
    pub(super) settled: bool,
    pub(super) toast_error: Option<String>,
    pub(super) bad_answers: Vec<u16>,
    pub(super) rows: Option<Vec<RowSeen>>,
    pub(super) empty: bool,
    pub(super) total: Option<String>,
    pub(super) more: bool,
    pub(super) guess: bool,
    pub(super) mark: String,
    pub(super) field: Option<FieldSeen>,
    pub(super) why: Option<String>,
    pub(super) note: Option<String>,
    pub(super) notes: Vec<CandidateNote>,
    pub(super) outline: Option<String>,
    pub(super) probe: Vec<LocatorSeen>,
    pub(super) front_end: Option<FrontEnd>,
    pub(super) language: String,
    pub(super) language_known: bool,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) status: u16,
    pub(super) mute: bool,
    /// The browser's code for why the page did not come.
    pub(super) net_error: String,
    pub(super) born: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProfileOrWhy {
    pub(super) name: String,
    pub(super) links: Vec<String>,
    pub(super) degree: Option<Degree>,
    pub(super) connect: bool,
    pub(super) pending: bool,
    pub(super) follow: bool,
    pub(super) guess: bool,
    pub(super) employers: Vec<String>,
    pub(super) employers_guessed: bool,
    pub(super) says: Vec<String>,
    pub(super) why: Option<String>,
    pub(super) note: Option<String>,
    pub(super) notes: Vec<CandidateNote>,
    pub(super) locator: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TargetOrWhy {
    pub(super) locator: String,
    pub(super) found: bool,
    pub(super) element: Value,
    pub(super) candidate: usize,
    pub(super) guess: bool,
    pub(super) text: String,
    pub(super) tag: String,
    pub(super) point: Point,
    #[serde(rename = "box")]
    pub(super) area: Area,
    pub(super) expanded: Option<String>,
    pub(super) opened: bool,
    pub(super) role: Option<String>,
    pub(super) notes: Vec<CandidateNote>,
    pub(super) why: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct MissingSeen {
    pub(super) by: String,
    pub(super) what: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Obstacle {
    pub(super) locator: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct FieldSeen {
    pub(super) focused: bool,
    pub(super) held: bool,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GuardSeen {
    pub(super) verdict: Verdict,
    #[serde(default)]
    pub(super) why: Option<String>,
    /// When it was armed, or heard of the click (ms since 1970 UTC).
    #[serde(default)]
    pub(super) at_ms: f64,
}

#[derive(Debug, Deserialize)]
pub(super) struct DialogRaw {
    pub(super) text: String,
    #[serde(default)]
    pub(super) recognised: Recognised,
    pub(super) rest: String,
    #[serde(default)]
    pub(super) strangers: Vec<String>,
    #[serde(default)]
    pub(super) known: Vec<String>,
    pub(super) other: Option<String>,
    pub(super) confirm: TargetOrWhy,
}

pub(super) fn reason(word: &str) -> Reason {
    word.parse().unwrap_or(Reason::NotFound)
}

impl DialogRaw {
    /// The dialog, whose confirm button the guard is armed for under this token.
    pub(super) fn told(self, token: &str) -> DialogSeen {
        DialogSeen {
            text: self.text,
            recognised: self.recognised,
            rest: self.rest,
            strangers: self.strangers,
            known: self.known,
            other: self.other,
            confirm: self.confirm.into_result(token),
        }
    }
}

impl TargetOrWhy {
    pub(super) fn into_result(self, token: &str) -> Result<Target, WhyNot> {
        if self.found {
            return Ok(Target {
                locator: self.locator,
                element: Element::from_value(&self.element),
                candidate: self.candidate,
                guess: self.guess,
                text: self.text,
                tag: self.tag,
                point: self.point,
                area: self.area,
                expanded: self.expanded,
                opened: self.opened,
                notes: self.notes,
                token: token.to_owned(),
            });
        }
        Err(WhyNot {
            reason: reason(self.why.as_deref().unwrap_or("not_found")),
            note: self.note.unwrap_or_default(),
            notes: self.notes,
            locator: self.locator,
        })
    }
}

impl Seen {
    /// Takes back what would prove that there is no connection, or nobody.
    pub(super) fn unsettle(&mut self) {
        self.unsettled = true;
        self.missing = None;
        if let Some(profile) = &mut self.profile {
            profile.degree = None;
            profile.connect = false;
        }
    }

    pub(super) fn sight(self, token: &str) -> Sight {
        let (profile, unreadable) = match self.profile {
            None => (None, None),
            Some(seen) => match seen.why {
                None => (
                    Some(ProfileSeen {
                        name: seen.name,
                        links: seen.links,
                        degree: seen.degree,
                        connect: seen.connect,
                        pending: seen.pending,
                        follow: seen.follow,
                        guess: seen.guess,
                        employers: seen.employers,
                        employers_guessed: seen.employers_guessed,
                        says: seen.says,
                    }),
                    None,
                ),
                Some(why) => (
                    None,
                    Some(WhyNot {
                        locator: seen.locator,
                        reason: reason(&why),
                        note: seen.note.unwrap_or_default(),
                        notes: seen.notes,
                    }),
                ),
            },
        };
        Sight {
            stop: self.stop,
            missing: self.missing.map(|sign| format!("{}: {}", sign.by, sign.what)),
            profile,
            unreadable,
            unsettled: self.unsettled,
            front_end: self.front_end,
            language: self.language,
            language_known: self.language_known,
            address: self.address,
            path: self.path,
            status: self.status,
            next: self.target.and_then(|target| target.into_result(token).ok()),
        }
    }
}
