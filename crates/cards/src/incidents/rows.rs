//! All open alerts of an incident, for whoever wants to see more than its card has room for.

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, CardFile, Words,
    incidents::OpenIncident,
    report::{ReportTable, TableCell, TableColumn},
    tidy,
};
use vigia_core::alerts::Alert;

/// The file, the worst first.
pub(super) fn file(open: &OpenIncident<'_>, reader: &AudienceView<'_>, words: &Words) -> CardFile {
    let mut alerts = open.alerts.clone();
    alerts.sort_by(|one, other| other.cmp_gravity(one));
    let column = |(key, id): (&'static str, &str)| TableColumn {
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
    let table = ReportTable {
        columns: columns.map(column).into(),
        rows: rows.collect(),
    };
    CardFile {
        name: format!("{}.csv", open.incident.id),
        text: table.csv(words),
    }
}

fn row(alert: &Alert, reader: &AudienceView<'_>, words: &Words) -> Vec<TableCell> {
    let severity = alert.state.severity();
    let sample = alert.last().map(|last| last.sample);
    let time = |time: DateTime<Utc>| {
        let local = time.with_timezone(&words.zone());
        TableCell::Text(local.format("%Y-%m-%d %H:%M:%S").to_string())
    };
    let value = sample.map(|sample| words.quantity(sample.value));
    let limit = alert.grounds.limit(severity);
    vec![
        TableCell::Text(tidy(alert.key.rule.as_str())),
        TableCell::Text(words.metric(alert.metric)),
        TableCell::Text(reader.place(&alert.key.scope, words)),
        TableCell::Text(words.severity(severity)),
        TableCell::Text(value.unwrap_or_default()),
        TableCell::Count(sample.and_then(|sample| sample.part)),
        TableCell::Count(sample.and_then(|sample| sample.of)),
        TableCell::Text(limit.map(|limit| words.stated(limit)).unwrap_or_default()),
        time(alert.state.since()),
        time(alert.as_of()),
    ]
}
