//! Decides what several waiting events of an incident still have to say in a channel.

use crate::{
    alerts::{DeliveryState, EventKind, IncidentNews, NotificationLevel},
    metrics::OperationName,
};

/// What is known of the incident's card in the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPresence {
    NeverPosted,
    Posted,
    /// A person deleted it.
    Deleted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardChange {
    Post,
    Edit,
    /// The channel never heard of the incident, or a person deleted the card.
    Nothing,
}

/// A ring that is still due: the kind of its gravest event, and how loud it is.
#[derive(Clone, Debug, PartialEq)]
pub struct BacklogRing<'rows> {
    pub kind: &'rows EventKind,
    pub level: NotificationLevel,
}

/// What is still to be said: a card in its newest state, and at most one ring. With a new card,
/// that card rings; with a card that is there, a reply to it does.
#[derive(Clone, Debug, PartialEq)]
pub struct BacklogPlan<'rows> {
    pub change: CardChange,
    pub newest: &'rows DeliveryState,
    pub ring: Option<BacklogRing<'rows>>,
    /// The number of rings that are no longer due.
    pub dropped: usize,
}

/// Folds the rows of an incident in a channel, oldest first, into what is true now. The first
/// `rung` rows have rung already. Returns `None` without rows of an incident.
///
/// Nobody is called for what is over or in hand; reminders and calls are out of date once the
/// incident became worse after them. Each operation that shares the card is judged by its own rows.
pub fn fold_backlog(
    rows: &[DeliveryState],
    rung: usize,
    card: CardPresence,
) -> Option<BacklogPlan<'_>> {
    let newest = rows.last()?;
    let state = newest.event.incident()?;
    let mut due: Vec<DueRing<'_>> = Vec::new();
    let mut rings = 0;
    let mut is_news = false;
    for row in rows.get(rung..).unwrap_or_default() {
        let Some(news) = row.event.incident() else {
            continue;
        };
        match &news.kind {
            EventKind::Acknowledged | EventKind::Snoozed | EventKind::Resolved(_) => {
                due.retain(|ring| *ring.operation != row.event.operation);
            }
            kind if !kind.needs_attention() || !news.is_for(&row.channel) => {}
            kind => {
                let level = row.level();
                rings += usize::from(level.rings());
                if is_worsening(kind) {
                    is_news = true;
                    due.retain(|earlier| {
                        *earlier.operation != row.event.operation || is_worsening(earlier.kind)
                    });
                }
                due.push(DueRing {
                    operation: &row.event.operation,
                    kind,
                    level,
                });
            }
        }
    }
    due.retain(|ring| {
        let mut later = rows.iter().rev();
        let last = later.find(|row| row.event.operation == *ring.operation);
        !last
            .and_then(|row| row.event.incident())
            .is_some_and(is_hushed)
    });
    let is_over = matches!(state.kind, EventKind::Resolved(_)) && due.is_empty();
    let change = match card {
        CardPresence::Posted => CardChange::Edit,
        CardPresence::NeverPosted if is_news || !due.is_empty() => CardChange::Post,
        CardPresence::Deleted if !is_over && (is_news || !due.is_empty()) => CardChange::Post,
        CardPresence::NeverPosted | CardPresence::Deleted => CardChange::Nothing,
    };
    due.retain(|ring| {
        // A card that is there has announced the incident.
        let is_announced = change == CardChange::Edit && *ring.kind == EventKind::Fired;
        ring.level.rings() && !is_announced
    });
    let dropped = rings - due.len();
    let gravest = due
        .iter()
        .map(|ring| ring.kind)
        .max_by_key(|kind| ring_rank(kind));
    let ring = gravest.map(|kind| {
        let mut level = NotificationLevel::default();
        for other in &due {
            level.join(&other.level);
        }
        BacklogRing { kind, level }
    });
    Some(BacklogPlan {
        change,
        newest,
        ring,
        dropped,
    })
}

/// A ring of an operation that may still be due.
struct DueRing<'rows> {
    operation: &'rows OperationName,
    kind: &'rows EventKind,
    level: NotificationLevel,
}

/// Returns whether the incident is worse after such an event than before.
fn is_worsening(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Fired | EventKind::Grew | EventKind::Escalated
    )
}

fn is_hushed(news: &IncidentNews) -> bool {
    let announced = news.incident.announced();
    announced.is_some_and(|announced| announced.hush.is_some())
}

fn ring_rank(kind: &EventKind) -> u8 {
    match kind {
        EventKind::Escalated => 4,
        EventKind::Grew => 3,
        EventKind::Called(_) => 2,
        EventKind::Reminded => 1,
        EventKind::Fired
        | EventKind::Eased
        | EventKind::Improved
        | EventKind::Refreshed
        | EventKind::NoData
        | EventKind::DataBack
        | EventKind::Acknowledged
        | EventKind::Snoozed
        | EventKind::Resolved(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, time::Duration};

    use chrono::DateTime;

    use super::*;
    use crate::{
        alerts::{
            AnnouncedState, EndReason, Event, EventContent, HoldReason, Incident,
            IncidentCondition, IncidentId, IncidentMark, IncidentStanding, IncidentSubject,
            OutboxId, SilenceId, Suppression,
        },
        metrics::{Metric, OperationName},
        rules::{ChannelName, EscalationStep, NotifyTarget, RoleName, RuleId, Severity},
    };
    use CardChange::{Edit, Nothing, Post};
    use CardPresence::{Deleted, NeverPosted, Posted};

    /// An event in short: its word, and behind `>` the other channel that it calls.
    fn row(id: u64, text: &str, channel: &str) -> DeliveryState {
        let (word, rings_in) = match text.split_once('>') {
            Some((word, other)) => (word, Some(ChannelName::new(other))),
            None => (text, None),
        };
        let step = EscalationStep {
            after: Duration::from_secs(60),
            notify: rings_in.clone(),
            mention: Vec::new(),
        };
        let (kind, role) = match word {
            "fired" => (EventKind::Fired, Some("supervisors")),
            "quiet" => (EventKind::Fired, None),
            "worse" => (EventKind::Escalated, Some("supervisors")),
            "grew" => (EventKind::Grew, Some("leads")),
            "reminded" => (EventKind::Reminded, Some("supervisors")),
            "called" => (EventKind::Called(step), Some("heads")),
            "moved" | "hushed" => (EventKind::Refreshed, None),
            "taken" => (EventKind::Acknowledged, None),
            "over" => (EventKind::Resolved(EndReason::Recovered), None),
            other => panic!("{other}"),
        };
        let at = DateTime::UNIX_EPOCH;
        let mut announced = AnnouncedState::at(at, None);
        announced.hush = (word == "hushed").then_some(Suppression {
            by: HoldReason::Silence(SilenceId(1)),
            until: None,
        });
        let operation = OperationName::new("norte");
        let condition = IncidentCondition {
            rule: RuleId::new("a"),
            metric: Metric::AbandonRate,
            window: Duration::from_secs(3_600),
            at_least: None,
            is_relative: false,
            labels: BTreeMap::new(),
            notify: NotifyTarget::one(ChannelName::new("floor")),
            repeat: None,
            escalation: Vec::new(),
            description: None,
            hint: None,
            keep_firing_for: Duration::ZERO,
        };
        let incident = Incident {
            id: IncidentId::of(&operation, "a", at),
            subject: IncidentSubject::Rule(Box::new(condition)),
            channel: ChannelName::new("floor"),
            opened_at: at,
            severity: Severity::Critical,
            scopes: 1,
            ended: Vec::new(),
            over: 0,
            standing: IncidentStanding::Announced(announced),
            log: Vec::new(),
        };
        let news = IncidentNews {
            ring: NotificationLevel {
                is_loud: role.is_some(),
                mention: role.map(RoleName::new).into_iter().collect(),
            },
            rings_in,
            ..IncidentNews::new(kind, incident, Vec::new(), IncidentMark::default())
        };
        DeliveryState {
            id: OutboxId(id),
            channel: ChannelName::new(channel),
            event: Event {
                operation,
                at,
                news: EventContent::Incident(Box::new(news)),
            },
            attempted_at: None,
        }
    }

    /// The plan in short: the change, whom it rings, and what was dropped.
    fn told(rows: &str, channel: &str, rung: usize, card: CardPresence) -> (CardChange, String) {
        let rows = rows.split_whitespace().zip(1..);
        let rows: Vec<_> = rows.map(|(text, id)| row(id, text, channel)).collect();
        let plan = fold_backlog(&rows, rung, card).unwrap();
        assert_eq!(Some(plan.newest), rows.last());
        let ring = plan.ring.map_or_else(String::new, |ring| {
            let word = match ring.kind {
                EventKind::Fired => "new",
                EventKind::Escalated => "worse",
                EventKind::Grew => "grew",
                EventKind::Called(_) => "called",
                EventKind::Reminded => "still",
                other => panic!("{other:?}"),
            };
            let roles = ring.level.mention.iter().map(|role| format!(" @{role}"));
            format!("{word}{}", roles.collect::<String>())
        });
        (plan.change, format!("{ring} -{}", plan.dropped))
    }

    #[test]
    fn what_waits_is_folded_into_what_is_true_now() {
        let table = [
            // One event at a time, as on a calm day.
            ("fired", NeverPosted, Post, "new @supervisors -0"),
            ("quiet", NeverPosted, Post, " -0"),
            ("worse", Posted, Edit, "worse @supervisors -0"),
            ("reminded", Posted, Edit, "still @supervisors -0"),
            ("called", Posted, Edit, "called @heads -0"),
            ("moved", Posted, Edit, " -0"),
            ("over", Posted, Edit, " -0"),
            // Still on: one ring, with the roles that are still to be called.
            (
                "fired worse moved",
                NeverPosted,
                Post,
                "worse @supervisors -0",
            ),
            (
                "fired grew",
                NeverPosted,
                Post,
                "grew @supervisors @leads -0",
            ),
            (
                "fired called reminded",
                NeverPosted,
                Post,
                "called @supervisors @heads -0",
            ),
            (
                "reminded called worse",
                Posted,
                Edit,
                "worse @supervisors -2",
            ),
            (
                "worse reminded moved",
                Posted,
                Edit,
                "worse @supervisors -0",
            ),
            // Over, or in hand, or silenced: nobody is called.
            ("fired worse called over", NeverPosted, Post, " -3"),
            ("worse reminded over", Posted, Edit, " -2"),
            ("fired taken", NeverPosted, Post, " -1"),
            ("worse taken moved", Posted, Edit, " -1"),
            ("fired hushed", NeverPosted, Post, " -1"),
            (
                "fired taken worse",
                NeverPosted,
                Post,
                "worse @supervisors -1",
            ),
            // A card that a person deleted comes back only for what is on and news.
            ("moved", Deleted, Nothing, " -0"),
            ("worse", Deleted, Post, "worse @supervisors -0"),
            ("worse over", Deleted, Nothing, " -1"),
            ("over", NeverPosted, Nothing, " -0"),
            // The card announced it already.
            ("fired moved", Posted, Edit, " -1"),
        ];
        for (rows, card, change, rings) in table {
            let expected = (change, rings.to_owned());
            assert_eq!(told(rows, "floor", 0, card), expected, "{rows} {card:?}");
        }
    }

    #[test]
    fn another_channel_hears_what_calls_it_and_follows_to_the_end() {
        let table = [
            ("called>heads", NeverPosted, Post, "called @heads -0"),
            ("worse>heads", NeverPosted, Post, "worse @supervisors -0"),
            (
                "called>heads worse moved",
                NeverPosted,
                Post,
                "called @heads -0",
            ),
            ("worse", Posted, Edit, " -0"),
            ("over", Posted, Edit, " -0"),
            // Severity brings it there also when it is over; a call that came too late does not.
            ("worse>heads over", NeverPosted, Post, " -1"),
            ("called>heads over", NeverPosted, Nothing, " -1"),
            ("called>heads taken", NeverPosted, Nothing, " -1"),
        ];
        for (rows, card, change, rings) in table {
            let expected = (change, rings.to_owned());
            assert_eq!(told(rows, "heads", 0, card), expected, "{rows} {card:?}");
        }
        // Its own channel hears that it is worse, and not that others are called.
        let own = |rows| told(rows, "floor", 0, Posted);
        assert_eq!(own("worse>heads"), (Edit, "worse -0".to_owned()));
        assert_eq!(own("called>heads"), (Edit, " -0".to_owned()));
    }

    #[test]
    fn an_operation_that_is_over_silences_no_other_that_shares_the_card() {
        let mut rows = [row(1, "grew", "floor"), row(2, "over", "floor")];
        let ring = |rows: &[DeliveryState]| {
            let plan = fold_backlog(rows, 0, Posted).unwrap();
            plan.ring.map(|ring| ring.level.mention)
        };
        assert_eq!(ring(&rows), None);
        rows[1].event.operation = OperationName::new("sur");
        assert_eq!(ring(&rows), Some(vec![RoleName::new("leads")]));
    }

    #[test]
    fn what_has_rung_already_does_not_ring_again() {
        let told = |rung| told("worse moved reminded", "floor", rung, Posted);
        assert_eq!(told(1), (Edit, "still @supervisors -0".to_owned()));
        assert_eq!(told(3), (Edit, " -0".to_owned()));
    }
}
