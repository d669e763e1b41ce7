//! The pictures of summaries.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use vigia_cards::{Card, Locale, Words, charts::Chart, summary};
use vigia_core::{
    metrics::{
        Channel, Facts, Metric, OperationName, Quantity, ReadFailure, ReadGap, Reading, Report,
        ReportRequest, SkillNames, SkillSelection, TimeWindow,
        facts::{ChannelService, ServiceLevel},
    },
    rules::{ChannelName, DaySelection},
    summaries::{
        EarlierInputs, Edition, MetricGoal, NotificationTally, Summary, SummaryInputs, SummaryName,
        SummaryPeriod, SummaryPlan, SummarySection,
    },
};

/// The charts with the names of their files.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, Chart)> {
    let chart = |card: Card| card.chart.expect("the card has a picture");
    [("summary", chart(day())), ("week", chart(week()))].into_iter()
}

/// Offered and abandoned calls of each hour, and those answered in time.
const DAY: [(u64, u64, u64); 14] = [
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

/// What is usual in these hours: offered, and how many percent of them in time.
const USUAL: [(u64, f64); 14] = [
    (92, 93.0),
    (136, 90.0),
    (160, 86.0),
    (170, 79.0),
    (174, 77.0),
    (168, 80.0),
    (152, 84.0),
    (150, 85.0),
    (166, 80.0),
    (172, 78.0),
    (158, 80.0),
    (136, 83.0),
    (118, 88.0),
    (98, 91.0),
];

/// The summary of a day of which one hour could not be read.
fn day() -> Card {
    let from = "2026-11-17T12:00:00Z".parse().expect("a time");
    let edition = edition(from, from + TimeDelta::hours(14));
    let back = TimeDelta::weeks(1);
    let asks = edition.hours();
    let whole = calls(edition.window, voice(2_148, 137, 76.4));
    let hours = asks.iter().zip(DAY).enumerate();
    let hours = hours.map(|(index, (ask, (offered, abandoned, in_time)))| {
        let level = Quantity::share(in_time, offered).map_or(0.0, Quantity::scalar);
        match index {
            11 => gap(ask.window),
            _ => calls(ask.window, voice(offered, abandoned, level)),
        }
    });
    let usual = asks.iter().zip(USUAL).map(|(ask, (offered, level))| {
        let (from, until) = (ask.window.from() - back, ask.window.until() - back);
        let window = TimeWindow::new(from, until).expect("an hour");
        calls(window, voice(offered, 5, level))
    });
    let week = EarlierInputs {
        date: edition.date - back,
        readings: usual.collect(),
    };
    let readings = std::iter::once(whole).chain(hours).collect();
    summary(
        SummaryPeriod::Day,
        edition,
        readings,
        vec![week],
        Vec::new(),
    )
}

/// The summary of a week with one bad day.
fn week() -> Card {
    let figures = [
        (2_104, 84, 83.1),
        (2_210, 95, 81.0),
        (2_391, 238, 63.5),
        (1_260, 31, 90.4),
        (640, 9, 94.8),
        (2_180, 104, 79.2),
        (2_148, 137, 76.4),
    ];
    let from: DateTime<Utc> = "2026-11-11T12:00:00Z".parse().expect("a time");
    let until = from + TimeDelta::days(6) + TimeDelta::hours(14);
    let edition = edition(from, until);
    let days = figures
        .into_iter()
        .zip(0_i64..)
        .map(|((offered, abandoned, level), day)| {
            let from = from + TimeDelta::days(day);
            let window = TimeWindow::new(from, from + TimeDelta::hours(14)).expect("a day");
            EarlierInputs {
                date: edition.date - TimeDelta::days(6 - day),
                readings: vec![calls(window, voice(offered, abandoned, level))],
            }
        });
    let whole = calls(edition.window, voice(12_933, 698, 78.7));
    let days = days.collect();
    summary(
        SummaryPeriod::Week,
        edition.clone(),
        vec![whole],
        Vec::new(),
        days,
    )
}

fn edition(from: DateTime<Utc>, until: DateTime<Utc>) -> Edition {
    Edition {
        operation: OperationName::new("principal"),
        summary: SummaryName::new("cierre"),
        date: "2026-11-17".parse().expect("a date"),
        window: TimeWindow::new(from, until).expect("a window"),
        due: until,
    }
}

fn voice(offered: u64, abandoned: u64, level: f64) -> ChannelService {
    ChannelService {
        channel: Channel::inbound(),
        offered: Some(offered),
        answered: Some(offered - abandoned),
        abandoned: Some(abandoned),
        within_10s: None,
        within_20s: Some(level),
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
    }
}

fn calls(window: TimeWindow, voice: ChannelService) -> Reading {
    let facts = Facts::ServiceLevel(ServiceLevel {
        channels: vec![voice],
    });
    Reading {
        outcome: Ok(Arc::new(facts)),
        ..gap(window)
    }
}

fn gap(window: TimeWindow) -> Reading {
    Reading {
        ask: ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::All,
            window,
        },
        outcome: Err(ReadGap::Failed(ReadFailure::TimedOut)),
    }
}

fn summary(
    period: SummaryPeriod,
    edition: Edition,
    readings: Vec<Reading>,
    weeks: Vec<EarlierInputs>,
    days: Vec<EarlierInputs>,
) -> Card {
    let plan = SummaryPlan {
        name: edition.summary.clone(),
        operation: edition.operation.clone(),
        channel: ChannelName::new("gerencia"),
        mention: Vec::new(),
        zone: Bogota,
        at: NaiveTime::MIN,
        days: DaySelection::ALL,
        calendar: None,
        period,
        sections: SummarySection::ALL.into(),
        goals: vec![MetricGoal {
            metric: Metric::ServiceLevel20s,
            value: Quantity::Percent(80.0),
        }],
        language: None,
        names_agents: false,
        catch_up: Duration::from_secs(7_200),
        reread: NaiveTime::MIN,
        moved: 1.0,
    };
    let now = edition.due;
    let found = SummaryInputs {
        readings,
        weeks,
        before: None,
        days,
        alerts: NotificationTally::default(),
        asked: 0,
        came: 0,
    };
    let summary = Summary::of(&plan, edition, found, now);
    let words = Words::new(Locale::from_tag("es-CO"), Bogota);
    summary::card(&summary, &SkillNames::default(), &words)
}
