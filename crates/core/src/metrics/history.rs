//! What every poll reads, whatever the rules ask: the history of all five reports.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::metrics::{Report, ReportRequest, SkillSelection, TimeWindow};

/// The window of the reports that are read for the history.
pub const HISTORY_WINDOW: Duration = Duration::from_secs(60 * 60);

/// The five questions of a poll as of that time.
#[must_use]
pub fn history_asks(as_of: DateTime<Utc>) -> [ReportRequest; 5] {
    Report::ALL.map(|report| ReportRequest {
        report,
        skills: SkillSelection::All,
        window: TimeWindow::ending(as_of, HISTORY_WINDOW),
    })
}
