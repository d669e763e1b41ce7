//! What became of an edition: it is remembered, so that it is made once.

use serde::{Deserialize, Serialize};

use crate::summaries::{Edition, Summary};

/// An edition that was made, or will never be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// Which edition.
    pub edition: Edition,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fate {
    /// Nobody could make it in time: it was not posted, and will not be.
    Skipped,
    /// It was posted as it stands here, and is to be read again the next morning.
    Posted(Box<Summary>),
    /// It was read again: this is its last form.
    Settled(Box<Summary>),
}

impl Issue {
    /// What was told of it last.
    #[must_use]
    pub fn summary(&self) -> Option<&Summary> {
        match &self.fate {
            Fate::Skipped => None,
            Fate::Posted(summary) | Fate::Settled(summary) => Some(summary),
        }
    }

    /// Whether it may take the place of what is remembered of the edition so far: an edition
    /// is posted or skipped once, and settled once.
    #[must_use]
    pub fn may_follow(&self, before: Option<&Self>) -> bool {
        match (before.map(|before| &before.fate), &self.fate) {
            (None, Fate::Skipped | Fate::Posted(_)) | (Some(Fate::Posted(_)), Fate::Settled(_)) => {
                true
            }
            (None, Fate::Settled(_))
            | (Some(Fate::Skipped | Fate::Settled(_)), _)
            | (Some(Fate::Posted(_)), Fate::Skipped | Fate::Posted(_)) => false,
        }
    }
}
