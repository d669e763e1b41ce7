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
    rules::{ChannelName, NotifyTarget, Rule, RuleId, Ruleset, ScopeSelection, Side, Threshold},
};

const SOPORTE: SkillId = SkillId(12);

/// The charts with the names of their files.
pub(crate) fn all() -> Vec<(&'static str, Chart)> {
    [
        ("abandon", abandon(None)),
        ("trend", abandon(Some(trend()))),
        ("service", service()),
        ("smarthold", smart_hold()),
        ("hold", hold()),
        ("durations", durations()),
    ]
    .into_iter()
    .map(|(name, sheet)| (name, sheet.card.chart.expect("the answer has a picture")))
    .chain([("alert", alert(false)), ("alert-over", alert(true))])
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

fn alert(is_over: bool) -> Chart {
    let evening = EVENING.into_iter().filter(|_| is_over);
    let values: Vec<_> = AFTERNOON.into_iter().chain(evening).map(share).collect();
    let later = values.len() - AFTERNOON.len();
    let later = i32::try_from(later).expect("not so many");
    let story = alerts::Story {
        metric: Metric::AbandonRate,
        limits: (Quantity::Percent(5.0), Quantity::Percent(10.0)),
        usual: Some(3.3).filter(|_| !is_over),
        is_relative: false,
        values,
        since: 8 + later,
        is_over,
    };
    let now = now() + TimeDelta::minutes(5) * later;
    alerts::picture(&story, now, &names(), &spanish()).expect("the alert has a picture")
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

fn service() -> ReportAnswer {
    let report = Facts::ServiceLevel(ServiceLevel {
        channels: vec![
            voice(2_148, 137, [61.36, 76.4, 82.12]),
            channel("chat-whatsapp", 640, 22),
            channel("chat-web", 122, 18),
            channel("chat-email", 88, 0),
        ],
    });
    let asked = AnswerInput::new(ReportInput::Known(&report));
    answer(hours(8), None, |inquiry, words| {
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
