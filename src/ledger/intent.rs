//! Intents: written before the click, followed through its phases, settled by a look.

use rusqlite::{Connection, OptionalExtension};

use super::attempt::{AttemptId, Open, Phase, Settlement, close, proved};
use super::caps::{Caps, Meter};
use super::digest::Digest;
use super::error::LedgerError;
use super::open::Ledger;
use super::refusal::{self, Refusal};
use super::runs::{RunId, RunKind};
use super::standing::SPENT_AT_MOST;
use super::{optional_word, outcome, people, runs, spend, word};
use crate::domain::{Action, Outcome, PersonKey, Slug, UnixMs};

/// What an intent says.
#[derive(Debug, Clone)]
pub struct IntentRequest {
    /// The run.
    pub run: RunId,
    /// The person.
    pub key: PersonKey,
    /// What is to be done.
    pub action: Action,
    /// The slug of the page that will be clicked on.
    pub pinned_slug: Slug,
    /// The name on that page.
    pub seen_name: String,
    /// The driver's session.
    pub session: String,
    /// The driver's address.
    pub driver: String,
}

impl Ledger {
    /// Counts the budgets and writes the intent, in one IMMEDIATE transaction that is synced when this returns. Only
    /// then may the click be made. A refusal writes no intent. From here on the person is doubtful until an outcome is
    /// recorded or a look settles it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written (then nothing may be clicked), or when the run is a dry run or
    /// has ended.
    pub fn commit_intent(
        &self,
        request: &IntentRequest,
        caps: &Caps,
        now: UnixMs,
    ) -> Result<Result<AttemptId, Refusal>, LedgerError> {
        self.write(now, |tx, moment| {
            check_run(tx, request.run)?;
            if let Some(refusal) = refusal::in_force(tx, moment)? {
                return Ok(Err(refusal));
            }
            let person = people::find_or_add(tx, &request.key, moment.at)?;
            if let Some(open) = unsettled(tx, person, &request.pinned_slug)? {
                return Ok(Err(Refusal::Doubtful(AttemptId(open))));
            }
            let mut digest = Digest::load(tx, person, request.action)?;
            if let Some(outcome) = digest.done() {
                return Ok(Err(Refusal::Done(outcome)));
            }
            let mut spent = digest.spent;
            for other in people::others_of_page(tx, person, &request.pinned_slug)? {
                let other = Digest::load(tx, other, request.action)?;
                if other.skipped {
                    return Ok(Err(Refusal::Done(Outcome::Skipped)));
                }
                spent += other.spent;
            }
            if spent >= SPENT_AT_MOST {
                return Ok(Err(Refusal::SpentTwice));
            }
            let meter = Meter::from(request.action);
            if let Some(full) = spend::room(tx, meter, 1, caps, moment)? {
                return Ok(Err(Refusal::Budget(full)));
            }
            tx.prepare_cached(
                "INSERT INTO attempt (person, run, action, nth, pinned_slug, seen_name, session, driver, phase, intent_at, intent_wall) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'intent', ?9, ?10)",
            )?
            .execute((
                person,
                request.run.0,
                request.action.as_str(),
                spend::total(tx, meter)? + 1,
                request.pinned_slug.as_str(),
                &request.seen_name,
                &request.session,
                &request.driver,
                moment.at.0,
                moment.wall.0,
            ))?;
            let attempt = AttemptId(tx.last_insert_rowid());
            tx.prepare_cached("UPDATE run SET intents = intents + 1 WHERE id = ?1")?.execute([request.run.0])?;
            // An intent without an outcome and `unconfirmed` are one state.
            digest.apply(Outcome::Unconfirmed, Some(request.run.0), moment.at);
            digest.store(tx, person, request.action)?;
            Ok(Ok(attempt))
        })
    }

    /// Writes down, synced, that a phase was reached. Phases only go forward, and each is reached once.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written, or the intent is settled or already that far.
    pub fn mark_phase(&self, attempt: AttemptId, phase: Phase, now: UnixMs) -> Result<(), LedgerError> {
        let column = match phase {
            Phase::Intent => {
                return Err(LedgerError::Contradiction(
                    "an intent is written by commit_intent only".to_owned(),
                ));
            }
            Phase::Clicked => "clicked_at",
            Phase::ConfirmClicked => "confirm_clicked_at",
        };
        self.write(now, |tx, moment| {
            let open = Open::load(tx, attempt)?;
            if open.phase >= phase {
                return Err(LedgerError::Contradiction(format!(
                    "attempt {} is already at phase {}, and {phase} comes again",
                    attempt.0, open.phase
                )));
            }
            tx.prepare_cached(&format!("UPDATE attempt SET phase = ?2, {column} = ?3 WHERE id = ?1"))?
                .execute((attempt.0, phase.as_str(), moment.at.0))?;
            Ok(())
        })
    }

    /// Writes down that a look at the person's page showed that nothing had come of the click. The site may be slow: the intent
    /// stays in doubt, and only a second such look, which [`Ledger::settle`] writes down, says that nothing will. `verified` says
    /// that this look was the click's own verification: then the click was made to its end, and was not cut off.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or the intent is settled already.
    pub fn note_still_there(
        &self,
        attempt: AttemptId,
        verified: bool,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            Open::load(tx, attempt)?;
            tx.prepare_cached(
                "UPDATE attempt SET still_at = ?2, verified = ?3 WHERE id = ?1 AND still_at IS NULL",
            )?
            .execute((attempt.0, moment.at.0, verified))?;
            Ok(())
        })
    }

    /// Whether the intent before this one had no effect either, on somebody else: the site takes clicks and does nothing. A click
    /// that was cut off, as by a crash, may never have reached the site, and does not count.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn no_effect_before(&self, attempt: AttemptId) -> Result<bool, LedgerError> {
        self.read(|conn| {
            let before = conn
                .prepare_cached(
                    "SELECT a.settled, a.person <> me.person AND a.verified AND me.verified FROM attempt a, attempt me WHERE me.id = ?1 AND a.id <> me.id \
                     AND (a.settled = 'removed' OR a.settled = 'still_connected' AND a.still_at IS NOT NULL) \
                     AND a.settled_at <= me.settled_at ORDER BY a.settled_at DESC, a.id DESC LIMIT 1",
                )?
                .query_row([attempt.0], |row| Ok((word(row, 0)?, row.get::<_, bool>(1)?)))
                .optional()?;
            Ok(matches!(before, Some((Settlement::StillConnected, true))))
        })
    }

    /// Settles an intent, and gives back what follows for the person: the action's proved outcome, `pending` for
    /// somebody who is still connected (`unconfirmed` once their intents are spent), `unconfirmed` where the look told
    /// nothing. An event is written with it, so that
    /// nothing is lost if the program ends here; the [`Ledger::record_outcome`] that follows fills that event in.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or the intent is settled already.
    pub fn settle(
        &self,
        attempt: AttemptId,
        settlement: Settlement,
        now: UnixMs,
    ) -> Result<Outcome, LedgerError> {
        self.write(now, |tx, moment| {
            let open = Open::load(tx, attempt)?;
            let run = runs::newest(tx)?;
            let mut digest = Digest::load(tx, open.person, open.action)?;
            let outcome = match settlement {
                Settlement::Removed => {
                    digest.apply(proved(open.action), Some(run.0), moment.at);
                    proved(open.action)
                }
                Settlement::StillConnected => {
                    digest.still_connected(run.0, moment.at);
                    digest.outcome.unwrap_or(Outcome::Pending)
                }
                Settlement::Unknown => {
                    digest.apply(Outcome::Unconfirmed, Some(run.0), moment.at);
                    Outcome::Unconfirmed
                }
                Settlement::NotClicked => {
                    digest.outcome = None;
                    digest.at = moment.at.0;
                    Outcome::Pending
                }
            };
            digest.store(tx, open.person, open.action)?;
            match settlement {
                Settlement::Unknown => {
                    tx.prepare_cached("UPDATE attempt SET unknowns = unknowns + 1 WHERE id = ?1")?
                        .execute([attempt.0])?;
                }
                _ => close(tx, attempt, settlement, moment.at)?,
            }
            outcome::insert_settled(tx, run, &open, attempt, settlement, outcome, moment)?;
            Ok(outcome)
        })
    }
}

/// The unsettled intent on a person or on the page that is theirs, whatever key it was filed under.
fn unsettled(conn: &Connection, person: i64, pinned: &Slug) -> Result<Option<i64>, LedgerError> {
    let of_person = conn
        .prepare_cached("SELECT id FROM attempt WHERE person = ?1 AND settled IS NULL")?
        .query_row([person], |row| row.get(0))
        .optional()?;
    if of_person.is_some() {
        return Ok(of_person);
    }
    Ok(conn
        .prepare_cached("SELECT id FROM attempt WHERE pinned_slug = ?1 AND settled IS NULL")?
        .query_row([pinned.as_str()], |row| row.get(0))
        .optional()?)
}

fn check_run(conn: &Connection, run: RunId) -> Result<(), LedgerError> {
    let found = conn
        .prepare_cached("SELECT kind, ended_at FROM run WHERE id = ?1")?
        .query_row([run.0], |row| Ok((optional_word(row, 0)?, row.get::<_, Option<i64>>(1)?)))
        .optional()?;
    match found {
        Some((Some(RunKind::Removal), None)) => Ok(()),
        Some((Some(RunKind::Removal), Some(_))) => {
            Err(LedgerError::Contradiction(format!("run {run} has ended")))
        }
        Some(_) => Err(LedgerError::Contradiction(format!("run {run} is read-only and may not act"))),
        None => Err(LedgerError::Contradiction(format!("there is no run {run}"))),
    }
}
