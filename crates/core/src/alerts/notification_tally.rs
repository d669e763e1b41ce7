//! Counts the alerts of a period for its summary.

use std::{cmp::Reverse, collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    alerts::{AlertBook, ClosedIncident, Incident, IncidentId, IncidentMark, IncidentSubject},
    metrics::TimeWindow,
    rules::RuleId,
    summaries::{NotificationTally, RuleRings},
};

/// Counts the incidents that were announced within `window`. `closed` are those that ended since it
/// began; `book` and `marks` hold those that go on. Incidents that were never announced do not
/// count.
pub fn tally_notifications(
    closed: &[ClosedIncident],
    book: &AlertBook,
    marks: &BTreeMap<IncidentId, IncidentMark>,
    window: TimeWindow,
) -> NotificationTally {
    let over = closed.iter().map(|closed| {
        let until = closed.at.min(window.until());
        count_notification(&closed.incident, Some(&closed.mark), until, window)
    });
    let open = book.incidents().map(|incident| {
        let mark = marks.get(&incident.id);
        count_notification(incident, mark, window.until(), window)
    });
    let told: Vec<NotificationCounts<'_>> = over.chain(open).flatten().collect();
    let mut waits: Vec<Duration> = told.iter().filter_map(|told| told.answered).collect();
    waits.sort_unstable();
    NotificationTally {
        opened: told.len() as u64,
        acknowledged: waits.len() as u64,
        acknowledged_within: median_duration(&waits),
        longest: told.iter().map(|told| told.lasted).max(),
        rules: count_rings(&told),
    }
}

struct NotificationCounts<'a> {
    rule: Option<&'a RuleId>,
    /// The time until it was acknowledged.
    answered: Option<Duration>,
    /// The part of its duration within the window.
    lasted: Duration,
}

fn count_notification<'a>(
    incident: &'a Incident,
    mark: Option<&IncidentMark>,
    until: DateTime<Utc>,
    window: TimeWindow,
) -> Option<NotificationCounts<'a>> {
    let at = incident.announced()?.at;
    let is_within = window.from() <= at && at < window.until();
    let answered = mark.and_then(|mark| mark.ack.as_ref());
    is_within.then(|| NotificationCounts {
        rule: match &incident.subject {
            IncidentSubject::Rule(condition) => Some(&condition.rule),
            IncidentSubject::Digest => None,
        },
        answered: answered.map(|ack| (ack.at - at).to_std().unwrap_or_default()),
        lasted: (until - incident.opened_at).to_std().unwrap_or_default(),
    })
}

/// Returns the lower of the two middle values of an even number: one that was really seen.
fn median_duration(sorted: &[Duration]) -> Option<Duration> {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

fn count_rings(told: &[NotificationCounts<'_>]) -> Vec<RuleRings> {
    let mut rules: BTreeMap<&RuleId, RuleRings> = BTreeMap::new();
    for told in told {
        let Some(rule) = told.rule else { continue };
        let rang = rules.entry(rule).or_insert_with(|| RuleRings {
            rule: rule.clone(),
            times: 0,
            unanswered: 0,
        });
        rang.times += 1;
        rang.unanswered += u64::from(told.answered.is_none());
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by_key(|rang| Reverse((rang.times, rang.unanswered)));
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alerts::{
            AcknowledgeRequest, AnnouncedState, DiscordUser, EndReason, HoldReason,
            IncidentStanding,
        },
        metrics::OperationName,
        rules::{ChannelName, Severity},
    };

    fn time(text: &str) -> DateTime<Utc> {
        format!("2026-11-17T{text}:00Z").parse().unwrap()
    }

    fn incident(begun: &str, standing: IncidentStanding) -> Incident {
        let operation = OperationName::new("principal");
        Incident {
            id: IncidentId::of(&operation, begun, time(begun)),
            subject: IncidentSubject::Digest,
            channel: ChannelName::new("floor"),
            opened_at: time(begun),
            severity: Severity::Warning,
            scopes: 1,
            ended: Vec::new(),
            over: 1,
            standing,
            log: Vec::new(),
        }
    }

    fn closed(begun: &str, end: &str, answered: Option<&str>) -> ClosedIncident {
        let standing = IncidentStanding::Announced(AnnouncedState::at(time(begun), None));
        let ack = answered.map(|at| AcknowledgeRequest {
            by: DiscordUser {
                id: 1,
                name: "Ana".to_owned(),
            },
            at: time(at),
            note: None,
            severity: Severity::Warning,
            scopes: 1,
        });
        ClosedIncident {
            incident: incident(begun, standing),
            at: time(end),
            reason: EndReason::Recovered,
            mark: IncidentMark { ack, snooze: None },
        }
    }

    #[test]
    fn what_was_told_within_the_window_counts_and_nothing_else() {
        let window = TimeWindow::new(time("07:00"), time("21:00")).unwrap();
        let mut held = closed("10:00", "10:20", None);
        held.incident.standing = IncidentStanding::Held(HoldReason::CatchUp);
        let over = [
            closed("06:55", "07:30", Some("07:01")),
            closed("08:00", "08:48", Some("08:02")),
            closed("09:00", "09:10", Some("09:06")),
            closed("12:00", "12:10", None),
            closed("20:50", "22:00", None),
            closed("21:00", "21:10", Some("21:01")),
            held,
        ];
        let book = AlertBook::new(
            OperationName::new("principal"),
            crate::alerts::BookPages::default(),
        );
        let tally = tally_notifications(&over, &book, &BTreeMap::new(), window);
        assert_eq!((tally.opened, tally.acknowledged), (4, 2));
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        assert_eq!(tally.acknowledged_within, minutes(2));
        assert_eq!(tally.longest, minutes(48));
        assert_eq!(tally.rules, []);
    }
}
