//! `/healthz` for the supervisor of a container.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio::{net::TcpListener, time::Instant};
use tokio_util::sync::CancellationToken;

/// The last sign of life of each part, and the time within which the next is due.
#[derive(Clone, Default)]
pub struct HealthState(Arc<Mutex<BTreeMap<String, SignOfLife>>>);

#[derive(Clone, Copy)]
struct SignOfLife {
    at: Instant,
    within: Duration,
}

impl HealthState {
    /// Records that a part has done its work and is to do it again within this time.
    pub fn beat(&self, part: &str, within: Duration) {
        let sign = SignOfLife {
            at: Instant::now(),
            within,
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(part.to_owned(), sign);
    }

    /// Returns the parts that are overdue, with the time since their last sign.
    pub fn silent(&self) -> Vec<(String, Duration)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .map(|(part, sign)| (part.clone(), sign.at.elapsed(), sign.within))
            .filter(|(_, silence, within)| silence > within)
            .map(|(part, silence, _)| (part, silence))
            .collect()
    }
}

/// Answers on `address` until stopped.
pub async fn serve_health(
    address: SocketAddr,
    health: HealthState,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let routes = Router::new()
        .route("/healthz", get(health_status))
        .with_state(health);
    axum::serve(listener, routes)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

async fn health_status(State(health): State<HealthState>) -> (StatusCode, String) {
    let silent = health.silent();
    if silent.is_empty() {
        return (StatusCode::OK, "well\n".to_owned());
    }
    let lines = silent
        .iter()
        .map(|(part, silence)| format!("{part} has been silent for {} s\n", silence.as_secs()));
    (StatusCode::SERVICE_UNAVAILABLE, lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_part_that_stays_silent_too_long_is_named() {
        let health = HealthState::default();
        health.beat("polls", Duration::from_secs(600));
        tokio::time::advance(Duration::from_secs(599)).await;
        assert_eq!(health.silent(), []);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(health.silent()[0].0, "polls");
        health.beat("polls", Duration::from_secs(600));
        assert_eq!(health.silent(), []);
    }
}
