//! The words in which each operation is spoken of: its language, its time zone, and the
//! names of its skills.

use std::collections::BTreeMap;

use crate::{
    alerts::Event,
    cards::{Card, Line, Words, alert},
    metrics::{OperationName, SkillNames},
    wolkvox::Directory,
};

/// How one operation is spoken of.
pub struct Voice {
    /// Language, number style and time zone.
    pub words: Words,
    /// The names of its skills.
    pub directory: Directory,
}

/// A voice for each operation, and one for operations that are no longer configured: their
/// last events are still told.
pub struct Voices {
    by_operation: BTreeMap<OperationName, Voice>,
    otherwise: Words,
}

impl Voices {
    /// These voices.
    #[must_use]
    pub fn new(by_operation: BTreeMap<OperationName, Voice>, otherwise: Words) -> Self {
        Self {
            by_operation,
            otherwise,
        }
    }

    /// The card of an alert as it stood at this event. Where it could be of another
    /// operation, its title says of which.
    #[must_use]
    pub fn card(&self, event: &Event) -> Card {
        let mut card = match self.by_operation.get(&event.operation) {
            Some(voice) => alert::card(event, &voice.directory.skills(), &voice.words),
            None => alert::card(event, &SkillNames::default(), &self.otherwise),
        };
        let is_the_only_one = self.by_operation.len() == 1
            && self.by_operation.contains_key(&event.operation);
        if !is_the_only_one {
            card.title = format!("{} · {}", card.title, event.operation);
        }
        card
    }

    /// What the thread of this event's alert is called.
    #[must_use]
    pub fn thread_title(&self, event: &Event) -> String {
        match self.by_operation.get(&event.operation) {
            Some(voice) => {
                alert::thread_title(event, &voice.directory.skills(), &voice.words)
            }
            None => alert::thread_title(event, &SkillNames::default(), &self.otherwise),
        }
    }

    /// The line that this event adds to the thread of its alert.
    #[must_use]
    pub fn log_line(&self, event: &Event) -> Line {
        let words = self
            .by_operation
            .get(&event.operation)
            .map_or(&self.otherwise, |voice| &voice.words);
        alert::log_line(event, words)
    }
}
