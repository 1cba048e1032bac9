//! What the ledger knows that protects: under which slugs and names somebody was seen before, which company a roster or export
//! told, whom the user released, and about whom a keep list could not be told.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::digest::Digest;
use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use super::{people, word};
use crate::domain::{
    Action, KnownBefore, Outcome, PageText, PersonKey, PersonName, Remembered, Slug, UnixMs,
};

/// A run that left somebody alone for a keep list's sake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBefore {
    /// The run.
    pub run: Option<RunId>,
    /// Which line it was, in the run's words.
    pub detail: String,
}

/// Under which numbers somebody is filed: a row of the roster may have a member id, another one a slug, a third a name alone.
fn ids_of(conn: &Connection, key: &PersonKey, slug: Option<&Slug>) -> Result<Vec<i64>, LedgerError> {
    let mut ids = conn.prepare_cached(
        "SELECT id FROM person WHERE key = ?1 OR key = ?2 UNION SELECT person FROM attempt WHERE pinned_slug = ?2",
    )?;
    let rows = ids.query_map((key.as_str(), slug.map(Slug::as_str)), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is known of whoever is filed under these numbers.
fn known_of(conn: &Connection, ids: &[i64]) -> Result<KnownBefore, LedgerError> {
    let mut known = KnownBefore::default();
    let (mut slugs, mut names) = (Vec::<String>::new(), Vec::<String>::new());
    for id in ids {
        let mut person = conn.prepare_cached("SELECT slug, name, company FROM person WHERE id = ?1")?;
        let (slug, name, company): (Option<String>, Option<String>, Option<String>) =
            person.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        slugs.extend(slug);
        names.extend(name);
        known.companies.extend(company.filter(|company| !company.trim().is_empty()));
        let mut seen = conn.prepare_cached(
            "SELECT pinned_slug, seen_name FROM attempt WHERE person = ?1 UNION \
             SELECT pinned_slug, seen_name FROM rehearsal WHERE person = ?1",
        )?;
        let seen = seen.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for pair in seen {
            let (slug, name) = pair?;
            slugs.push(slug);
            names.push(name);
        }
        let mut shown = conn.prepare_cached("SELECT what, text FROM shown WHERE person = ?1")?;
        let shown = shown.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for pair in shown {
            let (what, text) = pair?;
            match what.as_str() {
                "slug" => slugs.push(text),
                "name" => names.push(text),
                "company" => known.companies.push(text),
                _ => known.headlines.push(text),
            }
        }
        let mut released = conn.prepare_cached("SELECT 1 FROM released WHERE person = ?1")?;
        known.released |= released.exists([id])?;
    }
    slugs.sort_unstable();
    slugs.dedup();
    names.sort_unstable();
    names.dedup();
    known.slugs = slugs.iter().filter_map(|slug| Slug::parse(slug).ok()).collect();
    known.names = names.iter().filter_map(|name| PersonName::new(name)).collect();
    Ok(known)
}

/// Why it cannot be told whether a keep list keeps somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided<'a> {
    /// Why, in a sentence.
    pub detail: &'a str,
    /// Whether their own page was read and named no employer.
    pub looked: bool,
}

impl Ledger {
    /// What is known of whoever is filed under `key` or was ever seen on the page `slug`.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn known_before(&self, key: &PersonKey, slug: Option<&Slug>) -> Result<KnownBefore, LedgerError> {
        self.read(|conn| known_of(conn, &ids_of(conn, key, slug)?))
    }

    /// What is known of everybody, as [`Ledger::known_before`] tells it of one.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn remembered(&self) -> Result<Remembered, LedgerError> {
        self.read(|conn| {
            let one_view = conn.unchecked_transaction()?;
            let mut people = one_view.prepare_cached("SELECT id, key FROM person")?;
            let people = people.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let people: Vec<(i64, String)> = people.collect::<Result<_, _>>()?;
            let mut remembered = Remembered::default();
            for (id, key) in people {
                let mut pages =
                    one_view.prepare_cached("SELECT pinned_slug FROM attempt WHERE person = ?1")?;
                let pages = pages.query_map([id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
                remembered.add([key].into_iter().chain(pages), known_of(&one_view, &[id])?);
            }
            Ok(remembered)
        })
    }

    /// Everybody whom the ledger knows by slug, name or company.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn everybody_known(&self) -> Result<Vec<KnownBefore>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.slug, p.name, p.company, a.pinned_slug, a.seen_name FROM person p \
                 LEFT JOIN attempt a ON a.person = p.id",
            )?;
            let rows = select.query_map([], |row| {
                let text = |at| row.get::<_, Option<String>>(at);
                Ok(([text(0)?, text(3)?], [text(1)?, text(4)?], text(2)?))
            })?;
            let mut known = Vec::new();
            for row in rows {
                let (slugs, names, company) = row?;
                known.push(KnownBefore {
                    slugs: slugs.iter().flatten().filter_map(|slug| Slug::parse(slug).ok()).collect(),
                    names: names.iter().flatten().filter_map(|name| PersonName::new(name)).collect(),
                    companies: company.into_iter().collect(),
                    headlines: Vec::new(),
                    released: false,
                });
            }
            Ok(known)
        })
    }

    /// Remembers what the page of somebody showed whom a keep list keeps for its sake: so that everything that tells who is kept
    /// knows it as well, and no later run opens the page only to find the same.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_shown(
        &self,
        key: &PersonKey,
        page: (&Slug, &str),
        headlines: &[PageText],
        employers: &[PageText],
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            let mut insert =
                tx.prepare_cached("INSERT OR IGNORE INTO shown (person, what, text) VALUES (?1, ?2, ?3)")?;
            insert.execute((person, "slug", page.0.as_str()))?;
            insert.execute((person, "name", page.1))?;
            for headline in headlines {
                insert.execute((person, "headline", headline.clone().into_field()))?;
            }
            for employer in employers {
                insert.execute((person, "company", employer.clone().into_field()))?;
            }
            Ok(())
        })
    }

    /// The last time that a run left somebody alone for a keep list's sake, unless the user has released them since. What is
    /// released, and kept again later, counts again.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn kept_before(
        &self,
        key: &PersonKey,
        slug: Option<&Slug>,
    ) -> Result<Option<KeptBefore>, LedgerError> {
        self.read(|conn| {
            let mut last: Option<(i64, KeptBefore)> = None;
            for id in ids_of(conn, key, slug)? {
                let mut select = conn.prepare_cached(
                    "SELECT e.id, e.run, e.detail FROM event e LEFT JOIN released r ON r.person = e.person \
                     WHERE e.person = ?1 AND e.outcome = ?2 AND (r.at IS NULL OR e.at > r.at) ORDER BY e.id DESC LIMIT 1",
                )?;
                let found = select.query_row((id, Outcome::Kept.as_str()), |row| {
                    let run = row.get::<_, Option<i64>>(1)?.map(RunId);
                    Ok((row.get(0)?, KeptBefore { run, detail: row.get(2)? }))
                });
                if let Some(found) = found.optional()?
                    && last.as_ref().is_none_or(|(event, _)| *event < found.0)
                {
                    last = Some(found);
                }
            }
            Ok(last.map(|(_, kept)| kept))
        })
    }

    /// The user says that a line of a keep list which cannot be told does not keep this person, nor that one kept them before.
    /// Gives back whether that is new.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn release(&self, key: &PersonKey, now: UnixMs) -> Result<bool, LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            tx.prepare_cached("DELETE FROM undecided WHERE person = ?1")?.execute([person])?;
            let before = tx.prepare_cached("SELECT 1 FROM released WHERE person = ?1")?.exists([person])?;
            // Said again it counts from now on: somebody may have been kept since.
            tx.prepare_cached("INSERT OR REPLACE INTO released (person, at) VALUES (?1, ?2)")?
                .execute((person, moment.at.0))?;
            Ok(!before)
        })
    }

    /// Writes down what the keep list says of somebody: whether it keeps them, and, where that is no more than a precaution since it
    /// cannot be told, why. A dry run's list counts as well: it is a fact of the list, and nothing that a run did.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_keep(
        &self,
        key: &PersonKey,
        action: Action,
        kept: bool,
        undecided: Option<Undecided<'_>>,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        let noted = self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT coalesce(s.kept, 0), u.detail, coalesce(u.looked, 0) FROM person p LEFT JOIN standing s ON s.person = p.id AND s.action = ?2 \
                 LEFT JOIN undecided u ON u.person = p.id AND u.action = ?2 WHERE p.key = ?1",
            )?;
            let found = select.query_row((key.as_str(), action.as_str()), |row| {
                Ok((row.get::<_, bool>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, bool>(2)?))
            });
            Ok(found.optional()?.unwrap_or_default())
        })?;
        let open = noted.1.as_deref().map(|detail| Undecided { detail, looked: noted.2 });
        if noted.0 == kept && open == undecided {
            return Ok(());
        }
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            let mut digest = Digest::load(tx, person, action)?;
            digest.keep(kept, moment.at);
            digest.store(tx, person, action)?;
            note_undecided(tx, person, action, undecided, moment.at)
        })
    }

    /// Writes down that it cannot be told whether a keep list keeps somebody.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_undecided(
        &self,
        key: &PersonKey,
        action: Action,
        why: Undecided<'_>,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            note_undecided(tx, person, action, Some(why), moment.at)
        })
    }

    /// Everybody about whom a keep list cannot be told, and what was to be done with them.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn undecided(&self) -> Result<HashSet<(PersonKey, Action)>, LedgerError> {
        self.read(|conn| {
            let mut select = conn
                .prepare_cached("SELECT p.key, u.action FROM undecided u JOIN person p ON p.id = u.person")?;
            let rows = select.query_map([], |row| Ok((PersonKey(row.get(0)?), word(row, 1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether somebody's own page was read to see whom they work for, and named nobody.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn looked_for_employer(&self, key: &PersonKey, action: Action) -> Result<bool, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT 1 FROM undecided u JOIN person p ON p.id = u.person WHERE p.key = ?1 AND u.action = ?2 AND u.looked = 1",
            )?;
            Ok(select.exists((key.as_str(), action.as_str()))?)
        })
    }

    /// Remembers the keep list of a run, so that `status` asks the same one.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_keep_file(&self, run: RunId, path: &str, now: UnixMs) -> Result<(), LedgerError> {
        self.write(now, |tx, _| {
            tx.prepare_cached("INSERT OR REPLACE INTO keep_file (run, path) VALUES (?1, ?2)")?
                .execute((run.0, path))?;
            Ok(())
        })
    }

    /// The keep list of a run.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn keep_file_of(&self, run: RunId) -> Result<Option<String>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT path FROM keep_file WHERE run = ?1")?;
            Ok(select.query_row([run.0], |row| row.get(0)).optional()?)
        })
    }
}

fn note_undecided(
    conn: &Connection,
    person: i64,
    action: Action,
    why: Option<Undecided<'_>>,
    at: UnixMs,
) -> Result<(), LedgerError> {
    match why {
        Some(why) => conn
            .prepare_cached(
                "INSERT OR REPLACE INTO undecided (person, action, detail, looked, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((person, action.as_str(), why.detail, why.looked, at.0))?,
        None => conn
            .prepare_cached("DELETE FROM undecided WHERE person = ?1 AND action = ?2")?
            .execute((person, action.as_str()))?,
    };
    Ok(())
}
