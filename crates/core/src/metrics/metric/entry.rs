//! The reference: what is known of each metric. A new one is a row here, and what makes it a
//! formula in `sample/`.

use crate::metrics::{
    CountedSample, Direction, Metric, Unit,
    sample::{Formula, abandonment, durations, feed, holds, queue, service_level, smart_hold},
};

/// What is known of one metric: its row of the reference.
pub(super) struct MetricEntry {
    pub(super) name: &'static str,
    pub(super) unit: Unit,
    pub(super) direction: Direction,
    pub(super) formula: Formula,
    pub(super) out_of: Option<CountedSample>,
    pub(super) at_least: Option<u64>,
}

const fn entry(
    name: &'static str,
    unit: Unit,
    direction: Direction,
    formula: Formula,
) -> MetricEntry {
    MetricEntry {
        name,
        unit,
        direction,
        formula,
        out_of: None,
        at_least: None,
    }
}

impl MetricEntry {
    const fn out_of(self, counted: CountedSample) -> Self {
        Self {
            out_of: Some(counted),
            ..self
        }
    }

    const fn at_least(self, count: u64) -> Self {
        Self {
            at_least: Some(count),
            ..self
        }
    }
}

impl Metric {
    // A table: a metric stands on a line or two, whatever the width of a line of code.
    #[rustfmt::skip]
    #[expect(clippy::too_many_lines, reason = "a row for each metric")]
    pub(super) fn entry(self) -> MetricEntry {
        use CountedSample::{
            Abandoned, Accepted, Answered, Calls, Finished, Offered, OfferedExclShort, Quota,
            Treated, Uses, Waited, WaitedExclEarly, WaitedExclShort,
        };
        use Direction::{HighIsBad as High, LowIsBad as Low, Neither};
        use Formula::{Abandonment, Durations, Feed, Holds, Queue, ServiceLevel, SmartHold};
        use Unit::{Count, Duration, Money, Percent};
        match self {
            Self::CallsOffered =>
                entry("calls.offered", Count, Neither, ServiceLevel(service_level::offered)),
            Self::CallsAnswered =>
                entry("calls.answered", Count, Low, ServiceLevel(service_level::answered)),
            Self::AnswerRate =>
                entry("answer.rate", Percent, Low, ServiceLevel(service_level::answer_rate))
                    .out_of(Offered).at_least(20),
            Self::AbandonCount =>
                entry("abandon.count", Count, High, ServiceLevel(service_level::abandoned))
                    .out_of(Offered),
            Self::AbandonRate =>
                entry("abandon.rate", Percent, High, ServiceLevel(service_level::abandon_rate))
                    .out_of(Offered).at_least(20),
            Self::AbandonRateExclShort =>
                entry("abandon.rate_excl_short", Percent, High, Queue(queue::rate_excl_short))
                    .out_of(OfferedExclShort).at_least(20),
            Self::AbandonAfterThresholdRate =>
                entry("abandon.after_threshold_rate", Percent, High, Queue(queue::after_threshold_rate))
                    .out_of(Offered).at_least(20),
            Self::ServiceLevel10s =>
                entry("service_level.10s", Percent, Low, ServiceLevel(service_level::within_10s))
                    .out_of(Offered).at_least(20),
            Self::ServiceLevel20s =>
                entry("service_level.20s", Percent, Low, ServiceLevel(service_level::within_20s))
                    .out_of(Offered).at_least(20),
            Self::ServiceLevel30s =>
                entry("service_level.30s", Percent, Low, ServiceLevel(service_level::within_30s))
                    .out_of(Offered).at_least(20),
            Self::ServiceLevel20sV2 =>
                entry("service_level.20s.v2", Percent, Low, Queue(queue::level_v2))
                    .out_of(Answered).at_least(20),
            Self::ServiceLevel20sV3 =>
                entry("service_level.20s.v3", Percent, Low, Queue(queue::level_v3))
                    .out_of(WaitedExclShort).at_least(20),
            Self::ServiceLevel20sV4 =>
                entry("service_level.20s.v4", Percent, Low, Queue(queue::level_v4))
                    .out_of(WaitedExclEarly).at_least(20),
            Self::ServiceLevel20sV5 =>
                entry("service_level.20s.v5", Percent, Low, Queue(queue::level_v5))
                    .out_of(Waited).at_least(20),
            Self::Asa => entry("asa", Duration, High, ServiceLevel(service_level::asa))
                .out_of(Answered).at_least(20),
            Self::Ata => entry("ata", Duration, High, ServiceLevel(service_level::ata))
                .out_of(Abandoned).at_least(10),
            Self::QueueAvgWait =>
                entry("queue.avg_wait", Duration, High, ServiceLevel(service_level::average_wait))
                    .out_of(Waited).at_least(20),
            Self::AbandonShortShare =>
                entry("abandon.short_share", Percent, High, Abandonment(abandonment::short_share))
                    .out_of(Abandoned).at_least(10),
            Self::AbandonAfterThresholdShare =>
                entry("abandon.after_threshold_share", Percent, High, Abandonment(abandonment::after_threshold_share))
                    .out_of(Abandoned).at_least(10),
            Self::AbandonLongShare =>
                entry("abandon.long_share", Percent, High, Abandonment(abandonment::long_share))
                    .out_of(Abandoned).at_least(10),
            Self::SmartHoldTreated =>
                entry("smart_hold.treated", Count, High, SmartHold(smart_hold::treated)),
            Self::SmartHoldAcceptanceRate =>
                entry("smart_hold.acceptance_rate", Percent, Low, SmartHold(smart_hold::acceptance_rate))
                    .out_of(Treated).at_least(10),
            Self::SmartHoldUndecidedRate =>
                entry("smart_hold.undecided_rate", Percent, High, SmartHold(smart_hold::undecided_rate))
                    .out_of(Treated).at_least(10),
            Self::SmartHoldRecallFail =>
                entry("smart_hold.recall_fail", Count, High, SmartHold(smart_hold::recall_fail))
                    .out_of(Finished).at_least(5),
            Self::SmartHoldRecallFailRate =>
                entry("smart_hold.recall_fail_rate", Percent, High, SmartHold(smart_hold::recall_fail_rate))
                    .out_of(Finished).at_least(10),
            Self::SmartHoldCompletionRate =>
                entry("smart_hold.completion_rate", Percent, Low, SmartHold(smart_hold::completion_rate))
                    .out_of(Accepted).at_least(10),
            Self::SmartHoldOpen =>
                entry("smart_hold.open", Count, High, SmartHold(smart_hold::open))
                    .out_of(Accepted),
            Self::HoldTotal => entry("hold.total", Duration, High, Holds(holds::hold)),
            Self::MuteTotal => entry("mute.total", Duration, High, Holds(holds::mute)),
            Self::HoldMuteTotal =>
                entry("hold_mute.total", Duration, High, Holds(holds::total)),
            Self::HoldMuteEvents =>
                entry("hold_mute.events", Count, High, Holds(holds::events)),
            Self::HoldMuteAvgPerEvent =>
                entry("hold_mute.avg_per_event", Duration, High, Holds(holds::average))
                    .out_of(Uses).at_least(5),
            Self::HoldShare =>
                entry("hold.share", Percent, Neither, Holds(holds::hold_share)),
            Self::CdrCalls => entry("cdr.calls", Count, High, Durations(durations::calls)),
            Self::CdrMinutes =>
                entry("cdr.minutes", Count, High, Durations(durations::minutes)),
            Self::CdrCost => entry("cdr.cost", Money, High, Durations(durations::cost)),
            Self::CallsShortShare =>
                entry("calls.short_share", Percent, High, Durations(durations::short_share))
                    .out_of(Calls).at_least(100),
            Self::CallsLongShare =>
                entry("calls.long_share", Percent, Neither, Durations(durations::long_share))
                    .out_of(Calls).at_least(100),
            Self::CdrCostPerCall =>
                entry("cdr.cost_per_call", Money, High, Durations(durations::cost_per_call))
                    .out_of(Calls).at_least(100),
            Self::CdrCostPerMinute =>
                entry("cdr.cost_per_minute", Money, High, Durations(durations::cost_per_minute))
                    .out_of(Calls).at_least(100),
            Self::CdrMinPerCall =>
                entry("cdr.min_per_call", Duration, High, Durations(durations::time_per_call))
                    .out_of(Calls).at_least(100),
            Self::FeedAge => entry("feed.age", Duration, High, Feed(feed::age)),
            Self::FeedFailures =>
                entry("feed.failures", Count, High, Feed(feed::failures)),
            Self::QuotaUsedShare =>
                entry("quota.used_share", Percent, High, Feed(feed::used_share))
                    .out_of(Quota),
        }
    }
}
