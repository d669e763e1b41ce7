//! The audit log: the actions of people, and reloads of the rules.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{DiscordUser, IncidentId, Silence},
    metrics::OperationName,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AuditAction {
    Acknowledged {
        operation: OperationName,
        incident: IncidentId,
        note: Option<String>,
    },
    Snoozed {
        operation: OperationName,
        incident: IncidentId,
        until: DateTime<Utc>,
    },
    /// A silence was made. One that matches a rule and nothing else mutes that rule.
    Silenced(Box<Silence>),
    /// A silence was ended before its time.
    SilenceEnded(Box<Silence>),
    /// The rules were read again and are in force.
    Reloaded { rules: u32 },
    /// The rules were read again and refused; the earlier ones stay in force.
    Refused { faults: u32 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub at: DateTime<Utc>,
    /// `None` where a file or a signal did it.
    pub by: Option<DiscordUser>,
    pub deed: AuditAction,
}
