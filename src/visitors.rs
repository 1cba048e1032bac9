//! Whoever connects to a server of ours: only so many at once, and each with so much time to say what they want. A client that says
//! nothing, or a letter at a time, would else hold a connection for ever. What is served stands in `review` and `practice`.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// A listener on which only so many are heard at once.
pub(crate) struct Visitors {
    listener: TcpListener,
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Visitors {
    /// `at_once` are connected at once, and whoever comes beyond that waits in the system's queue; a browser opens six. One may take
    /// `patience` for a whole request and the beginning of its answer, from the connection or the last answer on.
    pub(crate) fn at(listener: TcpListener, at_once: usize, patience: Duration) -> Visitors {
        Visitors { listener, places: Arc::new(Semaphore::new(at_once)), patience }
    }
}

impl Listener for Visitors {
    type Io = Visitor;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Visitor, SocketAddr) {
        // Nobody closes the semaphore, so that there always is a place in the end.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, addr) = Listener::accept(&mut self.listener).await;
        // Small answers must not wait for the next packet.
        let _ = stream.set_nodelay(true);
        (
            Visitor { stream, left: Box::pin(sleep(self.patience)), patience: self.patience, _place: place },
            addr,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection.
pub(crate) struct Visitor {
    stream: TcpStream,
    left: Pin<Box<Sleep>>,
    patience: Duration,
    _place: Option<OwnedSemaphorePermit>,
}

impl AsyncRead for Visitor {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        // Also where there is something to read: a letter at a time is no request.
        if self.left.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl AsyncWrite for Visitor {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        if matches!(written, Poll::Ready(Ok(_))) {
            let until = Instant::now() + self.patience;
            self.left.as_mut().reset(until);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn answered(addr: SocketAddr) -> bool {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text.contains("200 OK")
    }

    #[tokio::test]
    async fn slow_clients_are_let_go_and_others_are_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let visitors = Visitors::at(listener, 3, Duration::from_millis(300));
        let app = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(async move { axum::serve(visitors, app).await });
        let mut slow = Vec::new();
        for _ in 0..3 {
            slow.push(TcpStream::connect(addr).await.unwrap());
        }
        // One of them says a letter at a time.
        let mut letters = slow.pop().unwrap();
        let drips = tokio::spawn(async move {
            for letter in b"GET / HTTP/1.1\r\nX: ".iter().cycle() {
                if letters.write_all(&[*letter]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let answer = tokio::time::timeout(Duration::from_secs(10), answered(addr)).await;
        assert!(answer.expect("nobody was let go"));
        tokio::time::timeout(Duration::from_secs(10), drips)
            .await
            .expect("a letter at a time goes on")
            .unwrap();
        for mut stream in slow {
            let mut rest = Vec::new();
            let _ = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut rest))
                .await
                .expect("held for ever");
        }
    }
}
