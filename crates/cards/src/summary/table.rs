//! The figures as a file: a row a figure, with keys that are the same in every language. All
//! skills are in it, and what the card leaves out.

mod row;

use chrono::{DateTime, Utc};

use self::row::{COLUMNS, SummaryRow, SummaryRowName, count, of, share};
use crate::{
    CardFile,
    report::{ReportTable, TableColumn},
    summary::told::SummaryView,
};
use vigia_core::{
    metrics::{
        Metric, Quantity, Unit,
        facts::{HoldTimes, WaitRange},
    },
    summaries::{CallVolume, CallsHeard, SummaryDay, SummaryFigure},
};

/// The file.
pub(super) fn file(told: &SummaryView<'_>) -> CardFile {
    CardFile {
        name: format!("summary-{}.csv", told.summary.edition.date),
        text: table(told).csv(told.words),
    }
}

/// The same as rows.
pub(super) fn table(told: &SummaryView<'_>) -> ReportTable {
    ReportTable {
        columns: COLUMNS.map(column).into(),
        rows: rows(told).into_iter().map(SummaryRow::cells).collect(),
    }
}

fn column(key: &'static str) -> TableColumn {
    TableColumn {
        key,
        title: key.to_owned(),
    }
}

fn rows(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let mut rows = figures(told);
    rows.extend(times(told));
    rows.extend(skills(told));
    rows.extend(channels(told));
    rows.extend(waits(told));
    rows.extend(smart_hold(told));
    rows.extend(holds(told));
    rows.extend(volume(told));
    rows.extend(watch(told));
    rows
}

fn figures(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let row = |figure: &SummaryFigure| of("figure", "", SummaryRowName::from(figure));
    told.summary.figures.iter().map(row).collect()
}

/// Hours, days, and the weeks before.
fn times(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let summary = told.summary;
    let clock = |time: DateTime<Utc>| {
        let local = time.with_timezone(&told.words.zone());
        local.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let mut rows = Vec::new();
    for hour in &summary.hours {
        let key = clock(hour.window.from());
        let calls = heard(&hour.heard)
            .into_iter()
            .map(|figure| match figure.metric {
                name if name == Metric::CallsOffered.name() => SummaryRowName {
                    usual: hour.usual.offered,
                    ..figure
                },
                name if name == Metric::ServiceLevel20s.name() => SummaryRowName {
                    usual: hour.usual.level,
                    ..figure
                },
                _ => figure,
            });
        rows.extend(calls.map(|figure| of("hour", &key, figure)));
    }
    let mut days = |section, days: &mut dyn Iterator<Item = &SummaryDay>| {
        for day in days {
            let key = day.date.to_string();
            let figures = heard(&day.heard).into_iter();
            rows.extend(figures.map(|figure| of(section, &key, figure)));
        }
    };
    days("day", &mut summary.days.iter());
    days("week_before", &mut summary.weeks.iter());
    days("day_before", &mut summary.before.iter());
    rows
}

/// What could not be read has its rows too, without a value: it is missing, not zero.
fn heard(heard: &CallsHeard) -> Vec<SummaryRowName> {
    calls(&heard.calls().copied().unwrap_or_default())
}

fn calls(calls: &CallVolume) -> Vec<SummaryRowName> {
    let wait = |metric: Metric, wait: Option<_>, of| {
        let value = wait.map(Quantity::Duration);
        let figure = SummaryRowName::new(metric.name(), Unit::Duration, value);
        SummaryRowName { of, ..figure }
    };
    let abandoned = count(Metric::AbandonCount.name(), calls.abandoned);
    vec![
        count(Metric::CallsOffered.name(), calls.offered),
        count(Metric::CallsAnswered.name(), calls.answered),
        SummaryRowName {
            of: calls.offered,
            ..abandoned
        },
        share(Metric::AbandonRate.name(), calls.abandonment()),
        share(Metric::ServiceLevel20s.name(), calls.level()),
        wait(Metric::Asa, calls.asa, calls.answered),
        wait(Metric::Ata, calls.ata, calls.abandoned),
    ]
}

fn skills(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let skills = &told.summary.skills;
    let mut rows = Vec::new();
    for skill in &skills.rows {
        let key = skill.skill.to_string();
        let name = told.names.get(skill.skill).unwrap_or_default();
        rows.extend(calls(&skill.calls).into_iter().map(|figure| SummaryRow {
            name: name.to_owned(),
            ..of("skill", &key, figure)
        }));
    }
    rows.extend(more("skill", skills.more));
    rows
}

/// How many are in neither the card nor the file.
fn more(section: &'static str, more: u64) -> Option<SummaryRow> {
    (more > 0).then(|| of(section, "", count("left_out", Some(more))))
}

fn channels(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let channels = &told.summary.channels;
    let mut rows = Vec::new();
    for row in &channels.rows {
        let figures = [
            count("offered", row.offered),
            count("answered", row.answered),
            count("abandoned", row.abandoned),
        ];
        rows.extend(figures.map(|figure| SummaryRow {
            name: told.words.channel(&row.channel),
            ..of("channel", row.channel.as_str(), figure)
        }));
    }
    rows.extend(more("channel", channels.more));
    rows
}

fn waits(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(waits) = &told.summary.waits else {
        return Vec::new();
    };
    let all = waits.sum_by_wait().or(waits.abandoned);
    let ranges = waits.by_wait.iter().map(|range| {
        let key = match &range.wait {
            WaitRange::Between(from, until) => format!("{from}-{until} s"),
            WaitRange::AtLeast(from) => format!("{from} s or more"),
            WaitRange::Other(name) => name.clone(),
        };
        let calls = count(Metric::AbandonCount.name(), range.calls);
        of("wait", &key, SummaryRowName { of: all, ..calls })
    });
    ranges.collect()
}

fn smart_hold(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(held) = &told.summary.smart_hold else {
        return Vec::new();
    };
    let stages = held.stages;
    let figures = [
        count(Metric::SmartHoldTreated.name(), stages.treated),
        count("smart_hold.accepted", stages.accepted),
        count("smart_hold.declined", stages.declined),
        count("smart_hold.undecided", stages.undecided),
        count("smart_hold.recall_ok", stages.reached),
        count(Metric::SmartHoldRecallFail.name(), stages.failed),
        count(Metric::SmartHoldOpen.name(), stages.open),
        SummaryRowName::from(&held.failing),
    ];
    figures.map(|figure| of("smart_hold", "", figure)).into()
}

fn holds(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(team) = &told.summary.holds else {
        return Vec::new();
    };
    let figures = |times: &HoldTimes| {
        let time = |metric: Metric, time: Option<_>| {
            SummaryRowName::new(metric.name(), Unit::Duration, time.map(Quantity::Duration))
        };
        [
            time(Metric::HoldTotal, times.hold),
            time(Metric::MuteTotal, times.mute),
            time(Metric::HoldMuteTotal, times.total),
            count(Metric::HoldMuteEvents.name(), times.uses),
            time(Metric::HoldMuteAvgPerEvent, times.per_use()),
        ]
    };
    let mut rows: Vec<_> = figures(&team.times)
        .map(|figure| of("hold", "", figure))
        .into();
    for agent in &team.agents.rows {
        let key = agent.agent.as_str();
        rows.extend(figures(&agent.times).map(|figure| of("agent", key, figure)));
    }
    rows.extend(more("agent", team.agents.more));
    rows
}

fn volume(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let Some(volume) = told.summary.volume else {
        return Vec::new();
    };
    let money = |metric: Metric, value: Option<f64>| {
        SummaryRowName::new(metric.name(), metric.unit(), value.map(Quantity::Money))
    };
    let minutes = volume.traffic.minutes;
    let minutes = minutes.and_then(|minutes| Quantity::of_scalar(Unit::Count, minutes));
    let figures = [
        count(Metric::CdrCalls.name(), volume.traffic.calls),
        SummaryRowName::new(Metric::CdrMinutes.name(), Unit::Count, minutes),
        money(Metric::CdrCost, volume.traffic.cost),
        share(Metric::CallsShortShare.name(), volume.short_share()),
    ];
    figures.map(|figure| of("calls", "", figure)).into()
}

/// Alerts, rules that rang, and what was read.
fn watch(told: &SummaryView<'_>) -> Vec<SummaryRow> {
    let (summary, tally) = (told.summary, &told.summary.alerts);
    let time = |metric, time: Option<_>| {
        SummaryRowName::new(metric, Unit::Duration, time.map(Quantity::Duration))
    };
    let alerts = [
        count("opened", Some(tally.opened)),
        count("acknowledged", Some(tally.acknowledged)),
        time("acknowledged_within", tally.acknowledged_within),
        time("longest", tally.longest),
    ];
    let mut rows: Vec<_> = alerts.map(|figure| of("alert", "", figure)).into();
    for rang in &tally.rules {
        let figures = [
            count("rang", Some(rang.times)),
            count("unacknowledged", Some(rang.unanswered)),
        ];
        rows.extend(figures.map(|figure| of("rule", rang.rule.as_str(), figure)));
    }
    rows.extend(more("rule", summary.rules_more));
    let read = count("reports_read", Some(summary.reads.came));
    rows.push(of(
        "data",
        "",
        SummaryRowName {
            of: Some(summary.reads.asked),
            ..read
        },
    ));
    rows.push(of(
        "data",
        "",
        count("skills_unread", Some(summary.reads.skills_unread)),
    ));
    rows
}
