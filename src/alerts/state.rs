//! The state machine of one alert.
//!
//! | state \ verdict | breach | between | clear | too few, missing |
//! |---|---|---|---|---|
//! | quiet | pending, or firing + *fired* when `for` is 0 | quiet | quiet | quiet |
//! | pending | firing + *fired* once `for` has passed | quiet | quiet | stays |
//! | firing | *escalated* if worse, *reminded* when due, else stays | stays | recovering, or quiet + *resolved* when `keep_firing_for` is 0 | stays |
//! | recovering | firing, same `since` | firing, same `since` | quiet + *resolved* once `keep_firing_for` has passed | stays |

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::{Rule, Severity, Verdict};

/// The state of an alert. Quiet is the absence of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlertState {
    /// Breached, but not yet for long enough.
    Pending {
        /// The first breach.
        since: DateTime<Utc>,
        /// How bad the last breach was.
        severity: Severity,
    },
    /// Breached for long enough, and told.
    Firing(Fire),
    /// Told, and clear since a while, but not yet for long enough.
    Recovering {
        /// The alert that recovers.
        fire: Fire,
        /// The first clear verdict.
        clear_since: DateTime<Utc>,
    },
}

/// An alert that has been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fire {
    /// The first breach.
    pub since: DateTime<Utc>,
    /// When it began to fire.
    pub fired_at: DateTime<Utc>,
    /// The worst so far: a moment below the critical limit does not take it back.
    pub severity: Severity,
    /// When people were last told.
    pub told_at: DateTime<Utc>,
}

impl AlertState {
    /// The first breach.
    #[must_use]
    pub fn since(&self) -> DateTime<Utc> {
        match self {
            Self::Pending { since, .. } => *since,
            Self::Firing(fire) | Self::Recovering { fire, .. } => fire.since,
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Pending { severity, .. } => *severity,
            Self::Firing(fire) | Self::Recovering { fire, .. } => fire.severity,
        }
    }

    /// Whether people were told of it.
    #[must_use]
    pub fn is_told(&self) -> bool {
        match self {
            Self::Pending { .. } => false,
            Self::Firing(_) | Self::Recovering { .. } => true,
        }
    }
}

/// The durations that a rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long a breach must last (`for`).
    pub hold_for: Duration,
    /// How long it must be clear.
    pub keep_firing_for: Duration,
    /// How often it is told again.
    pub repeat_interval: Option<Duration>,
}

impl From<&Rule> for Timing {
    fn from(rule: &Rule) -> Self {
        Self {
            hold_for: rule.hold_for,
            keep_firing_for: rule.keep_firing_for,
            repeat_interval: rule.repeat_interval,
        }
    }
}

/// What a step is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// It began to fire.
    Fired,
    /// It became worse.
    Escalated,
    /// It still fires, and it is time to say so.
    Reminded,
    /// It ended.
    Resolved,
}

/// One step of the state machine. `None` is quiet.
#[must_use]
pub fn step(
    state: Option<AlertState>,
    verdict: Verdict,
    timing: &Timing,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    use AlertState::{Firing, Pending, Recovering};
    match (state, verdict) {
        (None, Verdict::Breach(severity)) => breach(now, severity, timing, now),
        (None, _) | (Some(Pending { .. }), Verdict::Between | Verdict::Clear) => {
            (None, None)
        }
        (Some(Pending { since, .. }), Verdict::Breach(severity)) => {
            breach(since, severity, timing, now)
        }
        (Some(Firing(fire) | Recovering { fire, .. }), Verdict::Breach(severity)) => {
            still_firing(fire, severity, timing, now)
        }
        (Some(Firing(fire) | Recovering { fire, .. }), Verdict::Between) => {
            still_firing(fire, fire.severity, timing, now)
        }
        (Some(Firing(fire)), Verdict::Clear) => recover(fire, now, timing, now),
        (Some(Recovering { fire, clear_since }), Verdict::Clear) => {
            recover(fire, clear_since, timing, now)
        }
        (
            Some(Pending { .. } | Firing(_) | Recovering { .. }),
            Verdict::TooFew | Verdict::Missing,
        ) => (state, None),
    }
}

fn breach(
    since: DateTime<Utc>,
    severity: Severity,
    timing: &Timing,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    if has_passed(timing.hold_for, since, now) {
        let fire = Fire {
            since,
            fired_at: now,
            severity,
            told_at: now,
        };
        (Some(AlertState::Firing(fire)), Some(Transition::Fired))
    } else {
        (Some(AlertState::Pending { since, severity }), None)
    }
}

fn still_firing(
    mut fire: Fire,
    severity: Severity,
    timing: &Timing,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    let transition = if severity > fire.severity {
        fire.severity = severity;
        Some(Transition::Escalated)
    } else if timing
        .repeat_interval
        .is_some_and(|interval| has_passed(interval, fire.told_at, now))
    {
        Some(Transition::Reminded)
    } else {
        None
    };
    if transition.is_some() {
        fire.told_at = now;
    }
    (Some(AlertState::Firing(fire)), transition)
}

fn recover(
    fire: Fire,
    clear_since: DateTime<Utc>,
    timing: &Timing,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    if has_passed(timing.keep_firing_for, clear_since, now) {
        (None, Some(Transition::Resolved))
    } else {
        (Some(AlertState::Recovering { fire, clear_since }), None)
    }
}

/// Whether `length` has passed since `since`, inclusive. A clock that went back has let no
/// time pass.
fn has_passed(length: Duration, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let passed = now.signed_duration_since(since).max(TimeDelta::zero());
    passed.to_std().is_ok_and(|passed| passed >= length)
}
