//! A row an agent: in the order asked for, as lines of the card and as the table.

use std::time::Duration;

use crate::{
    CardLine, TextSpan, Words,
    compared::joined,
    report::{ReportTable, RowPage, SortOrder, TableCell, TableColumn, highest_first},
    tidy,
};
use vigia_core::metrics::{
    Quantity,
    facts::{AgentHolds, HoldTimes},
};

/// The orders that this answer has.
#[derive(Clone, Copy)]
pub(super) enum HoldSortKey {
    Total,
    Hold,
    Mute,
    Uses,
    PerUse,
    Name,
}

impl HoldSortKey {
    /// An order of another report is the longest first.
    pub(super) fn of(order: Option<SortOrder>) -> Self {
        match order {
            Some(SortOrder::Hold) => Self::Hold,
            Some(SortOrder::Mute) => Self::Mute,
            Some(SortOrder::Uses) => Self::Uses,
            Some(SortOrder::PerUse) => Self::PerUse,
            Some(SortOrder::Name) => Self::Name,
            Some(_) | None => Self::Total,
        }
    }
}

/// The rows in the order asked for. Where two are alike, they stand by name.
pub(super) fn sorted(rows: &[AgentHolds], by: HoldSortKey) -> Vec<&AgentHolds> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_cached_key(|row| tidy(row.agent.as_str()).to_lowercase());
    match by {
        HoldSortKey::Name => {}
        HoldSortKey::Total => highest_first(&mut rows, |row| row.total),
        HoldSortKey::Hold => highest_first(&mut rows, |row| row.hold),
        HoldSortKey::Mute => highest_first(&mut rows, |row| row.mute),
        HoldSortKey::Uses => highest_first(&mut rows, |row| row.uses),
        HoldSortKey::PerUse => highest_first(&mut rows, |row| row.times().per_use()),
    }
    rows
}

/// The rows of one page under their heading, each with its place.
pub(super) fn lines(
    page: &RowPage<&AgentHolds>,
    by: HoldSortKey,
    median: Option<Duration>,
    words: &Words,
) -> Vec<CardLine> {
    if page.rows.is_empty() {
        return Vec::new();
    }
    let heading = match by {
        HoldSortKey::Total => "hold-by-total",
        HoldSortKey::Hold => "hold-by-hold",
        HoldSortKey::Mute => "hold-by-mute",
        HoldSortKey::Uses => "hold-by-uses",
        HoldSortKey::PerUse => "hold-by-per-use",
        HoldSortKey::Name => "hold-by-name",
    };
    let rows = page.rows.iter().zip(page.first..).map(|(row, place)| {
        CardLine(vec![
            TextSpan::Text(format!("{place}. ")),
            TextSpan::Strong(name(row, words)),
            TextSpan::Text(format!(": {}", figures(&row.times(), median, words))),
        ])
    });
    let mut lines = vec![words.line(heading, &[])];
    lines.extend(rows.chain(page.line(words)));
    lines
}

/// The figures of one agent on one line.
pub(super) fn figures(times: &HoldTimes, median: Option<Duration>, words: &Words) -> String {
    let time = |length: Option<Duration>| words.known(length.map(Quantity::Duration));
    let per_use = ("per-use", time(times.per_use()).into());
    let parts = [
        Some(time(times.total)),
        Some(words.say("hold-row-hold", &[("time", time(times.hold).into())])),
        Some(words.say("hold-row-mute", &[("time", time(times.mute).into())])),
        Some(words.say(
            "hold-row-uses",
            &[("uses", words.uses(times.uses).into()), per_use],
        )),
        times_median(times.total, median).map(|times| factor(times, words)),
    ];
    joined(parts.into_iter().flatten())
}

/// `2.1× the median`.
pub(super) fn factor(times: f64, words: &Words) -> String {
    let decimals = if times < 1.0 { 2 } else { 1 };
    let times = words.decimal(times, decimals);
    words.say("hold-row-factor", &[("times", times.into())])
}

/// How many medians a total is; none where the median is nothing.
pub(super) fn times_median(total: Option<Duration>, median: Option<Duration>) -> Option<f64> {
    let median = median.filter(|median| !median.is_zero())?;
    Some(total?.as_secs_f64() / median.as_secs_f64())
}

/// The agent's name on one line; one of which nothing can be shown is a dash.
pub(super) fn name(row: &AgentHolds, words: &Words) -> String {
    let name = tidy(row.agent.as_str());
    if name.is_empty() {
        return words.known(None);
    }
    name
}

/// Rows with names.
pub(super) fn table(rows: &[&AgentHolds], median: Option<Duration>, words: &Words) -> ReportTable {
    let mut columns = vec![column("agent", "hold-agent", words)];
    columns.extend(figure_columns(words));
    columns.push(column("times_median", "hold-times-median", words));
    let rows = rows.iter().map(|row| {
        let mut cells = vec![TableCell::Text(row.agent.as_str().to_owned())];
        cells.extend(cells_of(&row.times()));
        cells.push(TableCell::Number(times_median(row.total, median)));
        cells
    });
    ReportTable {
        columns,
        rows: rows.collect(),
    }
}

/// The team's row alone.
pub(super) fn team_table(team: &HoldTimes, words: &Words) -> ReportTable {
    ReportTable {
        columns: figure_columns(words).into(),
        rows: vec![cells_of(team).into()],
    }
}

fn figure_columns(words: &Words) -> [TableColumn; 6] {
    [
        column("total_time", "hold-total", words),
        column("hold_time", "hold-hold", words),
        column("mute_time", "hold-mute", words),
        column("uses", "hold-both-uses", words),
        column("time_per_use", "hold-per-use", words),
        column("hold_share", "hold-share", words),
    ]
}

fn cells_of(times: &HoldTimes) -> [TableCell; 6] {
    [
        TableCell::Time(times.total),
        TableCell::Time(times.hold),
        TableCell::Time(times.mute),
        TableCell::Count(times.uses),
        TableCell::Time(times.per_use()),
        TableCell::Percent(times.hold_share().map(Quantity::scalar)),
    ]
}

fn column(key: &'static str, title: &str, words: &Words) -> TableColumn {
    TableColumn {
        key,
        title: words.say(title, &[]),
    }
}
