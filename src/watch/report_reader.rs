//! Reads reports one after the other, and gives up where the API does not answer.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tracing::debug;

use vigia_clock::Clock;
use vigia_core::metrics::{ReadGap, ReportRequest};
use vigia_wolkvox::{ApiErrorKind, GateAnswer, RequestGate, RequestPriority};

/// After this many failures in a row that concern every report, no more are requested: each may
/// have taken a minute, and people wait behind them.
const GIVE_UP_AFTER: u32 = 2;

/// Reads the reports of one poll or of one summary.
pub(super) struct ReportReader<'a> {
    gate: &'a RequestGate,
    clock: &'a Clock,
    deadline: Option<DateTime<Utc>>,
    unanswered: u32,
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
            unanswered: 0,
        }
    }

    /// Reads one report; an answer may be as old as `max_age`.
    pub(super) async fn read(
        &mut self,
        ask: ReportRequest,
        max_age: Duration,
    ) -> Result<GateAnswer, ReadGap> {
        if self.unanswered >= GIVE_UP_AFTER {
            let why = "not requested, since the API does not answer";
            return Err(ReadGap::Failed(why.to_owned()));
        }
        let answer = self.gate.read(ask, RequestPriority::Poll, max_age);
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
                debug!(%ask, %failure, "report not read");
                self.unanswered = if concerns_every_report(failure.kind()) {
                    self.unanswered + 1
                } else {
                    0
                };
                Err(ReadGap::Failed(failure.to_string()))
            }
            None => {
                self.unanswered = GIVE_UP_AFTER;
                Err(ReadGap::Failed("the poll ran out of time".to_owned()))
            }
        }
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
