//! What a summary says: the facts of its time, and what was usual before. Sentences are made
//! of them at the door.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Report, facts::SkillAbandons},
    summaries::{
        BoundedValue, CallbackCounts, CallsHeard, Edition, FigureMove, GoalStanding,
        NotificationTally, ReadCounts, RequestCount, SummaryDay, SummaryDrivers, SummaryFigure,
        SummaryHour, SummaryInputs, SummaryPeriod, SummaryPlan, SummarySection, SummarySkill,
        SummaryTeam, SummaryVolume, gather,
    },
};

/// A post that comes so long after it was due is late, and says so.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// More rules than that are counted and not named.
const MOST_RULES: usize = 20;

/// One edition of a summary, with all that its card shows. It holds facts; the words are
/// made at the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Which edition.
    pub edition: Edition,
    /// What it is of.
    pub form: SummaryForm,
    /// What its card tells, whatever else is known.
    pub sections: BTreeSet<SummarySection>,
    /// The figures of the operation: those that every summary has, then others with a goal.
    pub figures: Vec<SummaryFigure>,
    /// What drove the goals that were missed.
    pub drivers: SummaryDrivers,
    /// The hours of a day, in their order; none of a week.
    pub hours: Vec<SummaryHour>,
    /// The days of a week, in their order; none of a day.
    pub days: Vec<SummaryDay>,
    /// The same day, or the same days, of the weeks before, oldest first.
    pub weeks: Vec<SummaryDay>,
    /// The day before, where something of it is known.
    pub before: Option<SummaryDay>,
    /// The skills, the largest first.
    pub skills: BoundedValue<SummarySkill>,
    /// How long those waited who gave up.
    pub waits: Option<SkillAbandons>,
    /// Smart hold.
    pub smart_hold: Option<CallbackCounts>,
    /// The channels other than voice, the largest first.
    pub channels: BoundedValue<RequestCount>,
    /// Hold and mute.
    pub holds: Option<SummaryTeam>,
    /// Calls of every direction.
    pub volume: Option<SummaryVolume>,
    /// The reports that could not be read.
    pub missing: Vec<Report>,
    /// How much of its time was read.
    pub reads: ReadCounts,
    /// The alerts of its time.
    pub alerts: NotificationTally,
    /// How many more rules rang than are named.
    pub rules_more: u64,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// What was corrected since it was first posted.
    pub correction: Option<SummaryCorrection>,
}

/// What a summary is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SummaryForm {
    /// A day.
    Day,
    /// A part of a day.
    Shift,
    /// Seven days.
    Week,
}

/// That a summary was read again and its post changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryCorrection {
    /// When.
    pub at: DateTime<Utc>,
    /// The figures that moved, with what was told of them first.
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
    /// The summary that what was found makes.
    #[must_use]
    pub fn of(
        plan: &SummaryPlan,
        edition: Edition,
        found: SummaryInputs,
        now: DateTime<Utc>,
    ) -> Self {
        let mut summary = gather::summary(plan, edition, &found, now);
        let mut alerts = found.alerts;
        let rules = BoundedValue::first(std::mem::take(&mut alerts.rules), MOST_RULES);
        alerts.rules = rules.rows;
        (summary.alerts, summary.rules_more) = (alerts, rules.more);
        summary
    }

    /// Whether anything at all happened in its time, as far as is known. What is not known is
    /// told as such, and never as zero; and a summary full of zeros is none.
    #[must_use]
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

    /// Whether it was put together long after it was due. What somebody asks for is due when
    /// it is asked for.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.made_at - self.edition.due > LATE
    }

    /// When its figures were read: at first, or when they were corrected.
    #[must_use]
    pub fn read_at(&self) -> DateTime<Utc> {
        let correction = self.correction.as_ref();
        correction.map_or(self.made_at, |correction| correction.at)
    }

    /// Whether its time was not over yet.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.read_at() < self.edition.window.until()
    }

    /// How it stands to its goals: missed where one is, and met where at least one is and the
    /// others are of too few or not known. `None` without goals.
    #[must_use]
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

    /// How many weeks the figures are compared with at most.
    #[must_use]
    pub fn compared_weeks(&self) -> u32 {
        let weeks = self
            .figures
            .iter()
            .filter_map(|figure| Some(figure.usual?.weeks));
        weeks.max().unwrap_or_default()
    }

    /// The figures that moved by more than so many percent of themselves since `first` was
    /// told.
    #[must_use]
    pub fn moved_since(&self, first: &Self, limit: f64) -> Vec<FigureMove> {
        let moved = |now: &SummaryFigure| {
            let mut before = first.figures.iter();
            now.moved_since(before.find(|first| first.metric == now.metric)?, limit)
        };
        self.figures.iter().filter_map(moved).collect()
    }

    /// This later look at the same edition as a correction of `first`; `None` where no figure
    /// moved by more than so many percent of itself.
    #[must_use]
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
