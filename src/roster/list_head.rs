//! The beginning of a list that is never held whole, for its header and for the places of its faults.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::error::ListError;
use super::text;

/// How much of the file is read to show the places of faults. A list of 100,000 people is smaller.
pub(super) const SHOWN: u64 = 16 << 20;

/// At most this many bytes from where the file stands.
pub(super) fn read_head(file: impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(bytes).read_to_end(&mut head)?;
    Ok(head)
}

/// Why the text of the file cannot be read: the bytes that are not UTF-8, with their places.
pub(super) fn not_utf8(path: &Path, mut file: &File, name: &str) -> ListError {
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| read_head(file, SHOWN));
    match read.map(|bytes| text::decode(name, bytes)) {
        Ok(Err(faults)) => faults.into(),
        Ok(Ok(_)) => text::wrong_kind(
            name,
            "there are bytes in this file that are not UTF-8",
            "Save the file as CSV (UTF-8), or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.csv (with the encoding that it was written in: WINDOWS-1254 for Turkish, WINDOWS-1250 for Polish or Czech)",
        )
        .into(),
        Err(source) => ListError::io("export", path, source),
    }
}
