//! The ranking: hold and mute of each agent, with the team's median through all rows.

use std::time::Duration;

use crate::{
    charts::{Chart, ChartValue, LineSeries, Plot, RankingChart, RankingRow},
    hold::{HoldAnswer, rows},
    report::RowPage,
    tidy_within,
};
use vigia_core::metrics::{Quantity, facts::AgentHolds};

/// How long the words for those who cannot see a picture may be.
const ALT_ROOM: usize = 999;

/// How much of each name they have room for.
const NAME_ROOM: usize = 30;

/// The rows that the card shows.
pub(super) fn of_page(
    answer: &HoldAnswer<'_>,
    page: &RowPage<&AgentHolds>,
    median: Option<Duration>,
) -> Option<Chart> {
    let words = answer.words;
    let rest = page.line(words).map(|shown| {
        let shown = shown.to_string();
        words.say("hold-chart-rest", &[("shown", shown.into())])
    });
    chart(answer, &page.rows, median, rest.unwrap_or_default())
}

/// The rows of one agent.
pub(super) fn of_agent(
    answer: &HoldAnswer<'_>,
    rows: &[&AgentHolds],
    median: Option<Duration>,
) -> Option<Chart> {
    chart(answer, rows, median, String::new())
}

fn chart(
    answer: &HoldAnswer<'_>,
    rows: &[&AgentHolds],
    median: Option<Duration>,
    rest: String,
) -> Option<Chart> {
    let words = answer.words;
    let is_drawn = |row: &&AgentHolds| row.hold.is_some() || row.mute.is_some();
    if !rows.iter().any(is_drawn) {
        return None;
    }
    let series = |id| LineSeries {
        name: words.say(id, &[]),
    };
    let window = words.dated_window(&answer.inquiry.window);
    Some(Chart {
        title: words.say("hold-chart", &[]),
        alt: alt(answer, rows, median, &window, &rest),
        subtitle: format!("{} · {window}", words.say("place-operation", &[])),
        plot: Plot::Ranking(RankingChart {
            series: vec![series("hold-series-hold"), series("hold-series-mute")],
            rows: rows.iter().map(|row| rank(answer, row)).collect(),
            mark: median.map(|median| ChartValue {
                value: Some(median.as_secs_f64()),
                told: told_median(answer, median),
            }),
            rest,
        }),
    })
}

fn rank(answer: &HoldAnswer<'_>, row: &AgentHolds) -> RankingRow {
    let words = answer.words;
    let seconds = |length: Option<Duration>| length.map(|length| length.as_secs_f64());
    RankingRow {
        label: rows::name(row, words),
        parts: vec![seconds(row.hold), seconds(row.mute)],
        told: words.known(row.total.map(Quantity::Duration)),
    }
}

fn told_median(answer: &HoldAnswer<'_>, median: Duration) -> String {
    let words = answer.words;
    words.say(
        "hold-chart-median",
        &[("time", words.duration(median).into())],
    )
}

fn alt(
    answer: &HoldAnswer<'_>,
    rows: &[&AgentHolds],
    median: Option<Duration>,
    window: &str,
    rest: &str,
) -> String {
    let words = answer.words;
    let time = |length: Option<Duration>| words.known(length.map(Quantity::Duration));
    let mut sentences = vec![words.say("hold-alt", &[("window", window.into())])];
    let median = median.map(|median| {
        let time = words.duration(median);
        words.say("hold-alt-median", &[("time", time.into())])
    });
    let asides = [
        median,
        Some(rest.to_owned()).filter(|rest| !rest.is_empty()),
    ];
    sentences.extend(
        asides
            .into_iter()
            .flatten()
            .map(|aside| format!("{aside}.")),
    );
    sentences.extend(rows.iter().map(|row| {
        let name = tidy_within(&rows::name(row, words), NAME_ROOM);
        words.say(
            "hold-alt-row",
            &[
                ("name", name.into()),
                ("total", time(row.total).into()),
                ("hold", time(row.hold).into()),
                ("mute", time(row.mute).into()),
            ],
        )
    }));
    tidy_within(&sentences.join(" "), ALT_ROOM)
}
