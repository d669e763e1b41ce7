//! The state machine of one alert.
//!
//! | state \ verdict | breach | between | clear | too few, missing |
//! |---|---|---|---|---|
//! | quiet | pending, or firing + *fired* when `for` is 0 | quiet | quiet | quiet |
//! | pending | firing + *fired* once `for` has passed | quiet | quiet | stays |
//! | firing | *escalated* if worse, *eased* if the rule says so, else stays | stays | recovering, or quiet + *resolved* when `keep_firing_for` is 0 | stays |
//! | recovering | firing, same `since` | firing, same `since` | quiet + *resolved* once `keep_firing_for` has passed | stays |

use std::{cmp::Ordering, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::{AbsentCondition, Rule, Severity, Verdict};

/// The state of an alert. A quiet alert has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlertState {
    /// Breached, but not yet for long enough.
    Pending {
        since: DateTime<Utc>,
        severity: Severity,
    },
    /// Breached for long enough, and announced.
    Firing(FiringState),
    /// Announced and clear, but not yet for long enough.
    Recovering {
        fire: FiringState,
        clear_since: DateTime<Utc>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiringState {
    pub since: DateTime<Utc>,
    pub fired_at: DateTime<Utc>,
    /// The worst severity so far, unless the rule lets it ease.
    pub severity: Severity,
}

impl AlertState {
    pub fn since(&self) -> DateTime<Utc> {
        match self {
            Self::Pending { since, .. } => *since,
            Self::Firing(fire) | Self::Recovering { fire, .. } => fire.since,
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::Pending { severity, .. } => *severity,
            Self::Firing(fire) | Self::Recovering { fire, .. } => fire.severity,
        }
    }

    /// Returns `true` once the alert has fired.
    pub fn is_told(&self) -> bool {
        match self {
            Self::Pending { .. } => false,
            Self::Firing(_) | Self::Recovering { .. } => true,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertTiming {
    pub hold_for: Duration,
    pub keep_firing_for: Duration,
}

impl From<&Rule> for AlertTiming {
    fn from(rule: &Rule) -> Self {
        let absent = rule.when.absent().map(AbsentCondition::shortest);
        let hold_for = absent.unwrap_or_default().max(rule.hold_for);
        Self {
            hold_for,
            keep_firing_for: rule.keep_firing_for,
        }
    }
}

/// The verdict of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepInput {
    pub verdict: Verdict,
    /// Set where an alert that was critical is so far back that it is a warning.
    pub eases: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    Fired,
    Escalated,
    /// It is less bad, and still fires.
    Eased,
    Resolved,
}

/// Takes one step of the state machine; `None` is quiet. The hours of a rule are not known here:
/// the engine ends alerts outside of them.
pub fn step(
    state: Option<AlertState>,
    word: StepInput,
    timing: &AlertTiming,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    use AlertState::{Firing, Pending, Recovering};
    match (state, word.verdict) {
        (None, Verdict::Breach(severity)) => on_breach(now, severity, timing, now),
        (None, _) | (Some(Pending { .. }), Verdict::Between | Verdict::Clear) => (None, None),
        (Some(Pending { since, .. }), Verdict::Breach(severity)) => {
            on_breach(since, severity, timing, now)
        }
        (Some(Firing(fire) | Recovering { fire, .. }), Verdict::Breach(severity)) => {
            still_firing(fire, severity, word.eases)
        }
        (Some(Firing(fire) | Recovering { fire, .. }), Verdict::Between) => {
            still_firing(fire, Severity::Warning, word.eases)
        }
        (Some(Firing(fire)), Verdict::Clear) => on_clear(fire, now, timing, now),
        (Some(Recovering { fire, clear_since }), Verdict::Clear) => {
            on_clear(fire, clear_since, timing, now)
        }
        (
            Some(Pending { .. } | Firing(_) | Recovering { .. }),
            Verdict::TooFew | Verdict::Missing | Verdict::Asleep,
        ) => (state, None),
    }
}

fn on_breach(
    since: DateTime<Utc>,
    severity: Severity,
    timing: &AlertTiming,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    if has_passed(timing.hold_for, since, now) {
        let fire = FiringState {
            since,
            fired_at: now,
            severity,
        };
        (Some(AlertState::Firing(fire)), Some(Transition::Fired))
    } else {
        (Some(AlertState::Pending { since, severity }), None)
    }
}

fn still_firing(
    mut fire: FiringState,
    severity: Severity,
    eases: bool,
) -> (Option<AlertState>, Option<Transition>) {
    let transition = match severity.cmp(&fire.severity) {
        Ordering::Greater => Some(Transition::Escalated),
        Ordering::Less if eases => Some(Transition::Eased),
        Ordering::Less | Ordering::Equal => None,
    };
    if transition.is_some() {
        fire.severity = severity;
    }
    (Some(AlertState::Firing(fire)), transition)
}

fn on_clear(
    fire: FiringState,
    clear_since: DateTime<Utc>,
    timing: &AlertTiming,
    now: DateTime<Utc>,
) -> (Option<AlertState>, Option<Transition>) {
    if has_passed(timing.keep_firing_for, clear_since, now) {
        (None, Some(Transition::Resolved))
    } else {
        (Some(AlertState::Recovering { fire, clear_since }), None)
    }
}

/// Returns whether `length` has passed since `since`, inclusive. A clock that went back has let no
/// time pass.
pub(super) fn has_passed(length: Duration, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let passed = now.signed_duration_since(since).max(TimeDelta::zero());
    passed.to_std().is_ok_and(|passed| passed >= length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Critical, Warning};
    use Verdict::{Between, Breach, Clear, Missing, TooFew};

    const TIMING: AlertTiming = AlertTiming {
        hold_for: Duration::from_secs(600),
        keep_firing_for: Duration::from_secs(600),
    };
    fn uneased(verdict: Verdict) -> StepInput {
        StepInput {
            verdict,
            eases: false,
        }
    }

    const AT_ONCE: AlertTiming = AlertTiming {
        hold_for: Duration::ZERO,
        keep_firing_for: Duration::ZERO,
    };

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + minute * 60, 0).unwrap()
    }

    /// A row of the table: state, verdict, minute; then the state after it and what is told.
    type Row = (
        Option<AlertState>,
        Verdict,
        i64,
        Option<AlertState>,
        Option<Transition>,
    );

    #[expect(clippy::unnecessary_wraps, reason = "quiet is the absence of a state")]
    fn pending(since: i64) -> Option<AlertState> {
        Some(AlertState::Pending {
            since: at(since),
            severity: Warning,
        })
    }

    fn fire(since: i64, fired: i64, severity: Severity) -> FiringState {
        FiringState {
            since: at(since),
            fired_at: at(fired),
            severity,
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "quiet is the absence of a state")]
    fn firing() -> Option<AlertState> {
        Some(AlertState::Firing(fire(0, 10, Warning)))
    }

    #[expect(clippy::unnecessary_wraps, reason = "quiet is the absence of a state")]
    fn recovering(clear: i64) -> Option<AlertState> {
        Some(AlertState::Recovering {
            fire: fire(0, 10, Warning),
            clear_since: at(clear),
        })
    }

    #[test]
    fn every_state_meets_every_verdict_as_the_table_says() {
        let told = |severity| Some(AlertState::Firing(fire(0, 10, severity)));
        let fired = Some(AlertState::Firing(fire(0, 10, Warning)));
        let table: [Row; 23] = [
            (None, Breach(Warning), 0, pending(0), None),
            (None, Between, 0, None, None),
            (None, Clear, 0, None, None),
            (None, TooFew, 0, None, None),
            (None, Missing, 0, None, None),
            (pending(0), Breach(Warning), 9, pending(0), None),
            (
                pending(0),
                Breach(Warning),
                10,
                fired,
                Some(Transition::Fired),
            ),
            (pending(0), Between, 10, None, None),
            (pending(0), Clear, 10, None, None),
            (pending(0), TooFew, 10, pending(0), None),
            (pending(0), Missing, 99, pending(0), None),
            (firing(), Breach(Warning), 15, firing(), None),
            (
                firing(),
                Breach(Critical),
                15,
                told(Critical),
                Some(Transition::Escalated),
            ),
            (firing(), Between, 15, firing(), None),
            (firing(), Clear, 15, recovering(15), None),
            (firing(), TooFew, 500, firing(), None),
            (firing(), Missing, 500, firing(), None),
            (recovering(15), Breach(Warning), 20, firing(), None),
            (recovering(15), Between, 20, firing(), None),
            (recovering(15), Clear, 24, recovering(15), None),
            (recovering(15), Clear, 25, None, Some(Transition::Resolved)),
            (recovering(15), TooFew, 99, recovering(15), None),
            (recovering(15), Missing, 99, recovering(15), None),
        ];
        for (before, verdict, minute, after, transition) in table {
            assert_eq!(
                step(before, uneased(verdict), &TIMING, at(minute)),
                (after, transition),
                "{before:?} meets {verdict:?} at minute {minute}"
            );
        }
    }

    #[test]
    fn without_durations_an_alert_fires_and_ends_at_once() {
        let (state, transition) = step(None, uneased(Breach(Critical)), &AT_ONCE, at(0));
        assert_eq!(transition, Some(Transition::Fired));
        assert_eq!(
            step(state, uneased(Clear), &AT_ONCE, at(1)),
            (None, Some(Transition::Resolved))
        );
    }

    #[test]
    fn a_moment_below_the_critical_limit_does_not_take_the_severity_back() {
        let critical = Some(AlertState::Firing(fire(0, 10, Critical)));
        let (state, transition) = step(critical, uneased(Breach(Warning)), &TIMING, at(15));
        assert_eq!((state, transition), (critical, None));
    }

    #[test]
    fn a_clock_that_goes_back_neither_fires_nor_resolves() {
        for state in [pending(0), firing(), recovering(15)] {
            for verdict in [Breach(Warning), Clear] {
                let (_, transition) = step(state, uneased(verdict), &TIMING, at(-1_000));
                assert_eq!(transition, None, "{state:?} meets {verdict:?}");
            }
        }
    }

    #[test]
    fn a_critical_alert_eases_where_the_rule_says_how_far_back_it_must_be() {
        let critical = Some(AlertState::Firing(fire(0, 10, Critical)));
        let warning = Some(AlertState::Firing(fire(0, 10, Warning)));
        for verdict in [Breach(Warning), Between] {
            let word = |eases| StepInput { verdict, eases };
            let (state, transition) = step(critical, word(true), &TIMING, at(15));
            assert_eq!((state, transition), (warning, Some(Transition::Eased)));
            let (state, transition) = step(critical, word(false), &TIMING, at(15));
            assert_eq!((state, transition), (critical, None));
        }
    }
}
