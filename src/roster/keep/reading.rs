//! What the lines of a keep list are read into, whatever way they are written.

use std::ops::Range;

use super::super::read::ReadSlug;
use super::list::KeepList;
use super::way::Subject;
use crate::domain::{Person, SlugFault};
use crate::faults::{Fault, Faults};

/// What an entry is read into.
pub(super) struct Reading<'a> {
    pub(super) list: KeepList,
    pub(super) faults: Faults,
    pub(super) read_slug: ReadSlug<'a>,
}

/// `slug:`, `name:` or `company:` and what follows.
pub(super) fn split_prefix(entry: &str) -> Option<(Subject, &str)> {
    let (prefix, pattern) = entry.split_once(':')?;
    let subject = match prefix.trim().to_ascii_lowercase().as_str() {
        "slug" => Subject::Slug,
        "name" => Subject::Name,
        "company" => Subject::Company,
        _ => return None,
    };
    Some((subject, pattern.trim()))
}

/// Where an entry stands.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) line: u64,
    /// The whole line, as a hit shows it.
    pub(super) text: &'a str,
    pub(super) span: Range<usize>,
}

impl Place<'_> {
    pub(super) fn fault(&self, code: &'static str, message: &str, label: &str, help: &str) -> Fault {
        Fault {
            code,
            message: message.to_owned(),
            span: Some(self.span.clone()),
            label: label.to_owned(),
            help: help.to_owned(),
            warning: false,
        }
    }

    pub(super) fn bad_slug(&self, fault: &SlugFault) -> Fault {
        self.fault(
            "keep.url",
            &fault.to_string(),
            "expected the address or the slug of a profile",
            fault.help(),
        )
    }
}

pub(super) fn nobody() -> Person {
    Person { slug: None, name: None, company: None, location: None }
}
