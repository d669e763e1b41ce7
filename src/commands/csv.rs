//! All rows of an answer as a file, for whoever asked.

use chrono::{DateTime, Utc};

use crate::commands::ReportQuestion;
use vigia_cards::{Card, CardFile, CardLine, Words, report::ReportAnswer};
use vigia_core::metrics::TimeWindow;

/// A short card with the file; the answer itself where there are no rows.
pub(crate) fn with_file(question: &ReportQuestion, sheet: ReportAnswer, words: &Words) -> Card {
    as_file(question.command.name_id(), question.window, sheet, words)
}

/// The same for any command about a stretch of time.
pub(crate) fn as_file(
    name_id: &str,
    window: TimeWindow,
    sheet: ReportAnswer,
    words: &Words,
) -> Card {
    let rows = u64::try_from(sheet.table.rows.len()).unwrap_or_default();
    if rows == 0 {
        return sheet.card;
    }
    let lines = vec![
        words.line(
            "file-rows",
            &[("rows", rows.into()), ("count", words.count(rows).into())],
        ),
        CardLine::text(words.dated_window(&window)),
    ];
    Card {
        lines,
        fields: Vec::new(),
        chart: None,
        file: Some(CardFile {
            name: name(name_id, window, words),
            text: sheet.table.csv(words),
        }),
        ..sheet.card
    }
}

/// `abandono-2026-11-17-1405-1505.csv`, by the wall clock of the operation.
fn name(name_id: &str, window: TimeWindow, words: &Words) -> String {
    let command = words.say(name_id, &[]);
    format!("{command}-{}.csv", stretch(window, words))
}

fn stretch(window: TimeWindow, words: &Words) -> String {
    let local = |time: DateTime<Utc>, form: &str| {
        let local = time.with_timezone(&words.zone());
        local.format(form).to_string()
    };
    let (from, until) = (window.from(), window.until());
    let start = local(from, "%Y-%m-%d-%H%M");
    let is_one_day = local(from, "%F") == local(until, "%F");
    let form = if is_one_day { "%H%M" } else { "%Y-%m-%d-%H%M" };
    format!("{start}-{}", local(until, form))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;

    use super::*;
    use crate::commands::{AnswerDelivery, AnswerForm, ReportCommand, range::NamedPeriod};
    use vigia_cards::{
        Locale,
        report::{ReportTable, TableCell, TableColumn},
    };
    use vigia_core::metrics::SkillSelection;

    fn question(from: &str, until: &str) -> ReportQuestion {
        let window = TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap();
        ReportQuestion {
            command: ReportCommand::Abandon,
            operation: None,
            skills: SkillSelection::All,
            channel: None,
            agent: None,
            period: NamedPeriod::Last(Duration::from_secs(3_600)),
            window,
            compare: None,
            order: None,
            top: None,
            page: 0,
            shows: AnswerForm::Breakdown,
            delivery: AnswerDelivery::File,
            notes: Vec::new(),
        }
    }

    fn sheet(rows: usize) -> ReportAnswer {
        ReportAnswer {
            card: Card {
                title: "Abandono 14,8 %".to_owned(),
                lines: vec![CardLine::text("mucho texto")],
                footer: "/abandono".to_owned(),
                ..Card::default()
            },
            table: ReportTable {
                columns: vec![TableColumn {
                    key: "skill",
                    title: "Skill".to_owned(),
                }],
                rows: vec![vec![TableCell::Text("Soporte".to_owned())]; rows],
            },
            pages: 1,
        }
    }

    #[test]
    fn a_file_is_named_by_its_command_and_window() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let hour = question("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z");
        let card = with_file(&hour, sheet(2), &words);
        let file = card.file.clone().unwrap();
        assert_eq!(file.name, "abandono-2026-11-17-1405-1505.csv");
        assert_eq!(file.text.matches("Soporte").count(), 2);
        insta::assert_snapshot!(card, @r#"
        Abandono 14,8 %
        Todas las filas están en el archivo: 2 filas
        17 nov 2026, 14:05–15:05
        /abandono
        "#);
        let night = question("2026-11-17T03:00:00Z", "2026-11-17T11:00:00Z");
        let file = with_file(&night, sheet(1), &words).file.unwrap();
        assert_eq!(file.name, "abandono-2026-11-16-2200-2026-11-17-0600.csv");
    }

    #[test]
    fn no_rows_are_no_file() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let hour = question("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z");
        assert_eq!(with_file(&hour, sheet(0), &words), sheet(0).card);
    }

    #[test]
    fn a_name_of_a_file_is_plain_in_every_language() {
        for tag in ["en", "es", "pt-BR"] {
            let words = Words::new(Locale::from_tag(tag), Bogota);
            for command in ReportCommand::ALL {
                let name = words.say(command.name_id(), &[]);
                let is_plain = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(name.chars().all(is_plain), "{name}");
            }
        }
    }
}
