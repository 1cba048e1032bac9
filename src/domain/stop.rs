//! What ends a run early.

super::words! {
    /// A page that ends the run (ui-evidence 5).
    pub enum StopSign {
        /// Sign-in page or authwall.
        SignedOut => "signed_out",
        /// A check that only a human may answer.
        Challenge => "challenge",
        /// The account was restricted.
        Restriction => "restriction",
        /// Too many requests.
        Throttled => "throttled",
        /// A notice that some limit of the site was reached.
        LimitNotice => "limit_notice",
    }
}

super::words! {
    /// Why a run ended before its roster did: `stopped_by` in the summary.
    pub enum StoppedBy {
        /// `--limit` was reached.
        Limit => "limit",
        /// A budget is spent.
        Budget => "budget",
        /// Outside the active hours.
        Hours => "hours",
        /// A cool-down is in force.
        Cooldown => "cooldown",
        /// Nobody is signed in.
        SignedOut => "signed_out",
        /// Another member than the ledger's owner is signed in.
        Owner => "owner",
        /// A challenge page.
        Challenge => "challenge",
        /// A restriction page.
        Restriction => "restriction",
        /// The breaker.
        Breaker => "breaker",
        /// One's own profile, by which it is told who is signed in, does not fit the selector files.
        ChangedPage => "changed_page",
        /// The browser or its driver.
        Browser => "browser",
        /// The site is not reached: another host answers in its place.
        Outage => "outage",
        /// The state folder.
        State => "state",
        /// The keep list protects less than when the run was confirmed.
        Protection => "protection",
        /// SIGINT or SIGTERM.
        Interrupted => "interrupted",
    }
}

impl StopSign {
    /// The entry in the summary's `stopped_by` for a run that this sign ended.
    #[must_use]
    pub fn stopped_by(self) -> StoppedBy {
        match self {
            StopSign::SignedOut => StoppedBy::SignedOut,
            StopSign::Challenge => StoppedBy::Challenge,
            StopSign::Restriction => StoppedBy::Restriction,
            StopSign::Throttled | StopSign::LimitNotice => StoppedBy::Cooldown,
        }
    }
}
