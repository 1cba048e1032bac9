//! What the roster or the export says of people, kept so that reports and `reinvite` know whom it was about.

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::open::Ledger;
use crate::domain::{PersonKey, Slug, UnixMs};

/// What is known of a person apart from what was done; each as the roster or the export wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct PersonFacts {
    /// Full name.
    pub name: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Position at the company.
    pub position: Option<String>,
    /// Email address, which the export has for a few.
    pub email: Option<String>,
    /// The day the connection was made.
    pub connected_on: Option<String>,
    /// Location.
    pub location: Option<String>,
    /// Why the person is in the roster.
    pub reason: Option<String>,
    /// The user's own note.
    pub note: Option<String>,
}

/// A person with the key that the ledger files them under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// The key.
    pub key: PersonKey,
    /// The slug, where the roster has one.
    pub slug: Option<Slug>,
    /// What else is known.
    pub facts: PersonFacts,
}

const UPSERT: &str = "INSERT INTO person (key, slug, name, company, position, email, connected_on, location, reason, note, first_seen_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
     ON CONFLICT (key) DO UPDATE SET slug = coalesce(excluded.slug, slug), name = coalesce(excluded.name, name), \
     company = coalesce(excluded.company, company), position = coalesce(excluded.position, position), \
     email = coalesce(excluded.email, email), connected_on = coalesce(excluded.connected_on, connected_on), \
     location = coalesce(excluded.location, location), reason = coalesce(excluded.reason, reason), \
     note = coalesce(excluded.note, note)";

impl Ledger {
    /// Remembers people in one transaction. What is told anew replaces what was known; what is not told stays.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn remember_people<'a>(
        &self,
        people: impl IntoIterator<Item = &'a PersonRecord>,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let mut upsert = tx.prepare_cached(UPSERT)?;
            for person in people {
                let facts = &person.facts;
                upsert.execute((
                    person.key.as_str(),
                    person.slug.as_ref().map(Slug::as_str),
                    &facts.name,
                    &facts.company,
                    &facts.position,
                    &facts.email,
                    &facts.connected_on,
                    &facts.location,
                    &facts.reason,
                    &facts.note,
                    moment.at.0,
                ))?;
            }
            Ok(())
        })
    }

    /// Remembers one person.
    ///
    /// # Errors
    /// As [`Ledger::remember_people`].
    pub fn remember_person(&self, person: &PersonRecord, now: UnixMs) -> Result<(), LedgerError> {
        self.remember_people([person], now)
    }

    /// Every name that is known, the owner's among them.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn names(&self) -> Result<Vec<String>, LedgerError> {
        self.read(|conn| {
            let sql = "SELECT name FROM person WHERE name IS NOT NULL UNION SELECT name FROM owner WHERE name IS NOT NULL";
            let mut select = conn.prepare_cached(sql)?;
            let rows = select.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The keys under which a slug is known: its own, and those of people without a URL in the roster whose page was
    /// found to have it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn keys_of_slug(&self, slug: &Slug) -> Result<Vec<PersonKey>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT key FROM person WHERE key = ?1 UNION \
                 SELECT p.key FROM attempt a JOIN person p ON p.id = a.person WHERE a.pinned_slug = ?1",
            )?;
            let rows = select.query_map([slug.as_str()], |row| row.get(0).map(PersonKey))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// The row of a person, if there is one.
pub(super) fn find(conn: &Connection, key: &PersonKey) -> Result<Option<i64>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT id FROM person WHERE key = ?1")?;
    Ok(select.query_row([key.as_str()], |row| row.get(0)).optional()?)
}

/// The rows under which the same page was filed besides this one: a row of the roster may have a member id, another one a
/// slug, a third a name alone, and all three may be one human.
pub(super) fn others_of_page(conn: &Connection, person: i64, page: &Slug) -> Result<Vec<i64>, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT id FROM person WHERE key = ?2 AND id <> ?1 UNION \
         SELECT person FROM attempt WHERE pinned_slug = ?2 AND person <> ?1",
    )?;
    let rows = select.query_map((person, page.as_str()), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The row of a person, made with nothing but the key where there is none.
pub(super) fn find_or_add(conn: &Connection, key: &PersonKey, at: UnixMs) -> Result<i64, LedgerError> {
    if let Some(id) = find(conn, key)? {
        return Ok(id);
    }
    conn.prepare_cached("INSERT INTO person (key, first_seen_at) VALUES (?1, ?2)")?
        .execute((key.as_str(), at.0))?;
    Ok(conn.last_insert_rowid())
}
