//! One value of a metric, and out of how many.

use serde::{Deserialize, Serialize};

use crate::metrics::{Channel, Facts, Metric, Quantity, Scope, facts::ChannelService};

/// One value of a metric. A rate carries the *k of n* that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The value.
    pub value: Quantity,
    /// How many calls the value counts, where it is a share of calls.
    pub part: Option<u64>,
    /// Out of how many calls, where the metric has a denominator.
    pub of: Option<u64>,
}

/// The value of `metric` for `scope` in facts that were asked for that scope; `None` where
/// they do not tell it. A skill is told by the ask, not by the facts, since the report of
/// service levels has no column for it.
#[must_use]
pub fn sample(metric: Metric, scope: &Scope, facts: &Facts) -> Option<Sample> {
    let Facts::ServiceLevel(report) = facts else {
        return None;
    };
    let channel = match scope {
        Scope::Operation | Scope::Skill(_) => Channel::INBOUND,
        Scope::Channel(channel) => channel.as_str(),
        Scope::Agent(_) => return None,
    };
    of_channel(metric, report.channel(channel)?)
}

fn of_channel(metric: Metric, row: &ChannelService) -> Option<Sample> {
    match metric {
        Metric::CallsOffered => row.offered.map(count),
        Metric::CallsAnswered => row.answered.map(count),
        Metric::AbandonCount => row.abandoned.map(|calls| Sample {
            of: row.offered,
            ..count(calls)
        }),
        Metric::AnswerRate => share(row.answered?, row.offered?),
        Metric::AbandonRate => share(row.abandoned?, row.offered?),
        Metric::ServiceLevel10s => delivered(row.within_10s?, row.offered?),
        Metric::ServiceLevel20s => delivered(row.within_20s?, row.offered?),
        Metric::ServiceLevel30s => delivered(row.within_30s?, row.offered?),
        Metric::Asa => average(row.asa?, row.answered?),
        Metric::Ata => average(row.ata?, row.abandoned?),
    }
}

fn count(calls: u64) -> Sample {
    Sample {
        value: Quantity::Count(calls),
        part: None,
        of: None,
    }
}

fn share(part: u64, of: u64) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part, of)?,
        part: Some(part),
        of: Some(of),
    })
}

/// A share that the API gives as a percentage of offered calls with two decimals: the
/// number of calls behind it is exact below 10,000 offered.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a percentage of a call count, clamped to that count"
)]
fn delivered(percent: f64, offered: u64) -> Option<Sample> {
    if offered == 0 {
        return None;
    }
    let calls = (percent * offered as f64 / 100.0).round().max(0.0) as u64;
    Some(Sample {
        value: Quantity::Percent(percent),
        part: Some(calls.min(offered)),
        of: Some(offered),
    })
}

/// An average over no calls is no value: the API sends `0.00` there.
fn average(value: std::time::Duration, of: u64) -> Option<Sample> {
    (of > 0).then_some(Sample {
        value: Quantity::Duration(value),
        part: None,
        of: Some(of),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{SkillId, facts::ServiceLevel};
    use std::time::Duration;

    fn facts() -> Facts {
        Facts::ServiceLevel(ServiceLevel {
            channels: vec![ChannelService {
                channel: Channel::inbound(),
                offered: Some(370),
                answered: Some(364),
                abandoned: Some(6),
                within_10s: Some(71.35),
                within_20s: Some(86.49),
                within_30s: None,
                abandon_rate: Some(1.62),
                asa: Some(Duration::from_millis(14_270)),
                ata: Some(Duration::from_millis(38_500)),
            }],
        })
    }

    #[test]
    fn a_rate_carries_k_of_n() {
        let rate = sample(Metric::AbandonRate, &Scope::Operation, &facts()).unwrap();
        assert_eq!((rate.part, rate.of), (Some(6), Some(370)));
        assert!((rate.value.scalar() - 1.6216).abs() < 0.001);
    }

    #[test]
    fn the_calls_behind_a_service_level_are_recovered() {
        let scope = Scope::Skill(SkillId(12));
        let level = sample(Metric::ServiceLevel20s, &scope, &facts()).unwrap();
        assert_eq!((level.part, level.of), (Some(320), Some(370)));
    }

    #[test]
    fn a_figure_that_is_missing_is_no_sample() {
        let scope = Scope::Operation;
        assert_eq!(sample(Metric::ServiceLevel30s, &scope, &facts()), None);
        let chat = Scope::Channel(Channel::new("chat-web"));
        assert_eq!(sample(Metric::AbandonRate, &chat, &facts()), None);
    }
}
