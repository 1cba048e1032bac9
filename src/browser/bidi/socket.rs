//! The socket of a session. One task owns it: it sends what it is given, gives each answer to who asked, and notes what the browser
//! tells by itself. When it ends, whatever waits for an answer learns that the socket is lost.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use http::header::{AUTHORIZATION, HeaderValue};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use url::Url;

use super::traffic::Traffic;
use crate::tls::{Wire, wire};

/// The largest answer that is taken, in bytes. Pictures go by classic commands; the rows of a list are some 100 kB.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How many commands may wait to be sent. Each caller waits for the answer to its own, so there is hardly ever a second.
const QUEUE: usize = 16;

/// Commands and bytes that went to the driver, by either way.
#[derive(Debug, Default)]
pub(in crate::browser) struct Counts {
    /// Commands.
    pub(in crate::browser) commands: AtomicU64,
    /// Bytes.
    pub(in crate::browser) bytes: AtomicU64,
}

impl Counts {
    /// Counts one command with so many bytes.
    pub(in crate::browser) fn add(&self, bytes: usize) {
        self.commands.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// Why a command over the socket gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::browser) enum BidiFault {
    /// The socket is gone, and with it the session.
    Lost,
    /// No answer came in time.
    Timeout(Duration),
    /// The browser refused, with the standard's word for it and its own message.
    Refused {
        /// Such as `no such node`.
        error: String,
        /// In the browser's words.
        message: String,
    },
    /// The document went away under a question to it.
    Replaced,
}

struct Order {
    id: u64,
    text: String,
    answer: oneshot::Sender<Result<Value, BidiFault>>,
}

/// The end of the socket that commands go to. The socket is closed when this is dropped.
#[derive(Debug)]
pub(super) struct Socket {
    orders: mpsc::Sender<Order>,
    next: AtomicU64,
    lost: Arc<AtomicBool>,
    counts: Arc<Counts>,
}

impl Socket {
    /// Connects to the first of these addresses that answers.
    ///
    /// # Errors
    /// In a sentence, why none does.
    pub(super) async fn connect(
        addresses: &[Url],
        ca_file: Option<&Path>,
        limit: Duration,
        counts: Arc<Counts>,
        traffic: Arc<Traffic>,
    ) -> Result<Socket, String> {
        let mut why = "it told no address of a socket".to_owned();
        for address in addresses {
            match timeout(limit, connect_to(address, ca_file)).await {
                Ok(Ok(stream)) => return Ok(Socket::over(stream, counts, traffic)),
                Ok(Err(fault)) => why = fault,
                Err(_) => why = format!("no answer within {} s", limit.as_secs()),
            }
        }
        Err(why)
    }

    fn over(stream: WebSocketStream<Box<dyn Wire>>, counts: Arc<Counts>, traffic: Arc<Traffic>) -> Socket {
        let (orders, taken) = mpsc::channel(QUEUE);
        let lost = Arc::new(AtomicBool::new(false));
        tokio::spawn(serve(stream, taken, lost.clone(), counts.clone(), traffic));
        Socket { orders, next: AtomicU64::new(1), lost, counts }
    }

    /// Whether the socket is gone.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Sends one command and waits for its answer.
    pub(super) async fn call(
        &self,
        method: &'static str,
        params: Value,
        limit: Duration,
    ) -> Result<Value, BidiFault> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let text = json!({ "id": id, "method": method, "params": params }).to_string();
        self.counts.add(text.len());
        let (answer, answered) = oneshot::channel();
        let whole = async {
            self.orders.send(Order { id, text, answer }).await.map_err(|_| BidiFault::Lost)?;
            answered.await.unwrap_or(Err(BidiFault::Lost))
        };
        timeout(limit, whole).await.unwrap_or(Err(BidiFault::Timeout(limit)))
    }
}

async fn connect_to(address: &Url, ca_file: Option<&Path>) -> Result<WebSocketStream<Box<dyn Wire>>, String> {
    let host = address.host_str().ok_or("the socket's address has no host")?;
    let port = address.port_or_known_default().ok_or("the socket's address has no port")?;
    let stream = wire(host, port, address.scheme() == "wss", ca_file).await?;
    let mut bare = address.clone();
    // Both fail only for addresses without a host.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    let mut request = bare.as_str().into_client_request().map_err(|error| error.to_string())?;
    if !address.username().is_empty() || address.password().is_some() {
        let pair = format!("{}:{}", address.username(), address.password().unwrap_or_default());
        let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair)))
            .map_err(|_| "the user name or password cannot be sent")?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    let config =
        WebSocketConfig::default().max_message_size(Some(MOST_BYTES)).max_frame_size(Some(MOST_BYTES));
    match client_async_with_config(request, stream, Some(config)).await {
        Ok((stream, _)) => Ok(stream),
        Err(Error::Http(response)) => Err(format!("it answered with HTTP {}", response.status().as_u16())),
        Err(error) => Err(error.to_string()),
    }
}

/// Serves the socket until it or its user is gone.
async fn serve(
    stream: WebSocketStream<Box<dyn Wire>>,
    mut orders: mpsc::Receiver<Order>,
    lost: Arc<AtomicBool>,
    counts: Arc<Counts>,
    traffic: Arc<Traffic>,
) {
    let (mut outgoing, mut incoming) = stream.split();
    let mut waiting: HashMap<u64, oneshot::Sender<Result<Value, BidiFault>>> = HashMap::new();
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => {
                    // Who waits no more (a deadline, a cancelled run) is forgotten.
                    waiting.retain(|_, answer| !answer.is_closed());
                    waiting.insert(order.id, order.answer);
                    if outgoing.send(Message::text(order.text)).await.is_err() {
                        break;
                    }
                }
                None => {
                    let _ = outgoing.send(Message::Close(None)).await;
                    break;
                }
            },
            message = incoming.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let Ok(said) = serde_json::from_str::<Value>(&text) else { break };
                    if let Some(id) = said.get("id").and_then(Value::as_u64) {
                        if let Some(answer) = waiting.remove(&id) {
                            let _ = answer.send(read_answer(said));
                        }
                    } else if let Some((method, params)) = traffic.note(&said) {
                        let text = json!({ "id": 0, "method": method, "params": params }).to_string();
                        counts.add(text.len());
                        if outgoing.send(Message::text(text)).await.is_err() {
                            break;
                        }
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                // Pings are answered by the library.
                Some(Ok(_)) => {}
            },
        }
    }
    lost.store(true, Ordering::Relaxed);
    traffic.lost();
}

fn read_answer(mut said: Value) -> Result<Value, BidiFault> {
    if said["type"] == "success" {
        return Ok(said["result"].take());
    }
    let word = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
    Err(BidiFault::Refused { error: word("error"), message: word("message") })
}
