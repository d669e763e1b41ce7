//! The table: a row a channel with all that the report and its calls tell, also of those
//! whose seconds nobody should judge.

use crate::{
    report::{ReportTable, TableCell, TableColumn, unaccounted},
    service::{channels, question::ServiceQuestion},
};
use vigia_core::metrics::{Metric, Quantity, facts::ChannelService};

pub(super) fn table(question: &ServiceQuestion<'_>) -> ReportTable {
    ReportTable {
        columns: columns(question),
        rows: channels::ordered(question)
            .into_iter()
            .map(|row| cells(row, question))
            .collect(),
    }
}

fn columns(question: &ServiceQuestion<'_>) -> Vec<TableColumn> {
    let words = question.words;
    let column = |key, title| TableColumn { key, title };
    let share = |key, metric| {
        let title = format!("{}, %", words.metric(metric));
        TableColumn { key, title }
    };
    vec![
        column("channel", words.say("column-channel", &[])),
        column("name", words.say("column-name", &[])),
        column("offered", words.metric(Metric::CallsOffered)),
        column("answered", words.metric(Metric::CallsAnswered)),
        share("answer_rate", Metric::AnswerRate),
        column("abandoned", words.metric(Metric::AbandonCount)),
        share("abandon_rate", Metric::AbandonRate),
        column("other", words.say("answer-other", &[])),
        share("service_level_10s", Metric::ServiceLevel10s),
        share("service_level_20s", Metric::ServiceLevel20s),
        share("service_level_30s", Metric::ServiceLevel30s),
        column("asa", words.metric(Metric::Asa)),
        column("ata", words.metric(Metric::Ata)),
        column("average_wait", words.metric(Metric::QueueAvgWait)),
    ]
}

fn cells(row: &ChannelService, question: &ServiceQuestion<'_>) -> Vec<TableCell> {
    let figure = |metric| {
        let sample = question.figure_of(metric, &row.channel);
        sample.map(|sample| sample.value)
    };
    let share = |metric| TableCell::Percent(figure(metric).map(Quantity::scalar));
    let time = |metric| match figure(metric) {
        Some(Quantity::Duration(length)) => TableCell::Time(Some(length)),
        Some(Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_)) | None => {
            TableCell::Time(None)
        }
    };
    let other = unaccounted(row).and_then(|other| u64::try_from(other).ok());
    vec![
        TableCell::Text(row.channel.to_string()),
        TableCell::Text(question.words.channel(&row.channel)),
        TableCell::Count(row.offered),
        TableCell::Count(row.answered),
        share(Metric::AnswerRate),
        TableCell::Count(row.abandoned),
        share(Metric::AbandonRate),
        TableCell::Count(other),
        share(Metric::ServiceLevel10s),
        share(Metric::ServiceLevel20s),
        share(Metric::ServiceLevel30s),
        time(Metric::Asa),
        time(Metric::Ata),
        TableCell::Time(row.average_wait()),
    ]
}
