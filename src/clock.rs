//! The one reader of the time of day. Everything else takes `now` as an argument, or this
//! clock as a part.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// How long a sleeper trusts its timer: a clock that was set is noticed after this long.
const RECHECK: Duration = Duration::from_secs(15);

/// A clock: the machine's, or one that runs faster for the demo.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    Fast {
        origin: DateTime<Utc>,
        started: Instant,
        factor: u32,
    },
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Kind::System))
    }

    /// A clock that starts at `origin` and runs `factor` times as fast as the machine's.
    #[must_use]
    pub fn fast(origin: DateTime<Utc>, factor: u32) -> Self {
        Self(Arc::new(Kind::Fast {
            origin,
            started: Instant::now(),
            factor: factor.max(1),
        }))
    }

    /// The time.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match *self.0 {
            Kind::System => Utc::now(),
            Kind::Fast {
                origin,
                started,
                factor,
            } => {
                let passed = started.elapsed().saturating_mul(factor);
                origin + TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX)
            }
        }
    }

    /// Sleeps until this clock shows `time`, also where the machine's clock is set meanwhile.
    pub async fn sleep_until(&self, time: DateTime<Utc>) {
        loop {
            let Ok(left) = (time - self.now()).to_std() else {
                return;
            };
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(self.real(left).min(RECHECK)).await;
        }
    }

    /// How long `length` on this clock lasts in real time.
    #[must_use]
    pub fn real(&self, length: Duration) -> Duration {
        match *self.0 {
            Kind::System => length,
            Kind::Fast { factor, .. } => length / factor,
        }
    }
}
