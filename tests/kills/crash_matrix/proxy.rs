//! A chromedriver that the tool does not own, behind a connection that can be broken.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::boundary::Kind;
use crate::testkit::processes::MARK;

/// How long a server is away: the tool asks for its session again and again meanwhile.
const OUTAGE: Duration = Duration::from_secs(3);

type Broken = Arc<Mutex<Option<Kind>>>;

/// The server and the broken way to it.
pub(crate) struct Server {
    driver: Child,
    pub(crate) url: String,
    /// Where the tool says that the connection is to break.
    pub(crate) control: SocketAddr,
    broken: Broken,
}

impl Server {
    pub(crate) async fn start(mark: &str) -> Server {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env(MARK, mark).process_group(0);
        let mut driver = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        // Nobody may leave the pipe full.
        std::thread::spawn(move || lines.for_each(drop));
        let broken: Broken = Arc::default();
        let way = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", way.local_addr().unwrap());
        let shared = broken.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = way.accept().await {
                tokio::spawn(carry(client, port, shared.clone()));
            }
        });
        let orders = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let control = orders.local_addr().unwrap();
        let shared = broken.clone();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = orders.accept().await {
                let mut order = String::new();
                client.read_to_string(&mut order).await.unwrap();
                let order: Kind = serde_json::from_str(&order).unwrap();
                *shared.lock().unwrap() = Some(order);
                client.write_all(b"!").await.unwrap();
                if order == Kind::Outage {
                    tokio::time::sleep(OUTAGE).await;
                    *shared.lock().unwrap() = None;
                }
            }
        });
        Server { driver, url, control, broken }
    }

    pub(crate) fn mend(&self) {
        *self.broken.lock().unwrap() = None;
    }

    pub(crate) fn pid(&self) -> i32 {
        self.driver.id().cast_signed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = killpg(Pid::from_raw(self.pid()), Signal::SIGKILL);
        let _ = self.driver.wait();
    }
}

/// Carries one connection, as long as it is whole. There is one command at a time on it.
async fn carry(mut client: TcpStream, port: u16, broken: Broken) -> Option<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let (_, _) = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut asked, mut answered) = (vec![0; 65536], vec![0; 65536]);
    let mut answer_is_lost = false;
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let count = read.ok().filter(|count| *count > 0)?;
                {
                    let mut broken = broken.lock().unwrap();
                    match *broken {
                        Some(Kind::Outage) => return None,
                        Some(Kind::RequestLost) => {
                            *broken = None;
                            return None;
                        }
                        Some(_) => {
                            *broken = None;
                            answer_is_lost = true;
                        }
                        None => {}
                    }
                }
                server.write_all(&asked[..count]).await.ok()?;
            }
            read = server.read(&mut answered) => {
                let count = read.ok().filter(|count| *count > 0)?;
                if answer_is_lost {
                    return None;
                }
                client.write_all(&answered[..count]).await.ok()?;
            }
        }
    }
}

/// The tool's side: breaks the connection, from the next command on.
pub(crate) fn break_connection(control: SocketAddr, kind: Kind) {
    let mut order = std::net::TcpStream::connect(control).unwrap();
    order.write_all(serde_json::to_string(&kind).unwrap().as_bytes()).unwrap();
    order.shutdown(std::net::Shutdown::Write).unwrap();
    let mut done = [0];
    order.read_exact(&mut done).unwrap();
}
