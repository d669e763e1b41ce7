//! The key figures that rules and cards speak of, by the names that people write.
//!
//! `docs/metrics.md` gives each formula; a test holds it against this table.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metrics::{Report, Unit};

/// Which way is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is worse, as with abandonment.
    HighIsBad,
    /// Less is worse, as with service level.
    LowIsBad,
    /// Neither by itself, as with calls offered.
    Neither,
}

/// A key figure.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Metric {
    /// Calls that came in.
    CallsOffered,
    /// Calls that an agent answered.
    CallsAnswered,
    /// Answered of offered.
    AnswerRate,
    /// Calls that the caller ended before an agent answered.
    AbandonCount,
    /// Abandoned of offered.
    AbandonRate,
    /// Answered within 10 s, of offered.
    ServiceLevel10s,
    /// Answered within 20 s, of offered.
    ServiceLevel20s,
    /// Answered within 30 s, of offered.
    ServiceLevel30s,
    /// Average wait of the answered calls.
    Asa,
    /// Average wait of the abandoned calls.
    Ata,
}

impl Metric {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 10] = [
        Self::CallsOffered,
        Self::CallsAnswered,
        Self::AnswerRate,
        Self::AbandonCount,
        Self::AbandonRate,
        Self::ServiceLevel10s,
        Self::ServiceLevel20s,
        Self::ServiceLevel30s,
        Self::Asa,
        Self::Ata,
    ];

    /// The name that rules use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CallsOffered => "calls.offered",
            Self::CallsAnswered => "calls.answered",
            Self::AnswerRate => "answer.rate",
            Self::AbandonCount => "abandon.count",
            Self::AbandonRate => "abandon.rate",
            Self::ServiceLevel10s => "service_level.10s",
            Self::ServiceLevel20s => "service_level.20s",
            Self::ServiceLevel30s => "service_level.30s",
            Self::Asa => "asa",
            Self::Ata => "ata",
        }
    }

    /// The metric of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Its unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::CallsOffered | Self::CallsAnswered | Self::AbandonCount => Unit::Count,
            Self::AnswerRate
            | Self::AbandonRate
            | Self::ServiceLevel10s
            | Self::ServiceLevel20s
            | Self::ServiceLevel30s => Unit::Percent,
            Self::Asa | Self::Ata => Unit::Duration,
        }
    }

    /// Which way is bad.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self {
            Self::CallsOffered => Direction::Neither,
            Self::CallsAnswered
            | Self::AnswerRate
            | Self::ServiceLevel10s
            | Self::ServiceLevel20s
            | Self::ServiceLevel30s => Direction::LowIsBad,
            Self::AbandonCount | Self::AbandonRate | Self::Asa | Self::Ata => {
                Direction::HighIsBad
            }
        }
    }

    /// The report that gives it.
    #[must_use]
    pub fn report(self) -> Report {
        match self {
            Self::CallsOffered
            | Self::CallsAnswered
            | Self::AnswerRate
            | Self::AbandonCount
            | Self::AbandonRate
            | Self::ServiceLevel10s
            | Self::ServiceLevel20s
            | Self::ServiceLevel30s
            | Self::Asa
            | Self::Ata => Report::ServiceLevel,
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_found_by_its_own_name() {
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
        }
        assert_eq!(Metric::from_name("abandon_rate"), None);
    }

    #[test]
    fn the_reference_tells_each_metric_in_order() {
        let page = include_str!("../../docs/metrics.md");
        let rows = page.lines().filter(|line| line.starts_with("| `"));
        let told: Vec<_> = rows
            .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>())
            .map(|cells| (cells[1], cells[3], cells[4], cells[5]))
            .map(|(name, unit, report, bad)| [name, unit, report, bad].join(" "))
            .collect();
        let known = Metric::ALL.map(|metric| {
            let unit = match metric.unit() {
                Unit::Percent => "percent",
                Unit::Duration => "duration",
                Unit::Count => "count",
                Unit::Money => "money",
            };
            let report = match metric.report() {
                Report::Abandonment => "`skill_9`",
                Report::ServiceLevel => "`skill_11`",
                Report::SmartHold => "`diagram_2`",
                Report::Durations => "`cdr_4`",
                Report::Holds => "`agent_9`",
            };
            let bad = match metric.direction() {
                Direction::HighIsBad => "high",
                Direction::LowIsBad => "low",
                Direction::Neither => "–",
            };
            format!("`{metric}` {unit} {report} {bad}")
        });
        assert_eq!(told, known);
    }
}
