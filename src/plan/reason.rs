//! Why somebody leaves the network: the closed set of the guide in docs/network.md.

crate::domain::words! {
    /// Why a person is chosen.
    pub enum RemovalReason {
        /// Their field, or one's own, has moved on: there is nothing left in common at work.
        Irrelevant => "irrelevant",
        /// Unasked advertising, job posts sent to everybody, requests without a word.
        Spam => "spam",
        /// The profile says what is not so.
        Misrepresentation => "misrepresentation",
        /// One's own career has turned elsewhere.
        CareerChange => "career-change",
        /// Disrespect, quarrels, content that does not belong there.
        Conduct => "conduct",
        /// Doubts about what they do with what one shares.
        Privacy => "privacy",
        /// Nothing has come from either side in years.
        Inactive => "inactive",
        /// None of these; the note says what.
        Other => "other",
    }
}

impl RemovalReason {
    /// The reason in a few plain words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            RemovalReason::Irrelevant => "nothing left in common at work",
            RemovalReason::Spam => "unasked advertising or messages sent to everybody",
            RemovalReason::Misrepresentation => "the profile says what is not so",
            RemovalReason::CareerChange => "one's own career has turned elsewhere",
            RemovalReason::Conduct => "disrespect, quarrels, content that does not belong there",
            RemovalReason::Privacy => "doubts about what they do with what one shares",
            RemovalReason::Inactive => "nothing from either side in years",
            RemovalReason::Other => "something else; see the note",
        }
    }
}
