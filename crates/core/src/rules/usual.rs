//! The usual: what a figure has been where it can be compared with the figure now.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Quantity, Sample, Scope, TimeWindow, Unit},
    rules::{
        PastOf, Rule, RuleCondition, ScopeHistory, UnusualReference,
        statistics::{median, robust_spread},
    },
};

/// Which values were compared with. Each one but the last is tried where the one before it
/// gives too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UsualMethod {
    /// The same weekday and time of the last weeks.
    Weeks,
    /// The same time of the last days of the same kind: of workdays or of days of rest.
    Days,
    /// The windows before this one today, none of which overlaps another.
    Hours,
    /// The agents of the team in the same window, the one who is judged among them: that is
    /// the agent in the middle of whom `/hold` tells.
    Team,
}

impl UsualMethod {
    /// With fewer values than this nothing is usual.
    #[must_use]
    pub fn least(self) -> usize {
        match self {
            Self::Weeks | Self::Days | Self::Hours => 3,
            Self::Team => 5,
        }
    }
}

/// What a figure usually is, and how far it usually lies from that.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsualValue {
    /// The value in the middle, as a bare number of the metric's unit.
    pub median: f64,
    /// How far the values lie apart, as a standard deviation: 1.4826 times the median
    /// absolute deviation, and somewhat more of few values. A condition that judges by it
    /// has a floor, since few values may be alike by chance.
    pub spread: f64,
    /// How many values it was made of.
    pub of: u32,
    /// How many there would have been at best.
    pub wanted: u32,
    /// Which values they were.
    pub method: UsualMethod,
}

impl UsualValue {
    /// What these values say; `None` of too few. It leaves the values in disorder.
    #[must_use]
    pub fn among(values: &mut [f64], wanted: usize, method: UsualMethod) -> Option<Self> {
        if values.len() < method.least() {
            return None;
        }
        let median = median(values)?;
        Some(Self {
            median,
            spread: robust_spread(values, median)?,
            of: u32::try_from(values.len()).unwrap_or(u32::MAX),
            wanted: u32::try_from(wanted).unwrap_or(u32::MAX),
            method,
        })
    }

    /// What is usual in a team of which these are the samples.
    #[must_use]
    pub fn in_team(rule: &Rule, samples: impl Iterator<Item = Sample>) -> Option<Self> {
        let mut values: Vec<f64> = samples
            .filter(|sample| says_enough(rule, sample.of))
            .map(|sample| sample.value.scalar())
            .collect();
        let wanted = values.len();
        Self::among(&mut values, wanted, UsualMethod::Team)
    }

    /// The usual value in its unit. The middle of two counts may lie between them; it is
    /// rounded.
    #[must_use]
    pub fn value(&self, unit: Unit) -> Option<Quantity> {
        Quantity::of_scalar(unit, self.median)
    }
}

/// What is usual for the scopes of one rule.
pub(super) enum UsualValues<'past> {
    /// Each has a past of its own.
    Past(&'past PastOf),
    /// All are of one team, over windows of these lengths.
    Team(Vec<(Duration, UsualValue)>),
    /// Nothing is known.
    Unknown,
}

impl<'past> UsualValues<'past> {
    /// `team` says what is usual among the agents now, over one of the windows.
    pub(super) fn of(
        rule: &Rule,
        past: Option<&'past ScopeHistory>,
        windows: &[TimeWindow],
        team: impl Fn(TimeWindow) -> Option<UsualValue>,
    ) -> Self {
        match &rule.when {
            RuleCondition::Unusual(unusual) if unusual.against() == UnusualReference::Team => {
                let usual = |window: &TimeWindow| Some((window.length(), team(*window)?));
                Self::Team(windows.iter().filter_map(usual).collect())
            }
            RuleCondition::Unusual(_) | RuleCondition::Threshold(_) | RuleCondition::Absent(_) => {
                past.and_then(|past| past.of(rule))
                    .map_or(Self::Unknown, Self::Past)
            }
        }
    }

    pub(super) fn usual(&self, rule: &Rule, scope: &Scope, window: Duration) -> Option<UsualValue> {
        match self {
            Self::Past(past) => past.usual(rule, scope, window),
            Self::Team(usuals) => {
                let mut usuals = usuals.iter();
                usuals
                    .find(|(of, _)| *of == window)
                    .map(|(_, usual)| *usual)
            }
            Self::Unknown => None,
        }
    }
}

/// Whether a value of so many counts for what is usual. A share or an average of few tells
/// little; a number of things that is small is small.
pub(super) fn says_enough(rule: &Rule, of: Option<u64>) -> bool {
    !rule.is_small(of) || rule.metric.adds_up()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_make_nothing_usual() {
        let among = |values: &[f64], method| UsualValue::among(&mut values.to_vec(), 6, method);
        assert_eq!(among(&[4.0, 5.0], UsualMethod::Weeks), None);
        assert_eq!(among(&[4.0, 5.0, 5.0, 9.0], UsualMethod::Team), None);
        let usual = among(&[9.0, 4.0, 5.0], UsualMethod::Weeks).unwrap();
        assert_eq!((usual.of, usual.wanted), (3, 6));
        assert_eq!(usual.value(Unit::Count), Some(Quantity::Count(5)));
        assert!((usual.spread - 1.4826 * 1.495).abs() < 1e-9);
    }
}
