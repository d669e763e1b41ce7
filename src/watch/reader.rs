//! Reads the reports of one poll, one after the other.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tracing::debug;

use crate::watch::cycle::CycleParts;
use vigia_core::metrics::{Facts, ReadGap, Reading, ReportRequest, SkillSelection, Snapshot};
use vigia_wolkvox::{ApiErrorKind, RequestPriority};

/// After how many failures in a row that concern every report a poll asks no more: each of
/// them may have taken a minute, and people wait behind them.
pub(super) const GIVE_UP_AFTER: u32 = 2;

/// The whole operation first, then the skills, each time beginning with another one: where
/// the API is too slow for all of them, no skill is left out for ever.
pub(super) fn in_turn(mut asks: Vec<ReportRequest>, turn: usize) -> Vec<ReportRequest> {
    asks.sort_by_key(|ask| ask.skills != SkillSelection::All);
    let whole = asks.partition_point(|ask| ask.skills == SkillSelection::All);
    let (_, skills) = asks.split_at_mut(whole);
    if let Some(start) = turn.checked_rem(skills.len()) {
        skills.rotate_left(start);
    }
    asks
}

/// What one poll has read so far.
pub(super) struct ReportReader<'parts> {
    parts: &'parts CycleParts,
    deadline: DateTime<Utc>,
    unanswered: u32,
    pub(super) snapshot: Snapshot,
}

impl<'parts> ReportReader<'parts> {
    /// Nothing has been read. What has not come by `deadline` is a gap.
    pub(super) fn new(
        parts: &'parts CycleParts,
        as_of: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> Self {
        Self {
            parts,
            deadline,
            unanswered: 0,
            snapshot: Snapshot {
                operation: parts.operation.clone(),
                as_of,
                readings: Vec::new(),
            },
        }
    }

    /// Reads a report, unless it has been read.
    pub(super) async fn read(&mut self, ask: ReportRequest) {
        if self
            .snapshot
            .readings
            .iter()
            .any(|reading| reading.ask == ask)
        {
            return;
        }
        let outcome = if self.unanswered < GIVE_UP_AFTER {
            self.ask(ask).await
        } else {
            Err(ReadGap::Failed(
                "not asked, since the API does not answer".to_owned(),
            ))
        };
        self.snapshot.readings.push(Reading { ask, outcome });
    }

    async fn ask(&mut self, ask: ReportRequest) -> Result<Arc<Facts>, ReadGap> {
        let clock = &self.parts.clock;
        let left = (self.deadline - clock.now()).to_std().unwrap_or_default();
        let answer = self
            .parts
            .gate
            .read(ask, RequestPriority::Poll, Duration::ZERO);
        match tokio::time::timeout(clock.real(left), answer).await {
            Ok(Ok(answer)) => {
                self.unanswered = 0;
                answer.facts.ok_or(ReadGap::NoData)
            }
            Ok(Err(failure)) => {
                debug!(%ask, %failure, "a report is missing from this poll");
                self.unanswered = if concerns_all(failure.kind()) {
                    self.unanswered + 1
                } else {
                    0
                };
                Err(ReadGap::Failed(failure.to_string()))
            }
            Err(_) => {
                self.unanswered = GIVE_UP_AFTER;
                Err(ReadGap::Failed("the poll ran out of time".to_owned()))
            }
        }
    }
}

/// Whether the next report will meet the same fate.
pub(super) fn concerns_all(kind: ApiErrorKind) -> bool {
    match kind {
        ApiErrorKind::Unreachable
        | ApiErrorKind::TimedOut
        | ApiErrorKind::Unauthorized
        | ApiErrorKind::TokenRefused
        | ApiErrorKind::Refused
        | ApiErrorKind::QuotaSpent
        | ApiErrorKind::QuotaReserved
        | ApiErrorKind::Stopped => true,
        ApiErrorKind::Cut
        | ApiErrorKind::TooLarge
        | ApiErrorKind::ServerFault
        | ApiErrorKind::Unexpected
        | ApiErrorKind::BadRequest
        | ApiErrorKind::Busy
        | ApiErrorKind::WindowTooLong => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_core::metrics::{Report, SkillId, TimeWindow};

    fn ask(skills: SkillSelection) -> ReportRequest {
        ReportRequest {
            report: Report::ServiceLevel,
            skills,
            window: TimeWindow::ending(DateTime::UNIX_EPOCH, std::time::Duration::from_secs(60)),
        }
    }

    #[test]
    fn each_poll_begins_with_another_skill_and_none_is_left_out() {
        let [one, two, three] = [1, 2, 3].map(|skill| ask(SkillSelection::One(SkillId(skill))));
        let all = ask(SkillSelection::All);
        let asks = vec![one, two, all, three];
        assert_eq!(in_turn(asks.clone(), 0), [all, one, two, three]);
        assert_eq!(in_turn(asks.clone(), 1), [all, two, three, one]);
        assert_eq!(in_turn(asks, 5), [all, three, one, two]);
        assert_eq!(in_turn(vec![all], 7), [all]);
        assert_eq!(in_turn(Vec::new(), 7), []);
    }
}
