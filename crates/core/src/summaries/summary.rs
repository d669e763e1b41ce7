//! Summaries: the facts of a period and the usual ones. The cards make the words.

use std::{cmp::Reverse, collections::BTreeSet, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{
        AgentName, Channel, Metric, Report, Sample, SkillId, TimeWindow,
        facts::{CallTraffic, HoldTimes, SkillAbandons, SmartHoldStages},
    },
    rules::{RuleId, wilson},
    summaries::{
        CallVolume, CallsHeard, Edition, FigureMove, GoalStanding, SummaryDrivers, SummaryFigure,
        SummaryPeriod, SummarySection, UsualFigure,
        summary_figure::{says_enough, share_of},
    },
};

/// A summary that is made this long after it was due says that it is late.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// One edition of a summary, with all facts that its card shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub edition: Edition,
    pub form: SummaryForm,
    /// The parts that its card shows.
    pub sections: BTreeSet<SummarySection>,
    /// The figures that every summary has, then others with a goal.
    pub figures: Vec<SummaryFigure>,
    pub drivers: SummaryDrivers,
    /// Hours in order; empty for a week.
    pub hours: Vec<SummaryHour>,
    /// Days in order; empty for a day.
    pub days: Vec<SummaryDay>,
    /// The same period of the weeks before, oldest first.
    pub weeks: Vec<SummaryDay>,
    /// The day before, where it is known.
    pub before: Option<SummaryDay>,
    /// Skills, the one with most calls first.
    pub skills: BoundedValue<SummarySkill>,
    pub waits: Option<SkillAbandons>,
    pub smart_hold: Option<CallbackCounts>,
    /// Channels other than voice, the largest first.
    pub channels: BoundedValue<RequestCount>,
    pub holds: Option<SummaryTeam>,
    pub volume: Option<SummaryVolume>,
    /// Reports that could not be read.
    pub missing: Vec<Report>,
    pub reads: ReadCounts,
    pub alerts: NotificationTally,
    /// Rules that rang beyond those that are named.
    pub rules_more: u64,
    pub made_at: DateTime<Utc>,
    pub correction: Option<SummaryCorrection>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SummaryForm {
    Day,
    Shift,
    Week,
}

/// The correction of a summary whose reports were read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryCorrection {
    pub at: DateTime<Utc>,
    /// The figures that changed, with their first values.
    pub moved: Vec<FigureMove>,
}

impl From<SummaryPeriod> for SummaryForm {
    fn from(period: SummaryPeriod) -> Self {
        match period {
            SummaryPeriod::Day => Self::Day,
            SummaryPeriod::Shift(_) => Self::Shift,
            SummaryPeriod::Week => Self::Week,
        }
    }
}

impl Summary {
    /// Returns whether anything happened in its time, as far as is known. Missing figures never
    /// become zero; a summary full of zeros says nothing.
    pub fn tells_something(&self) -> bool {
        let is_some = |count: Option<u64>| count.is_some_and(|count| count > 0);
        let has_calls =
            |heard: &CallsHeard| heard.calls().is_some_and(|calls| is_some(calls.offered));
        let mut samples = self.figures.iter().filter_map(|figure| figure.sample);
        samples.any(|sample| sample.value.scalar() > 0.0)
            || self.days.iter().any(|day| has_calls(&day.heard))
            || self.channels.rows.iter().any(|row| is_some(row.offered))
            || self
                .volume
                .is_some_and(|volume| is_some(volume.traffic.calls))
            || self
                .waits
                .as_ref()
                .is_some_and(|waits| is_some(waits.abandoned))
    }

    /// Returns whether it was made long after it was due. An edition on demand is due when it is
    /// requested.
    pub fn is_late(&self) -> bool {
        self.made_at - self.edition.due > LATE
    }

    /// Returns the time at which its figures were read: first, or for the correction.
    pub fn read_at(&self) -> DateTime<Utc> {
        let correction = self.correction.as_ref();
        correction.map_or(self.made_at, |correction| correction.at)
    }

    pub fn is_running(&self) -> bool {
        self.read_at() < self.edition.window.until()
    }

    /// Returns the standing of the whole: missed where one goal is missed; met where one is met and
    /// the others are of too few calls or unknown; `None` without goals.
    pub fn standing(&self) -> Option<GoalStanding> {
        let standings = self.figures.iter().filter_map(SummaryFigure::standing);
        let all: Vec<_> = standings.collect();
        [
            GoalStanding::Missed,
            GoalStanding::Met,
            GoalStanding::TooFew,
            GoalStanding::Unknown,
        ]
        .into_iter()
        .find(|standing| all.contains(standing))
    }

    /// Returns the greatest number of weeks that a figure is compared with.
    pub fn compared_weeks(&self) -> u32 {
        let weeks = self
            .figures
            .iter()
            .filter_map(|figure| Some(figure.usual?.weeks));
        weeks.max().unwrap_or_default()
    }

    /// Returns the figures that moved by more than `limit` percent since `first`.
    pub fn moved_since(&self, first: &Self, limit: f64) -> Vec<FigureMove> {
        let moved = |now: &SummaryFigure| {
            let mut before = first.figures.iter();
            now.moved_since(before.find(|first| first.metric == now.metric)?, limit)
        };
        self.figures.iter().filter_map(moved).collect()
    }

    /// Turns a later reading into a correction of `first`; `None` where no figure moved by more
    /// than `limit` percent.
    pub fn correcting(self, first: &Self, limit: f64) -> Option<Self> {
        let moved = self.moved_since(first, limit);
        (!moved.is_empty()).then_some(Self {
            correction: Some(SummaryCorrection {
                at: self.made_at,
                moved,
            }),
            made_at: first.made_at,
            ..self
        })
    }
}

/// A list with a limit, since a summary waits in the outbox as one record, and the number of rows
/// beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundedValue<T> {
    pub rows: Vec<T>,
    pub more: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryHour {
    /// The last hour of a day may be shorter.
    pub window: TimeWindow,
    pub heard: CallsHeard,
    pub usual: UsualHour,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UsualHour {
    pub offered: Option<UsualFigure>,
    /// Percent of calls answered within 20 s.
    pub level: Option<UsualFigure>,
}

/// One day of a week, or one earlier period as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryDay {
    /// The day; of a longer period, the last one.
    pub date: NaiveDate,
    pub heard: CallsHeard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummarySkill {
    pub skill: SkillId,
    /// A skill that was not requested by itself has abandoned calls only.
    pub calls: CallVolume,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCount {
    pub channel: Channel,
    pub offered: Option<u64>,
    pub answered: Option<u64>,
    pub abandoned: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackCounts {
    pub stages: SmartHoldStages,
    /// Failed callbacks, as a share of the finished ones.
    pub failing: SummaryFigure,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryTeam {
    pub times: HoldTimes,
    /// The agents who held and muted longest; empty where agents may not be named.
    pub agents: BoundedValue<SummaryAgent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryAgent {
    pub agent: AgentName,
    pub times: HoldTimes,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryVolume {
    pub traffic: CallTraffic,
    /// Calls of at most 5 s.
    pub short: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadCounts {
    pub asked: u64,
    pub came: u64,
    pub skills_unread: u64,
}

impl<T> BoundedValue<T> {
    /// Keeps the first `most` rows.
    pub(super) fn first(mut rows: Vec<T>, most: usize) -> Self {
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        Self {
            rows,
            more: u64::try_from(more).unwrap_or(u64::MAX),
        }
    }
}

impl<T> Default for BoundedValue<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            more: 0,
        }
    }
}

impl SummaryVolume {
    /// Returns the share of calls of at most 5 s.
    pub fn short_share(&self) -> Option<Sample> {
        share_of(self.short?, self.traffic.calls?)
    }
}

/// An edition that was made, or never will be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditionStatus {
    pub edition: Edition,
    pub fate: EditionFate,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EditionFate {
    /// It was too late to make it: it was not posted, and never will be.
    Skipped,
    /// It was posted, and its reports are read again the next morning.
    Posted(Box<Summary>),
    /// Its reports were read again; this is the last form.
    Settled(Box<Summary>),
}

impl EditionStatus {
    /// Returns the summary as it was last posted.
    pub fn summary(&self) -> Option<&Summary> {
        match &self.fate {
            EditionFate::Skipped => None,
            EditionFate::Posted(summary) | EditionFate::Settled(summary) => Some(summary),
        }
    }

    /// Returns whether it may replace the recorded status: an edition is posted or skipped once,
    /// and settled once.
    pub fn may_follow(&self, before: Option<&Self>) -> bool {
        match (before.map(|before| &before.fate), &self.fate) {
            (None, EditionFate::Skipped | EditionFate::Posted(_))
            | (Some(EditionFate::Posted(_)), EditionFate::Settled(_)) => true,
            (None, EditionFate::Settled(_))
            | (Some(EditionFate::Skipped | EditionFate::Settled(_)), _)
            | (Some(EditionFate::Posted(_)), EditionFate::Skipped | EditionFate::Posted(_)) => {
                false
            }
        }
    }
}

/// The z value of a one-sided bound of 95 %.
const SURE: f64 = 1.645;

impl Summary {
    /// Returns the hours with the highest abandonment, worst first.
    pub fn worst_hours(&self, most: usize) -> Vec<(&SummaryHour, Sample)> {
        rank_worst(&self.hours, |hour| hour.heard.calls(), most)
    }

    /// Returns the skills with the highest abandonment, worst first.
    pub fn worst_skills(&self, most: usize) -> Vec<(&SummarySkill, Sample)> {
        rank_worst(&self.skills.rows, |skill| Some(&skill.calls), most)
    }
}

/// Ranks rows with enough calls and some abandons by the rate that they surely reach: 3 of 20 are
/// not worse than 54 of 482.
fn rank_worst<'s, T>(
    rows: &'s [T],
    calls: impl Fn(&'s T) -> Option<&'s CallVolume>,
    most: usize,
) -> Vec<(&'s T, Sample)> {
    let rate = |row: &'s T| calls(row)?.abandonment();
    let mut rows: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, rate(row)?)))
        .filter(|(_, rate)| says_enough(Metric::AbandonRate, rate) && rate.part > Some(0))
        .collect();
    rows.sort_by_cached_key(|(_, rate)| Reverse(sure_rate(rate)));
    rows.truncate(most);
    rows
}

/// Returns the lower bound of the rate, in millionths of a percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage between nothing and all"
)]
fn sure_rate(rate: &Sample) -> u64 {
    let bounds = rate
        .part
        .zip(rate.of)
        .and_then(|(part, of)| wilson(part, of, SURE));
    bounds.map_or(0, |(low, _)| (low.max(0.0) * 1e6) as u64)
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationTally {
    pub opened: u64,
    pub acknowledged: u64,
    /// The median time until acknowledgement.
    pub acknowledged_within: Option<Duration>,
    pub longest: Option<Duration>,
    pub rules: Vec<RuleRings>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRings {
    pub rule: RuleId,
    pub times: u64,
    pub unanswered: u64,
}
