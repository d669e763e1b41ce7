//! The dead-man's switch: a request to an outside service while all is well. When it stays away, the service
//! raises the alarm, also where vigia or its whole machine is gone.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;
use tokio::sync::Semaphore;
use tracing::{debug, warn};

use crate::LiveSecret;

/// The time limit of a request.
const LIMIT: Duration = Duration::from_secs(10);

/// Sends the requests. The address holds a key, so it is never printed.
pub struct Heartbeat {
    client: reqwest::Client,
    url: LiveSecret,
    every: TimeDelta,
    last: Option<DateTime<Utc>>,
    /// One request at a time: a service that hangs must not pile them up.
    turn: Arc<Semaphore>,
}

impl Heartbeat {
    pub fn new(url: LiveSecret, every: Duration) -> Self {
        Self {
            client: reqwest::Client::new(),
            url,
            every: TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX),
            last: None,
            turn: Arc::new(Semaphore::new(1)),
        }
    }

    /// Sends a request in the background, unless the last one was sent a moment ago. A clock that was set back
    /// counts as due.
    pub(super) fn beat(&mut self, now: DateTime<Utc>) {
        let is_due = self
            .last
            .is_none_or(|last| (now - last).abs() >= self.every);
        let Ok(turn) = Arc::clone(&self.turn).try_acquire_owned() else {
            return;
        };
        if !is_due {
            return;
        }
        self.last = Some(now);
        let request = self
            .client
            .get(self.url.current().expose_secret())
            .timeout(LIMIT);
        tokio::spawn(async move {
            let _turn = turn;
            match request
                .send()
                .await
                .and_then(reqwest::Response::error_for_status)
            {
                Ok(_) => debug!("heartbeat sent"),
                Err(error) => {
                    let error = error.without_url();
                    warn!(%error, "the heartbeat was not taken");
                }
            }
        });
    }
}
