//! What is being shared at the moment. Two quick presses of a button are two questions, and
//! must not become two messages for everybody.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serenity::model::id::MessageId;
use tokio::time::Instant;

use crate::discord::question::PressedComponent;

/// A press of so long after is one of its own. Until then it may have been on its way while
/// the button was still alive.
const AFTERGLOW: Duration = Duration::from_secs(10);

type Key = (MessageId, String);

/// The buttons whose cards are being shared, or were a moment ago.
#[derive(Debug, Default)]
pub(super) struct SharedCards(Mutex<HashMap<Key, Option<Instant>>>);

impl SharedCards {
    /// Whether this press is the first, so that it is the one to share.
    pub(super) fn begin(&self, pressed: &PressedComponent) -> bool {
        let now = Instant::now();
        self.with(|shared| {
            shared.retain(|_, done| done.is_none_or(|done| now < done + AFTERGLOW));
            match shared.entry(key(pressed)) {
                Entry::Occupied(_) => false,
                Entry::Vacant(free) => {
                    free.insert(None);
                    true
                }
            }
        })
    }

    /// It is shared.
    pub(super) fn done(&self, pressed: &PressedComponent) {
        self.with(|shared| shared.insert(key(pressed), Some(Instant::now())));
    }

    /// It could not be shared, and may be tried again at once.
    pub(super) fn failed(&self, pressed: &PressedComponent) {
        self.with(|shared| shared.remove(&key(pressed)));
    }

    fn with<T>(&self, change: impl FnOnce(&mut HashMap<Key, Option<Instant>>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn key(pressed: &PressedComponent) -> Key {
    (pressed.message, pressed.press.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn pressed(message: u64, press: &str) -> PressedComponent {
        PressedComponent {
            press: press.into(),
            message: MessageId::new(message),
            is_private: true,
            rows: Value::Null,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_of_two_quick_presses_is_none() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        assert!(!sharing.begin(&pressed(1, "share")));
        assert!(sharing.begin(&pressed(1, "share/2")));
        assert!(sharing.begin(&pressed(2, "share")));
        sharing.done(&pressed(1, "share"));
        assert!(!sharing.begin(&pressed(1, "share")));
    }

    #[tokio::test(start_paused = true)]
    async fn a_press_too_many_does_not_keep_the_button_from_a_later_one() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.done(&pressed(1, "share"));
        assert!(!sharing.begin(&pressed(1, "share")));
        tokio::time::advance(AFTERGLOW).await;
        assert!(sharing.begin(&pressed(1, "share")));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_shared_once_can_be_shared_again_later() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.done(&pressed(1, "share"));
        tokio::time::advance(AFTERGLOW).await;
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.failed(&pressed(1, "share"));
        assert!(sharing.begin(&pressed(1, "share")));
    }
}
