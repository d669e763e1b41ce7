//! Reads reports one after the other, and gives up where the API does not answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tracing::debug;

use crate::watch::hour_table::{HourTable, hours_window, is_hour};
use vigia_clock::Clock;
use vigia_core::metrics::{
    Facts, FeedState, ReadFailure, ReadGap, Report, ReportRequest, SkillId, SkillSelection,
    SkillTableFault, TimeWindow,
};
use vigia_wolkvox::{
    ApiError, COMPARED_SKILLS, GateAnswer, RequestGate, RequestPriority, SkillTable, TableAnswer,
    find_difference, has_calls, is_about_the_table, shared_windows, single_skill,
};

/// After this many failures in a row that are alike, no more is requested: each may have taken a minute, and
/// people wait behind them.
const GIVE_UP_AFTER: usize = 2;

/// Reads the reports of one poll or of one summary.
pub(super) struct ReportReader<'a> {
    gate: &'a RequestGate,
    clock: &'a Clock,
    deadline: Option<DateTime<Utc>>,
    /// What failed in the poll before is not tried twice.
    failed_before: BTreeSet<(Report, SkillSelection)>,
    given_up: GiveUp,
    /// The windows for which a table of all skills saves requests.
    shared: BTreeSet<TimeWindow>,
    tables: BTreeMap<TimeWindow, TableRead>,
    /// The window whose hours one request answers, and what came of it.
    hours: Option<TimeWindow>,
    hour_table: Option<HourRead>,
    /// The reports of single skills that were read for the comparison.
    compared: Vec<(ReportRequest, Result<GateAnswer, ReadGap>)>,
}

/// What came of the table of hours.
enum HourRead {
    Table(HourTable),
    /// The hours are asked one by one.
    Unusable,
}

/// What came of the table of a window.
#[derive(Clone)]
enum TableRead {
    Answer(TableAnswer),
    Failed(ReadGap),
    /// The skills of this window are asked one by one.
    Unusable,
}

impl<'a> ReportReader<'a> {
    /// Creates a reader; a report that has not come by `deadline` is a gap.
    pub(super) fn new(
        gate: &'a RequestGate,
        clock: &'a Clock,
        deadline: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            gate,
            clock,
            deadline,
            failed_before: BTreeSet::new(),
            given_up: GiveUp::default(),
            shared: BTreeSet::new(),
            tables: BTreeMap::new(),
            hours: None,
            hour_table: None,
            compared: Vec::new(),
        }
    }

    /// Takes the state of the feed after the poll before.
    pub(super) fn after(mut self, feed: &FeedState) -> Self {
        let outages = feed.outages.iter();
        self.failed_before = outages
            .map(|outage| (outage.report, outage.skills))
            .collect();
        self
    }

    /// Says what will be read, so that skills of one window share a request.
    pub(super) fn expect(&mut self, asks: &[ReportRequest]) {
        if self.gate.skill_tables().is_usable(self.clock.now()) {
            self.shared.extend(shared_windows(asks));
            self.hours = self.hours.or(hours_window(asks, self.gate.zone()));
        }
    }

    /// Returns true where the request of a skill costs no request of its own.
    pub(super) fn shares(&self, ask: &ReportRequest) -> bool {
        let is_usable = !matches!(self.tables.get(&ask.window), Some(TableRead::Unusable));
        self.shared.contains(&ask.window) && is_usable
    }

    /// Reads one report; an answer may be as old as `max_age`.
    pub(super) async fn read(
        &mut self,
        ask: ReportRequest,
        max_age: Duration,
    ) -> Result<GateAnswer, ReadGap> {
        if let Some(skill) = single_skill(&ask)
            && self.shared.contains(&ask.window)
        {
            match self.read_table(ask.window, max_age).await {
                TableRead::Answer(answer) => return Ok(row_of(&answer, skill)),
                TableRead::Failed(gap) => return Err(gap),
                TableRead::Unusable => {}
            }
            if let Some((_, outcome)) = self.compared.iter().find(|(read, _)| *read == ask) {
                return outcome.clone();
            }
        }
        if let Some(answer) = self.read_hour(&ask, max_age).await {
            return Ok(answer);
        }
        self.read_own(ask, max_age).await
    }

    /// Answers a request for an hour of the whole operation from the table of hours, which is read once.
    async fn read_hour(&mut self, ask: &ReportRequest, max_age: Duration) -> Option<GateAnswer> {
        let window = self.hours?;
        let is_in = window.from() <= ask.window.from() && ask.window.until() <= window.until();
        if !is_in || !is_hour(ask, self.gate.zone()) {
            return None;
        }
        if self.hour_table.is_none() {
            let table = HourTable::read(self.gate, window, window, max_age);
            let table = self.within_time(&format!("hours of {window}"), table).await;
            self.hour_table = Some(match table {
                Ok(Some(table)) => HourRead::Table(table),
                Ok(None) | Err(_) => HourRead::Unusable,
            });
        }
        let row = match self.hour_table.as_ref()? {
            HourRead::Table(table) => table.operation(ask.window)?,
            HourRead::Unusable => return None,
        };
        Some(GateAnswer {
            facts: row.map(|row| Arc::new(Facts::ServiceLevel(row))),
            read_at: self.clock.now(),
            spoiled: Arc::default(),
            spoils: 0,
            joined: 0,
        })
    }

    /// Reads the table of a window once, and compares it where that was not done today.
    async fn read_table(&mut self, window: TimeWindow, max_age: Duration) -> TableRead {
        if let Some(read) = self.tables.get(&window) {
            return read.clone();
        }
        let place = (Report::ServiceLevel, SkillSelection::All);
        if let Some(failure) = self.given_up.failure_of(place.0) {
            return TableRead::Failed(ReadGap::Failed(failure));
        }
        let answer = self
            .gate
            .read_skill_table(window, self.priority(place), max_age);
        let read = match self
            .within_time(&format!("all skills, {window}"), answer)
            .await
        {
            Ok(answer) => self.compare(window, answer, max_age).await,
            // The failure says nothing of other reports.
            Err(failure) if is_about_the_table(failure) => {
                let fault = SkillTableFault::Failed(failure);
                let trust = self.gate.skill_tables();
                trust.record_failure(self.clock.now(), fault);
                TableRead::Unusable
            }
            Err(ReadFailure::WindowTooLong) => TableRead::Unusable,
            Err(failure) => {
                self.given_up.note_failure(place.0, failure);
                TableRead::Failed(ReadGap::Failed(failure))
            }
        };
        self.tables.insert(window, read.clone());
        read
    }

    async fn compare(
        &mut self,
        window: TimeWindow,
        answer: TableAnswer,
        max_age: Duration,
    ) -> TableRead {
        let (now, trust) = (self.clock.now(), self.gate.skill_tables());
        if !trust.needs_comparison(now) {
            return TableRead::Answer(answer);
        }
        let Some(table) = answer.table.clone() else {
            // Whether an empty table is right shows the report of the whole operation.
            let whole = ReportRequest {
                report: Report::ServiceLevel,
                skills: SkillSelection::All,
                window,
            };
            let whole = self.read_own(whole, max_age).await;
            if !whole.is_ok_and(|whole| has_calls(whole.facts.as_deref())) {
                return TableRead::Answer(answer);
            }
            trust.record_failure(now, SkillTableFault::Empty);
            return TableRead::Unusable;
        };
        for skill in table.busiest(COMPARED_SKILLS) {
            let ask = ReportRequest {
                report: Report::ServiceLevel,
                skills: SkillSelection::One(skill),
                window,
            };
            let own = self.read_own(ask, max_age).await;
            if let Ok(own_answer) = &own
                && let Some(fault) = find_difference(skill, &table, own_answer.facts.as_deref())
            {
                self.compared.push((ask, own));
                trust.record_failure(now, fault);
                return TableRead::Unusable;
            }
            let is_read = own.is_ok();
            self.compared.push((ask, own));
            if !is_read {
                return TableRead::Answer(answer);
            }
        }
        trust.record_agreement(now);
        TableRead::Answer(answer)
    }

    /// Reads the report of one request.
    async fn read_own(
        &mut self,
        ask: ReportRequest,
        max_age: Duration,
    ) -> Result<GateAnswer, ReadGap> {
        if let Some(failure) = self.given_up.failure_of(ask.report) {
            return Err(ReadGap::Failed(failure));
        }
        let priority = self.priority((ask.report, ask.skills));
        let answer = self.gate.read(ask, priority, max_age);
        let read = self.within_time(&ask.to_string(), answer).await;
        read.map_err(|failure| {
            self.given_up.note_failure(ask.report, failure);
            ReadGap::Failed(failure)
        })
    }

    /// Within a poll only the first failure is worth further tries: an outage must not use up the requests of
    /// the day.
    fn priority(&self, place: (Report, SkillSelection)) -> RequestPriority {
        if self.failed_before.contains(&place) || self.given_up.has_failed() {
            RequestPriority::PollOnce
        } else {
            RequestPriority::Poll
        }
    }

    /// Waits for an answer until the deadline.
    async fn within_time<T>(
        &mut self,
        ask: &str,
        answer: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ReadFailure> {
        let answer = match self.deadline {
            Some(deadline) => self.clock.before(deadline, answer).await,
            None => Some(answer.await),
        };
        match answer {
            Some(Ok(answer)) => {
                self.given_up.note_success();
                Ok(answer)
            }
            Some(Err(failure)) => {
                debug!(ask, %failure, "report not read");
                Err(failure.kind())
            }
            None => {
                self.given_up.everything = Some(ReadFailure::OutOfTime);
                Err(ReadFailure::OutOfTime)
            }
        }
    }
}

/// Returns what the report of the skill alone would say.
fn row_of(answer: &TableAnswer, skill: SkillId) -> GateAnswer {
    let row = |table: &Arc<SkillTable>| table.get(skill).cloned();
    GateAnswer {
        facts: answer.table.as_ref().and_then(row),
        read_at: answer.read_at,
        spoiled: Arc::default(),
        // A row that could not be read may be the one of this skill.
        spoils: answer.spoils,
        joined: 0,
    }
}

/// The failures in a row, and what they make useless to ask.
#[derive(Debug, Default)]
struct GiveUp {
    in_a_row: Vec<(Report, ReadFailure)>,
    has_failed: bool,
    /// A report whose skills all wait for the same failure.
    reports: Vec<(Report, ReadFailure)>,
    everything: Option<ReadFailure>,
}

impl GiveUp {
    fn note_success(&mut self) {
        self.in_a_row.clear();
    }

    /// Gives up a report whose failures concern every request alike, and everything where two reports fail alike
    /// or a failure concerns every report.
    fn note_failure(&mut self, report: Report, failure: ReadFailure) {
        self.has_failed = true;
        if self
            .in_a_row
            .last()
            .is_some_and(|(_, last)| *last != failure)
        {
            self.in_a_row.clear();
        }
        self.in_a_row.push((report, failure));
        let of_it = self.in_a_row.iter().filter(|(of, _)| *of == report).count();
        let reports: BTreeSet<Report> = self.in_a_row.iter().map(|(of, _)| *of).collect();
        if reports.len() >= GIVE_UP_AFTER {
            self.everything = Some(failure);
        } else if failure.concerns_every_report() && of_it >= GIVE_UP_AFTER {
            self.reports.push((report, failure));
        }
    }

    fn has_failed(&self) -> bool {
        self.has_failed
    }

    fn failure_of(&self, report: Report) -> Option<ReadFailure> {
        let of_report = self.reports.iter().find(|(of, _)| *of == report);
        self.everything.or(of_report.map(|(_, failure)| *failure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReadFailure::{ServerFault, TimedOut, Unexpected};
    use Report::{Abandonment, Holds, ServiceLevel};

    /// Returns the reports that are still asked for after these failures.
    fn asked_after(failures: &[(Report, ReadFailure)]) -> Vec<Report> {
        let mut given_up = GiveUp::default();
        for (report, failure) in failures {
            given_up.note_failure(*report, *failure);
        }
        let reports = [Abandonment, ServiceLevel, Holds].into_iter();
        reports
            .filter(|report| given_up.failure_of(*report).is_none())
            .collect()
    }

    #[test]
    fn two_reports_that_fail_alike_end_the_poll_and_one_does_not() {
        let all = [Abandonment, ServiceLevel, Holds];
        for failure in [ServerFault, TimedOut] {
            assert_eq!(asked_after(&[(Abandonment, failure)]), all);
            assert_eq!(
                asked_after(&[(Abandonment, failure), (ServiceLevel, failure)]),
                []
            );
        }
        assert_eq!(
            asked_after(&[(Abandonment, ServerFault), (ServiceLevel, TimedOut)]),
            all
        );
    }

    #[test]
    fn one_bad_report_does_not_blind_the_others() {
        let failures = [(ServiceLevel, Unexpected); 5];
        assert_eq!(asked_after(&failures), [Abandonment, ServiceLevel, Holds]);
        let failures = [(ServiceLevel, TimedOut); 2];
        assert_eq!(
            asked_after(&failures),
            [Abandonment, Holds],
            "each costs a minute"
        );
    }
}
