//! What a release carries, held against itself: no name or address is invented, the repository comes from one variable, and what
//! the installers, the formula and `cargo binstall` ask for is what the workflow makes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::Table;

/// Where the address of the repository goes; the release job puts it there.
const MARK: &str = "@REPOSITORY@";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn workflow() -> Value {
    serde_saphyr::from_str(&read(".github/workflows/release.yml")).unwrap()
}

fn files_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_in(&path, found) } else { found.push(path) }
    }
}

/// All that is released, or that makes what is, with its name.
fn released() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files_in(&root().join("dist"), &mut paths);
    let more = [
        ".github/workflows/release.yml",
        "scripts/release",
        "scripts/release-try",
        "Cargo.toml",
        "Dockerfile",
        "README.md",
        "CHANGELOG.md",
        "docs/releasing.md",
    ];
    paths.extend(more.map(|path| root().join(path)));
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// What in a text stands for a name or an address that nobody has filled in, or was made up.
fn placeholder(text: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "example.com",
        "example.org",
        "example.net",
        "your-name",
        "your_name",
        "yourname",
        "your-org",
        "your-user",
        "your-repo",
        "<your",
        "<owner",
        "[owner",
        "{owner",
        "my-org",
        "user/repo",
        "changeme",
        "change-me",
        "placeholder",
        "lorem ipsum",
        "noreply",
        "fixme",
        "xxxx",
    ];
    let small = text.to_lowercase();
    if let Some(word) = WORDS.iter().find(|word| small.contains(**word)) {
        return Some((*word).to_owned());
    }
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if let Some(word) =
        text.split(|letter| !is_part(letter)).find(|word| ["OWNER", "TODO", "TBD"].contains(word))
    {
        return Some(word.to_owned());
    }
    // An address at a forge is somebody's. The program's own repository is named by the variable alone.
    ["github.com/", "github.io/", "githubusercontent.com/", "gitlab.com/", "codeberg.org/"]
        .into_iter()
        .find(|forge| small.contains(forge))
        .map(str::to_owned)
}

#[test]
fn nothing_that_is_released_has_a_placeholder_or_somebodys_address() {
    let wrong: Vec<String> = released()
        .iter()
        .filter_map(|(name, text)| Some(format!("{name}: {}", placeholder(text)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_placeholder_is_found() {
    for text in [
        "https://github.com/OWNER/unlinked",
        "https://github.com/somebody/unlinked",
        "repository: OWNER",
        "see https://Example.com/releases",
        "# TODO: the address",
        "maintainer = \"Your-Name\"",
        "<owner>/unlinked",
    ] {
        assert!(placeholder(text).is_some(), "{text}");
    }
    for text in [MARK, "--owner=0", "the owner of the account", "${{ github.repository }}", "todo = \"warn\""]
    {
        assert_eq!(placeholder(text), None, "{text}");
    }
}

#[test]
fn the_repository_comes_from_one_variable() {
    for installer in ["dist/install.sh", "dist/install.ps1"] {
        let text = read(installer);
        assert_eq!(text.matches(MARK).count(), 1, "{installer} says once where releases come from");
        let line = text.lines().find(|line| line.contains(MARK)).unwrap();
        assert!(line.contains("UNLINKED_REPOSITORY"), "{installer}: {line}");
        let hosts =
            text.split("://").skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        for host in hosts {
            assert!(host.starts_with("127.0.0.1") || host.starts_with("localhost"), "{installer}: {host}");
        }
    }
    let formula = read("dist/homebrew/unlinked.rb.in");
    assert!(!formula.contains("://"), "the formula has an address of its own");
    let workflow = workflow();
    assert_eq!(
        workflow["env"]["UNLINKED_REPOSITORY"], "${{ github.server_url }}/${{ github.repository }}",
        "the job says it"
    );
    let text = read(".github/workflows/release.yml");
    for rest in text.split("github.repository").skip(1) {
        assert!(rest.starts_with(" }}"), "the repository is named in another way: {}", &rest[..20]);
    }
    // Whoever has the repository may write its address here; until then the release job does, in its copy.
    let manifest: Table = read("Cargo.toml").parse().unwrap();
    let deb = &manifest["package"]["metadata"]["deb"];
    assert!(deb.get("maintainer").is_none(), "the maintainer is named by the repository");
    assert!(manifest["package"].get("authors").is_none());
}

/// The targets that `scripts/release` names.
fn targets() -> BTreeSet<String> {
    let script = read("scripts/release");
    let (_, list) = script.split_once("\ntargets=(").unwrap();
    list.split(')').next().unwrap().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn what_is_asked_for_is_what_the_workflow_makes() {
    let workflow = workflow();
    let matrix = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_array().unwrap();
    let built: BTreeSet<String> =
        matrix.iter().map(|row| row["target"].as_str().unwrap().to_owned()).collect();
    assert_eq!(built, targets(), "the workflow and scripts/release");
    assert_eq!(built.len(), matrix.len(), "each target once");

    // The shell installer puts the processor before the system.
    let shell = read("dist/install.sh");
    let ends = ["unknown-linux-gnu", "unknown-linux-musl", "apple-darwin"];
    let asked: BTreeSet<String> =
        ["x86_64", "aarch64"].iter().flat_map(|cpu| ends.map(|end| format!("{cpu}-{end}"))).collect();
    for end in ends {
        assert!(shell.contains(&format!("'%s-{end}\\n' \"$machine\"")), "install.sh asks for {end}");
    }
    let on_windows = "x86_64-pc-windows-msvc".to_owned();
    assert!(read("dist/install.ps1").contains(&format!("$target = '{on_windows}'")));
    let all: BTreeSet<String> = asked.iter().cloned().chain([on_windows.clone()]).collect();
    assert_eq!(all, built, "the installers and the workflow");

    // The names of the archives, as each of them has it.
    let script = read("scripts/release");
    assert!(script.contains("file=unlinked-$version-$target.tar.gz"));
    assert!(script.contains("*-windows-*) file=unlinked-$version-$target.zip"));
    assert!(shell.contains("-$target.tar.gz\"") && shell.contains("index($2, \"unlinked-\") == 1"));
    assert!(read("dist/install.ps1").contains("(unlinked-("));
    for path in ["/releases/latest/download", "/releases/download/v$"] {
        assert!(shell.contains(path) && read("dist/install.ps1").contains(path), "{path}");
    }

    let manifest: Table = read("Cargo.toml").parse().unwrap();
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let filled = |template: &toml::Value, target: &str| {
        template
            .as_str()
            .unwrap()
            .replace("{ repo }", MARK)
            .replace("{ name }", "unlinked")
            .replace("{ bin }", "unlinked")
            .replace("{ version }", "1.2.3")
            .replace("{ target }", target)
            .replace("{ binary-ext }", "")
    };
    for target in &built {
        let own = binstall["overrides"].get(target.as_str());
        let (address, end) = match own {
            Some(own) => (&own["pkg-url"], "zip"),
            None => (&binstall["pkg-url"], "tar.gz"),
        };
        assert_eq!(own.is_some(), *target == on_windows, "{target}");
        let wanted = format!("{MARK}/releases/download/v1.2.3/unlinked-1.2.3-{target}.{end}");
        assert_eq!(filled(address, target), wanted);
        assert_eq!(filled(&binstall["bin-dir"], target), format!("unlinked-1.2.3-{target}/unlinked"));
    }

    let formula = read("dist/homebrew/unlinked.rb.in");
    let lines: Vec<&str> = formula.lines().map(str::trim).collect();
    let mut in_formula = BTreeSet::new();
    for pair in lines.windows(2).filter(|pair| pair[0].starts_with("url ")) {
        let target = pair[1].strip_prefix("sha256 \"@SHA256:").unwrap().strip_suffix("@\"").unwrap();
        let name = format!("unlinked-@VERSION@-{target}.tar.gz");
        assert_eq!(pair[0], format!("url \"{MARK}/releases/download/v@VERSION@/{name}\""));
        in_formula.insert(target.to_owned());
    }
    assert_eq!(in_formula.len(), 4);
    assert!(in_formula.is_subset(&built), "{in_formula:?}");
}

#[test]
fn the_release_job_is_pinned_bounded_and_may_write_only_where_it_publishes() {
    let workflow = workflow();
    assert_eq!(workflow["on"]["push"]["tags"], serde_json::json!(["v*"]));
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    let script = read("scripts/release");
    let image = read("Dockerfile");
    let (_, newest) = image.split_once("FROM rust:").unwrap();
    assert_eq!(workflow["env"]["RUSTUP_TOOLCHAIN"], newest.split('-').next().unwrap());
    let mut attested = 0;
    for (name, job) in workflow["jobs"].as_object().unwrap() {
        assert!(job["timeout-minutes"].is_u64(), "{name} could hang for hours");
        let writes = job["permissions"].to_string().contains("write");
        assert_eq!(writes, ["publish", "image"].contains(&name.as_str()), "{name}");
        for step in job["steps"].as_array().unwrap() {
            if let Some(action) = step["uses"].as_str() {
                let (_, at) = action.split_once('@').unwrap_or_else(|| panic!("{action} is not pinned"));
                assert!(at[1..].starts_with(|c: char| c.is_ascii_digit()), "{action} is not pinned");
                attested += usize::from(action.starts_with("actions/attest-build-provenance@"));
            }
            let asks = step["run"].as_str().unwrap_or_default().split_once("scripts/release ");
            if let Some((_, words)) = asks {
                let word = words.split_whitespace().next().unwrap();
                assert!(script.contains(&format!("\n'{word} ")), "scripts/release does not know {word}");
            }
        }
    }
    assert_eq!(attested, 2, "the files and the image are attested");
    // Nothing goes out before it was built, and tried where that can be done.
    for job in ["publish", "image"] {
        assert_eq!(workflow["jobs"][job]["needs"], serde_json::json!(["build", "try"]), "{job}");
    }
    assert!(!read(".github/workflows/release.yml").contains("secrets."), "no secret is needed");
}

#[test]
fn the_debian_package_and_the_image_have_what_they_are_made_from() {
    let manifest: Table = read("Cargo.toml").parse().unwrap();
    for asset in manifest["package"]["metadata"]["deb"]["assets"].as_array().unwrap() {
        let path = asset[0].as_str().unwrap();
        let there = path.trim_end_matches('*');
        assert!(path.starts_with("target/release") || root().join(there).exists(), "{path}");
    }
    let script = read("scripts/release");
    let glibc = script.lines().find_map(|line| line.strip_prefix("glibc=")).unwrap();
    let depends = manifest["package"]["metadata"]["deb"]["depends"].as_str().unwrap();
    assert_eq!(depends, format!("libc6 (>= {glibc})"));
    let (_, minor) = glibc.split_once('.').unwrap();
    assert!(
        read("dist/install.sh").contains(&format!("-ge {minor} ]")),
        "install.sh takes {glibc} for enough"
    );

    // Whatever is compiled in from beside `src` must be in the image's build.
    let image = read("Dockerfile");
    let copied: BTreeSet<&str> = image
        .lines()
        .filter(|line| line.starts_with("COPY ") && !line.contains("--from"))
        .flat_map(|line| line.split_whitespace().skip(1))
        .collect();
    let mut sources = Vec::new();
    files_in(&root().join("src"), &mut sources);
    for source in sources.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(source).unwrap();
        for name in text.split("include_str!(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let path = fs::canonicalize(source.parent().unwrap().join(name)).unwrap();
            let inside = path.strip_prefix(fs::canonicalize(root()).unwrap()).unwrap().to_owned();
            let covered = inside.ancestors().any(|part| copied.contains(part.to_str().unwrap()));
            assert!(
                covered,
                "{} includes {}, which the image's build does not have",
                source.display(),
                inside.display()
            );
        }
    }
}

#[test]
fn the_page_on_releases_says_what_is_not_proved() {
    let page = read("docs/releasing.md");
    let (_, page) = page.split_once("\n## What is not\n").unwrap();
    for what in
        ["arm64", "musl", "macOS", "Windows", "PowerShell", "Homebrew", "attestation", "image", "binstall"]
    {
        let row = page.lines().find(|line| line.starts_with("| ") && line.contains(what));
        let row = row.unwrap_or_else(|| panic!("no row says how {what} stands"));
        assert!(row.contains("*unproved*"), "{row}");
    }
    assert!(page.contains("certificate"), "what Apple and Windows want is named as missing");
}

#[cfg(unix)]
mod on_unix {
    use std::process::{Command, Output};

    use super::{fs, read, root};

    fn shell(script: &str, home: &std::path::Path) -> Output {
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(root()).env("HOME", home).env_remove("UNLINKED_REPOSITORY");
        command.output().unwrap()
    }

    #[test]
    fn a_copy_of_the_installer_that_was_not_filled_in_or_was_cut_off_does_nothing() {
        let home = tempfile::tempdir().unwrap();
        let whole = read("dist/install.sh");
        assert!(whole.ends_with("\n{ main \"$@\"; }\n"));
        let output = shell(&whole, home.path());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("does not know where releases are") && said.contains("Nothing was changed."));
        // With an address where nobody listens: what is cut off does not come so far as to ask.
        let filled = whole.replace("@REPOSITORY@", "http://127.0.0.1:1/releases");
        for end in (0..filled.len() - 2).step_by(397).chain(filled.len() - 20..filled.len() - 2) {
            let output = shell(&filled[..end], home.path());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!said.contains("could not be downloaded"), "the first {end} bytes: {said}");
        }
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_installer_orders_versions_as_cargo_does() {
        let installer = read("dist/install.sh");
        let (_, function) = installer.split_once("\nis_older() {").unwrap();
        let (body, _) = function.split_once("\n}\n").unwrap();
        let ordered = [
            "0.0.9",
            "0.1.0-alpha",
            "0.1.0-alpha.1",
            "0.1.0-alpha.beta",
            "0.1.0-beta",
            "0.1.0-beta.2",
            "0.1.0-beta.11",
            "0.1.0-rc.1",
            "0.1.0",
            "0.1.1",
            "0.2.0",
            "0.10.0",
            "1.0.0",
            "10.0.0",
        ];
        let mut script = format!("is_older() {{{body}\n}}\n");
        for first in ordered {
            for second in ordered {
                script.push_str(&format!("is_older {first} {second} && echo yes || echo no\n"));
            }
        }
        let output = shell(&script, root());
        let said = String::from_utf8(output.stdout).unwrap();
        let mut answers = said.lines();
        for (at, first) in ordered.iter().enumerate() {
            for (other, second) in ordered.iter().enumerate() {
                let wanted = if at < other { "yes" } else { "no" };
                assert_eq!(answers.next(), Some(wanted), "{first} is older than {second}");
            }
        }
    }

    #[test]
    fn another_tag_or_another_repository_ends_the_release() {
        let home = tempfile::tempdir().unwrap();
        let output = shell("scripts/release check v0.0.0-none", home.path());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("the tag is v0.0.0-none"), "{said}");
        let copy = home.path().join("Cargo.toml");
        fs::write(&copy, read("Cargo.toml").replace("\nrepository = ", "\n# repository = ")).unwrap();
        let write = |address: &str| {
            let script =
                format!("UNLINKED_REPOSITORY={address} scripts/release write-repository {}", copy.display());
            shell(&script, home.path()).status.success()
        };
        assert!(!write("''"), "without an address");
        assert!(write("http://127.0.0.1:1/first") && write("http://127.0.0.1:1/first"));
        let manifest: toml::Table = fs::read_to_string(&copy).unwrap().parse().unwrap();
        assert_eq!(manifest["package"]["repository"].as_str(), Some("http://127.0.0.1:1/first"));
        assert!(!write("http://127.0.0.1:1/second"), "with another address than the one that is there");
    }
}
