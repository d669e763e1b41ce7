//! How long each picture of the gallery takes: from a chart to the PNG of it.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

#[path = "../tests/it/charts/examples.rs"]
mod examples;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use divan::Bencher;
use vigia_cards::charts::{self, Chart};

/// A picture may take so many milliseconds of one core.
const MOST_TIME: f64 = 50.0;
/// A picture may have so many KiB.
const MOST_SIZE: f64 = 200.0;

fn names() -> Vec<&'static str> {
    examples::all().into_iter().map(|(name, _)| name).collect()
}

fn chart(name: &str) -> Chart {
    let mut all = examples::all().into_iter();
    let found = all.find(|(other, _)| *other == name);
    found.expect("the name is that of an example").1
}

#[divan::bench(args = names())]
fn svg(bencher: Bencher<'_, '_>, name: &str) {
    let chart = chart(name);
    bencher.bench_local(|| chart.svg());
}

#[divan::bench(args = names(), sample_count = 20, sample_size = 1)]
fn png(bencher: Bencher<'_, '_>, name: &str) {
    let chart = chart(name);
    bencher.bench_local(|| charts::render_png(&chart).expect("an example can be drawn"));
}

/// The median of many runs, and the size of the file.
fn measure(chart: &Chart) -> (Duration, usize) {
    const RUNS: usize = 21;
    let mut size = 0;
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let file = charts::render_png(black_box(chart)).expect("an example can be drawn");
            size = black_box(file).len();
            start.elapsed()
        })
        .collect();
    times.sort();
    (times.get(RUNS / 2).copied().unwrap_or_default(), size)
}

fn main() {
    divan::main();
    if !figure::is_measuring() {
        return;
    }
    println!("\nchart to PNG of 1360 pixels, medians:");
    for (name, chart) in examples::all() {
        let (time, size) = measure(&chart);
        let kib = u32::try_from(size).map_or(f64::MAX, f64::from) / 1024.0;
        figure::print(name, time.as_secs_f64() * 1_000.0, MOST_TIME, "ms");
        figure::print("  its size", kib, MOST_SIZE, "KiB");
    }
}
