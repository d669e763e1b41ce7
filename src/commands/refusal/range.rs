//! Refusals of times that make no window, and notes about windows that differ from what was
//! typed.

use chrono::NaiveDateTime;

use crate::commands::{
    command::CommandParameter,
    range::{MOST_DAYS, RangeFault, RangeNote, SpanFault},
    refusal::CommandRefusal,
};
use vigia_cards::{CardLine, FluentArg, Words, tidy};

impl CommandRefusal {
    pub(crate) fn range(fault: &RangeFault, words: &Words) -> Self {
        use CommandParameter::{Day, From, Last, To};
        match fault {
            RangeFault::LastAndFrom => {
                let [last, from, to] = [Last, From, To].map(|option| option.label(words));
                let names = [
                    ("last", last.as_str().into()),
                    ("from", from.as_str().into()),
                ];
                let one_of = [("last", last.as_str()), ("from", &from), ("to", &to)];
                Self::new("range-last-and-from", &names, words).examples(
                    "range-one-of",
                    one_of,
                    words,
                )
            }
            RangeFault::LastAndDay => {
                let names = [
                    ("last", Last.label(words).into()),
                    ("day", Day.label(words).into()),
                ];
                Self::new("range-last-and-day", &names, words).on_a_day(words)
            }
            RangeFault::NoLength { typed, meant } => {
                Self::no_length(typed, meant.as_deref(), words)
            }
            RangeFault::NoTime {
                option: Day,
                typed,
                meant,
            } => {
                let [today, yesterday] =
                    ["word-today", "word-yesterday"].map(|id| words.say(id, &[]));
                let examples = [
                    ("one", today.as_str()),
                    ("two", &yesterday),
                    ("three", "2026-11-20"),
                    ("four", "20/11"),
                ];
                Self::option("range-no-day", Day, typed, words)
                    .examples("range-expected-day", examples, words)
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::NoTime {
                option,
                typed,
                meant,
            } => Self::option("range-no-time", *option, typed, words)
                .expected_time(words)
                .meaning(meant.as_deref(), words),
            RangeFault::TwoDays { option, typed } => {
                let args = [
                    ("option", option.label(words).into()),
                    ("typed", tidy(typed).into()),
                    ("day", Day.label(words).into()),
                ];
                Self::new("range-two-days", &args, words).on_a_day(words)
            }
            RangeFault::NotYet { from, yesterday } => {
                let from = words.date_and_clock(*from).into();
                let word = words.say("word-yesterday", &[]);
                let meant = yesterday.as_ref().map(|time| format!("{word} {time}"));
                Self::new("range-not-yet", &[("from", from)], words)
                    .meaning(meant.as_deref(), words)
            }
            RangeFault::Reversed { from, until } => {
                let from = ("from", words.date_and_clock(*from).into());
                let until = ("until", words.date_and_clock(*until).into());
                Self::new("range-reversed", &[from, until], words).expected_time(words)
            }
            RangeFault::TooShort => Self::new("range-too-short", &[], words),
            RangeFault::TooLong => {
                Self::new("range-too-long", &[("days", MOST_DAYS.into())], words)
            }
        }
    }

    /// Refuses a length of time, or a time to come.
    pub(crate) fn span(option: CommandParameter, fault: &SpanFault, words: &Words) -> Self {
        let tomorrow = format!("{} 08:00", words.say("word-tomorrow", &[]));
        let examples = [
            ("one", "18:00"),
            ("two", tomorrow.as_str()),
            ("three", "2026-11-20 18:00"),
        ];
        match fault {
            SpanFault::NoLength { typed, meant } => Self::no_length(typed, meant.as_deref(), words),
            SpanFault::NoTime { typed, meant } => {
                Self::option("range-no-time", option, typed, words)
                    .examples("span-expected-time", examples, words)
                    .meaning(meant.as_deref(), words)
            }
            SpanFault::Past(time) => {
                let time = words.date_and_clock(*time).into();
                Self::new("span-past", &[("time", time)], words).examples(
                    "span-expected-time",
                    examples,
                    words,
                )
            }
            SpanFault::OutOfBounds => Self::new("span-bounds", &[], words),
        }
    }

    fn no_length(typed: &str, meant: Option<&str>, words: &Words) -> Self {
        let examples = [
            ("one", "15m"),
            ("two", "1h"),
            ("three", "2h30m"),
            ("four", "1d"),
        ];
        Self::quoting("range-no-length", typed, words)
            .examples("range-expected-length", examples, words)
            .meaning(meant, words)
    }

    /// Adds the example `dia:ayer desde:08:00 hasta:12:00`.
    fn on_a_day(self, words: &Words) -> Self {
        let yesterday = words.say("word-yesterday", &[]);
        let example = [
            CommandParameter::Day.typed(&yesterday, words),
            CommandParameter::From.typed("08:00", words),
            CommandParameter::To.typed("12:00", words),
        ];
        let example = example.join(" ");
        self.examples("range-on-a-day", [("example", &example)], words)
    }

    fn expected_time(self, words: &Words) -> Self {
        let yesterday = format!("{} 14:00", words.say("word-yesterday", &[]));
        let examples = [
            ("one", "08:00"),
            ("two", yesterday.as_str()),
            ("three", "2026-11-20"),
            ("four", "20/11 08:00"),
        ];
        self.examples("range-expected-time", examples, words)
    }
}

pub(crate) fn range_note(note: RangeNote, words: &Words) -> CardLine {
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
