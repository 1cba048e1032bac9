//! Tells somebody that a run has ended: a program with the outcome on its standard input, an address to which it is posted.
//! What the outcome is, and what becomes of a notice that fails, is decided above. A failure here never changes how a run
//! ended: it is returned as a sentence, without the address's path, query or password, since those may be secrets.

mod command;
mod web;

use std::time::Duration;

use serde_json::Value;

use crate::config::Notify;

/// How long the program may take, and how long the address.
const LIMIT: Duration = Duration::from_secs(20);

/// What is to be told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// For the program, on this machine: everything.
    pub whole: Value,
    /// For the address: counts and causes, no names, slugs or paths.
    pub bare: Value,
}

/// Tells both, at the same time, and returns a sentence for each that failed.
pub async fn tell(settings: &Notify, notice: &Notice) -> Vec<String> {
    let by_command = async {
        match settings.command.as_slice() {
            [] => Ok(()),
            [program, args @ ..] => command::run(program, args, &notice.whole, LIMIT).await,
        }
    };
    let by_address = async {
        match &settings.url {
            None => Ok(()),
            Some(url) => web::post(url, &notice.bare, LIMIT).await,
        }
    };
    let (command, address) = tokio::join!(by_command, by_address);
    [
        command.map_err(|why| format!("`notify.command`: {why}")),
        address.map_err(|why| format!("`notify.url`: {why}")),
    ]
    .into_iter()
    .filter_map(Result::err)
    .collect()
}
