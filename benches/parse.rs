//! How long the largest answer that the API gives takes to parse: 60,000 rows of `agent_9`,
//! beside plain `serde_json` into borrowed structs of the same bytes.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark speaks on its standard output"
)]

mod figure;

use std::{
    borrow::Cow,
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use divan::{Bencher, counter::BytesCount};
use serde::Deserialize;
use vigia_core::metrics::Report;
use vigia_wolkvox as wolkvox;

const ROWS: usize = 60_000;

/// Parsing may take so many times as long as plain `serde_json`.
const LIMIT: f64 = 2.0;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Vec<Row<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "the fields are read by serde alone")]
struct Row<'a> {
    #[serde(borrow)]
    agent_name: Cow<'a, str>,
    #[serde(borrow)]
    count: Cow<'a, str>,
    #[serde(borrow)]
    hold_time: Cow<'a, str>,
    #[serde(borrow)]
    mute_time: Cow<'a, str>,
    #[serde(borrow)]
    total_time: Cow<'a, str>,
}

#[derive(Deserialize)]
struct TextEnvelope<'a> {
    #[serde(borrow)]
    data: Vec<TextRow<'a>>,
}

/// The same without `Cow`, which cannot hold a name with escapes.
#[derive(Deserialize)]
#[expect(dead_code, reason = "the fields are read by serde alone")]
struct TextRow<'a> {
    agent_name: &'a str,
    count: &'a str,
    hold_time: &'a str,
    mute_time: &'a str,
    total_time: &'a str,
}

fn body() -> Vec<u8> {
    let mut body = String::from(r#"{"code":"200","error":null,"msg":"rows","data":["#);
    for row in 0..ROWS {
        let (hold, mute) = (row % 3_600, row % 600);
        let comma = if row == 0 { "" } else { "," };
        let clock = |s: usize| format!("{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60);
        write!(
            body,
            r#"{comma}{{"agent_name":"LUCÍA PEÑA DUARTE {row}","count":"{}","hold_time":"{}","mute_time":"{}","total_time":"{}"}}"#,
            row % 40,
            clock(hold),
            clock(mute),
            clock(hold + mute)
        )
        .expect("a string takes all that is written");
    }
    body.push_str("]}");
    body.into_bytes()
}

fn ours(body: &[u8]) -> usize {
    let (facts, spoiled) = wolkvox::parse(Report::Holds, body).expect("the body is whole");
    assert!(spoiled.is_empty() && facts.is_some());
    black_box(facts);
    ROWS
}

fn plain_cow(body: &[u8]) -> usize {
    let envelope: Envelope<'_> = serde_json::from_slice(body).expect("the body is whole");
    black_box(&envelope.data).len()
}

fn plain_text(body: &[u8]) -> usize {
    let envelope: TextEnvelope<'_> = serde_json::from_slice(body).expect("the body is whole");
    black_box(&envelope.data).len()
}

#[divan::bench(args = ["vigia", "serde_json, Cow", "serde_json, &str"])]
fn agent_9(bencher: Bencher<'_, '_>, by: &str) {
    let body = body();
    let parse = match by {
        "vigia" => ours,
        "serde_json, Cow" => plain_cow,
        _ => plain_text,
    };
    bencher
        .counter(BytesCount::new(body.len()))
        .bench_local(|| parse(&body));
}

/// The median of many runs, the contestants taking turns so that a busy machine slows all.
fn medians(body: &[u8]) -> [Duration; 3] {
    const RUNS: usize = 41;
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..RUNS {
        for (parse, times) in [ours, plain_cow, plain_text].into_iter().zip(&mut times) {
            let start = Instant::now();
            assert_eq!(parse(black_box(body)), ROWS);
            times.push(start.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort();
        times.get(RUNS / 2).copied().unwrap_or_default()
    })
}

fn main() {
    divan::main();
    if !figure::is_measuring() {
        return;
    }
    let body = body();
    let [ours, cow, text] = medians(&body);
    println!("\nagent_9, {ROWS} rows, {} bytes, medians:", body.len());
    println!("vigia {ours:.1?}, serde_json into Cow {cow:.1?}, into &str {text:.1?}");
    for (name, plain) in [("Cow", cow), ("&str", text)] {
        let times = ours.as_secs_f64() / plain.as_secs_f64();
        let name = format!("against serde_json into {name}");
        figure::print(&name, times, LIMIT, "x");
    }
}
