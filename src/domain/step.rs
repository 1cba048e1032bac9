//! The steps of one removal and what can go wrong in each: one stable name for every failing step, the same in ledger,
//! log, report and docs.

super::words! {
    /// A step in the life of one removal.
    pub enum Step {
        /// Calendar, budgets, pace.
        Allow => "allow",
        /// The page load.
        Open => "open",
        /// Slug, name and degree against the roster.
        Identify => "identify",
        /// The row or card of the person in a list.
        Pick => "pick",
        /// The overflow button and its menu.
        Menu => "menu",
        /// The remove item, found and checked.
        Find => "find",
        /// Keep list, intent, and the click that cannot be taken back.
        Commit => "commit",
        /// The dialog, if one comes.
        Confirm => "confirm",
        /// The fresh load that proves what happened.
        Verify => "verify",
        /// Writing the outcome down.
        Record => "record",
    }
}

super::words! {
    /// Why a step did not do what it should.
    pub enum Reason {
        /// Nothing on the page fits the locator.
        NotFound => "not_found",
        /// More than one element fits the locator.
        NotUnique => "not_unique",
        /// The element is there and not visible.
        NotVisible => "not_visible",
        /// The element is there and disabled.
        NotEnabled => "not_enabled",
        /// The element keeps moving.
        NotStable => "not_stable",
        /// A click at its middle would land on something else.
        Covered => "covered",
        /// The element is outside of its scope.
        OutOfScope => "out_of_scope",
        /// The page is about somebody else.
        WrongPerson => "wrong_person",
        /// The guard in the page swallowed the click.
        Swallowed => "swallowed",
        /// The page shows nothing that can be read.
        Unreadable => "unreadable",
        /// A page load or a wait took too long.
        Timeout => "timeout",
        /// The driver or the browser is gone.
        DriverLost => "driver_lost",
        /// The network or the site did not answer.
        Network => "network",
        /// The site showed an error.
        SiteError => "site_error",
        /// The path rests on a guess, and guesses are not allowed here.
        Guessed => "guessed",
        /// Nothing proved what happened.
        NoProof => "no_proof",
        /// On the keep list.
        Kept => "kept",
        /// It cannot be told whether a line of the keep list keeps them.
        CannotTell => "cannot_tell",
    }
}

/// A step with the reason why it failed; its text form (`menu.not_found`) is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StepFault {
    /// Where in the life of the removal.
    pub step: Step,
    /// Why.
    pub reason: Reason,
}

impl std::fmt::Display for StepFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.step, self.reason)
    }
}
