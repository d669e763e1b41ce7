//! An incident: what one card is about.

use std::{collections::BTreeMap, fmt, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{Alert, EndReason, IncidentMark, SilenceId},
    metrics::{Metric, OperationName},
    rules::{
        ChannelName, DescriptionTemplate, EscalationStep, NotifyTarget, RepeatInterval, Rule,
        RuleId, Severity,
    },
};

/// The number of an incident. It is made of what the incident is, so that the same incident
/// has the same number after a crash that forgot it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IncidentId(u64);

impl IncidentId {
    /// The number of the incident about `subject` that began at `at`.
    #[must_use]
    pub fn of(operation: &OperationName, subject: &str, at: DateTime<Utc>) -> Self {
        let text = format!("{operation}\u{1f}{subject}\u{1f}{}", at.timestamp());
        // FNV-1a: stable for ever, which the hashers of the standard library are not.
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The whole number, for keys in the store and buttons.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// The incident of that whole number.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// Seven characters that people can read to each other: no I, L, O or U.
impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let folded = self.0 ^ (self.0 >> 29);
        (0..7).rev().try_for_each(|place| {
            let letter = LETTERS[((folded >> (place * 5)) & 31) as usize];
            write!(f, "{}", char::from(letter))
        })
    }
}

/// What a rule says, kept with the incident so that its card can be made even when the rule
/// is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentCondition {
    /// By which rule.
    pub rule: RuleId,
    /// What is measured.
    pub metric: Metric,
    /// The length of the window.
    pub window: Duration,
    /// How many a sample must be of to be judged.
    #[serde(default)]
    pub at_least: Option<u64>,
    /// Whether its limits move with what is usual.
    #[serde(default)]
    pub is_relative: bool,
    /// Words that silences can match.
    pub labels: BTreeMap<String, String>,
    /// Who hears of it.
    pub notify: NotifyTarget,
    /// How often it is told again.
    pub repeat: Option<RepeatInterval>,
    /// What happens when nobody acknowledges it.
    pub escalation: Vec<EscalationStep>,
    /// What to look at, in the words of the rule.
    pub description: Option<DescriptionTemplate>,
}

impl IncidentCondition {
    /// What the rule says; `escalation` where it says nothing of that.
    #[must_use]
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
        }
    }
}

/// What an incident is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IncidentSubject {
    /// One rule, for one scope or several.
    Rule(Box<IncidentCondition>),
    /// So many rules at once that a card for each would be a flood.
    Digest,
}

/// Why an incident has no card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HoldReason {
    /// Somebody wished silence.
    Silence(SilenceId),
    /// A rule that it depends on fires.
    Dependency(RuleId),
    /// It is read belatedly: whether it goes on is not known yet.
    CatchUp,
}

/// What people know of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IncidentStanding {
    /// Nothing yet.
    Held(HoldReason),
    /// They were told.
    Announced(AnnouncedState),
}

/// What keeps an incident from being heard that has a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// What.
    pub by: HoldReason,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
}

/// What people were told of an incident, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnouncedState {
    /// When its card was posted.
    pub at: DateTime<Utc>,
    /// What it was held by before that.
    pub after: Option<HoldReason>,
    /// When it was last worth ringing, from which steps of escalation count: when it was
    /// announced, or became worse.
    pub worse_at: DateTime<Utc>,
    /// When people were last told.
    pub told_at: DateTime<Utc>,
    /// How many reminders there have been since it last became worse.
    pub reminders: u32,
    /// How many steps of escalation there have been since then.
    pub steps: u32,
    /// What keeps it from being heard by now.
    #[serde(default)]
    pub hush: Option<Suppression>,
}

impl AnnouncedState {
    /// Told for the first time.
    #[must_use]
    pub fn at(at: DateTime<Utc>, after: Option<HoldReason>) -> Self {
        Self {
            at,
            after,
            worse_at: at,
            told_at: at,
            reminders: 0,
            steps: 0,
            hush: None,
        }
    }
}

/// An alert of an incident that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentEnd {
    /// As it last stood.
    pub alert: Alert,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: EndReason,
}

impl IncidentEnd {
    /// The same without what only an alert that speaks for its incident needs.
    #[must_use]
    pub fn briefly(mut self) -> Self {
        self.alert.shorten();
        self
    }
}

/// What one card is about: the alerts of one rule that began to fire in the same poll, or
/// those of many rules in a storm. Its open alerts bear its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// What it is about.
    pub subject: IncidentSubject,
    /// The channel of its card.
    pub channel: ChannelName,
    /// When its first alert began to fire.
    pub opened_at: DateTime<Utc>,
    /// The worst of its open alerts; of one that is over, the last.
    pub severity: Severity,
    /// How many alerts it has had.
    pub scopes: u32,
    /// Those that are over, the last [`Incident::LINES`] of them.
    pub ended: Vec<IncidentEnd>,
    /// How many are over.
    pub over: u32,
    /// What people know of it.
    pub standing: IncidentStanding,
}

impl Incident {
    /// How many alerts a card has room for.
    pub const LINES: usize = 15;

    /// What the rule says, where it is about one.
    #[must_use]
    pub fn condition(&self) -> Option<&IncidentCondition> {
        match &self.subject {
            IncidentSubject::Rule(condition) => Some(condition),
            IncidentSubject::Digest => None,
        }
    }

    /// What people were told, where they were.
    #[must_use]
    pub fn announced(&self) -> Option<&AnnouncedState> {
        match &self.standing {
            IncidentStanding::Announced(announced) => Some(announced),
            IncidentStanding::Held(_) => None,
        }
    }
}

/// An incident that is over, as history keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedIncident {
    /// As it last stood.
    pub incident: Incident,
    /// When its last alert ended.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: EndReason,
    /// What people did about it.
    pub mark: IncidentMark,
}

impl ClosedIncident {
    /// How many of its alerts a line names.
    const NAMED: usize = 3;

    /// As far as one line tells of it: the last of its alerts, without figures but the last
    /// and the worst, and without what is only to be done while it goes on.
    #[must_use]
    pub fn brief(&self) -> Self {
        let mut brief = self.clone();
        if let IncidentSubject::Rule(condition) = &mut brief.incident.subject {
            condition.labels.clear();
            condition.escalation.clear();
            condition.description = None;
        }
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
