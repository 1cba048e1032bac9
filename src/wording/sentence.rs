//! A text as a sentence.

/// The text with a capital at its start and a full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    // A path or a file's name stays as it is written.
    let is_name = text.split(' ').next().unwrap_or_default().contains(['/', '\\', '.']);
    let mut letters = text.chars();
    let mut sentence: String = match letters.next() {
        Some(first) if !is_name => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    };
    if !sentence.ends_with(['.', '!', '?', '`']) {
        sentence.push('.');
    }
    sentence
}
