//! The long task of one operation: poll after poll, on the clock's marks.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::watch::{PollCycle, PollPace, PollTick};
use vigia_clock::Clock;
use vigia_store::StoreError;

/// Polls one operation until told to stop. `done` is called after each poll.
///
/// What was missed while the bot was away, up to `catch_up` ago, is read first and in order.
/// A bot that is at work and too slow leaves polls out instead: it would never catch up.
///
/// What the store refuses to keep costs that poll; a store that fails ends the watch.
///
/// A poll that is under way is given up when told to stop: what it read is read again, and
/// what it committed is safe.
///
/// # Errors
/// Where the store fails.
pub async fn watch(
    mut cycle: PollCycle,
    pace: PollPace,
    catch_up: Duration,
    clock: Clock,
    stop: CancellationToken,
    done: impl Fn() + Send,
) -> Result<(), StoreError> {
    if let Some(as_of) = cycle.last_poll()? {
        info!(operation = %cycle.operation(), %as_of, "resumed after the last poll");
    }
    let mut is_behind = true;
    loop {
        let last = cycle.last_poll()?;
        let missed = is_behind
            .then(|| pace.missed(clock.now(), last, catch_up))
            .flatten();
        is_behind = missed.is_some();
        let tick = missed.unwrap_or_else(|| pace.next(clock.now(), last));
        tell(&cycle, tick, pace, &clock, is_behind);
        let poll = async {
            clock.sleep_until(tick.at).await;
            cycle.poll(tick).await
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            polled = poll => match polled {
                Ok(()) => done(),
                Err(failure) if failure.is_fault() => return Err(failure),
                Err(failure) => error!(%failure, "a poll could not be kept"),
            },
        }
    }
}

fn tell(cycle: &PollCycle, tick: PollTick, pace: PollPace, clock: &Clock, is_behind: bool) {
    if is_behind {
        info!(operation = %cycle.operation(), as_of = %tick.as_of, "reads a missed poll");
    }
    let wait = (tick.at - clock.now()).to_std().unwrap_or_default();
    if wait > (pace.every + pace.settle) * 2 {
        warn!(next = %tick.at, "the last poll lies in the future: was the clock wrong?");
    }
}
