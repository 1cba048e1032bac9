//! The watch over one driver that this process has started.

use std::io;
use std::time::Duration;

use tokio::process::Child;

use super::orphans::{Adoption, Relatives};
use crate::browser::family::{Gone, LocalRecord};

/// Kept for as long as the driver runs.
#[derive(Debug)]
pub(in crate::browser) struct Watch {
    relatives: Relatives,
    _adoption: Adoption,
}

impl Watch {
    /// Before the driver is started.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(in crate::browser) fn begin() -> io::Result<Watch> {
        Ok(Watch { relatives: Relatives::default(), _adoption: Adoption::begin() })
    }

    /// Once it is started. Its group and its marker are all that is needed here.
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        clippy::needless_pass_by_ref_mut,
        reason = "elsewhere it takes the driver in, and can fail"
    )]
    pub(in crate::browser) fn take_in(&mut self, _driver: &mut Child) -> io::Result<()> {
        Ok(())
    }

    /// Remembers who is alive now, so that none stays in the process table once it has ended.
    pub(in crate::browser) fn note(&mut self, family: &LocalRecord) {
        self.relatives.note(family);
    }

    /// What ends all of the family, within `grace` in order and then by force, and waits until it is gone. Blocks.
    pub(in crate::browser) fn ending(
        &mut self,
        family: &LocalRecord,
        grace: Duration,
    ) -> impl FnOnce() -> Gone + Send + use<> {
        self.note(family);
        let (family, relatives) = (family.clone(), std::mem::take(&mut self.relatives));
        move || {
            let gone = family.end_all(grace);
            relatives.reap(&family);
            gone
        }
    }
}
