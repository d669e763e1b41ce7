//! The pictures of the gallery: those of the cards, as a Spanish-speaking supervisor sees
//! them over the figures of a made-up afternoon.

#[path = "alerts.rs"]
mod alerts;
#[path = "summaries.rs"]
mod summaries;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use vigia_cards::{
    Locale, Words, abandon,
    charts::Chart,
    durations, hold,
    report::{AnswerContext, AnswerInput, AnswerView, ReportAnswer, ReportInput, TrendHistory},
    service, smart_hold,
};
use vigia_core::{
    metrics::{
        AgentName, Channel, Facts, Metric, Quantity, Sample, SkillId, SkillNames, SkillSelection,
        TimeWindow,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
            ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    },
    rules::{
        ChannelName, NotifyTarget, Rule, RuleId, Ruleset, ScopeSelection, Severity, Side, Threshold,
    },
};

const SOPORTE: SkillId = SkillId(12);

/// The charts with the names of their files.
pub(crate) fn all() -> Vec<(&'static str, Chart)> {
    [
        ("abandon", abandon(None)),
        ("abandon-skills", abandon_skills()),
        ("trend", abandon(Some(trend()))),
        ("service", service(None)),
        ("service-course", service(Some(service_trend()))),
        ("smarthold", smart_hold()),
        ("hold", hold()),
        ("durations", durations()),
    ]
    .into_iter()
    .map(|(name, sheet)| (name, sheet.card.chart.expect("the answer has a picture")))
    .chain([
        ("alert", alert(AlertMoment::Critical)),
        ("alert-warning", alert(AlertMoment::Warning)),
        ("alert-no-data", alert(AlertMoment::NoData)),
        ("alert-over", alert(AlertMoment::Over)),
    ])
    .chain(summaries::all())
    .collect()
}

fn now() -> DateTime<Utc> {
    "2026-11-17T20:05:00Z".parse().expect("a time")
}

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3_600)
}

fn names() -> SkillNames {
    SkillNames([(SOPORTE, "Soporte TV".to_owned())].into())
}

fn spanish() -> Words {
    Words::new(Locale::from_tag("es-CO"), Bogota)
}

/// The answer to a question about the window up to now.
fn answer(
    window: Duration,
    trend: Option<TrendHistory>,
    sheet: impl FnOnce(&AnswerContext<'_>, &Words) -> ReportAnswer,
) -> ReportAnswer {
    let names = names();
    let rules = rules();
    let inquiry = AnswerContext {
        window: TimeWindow::ending(now(), window),
        names: &names,
        rules: &rules,
        read_at: now(),
        notes: Vec::new(),
        command: String::new(),
        view: AnswerView {
            names_agents: true,
            ..AnswerView::default()
        },
        before: None,
        trend,
    };
    sheet(&inquiry, &spanish())
}

fn rules() -> Ruleset {
    let rule = |metric, side, of, warning, critical| {
        let limit = |limit| Some(Quantity::Percent(limit));
        let when = Threshold::new(metric, side, limit(warning), limit(critical), None, None);
        let when = when.expect("limits that fit the metric");
        let notify = NotifyTarget::one(ChannelName::new("piso"));
        Rule {
            at_least: Some(20),
            ..Rule::new(RuleId::new(metric.name()), metric, of, when, notify)
        }
    };
    let (above, below) = (Side::Above, Side::Below);
    let (skills, all) = (ScopeSelection::EverySkill, ScopeSelection::Operation);
    Ruleset {
        rules: vec![
            rule(Metric::AbandonRate, above, skills, 5.0, 10.0),
            rule(Metric::ServiceLevel20s, below, all, 80.0, 60.0),
        ],
    }
}

fn voice(offered: u64, abandoned: u64, levels: [f64; 3]) -> ChannelService {
    let [within_10s, within_20s, within_30s] = levels.map(Some);
    ChannelService {
        within_10s,
        within_20s,
        within_30s,
        ..channel(Channel::INBOUND, offered, abandoned)
    }
}

fn channel(name: &str, offered: u64, abandoned: u64) -> ChannelService {
    ChannelService {
        channel: Channel::new(name),
        offered: Some(offered),
        answered: Some(offered - abandoned),
        abandoned: Some(abandoned),
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: Some(Duration::from_secs(48)),
        ata: Some(Duration::from_secs(63)),
    }
}

fn abandon(trend: Option<TrendHistory>) -> ReportAnswer {
    let waits = [
        (SecondsRange::Between(0, 10), 3),
        (SecondsRange::Between(11, 20), 2),
        (SecondsRange::Between(21, 30), 1),
        (SecondsRange::Between(31, 40), 1),
        (SecondsRange::Between(41, 50), 2),
        (SecondsRange::AtLeast(51), 9),
    ];
    let calls = |(wait, calls)| WaitCalls {
        wait,
        calls: Some(calls),
    };
    let waits = Facts::Abandonment(Abandonment {
        skills: vec![SkillAbandons {
            skill: Some(SOPORTE),
            name: Some("Soporte TV".to_owned()),
            abandoned: Some(18),
            by_wait: waits.map(calls).into(),
        }],
        all: None,
    });
    let channels = vec![voice(122, 18, [40.16, 54.1, 60.66])];
    let service = Facts::ServiceLevel(ServiceLevel { channels });
    let asked = AnswerInput {
        skills: SkillSelection::One(SOPORTE),
        waits: ReportInput::Known(&waits),
        ..AnswerInput::new(ReportInput::Known(&service))
    };
    answer(hours(1), trend, |inquiry, words| {
        abandon::abandon_answer(&asked, inquiry, words)
    })
}

/// How many of 122 calls were abandoned, every five minutes, with a quarter of an hour unread.
const AFTERNOON: [u64; 49] = [
    4, 4, 3, 4, 5, 5, 4, 4, 3, 4, 5, 6, 7, 8, 7, 6, 5, 5, 4, 4, 4, 4, 3, 4, 4, 5, 0, 0, 0, 5, 5, 4,
    5, 5, 5, 5, 5, 6, 6, 6, 7, 9, 10, 12, 14, 15, 16, 17, 18,
];

/// How it went on.
const EVENING: [u64; 13] = [18, 16, 15, 15, 12, 11, 9, 8, 6, 5, 4, 4, 4];

fn share(abandoned: u64) -> Option<Sample> {
    let sample = Sample {
        value: Quantity::share(abandoned, 122)?,
        part: Some(abandoned),
        of: Some(122),
    };
    (abandoned > 0).then_some(sample)
}

/// The alert at one moment of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AlertMoment {
    Warning,
    Critical,
    NoData,
    Over,
}

fn alert(moment: AlertMoment) -> Chart {
    let first = match moment {
        AlertMoment::Warning => 44,
        AlertMoment::Critical | AlertMoment::NoData | AlertMoment::Over => AFTERNOON.len(),
    };
    let later = match moment {
        AlertMoment::Warning | AlertMoment::Critical => &[][..],
        AlertMoment::NoData => &[0; 3],
        AlertMoment::Over => &EVENING,
    };
    let values = AFTERNOON.iter().take(first).chain(later).copied();
    let values: Vec<_> = values.map(share).collect();
    let polls = |count: usize| i32::try_from(count).expect("not so many");
    let after = polls(values.len()) - polls(AFTERNOON.len());
    let story = alerts::Story {
        metric: Metric::AbandonRate,
        limits: (Quantity::Percent(5.0), Quantity::Percent(10.0)),
        usual: None,
        is_relative: false,
        severity: if moment == AlertMoment::Warning {
            Severity::Warning
        } else {
            Severity::Critical
        },
        values,
        since: 8 + after,
        is_over: moment == AlertMoment::Over,
    };
    let now = now() + TimeDelta::minutes(5) * after;
    alerts::picture(&story, now, &spanish()).expect("the alert has a picture")
}

/// Abandonment over that afternoon.
fn trend() -> TrendHistory {
    let points = AFTERNOON.into_iter().rev().zip(0_i32..);
    let mut values: Vec<_> = points
        .filter_map(|(abandoned, steps)| {
            Some((now() - TimeDelta::minutes(5) * steps, share(abandoned)?))
        })
        .collect();
    values.reverse();
    TrendHistory {
        metric: Metric::AbandonRate,
        length: hours(1),
        every: Duration::from_secs(300),
        values,
    }
}

/// The service level of an hour, every five minutes.
fn service_trend() -> TrendHistory {
    let levels = [
        94.0, 92.0, 88.0, 74.0, 76.0, 84.0, 88.0, 91.0, 93.0, 90.0, 92.0, 90.5,
    ];
    let sample = |level| Sample {
        value: Quantity::Percent(level),
        part: None,
        of: None,
    };
    let ago = |steps: i32| now() - TimeDelta::minutes(5) * (11 - steps);
    let values = levels.into_iter().zip(0_i32..);
    TrendHistory {
        metric: Metric::ServiceLevel20s,
        values: values
            .map(|(level, steps)| (ago(steps), sample(level)))
            .collect(),
        ..trend()
    }
}

/// The skills of a centre with the calls that were abandoned in each.
fn abandon_skills() -> ReportAnswer {
    let skills = [
        (12, "Soporte TV", 18),
        (7, "Atención al Cliente", 6),
        (31, "Retención", 5),
        (44, "Cobranza", 2),
        (9, "Facturación", 2),
        (52, "Portabilidad", 1),
    ];
    let skills = skills.map(|(skill, name, abandoned)| SkillAbandons {
        skill: Some(SkillId(skill)),
        name: Some(name.to_owned()),
        abandoned: Some(abandoned),
        by_wait: vec![WaitCalls {
            wait: SecondsRange::AtLeast(0),
            calls: Some(abandoned),
        }],
    });
    let waits = Facts::Abandonment(Abandonment {
        skills: skills.into(),
        all: None,
    });
    let channels = vec![voice(753, 34, [61.0, 84.0, 91.0])];
    let service = Facts::ServiceLevel(ServiceLevel { channels });
    let asked = AnswerInput {
        waits: ReportInput::Known(&waits),
        ..AnswerInput::new(ReportInput::Known(&service))
    };
    answer(hours(1), None, |inquiry, words| {
        abandon::abandon_answer(&asked, inquiry, words)
    })
}

fn service(trend: Option<TrendHistory>) -> ReportAnswer {
    let report = Facts::ServiceLevel(ServiceLevel {
        channels: vec![
            voice(2_148, 137, [61.36, 76.4, 82.12]),
            channel("chat-whatsapp", 640, 22),
            channel("chat-web", 122, 18),
            channel("chat-email", 88, 0),
        ],
    });
    let asked = AnswerInput::new(ReportInput::Known(&report));
    answer(hours(8), trend, |inquiry, words| {
        service::service_answer(&asked, inquiry, words)
    })
}

fn smart_hold() -> ReportAnswer {
    let report = Facts::SmartHold(SmartHold {
        skills: vec![SkillSmartHold {
            skill: SOPORTE,
            treated: Some(210),
            declined: Some(58),
            accepted: Some(131),
            failed: Some(22),
            reached: Some(96),
            service_level_up: None,
        }],
    });
    let asked = AnswerInput {
        skills: SkillSelection::One(SOPORTE),
        ..AnswerInput::new(ReportInput::Known(&report))
    };
    answer(hours(8), None, |inquiry, words| {
        smart_hold::smart_hold_answer(&asked, inquiry, words)
    })
}

fn hold() -> ReportAnswer {
    let longest = [
        ("LUCÍA PEÑA DUARTE", 66, 18),
        ("Andrés Felipe Quintero Valderrama", 58, 11),
        ("MARÍA JOSÉ OSPINA", 41, 20),
        ("Jhon Jairo Restrepo", 47, 8),
        ("Paola Ximena Ríos", 30, 14),
        ("CARLOS ARTURO GIL", 33, 6),
        ("Valentina Cárdenas", 22, 12),
        ("Óscar Iván Muñoz", 25, 5),
        ("Diana Marcela Toro", 20, 8),
        ("Juan Sebastián Mejía", 21, 4),
    ];
    let longest = longest.map(|(name, hold, mute)| (name.to_owned(), hold, mute));
    let others = (11_u64..=48).map(|place| (format!("Agente {place}"), 27 - place / 2, 1));
    let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
    let agents = longest.into_iter().chain(others);
    let agents = agents.map(|(name, hold, mute)| AgentHolds {
        agent: AgentName::new(name),
        uses: Some(20),
        hold: minutes(hold),
        mute: minutes(mute),
        total: minutes(hold + mute),
    });
    let report = Facts::Holds(Holds {
        agents: agents.collect(),
        total: None,
    });
    let asked = AnswerInput::new(ReportInput::Known(&report));
    answer(hours(8), None, |inquiry, words| {
        hold::hold_answer(&asked, inquiry, words)
    })
}

fn durations() -> ReportAnswer {
    let lengths = [
        (SecondsRange::Between(0, 5), 112, 9.33, 0.0),
        (SecondsRange::Between(6, 20), 304, 71.2, 1_424.0),
        (SecondsRange::Between(21, 60), 521, 338.65, 6_773.0),
        (SecondsRange::Between(61, 120), 298, 447.1, 8_942.0),
        (SecondsRange::AtLeast(121), 415, 2_016.88, 40_337.6),
    ];
    let lengths = lengths.map(|(length, calls, minutes, cost)| LengthCalls {
        length,
        calls: Some(calls),
        minutes: Some(minutes),
        cost: Some(cost),
        share: None,
    });
    let report = Facts::Durations(Durations {
        lengths: lengths.into(),
        total: None,
    });
    let asked = AnswerInput::new(ReportInput::Known(&report));
    answer(hours(8), None, |inquiry, words| {
        durations::durations_answer(&asked, inquiry, words)
    })
}
