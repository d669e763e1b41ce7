//! What became of an edition: it is remembered, so that it is made once.

use serde::{Deserialize, Serialize};

use crate::summaries::{Edition, Summary};

/// An edition that was made, or will never be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditionStatus {
    /// Which edition.
    pub edition: Edition,
    /// What became of it.
    pub fate: EditionFate,
}

/// What became of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EditionFate {
    /// Nobody could make it in time: it was not posted, and will not be.
    Skipped,
    /// It was posted as it stands here, and is to be read again the next morning.
    Posted(Box<Summary>),
    /// It was read again: this is its last form.
    Settled(Box<Summary>),
}

impl EditionStatus {
    /// What was told of it last.
    #[must_use]
    pub fn summary(&self) -> Option<&Summary> {
        match &self.fate {
            EditionFate::Skipped => None,
            EditionFate::Posted(summary) | EditionFate::Settled(summary) => Some(summary),
        }
    }

    /// Whether it may take the place of what is remembered of the edition so far: an edition
    /// is posted or skipped once, and settled once.
    #[must_use]
    pub fn may_follow(&self, before: Option<&Self>) -> bool {
        match (before.map(|before| &before.fate), &self.fate) {
            (None, EditionFate::Skipped | EditionFate::Posted(_))
            | (Some(EditionFate::Posted(_)), EditionFate::Settled(_)) => true,
            (None, EditionFate::Settled(_))
            | (Some(EditionFate::Skipped | EditionFate::Settled(_)), _)
            | (Some(EditionFate::Posted(_)), EditionFate::Skipped | EditionFate::Posted(_)) => {
                false
            }
        }
    }
}
