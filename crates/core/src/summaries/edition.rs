//! One post of a summary: of which time it is, and what it asks the reports for.

use std::{fmt, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{OperationName, Report, ReportRequest, SkillId, SkillSelection, TimeWindow},
    summaries::SummaryName,
};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// One post of a summary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edition {
    /// Of which operation.
    pub operation: OperationName,
    /// Which summary.
    pub summary: SummaryName,
    /// The local day that it is of; the last of them where it is of several.
    pub date: NaiveDate,
    /// The time that it is of.
    pub window: TimeWindow,
    /// When it is to be posted.
    pub due: DateTime<Utc>,
}

/// The number of an edition. It is made of what the edition is, so that the same edition has
/// the same number after a crash that forgot it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EditionId(u64);

impl Edition {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> EditionId {
        let text = format!(
            "{}\u{1f}{}\u{1f}{}",
            self.operation, self.summary, self.date
        );
        // FNV-1a: stable for ever, which the hashers of the standard library are not.
        EditionId(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The five reports over its whole time.
    #[must_use]
    pub fn whole(&self) -> [ReportRequest; 5] {
        whole(self.window)
    }

    /// Calls and service level of each of its hours.
    #[must_use]
    pub fn hours(&self) -> Vec<ReportRequest> {
        let mut hours = Vec::new();
        let mut from = self.window.from();
        while let Ok(hour) = TimeWindow::new(from, (from + HOUR).min(self.window.until())) {
            hours.push(ask(Report::ServiceLevel, SkillSelection::All, hour));
            from = hour.until();
        }
        hours
    }

    /// Calls and service level of each skill over its whole time.
    #[must_use]
    pub fn skills(&self, skills: &[SkillId]) -> Vec<ReportRequest> {
        let ask = |skill: &SkillId| {
            ask(
                Report::ServiceLevel,
                SkillSelection::One(*skill),
                self.window,
            )
        };
        skills.iter().map(ask).collect()
    }
}

impl EditionId {
    /// The whole number, for keys in the store.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

/// The date is what people tell an edition by; the number is for the chat's marks.
impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{:012X}", self.0 & 0xffff_ffff_ffff)
    }
}

/// The five reports over one window.
pub(super) fn whole(window: TimeWindow) -> [ReportRequest; 5] {
    Report::ALL.map(|report| ask(report, SkillSelection::All, window))
}

fn ask(report: Report, skills: SkillSelection, window: TimeWindow) -> ReportRequest {
    ReportRequest {
        report,
        skills,
        window,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(from: &str, until: &str) -> Edition {
        let time = |text: &str| text.parse().unwrap();
        Edition {
            operation: OperationName::new("principal"),
            summary: SummaryName::new("cierre"),
            date: "2026-11-17".parse().unwrap(),
            window: TimeWindow::new(time(from), time(until)).unwrap(),
            due: time(until),
        }
    }

    #[test]
    fn the_hours_of_a_day_are_all_of_it_and_the_last_may_be_shorter() {
        let edition = edition("2026-11-17T12:00:00Z", "2026-11-18T02:30:00Z");
        let hours = edition.hours();
        assert_eq!(hours.len(), 15);
        let lengths = hours.iter().map(|ask| ask.window.length());
        assert_eq!(lengths.sum::<Duration>(), edition.window.length());
        assert_eq!(hours[14].window.length(), HOUR / 2);
    }
}
