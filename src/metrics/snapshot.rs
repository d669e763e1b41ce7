//! What one poll read. A report that failed stands in it as a gap: an outage is data.

use std::{collections::HashMap, fmt, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::metrics::{Facts, OperationName, Report, Scope, SkillId, Window};

/// Which skills a report is asked for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Skills {
    /// `skill_id=all`, and every report that takes no skill.
    All,
    /// One skill.
    One(SkillId),
}

impl Skills {
    /// The skills whose calls a scope is about.
    pub(in crate::metrics) fn of(scope: &Scope) -> Self {
        match scope {
            Scope::Skill(skill) => Self::One(*skill),
            Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => Self::All,
        }
    }
}

/// One question to the reports API.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Ask {
    /// Which of the five reports.
    pub report: Report,
    /// For which skills.
    pub skills: Skills,
    /// Over which window.
    pub window: Window,
}

impl Ask {
    /// The question whose answer tells of `skills`: one for all of them wherever the rows name
    /// theirs.
    pub(in crate::metrics) fn of(report: Report, skills: Skills, window: Window) -> Self {
        Self {
            report,
            skills: if report.is_asked_by_skill() {
                skills
            } else {
                Skills::All
            },
            window,
        }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.report)?;
        if let Skills::One(skill) = self.skills {
            write!(f, " of skill {skill}")?;
        }
        write!(f, ", {}", self.window)
    }
}

/// Why a report gave no facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// The API answered that the window holds nothing. That is not zero calls.
    NoData,
    /// The API could not be read; the text says why and holds no secret.
    Failed(String),
}

/// One report of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was asked.
    pub ask: Ask,
    /// What came, or why nothing came.
    pub outcome: Result<Arc<Facts>, Gap>,
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

impl Snapshot {
    /// The readings by what was asked, for whoever looks up one after the other: many rules
    /// over many skills are tens of thousands of each. Of two answers to the same question
    /// the first counts.
    #[must_use]
    pub fn by_ask(&self) -> HashMap<Ask, &Reading> {
        let readings = self.readings.iter().rev();
        readings.map(|reading| (reading.ask, reading)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reading(skill: u64, why: &str) -> Reading {
        Reading {
            ask: Ask {
                report: Report::ServiceLevel,
                skills: Skills::One(SkillId(skill)),
                window: Window::ending(DateTime::UNIX_EPOCH, Duration::from_secs(60)),
            },
            outcome: Err(Gap::Failed(why.to_owned())),
        }
    }

    #[test]
    fn each_question_finds_its_own_answer_and_the_first_of_two() {
        let readings = vec![
            reading(7, "first"),
            reading(3, "other"),
            reading(7, "second"),
        ];
        let snapshot = Snapshot {
            operation: OperationName::new("centre"),
            as_of: DateTime::UNIX_EPOCH,
            readings,
        };
        let answers = snapshot.by_ask();
        let answer = |skill| answers.get(&reading(skill, "").ask).copied();
        assert_eq!(answer(7), Some(&reading(7, "first")));
        assert_eq!(answer(3), Some(&reading(3, "other")));
        assert_eq!(answer(9), None);
    }
}
