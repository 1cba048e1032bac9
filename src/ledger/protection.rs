//! What the ledger knows that protects: under which slugs and names somebody was seen before, which company a roster or export
//! told, whom the user released, and about whom a keep list could not be told.

use rusqlite::{Connection, OptionalExtension};

use super::digest::Digest;
use super::error::LedgerError;
use super::open::Ledger;
use super::people;
use super::runs::RunId;
use crate::domain::{Action, PersonKey, PersonName, Slug, UnixMs};

/// What the ledger knows of a person that a keep list may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownBefore {
    /// Slugs of pages that were theirs.
    pub slugs: Vec<Slug>,
    /// Names that rosters gave and pages showed.
    pub names: Vec<PersonName>,
    /// The company that a roster or export gave.
    pub companies: Vec<String>,
    /// What their page said of them beside the name, where a keep list kept them for its sake.
    pub headlines: Vec<String>,
    /// Whether the user released them.
    pub released: bool,
}

impl Ledger {
    /// What is known of whoever is filed under `key` or was ever seen on the page `slug`.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn known_before(&self, key: &PersonKey, slug: Option<&Slug>) -> Result<KnownBefore, LedgerError> {
        self.read(|conn| {
            // A row of the roster may have a member id, another one a slug, a third a name alone.
            let mut ids = conn.prepare_cached(
                "SELECT id FROM person WHERE key = ?1 OR key = ?2 UNION SELECT person FROM attempt WHERE pinned_slug = ?2",
            )?;
            let page = slug.map(Slug::as_str);
            let ids: Vec<i64> =
                ids.query_map((key.as_str(), page), |row| row.get(0))?.collect::<Result<_, _>>()?;
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
        slug: &Slug,
        name: &str,
        headlines: &[String],
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            let mut insert =
                tx.prepare_cached("INSERT OR IGNORE INTO shown (person, what, text) VALUES (?1, ?2, ?3)")?;
            insert.execute((person, "slug", slug.as_str()))?;
            insert.execute((person, "name", name))?;
            for headline in headlines {
                insert.execute((person, "headline", headline))?;
            }
            Ok(())
        })
    }

    /// The user says that a line of a keep list which cannot be told does not keep this person.
    /// Gives back whether that is new.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn release(&self, key: &PersonKey, now: UnixMs) -> Result<bool, LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            tx.prepare_cached("DELETE FROM undecided WHERE person = ?1")?.execute([person])?;
            let new = tx
                .prepare_cached("INSERT OR IGNORE INTO released (person, at) VALUES (?1, ?2)")?
                .execute((person, moment.at.0))?;
            Ok(new > 0)
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
        undecided: Option<&str>,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        let noted = self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT coalesce(s.kept, 0), u.detail FROM person p LEFT JOIN standing s ON s.person = p.id AND s.action = ?2 \
                 LEFT JOIN undecided u ON u.person = p.id AND u.action = ?2 WHERE p.key = ?1",
            )?;
            let found = select.query_row((key.as_str(), action.as_str()), |row| {
                Ok((row.get::<_, bool>(0)?, row.get::<_, Option<String>>(1)?))
            });
            Ok(found.optional()?.unwrap_or_default())
        })?;
        if noted.0 == kept && noted.1.as_deref() == undecided {
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
        why: &str,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            note_undecided(tx, person, action, Some(why), moment.at)
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
    why: Option<&str>,
    at: UnixMs,
) -> Result<(), LedgerError> {
    match why {
        Some(why) => conn
            .prepare_cached(
                "INSERT OR REPLACE INTO undecided (person, action, detail, at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((person, action.as_str(), why, at.0))?,
        None => conn
            .prepare_cached("DELETE FROM undecided WHERE person = ?1 AND action = ?2")?
            .execute((person, action.as_str()))?,
    };
    Ok(())
}
