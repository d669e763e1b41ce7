//! Who reads an answer about the watch, and when.

use chrono::{DateTime, Utc};

use crate::Words;
use vigia_core::metrics::{Metric, Scope, SkillNames};

/// The circumstances of an answer about the watch.
#[derive(Clone, Debug)]
pub struct AudienceView<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// The names of the skills.
    pub names: &'a SkillNames,
    /// Whether agents may be named here.
    pub names_agents: bool,
    /// The command that asks the same again, for the footer.
    pub command: String,
}

impl AudienceView<'_> {
    /// Where a figure of the metric is from, without the names of agents where these are
    /// not for the reader.
    #[must_use]
    pub fn place_of(&self, metric: Metric, scope: &Scope, words: &Words) -> String {
        match scope {
            Scope::Agent(_) if !self.names_agents => words.say("place-some-agent", &[]),
            Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_) => {
                words.place_of(metric, scope, self.names)
            }
        }
    }

    /// A scope by itself.
    #[must_use]
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
