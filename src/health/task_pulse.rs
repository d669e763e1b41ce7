//! The signs of life of tasks, by the time that passes and not by the time of day.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The last sign of life of each task, and the time within which the next is due.
#[derive(Clone, Default)]
pub struct TaskPulse(Arc<Mutex<BTreeMap<String, SignOfLife>>>);

#[derive(Clone, Copy)]
struct SignOfLife {
    at: Instant,
    within: Duration,
}

impl TaskPulse {
    /// Records that a task has done its work and is to do it again within this time.
    pub fn beat(&self, task: &str, within: Duration) {
        let sign = SignOfLife {
            at: Instant::now(),
            within,
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(task.to_owned(), sign);
    }

    /// Returns the tasks that are overdue, with the time since their last sign.
    pub fn silent(&self) -> Vec<(String, Duration)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .map(|(task, sign)| (task.clone(), sign.at.elapsed(), sign.within))
            .filter(|(_, silence, within)| silence > within)
            .map(|(task, silence, _)| (task, silence))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_stays_silent_too_long_is_named() {
        let pulse = TaskPulse::default();
        pulse.beat("polls", Duration::from_secs(600));
        tokio::time::advance(Duration::from_secs(599)).await;
        assert_eq!(pulse.silent(), []);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(pulse.silent()[0].0, "polls");
        pulse.beat("polls", Duration::from_secs(600));
        assert_eq!(pulse.silent(), []);
    }
}
