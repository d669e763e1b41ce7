//! What was typed makes no window, or another than was typed.

use chrono::NaiveDateTime;

use crate::commands::{
    CommandParameter,
    range::{MOST_DAYS, RangeFault, RangeNote},
    refusal::{CommandRefusal, code},
};
use vigia_cards::{CardLine, FluentArg, Words, tidy};

impl CommandRefusal {
    /// No window.
    pub(crate) fn range(fault: &RangeFault, words: &Words) -> Self {
        match fault {
            RangeFault::LastAndFrom => two_starts(words),
            RangeFault::LastAndDay => {
                let names = [
                    ("last", name(CommandParameter::Last, words).into()),
                    ("day", name(CommandParameter::Day, words).into()),
                ];
                Self::new(words.say("range-last-and-day", &names)).with(on_a_day(words))
            }
            RangeFault::NoLength { typed, meant } => {
                Self::new(words.say("range-no-length", &[("typed", tidy(typed).into())]))
                    .with(expected_length(words))
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::NoTime {
                option,
                typed,
                meant,
            } => no_time(*option, typed, words).meaning(meant.as_deref(), words),
            RangeFault::TwoDays { option, typed } => {
                let args = [
                    ("option", name(*option, words).into()),
                    ("typed", tidy(typed).into()),
                    ("day", name(CommandParameter::Day, words).into()),
                ];
                Self::new(words.say("range-two-days", &args)).with(on_a_day(words))
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
}

/// What is different from what was typed.
pub(crate) fn note(note: RangeNote, words: &Words) -> CardLine {
    let time = |time: NaiveDateTime| {
        let text = time.format("%Y-%m-%d %H:%M").to_string();
        [("time", FluentArg::from(text))]
    };
    match note {
        RangeNote::EndsNow => words.line("note-ends-now", &[]),
        RangeNote::Skipped(typed) => words.line("note-skipped", &time(typed)),
        RangeNote::FirstOfTwo(typed) => words.line("note-first-of-two", &time(typed)),
        RangeNote::SecondOfTwo(typed) => words.line("note-second-of-two", &time(typed)),
    }
}

fn two_starts(words: &Words) -> CommandRefusal {
    let [last, from, to] = [
        CommandParameter::Last,
        CommandParameter::From,
        CommandParameter::To,
    ]
    .map(|option| name(option, words));
    let names = [
        ("last", last.as_str().into()),
        ("from", from.as_str().into()),
    ];
    CommandRefusal::new(words.say("range-last-and-from", &names)).with(words.line(
        "range-one-of",
        &[
            ("last", code(&last)),
            ("from", code(&from)),
            ("to", code(&to)),
        ],
    ))
}

fn no_time(option: CommandParameter, typed: &str, words: &Words) -> CommandRefusal {
    let args = [
        ("option", name(option, words).into()),
        ("typed", tidy(typed).into()),
    ];
    let refusal = |id| CommandRefusal::new(words.say(id, &args));
    if option == CommandParameter::Day {
        refusal("range-no-day").with(expected_day(words))
    } else {
        refusal("range-no-time").with(expected_time(words))
    }
}

fn name(option: CommandParameter, words: &Words) -> String {
    words.say(option.name_id(), &[])
}

/// `dia:ayer desde:08:00 hasta:12:00`.
fn on_a_day(words: &Words) -> CardLine {
    let yesterday = words.say("word-yesterday", &[]);
    let example = [
        CommandParameter::Day.typed(&yesterday, words),
        CommandParameter::From.typed("08:00", words),
        CommandParameter::To.typed("12:00", words),
    ];
    words.line("range-on-a-day", &[("example", code(&example.join(" ")))])
}

fn expected_day(words: &Words) -> CardLine {
    let today = words.say("word-today", &[]);
    let yesterday = words.say("word-yesterday", &[]);
    words.line(
        "range-expected-day",
        &[
            ("one", code(&today)),
            ("two", code(&yesterday)),
            ("three", code("2026-11-20")),
            ("four", code("20/11")),
        ],
    )
}

pub(super) fn expected_length(words: &Words) -> CardLine {
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

fn expected_time(words: &Words) -> CardLine {
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
