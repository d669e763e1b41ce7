//! The answer to `/abandon`: how many callers gave up, out of how many, and after how long.
//!
//! ```text
//! Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! 🔴 Above the critical limit of 10 % (rule high-abandonment)
//! Waited before hanging up: ≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %) · …
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

mod card;
mod doubts;
mod sheet;
mod waits;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::{
    cards::{Line, report::Part},
    metrics::{
        Channel, Facts, Scope, SkillNames, Skills, Window,
        facts::{Abandonment, ChannelService},
    },
    rules::Rule,
};

pub use card::card;
pub use sheet::{Asked, sheet};

/// All that the card is made of.
#[derive(Clone, Debug)]
pub struct Abandon<'a> {
    /// Of one skill, or of all.
    pub skills: Skills,
    /// Over which window.
    pub window: Window,
    /// The report of calls and service levels.
    pub service: Part<'a>,
    /// The report of abandons by wait.
    pub waits: Part<'a>,
    /// The names of the skills.
    pub names: &'a SkillNames,
    /// The rule that sets the limit for this scope.
    pub rule: Option<&'a Rule>,
    /// When the older of the two reports was read.
    pub read_at: DateTime<Utc>,
    /// What the asker must know of how the request was read.
    pub notes: Vec<Line>,
    /// The command that makes this card.
    pub command: String,
}

impl Abandon<'_> {
    fn scope(&self) -> Scope {
        match self.skills {
            Skills::All => Scope::Operation,
            Skills::One(skill) => Scope::Skill(skill),
        }
    }

    fn calls(&self) -> Option<&ChannelService> {
        match self.service {
            Part::Known(Facts::ServiceLevel(report)) => report.channel(Channel::INBOUND),
            Part::Known(_) | Part::Empty | Part::Failed(_) => None,
        }
    }

    fn abandonment(&self) -> Option<&Abandonment> {
        match self.waits {
            Part::Known(Facts::Abandonment(report)) => Some(report),
            Part::Known(_) | Part::Empty | Part::Failed(_) => None,
        }
    }
}
