//! A request that cannot be answered: what is wrong, what was expected, an example, and
//! what was probably meant.

use chrono::NaiveDateTime;

use crate::{
    cards::{Arg, Card, Line, Span, Tone, Words, tidy, tidy_within},
    commands::{
        ReadFailure,
        range::{MOST_DAYS, Note, RangeFault, TimeOption},
        skill::SkillFault,
    },
    metrics::SkillNames,
};

/// How many candidates a refusal names.
const CANDIDATES: usize = 10;

/// How much of a reason from outside a refusal has room for.
const REASON_ROOM: usize = 300;

/// What an asker is told instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    title: String,
    lines: Vec<Line>,
}

impl Refusal {
    fn new(title: String) -> Self {
        Self {
            title,
            lines: Vec::new(),
        }
    }

    fn with(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    fn meaning(self, meant: Option<&str>, words: &Words) -> Self {
        match meant {
            Some(meant) => self.with(words.line("meant", &[("meant", code(meant))])),
            None => self,
        }
    }

    /// The card, with the command that was refused.
    pub(crate) fn card(self, command: &str) -> Card {
        Card {
            tone: Tone::Refusal,
            title: self.title,
            lines: self.lines,
            fields: Vec::new(),
            footer: command.trim().to_owned(),
            as_of: None,
            ..Card::default()
        }
    }

    /// No such operation, or several.
    pub(crate) fn operation(name: Option<&str>, known: &[String], words: &Words) -> Self {
        let title = match name {
            Some(name) => words.say("operation-unknown", &[("typed", tidy(name).into())]),
            None => words.say("operation-which", &[]),
        };
        let mut refusal = Self::new(title);
        for name in known.iter().take(CANDIDATES) {
            refusal = refusal.with(Line(vec![Span::Code(name.clone())]));
        }
        refusal
    }

    /// No such skill, or several.
    pub(crate) fn skill(
        typed: &str,
        fault: &SkillFault,
        names: &SkillNames,
        words: &Words,
    ) -> Self {
        let typed = ("typed", tidy(typed).into());
        let (title, introduction, found) = match fault {
            SkillFault::Ambiguous(found) => ("skill-ambiguous", "skill-which", found),
            SkillFault::Unknown(found) if found.is_empty() => {
                let expected = words.line(
                    "skill-expected",
                    &[("all", code(&words.say("word-all", &[])))],
                );
                return Self::new(words.say("skill-unknown", &[typed])).with(expected);
            }
            SkillFault::Unknown(found) => ("skill-unknown", "skill-near", found),
        };
        let mut refusal =
            Self::new(words.say(title, &[typed])).with(words.line(introduction, &[]));
        for id in found.iter().take(CANDIDATES) {
            let name = names.get(*id).map(tidy).unwrap_or_default();
            refusal = refusal.with(Line(vec![
                Span::Code(id.to_string()),
                Span::Text(format!(" {name}")),
            ]));
        }
        match u64::try_from(found.len().saturating_sub(CANDIDATES)) {
            Ok(more @ 1..) => {
                refusal.with(words.line("skill-more", &[("more", more.into())]))
            }
            Ok(0) | Err(_) => refusal,
        }
    }

    /// No window.
    pub(crate) fn range(fault: &RangeFault, words: &Words) -> Self {
        match fault {
            RangeFault::LastAndFrom => Self::new(words.say("range-last-and-from", &[]))
                .with(words.line(
                    "range-one-of",
                    &[
                        ("last", code("last")),
                        ("from", code("from")),
                        ("to", code("to")),
                    ],
                )),
            RangeFault::NoLength { typed, meant } => {
                Self::new(words.say("range-no-length", &[("typed", tidy(typed).into())]))
                    .with(expected_length(words))
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::NoTime {
                option,
                typed,
                meant,
            } => {
                let option = match option {
                    TimeOption::From => "from",
                    TimeOption::To => "to",
                };
                let title = words.say(
                    "range-no-time",
                    &[("option", option.into()), ("typed", tidy(typed).into())],
                );
                Self::new(title)
                    .with(expected_time(words))
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::NotYet { from, yesterday } => {
                let from = words.date_and_clock(*from);
                let meant = yesterday
                    .as_ref()
                    .map(|time| format!("{} {time}", words.say("word-yesterday", &[])));
                Self::new(words.say("range-not-yet", &[("from", from.into())]))
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::Reversed { from, until } => {
                let from = words.date_and_clock(*from).into();
                let until = words.date_and_clock(*until).into();
                let args = [("from", from), ("until", until)];
                Self::new(words.say("range-reversed", &args)).with(expected_time(words))
            }
            RangeFault::TooShort => Self::new(words.say("range-too-short", &[])),
            RangeFault::TooLong => {
                Self::new(words.say("range-too-long", &[("days", MOST_DAYS.into())]))
            }
        }
    }

    /// The reports cannot be read.
    pub(crate) fn failure(failure: &ReadFailure, words: &Words) -> Self {
        Self::new(words.say("failure", &[("why", why(failure, words).into())]))
    }
}

/// Why a report could not be read, as the end of a sentence.
pub(crate) fn why(failure: &ReadFailure, words: &Words) -> String {
    match failure {
        ReadFailure::QuotaUsedUp => words.say("failure-quota", &[]),
        ReadFailure::TokenRefused => words.say("failure-token", &[]),
        ReadFailure::Unavailable => words.say("failure-unavailable", &[]),
        ReadFailure::Maintenance => words.say("failure-maintenance", &[]),
        ReadFailure::NoReport => words.say("failure-no-report", &[]),
        ReadFailure::Other(text) => tidy_within(text, REASON_ROOM),
    }
}

/// What is different from what was typed.
pub(crate) fn note(note: Note, words: &Words) -> Line {
    let time = |time: NaiveDateTime| {
        let text = time.format("%Y-%m-%d %H:%M").to_string();
        [("time", Arg::from(text))]
    };
    match note {
        Note::EndsNow => words.line("note-ends-now", &[]),
        Note::Skipped(typed) => words.line("note-skipped", &time(typed)),
        Note::FirstOfTwo(typed) => words.line("note-first-of-two", &time(typed)),
        Note::SecondOfTwo(typed) => words.line("note-second-of-two", &time(typed)),
    }
}

fn expected_length(words: &Words) -> Line {
    words.line(
        "range-expected-length",
        &[
            ("one", code("15m")),
            ("two", code("1h")),
            ("three", code("2h30m")),
            ("four", code("1d")),
        ],
    )
}

fn expected_time(words: &Words) -> Line {
    let yesterday = format!("{} 14:00", words.say("word-yesterday", &[]));
    words.line(
        "range-expected-time",
        &[
            ("one", code("08:00")),
            ("two", code(&yesterday)),
            ("three", code("2026-11-20")),
            ("four", code("20/11 08:00")),
        ],
    )
}

fn code(text: &str) -> Arg {
    Span::Code(tidy(text)).into()
}
