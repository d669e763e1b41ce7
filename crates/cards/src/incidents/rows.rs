//! All open alerts of an incident, for whoever wants to see more than its card has room for.

use chrono::{DateTime, Utc};

use crate::{
    File, Reader, Words,
    incidents::OpenIncident,
    report::{Cell, Column, Table},
    tidy,
};
use vigia_core::alerts::Alert;

/// The file, the worst first.
pub(super) fn file(open: &OpenIncident<'_>, reader: &Reader<'_>, words: &Words) -> File {
    let mut alerts = open.alerts.clone();
    alerts.sort_by(|one, other| other.cmp_gravity(one));
    let column = |(key, id): (&'static str, &str)| Column {
        key,
        title: words.say(id, &[]),
    };
    let columns = [
        ("rule", "column-rule"),
        ("metric", "column-metric"),
        ("place", "column-place"),
        ("severity", "column-severity"),
        ("value", "column-value"),
        ("part", "column-part"),
        ("of", "column-of"),
        ("limit", "column-limit"),
        ("since", "column-since"),
        ("as_of", "column-as-of"),
    ];
    let rows = alerts.iter().map(|alert| row(alert, reader, words));
    let table = Table {
        columns: columns.map(column).into(),
        rows: rows.collect(),
    };
    File {
        name: format!("{}.csv", open.incident.id),
        text: table.csv(words),
    }
}

fn row(alert: &Alert, reader: &Reader<'_>, words: &Words) -> Vec<Cell> {
    let severity = alert.state.severity();
    let sample = alert.last().map(|last| last.sample);
    let time = |time: DateTime<Utc>| {
        let local = time.with_timezone(&words.zone());
        Cell::Text(local.format("%Y-%m-%d %H:%M:%S").to_string())
    };
    let value = sample.map(|sample| words.quantity(sample.value));
    let limit = alert.grounds.limit(severity);
    vec![
        Cell::Text(tidy(alert.key.rule.as_str())),
        Cell::Text(words.metric(alert.metric)),
        Cell::Text(reader.place(&alert.key.scope, words)),
        Cell::Text(words.severity(severity)),
        Cell::Text(value.unwrap_or_default()),
        Cell::Count(sample.and_then(|sample| sample.part)),
        Cell::Count(sample.and_then(|sample| sample.of)),
        Cell::Text(limit.map(|limit| words.stated(limit)).unwrap_or_default()),
        time(alert.state.since()),
        time(alert.as_of()),
    ]
}
