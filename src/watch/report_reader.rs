//! Reads reports one after the other, and gives up where the API does not answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tracing::debug;

use crate::watch::skill_tables::{
    COMPARED, SkillTableTrust, find_difference, is_about_the_table, shared_windows, single_skill,
};
use vigia_clock::Clock;
use vigia_core::metrics::{ReadGap, Report, ReportRequest, SkillId, SkillSelection, TimeWindow};
use vigia_wolkvox::{
    ApiError, ApiErrorKind, GateAnswer, RequestGate, RequestPriority, SkillTable, TableAnswer,
};

/// After this many failures in a row that concern every report, no more are requested: each may
/// have taken a minute, and people wait behind them.
const GIVE_UP_AFTER: u32 = 2;

/// Reads the reports of one poll or of one summary.
pub(super) struct ReportReader<'a> {
    gate: &'a RequestGate,
    clock: &'a Clock,
    deadline: Option<DateTime<Utc>>,
    unanswered: u32,
    trust: &'a SkillTableTrust,
    /// The windows for which a table of all skills saves requests.
    shared: BTreeSet<TimeWindow>,
    tables: BTreeMap<TimeWindow, TableRead>,
    /// The reports of single skills that were read for the comparison.
    compared: Vec<(ReportRequest, Result<GateAnswer, ReadGap>)>,
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
        trust: &'a SkillTableTrust,
    ) -> Self {
        Self {
            gate,
            clock,
            deadline,
            unanswered: 0,
            trust,
            shared: BTreeSet::new(),
            tables: BTreeMap::new(),
            compared: Vec::new(),
        }
    }

    /// Says what will be read, so that skills of one window share a request.
    pub(super) fn expect(&mut self, asks: &[ReportRequest]) {
        if self.trust.is_usable(self.clock.now()) {
            self.shared.extend(shared_windows(asks));
        }
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
        self.read_own(ask, max_age).await
    }

    /// Reads the table of a window once, and compares it where that was not done today.
    async fn read_table(&mut self, window: TimeWindow, max_age: Duration) -> TableRead {
        if let Some(read) = self.tables.get(&window) {
            return read.clone();
        }
        let answer = self
            .gate
            .read_skill_table(window, RequestPriority::Poll, max_age);
        let read = match self
            .within_time(&format!("all skills, {window}"), answer)
            .await
        {
            Ok(answer) => self.compare(window, answer, max_age).await,
            Err((Some(kind), why)) if is_about_the_table(kind) => {
                // The failure says nothing of other reports.
                self.unanswered = 0;
                let now = self.clock.now();
                self.trust
                    .record_failure(now, format!("`skill_1` cannot be read: {why}"));
                TableRead::Unusable
            }
            Err((Some(ApiErrorKind::WindowTooLong), _)) => TableRead::Unusable,
            Err((_, why)) => TableRead::Failed(ReadGap::Failed(why)),
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
        let now = self.clock.now();
        if !self.trust.needs_comparison(now) {
            return TableRead::Answer(answer);
        }
        let Some(table) = answer.table.clone() else {
            // Nothing to compare. Whether the whole operation was quiet shows its own report.
            let whole = ReportRequest {
                report: Report::ServiceLevel,
                skills: SkillSelection::All,
                window,
            };
            return match self.read_own(whole, max_age).await {
                Ok(GateAnswer { facts: None, .. }) | Err(_) => TableRead::Answer(answer),
                Ok(GateAnswer { facts: Some(_), .. }) => TableRead::Unusable,
            };
        };
        for skill in table.busiest(COMPARED) {
            let ask = ReportRequest {
                report: Report::ServiceLevel,
                skills: SkillSelection::One(skill),
                window,
            };
            let own = self.read_own(ask, max_age).await;
            if let Ok(own_answer) = &own
                && let Some(why) = find_difference(skill, &table, own_answer.facts.as_deref())
            {
                self.compared.push((ask, own));
                self.trust.record_failure(now, why);
                return TableRead::Unusable;
            }
            let is_read = own.is_ok();
            self.compared.push((ask, own));
            if !is_read {
                return TableRead::Answer(answer);
            }
        }
        self.trust.record_agreement(now);
        TableRead::Answer(answer)
    }

    /// Reads the report of one request.
    async fn read_own(
        &mut self,
        ask: ReportRequest,
        max_age: Duration,
    ) -> Result<GateAnswer, ReadGap> {
        let answer = self.gate.read(ask, RequestPriority::Poll, max_age);
        let read = self.within_time(&ask.to_string(), answer).await;
        read.map_err(|(_, why)| ReadGap::Failed(why))
    }

    /// Waits for an answer until the deadline. Once nothing is answered, nothing more is requested.
    async fn within_time<T>(
        &mut self,
        ask: &str,
        answer: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, (Option<ApiErrorKind>, String)> {
        if self.unanswered >= GIVE_UP_AFTER {
            let why = "not requested, since the API does not answer";
            return Err((None, why.to_owned()));
        }
        let answer = match self.deadline {
            Some(deadline) => self.clock.before(deadline, answer).await,
            None => Some(answer.await),
        };
        match answer {
            Some(Ok(answer)) => {
                self.unanswered = 0;
                Ok(answer)
            }
            Some(Err(failure)) => {
                debug!(ask, %failure, "report not read");
                self.unanswered = if concerns_every_report(failure.kind()) {
                    self.unanswered + 1
                } else {
                    0
                };
                Err((Some(failure.kind()), failure.to_string()))
            }
            None => {
                self.unanswered = GIVE_UP_AFTER;
                Err((None, "the poll ran out of time".to_owned()))
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
    }
}

/// Returns whether the next report will fail in the same way.
fn concerns_every_report(kind: ApiErrorKind) -> bool {
    match kind {
        ApiErrorKind::Unreachable
        | ApiErrorKind::UnknownHost
        | ApiErrorKind::ConnectionRefused
        | ApiErrorKind::TlsFailed
        | ApiErrorKind::Blocked
        | ApiErrorKind::TimedOut
        | ApiErrorKind::Unauthorized
        | ApiErrorKind::TokenRefused
        | ApiErrorKind::Refused
        | ApiErrorKind::QuotaSpent
        | ApiErrorKind::QuotaReserved
        | ApiErrorKind::Stopped => true,
        ApiErrorKind::Cut
        | ApiErrorKind::TooLarge
        | ApiErrorKind::NoReadableRow
        | ApiErrorKind::ServerFault
        | ApiErrorKind::Unexpected
        | ApiErrorKind::BadRequest
        | ApiErrorKind::Busy
        | ApiErrorKind::WindowTooLong => false,
    }
}
