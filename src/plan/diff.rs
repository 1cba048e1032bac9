//! What changed between an older export and this one: who came, who left, who has another position or company.

use std::collections::HashMap;

use url::Url;

use super::error::PlanError;
use super::export::{Connection, Export, Identity};
use super::short_hash::short_hash;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Difference {
    /// In the new export and not in the old one.
    Came(Who),
    /// In the old export and not in the new one: removed by either side, or an account that was closed.
    Left(Who),
    /// In both, with another position or company.
    Changed {
        /// As the new export has them.
        now: Who,
        /// The company in the old export.
        company_before: String,
        /// The position in the old export.
        position_before: String,
    },
}

/// Somebody, in the words of an export.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Who {
    /// The line of the export that has them.
    pub line: u64,
    /// The name.
    pub name: String,
    /// The address as written.
    pub url: String,
    /// The company.
    pub company: String,
    /// The position.
    pub position: String,
    /// The day of the connection, if it can be read.
    pub connected_on: Option<String>,
}

/// How many differences there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Differences {
    /// People who came.
    pub came: u64,
    /// People who left.
    pub left: u64,
    /// People with another position or company.
    pub changed: u64,
}

impl Who {
    fn of(connection: &Connection) -> Who {
        Who {
            line: connection.line,
            name: connection.name.clone(),
            url: connection.url.clone(),
            company: connection.company.clone(),
            position: connection.position.clone(),
            connected_on: connection.connected_on.map(|day| day.to_string()),
        }
    }
}

#[derive(Clone, Copy)]
struct Then {
    details: u64,
    still_there: bool,
}

/// Compares two exports and hands each difference to `sink`: first those who came, in the order of the new export, then
/// those who left or changed, in the order of the old one.
///
/// People are told apart by their slug; where one of the exports has no column for it (before 2021), by their name, and
/// then two people of one name count as one.
///
/// # Errors
/// What `sink` returns; [`PlanError::List`] if an export cannot be read any more.
pub fn compare(
    old: &mut Export,
    new: &mut Export,
    sink: &mut dyn FnMut(Difference) -> Result<(), PlanError>,
) -> Result<Differences, PlanError> {
    let by_name = !old.has_urls() || !new.has_urls();
    let site = old.site().or(new.site()).cloned();
    let key = |connection: &Connection| key(connection, site.as_ref(), by_name);
    let mut then: HashMap<u64, Then> = HashMap::new();
    old.for_each(|connection, _, _| {
        then.entry(key(connection)).or_insert(Then { details: details(connection), still_there: false });
        Ok(())
    })?;
    let mut count = Differences::default();
    let mut changed: HashMap<u64, Who> = HashMap::new();
    new.for_each(|connection, _, _| {
        let key = key(connection);
        let Some(then) = then.get_mut(&key) else {
            count.came += 1;
            return sink(Difference::Came(Who::of(connection)));
        };
        if !then.still_there && then.details != details(connection) {
            changed.insert(key, Who::of(connection));
        }
        then.still_there = true;
        Ok(())
    })?;
    old.for_each(|connection, _, _| {
        let key = key(connection);
        // Taken out, so that a second row of the same person says nothing.
        let Some(Then { still_there, .. }) = then.remove(&key) else { return Ok(()) };
        if !still_there {
            count.left += 1;
            return sink(Difference::Left(Who::of(connection)));
        }
        let Some(now) = changed.remove(&key) else { return Ok(()) };
        count.changed += 1;
        sink(Difference::Changed {
            now,
            company_before: connection.company.clone(),
            position_before: connection.position.clone(),
        })
    })?;
    Ok(count)
}

fn key(connection: &Connection, site: Option<&Url>, by_name: bool) -> u64 {
    let identity = Identity::of(connection, site);
    match identity.slug() {
        Ok(Some(slug)) if !by_name => short_hash(("slug", slug.as_str())),
        _ => short_hash(("name", identity.name().map_or(connection.name.as_str(), |name| name.key()))),
    }
}

fn details(connection: &Connection) -> u64 {
    short_hash((super::fold::fold(&connection.company), super::fold::fold(&connection.position)))
}
