//! A file of rule tests, once it has been found right.

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
    /// What it is about.
    pub name: String,
    /// Where it stands.
    pub span: SourceSpan,
    pub(super) setting: ScriptSetting,
    pub(super) rows: Vec<ScriptRow>,
    /// The rows at the same time of earlier weeks, the last week first.
    pub(super) past: Vec<ScriptRow>,
    pub(super) quota: Option<ScriptQuota>,
    pub(super) silences: Vec<Silence>,
    pub(super) deeds: Vec<ScriptAction>,
    pub(super) expect: Vec<Expectation>,
}

/// How many calls of the API are used of the day's.
#[derive(Clone, Debug)]
pub(super) struct ScriptQuota {
    pub(super) used: ValueSeries,
    pub(super) limit: u64,
}

impl ScriptQuota {
    /// The calls that are used at a poll, and how many there are.
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

/// Something that somebody does about open incidents.
#[derive(Clone, Debug)]
pub(super) struct ScriptAction {
    /// After which poll.
    pub(super) poll: usize,
    /// About the incidents of this rule; of every rule where `None`.
    pub(super) rule: Option<RuleId>,
    /// Who.
    pub(super) by: DiscordUser,
    /// What.
    pub(super) what: ScriptStep,
}

/// What somebody does.
#[derive(Clone, Debug)]
pub(super) enum ScriptStep {
    /// They have it in hand, and maybe say something of it.
    Acknowledge(Option<String>),
    /// They do not want to hear of it until then.
    Snooze(DateTime<Utc>),
}

/// Where and when a test plays.
#[derive(Clone, Debug)]
pub(super) struct ScriptSetting {
    /// The end of the windows of the first poll.
    pub(super) start: DateTime<Utc>,
    /// The zone of the operation.
    pub(super) zone: Tz,
    /// How often reports are read.
    pub(super) every: Duration,
    /// The language of the cards.
    pub(super) language: Locale,
    /// The skills that have names; rows may speak of more.
    pub(super) skills: SkillNames,
}

impl ScriptSetting {
    /// The time that a poll is as of.
    pub(super) fn time(&self, poll: usize) -> DateTime<Utc> {
        let passed = self
            .every
            .saturating_mul(u32::try_from(poll).unwrap_or(u32::MAX));
        self.start + TimeDelta::from_std(passed).unwrap_or(TimeDelta::zero())
    }

    /// The last poll up to a time; `None` before the first.
    pub(super) fn poll(&self, time: DateTime<Utc>) -> Option<usize> {
        let passed = (time - self.start).to_std().ok()?;
        let polls = passed.as_secs() / self.every.as_secs().max(1);
        usize::try_from(polls).ok()
    }
}

impl RuleTest {
    /// The skills that the test speaks of.
    pub(super) fn skills(&self) -> Vec<SkillId> {
        let named = self.setting.skills.0.keys().copied();
        let of_rows = self.rows.iter().filter_map(|row| row.of.skill());
        let mut skills: Vec<_> = named.chain(of_rows).collect();
        skills.sort_unstable();
        skills.dedup();
        skills
    }

    /// How many polls it takes: as far as its expectations look, and its rows tell.
    pub(super) fn polls(&self) -> usize {
        let looked = self.expect.iter().map(|expected| expected.polls.1 + 1);
        let told = self.rows.iter().map(ScriptRow::len);
        looked.chain(told).max().unwrap_or(1)
    }
}

/// What is expected at one poll, or at each of several.
#[derive(Clone, Debug)]
pub(super) struct Expectation {
    /// Where it stands.
    pub(super) span: SourceSpan,
    /// The first poll and the last.
    pub(super) polls: (usize, usize),
    /// Which alerts are open after each of them; anything where `None`.
    pub(super) alerts: Option<ExpectedAlerts>,
    /// Which cards stand in the chat after each of them.
    pub(super) cards: Option<ExpectedCards>,
    /// What is told in all of them together.
    pub(super) tells: Option<ExpectedEvents>,
    /// How often phones ring in all of them together.
    pub(super) pings: Option<u64>,
}

/// Which alerts are expected.
#[derive(Clone, Debug)]
pub(super) enum ExpectedAlerts {
    /// `none`: none is open, not even pending.
    None,
    /// Each of these, and others may be.
    These(Vec<TextPattern>),
}

/// What is asked of one alert: only what is named counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextPattern {
    pub(super) rule: Option<RuleId>,
    pub(super) scope: Option<Scope>,
    pub(super) state: Option<ExpectedState>,
    pub(super) severity: Option<Severity>,
    pub(super) no_data: Option<bool>,
    pub(super) held: Option<ExpectedSuppression>,
}

/// Which cards are expected.
#[derive(Clone, Debug)]
pub(super) enum ExpectedCards {
    /// So many incidents are open and have one.
    Open(u64),
    /// Each of these, and others may be; the cards of ended incidents count, too.
    These(Vec<CardPattern>),
}

/// What is asked of one card, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CardPattern {
    pub(super) holds: Vec<String>,
    pub(super) lacks: Vec<String>,
}

/// What is expected to be told.
#[derive(Clone, Debug)]
pub(super) enum ExpectedEvents {
    /// `nothing`, but for figures that are kept fresh on cards.
    Nothing,
    /// Each of these, and other things may be.
    These(Vec<EventPattern>),
}

/// What is asked of one thing that is told: only what is named counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EventPattern {
    /// What happened, as one of [`WORDS`].
    pub(super) what: Option<&'static str>,
    pub(super) rule: Option<RuleId>,
    pub(super) channel: Option<ChannelName>,
    pub(super) loud: Option<bool>,
    /// All of these roles are mentioned.
    pub(super) mention: Vec<RoleName>,
}

/// The words for what is told.
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

/// What keeps an alert that fires from being told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpectedSuppression {
    /// Nothing.
    No,
    /// A silence.
    Silence,
    /// Another rule.
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
    /// There is none.
    Quiet,
    /// Breached, and not told yet.
    Pending,
    /// Told.
    Firing,
    /// Told, and good since a while.
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
