//! The hours of many days from one request (`skill_7`), where it counts what the report of the whole operation counts.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDateTime, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;
use tracing::warn;

use vigia_core::metrics::{
    Report, ReportRequest, SkillSelection, TimeWindow,
    facts::{ServiceLevel, SkillHours},
};
use vigia_wolkvox::{ApiError, RequestGate, RequestPriority, find_hours_difference};

pub(super) const HOUR: Duration = Duration::from_secs(3_600);

/// From this many hours on, the table and the request that it is compared with cost less than one request an hour.
const WORTH_A_TABLE: usize = 3;

/// An answer of the whole operation may be so old: the summary has just read it.
const WHOLE_FRESH: Duration = Duration::from_secs(10 * 60);

pub(super) struct HourTable {
    hours: Arc<SkillHours>,
    zone: Tz,
}

impl HourTable {
    /// Reads the hours of a window, and compares the calls of `checked` in it with the report of the whole operation.
    /// `None` where the table has nothing, or counts otherwise.
    pub(super) async fn read(
        gate: &RequestGate,
        window: TimeWindow,
        checked: TimeWindow,
        max_age: Duration,
    ) -> Result<Option<Self>, ApiError> {
        let priority = RequestPriority::PollOnce;
        let Some(hours) = gate.read_skill_hours(window, priority, max_age).await? else {
            return Ok(None);
        };
        let whole = ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::All,
            window: checked,
        };
        let whole = gate.read(whole, priority, max_age.max(WHOLE_FRESH)).await?;
        let zone = gate.zone();
        let local = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
        let offered = hours.offered(local(checked.from())..local(checked.until()));
        if let Some(figures) = find_hours_difference(offered, whole.facts.as_deref()) {
            warn!(%figures, "`skill_7` differs from `skill_11`; hours are asked one by one");
            return Ok(None);
        }
        Ok(Some(Self { hours, zone }))
    }

    /// Returns the calls of the whole operation in an hour; `None` within it where there were none, and `None` where
    /// the window is no hour of the table.
    #[expect(
        clippy::option_option,
        reason = "an hour without calls and a window that is no hour are two things"
    )]
    pub(super) fn operation(&self, window: TimeWindow) -> Option<Option<ServiceLevel>> {
        let hour = local_hour(window, self.zone)?;
        Some(self.hours.operation(hour))
    }

    /// Returns each hour that has calls.
    pub(super) fn windows(&self) -> impl Iterator<Item = (NaiveDateTime, TimeWindow)> {
        let window = |hour: NaiveDateTime| {
            let start = self.zone.from_local_datetime(&hour).single()?.to_utc();
            let window = TimeWindow::new(start, start + HOUR).ok()?;
            Some((hour, window))
        };
        self.hours.hours().filter_map(window)
    }

    pub(super) fn hours(&self) -> &SkillHours {
        &self.hours
    }
}

/// Returns the local time of a window that is one whole hour of the clock. An hour that comes twice is none.
fn local_hour(window: TimeWindow, zone: Tz) -> Option<NaiveDateTime> {
    let hour = window.from().with_timezone(&zone).naive_local();
    let is_whole = window.length() == HOUR && hour.minute() == 0 && hour.second() == 0;
    (is_whole && zone.from_local_datetime(&hour).single().is_some()).then_some(hour)
}

/// Returns the window of these requests for single hours of the whole operation, where a table of it saves requests.
pub(super) fn hours_window(asks: &[ReportRequest], zone: Tz) -> Option<TimeWindow> {
    let hours = asks.iter().filter(|ask| is_hour(ask, zone));
    let hours: Vec<TimeWindow> = hours.map(|ask| ask.window).collect();
    let from = hours.iter().map(TimeWindow::from).min()?;
    let until = hours.iter().map(TimeWindow::until).max()?;
    let window = TimeWindow::new(from, until).ok()?;
    (hours.len() >= WORTH_A_TABLE).then_some(window)
}

/// Returns true for a request that the table answers.
pub(super) fn is_hour(ask: &ReportRequest, zone: Tz) -> bool {
    ask.report == Report::ServiceLevel
        && ask.skills == SkillSelection::All
        && local_hour(ask.window, zone).is_some()
}
