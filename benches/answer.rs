//! How long an answer takes that comes from memory: from the arrival of a command at the
//! desk to the reply with its picture as a PNG, for the five reports of a large centre.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

#[path = "figure/centre.rs"]
mod centre;
#[path = "../tests/it/support/nobody.rs"]
mod nobody;

use std::{
    collections::BTreeSet,
    hint::black_box,
    ops::Range,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use divan::Bencher;
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};
use vigia::commands::{
    Caller, CommandAccess, CommandAnswer, CommandOperation, CommandService, Freshness, Given,
    QuotaShortage, ReadFailure, ReportCommand, ReportSource,
};
use vigia_cards::{Locale, charts};
use vigia_core::metrics::{
    AgentName, Metric, OperationName, Reading, ReportRequest, Sample, Scope, SkillNames,
};

use nobody::Nobody;

/// An answer may take so many milliseconds.
const LIMIT: f64 = 100.0;

/// The channel where it is asked, and where agents may be named.
const CHANNEL: u64 = 7;

/// Reports that were read a moment ago.
struct Memory {
    skills: SkillNames,
    agents: BTreeSet<AgentName>,
}

impl ReportSource for Memory {
    async fn read(&self, ask: ReportRequest, _: Freshness) -> Result<CommandAnswer, ReadFailure> {
        Ok(CommandAnswer {
            facts: Some(Arc::new(centre::facts(ask.report))),
            read_at: now(),
            spoils: 0,
        })
    }

    async fn position(&self, _: ReportRequest) -> Option<usize> {
        None
    }

    async fn history(
        &self,
        _: Metric,
        _: Scope,
        _: Duration,
        _: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        Vec::new()
    }

    fn shortage(&self) -> Option<QuotaShortage> {
        None
    }

    fn skills(&self) -> SkillNames {
        self.skills.clone()
    }

    async fn kept(&self, _: Vec<ReportRequest>) -> Vec<Reading> {
        Vec::new()
    }

    async fn keep(&self, _: Vec<Reading>) {}

    fn agents(&self) -> BTreeSet<AgentName> {
        self.agents.clone()
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default()
}

fn desk() -> CommandService<Memory, Nobody> {
    let operation = CommandOperation {
        name: OperationName::new("centro"),
        reports: Memory {
            skills: centre::skills(),
            agents: centre::agents().collect(),
        },
        rules: vigia_core::rules::ActiveRules::default(),
        zone: Bogota,
        locale: Locale::from_tag("es-CO"),
        settle: Duration::from_secs(60),
        every: Duration::from_secs(300),
        summaries: Vec::new(),
    };
    let access = CommandAccess {
        agents_in: [CHANNEL].into(),
        ..CommandAccess::default()
    };
    CommandService::new(vec![operation], access, Nobody)
}

fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime of one thread needs nothing")
}

/// From the command to the bytes of its picture; gives how many they are.
fn answer(
    desk: &CommandService<Memory, Nobody>,
    runtime: &Runtime,
    command: ReportCommand,
) -> usize {
    let asker = Caller {
        locale: "es-419".to_owned(),
        channels: vec![CHANNEL],
        ..Caller::default()
    };
    let given: Given = [("last".to_owned(), "8h".to_owned())].into();
    let (progress, _seen) = watch::channel(None);
    let reply = desk.run(command.name(), given, &asker, &progress, now());
    let card = runtime.block_on(reply).card;
    let chart = card.chart.expect("each of the answers has a picture");
    charts::render_png(&chart)
        .expect("the picture can be drawn")
        .len()
}

fn names() -> [&'static str; 5] {
    ReportCommand::ALL.map(ReportCommand::name)
}

#[divan::bench(args = names(), sample_count = 20, sample_size = 1)]
fn from_memory(bencher: Bencher<'_, '_>, name: &str) {
    let command = ReportCommand::from_name(name).expect("the name is that of a command");
    let (desk, runtime) = (desk(), runtime());
    bencher.bench_local(|| answer(&desk, &runtime, command));
}

fn median(
    desk: &CommandService<Memory, Nobody>,
    runtime: &Runtime,
    command: ReportCommand,
) -> Duration {
    const RUNS: usize = 21;
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(answer(desk, runtime, command));
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}

fn main() {
    divan::main();
    if !figure::is_measuring() {
        return;
    }
    println!("\nfrom a command to its reply with the PNG, from memory, medians:");
    let (desk, runtime) = (desk(), runtime());
    for command in ReportCommand::ALL {
        let time = median(&desk, &runtime, command).as_secs_f64() * 1_000.0;
        figure::print(&format!("/{}", command.name()), time, LIMIT, "ms");
    }
}
