//! Which alerts share a card, and what it says.

use std::{collections::BTreeSet, sync::Arc};

use super::support::{CRITICAL, Floor, MINUTE, WARNING, at, calm, rule};
use crate::{
    alerts::{Alert, AlertBook, ChannelTraffic, EventKind, IncidentSubject},
    metrics::OperationName,
    rules::{
        AbsentCondition, Calendar, CalendarName, ChannelName, OpeningHours, RepeatInterval, Rule,
        RuleCondition, Verdict,
    },
};

#[test]
fn alerts_of_one_rule_that_begin_in_one_poll_share_a_card() {
    let mut floor = Floor::of(vec![rule("a"), rule("b")]);
    let told = floor.poll(&[("a", 12, WARNING), ("a", 15, WARNING), ("b", 12, CRITICAL)]);
    assert_eq!(
        told,
        [
            "floor: Fired warning [12 15] @floor",
            "managers: Fired critical [12] loud @managers"
        ]
    );
    // One that begins later is news of its own.
    let told = floor.poll(&[
        ("a", 12, WARNING),
        ("a", 15, WARNING),
        ("a", 18, WARNING),
        ("b", 12, CRITICAL),
    ]);
    assert_eq!(told.len(), 3);
    assert!(
        told.contains(&"floor: Fired warning [18] @floor".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"floor: Refreshed warning [12 15]".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_card_ends_with_the_last_of_its_alerts() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING), ("a", 15, WARNING)]);
    let told = floor.poll(&[calm(12), ("a", 15, WARNING)]);
    assert_eq!(told, ["floor: Improved warning [15]"]);
    assert_eq!(floor.last().incident.over, 1);
    let told = floor.poll(&[calm(12), calm(15)]);
    assert_eq!(told, ["floor: Resolved(Recovered) warning []"]);
    let ended = &floor.last().incident.ended;
    assert_eq!(ended.len(), 2);
    assert_eq!((ended[0].at, ended[1].at), (at(1), at(2)));
    assert_eq!(floor.book.incidents().count(), 0);
}

#[test]
fn what_gets_worse_rings_in_the_channel_of_its_severity() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING)]);
    let told = floor.poll(&[("a", 12, CRITICAL)]);
    assert_eq!(
        told,
        ["floor: Escalated critical [12] loud @managers also managers"]
    );
    // A moment below the critical limit takes nothing back.
    let told = floor.poll(&[("a", 12, WARNING)]);
    assert_eq!(told, ["floor: Refreshed critical [12]"]);
    // The other channel follows it to its end.
    floor.poll(&[calm(12)]);
    let [.., moved, over] = &floor.told[..] else {
        panic!("two events");
    };
    for event in [moved, over] {
        let channels = event.channels();
        assert_eq!(
            channels,
            [&ChannelName::new("floor"), &ChannelName::new("managers")]
        );
    }
}

#[test]
fn a_reminder_calls_those_of_the_present_severity() {
    let repeat = Some(RepeatInterval {
        every: MINUTE * 10,
        longest: None,
        once: false,
    });
    let mut floor = Floor::of(vec![Rule {
        repeat,
        ..rule("a")
    }]);
    floor.poll(&[("a", 12, WARNING)]);
    floor.poll(&[("a", 12, CRITICAL)]);
    let told = floor.polls(2, &[("a", 12, CRITICAL)]);
    assert_eq!(
        told[1],
        "floor: Reminded critical [12] loud @managers also managers"
    );
}

#[test]
fn an_incident_keeps_a_log_of_what_happened_without_what_only_moved() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING), ("a", 15, WARNING)]);
    floor.polls(3, &[("a", 12, WARNING), ("a", 15, WARNING)]);
    floor.poll(&[("a", 12, CRITICAL), ("a", 15, WARNING)]);
    let incident = floor.book.incidents().next().unwrap();
    let log: Vec<_> = incident
        .log
        .iter()
        .map(|entry| (entry.at, &entry.kind))
        .collect();
    assert_eq!(
        log,
        [(at(0), &EventKind::Fired), (at(4), &EventKind::Escalated)]
    );
    assert!(incident.log[1].figure.is_some());
    assert_eq!((incident.log[1].open, incident.log[1].over), (2, 0));
    assert!(
        floor.last().incident.log.is_empty(),
        "events do not carry it"
    );
    for poll in 0..40 {
        let said = if poll % 2 == 0 {
            Verdict::Missing
        } else {
            CRITICAL
        };
        floor.polls(3, &[("a", 12, said), ("a", 15, WARNING)]);
    }
    let log = &floor.book.incidents().next().unwrap().log;
    assert!(log.len() <= 20, "{}", log.len());
    assert_eq!(log[0].kind, EventKind::Fired);
}

#[test]
fn reminders_come_at_growing_intervals_and_only_while_it_fires() {
    let repeat = Some(RepeatInterval {
        every: MINUTE * 10,
        longest: Some(MINUTE * 30),
        once: false,
    });
    let mut floor = Floor::of(vec![Rule {
        repeat,
        keep_firing_for: MINUTE * 30,
        ..rule("a")
    }]);
    let told = floor.polls(22, &[("a", 12, WARNING)]);
    let reminded: Vec<usize> = (0..told.len())
        .filter(|poll| told[*poll].contains("Reminded"))
        .collect();
    assert_eq!(reminded, [2, 6, 12, 18], "after 10, 20, 30 and 30 minutes");
    let told = floor.polls(6, &[calm(12)]);
    assert!(
        told.iter().all(|line| !line.contains("Reminded")),
        "{told:?}"
    );
}

#[test]
fn more_new_cards_than_a_channel_takes_become_one_that_counts_the_rest() {
    let rules = (0..30).map(|number| rule(&format!("r{number}"))).collect();
    let mut floor = Floor::of(rules);
    let names: Vec<String> = (0..30).map(|number| format!("r{number}")).collect();
    let all: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), 12, WARNING))
        .collect();
    let told = floor.poll(&all);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(floor.last().incident.subject, IncidentSubject::Digest);
    assert_eq!((floor.last().open.len(), floor.last().more), (15, 15));
    let told = floor.poll(&[&all[..], &[("r0", 15, WARNING)]].concat());
    assert_eq!(
        told.len(),
        2,
        "a storm that goes by does not swallow the next card: {told:?}"
    );
    let over: Vec<_> = names
        .iter()
        .flat_map(|name| [12, 15].map(|skill| (name.as_str(), skill, Verdict::Clear)))
        .collect();
    let told = floor.poll(&over);
    let ends = told
        .iter()
        .filter(|line| line.contains("Resolved(Recovered)"))
        .count();
    assert_eq!((told.len(), ends), (2, 2), "{told:?}");
    assert_eq!(floor.book.alerts().count(), 0);
}

#[test]
fn a_storm_that_goes_on_joins_the_digest_that_is_open() {
    let rules = (0..40).map(|number| rule(&format!("r{number}"))).collect();
    let mut floor = Floor::of(rules);
    floor.policy.storm = 3;
    let names: Vec<String> = (0..40).map(|number| format!("r{number}")).collect();
    let mut told = Vec::new();
    for last in 1..=10 {
        let all: Vec<_> = names[..last * 4]
            .iter()
            .map(|name| (name.as_str(), 12, WARNING))
            .collect();
        told.extend(floor.poll(&all));
    }
    let fired = told.iter().filter(|line| line.contains("Fired")).count();
    assert!(fired <= 8, "{fired} cards in 50 minutes: {told:#?}");
    assert!(told.iter().any(|line| line.contains("Grew")), "{told:#?}");
    assert_eq!(floor.book.alerts().count(), 40);
}

#[test]
fn operations_that_share_a_channel_share_its_limit_and_its_digest() {
    let mut floors: Vec<Floor> = (0..30)
        .map(|number| {
            let mut floor = Floor::of(vec![rule("a")]);
            floor.book = AlertBook::empty(OperationName::new(format!("centre {number}")));
            floor
        })
        .collect();
    let mut traffic = ChannelTraffic::new();
    let mut poll = |floors: &mut [Floor], verdict: Verdict| {
        let mut told = Vec::new();
        for floor in floors {
            floor.traffic = std::mem::take(&mut traffic);
            told.extend(floor.poll(&[("a", 12, verdict)]));
            traffic = std::mem::take(&mut floor.traffic);
        }
        told
    };
    let told = poll(&mut floors, WARNING);
    let cards: BTreeSet<_> = floors.iter().map(|it| it.last().incident.id).collect();
    assert_eq!(cards.len(), 11, "ten cards and a digest");
    let begun = told.iter().filter(|line| line.contains("Fired")).count();
    let joined = told.iter().filter(|line| line.contains("Grew")).count();
    assert_eq!((begun, joined), (11, 19), "{told:#?}");
    poll(&mut floors, WARNING);
    let shared = floors[29].last().incident.announced().unwrap().operations;
    assert_eq!(shared, 20);
    let told = poll(&mut floors, Verdict::Clear);
    assert_eq!(told.len(), 30, "each operation says that it is over");
    assert!(floors.iter().all(|it| it.book.incidents().next().is_none()));
    // Once these are over, the channel takes single cards again.
    let told = poll(&mut floors[..5], WARNING);
    assert!(told.iter().all(|line| line.contains("Fired")), "{told:#?}");
    let cards: BTreeSet<_> = floors[..5].iter().map(|it| it.last().incident.id).collect();
    assert_eq!(cards.len(), 5);
}

#[test]
fn what_is_judged_early_leaves_the_rest_as_it_is_and_is_not_judged_twice() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING)]);
    let told = floor.early(&[("a", 15, WARNING)]);
    assert_eq!(told, ["floor: Fired warning [15] @floor"]);
    assert_eq!(floor.book.alerts().count(), 2);
    let told = floor.poll(&[("a", 12, Verdict::Clear), ("a", 15, WARNING)]);
    assert_eq!(told, ["floor: Resolved(Recovered) warning []"]);
    let alert = floor.book.alerts().next().unwrap();
    assert_eq!((alert.checks, alert.no_data), (1, None));
}

#[test]
fn ten_thousand_alerts_of_a_rule_are_one_card() {
    let mut floor = Floor::of(vec![rule("a")]);
    let all: Vec<_> = (0..10_000).map(|skill| ("a", skill, CRITICAL)).collect();
    let told = floor.poll(&all);
    assert_eq!(told.len(), 1);
    assert_eq!((floor.last().open.len(), floor.last().more), (15, 9_985));
    let calm: Vec<_> = (0..10_000).map(calm).collect();
    assert_eq!(
        floor.poll(&calm),
        ["managers: Resolved(Recovered) critical []"]
    );
    assert_eq!(floor.last().incident.over, 10_000);
    assert_eq!(floor.book.alerts().count(), 0);
}

#[test]
fn one_that_opens_again_and_again_becomes_one_card_with_its_count() {
    let mut floor = Floor::of(vec![rule("a")]);
    let mut told = Vec::new();
    for _ in 0..6 {
        told.extend(floor.poll(&[("a", 12, WARNING)]));
        told.extend(floor.poll(&[calm(12)]));
    }
    let count = |word: &str| told.iter().filter(|line| line.contains(word)).count();
    assert_eq!((count("Fired"), count("Resolved")), (3, 2), "{told:#?}");
    let alert = floor.book.alerts().next().unwrap();
    assert!(alert.is_flapping());
    assert_eq!(alert.openings, 6);
    // It ends once it has been calm.
    let told = floor.polls(6, &[calm(12)]);
    assert_eq!(
        told.last().unwrap(),
        "floor: Resolved(Recovered) warning []"
    );
}

#[test]
fn openings_that_are_long_ago_do_not_make_one_that_flaps() {
    let mut floor = Floor::of(vec![rule("a")]);
    for _ in 0..6 {
        floor.poll(&[("a", 12, WARNING)]);
        assert!(floor.book.alerts().all(|alert| !alert.is_flapping()));
        let window = Alert::FLAP_WINDOW.as_secs() / 300;
        floor.polls(usize::try_from(window / 2).unwrap(), &[calm(12)]);
    }
}

#[test]
fn what_is_absent_is_told_when_it_has_been_so_for_long_enough() {
    let absent = AbsentCondition::new(Some(MINUTE * 15), Some(MINUTE * 30)).unwrap();
    let mut floor = Floor::of(vec![Rule {
        when: RuleCondition::Absent(absent),
        ..rule("a")
    }]);
    let told = floor.polls(3, &[("a", 12, WARNING)]);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        floor.poll(&[("a", 12, WARNING)]),
        ["floor: Fired warning [12] @floor"]
    );
    floor.polls(2, &[("a", 12, WARNING)]);
    assert_eq!(
        floor.poll(&[("a", 12, WARNING)]),
        ["floor: Escalated critical [12] loud @managers also managers"]
    );
    assert_eq!(
        floor.poll(&[calm(12)]),
        ["floor: Resolved(Recovered) critical []"]
    );
}

#[test]
fn outside_its_hours_a_rule_closes_its_alerts_and_says_why() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING)]);
    let told = floor.poll(&[("a", 12, Verdict::Asleep)]);
    assert_eq!(told, ["floor: Resolved(AfterHours) warning []"]);
    assert_eq!(
        floor.poll(&[("a", 12, Verdict::Asleep)]),
        Vec::<String>::new()
    );
}

#[test]
fn who_is_gone_from_the_report_keeps_no_alert_open_after_hours() {
    let hours = OpeningHours::parse_day("00:00-08:05").unwrap();
    let calendar = Calendar {
        name: CalendarName::new("night"),
        zone: None,
        week: std::array::from_fn(|_| hours.clone()),
        holidays: [].into(),
        special: [].into(),
    };
    let mut floor = Floor::of(vec![Rule {
        during: Some(Arc::new(calendar)),
        ..rule("a")
    }]);
    assert_eq!(at(0).to_string(), "2027-01-15 08:00:00 UTC");
    floor.poll(&[("a", 12, WARNING)]);
    assert_eq!(floor.poll(&[]), Vec::<String>::new());
    let told = floor.poll(&[]);
    assert_eq!(told, ["floor: Resolved(AfterHours) warning []"]);
}

#[test]
fn while_no_report_can_be_read_every_alert_stands_still() {
    let mut floor = Floor::of(vec![rule("a")]);
    floor.poll(&[("a", 12, WARNING)]);
    let before = floor.book.clone();
    floor.is_deaf = true;
    let told = floor.polls(20, &[("a", 12, Verdict::Missing)]);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        floor.book.alerts().collect::<Vec<_>>(),
        before.alerts().collect::<Vec<_>>()
    );
    floor.is_deaf = false;
    assert_eq!(
        floor.poll(&[("a", 12, WARNING)]),
        ["floor: Refreshed warning [12]"]
    );
}

#[test]
fn the_worst_alert_of_an_incident_remembers_more_than_the_others() {
    let mut floor = Floor::of(vec![rule("a")]);
    let said = [("a", 12, WARNING), ("a", 15, CRITICAL)];
    floor.polls(Alert::TREND + 2, &said);
    let kept: Vec<_> = floor.book.alerts().map(|alert| alert.trend.len()).collect();
    assert_eq!(kept, [Alert::LESSER_TREND, Alert::TREND]);
    let told: Vec<_> = floor.last().open.iter().collect();
    let told: Vec<_> = told.iter().map(|alert| alert.trend.len()).collect();
    assert_eq!(told, [Alert::TREND, Alert::TOLD_TREND]);
}
