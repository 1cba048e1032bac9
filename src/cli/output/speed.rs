//! How fast people are done, by the time between them.

use std::time::Duration;

use crate::domain::UnixMs;

/// The speed of a run: from the first person done to the last, so that the start of the browser does not count and the pace
/// between two people does. Waits for a limit come in lumps of hours and would spoil it: they are taken out.
#[derive(Debug, Default)]
pub(super) struct Speed {
    first: Option<UnixMs>,
    last: Option<UnixMs>,
    /// People done after the first.
    further: u32,
    /// How long a limit was waited for, between the first person and the last, and since the last.
    paused: Duration,
    paused_since: Duration,
    pause: Option<UnixMs>,
}

impl Speed {
    /// A wait for a limit begins.
    pub(super) fn pause(&mut self, now: UnixMs) {
        self.pause.get_or_insert(now);
    }

    /// The run is at work, or waits for no more than the pace.
    pub(super) fn go_on(&mut self, now: UnixMs) {
        if let Some(began) = self.pause.take() {
            self.paused_since += now.since(began);
        }
    }

    /// Somebody is done.
    pub(super) fn done(&mut self, now: UnixMs) {
        if self.first.is_some() {
            self.further += 1;
            self.paused += self.paused_since;
        }
        self.paused_since = Duration::ZERO;
        self.first.get_or_insert(now);
        self.last = Some(now);
    }

    /// When the last person was done.
    pub(super) fn last(&self) -> Option<UnixMs> {
        self.last
    }

    /// How long one person takes; `None` until two are done.
    pub(super) fn each(&self) -> Option<Duration> {
        let worked = self.last?.since(self.first?).saturating_sub(self.paused);
        worked.checked_div(self.further).filter(|each| !each.is_zero())
    }
}

/// A speed as people say it: `24/min`, `48/h`, `4.5/h`.
pub(super) fn rate(each: Duration) -> String {
    let hourly = 3_600.0 / each.as_secs_f64();
    match hourly {
        600.0.. => format!("{:.0}/min", hourly / 60.0),
        10.0.. => format!("{hourly:.0}/h"),
        _ => format!("{hourly:.1}/h"),
    }
}
