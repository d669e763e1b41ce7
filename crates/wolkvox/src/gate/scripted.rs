//! A gate that answers from a script. Tests and benchmarks of what stands behind a gate say with
//! it what each report answers, without a server and without a quota of requests.

use std::{sync::Arc, time::Duration};

use tokio::sync::{mpsc, watch};

use crate::{
    error::ApiError,
    gate::{
        cache::NameLists,
        delivery::{GateContent, GateDelivery},
        handle::{GateAnswer, RequestGate, WAITING},
        quota::QuotaState,
        tally::CallTally,
        worker::GateCommand,
    },
    reports::SkillSource,
    request::ReportQuery,
    skill_trust::SkillTableTrust,
};
use vigia_clock::Clock;
use vigia_core::metrics::{Facts, OperationName, ReportRequest};

type Answer = dyn Fn(ReportRequest, Duration) -> Result<GateAnswer, ApiError> + Send + Sync;

/// What a scripted gate says.
pub struct GateScript {
    /// Answers a report, given the highest age that the asker accepts.
    pub answer: Box<Answer>,
    /// Counts the requests that stand before a report.
    pub position: Box<dyn Fn() -> Option<usize> + Send + Sync>,
    /// How long each answer takes.
    pub takes: Duration,
    pub quota: QuotaState,
    /// Where figures per skill come from; the report of all skills has no answer.
    pub per_skill: SkillSource,
    /// Reports whose skills and agents are known by name.
    pub named_in: Vec<Facts>,
}

impl RequestGate {
    /// Returns the gate, and the work that must run for it to answer.
    pub fn scripted(
        script: GateScript,
        clock: Clock,
        zone: chrono_tz::Tz,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (sender, commands) = mpsc::channel(WAITING);
        let (_, quota) = watch::channel(script.quota);
        let names = Arc::new(NameLists::default());
        script.named_in.iter().for_each(|facts| names.add(facts));
        let gate = Self {
            commands: sender,
            quota,
            names,
            calls: CallTally::default(),
            clock,
            zone,
            skill_tables: SkillTableTrust::new(
                OperationName::new("scripted"),
                script.per_skill,
                zone,
            ),
        };
        (gate, answer_commands(script, commands))
    }
}

async fn answer_commands(script: GateScript, mut commands: mpsc::Receiver<GateCommand>) {
    while let Some(command) = commands.recv().await {
        match command {
            GateCommand::Position { answer, .. } => drop(answer.send((script.position)())),
            GateCommand::Read {
                query: ReportQuery::Report(ask),
                max_age,
                waiter,
                ..
            } => {
                let result = (script.answer)(ask, max_age).map(|answer| GateDelivery {
                    content: GateContent::Facts(answer.facts),
                    read_at: answer.read_at,
                    spoiled: answer.spoiled,
                    spoils: answer.spoils,
                    joined: answer.joined,
                    bytes: 0,
                });
                let takes = script.takes;
                tokio::spawn(async move {
                    if !takes.is_zero() {
                        tokio::time::sleep(takes).await;
                    }
                    drop(waiter.answer.send(result));
                });
            }
            GateCommand::Read { .. } => {}
        }
    }
}
