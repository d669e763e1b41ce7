//! Connections that can be refused, and cut in the middle: what HTTP libraries do not offer
//! and networks do all the time.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long to wait after an accept or a bind that failed.
const BREATHER: Duration = Duration::from_millis(10);

/// The switch that shuts the port and opens it again.
pub(super) struct PortSwitch {
    address: SocketAddr,
    shut: watch::Sender<bool>,
    /// A socket bound by whoever opened the port, so that it is open when that returns.
    opened: Arc<Mutex<Option<std::net::TcpListener>>>,
}

/// The port, as the server sees it.
pub(super) struct CentrePort {
    address: SocketAddr,
    socket: Option<TcpListener>,
    shut: watch::Receiver<bool>,
    opened: Arc<Mutex<Option<std::net::TcpListener>>>,
}

/// Binds a port.
pub(super) async fn open(address: SocketAddr) -> io::Result<(CentrePort, PortSwitch)> {
    let socket = TcpListener::bind(address).await?;
    let address = socket.local_addr()?;
    let (sender, receiver) = watch::channel(false);
    let opened = Arc::new(Mutex::new(None));
    let port = CentrePort {
        address,
        socket: Some(socket),
        shut: receiver,
        opened: Arc::clone(&opened),
    };
    let switch = PortSwitch {
        address,
        shut: sender,
        opened,
    };
    Ok((port, switch))
}

impl PortSwitch {
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Refuses connections from now on.
    pub(super) fn shut(&self) {
        self.shut.send_replace(true);
    }

    /// Accepts connections again.
    pub(super) fn open(&self) {
        if !*self.shut.borrow() {
            return;
        }
        // This fails where the server has not shut the port yet; then it just stays open.
        if let Ok(socket) = std::net::TcpListener::bind(self.address)
            && socket.set_nonblocking(true).is_ok()
        {
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            *opened = Some(socket);
        }
        self.shut.send_replace(false);
    }
}

impl CentrePort {
    /// The socket while the port is open.
    async fn socket(&mut self) -> io::Result<&TcpListener> {
        let opened = {
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            opened.take()
        };
        if let Some(opened) = opened {
            self.socket = Some(TcpListener::from_std(opened)?);
        }
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => TcpListener::bind(self.address).await?,
        };
        Ok(self.socket.insert(socket))
    }
}

impl Listener for CentrePort {
    type Io = CentreConnection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CentreConnection, SocketAddr) {
        let mut shut = self.shut.clone();
        loop {
            if *shut.borrow_and_update() {
                self.socket = None;
                if shut.changed().await.is_err() {
                    // Nobody is left to open the port again.
                    std::future::pending::<()>().await;
                }
                continue;
            }
            let Ok(socket) = self.socket().await else {
                tokio::time::sleep(BREATHER).await;
                continue;
            };
            tokio::select! {
                accepted = socket.accept() => match accepted {
                    Ok((stream, peer)) => return (CentreConnection::new(stream), peer),
                    Err(_) => tokio::time::sleep(BREATHER).await,
                },
                _ = shut.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Cuts one connection: nothing is written to it any more.
#[derive(Clone, Default)]
pub(super) struct ConnectionCutter(Arc<AtomicBool>);

impl ConnectionCutter {
    pub(super) fn cut(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) {
            Err(io::ErrorKind::ConnectionAborted.into())
        } else {
            Ok(())
        }
    }
}

impl Connected<IncomingStream<'_, CentrePort>> for ConnectionCutter {
    fn connect_info(stream: IncomingStream<'_, CentrePort>) -> Self {
        stream.io().scissors.clone()
    }
}

/// One connection.
pub(super) struct CentreConnection {
    stream: TcpStream,
    scissors: ConnectionCutter,
}

impl CentreConnection {
    fn new(stream: TcpStream) -> Self {
        // Where this fails, answers are merely a little slower.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            scissors: ConnectionCutter::default(),
        }
    }
}

impl AsyncRead for CentreConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CentreConnection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.scissors.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.scissors.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
