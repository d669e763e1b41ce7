//! The rules and the reports of a centre without end.

use std::time::Duration;

use vigia_core::{
    metrics::{
        AgentName, Channel, Facts, Metric, Quantity, Report, ReportRequest, SkillId,
        SkillSelection,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, SecondsRange, ServiceLevel,
            SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    },
    rules::{
        ChannelName, Confidence, NotifyTarget, Rule, RuleCondition, RuleId, Ruleset,
        ScopeSelection, Side, Threshold, UnusualCondition, UnusualTerms,
    },
};

const MINUTE: Duration = Duration::from_secs(60);

/// One skill or agent in so many is in trouble.
const TROUBLED: u64 = 20;

/// What a rule looks at, and its limit.
type Kind = (Metric, Side, Quantity);

/// So many rules of every kind with fixed limits, see [`rulebook`].
pub(crate) fn limits(rules: u32) -> Ruleset {
    rulebook(rules, |(metric, side, limit)| {
        threshold(metric, side, limit)
    })
}

/// So many rules of every kind that ask what is usual, see [`rulebook`].
pub(crate) fn unusual(rules: u32) -> Ruleset {
    rulebook(rules, |(metric, side, _)| {
        let terms = UnusualTerms {
            side: Some(side),
            ..UnusualTerms::default()
        };
        let unusual = UnusualCondition::new(metric, of(metric).kind(), terms);
        RuleCondition::Unusual(unusual.expect("the terms are right"))
    })
}

/// So many rules of every kind, each for every skill or every agent, and each over a window
/// of its own, so that no two of them look at the same report.
fn rulebook(rules: u32, when: impl Fn(Kind) -> RuleCondition) -> Ruleset {
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
    let rules = rules.map(|(number, kind)| {
        let (metric, ..) = kind;
        Rule {
            window: MINUTE * number,
            at_least: metric.least_sample().map(|least| least.count),
            ..rule(number, metric, when(kind))
        }
    });
    Ruleset {
        rules: rules.collect(),
    }
}

/// The one rule that a storm breaches.
pub(crate) fn storm() -> Ruleset {
    let limit = Quantity::Duration(MINUTE);
    let when = threshold(Metric::HoldTotal, Side::Above, limit);
    Ruleset {
        rules: vec![rule(1, Metric::HoldTotal, when)],
    }
}

fn threshold(metric: Metric, side: Side, limit: Quantity) -> RuleCondition {
    let confidence = Confidence::new(95.0).filter(|_| metric.is_counted_share());
    let threshold = Threshold::new(metric, side, Some(limit), None, None, confidence);
    RuleCondition::Threshold(threshold.expect("the limits are right"))
}

fn rule(number: u32, metric: Metric, when: RuleCondition) -> Rule {
    Rule::new(
        RuleId::new(format!("rule-{number}")),
        metric,
        of(metric),
        when,
        NotifyTarget::one(ChannelName::new("floor")),
    )
}

fn of(metric: Metric) -> ScopeSelection {
    if metric.reports() == [Report::Holds] {
        ScopeSelection::EveryAgent
    } else {
        ScopeSelection::EverySkill
    }
}

/// When something was reported.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Day {
    /// Today: one in twenty is in trouble.
    Today,
    /// One of the days before, on which all was as usual, give or take a little.
    Before(u64),
}

impl Day {
    /// What is usual, or ten times that.
    fn number(self, owner: u64, usual: u64) -> u64 {
        match self {
            Self::Today if owner % TROUBLED == TROUBLED - 1 => usual * 10,
            Self::Today => usual,
            Self::Before(day) => usual + (owner + day) % 3,
        }
    }
}

/// What a report says of so many skills and as many agents.
pub(crate) fn facts(ask: ReportRequest, scopes: u64, day: Day) -> Facts {
    match ask.report {
        Report::Abandonment => Facts::Abandonment(Abandonment {
            skills: (0..scopes).map(|skill| abandons(skill, day)).collect(),
            all: None,
        }),
        Report::ServiceLevel => {
            let skill = match ask.skills {
                SkillSelection::All => 0,
                SkillSelection::One(SkillId(skill)) => skill,
            };
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![calls(skill, day)],
            })
        }
        Report::SmartHold => Facts::SmartHold(SmartHold {
            skills: (0..scopes).map(|skill| callbacks(skill, day)).collect(),
        }),
        Report::Durations => Facts::Durations(Durations::default()),
        Report::Holds => Facts::Holds(Holds {
            agents: (0..scopes).map(|agent| holds(agent, day)).collect(),
            total: None,
        }),
    }
}

fn calls(skill: u64, day: Day) -> ChannelService {
    let abandoned = day.number(skill, 6);
    let is_troubled = abandoned >= 60;
    ChannelService {
        channel: Channel::inbound(),
        offered: Some(300),
        answered: Some(300 - abandoned),
        abandoned: Some(abandoned),
        within_10s: Some(60.0),
        within_20s: Some(if is_troubled { 40.0 } else { 80.0 }),
        within_30s: Some(85.0),
        abandon_rate: Some(2.0),
        asa: Some(Duration::from_secs(24)),
        ata: Some(Duration::from_secs(63)),
    }
}

fn abandons(skill: u64, day: Day) -> SkillAbandons {
    let waits = [(0, 10), (11, 20), (21, 30), (31, 40), (41, 50)];
    let waits = waits
        .map(|(from, to)| SecondsRange::Between(from, to))
        .into_iter();
    let by_wait = waits
        .chain([SecondsRange::AtLeast(51)])
        .map(|wait| WaitCalls {
            wait,
            calls: Some(day.number(skill, 1)),
        });
    SkillAbandons {
        skill: Some(SkillId(skill)),
        name: Some(format!("Cola {skill}")),
        abandoned: Some(day.number(skill, 6)),
        by_wait: by_wait.collect(),
    }
}

fn callbacks(skill: u64, day: Day) -> SkillSmartHold {
    let failed = day.number(skill, 5);
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

fn holds(agent: u64, day: Day) -> AgentHolds {
    let hold = Duration::from_secs(day.number(agent, 400));
    AgentHolds {
        agent: AgentName::new(format!("LUCÍA PEÑA DUARTE {agent}")),
        uses: Some(10),
        hold: Some(hold),
        mute: Some(MINUTE),
        total: Some(hold + MINUTE),
    }
}
