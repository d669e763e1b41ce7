//! The reports that could not be read, one by one. Four good reports say nothing of the fifth.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::metrics::{ReadFailure, ReadGap, Report, SkillSelection, Snapshot};

/// A report, or a report of one skill, that failed in each of the last polls that asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportOutage {
    pub report: Report,
    pub skills: SkillSelection,
    /// The number of polls in a row.
    pub failures: u32,
    /// The end of the windows of the first failed poll.
    pub since: DateTime<Utc>,
    /// The poll before that; `None` where none is known.
    #[serde(default)]
    pub good_until: Option<DateTime<Utc>>,
    /// The reason of the last failure.
    pub reason: ReadFailure,
}

impl ReportOutage {
    /// The number of failed polls in a row from which on a report counts as unreadable.
    pub const BLIND_AFTER: u32 = 3;

    pub fn is_blind(&self) -> bool {
        self.failures >= Self::BLIND_AFTER
    }
}

/// Returns the outages after a poll, and after the one as of `last_poll` before it. A report that this poll did not ask for keeps its state.
pub(super) fn outages_after(
    before: &[ReportOutage],
    last_poll: Option<DateTime<Utc>>,
    poll: &Snapshot,
) -> Vec<ReportOutage> {
    let mut asked: Vec<(Report, SkillSelection)> = poll
        .readings
        .iter()
        .map(|reading| (reading.ask.report, reading.ask.skills))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let is_asked =
        |outage: &&ReportOutage| asked.binary_search(&(outage.report, outage.skills)).is_ok();
    let mut after: Vec<ReportOutage> = before
        .iter()
        .filter(|outage| !is_asked(outage))
        .cloned()
        .collect();
    // Sorted by source, the readings of one source are neighbours.
    let mut readings: Vec<_> = poll.readings.iter().collect();
    readings.sort_by_key(|reading| (reading.ask.report, reading.ask.skills));
    for source in
        readings.chunk_by(|a, b| (a.ask.report, a.ask.skills) == (b.ask.report, b.ask.skills))
    {
        let Some(reason) =
            failure_of_all(source.iter().map(|reading| reading.outcome.as_ref().err()))
        else {
            continue;
        };
        let (report, skills) = (source[0].ask.report, source[0].ask.skills);
        let known = before
            .iter()
            .find(|outage| (outage.report, outage.skills) == (report, skills));
        after.push(ReportOutage {
            report,
            skills,
            failures: known.map_or(0, |outage| outage.failures).saturating_add(1),
            since: known.map_or(poll.as_of, |outage| outage.since),
            good_until: known.map_or(last_poll, |outage| outage.good_until),
            reason,
        });
    }
    after.sort_by_key(|outage| (outage.report, outage.skills));
    after
}

/// Returns the last reason if every reading failed. An empty window is an answer.
fn failure_of_all<'gap>(gaps: impl Iterator<Item = Option<&'gap ReadGap>>) -> Option<ReadFailure> {
    let mut last = None;
    for gap in gaps {
        match gap {
            Some(ReadGap::Failed(reason)) => last = Some(*reason),
            Some(ReadGap::NoData) | None => return None,
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::TimeDelta;

    use super::*;
    use crate::metrics::{OperationName, Reading, ReportRequest, SkillId, TimeWindow};

    fn poll(minute: i64, readings: &[(Report, SkillSelection, Option<ReadFailure>)]) -> Snapshot {
        let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let reading =
            |&(report, skills, why): &(Report, SkillSelection, Option<ReadFailure>)| Reading {
                ask: ReportRequest {
                    report,
                    skills,
                    window: TimeWindow::ending(as_of, Duration::from_secs(3_600)),
                },
                outcome: Err(why.map_or(ReadGap::NoData, ReadGap::Failed)),
            };
        Snapshot {
            operation: OperationName::new("centre"),
            as_of,
            readings: readings.iter().map(reading).collect(),
        }
    }

    #[test]
    fn four_good_reports_do_not_hide_the_fifth() {
        let mut outages = Vec::new();
        for minute in [0, 5, 10] {
            let readings = [
                (Report::Holds, SkillSelection::All, None),
                (
                    Report::ServiceLevel,
                    SkillSelection::All,
                    Some(ReadFailure::Unexpected),
                ),
            ];
            outages = outages_after(&outages, None, &poll(minute, &readings));
        }
        let [outage] = &outages[..] else {
            panic!("{outages:?}");
        };
        assert_eq!((outage.report, outage.failures), (Report::ServiceLevel, 3));
        assert_eq!(outage.since, DateTime::UNIX_EPOCH);
        assert!(outage.is_blind());
    }

    #[test]
    fn each_skill_has_its_own_outage_and_its_own_end() {
        let [one, two] = [1, 2].map(|skill| SkillSelection::One(SkillId(skill)));
        let failed = |skills| (Report::ServiceLevel, skills, Some(ReadFailure::TimedOut));
        let first = outages_after(&[], None, &poll(0, &[failed(one), failed(two)]));
        assert_eq!(first.len(), 2);
        let good = (Report::ServiceLevel, one, None);
        let second = outages_after(&first, None, &poll(5, &[good, failed(two)]));
        let [outage] = &second[..] else {
            panic!("{second:?}");
        };
        assert_eq!((outage.skills, outage.failures), (two, 2));
    }

    #[test]
    fn one_window_that_can_be_read_is_no_outage_of_the_report() {
        let readings = [
            (Report::Holds, SkillSelection::All, Some(ReadFailure::Cut)),
            (Report::Holds, SkillSelection::All, None),
        ];
        assert_eq!(outages_after(&[], None, &poll(0, &readings)), []);
    }

    #[test]
    fn a_report_that_is_not_asked_for_keeps_its_state() {
        let readings = [(Report::Holds, SkillSelection::All, Some(ReadFailure::Cut))];
        let first = outages_after(&[], None, &poll(0, &readings));
        assert_eq!(outages_after(&first, None, &poll(5, &[])), first);
    }
}
