//! The one reader of the time of day. Everything else takes `now` as an argument, or this
//! clock as a part.

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

/// How long a sleeper trusts its timer: a clock that was set is noticed after this long.
const RECHECK: Duration = Duration::from_secs(15);

/// How often one who sleeps by a led clock looks at it.
const LED_RECHECK: Duration = Duration::from_millis(3);

/// How many times as fast as the machine's a led clock may go, for what must not end before
/// its time.
const LED_FACTOR: u32 = 10;

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
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(ClockKind::System))
    }

    /// A clock that starts at `origin` and runs `factor` times as fast as the machine's.
    #[must_use]
    pub fn fast(origin: DateTime<Utc>, factor: u32) -> Self {
        Self(Arc::new(ClockKind::Fast {
            origin,
            started: Instant::now(),
            factor: factor.max(1),
        }))
    }

    /// A clock that another process leads: the file holds what it shows, in milliseconds since
    /// 1970 as eight bytes, the lowest first. So a test is sure that nothing comes too late
    /// because its machine has other things to do.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn led(time: &Path) -> io::Result<Self> {
        Ok(Self(Arc::new(ClockKind::Led(File::open(time)?))))
    }

    /// A clock that stands at `origin` until it is set. Whoever sleeps on it moves it to the
    /// end of the sleep, so that a month passes in seconds.
    #[must_use]
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

    /// The time.
    #[must_use]
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
            ClockKind::Led(time) => shown(time),
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
            if let ClockKind::Leaping(_) = *self.0 {
                tokio::task::yield_now().await;
                return self.leap_to(time);
            }
            tokio::time::sleep(self.real(left).min(self.recheck())).await;
        }
    }

    /// How long `length` on this clock lasts in real time.
    #[must_use]
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

/// What a led clock shows; the beginning of all time where nobody has set it.
fn shown(time: &File) -> DateTime<Utc> {
    let mut bytes = [0; 8];
    let read = time.read_exact_at(&mut bytes, 0);
    let millis = read.map_or(0, |()| i64::from_le_bytes(bytes));
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
