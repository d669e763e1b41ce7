//! Whatever happens: what was announced reaches one end, and nothing else is told.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, prelude::*, sample::select};

use super::support::{CRITICAL, Floor, MINUTE, WARNING, at, rule, silence};
use crate::{
    alerts::{EventKind, IncidentId, IncidentNews},
    rules::{RepeatInterval, Rule, RuleId, Verdict},
};

/// One poll: what is said of three skills by two rules, and what else is so.
#[derive(Clone, Debug)]
struct Poll {
    said: Vec<Verdict>,
    what: What,
}

/// What else is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Nothing,
    Late,
    Deaf,
    Silent,
    WithoutARule,
}

fn verdict() -> impl Strategy<Value = Verdict> {
    select(vec![
        WARNING,
        CRITICAL,
        Verdict::Between,
        Verdict::Clear,
        Verdict::Clear,
        Verdict::TooFew,
        Verdict::Missing,
        Verdict::Asleep,
    ])
}

fn poll() -> impl Strategy<Value = Poll> {
    let what = prop_oneof![
        6 => Just(What::Nothing),
        1 => Just(What::Late),
        1 => Just(What::Deaf),
        1 => Just(What::Silent),
        1 => Just(What::WithoutARule),
    ];
    (vec(verdict(), 6), what).prop_map(|(said, what)| Poll { said, what })
}

fn floor(storm: u32, hold: u32, keep: u32) -> Floor {
    let rule = |name| Rule {
        hold_for: MINUTE * 5 * hold,
        keep_firing_for: MINUTE * 5 * keep,
        repeat: Some(RepeatInterval {
            every: MINUTE * 15,
            longest: None,
            once: false,
        }),
        ..rule(name)
    };
    let dependent = Rule {
        depends_on: vec![RuleId::new("a")],
        ..rule("b")
    };
    let mut floor = Floor::of(vec![rule("a"), dependent]);
    floor.policy.storm = storm;
    floor
}

fn run(floor: &mut Floor, poll: &Poll) {
    let all = floor.rules.rules.clone();
    if poll.what == What::WithoutARule {
        floor.rules.rules.pop();
    }
    floor.is_late = poll.what == What::Late;
    floor.is_deaf = poll.what == What::Deaf;
    floor.silences = if poll.what == What::Silent {
        vec![silence("a", floor.number, floor.number + 1)]
    } else {
        Vec::new()
    };
    let scopes = ["a", "b"]
        .into_iter()
        .flat_map(|rule| [12, 15, 18].map(|skill| (rule, skill)));
    let said: Vec<_> = scopes
        .zip(&poll.said)
        .map(|((rule, skill), verdict)| (rule, skill, *verdict))
        .collect();
    floor.poll(&said);
    floor.rules.rules = all;
    is_sound(floor);
}

/// Every alert that fires belongs to an open incident, and every open incident has one.
fn is_sound(floor: &Floor) {
    let mut used = BTreeSet::new();
    for alert in floor.book.alerts() {
        assert_eq!(alert.incident.is_some(), alert.state.is_told(), "{alert:?}");
        let Some(id) = alert.incident else { continue };
        assert!(floor.book.incident(id).is_some(), "{alert:?}");
        used.insert(id);
    }
    let open: BTreeSet<IncidentId> = floor.book.incidents().map(|incident| incident.id).collect();
    assert_eq!(used, open);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_announced_incident_reaches_exactly_one_end(
        polls in vec(poll(), 1..40),
        storm in select(vec![0_u32, 1, 10]),
        hold in 0..3_u32,
        keep in 0..3_u32,
    ) {
        let mut floor = floor(storm, hold, keep);
        for poll in &polls {
            run(&mut floor, poll);
        }
        let calm = Poll {
            said: vec![Verdict::Clear; 6],
            what: What::Nothing,
        };
        for _ in 0..10 {
            run(&mut floor, &calm);
        }
        prop_assert_eq!(floor.book.alerts().count(), 0);
        prop_assert_eq!(floor.book.incidents().count(), 0);
        prop_assert_eq!(floor.book.missed().len(), 0);
        let mut told: BTreeMap<IncidentId, Vec<&IncidentNews>> = BTreeMap::new();
        for news in floor.told.iter().filter_map(crate::alerts::Event::incident) {
            told.entry(news.incident.id).or_default().push(news);
        }
        for news in told.values() {
            let is_end = |kind: &EventKind| matches!(kind, EventKind::Resolved(_));
            let fired = news.iter().filter(|news| news.kind == EventKind::Fired).count();
            let ended = news.iter().filter(|news| is_end(&news.kind)).count();
            prop_assert_eq!((fired, ended), (1, 1), "{:?}", news);
            prop_assert!(news[0].kind == EventKind::Fired);
            prop_assert!(is_end(&news[news.len() - 1].kind));
        }
        let now = at(floor.number);
        prop_assert!(floor.told.iter().all(|event| event.at < now));
    }
}
