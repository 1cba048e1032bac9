//! The program that is started when a run ends.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::timeout;

use crate::system::process::{Group, apart};

/// How much of the program's complaints is read, in bytes.
const WORDS_KEPT: u64 = 4096;

/// Starts the program with the outcome as one line of JSON on its standard input, and waits for its end. After `limit` it
/// is killed, with all that it started. Its output goes nowhere: ours may be read by another program.
pub(super) async fn run(
    program: &str,
    args: &[String],
    outcome: &Value,
    limit: Duration,
) -> Result<(), String> {
    let mut command = Command::new(program);
    apart(&mut command).args(args).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{program} cannot be started: {error}"))?;
    // A program that has ended already is in none.
    let group = Group::of(&child).ok();
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let work = async {
        let feed = async {
            if let Some(mut stdin) = stdin {
                // A program that does not read its input is none the worse for it.
                let _ = stdin.write_all(format!("{outcome}\n").as_bytes()).await;
            }
        };
        let listen = async {
            let mut words = Vec::new();
            if let Some(stderr) = stderr {
                let _ = stderr.take(WORDS_KEPT).read_to_end(&mut words).await;
            }
            words
        };
        let (status, (), words) = tokio::join!(child.wait(), feed, listen);
        (status, words)
    };
    match timeout(limit, work).await {
        Ok((Ok(status), _)) if status.success() => Ok(()),
        Ok((Ok(status), words)) => Err(format!("{program} ended with {status}{}", last_line(&words))),
        Ok((Err(error), _)) => Err(format!("{program}: {error}")),
        Err(_) => {
            if let Some(mut group) = group {
                group.kill();
            }
            Err(format!("{program} had not ended after {} s and was killed", limit.as_secs()))
        }
    }
}

fn last_line(words: &[u8]) -> String {
    let words = String::from_utf8_lossy(words);
    let Some(line) = words.lines().rev().find(|line| !line.trim().is_empty()) else { return String::new() };
    let line: String = line.chars().filter(|c| !c.is_control()).take(200).collect();
    format!(", with the words: {line}")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> [String; 2] {
        ["-c".to_owned(), script.to_owned()]
    }

    const PLENTY: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn the_program_gets_the_outcome_on_its_standard_input() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("told");
        let script = format!("cat > '{}'; echo noise; echo more noise >&2", file.display());
        let outcome = serde_json::json!({"exit": 4});
        run("sh", &sh(&script), &outcome, PLENTY).await.unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "{\"exit\":4}\n");
    }

    #[tokio::test]
    async fn a_program_that_fails_is_told_with_its_last_words() {
        let outcome = serde_json::json!({});
        let why = run("sh", &sh("echo one >&2; echo no such channel >&2; exit 3"), &outcome, PLENTY).await;
        assert_eq!(why.unwrap_err(), "sh ended with exit status: 3, with the words: no such channel");
        let why = run("/nowhere/at/all", &[], &outcome, PLENTY).await.unwrap_err();
        assert!(why.starts_with("/nowhere/at/all cannot be started"), "{why}");
    }

    #[tokio::test]
    async fn a_program_that_does_not_end_is_killed_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let script = format!("sleep 600 & echo $! > '{}'; wait", file.display());
        let why = run("sh", &sh(&script), &serde_json::json!({}), Duration::from_secs(2)).await.unwrap_err();
        assert!(why.contains("was killed"), "{why}");
        let child: i32 = std::fs::read_to_string(file).unwrap().trim().parse().unwrap();
        let alive = || {
            std::fs::read_to_string(format!("/proc/{child}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
        };
        let deadline = std::time::Instant::now() + PLENTY;
        while alive() {
            assert!(std::time::Instant::now() < deadline, "the child lives on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
