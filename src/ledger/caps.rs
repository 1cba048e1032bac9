//! What is counted, in which rolling windows, up to which caps, and how full a window is. The numbers come from `pace`; nothing is
//! decided here.

use std::time::Duration;

use crate::domain::{Action, UnixMs};

crate::domain::words! {
    /// A thing that is counted against caps.
    pub enum Meter {
        /// Intents to remove, whatever became of them.
        Removals => "removals",
        /// Intents to unfollow.
        Unfollows => "unfollows",
        /// Intents to withdraw an invitation.
        Withdrawals => "withdrawals",
        /// Page loads and batches of lists.
        PageViews => "page_views",
    }
}

impl From<Action> for Meter {
    fn from(action: Action) -> Meter {
        match action {
            Action::Remove => Meter::Removals,
            Action::Unfollow => Meter::Unfollows,
            Action::Withdraw => Meter::Withdrawals,
        }
    }
}

impl Meter {
    /// The action whose intents this meter counts; `None` for page views.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| Meter::from(*action) == self)
    }
}

crate::domain::words! {
    /// A rolling window: it ends now and is not aligned to midnight.
    pub enum Window {
        /// Any 24 hours.
        Day => "24h",
        /// Any 7 days.
        Week => "7d",
        /// Any 30 days.
        Month => "30d",
    }
}

impl Window {
    /// How long the window is.
    #[must_use]
    pub fn span(self) -> Duration {
        let days = match self {
            Window::Day => 1,
            Window::Week => 7,
            Window::Month => 30,
        };
        Duration::from_secs(days * 24 * 60 * 60)
    }
}

/// The caps of one meter, one for each window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerWindow {
    /// In any 24 hours.
    pub day: u32,
    /// In any 7 days.
    pub week: u32,
    /// In any 30 days.
    pub month: u32,
}

impl PerWindow {
    /// No cap.
    pub const UNLIMITED: PerWindow = PerWindow { day: u32::MAX, week: u32::MAX, month: u32::MAX };

    /// The cap of one window.
    #[must_use]
    pub fn of(self, window: Window) -> u32 {
        match window {
            Window::Day => self.day,
            Window::Week => self.week,
            Window::Month => self.month,
        }
    }
}

/// The caps in force at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Intents to remove.
    pub removals: PerWindow,
    /// Intents to unfollow.
    pub unfollows: PerWindow,
    /// Intents to withdraw.
    pub withdrawals: PerWindow,
    /// Page views.
    pub page_views: PerWindow,
}

impl Caps {
    /// No caps at all: practice with `--no-limits`.
    pub const UNLIMITED: Caps = Caps {
        removals: PerWindow::UNLIMITED,
        unfollows: PerWindow::UNLIMITED,
        withdrawals: PerWindow::UNLIMITED,
        page_views: PerWindow::UNLIMITED,
    };

    /// The caps of one meter.
    #[must_use]
    pub fn of(&self, meter: Meter) -> PerWindow {
        match meter {
            Meter::Removals => self.removals,
            Meter::Unfollows => self.unfollows,
            Meter::Withdrawals => self.withdrawals,
            Meter::PageViews => self.page_views,
        }
    }
}

/// How full one window of one meter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Gauge {
    /// What is counted.
    pub meter: Meter,
    /// In which window.
    pub window: Window,
    /// How many lie in the window now.
    pub used: u64,
    /// How many may.
    pub max: u32,
    /// When the wall clock shows that there is room again; `None` while there is room, and where time alone makes none.
    pub frees_at: Option<UnixMs>,
}

/// How full every window is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// One for each meter and window, meters in their order, the shortest window first.
    pub windows: Vec<Gauge>,
}
