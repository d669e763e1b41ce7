//! An answer on paper: as a card and a table, as JSON, or as CSV.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::ReportFormat;
use crate::{app::report::ReportErrandResult, commands::WatchCommand};
use vigia_cards::{Card, CardLine, TextSpan, TimeStyle, Words};

/// Prints the answer.
pub(super) fn print(
    format: ReportFormat,
    command: &str,
    answered: &ReportErrandResult,
    out: &mut impl Write,
) -> io::Result<()> {
    let table = &answered.sheet.table;
    match format {
        ReportFormat::Table => {
            write_card(&answered.sheet.card, &answered.words, out)?;
            // The card of a summary tells all that people read of it.
            if !table.rows.is_empty() && command != WatchCommand::Summary.name() {
                writeln!(out)?;
                out.write_all(table.text(&answered.words, None).as_bytes())?;
            }
            Ok(())
        }
        ReportFormat::Json => writeln!(out, "{:#}", as_json(command, answered)),
        ReportFormat::Csv => out.write_all(table.plain_csv().as_bytes()),
    }
}

/// What a reader must know before trusting figures that come without the card.
pub(super) fn warn(
    format: ReportFormat,
    answered: &ReportErrandResult,
    out: &mut impl Write,
) -> io::Result<()> {
    if format == ReportFormat::Table {
        return Ok(());
    }
    let lines = answered.sheet.card.lines.iter();
    let texts = lines.map(|line| text(line, &answered.words));
    for text in texts.filter(|text| text.starts_with('⚠')) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn as_json(command: &str, answered: &ReportErrandResult) -> serde_json::Value {
    let time = |time: DateTime<Utc>| {
        let local = time.with_timezone(&answered.words.zone());
        local.to_rfc3339_opts(SecondsFormat::Secs, false)
    };
    json!({
        "command": command,
        "operation": answered.operation.as_str(),
        "window": {
            "from": time(answered.window.from()),
            "until": time(answered.window.until()),
        },
        "read_at": time(answered.read_at),
        "rows": answered.sheet.table.json(),
    })
}

fn write_card(card: &Card, words: &Words, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", card.title)?;
    for line in &card.lines {
        writeln!(out, "{}", text(line, words))?;
    }
    for field in &card.fields {
        writeln!(out, "{}: {}", field.name, text(&field.value, words))?;
    }
    Ok(())
}

/// A line with its times as the operation's people tell them.
fn text(line: &CardLine, words: &Words) -> String {
    let spans = line.0.iter().map(|span| match span {
        TextSpan::Place(number) => format!("#{number}"),
        TextSpan::Text(text) | TextSpan::Strong(text) | TextSpan::Code(text) => text.clone(),
        TextSpan::Time(time, TimeStyle::DateTime) => words.date_and_clock(*time),
        TextSpan::Time(time, TimeStyle::Time | TimeStyle::Relative) => words.clock(*time),
    });
    spans.collect()
}
