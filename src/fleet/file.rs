//! `accounts.toml`: which accounts there are, where each has its folder, roster and settings. All that is wrong in it is
//! told at once, each with its place.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::KEYS;
use crate::faults::{Fault, Faults};
use crate::limited;
use crate::wording::nearest;

/// The keys of the file, of one account.
const OF_FILE: &[&str] = &["sessions", "config", "account"];
const OF_ACCOUNT: &[&str] = &["name", "state", "roster", "config", "keep", "set"];

/// Most browser sessions at the same time.
const MOST_SESSIONS: i64 = 1_000;

type Value<'t> = Spanned<DeValue<'t>>;

/// The accounts of an organisation, each of whose members has signed in themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// How many browser sessions may be open at the same time, 1 to 1000: no more than the Grid has slots.
    pub sessions: usize,
    /// The accounts, in the order of the file; at least one, no two with the same name or state folder.
    pub list: Vec<FleetAccount>,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetAccount {
    /// Its name in texts and JSON: letters, digits, `-`, `_`, `.`.
    pub name: String,
    /// Its state folder.
    pub state: PathBuf,
    /// Its roster.
    pub roster: PathBuf,
    /// Its config file; the file's own one if it names none; `None` is the user's usual one.
    pub config: Option<PathBuf>,
    /// Its keep list; `None` is the config's.
    pub keep: Option<PathBuf>,
    /// Settings of its own: key and value, as a flag would give them.
    pub set: Vec<(String, String)>,
}

impl Accounts {
    /// Reads the file. Relative paths are taken from its folder.
    ///
    /// # Errors
    /// When the file cannot be read; the faults are inside.
    pub fn read(path: &Path) -> io::Result<Result<Accounts, Box<Faults>>> {
        let text = limited::settings(path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Ok(Accounts::parse(&path.display().to_string(), &text, folder))
    }

    /// Reads the text of a file. `folder` is where relative paths begin.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(name: &str, text: &str, folder: &Path) -> Result<Accounts, Box<Faults>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reading = Reading { faults: Faults::new(name, text), folder, taken: HashMap::new() };
        for error in errors {
            let help = "The file must be TOML: `key = value`, and one [[account]] for each account.";
            reading.fault(error.span().unwrap_or(0..0), error.message(), "here", help);
        }
        let accounts = reading.accounts(table.get_ref(), text.len());
        reading.faults.sort();
        if reading.faults.has_errors() { Err(Box::new(reading.faults)) } else { Ok(accounts) }
    }
}

struct Reading<'f> {
    faults: Faults,
    folder: &'f Path,
    /// What only one account may have, and which one has it.
    taken: HashMap<(&'static str, String), String>,
}

impl Reading<'_> {
    fn fault(&mut self, span: Range<usize>, message: impl Into<String>, label: &str, help: &str) {
        self.faults.push(Fault {
            code: "fleet.accounts",
            message: message.into(),
            span: Some(span),
            label: label.to_owned(),
            help: help.to_owned(),
            warning: false,
        });
    }

    fn accounts(&mut self, table: &DeTable<'_>, end: usize) -> Accounts {
        self.unknown(table, "the file", OF_FILE);
        let mut sessions = 1;
        if let Some(value) = table.get("sessions") {
            let number = value.get_ref().as_integer();
            let number = number.and_then(|said| i64::from_str_radix(said.as_str(), said.radix()).ok());
            match number.filter(|number| (1..=MOST_SESSIONS).contains(number)) {
                Some(number) => sessions = usize::try_from(number).unwrap_or(1),
                None => self.fault(
                    value.span(),
                    "`sessions` is no number of browser sessions",
                    "expected a whole number from 1 to 1000",
                    "No more than the Grid has slots. For example: sessions = 2",
                ),
            }
        }
        let config = table.get("config").and_then(|value| self.path("config", value));
        let list = match table.get("account").map(Spanned::get_ref) {
            Some(DeValue::Array(items)) => {
                items.iter().filter_map(|item| self.account(item, config.as_deref())).collect()
            }
            Some(_) => {
                let span = table.get("account").map_or(0..0, Spanned::span);
                self.fault(
                    span,
                    "`account` is no list",
                    "expected [[account]]",
                    "Write [[account]], with two brackets.",
                );
                Vec::new()
            }
            None => {
                self.fault(
                    end..end,
                    "the file has no account",
                    "expected an [[account]]",
                    "Each account has its own [[account]] with `name`, `state` and `roster`.",
                );
                Vec::new()
            }
        };
        Accounts { sessions, list }
    }

    fn account(&mut self, item: &Value<'_>, config: Option<&Path>) -> Option<FleetAccount> {
        let Some(table) = item.get_ref().as_table() else {
            self.fault(
                item.span(),
                "an account is no table",
                "expected [[account]]",
                "Write [[account]], with two brackets.",
            );
            return None;
        };
        self.unknown(table, "an account", OF_ACCOUNT);
        for key in ["name", "state", "roster"] {
            if !table.contains_key(key) {
                let message = format!("this account has no `{key}`");
                self.fault(
                    item.span(),
                    message,
                    "expected in this account",
                    "Each account has `name`, `state` and `roster`.",
                );
            }
        }
        let name = table.get("name").and_then(|value| self.name(value));
        let mut path = |key| table.get(key).map(|value| (self.path(key, value), value.span()));
        let (state, roster, own, keep) = (path("state"), path("roster"), path("config"), path("keep"));
        if let (Some(name), Some((Some(state), span))) = (&name, &state) {
            let folder = std::path::absolute(state).unwrap_or_else(|_| state.clone());
            let shown = folder.components().collect::<PathBuf>().display().to_string();
            self.only_one("state", shown, name, span.clone(), "state folder");
        }
        let set = table.get("set").map(|value| self.set(value)).unwrap_or_default();
        if let (Some(name), Some((_, profile))) =
            (&name, set.iter().find(|(key, _)| key == "webdriver.profile_dir"))
        {
            let span = table.get("set").map_or(0..0, Spanned::span);
            self.only_one("profile", profile.clone(), name, span, "browser profile");
        }
        Some(FleetAccount {
            name: name?,
            state: state?.0?,
            roster: roster?.0?,
            config: own.and_then(|(path, _)| path).or_else(|| config.map(Path::to_owned)),
            keep: keep.and_then(|(path, _)| path),
            set,
        })
    }

    /// Names are printed before lines and are keys of JSON, so they are plain words.
    fn name(&mut self, value: &Value<'_>) -> Option<String> {
        let fits =
            |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        let Some(name) = value.get_ref().as_str().filter(fits).map(str::to_owned) else {
            self.fault(
                value.span(),
                "this is no name of an account",
                "expected letters, digits, `-`, `_`, `.`",
                "For example: name = \"anna\"",
            );
            return None;
        };
        self.only_one("name", name.clone(), &name, value.span(), "name");
        Some(name)
    }

    fn only_one(&mut self, what: &'static str, value: String, name: &str, span: Range<usize>, words: &str) {
        if let Some(other) = self.taken.insert((what, value), name.to_owned()) {
            let message = format!("the account `{other}` has the same {words}");
            self.fault(
                span,
                message,
                "must be another one",
                "No two accounts share a name, a state folder or a browser profile.",
            );
        }
    }

    fn path(&mut self, key: &str, value: &Value<'_>) -> Option<PathBuf> {
        match value.get_ref().as_str().filter(|path| !path.trim().is_empty()) {
            Some(path) => Some(self.folder.join(path)),
            None => {
                let help = format!("For example: {key} = \"anna/{key}\"");
                self.fault(value.span(), format!("`{key}` is no path"), "expected a path in quotes", &help);
                None
            }
        }
    }

    /// Settings of one account. Whether the values fit, the configuration says when it is loaded.
    fn set(&mut self, value: &Value<'_>) -> Vec<(String, String)> {
        let Some(table) = value.get_ref().as_table() else {
            let help = "For example: set = { \"calendar.time_zone\" = \"Europe/Warsaw\" }";
            self.fault(value.span(), "`set` is no table", "expected { \"key\" = value }", help);
            return Vec::new();
        };
        let mut set = Vec::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !KEYS.iter().any(|known| known.name == name) {
                let near = nearest(name, KEYS.iter().map(|key| key.name));
                let help = near.map_or_else(
                    || "docs/configuration.md has all keys; each is written whole and in quotes, such as \"calendar.time_zone\".".to_owned(),
                    |near| format!("Did you mean \"{near}\"?"),
                );
                self.fault(key.span(), format!("there is no setting `{name}`"), "not known", &help);
                continue;
            }
            match plain(value.get_ref()) {
                Some(text) => set.push((name.to_owned(), text)),
                None => self.fault(
                    value.span(),
                    format!("`{name}` has a value that cannot be used"),
                    "expected a text, a number, true or false, or a list of them",
                    "Write it as in the config file.",
                ),
            }
        }
        set
    }

    fn unknown(&mut self, table: &DeTable<'_>, what: &str, known: &[&str]) {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = nearest(name, known.iter().copied()).map_or_else(
                    || format!("Known here: {}.", known.join(", ")),
                    |near| format!("Did you mean `{near}`?"),
                );
                self.fault(key.span(), format!("`{name}` is not known in {what}"), "not known", &help);
            }
        }
    }
}

/// A value as a flag would have it: the items of a list are parted by commas.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| plain(item.get_ref())).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Accounts, Box<Faults>> {
        Accounts::parse("accounts.toml", text, Path::new("/team"))
    }

    #[test]
    fn accounts_are_read_with_paths_from_the_files_own_folder() {
        let accounts = parse(
            r#"
            sessions = 2
            config = "shared.toml"
            [[account]]
            name = "anna"
            state = "anna/state"
            roster = "/rosters/anna.csv"
            set = { "calendar.time_zone" = "Europe/Warsaw", "limits.removals_per_day" = [5, 5, 5] }
            [[account]]
            name = "ben"
            state = "ben/state"
            roster = "ben.csv"
            config = "ben.toml"
            keep = "ben-keep.csv"
            "#,
        )
        .unwrap();
        assert_eq!((accounts.sessions, accounts.list.len()), (2, 2));
        let [anna, ben] = &accounts.list[..] else { panic!() };
        assert_eq!(anna.state, Path::new("/team/anna/state"));
        assert_eq!(anna.roster, Path::new("/rosters/anna.csv"));
        assert_eq!(anna.config.as_deref(), Some(Path::new("/team/shared.toml")));
        let mut set = anna.set.clone();
        set.sort();
        assert_eq!(set[1], ("limits.removals_per_day".to_owned(), "5,5,5".to_owned()));
        assert_eq!(ben.config.as_deref(), Some(Path::new("/team/ben.toml")));
        assert_eq!(ben.keep.as_deref(), Some(Path::new("/team/ben-keep.csv")));
    }

    // On Windows `other/../same` is told as well.
    #[cfg(unix)]
    #[test]
    fn everything_that_is_wrong_is_told_at_once_with_its_place() {
        let faults = parse(
            r#"sessions = 0
sesions = 3
[[account]]
name = "an na"
state = ""
roster = "anna.csv"
[[account]]
name = "ben"
state = "same"
rooster = "ben.csv"
set = { "calendar.timezone" = "UTC", "pace" = 1.5 }
[[account]]
name = "ben"
state = "other/../same"
roster = "ben.csv"
[[account]]
name = "cleo"
state = "./same"
roster = "cleo.csv"
"#,
        )
        .unwrap_err();
        let told: Vec<(usize, &str)> = faults
            .list
            .iter()
            .map(|fault| (faults.position(fault).map_or(0, |(line, _)| line), fault.message.as_str()))
            .collect();
        insta::assert_debug_snapshot!(told);
        assert!(faults.list.iter().any(|fault| fault.help.contains("calendar.time_zone")));
    }

    #[test]
    fn a_file_without_accounts_or_that_is_no_toml_says_so() {
        let message = |text: &str| parse(text).unwrap_err().list[0].message.clone();
        assert_eq!(message("sessions = 2\n"), "the file has no account");
        assert!(parse("[[account]\nname =").is_err());
    }
}
