//! Writes a run's trace: events as JSON Lines, pictures as files beside them. A trace that cannot be written never stops a
//! run that the ledger allows; the first failure is kept to be told at the end.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::event::{Event, What};
use crate::domain::{Area, Step, UnixMs};
use crate::system::private;

/// Name of the events' file in a run's folder.
pub(super) const TRACE_FILE: &str = "trace.jsonl";

/// Name of the file with the locators that the run went by.
pub(super) const LOCATORS_FILE: &str = "locators.json";

/// The recorder of one run.
#[derive(Debug)]
pub struct Recorder {
    folder: PathBuf,
    file: Option<BufWriter<File>>,
    seq: u64,
    person: String,
    line: u64,
    scale: Option<f64>,
    failure: Option<String>,
}

impl Recorder {
    /// A recorder that writes into a run's folder, which is there already.
    #[must_use]
    pub fn new(folder: &Path) -> Recorder {
        let path = folder.join(TRACE_FILE);
        let opened = private_options().append(true).open(&path);
        let failure = opened.as_ref().err().map(|error| format!("cannot write {}: {error}", path.display()));
        Recorder {
            folder: folder.to_owned(),
            file: opened.ok().map(BufWriter::new),
            seq: 0,
            person: String::new(),
            line: 0,
            scale: None,
            failure,
        }
    }

    /// A recorder that keeps nothing.
    #[must_use]
    pub fn off() -> Recorder {
        Recorder {
            folder: PathBuf::new(),
            file: None,
            seq: 0,
            person: String::new(),
            line: 0,
            scale: None,
            failure: None,
        }
    }

    /// From here on, events are about this person.
    pub fn about(&mut self, person: &str, line: u64) {
        person.clone_into(&mut self.person);
        self.line = line;
    }

    /// Whom events are about at present, and their line.
    #[must_use]
    pub fn whom(&self) -> (String, u64) {
        (self.person.clone(), self.line)
    }

    /// From here on, this many px of a picture make one CSS px.
    pub fn pictures_at(&mut self, scale: Option<f64>) {
        self.scale = scale;
    }

    /// Keeps the locators that the run goes by (`locators` of `Selectors::page_request`) beside the trace: a report then
    /// shows what each candidate said, also after the selector files were changed.
    pub fn keep_locators(&mut self, locators: &serde_json::Value) {
        if self.file.is_none() {
            return;
        }
        if let Err(error) = write_private(&self.folder.join(LOCATORS_FILE), locators.to_string().as_bytes()) {
            self.failure.get_or_insert_with(|| format!("cannot write {LOCATORS_FILE}: {error}"));
        }
    }

    /// Writes one event, with a picture if there is one.
    pub fn event(&mut self, at: UnixMs, step: Step, ms: u64, what: What, picture: Option<Vec<u8>>) {
        self.write(at, step, ms, what, (picture, Vec::new()));
    }

    /// The same for an event with an outline, with where on the picture its lines stand.
    pub fn outlined(
        &mut self,
        at: UnixMs,
        step: Step,
        what: What,
        picture: Option<Vec<u8>>,
        areas: Vec<Option<Area>>,
    ) {
        self.write(at, step, 0, what, (picture, areas));
    }

    fn write(
        &mut self,
        at: UnixMs,
        step: Step,
        ms: u64,
        what: What,
        (picture, areas): (Option<Vec<u8>>, Vec<Option<Area>>),
    ) {
        self.seq += 1;
        let Some(file) = &mut self.file else { return };
        let name = picture.and_then(|png| {
            let name = format!("{:06}.png", self.seq);
            match write_private(&self.folder.join(&name), &png) {
                Ok(()) => Some(name),
                Err(error) => {
                    self.failure.get_or_insert_with(|| format!("cannot write the picture {name}: {error}"));
                    None
                }
            }
        });
        let event = Event {
            seq: self.seq,
            at,
            person: self.person.clone(),
            line: self.line,
            step,
            ms,
            what,
            scale: name.as_ref().and(self.scale),
            areas: if name.is_some() { areas } else { Vec::new() },
            picture: name,
        };
        let written = serde_json::to_writer(&mut *file, &event).map_err(std::io::Error::from);
        let written = written.and_then(|()| file.write_all(b"\n"));
        // Each person's last event is an outcome: what stands in the file then survives a kill. Whose page is open is seen from
        // other processes.
        let written = match event.what {
            What::Outcome { .. } | What::Stop { .. } | What::Intent { .. } | What::Opened { .. } => {
                written.and_then(|()| file.flush())
            }
            _ => written,
        };
        if let Err(error) = written {
            self.failure.get_or_insert_with(|| format!("cannot write the trace: {error}"));
        }
    }

    /// Writes out what is buffered, and says the first failure, if any.
    pub fn finish(&mut self) -> Option<String> {
        if let Some(Err(error)) = self.file.as_mut().map(Write::flush) {
            self.failure.get_or_insert_with(|| format!("cannot write the trace: {error}"));
        }
        self.failure.clone()
    }
}

/// Names and faces are in these files: only their owner reads them.
fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    private::file(options.create(true));
    options
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    private_options().write(true).truncate(true).open(path)?.write_all(bytes)
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.finish();
    }
}
