//! The project's own files, held against each other: dependencies and their reasons, the oldest compiler, what the package
//! holds, the map of the house.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toml::Table;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn manifest() -> Table {
    read("Cargo.toml").parse().unwrap()
}

fn names(table: Option<&toml::Value>) -> BTreeSet<String> {
    table.and_then(toml::Value::as_table).into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The direct dependencies by the headings of docs/dependencies.md.
fn dependencies() -> BTreeMap<&'static str, BTreeSet<String>> {
    let manifest = manifest();
    let on = |system: &str| names(manifest["target"][system].get("dependencies"));
    BTreeMap::from([
        ("In the program", names(manifest.get("dependencies"))),
        ("On Unix", on("cfg(unix)")),
        ("On Windows", on("cfg(windows)")),
        ("In tests and benches", names(manifest.get("dev-dependencies"))),
    ])
}

fn sources(folders: &[&str]) -> String {
    fn collect(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    folders.iter().for_each(|folder| collect(&root().join(folder), &mut text));
    text
}

#[test]
fn every_direct_dependency_has_its_reason_and_is_used() {
    let page = read("docs/dependencies.md");
    let (program, all) = (sources(&["src"]), sources(&["src", "tests", "benches"]));
    for (heading, wanted) in dependencies() {
        let (_, part) =
            page.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no part `{heading}`"));
        let part = part.split("\n## ").next().unwrap();
        let rows = part.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let told: BTreeMap<String, &str> = rows.map(|(name, why)| (name.to_owned(), why)).collect();
        let listed: BTreeSet<String> = told.keys().cloned().collect();
        assert_eq!(listed, wanted, "docs/dependencies.md, {heading}, is not what Cargo.toml has");
        for (name, why) in told {
            assert!(why.len() > 12, "{name} needs a reason");
            let word = name.replace('-', "_");
            let text = if heading == "In tests and benches" { &all } else { &program };
            let used =
                [format!("{word}::"), format!("{word}!"), format!("use {word};"), format!("{word} as ")];
            assert!(used.iter().any(|sign| text.contains(sign)), "nothing uses {name}");
        }
    }
}

#[test]
fn the_lock_file_has_one_tls_library_and_nothing_that_is_banned() {
    let deny: Table = read("deny.toml").parse().unwrap();
    let banned: Vec<&str> = deny["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["crate"].as_str().unwrap())
        .collect();
    assert!(banned.contains(&"aws-lc-rs") && banned.contains(&"openssl"), "{banned:?}");
    let lock: Table = read("Cargo.lock").parse().unwrap();
    let packages: Vec<&str> =
        lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap()).collect();
    for name in &banned {
        assert!(!packages.contains(name), "{name} is in the tree");
    }
    for one in ["rustls", "ring", "hyper-rustls", "tokio-rustls"] {
        assert_eq!(packages.iter().filter(|name| **name == one).count(), 1, "{one}");
    }
}

#[test]
fn the_workflow_the_image_and_the_docs_name_the_compilers_that_the_package_does() {
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    let workflow = read(".github/workflows/ci.yml");
    let parsed: Value = serde_saphyr::from_str(&workflow).unwrap();
    let steps = |job: &str| parsed["jobs"][job]["steps"].to_string();
    assert!(
        steps("msrv").contains(&format!("cargo +{oldest}.0 check")),
        "the oldest compiler of Cargo.toml is checked"
    );
    assert!(read("docs/getting-started.md").contains(&format!("Rust toolchain, {oldest} or newer")));
    let image = read("Dockerfile");
    let (_, newest) = image.split_once("FROM rust:").unwrap();
    let newest = newest.split('-').next().unwrap();
    assert!(
        parsed["jobs"]["test"]["container"].as_str().unwrap().starts_with(&format!("rust:{newest}-")),
        "{newest}"
    );
    for job in ["macos", "windows", "package"] {
        assert!(steps(job).contains(&format!("cargo +{newest} ")), "{job} builds with {newest}");
    }
    // What is skipped on a machine without a Grid or Firefox fails there.
    for must_run in ["UNLINKED_TEST_GRID", "UNLINKED_TEST_FIREFOX", "UNLINKED_TEST_ALL"] {
        assert_eq!(parsed["jobs"]["test"]["env"][must_run], "1", "{must_run}");
        assert!(sources(&["tests"]).contains(&format!("var(\"{must_run}\")")), "no test asks for {must_run}");
    }
    assert!(steps("test").contains("firefox-esr") && steps("test").contains("cargo install geckodriver"));
    for (name, job) in parsed["jobs"].as_object().unwrap() {
        assert!(job["timeout-minutes"].is_u64(), "{name} could hang for hours");
        for step in job["steps"].as_array().unwrap() {
            let script = step["run"]
                .as_str()
                .and_then(|run| run.split_whitespace().find(|word| word.starts_with("scripts/")));
            if let Some(script) = script {
                assert!(root().join(script).is_file(), "{name} runs {script}");
            }
        }
    }
}

/// What `cargo package` would put into the package.
fn packaged() -> BTreeSet<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(PathBuf::from).collect()
}

#[test]
fn the_package_holds_all_that_the_program_is_built_from_and_no_more_than_is_wanted() {
    let packaged = packaged();
    let wanted = [
        "config.example.toml",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "selectors/desktop.toml",
        "selectors/locales/en.toml",
        "docs/getting-started.md",
        "dist/systemd/unlinked.service",
    ];
    for path in wanted {
        assert!(packaged.contains(Path::new(path)), "{path} is not in the package");
    }
    // The outlines of real pages are part of the program: what is learned is held against them.
    let is_of_tests = |path: &&PathBuf| path.starts_with("tests") && !path.starts_with("tests/pages");
    let stays = packaged.iter().find(|path| is_of_tests(path) || path.starts_with("bench"));
    assert_eq!(stays, None, "tests stay at home");
    // Whatever is compiled in must be there, or the package does not build.
    fn included(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                included(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for sign in ["include_str!(\"", "include_bytes!(\""] {
                    let names =
                        text.split(sign).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
                    found.extend(names.map(|name| (path.clone(), name)));
                }
            }
        }
    }
    let mut found = Vec::new();
    included(&root().join("src"), &mut found);
    assert!(found.len() > 10, "{found:?}");
    for (source, name) in found {
        let target = fs::canonicalize(source.parent().unwrap().join(&name))
            .unwrap_or_else(|error| panic!("{}: {name}: {error}", source.display()));
        let inside = target.strip_prefix(fs::canonicalize(root()).unwrap()).unwrap();
        assert!(
            packaged.contains(inside),
            "{} includes {}, which is not in the package",
            source.display(),
            inside.display()
        );
    }
}

#[test]
fn the_map_of_the_house_has_every_module() {
    let map = read("CONTRIBUTING.md");
    let library = read("src/lib.rs");
    let modules = library
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    for module in modules {
        assert!(
            map.contains(&format!("`{module}`")),
            "CONTRIBUTING.md does not say what lives in `{module}`"
        );
        assert!(library.contains(&format!("`{module}`")), "src/lib.rs does not say where `{module}` stands");
    }
}

/// Each promise of SECURITY.md names tests that are there.
#[test]
fn every_test_that_the_security_page_names_is_there() {
    let code = sources(&["src", "tests"]);
    let page = read("SECURITY.md");
    let table = page.split("which test shows it").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut named = 0;
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise")) {
        let tests = line.trim_end_matches('|').rsplit('|').next().unwrap();
        for test in tests.split('`').skip(1).step_by(2) {
            assert!(code.contains(&format!("fn {test}()")), "there is no test {test}");
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}

/// Files are written by one writer, `system::new_file`, which puts them in their places whole and never over what is somebody
/// else's. What is not such a file (locks, the trace that grows, the ledger) is named here.
#[test]
fn files_are_written_by_the_one_writer() {
    const ALLOWED: &[&str] =
        &["account/", "browser/record.rs", "evidence/mark.rs", "ledger/", "system/", "trace/recorder.rs"];
    const WRITING: &[&str] = &[
        "fs::write(",
        "File::create(",
        "fs::copy(",
        ".create(true)",
        ".create_new(true)",
        ".truncate(true)",
    ];
    fn look(folder: &Path, wrong: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let within = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !within.ends_with("tests") {
                    look(&path, wrong);
                }
                continue;
            }
            let is_test = within.ends_with("tests.rs");
            if is_test || path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\n").next().unwrap();
            let allowed = ALLOWED.iter().any(|start| within.starts_with(start));
            let found = WRITING.iter().filter(|writing| !allowed && code.contains(**writing));
            wrong.extend(found.map(|writing| format!("{within}: {writing}")));
        }
    }
    let mut wrong = Vec::new();
    look(&root().join("src"), &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `scripts/types` takes every folder that has a tsconfig.json: a script elsewhere would be checked by nobody.
#[test]
fn all_javascript_that_is_shipped_is_checked_by_its_types() {
    fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                scripts(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| ["js", "mjs", "cjs", "ts"].iter().any(|one| extension == *one))
            {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    scripts(&root().join("src"), &mut found);
    let shipped: Vec<&PathBuf> =
        found.iter().filter(|path| !path.to_string_lossy().ends_with(".d.ts")).collect();
    assert!(shipped.len() >= 35, "{shipped:?}");
    for path in shipped {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("// @ts-check\n"), "{} does not begin with // @ts-check", path.display());
        assert!(
            !text.contains("@ts-nocheck") && !text.contains("@ts-ignore"),
            "{} leaves checks out",
            path.display()
        );
        let config = path.with_file_name("tsconfig.json");
        let config: Value = serde_json::from_str(&fs::read_to_string(&config).unwrap_or_default())
            .unwrap_or_else(|error| panic!("{}: {error}", config.display()));
        assert!(
            config["extends"].as_str().is_some_and(|base| base.ends_with("../tsconfig.json")),
            "{config}"
        );
        assert_eq!(config["include"], serde_json::json!(["*.js", "*.d.ts"]), "{}", path.display());
    }
    let base: Value = serde_json::from_str(&read("src/tsconfig.json")).unwrap();
    assert_eq!(base["compilerOptions"]["checkJs"], true);
}

#[test]
fn every_server_of_ours_lets_slow_clients_go() {
    let text = sources(&["src"]).replace(char::is_whitespace, "");
    let serving: Vec<&str> =
        text.split("axum::serve(").skip(1).map(|rest| &rest[..60.min(rest.len())]).collect();
    assert!(serving.len() >= 3, "{serving:?}");
    for server in serving {
        // The receiver of webhooks and the test of the visitors themselves are tests.
        let in_a_test =
            server.starts_with("socket,app).await.unwrap()") || server.starts_with("visitors,app)");
        assert!(in_a_test || server.contains("Visitors::at("), "axum::serve({server}");
    }
}
