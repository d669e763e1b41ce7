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

/// A clock that shows so much more than a sleep was to last has leapt, or the machine stood still.
const LEAP: Duration = Duration::from_secs(60);

/// The same by a led clock, which a test moves on in steps.
const LED_LEAP: Duration = Duration::from_secs(30 * 60);

/// The time for which a clock that has leapt must go on to be believed.
const PROBATION: Duration = Duration::from_secs(60);

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

    /// Sleeps until this clock shows `time`, also where the machine's clock is set meanwhile. A
    /// clock that leaps ahead is believed after a minute, since it may be put right. Where it was
    /// set back to before the sleep began, and stays there for a minute, the sleep ends early and
    /// returns `false`: what was planned by it may be wrong.
    pub async fn sleep_until(&self, time: DateTime<Utc>) -> bool {
        let began = self.now();
        loop {
            let now = self.now();
            let left = (time - now).to_std().unwrap_or_default();
            if now < began - self.leap() {
                if self.is_put_right(|now| now >= began - self.leap()).await {
                    continue;
                }
                return false;
            }
            if left.is_zero() {
                let has_leapt = began < time && now > time + self.leap();
                if has_leapt && self.is_put_right(|now| now < time).await {
                    continue;
                }
                return true;
            }
            if let ClockKind::Leaping(_) = *self.0 {
                tokio::task::yield_now().await;
                self.leap_to(time);
                return true;
            }
            tokio::time::sleep(self.real(left).min(self.recheck())).await;
        }
    }

    /// Gives a clock that has leapt a minute to show a time that `is_right`; returns whether it
    /// did.
    pub async fn is_put_right(&self, is_right: impl Fn(DateTime<Utc>) -> bool) -> bool {
        tracing::warn!(shown = %self.now(), "the clock has leapt; it is believed in a minute");
        let doubted = Instant::now();
        while doubted.elapsed() < PROBATION {
            tokio::time::sleep(self.recheck()).await;
            if is_right(self.now()) {
                return true;
            }
        }
        false
    }

    /// The least step that is no sleep.
    fn leap(&self) -> TimeDelta {
        let leap = match *self.0 {
            ClockKind::System | ClockKind::Leaping(_) => LEAP,
            ClockKind::Fast { factor, .. } => LEAP.saturating_mul(factor),
            ClockKind::Led(_) => LED_LEAP,
        };
        TimeDelta::from_std(leap).unwrap_or(TimeDelta::MAX)
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
        // What has no time left is not begun.
        if left.is_zero() {
            return None;
        }
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

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::FileExt as _};

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    /// Sleeps from minute 0 to minute 5, while the clock shows these minutes at these seconds.
    async fn sleep(shown: &[(u64, i64)]) -> (bool, Duration) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clock");
        let file = fs::File::create(&path).unwrap();
        let show = |minute: i64| {
            let time = at(minute).timestamp_millis();
            file.write_all_at(&time.to_le_bytes(), 0).unwrap();
        };
        show(0);
        let clock = Clock::led(&path).unwrap();
        let started = Instant::now();
        let set = async {
            for (second, minute) in shown {
                tokio::time::sleep_until(started + Duration::from_secs(*second)).await;
                show(*minute);
            }
            std::future::pending::<()>().await;
        };
        let reached = tokio::select! {
            reached = clock.sleep_until(at(5)) => reached,
            () = set => false,
        };
        (reached, started.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_leaps_is_believed_only_if_it_goes_on_so() {
        for (shown, expected, seconds) in [
            // It comes to the time, or somewhat past it.
            (&[(10, 5)][..], true, 10),
            (&[(10, 9)], true, 10),
            // It leaps ahead for 20 seconds.
            (&[(10, 185), (30, 1), (200, 5)], true, 200),
            // It does so twice.
            (
                &[(10, 185), (30, 1), (100, 185), (120, 2), (400, 5)],
                true,
                400,
            ),
            // It leaps ahead for good, or goes on after a pause.
            (&[(10, 185)], true, 70),
            // It goes back for 20 seconds, and for good.
            (&[(10, -180), (30, 1), (200, 5)], true, 200),
            (&[(10, -180)], false, 70),
        ] {
            let (reached, took) = sleep(shown).await;
            assert_eq!(reached, expected, "{shown:?}");
            assert!(took.as_secs().abs_diff(seconds) <= 1, "{shown:?}: {took:?}");
        }
    }
}
