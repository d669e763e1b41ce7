//! Names and numbers that come from outside, each a type of its own.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

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
            /// Takes the text as it stands.
            pub fn new(text: impl Into<::std::sync::Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
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
    /// An agent as the reports name them; two agents of one name cannot be told apart.
    AgentName
}
text! {
    /// One wolkvox tenant, by the name that the configuration gives it.
    OperationName
}
text! {
    /// An interaction type (`type_interaction`), such as `inbound` or `chat-whatsapp`.
    /// One that nobody has seen before is kept as it is.
    Channel
}

impl Channel {
    /// Calls that customers make: the channel that rules watch unless they say otherwise.
    pub const INBOUND: &'static str = "inbound";

    /// Calls that customers make.
    #[must_use]
    pub fn inbound() -> Self {
        Self::new(Self::INBOUND)
    }
}

/// The names of the operation's skills, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillNames(pub BTreeMap<SkillId, String>);

impl SkillNames {
    /// The name of a skill.
    #[must_use]
    pub fn get(&self, skill: SkillId) -> Option<&str> {
        self.0.get(&skill).map(String::as_str)
    }
}
