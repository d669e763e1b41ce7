//! One HTTP call: the token in its header, a limit of time and size, and no secret in its errors.

use std::{error::Error as _, sync::Arc};

use chrono_tz::Tz;
use reqwest::{
    Response, Url,
    header::{ACCEPT, HeaderMap, HeaderName, HeaderValue},
    redirect,
};
use secrecy::ExposeSecret;
use tracing::debug;

use crate::{
    error::{ApiError, ApiErrorKind},
    operation::{OperationAccess, OperationAccessError, RequestLimits},
    request::ReportQuery,
    scrub::SecretScrubber,
};

static TOKEN: HeaderName = HeaderName::from_static("wolkvox-token");

/// The HTTP client of one operation.
#[derive(Clone)]
pub(super) struct WolkvoxClient(Arc<ClientParts>);

struct ClientParts {
    http: reqwest::Client,
    base: Url,
    zone: Tz,
    limits: RequestLimits,
    scrub: SecretScrubber,
}

impl WolkvoxClient {
    pub(super) fn new(operation: &OperationAccess) -> Result<Self, OperationAccessError> {
        let base: Url = operation
            .base
            .parse()
            .map_err(|_| OperationAccessError::Base)?;
        if !matches!(base.scheme(), "http" | "https") || base.cannot_be_a_base() {
            return Err(OperationAccessError::Base);
        }
        let mut headers = HeaderMap::new();
        headers.insert(TOKEN.clone(), token_header(operation)?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        // A redirect would carry the token to whatever host it names.
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .connect_timeout(operation.limits.connect)
            .user_agent(concat!("vigia/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| OperationAccessError::Http(error.without_url().to_string()))?;
        Ok(Self(Arc::new(ClientParts {
            http,
            base,
            zone: operation.zone,
            limits: operation.limits,
            scrub: SecretScrubber::new(&operation.token),
        })))
    }

    pub(super) fn scrub(&self) -> &SecretScrubber {
        &self.0.scrub
    }

    /// Makes one call. Returns the status and the whole body of the answer.
    pub(super) async fn call(&self, query: ReportQuery) -> Result<(u16, Vec<u8>), ApiError> {
        let exchange = async {
            let url = query.url(&self.0.base, self.0.zone);
            let response = self.0.http.get(url).send().await.map_err(|error| {
                self.log(&error);
                ApiError::new(kind_of(&error))
            })?;
            let status = response.status().as_u16();
            let body = self.body(response).await?;
            Ok((status, body))
        };
        tokio::time::timeout(self.0.limits.call, exchange)
            .await
            .unwrap_or_else(|_| Err(ApiError::new(ApiErrorKind::TimedOut)))
    }

    /// Reads chunk by chunk, since neither a header nor the packed size says how large a body
    /// becomes.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, ApiError> {
        const AT_ONCE: u64 = 8 * 1024 * 1024;
        let announced = response.content_length().unwrap_or(0).min(AT_ONCE);
        let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
        let status = response.status().as_u16();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.0.limits.body => {
                    return Err(ApiError::new(ApiErrorKind::TooLarge).with_status(status));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) => {
                    self.log(&error);
                    return Err(ApiError::new(ApiErrorKind::Cut).with_status(status));
                }
            }
        }
    }

    /// Logs the causes without the address, for the search in a broken network.
    fn log(&self, error: &reqwest::Error) {
        let mut causes = Vec::new();
        let mut cause = error.source();
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        let causes = self.0.scrub.clean(&causes.join(": "), 300);
        debug!(%causes, "a request to wolkvox broke off");
    }
}

fn token_header(operation: &OperationAccess) -> Result<HeaderValue, OperationAccessError> {
    let token = operation.token.expose_secret().trim();
    let mut value = HeaderValue::from_str(token).map_err(|_| OperationAccessError::Token)?;
    if value.is_empty() {
        return Err(OperationAccessError::Token);
    }
    value.set_sensitive(true);
    Ok(value)
}

/// Distinguishes the reasons of a failed connection by their causes, for which the HTTP client has no types.
fn kind_of_connect(error: &reqwest::Error) -> ApiErrorKind {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return ApiErrorKind::ConnectionRefused;
        }
        let text = inner.to_string().to_lowercase();
        if text.contains("dns error") || text.contains("failed to lookup") {
            return ApiErrorKind::UnknownHost;
        }
        if ["certificate", "tls", "handshake", "corrupt message"]
            .iter()
            .any(|word| text.contains(word))
        {
            return ApiErrorKind::TlsFailed;
        }
        cause = inner.source();
    }
    ApiErrorKind::Unreachable
}

fn kind_of(error: &reqwest::Error) -> ApiErrorKind {
    if error.is_connect() {
        kind_of_connect(error)
    } else if error.is_timeout() {
        ApiErrorKind::TimedOut
    } else {
        ApiErrorKind::Cut
    }
}
