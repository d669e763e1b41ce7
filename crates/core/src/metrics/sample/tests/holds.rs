//! Hold and mute.

use super::*;

#[test]
fn agents_of_one_name_are_one_and_the_total_is_not_added() {
    let mut report = Holds {
        agents: vec![
            agent("ANA", 14, 1_297, 185, 1_482),
            agent("LUIS", 3, 0, 72, 72),
            agent("ANA", 6, 3, 15, 18),
        ],
        total: None,
    };
    let ana = Scope::Agent(AgentName::new("ANA"));
    let facts = Facts::Holds(report.clone());
    let of_ana = |metric| sample(metric, &ana, &facts);
    assert_eq!(of_ana(Metric::HoldTotal), lasting(1_300_000, None));
    assert_eq!(of_ana(Metric::MuteTotal), lasting(200_000, None));
    assert_eq!(of_ana(Metric::HoldMuteTotal), lasting(1_500_000, None));
    assert_eq!(of_ana(Metric::HoldMuteEvents), things(20, None));
    assert_eq!(
        of_ana(Metric::HoldMuteAvgPerEvent),
        lasting(75_000, Some(20))
    );
    let share = of_ana(Metric::HoldShare).unwrap();
    assert!((share.value.scalar() - 86.666_666).abs() < 1e-4);
    assert_eq!((share.part, share.of), (None, None), "it counts nothing");
    let all = of_operation(Metric::HoldMuteEvents, &facts);
    assert_eq!(all, things(23, None));
    report.total = Some(agent("TOTAL", 25, 1_400, 300, 1_700));
    let all = of_operation(Metric::HoldMuteEvents, &Facts::Holds(report));
    assert_eq!(all, things(25, None));
}

#[test]
fn no_uses_and_no_time_have_neither_average_nor_share() {
    let facts = agent_holds(vec![agent("ANA", 0, 0, 0, 0)]);
    assert_eq!(of_operation(Metric::HoldMuteAvgPerEvent, &facts), None);
    assert_eq!(of_operation(Metric::HoldShare, &facts), None);
    assert_eq!(of_operation(Metric::HoldTotal, &facts), lasting(0, None));
    let mut silent = agent("LUIS", 3, 5, 0, 5);
    silent.hold = None;
    let facts = agent_holds(vec![agent("ANA", 1, 1, 1, 2), silent]);
    assert_eq!(of_operation(Metric::HoldTotal, &facts), None);
    assert_eq!(
        of_operation(Metric::HoldMuteEvents, &facts),
        things(4, None)
    );
    assert_eq!(
        of_operation(Metric::HoldTotal, &agent_holds(Vec::new())),
        None
    );
}
