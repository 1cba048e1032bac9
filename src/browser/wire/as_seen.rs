//! What was told, as the engine gets to see it: with the elements that came beside the answer, and in words.

use super::located::CandidateTold;
use super::told::{DialogTold, PageSeen, ProfileTold, TargetTold, ToldIdentity};
use crate::browser::Element;
use crate::browser::seen::{DialogSeen, Sight, Target, WhyNot};

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
                icon: ready.icon,
                around: ready.around.iter().map(ToString::to_string).collect(),
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

impl ToldIdentity {
    /// A look at whom a page is about, as the engine is told it. The guard of what is clicked next was armed under this token.
    pub(in crate::browser) fn into_sight(self, page: PageSeen, token: &str, elements: &[String]) -> Sight {
        let (profile, unreadable) = match self.profile {
            ProfileTold::Shown(profile) => (Some(profile), None),
            ProfileTold::Not(not) => (None, Some(not.into_why())),
        };
        Sight {
            stop: self.stop,
            missing: self.missing.map(|sign| format!("{}: {}", sign.by, sign.what)),
            profile,
            unreadable,
            owner: self.owner,
            unsettled: self.unsettled,
            front_end: page.front_end,
            language: page.language,
            language_known: page.language_known,
            address: page.address,
            path: page.path,
            status: page.status,
            next: self.target.and_then(|target| target.into_result(token, elements).ok()),
        }
    }
}
