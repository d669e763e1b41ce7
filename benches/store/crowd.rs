//! Many operations that alert at once: how soon the first card can go out, and whether the last commit costs more
//! than the first.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use vigia_core::{
    alerts::{DeliveryLane, EventKind, OutboxId, PollOutcome},
    metrics::{OperationName, Snapshot},
};
use vigia_store::{Store, StoreError, StoreSettings};

use crate::{Chance, figure, milliseconds, outcome, snapshot};

const FIRST_CARD_LIMIT_MS: f64 = 5_000.0;
/// The median of the last commits against that of the first: a busy disk makes some of them slow.
const GROWTH_LIMIT: f64 = 1.5;

/// Prints the figures for so many operations.
pub(crate) fn measure(operations: u32) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    // As the bot has it.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(8)
        .build()
        .unwrap();
    let mut chance = Chance(11);
    let polls: Vec<_> = (0..operations).map(|it| poll(it, &mut chance)).collect();
    let begun = Instant::now();
    let times = Arc::new(Mutex::new(Vec::new()));
    let first = runtime.block_on(async {
        let mut commits = tokio::task::JoinSet::new();
        for (snapshot, outcome) in polls {
            let (store, times) = (store.clone(), Arc::clone(&times));
            commits.spawn(async move {
                let commit = move |store: &Store| {
                    let begun = Instant::now();
                    store.commit(&snapshot, &outcome)?;
                    times.lock().unwrap().push(begun.elapsed());
                    Ok::<_, StoreError>(())
                };
                store.in_turn(commit).await.unwrap();
            });
        }
        deliver_first(&store).await;
        let first = begun.elapsed();
        commits.join_all().await;
        first
    });
    let all = begun.elapsed();
    let times = times.lock().unwrap();
    let part = times.len() / 5;
    let growth =
        median(&times[times.len() - part..]).as_secs_f64() / median(&times[..part]).as_secs_f64();
    println!(
        "{operations} operations at once: {:.0} commits a second",
        f64::from(operations) / all.as_secs_f64()
    );
    figure::print(
        "first card can go out",
        milliseconds(first),
        FIRST_CARD_LIMIT_MS,
        "ms",
    );
    figure::print(
        "a late commit against an early one",
        growth,
        GROWTH_LIMIT,
        "x",
    );
}

/// Does with the first row that waits what the dispatcher does before and after a post.
async fn deliver_first(store: &Store) {
    loop {
        let pending = |store: &Store| store.pending_after(OutboxId(0));
        let rows = store.blocking(pending).await.unwrap();
        if let Some(row) = rows.into_iter().next() {
            let (id, at) = (row.id, row.event.at);
            let attempting = move |store: &Store| store.attempting(&[id], at);
            store.blocking(attempting).await.unwrap();
            let delivered = move |store: &Store| store.delivered(&[id], None::<(&DeliveryLane, _)>);
            store.blocking(delivered).await.unwrap();
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// The poll of an operation whose alerts begin.
fn poll(number: u32, chance: &mut Chance) -> (Snapshot, PollOutcome) {
    let operation = OperationName::new(format!("centre {number}"));
    let snapshot = Snapshot {
        operation: operation.clone(),
        ..snapshot(0, chance)
    };
    let mut outcome = outcome(0, chance);
    for event in &mut outcome.events {
        event.operation = operation.clone();
        if let vigia_core::alerts::EventContent::Incident(news) = &mut event.news {
            news.kind = EventKind::Fired;
        }
    }
    (snapshot, outcome)
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
