//! What is older than it is to be kept is forgotten, and nothing else is.

use std::time::Duration;

use vigia_core::{
    alerts::{
        AuditAction, AuditEntry, DiscordUser, EndReason, EventKind, MessageRef, OutboxId,
        PollOutcome, SilenceMatcher, SilenceRequest, SilenceSchedule,
    },
    metrics::{Report, Snapshot},
};
use vigia_store::{PruneResult, Store, StoreSettings};

use crate::store::made::{
    self, HOUR, alert, at, deliver_with_card, ends, goes_on, norte, poll, settings,
};

const DAY: i64 = 288;

fn keeping_a_day(folder: &tempfile::TempDir) -> Store {
    Store::open(StoreSettings {
        keep: Duration::from_secs(24 * 3_600),
        ..settings(folder.path())
    })
    .unwrap()
}

#[test]
fn history_older_than_it_is_kept_is_forgotten_in_every_series() {
    let folder = tempfile::tempdir().unwrap();
    let store = keeping_a_day(&folder);
    for number in 0..20 {
        let mut snapshot = poll(number, 40);
        let mut short = snapshot.readings[0].clone();
        short.ask.window = vigia_core::metrics::TimeWindow::ending(at(number), HOUR / 4);
        snapshot.readings.push(short);
        let other = Snapshot {
            operation: vigia_core::metrics::OperationName::new("sur"),
            ..snapshot.clone()
        };
        store.commit(&snapshot, &PollOutcome::default()).unwrap();
        store.commit(&other, &PollOutcome::default()).unwrap();
    }
    let pruned = store.prune(at(DAY + 15)).unwrap();
    assert_eq!(
        pruned,
        PruneResult {
            rows: 4 * 15,
            is_done: true
        }
    );
    for length in [HOUR, HOUR / 4] {
        let left = store
            .readings(&norte(), Report::ServiceLevel, length, at(0)..at(99))
            .unwrap();
        assert_eq!(left.len(), 5);
        assert_eq!(left[0].ask.window.until(), at(15));
    }
    assert_eq!(store.prune(at(DAY + 15)).unwrap().rows, 0);
}

#[test]
fn a_message_outlives_its_time_while_the_alert_is_open_or_waits() {
    let folder = tempfile::tempdir().unwrap();
    let store = keeping_a_day(&folder);
    let fired = alert(12, 1);
    let message = MessageRef {
        channel: 1,
        message: 2,
    };
    store
        .commit(&poll(1, 9), &goes_on(EventKind::Fired, 1, &fired))
        .unwrap();
    deliver_with_card(&store, &[1], &fired, message);
    store.prune(at(9 * DAY)).unwrap();
    assert_eq!(made::message(&store, &fired), Some(message), "it is open");

    let resolved = ends(EventKind::Resolved(EndReason::RuleRemoved), 2, &fired);
    store.commit(&poll(2, 9), &resolved).unwrap();
    store.prune(at(9 * DAY)).unwrap();
    assert_eq!(made::message(&store, &fired), Some(message), "it waits");

    store.delivered(&[OutboxId(2)], None).unwrap();
    store.prune(at(9 * DAY)).unwrap();
    assert_eq!(made::message(&store, &fired), None);
}

#[test]
fn what_is_over_is_forgotten_with_age_in_every_operation() {
    let folder = tempfile::tempdir().unwrap();
    let store = keeping_a_day(&folder);
    for operation in ["norte", "sur", "z"].map(vigia_core::metrics::OperationName::new) {
        for skill in 1..6_u64 {
            let number = 2 * skill.cast_signed();
            let of_it = |number| Snapshot {
                operation: operation.clone(),
                readings: Vec::new(),
                ..poll(number, 9)
            };
            let (fired, over) = (alert(skill, 1), alert(skill, 2));
            let fired = goes_on(EventKind::Fired, number, &fired);
            store.commit(&of_it(number), &fired).unwrap();
            let over = ends(EventKind::Resolved(EndReason::Recovered), number + 1, &over);
            store.commit(&of_it(number + 1), &over).unwrap();
        }
        let reloaded = AuditEntry {
            at: at(3),
            by: None,
            deed: AuditAction::Reloaded { rules: 7 },
        };
        store.add_audit_entry(&reloaded, &[]).unwrap();
        let later = AuditEntry {
            at: at(8),
            ..reloaded
        };
        store.add_audit_entry(&later, &[]).unwrap();
    }
    let quiet = SilenceSchedule::Once {
        from: at(0),
        until: at(4),
    };
    let wish = SilenceRequest {
        matcher: SilenceMatcher::default(),
        quiet,
        by: DiscordUser {
            id: 1,
            name: "Ana".to_owned(),
        },
        comment: None,
        at: at(0),
    };
    store.silence(wish).unwrap();
    let pruned = store.prune(at(DAY + 6)).unwrap();
    // Of each operation two incidents with their spells and an entry; the entry of the silence.
    assert_eq!(pruned.rows, 3 * (2 + 2 + 1) + 1);
    for operation in ["norte", "sur", "z"].map(vigia_core::metrics::OperationName::new) {
        let all = at(0)..at(99);
        assert_eq!(store.closed(&operation, all.clone(), 99).unwrap().len(), 3);
        assert_eq!(store.disturbed(&operation, all).unwrap().len(), 3);
    }
    assert_eq!(store.audit(at(0)..at(99), 99).unwrap().len(), 3);
    assert_eq!(store.silences(at(0)).unwrap(), []);
}

#[test]
fn a_message_that_nobody_needs_any_more_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let store = keeping_a_day(&folder);
    let message = MessageRef {
        channel: 1,
        message: 2,
    };
    let alert = alert(12, 1);
    deliver_with_card(&store, &[99], &alert, message);
    assert_eq!(made::message(&store, &alert), Some(message));
    store.prune(at(0)).unwrap();
    assert_eq!(made::message(&store, &alert), None);
}
