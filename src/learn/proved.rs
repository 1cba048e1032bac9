//! What a removal has proved: lines that were learned as guesses, and by which somebody was found and removed with proof, are guesses
//! no more.

use toml_edit::{Array, InlineTable, Item, Value};

use super::lines::{GUESSED, NotTaught, Taught, candidates, parse};
use super::sought::Sought;
use super::vocabulary::folded;
use crate::domain::Surface;

/// What a run clicked, or read of a dialog, on its way to a removal that was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The place.
    pub sought: Sought,
    /// What it read.
    pub text: String,
    /// The locator that found it, and which of its candidates, from 0.
    pub candidate: Option<(String, usize)>,
}

/// Takes what these hits have proved out of the guesses: texts of the language, and candidates of the surface's file. Only lines that
/// were learned are touched. Gives the files that change.
///
/// # Errors
/// [`NotTaught::Unreadable`].
pub fn prove(
    hits: &[Hit],
    (language, surface): (&str, Surface),
    files: impl Fn(&str) -> Option<String>,
    day: &str,
) -> Result<Taught, NotTaught> {
    let mut made = Taught::new();
    let read = |file: &str| files(file).map(|text| parse(file, &text)).transpose();
    let evidence = format!("used {day}, a removal on the owner's account");
    let name = format!("locales/{language}.toml");
    if let Some(mut locale) = read(&name)? {
        let mut changed = false;
        for hit in hits {
            let list = locale.get_mut("text").and_then(|texts| texts.get_mut(hit.sought.key()));
            for line in lines_of(list.and_then(Item::as_array_mut)) {
                let is = line.get("is").and_then(Value::as_str).map(folded).unwrap_or_default();
                changed |= is_it(&is, hit) && take_over(line, &evidence);
            }
        }
        if changed {
            locale["revision"] = toml_edit::value(day);
            made.insert(name, locale.to_string());
        }
    }
    let name = format!("{surface}.toml");
    if let Some(mut file) = read(&name)? {
        let mut changed = false;
        for hit in hits {
            let Some((locator, candidate)) = &hit.candidate else { continue };
            // The button of a dialog stands as often as the dialog is told by it.
            let places = match hit.sought {
                Sought::Confirm => hit.sought.locators().to_vec(),
                _ => vec![locator.as_str()],
            };
            for place in places {
                let line = lines_of(candidates(&mut file, place)).nth(*candidate);
                changed |= line.is_some_and(|line| take_over(line, &evidence));
            }
        }
        if changed {
            file["revision"] = toml_edit::value(day);
            made.insert(name, file.to_string());
        }
    }
    Ok(made)
}

fn lines_of(list: Option<&mut Array>) -> impl Iterator<Item = &mut InlineTable> {
    list.into_iter().flat_map(|list| list.iter_mut()).filter_map(Value::as_inline_table_mut)
}

/// Whether a text is what was hit. A dialog is known by its text as a whole, in which the title stands.
fn is_it(is: &str, hit: &Hit) -> bool {
    let said = folded(&hit.text);
    let (before, after) = is.split_once("{name}").unwrap_or((is, ""));
    match hit.sought {
        Sought::DialogTitle | Sought::DialogBody => {
            !is.is_empty() && said.contains(before) && said.contains(after)
        }
        _ if after.is_empty() && !is.contains("{name}") => said == is,
        _ => said.starts_with(before) && said.ends_with(after),
    }
}

/// Whether it was one of the learned guesses; then it is none any more.
fn take_over(line: &mut InlineTable, evidence: &str) -> bool {
    let is_learned =
        line.get("evidence").and_then(Value::as_str).is_some_and(|before| before.starts_with(GUESSED));
    if is_learned {
        line.insert("evidence", evidence.into());
    }
    is_learned
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCALE: &str = "schema = 1\nlanguage = \"xx\"\nrevision = \"2026-11-30\"\n\n[text]\nremove_connection = [\n  \
        { is = \"Napagev\", evidence = \"guess: pointed out on the owner's page on 2026-11-30; no removal has proved it yet\" },\n  \
        { is = \"Napagev\", evidence = \"guess: the usual word\" },\n]\nconfirm_remove = [\n  \
        { is = \"Gak\", evidence = \"guess: pointed out on the owner's page on 2026-11-30; no removal has proved it yet\" },\n]\n";

    #[test]
    fn only_what_was_learned_and_was_hit_is_a_guess_no_more() {
        let files = |name: &str| (name == "locales/xx.toml").then(|| LOCALE.to_owned());
        let hit = Hit {
            sought: Sought::RemoveItem,
            text: " NAPAGEV".to_owned(),
            candidate: Some(("remove_item".to_owned(), 1)),
        };
        let made = prove(&[hit], ("xx", Surface::Desktop), files, "2026-12-02").unwrap();
        let text = &made["locales/xx.toml"];
        assert_eq!(text.matches("used 2026-12-02").count(), 1, "{text}");
        assert!(
            text.contains("guess: the usual word")
                && text.contains("{ is = \"Gak\", evidence = \"guess: pointed out")
        );
        assert!(text.contains("revision = \"2026-12-02\""));
    }

    #[test]
    fn a_title_is_proved_by_the_dialog_that_holds_it_and_another_text_by_nothing() {
        let files = |_: &str| {
            let title = LOCALE.replace("confirm_remove", "dialog_title").replace("Gak", "Gak {name} zu?");
            Some(title)
        };
        let hit = |text: &str| Hit { sought: Sought::DialogTitle, text: text.to_owned(), candidate: None };
        let place = ("xx", Surface::Mobile);
        let made = prove(&[hit("Gak Ann zu? Lidip tapez.")], place, files, "2026-12-02").unwrap();
        assert!(made.contains_key("locales/xx.toml"), "{made:?}");
        assert_eq!(prove(&[hit("Something else")], place, files, "2026-12-02").unwrap(), Taught::new());
    }
}
