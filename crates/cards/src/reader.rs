//! The reader of an answer about the watch.

use chrono::{DateTime, Utc};

use crate::Words;
use vigia_core::metrics::{Metric, Scope, SkillNames};

/// The circumstances of an answer about the watch.
#[derive(Clone, Debug)]
pub struct AudienceView<'a> {
    pub now: DateTime<Utc>,
    pub names: &'a SkillNames,
    /// Agents may be named to this reader.
    pub names_agents: bool,
    /// The command that asks the same again, for the footer.
    pub command: String,
}

impl AudienceView<'_> {
    /// Returns the place of a metric's figure. An agent is named only if the reader may see
    /// names.
    pub fn place_of(&self, metric: Metric, scope: &Scope, words: &Words) -> String {
        match scope {
            Scope::Agent(_) if !self.names_agents => words.say("place-some-agent", &[]),
            Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_) => {
                words.place_of(metric, scope, self.names)
            }
        }
    }

    /// Returns the name of a scope by itself, by the same rule.
    pub fn place(&self, scope: &Scope, words: &Words) -> String {
        match scope {
            Scope::Agent(_) if !self.names_agents => words.say("place-some-agent", &[]),
            Scope::Operation => words.say("place-operation", &[]),
            Scope::Skill(skill) => words.skill(*skill, self.names.get(*skill)),
            Scope::Channel(channel) => words.channel(channel),
            Scope::Agent(_) => words.place(scope, self.names),
        }
    }
}
