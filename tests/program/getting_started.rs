//! docs/getting-started.md, followed to the letter on the practice site: its blocks are run by a shell as they stand, but for
//! the port and the person at the sign-in window.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::testkit::home::Home;

const PAGE: &str = include_str!("../../docs/getting-started.md");

/// The blocks that the page marks as run here, in order.
fn blocks(mark: &str) -> String {
    let comment = format!("<!-- run by tests/program/getting_started.rs: {mark} -->\n```sh\n");
    let blocks = PAGE.split(&comment).skip(1).map(|rest| rest.split("```").next().unwrap());
    let text = blocks.collect::<Vec<_>>().join("");
    assert!(!text.is_empty(), "the page has no block marked `{mark}`");
    text
}

fn shell(home: &Home, script: &str, port: u16) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_unlinked")).parent().unwrap();
    let mut command = Command::new("bash");
    command
        .args(["-euxc", &script.replace("4711", &port.to_string())])
        .current_dir(home.path())
        .env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()))
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .stdin(Stdio::null());
    command
}

/// Ends the whole shell when the test does, with the program in it.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        use nix::sys::signal::{Signal, killpg};
        let _ = killpg(nix::unistd::Pid::from_raw(self.0.id().cast_signed()), Signal::SIGTERM);
        let _ = self.0.wait();
    }
}

fn serve(home: &Home, port: u16) -> Serving {
    use std::os::unix::process::CommandExt;
    let child = shell(home, &blocks("site"), port)
        .process_group(0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(60), "the practice site does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
    Serving(child)
}

/// The site's own account of what it was asked to do.
fn account(port: u16) -> String {
    let address = format!("http://127.0.0.1:{port}/practice/state");
    let answer = Command::new("curl").args(["-s", "--max-time", "60", &address]).output().unwrap();
    String::from_utf8(answer.stdout).unwrap()
}

/// A browser with a person before it, who fills in the form, and closes the window once the site lets them in.
fn person(home: &Home, port: u16) {
    home.write(
        "person.html",
        &format!(
            "<form method=post action='http://127.0.0.1:{port}/checkpoint/lg/login-submit'><input name=session_key value=me>\
             <input name=session_password value=practice></form><script>document.forms[0].submit()</script>"
        ),
    );
    let path = home.write(
        "person.sh",
        &format!(
            "#!/bin/bash\n# A driver brings no person with it.\n[[ \"$*\" != *--remote-debugging* ]] || exec chromium \"$@\"\n\
             chromium --headless \"${{@:1:$#-1}}\" file://{home}/person.html &\n\
             until curl -s http://127.0.0.1:{port}/practice/requests | grep -q '\"path\":\"/feed/\"'; do sleep 0.2; done\n\
             kill -INT $!\nwait $! || true\n",
            home = home.path().display()
        ),
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    home.write("config/unlinked/config.toml", &format!("[webdriver]\nbinary = \"{}\"\n", path.display()));
}

fn said(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_page_can_be_followed_to_the_letter_on_the_practice_site() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: the page uses curl, which is not installed here");
        return;
    }
    let home = Home::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _site = serve(&home, port);
    person(&home, port);
    let login = shell(&home, &blocks("login"), port).env("DISPLAY", ":no-screen").output().unwrap();
    assert!(login.status.success(), "{}", said(&login));
    assert!(String::from_utf8_lossy(&login.stdout).starts_with("Signed in as "), "{}", said(&login));
    // From here on nobody sits at the window any more.
    fs::remove_file(home.path().join("config/unlinked/config.toml")).unwrap();

    let rest = shell(&home, &blocks("rest"), port).output().unwrap();
    assert!(rest.status.success(), "{}", said(&rest));
    let account = account(port);
    assert_eq!(
        account.matches("\"trusted\":true").count(),
        5,
        "five were removed, by real clicks: {account}"
    );
    assert!(fs::read_to_string(home.path().join("report.html")).unwrap().contains("<html"));
    assert!(!home.path().join("practice/profile").exists(), "the session is forgotten");
    assert!(home.path().join("practice/ledger.db").exists(), "the ledger stays");
}
