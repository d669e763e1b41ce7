//! What `vigia.yaml` says of one summary.

use std::{collections::BTreeSet, time::Duration};

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Metric, OperationName, Quantity, text},
    rules::{Calendar, ChannelName, DaySelection, OpeningHours, RoleName},
};

text! {
    /// The name that the configuration gives a summary.
    SummaryName
}

/// One summary that is posted again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryPlan {
    /// Its name.
    pub name: SummaryName,
    /// Of which operation.
    pub operation: OperationName,
    /// Where it is posted.
    pub channel: ChannelName,
    /// The roles that are mentioned.
    pub mention: Vec<RoleName>,
    /// The zone of the operation's people.
    pub zone: Tz,
    /// The time of the day at which it is posted.
    pub at: NaiveTime,
    /// The days of the week on which it is posted.
    pub days: DaySelection,
    /// The opening hours: what a day is, and on which days there is none.
    pub calendar: Option<Calendar>,
    /// What it is of.
    pub period: SummaryPeriod,
    /// What it tells, whatever their order here.
    pub sections: BTreeSet<SummarySection>,
    /// What the figures are held against.
    pub goals: Vec<MetricGoal>,
    /// The tag of its language; that of the operation where `None`.
    pub language: Option<String>,
    /// Whether agents may be named.
    pub names_agents: bool,
    /// How late it is still posted.
    pub catch_up: Duration,
    /// The time of the next morning at which its figures are read again.
    pub reread: NaiveTime,
    /// By how many percent of itself a figure moves before the post is corrected.
    pub moved: f64,
}

impl SummaryPlan {
    /// What somebody can ask for where nothing is posted: the whole day, without goals.
    #[must_use]
    pub fn plain(operation: OperationName, zone: Tz) -> Self {
        Self {
            name: SummaryName::new("day"),
            operation,
            channel: ChannelName::new(""),
            mention: Vec::new(),
            zone,
            at: NaiveTime::MIN,
            days: DaySelection::ALL,
            calendar: None,
            period: SummaryPeriod::Day,
            sections: SummarySection::ALL.into(),
            goals: Vec::new(),
            language: None,
            names_agents: true,
            catch_up: Duration::ZERO,
            reread: NaiveTime::MIN,
            moved: 0.0,
        }
    }
}

/// What a summary is of. All of them look back from the time at which it is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryPeriod {
    /// The day: its opening hours, or midnight to midnight without a calendar.
    Day,
    /// A part of the day.
    Shift(OpeningHours),
    /// The seven days that end with that day.
    Week,
}

/// A part of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SummarySection {
    /// Calls, service level and waits beside goal and usual.
    Figures,
    /// The hours that went worst.
    Hours,
    /// The skills that went worst.
    Skills,
    /// How long those waited who gave up.
    Waits,
    /// Smart hold.
    SmartHold,
    /// The channels other than voice.
    Channels,
    /// Hold and mute of the team.
    Holds,
    /// Calls by length, minutes and cost.
    Calls,
    /// The alerts of the period.
    Alerts,
    /// How much of it could be read.
    Quality,
}

impl SummarySection {
    /// All of them, in the order in which they stand on the card.
    pub const ALL: [Self; 10] = [
        Self::Figures,
        Self::Hours,
        Self::Skills,
        Self::Waits,
        Self::SmartHold,
        Self::Channels,
        Self::Holds,
        Self::Calls,
        Self::Alerts,
        Self::Quality,
    ];

    /// The name that the configuration gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Hours => "hours",
            Self::Skills => "skills",
            Self::Waits => "waits",
            Self::SmartHold => "smart_hold",
            Self::Channels => "channels",
            Self::Holds => "holds",
            Self::Calls => "calls",
            Self::Alerts => "alerts",
            Self::Quality => "quality",
        }
    }
}

/// What a figure of the operation should be.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricGoal {
    /// Which figure. Its direction says which side is good.
    pub metric: Metric,
    /// At best no worse than this.
    pub value: Quantity,
}
