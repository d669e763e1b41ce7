//! The trade's terms in the reader's language: metrics, reports, channels, places.

use crate::{CardLine, Words};
use vigia_core::{
    metrics::{
        Channel, CountedSample, Metric, Quantity, Report, Sample, Scope, SkillId, SkillNames,
    },
    rules::Severity,
};

/// How much of a name from outside a line has room for.
const NAME_ROOM: usize = 60;

impl Words {
    /// The name of a metric.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> String {
        let id = match metric {
            Metric::CallsOffered => "metric-calls-offered",
            Metric::CallsAnswered => "metric-calls-answered",
            Metric::AnswerRate => "metric-answer-rate",
            Metric::AbandonCount => "metric-abandon-count",
            Metric::AbandonRate => "metric-abandon-rate",
            Metric::AbandonRateExclShort => "metric-abandon-rate-excl-short",
            Metric::AbandonAfterThresholdRate => "metric-abandon-after-threshold-rate",
            Metric::ServiceLevel10s => "metric-service-level-10s",
            Metric::ServiceLevel20s => "metric-service-level-20s",
            Metric::ServiceLevel30s => "metric-service-level-30s",
            Metric::ServiceLevel20sV2 => "metric-service-level-20s-v2",
            Metric::ServiceLevel20sV3 => "metric-service-level-20s-v3",
            Metric::ServiceLevel20sV4 => "metric-service-level-20s-v4",
            Metric::ServiceLevel20sV5 => "metric-service-level-20s-v5",
            Metric::Asa => "metric-asa",
            Metric::Ata => "metric-ata",
            Metric::QueueAvgWait => "metric-queue-avg-wait",
            Metric::AbandonShortShare => "metric-abandon-short-share",
            Metric::AbandonAfterThresholdShare => "metric-abandon-after-threshold-share",
            Metric::AbandonLongShare => "metric-abandon-long-share",
            Metric::SmartHoldTreated => "metric-smart-hold-treated",
            Metric::SmartHoldAcceptanceRate => "metric-smart-hold-acceptance-rate",
            Metric::SmartHoldUndecidedRate => "metric-smart-hold-undecided-rate",
            Metric::SmartHoldRecallFail => "metric-smart-hold-recall-fail",
            Metric::SmartHoldRecallFailRate => "metric-smart-hold-recall-fail-rate",
            Metric::SmartHoldCompletionRate => "metric-smart-hold-completion-rate",
            Metric::SmartHoldOpen => "metric-smart-hold-open",
            Metric::HoldTotal => "metric-hold-total",
            Metric::MuteTotal => "metric-mute-total",
            Metric::HoldMuteTotal => "metric-hold-mute-total",
            Metric::HoldMuteEvents => "metric-hold-mute-events",
            Metric::HoldMuteAvgPerEvent => "metric-hold-mute-avg-per-event",
            Metric::HoldShare => "metric-hold-share",
            Metric::CdrCalls => "metric-cdr-calls",
            Metric::CdrMinutes => "metric-cdr-minutes",
            Metric::CdrCost => "metric-cdr-cost",
            Metric::CallsShortShare => "metric-calls-short-share",
            Metric::CallsLongShare => "metric-calls-long-share",
            Metric::CdrCostPerCall => "metric-cdr-cost-per-call",
            Metric::CdrCostPerMinute => "metric-cdr-cost-per-minute",
            Metric::CdrMinPerCall => "metric-cdr-min-per-call",
            Metric::FeedAge => "metric-feed-age",
            Metric::FeedFailures => "metric-feed-failures",
            Metric::QuotaUsedShare => "metric-quota-used-share",
        };
        self.say(id, &[])
    }

    /// A figure with what it was made of, as [`FunnelLabels::sample`] tells it, for a metric whose
    /// denominator may count other things than calls: `24 s (14 uses)`.
    #[must_use]
    pub fn figure(&self, metric: Metric, sample: &Sample) -> String {
        match (metric.out_of(), sample.value, sample.of) {
            (Some(CountedSample::Uses), Quantity::Duration(average), Some(of)) => {
                format!("{} ({})", self.duration(average), self.uses(Some(of)))
            }
            (_, _, _) => self.sample(sample),
        }
    }

    /// So many uses of hold and mute: `14 uses`.
    pub(crate) fn uses(&self, uses: Option<u64>) -> String {
        let told = self.known(uses.map(Quantity::Count));
        let number = uses.unwrap_or_default();
        self.say("uses", &[("uses", number.into()), ("count", told.into())])
    }

    /// The name of a report, with the one that wolkvox gives it.
    #[must_use]
    pub fn report(&self, report: Report) -> String {
        let id = match report {
            Report::Abandonment => "report-abandonment",
            Report::ServiceLevel => "report-service-level",
            Report::SmartHold => "report-smart-hold",
            Report::Durations => "report-durations",
            Report::Holds => "report-holds",
        };
        self.say(id, &[])
    }

    /// Where the figures of a metric come from: its reports, or the bot itself.
    #[must_use]
    pub fn source(&self, metric: Metric) -> CardLine {
        let reports = metric.reports().iter();
        match reports
            .map(|report| self.report(*report))
            .collect::<Vec<_>>()
        {
            reports if reports.is_empty() => self.line("guide-bot", &[]),
            reports => self.line("guide-report", &[("report", reports.join(" · ").into())]),
        }
    }

    /// The name of a severity, as a sentence has it.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> String {
        let id = match severity {
            Severity::Warning => "severity-warning",
            Severity::Critical => "severity-critical",
        };
        self.say(id, &[])
    }

    /// The name of a channel; one that nobody has named is told as the API spells it.
    #[must_use]
    pub fn channel(&self, channel: &Channel) -> String {
        let id = match channel.as_str() {
            Channel::INBOUND => "channel-inbound",
            "internalcall_que" => "channel-internalcall-que",
            "out_pre" => "channel-out-pre",
            "chat-web" => "channel-chat-web",
            "chat-whatsapp" => "channel-chat-whatsapp",
            "chat-facebook" => "channel-chat-facebook",
            "chat-instagram" => "channel-chat-instagram",
            "chat-telegram" => "channel-chat-telegram",
            "chat-email" => "channel-chat-email",
            "chat-transferSkill" => "channel-chat-transfer-skill",
            "chat-configurationbox" => "channel-chat-configurationbox",
            other => return tidy(other),
        };
        self.say(id, &[])
    }

    /// A skill by number and name: `skill 12 Soporte TV`.
    #[must_use]
    pub fn skill(&self, skill: SkillId, name: Option<&str>) -> String {
        let place = self.say("place-skill", &[("id", skill.to_string().into())]);
        match name.map(tidy).filter(|name| !name.is_empty()) {
            Some(name) => format!("{place} {name}"),
            None => place,
        }
    }

    /// Where the figure of a metric is from. Only the report of channels tells customers'
    /// calls from others: a figure of another is of no channel.
    #[must_use]
    pub fn place_of(&self, metric: Metric, scope: &Scope, names: &SkillNames) -> String {
        let is_of_channels = metric.reports().contains(&Report::ServiceLevel);
        match (is_of_channels, scope) {
            (true, _) | (false, Scope::Channel(_) | Scope::Agent(_)) => self.place(scope, names),
            (false, Scope::Operation) => self.say("place-operation", &[]),
            (false, Scope::Skill(skill)) => self.skill(*skill, names.get(*skill)),
        }
    }

    /// Where a figure is from: the skill and the channel.
    #[must_use]
    pub fn place(&self, scope: &Scope, names: &SkillNames) -> String {
        let voice = || self.channel(&Channel::inbound());
        match scope {
            Scope::Operation => {
                format!("{} · {}", self.say("place-operation", &[]), voice())
            }
            Scope::Skill(skill) => {
                format!("{} · {}", self.skill(*skill, names.get(*skill)), voice())
            }
            Scope::Channel(channel) => format!(
                "{} · {}",
                self.say("place-operation", &[]),
                self.channel(channel)
            ),
            Scope::Agent(agent) => {
                self.say("place-agent", &[("name", tidy(agent.as_str()).into())])
            }
        }
    }
}

/// A name from outside on one line: no line breaks, nothing that turns the direction of
/// the text around, and not so long that it hides what stands after it.
pub fn tidy(name: &str) -> String {
    tidy_within(name, NAME_ROOM)
}

/// Text from outside on one line of so many characters at most.
pub fn tidy_within(text: &str, room: usize) -> String {
    let plain: String = text
        .chars()
        .filter(|c| {
            !matches!(*c,
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(room) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use chrono_tz::America::Bogota;
    use std::time::Duration;
    use vigia_core::metrics::AgentName;

    #[test]
    fn an_average_says_how_many_of_what_it_is_of() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let average = |of| Sample {
            value: Quantity::Duration(Duration::from_secs(24)),
            part: None,
            of: Some(of),
        };
        let per_use = |of| words.figure(Metric::HoldMuteAvgPerEvent, &average(of));
        assert_eq!(per_use(1_400), "24 s (1.400 usos)");
        assert_eq!(per_use(1), "24 s (1 uso)");
        assert_eq!(words.figure(Metric::Asa, &average(2)), "24 s (2 llamadas)");
    }

    #[test]
    fn only_a_report_of_channels_tells_of_voice() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let names = SkillNames([(SkillId(12), "Soporte TV".to_owned())].into());
        let place = |metric, scope: Scope| words.place_of(metric, &scope, &names);
        let twelve = Scope::Skill(SkillId(12));
        assert_eq!(
            place(Metric::AbandonRate, twelve.clone()),
            "skill 12 Soporte TV · voz"
        );
        assert_eq!(place(Metric::SmartHoldOpen, twelve), "skill 12 Soporte TV");
        assert_eq!(
            place(Metric::CdrCost, Scope::Operation),
            "toda la operación"
        );
        let ana = Scope::Agent(AgentName::new("Ana"));
        assert_eq!(place(Metric::HoldTotal, ana), "agente Ana");
    }

    #[test]
    fn a_name_from_outside_stays_on_its_line() {
        assert_eq!(
            tidy(" Ana\n@everyone \u{202e}gpj\u{0}x "),
            "Ana @everyone gpj x"
        );
        assert_eq!(tidy(&"ñ".repeat(500)), format!("{}…", "ñ".repeat(60)));
    }

    #[test]
    fn a_place_is_told_by_number_name_and_channel() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let names = SkillNames([(SkillId(12), "Soporte TV".to_owned())].into());
        let place = |scope: Scope| words.place(&scope, &names);
        assert_eq!(
            place(Scope::Skill(SkillId(12))),
            "skill 12 Soporte TV · voz"
        );
        assert_eq!(place(Scope::Skill(SkillId(7))), "skill 7 · voz");
        assert_eq!(place(Scope::Operation), "toda la operación · voz");
        assert_eq!(
            place(Scope::Channel(Channel::new("chat-new\nkind"))),
            "toda la operación · chat-new kind"
        );
        assert_eq!(place(Scope::Agent(AgentName::new("Ana"))), "agente Ana");
    }
}
