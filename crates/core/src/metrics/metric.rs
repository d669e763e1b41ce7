//! The metrics that rules and cards speak of, by the names that people write.
//!
//! A new metric is a variant of [`Metric`] and a row of its table, which holds the formula.
//! `docs/metrics.md` describes each metric; a test holds it against this table.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};
use strum::{EnumCount, VariantArray};

use crate::metrics::{
    CountedSample, FactIndex, FactSet, LeastSample, Quantity, Report, ReportRequest, Sample, Scope,
    ScopeKind, SkillSelection, TimeWindow, Unit,
    facts::{CallTraffic, Durations, add_counts},
    sample::{
        Formula, average_over, count_only, proper_share, share_as_delivered, share_of, value_only,
    },
};

/// The side on which a metric is bad.
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
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumCount,
    VariantArray,
)]
pub enum Metric {
    CallsOffered,
    CallsAnswered,
    AnswerRate,
    /// Calls that the caller ended before an agent answered.
    AbandonCount,
    AbandonRate,
    /// Abandoned of offered, both without those abandoned within 10 s.
    AbandonRateExclShort,
    /// Abandoned after 20 s, of offered.
    AbandonAfterThresholdRate,
    ServiceLevel10s,
    ServiceLevel20s,
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
    SmartHoldTreated,
    /// Callbacks accepted, of calls in Smart Hold.
    SmartHoldAcceptanceRate,
    /// Neither accepted nor declined, of calls in Smart Hold.
    SmartHoldUndecidedRate,
    SmartHoldRecallFail,
    /// Failed callbacks, of those that are finished.
    SmartHoldRecallFailRate,
    /// Callbacks that reached the caller, of those accepted.
    SmartHoldCompletionRate,
    /// Callbacks accepted and not finished.
    SmartHoldOpen,
    HoldTotal,
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
    CdrMinutes,
    CdrCost,
    /// Calls of 5 s at most, of all calls.
    CallsShortShare,
    /// Calls of more than 120 s, of all calls.
    CallsLongShare,
    CdrCostPerCall,
    CdrCostPerMinute,
    CdrMinPerCall,
    /// The age of the last good read of the reports.
    FeedAge,
    /// The number of polls in a row in which no report could be read.
    FeedFailures,
    /// Calls of the reports API used today, of the day's quota.
    QuotaUsedShare,
}

impl Metric {
    /// All metrics, in the order of the reference.
    pub const ALL: [Self; Self::COUNT] = match Self::VARIANTS.first_chunk() {
        Some(all) => *all,
        None => panic!("each variant counts once"),
    };

    /// The name that rules use, such as `abandon.rate`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    pub fn unit(self) -> Unit {
        self.entry().unit
    }

    pub fn direction(self) -> Direction {
        self.entry().direction
    }

    /// The reports that the metric is made of: one as a rule, two over the same window, or
    /// none where it is of the bot itself.
    pub fn reports(self) -> &'static [Report] {
        self.formula().reports()
    }

    /// Returns the requests whose answers hold the figures of a scope: one for all skills
    /// wherever the rows name theirs.
    pub fn asks(
        self,
        scope: &Scope,
        window: TimeWindow,
    ) -> impl Iterator<Item = ReportRequest> + use<> {
        let skill = match scope {
            Scope::Skill(skill) => SkillSelection::One(*skill),
            Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => SkillSelection::All,
        };
        self.reports().iter().map(move |&report| ReportRequest {
            report,
            skills: if report.is_asked_by_skill() {
                skill
            } else {
                SkillSelection::All
            },
            window,
        })
    }

    /// Returns true where each skill needs a request of its own.
    pub fn is_asked_by_skill(self) -> bool {
        self.reports()
            .iter()
            .any(|report| report.is_asked_by_skill())
    }

    /// The kinds of scope that have a value of the metric.
    pub fn scopes(self) -> &'static [ScopeKind] {
        self.formula().scopes()
    }

    /// The things that its denominator counts, which is the `of` of its samples. `None` where
    /// it has no denominator, or one that counts nothing.
    pub fn out_of(self) -> Option<CountedSample> {
        self.entry().least.map(|least| least.of)
    }

    /// Returns true for a share of things that were counted: its samples say *k of n*, from
    /// which follows how sure the share is.
    pub fn is_counted_share(self) -> bool {
        self.unit() == Unit::Percent && self.out_of().is_some()
    }

    /// Returns true where the figure of two windows is the sum of both: for a number of
    /// things, and for a time or cost that is no average. Metrics of the bot itself have no
    /// window.
    pub fn adds_up(self) -> bool {
        let is_sum = match self.unit() {
            Unit::Count => true,
            Unit::Duration | Unit::Money => self.out_of().is_none(),
            Unit::Percent => false,
        };
        is_sum && !self.reports().is_empty()
    }

    /// The sample below which it is not worth judging, where there is one.
    pub fn least_sample(self) -> Option<LeastSample> {
        self.entry().least.filter(|least| least.count > 0)
    }

    /// Returns the value for each skill or agent that the rows of an index name; those without
    /// a value are left out. An index has no value of a metric that is made of several
    /// reports, or of one that is asked for skill by skill.
    pub fn samples(self, index: &FactIndex) -> Vec<(&Scope, Sample)> {
        index.samples(self.formula()).collect()
    }

    fn formula(self) -> Formula {
        self.entry().formula
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Returns the value of `metric` for `scope` in facts that answer what the metric [asks] about
/// it; `None` where they do not have it.
///
/// [asks]: Metric::asks
pub fn sample<'facts>(
    metric: Metric,
    scope: &Scope,
    facts: impl Into<FactSet<'facts>>,
) -> Option<Sample> {
    metric.formula().sample(&facts.into(), scope)
}

/// Returns the value of `metric` for every skill or agent that the rows name, in one pass.
pub fn samples<'facts>(
    metric: Metric,
    facts: impl Into<FactSet<'facts>>,
) -> HashMap<Scope, Sample> {
    let &[report] = metric.reports() else {
        return HashMap::new();
    };
    let index = facts.into().facts(report).map(FactIndex::new);
    let samples = index.iter().flat_map(|index| metric.samples(index));
    samples
        .map(|(scope, sample)| (scope.clone(), sample))
        .collect()
}

/// One row of the table of metrics.
struct MetricEntry {
    name: &'static str,
    unit: Unit,
    direction: Direction,
    formula: Formula,
    least: Option<LeastSample>,
}

fn entry(name: &'static str, unit: Unit, direction: Direction, formula: Formula) -> MetricEntry {
    MetricEntry {
        name,
        unit,
        direction,
        formula,
        least: None,
    }
}

impl MetricEntry {
    /// The denominator, and the least of it on which the figure is worth judging; zero for any.
    fn out_of(self, of: CountedSample, count: u64) -> Self {
        Self {
            least: Some(LeastSample { count, of }),
            ..self
        }
    }
}

impl Metric {
    // A table: a metric stands on a line or two, whatever the width of a line of code.
    #[rustfmt::skip]
    #[expect(clippy::too_many_lines, reason = "a row for each metric")]
    fn entry(self) -> MetricEntry {
        use CountedSample::{
            Abandoned, Accepted, Answered, Calls, Finished, Offered, OfferedExclShort, Quota,
            Treated, Uses, Waited, WaitedExclEarly, WaitedExclShort,
        };
        use Direction::{HighIsBad as High, LowIsBad as Low, Neither};
        use Formula::{Abandonment, Durations, Feed, Holds, Queue, ServiceLevel, SmartHold};
        use Unit::{Count, Duration, Money, Percent};
        match self {
            Self::CallsOffered => entry("calls.offered", Count, Neither,
                ServiceLevel(|row| row.offered.map(count_only))),
            Self::CallsAnswered => entry("calls.answered", Count, Low,
                ServiceLevel(|row| row.answered.map(count_only))),
            Self::AnswerRate => entry("answer.rate", Percent, Low,
                ServiceLevel(|row| proper_share(row.answered?, row.offered?))).out_of(Offered, 20),
            Self::AbandonCount => entry("abandon.count", Count, High,
                ServiceLevel(|row| Some(Sample { of: row.offered, ..count_only(row.abandoned?) })))
                    .out_of(Offered, 0),
            Self::AbandonRate => entry("abandon.rate", Percent, High,
                ServiceLevel(|row| proper_share(row.abandoned?, row.offered?))).out_of(Offered, 20),
            // The short ones are taken from both sides.
            Self::AbandonRateExclShort => entry("abandon.rate_excl_short", Percent, High,
                Queue(|queue| proper_share(queue.abandoned.checked_sub(queue.short?)?, queue.offered?.checked_sub(queue.short?)?)))
                    .out_of(OfferedExclShort, 20),
            Self::AbandonAfterThresholdRate => entry("abandon.after_threshold_rate", Percent, High,
                Queue(|queue| proper_share(queue.abandoned.checked_sub(queue.early?)?, queue.offered?)))
                    .out_of(Offered, 20),
            Self::ServiceLevel10s => entry("service_level.10s", Percent, Low,
                ServiceLevel(|row| share_as_delivered(row.within_10s?, row.offered?))).out_of(Offered, 20),
            Self::ServiceLevel20s => entry("service_level.20s", Percent, Low,
                ServiceLevel(|row| share_as_delivered(row.within_20s?, row.offered?))).out_of(Offered, 20),
            Self::ServiceLevel30s => entry("service_level.30s", Percent, Low,
                ServiceLevel(|row| share_as_delivered(row.within_30s?, row.offered?))).out_of(Offered, 20),
            Self::ServiceLevel20sV2 => entry("service_level.20s.v2", Percent, Low,
                Queue(|queue| proper_share(queue.in_time?, queue.answered?))).out_of(Answered, 20),
            // The short abandons do not count.
            Self::ServiceLevel20sV3 => entry("service_level.20s.v3", Percent, Low,
                Queue(|queue| proper_share(queue.in_time?, queue.waited()?.checked_sub(queue.short?)?)))
                    .out_of(WaitedExclShort, 20),
            // Calls abandoned within the threshold do not count.
            Self::ServiceLevel20sV4 => entry("service_level.20s.v4", Percent, Low,
                Queue(|queue| proper_share(queue.in_time?, queue.waited()?.checked_sub(queue.early?)?)))
                    .out_of(WaitedExclEarly, 20),
            // Calls abandoned within the threshold count as served.
            Self::ServiceLevel20sV5 => entry("service_level.20s.v5", Percent, Low,
                Queue(|queue| proper_share(queue.in_time?.checked_add(queue.early?)?, queue.waited()?)))
                    .out_of(Waited, 20),
            Self::Asa => entry("asa", Duration, High,
                ServiceLevel(|row| average_over(row.asa?, row.answered?))).out_of(Answered, 20),
            Self::Ata => entry("ata", Duration, High,
                ServiceLevel(|row| average_over(row.ata?, row.abandoned?))).out_of(Abandoned, 10),
            Self::QueueAvgWait => entry("queue.avg_wait", Duration, High,
                ServiceLevel(|row| average_over(row.average_wait()?, add_counts(row.answered, row.abandoned)?)))
                    .out_of(Waited, 20),
            Self::AbandonShortShare => entry("abandon.short_share", Percent, High,
                Abandonment(|calls| proper_share(calls.short?, calls.abandoned?))).out_of(Abandoned, 10),
            Self::AbandonAfterThresholdShare => entry("abandon.after_threshold_share", Percent, High,
                Abandonment(|calls| proper_share(calls.after_threshold?, calls.abandoned?))).out_of(Abandoned, 10),
            Self::AbandonLongShare => entry("abandon.long_share", Percent, High,
                Abandonment(|calls| proper_share(calls.long?, calls.abandoned?))).out_of(Abandoned, 10),
            Self::SmartHoldTreated => entry("smart_hold.treated", Count, High,
                SmartHold(|stages| stages.treated.map(count_only))),
            Self::SmartHoldAcceptanceRate => entry("smart_hold.acceptance_rate", Percent, Low,
                SmartHold(|stages| proper_share(stages.accepted?, stages.treated?))).out_of(Treated, 10),
            Self::SmartHoldUndecidedRate => entry("smart_hold.undecided_rate", Percent, High,
                SmartHold(|stages| proper_share(stages.undecided?, stages.treated?))).out_of(Treated, 10),
            Self::SmartHoldRecallFail => entry("smart_hold.recall_fail", Count, High,
                SmartHold(|stages| Some(Sample { of: stages.called_back, ..count_only(stages.failed?) })))
                    .out_of(Finished, 5),
            Self::SmartHoldRecallFailRate => entry("smart_hold.recall_fail_rate", Percent, High,
                SmartHold(|stages| proper_share(stages.failed?, stages.called_back?))).out_of(Finished, 10),
            // Callbacks of callers who accepted before the window may make it more than all.
            Self::SmartHoldCompletionRate => entry("smart_hold.completion_rate", Percent, Low,
                SmartHold(|stages| proper_share(stages.reached?, stages.accepted?))).out_of(Accepted, 10),
            Self::SmartHoldOpen => entry("smart_hold.open", Count, High,
                SmartHold(|stages| Some(Sample { of: stages.accepted, ..count_only(stages.open?) })))
                    .out_of(Accepted, 0),
            Self::HoldTotal => entry("hold.total", Duration, High,
                Holds(|times| Some(value_only(Quantity::Duration(times.hold?))))),
            Self::MuteTotal => entry("mute.total", Duration, High,
                Holds(|times| Some(value_only(Quantity::Duration(times.mute?))))),
            Self::HoldMuteTotal => entry("hold_mute.total", Duration, High,
                Holds(|times| Some(value_only(Quantity::Duration(times.total?))))),
            Self::HoldMuteEvents => entry("hold_mute.events", Count, High,
                Holds(|times| times.uses.map(count_only))),
            Self::HoldMuteAvgPerEvent => entry("hold_mute.avg_per_event", Duration, High,
                Holds(|times| average_over(times.per_use()?, times.uses?))).out_of(Uses, 5),
            // A share of time counts nothing, so that nothing says how sure it is.
            Self::HoldShare => entry("hold.share", Percent, Neither,
                Holds(|times| times.hold_share().map(value_only))),
            Self::CdrCalls => entry("cdr.calls", Count, High,
                Durations(|report| report.traffic().calls.map(count_only))),
            Self::CdrMinutes => entry("cdr.minutes", Count, High, Durations(whole_minutes)),
            Self::CdrCost => entry("cdr.cost", Money, High,
                Durations(|report| Some(value_only(Quantity::Money(report.traffic().cost?))))),
            Self::CallsShortShare => entry("calls.short_share", Percent, High,
                Durations(|report| proper_share(report.short()?, report.traffic().calls?))).out_of(Calls, 100),
            Self::CallsLongShare => entry("calls.long_share", Percent, Neither,
                Durations(|report| proper_share(report.long()?, report.traffic().calls?))).out_of(Calls, 100),
            Self::CdrCostPerCall => entry("cdr.cost_per_call", Money, High,
                Durations(|report| cost_each(report, CallTraffic::cost_per_call))).out_of(Calls, 100),
            Self::CdrCostPerMinute => entry("cdr.cost_per_minute", Money, High,
                Durations(|report| cost_each(report, CallTraffic::cost_per_minute))).out_of(Calls, 100),
            Self::CdrMinPerCall => entry("cdr.min_per_call", Duration, High,
                Durations(|report| average_over(report.traffic().per_call()?, report.traffic().calls?)))
                    .out_of(Calls, 100),
            Self::FeedAge => entry("feed.age", Duration, High,
                Feed(|feed| feed.age().map(Quantity::Duration).map(value_only))),
            // A bot that has never asked has no failures, and no successes either.
            Self::FeedFailures => entry("feed.failures", Count, High,
                Feed(|feed| feed.has_asked().then(|| count_only(feed.failures.into())))),
            // The API may grant a request more than it says, so that it may be more than all.
            Self::QuotaUsedShare => entry("quota.used_share", Percent, High,
                Feed(|feed| share_of(feed.used, feed.quota))).out_of(Quota, 0),
        }
    }
}

/// Whole minutes, as bills and rules speak of them: a length of time would be shown in days.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of minutes, not negative, far below 2^53"
)]
fn whole_minutes(report: &Durations) -> Option<Sample> {
    Some(count_only(report.traffic().minutes?.round() as u64))
}

/// The cost of one of the things that were counted or measured over all calls.
fn cost_each(report: &Durations, each: fn(&CallTraffic) -> Option<f64>) -> Option<Sample> {
    let traffic = report.traffic();
    Some(Sample {
        of: Some(traffic.calls?),
        ..value_only(Quantity::Money(each(&traffic)?))
    })
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
