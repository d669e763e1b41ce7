//! How much of a random story is played: a little each time, and as much as `VIGIA_SEED` (the first seed) and
//! `VIGIA_SEEDS` (their number) say for a long soak.

use std::{env, ops::Range};

/// Returns the seeds to play, of which there are `usual` without the environment.
pub(crate) fn seeds(usual: u64) -> Range<u64> {
    let first = number("VIGIA_SEED").unwrap_or(1);
    first..first + number("VIGIA_SEEDS").unwrap_or(usual)
}

/// Returns every step of a long list, or each of its `usual_step` where no soak is asked for.
pub(crate) fn step(usual_step: usize) -> usize {
    if number("VIGIA_SEEDS").is_some() {
        1
    } else {
        usual_step
    }
}

fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is `{text}`, expected a number")),
    )
}
