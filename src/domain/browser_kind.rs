//! Which browser is driven.

super::words! {
    /// Which browser is driven.
    pub enum BrowserKind {
        /// Chromium or Chrome, by chromedriver.
        Chromium => "chromium",
        /// Firefox, by geckodriver. Desktop surface only: its windows cannot be as narrow as a phone.
        Firefox => "firefox",
    }
}
