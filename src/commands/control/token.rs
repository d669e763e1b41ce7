//! What a button below an answer about the watch asks for.
//!
//! ```text
//! w1.h.sdui5p57.tonx4c.2s0.1
//! |  | |        |          | page
//! |  | |        the stretch of time: its end and its length
//! |  | operation
//! |  what
//! version
//! ```
//!
//! What a button says comes from outside: it may be of another version, or anything.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use crate::commands::{
    WatchCommand,
    question::{TokenTag, digits, number, seconds, time, window},
};
use vigia_core::{alerts::SilenceId, metrics::TimeWindow};

const VERSION: &str = "w1";

/// What a button asks for, in which operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ControlToken {
    pub(crate) operation: TokenTag,
    pub(crate) turn: PageTurn,
}

/// What a button asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PageTurn {
    /// A page of what is open.
    Now(u16),
    /// A page of what is over.
    Past(TimeWindow, u16),
    /// All that is over, as a file.
    File(TimeWindow),
    /// A page of the silences.
    Silences(u16),
    /// The end of a silence.
    End(SilenceId),
    /// A page of the rules.
    Rules(u16),
    /// How the bot fares, again.
    Status,
    /// The summary of that name and day.
    Summary(TokenTag, NaiveDate),
    /// The same as far as then, for everybody.
    ShareSummary(TokenTag, NaiveDate, DateTime<Utc>),
}

impl ControlToken {
    /// Whether a press is of such a button, be it one that this version knows or not.
    pub(crate) fn is_one(press: &str) -> bool {
        press.starts_with('w')
    }
}

impl PageTurn {
    /// The command that would answer the same.
    pub(crate) fn control(self) -> WatchCommand {
        match self {
            Self::Now(_) | Self::Past(..) | Self::File(_) => WatchCommand::Alerts,
            Self::Silences(_) | Self::End(_) => WatchCommand::Silence,
            Self::Rules(_) => WatchCommand::Rules,
            Self::Status => WatchCommand::Status,
            Self::Summary(..) | Self::ShareSummary(..) => WatchCommand::Summary,
        }
    }
}

impl fmt::Display for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stretch = |window: TimeWindow| {
            let length = digits(window.length().as_secs());
            format!("{}.{length}", seconds(window.until()))
        };
        let page = |page: u16| digits(page.into());
        let (what, rest) = match self.turn {
            PageTurn::Now(at) => ('n', page(at)),
            PageTurn::Past(window, at) => ('h', format!("{}.{}", stretch(window), page(at))),
            PageTurn::File(window) => ('c', stretch(window)),
            PageTurn::Silences(at) => ('s', page(at)),
            PageTurn::End(silence) => ('e', digits(silence.0)),
            PageTurn::Rules(at) => ('r', page(at)),
            PageTurn::Status => ('b', String::new()),
            PageTurn::Summary(summary, date) => ('d', format!("{summary}.{}", day(date))),
            PageTurn::ShareSummary(summary, date, until) => {
                let (date, until) = (day(date), seconds(until));
                ('p', format!("{summary}.{date}.{until}"))
            }
        };
        write!(f, "{VERSION}.{what}.{}.{rest}", self.operation)
    }
}

impl FromStr for ControlToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        parse(text).ok_or(())
    }
}

fn parse(text: &str) -> Option<ControlToken> {
    let parts: Vec<&str> = text.split('.').collect();
    let [VERSION, what, operation, rest @ ..] = parts.as_slice() else {
        return None;
    };
    let page = |text: &str| number(text)?.try_into().ok();
    let turn = match (*what, rest) {
        ("n", [at]) => PageTurn::Now(page(at)?),
        ("h", [until, length, at]) => PageTurn::Past(window(until, length)?, page(at)?),
        ("c", [until, length]) => PageTurn::File(window(until, length)?),
        ("s", [at]) => PageTurn::Silences(page(at)?),
        ("e", [silence]) => PageTurn::End(SilenceId(number(silence)?)),
        ("r", [at]) => PageTurn::Rules(page(at)?),
        ("b", [""]) => PageTurn::Status,
        ("d", [summary, date]) => PageTurn::Summary(summary.parse().ok()?, date_of(date)?),
        ("p", [summary, date, until]) => {
            let summary = summary.parse().ok()?;
            PageTurn::ShareSummary(summary, date_of(date)?, time(until)?)
        }
        _ => return None,
    };
    Some(ControlToken {
        operation: operation.parse().ok()?,
        turn,
    })
}

/// The days from the first of all dates that a summary may be of.
fn day(date: NaiveDate) -> String {
    let days = (date - NaiveDate::default()).num_days();
    digits(u64::try_from(days).unwrap_or_default())
}

fn date_of(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::default().checked_add_days(Days::new(number(text)?))?;
    (date.year() < 2200).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_cards::CardButton;

    fn turns() -> [PageTurn; 9] {
        let until = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let day = "2026-11-17".parse().unwrap();
        let week = TimeWindow::ending(until, std::time::Duration::from_secs(7 * 86_400));
        [
            PageTurn::Now(0),
            PageTurn::Past(week, u16::MAX),
            PageTurn::File(week),
            PageTurn::Silences(3),
            PageTurn::End(SilenceId(u64::MAX)),
            PageTurn::Rules(99),
            PageTurn::Status,
            PageTurn::Summary(TokenTag::of("cierre"), day),
            PageTurn::ShareSummary(TokenTag::of("cierre"), day, until),
        ]
    }

    #[test]
    fn a_button_is_read_as_it_was_written() {
        for turn in turns() {
            let operation = TokenTag::of("cali");
            let token = ControlToken { operation, turn };
            let text = token.to_string();
            assert!(
                text.len() <= CardButton::PRESS && ControlToken::is_one(&text),
                "{text}"
            );
            assert_eq!(text.parse(), Ok(token), "{text}");
        }
    }

    #[test]
    fn a_button_of_yesterday_is_understood_for_ever() {
        let tokens = turns().map(|turn| {
            let operation = TokenTag::of("cali");
            ControlToken { operation, turn }.to_string()
        });
        assert_eq!(
            tokens.join(" "),
            "w1.n.sdui5p57.0 w1.h.sdui5p57.top2v4.cyo0.1ekf w1.c.sdui5p57.top2v4.cyo0 \
             w1.s.sdui5p57.3 w1.e.sdui5p57.3w5e11264sgsf w1.r.sdui5p57.2r w1.b.sdui5p57. \
             w1.d.sdui5p57.ckuvxklt.g12 w1.p.sdui5p57.ckuvxklt.g12.top2v4"
        );
    }

    #[test]
    fn whatever_comes_from_outside_is_no_button_of_ours() {
        for text in [
            "",
            "w1",
            "w2.n.sdui5p57.0",
            "w1.n.sdui5p57",
            "w1.n.sdui5p57.-1",
            "w1.n.sdui5p57.00",
            "w1.n.sdui5p57.1ekg",
            "w1.n.SDUI5P57.0",
            "w1.x.sdui5p57.0",
            "w1.h.sdui5p57.top2v4.0.0",
            "w1.h.sdui5p57.top2v4.zzzzzz.0",
            "w1.e.sdui5p57.",
            "w1.b.sdui5p57.0",
            "w1.d.sdui5p57.ckuvxklt",
            "w1.d.sdui5p57.ckuvxklt.zzzzzz",
            "w1.p.sdui5p57.ckuvxklt.g12.zzzzzzzzz",
        ] {
            assert_eq!(text.parse::<ControlToken>(), Err(()), "{text}");
        }
    }
}
