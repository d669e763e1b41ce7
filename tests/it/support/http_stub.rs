//! An HTTP server that answers as a test prescribes, and records what it was asked.

use std::{
    fmt::{self, Display},
    sync::Arc,
    thread,
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use reqwest::Url;
use serde::Serialize;
use tokio::{net::TcpListener, sync::Mutex};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The priority of an answer without one of its own. A lower number is asked first.
const USUAL_PRIORITY: u8 = 5;

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    }
}

#[derive(Clone)]
pub(crate) struct ResponseTemplate {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    delay: Duration,
}

impl ResponseTemplate {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn set_body_string(mut self, body: impl Into<String>) -> Self {
        self.body = body.into().into();
        self.insert_header("content-type", "text/plain")
    }

    pub(crate) fn set_body_json(mut self, body: impl Serialize) -> Self {
        self.body = serde_json::to_vec(&body).unwrap().into();
        self.insert_header("content-type", "application/json")
    }

    pub(crate) fn insert_header(mut self, name: &'static str, value: impl Display) -> Self {
        let value = HeaderValue::from_str(&value.to_string()).unwrap();
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    /// Answers only after this time. Other requests are answered meanwhile.
    pub(crate) fn set_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// Makes the answer to a request.
pub(crate) trait Respond: Send + Sync {
    fn respond(&self, request: &Request) -> ResponseTemplate;
}

impl Respond for ResponseTemplate {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.clone()
    }
}

impl<F: Fn(&Request) -> ResponseTemplate + Send + Sync> Respond for F {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self(request)
    }
}

pub(crate) type Matcher = Box<dyn Fn(&Request) -> bool + Send + Sync>;

/// An answer, and the requests that it is for.
pub(crate) struct Mock {
    matchers: Vec<Matcher>,
    answer: Option<Box<dyn Respond>>,
    priority: u8,
    most: usize,
    expected: Option<usize>,
    used: usize,
}

impl Mock {
    pub(crate) fn given(matcher: Matcher) -> Self {
        Self {
            matchers: vec![matcher],
            answer: None,
            priority: USUAL_PRIORITY,
            most: usize::MAX,
            expected: None,
            used: 0,
        }
    }

    pub(crate) fn and(mut self, matcher: Matcher) -> Self {
        self.matchers.push(matcher);
        self
    }

    pub(crate) fn respond_with(mut self, answer: impl Respond + 'static) -> Self {
        self.answer = Some(Box::new(answer));
        self
    }

    pub(crate) fn up_to_n_times(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    pub(crate) fn with_priority(mut self, priority: u8) -> Self {
        self.priority = priority;
        self
    }

    /// Fails the test at its end where the answer was given more or fewer times.
    pub(crate) fn expect(mut self, times: usize) -> Self {
        self.expected = Some(times);
        self
    }

    pub(crate) async fn mount(self, server: &MockServer) {
        server.log.lock().await.mocks.push(self);
    }

    fn is_for(&self, request: &Request) -> bool {
        self.used < self.most && self.matchers.iter().all(|fits| fits(request))
    }
}

#[derive(Default)]
struct ServerLog {
    mocks: Vec<Mock>,
    requests: Vec<Request>,
}

impl ServerLog {
    /// Records the request and returns the answer of the first mock that is for it.
    fn answer(&mut self, request: Request) -> ResponseTemplate {
        let fitting = self.mocks.iter_mut().filter(|mock| mock.is_for(&request));
        let answer = match fitting.min_by_key(|mock| mock.priority) {
            Some(mock) => {
                mock.used += 1;
                let answer = mock.answer.as_ref();
                answer.expect("a mock with an answer").respond(&request)
            }
            None => ResponseTemplate::new(404),
        };
        self.requests.push(request);
        answer
    }
}

/// A server on a port of its own. It ends when this is dropped.
pub(crate) struct MockServer {
    uri: String,
    log: Arc<Mutex<ServerLog>>,
    _stop: DropGuard,
}

impl MockServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(ServerLog::default()));
        let routes = Router::new()
            .fallback(answer_request)
            .with_state((uri.clone(), Arc::clone(&log)));
        let stop = CancellationToken::new();
        let serving = stop.child_token();
        tokio::spawn(serving.run_until_cancelled_owned(async {
            axum::serve(listener, routes).await.unwrap();
        }));
        Self {
            uri,
            log,
            _stop: stop.drop_guard(),
        }
    }

    pub(crate) fn uri(&self) -> String {
        self.uri.clone()
    }

    pub(crate) async fn received_requests(&self) -> Vec<Request> {
        self.log.lock().await.requests.clone()
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let log = self.log.try_lock().expect("no request is under way");
        for mock in &log.mocks {
            let expected = mock.expected.unwrap_or(mock.used);
            assert_eq!(mock.used, expected, "requests to a mock of {}", self.uri);
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MockServer").field(&self.uri).finish()
    }
}

async fn answer_request(
    State((uri, log)): State<(String, Arc<Mutex<ServerLog>>)>,
    method: Method,
    target: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request {
        method,
        url: Url::parse(&format!("{uri}{target}")).unwrap(),
        headers,
        body,
    };
    let answer = log.lock().await.answer(request);
    tokio::time::sleep(answer.delay).await;
    (answer.status, answer.headers, answer.body).into_response()
}

/// What the requests for a mock have in common.
pub(crate) mod matchers {
    use super::Matcher;

    pub(crate) fn any() -> Matcher {
        Box::new(|_| true)
    }

    pub(crate) fn method(name: &str) -> Matcher {
        let name = name.to_owned();
        Box::new(move |request| request.method.as_str() == name)
    }

    pub(crate) fn path(path: &str) -> Matcher {
        let path = path.to_owned();
        Box::new(move |request| request.url.path() == path)
    }

    pub(crate) fn header(name: &'static str, value: &str) -> Matcher {
        let value = value.to_owned();
        Box::new(move |request| request.headers.get(name).is_some_and(|it| *it == value))
    }

    pub(crate) fn query_param(name: &str, value: impl Into<String>) -> Matcher {
        let (name, value) = (name.to_owned(), value.into());
        Box::new(move |request| request.parameter(&name).as_deref() == Some(&*value))
    }

    pub(crate) fn query_param_is_missing(name: &str) -> Matcher {
        let name = name.to_owned();
        Box::new(move |request| request.parameter(&name).is_none())
    }
}
