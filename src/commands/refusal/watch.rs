//! Refusals of commands about alerts, silences, rules and summaries.

use crate::commands::{
    command::{AnyCommand, CommandParameter, WatchCommand},
    refusal::{CommandRefusal, code_line, named_line},
};
use vigia_cards::{AudienceView, Words, silences::matched_alerts, tidy};
use vigia_core::{
    alerts::{IncidentId, Silence},
    rules::{DaySelectionError, RuleId, WeeklyHoursError},
    summaries::SummaryPlan,
};

impl CommandRefusal {
    pub(crate) fn store(words: &Words) -> Self {
        Self::new("refused-lapse", &[], words).say("refused-lapse-log", words)
    }

    pub(crate) fn summary(typed: &str, known: &[SummaryPlan], words: &Words) -> Self {
        let known = known.iter().map(|plan| code_line(plan.name.as_str()));
        Self::quoting("summary-unknown", typed, words).candidates(known, words)
    }

    pub(crate) fn closed_day(words: &Words) -> Self {
        Self::new("summary-closed", &[], words)
    }

    pub(crate) fn incident(
        typed: Option<&str>,
        open: &[(IncidentId, Option<RuleId>)],
        words: &Words,
    ) -> Self {
        let refusal = match typed {
            Some(typed) => Self::quoting("incident-unknown", typed, words),
            None => Self::new("incident-which", &[], words),
        };
        let lines = open.iter().map(|(id, rule)| {
            let name = rule.as_ref().map(|rule| tidy(rule.as_str()));
            let name = name.unwrap_or_else(|| words.say("incident-digest", &[]));
            named_line(format!("#{id}"), &name)
        });
        refusal.known(["incident-open", "incident-none-open"], lines, words)
    }

    pub(crate) fn two_acts(words: &Words) -> Self {
        let args = [
            ("one", CommandParameter::Note.label(words).into()),
            ("other", CommandParameter::For.label(words).into()),
        ];
        let [one, other] = ["choice-acknowledge", "choice-snooze"]
            .map(|id| CommandParameter::Do.typed(&words.say(id, &[]), words));
        let either = [("one", one.as_str()), ("other", other.as_str())];
        Self::new("act-two", &args, words).examples("value-either", either, words)
    }

    /// Refuses to mute the rule of a digest, which is of many rules.
    pub(crate) fn no_one_rule(words: &Words) -> Self {
        let command = AnyCommand::from(WatchCommand::Silence).typed(words);
        let rule = CommandParameter::Rule.typed("…", words);
        let command = format!("{command} {rule}");
        Self::new("mute-many", &[], words).examples("mute-many-how", [("command", &command)], words)
    }

    pub(crate) fn silence_of_what(words: &Words) -> Self {
        let all = words.say("word-all", &[]);
        let rule = CommandParameter::Rule.typed("high-abandonment", words);
        let skill = CommandParameter::Skill.typed("12", words);
        let all = CommandParameter::Rule.typed(&all, words);
        let examples = [("rule", rule.as_str()), ("skill", &skill), ("all", &all)];
        Self::new("silence-of-what", &[], words).examples("silence-of-what-how", examples, words)
    }

    pub(crate) fn silence_until_when(words: &Words) -> Self {
        let length = CommandParameter::For.typed("2h", words);
        let until = CommandParameter::Until.typed("18:00", words);
        let every = CommandParameter::Every.typed(&weekly_example(words), words);
        let examples = [
            ("length", length.as_str()),
            ("until", &until),
            ("every", &every),
        ];
        let refusal = Self::new("silence-until-when", &[], words);
        refusal.examples("silence-until-when-how", examples, words)
    }

    pub(crate) fn two_ends(words: &Words) -> Self {
        let (one, other) = (CommandParameter::For, CommandParameter::Until);
        Self::both("silence-two-ends", one, other, words)
    }

    pub(crate) fn two_scopes(
        one: CommandParameter,
        other: CommandParameter,
        words: &Words,
    ) -> Self {
        Self::both("silence-two-scopes", one, other, words)
    }

    fn both(title: &str, one: CommandParameter, other: CommandParameter, words: &Words) -> Self {
        let (one, other) = (one.label(words), other.label(words));
        let names = [
            ("one", one.as_str().into()),
            ("other", other.as_str().into()),
        ];
        let either = [("one", one.as_str()), ("other", other.as_str())];
        Self::new(title, &names, words).examples("value-either", either, words)
    }

    pub(crate) fn weekly(typed: &str, fault: &WeeklyHoursError, words: &Words) -> Self {
        let meant = match fault {
            WeeklyHoursError::Days(DaySelectionError::Unknown { word, meant }) => {
                let found = meant.map(|meant| typed.replacen(word, meant, 1));
                found.filter(|found| found != typed)
            }
            WeeklyHoursError::Days(DaySelectionError::Open | DaySelectionError::Nothing)
            | WeeklyHoursError::Hours(_) => None,
        };
        let example = weekly_example(words);
        Self::option("weekly-unknown", CommandParameter::Every, typed, words)
            .examples("weekly-expected", [("example", &example)], words)
            .meaning(meant.as_deref(), words)
    }

    pub(crate) fn label(typed: &str, known: &[(&String, &String)], words: &Words) -> Self {
        let known = known
            .iter()
            .map(|(name, value)| code_line(&format!("{name}={value}")));
        let refusal = Self::quoting("label-unknown", typed, words);
        refusal.known(["value-one-of", "label-none"], known, words)
    }

    pub(crate) fn rule(typed: &str, near: &[RuleId], words: &Words) -> Self {
        let near = near.iter().map(|rule| code_line(rule.as_str()));
        let refusal = Self::quoting("rule-unknown", typed, words);
        refusal.known(["rule-near", "rule-none"], near, words)
    }

    pub(crate) fn no_text(rule: &RuleId, words: &Words) -> Self {
        let rule = ("rule", tidy(rule.as_str()).into());
        Self::new("rule-no-text", &[rule], words)
    }

    pub(crate) fn no_silence(
        typed: &str,
        silences: &[Silence],
        reader: &AudienceView<'_>,
        words: &Words,
    ) -> Self {
        let lines = silences.iter().map(|silence| {
            named_line(silence.id, &matched_alerts(&silence.matcher, reader, words))
        });
        let refusal = Self::quoting("silence-unknown", typed, words);
        refusal.known(
            ["silence-unknown-known", "silence-unknown-none"],
            lines,
            words,
        )
    }
}

fn weekly_example(words: &Words) -> String {
    let weekly = "mon-fri 22:00-06:00".parse();
    weekly
        .map(|weekly| words.weekly(&weekly))
        .unwrap_or_default()
}
