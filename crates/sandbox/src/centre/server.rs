//! The HTTP face: reads a request, asks the door, counts the report, and spoils the answer
//! where a fault is on.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::door::{RequestGuard, RequestPermit, SeenRequest};
use super::faults::{ApiFault, ApiFaults};
use super::floor::AgentFloor;
use super::information;
use super::line::ConnectionCutter;
use super::names::CentreNames;
use super::reports;
use super::request::{ApiRefusal, ApiRequest, Parameters};
use super::settings::SkillTableMode;

const PAGE: &str = "<!DOCTYPE html><html><body><h1>Service</h1><p>wolkvox</p></body></html>";

/// Called with each request whose answer is ready.
pub(super) type Hook = Arc<dyn Fn(&SeenRequest) + Send + Sync>;

/// What all requests share.
pub(super) struct ServerState {
    pub(super) floor: AgentFloor,
    pub(super) names: CentreNames,
    pub(super) skill_table: SkillTableMode,
    pub(super) door: RequestGuard,
    pub(super) faults: ApiFaults,
    pub(super) latency: Duration,
    pub(super) hook: RwLock<Option<Hook>>,
    pub(super) stop: CancellationToken,
}

pub(super) fn router(inside: Arc<ServerState>) -> Router {
    Router::new().fallback(serve).with_state(inside)
}

async fn serve(
    State(inside): State<Arc<ServerState>>,
    ConnectInfo(scissors): ConnectInfo<ConnectionCutter>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let pass = inside.door.enter();
    let seen = SeenRequest {
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        at: inside.floor.now(),
        others: pass.others,
    };
    inside.door.record(seen.clone());
    inside.pause(inside.latency).await;
    let response = match inside.faults.take(&seen.query) {
        Some(fault) => {
            let answer = inside.answer(&pass, &method, &uri, &headers);
            spoil(fault, &inside, &scissors, answer).await
        }
        None => inside.answer(&pass, &method, &uri, &headers).await.into(),
    };
    inside.call_hook(&seen);
    response
}

/// An answer before it is sent.
struct ApiAnswer {
    status: StatusCode,
    body: Bytes,
    json: bool,
}

impl ServerState {
    async fn answer(
        self: &Arc<Self>,
        pass: &RequestPermit<'_>,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> ApiAnswer {
        let question = match (method, uri.path()) {
            (&Method::GET, "/api/v2/reports_manager.php") => ApiRequest::report_of,
            (&Method::GET, "/api/v2/information.php") => ApiRequest::information_of,
            (&Method::GET, _) => return ApiAnswer::page(StatusCode::NOT_FOUND),
            _ => return ApiAnswer::page(StatusCode::METHOD_NOT_ALLOWED),
        };
        let token = headers.get("wolkvox-token");
        let token = token.and_then(|token| token.to_str().ok());
        let admitted = self.door.admit(pass, token, self.floor.today());
        let question = admitted.and_then(|()| question(uri, self));
        let question = match question {
            Ok(question) => question,
            Err(refusal) => return refusal.into(),
        };
        // A month of a whole centre takes a while to make: not on the runtime's threads.
        let inside = Arc::clone(self);
        let counted = tokio::task::spawn_blocking(move || inside.count(&question)).await;
        counted.unwrap_or_else(|_| ApiAnswer::page(StatusCode::INTERNAL_SERVER_ERROR))
    }

    fn count(&self, question: &ApiRequest) -> ApiAnswer {
        let (floor, names) = (&self.floor, &self.names);
        match question {
            ApiRequest::Abandons(skills, span) => {
                rows("200", reports::abandons(floor, names, skills, *span))
            }
            ApiRequest::Service(skills, span) => {
                rows("200", reports::service(floor, skills, *span))
            }
            ApiRequest::ServiceBySkill(skills, span) => self.by_skill(|with_chats| {
                reports::service_by_skill(floor, names, skills, *span, with_chats)
            }),
            ApiRequest::ServiceByHour(skills, span) => self.by_skill(|with_chats| {
                reports::service_by_hour(floor, names, skills, *span, with_chats)
            }),
            ApiRequest::SmartHold(span) => rows("200", reports::smart_holds(floor, *span)),
            ApiRequest::Lengths(span) => match reports::lengths(floor, *span) {
                // The message counts one record for the five ranges.
                Some(lengths) => found("200", 1, &lengths),
                None => ApiRefusal::NoRows.into(),
            },
            ApiRequest::Holds(span) => rows("200", reports::holds(floor, names, *span)),
            // Some calls of information.php say "0" where others say "200".
            ApiRequest::Skills => rows("0", information::skills(floor, names)),
            ApiRequest::Agents => rows("0", information::agents_list(names)),
            ApiRequest::TokenInfo => {
                let used = self.door.used(floor.today());
                rows("200", vec![information::token_info(used)])
            }
        }
    }

    fn by_skill(&self, table: impl Fn(bool) -> Vec<Value>) -> ApiAnswer {
        match self.skill_table {
            SkillTableMode::Refused => ApiRefusal::UnknownApi.into(),
            SkillTableMode::Empty => ApiRefusal::NoRows.into(),
            SkillTableMode::Calls => rows("200", table(false)),
            SkillTableMode::WithChats => rows("200", table(true)),
        }
    }

    fn call_hook(&self, seen: &SeenRequest) {
        let hook = self.hook.read().unwrap_or_else(PoisonError::into_inner);
        let hook = hook.clone();
        if let Some(hook) = hook {
            hook(seen);
        }
    }

    /// Waits in real time, but not longer than the centre lives.
    async fn pause(&self, length: Duration) {
        if length.is_zero() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(length) => {}
            () = self.stop.cancelled() => {}
        }
    }
}

impl ApiRequest {
    fn report_of(uri: &Uri, inside: &ServerState) -> Result<Self, ApiRefusal> {
        Self::report(&parameters(uri), inside.floor.zone())
    }

    fn information_of(uri: &Uri, _: &ServerState) -> Result<Self, ApiRefusal> {
        Self::information(&parameters(uri))
    }
}

fn parameters(uri: &Uri) -> Parameters {
    Query::try_from_uri(uri)
        .map(|Query(parameters)| parameters)
        .unwrap_or_default()
}

fn rows(code: &str, rows: Vec<Value>) -> ApiAnswer {
    if rows.is_empty() {
        return ApiRefusal::NoRows.into();
    }
    found(code, rows.len(), &Value::Array(rows))
}

fn found(code: &str, count: usize, data: &Value) -> ApiAnswer {
    let msg = format!("{count} records were found");
    ApiAnswer::json(
        StatusCode::OK,
        &json!({"code": code, "error": null, "msg": msg, "data": data}),
    )
}

/// Answers wrongly. `right` is only awaited by the faults that spoil the right answer.
async fn spoil(
    fault: ApiFault,
    inside: &ServerState,
    scissors: &ConnectionCutter,
    right: impl Future<Output = ApiAnswer>,
) -> Response {
    let answer = match fault {
        ApiFault::WrongToken => ApiRefusal::TokenWrong.into(),
        ApiFault::Maintenance => ApiRefusal::Maintenance.into(),
        ApiFault::Quota => ApiRefusal::QuotaUsed.into(),
        ApiFault::Simultaneous => ApiRefusal::Simultaneous.into(),
        ApiFault::NotFoundPage => ApiAnswer::page(StatusCode::NOT_FOUND),
        ApiFault::Garbage => ApiAnswer::page(StatusCode::OK),
        ApiFault::ServerError => ApiAnswer::empty(StatusCode::INTERNAL_SERVER_ERROR),
        ApiFault::Blocked => ApiAnswer::blocked(),
        ApiFault::RetryAfter(seconds) => {
            let answer = ApiAnswer::empty(StatusCode::SERVICE_UNAVAILABLE);
            let mut response = Response::from(answer);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
            return response;
        }
        ApiFault::EmptyBody => ApiAnswer::empty(StatusCode::OK),
        ApiFault::NoRows => found("200", 0, &json!([])),
        ApiFault::Slow(length) => {
            inside.pause(length).await;
            right.await
        }
        ApiFault::InvalidUtf8 => right.await.in_latin_1(),
        ApiFault::CutBody => return right.await.cut(),
        ApiFault::Refused | ApiFault::Closed => {
            scissors.cut();
            ApiAnswer::empty(StatusCode::OK)
        }
    };
    answer.into()
}

impl ApiAnswer {
    fn json(status: StatusCode, value: &Value) -> Self {
        Self {
            status,
            body: value.to_string().into(),
            json: true,
        }
    }

    fn page(status: StatusCode) -> Self {
        Self {
            status,
            body: Bytes::from_static(PAGE.as_bytes()),
            json: false,
        }
    }

    fn blocked() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            body: Bytes::from_static(
                b"<html><body>Your IP is blocked by the firewall</body></html>",
            ),
            json: false,
        }
    }

    fn empty(status: StatusCode) -> Self {
        Self {
            status,
            body: Bytes::new(),
            json: true,
        }
    }

    /// The same text, but not in UTF-8.
    fn in_latin_1(self) -> Self {
        let text = String::from_utf8_lossy(&self.body);
        // Where no letter has a tilde, the message gets one: it must be wrong in any case.
        let text = if text.is_ascii() {
            text.replacen("records", "récords", 1)
        } else {
            text.into_owned()
        };
        let bytes = text
            .chars()
            .map(|letter| u8::try_from(letter).unwrap_or(b'?'));
        Self {
            body: bytes.collect(),
            ..self
        }
    }

    /// The first half, with a header that promises the whole.
    fn cut(self) -> Response {
        let whole = self.body.len();
        let half = self.body.slice(..whole / 2);
        let pieces = stream::unfold(Some(half), |piece| async move {
            if let Some(half) = piece {
                return Some((Ok(half), None));
            }
            // The first half gets out before the line breaks.
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Err(std::io::Error::other("the line broke")), None))
        });
        let headers = [
            (header::CONTENT_TYPE, "application/json".to_owned()),
            (header::CONTENT_LENGTH, whole.to_string()),
        ];
        (self.status, headers, Body::from_stream(pieces)).into_response()
    }
}

impl From<ApiRefusal> for ApiAnswer {
    fn from(refusal: ApiRefusal) -> Self {
        let (status, error, msg) = refusal.texts();
        let code = status.to_string();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::json(status, &json!({"code": code, "error": error, "msg": msg}))
    }
}

impl From<ApiAnswer> for Response {
    fn from(answer: ApiAnswer) -> Self {
        let kind = if answer.json {
            "application/json"
        } else {
            "text/html; charset=UTF-8"
        };
        let headers = [(header::CONTENT_TYPE, kind)];
        (answer.status, headers, answer.body).into_response()
    }
}
