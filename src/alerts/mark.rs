//! What people do about an incident.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Severity;

/// Somebody in the chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// The chat's number of them.
    pub id: u64,
    /// How the chat shows them.
    pub name: String,
}

/// Somebody has it in hand: no reminders and no steps of escalation until it gets worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Who.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
    /// What they said.
    pub note: Option<String>,
    /// How bad it was then.
    pub severity: Severity,
    /// How many alerts it had had then.
    pub scopes: u32,
}

impl Ack {
    /// Whether it holds for an incident that is this bad and has had so many alerts.
    #[must_use]
    pub fn holds(&self, severity: Severity, scopes: u32) -> bool {
        severity <= self.severity && scopes <= self.scopes
    }
}

/// Nobody wants to hear of it for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// Who.
    pub by: Person,
    /// When they said so.
    pub at: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// How bad it was then: one that gets worse is heard.
    pub severity: Severity,
}

/// What people did about an incident. The commands write it, the watch reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The last acknowledgement.
    pub ack: Option<Ack>,
    /// The last snooze.
    pub snooze: Option<Snooze>,
}

impl Mark {
    /// The acknowledgement that holds for an incident that stands so.
    #[must_use]
    pub fn holding(&self, severity: Severity, scopes: u32) -> Option<&Ack> {
        self.ack.as_ref().filter(|ack| ack.holds(severity, scopes))
    }

    /// Until when it is not to be heard, where that lies ahead.
    #[must_use]
    pub fn snoozed(&self, severity: Severity, now: DateTime<Utc>) -> Option<&Snooze> {
        self.snooze
            .as_ref()
            .filter(|snooze| now < snooze.until && severity <= snooze.severity)
    }
}
