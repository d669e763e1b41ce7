//! The figures of a summary as a file: a row for each figure, with keys that are the same in
//! every language. It has all skills, and more than the card has room for.

use chrono::{DateTime, Utc};

use crate::{
    CardFile,
    report::{ReportTable, TableCell, TableColumn},
    summary::view::SummaryView,
};
use vigia_core::{
    metrics::{
        Metric, Quantity, Sample, Unit,
        facts::{HoldTimes, SecondsRange},
    },
    summaries::{CallVolume, CallsHeard, SummaryDay, SummaryFigure, UsualFigure},
};

pub(super) fn summary_file(view: &SummaryView<'_>) -> CardFile {
    CardFile {
        name: format!("summary-{}.csv", view.summary.edition.date),
        text: summary_table(view).csv(view.words),
    }
}

pub(super) fn summary_table(view: &SummaryView<'_>) -> ReportTable {
    ReportTable {
        columns: COLUMNS
            .map(|key| TableColumn {
                key,
                title: key.to_owned(),
            })
            .into(),
        rows: summary_rows(view)
            .into_iter()
            .map(SummaryRow::cells)
            .collect(),
    }
}

fn summary_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let mut rows = figure_rows(view);
    rows.extend(time_rows(view));
    rows.extend(skill_rows(view));
    rows.extend(channel_rows(view));
    rows.extend(wait_rows(view));
    rows.extend(smart_hold_rows(view));
    rows.extend(hold_rows(view));
    rows.extend(volume_rows(view));
    rows.extend(watch_rows(view));
    rows
}

fn figure_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let row = |figure: &SummaryFigure| SummaryRow::new("figure", "", SummaryCell::from(figure));
    view.summary.figures.iter().map(row).collect()
}

/// Hours, days, and the weeks before.
fn time_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let summary = view.summary;
    let clock = |time: DateTime<Utc>| {
        let local = time.with_timezone(&view.words.zone());
        local.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let mut rows = Vec::new();
    for hour in &summary.hours {
        let key = clock(hour.window.from());
        let calls = heard_figures(&hour.heard)
            .into_iter()
            .map(|figure| match figure.metric {
                name if name == Metric::CallsOffered.name() => SummaryCell {
                    usual: hour.usual.offered,
                    ..figure
                },
                name if name == Metric::ServiceLevel20s.name() => SummaryCell {
                    usual: hour.usual.level,
                    ..figure
                },
                _ => figure,
            });
        rows.extend(calls.map(|figure| SummaryRow::new("hour", &key, figure)));
    }
    let mut days = |section, days: &mut dyn Iterator<Item = &SummaryDay>| {
        for day in days {
            let key = day.date.to_string();
            let figures = heard_figures(&day.heard).into_iter();
            rows.extend(figures.map(|figure| SummaryRow::new(section, &key, figure)));
        }
    };
    days("day", &mut summary.days.iter());
    days("week_before", &mut summary.weeks.iter());
    days("day_before", &mut summary.before.iter());
    rows
}

/// Figures that could not be read have rows without a value: they are missing, not zero.
fn heard_figures(heard: &CallsHeard) -> Vec<SummaryCell> {
    call_figures(&heard.calls().copied().unwrap_or_default())
}

fn call_figures(calls: &CallVolume) -> Vec<SummaryCell> {
    let wait = |metric: Metric, wait: Option<_>, of| {
        let value = wait.map(Quantity::Duration);
        let figure = SummaryCell::new(metric.name(), Unit::Duration, value);
        SummaryCell { of, ..figure }
    };
    let abandoned = count_cell(Metric::AbandonCount.name(), calls.abandoned);
    vec![
        count_cell(Metric::CallsOffered.name(), calls.offered),
        count_cell(Metric::CallsAnswered.name(), calls.answered),
        SummaryCell {
            of: calls.offered,
            ..abandoned
        },
        share_cell(Metric::AbandonRate.name(), calls.abandonment()),
        share_cell(Metric::ServiceLevel20s.name(), calls.level()),
        wait(Metric::Asa, calls.asa, calls.answered),
        wait(Metric::Ata, calls.ata, calls.abandoned),
    ]
}

fn skill_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let skills = &view.summary.skills;
    let mut rows = Vec::new();
    for skill in &skills.rows {
        let key = skill.skill.to_string();
        let name = view.names.get(skill.skill).unwrap_or_default();
        rows.extend(
            call_figures(&skill.calls)
                .into_iter()
                .map(|figure| SummaryRow {
                    name: name.to_owned(),
                    ..SummaryRow::new("skill", &key, figure)
                }),
        );
    }
    rows.extend(left_out_row("skill", skills.more));
    rows
}

/// The number of those that are in neither the card nor the file.
fn left_out_row(section: &'static str, more: u64) -> Option<SummaryRow> {
    (more > 0).then(|| SummaryRow::new(section, "", count_cell("left_out", Some(more))))
}

fn channel_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let channels = &view.summary.channels;
    let mut rows = Vec::new();
    for row in &channels.rows {
        let figures = [
            count_cell("offered", row.offered),
            count_cell("answered", row.answered),
            count_cell("abandoned", row.abandoned),
        ];
        rows.extend(figures.map(|figure| SummaryRow {
            name: view.words.channel(&row.channel),
            ..SummaryRow::new("channel", row.channel.as_str(), figure)
        }));
    }
    rows.extend(left_out_row("channel", channels.more));
    rows
}

fn wait_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(waits) = &view.summary.waits else {
        return Vec::new();
    };
    let all = waits.sum_by_wait().or(waits.abandoned);
    let ranges = waits.by_wait.iter().map(|range| {
        let key = match &range.wait {
            SecondsRange::Between(from, until) => format!("{from}-{until} s"),
            SecondsRange::AtLeast(from) => format!("{from} s or more"),
            SecondsRange::Other(name) => name.clone(),
        };
        let calls = count_cell(Metric::AbandonCount.name(), range.calls);
        SummaryRow::new("wait", &key, SummaryCell { of: all, ..calls })
    });
    ranges.collect()
}

fn smart_hold_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(held) = &view.summary.smart_hold else {
        return Vec::new();
    };
    let stages = held.stages;
    let figures = [
        count_cell(Metric::SmartHoldTreated.name(), stages.treated),
        count_cell("smart_hold.accepted", stages.accepted),
        count_cell("smart_hold.declined", stages.declined),
        count_cell("smart_hold.undecided", stages.undecided),
        count_cell("smart_hold.recall_ok", stages.reached),
        count_cell(Metric::SmartHoldRecallFail.name(), stages.failed),
        count_cell(Metric::SmartHoldOpen.name(), stages.open),
        SummaryCell::from(&held.failing),
    ];
    figures
        .map(|figure| SummaryRow::new("smart_hold", "", figure))
        .into()
}

fn hold_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(team) = &view.summary.holds else {
        return Vec::new();
    };
    let figures = |times: &HoldTimes| {
        let time = |metric: Metric, time: Option<_>| {
            SummaryCell::new(metric.name(), Unit::Duration, time.map(Quantity::Duration))
        };
        [
            time(Metric::HoldTotal, times.hold),
            time(Metric::MuteTotal, times.mute),
            time(Metric::HoldMuteTotal, times.total),
            count_cell(Metric::HoldMuteEvents.name(), times.uses),
            time(Metric::HoldMuteAvgPerEvent, times.per_use()),
        ]
    };
    let mut rows: Vec<_> = figures(&team.times)
        .map(|figure| SummaryRow::new("hold", "", figure))
        .into();
    for agent in &team.agents.rows {
        let key = agent.agent.as_str();
        rows.extend(figures(&agent.times).map(|figure| SummaryRow::new("agent", key, figure)));
    }
    rows.extend(left_out_row("agent", team.agents.more));
    rows
}

fn volume_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(volume) = view.summary.volume else {
        return Vec::new();
    };
    let money = |metric: Metric, value: Option<f64>| {
        SummaryCell::new(metric.name(), metric.unit(), value.map(Quantity::Money))
    };
    let minutes = volume.traffic.minutes;
    let minutes = minutes.and_then(|minutes| Quantity::of_scalar(Unit::Count, minutes));
    let figures = [
        count_cell(Metric::CdrCalls.name(), volume.traffic.calls),
        SummaryCell::new(Metric::CdrMinutes.name(), Unit::Count, minutes),
        money(Metric::CdrCost, volume.traffic.cost),
        share_cell(Metric::CallsShortShare.name(), volume.short_share()),
    ];
    figures
        .map(|figure| SummaryRow::new("calls", "", figure))
        .into()
}

/// Alerts, rules that rang, and what was read.
fn watch_rows(view: &SummaryView<'_>) -> Vec<SummaryRow> {
    let (summary, tally) = (view.summary, &view.summary.alerts);
    let time = |metric, time: Option<_>| {
        SummaryCell::new(metric, Unit::Duration, time.map(Quantity::Duration))
    };
    let alerts = [
        count_cell("opened", Some(tally.opened)),
        count_cell("acknowledged", Some(tally.acknowledged)),
        time("acknowledged_within", tally.acknowledged_within),
        time("longest", tally.longest),
    ];
    let mut rows: Vec<_> = alerts
        .map(|figure| SummaryRow::new("alert", "", figure))
        .into();
    for rang in &tally.rules {
        let figures = [
            count_cell("rang", Some(rang.times)),
            count_cell("unacknowledged", Some(rang.unanswered)),
        ];
        rows.extend(figures.map(|figure| SummaryRow::new("rule", rang.rule.as_str(), figure)));
    }
    rows.extend(left_out_row("rule", summary.rules_more));
    let read = count_cell("reports_read", Some(summary.reads.came));
    rows.push(SummaryRow::new(
        "data",
        "",
        SummaryCell {
            of: Some(summary.reads.asked),
            ..read
        },
    ));
    rows.push(SummaryRow::new(
        "data",
        "",
        count_cell("skills_unread", Some(summary.reads.skills_unread)),
    ));
    rows
}

const COLUMNS: [&str; 12] = [
    "section",
    "key",
    "name",
    "metric",
    "unit",
    "value",
    "part",
    "of",
    "goal",
    "usual",
    "usual_weeks",
    "day_before",
];

struct SummaryRow {
    section: &'static str,
    key: String,
    name: String,
    figure: SummaryCell,
}

/// A figure under the name by which scripts find it.
struct SummaryCell {
    metric: &'static str,
    unit: Unit,
    value: Option<Quantity>,
    part: Option<u64>,
    of: Option<u64>,
    goal: Option<Quantity>,
    usual: Option<UsualFigure>,
    before: Option<Quantity>,
}

fn count_cell(metric: &'static str, count: Option<u64>) -> SummaryCell {
    SummaryCell::new(metric, Unit::Count, count.map(Quantity::Count))
}

fn share_cell(metric: &'static str, sample: Option<Sample>) -> SummaryCell {
    let value = sample.map(|sample| sample.value);
    SummaryCell {
        part: sample.and_then(|sample| sample.part),
        of: sample.and_then(|sample| sample.of),
        ..SummaryCell::new(metric, Unit::Percent, value)
    }
}

impl SummaryCell {
    fn new(metric: &'static str, unit: Unit, value: Option<Quantity>) -> Self {
        Self {
            metric,
            unit,
            value,
            part: None,
            of: None,
            goal: None,
            usual: None,
            before: None,
        }
    }
}

impl From<&SummaryFigure> for SummaryCell {
    fn from(figure: &SummaryFigure) -> Self {
        let sample = figure.sample;
        Self {
            part: sample.and_then(|sample| sample.part),
            of: sample.and_then(|sample| sample.of),
            goal: figure.goal,
            usual: figure.usual,
            before: figure.before.map(|sample| sample.value),
            ..Self::new(
                figure.metric.name(),
                figure.metric.unit(),
                sample.map(|sample| sample.value),
            )
        }
    }
}

impl SummaryRow {
    fn new(section: &'static str, key: &str, figure: SummaryCell) -> Self {
        Self {
            section,
            key: key.to_owned(),
            name: String::new(),
            figure,
        }
    }

    fn cells(self) -> Vec<TableCell> {
        let figure = self.figure;
        let unit = match figure.unit {
            Unit::Percent => "percent",
            Unit::Duration => "time",
            Unit::Count => "count",
            Unit::Money => "money",
        };
        let weeks = figure.usual.map(|usual| u64::from(usual.weeks));
        vec![
            TableCell::Text(self.section.to_owned()),
            TableCell::Text(self.key),
            TableCell::Text(self.name),
            TableCell::Text(figure.metric.to_owned()),
            TableCell::Text(unit.to_owned()),
            table_cell(figure.value),
            TableCell::Count(figure.part),
            TableCell::Count(figure.of),
            table_cell(figure.goal),
            table_cell(figure.usual.map(|usual| usual.value)),
            TableCell::Count(weeks),
            table_cell(figure.before),
        ]
    }
}

fn table_cell(value: Option<Quantity>) -> TableCell {
    match value {
        None => TableCell::Count(None),
        Some(Quantity::Count(count)) => TableCell::Count(Some(count)),
        Some(Quantity::Percent(percent)) => TableCell::Percent(Some(percent)),
        Some(Quantity::Money(amount)) => TableCell::Number(Some(amount)),
        Some(Quantity::Duration(length)) => TableCell::Time(Some(length)),
    }
}
