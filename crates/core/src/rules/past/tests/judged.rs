//! What is judged by what is usual.

use super::*;
use crate::{
    metrics::{
        AgentName, OperationName, Quantity, Snapshot,
        facts::{AgentHolds, Holds},
    },
    rules::{JudgeInput, Ruleset, Severity, UnusualReference, Verdict, judge},
};

fn holds(until: DateTime<Utc>, agents: &[(&str, u64)]) -> Reading {
    let row = |(agent, minutes): &(&str, u64)| AgentHolds {
        agent: AgentName::new(*agent),
        uses: Some(10),
        hold: Some(Duration::from_secs(minutes * 60)),
        mute: Some(Duration::ZERO),
        total: Some(Duration::from_secs(minutes * 60)),
    };
    let facts = Facts::Holds(Holds {
        agents: agents.iter().map(row).collect(),
        total: None,
    });
    reading(Report::Holds, SkillSelection::All, until, facts)
}

fn snapshot(reading: Reading) -> Snapshot {
    Snapshot {
        operation: OperationName::new("norte"),
        as_of: now(),
        readings: vec![reading],
    }
}

#[test]
fn an_agent_is_held_against_the_team_as_it_is_now() {
    let rule = rule(
        Metric::HoldTotal,
        ScopeSelection::EveryAgent,
        UnusualTerms {
            against: UnusualReference::Team,
            ..UnusualTerms::default()
        },
    );
    assert!(recall(&rule).needs().is_empty(), "a team has no past");
    let team = [
        ("ANA", 30),
        ("BEA", 9),
        ("CARO", 10),
        ("DIEGO", 11),
        ("EVA", 10),
    ];
    let rules = Ruleset { rules: vec![rule] };
    let verdicts = |team: &[(&str, u64)]| -> BTreeMap<String, Verdict> {
        let snapshot = snapshot(holds(now(), team));
        let look = JudgeInput::new(&[], &snapshot, Bogota);
        let told = judge(&rules, &look);
        told.into_iter()
            .map(|told| (told.scope.to_string(), told.verdict))
            .collect()
    };
    let verdict = |team: &[(&str, u64)], agent: &str| verdicts(team)[&format!("agent {agent}")];
    assert_eq!(verdict(&team, "ANA"), Verdict::Breach(Severity::Critical));
    assert_eq!(verdict(&team, "DIEGO"), Verdict::Clear);
    assert_eq!(
        verdict(&team[..4], "ANA"),
        Verdict::TooFew,
        "four are no team"
    );
}

#[test]
fn a_judgement_says_what_is_usual_and_where_it_ends() {
    let rules = Ruleset {
        rules: vec![fails()],
    };
    let [rule] = rules.rules.as_slice() else {
        panic!("one rule");
    };
    let readings: Vec<_> = (1..=5)
        .map(|week| callbacks(weeks_ago(week), &[(12, 2)]))
        .collect();
    let skills = [SkillId(12)];
    let past = recall(rule).past(&readings, &skills, Vec::new());
    let judged = |failed| {
        let snapshot = snapshot(callbacks(now(), &[(12, failed)]));
        let look = JudgeInput::new(&skills, &snapshot, Bogota).with_past(&past);
        judge(&rules, &look).remove(0)
    };
    assert_eq!(judged(7).verdict, Verdict::Between);
    assert_eq!(judged(2).verdict, Verdict::Clear);
    let breach = judged(8);
    assert_eq!(breach.verdict, Verdict::Breach(Severity::Warning));
    assert_eq!(
        told(breach.grounds.usual),
        Some((2.0, 5, 6, UsualMethod::Weeks))
    );
    assert_eq!(breach.grounds.warning, Some(Quantity::Count(7)));
    assert_eq!(breach.grounds.critical, Some(Quantity::Count(15)));
    let snapshot = snapshot(callbacks(now(), &[(12, 40)]));
    let look = JudgeInput::new(&skills, &snapshot, Bogota);
    assert_eq!(
        judge(&rules, &look)[0].verdict,
        Verdict::TooFew,
        "without a past"
    );
}
