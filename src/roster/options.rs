//! What the user says of a list beside its name.

use url::Url;

use super::said::Columns;

/// What the user says of a list of people.
#[derive(Debug, Clone, Default)]
pub struct ListOptions {
    /// A site whose addresses are taken too, such as the practice site's.
    pub site: Option<Url>,
    /// The sheet of a spreadsheet that has the list.
    pub sheet: Option<String>,
    /// Which column is which.
    pub columns: Option<Columns>,
}

impl ListOptions {
    /// Nothing but a site.
    #[must_use]
    pub fn at(site: Option<&Url>) -> ListOptions {
        ListOptions { site: site.cloned(), ..ListOptions::default() }
    }
}
