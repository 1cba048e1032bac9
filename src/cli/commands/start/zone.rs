//! The time zone: what the config says, and writing it there where it says nothing.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::guide::{Guide, Next};
use crate::cli::failure::Failure;
use crate::cli::output::printable;
use crate::config::Config;
use crate::system::new_file::{Existing, NewFile};

impl Guide<'_> {
    /// Says in which zone the hours are kept, and takes another one.
    pub(super) async fn zone(&mut self) -> Result<Next, Failure> {
        let config = self.config()?;
        let known = config.calendar.zone().ok().and_then(|zone| zone.iana_name()).map(str::to_owned);
        let question = match &known {
            Some(zone) => {
                self.say(&format!("It is {zone}."));
                "Enter: that is right   or type another, such as America/New_York   q: end here"
            }
            None => {
                self.say("This machine does not tell it, and no run starts without it.");
                "Type it, such as Europe/Warsaw   s: skip   q: end here"
            }
        };
        loop {
            let said = self.ask(question).await?;
            match said.as_str() {
                "q" => return Ok(Next::End),
                "s" => return Ok(Next::On),
                "" if known.is_some() => return Ok(Next::On),
                "" => {}
                said => match TimeZone::get(said) {
                    Err(_) => self.say(&format!(
                        "`{}` is no time zone; they are called after the largest city, as in Asia/Tokyo.",
                        printable(said)
                    )),
                    Ok(_) if self.write_zone(said).await? => return Ok(Next::On),
                    Ok(_) => {}
                },
            }
        }
    }

    /// Writes the zone into the config, after it was shown. Whether that is settled.
    async fn write_zone(&self, zone: &str) -> Result<bool, Failure> {
        let Some(path) = self.place.account.config.clone().or_else(Config::default_path) else {
            self.say("There is no folder for a config; name a file with --config.");
            return Ok(false);
        };
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => {
                self.say(&format!("{} cannot be read: {error}.", path.display()));
                return Ok(false);
            }
        };
        let Some(after) = with_zone(&before, zone) else {
            self.say(&format!(
                "{} has a table [calendar] already. Put this line into it yourself, then go on: time_zone = \"{zone}\"",
                path.display()
            ));
            return Ok(true);
        };
        self.say(&format!("Into {}:", path.display()));
        self.terminal.say(&format!("    [calendar]\n    time_zone = \"{zone}\""));
        if !self.ask("Enter: write it   s: leave it").await?.is_empty() {
            return Ok(false);
        }
        match write(&path, &after) {
            Ok(()) => {}
            Err(error) => {
                self.say(&format!("{} cannot be written: {error}.", path.display()));
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    std::fs::create_dir_all(folder)?;
    NewFile::put(path, text.as_bytes(), Existing::IsReplaced)
}

/// A config with the zone at its end; `None` where it has the table already, which is the user's to change.
fn with_zone(before: &str, zone: &str) -> Option<String> {
    let table: toml::Table = before.parse().ok()?;
    if table.contains_key("calendar") {
        return None;
    }
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let gap = if before.is_empty() { "" } else { "\n" };
    Some(format!("{before}{end}{gap}[calendar]\ntime_zone = \"{zone}\"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_added_to_a_config_and_nothing_in_it_is_changed() {
        assert_eq!(with_zone("", "Asia/Tokyo").unwrap(), "[calendar]\ntime_zone = \"Asia/Tokyo\"\n");
        for before in ["# mine\nroute = \"search\"", "[pace]\nbetween_people_min = \"60s\"\n"] {
            let after = with_zone(before, "Asia/Tokyo").unwrap();
            assert!(after.starts_with(before), "{after}");
            let read: toml::Table = after.parse().unwrap();
            assert_eq!(read["calendar"]["time_zone"].as_str(), Some("Asia/Tokyo"), "{after}");
        }
        for taken in ["[calendar]\ndays = [\"Mon\"]\n", "calendar.time_zone = \"UTC\"\n", "not toml at all ["]
        {
            assert_eq!(with_zone(taken, "Asia/Tokyo"), None, "{taken}");
        }
    }
}
