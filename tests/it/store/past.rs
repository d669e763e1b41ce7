//! What is over is kept as history, and tells when figures were not as usual.

use chrono::{DateTime, Utc};
use vigia_core::{
    alerts::{AlertState, EndReason, EventKind, PollOutcome},
    metrics::{FeedState, OperationName, Scope, SkillId, Snapshot},
    rules::{Disturbance, RuleId, Severity},
};
use vigia_store::Store;

use crate::store::made::{alert, at, ends, goes_on, norte, number, open, poll};

const RECOVERED: EventKind = EventKind::Resolved(EndReason::Recovered);

fn fire(store: &Store, poll_number: i64, skill: u64) {
    let fired = goes_on(EventKind::Fired, poll_number, &alert(skill, 1));
    store.commit(&poll(poll_number, 9), &fired).unwrap();
}

fn end(store: &Store, poll_number: i64, skill: u64) {
    let ended = ends(RECOVERED, poll_number, &alert(skill, 2));
    store.commit(&poll(poll_number, 9), &ended).unwrap();
}

fn disturbance(skill: u64, until: DateTime<Utc>) -> Disturbance {
    Disturbance {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(skill)),
        time: at(0)..until,
    }
}

#[test]
fn incidents_that_are_over_are_told_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for skill in 1..6_u64 {
        fire(&store, 2 * skill.cast_signed(), skill);
        end(&store, 2 * skill.cast_signed() + 1, skill);
    }
    let other = OperationName::new("norte2");
    let snapshot = Snapshot {
        operation: other.clone(),
        ..poll(3, 9)
    };
    let ended = ends(RECOVERED, 3, &alert(9, 2));
    store.commit(&snapshot, &ended).unwrap();
    let told = |range, limit| -> Vec<_> {
        let closed = store.closed(&norte(), range, limit).unwrap();
        closed.iter().map(|closed| closed.incident.id).collect()
    };
    let ids = |skills: &[u64]| -> Vec<_> {
        skills
            .iter()
            .map(|skill| number(&alert(*skill, 1)))
            .collect()
    };
    assert_eq!(told(at(5)..at(11), 9), ids(&[4, 3, 2]));
    assert_eq!(told(at(5)..at(11), 2), ids(&[4, 3]));
    assert_eq!(told(at(0)..at(99), 9), ids(&[5, 4, 3, 2, 1]));
    assert_eq!(told(at(9)..at(1), 9), []);
    assert_eq!(store.closed(&other, at(0)..at(99), 9).unwrap().len(), 1);
}

#[test]
fn figures_were_not_as_usual_while_an_alert_fired() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut pending = alert(16, 1);
    pending.state = AlertState::Pending {
        since: at(0),
        severity: Severity::Warning,
    };
    pending.incident = None;
    let pending = PollOutcome {
        changed: vec![pending],
        ..PollOutcome::default()
    };
    store.commit(&poll(1, 9), &pending).unwrap();
    fire(&store, 2, 12);
    fire(&store, 3, 15);
    end(&store, 4, 12);
    end(&store, 5, 16);
    let disturbed = |from, until| store.disturbed(&norte(), at(from)..at(until)).unwrap();
    let (over, open) = (disturbance(12, at(4)), disturbance(15, at(9)));
    assert_eq!(
        disturbed(0, 9),
        [over, open.clone()],
        "what was pending is not"
    );
    assert_eq!(disturbed(5, 9), [open], "what ended before is not");
    assert_eq!(disturbed(-9, 0), []);
    let other = OperationName::new("norte2");
    assert_eq!(store.disturbed(&other, at(0)..at(9)).unwrap(), []);
}

#[test]
fn many_alerts_that_end_at_once_are_all_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let alerts: Vec<_> = (1..=1_000).map(|skill| alert(skill, 1)).collect();
    let fired = PollOutcome {
        changed: alerts.clone(),
        ..PollOutcome::default()
    };
    store.commit(&poll(1, 9), &fired).unwrap();
    let ended = PollOutcome {
        ended: alerts.into_iter().map(|alert| alert.key).collect(),
        ..PollOutcome::default()
    };
    store.commit(&poll(2, 9), &ended).unwrap();
    let disturbed = store.disturbed(&norte(), at(1)..at(3)).unwrap();
    let expected: Vec<_> = (1..=1_000).map(|skill| disturbance(skill, at(2))).collect();
    assert_eq!(disturbed, expected);
}

#[test]
fn what_is_still_to_be_told_of_missed_polls_is_remembered_until_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut book = store.book(&norte()).unwrap();
    let mut commit = |store: &Store, number, outcome: &PollOutcome| {
        store.commit(&poll(number, 9), outcome).unwrap();
        book.apply(outcome);
        assert_eq!(store.book(&norte()).unwrap(), book);
    };
    let mut missed = Vec::new();
    for skill in 1..4_u64 {
        let mut ended = ends(RECOVERED, skill.cast_signed(), &alert(skill, 2));
        missed.extend(ended.closed.clone());
        ended.missed = Some(missed.clone());
        commit(&store, skill.cast_signed(), &ended);
    }
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.book(&norte()).unwrap().missed(), missed);
    let told = PollOutcome {
        missed: Some(Vec::new()),
        ..PollOutcome::default()
    };
    commit(&store, 4, &told);
}

#[test]
fn how_the_reports_could_be_read_is_known_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    assert_eq!(store.feed(&norte()).unwrap(), FeedState::default());
    let feed = FeedState {
        as_of: at(1),
        last_good: Some(at(-3)),
        failures: 4,
        used: 870,
        quota: 1_000,
        outages: Vec::new(),
    };
    let outcome = PollOutcome {
        feed: Some(feed.clone()),
        ..PollOutcome::default()
    };
    store.commit(&poll(1, 9), &outcome).unwrap();
    store.commit(&poll(2, 9), &PollOutcome::default()).unwrap();
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.feed(&norte()).unwrap(), feed);
    assert_eq!(
        store.feed(&OperationName::new("norte2")).unwrap(),
        FeedState::default()
    );
}
