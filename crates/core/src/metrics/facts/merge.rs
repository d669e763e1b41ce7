//! Puts the facts of neighbouring windows together, as when a long window takes several
//! calls.
//!
//! Counts and times add up; a percentage or an average is weighted by the calls that it is
//! of. What a window has *no row* for adds nothing, as in the API's own sum over quiet days.
//! A figure that is missing *in a row* is unknown, and so is then the sum: it would be too
//! low by nobody knows how much.

use std::{collections::HashMap, hash::Hash, time::Duration};

use crate::metrics::facts::{
    Abandonment, Durations, Facts, Holds, Report, ServiceLevel, SmartHold,
};

impl Facts {
    /// The facts of several windows as those of one. `None` of none; facts of another report
    /// than the first are left out.
    #[must_use]
    pub fn merge(parts: Vec<Self>) -> Option<Self> {
        let report = parts.first()?.report();
        if parts.len() == 1 {
            return parts.into_iter().next();
        }
        let parts = parts.into_iter();
        Some(match report {
            Report::Abandonment => {
                Self::Abandonment(Abandonment::merge(parts.filter_map(|part| match part {
                    Self::Abandonment(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::ServiceLevel => {
                Self::ServiceLevel(ServiceLevel::merge(parts.filter_map(|part| match part {
                    Self::ServiceLevel(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::SmartHold => {
                Self::SmartHold(SmartHold::merge(parts.filter_map(|part| match part {
                    Self::SmartHold(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::Durations => {
                Self::Durations(Durations::merge(parts.filter_map(|part| match part {
                    Self::Durations(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::Holds => Self::Holds(Holds::merge(parts.filter_map(|part| match part {
                Self::Holds(facts) => Some(facts),
                _ => None,
            }))),
        })
    }
}

/// The rows of one owner together, owners in the order in which they first appear.
pub(super) fn group<R, K: Eq + Hash>(
    rows: impl Iterator<Item = R>,
    key: impl Fn(&R) -> K,
) -> Vec<Vec<R>> {
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<R>> = Vec::new();
    for row in rows {
        let place = *places.entry(key(&row)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

/// Figures that add up. What one of the two does not know, the sum does not know either: it
/// would be too low by nobody knows how much.
pub(in crate::metrics) trait SumRows: Copy {
    fn plus(self, other: Self) -> Self;
}

/// The total of all rows; `None` of none.
pub(in crate::metrics) fn total<T: SumRows>(rows: impl Iterator<Item = T>) -> Option<T> {
    rows.reduce(T::plus)
}

pub(in crate::metrics) fn plus(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    Some(one?.saturating_add(other?))
}

pub(super) fn plus_time(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    Some(one?.saturating_add(other?))
}

/// The sum of a count.
pub(super) fn sum<R>(rows: &[R], count: impl Fn(&R) -> Option<u64>) -> Option<u64> {
    rows.iter()
        .map(count)
        .try_fold(0_u64, |sum, count| Some(sum.saturating_add(count?)))
}

/// The sum of an amount.
pub(super) fn amount<R>(rows: &[R], amount: impl Fn(&R) -> Option<f64>) -> Option<f64> {
    rows.iter().map(amount).sum()
}

/// The sum of a length of time.
pub(super) fn time<R>(rows: &[R], time: impl Fn(&R) -> Option<Duration>) -> Option<Duration> {
    rows.iter()
        .map(time)
        .try_fold(Duration::ZERO, |sum, time| Some(sum.saturating_add(time?)))
}

/// The mean of a figure that is itself a mean over `weight` calls. A mean over no calls
/// weighs nothing, whatever it says; a mean over none at all is no figure.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(super) fn mean<R>(
    rows: &[R],
    figure: impl Fn(&R) -> Option<f64>,
    weight: impl Fn(&R) -> Option<u64>,
) -> Option<f64> {
    let (mut sum, mut calls) = (0.0, 0_u64);
    for row in rows {
        let weight = weight(row)?;
        if weight > 0 {
            sum += figure(row)? * weight as f64;
            calls = calls.saturating_add(weight);
        }
    }
    (calls > 0).then(|| sum / calls as f64)
}

/// The mean of a wait over `weight` calls.
pub(super) fn mean_time<R>(
    rows: &[R],
    wait: impl Fn(&R) -> Option<Duration>,
    weight: impl Fn(&R) -> Option<u64>,
) -> Option<Duration> {
    let seconds = mean(rows, |row| wait(row).map(|wait| wait.as_secs_f64()), weight)?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{
        AgentName, SkillId,
        facts::{
            AgentHolds, CallLength, LengthCalls, SkillAbandons, SkillSmartHold, WaitCalls,
            WaitRange,
        },
    };

    fn abandons(skill: u64, calls: u64, waits: &[(WaitRange, u64)]) -> SkillAbandons {
        SkillAbandons {
            skill: Some(SkillId(skill)),
            name: Some(format!("name {calls}")),
            abandoned: Some(calls),
            by_wait: waits
                .iter()
                .map(|(wait, calls)| WaitCalls {
                    wait: wait.clone(),
                    calls: Some(*calls),
                })
                .collect(),
        }
    }

    fn abandonment(skills: Vec<SkillAbandons>, all: Option<SkillAbandons>) -> Facts {
        Facts::Abandonment(Abandonment { skills, all })
    }

    #[test]
    fn a_skill_without_a_row_adds_nothing_and_a_range_that_a_row_misses_is_unknown() {
        let (short, long) = (WaitRange::Between(0, 10), WaitRange::AtLeast(51));
        let first = abandons(1, 5, &[(short.clone(), 2), (long.clone(), 3)]);
        let second = abandons(1, 7, &[(short, 7)]);
        let merged = Facts::merge(vec![
            abandonment(vec![first.clone()], Some(first)),
            abandonment(vec![abandons(2, 9, &[]), second], None),
        ]);
        let Some(Facts::Abandonment(report)) = merged else {
            panic!("{merged:?}");
        };
        let calls: Vec<_> = report.skills.iter().map(|row| row.abandoned).collect();
        assert_eq!(calls, [Some(12), Some(9)]);
        assert_eq!(
            report.skills[0].name.as_deref(),
            Some("name 7"),
            "the latest"
        );
        let waits: Vec<_> = report.skills[0]
            .by_wait
            .iter()
            .map(|row| row.calls)
            .collect();
        assert_eq!(waits, [Some(9), None]);
        assert_eq!(report.all, None, "one window does not tell the whole");
    }

    #[test]
    fn shares_of_lengths_are_made_anew_from_the_calls() {
        let row = |length: CallLength, calls| LengthCalls {
            length,
            calls: Some(calls),
            minutes: Some(1.5),
            cost: None,
            share: Some(50.0),
        };
        let report = |short, long| {
            Facts::Durations(Durations {
                lengths: vec![
                    row(CallLength::Between(0, 5), short),
                    row(CallLength::AtLeast(121), long),
                ],
                total: Some(row(CallLength::Other("TOTAL".to_owned()), short + long)),
            })
        };
        let Some(Facts::Durations(report)) = Facts::merge(vec![report(1, 1), report(2, 6)]) else {
            panic!("another report");
        };
        let shares: Vec<_> = report.lengths.iter().map(|row| row.share).collect();
        assert_eq!(shares, [Some(30.0), Some(70.0)]);
        assert_eq!(report.lengths[0].minutes, Some(3.0));
        assert_eq!(report.lengths[0].cost, None);
        assert_eq!(report.total.and_then(|row| row.calls), Some(10));
    }

    #[test]
    fn times_add_up_by_agent_and_a_gain_without_weight_is_not_added() {
        let holds = |seconds| {
            Facts::Holds(Holds {
                agents: vec![AgentHolds {
                    agent: AgentName::new("ANA"),
                    uses: Some(1),
                    hold: Some(Duration::from_secs(seconds)),
                    mute: None,
                    total: Some(Duration::from_secs(seconds)),
                }],
                total: None,
            })
        };
        let Some(Facts::Holds(report)) = Facts::merge(vec![holds(40), holds(20)]) else {
            panic!("another report");
        };
        assert_eq!(report.agents[0].hold, Some(Duration::from_secs(60)));
        assert_eq!(
            (report.agents[0].uses, report.agents[0].mute),
            (Some(2), None)
        );

        let gain = |skills: &[u64]| {
            let row = |skill: &u64| SkillSmartHold {
                skill: SkillId(*skill),
                treated: Some(3),
                declined: None,
                accepted: None,
                failed: None,
                reached: None,
                service_level_up: Some(4.25),
            };
            Facts::SmartHold(SmartHold {
                skills: skills.iter().map(row).collect(),
            })
        };
        let Some(Facts::SmartHold(report)) = Facts::merge(vec![gain(&[1, 2]), gain(&[1])]) else {
            panic!("another report");
        };
        let gains: Vec<_> = report
            .skills
            .iter()
            .map(|row| row.service_level_up)
            .collect();
        assert_eq!(gains, [None, Some(4.25)]);
        assert_eq!(report.skills[0].treated, Some(6));
    }

    #[test]
    fn nothing_merges_to_nothing() {
        assert_eq!(Facts::merge(Vec::new()), None);
    }
}
