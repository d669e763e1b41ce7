//! The chart: service level and abandonment of customers' channels.

use crate::{
    cards::{
        Words,
        report::first_limit,
        service::{
            channels::{ChannelPage, Kind},
            question::Question,
        },
        tidy_within,
    },
    charts::{Chart, Level, Levels, Plot, Series, Value},
    metrics::{Channel, Metric, Quantity, Sample, facts::ChannelService},
};

/// How long the text for those who cannot see it may be.
const ALT: usize = 999;

/// A row a channel; `None` where there is none to draw. Abandonment of calls that the centre
/// makes is another thing, and no bar beside those of customers.
pub(super) fn levels(question: &Question<'_>, page: &ChannelPage<'_>) -> Option<Chart> {
    let words = question.words;
    let others = page.rows.iter().copied();
    let others = others.filter(|row| Kind::of(&row.channel).is_customers());
    let rows: Vec<_> = question
        .subject()
        .into_iter()
        .filter(|row| Kind::of(&row.channel) != Kind::Outbound)
        .chain(others)
        .map(|row| level(row, question))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let window = words.dated_window(&question.inquiry.window);
    let subtitle = format!("{} · {window}", question.place_drawn());
    let mut alt = words.say(
        "service-alt",
        &[
            ("place", subtitle.as_str().into()),
            ("channels", told(&rows, words).into()),
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
        plot: Plot::Levels(Levels {
            good: series(words.metric(Metric::ServiceLevel20s)),
            bad: series(words.metric(Metric::AbandonRate)),
            rows,
            goal: goal(question),
        }),
    })
}

fn series(name: String) -> Series {
    Series { name }
}

/// A chat has no service level in seconds, so it has no bar for one.
fn level(row: &ChannelService, question: &Question<'_>) -> Level {
    let words = question.words;
    let is_subject = row.channel == question.channel();
    let is_judged = if is_subject {
        question.is_judged_by_seconds()
    } else {
        Kind::of(&row.channel).is_call()
    };
    let offered = words.known(row.offered.map(Quantity::Count));
    Level {
        label: words.channel(&row.channel),
        note: words.say("service-offered", &[("offered", offered.into())]),
        good: if is_judged {
            share(Metric::ServiceLevel20s, &row.channel, question)
        } else {
            Value {
                value: None,
                told: words.say("service-no-level", &[]),
            }
        },
        bad: share(Metric::AbandonRate, &row.channel, question),
    }
}

fn share(metric: Metric, channel: &Channel, question: &Question<'_>) -> Value {
    let value = question
        .figure_of(metric, channel)
        .map(|Sample { value, .. }| value);
    Value {
        value: value.map(Quantity::scalar),
        told: question.words.known(value),
    }
}

fn limit(question: &Question<'_>) -> Option<Quantity> {
    first_limit(question.rule(Metric::ServiceLevel20s)?)
}

fn goal(question: &Question<'_>) -> Option<Value> {
    let limit = limit(question)?;
    let words = question.words;
    let told = words.say("service-goal", &[("limit", words.stated(limit).into())]);
    Some(Value {
        value: Some(limit.scalar()),
        told,
    })
}

fn told(rows: &[Level], words: &Words) -> String {
    let row = |row: &Level| {
        words.say(
            "service-alt-row",
            &[
                ("channel", row.label.as_str().into()),
                ("level", row.good.told.as_str().into()),
                ("abandonment", row.bad.told.as_str().into()),
                ("offered", row.note.as_str().into()),
            ],
        )
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}
