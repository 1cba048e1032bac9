//! Having the rest done: in this terminal, or by the system's timer, whose files are shown before they are written.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::guide::{Guide, Next};
use crate::cli::failure::Failure;
use crate::domain::quoted;
use crate::system::new_file::{Existing, NewFile};

const SERVICE: &str = include_str!("../../../../dist/systemd/unlinked.service");
const TIMER: &str = include_str!("../../../../dist/systemd/unlinked.timer");
const PLIST: &str = include_str!("../../../../dist/launchd/unlinked.plist");
const CRONTAB: &str = include_str!("../../../../dist/cron/unlinked.cron");

/// Offers the ways to go on.
pub(super) async fn offer(guide: &mut Guide<'_>) -> Result<Next, Failure> {
    if guide.some_people().is_none() {
        return Ok(Next::On);
    }
    let here = guide.run_words(&[]);
    if guide.place.practice {
        return guide.offer(here, None, None).await;
    }
    let Some(timer) = Timer::of_this_system() else { return guide.offer(here, None, None).await };
    match guide.offer(here, None, Some(("t", timer.offered()))).await? {
        Next::Other => by_timer(guide, timer).await,
        next => Ok(next),
    }
}

/// What starts programs by the clock on this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timer {
    Systemd,
    Cron,
    Launchd,
}

impl Timer {
    fn of_this_system() -> Option<Timer> {
        if cfg!(target_os = "macos") {
            return Some(Timer::Launchd);
        }
        let is_there = |name: &str| {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
        };
        let booted = Path::new("/run/systemd/system").is_dir() && is_there("systemctl");
        booted.then_some(Timer::Systemd).or_else(|| is_there("crontab").then_some(Timer::Cron))
    }

    fn offered(self) -> &'static str {
        match self {
            Timer::Systemd => "by a timer of yours (systemd)",
            Timer::Cron => "by a timer of yours (cron)",
            Timer::Launchd => "by a timer of yours (launchd)",
        }
    }
}

/// The run that a timer starts, with whole paths: it starts anywhere.
fn unattended(guide: &Guide<'_>) -> Vec<String> {
    let whole = |word: &String| {
        let path = Path::new(word);
        if path.exists() {
            std::path::absolute(path)
                .map_or_else(|_| word.clone(), |path| path.to_string_lossy().into_owned())
        } else {
            word.clone()
        }
    };
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("unlinked"));
    let words = guide.run_words(&["--yes", "--no-wait", "--quiet"]);
    std::iter::once(program.to_string_lossy().into_owned()).chain(words.iter().map(whole)).collect()
}

async fn by_timer(guide: &Guide<'_>, timer: Timer) -> Result<Next, Failure> {
    let command = unattended(guide);
    let Ok(home) = etcetera::home_dir() else {
        guide.say("There is no home folder to write into; docs/getting-started.md has the files.");
        return Ok(Next::On);
    };
    let (files, then): (Vec<(PathBuf, String)>, Vec<Vec<&str>>) = match timer {
        Timer::Systemd => {
            let folder = home.join(".config/systemd/user");
            (
                vec![
                    (folder.join("unlinked.service"), service(&command)),
                    (folder.join("unlinked.timer"), TIMER.to_owned()),
                ],
                vec![
                    vec!["systemctl", "--user", "daemon-reload"],
                    vec!["systemctl", "--user", "enable", "--now", "unlinked.timer"],
                ],
            )
        }
        Timer::Launchd => {
            let file = home.join("Library/LaunchAgents/unlinked.plist");
            (vec![(file, plist(&command))], Vec::new())
        }
        Timer::Cron => return by_cron(guide, &command).await,
    };
    for (path, text) in &files {
        guide.say(&format!("Into {}:", path.display()));
        guide.terminal.say(&indented(text));
    }
    for words in &then {
        guide.terminal.say(&format!("    {}", words.join(" ")));
    }
    if !guide.ask("Enter: write and start it   s: leave it").await?.is_empty() {
        return Ok(Next::On);
    }
    for (path, text) in &files {
        if let Err(error) = put(path, text) {
            guide.say(&format!("{} was not written: {error}. Nothing was started.", path.display()));
            return Ok(Next::On);
        }
    }
    for words in &then {
        if !started(words, None) {
            guide.say(&format!(
                "`{}` did not go well; the files are written, and nothing was started.",
                words.join(" ")
            ));
            return Ok(Next::On);
        }
    }
    guide.say(match timer {
        Timer::Launchd => "It is written. `launchctl load ~/Library/LaunchAgents/unlinked.plist` starts it; this was never tried on a Mac.",
        _ => "It goes on by itself. So that it does while you are logged out: `loginctl enable-linger`. `unlinked status` says where it stands; \
              `systemctl --user disable --now unlinked.timer` ends it.",
    });
    Ok(Next::On)
}

async fn by_cron(guide: &Guide<'_>, command: &[String]) -> Result<Next, Failure> {
    let line = cron(command);
    guide.say("Into your crontab, behind what is there:");
    guide.terminal.say(&format!("    {line}"));
    if !guide.ask("Enter: write it   s: leave it").await?.is_empty() {
        return Ok(Next::On);
    }
    // Without a crontab yet there is nothing to list, and that is no fault.
    let listed = std::process::Command::new("crontab").arg("-l").stderr(Stdio::null()).output();
    let before =
        listed.map(|listed| String::from_utf8_lossy(&listed.stdout).into_owned()).unwrap_or_default();
    if before.lines().any(|there| there == line) {
        guide.say("It is there already.");
        return Ok(Next::On);
    }
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let well = started(&["crontab", "-"], Some(&format!("{before}{gap}{line}\n")));
    guide.say(if well {
        "It goes on by itself. `unlinked status` says where it stands; `crontab -e` takes the line out."
    } else {
        "`crontab` did not take it; nothing was changed."
    });
    Ok(Next::On)
}

/// A file of the user's that is there already and says something else is not replaced.
fn put(path: &Path, text: &str) -> std::io::Result<()> {
    match std::fs::read_to_string(path) {
        Ok(there) if there == text => return Ok(()),
        Ok(_) => {
            let why = "there is another one already; move it away first";
            return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, why));
        }
        Err(_) => {}
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    NewFile::put(path, text.as_bytes(), Existing::Stays)
}

/// Runs a program of the system; whether it went well.
fn started(words: &[&str], input: Option<&str>) -> bool {
    let Some((program, args)) = words.split_first() else { return false };
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let child = std::process::Command::new(program).args(args).stdin(stdin).spawn();
    let Ok(mut child) = child else { return false };
    if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
        use std::io::Write as _;
        let _ = stdin.write_all(text.as_bytes());
    }
    child.wait().is_ok_and(|ended| ended.success())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// The unit with this command in it.
fn service(command: &[String]) -> String {
    let words: Vec<String> = command.iter().map(|word| systemd_word(word)).collect();
    with_line(SERVICE, "ExecStart=", &format!("ExecStart={}", words.join(" ")))
}

/// A text with the line that begins so replaced.
fn with_line(text: &str, start: &str, new: &str) -> String {
    let lines = text.lines().map(|line| if line.starts_with(start) { new } else { line });
    lines.map(|line| format!("{line}\n")).collect()
}

/// A word in a unit file: quoted, and with nothing in it that systemd would fill in.
fn systemd_word(word: &str) -> String {
    let plain = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    let is_plain = plain.chars().all(|c| c.is_alphanumeric() || "-_./:=@,+%".contains(c));
    if is_plain && !plain.is_empty() { plain } else { format!("\"{plain}\"") }
}

/// A line of a crontab, in which `%` would end the command, with the times of the one in `dist`.
fn cron(command: &[String]) -> String {
    let words: Vec<String> = command.iter().map(|word| quoted(word).replace('%', "\\%")).collect();
    let times: Vec<&str> = CRONTAB.lines().last().unwrap_or_default().split(' ').take(5).collect();
    format!("{} {}", times.join(" "), words.join(" "))
}

/// The agent with this command in it.
fn plist(command: &[String]) -> String {
    let escaped = |word: &String| word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let strings: String =
        command.iter().map(|word| format!("        <string>{}</string>\n", escaped(word))).collect();
    let Some((before, rest)) = PLIST.split_once("<key>ProgramArguments</key>") else {
        return PLIST.to_owned();
    };
    let after = rest.split_once("</array>").map_or("", |(_, after)| after);
    format!("{before}<key>ProgramArguments</key>\n    <array>\n{strings}    </array>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> Vec<String> {
        ["/opt/my tools/unlinked", "run", "/home/zoe/50% \"old\" $HOME.csv", "--yes"]
            .map(str::to_owned)
            .into()
    }

    #[test]
    fn a_unit_has_each_word_as_it_is() {
        let unit = service(&command());
        let line = unit.lines().find(|line| line.starts_with("ExecStart=")).unwrap();
        assert_eq!(
            line,
            "ExecStart=\"/opt/my tools/unlinked\" run \"/home/zoe/50%% \\\"old\\\" $$HOME.csv\" --yes"
        );
        assert_eq!(unit.lines().count(), SERVICE.lines().count(), "nothing else changes");
    }

    #[test]
    fn a_crontab_has_each_word_as_it_is() {
        assert_eq!(
            cron(&command()),
            "20 9,12,15 * * 1-5 '/opt/my tools/unlinked' run '/home/zoe/50\\% \"old\" $HOME.csv' --yes"
        );
    }

    #[test]
    fn an_agent_has_each_word_as_it_is() {
        let agent = plist(&["/opt/a&b".to_owned(), "run".to_owned()]);
        assert!(agent.contains("<string>/opt/a&amp;b</string>\n        <string>run</string>"), "{agent}");
        assert!(agent.contains("</plist>") && agent.matches("ProgramArguments").count() == 1, "{agent}");
    }

    #[test]
    fn a_file_of_the_users_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("units/unlinked.timer");
        put(&path, "one").unwrap();
        put(&path, "one").unwrap();
        assert!(put(&path, "two").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
    }
}
