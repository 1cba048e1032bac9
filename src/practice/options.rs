//! What the practice site is started with.

use std::fmt;
use std::str::FromStr;

use super::faults::FaultSpec;
use super::lang;

/// Which front end serves the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontEndChoice {
    /// The older pages: artdeco classes, `h1`, `data-member-id`.
    Ember,
    /// The newer pages: hashed classes, `main#workspace`, `componentkey`, no `h1`.
    Sdui,
    /// Profiles by person, one or the other, always the same for one person; lists in the older front end.
    Mixed,
}

/// How the site asks before it removes somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKind {
    /// What the front end is known or thought to do: ARIA in Ember, native in SDUI.
    Default,
    /// A native `<dialog>`.
    Native,
    /// An element with `role=dialog`, in Ember inside `#artdeco-modal-outlet`.
    Aria,
    /// Inside the open shadow root of `#interop-outlet`.
    Shadow,
    /// No dialog at all: the menu item removes at once.
    None,
    /// The front end's own kind, 1,500 ms late.
    Late,
}

macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal,)+ }) => {
        impl $name {
            /// Every choice, in its documented order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word used for it on the command line.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $name::ALL.iter().copied().find(|w| w.as_str() == text).ok_or_else(|| {
                    let all: Vec<&str> = $name::ALL.iter().map(|w| w.as_str()).collect();
                    format!("`{text}` is none of: {}", all.join(", "))
                })
            }
        }
    };
}

words!(FrontEndChoice { Ember => "ember", Sdui => "sdui", Mixed => "mixed", });
words!(DialogKind { Default => "default", Native => "native", Aria => "aria", Shadow => "shadow", None => "none", Late => "late", });

/// Everything that can be chosen when the site is started. The faults can be changed later, the rest cannot.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many people the owner's network holds, besides the demo cast.
    pub people: usize,
    /// The seed of the people; the same seed gives the same people.
    pub seed: u64,
    /// Which front end serves the pages.
    pub front_end: FrontEndChoice,
    /// The language of the pages: one of [`Options::languages`] or [`Options::made_up_languages`].
    pub lang: String,
    /// How long, in milliseconds, before a menu and before a dialog appears.
    pub delay_ms: u64,
    /// The faults in force from the start.
    pub faults: Vec<FaultSpec>,
    /// How the site asks before it removes somebody.
    pub dialog: DialogKind,
    /// Whether the sign-in form must be used. Otherwise a browser without the cookie is signed in on its first page.
    pub require_sign_in: bool,
    /// Whether the twelve people of the demo are in the network, before all others.
    pub demo_cast: bool,
    /// Whether a phone is led to the mobile pages.
    pub mobile_pages: bool,
    /// The seed by which the pages are changed as a site changes its own; `None` leaves them as they are known.
    pub redesign: Option<u64>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            people: 60,
            seed: 1,
            front_end: FrontEndChoice::Ember,
            lang: "en".to_owned(),
            delay_ms: 0,
            faults: Vec::new(),
            dialog: DialogKind::Default,
            require_sign_in: false,
            demo_cast: false,
            mobile_pages: true,
            redesign: None,
        }
    }
}

impl Options {
    /// The languages that the pages can be served in.
    #[must_use]
    pub fn languages() -> Vec<&'static str> {
        lang::CODES.to_vec()
    }

    /// Languages that are made up, for which there is no file of texts: what a user sees whose language is not known yet.
    #[must_use]
    pub fn made_up_languages() -> Vec<&'static str> {
        lang::MADE_UP.to_vec()
    }
}
