//! Requests to Discord, each with a time limit, and their failures without secrets: the URL
//! of an interaction's answer holds a token, so no URL is in an error.

use std::{
    error::Error as _,
    fmt::{self, Write as _},
    time::Duration,
};

use reqwest::{
    Client, Method, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT},
    multipart::{Form, Part},
};
use secrecy::ExposeSecret as _;
use serde::{Serialize, de::DeserializeOwned};
use serenity::{
    constants,
    http::{ErrorResponse, Http, HttpBuilder, LightMethod, Route},
};
use thiserror::Error;
use tokio::time::{Instant, sleep, timeout_at};

use crate::discord::{
    DiscordSettings,
    files::AttachedFile,
    message::MessageBody,
    pace::{RateLimitBucket, RateLimiter},
};

/// Where Discord's REST API is.
const ORIGIN: &str = "https://discord.com";

/// Why a request came to nothing.
#[derive(Debug, Error)]
pub(super) enum RestError {
    /// There was no answer in time, or it made no sense. Whether the request had an effect
    /// is unknown.
    #[error("{0}")]
    NoAnswer(String),
    /// Discord takes no such request for a while. It had no effect.
    #[error("Discord asks to wait {wait:?}")]
    TooEarly {
        /// How long.
        wait: Duration,
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
            Self::NoAnswer(_) | Self::TooEarly { .. } => None,
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
            Self::NoAnswer(_) | Self::TooEarly { .. } => true,
            // Without a code it is a page of some gateway between us and Discord.
            Self::Refused { status, code, .. } => *status >= 500 || (*code < 0 && *status != 401),
        }
    }

    /// Whether it was turned away before it was looked at, so that it may be repeated.
    pub(super) fn is_turned_away(&self) -> bool {
        matches!(
            self,
            Self::TooEarly { .. }
                | Self::Refused {
                    status: 502..=504,
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
pub(super) struct RestClient {
    client: Client,
    authorization: HeaderValue,
    origin: String,
    time_limit: Duration,
    pace: RateLimiter,
}

impl fmt::Debug for RestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = &self.origin;
        f.debug_struct("Rest")
            .field("origin", origin)
            .finish_non_exhaustive()
    }
}

/// What is asked for.
struct RequestBody<'call> {
    method: Method,
    route: Route<'call>,
    params: Vec<(&'static str, String)>,
    json: Option<String>,
    files: &'call [AttachedFile],
}

impl<'call> RequestBody<'call> {
    fn new(method: LightMethod, route: Route<'call>) -> Self {
        Self {
            method: method.reqwest_method(),
            route,
            params: Vec::new(),
            json: None,
            files: &[],
        }
    }
}

impl RestClient {
    pub(super) fn new(settings: &DiscordSettings) -> Self {
        let token = settings.token.expose_secret().trim();
        // A token that no header can hold is refused like any other wrong one.
        let authorization = HeaderValue::try_from(format!("Bot {token}"));
        let mut authorization = authorization.unwrap_or_else(|_| HeaderValue::from_static("Bot"));
        authorization.set_sensitive(true);
        let origin = settings.api_url.as_deref().unwrap_or(ORIGIN);
        Self {
            client: Client::new(),
            authorization,
            origin: origin.trim_end_matches('/').to_owned(),
            time_limit: settings.time_limits.request,
            pace: RateLimiter::default(),
        }
    }

    /// Asks for something.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
    ) -> Result<T, RestError> {
        let order = RequestBody {
            params,
            ..RequestBody::new(LightMethod::Get, route)
        };
        self.answer(order).await
    }

    /// Sends a message and reads what became of it.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: LightMethod,
        route: Route<'_>,
        message: &MessageBody,
    ) -> Result<T, RestError> {
        let order = RequestBody {
            json: Some(serde_json::to_string(message)?),
            files: message.files(),
            ..RequestBody::new(method, route)
        };
        self.answer(order).await
    }

    /// Sends something whose answer holds nothing of interest.
    pub(super) async fn tell(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &impl Serialize,
        files: &[AttachedFile],
    ) -> Result<(), RestError> {
        let order = RequestBody {
            json: Some(serde_json::to_string(body)?),
            files,
            ..RequestBody::new(method, route)
        };
        self.fire(order).await.map(drop)
    }

    /// Deletes something.
    pub(super) async fn delete(&self, route: Route<'_>) -> Result<(), RestError> {
        let order = RequestBody::new(LightMethod::Delete, route);
        self.fire(order).await.map(drop)
    }

    async fn answer<T: DeserializeOwned>(&self, order: RequestBody<'_>) -> Result<T, RestError> {
        let body = self.fire(order).await?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Sends it as soon as there is a turn, and again where it was turned away for being too
    /// early, as far as there is time.
    async fn fire(&self, order: RequestBody<'_>) -> Result<Vec<u8>, RestError> {
        let lane = RateLimitBucket::of(&order.method, &order.route);
        let deadline = Instant::now() + self.time_limit;
        loop {
            if let Err(wait) = self.pace.take(&lane) {
                if deadline < Instant::now() + wait {
                    return Err(RestError::TooEarly { wait });
                }
                tracing::debug!(?wait, "Discord's limit is reached");
                sleep(wait).await;
                continue;
            }
            let sending = self.send_once(&order, &lane);
            match timeout_at(deadline, sending).await {
                Ok(Err(RestError::TooEarly { wait })) => {
                    tracing::warn!(?wait, "Discord turned a request away: too many");
                }
                Ok(result) => return result,
                Err(_) => return Err(self.no_answer()),
            }
        }
    }

    async fn send_once(
        &self,
        order: &RequestBody<'_>,
        lane: &RateLimitBucket,
    ) -> Result<Vec<u8>, RestError> {
        let url = order.route.path().replacen(ORIGIN, &self.origin, 1);
        let mut request = self
            .client
            .request(order.method.clone(), url)
            .header(USER_AGENT, constants::USER_AGENT)
            .header(AUTHORIZATION, self.authorization.clone())
            .query(&order.params);
        if let Some(json) = order.json.clone() {
            request = if order.files.is_empty() {
                request.header(CONTENT_TYPE, "application/json").body(json)
            } else {
                request.multipart(form(json, order.files)?)
            };
        }
        let response = request.send().await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let wait = self.pace.turned_away(lane, response.headers());
            return Err(RestError::TooEarly { wait });
        }
        self.pace.learn(lane, response.headers());
        if response.status().is_success() {
            return Ok(response.bytes().await?.to_vec());
        }
        let refusal = ErrorResponse::from_response(response, order.method.clone());
        Err(refused(&refusal.await))
    }

    fn no_answer(&self) -> RestError {
        RestError::NoAnswer(format!(
            "no answer from Discord within {:?}",
            self.time_limit
        ))
    }
}

/// A client for Discord, or for whatever stands in for it. Its own rate limiter ignores the
/// other origin, so there it goes without (<https://github.com/serenity-rs/serenity/issues/1739>).
pub(super) fn http(settings: &DiscordSettings) -> Http {
    let builder = HttpBuilder::new(settings.token.expose_secret());
    match &settings.api_url {
        Some(origin) => builder.proxy(origin).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

/// The files, each under its place in `attachments`, beside what is said of them.
fn form(json: String, files: &[AttachedFile]) -> reqwest::Result<Form> {
    let mut form = Form::new().text("payload_json", json);
    for (place, file) in files.iter().enumerate() {
        let part = Part::bytes(file.bytes.to_vec())
            .file_name(file.name.clone())
            .mime_str(file.media())?;
        form = form.part(format!("files[{place}]"), part);
    }
    Ok(form)
}

impl From<serde_json::Error> for RestError {
    fn from(error: serde_json::Error) -> Self {
        Self::NoAnswer(format!("what cannot be read or written: {error}"))
    }
}

impl From<reqwest::Error> for RestError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut why = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            // Writing to a string cannot fail.
            let _ = write!(why, ": {cause}");
            source = cause.source();
        }
        Self::NoAnswer(why)
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

    fn rest(api_url: Option<&str>) -> RestClient {
        RestClient::new(&settings(api_url))
    }

    fn settings(api_url: Option<&str>) -> DiscordSettings {
        DiscordSettings {
            token: "t0p.s3cret".into(),
            guild: None,
            api_url: api_url.map(str::to_owned),
            roles: std::collections::BTreeMap::new(),
            channels: std::collections::BTreeMap::new(),
            time_limits: TimeLimits {
                request: Duration::from_millis(500),
                ..TimeLimits::default()
            },
        }
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
    async fn a_wait_longer_than_a_request_may_take_is_passed_on() {
        let rest = rest(None);
        let lane = RateLimitBucket::of(&Method::GET, &Route::UserMe);
        let told = [("retry-after".parse().unwrap(), HeaderValue::from(60))];
        rest.pace.turned_away(&lane, &told.into_iter().collect());
        let told = rest.get::<u64>(Route::UserMe, Vec::new()).await;
        let Err(RestError::TooEarly { wait }) = told else {
            panic!("{told:?}");
        };
        assert_eq!(wait, Duration::from_secs(60));
    }

    #[test]
    fn the_limiter_is_on_at_discord_and_off_elsewhere() {
        assert!(http(&settings(None)).ratelimiter.is_some());
        let elsewhere = settings(Some("http://127.0.0.1:9"));
        assert!(http(&elsewhere).ratelimiter.is_none());
    }
}
