//! Reports that answer as the test says, and remember what they were asked.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::TimeDelta;
use chrono_tz::{America::Bogota, Tz};
use vigia::commands::{CommandOperation, Freshness, QuotaShortage, ReportReader};
use vigia_core::{
    alerts::PollOutcome,
    metrics::{
        AgentName, Channel, Facts, OperationName, ReadFailure, Reading, Report, ReportRequest,
        SkillId, SkillNames, SkillSelection, Snapshot, TimeWindow,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, SecondsRange, ServiceLevel,
            SkillAbandons, SmartHold, WaitCalls,
        },
    },
};
use vigia_store::Store;
use vigia_wolkvox::{ApiError, GateAnswer, GateScript, QuotaState, SkillSource};

use super::now;
use crate::support::service;

#[derive(Debug, Default)]
pub(super) struct Fake {
    pub(super) answers: BTreeMap<Report, Result<Option<Arc<Facts>>, ReadFailure>>,
    pub(super) asked: Mutex<Vec<(ReportRequest, Freshness)>>,
    /// How long a report takes.
    pub(super) takes: Duration,
    /// The places in the queue, as they are looked at one after the other.
    pub(super) places: Mutex<VecDeque<Option<usize>>>,
    /// How many values the history has, five minutes apart.
    pub(super) values: u32,
    /// The skills that the history knows: all together and skill 12 where none are given.
    pub(super) history_of: Vec<SkillSelection>,
    pub(super) shortage: Option<QuotaShortage>,
    pub(super) agents: Vec<AgentName>,
    /// How many parts of each report could not be read.
    pub(super) spoils: usize,
}

impl Fake {
    /// All five reports, with something in each.
    pub(super) fn full() -> Self {
        Self::default()
            .with(Report::ServiceLevel, Ok(Some(service())))
            .with(Report::Abandonment, Ok(Some(waits())))
            .with(
                Report::SmartHold,
                Ok(Some(Facts::SmartHold(SmartHold::default()))),
            )
            .with(
                Report::Durations,
                Ok(Some(Facts::Durations(Durations::default()))),
            )
            .with(Report::Holds, Ok(Some(holds())))
            .knowing(&["Ana Ruiz", "Ana Rúa", "José Pérez"])
    }

    pub(super) fn with(
        mut self,
        report: Report,
        answer: Result<Option<Facts>, ReadFailure>,
    ) -> Self {
        let answer = answer.map(|facts| facts.map(Arc::new));
        self.answers.insert(report, answer);
        self
    }

    pub(super) fn knowing(mut self, agents: &[&str]) -> Self {
        self.agents = agents.iter().copied().map(AgentName::new).collect();
        self
    }

    /// What was asked since it was last looked.
    pub(super) fn asked(&self) -> Vec<(ReportRequest, Freshness)> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    pub(super) fn asks(&self) -> Vec<ReportRequest> {
        self.asked().into_iter().map(|(ask, _)| ask).collect()
    }
}

/// An operation, and the reports behind it.
pub(super) struct Operation {
    pub(super) command: CommandOperation,
    pub(super) fake: Arc<Fake>,
}

pub(super) fn operation(name: &str, reports: Fake) -> Operation {
    operation_in(Bogota, name, reports)
}

pub(super) fn operation_in(zone: Tz, name: &str, reports: Fake) -> Operation {
    let fake = Arc::new(reports);
    let names = [
        (12, "Soporte TV"),
        (13, "Soporte Internet"),
        (7, "Facturación"),
    ];
    let names = names.map(|(id, name)| (SkillId(id), name.to_owned()));
    let skills = SkillNames(names.into());
    Operation {
        command: service::operation(name, zone, script(&fake), skills),
        fake,
    }
}

fn script(fake: &Arc<Fake>) -> GateScript {
    let quota = service::no_reports().quota;
    let quota = fake.shortage.map_or(quota, |shortage| QuotaState {
        used: shortage.limit - shortage.left,
        limit: shortage.limit,
        ..quota
    });
    let holds = Holds {
        agents: fake.agents.iter().cloned().map(held).collect(),
        total: None,
    };
    let (asked, placed) = (Arc::clone(fake), Arc::clone(fake));
    GateScript {
        answer: Box::new(move |ask, max_age| {
            let freshness = if max_age == ReportReader::SEEN_FOR {
                Freshness::AsSeen
            } else {
                Freshness::Fresh
            };
            asked.asked.lock().unwrap().push((ask, freshness));
            let answer = asked.answers.get(&ask.report).cloned();
            let facts = answer.expect("the test says what each report answers");
            Ok(GateAnswer {
                facts: facts.map_err(ApiError::new)?,
                read_at: now(),
                spoiled: [].into(),
                spoils: asked.spoils,
                joined: 0,
            })
        }),
        position: Box::new(move || placed.places.lock().unwrap().pop_front().flatten()),
        takes: fake.takes,
        quota,
        per_skill: SkillSource::Auto,
        named_in: vec![Facts::Holds(holds)],
    }
}

/// Commits the history that the reports have: the last value is that of the minute of `now`,
/// less the settle delay.
pub(super) fn commit_history(store: &Store, operation: &OperationName, fake: &Fake) {
    let skills = match fake.history_of.as_slice() {
        [] => &[SkillSelection::All, SkillSelection::One(SkillId(12))][..],
        skills => skills,
    };
    let last = now() - TimeDelta::seconds(60 + 42);
    for ago in (0..fake.values).rev() {
        let as_of = last - TimeDelta::minutes(5) * i32::try_from(ago).unwrap();
        let readings = skills.iter().map(|skills| Reading {
            ask: ReportRequest {
                report: Report::ServiceLevel,
                skills: *skills,
                window: TimeWindow::ending(as_of, Duration::from_secs(3_600)),
            },
            outcome: Ok(Arc::new(service())),
        });
        let snapshot = Snapshot {
            operation: operation.clone(),
            as_of,
            readings: readings.collect(),
        };
        store.commit(&snapshot, &PollOutcome::default()).unwrap();
    }
}

pub(super) fn service_of(channel: &str) -> Facts {
    Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::new(channel),
            offered: Some(122),
            answered: Some(104),
            abandoned: Some(18),
            within_10s: Some(40.16),
            within_20s: Some(54.1),
            within_30s: Some(60.66),
            abandon_rate: Some(14.75),
            asa: Some(Duration::from_secs(48)),
            ata: Some(Duration::from_secs(63)),
        }],
    })
}

fn service() -> Facts {
    service_of(Channel::INBOUND)
}

fn waits() -> Facts {
    let ranges = [
        (SecondsRange::Between(0, 10), 5),
        (SecondsRange::AtLeast(51), 13),
    ];
    let by_wait = ranges.map(|(wait, calls)| WaitCalls {
        wait,
        calls: Some(calls),
    });
    Facts::Abandonment(Abandonment {
        skills: vec![SkillAbandons {
            skill: Some(SkillId(12)),
            name: Some("Soporte TV".to_owned()),
            abandoned: Some(18),
            by_wait: by_wait.into(),
        }],
        all: None,
    })
}

fn holds() -> Facts {
    Facts::Holds(Holds {
        agents: vec![held(AgentName::new("Zoe Nueva"))],
        total: None,
    })
}

fn held(agent: AgentName) -> AgentHolds {
    AgentHolds {
        agent,
        uses: Some(3),
        hold: Some(Duration::from_secs(60)),
        mute: Some(Duration::from_secs(30)),
        total: Some(Duration::from_secs(90)),
    }
}
