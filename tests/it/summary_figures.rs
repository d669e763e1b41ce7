//! What a summary says, against the centre's own list of calls: read through the real gate
//! over HTTP, counted anew from the calls and from no report.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use tokio_util::sync::CancellationToken;
use vigia_clock::Clock;
use vigia_core::{
    metrics::{
        Metric, OperationName, Quantity, ReadGap, Reading, ReportRequest, Sample, SkillId,
        TimeWindow, facts::SecondsRange,
    },
    rules::{ChannelName, DaySelection},
    summaries::{
        CallVolume, EarlierInputs, Edition, MetricGoal, NotificationTally, Summary, SummaryInputs,
        SummaryName, SummaryPeriod, SummaryPlan, SummarySection,
    },
};
use vigia_sandbox::centre::{
    CallOutcome, CallbackReply, CentreSettings, SKILLS, SimulatedCall, SimulatedCentre,
};
use vigia_wolkvox::{OperationAccess, RequestGate, RequestPriority};

/// Friday, 20:00 in Bogotá.
const NOW: &str = "2026-03-07T01:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// That Friday from 08:00 to 18:00.
fn edition() -> Edition {
    Edition {
        operation: OperationName::new("norte"),
        summary: SummaryName::new("cierre"),
        date: "2026-03-06".parse().unwrap(),
        window: TimeWindow::new(
            "2026-03-06T13:00:00Z".parse().unwrap(),
            "2026-03-06T23:00:00Z".parse().unwrap(),
        )
        .unwrap(),
        due: now(),
    }
}

fn plan() -> SummaryPlan {
    SummaryPlan {
        name: SummaryName::new("cierre"),
        operation: OperationName::new("norte"),
        channel: ChannelName::new("gerencia"),
        mention: Vec::new(),
        zone: Bogota,
        at: NaiveTime::from_hms_opt(20, 0, 0).unwrap(),
        days: DaySelection::ALL,
        calendar: None,
        period: SummaryPeriod::Day,
        sections: SummarySection::ALL.into_iter().collect::<BTreeSet<_>>(),
        goals: vec![MetricGoal {
            metric: Metric::ServiceLevel20s,
            value: Quantity::Percent(99.0),
        }],
        language: None,
        names_agents: true,
        catch_up: Duration::from_secs(7_200),
        reread: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
        moved: 1.0,
    }
}

/// The answers to these questions.
async fn read(gate: &RequestGate, asks: Vec<ReportRequest>) -> Vec<Reading> {
    let mut readings = Vec::new();
    for ask in asks {
        let answer = gate
            .read(ask, RequestPriority::Poll, Duration::ZERO)
            .await
            .unwrap();
        let outcome = answer.facts.ok_or(ReadGap::NoData);
        readings.push(Reading { ask, outcome });
    }
    readings
}

/// The whole and the hours of the same day so many weeks before.
async fn week(gate: &RequestGate, back: i64) -> EarlierInputs {
    let edition = earlier(back);
    let asks = edition.whole().into_iter().chain(edition.hours()).collect();
    EarlierInputs {
        date: edition.date,
        readings: read(gate, asks).await,
    }
}

fn earlier(weeks: i64) -> Edition {
    let (edition, back) = (edition(), TimeDelta::weeks(weeks));
    let (from, until) = (edition.window.from() - back, edition.window.until() - back);
    Edition {
        date: edition.date - back,
        window: TimeWindow::new(from, until).unwrap(),
        ..edition
    }
}

/// What the calls say by themselves.
#[derive(Default)]
struct Truth {
    waits: Vec<u32>,
    lost: Vec<u32>,
}

impl Truth {
    fn of(calls: impl Iterator<Item = SimulatedCall>) -> Self {
        let mut truth = Self::default();
        for call in calls.filter(|call| call.channel.in_queue_report() == Some("inbound")) {
            match call.outcome {
                CallOutcome::Answered { .. } => truth.waits.push(call.wait),
                CallOutcome::Abandoned => truth.lost.push(call.wait),
                CallOutcome::LeftForCallback => {}
            }
        }
        truth
    }

    fn all(centre: &SimulatedCentre, window: TimeWindow) -> Self {
        let skills = SKILLS.iter();
        Self::of(skills.flat_map(|skill| centre.calls(skill.id, window)))
    }

    fn offered(&self) -> u64 {
        (self.waits.len() + self.lost.len()) as u64
    }

    fn in_time(&self) -> u64 {
        self.waits.iter().filter(|wait| **wait <= 20).count() as u64
    }

    /// The counts and waits of these calls are those of the summary.
    fn check(&self, calls: &CallVolume, what: &str) {
        assert_eq!(calls.offered, Some(self.offered()), "{what}");
        assert_eq!(calls.answered, Some(self.waits.len() as u64), "{what}");
        assert_eq!(calls.abandoned, Some(self.lost.len() as u64), "{what}");
        assert_eq!(calls.in_time.unwrap_or_default(), self.in_time(), "{what}");
        for (told, waits) in [(calls.asa, &self.waits), (calls.ata, &self.lost)] {
            let mean = share(u64::from(waits.iter().sum::<u32>()), waits.len() as u64) / 100.0;
            let told = told.map_or(f64::NAN, |told| told.as_secs_f64());
            assert!(
                (told - mean).abs() < 0.01 || waits.is_empty(),
                "{what}: {told} {mean}"
            );
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the calls of a day")]
fn share(part: u64, of: u64) -> f64 {
    part as f64 * 100.0 / of as f64
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one day, read once, against its calls"
)]
async fn each_figure_of_a_day_is_that_of_its_calls() {
    let clock = Clock::fast(now(), 1);
    let settings = CentreSettings {
        clock: clock.clone(),
        ..CentreSettings::default()
    };
    let centre = SimulatedCentre::start(settings).await.unwrap();
    let token = centre.token().to_owned().into();
    let operation =
        OperationAccess::new(OperationName::new("norte"), "", token, Bogota, 100).at(centre.url());
    let (gate, worker) = RequestGate::new(&operation, clock, None, |_| ()).unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));

    let edition = edition();
    let skills: Vec<_> = SKILLS
        .iter()
        .map(|skill| SkillId(u64::from(skill.id)))
        .collect();
    let asks = edition.whole().into_iter().chain(edition.hours());
    let asks = asks.chain(edition.skills(&skills)).collect();
    let found = SummaryInputs {
        readings: read(&gate, asks).await,
        weeks: vec![
            week(&gate, 1).await,
            week(&gate, 2).await,
            week(&gate, 3).await,
        ],
        before: None,
        days: Vec::new(),
        alerts: NotificationTally::default(),
        asked: 0,
        came: 0,
    };
    stop.cancel();
    working.await.unwrap();
    let summary = Summary::of(&plan(), edition.clone(), found, now());
    let figure = |metric| {
        summary
            .figures
            .iter()
            .find(|figure| figure.metric == metric)
            .unwrap()
    };
    let sample = |metric| -> Sample { figure(metric).sample.unwrap() };

    let truth = Truth::all(&centre, edition.window);
    assert!(
        truth.offered() > 1_000,
        "a day of {} calls",
        truth.offered()
    );
    let lost = truth.lost.len() as u64;
    assert_eq!(
        sample(Metric::CallsOffered).value,
        Quantity::Count(truth.offered())
    );
    assert_eq!(sample(Metric::AbandonCount).value, Quantity::Count(lost));
    let rate = sample(Metric::AbandonRate);
    assert_eq!((rate.part, rate.of), (Some(lost), Some(truth.offered())));
    assert!((rate.value.scalar() - share(lost, truth.offered())).abs() < 1e-9);
    let level = sample(Metric::ServiceLevel20s);
    assert_eq!(
        (level.part, level.of),
        (Some(truth.in_time()), Some(truth.offered()))
    );

    // What is usual is the middle of the three weeks before.
    let mut weeks: Vec<_> = [1, 2, 3]
        .map(|back| Truth::all(&centre, earlier(back).window))
        .into();
    let mut offered: Vec<_> = weeks.iter().map(Truth::offered).collect();
    offered.sort_unstable();
    let usual = figure(Metric::CallsOffered).usual.unwrap();
    assert_eq!((usual.value, usual.weeks), (Quantity::Count(offered[1]), 3));
    weeks.sort_by_key(|week| week.in_time() * 1_000_000 / week.offered());
    let middle = share(weeks[1].in_time(), weeks[1].offered());
    let usual = figure(Metric::ServiceLevel20s)
        .usual
        .unwrap()
        .value
        .scalar();
    assert!((usual - middle).abs() < 0.006, "{usual} is not {middle}");

    assert_eq!(summary.hours.len(), 10);
    for (index, hour) in summary.hours.iter().enumerate() {
        let calls = hour.heard.calls().unwrap();
        Truth::all(&centre, hour.window).check(calls, &hour.window.to_string());
        let mut offered = [1, 2, 3].map(|back| {
            let window = earlier(back).hours()[index].window;
            Truth::all(&centre, window).offered()
        });
        offered.sort_unstable();
        assert_eq!(
            hour.usual.offered.unwrap().value,
            Quantity::Count(offered[1])
        );
    }
    assert_eq!(summary.skills.rows.len(), SKILLS.len());
    for row in &summary.skills.rows {
        let skill = u32::try_from(row.skill.0).unwrap();
        let calls = centre.calls(skill, edition.window);
        Truth::of(calls.into_iter()).check(&row.calls, &format!("skill {skill}"));
    }

    let waits = summary.waits.as_ref().unwrap();
    for range in &waits.by_wait {
        let (from, until) = match range.wait {
            SecondsRange::Between(from, until) => (from, until),
            SecondsRange::AtLeast(from) => (from, u32::MAX),
            SecondsRange::Other(ref name) => panic!("{name}"),
        };
        let within = truth
            .lost
            .iter()
            .filter(|wait| (from..=until).contains(*wait));
        assert_eq!(range.calls, Some(within.count() as u64), "{from} s");
    }

    let held = SKILLS
        .iter()
        .flat_map(|skill| centre.smart_holds(skill.id, edition.window));
    let asked = |at: i64| {
        let (from, until) = (edition.window.from(), edition.window.until());
        (from.timestamp()..until.timestamp()).contains(&at)
    };
    let held: Vec<_> = held.filter(|held| asked(held.asked)).collect();
    let said_yes = held
        .iter()
        .filter(|held| matches!(held.reply, CallbackReply::Yes(_)));
    let stages = summary.smart_hold.as_ref().unwrap().stages;
    assert_eq!(stages.treated, Some(held.len() as u64));
    assert_eq!(stages.accepted, Some(said_yes.count() as u64));

    let talked: Vec<_> = SKILLS
        .iter()
        .flat_map(|skill| centre.calls(skill.id, edition.window))
        .filter_map(|call| match call.outcome {
            CallOutcome::Answered { handling, .. } => Some((call.channel, handling)),
            CallOutcome::Abandoned | CallOutcome::LeftForCallback => None,
        })
        .collect();
    let on_hold: u32 = talked.iter().map(|(_, handling)| handling.hold).sum();
    let team = summary.holds.as_ref().unwrap();
    assert_eq!(
        team.times.hold,
        Some(Duration::from_secs(u64::from(on_hold)))
    );
    assert_eq!(team.agents.rows.len(), 10);
    let spoken: Vec<_> = talked
        .iter()
        .filter(|(channel, _)| channel.is_voice())
        .collect();
    let volume = summary.volume.unwrap();
    assert_eq!(volume.traffic.calls, Some(spoken.len() as u64));
    let short = spoken.iter().filter(|(_, handling)| handling.talk <= 5);
    assert_eq!(volume.short, Some(short.count() as u64));
    assert!(summary.missing.is_empty() && !summary.is_late());
}
