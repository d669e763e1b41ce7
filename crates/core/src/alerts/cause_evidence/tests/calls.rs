//! Patterns of calls, and of callbacks.

use super::*;

/// What is told of skill 12, of which [`USUAL`] is usual.
fn told(metric: Metric, hour: &Hour) -> Vec<CauseFinding> {
    let rule = rule(metric, ScopeSelection::EverySkill);
    let judgement = Judgement {
        rule: &rule,
        scope: Scope::Skill(TWELVE),
        window: TimeWindow::ending(now(), HOUR),
        verdict: Verdict::Breach(Severity::Warning),
        sample: None,
        grounds: VerdictBasis::default(),
    };
    let questions = cause_questions(&[judgement]);
    let every = Duration::from_secs(300);
    let recall = BaselinePlan::of(&questions, now(), Bogota, every);
    let past: Vec<_> = (1..=6)
        .flat_map(|week| readings(USUAL.facts(), now() - TimeDelta::weeks(week)))
        .collect();
    let past = recall.past(&past, &[TWELVE], Vec::new());
    let snapshot = snapshot(hour.facts());
    let evidence = CauseEvidence::of(&snapshot).with_past(&questions, &past);
    let clues = evidence.clues(&alert(metric, Scope::Skill(TWELVE)));
    clues.into_iter().map(|clue| clue.finding).collect()
}

fn causes(metric: Metric, hour: &Hour) -> Vec<&'static str> {
    let name = |finding: &CauseFinding| match finding {
        CauseFinding::Waits { .. }
        | CauseFinding::Service { .. }
        | CauseFinding::Callbacks { .. } => "fact",
        CauseFinding::MoreCalls { .. } => "more calls",
        CauseFinding::FewerAnswered { .. } => "fewer answered",
        CauseFinding::QuickHangUps { .. } => "quick",
        CauseFinding::LongWaits { .. } => "long",
        CauseFinding::FullQueue { .. } => "full",
        CauseFinding::CallbacksFail { .. } => "callbacks",
        CauseFinding::OneAgent { .. } => "one",
        CauseFinding::ManyAgents { .. } => "many",
        CauseFinding::MostOfIt { .. } => "most",
    };
    let found = told(metric, hour);
    found
        .iter()
        .filter(|found| found.is_cause())
        .map(name)
        .collect()
}

#[test]
fn each_pattern_of_calls_points_to_its_cause() {
    let rate = Metric::AbandonRate;
    let table: [(&str, Hour, &[&str]); 11] = [
        ("all is usual", USUAL, &[]),
        (
            "a quarter more calls come in",
            Hour {
                offered: 122,
                answered: 104,
                ..USUAL
            },
            &["more calls"],
        ),
        (
            "a few more calls come in",
            Hour {
                offered: 110,
                answered: 92,
                ..USUAL
            },
            &[],
        ),
        (
            "as many come in and fewer are answered",
            Hour {
                answered: 70,
                ..USUAL
            },
            &["fewer answered"],
        ),
        (
            "fewer come in, so that fewer are answered",
            Hour {
                offered: 50,
                answered: 40,
                ..USUAL
            },
            &[],
        ),
        (
            "more come in and fewer are answered",
            Hour {
                offered: 122,
                answered: 70,
                ..USUAL
            },
            &["more calls", "fewer answered"],
        ),
        (
            "most hang up at once",
            Hour {
                waits: [12, 2, 2, 2],
                ..USUAL
            },
            &["quick"],
        ),
        (
            "most hang up at once, in a queue that is slower than usual",
            Hour {
                waits: [12, 2, 2, 2],
                asa: 60,
                ..USUAL
            },
            &[],
        ),
        (
            "many had waited long",
            Hour {
                waits: [3, 2, 4, 9],
                ..USUAL
            },
            &["long"],
        ),
        (
            "four hang-ups say nothing of how long callers wait",
            Hour {
                waits: [0, 0, 0, 4],
                ..USUAL
            },
            &[],
        ),
        (
            "the queue is full",
            Hour {
                level: 54.1,
                asa: 48,
                treated: 30,
                ..USUAL
            },
            &["full"],
        ),
    ];
    for (what, hour, expected) in table {
        assert_eq!(causes(rate, &hour), expected, "{what}");
    }
}

#[test]
fn callbacks_that_fail_while_as_many_are_offered_point_to_their_way() {
    let failing = Hour { failed: 5, ..USUAL };
    assert_eq!(
        causes(Metric::SmartHoldRecallFailRate, &failing),
        ["callbacks"]
    );
    let many = Hour {
        treated: 30,
        ..failing
    };
    assert_eq!(causes(Metric::SmartHoldRecallFailRate, &many), [""; 0]);
    assert_eq!(causes(Metric::SmartHoldTreated, &failing), [""; 0]);
    let few = Hour { failed: 2, ..USUAL };
    assert_eq!(causes(Metric::SmartHoldRecallFailRate, &few), [""; 0]);
}

#[test]
fn each_clue_quotes_its_numbers_and_facts_come_first() {
    let hour = Hour {
        offered: 122,
        answered: 104,
        waits: [3, 2, 4, 9],
        ..USUAL
    };
    let found = told(Metric::AbandonRate, &hour);
    let [waits, service, more, long] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(
        matches!(waits, CauseFinding::Waits { after_20s: Some(13), of: 18, by_wait } if by_wait.len() == 4)
    );
    let service_as_expected = CauseFinding::Service {
        level: Some(84.0),
        asa: Some(Duration::from_secs(20)),
        ata: Some(Duration::from_secs(63)),
    };
    assert_eq!(*service, service_as_expected);
    let CauseFinding::MoreCalls { offered, answered } = more else {
        panic!("{more:?}");
    };
    assert_eq!(offered.now, Quantity::Count(122));
    assert_eq!(offered.usual_value(), Some(Quantity::Count(93)));
    assert_eq!(offered.usual.of, 6);
    assert_eq!(answered.unwrap().now, Quantity::Count(104));
    assert_eq!(*long, CauseFinding::LongWaits { calls: 9, of: 18 });
}

#[test]
fn an_alert_does_not_explain_itself_by_itself() {
    let service = |metric| {
        let found = told(metric, &USUAL);
        found
            .into_iter()
            .find(|found| matches!(found, CauseFinding::Service { .. }))
    };
    let Some(CauseFinding::Service { level, asa, .. }) = service(Metric::Asa) else {
        panic!();
    };
    assert_eq!((level, asa), (Some(84.0), None));
}

#[test]
fn without_a_past_nothing_is_more_than_usual() {
    let snapshot = snapshot(
        Hour {
            offered: 400,
            waits: [0, 0, 1, 9],
            ..USUAL
        }
        .facts(),
    );
    let alert = alert(Metric::AbandonRate, Scope::Skill(TWELVE));
    let found = CauseEvidence::of(&snapshot).clues(&alert);
    let causes: Vec<_> = found
        .iter()
        .filter(|clue| clue.finding.is_cause())
        .collect();
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert_eq!(
        causes[0].finding,
        CauseFinding::LongWaits { calls: 9, of: 10 }
    );
}

#[test]
fn waits_of_another_window_say_which() {
    let snapshot = snapshot(USUAL.facts());
    let mut alert = alert(Metric::AbandonRate, Scope::Skill(TWELVE));
    alert.window = TimeWindow::ending(now(), HOUR / 2);
    let found = CauseEvidence::of(&snapshot).clues(&alert);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].window, HOUR);
}
