//! One open alert: its state, and the facts that its card is made of.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::AlertState,
    metrics::{Metric, OperationName, Quantity, Sample, Scope, Window},
    rules::{ChannelName, Judgement, RuleId, Severity, Side},
};

/// What makes two alerts the same: one rule and one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertKey {
    /// By which rule.
    pub rule: RuleId,
    /// About what.
    pub scope: Scope,
}

/// The number of one incident. It is made of what the incident is, so that the same
/// incident has the same number after a crash that forgot it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct AlertId(u64);

impl AlertId {
    /// The number of the incident of `key` that began at `since`.
    #[must_use]
    pub fn of(operation: &OperationName, key: &AlertKey, since: DateTime<Utc>) -> Self {
        let text = format!(
            "{operation}\u{1f}{}\u{1f}{}\u{1f}{}",
            key.rule,
            key.scope,
            since.timestamp()
        );
        // FNV-1a: stable for ever, which the hashers of the standard library are not.
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The whole number, for keys in the store.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

/// Seven characters that people can read to each other: no I, L, O or U.
impl fmt::Display for AlertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let folded = self.0 ^ (self.0 >> 29);
        (0..7).rev().try_for_each(|place| {
            let letter = LETTERS[((folded >> (place * 5)) & 31) as usize];
            write!(f, "{}", char::from(letter))
        })
    }
}

/// What a rule held the scope to, kept with the alert so that its card can be made even
/// when the rule is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// What is measured.
    pub metric: Metric,
    /// Which side of the limit is the breach.
    pub side: Side,
    /// The limit of a warning.
    pub warning: Option<Quantity>,
    /// The limit of a critical breach.
    pub critical: Option<Quantity>,
    /// The length of the window.
    pub window: Duration,
    /// The channel that hears of it.
    pub notify: ChannelName,
    /// What to look at, in the words of the rule.
    pub description: Option<String>,
}

impl Condition {
    /// The condition under which a judgement was made.
    #[must_use]
    pub fn of(judgement: &Judgement<'_>) -> Self {
        let rule = judgement.rule;
        Self {
            metric: rule.metric,
            side: rule.when.side().unwrap_or(Side::Above),
            warning: rule.when.limit(Severity::Warning),
            critical: rule.when.limit(Severity::Critical),
            window: rule.window,
            notify: rule.notify.warning.clone(),
            description: rule.description.clone(),
        }
    }

    /// The limit that a breach of this severity is measured against.
    #[must_use]
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        match severity {
            Severity::Warning => self.warning.or(self.critical),
            Severity::Critical => self.critical.or(self.warning),
        }
    }
}

/// Why nothing is known of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// There are figures, but of too few calls to judge.
    TooFew,
    /// There are no figures.
    Missing,
}

/// How long nothing has been known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoData {
    /// The first check without a verdict.
    pub since: DateTime<Utc>,
    /// How many checks in a row.
    pub checks: u32,
    /// Why, at the last of them.
    pub why: Unknown,
}

/// One figure, when, and over which window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The figure.
    pub sample: Sample,
    /// Its window; its end is the time that the figure is as of.
    pub window: Window,
}

/// One open alert, or one that has just ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The number of the incident.
    pub id: AlertId,
    /// What it is about.
    pub key: AlertKey,
    /// Where it stands.
    pub state: AlertState,
    /// What it was held to.
    pub condition: Condition,
    /// The last figures, oldest first, the last one being the figure now.
    pub trend: Vec<Observation>,
    /// The worst figure so far.
    pub peak: Observation,
    /// How many checks gave a verdict since the first breach.
    pub checks: u32,
    /// Set while nothing is known of the scope.
    pub no_data: Option<NoData>,
}

impl Alert {
    /// How many figures the trend keeps.
    pub const TREND: usize = 12;
    /// After how many checks without a verdict people are told.
    pub const TELL_NO_DATA_AFTER: u32 = 3;

    /// The figure now: the last that is known.
    #[must_use]
    pub fn last(&self) -> &Observation {
        self.trend.last().unwrap_or(&self.peak)
    }

    /// How long there has been no data, once that is worth telling.
    #[must_use]
    pub fn told_no_data(&self) -> Option<NoData> {
        self.no_data
            .filter(|gap| gap.checks >= Self::TELL_NO_DATA_AFTER)
    }
}
