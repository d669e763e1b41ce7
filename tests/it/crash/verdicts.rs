//! Whatever a rule says and wherever a crash falls, each alert that was told is told to its
//! end, once.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use proptest::{collection::vec, prelude::*, sample::select};
use vigia_core::{
    alerts::{AdvanceContext, EndReason, EventKind, IncidentId, advance},
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, Snapshot, TimeWindow},
    rules::{
        AlertPolicy, ChannelName, Judgement, NotifyTarget, RepeatInterval, Rule, RuleId, Ruleset,
        ScopeSelection, Severity, Side, Threshold, Verdict, VerdictBasis,
    },
};
use vigia_store::{Store, StoreSettings};

const MINUTE: Duration = Duration::from_secs(60);

/// Where in a poll the power fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Crash {
    Never,
    BeforeCommit,
    AfterCommit,
}

fn operation() -> OperationName {
    OperationName::new("principal")
}

fn rules(hold: u32, keep: u32, repeat: Option<u32>) -> Ruleset {
    let limit = |value| Some(Quantity::Percent(value));
    let (warning, critical, recover) = (limit(5.0), limit(10.0), limit(4.0));
    let metric = Metric::AbandonRate;
    let when = Threshold::new(metric, Side::Above, warning, critical, recover, None);
    Ruleset {
        rules: vec![Rule {
            hold_for: MINUTE * hold,
            keep_firing_for: MINUTE * keep,
            repeat: repeat.map(|minutes| RepeatInterval {
                every: MINUTE * minutes,
                longest: None,
                once: false,
            }),
            ..Rule::new(
                RuleId::new("abandonment"),
                metric,
                ScopeSelection::EverySkill,
                when.unwrap(),
                NotifyTarget::one(ChannelName::new("floor")),
            )
        }],
    }
}

fn verdict() -> impl Strategy<Value = Verdict> {
    select(vec![
        Verdict::Breach(Severity::Warning),
        Verdict::Breach(Severity::Critical),
        Verdict::Between,
        Verdict::Clear,
        Verdict::Clear,
        Verdict::TooFew,
        Verdict::Missing,
    ])
}

fn crash() -> impl Strategy<Value = Crash> {
    prop_oneof![
        4 => Just(Crash::Never),
        1 => Just(Crash::BeforeCommit),
        1 => Just(Crash::AfterCommit),
    ]
}

/// The judgement of skill 12 with that verdict.
fn judgement(rules: &Ruleset, verdict: Verdict, as_of: DateTime<Utc>) -> Judgement<'_> {
    let sample = Sample {
        value: Quantity::share(30, 100).unwrap(),
        part: Some(30),
        of: Some(100),
    };
    Judgement {
        rule: &rules.rules[0],
        scope: Scope::Skill(SkillId(12)),
        window: TimeWindow::ending(as_of, MINUTE * 60),
        verdict,
        sample: (verdict != Verdict::Missing).then_some(sample),
        grounds: VerdictBasis::default(),
    }
}

fn open(folder: &std::path::Path) -> Store {
    Store::open(StoreSettings::new(folder)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_told_to_have_begun_is_told_to_have_ended_once(
        polls in vec((verdict(), crash()), 1..24),
        hold in 0..3_u32,
        keep in 0..3_u32,
        repeat in prop::option::of(2..4_u32),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (rules, policy) = (rules(hold, keep, repeat), AlertPolicy::default());
        let mut store = open(folder.path());
        let mut book = store.book(&operation()).unwrap();
        let healing = [(Verdict::Clear, Crash::Never); 40];
        for (number, (verdict, crash)) in (0..).zip(polls.into_iter().chain(healing)) {
            let as_of = DateTime::from_timestamp(1_800_000_000 + number * 60, 0).unwrap();
            let judgements = [judgement(&rules, verdict, as_of)];
            let situation = AdvanceContext::new(as_of, Tz::UTC, &policy);
            let outcome = advance(&book, &rules, &judgements, &situation);
            let snapshot = Snapshot { operation: operation(), as_of, readings: Vec::new() };
            if crash != Crash::BeforeCommit {
                store.commit(&snapshot, &outcome).unwrap();
                book.apply(&outcome);
            }
            if crash != Crash::Never {
                drop(store);
                store = open(folder.path());
                let remembered = store.book(&operation()).unwrap();
                prop_assert_eq!(&remembered, &book);
                book = remembered;
            }
        }
        prop_assert_eq!(book.alerts().count(), 0);
        let mut told: BTreeMap<IncidentId, Vec<EventKind>> = BTreeMap::new();
        for row in store.pending().unwrap() {
            let news = row.event.incident().unwrap();
            told.entry(news.incident.id).or_default().push(news.kind.clone());
        }
        for (alert, kinds) in told {
            let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
            let end = EventKind::Resolved(EndReason::Recovered);
            prop_assert_eq!(count(EventKind::Fired), 1, "{}: {:?}", alert, &kinds);
            prop_assert_eq!(kinds.first(), Some(&EventKind::Fired), "{}: {:?}", alert, &kinds);
            prop_assert_eq!(count(end.clone()), 1, "{}: {:?}", alert, &kinds);
            prop_assert_eq!(kinds.last(), Some(&end), "{}: {:?}", alert, &kinds);
        }
    }
}
