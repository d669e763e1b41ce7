//! Connections that can be hung up on in the middle of a request.

use std::{io, sync::Arc};

use axum::{extract::connect_info::Connected, response::Response, serve::IncomingStream};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections and keeps a second handle on each, to hang up with.
pub(super) struct SocketListener(pub(super) TcpListener);

impl axum::serve::Listener for SocketListener {
    type Io = TcpStream;
    type Addr = SocketWire;

    async fn accept(&mut self) -> (TcpStream, SocketWire) {
        loop {
            let (stream, _) = axum::serve::Listener::accept(&mut self.0).await;
            if let Ok(pair) = twin(stream) {
                return pair;
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketWire> {
        Ok(SocketWire(None))
    }
}

fn twin(stream: TcpStream) -> io::Result<(TcpStream, SocketWire)> {
    let stream = stream.into_std()?;
    let twin = stream.try_clone()?;
    Ok((
        TcpStream::from_std(stream)?,
        SocketWire(Some(Arc::new(twin))),
    ))
}

/// The second handle on a connection.
#[derive(Clone, Debug)]
pub(super) struct SocketWire(Option<Arc<std::net::TcpStream>>);

impl SocketWire {
    /// Closes the connection; the answer that is due is never made.
    pub(super) async fn hang_up(&self) -> Response {
        if let Some(stream) = &self.0 {
            drop(stream.shutdown(std::net::Shutdown::Both));
        }
        std::future::pending().await
    }
}

impl Connected<IncomingStream<'_, SocketListener>> for SocketWire {
    fn connect_info(stream: IncomingStream<'_, SocketListener>) -> Self {
        stream.remote_addr().clone()
    }
}
