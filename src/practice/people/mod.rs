//! The invented people of the practice site: who they are, and what the owner's network knows of them.

pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod generate;
mod pools;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// An invitation that the owner sent and that is not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// How many weeks ago it was sent.
    pub weeks_ago: u32,
}

/// One invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The part of their address after `/in/`, decoded and in lower case.
    pub slug: String,
    /// The name as the pages show it, with emoji, pronouns or letters after it where they use them.
    pub name: String,
    /// The first name as the export has it.
    pub first: String,
    /// The last name as the export has it.
    pub last: String,
    /// The name as the roster and the export write it.
    pub roster_name: String,
    /// The line under the name.
    pub headline: String,
    /// Where they work.
    pub company: String,
    /// What they do there.
    pub position: String,
    /// Where they live.
    pub location: String,
    /// Their member id, `ACo…`.
    pub member_id: String,
    /// Their number as a member, as in `data-member-id`.
    pub member_number: u64,
    /// Whether they are a connection of the owner.
    pub connected: bool,
    /// 2 or 3: how far away they are when they are not connected.
    pub degree: u8,
    /// Whether the owner follows them.
    pub following: bool,
    /// The owner's unanswered invitation to them.
    pub invitation: Option<Invitation>,
    /// The day of the connection: year, month, day.
    pub connected_on: (i16, i8, i8),
    /// Their address, for the few who show it.
    pub email: Option<String>,
    /// Whether the profile does not exist any more.
    pub gone: bool,
    /// Whether the person belongs to the network that the site was started with.
    pub in_network: bool,
}

/// What is left as it is in an address: letters, digits and the unreserved marks.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'=')
    .add(b'[')
    .add(b']')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Encodes a text for a path or a query of an address.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ADDRESS).to_string()
}

/// Brings the slug of an address to the form that is compared: decoded, NFC, lower case. Member ids keep their case.
pub(crate) fn normal_slug(text: &str) -> String {
    let decoded: String = percent_decode_str(text.trim_matches('/')).decode_utf8_lossy().nfc().collect();
    if is_member_id(&decoded) { decoded } else { decoded.to_lowercase() }
}

/// Whether the text is a member id in the place of a slug.
pub(crate) fn is_member_id(text: &str) -> bool {
    text.len() > 20 && (text.starts_with("ACo") || text.starts_with("ACw"))
}

impl Person {
    /// The path of the profile, `/in/SLUG/`, percent-encoded.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/in/{}/", encode(&self.slug))
    }

    /// The address that a roster has for the person.
    #[must_use]
    pub fn roster_url(&self) -> String {
        format!("https://www.linkedin.com/in/{}/", encode(&self.slug))
    }

    /// The first word of the shown name.
    pub(crate) fn short_name(&self) -> &str {
        if self.first.is_empty() {
            self.name.split_whitespace().next().unwrap_or(&self.name)
        } else {
            &self.first
        }
    }

    /// The school that their card shows beside the company.
    pub(crate) fn school(&self) -> &'static str {
        let at = usize::try_from(self.stable() / 11).unwrap_or_default();
        pools::SCHOOLS[at % pools::SCHOOLS.len()]
    }

    /// A number that stays the same for the person, for what varies from one person to the next.
    pub(crate) fn stable(&self) -> u64 {
        self.slug
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
            >> 7
    }

    /// Up to two first letters, for the picture that nobody has here.
    pub(crate) fn initials(&self) -> String {
        let letter = |text: &str| text.chars().find(|c| c.is_alphabetic());
        [&self.first, &self.last].iter().filter_map(|part| letter(part)).collect()
    }
}

/// Whether a text typed into a search box fits a name: each word typed starts a word of the name.
pub(crate) fn fits(name: &str, typed: &str) -> bool {
    let folded = |text: &str| -> Vec<String> {
        text.nfkd()
            .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
            .collect::<String>()
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let words = folded(name);
    folded(typed).iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted.as_str())))
}
