//! The picture: calls and service level of each hour of a day, or of each day of a week,
//! beside what is usual.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    charts::{Chart, ChartValue, DayChart, DayChartNames, DayColumn, Plot},
    report::heights,
    summary::told::SummaryView,
    tidy_within,
};
use vigia_core::{
    metrics::{Channel, Metric, Quantity},
    summaries::{CallVolume, CallsHeard, SummaryDay, SummaryHour, UsualFigure},
};

/// How long the text for those who cannot see it may be.
const ALT: usize = 999;

/// The picture; `None` where no hour or day of it is known.
pub(super) fn course(told: &SummaryView<'_>, when: &str) -> Option<Chart> {
    let (summary, words) = (told.summary, told.words);
    let (columns, rows, by): (Vec<_>, Vec<_>, _) = if summary.days.is_empty() {
        let columns = summary.hours.iter().map(|hour| of_hour(hour, told));
        let rows = summary
            .hours
            .iter()
            .map(|hour| (label(hour, told), &hour.heard));
        (columns.collect(), rows.collect(), "summary-chart-hours")
    } else {
        let columns = summary.days.iter().map(|day| of_day(day, told));
        let rows = summary
            .days
            .iter()
            .map(|day| (short(day.date, told), &day.heard));
        (columns.collect(), rows.collect(), "summary-chart-days")
    };
    if !rows.iter().any(|(_, heard)| heard.calls().is_some()) {
        return None;
    }
    let by = words.say(by, &[]);
    let goal = told
        .figure(Metric::ServiceLevel20s)
        .and_then(|figure| figure.goal);
    let goal = goal.map(|goal| {
        let told = words.say("summary-chart-goal", &[("goal", words.stated(goal).into())]);
        ChartValue {
            value: Some(goal.scalar()),
            told,
        }
    });
    let name = |id| words.say(id, &[]);
    Some(Chart {
        title: name("summary-chart"),
        subtitle: format!("{} · {when} · {by}", words.channel(&Channel::inbound())),
        alt: alt(&rows, when, &by, goal.as_ref(), told),
        plot: Plot::Course(DayChart {
            names: DayChartNames {
                answered: name("summary-chart-answered"),
                abandoned: name("summary-chart-abandoned"),
                level: name("summary-chart-level"),
                usual: name("summary-chart-usual"),
            },
            calls: calls(&columns, told),
            shares: [0.0, 50.0, 100.0].map(|share| of_share(share, told)).into(),
            columns,
            goal,
        }),
    })
}

fn of_hour(hour: &SummaryHour, told: &SummaryView<'_>) -> DayColumn {
    let usual = |usual: Option<UsualFigure>| Some(usual?.value.scalar());
    DayColumn {
        usual: usual(hour.usual.offered),
        usual_level: usual(hour.usual.level),
        ..column(label(hour, told), &hour.heard, told)
    }
}

fn of_day(day: &SummaryDay, told: &SummaryView<'_>) -> DayColumn {
    column(short(day.date, told), &day.heard, told)
}

fn column(label: String, heard: &CallsHeard, told: &SummaryView<'_>) -> DayColumn {
    let calls = heard.calls().copied().unwrap_or_default();
    let count = |calls: Option<u64>| Some(Quantity::Count(calls?).scalar());
    DayColumn {
        label,
        answered: count(calls.answered),
        abandoned: count(calls.abandoned),
        usual: None,
        level: ChartValue {
            value: calls.level().map(|level| level.value.scalar()),
            told: level(&calls, told),
        },
        usual_level: None,
        is_unread: *heard == CallsHeard::Unread,
    }
}

/// A share without decimals: a phone has no room for more.
fn level(calls: &CallVolume, told: &SummaryView<'_>) -> String {
    match calls.level() {
        Some(level) => told
            .words
            .stated(Quantity::Percent(level.value.scalar().round())),
        None => told.words.known(None),
    }
}

/// `07`, and `07:30` where hours do not begin at the full hour.
fn label(hour: &SummaryHour, told: &SummaryView<'_>) -> String {
    let clock = told.words.clock(hour.window.from());
    clock
        .strip_suffix(":00")
        .map_or(clock.clone(), str::to_owned)
}

/// `Tue`: which one it is says the line below the title.
fn short(date: NaiveDate, told: &SummaryView<'_>) -> String {
    told.words.day(date.weekday())
}

/// The marks of the columns' heights.
fn calls(columns: &[DayColumn], told: &SummaryView<'_>) -> Vec<ChartValue> {
    let drawn = columns.iter().flat_map(|column| {
        let all = [column.answered, column.abandoned]
            .into_iter()
            .flatten()
            .sum();
        [Some(all), column.usual]
    });
    heights(Metric::CallsOffered, drawn.flatten(), told.words)
}

fn of_share(share: f64, told: &SummaryView<'_>) -> ChartValue {
    ChartValue {
        value: Some(share),
        told: told.words.stated(Quantity::Percent(share)),
    }
}

/// The same in words, a few for each column: `07 80 / 1 / 95 %`.
fn alt(
    rows: &[(String, &CallsHeard)],
    when: &str,
    by: &str,
    goal: Option<&ChartValue>,
    told: &SummaryView<'_>,
) -> String {
    let words = told.words;
    let head = words.say("summary-alt", &[("by", by.into()), ("when", when.into())]);
    let row = |(label, heard): &(String, &CallsHeard)| match heard {
        CallsHeard::Calls(calls) => {
            let (offered, abandoned) = (told.count(calls.offered), told.count(calls.abandoned));
            format!("{label}: {offered} / {abandoned} / {}", level(calls, told))
        }
        CallsHeard::Nothing => format!("{label}: {}", words.known(None)),
        CallsHeard::Unread => format!("{label}: {}", words.say("summary-alt-unread", &[])),
    };
    let rows = rows.iter().map(row).collect::<Vec<_>>().join("; ");
    let goal = goal.map_or_else(String::new, |goal| format!(" ({})", goal.told));
    tidy_within(&format!("{head}{goal} {rows}."), ALT)
}
