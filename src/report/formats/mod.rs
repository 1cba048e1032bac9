//! The report for other programs: JSON, CSV for spreadsheets, JUnit for CI, Markdown for a job's summary.

pub(super) mod csv;
mod json;
mod junit;
mod markdown;

pub use csv::csv;
pub use json::json;
pub use junit::junit;
pub(crate) use markdown::escape as markdown_text;
pub use markdown::markdown;
