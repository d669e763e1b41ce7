//! Requests to Discord, each with a time limit, and their failures without secrets: the URL
//! of an interaction's answer holds a token, so no URL is in an error.

use std::{
    error::Error as _,
    fmt::{self, Write as _},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::{
    Client, Response,
    header::{AUTHORIZATION, USER_AGENT},
    multipart::{Form, Part},
};
use secrecy::ExposeSecret as _;
use serde::{Serialize, de::DeserializeOwned};
use serenity::{
    Error, constants,
    http::{ErrorResponse, Http, HttpBuilder, HttpError, LightMethod, Request, Route},
};
use thiserror::Error;
use tokio::time::{Instant, timeout};

use crate::discord::{Settings, files::File, message::Message};

/// Where Discord's REST API is.
const ORIGIN: &str = "https://discord.com";

/// Why a request came to nothing.
#[derive(Debug, Error)]
pub(super) enum RestError {
    /// There was no answer in time, or it made no sense. Whether the request had an effect
    /// is unknown.
    #[error("{why}")]
    NoAnswer {
        /// What happened.
        why: String,
        /// How long Discord asks to wait.
        wait: Option<Duration>,
    },
    /// Discord answered that it will not do it.
    #[error("Discord says: {message} (status {status}, code {code})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code, such as `10008`; none where the answer is not Discord's.
        code: isize,
        /// In Discord's words.
        message: String,
    },
}

impl RestError {
    /// Discord's own code.
    pub(super) fn code(&self) -> Option<isize> {
        match self {
            Self::NoAnswer { .. } => None,
            Self::Refused { code, .. } => Some(*code),
        }
    }

    /// Whether it is about something that is not there.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether it may go better by itself.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::NoAnswer { .. } => true,
            // Without a code it is a page of some gateway between us and Discord.
            Self::Refused { status, code, .. } => {
                matches!(status, 429 | 500..) || (*code < 0 && *status != 401)
            }
        }
    }

    /// Whether it was turned away before it was looked at, so that it may be repeated.
    pub(super) fn is_turned_away(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                status: 429 | 502..=504,
                ..
            }
        )
    }

    /// Whether the bot's token is not taken.
    pub(super) fn is_bad_token(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }
}

/// The way to Discord's REST API.
pub(super) struct Rest {
    http: Http,
    /// For files: the library gives all files of a request the same number, so that only one
    /// could be sent.
    uploads: Client,
    origin: String,
    time_limit: Duration,
    limited_until: Arc<Mutex<Option<Instant>>>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = &self.origin;
        f.debug_struct("Rest")
            .field("origin", origin)
            .finish_non_exhaustive()
    }
}

impl Rest {
    pub(super) fn new(settings: &Settings) -> Self {
        let limited_until: Arc<Mutex<Option<Instant>>> = Arc::default();
        let client = Client::new();
        let mut http = http(settings, Some(&client));
        if let Some(limiter) = &mut http.ratelimiter {
            let until = Arc::clone(&limited_until);
            limiter.set_ratelimit_callback(Box::new(move |info| {
                tracing::debug!(wait = ?info.timeout, "Discord asks to wait");
                *until.lock().unwrap_or_else(PoisonError::into_inner) =
                    Instant::now().checked_add(info.timeout);
            }));
        }
        let origin = settings.api_url.as_deref().unwrap_or(ORIGIN);
        Self {
            http,
            uploads: client,
            origin: origin.trim_end_matches('/').to_owned(),
            time_limit: settings.time_limits.request,
            limited_until,
        }
    }

    /// Asks for something.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
    ) -> Result<T, RestError> {
        let request = Request::new(route, LightMethod::Get).params(Some(params));
        self.timed(self.http.fire(request)).await
    }

    /// Sends a message and reads what became of it.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: LightMethod,
        route: Route<'_>,
        message: &Message,
    ) -> Result<T, RestError> {
        let sending = async {
            let response = self
                .request(method, route, message, message.files())
                .await?;
            let body = response.bytes().await?;
            serde_json::from_slice(&body).map_err(Error::from)
        };
        self.timed(sending).await
    }

    /// Sends something whose answer holds nothing of interest.
    pub(super) async fn tell(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<(), RestError> {
        let sending = self.request(method, route, body, files);
        self.timed(sending).await.map(drop)
    }

    /// Deletes something.
    pub(super) async fn delete(&self, route: Route<'_>) -> Result<(), RestError> {
        let request = Request::new(route, LightMethod::Delete);
        self.timed(self.http.request(request)).await.map(drop)
    }

    async fn request(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &impl Serialize,
        files: &[File],
    ) -> serenity::Result<Response> {
        let json = serde_json::to_string(body)?;
        if files.is_empty() {
            let request = Request::new(route, method).body(Some(json.into_bytes()));
            return self.http.request(request).await;
        }
        let url = route.path().replacen(ORIGIN, &self.origin, 1);
        let response = self
            .uploads
            .request(method.reqwest_method(), url)
            .header(USER_AGENT, constants::USER_AGENT)
            .header(AUTHORIZATION, self.http.token())
            .multipart(form(json, files)?)
            .send()
            .await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let refusal = ErrorResponse::from_response(response, method.reqwest_method());
        Err(HttpError::UnsuccessfulRequest(refusal.await).into())
    }

    async fn timed<T>(
        &self,
        call: impl Future<Output = serenity::Result<T>>,
    ) -> Result<T, RestError> {
        match timeout(self.time_limit, call).await {
            Ok(result) => result.map_err(RestError::from),
            Err(_) => Err(RestError::NoAnswer {
                why: format!("no answer from Discord within {:?}", self.time_limit),
                wait: self.limited_for(),
            }),
        }
    }

    fn limited_for(&self) -> Option<Duration> {
        let until = *self
            .limited_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let left = until?.checked_duration_since(Instant::now())?;
        (!left.is_zero()).then_some(left)
    }
}

/// A client for Discord, or for whatever stands in for it. Its own rate limiter ignores the
/// other origin, so there it goes without (<https://github.com/serenity-rs/serenity/issues/1739>).
pub(super) fn http(settings: &Settings, client: Option<&Client>) -> Http {
    let mut builder = HttpBuilder::new(settings.token.expose_secret());
    if let Some(client) = client {
        builder = builder.client(client.clone());
    }
    match &settings.api_url {
        Some(origin) => builder.proxy(origin).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

/// The files, each under its place in `attachments`, beside what is said of them.
fn form(json: String, files: &[File]) -> reqwest::Result<Form> {
    let mut form = Form::new().text("payload_json", json);
    for (place, file) in files.iter().enumerate() {
        let part = Part::bytes(file.bytes.to_vec())
            .file_name(file.name.clone())
            .mime_str(file.media())?;
        form = form.part(format!("files[{place}]"), part);
    }
    Ok(form)
}

impl From<Error> for RestError {
    fn from(error: Error) -> Self {
        let why = match error {
            Error::Http(HttpError::UnsuccessfulRequest(response)) => {
                return refused(&response);
            }
            Error::Http(HttpError::Request(error)) => {
                let error = error.without_url();
                let mut why = error.to_string();
                let mut source = error.source();
                while let Some(cause) = source {
                    // Writing to a string cannot fail.
                    let _ = write!(why, ": {cause}");
                    source = cause.source();
                }
                why
            }
            Error::Json(error) => format!("an answer that cannot be read: {error}"),
            other => other.to_string(),
        };
        Self::NoAnswer { why, wait: None }
    }
}

fn refused(response: &ErrorResponse) -> RestError {
    let mut message = response.error.message.clone();
    for part in &response.error.errors {
        // Writing to a string cannot fail.
        let _ = write!(message, "; `{}`: {}", part.path, part.message);
    }
    RestError::Refused {
        status: response.status_code.as_u16(),
        code: response.error.code,
        message,
    }
}

#[cfg(test)]
mod tests {
    use serenity::model::id::InteractionId;

    use super::*;
    use crate::discord::TimeLimits;

    fn rest(api_url: Option<&str>) -> Rest {
        Rest::new(&Settings {
            token: "t0p.s3cret".into(),
            guild: None,
            api_url: api_url.map(str::to_owned),
            roles: std::collections::BTreeMap::new(),
            channels: std::collections::BTreeMap::new(),
            time_limits: TimeLimits {
                request: Duration::from_millis(500),
                ..TimeLimits::default()
            },
        })
    }

    #[tokio::test]
    async fn no_token_is_in_an_error() {
        let route = Route::InteractionResponse {
            interaction_id: InteractionId::new(1),
            token: "t0k3n",
        };
        let rest = rest(Some("http://127.0.0.1:9"));
        let told = rest.tell(LightMethod::Post, route, &"", &[]).await;
        let error = told.unwrap_err();
        assert!(error.is_transient());
        let shown = format!("{error:?} {error} {rest:?}");
        assert!(
            !shown.contains("t0k3n") && !shown.contains("s3cret"),
            "{shown}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_discord_asked_for_is_passed_on() {
        let rest = rest(None);
        *rest.limited_until.lock().unwrap() =
            Some(Instant::now() + Duration::from_secs(60));
        let error = rest
            .timed(std::future::pending::<serenity::Result<()>>())
            .await;
        let Err(RestError::NoAnswer { wait, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!(wait, Some(Duration::from_millis(59_500)));
    }

    #[test]
    fn the_limiter_is_on_at_discord_and_off_elsewhere() {
        assert!(rest(None).http.ratelimiter.is_some());
        assert!(rest(Some("http://127.0.0.1:9")).http.ratelimiter.is_none());
    }
}
