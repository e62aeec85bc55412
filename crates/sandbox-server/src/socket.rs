//! Connections that can be reset instead of being closed, and that end when nothing comes in.

use std::{
    future::Future,
    io::{self, IoSlice},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use coupon_sandbox::Sandbox;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep, sleep_until},
};

use crate::{patience::Patience, server_config::ServerConfig};

/// A listener whose connections can be reset.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) listener: TcpListener,
    pub(crate) sandbox: Sandbox,
    pub(crate) config: Arc<ServerConfig>,
}

/// A connection. After a reset was asked for, the other side sees nothing but a reset.
#[derive(Debug)]
pub(crate) struct Socket {
    tcp: TcpStream,
    reset: Arc<AtomicBool>,
    patience: Arc<Patience>,
    /// Wakes the connection when its patience ends.
    alarm: Pin<Box<Sleep>>,
    sandbox: Sandbox,
}

/// The client at the other end of a connection.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    /// The address of this machine that was connected to.
    pub(crate) local: Option<IpAddr>,
    pub(crate) patience: Arc<Patience>,
    reset: Arc<AtomicBool>,
}

impl Peer {
    pub(crate) fn ask_for_reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }
}

impl Connected<IncomingStream<'_, Listening>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listening>) -> Self {
        let socket = stream.io();
        Self {
            address: *stream.remote_addr(),
            local: socket.tcp.local_addr().ok().map(|address| address.ip()),
            patience: Arc::clone(&socket.patience),
            reset: Arc::clone(&socket.reset),
        }
    }
}

impl Listener for Listening {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        let (tcp, address) = Listener::accept(&mut self.listener).await;
        // Without it, small answers wait for the client's acknowledgement. A socket that refuses it is only slower.
        tcp.set_nodelay(true).unwrap_or_default();
        let patience = Patience::new(self.config.header_timeout, self.config.idle_timeout);
        let socket = Socket {
            tcp,
            reset: Arc::default(),
            patience: Arc::new(patience),
            alarm: Box::pin(sleep_until(Instant::now())),
            sandbox: self.sandbox.clone(),
        };
        (socket, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Where the system refuses it, the connection ends without an answer all the same.
            self.tcp.set_zero_linger().unwrap_or_default();
        }
    }
}

impl Socket {
    /// Once a reset was asked for, nothing leaves any more: no head of an answer, no end.
    fn open(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        if self.reset.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(Pin::new(&mut self.tcp))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.tcp).poll_read(cx, buf) {
            if buf.filled().len() > before {
                self.patience.received();
            }
            return Poll::Ready(read);
        }
        let Some(deadline) = self.patience.deadline() else { return Poll::Pending };
        if self.alarm.deadline() != deadline {
            self.alarm.as_mut().reset(deadline);
        }
        if self.alarm.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        if let Some(seconds) = self.patience.without_head() {
            self.sandbox.note_silence(seconds);
        }
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.patience.sent();
        self.open()?.poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.patience.sent();
        self.open()?.poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?.poll_shutdown(cx)
    }
}
