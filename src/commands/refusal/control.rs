//! What cannot be done about alerts, silences and rules as it was typed.

use crate::commands::{
    CommandParameter, WatchCommand,
    any::AnyCommand,
    control::SpanFault,
    refusal::{CommandRefusal, code, code_line, range::expected_length},
    summary::NoSummary,
};
use vigia_cards::{AudienceView, CardLine, TextSpan, Words, silences::matched_alerts, tidy};
use vigia_core::{
    alerts::{IncidentId, Silence},
    rules::{DaySelectionError, RuleId, WeeklyHoursError},
    summaries::SummaryPlan,
};

impl CommandRefusal {
    /// What is remembered cannot be read.
    pub(crate) fn lapse(words: &Words) -> Self {
        Self::new(words.say("refused-lapse", &[])).with(words.line("refused-lapse-log", &[]))
    }

    /// No such summary.
    pub(crate) fn summary(typed: &str, known: &[SummaryPlan], words: &Words) -> Self {
        let title = words.say("summary-unknown", &[("typed", tidy(typed).into())]);
        let known = known.iter().map(|plan| code_line(plan.name.as_str()));
        Self::new(title).candidates(known, words)
    }

    /// There is none of that day.
    pub(crate) fn no_summary(fault: &NoSummary, words: &Words) -> Self {
        match fault {
            NoSummary::Closed => Self::new(words.say("summary-closed", &[])),
            NoSummary::NotYet(from) => {
                let from = words.date_and_clock(*from);
                Self::new(words.say("range-not-yet", &[("from", from.into())]))
            }
            NoSummary::Unread(failure) => Self::failure(failure, words),
        }
    }

    /// No such incident, or nobody says which.
    pub(crate) fn incident(
        typed: Option<&str>,
        open: &[(IncidentId, Option<RuleId>)],
        words: &Words,
    ) -> Self {
        let title = match typed {
            Some(typed) => words.say("incident-unknown", &[("typed", tidy(typed).into())]),
            None => words.say("incident-which", &[]),
        };
        let introduction = if open.is_empty() {
            "incident-none-open"
        } else {
            "incident-open"
        };
        let lines = open.iter().map(|(id, rule)| {
            let name = rule.as_ref().map(|rule| tidy(rule.as_str()));
            let name = name.unwrap_or_else(|| words.say("incident-digest", &[]));
            CardLine(vec![
                TextSpan::Code(format!("#{id}")),
                TextSpan::Text(format!(" {name}")),
            ])
        });
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(lines, words)
    }

    /// A note and a length of time: one is for having it in hand, one for putting it off.
    pub(crate) fn two_acts(words: &Words) -> Self {
        let name = |option: CommandParameter| words.say(option.name_id(), &[]);
        let args = [
            ("one", name(CommandParameter::Note).into()),
            ("other", name(CommandParameter::For).into()),
        ];
        let act = |id| CommandParameter::Do.typed(&words.say(id, &[]), words);
        let (one, other) = (act("choice-acknowledge"), act("choice-snooze"));
        Self::new(words.say("act-two", &args)).with(words.line(
            "value-either",
            &[("one", code(&one)), ("other", code(&other))],
        ))
    }

    /// A digest is of many rules.
    pub(crate) fn no_one_rule(words: &Words) -> Self {
        let command = AnyCommand::from(WatchCommand::Silence).typed(words);
        let rule = CommandParameter::Rule.typed("…", words);
        let command = format!("{command} {rule}");
        Self::new(words.say("mute-many", &[]))
            .with(words.line("mute-many-how", &[("command", code(&command))]))
    }

    /// No length of time, or no time to come.
    pub(crate) fn span(option: CommandParameter, fault: &SpanFault, words: &Words) -> Self {
        match fault {
            SpanFault::NoLength { typed, meant } => {
                let typed = ("typed", tidy(typed).into());
                Self::new(words.say("range-no-length", &[typed]))
                    .with(expected_length(words))
                    .meaning(meant.as_deref(), words)
            }
            SpanFault::NoTime { typed, meant } => {
                let args = [
                    ("option", words.say(option.name_id(), &[]).into()),
                    ("typed", tidy(typed).into()),
                ];
                Self::new(words.say("range-no-time", &args))
                    .with(expected_ahead(words))
                    .meaning(meant.as_deref(), words)
            }
            SpanFault::Past(time) => {
                let time = words.date_and_clock(*time);
                Self::new(words.say("span-past", &[("time", time.into())]))
                    .with(expected_ahead(words))
            }
            SpanFault::OutOfBounds => Self::new(words.say("span-bounds", &[])),
        }
    }

    /// Nothing says which alerts.
    pub(crate) fn silence_of_what(words: &Words) -> Self {
        let all = words.say("word-all", &[]);
        let examples = [
            CommandParameter::Rule.typed("high-abandonment", words),
            CommandParameter::Skill.typed("12", words),
            CommandParameter::Rule.typed(&all, words),
        ];
        let [rule, skill, all] = examples.map(|example| code(&example));
        Self::new(words.say("silence-of-what", &[])).with(words.line(
            "silence-of-what-how",
            &[("rule", rule), ("skill", skill), ("all", all)],
        ))
    }

    /// Nothing says for how long.
    pub(crate) fn silence_until_when(words: &Words) -> Self {
        let examples = [
            CommandParameter::For.typed("2h", words),
            CommandParameter::Until.typed("18:00", words),
            CommandParameter::Every.typed(&weekly_example(words), words),
        ];
        let [length, until, every] = examples.map(|example| code(&example));
        Self::new(words.say("silence-until-when", &[])).with(words.line(
            "silence-until-when-how",
            &[("length", length), ("until", until), ("every", every)],
        ))
    }

    /// Two options that both say until when.
    pub(crate) fn two_ends(words: &Words) -> Self {
        Self::both(
            "silence-two-ends",
            CommandParameter::For,
            CommandParameter::Until,
            words,
        )
    }

    /// Two options that both say what it is about.
    pub(crate) fn two_scopes(
        one: CommandParameter,
        other: CommandParameter,
        words: &Words,
    ) -> Self {
        Self::both("silence-two-scopes", one, other, words)
    }

    fn both(title: &str, one: CommandParameter, other: CommandParameter, words: &Words) -> Self {
        let name = |option: CommandParameter| words.say(option.name_id(), &[]);
        let (one, other) = (name(one), name(other));
        let names = [
            ("one", one.as_str().into()),
            ("other", other.as_str().into()),
        ];
        Self::new(words.say(title, &names)).with(words.line(
            "value-either",
            &[("one", code(&one)), ("other", code(&other))],
        ))
    }

    /// No stretch of every week.
    pub(crate) fn weekly(typed: &str, fault: &WeeklyHoursError, words: &Words) -> Self {
        let meant = match fault {
            WeeklyHoursError::Days(DaySelectionError::Unknown { word, meant }) => {
                let found = meant.map(|meant| typed.replacen(word, meant, 1));
                found.filter(|found| found != typed)
            }
            WeeklyHoursError::Days(DaySelectionError::Open | DaySelectionError::Nothing)
            | WeeklyHoursError::Hours(_) => None,
        };
        let args = [
            (
                "option",
                words.say(CommandParameter::Every.name_id(), &[]).into(),
            ),
            ("typed", tidy(typed).into()),
        ];
        Self::new(words.say("weekly-unknown", &args))
            .with(words.line(
                "weekly-expected",
                &[("example", code(&weekly_example(words)))],
            ))
            .meaning(meant.as_deref(), words)
    }

    /// No label, or none that a rule bears.
    pub(crate) fn label(typed: &str, known: &[(&String, &String)], words: &Words) -> Self {
        let title = words.say("label-unknown", &[("typed", tidy(typed).into())]);
        let introduction = if known.is_empty() {
            "label-none"
        } else {
            "value-one-of"
        };
        let known = known
            .iter()
            .map(|(name, value)| code_line(&format!("{name}={value}")));
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(known, words)
    }

    /// No such rule, or several.
    pub(crate) fn rule(typed: &str, near: &[RuleId], words: &Words) -> Self {
        let title = words.say("rule-unknown", &[("typed", tidy(typed).into())]);
        let introduction = if near.is_empty() {
            "rule-none"
        } else {
            "rule-near"
        };
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(near.iter().map(|rule| code_line(rule.as_str())), words)
    }

    /// The file of a rule can no longer be read.
    pub(crate) fn no_text(rule: &RuleId, words: &Words) -> Self {
        let rule = ("rule", tidy(rule.as_str()).into());
        Self::new(words.say("rule-no-text", &[rule]))
    }

    /// No such silence.
    pub(crate) fn no_silence(
        typed: &str,
        silences: &[Silence],
        reader: &AudienceView<'_>,
        words: &Words,
    ) -> Self {
        let title = words.say("silence-unknown", &[("typed", tidy(typed).into())]);
        let introduction = if silences.is_empty() {
            "silence-unknown-none"
        } else {
            "silence-unknown-known"
        };
        let lines = silences.iter().map(|silence| {
            let matched = matched_alerts(&silence.matcher, reader, words);
            CardLine(vec![
                TextSpan::Code(silence.id.to_string()),
                TextSpan::Text(format!(" {matched}")),
            ])
        });
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(lines, words)
    }
}

fn weekly_example(words: &Words) -> String {
    "mon-fri 22:00-06:00"
        .parse()
        .map(|weekly| words.weekly(&weekly))
        .unwrap_or_default()
}

fn expected_ahead(words: &Words) -> CardLine {
    let tomorrow = format!("{} 08:00", words.say("word-tomorrow", &[]));
    words.line(
        "span-expected-time",
        &[
            ("one", code("18:00")),
            ("two", code(&tomorrow)),
            ("three", code("2026-11-20 18:00")),
        ],
    )
}
