//! What the store remembers becomes a line, once it is enough for one.

use std::{sync::Arc, time::Duration};

use chrono::{DurationRound as _, TimeDelta};
use vigia_core::{
    alerts::PollOutcome,
    metrics::{
        Channel, Facts, OperationName, Reading, Report, ReportRequest, SkillId, SkillSelection,
        Snapshot, TimeWindow,
        facts::{ChannelService, ServiceLevel},
    },
};
use vigia_store::{Store, StoreSettings};

use super::assert_faultless;
use crate::support::{
    floor::{Floor, Plan, SKILL},
    person::{Person, labels},
    sheet::picture,
};

/// The worst of the remembered hours: 45 of 100 calls were abandoned.
const WORST: u64 = 45;

/// Puts more than four hours of polls into the store of a bot that does not run.
fn remember(floor: &Floor) {
    let store = Store::open(StoreSettings::new(floor.folder().join("data"))).unwrap();
    let five = TimeDelta::minutes(5);
    let last = floor.clock.now().duration_trunc(five).unwrap();
    for ago in (1..=50).rev() {
        let as_of = last - five * ago;
        let abandoned = if ago == 20 { WORST } else { 5 };
        let row = ChannelService {
            channel: Channel::inbound(),
            offered: Some(100),
            answered: Some(100 - abandoned),
            abandoned: Some(abandoned),
            within_10s: None,
            within_20s: None,
            within_30s: None,
            abandon_rate: None,
            asa: None,
            ata: None,
        };
        let ask = ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::One(SkillId(SKILL.into())),
            window: TimeWindow::ending(as_of, Duration::from_secs(3600)),
        };
        let facts = Facts::ServiceLevel(ServiceLevel {
            channels: vec![row],
        });
        let snapshot = Snapshot {
            operation: OperationName::new("principal"),
            as_of,
            readings: vec![Reading {
                ask,
                outcome: Ok(Arc::new(facts)),
            }],
        };
        store.commit(&snapshot, &PollOutcome::default()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trend_is_offered_and_drawn_once_the_history_covers_it() {
    let floor = Floor::planned(Plan {
        every: "5m",
        ..Plan::default()
    })
    .await;
    let ana = Person::ana(&floor, "es-419");
    let options = [("skill", "12"), ("last", "1h")];
    let bot = floor.run();
    floor.ready().await;
    let card = ana.ask("abandon", &options).await;
    let has_trend = |card| labels(card).contains(&"Tendencia".to_owned());
    assert!(!has_trend(&card), "a line of nothing: {:?}", labels(&card));
    bot.stop().await;

    let other = Floor::planned(Plan {
        every: "5m",
        ..Plan::default()
    })
    .await;
    remember(&other);
    let ana = Person::ana(&other, "es-419");
    let bot = other.run();
    other.ready().await;
    let card = ana.ask("abandon", &options).await;
    assert!(has_trend(&card), "{:?}", labels(&card));
    let bars = picture(&card).clone();
    let bot = other.restart(bot).await;
    let line = ana.change(&card, "Tendencia").await;
    let alt = picture(&line).alt.clone().unwrap_or_default();
    assert!(alt.contains("máximo 45,0"), "{alt}");
    assert_ne!(picture(&line).bytes, bars.bytes);
    let back = ana.change(&line, "Desglose").await;
    assert_eq!(picture(&back).alt, bars.alt);
    bot.stop().await;
    assert_faultless(&other.chat);
}
