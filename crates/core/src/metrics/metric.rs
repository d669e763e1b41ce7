//! The key figures that rules and cards speak of, by the names that people write.
//!
//! `docs/metrics.md` gives each formula; a test holds it against this table.

mod entry;

use std::fmt;

use serde::{Deserialize, Serialize};

use self::entry::MetricEntry;
use crate::metrics::{
    CountedSample, LeastSample, Report, ReportRequest, Scope, ScopeKind, SkillSelection,
    TimeWindow, Unit, sample::Formula,
};

/// Which way is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is worse, as with abandonment.
    HighIsBad,
    /// Less is worse, as with service level.
    LowIsBad,
    /// Neither by itself, as with calls offered.
    Neither,
}

/// A key figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Metric {
    /// Calls that came in.
    CallsOffered,
    /// Calls that an agent answered.
    CallsAnswered,
    /// Answered of offered.
    AnswerRate,
    /// Calls that the caller ended before an agent answered.
    AbandonCount,
    /// Abandoned of offered.
    AbandonRate,
    /// Abandoned of offered, both without those abandoned within 10 s.
    AbandonRateExclShort,
    /// Abandoned after 20 s, of offered.
    AbandonAfterThresholdRate,
    /// Answered within 10 s, of offered.
    ServiceLevel10s,
    /// Answered within 20 s, of offered.
    ServiceLevel20s,
    /// Answered within 30 s, of offered.
    ServiceLevel30s,
    /// Answered within 20 s, of answered.
    ServiceLevel20sV2,
    /// Answered within 20 s, of answered and abandoned, without those abandoned within 10 s.
    ServiceLevel20sV3,
    /// Answered within 20 s, of answered and abandoned, without those abandoned within 20 s.
    ServiceLevel20sV4,
    /// Answered or abandoned within 20 s, of answered and abandoned.
    ServiceLevel20sV5,
    /// Average wait of the answered calls.
    Asa,
    /// Average wait of the abandoned calls.
    Ata,
    /// Average wait of answered and abandoned calls.
    QueueAvgWait,
    /// Abandoned within 10 s, of abandoned.
    AbandonShortShare,
    /// Abandoned after 20 s, of abandoned.
    AbandonAfterThresholdShare,
    /// Abandoned after 50 s, of abandoned.
    AbandonLongShare,
    /// Calls that entered Smart Hold.
    SmartHoldTreated,
    /// Callbacks accepted, of calls in Smart Hold.
    SmartHoldAcceptanceRate,
    /// Neither accepted nor declined, of calls in Smart Hold.
    SmartHoldUndecidedRate,
    /// Callbacks that reached nobody.
    SmartHoldRecallFail,
    /// Callbacks that reached nobody, of those that are finished.
    SmartHoldRecallFailRate,
    /// Callbacks that reached the caller, of those accepted.
    SmartHoldCompletionRate,
    /// Callbacks accepted and not finished.
    SmartHoldOpen,
    /// Time callers spent on hold.
    HoldTotal,
    /// Time agents were muted.
    MuteTotal,
    /// Time on hold and muted, as delivered.
    HoldMuteTotal,
    /// Uses of hold and of mute together.
    HoldMuteEvents,
    /// Time on hold and muted, for each use.
    HoldMuteAvgPerEvent,
    /// Time on hold, of time on hold and muted.
    HoldShare,
    /// Calls of every direction.
    CdrCalls,
    /// Minutes of these calls.
    CdrMinutes,
    /// Cost of these calls.
    CdrCost,
    /// Calls of 5 s at most, of all calls.
    CallsShortShare,
    /// Calls of more than 120 s, of all calls.
    CallsLongShare,
    /// Cost by calls.
    CdrCostPerCall,
    /// Cost by minutes.
    CdrCostPerMinute,
    /// Minutes by calls.
    CdrMinPerCall,
    /// How old the last good read of the reports is.
    FeedAge,
    /// In how many polls in a row no report could be read.
    FeedFailures,
    /// Calls of the reports API used today, of the day's quota.
    QuotaUsedShare,
}

impl Metric {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 44] = [
        Self::CallsOffered,
        Self::CallsAnswered,
        Self::AnswerRate,
        Self::AbandonCount,
        Self::AbandonRate,
        Self::AbandonRateExclShort,
        Self::AbandonAfterThresholdRate,
        Self::ServiceLevel10s,
        Self::ServiceLevel20s,
        Self::ServiceLevel30s,
        Self::ServiceLevel20sV2,
        Self::ServiceLevel20sV3,
        Self::ServiceLevel20sV4,
        Self::ServiceLevel20sV5,
        Self::Asa,
        Self::Ata,
        Self::QueueAvgWait,
        Self::AbandonShortShare,
        Self::AbandonAfterThresholdShare,
        Self::AbandonLongShare,
        Self::SmartHoldTreated,
        Self::SmartHoldAcceptanceRate,
        Self::SmartHoldUndecidedRate,
        Self::SmartHoldRecallFail,
        Self::SmartHoldRecallFailRate,
        Self::SmartHoldCompletionRate,
        Self::SmartHoldOpen,
        Self::HoldTotal,
        Self::MuteTotal,
        Self::HoldMuteTotal,
        Self::HoldMuteEvents,
        Self::HoldMuteAvgPerEvent,
        Self::HoldShare,
        Self::CdrCalls,
        Self::CdrMinutes,
        Self::CdrCost,
        Self::CallsShortShare,
        Self::CallsLongShare,
        Self::CdrCostPerCall,
        Self::CdrCostPerMinute,
        Self::CdrMinPerCall,
        Self::FeedAge,
        Self::FeedFailures,
        Self::QuotaUsedShare,
    ];

    /// The name that rules use.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The metric of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Its unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.entry().unit
    }

    /// Which way is bad.
    #[must_use]
    pub fn direction(self) -> Direction {
        self.entry().direction
    }

    /// The reports that it is made of: one as a rule, two over the same window, or none
    /// where it is of the bot itself.
    #[must_use]
    pub fn reports(self) -> &'static [Report] {
        self.formula().reports()
    }

    /// What must be asked so that it can be told of a scope.
    pub fn asks(
        self,
        scope: &Scope,
        window: TimeWindow,
    ) -> impl Iterator<Item = ReportRequest> + use<> {
        let (reports, skills) = (self.reports().iter(), SkillSelection::of(scope));
        reports.map(move |report| ReportRequest::of(*report, skills, window))
    }

    /// Whether each skill must be asked for by itself.
    #[must_use]
    pub fn is_asked_by_skill(self) -> bool {
        self.reports()
            .iter()
            .any(|report| report.is_asked_by_skill())
    }

    /// Of what it can be told.
    #[must_use]
    pub fn scopes(self) -> &'static [ScopeKind] {
        self.formula().scopes()
    }

    /// What it is counted out of: the `of` of its samples. `None` where it has no
    /// denominator, or one that counts nothing.
    #[must_use]
    pub fn out_of(self) -> Option<CountedSample> {
        self.entry().out_of
    }

    /// Whether it is a share of things that were counted, so that its samples say *k of n*
    /// and how sure the share is can be told.
    #[must_use]
    pub fn is_counted_share(self) -> bool {
        self.unit() == Unit::Percent && self.out_of().is_some()
    }

    /// Whether the figure of two windows is the sum of both, so that it is more in a longer
    /// one: a number of things, and a time or cost that is of no number of them. What the bot
    /// says of itself is of no window.
    #[must_use]
    pub fn adds_up(self) -> bool {
        let is_sum = match self.unit() {
            Unit::Count => true,
            Unit::Duration | Unit::Money => self.out_of().is_none(),
            Unit::Percent => false,
        };
        is_sum && !self.reports().is_empty()
    }

    /// The sample below which it is not worth judging, where there is one.
    #[must_use]
    pub fn least_sample(self) -> Option<LeastSample> {
        let MetricEntry {
            out_of, at_least, ..
        } = self.entry();
        let (of, count) = out_of.zip(at_least)?;
        Some(LeastSample { count, of })
    }

    pub(super) fn formula(self) -> Formula {
        self.entry().formula
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_found_by_its_own_name() {
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
        }
        assert_eq!(Metric::from_name("abandon_rate"), None);
    }

    #[test]
    fn the_reference_tells_each_metric_in_order() {
        let page = include_str!("../../../../docs/metrics.md");
        let rows = page.lines().filter(|line| line.starts_with("| `"));
        let told: Vec<_> = rows
            .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>())
            .map(|cells| (cells[1], cells[3], cells[4], cells[5]))
            .map(|(name, unit, report, bad)| [name, unit, report, bad].join(" "))
            .collect();
        let known = Metric::ALL.map(|metric| {
            let unit = match metric.unit() {
                Unit::Percent => "percent",
                Unit::Duration => "duration",
                Unit::Count => "count",
                Unit::Money => "money",
            };
            let reports = metric.reports().iter().map(|report| match report {
                Report::Abandonment => "`skill_9`",
                Report::ServiceLevel => "`skill_11`",
                Report::SmartHold => "`diagram_2`",
                Report::Durations => "`cdr_4`",
                Report::Holds => "`agent_9`",
            });
            let report = match reports.collect::<Vec<_>>().join(", ") {
                reports if reports.is_empty() => "–".to_owned(),
                reports => reports,
            };
            let bad = match metric.direction() {
                Direction::HighIsBad => "high",
                Direction::LowIsBad => "low",
                Direction::Neither => "–",
            };
            format!("`{metric}` {unit} {report} {bad}")
        });
        assert_eq!(told, known);
    }

    #[test]
    fn totals_add_up_and_averages_and_shares_do_not() {
        for metric in [
            Metric::SmartHoldRecallFail,
            Metric::HoldTotal,
            Metric::CdrCost,
            Metric::CdrMinutes,
        ] {
            assert!(metric.adds_up(), "{metric}");
        }
        for metric in [
            Metric::Asa,
            Metric::HoldMuteAvgPerEvent,
            Metric::CdrCostPerCall,
            Metric::HoldShare,
            Metric::AbandonRate,
            Metric::FeedAge,
            Metric::FeedFailures,
        ] {
            assert!(!metric.adds_up(), "{metric}");
        }
    }

    #[test]
    fn a_least_sample_counts_what_the_samples_count() {
        let least = |metric: Metric| metric.least_sample().map(|least| least.count);
        assert_eq!(least(Metric::AbandonRate), Some(20));
        assert_eq!(least(Metric::HoldMuteAvgPerEvent), Some(5));
        assert_eq!(least(Metric::AbandonCount), None);
        for metric in Metric::ALL {
            let of = metric.least_sample().map(|least| least.of);
            assert!(of.is_none() || of == metric.out_of(), "{metric}");
        }
        assert!(!Metric::HoldShare.is_counted_share(), "a share of time");
    }
}
