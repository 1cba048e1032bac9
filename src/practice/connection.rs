//! The site's side of a TCP connection, which a fault can break without an answer.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::visitors::{Visitor, Visitors};

/// Breaks a connection: once pulled, no answer gets through whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plug(Arc<AtomicBool>);

impl Plug {
    pub(crate) fn pull(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A listener whose connections can be broken.
pub(crate) struct Pluggable(pub(crate) Visitors);

/// A connection with its plug.
pub(crate) struct PluggedStream {
    stream: Visitor,
    plug: Plug,
    /// How much of an answer went out after the plug was pulled.
    let_through: usize,
}

/// What still goes out after the plug was pulled. A browser asks again by itself, five times, when a connection ends without
/// a single byte of an answer; once an answer has begun it does not.
const LET_THROUGH: usize = "HTTP/1.1 200 OK\r\ncontent-".len();

impl Listener for Pluggable {
    type Io = PluggedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (PluggedStream, SocketAddr) {
        let (stream, addr) = Listener::accept(&mut self.0).await;
        (PluggedStream { stream, plug: Plug::default(), let_through: 0 }, addr)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Pluggable>> for Plug {
    fn connect_info(stream: IncomingStream<'_, Pluggable>) -> Plug {
        stream.io().plug.clone()
    }
}

impl AsyncRead for PluggedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for PluggedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.plug.0.load(Ordering::SeqCst) {
            let left = LET_THROUGH.saturating_sub(self.let_through).min(buf.len());
            if left == 0 {
                return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
            }
            let written = Pin::new(&mut self.stream).poll_write(cx, &buf[..left]);
            if let Poll::Ready(Ok(count)) = written {
                self.let_through += count;
            }
            return written;
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
