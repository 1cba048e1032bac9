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
    /// Before this, the pace lets nobody else be done.
    not_before: Option<UnixMs>,
    /// How long limits were waited for: in all, and before the first person was done.
    waited: Duration,
    before_first: Duration,
    /// How much of that is between the first and the last.
    between: Duration,
    wait: Option<UnixMs>,
}

impl Speed {
    /// A wait for a limit begins.
    pub(super) fn wait(&mut self, now: UnixMs) {
        self.wait.get_or_insert(now);
    }

    /// The run is at work, or waits for no more than the pace.
    pub(super) fn go_on(&mut self, now: UnixMs) {
        if let Some(began) = self.wait.take() {
            self.waited += now.since(began);
        }
    }

    /// The pace lets nobody be taken up before this.
    pub(super) fn not_before(&mut self, until: UnixMs) {
        self.not_before = Some(until);
    }

    /// Somebody is done.
    pub(super) fn done(&mut self, now: UnixMs) {
        if self.first.is_some() {
            self.further += 1;
        } else {
            self.before_first = self.waited;
        }
        self.between = self.waited.saturating_sub(self.before_first);
        self.first.get_or_insert(now);
        (self.last, self.not_before) = (Some(now), None);
    }

    /// When the last person was done.
    pub(super) fn last(&self) -> Option<UnixMs> {
        self.last
    }

    /// How long limits will have been waited for at that time, if the present wait lasts until then.
    pub(super) fn waited_by(&self, at: UnixMs) -> Duration {
        self.waited + self.wait.map_or(Duration::ZERO, |began| at.since(began))
    }

    /// How long one person takes; `None` until two are done. Nobody is done sooner than the pace lets them be taken up.
    pub(super) fn each(&self) -> Option<Duration> {
        let first = self.first?;
        let average =
            |at: UnixMs, further, waited| at.since(first).saturating_sub(waited).checked_div(further);
        let so_far = average(self.last?, self.further, self.between)?;
        let waited = self.waited.saturating_sub(self.before_first);
        let with_the_next = self.not_before.and_then(|until| average(until, self.further + 1, waited));
        Some(so_far.max(with_the_next.unwrap_or_default())).filter(|each| !each.is_zero())
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
