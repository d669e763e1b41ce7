//! How loud a message is.

use serde::{Deserialize, Serialize};

use crate::rules::RoleName;

/// How loud a message is, and which roles it mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationLevel {
    pub is_loud: bool,
    pub mention: Vec<RoleName>,
}

impl NotificationLevel {
    /// Returns whether a phone rings.
    pub fn rings(&self) -> bool {
        self.is_loud || !self.mention.is_empty()
    }

    /// Makes it as loud as the louder of both, and adds the other's roles.
    pub fn join(&mut self, other: &Self) {
        self.is_loud |= other.is_loud;
        for role in &other.mention {
            if !self.mention.contains(role) {
                self.mention.push(role.clone());
            }
        }
    }
}
