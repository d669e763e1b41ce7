//! The only reader of the time of day. All other code takes `now` as an argument, or holds this
//! clock.

use std::{
    fs::File,
    io,
    os::unix::fs::FileExt as _,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// The longest sleep between two looks at the clock: it may have been set.
const RECHECK: Duration = Duration::from_secs(15);

/// The sleep between two looks at a led clock.
const LED_RECHECK: Duration = Duration::from_millis(3);

/// The most that a led clock may outrun the machine's, for limits that must not end early.
const LED_FACTOR: u32 = 10;

/// The real time that work gets before a deadline on a led clock: a busy machine must not change
/// what a test sees.
const LED_PATIENCE: Duration = Duration::from_secs(300);

/// A clock: the machine's, one that runs faster for the demo, or one that is led.
#[derive(Clone, Debug)]
pub struct Clock(Arc<ClockKind>);

#[derive(Debug)]
enum ClockKind {
    System,
    Fast {
        origin: DateTime<Utc>,
        started: Instant,
        factor: u32,
    },
    Led(File),
    Leaping(Mutex<DateTime<Utc>>),
}

impl Clock {
    /// Makes a clock that shows the machine's time.
    pub fn system() -> Self {
        Self(Arc::new(ClockKind::System))
    }

    /// Makes a clock that starts at `origin` and runs `factor` times as fast as the machine's.
    pub fn fast(origin: DateTime<Utc>, factor: u32) -> Self {
        Self(Arc::new(ClockKind::Fast {
            origin,
            started: Instant::now(),
            factor: factor.max(1),
        }))
    }

    /// Makes a clock that another process sets: the file holds its time, in milliseconds since
    /// 1970 as eight bytes, the lowest first; while it is empty, the machine's time holds. So no result of a test depends on the speed of its
    /// machine.
    pub fn led(file: &Path) -> io::Result<Self> {
        Ok(Self(Arc::new(ClockKind::Led(File::open(file)?))))
    }

    /// Makes a clock that stays at `origin` until it is set. A sleep moves it to the end of the
    /// sleep, so that a month passes in seconds.
    pub fn leaping(origin: DateTime<Utc>) -> Self {
        Self(Arc::new(ClockKind::Leaping(Mutex::new(origin))))
    }

    /// Moves a leaping clock to `time`, unless that is behind it. Others move by themselves.
    pub fn leap_to(&self, time: DateTime<Utc>) {
        match &*self.0 {
            ClockKind::Leaping(now) => {
                let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
                *now = time.max(*now);
            }
            ClockKind::System | ClockKind::Fast { .. } | ClockKind::Led(_) => {}
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            ClockKind::System => Utc::now(),
            ClockKind::Leaping(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
            ClockKind::Fast {
                origin,
                started,
                factor,
            } => {
                let passed = started.elapsed().saturating_mul(*factor);
                *origin + TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX)
            }
            ClockKind::Led(time) => read_led_clock(time).unwrap_or_else(Utc::now),
        }
    }

    /// Sleeps until this clock shows `time`, also where the machine's clock is set meanwhile.
    pub async fn sleep_until(&self, time: DateTime<Utc>) {
        loop {
            let left = (time - self.now()).to_std().unwrap_or_default();
            if left.is_zero() {
                return;
            }
            if let ClockKind::Leaping(_) = *self.0 {
                tokio::task::yield_now().await;
                return self.leap_to(time);
            }
            tokio::time::sleep(self.real(left).min(self.recheck())).await;
        }
    }

    /// Awaits `work`, and returns `None` if it has not ended by `deadline`. By a led clock it gets
    /// minutes of real time instead.
    pub async fn before<T>(
        &self,
        deadline: DateTime<Utc>,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let left = match *self.0 {
            ClockKind::Led(_) => LED_PATIENCE,
            ClockKind::System | ClockKind::Fast { .. } | ClockKind::Leaping(_) => {
                self.real((deadline - self.now()).to_std().unwrap_or_default())
            }
        };
        tokio::time::timeout(left, work).await.ok()
    }

    /// Returns the real time that `length` on this clock lasts.
    pub fn real(&self, length: Duration) -> Duration {
        match *self.0 {
            ClockKind::System | ClockKind::Leaping(_) => length,
            ClockKind::Fast { factor, .. } => length / factor,
            ClockKind::Led(_) => length / LED_FACTOR,
        }
    }

    fn recheck(&self) -> Duration {
        match *self.0 {
            ClockKind::System | ClockKind::Fast { .. } | ClockKind::Leaping(_) => RECHECK,
            ClockKind::Led(_) => LED_RECHECK,
        }
    }
}

/// Reads a led clock; `None` where it was never set.
fn read_led_clock(time: &File) -> Option<DateTime<Utc>> {
    let mut bytes = [0; 8];
    time.read_exact_at(&mut bytes, 0).ok()?;
    DateTime::from_timestamp_millis(i64::from_le_bytes(bytes))
}
