//! The long task of one operation: poll after poll, on the clock's marks.

use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use crate::{
    clock::Clock,
    store::StoreError,
    watch::{Cycle, Pace},
};

/// Polls one operation until told to stop. `done` is called after each poll.
///
/// What the store refuses to keep costs that poll; a store that fails ends the watch.
///
/// A poll that is under way is given up when told to stop: what it read is read again, and
/// what it committed is safe.
///
/// # Errors
/// Where the store fails.
pub async fn watch(
    mut cycle: Cycle,
    pace: Pace,
    clock: Clock,
    stop: CancellationToken,
    done: impl Fn() + Send,
) -> Result<(), StoreError> {
    loop {
        let tick = pace.next(clock.now(), cycle.last_poll()?);
        let deadline = tick.at + pace.every;
        let wait = (tick.at - clock.now()).to_std().unwrap_or_default();
        if wait > (pace.every + pace.settle) * 2 {
            warn!(next = %tick.at, "the last poll lies in the future: was the clock wrong?");
        }
        let poll = async {
            clock.sleep_until(tick.at).await;
            cycle.poll(tick.as_of, deadline).await
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
