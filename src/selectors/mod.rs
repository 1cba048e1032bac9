//! Selector files: TOML in, types out. What a page looks like lives in those files, never in code: the locators with
//! their ordered candidates, the click paths, the stop signs, and the texts of each UI language.
//!
//! Nothing here talks to a browser; [`Selectors::page_request`] gives what the page script needs to know.

mod check;
mod check_locale;
mod file;
mod load;
mod locale;
mod paths;
mod request;
mod said;
mod schema;

pub use file::{Candidate, Evidence, Locator, PathStep, SelectorFile, StepDo, StepWhen};
pub use load::{
    DEFAULT_LANGUAGE, Origin, SelectorError, Selectors, bare_language, builtin_files, text_in_use,
};
pub(crate) use load::{PACKS_FOLDER, PACKS_RECORD};
pub use locale::Locale;
pub use paths::{ClickPath, PathName};
pub use schema::{locale_schema, selector_schema};
