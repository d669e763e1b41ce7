//! What a sample, a rule or an alert is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metrics::{AgentName, Channel, SkillId};

/// What a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The whole operation, customers' inbound calls where the report tells channels apart.
    Operation,
    /// One skill, customers' inbound calls where the report tells channels apart.
    Skill(SkillId),
    /// One channel of the whole operation.
    Channel(Channel),
    /// One agent.
    Agent(AgentName),
}

/// The form that rules and logs use, such as `skill 12`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("operation"),
            Self::Skill(skill) => write!(f, "skill {skill}"),
            Self::Channel(channel) => write!(f, "channel {channel}"),
            Self::Agent(agent) => write!(f, "agent {agent}"),
        }
    }
}
