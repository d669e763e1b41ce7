//! The scopes that samples, rules and alerts are about, and the names and numbers from outside
//! that they are made of.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use strum::EnumDiscriminants;

/// The thing that a figure is about, shown as in rules and logs: `skill 12`.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    EnumDiscriminants,
)]
#[strum_discriminants(
    name(ScopeKind),
    derive(PartialOrd, Ord, Hash, strum::Display),
    strum(serialize_all = "lowercase"),
    doc = "The kind of a [`Scope`]."
)]
pub enum Scope {
    /// The whole operation, customers' inbound calls where the report has channels.
    #[strum(to_string = "operation")]
    Operation,
    /// One skill, customers' inbound calls where the report has channels.
    #[strum(to_string = "skill {0}")]
    Skill(SkillId),
    /// One channel of the whole operation.
    #[strum(to_string = "channel {0}")]
    Channel(Channel),
    #[strum(to_string = "agent {0}")]
    Agent(AgentName),
}

impl Scope {
    pub fn kind(&self) -> ScopeKind {
        self.into()
    }
}

impl From<SkillId> for Scope {
    fn from(skill: SkillId) -> Self {
        Self::Skill(skill)
    }
}

impl From<AgentName> for Scope {
    fn from(agent: AgentName) -> Self {
        Self::Agent(agent)
    }
}

/// The number of a skill (a queue) in wolkvox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SkillId(pub u64);

impl fmt::Display for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A type for a name: text that is not to be taken for another kind of text.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        pub struct $name(::std::sync::Arc<str>);

        impl $name {
            pub fn new(text: impl Into<::std::sync::Arc<str>>) -> Self {
                Self(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}
pub(crate) use text;

text! {
    /// An agent as the reports name them; two agents of one name are one.
    AgentName
}
text! {
    /// One wolkvox tenant, by the name that the configuration gives it.
    OperationName
}
text! {
    /// An interaction type (`type_interaction`), such as `inbound` or `chat-whatsapp`.
    /// An unknown one is kept as it is.
    Channel
}

impl Channel {
    /// Calls that customers make: the channel that rules watch unless they say otherwise.
    pub const INBOUND: &'static str = "inbound";

    pub fn inbound() -> Self {
        Self::new(Self::INBOUND)
    }
}

/// The names of the operation's skills, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillNames(pub BTreeMap<SkillId, String>);

impl SkillNames {
    pub fn get(&self, skill: SkillId) -> Option<&str> {
        self.0.get(&skill).map(String::as_str)
    }
}
