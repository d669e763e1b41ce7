//! One agent, or many.

use super::*;

fn holds(totals: &[u64]) -> Snapshot {
    let row = |(place, total): (usize, &u64)| AgentHolds {
        agent: AgentName::new(format!("agent {place}")),
        uses: Some(10),
        hold: Some(Duration::from_secs(*total)),
        mute: Some(Duration::ZERO),
        total: Some(Duration::from_secs(*total)),
    };
    snapshot([Facts::Holds(Holds {
        agents: totals.iter().enumerate().map(row).collect(),
        total: None,
    })])
}

fn of_agents(metric: Metric, scope: Scope, totals: &[u64]) -> Option<CauseFinding> {
    let snapshot = holds(totals);
    let mut found = CauseEvidence::of(&snapshot).clues(&alert(metric, scope));
    assert!(found.len() <= 1);
    found.pop().map(|clue| clue.finding)
}

#[test]
fn one_agent_past_the_limit_is_told_from_many() {
    let per_use = Metric::HoldMuteAvgPerEvent;
    let anna = || Scope::Agent(AgentName::new("agent 0"));
    let median = Quantity::Duration(Duration::from_secs(30));
    assert_eq!(
        of_agents(per_use, anna(), &[2_000, 300, 300, 300, 300, 290]),
        Some(CauseFinding::OneAgent { others: 5, median })
    );
    assert_eq!(
        of_agents(per_use, Scope::Operation, &[2_000, 2_000, 2_000, 300, 300]),
        Some(CauseFinding::ManyAgents {
            agents: 3,
            of: 5,
            median: Quantity::Duration(Duration::from_secs(200)),
        })
    );
    assert_eq!(
        of_agents(per_use, anna(), &[2_000, 2_000, 300, 300, 300]),
        None
    );
    assert_eq!(of_agents(per_use, anna(), &[2_000, 300]), None);
}

#[test]
fn a_sum_of_the_team_is_no_limit_for_one_but_one_may_have_most_of_it() {
    let total = Metric::HoldTotal;
    let seconds = |seconds| Quantity::Duration(Duration::from_secs(seconds));
    assert_eq!(
        of_agents(total, Scope::Operation, &[2_000, 300, 300, 300, 300]),
        Some(CauseFinding::MostOfIt {
            one: seconds(2_000),
            team: seconds(3_200),
            agents: 5,
        })
    );
    let even = [300, 300, 300, 300, 300];
    assert_eq!(of_agents(total, Scope::Operation, &even), None);
}
