//! The table: a row a channel with all that the report and its calls tell, also of those
//! whose seconds nobody should judge.

use crate::{
    report::{Cell, Column, Table, unaccounted},
    service::{channels, question::Question},
};
use vigia_core::metrics::{Metric, Quantity, facts::ChannelService};

pub(super) fn table(question: &Question<'_>) -> Table {
    Table {
        columns: columns(question),
        rows: channels::ordered(question)
            .into_iter()
            .map(|row| cells(row, question))
            .collect(),
    }
}

fn columns(question: &Question<'_>) -> Vec<Column> {
    let words = question.words;
    let column = |key, title| Column { key, title };
    let share = |key, metric| {
        let title = format!("{}, %", words.metric(metric));
        Column { key, title }
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

fn cells(row: &ChannelService, question: &Question<'_>) -> Vec<Cell> {
    let figure = |metric| {
        let sample = question.figure_of(metric, &row.channel);
        sample.map(|sample| sample.value)
    };
    let share = |metric| Cell::Percent(figure(metric).map(Quantity::scalar));
    let time = |metric| match figure(metric) {
        Some(Quantity::Duration(length)) => Cell::Time(Some(length)),
        Some(Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_)) | None => {
            Cell::Time(None)
        }
    };
    let other = unaccounted(row).and_then(|other| u64::try_from(other).ok());
    vec![
        Cell::Text(row.channel.to_string()),
        Cell::Text(question.words.channel(&row.channel)),
        Cell::Count(row.offered),
        Cell::Count(row.answered),
        share(Metric::AnswerRate),
        Cell::Count(row.abandoned),
        share(Metric::AbandonRate),
        Cell::Count(other),
        share(Metric::ServiceLevel10s),
        share(Metric::ServiceLevel20s),
        share(Metric::ServiceLevel30s),
        time(Metric::Asa),
        time(Metric::Ata),
        Cell::Time(row.average_wait()),
    ]
}
