//! One websocket of the gateway: payloads in, payloads out, and why it ended.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async_tls,
    tungstenite::{
        Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use crate::discord::gateway::{proxy::connect_to, session_pacing::ConnectionEnd};

/// The version of the gateway that the bot speaks.
const VERSION: u8 = 10;

/// The limit of one payload that is sent.
const SEND_LIMIT: Duration = Duration::from_secs(10);

/// The limit of the farewell. Discord notices the end of the connection in any case.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// A payload from Discord (<https://discord.com/developers/docs/events/gateway-events>).
#[derive(Deserialize)]
pub(super) struct GatewayPayload {
    #[serde(rename = "op")]
    pub(super) opcode: u8,
    #[serde(rename = "s")]
    pub(super) sequence: Option<u64>,
    #[serde(rename = "t")]
    pub(super) event: Option<String>,
    #[serde(rename = "d")]
    data: Option<Box<RawValue>>,
}

impl GatewayPayload {
    /// The data; null where there is none.
    pub(super) fn data(&self) -> Value {
        let data = self
            .data
            .as_ref()
            .map(|data| serde_json::from_str(data.get()));
        data.and_then(Result::ok).unwrap_or_default()
    }
}

pub(super) struct GatewaySocket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl GatewaySocket {
    pub(super) async fn open(address: &str) -> Result<Self, ConnectionEnd> {
        let address = address.trim_end_matches('/');
        let separator = if address.contains('?') { '&' } else { '?' };
        let path = if has_path(address) { "" } else { "/" };
        let url = format!("{address}{path}{separator}v={VERSION}&encoding=json");
        let env = |name: &str| std::env::var(name).ok();
        let stream = connect_to(&url, env).await;
        let stream = stream.map_err(|error| ConnectionEnd::Unreachable(error.to_string()))?;
        // A TLS handshake is a large future.
        let (socket, _) = Box::pin(client_async_tls(url, stream))
            .await
            .map_err(|error| ConnectionEnd::Unreachable(error.to_string()))?;
        Ok(Self(socket))
    }

    /// Waits for the next payload. It may be cancelled without loss.
    pub(super) async fn next(&mut self) -> Result<GatewayPayload, ConnectionEnd> {
        loop {
            let text = match self.0.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Err(ConnectionEnd::Closed(frame.code.into()));
                }
                Some(Ok(Message::Close(None))) | None => {
                    return Err(ConnectionEnd::Lost("closed without a code".to_owned()));
                }
                Some(Ok(_)) => continue,
                Some(Err(error)) => return Err(ConnectionEnd::Lost(error.to_string())),
            };
            match serde_json::from_str(&text) {
                Ok(payload) => return Ok(payload),
                // The payload stays out of the log: it may hold tokens.
                Err(error) => {
                    tracing::error!(%error, "a gateway payload cannot be read and is lost");
                }
            }
        }
    }

    pub(super) async fn send(&mut self, opcode: u8, data: Value) -> Result<(), ConnectionEnd> {
        let text = json!({"op": opcode, "d": data}).to_string();
        match timeout(SEND_LIMIT, self.0.send(Message::text(text))).await {
            Ok(sent) => sent.map_err(|error| ConnectionEnd::Lost(error.to_string())),
            Err(_) => Err(ConnectionEnd::Lost("nothing can be sent".to_owned())),
        }
    }

    /// Ends the session: Discord shows the bot as offline at once.
    pub(super) async fn close(mut self) {
        let farewell = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        // Nobody needs to hear that it failed.
        let _ = timeout(CLOSE_LIMIT, self.0.close(Some(farewell))).await;
    }
}

/// True if a slash follows the host.
fn has_path(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.contains(['/', '?'])
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncReadExt as _, net::TcpListener};

    use super::*;

    #[tokio::test]
    async fn a_secure_address_is_spoken_to_with_tls() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("wss://localhost:{}", listener.local_addr().unwrap().port());
        let first = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_u8().await.unwrap()
        });
        let opened = GatewaySocket::open(&address).await;
        assert!(matches!(opened, Err(ConnectionEnd::Unreachable(_))));
        // The record type of a TLS handshake.
        assert_eq!(first.await.unwrap(), 22);
    }
}
