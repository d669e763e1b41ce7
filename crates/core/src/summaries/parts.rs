//! The parts of a summary. Each list has an end, since a summary waits in the outbox as one
//! record: what is left out is counted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{
        AgentName, Channel, Quantity, Sample, SkillId, TimeWindow,
        facts::{CallTraffic, HoldTimes, SmartHoldStages},
    },
    summaries::{CallVolume, CallsHeard, SummaryFigure, UsualFigure},
};

/// A list with an end, and how many there are beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundedValue<T> {
    /// Those that are kept.
    pub rows: Vec<T>,
    /// How many more there are.
    pub more: u64,
}

/// One hour of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryHour {
    /// When; the last of a day may be shorter.
    pub window: TimeWindow,
    /// Its calls.
    pub heard: CallsHeard,
    /// What is usual in it.
    pub usual: UsualHour,
}

/// What is usual in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UsualHour {
    /// Calls that come in.
    pub offered: Option<UsualFigure>,
    /// Percent of them answered within 20 s.
    pub level: Option<UsualFigure>,
}

/// One day of a week, or one earlier time as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryDay {
    /// Which day; the last of them where it is several.
    pub date: NaiveDate,
    /// Its calls.
    pub heard: CallsHeard,
}

/// The calls of one skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummarySkill {
    /// Which.
    pub skill: SkillId,
    /// Its calls. Of a skill that was not asked for by itself the abandoned ones alone are
    /// known.
    pub calls: CallVolume,
}

/// The requests of one channel other than voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCount {
    /// Which channel.
    pub channel: Channel,
    /// What came in.
    pub offered: Option<u64>,
    /// What an agent answered.
    pub answered: Option<u64>,
    /// What the customer ended before.
    pub abandoned: Option<u64>,
}

/// What became of smart hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackCounts {
    /// All skills together.
    pub stages: SmartHoldStages,
    /// Callbacks that failed, of those that are finished.
    pub failing: SummaryFigure,
}

/// Hold and mute of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryTeam {
    /// All agents together.
    pub times: HoldTimes,
    /// Who held and muted longest; none where agents are not to be named.
    pub agents: BoundedValue<SummaryAgent>,
}

/// Hold and mute of one agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryAgent {
    /// Who.
    pub agent: AgentName,
    /// How long, and how often.
    pub times: HoldTimes,
}

/// Calls of every direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryVolume {
    /// How many, how long, and what they cost.
    pub traffic: CallTraffic,
    /// Those of 5 s at most.
    pub short: Option<u64>,
}

/// How much of its time was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadCounts {
    /// How many reports the polls asked for.
    pub asked: u64,
    /// How many of them came.
    pub came: u64,
    /// How many skills could not be read.
    pub skills_unread: u64,
}

impl<T> BoundedValue<T> {
    /// The first so many of these.
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
    /// Calls of 5 s at most, of all calls.
    #[must_use]
    pub fn short_share(&self) -> Option<Sample> {
        let (part, of) = (self.short?, self.traffic.calls?);
        Some(Sample {
            value: Quantity::share(part, of)?,
            part: Some(part),
            of: Some(of),
        })
    }
}
