//! docker-compose.yml, read as data and held against the program; given to a compose client where there is one; and what
//! its services run, run here without a container.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::cli::command_tree;
use unlinked::config::{Config, LoadOptions};
use unlinked::practice::{Options, Site};

/// What a person writes into `.env`.
const ENV: &[(&str, &str)] = &[("VNC_PASSWORD", "Kbzw42fr"), ("TIME_ZONE", "Europe/Warsaw")];

/// Settings of the Selenium images that the file uses, from ENV_VARIABLES.md of docker-selenium.
const SELENIUM: &[&str] = &[
    "SE_EVENT_BUS_HOST",
    "SE_EVENT_BUS_PUBLISH_PORT",
    "SE_EVENT_BUS_SUBSCRIBE_PORT",
    "SE_NODE_MAX_SESSIONS",
    "SE_NODE_SESSION_TIMEOUT",
    "SE_SESSION_REQUEST_TIMEOUT",
    "SE_VNC_PASSWORD",
];

/// The user of the Selenium images.
const SELENIUM_USER: &str = "1200:1201";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compose() -> Value {
    serde_saphyr::from_str(&fs::read_to_string(root().join("docker-compose.yml")).unwrap()).unwrap()
}

fn services(compose: &Value) -> impl Iterator<Item = (&String, &Value)> {
    compose["services"].as_object().unwrap().iter()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// A value with the `.env` in it.
fn filled(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(start) = text.find("${") {
        let end = start + text[start..].find('}').unwrap();
        let name = text[start + 2..end].split(':').next().unwrap();
        let (_, value) = ENV.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name}"));
        text.replace_range(start..=end, value);
    }
    text
}

fn environment(service: &Value) -> BTreeMap<String, String> {
    let written = service["environment"].as_object();
    written
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), filled(value.as_str().unwrap())))
        .collect()
}

/// Services of our own image.
fn ours(compose: &Value) -> Vec<(&String, &Value)> {
    services(compose)
        .filter(|(_, service)| service["image"].as_str().unwrap().starts_with("unlinked:"))
        .collect()
}

/// Services with a browser.
fn browsers(compose: &Value) -> Vec<(&String, &Value)> {
    let shown = |service: &Value| service.get("shm_size").is_some();
    services(compose).filter(|(_, service)| shown(service)).collect()
}

#[test]
fn no_port_listens_on_all_addresses_and_no_container_has_more_rights_than_it_needs() {
    let compose = compose();
    let mut ports = BTreeSet::new();
    for (name, service) in services(&compose) {
        for port in texts(&service["ports"]) {
            let parts: Vec<&str> = port.split(':').collect();
            assert!(matches!(parts.as_slice(), ["127.0.0.1", _, _]), "{name} publishes {port}");
            assert!(
                ports.insert(parts[1].to_owned()),
                "{name} publishes {port}, which another service does, too"
            );
        }
        assert_ne!(service["network_mode"], "host", "{name}");
        for right in ["privileged", "cap_add", "pid", "ipc", "devices"] {
            assert!(service.get(right).is_none(), "{name} has {right}");
        }
        for volume in texts(&service["volumes"]) {
            assert!(!volume.contains("docker.sock"), "{name} mounts {volume}");
        }
    }
    assert!(ports.contains("4444") && ports.contains("7900"), "{ports:?}");
    for (name, service) in ours(&compose) {
        assert_eq!(service["user"], "10001:10001", "{name}");
        assert_eq!(service["read_only"], true, "{name}");
        assert_eq!(service["init"], true, "{name}");
        assert_eq!(texts(&service["cap_drop"]), ["ALL"], "{name}");
        assert_eq!(texts(&service["security_opt"]), ["no-new-privileges:true"], "{name}");
    }
}

#[test]
fn every_image_is_pinned_and_nothing_secret_stands_in_the_file() {
    let compose = compose();
    let mut versions = BTreeSet::new();
    for (name, service) in services(&compose) {
        let image = service["image"].as_str().unwrap();
        let (repository, tag) = image.split_once(':').unwrap_or_else(|| panic!("{name} has no tag: {image}"));
        assert!(tag != "latest" && tag.contains('.'), "{name}: {image}");
        if repository == "unlinked" {
            assert_eq!(tag, env!("CARGO_PKG_VERSION"), "{name} has another version than the package");
        } else {
            versions.insert(tag.to_owned());
        }
    }
    assert_eq!(versions.len(), 1, "hub, nodes and browser are of one version: {versions:?}");
    let text = fs::read_to_string(root().join("docker-compose.yml")).unwrap();
    for line in text.lines().filter(|line| line.contains("SE_VNC_PASSWORD:")) {
        assert!(line.contains("${VNC_PASSWORD:?"), "a password without a default: {line}");
    }
    let example = fs::read_to_string(root().join(".env.example")).unwrap();
    for (name, _) in ENV {
        assert!(example.lines().any(|line| line == format!("{name}=")), "{name} is empty in .env.example");
    }
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    assert!(ignored.lines().any(|line| line == "/.env"), "git must not take .env");
}

#[test]
fn every_setting_and_every_command_in_the_file_is_one_that_the_program_takes() {
    let compose = compose();
    let parse = |name: &str, words: &[String]| {
        let words = std::iter::once("unlinked".to_owned()).chain(words.iter().cloned());
        command_tree().try_get_matches_from(words).unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    for (name, service) in services(&compose) {
        for variable in environment(service).keys().filter(|variable| variable.starts_with("SE_")) {
            assert!(SELENIUM.contains(&variable.as_str()), "{name}: {variable}");
        }
    }
    for (name, service) in ours(&compose) {
        parse(name, &texts(&service["command"]));
        if let ["CMD", "unlinked", check @ ..] =
            texts(&service["healthcheck"]["test"]).iter().map(String::as_str).collect::<Vec<_>>().as_slice()
        {
            parse(name, &check.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        }
        let empty = tempfile::tempdir().unwrap();
        let file = empty.path().join("config.toml");
        fs::write(&file, "").unwrap();
        let options =
            LoadOptions { file: Some(file), env: environment(service).into_iter(), overrides: Vec::new() };
        let config = Config::load(options).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(config.calendar.zone().is_ok(), "{name}: a container's own zone is UTC");
        assert!(!config.webdriver.headless, "{name}: the screen is what noVNC shows");
    }
}

#[test]
fn browser_and_program_agree_on_time_outs_profiles_and_names() {
    let compose = compose();
    let declared: BTreeSet<&String> = compose["volumes"].as_object().unwrap().keys().collect();
    for (name, service) in services(&compose) {
        for volume in texts(&service["volumes"]) {
            let source = volume.split(':').next().unwrap();
            let there = declared.contains(&source.to_owned())
                || root().join(source).exists()
                || ["./rosters", "./config"].contains(&source);
            assert!(there, "{name}: {volume} is neither declared nor in the repository");
        }
        for (other, _) in service["depends_on"].as_object().into_iter().flatten() {
            assert!(compose["services"].get(other).is_some(), "{name} depends on {other}");
        }
    }
    let browsers = browsers(&compose);
    assert_eq!(browsers.len(), 3, "one browser and two nodes");
    for (name, browser) in &browsers {
        assert_eq!(browser["shm_size"], "2g", "{name}: Chromium crashes with Docker's 64 MB");
        assert!(browser["hostname"].is_string(), "{name}: Chromium's profile lock names the machine");
        let ended = environment(browser)["SE_NODE_SESSION_TIMEOUT"].parse::<u64>().unwrap();
        assert!(
            ended > 120 + 90,
            "{name}: the engine keeps a session for up to 120 s, and people are up to 90 s apart"
        );
        for (ours, service) in ours(&compose) {
            let said = &environment(service)["UNLINKED_WEBDRIVER_SESSION_TIMEOUT"];
            let said = unlinked::config::parse_duration(said).unwrap().as_secs();
            assert_eq!(said, ended, "{ours} believes in another time-out than {name} has");
        }
    }
    // Every volume with a profile is handed over to the images' user before a browser sees it.
    for volume in ["profile", "grid-profiles"] {
        let mounts = |service: &Value| {
            texts(&service["volumes"])
                .into_iter()
                .find_map(|mount| Some(mount.strip_prefix(&format!("{volume}:"))?.to_owned()))
        };
        let (owner, service) = services(&compose)
            .find(|(_, service)| {
                texts(&service["entrypoint"]).first().is_some_and(|word| word == "chown")
                    && mounts(service).is_some()
            })
            .unwrap_or_else(|| panic!("nobody hands over {volume}"));
        assert_eq!(texts(&service["entrypoint"])[1..], [SELENIUM_USER.to_owned(), mounts(service).unwrap()]);
        for (name, browser) in browsers.iter().filter(|(_, browser)| mounts(browser).is_some()) {
            assert_eq!(browser["depends_on"][owner]["condition"], "service_completed_successfully", "{name}");
        }
    }
    // The profile folder that the program asks for lies in the volume that the browser has.
    for (name, service) in ours(&compose) {
        let Some(profile) = environment(service).remove("UNLINKED_WEBDRIVER_PROFILE_DIR") else { continue };
        let url = environment(service)["UNLINKED_WEBDRIVER_URL"].clone();
        let behind = if url.contains("browser") { vec!["browser"] } else { vec!["node-1", "node-2"] };
        for browser in behind {
            let volumes = texts(&compose["services"][browser]["volumes"]);
            let inside = volumes.iter().filter_map(|volume| volume.split(':').nth(1));
            assert!(
                inside.clone().any(|folder| profile.starts_with(folder)),
                "{name}: {profile} is not in {volumes:?}"
            );
        }
    }
}

/// The compose client of this machine: Docker's plugin, or the program of its own.
fn client() -> Option<Vec<&'static str>> {
    let works = |words: &[&str]| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg("version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    [vec!["docker", "compose"], vec!["docker-compose"]].into_iter().find(|words| works(words))
}

#[test]
fn a_compose_client_takes_the_file_with_each_profile_and_refuses_it_without_a_password() {
    let Some(client) = client() else {
        eprintln!(
            "SKIPPED: neither `docker compose` nor `docker-compose` is there (apt install docker-compose), so no client read the file"
        );
        return;
    };
    let config = |profile: Option<&str>, env: &[(&str, &str)]| {
        let mut command = Command::new(client[0]);
        command.args(&client[1..]).current_dir(root());
        command.args(profile.into_iter().flat_map(|profile| ["--profile", profile])).arg("config");
        for (name, _) in ENV {
            command.env_remove(name);
        }
        command.envs(env.iter().copied()).output().unwrap()
    };
    for (profile, service) in [(None, "unlinked"), (Some("practice"), "practice"), (Some("grid"), "node-2")] {
        let output = config(profile, ENV);
        let (said, why) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{profile:?}: {why}");
        assert!(said.contains(&format!("  {service}:")), "{profile:?} has no {service}:\n{said}");
    }
    if !root().join(".env").exists() {
        let output = config(None, &[("TIME_ZONE", "Europe/Warsaw")]);
        assert!(!output.status.success(), "a screen without a password must not be possible");
    }
}

#[test]
fn the_image_is_built_from_what_is_there_and_runs_as_nobody_in_particular() {
    let text = fs::read_to_string(root().join("Dockerfile")).unwrap();
    let lines = text.lines().map(str::trim);
    for line in lines.clone().filter(|line| line.starts_with("FROM ")) {
        let image = line.split_whitespace().nth(1).unwrap();
        assert!(image.contains(':') && !image.ends_with(":latest"), "not pinned: {image}");
    }
    let rust = format!("FROM rust:{}", env!("CARGO_PKG_RUST_VERSION"));
    let built_with = lines.clone().find(|line| line.starts_with("FROM rust:")).unwrap();
    assert!(built_with[..rust.len()] >= rust[..], "{built_with} is older than the package asks for");
    let ignored = fs::read_to_string(root().join(".dockerignore")).unwrap();
    for line in lines.clone().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        for source in &words[..words.len() - 1] {
            assert!(root().join(source).exists(), "{source} is not in the repository");
            assert!(ignored.lines().any(|line| line == format!("!{source}")), ".dockerignore hides {source}");
        }
    }
    // Cargo reads the whole manifest, whatever it builds: each target that it names must be there.
    let manifest: toml::Table = toml::from_str(include_str!("../../Cargo.toml")).unwrap();
    for (kind, folder) in [("bin", "src"), ("bench", "benches"), ("test", "tests")] {
        for target in manifest.get(kind).and_then(toml::Value::as_array).into_iter().flatten() {
            let name = target["name"].as_str().unwrap();
            let is_there = |line: &str| {
                line.starts_with(&format!("COPY {folder} "))
                    || line.starts_with(&format!("COPY {folder}/{name} "))
            };
            assert!(
                lines.clone().any(is_there),
                "the image is built without the {kind} `{name}`, which Cargo.toml names"
            );
        }
    }
    let after_build: Vec<&str> = lines.skip_while(|line| !line.starts_with("FROM debian")).collect();
    assert!(after_build.contains(&"USER 10001:10001"));
    assert!(after_build.contains(&"ENTRYPOINT [\"/usr/local/bin/unlinked\"]"));
    assert!(text.contains("UNLINKED_STATE=/state") && text.contains("VOLUME [\"/state\"]"));
}

/// A driver that listens by itself, as the server in the browser's container does.
struct Driver(Child, u16);

impl Driver {
    fn start() -> Driver {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
            })
            .unwrap();
        Driver(child, port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A service's command with its environment, in a home whose folders stand for the container's. Without a screen the
/// browser shows no window.
fn outside(home: &Home, service: &Value, driver: &Driver) -> (Vec<String>, BTreeMap<String, String>) {
    let place = |text: &str| {
        let mut text = text.to_owned();
        for folder in ["/state", "/rosters", "/config", "/tmp/demo"] {
            if text == folder || text.starts_with(&format!("{folder}/")) {
                text = format!("{}{text}", home.path().display());
            }
        }
        let server = format!("http://127.0.0.1:{}", driver.1);
        text.replace("http://browser:4444", &server).replace("http://127.0.0.1:4444", &server)
    };
    let command = texts(&service["command"])
        .iter()
        .filter(|word| *word != "--headed")
        .map(|word| place(word))
        .collect();
    let mut environment = environment(service);
    environment.insert("UNLINKED_STATE".to_owned(), "/state".to_owned());
    environment.insert("XDG_CONFIG_HOME".to_owned(), "/config".to_owned());
    environment.insert("UNLINKED_WEBDRIVER_HEADLESS".to_owned(), "true".to_owned());
    // The image starts its Chromium so, since the container is its sandbox.
    let chromium = home.write("chromium", "#!/bin/sh\nexec chromium --no-sandbox \"$@\"\n");
    fs::set_permissions(&chromium, fs::Permissions::from_mode(0o755)).unwrap();
    environment.insert("UNLINKED_WEBDRIVER_BINARY".to_owned(), chromium.display().to_string());
    environment.values_mut().for_each(|value| *value = place(value));
    let profile = home.path().join("profile").display().to_string();
    if environment.contains_key("UNLINKED_WEBDRIVER_PROFILE_DIR") {
        environment.insert("UNLINKED_WEBDRIVER_PROFILE_DIR".to_owned(), profile);
    }
    (command, environment)
}

fn run(
    home: &Home,
    words: &[String],
    environment: &BTreeMap<String, String>,
    more: &[&str],
) -> (i32, String, String) {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.extend(more);
    let mut command = home.unlinked(&words);
    let output = command.envs(environment).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_does_its_work_outside_a_container_with_the_same_command_and_environment() {
    let (compose, home, driver) = (compose(), Home::new(), Driver::start());
    let service = &compose["services"]["unlinked"];
    let (command, environment) = outside(&home, service, &driver);
    let check: Vec<String> = texts(&service["healthcheck"]["test"]).split_off(2);
    assert_eq!(run(&home, &check, &environment, &[]).0, 0, "healthy before the first run");

    let site = Site::start(Options { people: 4, ..Options::default() }).await.unwrap();
    home.write("rosters/roster.csv", &site.roster_csv(2));
    home.write("rosters/keep.csv", "name\nNobody Inparticular\n");
    let (code, stdout, stderr) = run(&home, &command, &environment, &["--site", site.url(), "--no-limits"]);
    assert_eq!(code, 0, "{stdout}\n{stderr}");
    assert_eq!(site.state().removals.len(), 2, "{stdout}");
    let (code, stdout, _) = run(&home, &check, &environment, &[]);
    let standing: Value = serde_json::from_str(stdout.lines().next().unwrap()).unwrap();
    assert_eq!(code, 0, "healthy after it: {standing}");
    assert!(home.path().join("state/ledger.db").is_file(), "the state lies in the volume");
}

#[test]
fn the_demo_agrees_with_the_practice_site_through_a_server_too() {
    let (compose, home, driver) = (compose(), Home::new(), Driver::start());
    let (command, environment) = outside(&home, &compose["services"]["practice"], &driver);
    let (code, stdout, stderr) = run(&home, &command, &environment, &[]);
    assert_eq!(code, 0, "{stdout}\n{stderr}");
    assert!(flat(&stdout).contains("All 12 outcomes are the expected ones"), "{stdout}");
}

#[test]
fn the_sign_in_script_opens_a_plain_browser_with_the_profile_that_is_driven() {
    let home = Home::new();
    let browser = home.write("bin/chromium", "#!/bin/sh\necho \"$DISPLAY\" \"$@\"\n");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let script = root().join("dist/containers/sign-in.sh");
    assert!(fs::metadata(&script).unwrap().permissions().mode() & 0o111 == 0o111, "it can be run");
    let path = format!("{}:{}", home.path().join("bin").display(), std::env::var("PATH").unwrap());
    let said = |args: &[&str]| {
        let output =
            Command::new(&script).args(args).env("PATH", &path).env_remove("DISPLAY").output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let compose = compose();
    let profile = &environment(&compose["services"]["unlinked"])["UNLINKED_WEBDRIVER_PROFILE_DIR"];
    let plain = said(&[]);
    assert!(
        plain.starts_with(&format!(":99.0 --user-data-dir={profile} --password-store=basic ")),
        "{plain}"
    );
    assert!(
        plain.ends_with(" https://www.linkedin.com/login") && !plain.contains("remote-debugging"),
        "{plain}"
    );
    assert!(said(&["/p/one", "http://127.0.0.1:1/login"]).ends_with(" http://127.0.0.1:1/login"));
    for (name, service) in browsers(&compose) {
        let mounts = texts(&service["volumes"]);
        assert!(
            mounts.iter().any(|mount| mount.ends_with(":/usr/local/bin/unlinked-sign-in:ro")),
            "{name}: {mounts:?}"
        );
    }
}
