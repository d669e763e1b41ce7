//! Connections that can be hung up on in the middle of a request, and the list of those that
//! are open.

use std::{collections::BTreeSet, io, net::SocketAddr, sync::Arc};

use axum::{extract::connect_info::Connected, response::Response, serve::IncomingStream};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// The far ends of the connections that are open.
pub(super) type OpenConnections = watch::Sender<BTreeSet<SocketAddr>>;

/// Accepts connections and keeps a second handle on each, to hang up with.
pub(super) struct SocketListener {
    pub(super) socket: TcpListener,
    pub(super) open: Arc<OpenConnections>,
}

impl axum::serve::Listener for SocketListener {
    type Io = TcpStream;
    type Addr = SocketWire;

    async fn accept(&mut self) -> (TcpStream, SocketWire) {
        loop {
            let (stream, peer) = axum::serve::Listener::accept(&mut self.socket).await;
            if let Ok((stream, twin)) = duplicate_stream(stream) {
                self.open.send_modify(|open| {
                    open.insert(peer);
                });
                let open = Arc::clone(&self.open);
                let wire = WireHandle { twin, peer, open };
                return (stream, SocketWire(Some(Arc::new(wire))));
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketWire> {
        Ok(SocketWire(None))
    }
}

fn duplicate_stream(stream: TcpStream) -> io::Result<(TcpStream, std::net::TcpStream)> {
    let stream = stream.into_std()?;
    let twin = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, twin))
}

/// The second handle on a connection. It is dropped when the connection has been served.
#[derive(Clone, Debug)]
pub(super) struct SocketWire(Option<Arc<WireHandle>>);

#[derive(Debug)]
struct WireHandle {
    twin: std::net::TcpStream,
    peer: SocketAddr,
    open: Arc<OpenConnections>,
}

impl Drop for WireHandle {
    fn drop(&mut self) {
        self.open.send_modify(|open| {
            open.remove(&self.peer);
        });
    }
}

impl SocketWire {
    /// Closes the connection; the answer that is due is never made.
    pub(super) async fn hang_up(&self) -> Response {
        if let Some(wire) = &self.0 {
            drop(wire.twin.shutdown(std::net::Shutdown::Both));
        }
        std::future::pending().await
    }
}

impl Connected<IncomingStream<'_, SocketListener>> for SocketWire {
    fn connect_info(stream: IncomingStream<'_, SocketListener>) -> Self {
        stream.remote_addr().clone()
    }
}
