//! The store from outside, on a real disk.

mod faults;
mod history;
pub(crate) mod made;
mod migrations;
mod past;
mod people;
mod retention;
mod sizes;

use std::sync::Arc;

use chrono::NaiveDate;
use made::{
    alert, ask, at, deliver_with_card, ends, event, goes_on, norte, open, poll, service_level,
    snapshot,
};
use vigia_core::{
    alerts::{
        AlertBook, BookPages, EndReason, EventContent, EventKind, MessageRef, OutboxId, PollOutcome,
    },
    metrics::{OperationName, Quantity, ReadFailure, ReadGap, Reading, Report, SkillSelection},
    rules::ChannelName,
};
use vigia_store::{Store, StoreError};

fn ids(store: &Store) -> Vec<u64> {
    let pending = store.pending().unwrap();
    pending.iter().map(|row| row.id.0).collect()
}

#[test]
fn what_was_committed_is_there_after_a_reopen() {
    let folder = tempfile::tempdir().unwrap();
    let fired = alert(12, 1);
    let store = open(folder.path());
    let told = store
        .commit(&poll(1, 370), &goes_on(EventKind::Fired, 1, &fired))
        .unwrap();
    assert_eq!(told, store.pending().unwrap());
    drop(store);

    let store = open(folder.path());
    assert_eq!(store.last_poll(&norte()).unwrap(), Some(at(1)));
    assert_eq!(
        store.book(&norte()).unwrap(),
        AlertBook::new(
            norte(),
            BookPages {
                alerts: vec![fired.clone()],
                incidents: vec![made::incident(&fired)],
                ..BookPages::default()
            }
        )
    );
    let pending = store.pending().unwrap();
    assert_eq!(pending, told);
    assert_eq!(pending[0].event, event(EventKind::Fired, 1, &fired));
    let read = store
        .readings(&norte(), Report::ServiceLevel, made::HOUR, at(0)..at(2))
        .unwrap();
    assert_eq!(read, poll(1, 370).readings);
}

#[test]
fn the_book_on_the_disk_follows_the_book_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut book = store.book(&norte()).unwrap();
    let outcomes = [
        goes_on(EventKind::Fired, 1, &alert(1, 1)),
        goes_on(EventKind::Fired, 2, &alert(2, 1)),
        goes_on(EventKind::Refreshed, 3, &alert(1, 2)),
        ends(EventKind::Resolved(EndReason::Recovered), 4, &alert(2, 2)),
    ];
    for (number, outcome) in (1..).zip(outcomes) {
        store.commit(&poll(number, 40), &outcome).unwrap();
        book.apply(&outcome);
        assert_eq!(store.book(&norte()).unwrap(), book);
    }
    assert_eq!(book.alerts().count(), 1);
}

#[test]
fn a_poll_is_committed_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let outcome = goes_on(EventKind::Fired, 2, &alert(12, 1));
    store.commit(&poll(2, 370), &outcome).unwrap();
    for late in [1, 2] {
        let error = store.commit(&poll(late, 999), &outcome).unwrap_err();
        assert!(matches!(error, StoreError::AlreadyCommitted { last, .. } if last == at(2)));
        assert!(!error.is_fault());
    }
    assert_eq!(store.pending().unwrap().len(), 1);
    let read = store
        .readings(&norte(), Report::ServiceLevel, made::HOUR, at(0)..at(9))
        .unwrap();
    assert_eq!(read, poll(2, 370).readings);
}

#[test]
fn the_polls_of_two_operations_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let outcome = goes_on(EventKind::Fired, 5, &alert(12, 1));
    store.commit(&poll(5, 370), &outcome).unwrap();
    let other = OperationName::new("norte2");
    let snapshot = vigia_core::metrics::Snapshot {
        operation: other.clone(),
        ..poll(3, 20)
    };
    store.commit(&snapshot, &PollOutcome::default()).unwrap();
    assert_eq!(store.last_poll(&other).unwrap(), Some(at(3)));
    assert_eq!(store.book(&other).unwrap().alerts().count(), 0);
    assert_eq!(store.book(&norte()).unwrap().alerts().count(), 1);
}

#[test]
fn a_commit_that_is_refused_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let outcome = goes_on(EventKind::Fired, 1, &alert(12, 1));
    let mistaken = Reading {
        ask: ask(Report::Holds, SkillSelection::All, 1),
        outcome: Ok(Arc::new(service_level(3))),
    };
    let refused = snapshot(1, vec![mistaken]);
    assert!(matches!(
        store.commit(&refused, &outcome),
        Err(StoreError::WrongFacts { .. })
    ));
    let mut unreadable = alert(12, 1);
    unreadable.peak.as_mut().unwrap().sample.value = Quantity::Percent(f64::NAN);
    let refused = goes_on(EventKind::Fired, 1, &unreadable);
    assert!(matches!(
        store.commit(&poll(1, 370), &refused),
        Err(StoreError::Record { .. })
    ));
    assert_eq!(store.last_poll(&norte()).unwrap(), None);
    assert_eq!(store.book(&norte()).unwrap().alerts().count(), 0);
    assert_eq!(ids(&store), [0_u64; 0]);
    store.commit(&poll(1, 370), &outcome).unwrap();
    assert_eq!(ids(&store), [1]);
}

#[test]
fn each_channel_of_an_incident_has_a_row_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let heads = ChannelName::new("heads");
    let mut fired = goes_on(EventKind::Escalated, 1, &alert(12, 1));
    if let EventContent::Incident(news) = &mut fired.events[0].news {
        news.rings_in = Some(heads.clone());
    }
    store.commit(&poll(1, 9), &fired).unwrap();
    assert!(store.pending_after(OutboxId(2)).unwrap().is_empty());
    store
        .attempting(&[OutboxId(2), OutboxId(9)], at(1))
        .unwrap();
    store.delivered(&[OutboxId(1)], None).unwrap();
    drop(store);

    let store = open(folder.path());
    let [row] = &store.pending().unwrap()[..] else {
        panic!("one row");
    };
    assert_eq!((row.id, &row.channel), (OutboxId(2), &heads));
    assert_eq!(row.attempted_at, Some(at(1)));
    assert!(row.level().is_loud);
    assert_eq!(
        store.rows(&[OutboxId(1), OutboxId(2)]).unwrap(),
        std::slice::from_ref(row)
    );
    assert_eq!(store.waiting(), 1);
}

#[test]
fn ids_of_the_outbox_grow_over_restarts_also_when_it_was_empty() {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..4 {
        let store = open(folder.path());
        let outcome = goes_on(EventKind::Fired, number, &alert(12, 1));
        let told = store.commit(&poll(number, 9), &outcome).unwrap();
        assert_eq!(told[0].id, OutboxId(number.unsigned_abs()));
        store.delivered(&[told[0].id], None).unwrap();
        assert_eq!(store.pending().unwrap(), []);
    }
}

#[test]
fn the_message_of_an_incident_is_known_also_when_it_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let fired = alert(12, 1);
    let message = MessageRef {
        channel: 7,
        message: u64::MAX,
    };
    let store = open(folder.path());
    store
        .commit(&poll(1, 9), &goes_on(EventKind::Fired, 1, &fired))
        .unwrap();
    assert_eq!(made::message(&store, &fired), None);
    deliver_with_card(&store, &[1], &fired, message);
    drop(store);

    let store = open(folder.path());
    assert_eq!(made::message(&store, &fired), Some(message));
    let resolved = ends(EventKind::Resolved(EndReason::Recovered), 3, &fired);
    store
        .commit(&poll(2, 9), &goes_on(EventKind::Escalated, 2, &fired))
        .unwrap();
    store.commit(&poll(3, 9), &resolved).unwrap();
    store.delivered(&[OutboxId(2)], None).unwrap();
    assert_eq!(made::message(&store, &fired), Some(message));
    deliver_with_card(&store, &[3], &fired, message);
    assert_eq!(store.pending().unwrap(), []);
    assert_eq!(made::message(&store, &fired), Some(message));
    store.delivered(&[OutboxId(3)], None).unwrap();
}

#[test]
fn the_calls_spent_are_those_that_were_saved_last() {
    let folder = tempfile::tempdir().unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let store = open(folder.path());
    assert_eq!(store.spent(&norte()).unwrap(), None);
    store.save_spent(&norte(), day, 41).unwrap();
    store.save_spent(&norte(), day, 42).unwrap();
    store.flush().unwrap();
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.spent(&norte()).unwrap(), Some((day, 42)));
}

#[tokio::test]
async fn async_code_commits_without_holding_its_thread() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let failed = Reading {
        ask: ask(Report::Holds, SkillSelection::All, 1),
        outcome: Err(ReadGap::Failed(ReadFailure::TimedOut)),
    };
    let told = store
        .blocking(move |store| store.commit(&snapshot(1, vec![failed]), &PollOutcome::default()))
        .await
        .unwrap();
    assert_eq!(told, []);
    assert!(store.size_on_disk().unwrap() > 0);
}
