//! A question on a button: all that is needed to ask it again, in at most
//! [`Button::PRESS`](vigia_cards::Button::PRESS) characters.
//!
//! ```text
//! 1.rap-b.sdui5p57.c...l2s0.tonx4c.2s0.5.0
//! | |     |        |   |    |      |   | page
//! | |     |        |   |    |      |   rows
//! | |     |        |   |    the window on the screen: its end and its length
//! | |     |        |   the period: the last hour
//! | |     operation, skill, channel, agent
//! | verb, command, comparison, order, picture
//! version
//! ```
//!
//! What a button says comes from outside: it may be of another version, or anything.

use std::{fmt, str::FromStr, time::Duration};

use chrono::{DateTime, Utc};

use crate::commands::{
    ReportCommand,
    question::{AnswerForm, ReportQuestion, TokenTag},
    range::{NamedPeriod, check},
};
use vigia_cards::report::{ComparisonSpan, SortOrder};
use vigia_core::metrics::{SkillId, SkillSelection, TimeWindow};

const VERSION: &str = "1";

/// The year 2100: what people type is earlier.
const LATEST: i64 = 4_102_444_800;

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenVerb {
    /// Reads again.
    Refresh,
    /// Turns the page.
    Page,
    /// Shows another picture.
    View,
    /// Gives the rows as a file.
    Csv,
    /// Shows the card to everybody.
    Share,
    /// Asks what is asked next.
    Next,
}

/// A question as a button carries it: names stand as tags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct QuestionToken {
    pub(crate) verb: TokenVerb,
    pub(crate) command: ReportCommand,
    pub(crate) operation: Option<TokenTag>,
    pub(crate) skills: SkillSelection,
    pub(crate) channel: Option<TokenTag>,
    pub(crate) agent: Option<TokenTag>,
    pub(crate) period: NamedPeriod,
    pub(crate) window: TimeWindow,
    pub(crate) compare: Option<ComparisonSpan>,
    pub(crate) order: Option<SortOrder>,
    pub(crate) top: Option<u8>,
    pub(crate) page: u16,
    pub(crate) shows: AnswerForm,
}

/// A letter for each of these.
type Letters<T, const N: usize> = [(u8, T); N];

const VERBS: Letters<TokenVerb, 6> = [
    (b'r', TokenVerb::Refresh),
    (b'p', TokenVerb::Page),
    (b'v', TokenVerb::View),
    (b'c', TokenVerb::Csv),
    (b's', TokenVerb::Share),
    (b'n', TokenVerb::Next),
];

const COMMANDS: Letters<ReportCommand, 5> = [
    (b'a', ReportCommand::Abandon),
    (b's', ReportCommand::Service),
    (b'm', ReportCommand::SmartHold),
    (b'h', ReportCommand::Hold),
    (b'd', ReportCommand::Durations),
];

const COMPARISONS: Letters<Option<ComparisonSpan>, 4> = [
    (b'-', None),
    (b'p', Some(ComparisonSpan::Previous)),
    (b'y', Some(ComparisonSpan::Yesterday)),
    (b'w', Some(ComparisonSpan::LastWeek)),
];

const ORDERS: Letters<Option<SortOrder>, 11> = [
    (b'-', None),
    (b'a', Some(SortOrder::Abandoned)),
    (b'f', Some(SortOrder::Failed)),
    (b'o', Some(SortOrder::Open)),
    (b't', Some(SortOrder::Treated)),
    (b's', Some(SortOrder::Total)),
    (b'h', Some(SortOrder::Hold)),
    (b'm', Some(SortOrder::Mute)),
    (b'u', Some(SortOrder::Uses)),
    (b'e', Some(SortOrder::PerUse)),
    (b'n', Some(SortOrder::Name)),
];

const PICTURES: Letters<AnswerForm, 2> = [(b'b', AnswerForm::Breakdown), (b't', AnswerForm::Trend)];

impl QuestionToken {
    /// The button that does this with the question.
    pub(crate) fn of(verb: TokenVerb, question: &ReportQuestion) -> Self {
        Self {
            verb,
            command: question.command,
            operation: question
                .operation
                .as_ref()
                .map(|name| TokenTag::of(name.as_str())),
            skills: question.skills,
            channel: question
                .channel
                .as_ref()
                .map(|name| TokenTag::of(name.as_str())),
            agent: question
                .agent
                .as_ref()
                .map(|name| TokenTag::of(name.as_str())),
            period: question.period,
            window: question.window,
            compare: question.compare,
            order: question.order,
            top: question.top,
            page: question.page,
            shows: question.shows,
        }
    }
}

impl fmt::Display for QuestionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = [
            letter(&VERBS, self.verb),
            letter(&COMMANDS, self.command),
            letter(&COMPARISONS, self.compare),
            letter(&ORDERS, self.order),
            letter(&PICTURES, self.shows),
        ];
        let letters: String = letters.into_iter().map(char::from).collect();
        let tag = |tag: Option<TokenTag>| tag.map(|tag| tag.to_string()).unwrap_or_default();
        let skill = match self.skills {
            SkillSelection::All => String::new(),
            SkillSelection::One(skill) => digits(skill.0),
        };
        let period = match self.period {
            NamedPeriod::Last(length) => format!("l{}", digits(length.as_secs())),
            NamedPeriod::Today => "t".to_owned(),
            NamedPeriod::Since(from) => format!("s{}", seconds(from)),
            NamedPeriod::Between(whole) if whole == self.window => "b".to_owned(),
            NamedPeriod::Between(whole) => format!("b{}", stretch(whole, '_')),
        };
        write!(
            f,
            "{VERSION}.{letters}.{}.{skill}.{}.{}.{period}.{}.{}.{}",
            tag(self.operation),
            tag(self.channel),
            tag(self.agent),
            stretch(self.window, '.'),
            self.top.map(|top| digits(top.into())).unwrap_or_default(),
            digits(self.page.into()),
        )
    }
}

impl FromStr for QuestionToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        parse(text).ok_or(())
    }
}

fn parse(text: &str) -> Option<QuestionToken> {
    let parts: Vec<&str> = text.split('.').collect();
    let [
        VERSION,
        letters,
        operation,
        skill,
        channel,
        agent,
        period,
        until,
        length,
        top,
        page,
    ] = parts.as_slice()
    else {
        return None;
    };
    let [verb, command, compare, order, shows] = letters.as_bytes() else {
        return None;
    };
    let window = window(until, length)?;
    let skills = match *skill {
        "" => SkillSelection::All,
        skill => SkillSelection::One(SkillId(number(skill)?)),
    };
    Some(QuestionToken {
        verb: meaning(&VERBS, *verb)?,
        command: meaning(&COMMANDS, *command)?,
        operation: optional(operation, tag).ok()?,
        skills,
        channel: optional(channel, tag).ok()?,
        agent: optional(agent, tag).ok()?,
        period: parse_period(period, window)?,
        window,
        compare: meaning(&COMPARISONS, *compare)?,
        order: meaning(&ORDERS, *order)?,
        top: optional(top, rows).ok()?,
        page: number(page)?.try_into().ok()?,
        shows: meaning(&PICTURES, *shows)?,
    })
}

fn parse_period(text: &str, window: TimeWindow) -> Option<NamedPeriod> {
    let (kind, rest) = text.split_at_checked(1)?;
    match (kind, rest) {
        ("l", length) => Some(NamedPeriod::Last(Duration::from_secs(number(length)?))),
        ("t", "") => Some(NamedPeriod::Today),
        ("s", from) => Some(NamedPeriod::Since(time(from)?)),
        ("b", "") => Some(NamedPeriod::Between(window)),
        ("b", whole) => {
            let (until, length) = whole.split_once('_')?;
            Some(NamedPeriod::Between(self::window(until, length)?))
        }
        (_, _) => None,
    }
}

/// What stands in a place that may be empty.
fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    match text {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(()),
    }
}

fn tag(text: &str) -> Option<TokenTag> {
    text.parse().ok()
}

fn rows(text: &str) -> Option<u8> {
    let rows = number(text)?.try_into().ok()?;
    (1..=ReportQuestion::MOST_ROWS)
        .contains(&rows)
        .then_some(rows)
}

/// A window that a question can have.
pub(crate) fn window(until: &str, length: &str) -> Option<TimeWindow> {
    let length = i64::try_from(number(length)?).ok()?;
    let until = time(until)?;
    let from = until.timestamp().checked_sub(length)?;
    let window = TimeWindow::new(DateTime::from_timestamp(from, 0)?, until).ok()?;
    check(window).ok().map(|()| window)
}

/// A time that a window can have. Some centuries on there is no calendar.
pub(crate) fn time(text: &str) -> Option<DateTime<Utc>> {
    let seconds = i64::try_from(number(text)?).ok()?;
    let time = DateTime::from_timestamp(seconds, 0)?;
    (seconds < LATEST).then_some(time)
}

fn stretch(window: TimeWindow, between: char) -> String {
    let length = digits(window.length().as_secs());
    format!("{}{between}{length}", seconds(window.until()))
}

pub(crate) fn seconds(time: DateTime<Utc>) -> String {
    digits(u64::try_from(time.timestamp()).unwrap_or_default())
}

fn letter<T: Copy + PartialEq, const N: usize>(letters: &Letters<T, N>, meant: T) -> u8 {
    let found = letters.iter().find(|(_, one)| *one == meant);
    found.map_or(b'-', |(letter, _)| *letter)
}

fn meaning<T: Copy, const N: usize>(letters: &Letters<T, N>, letter: u8) -> Option<T> {
    let found = letters.iter().find(|(one, _)| *one == letter);
    found.map(|(_, meant)| *meant)
}

/// A number in base 36: `2026-11-17 15:04` is six digits.
pub(crate) fn digits(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).ok();
        digits.extend(digit.and_then(|digit| char::from_digit(digit, 36)));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// A number as [`digits`] writes it, and in no other way.
pub(crate) fn number(text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text, 36).ok()?;
    (digits(number) == text).then_some(number)
}
