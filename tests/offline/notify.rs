//! Who is told when a run ends, as a user sets it up: the program, with a run that ends because no driver can be started.

use std::sync::{Arc, Mutex};

use crate::testkit::home::{Home, bare_practice_site, flat, hello_site};
use axum::Router;
use axum::routing::post;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

const ROSTER: &str = "url,name\nhttps://www.linkedin.com/in/martha-quill,Martha Quill\n";

/// A run that ends with exit code 9 before a browser is there.
fn run(home: &Home, notify: &str, envs: &[(&str, &str)]) -> (i32, Value, String) {
    home.write("roster.csv", ROSTER);
    home.write(
        "config.toml",
        &format!("[webdriver]\ndriver = \"/nowhere/chromedriver\"\n\n[notify]\n{notify}\n"),
    );
    let mut command = home.unlinked(&["run", "roster.csv", "--config", "config.toml", "--yes", "--json"]);
    command.args(["--site", &bare_practice_site(), "--no-limits"]);
    for (name, value) in envs {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let summary = serde_json::from_str(stdout.lines().last().unwrap_or_default()).unwrap();
    (output.status.code().unwrap(), summary, flat(&String::from_utf8(output.stderr).unwrap()))
}

#[test]
fn a_program_gets_the_same_outcome_that_the_run_prints() {
    let home = Home::new();
    let (code, summary, stderr) = run(&home, "command = [\"sh\", \"-c\", \"cat > told; echo noise\"]", &[]);
    assert_eq!(code, 9, "{stderr}");
    assert_eq!(summary["stopped_by"], "browser");
    let told: Value =
        serde_json::from_str(&std::fs::read_to_string(home.path().join("told")).unwrap()).unwrap();
    assert_eq!(told, summary);
    assert!(!stderr.contains("warning: `notify"), "{stderr}");
}

#[test]
fn a_notice_that_fails_is_a_warning_without_secrets_and_the_exit_code_stays() {
    let home = Home::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let notify = "command = [\"sh\", \"-c\", \"echo no channel >&2; exit 3\"]";
    let address = format!("http://me:secret@{closed}/hook/token");
    let (code, _, stderr) = run(&home, notify, &[("UNLINKED_NOTIFY_URL", &address)]);
    assert_eq!(code, 9, "{stderr}");
    assert!(stderr.contains("warning: `notify.command`: sh ended with exit status: 3"), "{stderr}");
    assert!(stderr.contains(&format!("`notify.url`: http://{closed} cannot be reached")), "{stderr}");
    assert!(!stderr.contains("secret") && !stderr.contains("token"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_gets_counts_and_causes_alone() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let notes = Arc::clone(&heard);
    let app = Router::new()
        .route("/hook", post(move |body: String| async move { notes.lock().unwrap().push(body) }));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(socket, app).await.unwrap() });
    let home = Home::new();
    let (code, summary, stderr) = run(&home, &format!("url = \"http://{address}/hook\""), &[]);
    assert_eq!(code, 9, "{stderr}");
    let heard = heard.lock().unwrap();
    let [told] = heard.as_slice() else { panic!("{heard:?}") };
    let told: Value = serde_json::from_str(told).unwrap();
    assert_eq!((&told["exit"], &told["stopped_by"]), (&summary["exit"], &summary["stopped_by"]));
    assert!(told.get("detail").is_none() && told.get("ledger").is_none(), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_https_address_is_told_only_if_its_certificate_is_trusted() {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let notes = Arc::clone(&heard);
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        loop {
            let (stream, _) = socket.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut chunk = [0; 4096];
                match stream.read(&mut chunk).await {
                    Ok(0) | Err(_) => break,
                    Ok(count) => request.extend(&chunk[..count]),
                }
            }
            notes.lock().unwrap().push(String::from_utf8(request).unwrap());
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
            let _ = stream.shutdown().await;
        }
    });
    let home = Home::new();
    let notify = format!("url = \"https://localhost:{port}/hook/token\"");
    let (code, _, stderr) = run(&home, &notify, &[]);
    assert_eq!(code, 9);
    assert!(stderr.contains("certificate") && !stderr.contains("token"), "{stderr}");
    assert!(heard.lock().unwrap().is_empty());

    let trusted = home.write("trusted.pem", &cert.pem());
    let (code, _, stderr) = run(&home, &notify, &[("SSL_CERT_FILE", trusted.to_str().unwrap())]);
    assert_eq!(code, 9);
    assert!(!stderr.contains("notify.url"), "{stderr}");
    let heard = heard.lock().unwrap();
    assert!(heard.len() == 1 && heard[0].starts_with("POST /hook/token HTTP/1.1"), "{heard:?}");
}

/// A server that wants a password, and says nothing that a WebDriver server would.
const PASSWORD: &str = "hunter2-and-more";

#[test]
fn a_password_reaches_no_log_at_any_level_and_no_program_that_is_started() {
    let server = hello_site(|_| "nothing".to_owned());
    let server = server.replace("http://", &format!("http://robot:{PASSWORD}@"));
    for level in ["trace", "hyper_util=trace,hyper=trace,fantoccini=trace,unlinked=trace", "debug"] {
        let home = Home::new();
        let envs = [
            ("UNLINKED_LOG", level),
            ("UNLINKED_WEBDRIVER_URL", server.as_str()),
            ("UNLINKED_NOTIFY_URL", server.as_str()),
        ];
        let (code, _, stderr) =
            run(&home, "command = [\"sh\", \"-c\", \"cat > /dev/null; env > told\"]", &envs);
        assert_eq!(code, 9, "{stderr}");
        assert!(!stderr.contains(PASSWORD), "{level}: {stderr}");
        let told = std::fs::read_to_string(home.path().join("told")).unwrap();
        assert!(told.contains("PATH=") && !told.contains(PASSWORD), "{level}: {told}");
        assert!(stderr.contains("INFO"), "the log was on: {stderr}");
    }
}
