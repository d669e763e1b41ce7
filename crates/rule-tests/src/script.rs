//! The script of a rule test without errors.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    rows::ScriptRow,
    series::{SeriesCell, SeriesFigure, ValueSeries},
};
use vigia_cards::Locale;
use vigia_core::{
    alerts::{DiscordUser, Silence},
    diagnostic::SourceSpan,
    metrics::{Scope, SkillId, SkillNames},
    rules::{ChannelName, RoleName, RuleId, Severity},
};

/// One test: what the reports say, poll by poll, and what is expected of the bot.
#[derive(Debug)]
pub struct RuleTest {
    pub name: String,
    pub span: SourceSpan,
    pub(super) setting: ScriptSetting,
    pub(super) rows: Vec<ScriptRow>,
    /// The rows at the same time of earlier weeks, the last week first.
    pub(super) past: Vec<ScriptRow>,
    pub(super) quota: Option<ScriptQuota>,
    pub(super) silences: Vec<Silence>,
    pub(super) actions: Vec<ScriptAction>,
    pub(super) expect: Vec<Expectation>,
}

/// The API requests that are used of those of the day.
#[derive(Clone, Debug)]
pub(super) struct ScriptQuota {
    pub(super) used: ValueSeries,
    pub(super) limit: u64,
}

impl ScriptQuota {
    /// Returns the requests used at a poll, and the limit.
    pub(super) fn at(&self, poll: usize) -> (u64, u64) {
        match self.used.at(poll) {
            SeriesCell::Figure(SeriesFigure::Count(used)) => (used, self.limit),
            SeriesCell::Figure(_)
            | SeriesCell::Unknown
            | SeriesCell::Empty
            | SeriesCell::Failed => (0, 0),
        }
    }
}

/// An action of a person on open incidents.
#[derive(Clone, Debug)]
pub(super) struct ScriptAction {
    /// The index of the poll before the action.
    pub(super) poll: usize,
    /// The rule of the incidents; `None` for all rules.
    pub(super) rule: Option<RuleId>,
    pub(super) by: DiscordUser,
    pub(super) what: ScriptStep,
}

#[derive(Clone, Debug)]
pub(super) enum ScriptStep {
    /// With a note, where one is given.
    Acknowledge(Option<String>),
    /// Until this time.
    Snooze(DateTime<Utc>),
}

/// The time, zone and language of a test.
#[derive(Clone, Debug)]
pub(super) struct ScriptSetting {
    /// The end of the windows of the first poll.
    pub(super) start: DateTime<Utc>,
    /// The zone of the operation.
    pub(super) zone: Tz,
    /// The time between two polls.
    pub(super) every: Duration,
    /// The language of the cards.
    pub(super) language: Locale,
    /// The skills that have names. Rows may have others.
    pub(super) skills: SkillNames,
}

impl ScriptSetting {
    /// Returns the time of a poll.
    pub(super) fn time(&self, poll: usize) -> DateTime<Utc> {
        let passed = self
            .every
            .saturating_mul(u32::try_from(poll).unwrap_or(u32::MAX));
        self.start + TimeDelta::from_std(passed).unwrap_or(TimeDelta::zero())
    }

    /// Returns the last poll up to a time; `None` before the first.
    pub(super) fn poll(&self, time: DateTime<Utc>) -> Option<usize> {
        let passed = (time - self.start).to_std().ok()?;
        let polls = passed.as_secs() / self.every.as_secs().max(1);
        usize::try_from(polls).ok()
    }
}

impl RuleTest {
    /// Lists the skills that the test names or has rows of.
    pub(super) fn skills(&self) -> Vec<SkillId> {
        let named = self.setting.skills.0.keys().copied();
        let of_rows = self.rows.iter().filter_map(|row| row.of.skill());
        let mut skills: Vec<_> = named.chain(of_rows).collect();
        skills.sort_unstable();
        skills.dedup();
        skills
    }

    /// The number of polls that its expectations and rows cover.
    pub(super) fn polls(&self) -> usize {
        let looked = self.expect.iter().map(|expected| expected.polls.1 + 1);
        let given = self.rows.iter().map(ScriptRow::len);
        looked.chain(given).max().unwrap_or(1)
    }
}

/// The expectations for one poll, or for each of several.
#[derive(Clone, Debug)]
pub(super) struct Expectation {
    pub(super) span: SourceSpan,
    /// The first poll and the last.
    pub(super) polls: (usize, usize),
    /// The alerts that are open after each of them; `None` allows any.
    pub(super) alerts: Option<ExpectedAlerts>,
    /// The cards in the chat after each of them.
    pub(super) cards: Option<ExpectedCards>,
    /// The messages of all of them together.
    pub(super) tells: Option<ExpectedEvents>,
    /// The number of pings in all of them together.
    pub(super) pings: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) enum ExpectedAlerts {
    /// `none`: none is open, not even pending.
    None,
    /// Each of these, and others may be.
    These(Vec<TextPattern>),
}

/// A pattern of one alert. Only its given parts count.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextPattern {
    pub(super) rule: Option<RuleId>,
    pub(super) scope: Option<Scope>,
    pub(super) state: Option<ExpectedState>,
    pub(super) severity: Option<Severity>,
    pub(super) no_data: Option<bool>,
    pub(super) held: Option<ExpectedSuppression>,
}

#[derive(Clone, Debug)]
pub(super) enum ExpectedCards {
    /// The number of open incidents with a card.
    Open(u64),
    /// Each of these, and others may be; the cards of ended incidents count, too.
    These(Vec<CardPattern>),
}

/// A pattern of one card, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CardPattern {
    pub(super) holds: Vec<String>,
    pub(super) lacks: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) enum ExpectedEvents {
    /// `nothing`, except updates of figures on cards.
    Nothing,
    /// Each of these, and others may be.
    These(Vec<EventPattern>),
}

/// A pattern of one message. Only its given parts count.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EventPattern {
    /// One of [`WORDS`].
    pub(super) what: Option<&'static str>,
    pub(super) rule: Option<RuleId>,
    pub(super) channel: Option<ChannelName>,
    pub(super) loud: Option<bool>,
    /// All of these roles are mentioned.
    pub(super) mention: Vec<RoleName>,
}

/// The words for the kinds of messages.
pub(super) const WORDS: [&str; 14] = [
    "fired",
    "escalated",
    "grew",
    "eased",
    "improved",
    "reminded",
    "called",
    "refreshed",
    "no_data",
    "data_back",
    "acknowledged",
    "snoozed",
    "resolved",
    "caught_up",
];

/// The reason why an alert that fires is not posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpectedSuppression {
    No,
    Silence,
    /// Another rule fires, on which this one depends.
    Dependency,
}

impl ExpectedSuppression {
    pub(super) const ALL: [Self; 3] = [Self::No, Self::Silence, Self::Dependency];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Silence => "silence",
            Self::Dependency => "dependency",
        }
    }
}

/// The state of an alert, by the words of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpectedState {
    /// No alert is open.
    Quiet,
    /// Breached, and not posted yet.
    Pending,
    Firing,
    /// Posted, and good since a while.
    Recovering,
}

impl ExpectedState {
    pub(super) const ALL: [Self; 4] = [Self::Quiet, Self::Pending, Self::Firing, Self::Recovering];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Pending => "pending",
            Self::Firing => "firing",
            Self::Recovering => "recovering",
        }
    }
}
