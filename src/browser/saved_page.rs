//! A saved page put together in an empty one, and the page at hand taken down as tokens.

use std::time::Duration;

use serde_json::json;

use super::ask::asked_fault;
use super::page::PageFault;
use super::{Answer, WebPage};
use crate::saved::{Saved, Token, from_json, to_json};

const REBUILD: &str = concat!(include_str!("rebuild.js"), "return rebuild(...arguments);");
const SNAPSHOT: &str = concat!(include_str!("snapshot.js"), "return snapshot();");

/// A page of some megabytes goes to the browser and is put together there.
const LIMIT: Duration = Duration::from_secs(60);

/// Of the classes that a page uses, as many must be known by its styles as are not: else its styles were not saved.
const KNOWN_CLASSES: u64 = 2;

impl WebPage {
    /// Puts a saved page together in the page at hand, which must be an empty one. Says whether its styles are there, by which alone
    /// it can be told what is seen.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn rebuild(&mut self, saved: &Saved) -> Result<bool, PageFault> {
        let args = vec![to_json(&saved.tokens), json!(saved.sheets)];
        let told = match self.session().script(REBUILD, args, LIMIT).await {
            Answer::Done(told) => told,
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                return Err(asked_fault(&fault, self.session().is_usable()));
            }
        };
        let count = |at: usize| told.get(at).and_then(serde_json::Value::as_u64).unwrap_or(0);
        Ok(saved.lacking.is_empty() && KNOWN_CLASSES * count(1) >= count(0))
    }

    /// The page at hand, token by token.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn tokens(&mut self) -> Result<Vec<Token>, PageFault> {
        match self.session().script(SNAPSHOT, Vec::new(), LIMIT).await {
            Answer::Done(told) => from_json(&told)
                .ok_or_else(|| PageFault::Script("the page could not be taken down".to_owned())),
            Answer::NotDone(fault) | Answer::Unknown(fault) => {
                Err(asked_fault(&fault, self.session().is_usable()))
            }
        }
    }
}
