//! The five reports of a large centre: 20 skills, 100 agents, and the same at every run.

use std::time::Duration;

use vigia_core::metrics::{
    AgentName, Channel, Facts, Report, SkillId, SkillNames,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
        ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
};

const SKILLS: u64 = 20;
const AGENTS: u64 = 100;

/// The names of the skills.
pub(crate) fn skills() -> SkillNames {
    let names = (0..SKILLS).map(|skill| (SkillId(skill), format!("Cola {skill}")));
    SkillNames(names.collect())
}

/// The names of the agents.
pub(crate) fn agents() -> impl Iterator<Item = AgentName> {
    (0..AGENTS).map(|agent| AgentName::new(format!("LUCÍA PEÑA DUARTE {agent}")))
}

/// What a report tells.
pub(crate) fn facts(report: Report) -> Facts {
    match report {
        Report::Abandonment => Facts::Abandonment(Abandonment {
            skills: (0..SKILLS).map(abandons).collect(),
            all: None,
        }),
        Report::ServiceLevel => Facts::ServiceLevel(ServiceLevel {
            channels: ["inbound", "internalcall_que", "chat-whatsapp", "chat-web"]
                .map(service)
                .into(),
        }),
        Report::SmartHold => Facts::SmartHold(SmartHold {
            skills: (0..SKILLS).map(smart_hold).collect(),
        }),
        Report::Durations => Facts::Durations(durations()),
        Report::Holds => Facts::Holds(Holds {
            agents: agents()
                .zip(1..)
                .map(|(agent, row)| holds(agent, row))
                .collect(),
            total: None,
        }),
    }
}

fn abandons(skill: u64) -> SkillAbandons {
    let waits = [(0, 10), (11, 20), (21, 30), (31, 40), (41, 50)];
    let waits = waits
        .map(|(from, to)| SecondsRange::Between(from, to))
        .into_iter();
    let by_wait = waits
        .chain([SecondsRange::AtLeast(51)])
        .map(|wait| WaitCalls {
            wait,
            calls: Some(skill + 1),
        });
    SkillAbandons {
        skill: Some(SkillId(skill)),
        name: Some(format!("Cola {skill}")),
        abandoned: Some(6 * (skill + 1)),
        by_wait: by_wait.collect(),
    }
}

fn service(channel: &str) -> ChannelService {
    ChannelService {
        channel: Channel::new(channel),
        offered: Some(12_600),
        answered: Some(11_340),
        abandoned: Some(1_260),
        within_10s: Some(60.0),
        within_20s: Some(70.0),
        within_30s: Some(80.0),
        abandon_rate: Some(10.0),
        asa: Some(Duration::from_secs(48)),
        ata: Some(Duration::from_secs(63)),
    }
}

fn smart_hold(skill: u64) -> SkillSmartHold {
    SkillSmartHold {
        skill: SkillId(skill),
        treated: Some(120 + skill),
        declined: Some(40),
        accepted: Some(60 + skill),
        failed: Some(10 + skill),
        reached: Some(30),
        service_level_up: Some(4.5),
    }
}

fn durations() -> Durations {
    let ranges = [(0, 5), (6, 20), (21, 60), (61, 120)];
    let ranges = ranges.map(|(from, to)| SecondsRange::Between(from, to));
    let ranges = ranges.into_iter().chain([SecondsRange::AtLeast(121)]);
    let lengths = ranges.map(|length| LengthCalls {
        length,
        calls: Some(400),
        minutes: Some(1_234.56),
        cost: Some(24_691.2),
        share: Some(20.0),
    });
    Durations {
        lengths: lengths.collect(),
        total: None,
    }
}

fn holds(agent: AgentName, row: u64) -> AgentHolds {
    let (hold, mute) = (Duration::from_secs(37 * row), Duration::from_secs(11 * row));
    AgentHolds {
        agent,
        uses: Some(row),
        hold: Some(hold),
        mute: Some(mute),
        total: Some(hold + mute),
    }
}
