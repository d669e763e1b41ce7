//! The rules and the reports of a centre without end.

use std::time::Duration;

use vigia::{
    metrics::{
        AgentName, Ask, Channel, Facts, Metric, Quantity, Report, SkillId, Skills,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, ServiceLevel,
            SkillAbandons, SkillSmartHold, SmartHold, Wait, WaitCalls,
        },
    },
    rules::{
        ChannelName, Confidence, Notify, Rule, RuleId, Ruleset, Selection, Side, Threshold,
    },
};

const MINUTE: Duration = Duration::from_secs(60);

/// One skill or agent in so many is in trouble.
const TROUBLED: u64 = 20;

/// So many rules of every kind, each for every skill or every agent, and each over a window
/// of its own, so that no two of them look at the same report.
pub(crate) fn rulebook(rules: u32) -> Ruleset {
    let kinds = [
        (Metric::AbandonRate, Side::Above, Quantity::Percent(5.0)),
        (
            Metric::ServiceLevel20s,
            Side::Below,
            Quantity::Percent(70.0),
        ),
        (Metric::AbandonRate, Side::Above, Quantity::Percent(5.0)),
        (
            Metric::AbandonShortShare,
            Side::Above,
            Quantity::Percent(60.0),
        ),
        (
            Metric::AbandonRateExclShort,
            Side::Above,
            Quantity::Percent(5.0),
        ),
        (
            Metric::SmartHoldRecallFailRate,
            Side::Above,
            Quantity::Percent(20.0),
        ),
        (
            Metric::HoldTotal,
            Side::Above,
            Quantity::Duration(MINUTE * 10),
        ),
        (
            Metric::HoldMuteAvgPerEvent,
            Side::Above,
            Quantity::Duration(MINUTE * 2),
        ),
    ];
    let rules = (1..=rules).zip(kinds.into_iter().cycle());
    let rules = rules.map(|(number, (metric, side, limit))| Rule {
        window: MINUTE * number,
        at_least: metric.least_sample().map(|least| least.count),
        ..rule(number, metric, side, limit)
    });
    Ruleset {
        rules: rules.collect(),
    }
}

/// The one rule that a storm breaches.
pub(crate) fn storm() -> Ruleset {
    let limit = Quantity::Duration(MINUTE);
    Ruleset {
        rules: vec![rule(1, Metric::HoldTotal, Side::Above, limit)],
    }
}

fn rule(number: u32, metric: Metric, side: Side, limit: Quantity) -> Rule {
    let is_of_agents = metric.reports() == [Report::Holds];
    let confidence = Confidence::new(95.0).filter(|_| metric.is_counted_share());
    let when = Threshold::new(metric, side, Some(limit), None, None, confidence);
    Rule::new(
        RuleId::new(format!("rule-{number}")),
        metric,
        if is_of_agents {
            Selection::EveryAgent
        } else {
            Selection::EverySkill
        },
        when.expect("the limits are right"),
        Notify::one(ChannelName::new("floor")),
    )
}

/// What the reports say of so many skills and as many agents.
pub(crate) fn facts(ask: Ask, scopes: u64) -> Facts {
    match ask.report {
        Report::Abandonment => Facts::Abandonment(Abandonment {
            skills: (0..scopes).map(abandons).collect(),
            all: None,
        }),
        Report::ServiceLevel => {
            let skill = match ask.skills {
                Skills::All => 0,
                Skills::One(SkillId(skill)) => skill,
            };
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![calls(skill)],
            })
        }
        Report::SmartHold => Facts::SmartHold(SmartHold {
            skills: (0..scopes).map(callbacks).collect(),
        }),
        Report::Durations => Facts::Durations(Durations::default()),
        Report::Holds => Facts::Holds(Holds {
            agents: (0..scopes).map(holds).collect(),
            total: None,
        }),
    }
}

/// What is usual, or ten times that.
fn of(number: u64, usual: u64) -> u64 {
    if number % TROUBLED == TROUBLED - 1 {
        usual * 10
    } else {
        usual
    }
}

fn calls(skill: u64) -> ChannelService {
    let abandoned = of(skill, 6);
    ChannelService {
        channel: Channel::inbound(),
        offered: Some(300),
        answered: Some(300 - abandoned),
        abandoned: Some(abandoned),
        within_10s: Some(60.0),
        within_20s: Some(if abandoned > 6 { 40.0 } else { 80.0 }),
        within_30s: Some(85.0),
        abandon_rate: Some(2.0),
        asa: Some(Duration::from_secs(24)),
        ata: Some(Duration::from_secs(63)),
    }
}

fn abandons(skill: u64) -> SkillAbandons {
    let waits = [(0, 10), (11, 20), (21, 30), (31, 40), (41, 50)];
    let waits = waits.map(|(from, to)| Wait::Between(from, to)).into_iter();
    let by_wait = waits.chain([Wait::AtLeast(51)]).map(|wait| WaitCalls {
        wait,
        calls: Some(of(skill, 1)),
    });
    SkillAbandons {
        skill: Some(SkillId(skill)),
        name: Some(format!("Cola {skill}")),
        abandoned: Some(of(skill, 6)),
        by_wait: by_wait.collect(),
    }
}

fn callbacks(skill: u64) -> SkillSmartHold {
    let failed = of(skill, 5);
    SkillSmartHold {
        skill: SkillId(skill),
        treated: Some(120),
        declined: Some(20),
        accepted: Some(100),
        failed: Some(failed),
        reached: Some(100 - failed),
        service_level_up: Some(4.5),
    }
}

fn holds(agent: u64) -> AgentHolds {
    let hold = Duration::from_secs(of(agent, 400));
    AgentHolds {
        agent: AgentName::new(format!("LUCÍA PEÑA DUARTE {agent}")),
        uses: Some(10),
        hold: Some(hold),
        mute: Some(MINUTE),
        total: Some(hold + MINUTE),
    }
}
