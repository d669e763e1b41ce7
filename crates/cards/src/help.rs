//! What a metric is made of, and how it misleads, in the reader's language.

use crate::Words;
use vigia_core::metrics::Metric;

impl Words {
    /// The formula of a metric, in the trade's terms.
    #[must_use]
    pub fn formula(&self, metric: Metric) -> String {
        let id = match metric {
            Metric::CallsOffered => "help-calls-offered-formula",
            Metric::CallsAnswered => "help-calls-answered-formula",
            Metric::AnswerRate => "help-answer-rate-formula",
            Metric::AbandonCount => "help-abandon-count-formula",
            Metric::AbandonRate => "help-abandon-rate-formula",
            Metric::AbandonRateExclShort => "help-abandon-rate-excl-short-formula",
            Metric::AbandonAfterThresholdRate => "help-abandon-after-threshold-rate-formula",
            Metric::ServiceLevel10s => "help-service-level-10s-formula",
            Metric::ServiceLevel20s => "help-service-level-20s-formula",
            Metric::ServiceLevel30s => "help-service-level-30s-formula",
            Metric::ServiceLevel20sV2 => "help-service-level-20s-v2-formula",
            Metric::ServiceLevel20sV3 => "help-service-level-20s-v3-formula",
            Metric::ServiceLevel20sV4 => "help-service-level-20s-v4-formula",
            Metric::ServiceLevel20sV5 => "help-service-level-20s-v5-formula",
            Metric::Asa => "help-asa-formula",
            Metric::Ata => "help-ata-formula",
            Metric::QueueAvgWait => "help-queue-avg-wait-formula",
            Metric::AbandonShortShare => "help-abandon-short-share-formula",
            Metric::AbandonAfterThresholdShare => "help-abandon-after-threshold-share-formula",
            Metric::AbandonLongShare => "help-abandon-long-share-formula",
            Metric::SmartHoldTreated => "help-smart-hold-treated-formula",
            Metric::SmartHoldAcceptanceRate => "help-smart-hold-acceptance-rate-formula",
            Metric::SmartHoldUndecidedRate => "help-smart-hold-undecided-rate-formula",
            Metric::SmartHoldRecallFail => "help-smart-hold-recall-fail-formula",
            Metric::SmartHoldRecallFailRate => "help-smart-hold-recall-fail-rate-formula",
            Metric::SmartHoldCompletionRate => "help-smart-hold-completion-rate-formula",
            Metric::SmartHoldOpen => "help-smart-hold-open-formula",
            Metric::HoldTotal => "help-hold-total-formula",
            Metric::MuteTotal => "help-mute-total-formula",
            Metric::HoldMuteTotal => "help-hold-mute-total-formula",
            Metric::HoldMuteEvents => "help-hold-mute-events-formula",
            Metric::HoldMuteAvgPerEvent => "help-hold-mute-avg-per-event-formula",
            Metric::HoldShare => "help-hold-share-formula",
            Metric::CdrCalls => "help-cdr-calls-formula",
            Metric::CdrMinutes => "help-cdr-minutes-formula",
            Metric::CdrCost => "help-cdr-cost-formula",
            Metric::CallsShortShare => "help-calls-short-share-formula",
            Metric::CallsLongShare => "help-calls-long-share-formula",
            Metric::CdrCostPerCall => "help-cdr-cost-per-call-formula",
            Metric::CdrCostPerMinute => "help-cdr-cost-per-minute-formula",
            Metric::CdrMinPerCall => "help-cdr-min-per-call-formula",
            Metric::FeedAge => "help-feed-age-formula",
            Metric::FeedFailures => "help-feed-failures-formula",
            Metric::QuotaUsedShare => "help-quota-used-share-formula",
        };
        self.say(id, &[])
    }

    /// What a metric does not say although it seems to.
    #[must_use]
    pub fn trap(&self, metric: Metric) -> String {
        let id = match metric {
            Metric::CallsOffered => "help-calls-offered-trap",
            Metric::CallsAnswered => "help-calls-answered-trap",
            Metric::AnswerRate => "help-answer-rate-trap",
            Metric::AbandonCount => "help-abandon-count-trap",
            Metric::AbandonRate => "help-abandon-rate-trap",
            Metric::AbandonRateExclShort => "help-abandon-rate-excl-short-trap",
            Metric::AbandonAfterThresholdRate => "help-abandon-after-threshold-rate-trap",
            Metric::ServiceLevel10s => "help-service-level-10s-trap",
            Metric::ServiceLevel20s => "help-service-level-20s-trap",
            Metric::ServiceLevel30s => "help-service-level-30s-trap",
            Metric::ServiceLevel20sV2 => "help-service-level-20s-v2-trap",
            Metric::ServiceLevel20sV3 => "help-service-level-20s-v3-trap",
            Metric::ServiceLevel20sV4 => "help-service-level-20s-v4-trap",
            Metric::ServiceLevel20sV5 => "help-service-level-20s-v5-trap",
            Metric::Asa => "help-asa-trap",
            Metric::Ata => "help-ata-trap",
            Metric::QueueAvgWait => "help-queue-avg-wait-trap",
            Metric::AbandonShortShare => "help-abandon-short-share-trap",
            Metric::AbandonAfterThresholdShare => "help-abandon-after-threshold-share-trap",
            Metric::AbandonLongShare => "help-abandon-long-share-trap",
            Metric::SmartHoldTreated => "help-smart-hold-treated-trap",
            Metric::SmartHoldAcceptanceRate => "help-smart-hold-acceptance-rate-trap",
            Metric::SmartHoldUndecidedRate => "help-smart-hold-undecided-rate-trap",
            Metric::SmartHoldRecallFail => "help-smart-hold-recall-fail-trap",
            Metric::SmartHoldRecallFailRate => "help-smart-hold-recall-fail-rate-trap",
            Metric::SmartHoldCompletionRate => "help-smart-hold-completion-rate-trap",
            Metric::SmartHoldOpen => "help-smart-hold-open-trap",
            Metric::HoldTotal => "help-hold-total-trap",
            Metric::MuteTotal => "help-mute-total-trap",
            Metric::HoldMuteTotal => "help-hold-mute-total-trap",
            Metric::HoldMuteEvents => "help-hold-mute-events-trap",
            Metric::HoldMuteAvgPerEvent => "help-hold-mute-avg-per-event-trap",
            Metric::HoldShare => "help-hold-share-trap",
            Metric::CdrCalls => "help-cdr-calls-trap",
            Metric::CdrMinutes => "help-cdr-minutes-trap",
            Metric::CdrCost => "help-cdr-cost-trap",
            Metric::CallsShortShare => "help-calls-short-share-trap",
            Metric::CallsLongShare => "help-calls-long-share-trap",
            Metric::CdrCostPerCall => "help-cdr-cost-per-call-trap",
            Metric::CdrCostPerMinute => "help-cdr-cost-per-minute-trap",
            Metric::CdrMinPerCall => "help-cdr-min-per-call-trap",
            Metric::FeedAge => "help-feed-age-trap",
            Metric::FeedFailures => "help-feed-failures-trap",
            Metric::QuotaUsedShare => "help-quota-used-share-trap",
        };
        self.say(id, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use chrono_tz::America::Bogota;

    #[test]
    fn the_reference_says_the_same_as_the_bot() {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let page = include_str!("../../../docs/metrics.md").replace('`', "");
        let told: Vec<Vec<&str>> = page
            .lines()
            .map(|row| row.split('|').map(str::trim).collect())
            .collect();
        for metric in Metric::ALL {
            let row = told
                .iter()
                .find(|cells| cells.get(1) == Some(&metric.name()));
            let cells = row.unwrap_or_else(|| panic!("no row for {metric}"));
            assert_eq!(cells[2], words.formula(metric), "formula of {metric}");
            assert_eq!(cells[6], words.trap(metric), "trap of {metric}");
        }
    }

    #[test]
    fn a_formula_and_a_trap_have_room_on_a_phone() {
        for tag in ["en", "es", "pt-BR"] {
            let words = Words::new(Locale::from_tag(tag), Bogota);
            for metric in Metric::ALL {
                assert!(words.metric(metric).chars().count() <= 45, "{tag} {metric}");
                assert!(
                    words.formula(metric).chars().count() <= 100,
                    "{tag} {metric}"
                );
                assert!(words.trap(metric).chars().count() <= 180, "{tag} {metric}");
            }
        }
    }
}
