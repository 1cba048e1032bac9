//! Reading files of the user's within limits: no file, however large or odd, fills the memory or takes for ever.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Bytes of a file of settings, rules, locators or a template: what people write by hand.
const SETTINGS: u64 = 4 << 20;

/// How large a list may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of all of it.
    pub(crate) most: u64,
    /// Bytes of one line. A line of ten million columns would take minutes, and one of a GB four of memory.
    pub(crate) longest: usize,
}

/// A roster: more than a million people.
pub(crate) const ROSTER: Limits = Limits { most: 256 << 20, longest: 256 << 10 };

/// A keep list: one of a hundred thousand people has about 8 MB, and may have all of them in few lines, as JSON has.
pub(crate) const KEEP_LIST: Limits = Limits { most: 64 << 20, longest: 2 << 20 };

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// All that comes, within limits, however lines end.
///
/// # Errors
/// `FileTooLarge`, `InvalidData` for a line that is too long, and what reading gives.
pub(crate) fn all_of(mut from: impl Read, limits: Limits) -> io::Result<Vec<u8>> {
    let Limits { most, longest } = limits;
    let mut bytes = Vec::new();
    let (mut line, mut line_from) = (1_u64, 0);
    let mut piece = vec![0; PIECE];
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => return Ok(bytes),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let new = piece.get(..read).unwrap_or_default();
        let before = bytes.len();
        for end in memchr::memchr2_iter(b'\n', b'\r', new) {
            check_line(before + end - line_from, line, longest)?;
            // `\r\n` ends one line.
            let is_second_half = new[end] == b'\n'
                && before + end == line_from
                && before + end > 0
                && ends_with_cr(&bytes, new, end);
            line += u64::from(!is_second_half);
            line_from = before + end + 1;
        }
        bytes.extend_from_slice(new);
        check_line(bytes.len() - line_from, line, longest)?;
        if bytes.len() as u64 > most {
            return Err(too_large(most));
        }
    }
}

fn ends_with_cr(bytes: &[u8], new: &[u8], end: usize) -> bool {
    end.checked_sub(1).map_or(bytes.last(), |at| new.get(at)) == Some(&b'\r')
}

fn check_line(length: usize, line: u64, longest: usize) -> io::Result<()> {
    if length <= longest {
        return Ok(());
    }
    let why = format!("line {line} is longer than {} KB, which no list of people has", longest >> 10);
    Err(io::Error::new(ErrorKind::InvalidData, why))
}

fn too_large(most: u64) -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MB", most >> 20))
}

/// The text of a file of settings, or of another that people write by hand.
///
/// # Errors
/// `FileTooLarge`, `InvalidData` for what is not UTF-8, and what reading gives.
pub(crate) fn settings(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(SETTINGS + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SETTINGS {
        return Err(too_large(SETTINGS));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_is_read_to_its_end_or_refused_without_being_held() {
        let of = |longest| Limits { most: 1 << 20, longest };
        assert_eq!(all_of(&b"1234"[..], Limits { most: 4, longest: 4 }).unwrap(), b"1234");
        let told = |from: &mut dyn Read, longest| all_of(from, of(longest)).unwrap_err().to_string();
        assert_eq!(told(&mut io::repeat(b'\n'), 10), "it is larger than 1 MB");
        let endless = told(&mut io::repeat(b'x'), 64 << 10);
        assert_eq!(endless, "line 1 is longer than 64 KB, which no list of people has");
        // However lines end, and wherever pieces do.
        for end in ["\n", "\r", "\r\n"] {
            let lines = format!("{}{end}", "x".repeat(1000)).repeat(200);
            assert_eq!(all_of(lines.as_bytes(), of(1000)).unwrap(), lines.as_bytes());
            let error = all_of(format!("{lines}{}", "x".repeat(1001)).as_bytes(), of(1000)).unwrap_err();
            assert!(error.to_string().starts_with("line 201 "), "{end:?}: {error}");
        }
    }

    #[test]
    fn a_file_of_settings_has_a_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "a = 1").unwrap();
        assert_eq!(settings(&path).unwrap(), "a = 1");
        std::fs::write(&path, vec![b'#'; (SETTINGS + 1) as usize]).unwrap();
        assert_eq!(settings(&path).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
