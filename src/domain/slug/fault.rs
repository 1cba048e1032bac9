//! Why a text is no slug or profile address, and how to mend it.

/// Why a text is no slug or profile address. Its text form says what is wrong; [`SlugFault::help`] how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SlugFault {
    /// Nothing is there, or an address ends where the slug should be.
    #[error("there is no profile here: the part after `/in/` is missing")]
    Empty,
    /// `me` is whoever is signed in: the owner.
    #[error("`me` is not a profile of its own: it stands for whoever is signed in")]
    Me,
    /// `/in/unavailable/` is what LinkedIn shows for a profile that is gone.
    #[error("`unavailable` is LinkedIn's page for profiles that cannot be shown, not a person")]
    Unavailable,
    /// The address is on a host that is neither LinkedIn's nor the site's. Carries the host.
    #[error("`{0}` is not linkedin.com")]
    ForeignHost(String),
    /// The address carries a user name before its host, which hides where it leads.
    #[error("the address has a user name before its host (`…@`), which hides where it leads")]
    UserInfo,
    /// A short link (`lnkd.in`) does not say whom it leads to.
    #[error("a short link does not say whose profile it leads to")]
    ShortLink,
    /// Neither http nor https. Carries the scheme.
    #[error("`{0}:` is not the start of a web address")]
    Scheme(String),
    /// An address of LinkedIn that is not a person's profile. Carries what it is.
    #[error("this is {0}, not the profile of a person")]
    NotAProfile(&'static str),
    /// An old address (`/pub/…`) that cannot be turned into the present one without a guess.
    #[error("this old address (`/pub/…`) cannot be turned into the present one without a guess")]
    OldAddress,
    /// `urn:li:member:…` and its like.
    #[error("a member number (`urn:…`) is not a profile address")]
    Urn,
    /// An e-mail address.
    #[error("this is an e-mail address, not a profile")]
    Email,
    /// White space inside of the slug.
    #[error("there is white space inside of the slug")]
    WhiteSpace,
    /// A control character, or a mark that cannot be seen.
    #[error("there is an unseen character in it (U+{:04X})", u32::from(*.0))]
    Control(char),
    /// A character that no slug has.
    #[error("`{0}` cannot be part of a slug")]
    Character(char),
    /// A dash that is not the hyphen of addresses: a text program put it there.
    #[error("`{0}` (U+{code:04X}) is not the hyphen that addresses have", code = u32::from(*.0))]
    Dash(char),
    /// The sign that ended a sentence, at the end of an address.
    #[error("it ends with `{0}`, which is no part of an address")]
    Ending(char),
    /// One address runs into the next.
    #[error("two addresses stand here with nothing between them")]
    TwoAddresses,
    /// A slash that came out of the decoding.
    #[error("the slug holds an encoded slash (%2F)")]
    Slash,
    /// A `%` without two hexadecimal digits after it.
    #[error("a `%` in it is not followed by two hexadecimal digits")]
    Encoding,
    /// Percent-encoded bytes that are no UTF-8.
    #[error("its percent-encoded bytes are not UTF-8")]
    NotUtf8,
    /// More than 100 characters, after decoding. Carries how many.
    #[error("the slug is {0} characters long; LinkedIn allows 100")]
    TooLong(usize),
}

impl SlugFault {
    /// How to mend it, in one or two sentences.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            SlugFault::Empty => {
                "Write the profile's address (https://www.linkedin.com/in/jane-doe/) or only its slug (jane-doe)."
            }
            SlugFault::Me => "Nobody can remove themselves. Write the person's own address.",
            SlugFault::Unavailable => {
                "Find the person's present address on LinkedIn, or leave the URL empty and give the full name and company."
            }
            SlugFault::ForeignHost(_) => {
                "Only addresses on linkedin.com are taken. Copy the address of the profile from LinkedIn itself."
            }
            SlugFault::UserInfo => {
                "Remove everything up to and including the `@`, and check that linkedin.com is what is left."
            }
            SlugFault::ShortLink => "Open the link in a browser and copy the address that it leads to.",
            SlugFault::Scheme(_) => "Write the address with https://, or only the slug.",
            SlugFault::NotAProfile(_) => {
                "Open the person's profile and copy its address; it has `/in/` in it. Or leave the URL empty and give the full name and company."
            }
            SlugFault::OldAddress => {
                "Open it in a browser and copy the address that it leads to; that one has `/in/` in it."
            }
            SlugFault::Urn => {
                "Open the person's profile and copy its address, or leave the URL empty and give the full name and company."
            }
            SlugFault::Email => {
                "Put it in the column `Email Address`, and the profile's address in the column `url`."
            }
            SlugFault::WhiteSpace => {
                "If this is a name, put it in the column `name`. If it is an address, remove the space."
            }
            SlugFault::Control(_) => {
                "Type this part again; copying from a page or a document brings such characters along."
            }
            SlugFault::Character(_) => "Copy the address of the profile again. One cell holds one address.",
            SlugFault::Dash(_) => {
                "Write the hyphen of the keyboard (`-`), or copy the address again from the browser's address bar."
            }
            SlugFault::TwoAddresses => "Write each of them on a line of its own.",
            SlugFault::Ending(_) => "Take it off, or copy the address again from the browser's address bar.",
            SlugFault::Slash | SlugFault::Encoding | SlugFault::NotUtf8 => {
                "Copy the address of the profile again from the browser's address bar."
            }
            SlugFault::TooLong(_) => "Check whether two addresses ran together in one cell.",
        }
    }
}
