//! The slug of a profile: the part of its address after `/in/`.

/// A normalised slug: decoded, NFC, lower case (member ids keep their case), no slash, no query. Compared whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Why a text is no slug or profile address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a profile address")]
pub struct SlugFault;

impl Slug {
    /// Reads a slug, an address of a profile, or its path.
    ///
    /// # Errors
    /// [`SlugFault`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Slug, SlugFault> {
        let _ = text;
        Err(SlugFault)
    }

    /// The normalised slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a member id (`ACo…`, `ACw…`), which is resolved by loading it.
    #[must_use]
    pub fn is_member_id(&self) -> bool {
        false
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}
