//! Page views: written before a load starts, so that the ledger never knows of fewer than the site does.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::attempt::AttemptId;
use super::caps::{Caps, Gauge, Meter};
use super::clock::{self, Moment};
use super::error::LedgerError;
use super::open::Ledger;
use super::refusal::{self, Refusal};
use super::runs::RunId;
use super::spend;
use crate::domain::{Action, UnixMs};

/// What opening a person by their address may take: the load itself, the one that verifies, and one settling look.
pub const VIEWS_PER_PERSON: u32 = 3;

/// What a person may take who is picked from a list: the list, its filter, two more batches, the load of the profile that verifies,
/// and one settling look.
pub const VIEWS_PER_LIST_PERSON: u32 = 6;

/// A new browser session first reads who is signed in.
const OWNER_VIEW: u32 = 1;

/// Why a page is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageViewKind {
    /// To read who is signed in.
    Owner,
    /// A person, to act on them.
    Open,
    /// The fresh load after the click.
    Verify,
    /// A look at the doubtful person of this intent.
    Settle(AttemptId),
    /// A list: connections, search results.
    List,
    /// Another batch of a list, or the list filtered.
    ListBatch,
    /// Another batch, beyond those that are held back for a person: it must leave what is held back untouched.
    ExtraBatch,
    /// The feed or another page on the way.
    Feed,
    /// The sign-in page.
    SignIn,
    /// A page of a smoke test or probe.
    Probe,
}

impl PageViewKind {
    /// The ledger's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PageViewKind::Owner => "owner",
            PageViewKind::Open => "open",
            PageViewKind::Verify => "verify",
            PageViewKind::Settle(_) => "settle",
            PageViewKind::List => "list",
            PageViewKind::ListBatch | PageViewKind::ExtraBatch => "list_batch",
            PageViewKind::Feed => "feed",
            PageViewKind::SignIn => "sign_in",
            PageViewKind::Probe => "probe",
        }
    }
}

impl Ledger {
    /// Whether a person may be acted on now: nothing stops the account, and there is room for an intent of `action`
    /// (`None` for a dry run) and for `views` page views, besides one to read the owner and the looks owed to doubtful
    /// people. Writes nothing.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn may_open(
        &self,
        action: Option<Action>,
        views: u32,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Option<Refusal>, LedgerError> {
        self.read(|conn| {
            let moment = clock::read(conn, now)?;
            if let Some(refusal) = refusal::in_force(conn, moment)? {
                return Ok(Some(refusal));
            }
            let intent = match action {
                Some(action) => spend::room(conn, Meter::from(action), 1, caps, moment)?,
                None => None,
            };
            let need = i64::from(views) + i64::from(OWNER_VIEW) + owed_looks(conn)?;
            let views = spend::room(conn, Meter::PageViews, need, caps, moment)?;
            let frees = |gauge: &Gauge| gauge.frees_at.map_or(i64::MAX, |at| at.0);
            Ok(intent.into_iter().chain(views).max_by_key(frees).map(Refusal::Budget))
        })
    }

    /// Whether a look at a doubtful person may be made now. The first look of an intent was held back for it; only the
    /// session that it may need must fit. Writes nothing. What was held back for the person before is given back: a browser that
    /// was lost under them may have left some of it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn may_look(&self, looks: u32, caps: &Caps, now: UnixMs) -> Result<Option<Refusal>, LedgerError> {
        let mut held = self.held();
        (held.caps, held.left) = (Some(*caps), 0);
        drop(held);
        self.read(|conn| {
            let moment = clock::read(conn, now)?;
            if let Some(refusal) = refusal::in_force(conn, moment)? {
                return Ok(Some(refusal));
            }
            let need = i64::from(OWNER_VIEW) + i64::from(looks > 0) + owed_looks(conn)?;
            Ok(spend::room(conn, Meter::PageViews, need, caps, moment)?.map(Refusal::Budget))
        })
    }

    /// Holds [`VIEWS_PER_PERSON`] page views back for a person and writes the first of them, the load that opens them,
    /// down. Only then may the load start; once it is under way, [`Ledger::sync`] saves it from a power cut too. The others are
    /// never refused half-way. What was held back for the person before is given back.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written: then nothing may be loaded.
    pub fn reserve_person(
        &self,
        run: RunId,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        self.reserve(run, PageViewKind::Open, VIEWS_PER_PERSON, caps, now)
    }

    /// As [`Ledger::reserve_person`], for a list that a person is picked from: [`VIEWS_PER_LIST_PERSON`].
    ///
    /// # Errors
    /// As [`Ledger::reserve_person`].
    pub fn reserve_list(
        &self,
        run: RunId,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        self.reserve(run, PageViewKind::List, VIEWS_PER_LIST_PERSON, caps, now)
    }

    /// Gives back what was held back for a person and not used.
    pub fn release_person(&self) {
        self.held().left = 0;
    }

    /// Writes a page view down. Only then may the load start; that of a verification is saved from a power cut by
    /// [`Ledger::sync`], once the load is under way. It is refused when it fits neither into the caps that were
    /// told last nor into what is held back for the person at hand. Pages of the program's own (owner, sign-in, probe)
    /// are written without asking: room for them is part of what [`Ledger::may_open`] asks for.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written: then nothing may be loaded.
    pub fn record_page_view(
        &self,
        run: RunId,
        kind: PageViewKind,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        let mut held = self.held();
        let own = matches!(kind, PageViewKind::Owner | PageViewKind::SignIn | PageViewKind::Probe);
        let (caps, left) = (held.caps.filter(|_| !own), held.left);
        let mut taken = false;
        let write = |tx: &Transaction<'_>, moment: Moment| {
            let owed_to_it = match kind {
                PageViewKind::Settle(attempt) => count_look(tx, attempt)?,
                _ => false,
            };
            if let (Some(caps), false) = (caps, owed_to_it) {
                let need = 1 + i64::from(left) + owed_looks(tx)?;
                if let Some(full) = spend::room(tx, Meter::PageViews, need, &caps, moment)? {
                    taken = left > 1 && !matches!(kind, PageViewKind::Settle(_) | PageViewKind::ExtraBatch);
                    if !taken {
                        return Ok(Err(Refusal::Budget(full)));
                    }
                }
            }
            insert(tx, run, kind, moment)?;
            Ok(Ok(()))
        };
        let written = match kind {
            PageViewKind::Verify => self.write_ahead(now, write)?,
            _ => self.write(now, write)?,
        };
        held.left -= u32::from(taken);
        Ok(written)
    }

    /// How many page views the ledger holds.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn page_views_total(&self) -> Result<u64, LedgerError> {
        self.read(|conn| Ok(u64::try_from(spend::total(conn, Meter::PageViews)?).unwrap_or(0)))
    }

    fn reserve(
        &self,
        run: RunId,
        kind: PageViewKind,
        views: u32,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<(), Refusal>, LedgerError> {
        let mut held = self.held();
        (held.caps, held.left) = (Some(*caps), 0);
        let written = self.write_ahead(now, |tx, moment| {
            if let Some(refusal) = refusal::in_force(tx, moment)? {
                return Ok(Err(refusal));
            }
            let need = i64::from(views) + owed_looks(tx)?;
            if let Some(full) = spend::room(tx, Meter::PageViews, need, caps, moment)? {
                return Ok(Err(Refusal::Budget(full)));
            }
            insert(tx, run, kind, moment)?;
            Ok(Ok(()))
        })?;
        if written.is_ok() {
            held.left = views - 1;
        }
        Ok(written)
    }
}

/// Counts a look at a doubtful person; says whether it is the one that was held back for it.
fn count_look(conn: &Connection, attempt: AttemptId) -> Result<bool, LedgerError> {
    let looks: Option<u32> = conn
        .prepare_cached("SELECT looks FROM attempt WHERE id = ?1 AND settled IS NULL")?
        .query_row([attempt.0], |row| row.get(0))
        .optional()?;
    let Some(looks) = looks else {
        return Err(LedgerError::Contradiction(format!("attempt {} is unknown or settled", attempt.0)));
    };
    conn.prepare_cached("UPDATE attempt SET looks = looks + 1 WHERE id = ?1")?.execute([attempt.0])?;
    Ok(looks == 0)
}

/// Looks that are held back: one for each doubtful intent that nobody has looked at, but for skipped people.
fn owed_looks(conn: &Connection) -> Result<i64, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT count(*) FROM attempt a INDEXED BY attempt_open WHERE a.settled IS NULL AND a.looks = 0 AND NOT EXISTS \
         (SELECT 1 FROM standing s WHERE s.person = a.person AND s.action = a.action AND s.skipped = 1)",
    )?;
    Ok(select.query_row([], |row| row.get(0))?)
}

fn insert(conn: &Connection, run: RunId, kind: PageViewKind, moment: Moment) -> Result<(), LedgerError> {
    let total = spend::total(conn, Meter::PageViews)? + 1;
    conn.prepare_cached("INSERT INTO page_view (run, kind, count, total, at) VALUES (?1, ?2, 1, ?3, ?4)")?
        .execute((run.0, kind.as_str(), total, moment.at.0))?;
    Ok(())
}
