//! How much disk, memory and time the store takes for a large centre: 20 skills and 100
//! agents, polled every five minutes for 90 days, all five reports and the service level of
//! each skill, with an hourly prune. `cargo bench --bench store`; `-- 10` polls for 10 days
//! only. Before that, many operations that commit at once.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that people read, and that stops where something fails"
)]

#[path = "store/crowd.rs"]
mod crowd;
mod figure;

use std::{
    collections::BTreeMap,
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, Event, EventContent, EventKind, FiringState,
        Incident, IncidentCondition, IncidentId, IncidentMark, IncidentNews, IncidentStanding,
        IncidentSubject, NotificationLevel, Observation, PollOutcome,
    },
    metrics::{
        AgentName, Channel, Facts, Metric, OperationName, Quantity, Reading, Report, ReportRequest,
        Sample, Scope, SkillId, SkillSelection, Snapshot, TimeWindow,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
            ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    },
    rules::{
        ChannelName, DescriptionTemplate, NotifyTarget, RuleId, Severity, Side, TemplateOffer,
        VerdictBasis,
    },
};
use vigia_store::{Store, StoreSettings};

const DAYS: i64 = 90;
const POLLS_A_DAY: i64 = 288;
const SKILLS: u64 = 20;
const AGENTS: u64 = 100;
/// Alerts that fire all the time, each refreshed at every poll.
const ALERTS: u64 = 3;
const WINDOW: Duration = Duration::from_secs(3_600);

const DISK_LIMIT_MB: f64 = 500.0;
const SERIES_LIMIT_MS: f64 = 5.0;
const MEMORY_LIMIT_MB: f64 = 150.0;

fn main() {
    if !figure::is_measuring() {
        return;
    }
    crowd::measure(300);
    crowd::measure(1_000);
    let days = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(DAYS);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let mut commits = fill(&store, days);
    commits.sort_unstable();
    let of_commits = |share: usize| {
        let place = commits.len() * share / 1_000;
        milliseconds(commits[place.min(commits.len() - 1)])
    };
    println!(
        "commit: p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms",
        of_commits(500),
        of_commits(990),
        of_commits(1_000)
    );
    let opening = Instant::now();
    drop(store);
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    println!("reopen: {:.2} ms", milliseconds(opening.elapsed()));
    let first = milliseconds(day_of_series(&store, days));
    let mut again: Vec<Duration> = (0..50).map(|_| day_of_series(&store, days)).collect();
    again.sort_unstable();

    let disk = megabytes(store.size_on_disk().unwrap());
    figure::print(
        &format!("disk after {days} days"),
        disk,
        DISK_LIMIT_MB,
        "MB",
    );
    let median = milliseconds(again[25]);
    figure::print(
        "a day of a series, first time",
        first,
        SERIES_LIMIT_MS,
        "ms",
    );
    figure::print(
        "a day of a series, median of 50",
        median,
        SERIES_LIMIT_MS,
        "ms",
    );
    figure::print("peak memory", peak_memory(), MEMORY_LIMIT_MB, "MB");
}

/// Polls for so many days and tells how long each commit took.
fn fill(store: &Store, days: i64) -> Vec<Duration> {
    let mut chance = Chance(7);
    let mut commits = Vec::new();
    let started = Instant::now();
    for poll in 0..days * POLLS_A_DAY {
        let snapshot = snapshot(poll, &mut chance);
        let outcome = outcome(poll, &mut chance);
        let begun = Instant::now();
        let told = store.commit(&snapshot, &outcome).unwrap();
        commits.push(begun.elapsed());
        for delivery in told {
            store.delivered(&[delivery.id], None).unwrap();
        }
        if poll % 12 == 0 {
            store.prune(at(poll)).unwrap();
        }
        if poll % (10 * POLLS_A_DAY) == 0 {
            println!(
                "day {:3}  {:7.2} MB on disk, {:6.2} MB in memory, after {:.0} s",
                poll / POLLS_A_DAY,
                megabytes(store.size_on_disk().unwrap()),
                peak_memory(),
                started.elapsed().as_secs_f64(),
            );
        }
    }
    commits
}

/// Reads the abandon rate of one skill over the last day.
fn day_of_series(store: &Store, days: i64) -> Duration {
    let last = days * POLLS_A_DAY;
    let begun = Instant::now();
    let series = store
        .series(
            &operation(),
            Metric::AbandonRate,
            &Scope::Skill(SkillId(2_107)),
            WINDOW,
            at(last - POLLS_A_DAY)..at(last),
        )
        .unwrap();
    let took = begun.elapsed();
    assert!(series.len() > 200, "{}", series.len());
    took
}

fn operation() -> OperationName {
    OperationName::new("centro")
}

fn at(poll: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::minutes(5 * poll)
}

/// Figures as if by chance, the same at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    fn hundredths(&mut self, limit: u64) -> f64 {
        f64::from(u32::try_from(self.below(limit)).unwrap()) / 100.0
    }
}

fn snapshot(poll: i64, chance: &mut Chance) -> Snapshot {
    let all = Report::ALL.map(|report| (report, SkillSelection::All));
    let each = (0..SKILLS).map(|skill| {
        (
            Report::ServiceLevel,
            SkillSelection::One(SkillId(2_100 + skill)),
        )
    });
    let readings = all.into_iter().chain(each).map(|(report, skills)| Reading {
        ask: ReportRequest {
            report,
            skills,
            window: TimeWindow::ending(at(poll), WINDOW),
        },
        outcome: Ok(Arc::new(facts(report, skills, chance))),
    });
    Snapshot {
        operation: operation(),
        as_of: at(poll),
        readings: readings.collect(),
    }
}

fn facts(report: Report, skills: SkillSelection, chance: &mut Chance) -> Facts {
    match report {
        Report::Abandonment => Facts::Abandonment(Abandonment {
            skills: (0..SKILLS).map(|skill| abandons(skill, chance)).collect(),
            all: None,
        }),
        Report::ServiceLevel => {
            let channels: &[&str] = match skills {
                SkillSelection::All => {
                    &["inbound", "internalcall_que", "chat-whatsapp", "chat-web"]
                }
                SkillSelection::One(_) => &["inbound", "chat-whatsapp"],
            };
            let rows = channels.iter().map(|channel| service(channel, chance));
            Facts::ServiceLevel(ServiceLevel {
                channels: rows.collect(),
            })
        }
        Report::SmartHold => Facts::SmartHold(SmartHold {
            skills: (0..SKILLS / 2)
                .map(|skill| smart_hold(skill, chance))
                .collect(),
        }),
        Report::Durations => Facts::Durations(durations(chance)),
        Report::Holds => Facts::Holds(Holds {
            agents: (0..AGENTS).map(|agent| holds(agent, chance)).collect(),
            total: None,
        }),
    }
}

fn abandons(skill: u64, chance: &mut Chance) -> SkillAbandons {
    let waits = [0, 11, 21, 31, 41].map(|from| SecondsRange::Between(from, from.max(1) + 9));
    let by_wait: Vec<WaitCalls> = waits
        .into_iter()
        .chain([SecondsRange::AtLeast(51)])
        .map(|wait| WaitCalls {
            wait,
            calls: Some(chance.below(9)),
        })
        .collect();
    SkillAbandons {
        skill: Some(SkillId(2_100 + skill)),
        name: Some(format!("COLA DE ATENCIÓN {skill}")),
        abandoned: by_wait.iter().map(|wait| wait.calls).sum(),
        by_wait,
    }
}

fn service(channel: &str, chance: &mut Chance) -> ChannelService {
    let offered = 1 + chance.below(400);
    let answered = chance.below(offered + 1);
    ChannelService {
        channel: Channel::new(channel),
        offered: Some(offered),
        answered: Some(answered),
        abandoned: Some(offered - answered),
        within_10s: Some(chance.hundredths(10_001)),
        within_20s: Some(chance.hundredths(10_001)),
        within_30s: Some(chance.hundredths(10_001)),
        abandon_rate: Some(chance.hundredths(10_001)),
        asa: Some(Duration::from_millis(10 * chance.below(30_000))),
        ata: Some(Duration::from_millis(10 * chance.below(60_000))),
    }
}

fn smart_hold(skill: u64, chance: &mut Chance) -> SkillSmartHold {
    SkillSmartHold {
        skill: SkillId(2_100 + skill),
        treated: Some(chance.below(60)),
        declined: Some(chance.below(30)),
        accepted: Some(chance.below(30)),
        failed: Some(chance.below(10)),
        reached: Some(chance.below(20)),
        service_level_up: Some(chance.hundredths(900)),
    }
}

fn durations(chance: &mut Chance) -> Durations {
    let lengths = [(0, 5), (6, 20), (21, 60), (61, 120)]
        .map(|(from, to)| SecondsRange::Between(from, to))
        .into_iter()
        .chain([SecondsRange::AtLeast(121)])
        .map(|length| LengthCalls {
            length,
            calls: Some(chance.below(600)),
            minutes: Some(chance.hundredths(250_000)),
            cost: Some(chance.hundredths(4_000_000)),
            share: Some(chance.hundredths(10_001)),
        });
    Durations {
        lengths: lengths.collect(),
        total: None,
    }
}

fn holds(agent: u64, chance: &mut Chance) -> AgentHolds {
    let (hold, mute) = (chance.below(1_500), chance.below(300));
    AgentHolds {
        agent: AgentName::new(format!("AGENTE DEL CENTRO NÚMERO {agent}")),
        uses: Some(chance.below(30)),
        hold: Some(Duration::from_secs(hold)),
        mute: Some(Duration::from_secs(mute)),
        total: Some(Duration::from_secs(hold + mute)),
    }
}

fn outcome(poll: i64, chance: &mut Chance) -> PollOutcome {
    let alerts: Vec<Alert> = (0..ALERTS)
        .map(|skill| alert(poll, skill, chance))
        .collect();
    let incidents: Vec<Incident> = alerts.iter().map(incident).collect();
    let events = alerts
        .iter()
        .zip(&incidents)
        .map(|(alert, incident)| Event {
            operation: operation(),
            at: at(poll),
            news: EventContent::Incident(Box::new(IncidentNews {
                kind: EventKind::Refreshed,
                incident: incident.clone(),
                open: vec![alert.clone()],
                more: 0,
                rules: 1,
                mark: IncidentMark::default(),
                ring: NotificationLevel::default(),
                rings_in: None,
            })),
        });
    PollOutcome {
        events: events.collect(),
        changed: alerts,
        incidents,
        ..PollOutcome::default()
    }
}

fn incident(alert: &Alert) -> Incident {
    let condition = IncidentCondition {
        rule: alert.key.rule.clone(),
        metric: alert.metric,
        window: WINDOW,
        at_least: None,
        is_relative: false,
        labels: BTreeMap::new(),
        notify: NotifyTarget::one(ChannelName::new("sala")),
        repeat: None,
        escalation: Vec::new(),
        description: DescriptionTemplate::parse(
            "Mira las pausas y los agentes conectados.",
            &TemplateOffer::default(),
        )
        .ok(),
        hint: None,
        keep_firing_for: Duration::ZERO,
    };
    Incident {
        id: alert.incident.unwrap(),
        subject: IncidentSubject::Rule(Box::new(condition)),
        channel: ChannelName::new("sala"),
        opened_at: at(0),
        severity: Severity::Critical,
        scopes: 1,
        ended: Vec::new(),
        over: 0,
        standing: IncidentStanding::Announced(AnnouncedState::at(at(0), None)),
        log: Vec::new(),
    }
}

fn alert(poll: i64, skill: u64, chance: &mut Chance) -> Alert {
    let key = AlertKey {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(2_100 + skill)),
    };
    let since = at(poll - 12);
    let mut observation = |back: i64| {
        let (part, of) = (chance.below(40), 40 + chance.below(300));
        Observation {
            sample: Sample {
                value: Quantity::share(part, of).unwrap(),
                part: Some(part),
                of: Some(of),
            },
            window: TimeWindow::ending(at(poll - back), WINDOW),
        }
    };
    let (peak, trend) = (observation(3), (0..12).rev().map(observation).collect());
    Alert {
        incident: Some(IncidentId::of(&operation(), &key.scope.to_string(), at(0))),
        key,
        state: AlertState::Firing(FiringState {
            since,
            fired_at: since,
            severity: Severity::Critical,
        }),
        metric: Metric::AbandonRate,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            warning: Some(Quantity::Percent(5.0)),
            critical: Some(Quantity::Percent(10.0)),
            ..VerdictBasis::default()
        },
        window: TimeWindow::ending(at(poll), WINDOW),
        peak: Some(peak),
        trend,
        checks: 12,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap()) / 1_000.0
}

/// The most memory that the process has had, as Linux tells it; elsewhere unknown.
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
        .map_or(0.0, |kilobytes| megabytes(kilobytes * 1_024))
}
