//! As much of a shell's grammar as the pages use: to find the commands of this program in a block of code.

/// One command of the program: its line within the block, counted from 0, and its arguments.
pub type Typed = (usize, Vec<String>);

/// What may stand in front of the program's name.
const LAUNCHERS: &[&str] =
    &["sudo", "env", "exec", "nice", "timeout", "docker", "docker-compose", "systemd-run"];

/// The commands of this program in a block. `prompted` takes only lines that begin with `$ `.
pub fn commands(text: &str, prompted: bool) -> Result<Vec<Typed>, String> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, first)) = lines.next() {
        let mut line = match (first.trim_start().strip_prefix("$ "), prompted) {
            (Some(line), _) => line.to_owned(),
            (None, false) => first.trim_start().to_owned(),
            (None, true) => continue,
        };
        while let Some(begun) = line.strip_suffix('\\') {
            line = begun.to_owned();
            let Some((_, more)) = lines.next() else { break };
            line.push_str(more.trim_start());
        }
        if let Some((_, end)) = line.split_once("<<") {
            let end = end.trim_start_matches('-').trim().trim_matches(['\'', '"']).to_owned();
            for (_, inner) in lines.by_ref() {
                if inner.trim() == end {
                    break;
                }
            }
        }
        for words in simple_commands(&line).map_err(|why| format!("`{line}`: {why}"))? {
            found.extend(arguments(&words).map(|arguments| (at, arguments)));
        }
    }
    Ok(found)
}

/// The arguments, if the words are a command of this program.
fn arguments(words: &[String]) -> Option<Vec<String>> {
    let is_program = |word: &String| word == "unlinked" || word.ends_with("/unlinked");
    let at = words.iter().rposition(is_program)?;
    let before = words[..at].iter().find(|word| !is_assignment(word));
    let starts_it = match before.map(String::as_str) {
        None => true,
        Some("docker" | "docker-compose") => words[..at].iter().any(|word| word == "run" || word == "exec"),
        Some(word) => LAUNCHERS.contains(&word),
    };
    starts_it.then(|| words[at + 1..].to_vec())
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Splits a line at `|`, `&&`, `||`, `;` and `&` into words. Redirections and comments are left out, and so is what stands
/// beside a command after three spaces.
fn simple_commands(line: &str) -> Result<Vec<Vec<String>>, &'static str> {
    let (mut all, mut words) = (Vec::new(), Vec::new());
    let mut word: Option<String> = None;
    let mut skip_next = false;
    let mut chars = line.chars().peekable();
    let end = |word: &mut Option<String>, words: &mut Vec<String>, skip: &mut bool| {
        if let Some(word) = word.take()
            && !std::mem::take(skip)
        {
            words.push(word);
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some(inner) if inner == c => break,
                        Some('\\') if c == '"' => word.extend(chars.next()),
                        Some(inner) => word.push(inner),
                        None => return Err("a quote is not closed"),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            '#' if word.is_none() => break,
            ' ' | '\t' => {
                end(&mut word, &mut words, &mut skip_next);
                let mut spaces = 1;
                while chars.next_if(|next| next.is_whitespace()).is_some() {
                    spaces += 1;
                }
                if spaces >= 3 && !words.is_empty() {
                    break;
                }
            }
            '|' | ';' | '&' => {
                end(&mut word, &mut words, &mut skip_next);
                all.push(std::mem::take(&mut words));
            }
            '>' | '<' => {
                // The number of a stream in front of it is no argument.
                if word.as_ref().is_some_and(|word| word.chars().all(|c| c.is_ascii_digit())) {
                    word = None;
                }
                end(&mut word, &mut words, &mut skip_next);
                while chars.next_if(|next| matches!(next, '>' | '<' | '&' | ' ')).is_some() {}
                skip_next = true;
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    end(&mut word, &mut words, &mut skip_next);
    all.push(words);
    all.retain(|words| !words.is_empty());
    Ok(all)
}

#[test]
fn commands_are_found_where_they_are_and_nowhere_else() {
    let text = "cd unlinked\nUNLINKED_STATE=x unlinked run a.csv --yes | jq . # unlinked no\n\
                $ /usr/bin/unlinked status --json > out.txt 2>&1 && unlinked resume\n\
                unlinked plan 'a b.csv' \\\n   -o r.csv\ngit clone x/unlinked\ndocker compose run --rm unlinked login\n\
                docker compose up unlinked\nunlinked man   writes the manual\ncat <<'EOF'\nunlinked nonsense\nEOF\n";
    let found: Vec<String> =
        commands(text, false).unwrap().into_iter().map(|(_, words)| words.join("|")).collect();
    assert_eq!(
        found,
        ["run|a.csv|--yes", "status|--json", "resume", "plan|a b.csv|-o|r.csv", "login", "man"]
    );
    assert_eq!(commands("unlinked x\n$ unlinked y", true).unwrap(), [(1, vec!["y".to_owned()])]);
    assert!(commands("unlinked 'x", false).is_err());
}
