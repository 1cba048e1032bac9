//! How a person is reached, and on which kind of page.

super::words! {
    /// The layout that is driven.
    pub enum Surface {
        /// The desktop web page.
        Desktop => "desktop",
        /// The page that a phone gets.
        Mobile => "mobile",
    }
}

super::words! {
    /// What served the page (ui-evidence 0.1 and 4).
    pub enum FrontEnd {
        /// The older front end with artdeco classes and an `h1`.
        Ember => "ember",
        /// The React front end with hashed classes, `main#workspace` and no `h1`.
        Sdui => "sdui",
        /// Mobile web.
        Mwlite => "mwlite",
    }
}

super::words! {
    /// How the person is reached.
    pub enum Route {
        /// Their own address.
        Profile => "profile",
        /// People search among 1st-degree connections.
        Search => "search",
        /// My Network, Connections.
        Connections => "connections",
    }
}
