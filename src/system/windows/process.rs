//! Programs that are started, each in a job of its own. A job is what Windows has for a program with all that it starts: nothing
//! leaves it, and it can be ended as a whole.

use std::io;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use tokio::process::{Child, Command};
use win32job::{ExtendedLimitInfo, Job};

use super::tool;
use crate::system::SECRETS;

/// The ending of a program's file name.
pub(crate) const SUFFIX: &str = ".exe";

/// A console of its own, which is not shown: closing the terminal's does not end it.
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
/// Ctrl-C in the terminal does not reach it.
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;

/// The program will be apart from ours: the terminal's Ctrl-C goes to all that share it, and would end it as well.
/// Our secrets stay with us.
pub(crate) fn apart(command: &mut Command) -> &mut Command {
    for name in SECRETS {
        command.env_remove(name);
    }
    command.creation_flags(CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP)
}

/// From here on this process and whatever it starts are in one job, whose only handle this process holds: when it ends, in
/// whatever way, Windows ends the rest.
pub(crate) fn end_together() -> io::Result<()> {
    static OWN: Mutex<Option<Job>> = Mutex::new(None);
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    if own.is_none() {
        let job = Job::create_with_limit_info(&deadly())?;
        job.assign_current_process()?;
        *own = Some(job);
    }
    Ok(())
}

/// Limits that end all of a job when its last handle is closed.
fn deadly() -> ExtendedLimitInfo {
    let mut limits = ExtendedLimitInfo::new();
    limits.limit_kill_on_job_close();
    limits
}

/// A program with all that it starts from now on.
#[derive(Debug)]
pub(crate) struct Group {
    /// Stays open, so that it can be asked who lives.
    all: Job,
    /// Within the other one; closed to kill.
    inner: Option<Job>,
}

impl Group {
    /// The group of a program that was just started.
    pub(crate) fn of(child: &Child) -> io::Result<Group> {
        let (all, inner) = (Job::create()?, Job::create()?);
        let handle = child.raw_handle().ok_or_else(|| io::Error::other("it has ended already"))?;
        all.assign_process(handle as isize)?;
        inner.assign_process(handle as isize)?;
        Ok(Group { all, inner: Some(inner) })
    }

    /// Kills all of it.
    pub(crate) fn kill(&mut self) {
        if let Some(inner) = self.inner.take()
            && let Err(error) = inner.set_extended_limit_info(&deadly())
        {
            tracing::warn!(%error, "a program that was started cannot be ended");
        }
    }

    /// The process ids of those that live.
    pub(crate) fn living(&self) -> io::Result<Vec<i32>> {
        let living = self.all.query_process_id_list()?;
        Ok(living.into_iter().map(|pid| i32::try_from(pid).unwrap_or(i32::MAX)).collect())
    }
}

/// Asks a program with a window to quit, as a click on the window's cross does.
pub(crate) async fn ask_to_quit(pid: u32) {
    let mut command = Command::new(tool("taskkill.exe"));
    command.args(["/PID", &pid.to_string()]);
    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().await;
}

/// Whether this process may do everything, as nobody can here.
pub(crate) fn is_root() -> bool {
    false
}
