//! `unlinked practice` and `unlinked selectors`, as other programs use them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::testkit::home::{Home, flat};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

#[test]
fn practice_says_where_it_listens_serves_and_ends_on_a_signal() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unlinked"))
        .args(["practice", "--json", "--people", "7", "--seed", "3", "--demo-cast"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let listening: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(listening["event"], "listening");
    let url = listening["url"].as_str().unwrap();
    let address = url.strip_prefix("http://").unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{address}");

    let state: Value = serde_json::from_str(&get(address, "/practice/state")).unwrap();
    assert!(state["people"].as_array().unwrap().len() >= 7, "{state}");
    assert_eq!(state["removals"], serde_json::json!([]));
    let roster = get(address, "/practice/roster.csv?people=4");
    assert_eq!(roster.lines().count(), 5, "{roster}");

    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, stderr) = Home::new().run(&["practice", "--port", &port]);
    assert_eq!(code, 2);
    assert!(flat(&stderr).contains(&format!("cannot listen on port {port}")), "{stderr}");
}

#[test]
fn faults_are_listed_and_bad_ones_refused() {
    let home = Home::new();
    let (code, stdout, _) = home.run(&["practice", "--fault", "help"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("challenge"), "{stdout}");
    let (code, _, stderr) = home.run(&["practice", "--fault", "nonsense", "--fault", "challenge=1"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("nonsense") && stderr.contains("takes no value"), "{stderr}");
}

#[test]
fn the_built_in_selector_files_are_written_out_and_check_as_good() {
    let home = Home::new();
    let (code, stdout, stderr) = home.run(&["selectors", "export", "mine"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("mine/desktop.toml"), "{stdout}");
    let (code, _, stderr) = home.run(&["selectors", "export", "mine"]);
    assert_eq!(code, 2, "it wrote over a file: {stderr}");
    let (code, stdout, stderr) = home.run(&["selectors", "check", "--selectors", "mine"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("mine/desktop.toml"), "{stdout}");

    let path = home.path().join("mine/desktop.toml");
    let text =
        std::fs::read_to_string(&path).unwrap().replacen("[locator.top_card]", "[locator.top_crad]", 1);
    std::fs::write(&path, text).unwrap();
    let (code, _, stderr) = home.run(&["selectors", "check", "--selectors", "mine"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("top_card"), "{stderr}");
}
