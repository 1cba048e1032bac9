//! Columns by the letters that spreadsheets show.

/// The letters of a column, from 0: A, B, …, Z, AA.
pub(crate) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// The column of letters, from 0: at most three of them, as spreadsheets have.
pub(crate) fn number_of_letters(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters
        .bytes()
        .try_fold(0, |number, byte| {
            byte.is_ascii_alphabetic().then(|| number * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1)
        })
        .map(|number| number - 1)
}
