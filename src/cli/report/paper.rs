//! An answer on paper: as a card and a table, as JSON, or as CSV.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::Format;
use crate::{app::report::Answered, commands::Control};
use vigia_cards::{Card, Line, Span, TimeStyle, Words};

/// Prints the answer.
pub(super) fn print(
    format: Format,
    command: &str,
    answered: &Answered,
    out: &mut impl Write,
) -> io::Result<()> {
    let table = &answered.sheet.table;
    match format {
        Format::Table => {
            write_card(&answered.sheet.card, &answered.words, out)?;
            // The card of a summary tells all that people read of it.
            if !table.rows.is_empty() && command != Control::Summary.name() {
                writeln!(out)?;
                out.write_all(table.text(&answered.words, None).as_bytes())?;
            }
            Ok(())
        }
        Format::Json => writeln!(out, "{:#}", as_json(command, answered)),
        Format::Csv => out.write_all(table.plain_csv().as_bytes()),
    }
}

/// What a reader must know before trusting figures that come without the card.
pub(super) fn warn(format: Format, answered: &Answered, out: &mut impl Write) -> io::Result<()> {
    if format == Format::Table {
        return Ok(());
    }
    let lines = answered.sheet.card.lines.iter();
    let texts = lines.map(|line| text(line, &answered.words));
    for text in texts.filter(|text| text.starts_with('⚠')) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn as_json(command: &str, answered: &Answered) -> serde_json::Value {
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
fn text(line: &Line, words: &Words) -> String {
    let spans = line.0.iter().map(|span| match span {
        Span::Place(number) => format!("#{number}"),
        Span::Text(text) | Span::Strong(text) | Span::Code(text) => text.clone(),
        Span::Time(time, TimeStyle::DateTime) => words.date_and_clock(*time),
        Span::Time(time, TimeStyle::Time | TimeStyle::Relative) => words.clock(*time),
    });
    spans.collect()
}
