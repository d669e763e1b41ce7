//! The identifiers of incidents, silences and rows of the outbox.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{metrics::OperationName, summaries::stable_hash};

/// The number of an incident. It is a hash of what the incident is, so the same incident gets the
/// same number again after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IncidentId(u64);

impl IncidentId {
    /// The number of the incident about `subject` that began at `at`.
    pub fn of(operation: &OperationName, subject: &str, at: DateTime<Utc>) -> Self {
        let text = format!("{operation}\u{1f}{subject}\u{1f}{}", at.timestamp());
        Self(stable_hash(&text))
    }

    /// Returns the whole number, for keys in the store and buttons.
    pub fn get(self) -> u64 {
        self.0
    }

    pub fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// Writes seven characters without I, L, O and U, which people can read to each other.
impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let folded = self.0 ^ (self.0 >> 29);
        (0..7).rev().try_for_each(|place| {
            let letter = LETTERS[((folded >> (place * 5)) & 31) as usize];
            write!(f, "{}", char::from(letter))
        })
    }
}

/// The number of a silence, as people type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SilenceId(pub u64);

impl fmt::Display for SilenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a row of the outbox. Later rows have greater numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutboxId(pub u64);

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
