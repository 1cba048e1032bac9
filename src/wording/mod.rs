//! How things are said wherever they are said: numbers with their nouns, moments and spans of time, whole sentences. What is said of one
//! matter (a stop, an outcome, a keep line) stands with that matter.

mod nearest;
mod numbers;
mod sentence;
mod times;

pub(crate) use nearest::nearest;
pub(crate) use numbers::{count, number, people, size};
pub(crate) use sentence::sentence;
pub(crate) use times::{
    clock_time, day, exact_span, moment, period, rfc3339, short_moment, span, whole_moment, zoned,
};
