//! The table of processes, read from `/proc`: what is alive, whose child it is, in which group, and since when. Nothing is
//! ended here.

use std::ffi::OsStr;
use std::fs;

/// One line of the process table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::browser) struct Process {
    pub(in crate::browser) pid: i32,
    pub(in crate::browser) parent: i32,
    pub(in crate::browser) pgid: i32,
    /// The program's name, cut after 15 letters.
    pub(in crate::browser) name: String,
    state: char,
    threads: u32,
    pub(in crate::browser) start_ticks: u64,
}

impl Process {
    pub(in crate::browser) fn read(pid: i32) -> Option<Process> {
        Process::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The program's name is in brackets and may hold anything, brackets too: what counts stands after the last one.
    fn parse(pid: i32, stat: &str) -> Option<Process> {
        let end = stat.rfind(')')?;
        let name = stat[..end].split_once('(')?.1.to_owned();
        let mut fields = stat[end + 1..].split_ascii_whitespace();
        let state = fields.next()?.chars().next()?;
        let parent = fields.next()?.parse().ok()?;
        let pgid = fields.next()?.parse().ok()?;
        let threads = fields.nth(14)?.parse().ok()?;
        let start_ticks = fields.nth(1)?.parse().ok()?;
        Some(Process { pid, parent, pgid, name, state, threads, start_ticks })
    }

    /// Dead processes stay in the table until their parent asks for them; in a container that can be for ever. One whose
    /// first thread is dead lives on in its others.
    pub(in crate::browser) fn is_alive(&self) -> bool {
        match self.state {
            'X' => false,
            'Z' => self.threads > 1,
            _ => true,
        }
    }

    pub(in crate::browser) fn all() -> Vec<Process> {
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter_map(Process::read).collect()
    }

    pub(in crate::browser) fn command_line_has(&self, part: impl AsRef<OsStr>) -> bool {
        let wanted = part.as_ref().to_string_lossy();
        fs::read(format!("/proc/{}/cmdline", self.pid))
            .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(wanted.as_ref()))
    }

    /// Whether the environment that it was started with holds this entry. Unreadable for a dead process.
    pub(in crate::browser) fn environment_has(&self, entry: &str) -> bool {
        fs::read(format!("/proc/{}/environ", self.pid))
            .is_ok_and(|bytes| bytes.split(|byte| *byte == 0).any(|own| own == entry.as_bytes()))
    }
}

/// The id of this boot; empty where the system has none.
pub(in crate::browser) fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

/// This process's own id.
pub(in crate::browser) fn own_pid() -> i32 {
    std::process::id().cast_signed()
}

/// When a process started, in clock ticks since boot; 0 where there is no `/proc`.
pub(in crate::browser) fn start_ticks(pid: i32) -> u64 {
    Process::read(pid).map_or(0, |process| process.start_ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_name_with_brackets_does_not_shift_the_fields() {
        let stat = "42 (odd) name (x) S 1 40 40 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 987654 1000 20";
        let process = Process::parse(42, stat).unwrap();
        assert_eq!(process.name, "odd) name (x");
        assert_eq!((process.parent, process.pgid, process.state), (1, 40, 'S'));
        assert_eq!((process.threads, process.start_ticks), (1, 987_654));
    }

    #[test]
    fn a_dead_first_thread_is_no_dead_process() {
        let alive = |state: &str, threads: u32| {
            let stat = format!("42 (x) {state} 1 40 40 0 -1 0 1 0 0 0 5 6 0 0 20 0 {threads} 0 987654 0 0");
            Process::parse(42, &stat).unwrap().is_alive()
        };
        assert!(alive("S", 1) && alive("T", 7) && alive("Z", 2));
        assert!(!alive("Z", 1) && !alive("X", 1));
    }
}
