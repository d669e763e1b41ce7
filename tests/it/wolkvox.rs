//! The wolkvox client from outside: real HTTP against a server that answers as told.

mod envelope;
mod gate;
mod outcomes;
mod quota;
mod reports;
mod secrets;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::support::http_stub::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{header, method, path, query_param, query_param_is_missing},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use vigia_clock::Clock;
use vigia_core::metrics::{
    Channel, Facts, OperationName, Report, ReportRequest, SkillId, SkillSelection, TimeWindow,
    facts::SecondsRange,
};
use vigia_wolkvox::{
    ApiError, GateAnswer, NameDirectory, OperationAccess, QuotaSpent, ReadFailure, RequestGate,
    RequestPriority, parse,
};

const TOKEN: &str = "7f3a9c0d5e1b4826af907c3d2e8b6150";

struct Centre {
    server: MockServer,
    operation: OperationAccess,
    stop: CancellationToken,
    spends: Arc<AtomicU64>,
}

impl Centre {
    async fn open() -> Self {
        let server = MockServer::start().await;
        let token = SecretString::from(TOKEN.to_owned());
        let name = OperationName::new("centre");
        let mut operation =
            OperationAccess::new(name, "0001", token, chrono_tz::America::Bogota, 1)
                .at(format!("{}/api/v2/", server.uri()));
        operation.limits.call = Duration::from_millis(700);
        operation.limits.body = 256 * 1024;
        operation.limits.first_wait = Duration::from_millis(5);
        operation.limits.longest_wait = Duration::from_millis(20);
        Self {
            server,
            operation,
            stop: CancellationToken::new(),
            spends: Arc::default(),
        }
    }

    fn gate(&self) -> RequestGate {
        self.gate_with(None)
    }

    fn gate_with(&self, spent: Option<QuotaSpent>) -> RequestGate {
        self.gate_at(Clock::system(), spent)
    }

    fn gate_at(&self, clock: Clock, spent: Option<QuotaSpent>) -> RequestGate {
        let spends = Arc::clone(&self.spends);
        let told = move |spent: &QuotaSpent| spends.store(spent.calls, Ordering::SeqCst);
        let (gate, worker) = RequestGate::new(&self.operation, clock, spent, told).unwrap();
        tokio::spawn(worker.run(self.stop.clone()));
        gate
    }

    /// Answers every request like this, after `delay`.
    async fn answers(&self, status: u16, body: &str, delay: Duration) {
        let answer = ResponseTemplate::new(status)
            .set_body_string(body)
            .set_delay(delay);
        Mock::given(method("GET"))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    async fn answers_once(&self, status: u16, body: &str) {
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(status).set_body_string(body))
            .up_to_n_times(1)
            .mount(&self.server)
            .await;
    }

    async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await
    }

    async fn calls(&self) -> usize {
        self.requests().await.len()
    }

    /// The `api` of each request, in order.
    async fn asked(&self) -> Vec<String> {
        let requests = self.requests().await;
        requests
            .iter()
            .map(|request| param(request, "api"))
            .collect()
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn param(request: &Request, name: &str) -> String {
    request
        .url
        .query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn window(from: &str, until: &str) -> TimeWindow {
    TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
}

fn ask(report: Report) -> ReportRequest {
    ReportRequest {
        report,
        skills: SkillSelection::All,
        window: window("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z"),
    }
}

const FRESH: Duration = Duration::ZERO;
const NOW: Duration = Duration::ZERO;

async fn person(gate: &RequestGate, report: Report) -> Result<GateAnswer, ApiError> {
    gate.read(ask(report), RequestPriority::Person, FRESH).await
}

async fn poll(gate: &RequestGate, report: Report) -> Result<GateAnswer, ApiError> {
    gate.read(ask(report), RequestPriority::Poll, FRESH).await
}

fn rows(rows: &str) -> String {
    format!(r#"{{"code":"200","error":null,"msg":"1 records were found","data":{rows}}}"#)
}

fn refusal(code: u16, text: &str) -> String {
    format!(r#"{{"code":"{code}","error":"FORBIDDEN","msg":"{text}"}}"#)
}

const CHANNEL: &str = r#"[{"type_interaction":"inbound","inbound_calls":"370",
    "answer_calls":"364","abandon_calls":"6","service_level_10seg":"71.35 %",
    "service_level_20seg":"86.49 %","service_level_30seg":"91.08%","abandon":"1.62%",
    "asa":"14.27","ata":"9,230.35"},
    {"type_interaction":"omni-newthing","inbound_calls":4,"answer_calls":"-","abandon_calls":null,
    "service_level_10seg":" ","service_level_20seg":"12,5 %","asa":"00:05"},
    {"type_interaction":"TOTAL","inbound_calls":"374"}]"#;

fn facts(report: Report, body: &str) -> Facts {
    let (facts, spoiled) = parse(report, body.as_bytes()).unwrap();
    assert_eq!(spoiled, []);
    facts.unwrap()
}

const SLOW: Duration = Duration::from_millis(80);

/// Asks in a task of its own and waits until the gate has the question.
async fn queued(
    gate: &RequestGate,
    report: Report,
    priority: RequestPriority,
) -> tokio::task::JoinHandle<Result<GateAnswer, ApiError>> {
    let (asking, before) = (gate.clone(), gate.position(ask(report)).await.is_some());
    let task = tokio::spawn(async move { asking.read(ask(report), priority, FRESH).await });
    while !before && gate.position(ask(report)).await.is_none() {
        tokio::task::yield_now().await;
    }
    if before {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    task
}
