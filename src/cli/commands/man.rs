//! `unlinked man [DIR]`: the manual, made from the same definitions as `--help`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::guide::{self, Section};
use crate::cli::output::Terminal;
use crate::cli::output::write_out;
use crate::system::new_file::{Existing, NewFile};

/// Write the manual, as man pages.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// A folder to write one page for each command into; without it the main page goes to stdout
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, tree: Command, terminal: &Terminal) -> Result<u8, Failure> {
    let Some(folder) = &args.folder else {
        let page =
            page(&tree, "").map_err(|error| Failure::Internal(format!("cannot make the manual: {error}")))?;
        write_out(&String::from_utf8_lossy(&page))?;
        return Ok(exit::OK);
    };
    let mut tree = tree.disable_help_subcommand(true);
    tree.build();
    std::fs::create_dir_all(folder).and_then(|()| write_pages(&tree, "", folder)).map_err(|error| {
        Failure::usage(
            format!("cannot write the manual into {}: {error}", folder.display()),
            "name a folder that you may write to",
        )
    })?;
    terminal.remark(&format!("The pages are in {}; read one with `man -l FILE`.", folder.display()));
    Ok(exit::OK)
}

/// One page for each command, `unlinked-run.1` and so on.
fn write_pages(command: &Command, path: &str, folder: &Path) -> io::Result<()> {
    let name = format!("unlinked {path}").trim().replace(' ', "-");
    let file = folder.join(format!("{name}.1"));
    // A page of an earlier version is replaced; what is none is the user's.
    if std::fs::read(&file).is_ok_and(|there| !is_page(&there)) {
        let why = format!("{} is there and no manual page of unlinked", file.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    }
    NewFile::put_for_all(&file, &page(command, path)?, Existing::IsReplaced)?;
    for sub in command.get_subcommands() {
        write_pages(sub, format!("{path} {}", sub.get_name()).trim(), folder)?;
    }
    Ok(())
}

/// Whether a file is one of our pages, of whatever version.
fn is_page(bytes: &[u8]) -> bool {
    bytes.windows(PAGE.len()).any(|part| part == PAGE)
}

/// What each page says of itself.
const PAGE: &[u8] = b".TH unlinked";

/// The page of one command: what its flags say, then the sections that a manual has besides.
fn page(command: &Command, path: &str) -> io::Result<Vec<u8>> {
    let name = format!("unlinked {path}").trim().replace(' ', "-");
    let man = Man::new(command.clone()).title(name);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    for (title, body) in guide::manual_sections(path) {
        writeln!(page, ".SH {}", roff(title))?;
        match body {
            Section::Lines(text) => {
                writeln!(page, ".nf")?;
                for line in text.lines() {
                    writeln!(page, "{}", roff(line))?;
                }
                writeln!(page, ".fi")?;
            }
            Section::Terms(terms) => {
                for (term, what) in terms {
                    writeln!(page, ".TP\n{}\n{}", roff(&term), roff(what))?;
                }
            }
        }
    }
    if command.get_version().is_some() {
        man.render_version_section(&mut page)?;
    }
    Ok(page)
}

/// A line as the manual's language wants it: a hyphen stays one that can be copied, and no line is taken for an order.
fn roff(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    match line.starts_with(['.', '\'']) {
        true => format!("\\&{line}"),
        false => line,
    }
}
