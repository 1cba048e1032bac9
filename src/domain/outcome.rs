//! What became of one person.

super::words! {
    /// What became of one person, from a closed set.
    pub enum Outcome {
        /// Proved gone on a fresh load.
        Removed => "removed",
        /// No longer followed, proved on a fresh load.
        Unfollowed => "unfollowed",
        /// The invitation was taken back, proved on a fresh load.
        Withdrawn => "withdrawn",
        /// Clicked, and not proved.
        Unconfirmed => "unconfirmed",
        /// Proved not to be a 1st-degree connection.
        NotConnected => "not_connected",
        /// No such profile. Final only when seen in two runs at least 24 h apart, since 404s can be passing.
        NotFound => "not_found",
        /// More than one person fits.
        Ambiguous => "ambiguous",
        /// The page is about somebody else than the roster says.
        Mismatch => "mismatch",
        /// On the keep list.
        Kept => "kept",
        /// A locator found nothing, or more than one element.
        ChangedPage => "changed_page",
        /// A dry run got as far as the point of no return.
        Rehearsed => "rehearsed",
        /// A passing fault before the commit (network, page load, driver); tried again in a later run, three times at most.
        Failed => "failed",
        /// Skipped by the user.
        Skipped => "skipped",
        /// Not reached yet.
        Pending => "pending",
    }
}

impl Outcome {
    /// Whether a human should look at this person: exit code 3 while there is one.
    /// (`not_found` counts until it is final; that takes the ledger to know.)
    #[must_use]
    pub fn needs_a_look(self) -> bool {
        matches!(
            self,
            Outcome::Unconfirmed
                | Outcome::Ambiguous
                | Outcome::Mismatch
                | Outcome::ChangedPage
                | Outcome::Failed
                | Outcome::NotFound
        )
    }

    /// Whether a later run leaves the person alone without being told to.
    /// `failed`, `changed_page`, `mismatch`, `ambiguous` and a first `not_found` are tried again by later runs.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(
            self,
            Outcome::Removed
                | Outcome::Unfollowed
                | Outcome::Withdrawn
                | Outcome::NotConnected
                | Outcome::Skipped
        )
    }
}
