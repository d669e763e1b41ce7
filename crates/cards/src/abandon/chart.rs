//! The chart: abandoned calls by how long the callers had waited.

use crate::{
    abandon::{question::AbandonQuestion, waits},
    charts::{Bar, BarChart, BarGroup, Chart, ChartValue, LineSeries, Plot},
    tidy_within,
};
use vigia_core::metrics::{Metric, Quantity, facts::SkillAbandons};

/// More ranges than this have no room beside each other.
const RANGES: usize = 12;

/// How long the text for those who cannot see it may be.
const ALT: usize = 999;

/// A bar for each range as delivered; `None` where no range is known.
pub(super) fn bars(
    question: &AbandonQuestion<'_>,
    row: &SkillAbandons,
    place: &str,
) -> Option<Chart> {
    let words = question.words;
    let of = row.sum_by_wait().or(row.abandoned);
    let groups: Vec<_> = row
        .by_wait
        .iter()
        .take(RANGES)
        .map(|range| {
            let share = range.calls.zip(of);
            let share = share.and_then(|(part, of)| Quantity::share(part, of));
            let calls = range.calls.map(Quantity::Count);
            let bar = Bar {
                value: ChartValue {
                    value: calls.map(Quantity::scalar),
                    told: words.known(calls),
                },
                note: share.map(|share| words.quantity(share)).unwrap_or_default(),
            };
            BarGroup {
                label: waits::label(&range.wait),
                bars: vec![bar],
            }
        })
        .collect();
    row.by_wait.iter().find(|range| range.calls.is_some())?;
    let subtitle = format!("{place} · {}", words.dated_window(&question.inquiry.window));
    let total = words.known(of.map(Quantity::Count));
    let alt = words.say(
        "abandon-alt",
        &[
            ("place", subtitle.as_str().into()),
            ("ranges", told(&groups).into()),
            ("total", total.into()),
        ],
    );
    Some(Chart {
        title: words.say("abandon-chart", &[]),
        subtitle,
        alt: tidy_within(&alt, ALT),
        plot: Plot::Bars(BarChart {
            series: vec![LineSeries {
                name: words.metric(Metric::AbandonCount),
            }],
            groups,
            axis: words.say("abandon-chart-axis", &[]),
        }),
    })
}

/// `≤10 s: 30 (16.7 %); 11–20 s: 20 (11.1 %)`.
fn told(groups: &[BarGroup]) -> String {
    let group = |group: &BarGroup| {
        let bars = group.bars.iter().map(|bar| match bar.note.as_str() {
            "" => bar.value.told.clone(),
            note => format!("{} ({note})", bar.value.told),
        });
        format!("{}: {}", group.label, bars.collect::<String>())
    };
    groups.iter().map(group).collect::<Vec<_>>().join("; ")
}
