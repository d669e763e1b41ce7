//! What people do about incidents is kept, told and remembered.

use chrono::{DateTime, TimeDelta, Utc};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Acknowledgement, AuditAction, AuditEntry, DiscordUser, EndReason,
        EventKind, IncidentNews, IncidentStanding, SilenceId, SilenceMatcher, SilenceRequest,
        SilenceSchedule, SnoozeRequest, SnoozedUntil,
    },
    rules::Severity,
};
use vigia_store::Store;

use crate::store::made::{alert, at, ends, goes_on, incident, norte, number, open, poll};

fn ana() -> DiscordUser {
    DiscordUser {
        id: 101,
        name: "Ana".to_owned(),
    }
}

fn luis() -> DiscordUser {
    DiscordUser {
        id: 102,
        name: "Luis @everyone".to_owned(),
    }
}

/// A store in which skill 12 fires, and all that was to be told has been.
fn with_incident(folder: &tempfile::TempDir) -> Store {
    let store = open(folder.path());
    let fired = goes_on(EventKind::Fired, 1, &alert(12, 1));
    let told = store.commit(&poll(1, 9), &fired).unwrap();
    store.delivered(&[told[0].id], None).unwrap();
    store
}

/// What waits to be told.
fn waiting(store: &Store) -> Vec<IncidentNews> {
    let rows = store.pending().unwrap().into_iter();
    rows.map(|row| row.event.incident().unwrap().clone())
        .collect()
}

fn everything() -> std::ops::Range<DateTime<Utc>> {
    DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC
}

fn a_moment_after(number: i64) -> DateTime<Utc> {
    at(number) + TimeDelta::milliseconds(1_234)
}

#[test]
fn the_first_who_acknowledges_counts_and_the_card_tells_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_incident(&folder);
    let id = number(&alert(12, 1));
    let note = Some("hablo con la sede".to_owned());
    let when = a_moment_after(1);
    let acked = store.acknowledge(&norte(), id, ana(), note.clone(), when);
    assert_eq!(acked.unwrap(), Acknowledgement::Done);
    let ack = AcknowledgeRequest {
        by: ana(),
        at: when,
        note: note.clone(),
        severity: Severity::Critical,
        scopes: 1,
    };
    let second = store.acknowledge(&norte(), id, luis(), None, a_moment_after(2));
    assert_eq!(second.unwrap(), Acknowledgement::Already(ack.clone()));
    drop(store);

    let store = open(folder.path());
    assert_eq!(store.marks(&norte()).unwrap()[&id].ack, Some(ack.clone()));
    let rows = store.pending().unwrap();
    assert_eq!(rows.len(), 1, "the second is told of privately");
    assert_eq!(rows[0].event.at, when);
    let news = rows[0].event.incident().unwrap();
    assert_eq!(news.kind, EventKind::Acknowledged);
    assert_eq!(news.incident, incident(&alert(12, 1)));
    assert_eq!(news.open, [alert(12, 1)]);
    assert_eq!(news.mark.ack, Some(ack));
    assert!(!news.ring.is_loud);
    let audit = store.audit(everything(), 9).unwrap();
    let deed = AuditAction::Acknowledged {
        operation: norte(),
        incident: id,
        note,
    };
    let by = Some(ana());
    assert_eq!(audit, [AuditEntry { at: when, by, deed }]);
}

#[test]
fn an_acknowledgement_that_no_longer_holds_gives_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_incident(&folder);
    let id = number(&alert(12, 1));
    let acknowledge = |by, number| {
        let when = a_moment_after(number);
        store.acknowledge(&norte(), id, by, None, when).unwrap()
    };
    assert_eq!(acknowledge(ana(), 1), Acknowledgement::Done);
    let mut grown = goes_on(EventKind::Grew, 2, &alert(12, 2));
    grown.incidents[0].scopes = 2;
    store.commit(&poll(2, 9), &grown).unwrap();
    assert_eq!(acknowledge(luis(), 2), Acknowledgement::Done);
    let mark = &store.marks(&norte()).unwrap()[&id];
    assert_eq!(mark.ack.as_ref().unwrap().by, luis());
}

#[test]
fn what_is_over_or_unknown_cannot_be_acknowledged_or_put_off() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_incident(&folder);
    let (known, other) = (number(&alert(12, 1)), number(&alert(15, 1)));
    let resolved = ends(EventKind::Resolved(EndReason::Recovered), 2, &alert(12, 2));
    store.commit(&poll(2, 9), &resolved).unwrap();
    for id in [known, other] {
        let acked = store.acknowledge(&norte(), id, ana(), None, at(3));
        assert_eq!(acked.unwrap(), Acknowledgement::Over);
        let snoozed = store.snooze(&norte(), id, ana(), at(9), at(3));
        assert_eq!(snoozed.unwrap(), SnoozedUntil::Over);
    }
    assert_eq!(store.audit(everything(), 9).unwrap(), []);
}

#[test]
fn a_snooze_is_kept_like_an_acknowledgement() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_incident(&folder);
    let id = number(&alert(12, 1));
    let snooze = |by, until, now| {
        let snoozed = store.snooze(&norte(), id, by, at(until), at(now));
        snoozed.unwrap()
    };
    assert_eq!(snooze(ana(), 8, 2), SnoozedUntil::Done);
    let first = SnoozeRequest {
        by: ana(),
        at: at(2),
        until: at(8),
        severity: Severity::Critical,
    };
    assert_eq!(snooze(luis(), 8, 2), SnoozedUntil::Already(first));
    let [news] = &waiting(&store)[..] else {
        panic!("one event");
    };
    assert_eq!(news.kind, EventKind::Snoozed);
    let deed = &store.audit(everything(), 9).unwrap()[0].deed;
    assert!(matches!(deed, AuditAction::Snoozed { until, .. } if *until == at(8)));
}

#[test]
fn the_mark_of_an_incident_goes_over_to_history_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_incident(&folder);
    let id = number(&alert(12, 1));
    store
        .acknowledge(&norte(), id, ana(), None, a_moment_after(1))
        .unwrap();
    // The poll had begun before anybody pressed, and knows nothing of it.
    let resolved = ends(EventKind::Resolved(EndReason::Recovered), 2, &alert(12, 2));
    store.commit(&poll(2, 9), &resolved).unwrap();
    assert!(store.marks(&norte()).unwrap().is_empty());
    let closed = store.closed(&norte(), everything(), 9).unwrap();
    assert_eq!(closed[0].mark.ack.as_ref().unwrap().by, ana());
    let told = waiting(&store);
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|news| news.mark.ack.is_some()), "{told:#?}");
}

#[test]
fn what_nobody_was_told_of_has_no_card_to_change() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut held = goes_on(EventKind::Fired, 1, &alert(12, 1));
    held.incidents[0].standing =
        IncidentStanding::Held(vigia_core::alerts::HoldReason::Silence(SilenceId(3)));
    held.events.clear();
    store.commit(&poll(1, 9), &held).unwrap();
    let id = number(&alert(12, 1));
    let acked = store.acknowledge(&norte(), id, ana(), None, at(1));
    assert_eq!(acked.unwrap(), Acknowledgement::Done);
    assert_eq!(waiting(&store), []);
    assert!(store.marks(&norte()).unwrap().contains_key(&id));
}

fn wish(from: i64, until: i64) -> SilenceRequest {
    SilenceRequest {
        matcher: SilenceMatcher {
            severity: Some(Severity::Warning),
            labels: [("team".to_owned(), "tv".to_owned())].into(),
            ..SilenceMatcher::default()
        },
        quiet: SilenceSchedule::Once {
            from: at(from),
            until: at(until),
        },
        by: ana(),
        comment: Some("mantenimiento".to_owned()),
        at: at(from),
    }
}

#[test]
fn silences_have_numbers_that_are_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let made = [wish(1, 4), wish(2, 9)].map(|wish| store.silence(wish).unwrap());
    assert_eq!(made.each_ref().map(|silence| silence.id.0), [1, 2]);
    assert_eq!(store.silences(at(3)).unwrap(), made);
    assert_eq!(store.silences(at(4)).unwrap(), made[1..]);
    let ended = store.end_silence(SilenceId(2), luis(), at(5)).unwrap();
    assert_eq!(ended.as_ref(), Some(&made[1]));
    for gone in [1, 2, 3] {
        let again = store.end_silence(SilenceId(gone), luis(), at(5)).unwrap();
        assert_eq!(again, None, "{gone}");
    }
    drop(store);

    let store = open(folder.path());
    assert_eq!(store.silences(at(5)).unwrap(), []);
    store.prune(at(5)).unwrap();
    let held = store.silences(at(3)).unwrap();
    assert_eq!(
        held,
        made[..1],
        "a poll that is read late asks what held then"
    );
    assert_eq!(store.silence(wish(5, 6)).unwrap().id, SilenceId(3));
    let audit = store.audit(everything(), 9).unwrap();
    let deeds = audit.iter().map(|entry| match &entry.deed {
        AuditAction::Silenced(silence) => ("made", silence.id.0),
        AuditAction::SilenceEnded(silence) => ("ended", silence.id.0),
        other => panic!("{other:?}"),
    });
    let newest_first = [("made", 3), ("ended", 2), ("made", 2), ("made", 1)];
    assert_eq!(deeds.collect::<Vec<_>>(), newest_first);
    assert_eq!(audit[1].by, Some(luis()));
}

#[test]
fn a_weekly_silence_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let wish = SilenceRequest {
        quiet: SilenceSchedule::Weekly {
            weekly: "mon-fri 22:00-06:00".parse().unwrap(),
            from: at(1),
            until: None,
        },
        ..wish(1, 1)
    };
    let made = store.silence(wish).unwrap();
    drop(store);
    let store = open(folder.path());
    store.prune(at(99_999)).unwrap();
    assert_eq!(store.silences(at(99_999)).unwrap(), [made]);
}

#[test]
fn the_audit_log_tells_a_stretch_of_time_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let entry = |number: u32| AuditEntry {
        at: at(number.into()),
        by: None,
        deed: AuditAction::Reloaded { rules: number },
    };
    for number in 0..9 {
        store.add_audit_entry(&entry(number), &[]).unwrap();
    }
    let read = |range, limit| store.audit(range, limit).unwrap();
    assert_eq!(
        read(at(2)..at(6), 99),
        [5, 4, 3, 2].map(entry),
        "the end of a range is not in it"
    );
    assert_eq!(read(at(2)..at(6), 2), [5, 4].map(entry));
    assert_eq!(read(at(6)..at(2), 2), []);
    assert_eq!(store.pending().unwrap().len(), 0);
}
