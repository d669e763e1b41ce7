//! The channels and roles that get an alert, and how loudly.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{metrics::text, rules::Severity};

text! {
    /// The name that the configuration gives a chat channel.
    ChannelName
}
text! {
    /// The name that the configuration gives a role of the chat.
    RoleName
}

/// The channels of an alert (`notify:`), one for each severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyTarget {
    pub warning: ChannelName,
    pub critical: ChannelName,
}

impl NotifyTarget {
    pub fn one(channel: ChannelName) -> Self {
        Self {
            warning: channel.clone(),
            critical: channel,
        }
    }

    pub fn channel(&self, severity: Severity) -> &ChannelName {
        match severity {
            Severity::Warning => &self.warning,
            Severity::Critical => &self.critical,
        }
    }
}

/// The step that follows when an incident is not acknowledged for so long (`escalate:`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationStep {
    /// The time since the incident was posted, or became worse.
    pub after: Duration,
    /// Another channel that gets it; the channel of the incident where `None`.
    pub notify: Option<ChannelName>,
    /// The roles that are mentioned.
    pub mention: Vec<RoleName>,
}

/// The interval of reminders of an incident that goes on (`repeat_interval:`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatInterval {
    /// The first interval.
    pub every: Duration,
    /// The longest: intervals double up to it. Without it they stay the same.
    pub longest: Option<Duration>,
    /// True where there is one reminder, until the incident becomes worse.
    #[serde(default)]
    pub once: bool,
}

impl RepeatInterval {
    /// The wait before the reminder that follows so many earlier ones; `None` where none follows.
    pub fn interval(&self, earlier: u32) -> Option<Duration> {
        if self.once && earlier > 0 {
            return None;
        }
        Some(self.longest.map_or(self.every, |longest| {
            self.every.saturating_mul(1 << earlier.min(16)).min(longest)
        }))
    }
}

/// The notifications of one severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationPolicy {
    /// True where phones may ring; otherwise posts come without a sound.
    pub rings: bool,
    pub mention: Vec<RoleName>,
}

/// The notifications of all alerts, and what becomes of too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertPolicy {
    pub warning: NotificationPolicy,
    pub critical: NotificationPolicy,
    /// The steps for an incident that is not acknowledged, where its rule does not say.
    pub escalation: Vec<EscalationStep>,
    /// The number of new cards that a channel takes within half an hour; more become a digest.
    pub storm: u32,
    /// The channel of the people who run the bot.
    pub ops: Option<ChannelName>,
}

impl AlertPolicy {
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
