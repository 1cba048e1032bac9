//! Texts that no reader can stumble over: names and notices come from pages of others.

use std::borrow::Cow;

/// The text without anything that a terminal or a parser would act on: names and notices come from pages of others.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    use crate::domain::neutral::acts;
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| if c.is_whitespace() { Some(' ') } else { (!acts(c)).then_some(c) })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_page_says_can_act_on_a_terminal() {
        assert_eq!(clean("Zoë\u{1b}[31m\u{202e}\nX"), "Zoë[31m X");
        assert_eq!(clean("سلمى الأندلسي 🌻"), "سلمى الأندلسي 🌻");
    }
}
