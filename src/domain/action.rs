//! What is to be done with a person.

super::words! {
    /// What a roster row asks for.
    pub enum Action {
        /// End the connection. Cannot be undone.
        Remove => "remove",
        /// Stop following, stay connected.
        Unfollow => "unfollow",
        /// Take back a pending invitation.
        Withdraw => "withdraw",
    }
}
