//! Who did what, and when: what people did about alerts, as the audit log keeps it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{DiscordUser, IncidentId, Silence},
    metrics::OperationName,
};

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AuditAction {
    /// They have an incident in hand.
    Acknowledged {
        /// Of which operation.
        operation: OperationName,
        /// Which incident.
        incident: IncidentId,
        /// What they said.
        note: Option<String>,
    },
    /// They put an incident off.
    Snoozed {
        /// Of which operation.
        operation: OperationName,
        /// Which incident.
        incident: IncidentId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// They made a silence. One that matches a rule and nothing else mutes that rule.
    Silenced(Box<Silence>),
    /// They ended a silence before its time.
    SilenceEnded(Box<Silence>),
    /// The rules were read anew, and these are in force.
    Reloaded {
        /// How many there are.
        rules: u32,
    },
    /// The rules were read anew and refused: the earlier ones stay in force.
    Refused {
        /// How many faults they have.
        faults: u32,
    },
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody where a file or a signal did it.
    pub by: Option<DiscordUser>,
    /// What.
    pub deed: AuditAction,
}
