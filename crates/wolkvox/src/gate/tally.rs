//! Counts the calls of a gate since the start, by what was asked and what came of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::error::ReadFailure;

/// The counts. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct CallTally(Arc<Mutex<BTreeMap<(&'static str, &'static str), u64>>>);

impl CallTally {
    pub(super) fn count(&self, asked: &'static str, outcome: Result<(), ReadFailure>) {
        let outcome = match outcome {
            Ok(()) => "ok",
            Err(failure) => failure.code(),
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((asked, outcome)).or_default() += 1;
    }

    pub(super) fn counts(&self) -> Vec<(&'static str, &'static str, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = counts
            .iter()
            .map(|((asked, outcome), count)| (*asked, *outcome, *count));
        counts.collect()
    }
}
