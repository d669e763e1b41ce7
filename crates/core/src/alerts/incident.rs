//! Incidents: the alerts that share one card.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{Alert, EndReason, EventKind, IncidentId, IncidentMark, SilenceId},
    metrics::{Metric, OperationName, Sample},
    rules::{
        ChannelName, DescriptionTemplate, EscalationStep, NotifyTarget, RepeatInterval, Rule,
        RuleHint, RuleId, Severity,
    },
};

/// The rule's settings, kept with the incident so that its card can be made when the rule is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentCondition {
    pub rule: RuleId,
    pub metric: Metric,
    pub window: Duration,
    /// The least sample size that is judged.
    #[serde(default)]
    pub at_least: Option<u64>,
    /// Set where the limits follow the usual value.
    #[serde(default)]
    pub is_relative: bool,
    /// Labels that silences can match.
    pub labels: BTreeMap<String, String>,
    pub notify: NotifyTarget,
    pub repeat: Option<RepeatInterval>,
    pub escalation: Vec<EscalationStep>,
    pub description: Option<DescriptionTemplate>,
    #[serde(default)]
    pub hint: Option<RuleHint>,
    /// The time for which an alert must be clear before it ends.
    #[serde(default)]
    pub keep_firing_for: Duration,
}

impl IncidentCondition {
    /// Copies the rule; `escalation` applies where the rule has none.
    pub fn of(rule: &Rule, escalation: &[EscalationStep]) -> Self {
        Self {
            rule: rule.id.clone(),
            metric: rule.metric,
            window: rule.window,
            at_least: rule.at_least,
            is_relative: rule.asks_the_past(),
            labels: rule.labels.clone(),
            notify: rule.notify.clone(),
            repeat: rule.repeat,
            escalation: rule
                .escalation
                .clone()
                .unwrap_or_else(|| escalation.to_vec()),
            description: rule.description.clone(),
            hint: rule.hint.clone(),
            keep_firing_for: rule.keep_firing_for,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IncidentSubject {
    Rule(Box<IncidentCondition>),
    /// More rules at once than a channel takes as single cards.
    Digest,
}

/// The reason that an incident has no card yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HoldReason {
    Silence(SilenceId),
    Dependency(RuleId),
    /// The poll was read late: whether the incident goes on is not known yet.
    CatchUp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IncidentStanding {
    Held(HoldReason),
    Announced(AnnouncedState),
}

/// The reason that an incident with a card makes no sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    pub by: HoldReason,
    pub until: Option<DateTime<Utc>>,
}

/// The announcements of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncedState {
    pub at: DateTime<Utc>,
    pub after: Option<HoldReason>,
    /// The time from which steps of escalation count: the announcement, or the last worsening.
    pub worse_at: DateTime<Utc>,
    pub told_at: DateTime<Utc>,
    /// Reminders since it last became worse.
    pub reminders: u32,
    /// Steps of escalation since then.
    pub steps: u32,
    #[serde(default)]
    pub hush: Option<Suppression>,
    /// The other channels that have a card of it, since people there were called.
    #[serde(default)]
    pub also_in: Vec<ChannelName>,
    /// The most operations that shared its card, with its own; zero in records from before cards were shared.
    #[serde(default)]
    pub operations: u32,
}

impl AnnouncedState {
    /// An incident that is announced for the first time.
    pub fn at(at: DateTime<Utc>, after: Option<HoldReason>) -> Self {
        Self {
            at,
            after,
            worse_at: at,
            told_at: at,
            reminders: 0,
            steps: 0,
            hush: None,
            also_in: Vec::new(),
            operations: 1,
        }
    }
}

/// An ended alert of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentEnd {
    pub alert: Alert,
    pub at: DateTime<Utc>,
    pub reason: EndReason,
}

impl IncidentEnd {
    /// Drops what only the single alert of an incident needs.
    pub fn briefly(mut self) -> Self {
        self.alert.shorten();
        self
    }
}

/// An event in the log of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentLogEntry {
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    /// The severity of the incident after it.
    pub severity: Severity,
    /// The last figure of the worst alert.
    pub figure: Option<(Metric, Sample)>,
    pub open: u32,
    pub over: u32,
}

/// The alerts of one rule that began to fire in the same poll, or of many rules in a storm; they
/// share one card. Open alerts hold the number of their incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    pub subject: IncidentSubject,
    pub channel: ChannelName,
    pub opened_at: DateTime<Utc>,
    /// The worst severity of its open alerts; after the end, the last one.
    pub severity: Severity,
    pub scopes: u32,
    /// Ended alerts, the last [`Incident::LINES`] of them.
    pub ended: Vec<IncidentEnd>,
    pub over: u32,
    pub standing: IncidentStanding,
    /// Its announced events without refreshed figures: the first, and the last of the others.
    #[serde(default)]
    pub log: Vec<IncidentLogEntry>,
}

impl Incident {
    /// The number of alerts for which a card has room.
    pub const LINES: usize = 15;
    /// The number of entries that the log keeps.
    const LOG: usize = 20;

    pub(super) fn add_to_log(&mut self, entry: IncidentLogEntry) {
        if self.log.len() >= Self::LOG {
            self.log.remove(1);
        }
        self.log.push(entry);
    }

    pub fn condition(&self) -> Option<&IncidentCondition> {
        match &self.subject {
            IncidentSubject::Rule(condition) => Some(condition),
            IncidentSubject::Digest => None,
        }
    }

    pub fn announced(&self) -> Option<&AnnouncedState> {
        match &self.standing {
            IncidentStanding::Announced(announced) => Some(announced),
            IncidentStanding::Held(_) => None,
        }
    }
}

/// An open incident of one of the operations that share its card.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedIncident {
    pub operation: OperationName,
    pub incident: Incident,
    pub open: Vec<Alert>,
    pub mark: IncidentMark,
}

impl SharedIncident {
    /// Returns its worst open alert.
    pub fn worst(&self) -> Option<&Alert> {
        self.open.iter().max_by(|one, other| one.cmp_gravity(other))
    }
}

/// A closed incident in the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedIncident {
    pub incident: Incident,
    pub at: DateTime<Utc>,
    pub reason: EndReason,
    pub mark: IncidentMark,
}

impl ClosedIncident {
    /// The number of alerts that a line names.
    const NAMED: usize = 3;

    /// Shortens the incident to what one line shows: the last of its alerts, with their last and
    /// worst figures.
    pub fn brief(&self) -> Self {
        let mut brief = self.clone();
        if let IncidentSubject::Rule(condition) = &mut brief.incident.subject {
            condition.labels.clear();
            condition.escalation.clear();
            condition.description = None;
        }
        brief.incident.log.clear();
        let ended = &mut brief.incident.ended;
        ended.drain(..ended.len().saturating_sub(Self::NAMED));
        for ended in ended {
            let trend = &mut ended.alert.trend;
            trend.drain(..trend.len().saturating_sub(1));
            ended.alert.clues.clear();
        }
        brief
    }
}
