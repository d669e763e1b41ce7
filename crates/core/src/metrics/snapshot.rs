//! The requests of one poll and what they brought. A report that failed stands in the snapshot
//! as a gap: an outage is data.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::metrics::{Facts, OperationName, ReadFailure, Report, Scope, SkillId};

/// A window from `from` (included) to `until` (not included), both whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeWindow {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// The end of a window does not lie after its start.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the window ends at {until}, which is not after its start {from}")]
pub struct WindowError {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl TimeWindow {
    /// The window between two times, cut to whole seconds.
    ///
    /// # Errors
    /// [`WindowError`] where the end does not lie after the start.
    pub fn new(from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Self, WindowError> {
        let (from, until) = (whole_second(from), whole_second(until));
        if from < until {
            Ok(Self { from, until })
        } else {
            Err(WindowError { from, until })
        }
    }

    /// The window of `length` that ends at `until`; a length under a second counts as one.
    pub fn ending(until: DateTime<Utc>, length: Duration) -> Self {
        let until = whole_second(until);
        let seconds = i64::try_from(length.as_secs()).unwrap_or(i64::MAX).max(1);
        let from = TimeDelta::try_seconds(seconds)
            .and_then(|length| until.checked_sub_signed(length))
            .unwrap_or(DateTime::<Utc>::MIN_UTC);
        Self { from, until }
    }

    pub fn from(&self) -> DateTime<Utc> {
        self.from
    }

    /// The first second after the window.
    pub fn until(&self) -> DateTime<Utc> {
        self.until
    }

    pub fn length(&self) -> Duration {
        (self.until - self.from).to_std().unwrap_or_default()
    }
}

impl fmt::Display for TimeWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to {}",
            self.from.format("%Y-%m-%d %H:%M:%S"),
            self.until.format("%Y-%m-%d %H:%M:%S UTC")
        )
    }
}

fn whole_second(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

/// The skills that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SkillSelection {
    /// `skill_id=all`, and every report that takes no skill.
    All,
    One(SkillId),
}

/// One request to the reports API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportRequest {
    pub report: Report,
    pub skills: SkillSelection,
    pub window: TimeWindow,
}

impl From<SkillSelection> for Scope {
    fn from(skills: SkillSelection) -> Self {
        match skills {
            SkillSelection::All => Self::Operation,
            SkillSelection::One(skill) => Self::Skill(skill),
        }
    }
}

impl fmt::Display for ReportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.report)?;
        if let SkillSelection::One(skill) = self.skills {
            write!(f, " of skill {skill}")?;
        }
        write!(f, ", {}", self.window)
    }
}

/// The reason why a report gave no facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadGap {
    /// The API answered that the window holds nothing. That is not zero calls.
    NoData,
    /// The API could not be read.
    Failed(ReadFailure),
}

/// One report of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub ask: ReportRequest,
    pub outcome: Result<Arc<Facts>, ReadGap>,
}

impl Reading {
    /// Returns true where the API could not be read. Nothing to report is no failure.
    pub fn has_failed(&self) -> bool {
        matches!(self.outcome, Err(ReadGap::Failed(_)))
    }
}

/// The reports that one poll of one operation read.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub operation: OperationName,
    /// The end of the windows that were asked for: the time that the figures are as of.
    pub as_of: DateTime<Utc>,
    /// The reports, in the order in which they were asked.
    pub readings: Vec<Reading>,
}

/// The window of the reports that are read for the history.
pub const HISTORY_WINDOW: Duration = Duration::from_secs(60 * 60);

/// Returns the requests that every poll makes, whatever the rules ask: one of each report.
pub fn history_asks(as_of: DateTime<Utc>) -> [ReportRequest; Report::ALL.len()] {
    Report::ALL.map(|report| ReportRequest {
        report,
        skills: SkillSelection::All,
        window: TimeWindow::ending(as_of, HISTORY_WINDOW),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_whole_seconds_and_an_end_after_its_start() {
        let from = DateTime::from_timestamp(1_000, 700_000_000).unwrap();
        let until = DateTime::from_timestamp(1_060, 200_000_000).unwrap();
        let window = TimeWindow::new(from, until).unwrap();
        assert_eq!(window.length(), Duration::from_secs(60));
        assert!(TimeWindow::new(until, from).is_err());
        assert!(TimeWindow::new(from, from).is_err());
    }

    #[test]
    fn a_window_of_absurd_length_does_not_panic() {
        let until = DateTime::from_timestamp(1_000, 0).unwrap();
        assert!(TimeWindow::ending(until, Duration::MAX).length() > Duration::from_secs(1));
    }
}
