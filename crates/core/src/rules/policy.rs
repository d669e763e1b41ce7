//! How loud alerts are, whatever rule they are of.

use crate::rules::{ChannelName, EscalationStep, RoleName, Severity};

/// How loud a severity is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationPolicy {
    /// Whether phones may ring; otherwise posts come without a sound.
    pub rings: bool,
    /// The roles that are mentioned.
    pub mention: Vec<RoleName>,
}

/// How loud alerts are, and what becomes of too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertPolicy {
    /// Warnings.
    pub warning: NotificationPolicy,
    /// What is critical.
    pub critical: NotificationPolicy,
    /// What happens when nobody acknowledges an incident, where its rule does not say.
    pub escalation: Vec<EscalationStep>,
    /// How many new cards a channel takes within half an hour; what is more becomes a digest.
    pub storm: u32,
    /// The channel of whoever runs the bot.
    pub ops: Option<ChannelName>,
}

impl AlertPolicy {
    /// How loud this severity is.
    #[must_use]
    pub fn loudness(&self, severity: Severity) -> &NotificationPolicy {
        match severity {
            Severity::Warning => &self.warning,
            Severity::Critical => &self.critical,
        }
    }
}

impl Default for AlertPolicy {
    fn default() -> Self {
        let loudness = |rings| NotificationPolicy {
            rings,
            mention: Vec::new(),
        };
        Self {
            warning: loudness(false),
            critical: loudness(true),
            escalation: Vec::new(),
            storm: 10,
            ops: None,
        }
    }
}
