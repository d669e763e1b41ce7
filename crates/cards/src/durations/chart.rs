//! The bars: which share of the calls and of the minutes each range has.

use crate::{
    Words,
    charts::{Bar, BarChart, BarGroup, Chart, ChartValue, LineSeries, Plot},
    durations::{DurationsAnswer, rows},
    report::RowPage,
    tidy_within,
};
use vigia_core::metrics::{
    Quantity,
    facts::{CallTraffic, LengthCalls},
};

/// How long the words for those who cannot see a picture may be.
const ALT_ROOM: usize = 999;

/// The picture of the ranges of one page; none where no share is known.
pub(super) fn chart(
    answer: &DurationsAnswer<'_>,
    page: &RowPage<&LengthCalls>,
    all: &CallTraffic,
) -> Option<Chart> {
    let words = answer.words;
    let groups: Vec<_> = page.rows.iter().map(|row| group(row, all, words)).collect();
    let mut bars = groups.iter().flat_map(|group| &group.bars);
    if !bars.any(|bar| bar.value.value.is_some()) {
        return None;
    }
    let series = |id| LineSeries {
        name: words.say(id, &[]),
    };
    let window = words.dated_window(&answer.inquiry.window);
    Some(Chart {
        title: words.say("durations-chart", &[]),
        alt: alt(&groups, &window, words),
        subtitle: format!("{} · {window}", words.say("place-operation", &[])),
        plot: Plot::Bars(BarChart {
            series: vec![
                series("durations-series-calls"),
                series("durations-series-minutes"),
            ],
            groups,
            axis: words.say("durations-axis", &[]),
        }),
    })
}

fn group(row: &LengthCalls, all: &CallTraffic, words: &Words) -> BarGroup {
    let calls = row.calls.zip(all.calls);
    let calls = calls.and_then(|(part, of)| Quantity::share(part, of));
    let minutes = row
        .minutes
        .zip(all.minutes.filter(|minutes| *minutes > 0.0));
    let minutes = minutes.map(|(part, of)| Quantity::Percent(part * 100.0 / of));
    let told = rows::minutes(row.minutes, words);
    BarGroup {
        label: rows::label(&row.length, words),
        bars: vec![
            bar(calls, words.known(row.calls.map(Quantity::Count)), words),
            bar(
                minutes,
                words.say("durations-chart-minutes", &[("minutes", told.into())]),
                words,
            ),
        ],
    }
}

fn bar(share: Option<Quantity>, note: String, words: &Words) -> Bar {
    Bar {
        value: ChartValue {
            value: share
                .map(Quantity::scalar)
                .filter(|share| share.is_finite()),
            told: whole(share, words),
        },
        note,
    }
}

/// A share without decimals: two bars side by side have no room for more on a phone.
fn whole(share: Option<Quantity>, words: &Words) -> String {
    let stated = |share| words.stated(Quantity::Percent(share));
    match share.map(Quantity::scalar) {
        Some(share) if share > 0.0 && share < 0.5 => format!("<{}", stated(1.0)),
        Some(share) => stated(share.round()),
        None => words.known(None),
    }
}

fn alt(groups: &[BarGroup], window: &str, words: &Words) -> String {
    let mut sentences = vec![words.say("durations-alt", &[("window", window.into())])];
    sentences.extend(groups.iter().map(|group| {
        let told = |place: usize| match group.bars.get(place) {
            Some(bar) => format!("{} ({})", bar.value.told, bar.note),
            None => words.known(None),
        };
        words.say(
            "durations-alt-row",
            &[
                ("range", group.label.as_str().into()),
                ("calls", told(0).into()),
                ("minutes", told(1).into()),
            ],
        )
    }));
    tidy_within(&sentences.join(" "), ALT_ROOM)
}
