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

use super::door::{Door, Pass, Seen};
use super::faults::{Fault, Faults};
use super::floor::Floor;
use super::information;
use super::line::Scissors;
use super::names::Names;
use super::reports;
use super::request::{Parameters, Question, Refusal};

const PAGE: &str = "<!DOCTYPE html><html><body><h1>Service</h1><p>wolkvox</p></body></html>";

/// Called with each request whose answer is ready.
pub(super) type Hook = Arc<dyn Fn(&Seen) + Send + Sync>;

/// What all requests share.
pub(super) struct Inside {
    pub(super) floor: Floor,
    pub(super) names: Names,
    pub(super) door: Door,
    pub(super) faults: Faults,
    pub(super) latency: Duration,
    pub(super) hook: RwLock<Option<Hook>>,
    pub(super) stop: CancellationToken,
}

pub(super) fn router(inside: Arc<Inside>) -> Router {
    Router::new().fallback(serve).with_state(inside)
}

async fn serve(
    State(inside): State<Arc<Inside>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let pass = inside.door.enter();
    let seen = Seen {
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        at: inside.floor.now(),
        others: pass.others,
    };
    inside.door.record(seen.clone());
    inside.pause(inside.latency).await;
    let response = match inside.faults.take() {
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
struct Answer {
    status: StatusCode,
    body: Bytes,
    json: bool,
}

impl Inside {
    async fn answer(
        self: &Arc<Self>,
        pass: &Pass<'_>,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Answer {
        let question = match (method, uri.path()) {
            (&Method::GET, "/api/v2/reports_manager.php") => Question::report_of,
            (&Method::GET, "/api/v2/information.php") => Question::information_of,
            (&Method::GET, _) => return Answer::page(StatusCode::NOT_FOUND),
            _ => return Answer::page(StatusCode::METHOD_NOT_ALLOWED),
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
        counted.unwrap_or_else(|_| Answer::page(StatusCode::INTERNAL_SERVER_ERROR))
    }

    fn count(&self, question: &Question) -> Answer {
        let (floor, names) = (&self.floor, &self.names);
        match question {
            Question::Abandons(skills, span) => {
                rows("200", reports::abandons(floor, names, skills, *span))
            }
            Question::Service(skills, span) => rows("200", reports::service(floor, skills, *span)),
            Question::SmartHold(span) => rows("200", reports::smart_holds(floor, *span)),
            Question::Lengths(span) => match reports::lengths(floor, *span) {
                // The message counts one record for the five ranges.
                Some(lengths) => found("200", 1, &lengths),
                None => Refusal::NoRows.into(),
            },
            Question::Holds(span) => rows("200", reports::holds(floor, names, *span)),
            // Some calls of information.php say "0" where others say "200".
            Question::Skills => rows("0", information::skills(floor, names)),
            Question::Agents => rows("0", information::agents_list(names)),
            Question::TokenInfo => {
                let used = self.door.used(floor.today());
                rows("200", vec![information::token_info(used)])
            }
        }
    }

    fn call_hook(&self, seen: &Seen) {
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

impl Question {
    fn report_of(uri: &Uri, inside: &Inside) -> Result<Self, Refusal> {
        Self::report(&parameters(uri), inside.floor.zone())
    }

    fn information_of(uri: &Uri, _: &Inside) -> Result<Self, Refusal> {
        Self::information(&parameters(uri))
    }
}

fn parameters(uri: &Uri) -> Parameters {
    Query::try_from_uri(uri)
        .map(|Query(parameters)| parameters)
        .unwrap_or_default()
}

fn rows(code: &str, rows: Vec<Value>) -> Answer {
    if rows.is_empty() {
        return Refusal::NoRows.into();
    }
    found(code, rows.len(), &Value::Array(rows))
}

fn found(code: &str, count: usize, data: &Value) -> Answer {
    let msg = format!("{count} records were found");
    Answer::json(
        StatusCode::OK,
        &json!({"code": code, "error": null, "msg": msg, "data": data}),
    )
}

/// Answers wrongly. `right` is only awaited by the faults that spoil the right answer.
async fn spoil(
    fault: Fault,
    inside: &Inside,
    scissors: &Scissors,
    right: impl Future<Output = Answer>,
) -> Response {
    let answer = match fault {
        Fault::WrongToken => Refusal::TokenWrong.into(),
        Fault::Maintenance => Refusal::Maintenance.into(),
        Fault::Quota => Refusal::QuotaUsed.into(),
        Fault::Simultaneous => Refusal::Simultaneous.into(),
        Fault::NotFoundPage => Answer::page(StatusCode::NOT_FOUND),
        Fault::Garbage => Answer::page(StatusCode::OK),
        Fault::ServerError => Answer::empty(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::EmptyBody => Answer::empty(StatusCode::OK),
        Fault::NoRows => found("200", 0, &json!([])),
        Fault::Slow(length) => {
            inside.pause(length).await;
            right.await
        }
        Fault::InvalidUtf8 => right.await.in_latin_1(),
        Fault::CutBody => return right.await.cut(),
        Fault::Refused | Fault::Closed => {
            scissors.cut();
            Answer::empty(StatusCode::OK)
        }
    };
    answer.into()
}

impl Answer {
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

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let (status, error, msg) = refusal.texts();
        let code = status.to_string();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::json(status, &json!({"code": code, "error": error, "msg": msg}))
    }
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let kind = if answer.json {
            "application/json"
        } else {
            "text/html; charset=UTF-8"
        };
        let headers = [(header::CONTENT_TYPE, kind)];
        (answer.status, headers, answer.body).into_response()
    }
}
