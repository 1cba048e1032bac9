//! Why a command ends without having done its work, with the exit code that says so. The one place that knows which
//! error gives which code.

use miette::Diagnostic;

use super::exit;
use super::output::{Paint, paragraph, printable};
use crate::browser::StartError;
use crate::domain::StoppedBy;
use crate::faults::Faults;
use crate::plan::PlanError;
use crate::roster::{ListError, Unconfirmed};
use crate::selectors::SelectorError;
use crate::wording::{count, sentence};

/// Why a command ends without having done its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Flags that do not fit together, or a wrong value. Nothing was started.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// Files that cannot be used: all of their faults. Nothing was started.
    Files(Vec<FileFault>),
    /// The user said no, and so this was left undone ("nothing was started").
    Declined(String),
    /// The browser cannot be started.
    Browser(StartError),
    /// The state folder.
    State(String),
    /// Things that a run needs and that are not so: all of them, each with its cure. Nothing was started.
    Unfit {
        /// What the run would be stopped by.
        by: Option<StoppedBy>,
        /// What is wrong, a sentence or two each.
        wrong: Vec<String>,
    },
    /// Something that must be settled before a run may start.
    Stopped {
        /// What keeps it from starting.
        by: StoppedBy,
        /// What happened and what to do next.
        message: String,
    },
    /// A defect of the program, or a system without threads.
    Internal(String),
}

/// What is wrong with one file.
#[derive(Debug)]
pub(super) enum FileFault {
    /// Faults with their places.
    Faults(Box<Faults>),
    /// What the columns of a list are has to be said.
    Columns(Box<Unconfirmed>),
    /// The file as a whole.
    Whole(String),
}

impl Failure {
    /// A wrong use of the command line.
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::Usage { message: message.into(), help: help.into() }
    }

    /// The user said no, and nothing was started.
    pub(super) fn not_started() -> Failure {
        Failure::Declined("nothing was started".to_owned())
    }

    /// The exit code.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage { .. } | Failure::Files(_) | Failure::Declined(_) => exit::USAGE,
            Failure::Browser(_) => exit::BROWSER,
            Failure::State(_) => exit::STATE,
            Failure::Unfit { by, .. } => by.map_or(exit::USAGE, exit::of_stop),
            Failure::Stopped { by, .. } => exit::of_stop(*by),
            Failure::Internal(_) => exit::INTERNAL,
        }
    }

    /// What stopped a run that had this failure before it could begin.
    pub(super) fn stopped_by(&self) -> Option<StoppedBy> {
        match self {
            Failure::Browser(_) => Some(StoppedBy::Browser),
            Failure::State(_) => Some(StoppedBy::State),
            Failure::Unfit { by, .. } => *by,
            Failure::Stopped { by, .. } => Some(*by),
            Failure::Usage { .. } | Failure::Files(_) | Failure::Declined(_) | Failure::Internal(_) => None,
        }
    }

    /// What happened and what to do next, without colour.
    pub(super) fn message(&self) -> String {
        match self {
            Failure::Usage { message, help } if help.is_empty() => message.clone(),
            Failure::Usage { message, help } => format!("{message}; {help}"),
            Failure::Files(_) => "files that cannot be used; nothing was started".to_owned(),
            Failure::Declined(undone) => undone.clone(),
            Failure::Browser(error) => match error.help() {
                Some(help) => format!("{error}. {help}"),
                None => error.to_string(),
            },
            Failure::Unfit { wrong, .. } => format!("{} Nothing was started.", wrong.join(" ")),
            Failure::State(message) | Failure::Stopped { message, .. } => message.clone(),
            Failure::Internal(message) => {
                format!("{message}; this is a defect of unlinked, please report it with this text")
            }
        }
    }

    /// The failure as text for a terminal.
    pub(super) fn render(&self, paint: Paint, width: usize) -> String {
        if let Failure::Files(files) = self {
            return render_files(files, paint, width);
        }
        if let Failure::Unfit { wrong, .. } = self {
            let mut text: String =
                wrong.iter().map(|one| format!("{}\n\n", paragraph(&printable(one), width, 0))).collect();
            let things = if wrong.len() == 1 {
                "1 thing is".to_owned()
            } else {
                format!("{} things are", wrong.len())
            };
            text.push_str(&format!(
                "{} no run can work so: {things} to be mended. Nothing was started; `unlinked doctor` shows the whole list.",
                paint.bad("error:")
            ));
            return text;
        }
        if let Failure::Declined(undone) = self {
            return sentence(undone);
        }
        let (message, help) = match self {
            Failure::Usage { message, help } => (message.clone(), help.clone()),
            Failure::Browser(error) => {
                (error.to_string(), error.help().map(|help| help.to_string()).unwrap_or_default())
            }
            _ => (self.message(), String::new()),
        };
        let message = without_numbers_of_the_system(&message);
        let mut text = paragraph(&format!("error: {}", printable(&message)), width, 0);
        text.replace_range(..6, &paint.bad("error:"));
        if !help.is_empty() {
            text.push_str(&format!("\n{}", paragraph(&format!("help: {help}"), width, 2)));
        }
        text
    }
}

/// The text without the numbers by which a system counts its errors: `No such file or directory (os error 2)` says it in words.
fn without_numbers_of_the_system(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| {
        let after = part.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
        match after.strip_prefix(')') {
            Some(rest) if after.len() < part.len() => told + rest,
            _ => told + " (os error " + part,
        }
    })
}

fn render_files(files: &[FileFault], paint: Paint, width: usize) -> String {
    let mut text = String::new();
    let mut errors = 0;
    for file in files {
        match file {
            FileFault::Faults(faults) => {
                errors += faults.errors();
                text.push_str(&faults.render(paint.0, width));
            }
            FileFault::Columns(unconfirmed) => {
                errors += 1;
                let lines = unconfirmed.to_string();
                // The rows of the table stay as they are.
                let line = |line: &str| match printable(line) {
                    row if row.starts_with(' ') => row.into_owned(),
                    sentence => paragraph(&sentence, width, 0),
                };
                let lines: Vec<String> = lines.lines().map(line).collect();
                text.push_str(&format!("{}\n\n", lines.join("\n")));
            }
            FileFault::Whole(message) => {
                errors += 1;
                let message = without_numbers_of_the_system(message);
                text.push_str(&format!("{}\n\n", paragraph(&printable(&message), width, 0)));
            }
        }
    }
    let faults = count(errors, "fault", "faults");
    text.push_str(&format!("{} {faults}. Nothing was started.", paint.bad("error:")));
    text
}

impl From<ListError> for FileFault {
    fn from(error: ListError) -> FileFault {
        match error {
            ListError::Faults(faults) => FileFault::Faults(faults),
            ListError::Columns(unconfirmed) => FileFault::Columns(unconfirmed),
            error => FileFault::Whole(error.to_string()),
        }
    }
}

impl FileFault {
    /// The faults of selector files, one entry for each file.
    pub(super) fn of_selectors(error: SelectorError) -> Vec<FileFault> {
        match error {
            SelectorError::Faults(files) => {
                files.into_iter().map(|faults| FileFault::Faults(Box::new(faults))).collect()
            }
            error => vec![FileFault::Whole(error.to_string())],
        }
    }
}

impl From<PlanError> for FileFault {
    fn from(error: PlanError) -> FileFault {
        match error {
            PlanError::List(error) => error.into(),
            PlanError::Faults(faults) => FileFault::Faults(faults),
            error => FileFault::Whole(error.to_string()),
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Failure {
        match error {
            PlanError::Flag { message, help } => Failure::usage(message, help),
            error => Failure::Files(vec![error.into()]),
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Failure {
        Failure::Browser(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_own_numbers_of_errors_are_not_shown() {
        assert_eq!(
            without_numbers_of_the_system(
                "a.csv: No such file (os error 2). Check (os error x) it (os error 13)"
            ),
            "a.csv: No such file. Check (os error x) it"
        );
    }
}
