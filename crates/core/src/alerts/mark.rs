//! What people do about an incident.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Severity;

/// Somebody in the chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DiscordUser {
    /// The chat's number of them.
    pub id: u64,
    /// How the chat shows them.
    pub name: String,
}

/// Somebody has it in hand: no reminders and no steps of escalation until it gets worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgeRequest {
    /// Who.
    pub by: DiscordUser,
    /// When.
    pub at: DateTime<Utc>,
    /// What they said.
    pub note: Option<String>,
    /// How bad it was then.
    pub severity: Severity,
    /// How many alerts it had had then.
    pub scopes: u32,
}

impl AcknowledgeRequest {
    /// Whether it holds for an incident that is this bad and has had so many alerts.
    #[must_use]
    pub fn holds(&self, severity: Severity, scopes: u32) -> bool {
        severity <= self.severity && scopes <= self.scopes
    }
}

/// Nobody wants to hear of it for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnoozeRequest {
    /// Who.
    pub by: DiscordUser,
    /// When they said so.
    pub at: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// How bad it was then: one that gets worse is heard.
    pub severity: Severity,
}

impl SnoozeRequest {
    /// Ends that are not further apart are one and the same.
    const A_MOMENT: TimeDelta = TimeDelta::seconds(60);
}

/// What became of an acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// It counts from now on.
    Done,
    /// Somebody was first, and has it in hand.
    Already(AcknowledgeRequest),
    /// The incident is over, or there is none of that number.
    Over,
}

/// What became of a snooze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnoozedUntil {
    /// It counts from now on.
    Done,
    /// Somebody else has put it off for at least as long.
    Already(SnoozeRequest),
    /// The incident is over, or there is none of that number.
    Over,
}

/// What people did about an incident. The commands write it, the watch reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentMark {
    /// The last acknowledgement.
    pub ack: Option<AcknowledgeRequest>,
    /// The last snooze.
    pub snooze: Option<SnoozeRequest>,
}

impl IncidentMark {
    /// The acknowledgement that holds for an incident that stands so.
    #[must_use]
    pub fn holding(&self, severity: Severity, scopes: u32) -> Option<&AcknowledgeRequest> {
        self.ack.as_ref().filter(|ack| ack.holds(severity, scopes))
    }

    /// Until when it is not to be heard, where that lies ahead.
    #[must_use]
    pub fn snoozed(&self, severity: Severity, now: DateTime<Utc>) -> Option<&SnoozeRequest> {
        self.snooze
            .as_ref()
            .filter(|snooze| now < snooze.until && severity <= snooze.severity)
    }

    /// Takes an acknowledgement, unless one holds: the first counts.
    pub fn acknowledge(&mut self, ack: AcknowledgeRequest) -> Acknowledgement {
        if let Some(first) = self.holding(ack.severity, ack.scopes) {
            return Acknowledgement::Already(first.clone());
        }
        self.ack = Some(ack);
        Acknowledgement::Done
    }

    /// Takes a snooze, unless somebody else's holds that ends no earlier. Two who press the
    /// same button a moment apart wish for the same.
    pub fn put_off(&mut self, snooze: SnoozeRequest) -> SnoozedUntil {
        let first = self.snoozed(snooze.severity, snooze.at).filter(|first| {
            first.by.id != snooze.by.id && snooze.until < first.until + SnoozeRequest::A_MOMENT
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
        ] {
            assert_eq!(mark.put_off(next.clone()), told, "{next:?}");
        }
    }
}
