//! Acknowledgements, snoozes, and what happens when nobody comes.

use super::support::{CRITICAL, Floor, MINUTE, WARNING, ana, calm, minutes, rule};
use crate::{
    alerts::{AcknowledgeRequest, SnoozeRequest},
    rules::{ChannelName, EscalationStep, RepeatInterval, RoleName, Rule, Severity},
};

fn with_steps() -> Floor {
    let step = |minutes, notify: Option<&str>, role| EscalationStep {
        after: MINUTE * minutes,
        notify: notify.map(ChannelName::new),
        mention: vec![RoleName::new(role)],
    };
    Floor::of(vec![Rule {
        escalation: Some(vec![
            step(10, None, "supervisors"),
            step(30, Some("office"), "heads"),
        ]),
        repeat: Some(RepeatInterval {
            every: MINUTE * 20,
            longest: None,
            once: false,
        }),
        ..rule("a")
    }])
}

fn ack(floor: &mut Floor, severity: Severity) {
    let at = floor.now();
    floor.mark().ack = Some(AcknowledgeRequest {
        by: ana(),
        at,
        note: None,
        severity,
        scopes: 1,
    });
}

fn calls(told: &[String]) -> Vec<&String> {
    told.iter().filter(|line| line.contains("Called")).collect()
}

#[test]
fn when_nobody_acknowledges_others_are_called_step_by_step_once_each() {
    let mut floor = with_steps();
    let told = floor.polls(12, &[("a", 12, WARNING)]);
    assert_eq!(
        calls(&told),
        [
            "floor: Called warning [12] loud @supervisors",
            "floor: Called warning [12] loud @heads also office"
        ]
    );
}

#[test]
fn an_acknowledgement_stops_reminders_and_steps_until_it_gets_worse() {
    let mut floor = with_steps();
    floor.poll(&[("a", 12, WARNING)]);
    ack(&mut floor, Severity::Warning);
    let told = floor.polls(20, &[("a", 12, WARNING)]);
    assert!(
        told.iter().all(|line| line.contains("Refreshed")),
        "{told:?}"
    );
    assert_eq!(floor.last().mark.ack.as_ref().unwrap().by, ana());
    let told = floor.poll(&[("a", 12, CRITICAL)]);
    assert!(told[0].contains("Escalated critical [12] loud"), "{told:?}");
    let told = floor.polls(12, &[("a", 12, CRITICAL)]);
    assert_eq!(calls(&told).len(), 2, "steps begin anew: {told:?}");
    assert!(told.iter().any(|line| line.contains("Reminded")));
}

#[test]
fn a_snooze_is_quiet_until_its_end_and_then_reminds() {
    let mut floor = with_steps();
    floor.poll(&[("a", 12, WARNING)]);
    let (at, until) = (floor.now(), floor.now() + minutes(60));
    floor.mark().snooze = Some(SnoozeRequest {
        by: ana(),
        at,
        until,
        severity: Severity::Warning,
    });
    let told = floor.polls(11, &[("a", 12, WARNING)]);
    assert!(
        told.iter().all(|line| line.contains("Refreshed")),
        "{told:?}"
    );
    let told = floor.poll(&[("a", 12, WARNING)]);
    assert!(told[0].contains("Reminded"), "{told:?}");
}

#[test]
fn what_people_did_is_kept_with_what_is_over() {
    let mut floor = with_steps();
    floor.poll(&[("a", 12, WARNING)]);
    ack(&mut floor, Severity::Warning);
    floor.poll(&[calm(12)]);
    assert!(floor.last().mark.ack.is_some());
}
