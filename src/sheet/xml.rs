//! XML, piece by piece, within limits on all of it, on one piece and on its depth. Entities of a file's own are not known, so that
//! none can grow.

use std::io::{self, BufRead, ErrorKind, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::refusal::Refusal;

/// The most that one part of a spreadsheet unpacks to: a sheet of some 150,000 people.
const MOST: u64 = 64 << 20;
/// The longest tag or text.
const LONGEST_PIECE: u64 = 1 << 20;
/// The deepest nesting; a sheet has about eight.
const DEEPEST: u32 = 128;

/// Reads at most so much of a part.
struct Bounded<R> {
    from: R,
    read: u64,
    /// Where the piece at hand began.
    piece_from: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let too_large = |why: &str| Err(io::Error::new(ErrorKind::FileTooLarge, why.to_owned()));
        if self.read > MOST {
            return too_large(
                "this spreadsheet unpacks to more than 64 MB, which is more than 150,000 people take",
            );
        }
        if self.read - self.piece_from > LONGEST_PIECE {
            return too_large("this spreadsheet has a cell of more than a million letters");
        }
        self.from.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.from.consume(amount);
    }
}

/// A part of a spreadsheet.
pub(super) struct Xml<R> {
    reader: quick_xml::Reader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: u32,
}

/// A piece of it. An element without content comes as a start and an end.
pub(super) enum Piece<'a> {
    Start(Tag<'a>),
    End(String),
    Text(String),
    Done,
}

/// The start of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without the prefix of its namespace.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// An attribute by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.values(name).next().flatten()
    }

    /// An attribute in all the namespaces that have one of this name.
    pub(super) fn get_all(&self, name: &str) -> Vec<String> {
        self.values(name).flatten().collect()
    }

    /// The values of all attributes of a name; `None` for one that cannot be read.
    fn values(&self, name: &str) -> impl Iterator<Item = Option<String>> {
        let mut all = self.0.attributes();
        // Looking for doubles among very many attributes takes for ever.
        all.with_checks(false);
        let named = all.flatten().filter(move |attribute| local(attribute.key.into_inner()) == name);
        named.map(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(from: R) -> Xml<R> {
        let mut reader = quick_xml::Reader::from_reader(Bounded { from, read: 0, piece_from: 0 });
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), depth: 0 }
    }

    /// How much was read so far.
    pub(super) fn bytes(&mut self) -> u64 {
        self.reader.get_mut().read
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Piece<'_>, Refusal> {
        loop {
            self.buffer.clear();
            let input = self.reader.get_mut();
            input.piece_from = input.read;
            // The buffer is given back at the next turn; what is kept of a piece is its own.
            let event = self.reader.read_event_into(&mut self.buffer).map_err(of_xml)?;
            return Ok(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Refusal::damaged("its elements are nested too deep"));
                    }
                    Piece::Start(Tag(tag.into_owned()))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::End(local(tag.name().into_inner()).to_owned())
                }
                Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => Piece::Text(resolved(&entity)?),
                Event::Eof if self.depth > 0 => return Err(Refusal::cut_off()),
                Event::Eof => Piece::Done,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    continue;
                }
            });
        }
    }

    /// Passes over the rest of the element that was just begun.
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        self.inside(|_| Ok(()))
    }

    /// All text of the element that was just begun.
    pub(super) fn text(&mut self) -> Result<String, Refusal> {
        let mut text = String::new();
        self.inside(|piece| add(&mut text, piece))?;
        Ok(text)
    }

    fn inside(&mut self, mut each: impl FnMut(&str) -> Result<(), Refusal>) -> Result<(), Refusal> {
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                Piece::Start(_) => depth += 1,
                Piece::End(_) if depth == 0 => return Ok(()),
                Piece::End(_) => depth -= 1,
                Piece::Text(piece) => each(&piece)?,
                Piece::Done => return Err(Refusal::cut_off()),
            }
        }
    }
}

/// The longest text of a cell. A spreadsheet program allows 32,767 letters.
const LONGEST_TEXT: usize = 256 << 10;

/// Adds to the text of a cell.
pub(super) fn add(text: &mut String, more: &str) -> Result<(), Refusal> {
    text.push_str(more);
    if text.len() > LONGEST_TEXT {
        return Err(io::Error::new(
            ErrorKind::FileTooLarge,
            "this spreadsheet has a cell of more than 256 KB",
        )
        .into());
    }
    Ok(())
}

fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> Result<String, Refusal> {
    if let Some(letter) = entity.resolve_char_ref().map_err(of_xml)? {
        return Ok(letter.to_string());
    }
    Ok(match entity.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => {
            return Err(Refusal::damaged(format!(
                "it uses an entity that XML does not have, `{}`",
                &other[..other.len().min(20)].escape_default()
            )));
        }
    }
    .to_owned())
}

fn of_xml(error: quick_xml::Error) -> Refusal {
    match error {
        quick_xml::Error::Io(error) => match error.kind() {
            ErrorKind::FileTooLarge => io::Error::new(ErrorKind::FileTooLarge, error.to_string()).into(),
            kind => io::Error::new(kind, error.to_string()).into(),
        },
        other => Refusal::damaged(other),
    }
}
