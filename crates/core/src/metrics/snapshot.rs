//! What one poll read. A report that failed stands in it as a gap: an outage is data.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::metrics::{Facts, OperationName, Report, Scope, SkillId, TimeWindow};

/// Which skills a report is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SkillSelection {
    /// `skill_id=all`, and every report that takes no skill.
    All,
    /// One skill.
    One(SkillId),
}

impl SkillSelection {
    /// The skills whose calls a scope is about.
    pub(in crate::metrics) fn of(scope: &Scope) -> Self {
        match scope {
            Scope::Skill(skill) => Self::One(*skill),
            Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => Self::All,
        }
    }
}

/// One question to the reports API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportRequest {
    /// Which of the five reports.
    pub report: Report,
    /// For which skills.
    pub skills: SkillSelection,
    /// Over which window.
    pub window: TimeWindow,
}

impl ReportRequest {
    /// The question whose answer tells of `skills`: one for all of them wherever the rows name
    /// theirs.
    pub(in crate::metrics) fn of(
        report: Report,
        skills: SkillSelection,
        window: TimeWindow,
    ) -> Self {
        Self {
            report,
            skills: if report.is_asked_by_skill() {
                skills
            } else {
                SkillSelection::All
            },
            window,
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

/// Why a report gave no facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadGap {
    /// The API answered that the window holds nothing. That is not zero calls.
    NoData,
    /// The API could not be read; the text says why and holds no secret.
    Failed(String),
}

/// One report of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was asked.
    pub ask: ReportRequest,
    /// What came, or why nothing came.
    pub outcome: Result<Arc<Facts>, ReadGap>,
}

impl Reading {
    /// Whether the API could not be read. Nothing to report is no failure.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.outcome, Err(ReadGap::Failed(_)))
    }
}

/// What one poll of one operation read.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Whose reports these are.
    pub operation: OperationName,
    /// The end of the windows that were asked for: the time that the figures are as of.
    pub as_of: DateTime<Utc>,
    /// The reports, in the order in which they were asked.
    pub readings: Vec<Reading>,
}
