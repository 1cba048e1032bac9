//! A person to act on, as far as the roster knows them.

use super::{PersonName, Slug};

/// A person as the roster describes them. At least one of slug and name is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The part of the profile address after `/in/`.
    pub slug: Option<Slug>,
    /// The full name as written in the roster.
    pub name: Option<PersonName>,
    /// Company, used to tell people of one name apart.
    pub company: Option<String>,
    /// Location, used to tell people of one name apart.
    pub location: Option<String>,
}

impl Person {
    /// The key under which the ledger keeps this person.
    #[must_use]
    pub fn key(&self) -> PersonKey {
        match (&self.slug, &self.name) {
            (Some(slug), _) => PersonKey(slug.as_str().to_owned()),
            (None, Some(name)) => {
                let company = self.company.as_deref().unwrap_or("").trim().to_lowercase();
                PersonKey(format!("name:{}|{company}", name.match_key()))
            }
            (None, None) => PersonKey("nobody".to_owned()),
        }
    }
}

/// What the ledger files a person under: the slug, or for a row without a URL `name:` with the normalised name and company.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey(pub String);

impl PersonKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}
