//! A made-up Tuesday in Bogotá, and the weeks before it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::{America::Bogota, Tz};

use crate::{
    metrics::{
        AgentName, Ask, Channel, Facts, Gap, Metric, OperationName, Quantity, Reading,
        Report, SkillId, Skills, Window,
        facts::{
            Abandonment, AgentHolds, CallLength, ChannelService, Durations, Holds,
            LengthCalls, ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, Wait,
            WaitCalls,
        },
    },
    rules::{ChannelName, Days, RuleId},
    summaries::{
        Earlier, Edition, Found, Goal, Period, Plan, Rang, Section, SummaryName, Tally,
    },
};

pub(crate) const ZONE: Tz = Bogota;

/// The day itself.
pub(crate) fn tuesday() -> NaiveDate {
    "2026-11-17".parse().unwrap()
}

/// A time of that day by the clock of Bogotá.
pub(crate) fn at(clock: &str) -> DateTime<Utc> {
    on(tuesday(), clock)
}

pub(crate) fn on(date: NaiveDate, clock: &str) -> DateTime<Utc> {
    let text = format!("{date}T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&text).unwrap().to_utc()
}

pub(crate) fn plan() -> Plan {
    let goal = |metric, percent| Goal {
        metric,
        value: Quantity::Percent(percent),
    };
    Plan {
        name: SummaryName::new("cierre"),
        operation: OperationName::new("principal"),
        channel: ChannelName::new("gerencia"),
        mention: Vec::new(),
        zone: ZONE,
        at: NaiveTime::from_hms_opt(21, 30, 0).unwrap(),
        days: Days::ALL,
        calendar: None,
        period: Period::Day,
        sections: Section::ALL.into(),
        goals: vec![
            goal(Metric::AbandonRate, 5.0),
            goal(Metric::ServiceLevel20s, 80.0),
        ],
        language: None,
        names_agents: false,
        catch_up: Duration::from_secs(7_200),
        reread: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
        moved: 1.0,
    }
}

/// From 07:00 to 21:00.
pub(crate) fn edition() -> Edition {
    Edition {
        operation: OperationName::new("principal"),
        summary: SummaryName::new("cierre"),
        date: tuesday(),
        window: Window::new(at("07:00"), at("21:00")).unwrap(),
        due: at("21:30"),
    }
}

/// The same hours so many days earlier.
pub(crate) fn earlier(window: Window, days: i64) -> Window {
    let back = TimeDelta::days(days);
    Window::new(window.from() - back, window.until() - back).unwrap()
}

/// Calls of which so many percent were answered in time.
#[expect(clippy::cast_precision_loss, reason = "a few calls")]
pub(crate) fn voice(offered: u64, abandoned: u64, in_time: u64) -> ChannelService {
    let percent =
        |calls: u64| Some((calls as f64 * 10_000.0 / offered as f64).round() / 100.0);
    ChannelService {
        within_20s: percent(in_time),
        abandon_rate: percent(abandoned),
        asa: Some(Duration::from_secs(31)),
        ata: Some(Duration::from_secs(58)),
        ..channel(Channel::INBOUND, offered, abandoned)
    }
}

pub(crate) fn channel(name: &str, offered: u64, abandoned: u64) -> ChannelService {
    ChannelService {
        channel: Channel::new(name),
        offered: Some(offered),
        answered: Some(offered - abandoned),
        abandoned: Some(abandoned),
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
    }
}

pub(crate) fn service(channels: Vec<ChannelService>) -> Facts {
    Facts::ServiceLevel(ServiceLevel { channels })
}

pub(crate) fn reading(
    report: Report,
    skills: Skills,
    window: Window,
    facts: Facts,
) -> Reading {
    assert_eq!(report, facts.report());
    Reading {
        ask: Ask {
            report,
            skills,
            window,
        },
        outcome: Ok(Arc::new(facts)),
    }
}

pub(crate) fn calls(window: Window, offered: u64, abandoned: u64, in_time: u64) -> Reading {
    let facts = service(vec![voice(offered, abandoned, in_time)]);
    reading(Report::ServiceLevel, Skills::All, window, facts)
}

pub(crate) fn gap(ask: Ask, gap: Gap) -> Reading {
    Reading {
        ask,
        outcome: Err(gap),
    }
}

/// Offered, abandoned and answered in time of each hour from 07:00 on.
pub(crate) const HOURS: [(u64, u64, u64); 14] = [
    (80, 1, 76),
    (140, 3, 128),
    (178, 6, 150),
    (198, 24, 121),
    (190, 13, 140),
    (170, 9, 131),
    (160, 7, 124),
    (168, 9, 126),
    (184, 18, 125),
    (176, 14, 125),
    (162, 12, 120),
    (140, 10, 106),
    (112, 6, 91),
    (90, 5, 78),
];

/// Offered, abandoned and answered in time of each skill.
pub(crate) const SKILLS: [(u64, u64, u64, u64); 4] = [
    (7, 517, 31, 396),
    (9, 1_131, 51, 930),
    (12, 482, 54, 301),
    (21, 18, 1, 14),
];

pub(crate) fn agent(name: &str) -> AgentName {
    AgentName::new(name)
}

/// An agent who held for an hour.
pub(crate) fn held(name: &str) -> AgentHolds {
    AgentHolds {
        agent: agent(name),
        uses: Some(60),
        hold: Some(Duration::from_secs(3_000)),
        mute: Some(Duration::from_secs(600)),
        total: Some(Duration::from_secs(3_600)),
    }
}

pub(crate) fn holding(window: Window, agents: Vec<AgentHolds>) -> Reading {
    let facts = Facts::Holds(Holds {
        agents,
        total: None,
    });
    reading(Report::Holds, Skills::All, window, facts)
}

fn waits() -> Facts {
    let ranges = [
        (Wait::Between(0, 10), 29),
        (Wait::Between(11, 20), 18),
        (Wait::Between(21, 30), 17),
        (Wait::Between(31, 40), 13),
        (Wait::Between(41, 50), 11),
        (Wait::AtLeast(51), 49),
    ];
    let calls = |(wait, calls)| WaitCalls {
        wait,
        calls: Some(calls),
    };
    let rows = SKILLS.iter().map(|(skill, _, abandoned, _)| SkillAbandons {
        skill: Some(SkillId(*skill)),
        name: None,
        abandoned: Some(*abandoned),
        by_wait: Vec::new(),
    });
    Facts::Abandonment(Abandonment {
        skills: rows.collect(),
        all: Some(SkillAbandons {
            skill: None,
            name: None,
            abandoned: Some(137),
            by_wait: ranges.map(calls).into(),
        }),
    })
}

pub(crate) fn smart_hold(failed: u64, reached: u64) -> Facts {
    Facts::SmartHold(SmartHold {
        skills: vec![SkillSmartHold {
            skill: SkillId(12),
            treated: Some(210),
            declined: Some(60),
            accepted: Some(131),
            failed: Some(failed),
            reached: Some(reached),
            service_level_up: None,
        }],
    })
}

fn lengths() -> Facts {
    let row = |length, calls, minutes, cost| LengthCalls {
        length,
        calls: Some(calls),
        minutes: Some(minutes),
        cost: Some(cost),
        share: None,
    };
    Facts::Durations(Durations {
        lengths: vec![
            row(CallLength::Between(0, 5), 309, 12.0, 0.0),
            row(CallLength::Between(6, 120), 2_400, 2_400.0, 92_300.0),
            row(CallLength::AtLeast(121), 1_197, 7_000.0, 320_000.0),
        ],
        total: None,
    })
}

fn holds() -> Facts {
    let agent = |name: &str, uses, hold, mute| AgentHolds {
        agent: AgentName::new(name),
        uses: Some(uses),
        hold: Some(Duration::from_secs(hold)),
        mute: Some(Duration::from_secs(mute)),
        total: Some(Duration::from_secs(hold + mute)),
    };
    Facts::Holds(Holds {
        agents: vec![
            agent("LUCÍA RUIZ", 904, 38_000, 11_900),
            agent("BRAYAN P", 1_000, 40_000, 10_000),
        ],
        total: None,
    })
}

/// All that was found of the day.
pub(crate) fn found() -> Found {
    let (edition, whole) = (edition(), edition().window);
    let channels = vec![
        voice(2_148, 137, 1_641),
        channel("chat-whatsapp", 640, 22),
        channel("chat-web", 122, 5),
        channel("chat-email", 88, 0),
        channel("out_pre", 900, 100),
    ];
    let mut readings = vec![
        reading(Report::Abandonment, Skills::All, whole, waits()),
        reading(Report::ServiceLevel, Skills::All, whole, service(channels)),
        reading(Report::SmartHold, Skills::All, whole, smart_hold(22, 96)),
        reading(Report::Durations, Skills::All, whole, lengths()),
        reading(Report::Holds, Skills::All, whole, holds()),
    ];
    for (ask, (offered, abandoned, in_time)) in edition.hours().iter().zip(HOURS) {
        readings.push(calls(ask.window, offered, abandoned, in_time));
    }
    for (skill, offered, abandoned, in_time) in SKILLS {
        let facts = service(vec![voice(offered, abandoned, in_time)]);
        let skills = Skills::One(SkillId(skill));
        readings.push(reading(Report::ServiceLevel, skills, whole, facts));
    }
    Found {
        readings,
        weeks: [1, 2, 3, 4].map(week).into(),
        before: Some(Earlier {
            date: tuesday().pred_opt().unwrap(),
            readings: vec![calls(earlier(whole, 1), 2_050, 103, 1_620)],
        }),
        days: Vec::new(),
        alerts: Tally {
            opened: 6,
            acknowledged: 5,
            acknowledged_within: Some(Duration::from_secs(240)),
            longest: Some(Duration::from_secs(48 * 60)),
            rules: vec![Rang {
                rule: RuleId::new("abandono-alto"),
                times: 6,
                unanswered: 1,
            }],
        },
        asked: 144,
        came: 142,
    }
}

/// A Tuesday so many weeks earlier, whole and by the hour.
pub(crate) fn week(back: i64) -> Earlier {
    let whole = earlier(edition().window, 7 * back);
    let more = u64::try_from(back).unwrap();
    let mut readings = vec![
        calls(whole, 2_000 + 10 * more, 95 + 2 * more, 1_580),
        reading(Report::SmartHold, Skills::All, whole, smart_hold(11, 89)),
    ];
    for (ask, (offered, abandoned, _)) in edition().hours().iter().zip(HOURS) {
        let window = earlier(ask.window, 7 * back);
        let usual = offered + 60 - offered / 2 - more;
        readings.push(calls(
            window,
            usual,
            abandoned / 2,
            usual * (80 + more) / 100,
        ));
    }
    Earlier {
        date: tuesday() - TimeDelta::days(7 * back),
        readings,
    }
}
