//! The terms of the trade in the reader's language: metrics, reports, channels, places.

use crate::{CardLine, words::Words};
use vigia_core::{
    metrics::{
        Channel, CountedSample, Metric, Quantity, ReadFailure, Report, Sample, Scope, SkillId,
        SkillNames,
    },
    rules::Severity,
};

/// The number of characters of a name from outside that a line has room for.
const NAME_ROOM: usize = 60;

impl Words {
    pub fn metric(&self, metric: Metric) -> String {
        self.of_metric("metric", metric, "")
    }

    /// The short name of a metric whose name is long.
    pub(crate) fn short_metric(&self, metric: Metric) -> Option<String> {
        self.find(&metric_id("brief", metric, ""))
    }

    /// The formula of a metric, in terms of the trade.
    pub fn formula(&self, metric: Metric) -> String {
        self.of_metric("help", metric, "-formula")
    }

    /// The way in which a metric misleads.
    pub fn trap(&self, metric: Metric) -> String {
        self.of_metric("help", metric, "-trap")
    }

    fn of_metric(&self, head: &str, metric: Metric, end: &str) -> String {
        self.say(&metric_id(head, metric, end), &[])
    }

    /// A figure with its parts, like [`Words::sample`], for a metric whose denominator may
    /// count other things than calls: `24 s (14 uses)`.
    pub fn figure(&self, metric: Metric, sample: &Sample) -> String {
        match (metric.out_of(), sample.value, sample.of) {
            (Some(CountedSample::Uses), Quantity::Duration(average), Some(of)) => {
                format!("{} ({})", self.duration(average), self.uses(Some(of)))
            }
            (_, _, _) => self.sample(sample),
        }
    }

    /// The number of uses of hold and mute: `14 uses`.
    pub(crate) fn uses(&self, uses: Option<u64>) -> String {
        let count = self.known(uses.map(Quantity::Count));
        let number = uses.unwrap_or_default();
        self.say("uses", &[("uses", number.into()), ("count", count.into())])
    }

    /// The name of a report, and its name in wolkvox.
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

    /// Says why a report could not be read and what to do, as the middle of a sentence.
    pub fn failure(&self, failure: ReadFailure) -> String {
        self.say(&format!("failure-{}", failure.code()), &[])
    }

    /// The source of the figures of a metric: its reports, or the bot itself.
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

    pub fn severity(&self, severity: Severity) -> String {
        let id = match severity {
            Severity::Warning => "severity-warning",
            Severity::Critical => "severity-critical",
        };
        self.say(id, &[])
    }

    /// The name of a channel. A channel that is not known has the name that the API gives it.
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
    pub fn skill(&self, skill: SkillId, name: Option<&str>) -> String {
        let place = self.say("place-skill", &[("id", skill.to_string().into())]);
        match name.map(tidy).filter(|name| !name.is_empty()) {
            Some(name) => format!("{place} {name}"),
            None => place,
        }
    }

    /// The place of a metric's figure. Only the report of channels tells customers' calls
    /// from others: a figure of another report is of no channel.
    pub fn place_of(&self, metric: Metric, scope: &Scope, names: &SkillNames) -> String {
        let is_of_channels = metric.reports().contains(&Report::ServiceLevel);
        match (is_of_channels, scope) {
            (true, _) | (false, Scope::Channel(_) | Scope::Agent(_)) => self.place(scope, names),
            (false, Scope::Operation) => self.say("place-operation", &[]),
            (false, Scope::Skill(skill)) => self.skill(*skill, names.get(*skill)),
        }
    }

    /// The skill and the channel of a figure.
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

/// The Fluent id of a metric: `abandon.rate_excl_short` becomes `abandon-rate-excl-short`.
fn metric_id(head: &str, metric: Metric, end: &str) -> String {
    let name = metric.name().replace(['.', '_'], "-");
    format!("{head}-{name}{end}")
}

/// Puts a name from outside on one line: without line breaks, without marks that turn the
/// direction of the text, and not so long that it hides the text after it.
pub fn tidy(name: &str) -> String {
    tidy_within(name, NAME_ROOM)
}

/// Puts text from outside on one line of at most `room` characters.
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
    use vigia_core::{Language, metrics::AgentName};

    #[test]
    fn every_failure_has_its_own_sentence_and_english_is_that_of_the_log() {
        for language in ["en", "es", "pt-BR"] {
            let words = Words::new(Locale::from_tag(language), Bogota);
            let sentences = ReadFailure::ALL
                .iter()
                .map(|failure| words.failure(*failure));
            let sentences: std::collections::BTreeSet<_> = sentences.collect();
            assert_eq!(
                sentences.len(),
                ReadFailure::ALL.len(),
                "{language}: {sentences:#?}"
            );
            if language == "en" {
                let log = ReadFailure::ALL.iter().map(ToString::to_string).collect();
                assert_eq!(sentences, log);
            }
        }
    }

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

    #[test]
    fn the_reference_says_the_same_as_the_bot() {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let page = include_str!("../../../../docs/metrics.md").replace('`', "");
        let rows: Vec<Vec<&str>> = page
            .lines()
            .map(|row| row.split('|').map(str::trim).collect())
            .collect();
        for metric in Metric::ALL {
            let row = rows
                .iter()
                .find(|cells| cells.get(1) == Some(&metric.name()));
            let cells = row.unwrap_or_else(|| panic!("no row for {metric}"));
            assert_eq!(cells[2], words.formula(metric), "formula of {metric}");
            assert_eq!(cells[6], words.trap(metric), "trap of {metric}");
        }
    }

    #[test]
    fn every_metric_has_its_texts_in_every_language() {
        for language in Language::ALL {
            let words = Words::new(Locale::from_tag(language.tag()), Bogota);
            for metric in Metric::ALL {
                for (head, end) in [("metric", ""), ("help", "-formula"), ("help", "-trap")] {
                    let id = metric_id(head, metric, end);
                    assert!(words.find(&id).is_some(), "{language:?} lacks `{id}`");
                }
            }
        }
    }

    #[test]
    fn a_formula_and_a_trap_have_room_on_a_phone() {
        for tag in Language::ALL.map(Language::tag) {
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
