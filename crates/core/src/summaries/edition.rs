//! One post of a summary: its period, and the reports it requests.

use std::{fmt, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::metrics::{
    OperationName, Report, ReportRequest, SkillId, SkillSelection, TimeWindow, text,
};

const HOUR: Duration = Duration::from_secs(60 * 60);

text! {
    /// The name that the configuration gives a summary.
    SummaryName
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edition {
    pub operation: OperationName,
    pub summary: SummaryName,
    /// The local day; of a week, the last day.
    pub date: NaiveDate,
    pub window: TimeWindow,
    pub due: DateTime<Utc>,
}

/// The number of an edition. It is a hash of what the edition is, so the same edition gets the same
/// number again after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EditionId(u64);

impl Edition {
    pub fn id(&self) -> EditionId {
        let text = format!(
            "{}\u{1f}{}\u{1f}{}",
            self.operation, self.summary, self.date
        );
        EditionId(stable_hash(&text))
    }

    /// Returns the requests of the five reports over its whole time.
    pub fn whole(&self) -> [ReportRequest; 5] {
        whole_requests(self.window)
    }

    /// Returns the requests of calls and service level by hour.
    pub fn hours(&self) -> Vec<ReportRequest> {
        let mut hours = Vec::new();
        let mut from = self.window.from();
        while let Ok(hour) = TimeWindow::new(from, (from + HOUR).min(self.window.until())) {
            hours.push(report_request(
                Report::ServiceLevel,
                SkillSelection::All,
                hour,
            ));
            from = hour.until();
        }
        hours
    }

    /// Returns the requests of calls and service level by skill.
    pub fn skills(&self, skills: &[SkillId]) -> Vec<ReportRequest> {
        let ask = |skill: &SkillId| {
            report_request(
                Report::ServiceLevel,
                SkillSelection::One(*skill),
                self.window,
            )
        };
        skills.iter().map(ask).collect()
    }
}

impl EditionId {
    pub fn get(self) -> u64 {
        self.0
    }
}

/// People know an edition by its date; this number is for marks in messages.
impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{:012X}", self.0 & 0xffff_ffff_ffff)
    }
}

/// Returns the FNV-1a hash of a text, which is the same in every version of the bot. The hashers of
/// the standard library do not promise that.
pub(crate) fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

pub(super) fn whole_requests(window: TimeWindow) -> [ReportRequest; 5] {
    Report::ALL.map(|report| report_request(report, SkillSelection::All, window))
}

fn report_request(report: Report, skills: SkillSelection, window: TimeWindow) -> ReportRequest {
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
