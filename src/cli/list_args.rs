//! What a command is told of a list beside its name: the sheet of a spreadsheet, and which column is which. Where the headings of a
//! list are not known, the user is asked, or has to say it; nothing is guessed.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use url::Url;

use super::failure::{Failure, FileFault};
use super::output::{Terminal, printable};
use super::prompt;
use crate::domain::quoted;
use crate::roster::{Columns, ListOptions, is_archive};

/// What a command is told of a list.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ListArgs {
    /// The sheet of a spreadsheet that has the list, where several could have it
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Which column is which, by heading or letter, such as `name=Kontakt,url=B`; needed where the headings are not those of LinkedIn's
    /// export and nobody can be asked
    #[arg(long, value_name = "WHICH")]
    columns: Option<Columns>,
}

/// Refuses a file that would be written as CSV and has the name of a spreadsheet, or is one.
pub(super) fn refuse_spreadsheet(path: &Path, what: &str) -> Result<(), Failure> {
    let ends = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_one = || {
        let mut start = [0; 4];
        File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok() && is_archive(&start))
    };
    if !["xlsx", "xlsm", "xlsb", "xls", "ods"].contains(&ends.as_str()) && !is_one() {
        return Ok(());
    }
    Err(Failure::usage(
        format!("the {what} is written as CSV, and {} is a spreadsheet; nothing was written", path.display()),
        "name a .csv file; spreadsheet programs open it",
    ))
}

impl ListArgs {
    pub(super) fn options(&self, site: Option<&Url>) -> ListOptions {
        ListOptions { site: site.cloned(), sheet: self.sheet.clone(), columns: self.columns.clone() }
    }

    /// The flags as they can be pasted.
    pub(super) fn flags(&self) -> Vec<String> {
        let columns = self.columns.as_ref().map(ToString::to_string);
        let flags = [("--sheet", self.sheet.clone()), ("--columns", columns)];
        let said = flags.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), quoted(&value?)]));
        said.flatten().collect()
    }

    /// Asks what the columns are, if that is all that is wrong and somebody can be asked. After a yes the list is to be read again.
    ///
    /// # Errors
    /// The failure as it was, or that the user said no.
    pub(super) fn confirm(&mut self, failure: Failure, terminal: &Terminal) -> Result<(), Failure> {
        let unconfirmed = match &failure {
            Failure::Files(faults) => match faults.as_slice() {
                [FileFault::Columns(unconfirmed)] if terminal.can_ask && unconfirmed.is_clear() => {
                    unconfirmed.clone()
                }
                _ => return Err(failure),
            },
            _ => return Err(failure),
        };
        terminal.say(&format!(
            "The headings on line {} of {} are not those of LinkedIn's export. They seem to mean:\n\n{}",
            unconfirmed.line,
            printable(&unconfirmed.file),
            unconfirmed.shown().trim_end_matches('\n')
        ));
        prompt::agree("Is the list to be read so? Type \"yes\": ", "nothing was started", "", terminal)?;
        let columns = unconfirmed.columns();
        terminal.say(&format!("To say so beforehand: `--columns {}`\n", quoted(&columns.to_string())));
        self.columns = Some(columns);
        Ok(())
    }
}
