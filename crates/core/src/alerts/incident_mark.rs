//! The acknowledgement and the snooze of an incident.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Severity;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DiscordUser {
    pub id: u64,
    pub name: String,
}

/// An acknowledgement: no reminders and no escalation until the incident becomes worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgeRequest {
    pub by: DiscordUser,
    pub at: DateTime<Utc>,
    pub note: Option<String>,
    pub severity: Severity,
    pub scopes: u32,
}

/// A snooze: no sound for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnoozeRequest {
    pub by: DiscordUser,
    pub at: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The severity at that time; a worse incident is heard.
    pub severity: Severity,
}

impl SnoozeRequest {
    /// Snoozes whose ends are not further apart are one.
    const A_MOMENT: TimeDelta = TimeDelta::seconds(60);
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    Done,
    /// Another person acknowledged it first.
    Already(AcknowledgeRequest),
    /// The incident is over or unknown.
    Over,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnoozedUntil {
    Done,
    /// Another person's snooze lasts at least as long.
    Already(SnoozeRequest),
    /// The incident is over or unknown.
    Over,
}

/// The actions of people on an incident. Commands write it, the watch reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentMark {
    pub ack: Option<AcknowledgeRequest>,
    pub snooze: Option<SnoozeRequest>,
}

impl IncidentMark {
    /// Returns the acknowledgement, where it still holds for an incident of this severity and this
    /// many alerts.
    pub fn holding(&self, severity: Severity, scopes: u32) -> Option<&AcknowledgeRequest> {
        let ack = self.ack.as_ref();
        ack.filter(|ack| severity <= ack.severity && scopes <= ack.scopes)
    }

    /// Returns the snooze, where it holds.
    pub fn snoozed(&self, severity: Severity, now: DateTime<Utc>) -> Option<&SnoozeRequest> {
        self.snooze
            .as_ref()
            .filter(|snooze| now < snooze.until && severity <= snooze.severity)
    }

    /// Records an acknowledgement, unless one holds: the first counts.
    pub fn acknowledge(&mut self, ack: AcknowledgeRequest) -> Acknowledgement {
        if let Some(first) = self.holding(ack.severity, ack.scopes) {
            return Acknowledgement::Already(first.clone());
        }
        self.ack = Some(ack);
        Acknowledgement::Done
    }

    /// Records a snooze, unless another person's holds that ends no earlier. Two people who press
    /// the same button a moment apart want the same. One that ends at once ends any other.
    pub fn put_off(&mut self, snooze: SnoozeRequest) -> SnoozedUntil {
        let first = self.snoozed(snooze.severity, snooze.at).filter(|first| {
            let is_longer = first.until + SnoozeRequest::A_MOMENT > snooze.until;
            first.by.id != snooze.by.id && is_longer && snooze.until > snooze.at
        });
        if let Some(first) = first {
            return SnoozedUntil::Already(first.clone());
        }
        self.snooze = Some(snooze);
        SnoozedUntil::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Critical, Warning};

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn person(id: u64) -> DiscordUser {
        DiscordUser {
            id,
            name: format!("person {id}"),
        }
    }

    fn ack(id: u64, severity: Severity, scopes: u32) -> AcknowledgeRequest {
        AcknowledgeRequest {
            by: person(id),
            at: at(0),
            note: None,
            severity,
            scopes,
        }
    }

    fn snooze(id: u64, now: i64, until: i64, severity: Severity) -> SnoozeRequest {
        SnoozeRequest {
            by: person(id),
            at: at(now),
            until: at(until),
            severity,
        }
    }

    #[test]
    fn the_first_who_acknowledges_counts_until_it_gets_worse() {
        let mut mark = IncidentMark::default();
        let first = ack(1, Warning, 2);
        assert_eq!(mark.acknowledge(first.clone()), Acknowledgement::Done);
        let second = mark.acknowledge(ack(2, Warning, 2));
        assert_eq!(second, Acknowledgement::Already(first.clone()));
        assert_eq!(mark.acknowledge(ack(2, Critical, 2)), Acknowledgement::Done);
        assert_eq!(mark.acknowledge(ack(3, Critical, 3)), Acknowledgement::Done);
        assert_eq!(mark.ack, Some(ack(3, Critical, 3)));
    }

    #[test]
    fn a_snooze_gives_way_to_a_longer_one_and_to_its_own_author() {
        let mut mark = IncidentMark::default();
        let first = snooze(1, 0, 30, Warning);
        assert_eq!(mark.put_off(first.clone()), SnoozedUntil::Done);
        for (next, told) in [
            (
                snooze(2, 0, 30, Warning),
                SnoozedUntil::Already(first.clone()),
            ),
            (snooze(2, 0, 10, Warning), SnoozedUntil::Already(first)),
            (snooze(2, 1, 120, Warning), SnoozedUntil::Done),
            (snooze(2, 2, 10, Warning), SnoozedUntil::Done),
            (snooze(1, 3, 5, Critical), SnoozedUntil::Done),
            (snooze(2, 6, 7, Warning), SnoozedUntil::Done),
            (snooze(3, 6, 6, Warning), SnoozedUntil::Done),
        ] {
            assert_eq!(mark.put_off(next.clone()), told, "{next:?}");
        }
    }
}
