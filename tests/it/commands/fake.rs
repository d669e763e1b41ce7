//! Reports that answer as the test says, and remember what they were asked.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Range,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{America::Bogota, Tz};
use vigia::commands::{
    CommandAnswer, CommandOperation, Freshness, QuotaShortage, ReadFailure, ReportSource,
};
use vigia_cards::Locale;
use vigia_core::metrics::{
    AgentName, Channel, Facts, Metric, OperationName, Quantity, Reading, Report, ReportRequest,
    Sample, Scope, SkillId, SkillNames,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, ServiceLevel, SkillAbandons,
        SmartHold, WaitCalls, WaitRange,
    },
};

use super::now;

/// What the history was asked.
pub(super) type Looked = (Metric, Scope, Duration, Range<DateTime<Utc>>);

#[derive(Debug, Default)]
pub(super) struct Fake {
    pub(super) answers: BTreeMap<Report, Result<Option<Arc<Facts>>, ReadFailure>>,
    pub(super) asked: Mutex<Vec<(ReportRequest, Freshness)>>,
    pub(super) looked: Mutex<Vec<Looked>>,
    /// How long a report takes.
    pub(super) takes: Duration,
    /// The places in the queue, as they are looked at one after the other.
    pub(super) places: Mutex<VecDeque<Option<usize>>>,
    /// How many values the history has, five minutes apart.
    pub(super) values: u32,
    pub(super) shortage: Option<QuotaShortage>,
    pub(super) agents: BTreeSet<AgentName>,
    /// What is kept for summaries.
    pub(super) kept: Mutex<BTreeMap<ReportRequest, Reading>>,
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

impl ReportSource for Fake {
    async fn read(
        &self,
        ask: ReportRequest,
        freshness: Freshness,
    ) -> Result<CommandAnswer, ReadFailure> {
        self.asked.lock().unwrap().push((ask, freshness));
        tokio::task::yield_now().await;
        if !self.takes.is_zero() {
            tokio::time::sleep(self.takes).await;
        }
        let answer = self.answers.get(&ask.report).cloned();
        let facts = answer.expect("the test says what each report answers")?;
        Ok(CommandAnswer {
            facts,
            read_at: now(),
            spoils: self.spoils,
        })
    }

    async fn position(&self, _: ReportRequest) -> Option<usize> {
        self.places.lock().unwrap().pop_front().flatten()
    }

    async fn history(
        &self,
        metric: Metric,
        scope: Scope,
        length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        let end = range.end;
        self.looked
            .lock()
            .unwrap()
            .push((metric, scope, length, range));
        let value = |ago: u32| {
            let sample = Sample {
                value: Quantity::Percent(f64::from(ago)),
                part: None,
                of: None,
            };
            (
                end - TimeDelta::minutes(5) * i32::try_from(ago).unwrap(),
                sample,
            )
        };
        (0..self.values).rev().map(value).collect()
    }

    fn shortage(&self) -> Option<QuotaShortage> {
        self.shortage
    }

    async fn kept(&self, asks: Vec<ReportRequest>) -> Vec<Reading> {
        let kept = self.kept.lock().unwrap();
        let asked = asks.iter().filter_map(|ask| kept.get(ask));
        asked.cloned().collect()
    }

    async fn keep(&self, readings: Vec<Reading>) {
        let readings = readings.into_iter().map(|reading| (reading.ask, reading));
        self.kept.lock().unwrap().extend(readings);
    }

    fn agents(&self) -> BTreeSet<AgentName> {
        self.agents.clone()
    }

    fn skills(&self) -> SkillNames {
        let names = [
            (12, "Soporte TV"),
            (13, "Soporte Internet"),
            (7, "Facturación"),
        ];
        SkillNames(
            names
                .map(|(id, name)| (SkillId(id), name.to_owned()))
                .into(),
        )
    }
}

pub(super) fn operation(name: &str, reports: Fake) -> CommandOperation<Fake> {
    operation_in(Bogota, name, reports)
}

pub(super) fn operation_in(zone: Tz, name: &str, reports: Fake) -> CommandOperation<Fake> {
    CommandOperation {
        name: OperationName::new(name),
        reports,
        rules: vigia_core::rules::ActiveRules::default(),
        zone,
        locale: Locale::from_tag("es-CO"),
        settle: Duration::from_secs(60),
        every: Duration::from_secs(300),
        summaries: Vec::new(),
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
    let ranges = [(WaitRange::Between(0, 10), 5), (WaitRange::AtLeast(51), 13)];
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
        agents: vec![AgentHolds {
            agent: AgentName::new("Zoe Nueva"),
            uses: Some(3),
            hold: Some(Duration::from_secs(60)),
            mute: Some(Duration::from_secs(30)),
            total: Some(Duration::from_secs(90)),
        }],
        total: None,
    })
}
