//! Requests to Discord, each with a time limit, and their failures without secrets: the URL
//! of an interaction's answer holds a token, so no URL is in an error.

use std::{
    error::Error as _,
    fmt::{self, Write as _},
    time::Duration,
};

use chrono::{DateTime, Utc};
use reqwest::{
    Client, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderValue, USER_AGENT},
    multipart::{Form, Part},
};
use secrecy::ExposeSecret as _;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use serenity::constants;
use thiserror::Error;
use tokio::time::{Instant, sleep, timeout_at};

use crate::{
    LiveSecret,
    discord::{
        DiscordSettings,
        files::AttachedFile,
        message::MessageBody,
        rate_limiter::{RateLimitBucket, RateLimiter},
        request_tally::RequestTally,
        route::Route,
    },
};

pub(super) use reqwest::Method;

const ORIGIN: &str = "https://discord.com";
const API: &str = "/api/v10";

#[derive(Debug, Error)]
pub(super) enum RestError {
    /// There was no answer in time, or it made no sense. It is unknown if the request had an
    /// effect.
    #[error("{0}")]
    NoAnswer(String),
    /// Discord takes no such request for a while. It had no effect.
    #[error("Discord asks to wait {wait:?}")]
    TooEarly { wait: Duration },
    /// Discord answered that it will not do it.
    #[error("Discord says: {message} (status {status}, code {code})")]
    Refused {
        status: u16,
        /// Discord's own code, such as `10008`; none where the answer is not Discord's.
        code: isize,
        message: String,
    },
}

/// Discord's error codes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes>).
pub(super) mod code {
    pub(crate) const UNKNOWN_CHANNEL: isize = 10003;
    pub(crate) const UNKNOWN_MESSAGE: isize = 10008;
    pub(crate) const TOO_MANY_EDITS_OF_OLD_MESSAGES: isize = 30046;
    pub(crate) const ALREADY_ANSWERED: isize = 40060;
    pub(crate) const NO_TEXT_CHANNEL: isize = 50008;
    pub(crate) const MISSING_PERMISSIONS: isize = 50013;
    pub(crate) const WRONG_CHANNEL_TYPE: isize = 50024;
    pub(crate) const INVALID_FORM: isize = 50035;
    pub(crate) const NO_REPLY_WITHOUT_HISTORY: isize = 160_002;
}

impl RestError {
    pub(super) fn code(&self) -> Option<isize> {
        match self {
            Self::NoAnswer(_) | Self::TooEarly { .. } => None,
            Self::Refused { code, .. } => Some(*code),
        }
    }

    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// True if another try may succeed.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::NoAnswer(_) | Self::TooEarly { .. } => true,
            // Without a code it is a page of some gateway between us and Discord.
            Self::Refused { status, code, .. } => *status >= 500 || (*code < 0 && *status != 401),
        }
    }

    /// True if Discord did not look at the request, so that it may be repeated.
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

    /// True if Discord does not take the message in this form: another one may be taken.
    pub(super) fn is_about_form(&self) -> bool {
        match self {
            Self::NoAnswer(_) | Self::TooEarly { .. } => false,
            Self::Refused { status, code, .. } => {
                *status == 413 || matches!(*code, code::INVALID_FORM | code::MISSING_PERMISSIONS)
            }
        }
    }

    pub(super) fn is_bad_token(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }
}

/// The client of Discord's REST API.
pub(super) struct RestClient {
    client: Client,
    token: LiveSecret,
    origin: String,
    time_limit: Duration,
    limiter: RateLimiter,
    tally: RequestTally,
}

impl fmt::Debug for RestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = &self.origin;
        f.debug_struct("RestClient")
            .field("origin", origin)
            .finish_non_exhaustive()
    }
}

struct RequestBody<'call> {
    method: Method,
    route: Route<'call>,
    params: Vec<(&'static str, String)>,
    json: Option<String>,
    files: &'call [AttachedFile],
    /// The limit of this request, where it is not that of every request.
    time_limit: Option<Duration>,
}

impl<'call> RequestBody<'call> {
    fn new(method: Method, route: Route<'call>) -> Self {
        Self {
            method,
            route,
            params: Vec::new(),
            json: None,
            files: &[],
            time_limit: None,
        }
    }
}

impl RestClient {
    pub(super) fn new(settings: &DiscordSettings) -> Self {
        let origin = settings.api_url.as_deref().unwrap_or(ORIGIN);
        Self {
            client: Client::new(),
            token: settings.token.clone(),
            origin: origin.trim_end_matches('/').to_owned(),
            time_limit: settings.time_limits.request,
            limiter: RateLimiter::default(),
            tally: RequestTally::default(),
        }
    }

    fn authorization(&self) -> HeaderValue {
        let token = self.token.current();
        // A token that no header can hold is refused like any other wrong one.
        let authorization = HeaderValue::try_from(format!("Bot {}", token.expose_secret().trim()));
        let mut authorization = authorization.unwrap_or_else(|_| HeaderValue::from_static("Bot"));
        authorization.set_sensitive(true);
        authorization
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
    ) -> Result<T, RestError> {
        let body = self
            .fire(RequestBody {
                params,
                ..RequestBody::new(Method::GET, route)
            })
            .await?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Returns the time by Discord's clock, to the second; `None` where the answer has none.
    pub(super) async fn server_time(&self) -> Result<Option<DateTime<Utc>>, RestError> {
        let url = format!("{}{API}{}", self.origin, Route::Gateway);
        let request = self.client.get(url).timeout(self.time_limit);
        let response = request.send().await?;
        let date = response.headers().get(DATE).and_then(|it| it.to_str().ok());
        let date = date.and_then(|it| DateTime::parse_from_rfc2822(it).ok());
        Ok(date.map(|it| it.to_utc()))
    }

    /// Posts a message and reads Discord's answer to it.
    pub(super) async fn post_message<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        message: &MessageBody,
    ) -> Result<T, RestError> {
        let body = self
            .fire(RequestBody {
                json: Some(serde_json::to_string(message)?),
                files: message.files(),
                ..RequestBody::new(Method::POST, route)
            })
            .await?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Sends a request whose answer holds nothing of interest.
    pub(super) async fn send(
        &self,
        method: Method,
        route: Route<'_>,
        body: &impl Serialize,
        files: &[AttachedFile],
    ) -> Result<(), RestError> {
        let request = RequestBody {
            json: Some(serde_json::to_string(body)?),
            files,
            ..RequestBody::new(method, route)
        };
        self.fire(request).await.map(drop)
    }

    /// Sends the first response to an interaction. It may arrive although no answer to it does, so
    /// it is worth another try before long.
    pub(super) async fn respond(
        &self,
        route: Route<'_>,
        body: &impl Serialize,
        files: &[AttachedFile],
        time_limit: Duration,
    ) -> Result<(), RestError> {
        let request = RequestBody {
            json: Some(serde_json::to_string(body)?),
            files,
            time_limit: Some(time_limit),
            ..RequestBody::new(Method::POST, route)
        };
        self.fire(request).await.map(drop)
    }

    pub(super) async fn edit_message(
        &self,
        route: Route<'_>,
        message: &MessageBody,
    ) -> Result<(), RestError> {
        let files = message.files();
        self.send(Method::PATCH, route, message, files).await
    }

    pub(super) async fn delete(&self, route: Route<'_>) -> Result<(), RestError> {
        let request = RequestBody::new(Method::DELETE, route);
        self.fire(request).await.map(drop)
    }

    /// Returns the route, the status and the number of requests since the start.
    pub(super) fn request_counts(&self) -> Vec<(String, String, u64)> {
        self.tally.counts()
    }

    /// Sends a request as soon as its bucket lets it, and again where Discord turned it away for
    /// being too early, as far as the time limit lets it.
    async fn fire(&self, request: RequestBody<'_>) -> Result<Vec<u8>, RestError> {
        let bucket = RateLimitBucket::of(&request.method, &request.route);
        let time_limit = request.time_limit.unwrap_or(self.time_limit);
        let deadline = Instant::now() + time_limit;
        loop {
            if let Err(wait) = self.limiter.take(&bucket) {
                if deadline < Instant::now() + wait {
                    return Err(RestError::TooEarly { wait });
                }
                tracing::debug!(?wait, "Discord's limit is reached");
                sleep(wait).await;
                continue;
            }
            let sending = self.send_once(&request, &bucket);
            let sent = timeout_at(deadline, sending).await;
            let sent = sent.unwrap_or_else(|_| Err(no_answer(time_limit)));
            let status = match &sent {
                Ok(_) => "ok".to_owned(),
                Err(RestError::NoAnswer(_)) => "no-answer".to_owned(),
                Err(RestError::TooEarly { .. }) => "429".to_owned(),
                Err(RestError::Refused { status, .. }) => status.to_string(),
            };
            self.tally.count(&request.method, &request.route, status);
            match sent {
                Err(RestError::TooEarly { wait }) => {
                    tracing::warn!(?wait, "Discord turned a request away: too many");
                }
                result => return result,
            }
        }
    }

    async fn send_once(
        &self,
        order: &RequestBody<'_>,
        bucket: &RateLimitBucket,
    ) -> Result<Vec<u8>, RestError> {
        let url = format!("{}{API}{}", self.origin, order.route);
        let mut request = self
            .client
            .request(order.method.clone(), url)
            .header(USER_AGENT, constants::USER_AGENT)
            .header(AUTHORIZATION, self.authorization())
            .query(&order.params);
        if let Some(json) = order.json.clone() {
            request = if order.files.is_empty() {
                request.header(CONTENT_TYPE, "application/json").body(json)
            } else {
                request.multipart(multipart_form(json, order.files)?)
            };
        }
        let response = request.send().await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let wait = self.limiter.turned_away(bucket, response.headers());
            return Err(RestError::TooEarly { wait });
        }
        self.limiter.learn(bucket, response.headers());
        if response.status().is_success() {
            return Ok(response.bytes().await?.to_vec());
        }
        Err(read_refusal(response).await)
    }
}

fn no_answer(time_limit: Duration) -> RestError {
    RestError::NoAnswer(format!("no answer from Discord within {time_limit:?}"))
}

/// Makes the form with the JSON and the files, each under its place in `attachments`.
fn multipart_form(json: String, files: &[AttachedFile]) -> reqwest::Result<Form> {
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
        Self::NoAnswer(format!("unreadable JSON: {error}"))
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

/// Reads Discord's error, or a page of some gateway between us and Discord.
async fn read_refusal(response: Response) -> RestError {
    let status = response.status();
    let body = response.bytes().await.unwrap_or_default();
    let error: Value = serde_json::from_slice(&body).unwrap_or_default();
    let code = error["code"]
        .as_i64()
        .and_then(|code| isize::try_from(code).ok());
    let mut message = match error["message"].as_str() {
        Some(message) => message.to_owned(),
        None => format!("an answer without a reason ({status})"),
    };
    list_faults("", &error["errors"], &mut message);
    RestError::Refused {
        status: status.as_u16(),
        code: code.unwrap_or(-1),
        message,
    }
}

/// Adds the faults of the parts of a request, each with its place.
fn list_faults(place: &str, faults: &Value, message: &mut String) {
    for (part, below) in faults.as_object().into_iter().flatten() {
        if part != "_errors" {
            let dot = if place.is_empty() { "" } else { "." };
            list_faults(&format!("{place}{dot}{part}"), below, message);
            continue;
        }
        for fault in below.as_array().into_iter().flatten() {
            let words = fault["message"].as_str().unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = write!(message, "; `{place}`: {words}");
        }
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
            guilds: Vec::new(),
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
        let sent = rest.send(Method::POST, route, &"", &[]).await;
        let error = sent.unwrap_err();
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
        let bucket = RateLimitBucket::of(&Method::GET, &Route::UserMe);
        let told = [("retry-after".parse().unwrap(), HeaderValue::from(60))];
        rest.limiter
            .turned_away(&bucket, &told.into_iter().collect());
        let told = rest.get::<u64>(Route::UserMe, Vec::new()).await;
        let Err(RestError::TooEarly { wait }) = told else {
            panic!("{told:?}");
        };
        assert_eq!(wait, Duration::from_secs(60));
    }

    #[test]
    fn a_fault_of_a_part_is_named_with_its_place() {
        let faults = serde_json::json!({"embeds": {"0": {"title": {"_errors": [
            {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."},
        ]}}}});
        let mut message = "Invalid Form Body".to_owned();
        list_faults("", &faults, &mut message);
        assert_eq!(
            message,
            "Invalid Form Body; `embeds.0.title`: Must be 256 or fewer in length."
        );
    }
}
