//! The pages for machines: `/livez`, `/readyz` and `/metrics`.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};
use chrono_tz::Tz;
use prometheus_client::encoding::prometheus_text;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::health::{
    metrics::MetricSources,
    probe::{HealthProbe, WatchedOperation},
    task_pulse::TaskPulse,
};
use vigia_cards::{Locale, Words, health::plain_problems};
use vigia_clock::Clock;
use vigia_core::health::assess;

pub struct HealthPage {
    pub probe: HealthProbe,
    pub operations: Vec<WatchedOperation>,
    pub pulse: TaskPulse,
    pub metrics: MetricSources,
    pub clock: Clock,
    /// The zone in which times are written.
    pub zone: Tz,
}

impl HealthPage {
    /// Machines and logs read English.
    fn words(&self) -> Words {
        Words::new(Locale::from_tag("en"), self.zone)
    }
}

/// Answers on `address` until stopped.
pub async fn serve_health(
    address: SocketAddr,
    page: HealthPage,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let routes = Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/healthz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Arc::new(page));
    axum::serve(listener, routes)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

/// 200 while the tasks of the process work: a restart would help where they do not.
async fn live(State(page): State<Arc<HealthPage>>) -> (StatusCode, String) {
    let silent = page.pulse.silent();
    if silent.is_empty() {
        return (StatusCode::OK, "alive\n".to_owned());
    }
    let lines = silent
        .iter()
        .map(|(task, silence)| format!("{task}: silent for {} s\n", silence.as_secs()));
    (StatusCode::SERVICE_UNAVAILABLE, lines.collect())
}

/// 200 where `/status` says that all goes well; otherwise one line for each problem.
async fn ready(State(page): State<Arc<HealthPage>>) -> (StatusCode, String) {
    let now = page.clock.now();
    let words = page.words();
    let report = page.probe.report(&page.operations, now, &words).await;
    if report.is_well() {
        return (StatusCode::OK, "well\n".to_owned());
    }
    let lines = plain_problems(&report, now, &words);
    let lines = lines.into_iter().map(|line| line.replace('\n', " ") + "\n");
    (StatusCode::SERVICE_UNAVAILABLE, lines.collect())
}

async fn metrics(State(page): State<Arc<HealthPage>>) -> impl IntoResponse {
    let now = page.clock.now();
    let inputs = page
        .probe
        .inputs(&page.operations, now, &page.words())
        .await;
    let report = assess(&inputs, now);
    match page.metrics.render(&inputs, &report, now).await {
        Ok(text) => (
            StatusCode::OK,
            [(CONTENT_TYPE, prometheus_text::CONTENT_TYPE)],
            text,
        ),
        Err(fault) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(CONTENT_TYPE, "text/plain; charset=utf-8")],
            format!("{fault}\n"),
        ),
    }
}
