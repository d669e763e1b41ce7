//! What a sample, a rule or an alert is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metrics::{AgentName, Channel, SkillId, SkillSelection};

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

/// A kind of [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeKind {
    /// See [`Scope::Operation`].
    Operation,
    /// See [`Scope::Skill`].
    Skill,
    /// See [`Scope::Channel`].
    Channel,
    /// See [`Scope::Agent`].
    Agent,
}

impl Scope {
    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> ScopeKind {
        match self {
            Self::Operation => ScopeKind::Operation,
            Self::Skill(_) => ScopeKind::Skill,
            Self::Channel(_) => ScopeKind::Channel,
            Self::Agent(_) => ScopeKind::Agent,
        }
    }
}

/// What a question about these skills is about.
impl From<SkillSelection> for Scope {
    fn from(skills: SkillSelection) -> Self {
        match skills {
            SkillSelection::All => Self::Operation,
            SkillSelection::One(skill) => Self::Skill(skill),
        }
    }
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

impl fmt::Display for ScopeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operation => "operation",
            Self::Skill => "skill",
            Self::Channel => "channel",
            Self::Agent => "agent",
        })
    }
}
