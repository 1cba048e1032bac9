//! What the trace is told of a removal: every step as an event, with pictures at the steps that matter.

use tokio::time::Instant;

use super::hands::Hands;
use super::report::Verdict;
use crate::browser::{Answer, Degree, Page, Sight, StopSeen, Surroundings, Target};
use crate::domain::{Clock, PageText, Place, Step};
use crate::trace::{Recorder, What};

/// What is noted of a dialog that was confirmed.
pub(super) const CONFIRMED: &str = "confirmed";

/// The locator around which the page is outlined where no locator failed.
const USUAL_SCOPE: &str = Place::TopCard.as_str();

fn ms(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl<P: Page> Hands<'_, P> {
    /// A picture, if pictures are wanted.
    pub(super) async fn picture(&mut self, outlined: Option<&Target>) -> Option<Vec<u8>> {
        if !self.rules.pictures {
            return None;
        }
        let picture = self.page.picture(outlined).await;
        self.trace.pictures_at(self.page.picture_scale());
        picture
    }

    /// A picture, if pictures are wanted, of what was just outlined around a place. `around` keeps where on it the lines stand: what
    /// has moved meanwhile stands nowhere.
    async fn pictured(&mut self, place: &str, around: &mut Surroundings) -> Option<Vec<u8>> {
        let picture = self.picture(None).await;
        let later = match &picture {
            Some(_) => self.page.surroundings(place).await.unwrap_or_default(),
            None => Surroundings::default(),
        };
        around.hold_against(&later);
        picture
    }

    pub(super) fn trace_sight(
        &mut self,
        step: Step,
        path: &str,
        sight: &Sight,
        started: Instant,
        picture: Option<Vec<u8>>,
    ) {
        let degree = match sight.profile.as_ref().map(|profile| (profile.degree, profile.connect)) {
            Some((Some(Degree::First), _)) => "1st",
            Some((Some(Degree::Other), _)) => "2nd or 3rd",
            Some((Some(Degree::Both), _)) => "1st and another",
            Some((Some(Degree::Unplaced), _)) => "one elsewhere than beside the name",
            Some((None, true)) => "Connect",
            Some((None, false)) => "none",
            None => "no profile",
        };
        let what = What::Opened {
            path: path.to_owned(),
            address: sight.address.clone(),
            status: sight.status,
            front_end: sight.front_end,
            language: sight.language.clone().into_field(),
            name: sight.profile.as_ref().map(|profile| profile.name.clone().into_field()),
            degree: degree.to_owned(),
        };
        self.trace.event(self.clock.now(), step, ms(started), what, picture);
    }

    pub(super) fn trace_target(&mut self, step: Step, target: &Target) {
        let what = What::Found {
            locator: target.locator.clone(),
            candidate: target.candidate,
            guess: target.guess,
            tag: target.tag.clone(),
            icon: target.icon.clone().map(PageText::into_field),
            around: target.around.clone(),
            text: target.text.clone().into_field(),
            area: target.area,
            point: target.point,
            notes: target.notes.clone(),
        };
        self.trace.event(self.clock.now(), step, 0, what, None);
    }

    /// Notes a click of the commit. `Some` says why the browser is lost.
    pub(super) fn trace_click(&mut self, step: Step, target: &Target, answer: &Answer<()>) -> Option<String> {
        let word = match answer {
            Answer::Done(()) => "done",
            Answer::NotDone(_) => "not_done",
            Answer::Unknown(_) => "unknown",
        };
        let what = What::Clicked {
            locator: target.locator.clone(),
            point: target.point,
            answer: word.to_owned(),
            guard: (!target.token.is_empty()).then(|| "armed".to_owned()),
        };
        self.trace.event(self.clock.now(), step, 0, what, None);
        answer.fault().filter(|fault| fault.is_lost() || answer.is_unknown()).map(ToString::to_string)
    }

    /// Notes a dialog; one that was not confirmed with its picture.
    pub(super) async fn trace_dialog(&mut self, text: &PageText, verdict: &str) {
        let (mut picture, mut outline, mut areas) = (None, None, Vec::new());
        if verdict != CONFIRMED {
            let mut around = self.page.surroundings(Place::Dialog.as_str()).await.unwrap_or_default();
            picture = self.pictured(Place::Dialog.as_str(), &mut around).await;
            outline = Some(around.outline).filter(|outline| !outline.is_empty());
            areas = around.areas;
        }
        let what = What::Dialog { text: text.clone().into_field(), verdict: verdict.to_owned(), outline };
        self.trace.outlined(self.clock.now(), Step::Confirm, what, picture, areas);
    }

    /// A dialog that is not known at all; its words stand in its outline.
    pub(super) async fn trace_unknown_dialog(&mut self, mut around: Surroundings, verdict: &str) {
        let picture = self.pictured(Place::Dialog.as_str(), &mut around).await;
        let words: Vec<String> = around.visible_texts().into_iter().map(PageText::into_field).collect();
        let (text, verdict) = (words.join(" "), verdict.to_owned());
        let what = What::Dialog { text, verdict, outline: Some(around.outline) };
        self.trace.outlined(self.clock.now(), Step::Confirm, what, picture, around.areas);
    }

    pub(super) async fn note_stop(&mut self, stop: &StopSeen) {
        let picture = self.picture(None).await;
        let what = stop_words(self.page, stop).await;
        self.trace.event(self.clock.now(), Step::Open, 0, what, picture);
    }

    /// For an outcome that needs a look: the picture, and the page's address, title and outline around the place that failed,
    /// so that a selector can be mended from the report alone.
    pub(super) async fn explain(&mut self, verdict: &Verdict) {
        let Some(fault) = verdict.fault else { return };
        if !verdict.outcome.needs_a_look() {
            return;
        }
        let place = verdict.why_not.as_ref().map_or(USUAL_SCOPE, |why| &why.locator);
        let mut around = self.page.surroundings(place).await.unwrap_or_default();
        let picture = self.pictured(place, &mut around).await;
        let (address, title) = (around.address, around.title.into_field());
        let outline = Some(around.outline).filter(|outline| !outline.is_empty());
        let what = match &verdict.why_not {
            Some(why) => What::NotFound {
                locator: why.locator.clone(),
                reason: why.reason,
                note: why.note.clone(),
                notes: why.notes.clone(),
                address,
                title,
                outline,
            },
            None => What::Problem { text: verdict.detail.clone(), address, title, outline },
        };
        self.trace.outlined(self.clock.now(), fault.step, what, picture, around.areas);
    }
}

async fn stop_words<P: Page>(page: &mut P, stop: &StopSeen) -> What {
    let around = page.surroundings(USUAL_SCOPE).await.unwrap_or_default();
    What::Stop {
        sign: stop.sign,
        by: stop.by.clone(),
        what: stop.what.clone(),
        address: around.address,
        title: around.title.into_field(),
    }
}

/// Notes why it could not be settled who is signed in: a page that ends the run, or one that cannot be read. This concerns the
/// run, and nobody of the roster.
pub(super) async fn trace_no_owner<P: Page>(
    page: &mut P,
    trace: &mut Recorder,
    clock: &dyn Clock,
    pictures: bool,
    why: Result<&StopSeen, &str>,
) {
    let picture = if pictures { page.picture(None).await } else { None };
    trace.pictures_at(page.picture_scale());
    let what = match why {
        Ok(stop) => stop_words(page, stop).await,
        Err(text) => {
            let around = page.surroundings(USUAL_SCOPE).await.unwrap_or_default();
            What::Problem {
                text: text.to_owned(),
                address: around.address,
                title: around.title.into_field(),
                outline: Some(around.outline).filter(|outline| !outline.is_empty()),
            }
        }
    };
    trace.about("", 0);
    trace.event(clock.now(), Step::Identify, 0, what, picture);
}
