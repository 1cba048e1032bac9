//! The generated parts of the pages: configuration keys from the table and the example file, commands from the arguments
//! that the program parses.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};
use unlinked::cli::{command_tree, exit};
use unlinked::config::{EXAMPLE, KEYS, Kind};
use unlinked::domain::{Count, Place, Required};

/// One part of a page that is generated, between `<!-- NAME: begin … -->` and `<!-- NAME: end -->`.
pub struct Part {
    pub page: &'static str,
    pub name: &'static str,
    pub make: fn() -> String,
}

pub const PARTS: &[Part] = &[
    Part { page: "docs/configuration.md", name: "keys", make: keys },
    Part { page: "docs/commands.md", name: "commands", make: commands },
    Part { page: "docs/commands.md", name: "exit codes", make: exit_codes },
    Part { page: "docs/selectors.md", name: "places", make: places },
];

/// The page with its part made anew.
pub fn renewed(text: &str, part: &Part) -> String {
    let begin = text.find(&format!("<!-- {}: begin", part.name)).expect("the part has a beginning");
    let begin = begin + text[begin..].find("-->").expect("the comment ends") + 3;
    let end = text.find(&format!("<!-- {}: end -->", part.name)).expect("the part has an end");
    format!("{}\n\n{}\n\n{}", &text[..begin], (part.make)().trim(), &text[end..])
}

/// The words that the example file has on a key: the comment above it.
pub fn words_on(key: &str) -> Vec<String> {
    let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
    let (mut here, mut comment) = (String::new(), Vec::new());
    for line in EXAMPLE.lines() {
        if let Some(header) = line.strip_prefix('[') {
            here = header.trim_end_matches(']').to_owned();
            comment.clear();
        } else if let Some(words) = line.strip_prefix('#') {
            comment.push(words.trim().to_owned());
        } else if here == section && line.split('=').next().is_some_and(|word| word.trim() == name) {
            return comment;
        } else {
            comment.clear();
        }
    }
    Vec::new()
}

fn places() -> String {
    let mut text =
        "| locator | in a file | in a page | what it is for |\n| --- | --- | --- | --- |\n".to_owned();
    for place in Place::ALL {
        let (required, count, what_for) = place.facts();
        let required = match required {
            Required::Always => "always".to_owned(),
            Required::WithPath(path) => format!("with the path `{path}`"),
            Required::Never => "never".to_owned(),
        };
        let count = match count {
            Count::One => "one",
            Count::Many => "any number",
        };
        let _ = writeln!(text, "| `{place}` | {required} | {count} | {what_for} |");
    }
    text
}

fn keys() -> String {
    let mut text = String::new();
    let mut section = "";
    for key in KEYS {
        let (of, _) = key.parts();
        if of != section || text.is_empty() {
            section = of;
            let title = if of.is_empty() { "Without a section".to_owned() } else { format!("`[{of}]`") };
            let _ = write!(text, "## {title}\n\n");
        }
        let _ = write!(text, "### `{}`\n\n", key.name);
        for words in paragraphs(&words_on(key.name)) {
            let _ = write!(text, "{}\n\n", escaped(&words));
        }
        let list = if key.kind.is_list() && !matches!(key.kind, Kind::Texts) { ", with commas" } else { "" };
        let _ = write!(
            text,
            "Takes {}. Default: `{}`. Environment: `{}`{list}.\n\n",
            escaped(&key.kind.describe()),
            key.default,
            key.variable()
        );
    }
    text
}

/// A comment's lines as paragraphs; what nobody knows begins one of its own.
fn paragraphs(comment: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in comment {
        match all.last_mut() {
            Some(last) if !line.starts_with("GUESS") => {
                last.push(' ');
                last.push_str(line);
            }
            _ => all.push(line.replacen("GUESS", "**A guess**", 1)),
        }
    }
    all
}

/// Words of help and comments as Markdown, which takes some of their signs for its own.
fn escaped(words: &str) -> String {
    let mut text = String::new();
    let mut in_code = false;
    for c in words.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '<' | '|') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

fn commands() -> String {
    let mut tree = command_tree();
    tree.build();
    let mut text = String::from("## Every command\n\n");
    let global: Vec<&Arg> = tree.get_arguments().filter(|arg| arg.is_global_set()).collect();
    for arg in &global {
        describe(&mut text, arg);
    }
    describe_help(&mut text);
    for command in tree.get_subcommands() {
        one_command(&mut text, command, "unlinked");
    }
    text
}

fn describe_help(text: &mut String) {
    text.push_str("- `-h`, `--help`: Say what the command takes; `-h` is shorter.\n\n");
}

fn one_command(text: &mut String, command: &Command, above: &str) {
    if command.is_hide_set() || command.get_name() == "help" {
        return;
    }
    let path = format!("{above} {}", command.get_name());
    let _ = write!(text, "## `{path}`\n\n");
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let _ = write!(text, "{}\n\n", escaped(about.trim()));
    let usage = command.clone().render_usage().to_string();
    let _ = write!(text, "```text\n{}\n```\n\n", usage.trim_start_matches("Usage:").trim());
    let mut any = false;
    let own = command.get_arguments().filter(|arg| !arg.is_global_set() && !arg.is_hide_set());
    for arg in own.filter(|arg| {
        !matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        )
    }) {
        describe(text, arg);
        any = true;
    }
    if any {
        text.push('\n');
    }
    for sub in command.get_subcommands() {
        one_command(text, sub, &path);
    }
}

fn describe(text: &mut String, arg: &Arg) {
    let value = arg
        .get_value_names()
        .filter(|_| arg.get_action().takes_values())
        .map(|names| names.join(" "))
        .unwrap_or_default();
    let names = match (arg.get_short(), arg.get_long()) {
        (None, None) => format!("`{value}`"),
        (short, long) => {
            let short = short.map(|short| format!("`-{short}`"));
            let long =
                long.map(|long| format!("`--{long}{}{value}`", if value.is_empty() { "" } else { " " }));
            short.into_iter().chain(long).collect::<Vec<_>>().join(", ")
        }
    };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let help = help.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let help = help.collect::<Vec<_>>().join(" ");
    // The terminal's way to show a default that the program works out.
    let cut = help.split_once(" [default: ").and_then(|(help, rest)| Some((help, rest.strip_suffix(']')?)));
    let (help, default) = cut.map_or((help.as_str(), None), |(help, default)| (help, Some(default)));
    let mut help = escaped(help);
    if !help.ends_with(['.', '?', ':']) {
        help.push('.');
    }
    let words: Vec<String> =
        arg.get_possible_values().iter().map(|word| format!("`{}`", word.get_name())).collect();
    if !words.is_empty() && !matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::Count) {
        let _ = write!(help, " One of {}.", words.join(", "));
    }
    if let Some(default) = default {
        let _ = write!(help, " Default: {}.", escaped(default));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && arg.get_action().takes_values() {
        let _ = write!(help, " Default: `{}`.", defaults.join(" "));
    }
    if let Some(variable) = arg.get_env() {
        let _ = write!(help, " Environment: `{}`.", variable.to_string_lossy());
    }
    let _ = writeln!(text, "- {names}: {help}");
}

fn exit_codes() -> String {
    let mut text = String::from("| code | meaning |\n| ---: | --- |\n");
    for (code, meaning) in exit::MEANINGS {
        let _ = writeln!(text, "| {code} | {} |", escaped(meaning));
    }
    text
}
