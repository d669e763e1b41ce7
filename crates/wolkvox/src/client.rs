//! One HTTP call: the token in its header, a limit of time and size, and no secret in its errors.

use std::{
    error::Error as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use reqwest::{
    Response, Url,
    header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
    redirect,
};
use secrecy::{ExposeSecret, SecretString};
use tracing::debug;

use crate::{
    error::{ApiError, ReadFailure},
    operation::{OperationAccess, OperationAccessError, RequestLimits, TokenReader},
    request::ReportQuery,
    scrub::SecretScrubber,
};
use vigia_clock::Clock;

static TOKEN: HeaderName = HeaderName::from_static("wolkvox-token");

/// The HTTP client of one operation.
#[derive(Clone)]
pub(super) struct WolkvoxClient(Arc<ClientParts>);

/// An answer as it came.
pub(super) struct ApiResponse {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// The time for which the API wants no further request.
    pub(super) retry_after: Option<Duration>,
}

struct ClientParts {
    http: reqwest::Client,
    clock: Clock,
    base: Url,
    zone: Tz,
    limits: RequestLimits,
    token: Mutex<CallToken>,
    renew: Option<TokenReader>,
}

/// The token in the forms in which it is needed.
#[derive(Clone)]
struct CallToken {
    secret: SecretString,
    header: HeaderValue,
    scrub: SecretScrubber,
}

impl CallToken {
    fn new(secret: SecretString) -> Result<Self, OperationAccessError> {
        Ok(Self {
            header: token_header(&secret)?,
            scrub: SecretScrubber::new(&secret),
            secret,
        })
    }
}

impl WolkvoxClient {
    pub(super) fn new(
        operation: &OperationAccess,
        clock: Clock,
    ) -> Result<Self, OperationAccessError> {
        let base: Url = operation
            .base
            .parse()
            .map_err(|_| OperationAccessError::Base)?;
        if !matches!(base.scheme(), "http" | "https") || base.cannot_be_a_base() {
            return Err(OperationAccessError::Base);
        }
        let mut headers = HeaderMap::new();
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
            clock,
            base,
            zone: operation.zone,
            limits: operation.limits,
            token: Mutex::new(CallToken::new(operation.token.clone())?),
            renew: operation.renew.clone(),
        })))
    }

    pub(super) fn scrub(&self) -> SecretScrubber {
        let token = self.0.token.lock();
        token.unwrap_or_else(PoisonError::into_inner).scrub.clone()
    }

    /// Returns the header with the token of this moment. One that no header can hold leaves the one before.
    fn token_header(&self) -> HeaderValue {
        let fresh = self.0.renew.as_ref().map(|renew| renew());
        let mut token = self.0.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fresh) = fresh
            && fresh.expose_secret() != token.secret.expose_secret()
            && let Ok(fresh) = CallToken::new(fresh)
        {
            *token = fresh;
        }
        token.header.clone()
    }

    /// Makes one call. Returns the whole answer.
    pub(super) async fn call(&self, query: ReportQuery) -> Result<ApiResponse, ApiError> {
        let exchange = async {
            let url = query.url(&self.0.base, self.0.zone);
            let request = self
                .0
                .http
                .get(url)
                .header(TOKEN.clone(), self.token_header());
            let response = request.send().await.map_err(|error| {
                self.log(&error);
                ApiError::new(kind_of(&error))
            })?;
            let status = response.status();
            let retry_after = if status.is_success() {
                None
            } else {
                retry_after(response.headers(), self.0.clock.now())
            };
            let body = self.body(response).await?;
            Ok(ApiResponse {
                status: status.as_u16(),
                body,
                retry_after,
            })
        };
        let limit = match query {
            ReportQuery::Report(_) | ReportQuery::SkillTable(_) | ReportQuery::SkillHours(_) => {
                self.0.limits.call
            }
            // People wait behind a list, and can do without its names.
            ReportQuery::Skills | ReportQuery::Agents | ReportQuery::TokenUsage => {
                self.0.limits.list.min(self.0.limits.call)
            }
        };
        tokio::time::timeout(limit, exchange)
            .await
            .unwrap_or_else(|_| Err(ApiError::new(ReadFailure::TimedOut)))
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
                    return Err(ApiError::new(ReadFailure::TooLarge).with_status(status));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) => {
                    self.log(&error);
                    return Err(ApiError::new(ReadFailure::Cut).with_status(status));
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
        let causes = self.scrub().clean(&causes.join(": "), 300);
        debug!(%causes, "a request to wolkvox broke off");
    }
}

fn token_header(token: &SecretString) -> Result<HeaderValue, OperationAccessError> {
    let token = token.expose_secret().trim();
    let mut value = HeaderValue::from_str(token).map_err(|_| OperationAccessError::Token)?;
    if value.is_empty() {
        return Err(OperationAccessError::Token);
    }
    value.set_sensitive(true);
    Ok(value)
}

/// Distinguishes the reasons of a failed connection by their causes, for which the HTTP client has no types.
fn kind_of_connect(error: &reqwest::Error) -> ReadFailure {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return ReadFailure::ConnectionRefused;
        }
        let text = inner.to_string().to_lowercase();
        if text.contains("dns error") || text.contains("failed to lookup") {
            return ReadFailure::UnknownHost;
        }
        if ["certificate", "tls", "handshake", "corrupt message"]
            .iter()
            .any(|word| text.contains(word))
        {
            return ReadFailure::TlsFailed;
        }
        cause = inner.source();
    }
    ReadFailure::Unreachable
}

/// Reads `Retry-After`, in seconds or as a date.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    (date.to_utc() - now).to_std().ok()
}

fn kind_of(error: &reqwest::Error) -> ReadFailure {
    if error.is_connect() {
        kind_of_connect(error)
    } else if error.is_timeout() {
        ReadFailure::TimedOut
    } else {
        ReadFailure::Cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_that_the_api_asks_for_is_read_in_seconds_and_as_a_date() {
        let now = "2026-10-21T07:28:00Z".parse().unwrap();
        let wait = |text: &'static str| {
            let header = (RETRY_AFTER, HeaderValue::from_static(text));
            retry_after(&[header].into_iter().collect(), now)
        };
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        let date = "Wed, 21 Oct 2026 07:30:00 GMT";
        assert_eq!(wait(date), Some(Duration::from_secs(120)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:30:00 GMT"), None);
        assert_eq!(wait("soon"), None);
    }
}
