//! The watch over one driver that this process has started.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::process::Child;

use super::hunt::LOOK_EVERY;
use crate::browser::family::{Gone, LocalRecord};
use crate::system::process::{Group, end_together};

/// How long Windows may take to clear away what was killed.
const KILL_WAIT: Duration = Duration::from_secs(5);

/// Kept for as long as the driver runs.
#[derive(Debug)]
pub(in crate::browser) struct Watch(Option<Group>);

impl Watch {
    /// Before the driver, or a person's window, is started: from its first moment on it ends with this process. No keeper is needed.
    pub(in crate::browser) fn begin(_keeper: Option<&Path>) -> io::Result<Watch> {
        end_together()?;
        Ok(Watch(None))
    }

    /// Nothing is to be told: a job knows who is in it.
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        clippy::needless_pass_by_ref_mut,
        reason = "elsewhere it is needed"
    )]
    pub(in crate::browser) fn keep(&mut self, _family: &LocalRecord) -> io::Result<()> {
        Ok(())
    }

    /// Nobody is to be sent away.
    #[allow(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "elsewhere it is needed")]
    pub(in crate::browser) fn dismiss(&mut self) {}

    /// Once it is started, and before it is asked for a browser. One that cannot be taken in is killed; one that has ended
    /// already needs no watch.
    pub(in crate::browser) fn take_in(&mut self, driver: &mut Child) -> io::Result<()> {
        match Group::of(driver) {
            Ok(group) => self.0 = Some(group),
            Err(_) if matches!(driver.try_wait(), Ok(Some(_))) => {}
            Err(error) => {
                driver.start_kill()?;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Nothing is to be remembered: a job knows who is in it.
    #[allow(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "elsewhere it is needed")]
    pub(in crate::browser) fn note(&mut self, _family: &LocalRecord) {}

    /// What ends all of the family by force, and waits until it is gone. Blocks. There is no `grace`: a browser without a
    /// window cannot be asked to quit but by its driver, which was asked before.
    pub(in crate::browser) fn ending(
        &mut self,
        family: &LocalRecord,
        _grace: Duration,
    ) -> impl FnOnce() -> Gone + Send + use<> {
        let (family, group) = (family.clone(), self.0.take());
        move || match group {
            Some(group) => end(group),
            None => family.end_all(Duration::ZERO),
        }
    }
}

fn end(mut group: Group) -> Gone {
    group.kill();
    let deadline = Instant::now() + KILL_WAIT;
    loop {
        match group.living() {
            Ok(living) if living.is_empty() => return Gone::All,
            Ok(living) if Instant::now() >= deadline => return Gone::Left(living),
            Err(error) if Instant::now() >= deadline => {
                return Gone::Unknown(format!("Windows does not tell what became of the browser: {error}"));
            }
            _ => std::thread::sleep(LOOK_EVERY),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use tokio::process::Command;

    use super::*;
    use crate::system::process::apart;

    fn family() -> LocalRecord {
        LocalRecord::starting("marker".to_owned(), PathBuf::from("cmd.exe"), None)
    }

    #[tokio::test]
    async fn a_driver_is_ended_with_what_it_has_started() {
        let mut watch = Watch::begin(None).unwrap();
        let mut command = Command::new("cmd.exe");
        apart(command.args(["/c", "ping -n 600 127.0.0.1"]));
        let mut driver = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        watch.take_in(&mut driver).unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        while watch.0.as_ref().unwrap().living().unwrap().len() < 2 {
            assert!(Instant::now() < deadline, "it starts nothing");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        assert_eq!(watch.ending(&family(), Duration::ZERO)(), Gone::All);
        assert!(driver.try_wait().unwrap().is_some());
    }

    #[tokio::test]
    async fn a_driver_that_has_ended_already_is_no_fault() {
        let mut watch = Watch::begin(None).unwrap();
        let mut driver = Command::new("cmd.exe").args(["/c", "exit"]).spawn().unwrap();
        driver.wait().await.unwrap();
        watch.take_in(&mut driver).unwrap();
        assert_eq!(watch.ending(&family(), Duration::ZERO)(), Gone::All);
    }
}
