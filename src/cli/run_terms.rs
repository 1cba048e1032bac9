//! The terms of a run, from settings and order: what the ledger notes of it as it begins, the rules and thresholds that the engine
//! keeps to, and what is kept of each row.

use super::inputs::Inputs;
use super::order::Order;
use crate::config::Config;
use crate::domain::Thresholds;
use crate::engine::Rules;
use crate::ledger::{PersonFacts, PersonRecord, RunKind, RunStart};
use crate::roster::Row;

/// What the ledger notes of a run as it begins.
pub(super) fn run_start(order: &Order, inputs: &Inputs) -> RunStart {
    let Inputs { config, roster, selectors, .. } = inputs;
    RunStart {
        kind: match (order.smoke, order.rehearsal) {
            (true, _) => RunKind::Smoke,
            (false, true) => RunKind::Rehearsal,
            (false, false) => RunKind::Removal,
        },
        roster: Some(roster.file.clone()),
        fingerprint: Some(roster.fingerprint.clone()),
        site: config.site.to_string(),
        surface: Some(config.surface),
        route: Some(config.route),
        selectors: Some(selectors.revision().to_owned()),
    }
}

/// What the ledger keeps of a row: the way back to a person is a new invitation, and this says whom and why.
pub(super) fn person_record(row: &Row) -> PersonRecord {
    let person = &row.person;
    PersonRecord {
        key: person.key(),
        slug: person.slug.clone(),
        facts: PersonFacts {
            name: person.name.as_ref().map(|name| name.as_str().to_owned()),
            company: person.company.clone(),
            position: row.position.clone(),
            email: row.email.clone(),
            connected_on: row.connected_on.clone(),
            location: person.location.clone(),
            reason: row.reason.clone(),
            note: row.note.clone(),
        },
    }
}

/// A smoke test looks for changed pages: finding them must not stop the runs of the account.
pub(super) const NEVER: Thresholds =
    Thresholds { unconfirmed: u32::MAX, changed_page: u32::MAX, not_found: u32::MAX, mismatch: u32::MAX };

/// The rules of a run.
pub(super) fn rules(config: &Config, order: &Order) -> Rules {
    Rules {
        site: config.site.clone(),
        practice: config.is_practice(),
        allow_guessed: config.selectors.allow_guessed,
        rehearsal: order.rehearsal,
        pictures: config.evidence.pictures,
        route: config.route,
        surface: config.surface,
        locate_timeout: config.engine.locate_timeout,
        confirm_grace: config.engine.confirm_grace,
    }
}
