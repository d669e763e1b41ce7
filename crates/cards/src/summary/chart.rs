//! The picture of a summary: calls and service level of each hour of a day, or of each day
//! of a week.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    charts::{CallColumn, Chart, ChartValue, ColumnChart, Plot},
    report::alt_text,
    summary::view::SummaryView,
};
use vigia_core::{
    metrics::{Metric, Quantity},
    summaries::{CallsHeard, SummaryHour},
};

/// Draws the picture; `None` where no hour or day is known.
pub(super) fn summary_chart(view: &SummaryView<'_>) -> Option<Chart> {
    let (summary, words) = (view.summary, view.words);
    let (columns, message): (Vec<_>, _) = if summary.days.is_empty() {
        let hours = summary.hours.iter();
        let columns = hours.map(|hour| call_column(hour_label(hour, view), &hour.heard, view));
        (columns.collect(), "summary-alt-hours")
    } else {
        let days = summary.days.iter();
        let columns = days.map(|day| call_column(day_label(day.date, view), &day.heard, view));
        (columns.collect(), "summary-alt-days")
    };
    columns
        .iter()
        .find(|column| column.answered.is_some() || column.abandoned.is_some())?;
    let goal = view
        .figure(Metric::ServiceLevel20s)
        .and_then(|figure| figure.goal);
    let goal = goal.map(|goal| {
        let text = words.say("summary-chart-goal", &[("goal", words.stated(goal).into())]);
        ChartValue {
            value: Some(goal.scalar()),
            text,
        }
    });
    Some(Chart {
        alt: alt_text(&columns_in_words(&columns, message, goal.as_ref(), view)),
        plot: Plot::Columns(ColumnChart {
            answered: words.say("summary-chart-answered", &[]),
            abandoned: words.say("summary-chart-abandoned", &[]),
            columns,
            goal,
        }),
    })
}

fn call_column(label: String, heard: &CallsHeard, view: &SummaryView<'_>) -> CallColumn {
    let calls = heard.calls().copied().unwrap_or_default();
    let level = calls.level().map(|level| level.value);
    let count = |calls: Option<u64>| Some(Quantity::Count(calls?).scalar());
    CallColumn {
        label,
        answered: count(calls.answered),
        abandoned: count(calls.abandoned),
        level: ChartValue {
            value: level.map(Quantity::scalar),
            text: level.map_or_else(String::new, |level| view.words.quantity(level)),
        },
        is_unread: *heard == CallsHeard::Unread,
    }
}

/// Formats `07`, or `07:30` where hours do not begin at the full hour.
fn hour_label(hour: &SummaryHour, view: &SummaryView<'_>) -> String {
    let clock = view.words.clock(hour.window.from());
    clock
        .strip_suffix(":00")
        .map_or(clock.clone(), str::to_owned)
}

/// Formats `Tue`; the line below the title has the date.
fn day_label(date: NaiveDate, view: &SummaryView<'_>) -> String {
    view.words.day(date.weekday())
}

/// Says in one sentence which column is the lowest, how many miss the goal, and what is unread.
fn columns_in_words(
    columns: &[CallColumn],
    message: &str,
    goal: Option<&ChartValue>,
    view: &SummaryView<'_>,
) -> String {
    let words = view.words;
    let label = |column: Option<&CallColumn>| {
        let label = column.map(|column| column.label.clone());
        label.unwrap_or_default().into()
    };
    let ends = [
        ("first", label(columns.first())),
        ("last", label(columns.last())),
    ];
    let mut parts = vec![words.say(message, &ends)];
    let known = columns
        .iter()
        .filter_map(|column| Some((column.level.value?, column)));
    let known: Vec<_> = known.collect();
    let lowest = known.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    parts.extend(lowest.map(|(_, column)| {
        let level = ("level", column.level.text.clone().into());
        let label = ("label", column.label.clone().into());
        words.say("summary-alt-lowest", &[level, label])
    }));
    parts.extend(goal.and_then(|goal| goal.value).map(|goal| {
        let missed = known.iter().filter(|(level, _)| *level < goal).count();
        let missed = ("missed", words.number_of(missed).into());
        let of = ("of", words.number_of(known.len()).into());
        words.say("summary-alt-missed", &[missed, of])
    }));
    let unread = columns.iter().filter(|column| column.is_unread);
    let unread: Vec<_> = unread.map(|column| column.label.as_str()).collect();
    if !unread.is_empty() {
        let labels = ("labels", unread.join(", ").into());
        parts.push(words.say("summary-alt-unread", &[labels]));
    }
    format!("{}.", parts.join("; "))
}
