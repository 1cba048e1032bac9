//! What leaves for a terminal or a spreadsheet is neutral, whatever the command: each command of the program is run over rosters, keep
//! lists, exports, ledgers, settings and file names that hold control sequences, marks that turn the direction, and formulas. A command
//! that is added must be added here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::testkit::home::{Home, bare_practice_site};
use clap::Command;
use unlinked::cli::command_tree;
use unlinked::domain::{Action, Outcome, PersonKey, Route, StopSign, StoppedBy, Surface, UnixMs};
use unlinked::ledger::{Ledger, OutcomeRecord, PersonFacts, PersonRecord, RunKind, RunStart};

const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"https://evil.example\";\"Anna\")",
    "+1+cmd|' /C calc'!A0",
    "-1 Anna",
    "@SUM(A1) Anna",
    "＝1+1 Anna",
    "\tTab =1",
    "\rReturn =1",
    "\u{1b}[2J\u{1b}[31mRed Anna",
    "\u{1b}]8;;https://evil.example\u{1b}\\Link Anna\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZXZpbA==\u{7}Clip Anna",
    "\u{9b}31mRed Anna\u{9d}0;title\u{9c}",
    "Ada \u{202e}gpj\u{2066} Nowak\u{200f}\u{61c}",
    "Del\u{7f} Bell\u{7} Back\u{8} Anna",
];

/// What a command is run with. `{…}` are files of the home; `|` parts the arguments.
#[rustfmt::skip]
const COMMANDS: &[(&str, &[&str])] = &[
    ("completions", &["bash", "{hostile}"]),
    ("demo", &["--state|{hostile}.demo"]),
    ("doctor", &["--site|{site}", "--site|{site}|--json", "--config|{hostile}.toml"]),
    ("evidence adopt", &["{hostile}", "."]),
    ("evidence list", &["", "--json", "--state|{hostile}"]),
    ("evidence purge", &["--run|1|--yes", "--older-than|{hostile}", "--all|--yes"]),
    ("fleet", &["accounts.toml|--status", "accounts.toml|--status|--json", "accounts.toml|--yes|--no-limits", "{hostile}.toml|--yes"]),
    ("keep add", &["{hostile}", "Anna {hostile}", "company:{hostile}*", "--from|keep.csv", "--from|bad.keep", "--from|{hostile}.keep"]),
    ("keep list", &["", "--json"]),
    ("keep release", &["person-1", "{hostile}", "Otto {hostile}"]),
    ("keep remove", &["Otto {hostile}", "{hostile}"]),
    ("keep test", &["{hostile}", "person-1|--keep|keep.csv", "person-1|--keep|{hostile}.keep", "x|--keep|bad.keep", "x|--keep|{hostile}"]),
    ("ledger backup", &["copy.db", "copy.db", "{hostile}/copy.db"]),
    ("ledger export", &["", "--format|jsonl", "-o|export.csv", "-o|roster.csv", "-o|{hostile}.csv"]),
    ("ledger restore", &["{hostile}", "roster.csv", "copy.db"]),
    ("login", &["--site|{site}", "--state|{hostile}|--site|{hostile}"]),
    ("logout", &["--state|{hostile}"]),
    ("man", &["", "-o|man"]),
    ("plan", &[
        "Connections.csv|--position|clerk|-o|-", "Connections.csv|--position|clerk|-o|plan.csv", "Connections.csv|--position|clerk",
        "Connections.csv|--position|clerk|--json", "Connections.csv|--position|clerk|-o|drafted.csv|--drafts|drafts.txt",
        "Connections.csv|--company|{hostile}", "Connections.csv|--name|{hostile}", "Connections.csv|--position|clerk|--keep|keep.csv|-v",
        "Connections.csv|--position|clerk|--keep|bad.keep", "bad.csv|--position|clerk", "{hostile}.csv|--position|clerk",
        "Connections.csv|--rules|bad.toml", "Connections.csv|--position|clerk|--fail-on|recent"]),
    ("practice", &["--people|{hostile}", "--fault|{hostile}"]),
    ("reinvite", &["", "--format|csv", "--format|json", "--format|html", "--format|csv|-o|reinvite.csv", "-o|roster.csv"]),
    ("replay", &["1", "--list", "{hostile}"]),
    ("report", &[
        "1|-o|-", "1|--format|csv", "1|--format|json", "1|--format|markdown", "1|--format|junit", "--all|--format|csv",
        "1|--format|csv|-o|report.csv", "1|-o|report.html", "1|-o|roster.csv", "{hostile}", "1|--redact|--format|csv"]),
    ("resume", &["", "--yes"]),
    ("retry", &["person-1", "{hostile}"]),
    ("review", &["bad.keep", "{hostile}.keep", "Connections.csv|--keep|bad.keep"]),
    ("run", &[
        "roster.csv|--site|{site}|--list-clicks", "roster.csv|--site|{site}|--list-clicks|--keep|keep.csv",
        "roster.csv|--site|{site}|--list-clicks|--json|--keep|keep.csv", "roster.csv|--site|{site}|--yes|--no-limits|--keep|keep.csv",
        "roster.csv|--site|{site}|--no-limits|--keep|keep.csv|-vv", "roster.csv|--site|{site}|--yes|--no-limits|--json|--strict-keep|--keep|keep.csv",
        "roster.csv|--site|{site}|--dry-run|--no-limits", "{hostile}.csv|--site|{site}|--list-clicks|--keep|{hostile}.keep",
        "bad.csv|--site|{site}|--list-clicks", "roster.csv|--keep|bad.keep|--list-clicks", "roster.csv|--site|{hostile}|--list-clicks",
        "roster.csv|--config|bad.toml|--list-clicks"]),
    ("selectors check", &["", "--json", "--selectors|{hostile}", "--selectors|selectors"]),
    ("selectors export", &["exported", "roster.csv", "{hostile}.sel"]),
    ("selectors install", &["{hostile}", "{hostile}|--key|{hostile}", "https://{hostile}/p", ".|--key|roster.csv", "--json|roster.csv"]),
    ("selectors learn", &["", "--run|1", "--run|99|--json", "{hostile}|--site|{site}", "--pick|{hostile}=1", "--selectors|{hostile}"]),
    ("selectors probe", &["{hostile}|--site|{site}", "person-1|--site|{site}|--state|{hostile}"]),
    ("selectors prove", &["", "--run|1", "--selectors|{hostile}", "{hostile}|--site|{site}|--name|{hostile}", "person-1|--site|{site}|--name|Anna {hostile}"]),
    ("selectors rollback", &["", "--json|--yes"]),
    ("selectors update", &["", "--json|--yes", "--config|{hostile}.toml"]),
    ("selectors share", &["", "-o|{hostile}.md", "--run|1|-o|run.md", "{hostile}|--site|{site}", "--selectors|{hostile}|-o|own.md"]),
    ("skip", &["person-2", "{hostile}"]),
    ("smoke", &["roster.csv|--site|{site}|--no-limits", "bad.csv|--site|{site}|--no-limits", "roster.csv|--site|{site}|--cookies|{hostile}"]),
    ("start", &["", "{hostile}.csv|--state|{hostile}", "--practice|--site|{hostile}"]),
    ("status", &["", "--json", "--needs-a-look", "roster.csv", "roster.csv|--keep|keep.csv|--json", "bad.csv", "--state|{hostile}", "{hostile}.csv"]),
    ("watch", &["bad.csv", "--keep|bad.keep", "--fleet|{hostile}.toml", "--config|bad.toml"]),
];

fn leaves(command: &Command, path: &str, found: &mut BTreeSet<String>) {
    let own: Vec<&Command> = command.get_subcommands().filter(|sub| sub.get_name() != "help").collect();
    if own.is_empty() {
        found.insert(path.to_owned());
    }
    for sub in own {
        leaves(sub, format!("{path} {}", sub.get_name()).trim(), found);
    }
}

#[test]
fn every_command_of_the_program_is_tried() {
    let mut there = BTreeSet::new();
    leaves(&command_tree(), "", &mut there);
    let tried: BTreeSet<String> = COMMANDS.iter().map(|(command, _)| (*command).to_owned()).collect();
    assert_eq!(there, tried, "left: what the program has, right: what this test runs");
}

fn now() -> UnixMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UnixMs(i64::try_from(since.as_millis()).unwrap())
}

fn csv_of(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(headings).unwrap();
    rows.for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A home in which everything that a command may read is hostile.
fn hostile_home() -> Home {
    let home = Home::new();
    let own = |n: usize, text: &str| (format!("person-{n}"), text.to_owned());
    let people: Vec<(String, String)> = HOSTILE.iter().enumerate().map(|(n, text)| own(n, text)).collect();
    let quoted = |text: &str| {
        if text.starts_with(['=', '+', '-', '@', '＝']) { format!("'{text}") } else { text.to_owned() }
    };
    // Everybody by their address, and once more by a name alone.
    let rows = people
        .iter()
        .map(|(slug, text)| vec![slug.clone(), quoted(text), quoted(text), quoted(text), quoted(text)]);
    let by_name = people.iter().map(|(_, text)| {
        vec![String::new(), format!("{text} Alone"), quoted(text), String::new(), String::new()]
    });
    home.write("roster.csv", &csv_of(&["url", "name", "company", "reason", "note"], rows.chain(by_name)));
    let rows = people.iter().map(|(slug, text)| {
        vec![
            quoted(text),
            "Nowak".to_owned(),
            slug.clone(),
            String::new(),
            quoted(text),
            "Clerk".to_owned(),
            "1 Jan 2020".to_owned(),
        ]
    });
    let headings = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"];
    home.write("Connections.csv", &csv_of(&headings, rows));
    let kept = people
        .iter()
        .skip(2)
        .take(4)
        .map(|(_, text)| vec![String::new(), format!("{text} Kept"), quoted(text)]);
    home.write("keep.csv", &csv_of(&["url", "name", "company"], kept));
    let bad = people
        .iter()
        .map(|(_, text)| vec![format!("https://evil.example/in/{text}"), quoted(text), text.clone()]);
    home.write("bad.csv", &csv_of(&["url", "name", "action"], bad));
    home.write(
        "bad.keep",
        &people.iter().map(|(_, text)| format!("https://evil.example/{text}\n*{text}\n")).collect::<String>(),
    );
    let named = name_of_a_file();
    home.write(&format!("{named}.csv"), "url,name\nperson-1,Anna Nowak\n");
    home.write(&format!("{named}.keep"), "Anna Nowak\n");
    let toml = |text: &str| serde_json::to_string(text).unwrap();
    home.write(
        "bad.toml",
        &format!(
            "[calendar]\ntime_zone = {}\n[[rule]]\nname = {}\nxx = 1\n",
            toml(HOSTILE[7]),
            toml(HOSTILE[8])
        ),
    );
    home.write(
        "accounts.toml",
        &format!(
            "[[account]]\nname = \"anna\"\nstate = \"state/unlinked\"\nroster = \"roster.csv\"\nkeep = {}\n",
            toml(&format!("{named}.keep"))
        ),
    );
    std::fs::create_dir_all(home.path().join("selectors")).unwrap();
    home.write("selectors/desktop.toml", &format!("schema = 1\nsurface = {}\n", toml(HOSTILE[7])));

    std::fs::create_dir_all(home.state()).unwrap();
    home.write("state/unlinked/keep.txt", "person-4\n");
    let ledger = Ledger::open(&home.state().join("ledger.db"), now()).unwrap();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: Some(format!("roster {}.csv", HOSTILE[8])),
        fingerprint: None,
        site: format!("https://www.linkedin.com/{}", HOSTILE[9]),
        surface: Some(Surface::Desktop),
        route: Some(Route::Profile),
        selectors: Some(format!("2026 {}", HOSTILE[10])),
    };
    let run = ledger.begin_run(&start, now()).unwrap();
    let outcomes =
        [Outcome::Removed, Outcome::Mismatch, Outcome::Kept, Outcome::Unconfirmed, Outcome::Failed];
    for (nth, (slug, text)) in people.iter().enumerate() {
        let key = PersonKey(slug.clone());
        let own = || Some(text.clone());
        let facts = PersonFacts {
            name: own(),
            company: own(),
            position: own(),
            note: own(),
            ..PersonFacts::default()
        };
        ledger
            .remember_person(&PersonRecord { key: key.clone(), slug: slug.parse().ok(), facts }, now())
            .unwrap();
        let record = OutcomeRecord {
            run,
            key,
            action: Action::Remove,
            outcome: outcomes[nth % outcomes.len()],
            attempt: None,
            detail: text.clone(),
            fault: None,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 900,
        };
        ledger.record_outcome(&record, now()).unwrap();
    }
    ledger.end_run(run, Some(StoppedBy::Challenge), 6, now()).unwrap();
    ledger.set_halt(None, StopSign::Challenge, HOSTILE[8], now()).unwrap();
    home
}

/// Formulas, sequences and direction in the name of a file.
fn name_of_a_file() -> String {
    "=a\u{1b}[31m\u{9b}2J\u{202e}b\u{7}".to_owned()
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first line with something that must not leave raw. A cell of a table may hold white space of all kinds, in its quotes.
fn raw(text: &str, is_csv: bool) -> Option<String> {
    let allowed = |c: char| c == '\n' || is_csv && matches!(c, '\t' | '\r');
    text.split('\n').find(|line| line.contains(|c| acts(c) && !allowed(c))).map(|line| format!("{line:?}"))
}

fn formula(text: &str) -> Option<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    let is_formula = |cell: &&str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    rows.iter().flatten().find(is_formula).map(str::to_owned)
}

/// Every file in and below a folder that is a text, by its path.
fn texts(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.insert(path.to_string_lossy().into_owned(), text);
        }
    }
}

#[test]
fn no_command_lets_out_what_a_terminal_or_a_spreadsheet_acts_on() {
    let site = bare_practice_site();
    let (mut wrong, mut ran, mut told, mut cells) = (Vec::new(), 0, 0, 0);
    for (command, ways) in COMMANDS {
        let home = hostile_home();
        for way in *ways {
            let args: Vec<String> = command
                .split(' ')
                .chain(way.split('|').filter(|arg| !arg.is_empty()))
                .map(|arg| arg.replace("{site}", &site).replace("{hostile}", &name_of_a_file()))
                .collect();
            let mut before = BTreeMap::new();
            texts(home.path(), &mut before);
            let output = home
                .unlinked(&args.iter().map(String::as_str).collect::<Vec<_>>())
                .env("UNLINKED_WEBDRIVER_DRIVER", "/nowhere/driver")
                .timeout(std::time::Duration::from_secs(60))
                .output()
                .unwrap();
            let shown = args.join(" ").chars().map(|c| if acts(c) { '?' } else { c }).collect::<String>();
            if output.status.code().is_none_or(|code| code == 1 || code == 101) {
                wrong.push(format!("{shown}: it ended with {:?}", output.status));
            }
            ran += 1;
            let mut check = |what: &str, text: &str, is_csv: bool| {
                told += text.len();
                wrong.extend(raw(text, is_csv).map(|line| format!("{shown}: {what}: {line}")));
                if is_csv {
                    cells += text.lines().count();
                    wrong.extend(formula(text).map(|cell| format!("{shown}: {what}: the formula {cell:?}")));
                }
            };
            let to_stdout = !way.contains("-o|") || way.contains("-o|-");
            let is_csv = to_stdout
                && (way.contains("--format|csv")
                    || *command == "ledger export" && !way.contains("jsonl")
                    || *command == "plan" && way.contains("-o|-"));
            check("stdout", &String::from_utf8(output.stdout).unwrap(), is_csv);
            check("stderr", &String::from_utf8(output.stderr).unwrap(), false);
            let mut after = BTreeMap::new();
            texts(home.path(), &mut after);
            for (path, text) in after.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
                // The ledger's own files hold what they were given; a list of the user's may keep its line ends.
                let name = path.rsplit('/').next().unwrap_or_default();
                if !name.starts_with("ledger.") && !name.ends_with(".db") {
                    check(&name.replace(acts, "?"), text, name.ends_with(".csv"));
                }
            }
        }
    }
    println!("{ran} runs of {} commands told {told} bytes, {cells} lines of tables", COMMANDS.len());
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(
        ran > 100 && told > 50_000 && cells > 60,
        "too little was told to prove anything: {ran}, {told}, {cells}"
    );
}

/// Who may write to a stream of the process: the writers themselves, and the three that write a table straight into it, cell by cell
/// through the writer of cells.
const WRITERS: &[&str] = &[
    "src/cli/commands/start/ask.rs",
    "src/cli/commands/ledger.rs",
    "src/cli/logging.rs",
    "src/cli/output/stdout.rs",
    "src/cli/output/terminal.rs",
    "src/cli/panic.rs",
    "src/cli/commands/plan_files.rs",
    "src/cli/commands/plan_invitations.rs",
    "src/cli/prompt.rs",
];

#[test]
fn nobody_but_the_writers_writes_to_a_stream_of_the_process() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = BTreeMap::new();
    texts(&root.join("src"), &mut sources);
    let writes = |text: &str| {
        ["stdout()", "stderr()", "print!(", "println!(", "dbg!("].iter().any(|call| text.contains(call))
    };
    let product = |text: &str| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    let found: BTreeSet<String> = sources
        .iter()
        .filter(|(path, text)| {
            path.ends_with(".rs")
                && !path.ends_with("/tests.rs")
                && !path.contains("/tests/")
                && writes(&product(text))
        })
        .map(|(path, _)| Path::new(path).strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"))
        .collect();
    assert_eq!(found, WRITERS.iter().map(|path| (*path).to_owned()).collect());
}
