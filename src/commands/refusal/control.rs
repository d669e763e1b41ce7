//! What cannot be done about alerts, silences and rules as it was typed.

use crate::commands::{
    Control, Parameter,
    any::AnyCommand,
    control::SpanFault,
    refusal::{Refusal, code, code_line, range::expected_length},
    summary::NoSummary,
};
use vigia_cards::{Line, Reader, Span, Words, silences::matched, tidy};
use vigia_core::{
    alerts::{IncidentId, Silence},
    rules::{DaysFault, RuleId, WeeklyFault},
    summaries::Plan,
};

impl Refusal {
    /// What is remembered cannot be read.
    pub(crate) fn lapse(words: &Words) -> Self {
        Self::new(words.say("refused-lapse", &[])).with(words.line("refused-lapse-log", &[]))
    }

    /// No such summary.
    pub(crate) fn summary(typed: &str, known: &[Plan], words: &Words) -> Self {
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
            Line(vec![
                Span::Code(format!("#{id}")),
                Span::Text(format!(" {name}")),
            ])
        });
        Self::new(title)
            .with(words.line(introduction, &[]))
            .candidates(lines, words)
    }

    /// A note and a length of time: one is for having it in hand, one for putting it off.
    pub(crate) fn two_acts(words: &Words) -> Self {
        let name = |option: Parameter| words.say(option.name_id(), &[]);
        let args = [
            ("one", name(Parameter::Note).into()),
            ("other", name(Parameter::For).into()),
        ];
        let act = |id| Parameter::Do.typed(&words.say(id, &[]), words);
        let (one, other) = (act("choice-acknowledge"), act("choice-snooze"));
        Self::new(words.say("act-two", &args)).with(words.line(
            "value-either",
            &[("one", code(&one)), ("other", code(&other))],
        ))
    }

    /// A digest is of many rules.
    pub(crate) fn no_one_rule(words: &Words) -> Self {
        let command = AnyCommand::from(Control::Silence).typed(words);
        let rule = Parameter::Rule.typed("…", words);
        let command = format!("{command} {rule}");
        Self::new(words.say("mute-many", &[]))
            .with(words.line("mute-many-how", &[("command", code(&command))]))
    }

    /// No length of time, or no time to come.
    pub(crate) fn span(option: Parameter, fault: &SpanFault, words: &Words) -> Self {
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
            Parameter::Rule.typed("high-abandonment", words),
            Parameter::Skill.typed("12", words),
            Parameter::Rule.typed(&all, words),
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
            Parameter::For.typed("2h", words),
            Parameter::Until.typed("18:00", words),
            Parameter::Every.typed(&weekly_example(words), words),
        ];
        let [length, until, every] = examples.map(|example| code(&example));
        Self::new(words.say("silence-until-when", &[])).with(words.line(
            "silence-until-when-how",
            &[("length", length), ("until", until), ("every", every)],
        ))
    }

    /// Two options that both say until when.
    pub(crate) fn two_ends(words: &Words) -> Self {
        Self::both("silence-two-ends", Parameter::For, Parameter::Until, words)
    }

    /// Two options that both say what it is about.
    pub(crate) fn two_scopes(one: Parameter, other: Parameter, words: &Words) -> Self {
        Self::both("silence-two-scopes", one, other, words)
    }

    fn both(title: &str, one: Parameter, other: Parameter, words: &Words) -> Self {
        let name = |option: Parameter| words.say(option.name_id(), &[]);
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
    pub(crate) fn weekly(typed: &str, fault: &WeeklyFault, words: &Words) -> Self {
        let meant = match fault {
            WeeklyFault::Days(DaysFault::Unknown { word, meant }) => {
                let found = meant.map(|meant| typed.replacen(word, meant, 1));
                found.filter(|found| found != typed)
            }
            WeeklyFault::Days(DaysFault::Open | DaysFault::Nothing) | WeeklyFault::Hours(_) => None,
        };
        let args = [
            ("option", words.say(Parameter::Every.name_id(), &[]).into()),
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
        reader: &Reader<'_>,
        words: &Words,
    ) -> Self {
        let title = words.say("silence-unknown", &[("typed", tidy(typed).into())]);
        let introduction = if silences.is_empty() {
            "silence-unknown-none"
        } else {
            "silence-unknown-known"
        };
        let lines = silences.iter().map(|silence| {
            let matched = matched(&silence.matcher, reader, words);
            Line(vec![
                Span::Code(silence.id.to_string()),
                Span::Text(format!(" {matched}")),
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

fn expected_ahead(words: &Words) -> Line {
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
