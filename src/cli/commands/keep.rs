//! `unlinked keep`: the account's own keep list, which is always in force, and what a person has to say where it cannot be told
//! whether somebody is kept.

use std::path::{Path, PathBuf};

use crate::cli::account_args::AccountArgs;
use crate::cli::beside::{account_of, keys_of, open_ledger};
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::keep_lists::{Asked, KeepLists, own_list};
use crate::cli::output::{Stdout, Terminal, printable};
use crate::cli::settings::load_config;
use crate::config::Config;
use crate::domain::{Clock, Person, PersonKey, PersonName, Slug};
use crate::engine::{Shown, protection};
use crate::ledger::Ledger;
use crate::pace::SystemClock;
use crate::plan::replace_file;
use crate::roster::{KeepFile, KeepLine, KeepList, ListError, Protection, Row};
use crate::wording::count;

/// Who is never removed: the account's own keep list, and what to say where it cannot be told whether somebody is kept.
///
/// The account's own list lies in its state folder and is always in force, beside `--keep` and `keep.file`; `--no-keep` does not
/// set it aside.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Put people on the account's own keep list
    Add {
        /// Each as on a line of a keep list: an address, a slug, a name, or a pattern such as `company:Acme*`
        #[arg(value_name = "WHO", required_unless_present = "from")]
        who: Vec<String>,
        /// Every line of this keep list
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Take people off the account's own keep list: the lines that name them, and no line that is a pattern
    Remove {
        /// Each as in `add`; a pattern is taken out if it is written as it stands there
        #[arg(value_name = "WHO", required = true)]
        who: Vec<String>,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Show the account's own keep list
    List {
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Say of somebody whether and why they would be kept. Exit code 0 if they are, 3 if they are not
    Test {
        /// An address, a slug or a name
        #[arg(value_name = "WHO")]
        who: String,
        /// The company that you know them to work for
        #[arg(long, value_name = "COMPANY")]
        company: Option<String>,
        /// The keep list to ask beside the account's own [default: `keep.file` in the config]
        #[arg(long, value_name = "FILE")]
        keep: Option<PathBuf>,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Let later runs act on people who are kept only because nobody could tell whether a line fits them. If a line fits, they stay kept
    Release {
        /// Each a slug, an address, or the key that `status --needs-a-look` shows
        #[arg(value_name = "WHO", required = true)]
        who: Vec<String>,
        #[command(flatten)]
        account: AccountArgs,
    },
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    match args.command {
        Command::Add { who, from, account } => {
            from.map_or(Ok(exit::OK), |file| add_all_of(&file, &account, terminal))?;
            add(&who, &account, terminal)
        }
        Command::Remove { who, account } => remove(&who, &account, terminal),
        Command::List { account } => list(&account, terminal),
        Command::Test { who, company, keep, account } => {
            test(&who, company, keep.as_deref(), &account, terminal)
        }
        Command::Release { who, account } => release(&who, &account, terminal),
    }
}

fn config_of(account: &AccountArgs) -> Result<Config, Failure> {
    load_config(account, Vec::new()).map_err(Failure::Files)
}

fn open(account: &AccountArgs, config: &Config) -> Result<(PathBuf, KeepFile), Failure> {
    let path = own_list(account)?;
    let file =
        KeepFile::open(&path, Some(&config.site)).map_err(|error| Failure::Files(vec![error.into()]))?;
    Ok((path, file))
}

/// Reads what is typed as a line of a keep list; all faults at once.
fn typed(who: &[String], config: &Config) -> Result<Vec<KeepList>, Failure> {
    let mut faults = Vec::<FileFault>::new();
    let mut read = Vec::new();
    for text in who {
        let line = text.replace(['\n', '\r'], " ");
        match KeepList::parse_at("what you typed", line, &config.site) {
            Ok(list) if list.is_empty() => {
                faults.push(FileFault::Whole(format!("`{}` names nobody", printable(text))));
            }
            Ok(list) => read.push(list),
            Err(error) => faults.push(error.into()),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(Failure::Files(faults)) }
}

fn write(path: &Path, text: &str, account: &AccountArgs) -> Result<(), Failure> {
    let folder = account_of(account)?.folder().to_owned();
    crate::system::private::close_folder(&folder).map_err(|error| cannot_write(path, &error))?;
    replace_file(path, text.as_bytes()).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::State(format!("cannot write {}: {error}; the list is as it was", path.display()))
}

fn add(who: &[String], account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    for (written, is_new) in who.iter().zip(put_on_list(who, account)?) {
        let said = if is_new { "kept from now on" } else { "on the list already" };
        stdout.line(&format!("{}: {said}.", printable(written)));
    }
    Ok(exit::OK)
}

/// Puts these lines on the account's own keep list. Says of each whether it is new there.
pub(super) fn put_on_list(who: &[String], account: &AccountArgs) -> Result<Vec<bool>, Failure> {
    let config = config_of(account)?;
    let read = typed(who, &config)?;
    let (path, file) = open(account, &config)?;
    let mut text = file.text().to_owned();
    let mut new = Vec::new();
    for (written, list) in who.iter().zip(&read) {
        let is_new = !list.missing_from(file.list()).is_empty();
        new.push(is_new);
        if !is_new {
            continue;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(written.replace(['\n', '\r'], " ").trim());
        text.push('\n');
    }
    if new.contains(&true) {
        // What was written must keep all that it is meant to.
        let now = KeepList::parse_at(&path.to_string_lossy(), text.clone(), &config.site)
            .map_err(|error| Failure::Files(vec![error.into()]))?;
        if let Some(lost) = read.iter().flat_map(|list| list.missing_from(&now)).next() {
            return Err(Failure::usage(
                format!("`{}` cannot be written so that the list keeps it", printable(&lost.text)),
                format!("write the line into {} by hand", path.display()),
            ));
        }
        write(&path, &text, account)?;
    }
    Ok(new)
}

/// Puts every line of a keep list on the account's own. What was written is read again and must keep all that the file keeps.
fn add_all_of(file: &Path, account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = config_of(account)?;
    let faults = |error: ListError| Failure::Files(vec![error.into()]);
    // A list that is not there counts as an empty one, which a typing error must not.
    std::fs::metadata(file).map_err(|error| {
        let message =
            format!("cannot read {}: {error}; nothing was written", printable(&file.to_string_lossy()));
        Failure::usage(message, "name a keep list that is there")
    })?;
    let from = KeepFile::open(file, Some(&config.site)).map_err(faults)?;
    if from.list().is_empty() {
        return Err(Failure::usage(
            format!("{} keeps nobody; nothing was written", file.display()),
            "name a keep list with a line at least",
        ));
    }
    let (path, own) = open(account, &config)?;
    let missing = from.list().missing_from(own.list());
    if !missing.is_empty() {
        let text = own.with_lines_of(&from, &missing);
        // Lines of their own do not fit into a table, nor a table's rows among lines.
        let lost = match KeepList::parse_at(&path.to_string_lossy(), text.clone(), &config.site) {
            Ok(now) => [from.list(), own.list()].into_iter().flat_map(|list| list.missing_from(&now)).next(),
            Err(_) => missing.first().cloned(),
        };
        if let Some(lost) = lost {
            let message = format!(
                "`{}` cannot be written beside what is on the account's own keep list; nothing was changed",
                printable(&lost.text)
            );
            let help = format!(
                "give the file to each run with --keep, or write its people into {} by hand",
                path.display()
            );
            return Err(Failure::usage(message, help));
        }
        write(&path, &text, account)?;
    }
    let lines = |number: usize| count(number, "line", "lines");
    let said = format!(
        "{} of {} on the account's own keep list: {} new, {} there before.",
        lines(from.list().lines()),
        printable(&file.to_string_lossy()),
        missing.len(),
        from.list().lines() - missing.len()
    );
    Stdout::new(terminal).line(&said);
    Ok(exit::OK)
}

fn remove(who: &[String], account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = config_of(account)?;
    let read = typed(who, &config)?;
    let (path, file) = open(account, &config)?;
    let mut stdout = Stdout::new(terminal);
    let mut lines = Vec::new();
    let mut nobody = Vec::new();
    for (written, list) in who.iter().zip(&read) {
        let found = file.list().lines_that_name(list);
        if found.is_empty() {
            nobody.push(printable(written).into_owned());
        }
        for hit in found {
            stdout.line(&format!("line {} taken out: {}", hit.line, printable(&hit.text)));
            lines.push(hit.line);
        }
    }
    if !lines.is_empty() {
        let after =
            file.with(&[] as &[KeepLine<'_>], &lines).map_err(|error| Failure::Files(vec![error.into()]))?;
        write(&path, after.text(), account)?;
    }
    if nobody.is_empty() {
        return Ok(exit::OK);
    }
    Err(Failure::usage(
        format!("no line of the account's own keep list names {}", nobody.join(", ")),
        "`unlinked keep list` shows its lines",
    ))
}

fn list(account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = config_of(account)?;
    let (path, file) = open(account, &config)?;
    let mut stdout = Stdout::new(terminal);
    if file.list().is_empty() {
        terminal.remark(&format!("The account's own keep list is empty ({}).", path.display()));
    }
    for (line, text) in (1..).zip(file.text().lines()).filter(|(_, text)| !text.trim().is_empty()) {
        stdout.line(&format!("{line:>4}  {}", printable(text)));
    }
    Ok(exit::OK)
}

fn test(
    who: &str,
    company: Option<String>,
    keep: Option<&Path>,
    account: &AccountArgs,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let config = config_of(account)?;
    let list = KeepLists::of(account, Asked::of(keep, false), Some(&config))
        .and_then(|lists| lists.read(Some(&config.site)))
        .map_err(|error| Failure::Files(vec![error.into()]))?;
    let is_slug = !who.contains(char::is_whitespace);
    let slug = is_slug.then(|| Slug::parse_at(who, &config.site).ok()).flatten();
    let name = PersonName::new(who).filter(|_| slug.is_none() || !who.contains(['/', '-']));
    if slug.is_none() && name.is_none() {
        return Err(Failure::usage(
            format!("`{}` is neither an address nor a name", printable(who)),
            "name a profile address, a slug or a full name",
        ));
    }
    let row = row_of(Person { slug, name, company, location: None });
    let ledger = Ledger::open_beside(&account_of(account)?.ledger_path())?;
    let (said, code) = match protection(&list, ledger.as_ref(), &row, Shown::default())? {
        Protection::Kept(hit) => (format!("kept: {hit}, fits by {}: {}", hit.by.words(), hit.text), exit::OK),
        Protection::CannotTell(hit) => (
            format!(
                "kept, since it cannot be told: {hit} is about a company, and theirs is not known: {}",
                hit.text
            ),
            exit::OK,
        ),
        Protection::NotKept => ("not kept by any line".to_owned(), exit::NEEDS_A_LOOK),
    };
    Stdout::new(terminal).line(&printable(&said));
    Ok(code)
}

fn row_of(person: Person) -> Row {
    Row {
        line: 0,
        person,
        action: crate::domain::Action::Remove,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}

fn release(who: &[String], account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(account)?;
    let mut stdout = Stdout::new(terminal);
    let mut keys: Vec<PersonKey> = Vec::new();
    for text in who {
        keys.extend(keys_of(&ledger, text)?);
    }
    for key in keys {
        let new = ledger.release(&key, SystemClock.now())?;
        let said = if new {
            "released: a line that cannot be told keeps them no more; a line that fits them still does."
        } else {
            "was released before."
        };
        stdout.line(&format!("{}: {said}", printable(key.as_str())));
    }
    Ok(exit::OK)
}
