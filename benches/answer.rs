//! How long an answer takes that comes from memory: from the arrival of a command at the
//! desk to the reply with its picture as a PNG, for the five reports of a large centre.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

#[path = "figure/centre.rs"]
mod centre;
#[path = "../tests/it/support/service.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod service;

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use divan::Bencher;
use tempfile::TempDir;
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
};
use vigia::commands::{Caller, CommandAccess, CommandService, Given, ReportCommand};
use vigia_cards::charts;
use vigia_core::{
    metrics::{Facts, facts::Holds},
    rules::ActiveRules,
};
use vigia_wolkvox::{GateAnswer, GateScript};

/// An answer may take so many milliseconds.
const LIMIT: f64 = 100.0;

/// The channel where it is asked, and where agents may be named.
const CHANNEL: u64 = 7;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default()
}

/// The commands of a large centre, whose reports were read a moment ago.
struct Desk {
    service: CommandService,
    runtime: Runtime,
    _folder: TempDir,
}

fn desk() -> Desk {
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime of one thread needs nothing");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let store = service::open_store(folder.path());
    let script = GateScript {
        answer: Box::new(|ask, _| {
            Ok(GateAnswer {
                facts: Some(Arc::new(centre::facts(ask.report))),
                read_at: now(),
                spoiled: [].into(),
                spoils: 0,
                joined: 0,
            })
        }),
        named_in: vec![Facts::Holds(Holds::default())],
        ..service::no_reports()
    };
    let operation = {
        let _inside = runtime.enter();
        service::operation("centro", Bogota, script, centre::skills())
    };
    let rules = folder.path().to_owned();
    let service = CommandService {
        operations: vec![operation],
        access: CommandAccess {
            agents_in: [CHANNEL].into(),
            ..CommandAccess::default()
        },
        alerts: service::alert_actions(&store, ActiveRules::default(), rules, now()),
    };
    Desk {
        service,
        runtime,
        _folder: folder,
    }
}

/// From the command to the bytes of its picture; gives how many they are.
fn answer(desk: &Desk, command: ReportCommand) -> usize {
    let asker = Caller {
        locale: "es-419".to_owned(),
        channels: vec![CHANNEL],
        ..Caller::default()
    };
    let given: Given = [("last".to_owned(), "8h".to_owned())].into();
    let (progress, _seen) = watch::channel(None);
    let service = &desk.service;
    let reply = service.run(command.name(), &given, &asker, &progress, now());
    let card = desk.runtime.block_on(reply).card;
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
    let desk = desk();
    bencher.bench_local(|| answer(&desk, command));
}

fn median(desk: &Desk, command: ReportCommand) -> Duration {
    const RUNS: usize = 21;
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(answer(desk, command));
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
    let desk = desk();
    for command in ReportCommand::ALL {
        let time = median(&desk, command).as_secs_f64() * 1_000.0;
        figure::print(&format!("/{}", command.name()), time, LIMIT, "ms");
    }
}
