//! Helpers of the tests that run the program: each gets a home of its own, so that nothing of the user's is read.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A home folder for the program.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn state(&self) -> PathBuf {
        self.path().join("state/unlinked")
    }

    /// Writes a file into the home and gives its path.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, in this home.
    pub fn unlinked(&self, args: &[&str]) -> Command {
        Command::from_std(self.process(args))
    }

    /// The same as a process that can be left at work.
    pub fn process(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_unlinked"));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("UNLINKED_") && name != "UNLINKED_TEST_MARK")
        {
            command.env_remove(name);
        }
        command
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("XDG_STATE_HOME", self.path().join("state"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("TZ", "Europe/Warsaw")
            .args(args);
        command
    }

    /// Runs the program; gives exit code, stdout and stderr.
    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = self.unlinked(args).output().unwrap();
        (
            output.status.code().unwrap_or(-1),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

/// The address of a site that proves to be a practice site and has nothing else: for runs that must end before a page is opened.
/// It lives as long as the test program.
pub fn bare_practice_site() -> String {
    hello_site(|nonce| format!(r#"{{"product":"unlinked-practice","start":"test","nonce":"{nonce}"}}"#))
}

/// The address of a site that answers every request with what `answer` makes of the nonce.
pub fn hello_site(answer: fn(&str) -> String) -> String {
    answering(move |target, stream| {
        let nonce = target.split_once("nonce=").map_or("", |(_, rest)| rest);
        let body = answer(nonce);
        let length = body.len();
        let _ =
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    })
}

/// The address of a server that hands each request, by its path and query, to `answer`.
pub fn answering(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut line = String::new();
            let _ = BufReader::new(&stream).read_line(&mut line);
            answer(line.split(' ').nth(1).unwrap_or_default(), &mut stream);
        }
    });
    address
}

/// A text with every run of white space as one space, so that line breaks make no difference.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs the program in a terminal of its own (util-linux's `script`), types `answer`, and gives exit code and screen.
pub fn in_a_terminal(home: &Home, args: &str, answer: &str) -> (i32, String) {
    let program = format!("{} {args}", env!("CARGO_BIN_EXE_unlinked"));
    let mut child = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &program, "/dev/null"])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .env("TERM", "xterm")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}
