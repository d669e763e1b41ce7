//! The chart: service level and abandonment of customers' channels.

use crate::{
    charts::{Chart, ChartValue, LevelRow, LevelsChart, LineSeries, Plot},
    report::first_limit,
    service::{
        channels::{self, ChannelKind, ChannelPage},
        question::ServiceQuestion,
    },
    tidy_within,
};
use vigia_core::metrics::{Channel, Metric, Quantity, Sample, facts::ChannelService};

/// How long the text for those who cannot see it may be.
const ALT: usize = 999;

/// A row a channel; `None` where there is none to draw. Abandonment of calls that the centre
/// makes is another thing, and no bar beside those of customers.
pub(super) fn levels(question: &ServiceQuestion<'_>, page: &ChannelPage<'_>) -> Option<Chart> {
    let words = question.words;
    let page = page.rows.iter().copied();
    let mut rows = drawn(question, question.subject().into_iter().chain(page));
    rows.truncate(LevelsChart::MOST_ROWS);
    if rows.is_empty() {
        return None;
    }
    let levels: Vec<_> = rows.iter().map(|row| level(row, question)).collect();
    let window = words.dated_window(&question.inquiry.window);
    let mut subtitle = format!("{} · {window}", question.place_drawn());
    let all = drawn(question, channels::ordered(question).into_iter()).len();
    if rows.len() < all {
        let count = |rows| words.count(u64::try_from(rows).unwrap_or(u64::MAX)).into();
        let shown = [("shown", count(rows.len())), ("all", count(all))];
        let shown = words.say("service-chart-shown", &shown);
        subtitle = format!("{subtitle} · {shown}");
    }
    let mut alt = words.say(
        "service-alt",
        &[
            ("place", subtitle.as_str().into()),
            ("channels", told(&rows, &levels, question).into()),
        ],
    );
    if let Some(limit) = limit(question) {
        let limit = ("limit", words.stated(limit).into());
        alt = format!("{alt} {}", words.say("service-alt-goal", &[limit]));
    }
    Some(Chart {
        title: words.say("service-chart", &[]),
        subtitle,
        alt: tidy_within(&alt, ALT),
        plot: Plot::Levels(LevelsChart {
            good: series(words.metric(Metric::ServiceLevel20s)),
            bad: series(words.metric(Metric::AbandonRate)),
            rows: levels,
            goal: goal(question),
        }),
    })
}

fn series(name: String) -> LineSeries {
    LineSeries { name }
}

/// Those that a picture of customers' channels shows: the one asked for and theirs.
fn drawn<'q>(
    question: &ServiceQuestion<'_>,
    rows: impl Iterator<Item = &'q ChannelService>,
) -> Vec<&'q ChannelService> {
    let subject = question.channel();
    rows.filter(|row| match ChannelKind::of(&row.channel) {
        ChannelKind::Voice | ChannelKind::Message => true,
        ChannelKind::Outbound => false,
        ChannelKind::InternalCall | ChannelKind::InternalChat | ChannelKind::Unknown => {
            row.channel == subject
        }
    })
    .collect()
}

fn is_judged(row: &ChannelService, question: &ServiceQuestion<'_>) -> bool {
    if row.channel == question.channel() {
        question.is_judged_by_seconds()
    } else {
        ChannelKind::of(&row.channel).is_call()
    }
}

/// A chat has no service level in seconds, so it has no bar for one.
fn level(row: &ChannelService, question: &ServiceQuestion<'_>) -> LevelRow {
    let words = question.words;
    let offered = words.known(row.offered.map(Quantity::Count));
    LevelRow {
        label: words.channel(&row.channel),
        note: words.say("service-offered", &[("offered", offered.into())]),
        good: if is_judged(row, question) {
            share(Metric::ServiceLevel20s, &row.channel, question)
        } else {
            ChartValue {
                value: None,
                told: words.known(None),
            }
        },
        bad: share(Metric::AbandonRate, &row.channel, question),
    }
}

fn share(metric: Metric, channel: &Channel, question: &ServiceQuestion<'_>) -> ChartValue {
    let value = question
        .figure_of(metric, channel)
        .map(|Sample { value, .. }| value);
    ChartValue {
        value: value.map(Quantity::scalar),
        told: question.words.known(value),
    }
}

fn limit(question: &ServiceQuestion<'_>) -> Option<Quantity> {
    first_limit(question.rule(Metric::ServiceLevel20s)?)
}

fn goal(question: &ServiceQuestion<'_>) -> Option<ChartValue> {
    let limit = limit(question)?;
    let words = question.words;
    let told = words.say("service-goal", &[("limit", words.stated(limit).into())]);
    Some(ChartValue {
        value: Some(limit.scalar()),
        told,
    })
}

/// The same in words, which have room to say why a dash is one.
fn told(rows: &[&ChannelService], levels: &[LevelRow], question: &ServiceQuestion<'_>) -> String {
    let words = question.words;
    let row = |(row, drawn): (&&ChannelService, &LevelRow)| {
        let level = if is_judged(row, question) {
            drawn.good.told.clone()
        } else {
            words.say("service-no-level", &[])
        };
        words.say(
            "service-alt-row",
            &[
                ("channel", drawn.label.as_str().into()),
                ("level", level.into()),
                ("abandonment", drawn.bad.told.as_str().into()),
                ("offered", drawn.note.as_str().into()),
            ],
        )
    };
    let rows = rows.iter().zip(levels).map(row);
    rows.collect::<Vec<_>>().join("; ")
}
