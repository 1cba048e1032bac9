//! What to consider about each connection, whether a rule chooses it or not: for the review page.

use super::consider::{Consider, ConsiderWords};
use super::date::Day;
use super::export::Connection;
use super::matcher::{Columns, Looked, Matcher};

/// What to consider about each of the connections, in their order.
#[must_use]
pub fn facts(connections: &[Connection], words: &ConsiderWords, today: Day) -> Vec<Vec<Consider>> {
    let matcher = Matcher::new(&[], words, today, Columns { company: true, position: true, email: true });
    let mut looked = Looked::default();
    connections
        .iter()
        .map(|connection| {
            matcher.look(connection, &mut looked);
            matcher.consider(connection, &looked)
        })
        .collect()
}
