//! The state of the reports API over the polls.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::metrics::{ReadGap, Report, ReportOutage, Snapshot, outages::outages_after};

/// The health of the reports API as of one poll: whether it can be read, and how far the
/// quota of the day is used. The default is that of a bot that has never polled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// The end of the poll's windows.
    pub as_of: DateTime<Utc>,
    /// The last poll in which a report could be read; `None` before the first.
    pub last_good: Option<DateTime<Utc>>,
    /// The number of polls in a row in which no report could be read.
    pub failures: u32,
    /// Requests of the day's quota that were used.
    pub used: u64,
    /// Requests that the day has.
    pub quota: u64,
    /// The reports that failed in the last polls. A record of version 0.1 has none.
    #[serde(default)]
    pub outages: Vec<ReportOutage>,
}

impl FeedState {
    /// Returns the state after a poll, when `used` requests of the day's `quota` are used.
    pub fn after(&self, poll: &Snapshot, used: u64, quota: u64) -> Self {
        let last_poll = self.has_asked().then_some(self.as_of);
        let now = Self {
            as_of: poll.as_of,
            used,
            quota,
            outages: outages_after(&self.outages, last_poll, poll),
            ..self.clone()
        };
        if poll.readings.is_empty() {
            return now;
        }
        // An empty window is an answer, and so no failure.
        let is_good = poll.readings.iter().any(|reading| match reading.outcome {
            Ok(_) | Err(ReadGap::NoData) => true,
            Err(ReadGap::Failed(_)) => false,
        });
        if is_good {
            Self {
                last_good: Some(poll.as_of),
                failures: 0,
                ..now
            }
        } else {
            Self {
                failures: self.failures.saturating_add(1),
                ..now
            }
        }
    }

    /// Returns the state after a poll that asked for nothing, since every calendar was closed: what could be read
    /// before counts as read.
    pub fn at_rest(&self, as_of: DateTime<Utc>, used: u64, quota: u64) -> Self {
        let is_good = self.failures == 0 && self.last_good.is_some();
        Self {
            as_of,
            used,
            quota,
            last_good: if is_good { Some(as_of) } else { self.last_good },
            ..self.clone()
        }
    }

    /// Returns the state as one report has it: its failed polls in a row, of the skill that failed most often,
    /// and the last time at which all of it could be read.
    pub fn of_report(&self, report: Report) -> Self {
        let outages = || self.outages.iter().filter(|outage| outage.report == report);
        let failures = outages().map(|outage| outage.failures).max();
        let last_good = match failures {
            None => self.has_asked().then_some(self.as_of),
            Some(_) => outages().filter_map(|outage| outage.good_until).min(),
        };
        Self {
            failures: failures.unwrap_or_default(),
            last_good,
            ..self.clone()
        }
    }

    pub(super) fn has_asked(&self) -> bool {
        self.failures > 0 || self.last_good.is_some()
    }

    /// Returns the age of the last good read. A clock that was set back makes it no younger than new.
    pub fn age(&self) -> Option<Duration> {
        let age = self.as_of - self.last_good?;
        Some(age.to_std().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::metrics::{
        OperationName, ReadFailure, Reading, ReportRequest, SkillSelection, TimeWindow,
    };

    fn poll(minute: i64, outcomes: &[ReadGap]) -> Snapshot {
        let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let ask = ReportRequest {
            report: Report::Holds,
            skills: SkillSelection::All,
            window: TimeWindow::ending(as_of, Duration::from_secs(3_600)),
        };
        let readings = outcomes.iter().cloned();
        Snapshot {
            operation: OperationName::new("centre"),
            as_of,
            readings: readings
                .map(|gap| Reading {
                    ask,
                    outcome: Err(gap),
                })
                .collect(),
        }
    }

    fn failed() -> ReadGap {
        ReadGap::Failed(ReadFailure::TimedOut)
    }

    #[test]
    fn polls_that_fail_are_counted_until_one_report_can_be_read() {
        let mut feed = FeedState::default();
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        for (minute, outcomes, failures, age) in [
            (0, vec![failed()], 1, None),
            (5, vec![failed(), failed()], 2, None),
            (10, vec![failed(), ReadGap::NoData], 0, minutes(0)),
            (15, vec![failed()], 1, minutes(5)),
            (20, vec![], 1, minutes(10)),
            (25, vec![failed()], 2, minutes(15)),
            (30, vec![ReadGap::NoData], 0, minutes(0)),
        ] {
            feed = feed.after(&poll(minute, &outcomes), 7, 1_000);
            assert_eq!((feed.failures, feed.age()), (failures, age), "{minute}");
        }
        assert_eq!((feed.used, feed.quota), (7, 1_000));
    }

    #[test]
    fn a_report_has_failures_and_an_age_of_its_own() {
        let feed = FeedState::default().after(&poll(0, &[ReadGap::NoData]), 0, 0);
        let feed = feed
            .after(&poll(5, &[failed()]), 0, 0)
            .after(&poll(10, &[failed()]), 0, 0);
        let holds = feed.of_report(Report::Holds);
        assert_eq!(
            (holds.failures, holds.age()),
            (2, Some(Duration::from_secs(600)))
        );
        let other = feed.of_report(Report::Durations);
        assert_eq!((other.failures, other.age()), (0, Some(Duration::ZERO)));
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_younger_than_new() {
        let feed = FeedState::default().after(&poll(60, &[ReadGap::NoData]), 0, 0);
        let back = feed.after(&poll(5, &[failed()]), 0, 0);
        assert_eq!(back.age(), Some(Duration::ZERO));
    }
}
