//! Ending what an earlier start left behind: after a `kill -9` of ours, a browser may still run and even click. Nobody may
//! look at a page of a doubtful person before this says that all is gone.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::family::Gone;
use super::open::delete;
use super::record::{self, DriverRecord, RemoteRecord};
use super::server::ServerUrl;
use crate::domain::UnixMs;

/// How long a browser left behind may take to save its cookies and quit.
const SIGNAL_GRACE: Duration = Duration::from_secs(5);
const DELETE_LIMIT: Duration = Duration::from_secs(15);

/// What the sweep found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Swept {
    /// Nothing on record: the last session ended in order.
    Nothing,
    /// A driver on this machine.
    Local {
        /// The processes that were still there: driver, browser and helpers. Empty if they had ended by themselves.
        found: Vec<i32>,
        /// Whether all are gone now.
        gone: Gone,
    },
    /// A session on a server.
    Remote {
        /// What is on record.
        session: RemoteRecord,
        /// Whether it is gone now. [`Gone::Unknown`] if the server or its node cannot be reached or the session was still
        /// being opened: then the server's own session time-out must be waited for, and [`forget_record`] called.
        gone: Gone,
    },
    /// The record cannot be read, so nothing is known.
    Unreadable(
        /// Why.
        String,
    ),
}

impl Swept {
    /// Whether everything that could still click is certainly gone.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        match self {
            Swept::Nothing => true,
            Swept::Local { gone, .. } | Swept::Remote { gone, .. } => gone.is_all(),
            Swept::Unreadable(_) => false,
        }
    }
}

/// Ends what the record at `path` names, and removes the record if all is gone. `server` is the configured server: if it is
/// the one on record, its credentials are used.
pub async fn sweep(path: &Path, server: Option<&ServerUrl>) -> Swept {
    let swept = match record::read(path) {
        Ok(None) => return Swept::Nothing,
        Err(error) => return Swept::Unreadable(error.to_string()),
        Ok(Some(DriverRecord::Local(family))) => {
            let ending = move || {
                let found = family.living();
                Swept::Local { gone: family.end_all(SIGNAL_GRACE), found }
            };
            match tokio::task::spawn_blocking(ending).await {
                Ok(swept) => swept,
                Err(error) => return Swept::Unreadable(error.to_string()),
            }
        }
        Ok(Some(DriverRecord::Remote(mut session))) => {
            let gone = end_remote(&session, server).await;
            if !gone.is_all() && session.session.is_some() {
                note_loss(path, &mut session);
            }
            Swept::Remote { session, gone }
        }
    };
    if swept.is_clean()
        && let Err(error) = record::remove(path)
    {
        tracing::warn!(%error, "the record of the swept browser could not be removed");
    }
    swept
}

/// Writes down since when the session cannot be ended, so that a restart does not begin its waiting anew. A moment that is
/// still to come was written by a clock that went wrong.
fn note_loss(path: &Path, session: &mut RemoteRecord) {
    let now = wall_clock_ms();
    if session.lost_ms.is_some_and(|lost| lost <= now) {
        return;
    }
    session.lost_ms = Some(now);
    if let Err(error) = record::write(path, &DriverRecord::Remote(session.clone())) {
        tracing::warn!(%error, "it could not be written down that a session is lost");
    }
}

pub(super) fn wall_clock_ms() -> i64 {
    UnixMs::of(SystemTime::now()).0
}

async fn end_remote(session: &RemoteRecord, server: Option<&ServerUrl>) -> Gone {
    let Some(id) = session.session.as_deref() else {
        return Gone::Unknown("the session was still being opened when the program ended".to_owned());
    };
    let on_record: ServerUrl = match session.url.parse() {
        Ok(url) => url,
        Err(fault) => return Gone::Unknown(format!("the address on record cannot be used: {fault}")),
    };
    let server = server.filter(|server| server.public() == on_record.public()).unwrap_or(&on_record);
    match server.client().await {
        Ok(client) => delete(&client, id, DELETE_LIMIT).await,
        Err(fault) => Gone::Unknown(fault.message),
    }
}

/// Removes the record of a session that ended in a way that could not be watched: a server's session after its time-out,
/// or a record that cannot be read once a person has looked.
///
/// # Errors
/// When the file cannot be removed.
pub fn forget_record(path: &Path) -> io::Result<()> {
    record::remove(path)
}
