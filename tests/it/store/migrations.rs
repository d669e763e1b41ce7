//! A store of an earlier format is taken over with all that waits and all that is shown.

use serde_json::{Value, json};
use vigia_core::{
    alerts::{EndReason, EventKind, MessageRef, OutboxId},
    rules::ChannelName,
    summaries::EditionId,
};

use crate::store::made::{
    self, alert, at, deliver_with_card, ends, event, goes_on, number, open, poll, tamper,
};

/// A record as the store writes it.
fn packed(value: &Value) -> Vec<u8> {
    let mut record = vec![1];
    record.extend(lz4_flex::compress_prepend_size(
        value.to_string().as_bytes(),
    ));
    record
}

const CARD: MessageRef = MessageRef {
    channel: 7,
    message: 9,
};

/// A row of format 1.
fn row(kind: EventKind, elsewhere: Option<&str>, is_told: bool) -> Vec<u8> {
    let mut event = serde_json::to_value(event(kind, 2, &alert(12, 1))).unwrap();
    let news = &mut event["news"]["Incident"];
    news.as_object_mut().unwrap().remove("rings_in");
    news["ring"]["elsewhere"] = json!(elsewhere);
    packed(&json!({ "event": event, "attempted_at": at(2), "is_told": is_told }))
}

#[test]
fn rows_and_messages_of_format_1_are_kept_by_channel() {
    let folder = tempfile::tempdir().unwrap();
    let (open_one, over) = (alert(12, 1), alert(15, 1));
    {
        let store = open(folder.path());
        store
            .commit(&poll(1, 9), &goes_on(EventKind::Fired, 1, &open_one))
            .unwrap();
        let ended = ends(EventKind::Resolved(EndReason::Recovered), 2, &over);
        store.commit(&poll(2, 9), &ended).unwrap();
        deliver_with_card(&store, &[1, 2], &open_one, CARD);
    }
    let edition = 77_u64;
    tamper(folder.path(), |db| {
        let [meta, outbox, messages] =
            ["meta", "outbox", "messages"].map(|tree| db.open_tree(tree).unwrap());
        meta.insert("format", &1_u32.to_be_bytes()).unwrap();
        messages.clear().unwrap();
        for subject in [number(&open_one).get(), number(&over).get(), edition] {
            let record = json!({ "message": { "channel": 7, "message": 9 }, "at": at(1) });
            messages
                .insert(subject.to_be_bytes(), packed(&record))
                .unwrap();
        }
        for (id, row) in [
            (5_u64, row(EventKind::Refreshed, None, false)),
            (6, row(EventKind::Escalated, Some("heads"), false)),
            (7, row(EventKind::Reminded, Some("heads"), true)),
        ] {
            outbox.insert(id.to_be_bytes(), row).unwrap();
        }
        meta.insert("outbox", &8_u64.to_be_bytes()).unwrap();
    });

    for _ in 0..2 {
        let store = open(folder.path());
        let rows = store.pending().unwrap();
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.id.0, row.channel.as_str(), row.attempted_at))
            .collect();
        let expected = [
            (5, "sala", Some(at(2))),
            (6, "sala", Some(at(2))),
            (7, "heads", None),
            (8, "heads", None),
        ];
        assert_eq!(rows, expected);
        let [row] = &store.rows(&[OutboxId(8)]).unwrap()[..] else {
            panic!("one row");
        };
        assert_eq!(row.event.incident().unwrap().kind, EventKind::Escalated);
        assert!(row.level().is_loud);
        for alert in [&open_one, &over] {
            assert_eq!(made::message(&store, alert), Some(CARD));
        }
        let of_edition: EditionId = serde_json::from_value(json!(edition)).unwrap();
        let post = store.card(of_edition, &ChannelName::new("any")).unwrap();
        assert_eq!(post.unwrap().message, CARD);
    }
}
