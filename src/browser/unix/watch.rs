//! The watch over one driver that this process has started.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::process::Child;

use super::keeper::Keeper;
use super::orphans::{Adoption, Relatives};
use crate::browser::family::{Gone, LocalRecord};

/// Kept for as long as the driver runs.
#[derive(Debug)]
pub(in crate::browser) struct Watch {
    relatives: Relatives,
    keeper: Option<Keeper>,
    _adoption: Adoption,
}

impl Watch {
    /// Before the driver, or a person's window, is started. `keeper` is the program that keeps watch over this one.
    pub(in crate::browser) fn begin(keeper: Option<&Path>) -> io::Result<Watch> {
        let keeper = keeper.map(Keeper::start).transpose()?;
        Ok(Watch { relatives: Relatives::default(), keeper, _adoption: Adoption::begin() })
    }

    /// What is to end with this program: told before it is started, and again once it is.
    pub(in crate::browser) fn keep(&mut self, family: &LocalRecord) -> io::Result<()> {
        self.keeper.as_mut().map_or(Ok(()), |keeper| keeper.keep(family))
    }

    /// Once the driver is started. Its group and its marker are all that is needed here.
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        clippy::needless_pass_by_ref_mut,
        reason = "elsewhere it takes the driver in, and can fail"
    )]
    pub(in crate::browser) fn take_in(&mut self, _driver: &mut Child) -> io::Result<()> {
        Ok(())
    }

    /// What was watched over has ended by itself.
    pub(in crate::browser) fn dismiss(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.dismiss();
        }
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
        let keeper = self.keeper.take();
        move || {
            let gone = family.end_all(grace);
            relatives.reap(&family);
            // Where something is left, the keeper tries once more.
            if let Some(keeper) = keeper
                && gone.is_all()
            {
                keeper.dismiss();
            }
            gone
        }
    }
}
