//! The picture of a summary: calls and service level of each hour of a day, or of each day
//! of a week, beside the usual ones.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    charts::{Chart, ChartValue, DayChart, DayChartNames, DayColumn, Plot},
    report::axis_heights,
    summary::view::SummaryView,
    tidy_within,
};
use vigia_core::{
    metrics::{Channel, Metric, Quantity},
    summaries::{CallVolume, CallsHeard, SummaryDay, SummaryHour, UsualFigure},
};

/// The number of characters that the text for those who cannot see the picture may have.
const ALT_ROOM: usize = 999;

/// Draws the picture; `None` where no hour or day is known.
pub(super) fn summary_chart(view: &SummaryView<'_>, when: &str) -> Option<Chart> {
    let (summary, words) = (view.summary, view.words);
    let (columns, rows, by): (Vec<_>, Vec<_>, _) = if summary.days.is_empty() {
        let columns = summary.hours.iter().map(|hour| hour_column(hour, view));
        let rows = summary
            .hours
            .iter()
            .map(|hour| (hour_label(hour, view), &hour.heard));
        (columns.collect(), rows.collect(), "summary-chart-hours")
    } else {
        let columns = summary.days.iter().map(|day| day_column(day, view));
        let rows = summary
            .days
            .iter()
            .map(|day| (day_label(day.date, view), &day.heard));
        (columns.collect(), rows.collect(), "summary-chart-days")
    };
    if !rows.iter().any(|(_, heard)| heard.calls().is_some()) {
        return None;
    }
    let by = words.say(by, &[]);
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
    let name = |id| words.say(id, &[]);
    Some(Chart {
        title: name("summary-chart"),
        subtitle: format!("{} · {when} · {by}", words.channel(&Channel::inbound())),
        alt: alt_text(&rows, when, &by, goal.as_ref(), view),
        plot: Plot::Day(DayChart {
            names: DayChartNames {
                answered: name("summary-chart-answered"),
                abandoned: name("summary-chart-abandoned"),
                level: name("summary-chart-level"),
                usual: name("summary-chart-usual"),
            },
            calls: call_marks(&columns, view),
            shares: [0.0, 50.0, 100.0]
                .map(|share| share_mark(share, view))
                .into(),
            columns,
            goal,
        }),
    })
}

fn hour_column(hour: &SummaryHour, view: &SummaryView<'_>) -> DayColumn {
    let usual = |usual: Option<UsualFigure>| Some(usual?.value.scalar());
    DayColumn {
        usual: usual(hour.usual.offered),
        usual_level: usual(hour.usual.level),
        ..calls_column(hour_label(hour, view), &hour.heard, view)
    }
}

fn day_column(day: &SummaryDay, view: &SummaryView<'_>) -> DayColumn {
    calls_column(day_label(day.date, view), &day.heard, view)
}

fn calls_column(label: String, heard: &CallsHeard, view: &SummaryView<'_>) -> DayColumn {
    let calls = heard.calls().copied().unwrap_or_default();
    let count = |calls: Option<u64>| Some(Quantity::Count(calls?).scalar());
    DayColumn {
        label,
        answered: count(calls.answered),
        abandoned: count(calls.abandoned),
        usual: None,
        level: ChartValue {
            value: calls.level().map(|level| level.value.scalar()),
            text: level_text(&calls, view),
        },
        usual_level: None,
        is_unread: *heard == CallsHeard::Unread,
    }
}

/// A share without decimals: a phone has no room for more.
fn level_text(calls: &CallVolume, view: &SummaryView<'_>) -> String {
    match calls.level() {
        Some(level) => view
            .words
            .stated(Quantity::Percent(level.value.scalar().round())),
        None => view.words.known(None),
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

/// The marks of the columns' heights.
fn call_marks(columns: &[DayColumn], view: &SummaryView<'_>) -> Vec<ChartValue> {
    let drawn = columns.iter().flat_map(|column| {
        let all = [column.answered, column.abandoned]
            .into_iter()
            .flatten()
            .sum();
        [Some(all), column.usual]
    });
    axis_heights(Metric::CallsOffered, drawn.flatten(), view.words)
}

fn share_mark(share: f64, view: &SummaryView<'_>) -> ChartValue {
    ChartValue {
        value: Some(share),
        text: view.words.stated(Quantity::Percent(share)),
    }
}

/// Describes the picture in words, with a few for each column: `07 80 / 1 / 95 %`.
fn alt_text(
    rows: &[(String, &CallsHeard)],
    when: &str,
    by: &str,
    goal: Option<&ChartValue>,
    view: &SummaryView<'_>,
) -> String {
    let words = view.words;
    let head = words.say("summary-alt", &[("by", by.into()), ("when", when.into())]);
    let row = |(label, heard): &(String, &CallsHeard)| match heard {
        CallsHeard::Calls(calls) => {
            let (offered, abandoned) = (view.count(calls.offered), view.count(calls.abandoned));
            format!(
                "{label}: {offered} / {abandoned} / {}",
                level_text(calls, view)
            )
        }
        CallsHeard::Nothing => format!("{label}: {}", words.known(None)),
        CallsHeard::Unread => format!("{label}: {}", words.say("summary-alt-unread", &[])),
    };
    let rows = rows.iter().map(row).collect::<Vec<_>>().join("; ");
    let goal = goal.map_or_else(String::new, |goal| format!(" ({})", goal.text));
    tidy_within(&format!("{head}{goal} {rows}."), ALT_ROOM)
}
