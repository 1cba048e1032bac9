//! The files that `unlinked plan` writes: the roster and the drafts. Both are put in their places at the end, or not at all.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::own_files::OwnFile;
use crate::plan::{Decision, Drafts, PlanError, RosterLine, RosterWriter};

/// What stands for standard output in place of a path.
pub(in crate::cli) const STDOUT: &str = "-";

/// What to do where a file is there already.
pub(in crate::cli) const HOW: &str = "name another file, or replace it with --force";

/// The files that a plan writes: both are put in their places at the end, or not at all.
pub(in crate::cli) struct Files {
    roster: Option<(PathBuf, RosterWriter<Target>)>,
    drafts: Option<(PathBuf, Drafts, OwnFile)>,
}

pub(in crate::cli) enum Target {
    File(Box<OwnFile>),
    Stdout(BufWriter<std::io::Stdout>),
    /// A person looks at it: a carriage return would write over what stands before it.
    Shown(BufWriter<std::io::Stdout>),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Target::File(file) => file.write(bytes),
            Target::Stdout(stdout) => stdout.write(bytes),
            Target::Shown(stdout) => {
                let shown: Vec<u8> =
                    bytes.iter().map(|byte| if *byte == b'\r' { b' ' } else { *byte }).collect();
                stdout.write(&shown)
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Target::File(file) => file.flush(),
            Target::Stdout(stdout) | Target::Shown(stdout) => stdout.flush(),
        }
    }
}

impl Files {
    /// Begins the files that are asked for, each beside its place.
    pub(in crate::cli) fn start(
        output: Option<&Path>,
        drafts: Option<(&Path, Drafts)>,
        state: Option<&Path>,
        force: bool,
    ) -> Result<Files, Failure> {
        let cannot = |path: &Path, error: std::io::Error| {
            Failure::usage(
                format!("cannot write `{}`: {error}", path.display()),
                "name a folder that you may write to",
            )
        };
        let roster = match output {
            None => None,
            Some(path) => {
                let target = if path == Path::new(STDOUT) {
                    let stdout = std::io::stdout();
                    let is_shown = stdout.is_terminal();
                    let stdout = BufWriter::new(stdout);
                    if is_shown { Target::Shown(stdout) } else { Target::Stdout(stdout) }
                } else {
                    Target::File(Box::new(OwnFile::begin(state, path, force, HOW)?))
                };
                Some((path.to_owned(), RosterWriter::new(target).map_err(|error| cannot(path, error))?))
            }
        };
        let drafts = match drafts {
            Some((path, drafts)) => {
                let mut file = OwnFile::begin(state, path, force, HOW)?;
                drafts.begin(&mut file).map_err(|error| cannot(path, error))?;
                Some((path.to_owned(), drafts, file))
            }
            None => None,
        };
        Ok(Files { roster, drafts })
    }

    /// Writes one decision.
    pub(in crate::cli) fn take(&mut self, decision: &Decision<'_>) -> Result<(), PlanError> {
        let Decision::Chosen(chosen) = decision else { return Ok(()) };
        let cannot = |path: &Path, source| PlanError::Io { deed: "write", path: path.to_owned(), source };
        if let Some((path, writer)) = &mut self.roster {
            writer.write(&RosterLine::of(chosen)).map_err(|source| cannot(path, source))?;
        }
        if let Some((path, drafts, file)) = &mut self.drafts {
            drafts.write(chosen, file).map_err(|source| cannot(path, source))?;
        }
        Ok(())
    }

    /// Puts the files in their places.
    pub(in crate::cli) fn finish(self) -> Result<(), Failure> {
        let cannot = |path: &Path, source| {
            Failure::from(PlanError::Io { deed: "write", path: path.to_owned(), source })
        };
        if let Some((path, writer)) = self.roster {
            match writer.into_inner().map_err(|source| cannot(&path, source))? {
                Target::File(file) => file.finish()?,
                Target::Stdout(mut stdout) | Target::Shown(mut stdout) => match stdout.flush() {
                    Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                        return Err(cannot(&path, error));
                    }
                    _ => {}
                },
            }
        }
        if let Some((_, _, file)) = self.drafts {
            file.finish()?;
        }
        Ok(())
    }
}
