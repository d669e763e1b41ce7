//! Answers a question about a report: reads what it needs, all at once, and makes the card and
//! the table of all rows. The terminal asks here too:
//!
//! ```text
//! let question = ReportQuestion::read(command, &given, &operation, &audience, now)?;
//! let (sheet, read_at) = answer(&question, &operation, &audience, now).await?;
//! ```

use std::{pin::pin, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    chat::{AnswerAudience, Progress},
    command::{AnyCommand, ReportCommand},
    question::{AnswerForm, ReportQuestion},
    refusal::{CommandRefusal, contact_line, range_note},
    reports::{Freshness, ReportReader},
    service::CommandOperation,
};
use vigia_cards::{
    Card, CardFile, CardLine, Words,
    abandon::abandon_answer,
    durations::durations_answer,
    hold::hold_answer,
    report::{
        AnswerContext, AnswerInput, ComparisonFacts, ReportAnswer, ReportInput, TrendHistory,
        rule_for,
    },
    service::service_answer,
    smart_hold::smart_hold_answer,
};
use vigia_core::metrics::{Channel, HISTORY_WINDOW, ReadFailure, TimeWindow};
use vigia_wolkvox::GateAnswer;

/// The time after which the place in the queue is shown, and shown again where it changed.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);

/// The shortest time that the line of a trend covers.
const TREND_LENGTH: TimeDelta = TimeDelta::hours(4);

/// The smallest number of values that make a line.
const TREND_VALUES: usize = 6;

type ReportRead = Result<GateAnswer, ReadFailure>;

#[derive(Debug)]
pub(crate) struct AnsweredQuestion {
    pub(crate) sheet: ReportAnswer,
    /// The time at which the oldest of the reports was read.
    pub(crate) read_at: DateTime<Utc>,
    /// The history can be drawn.
    pub(crate) has_trend: bool,
}

/// Returns a card without buttons and the table of all rows, and the time at which the oldest of
/// the reports was read.
pub async fn answer(
    question: &ReportQuestion,
    operation: &CommandOperation,
    audience: &AnswerAudience,
    now: DateTime<Utc>,
) -> Result<(ReportAnswer, DateTime<Utc>), Card> {
    let words = &audience.words;
    match answer_question(question, operation, audience, Freshness::Fresh, now).await {
        Ok(answered) => Ok((answered.sheet, answered.read_at)),
        Err(failure) => {
            Err(CommandRefusal::failure(failure, words).card(&question.as_typed(words)))
        }
    }
}

pub(crate) async fn answer_question(
    question: &ReportQuestion,
    operation: &CommandOperation,
    audience: &AnswerAudience,
    freshness: Freshness,
    now: DateTime<Utc>,
) -> Result<AnsweredQuestion, ReadFailure> {
    let read = |ask| operation.reports.read(ask, freshness);
    let (main, second, before, history) = tokio::join!(
        read(question.main_ask()),
        await_option(question.second_ask().map(read)),
        await_option(question.comparison_ask(operation.zone).map(read)),
        read_trend(question, operation),
    );
    let own = || std::iter::once(&main).chain(&second);
    // One report of two is shown where the other fails.
    if !own().flatten().any(|answer| answer.facts.is_some())
        && let Some(failure) = own().find_map(|read| read.as_ref().err())
    {
        return Err(*failure);
    }
    let words = &audience.words;
    let read_at = own().flatten().map(|answer| answer.read_at).min();
    let read_at = read_at.unwrap_or(now);
    let spoils = own().chain(&before).flatten().map(|answer| answer.spoils);
    let joined = own().chain(&before).flatten().map(|answer| answer.joined);
    let notes = answer_notes(question, operation, audience, (spoils.sum(), joined.sum()));
    // The service level is always drawn as a line where it has one.
    let is_line = question.command == ReportCommand::Service;
    let has_trend = history.is_some() && !is_line;
    let context = AnswerContext {
        window: question.window,
        names: &operation.reports.directory.skills(),
        rules: &operation.rules.get(),
        read_at,
        notes,
        command: question.as_typed(words),
        view: question.view(audience.names_agents),
        before: question
            .compare
            .zip(question.comparison_window(operation.zone))
            .zip(before.as_ref())
            .map(|((with, window), read)| ComparisonFacts {
                with,
                window,
                part: report_input(read, words),
            }),
        trend: history.filter(|_| is_line || question.shows == AnswerForm::Trend),
    };
    let second = second.as_ref();
    let second = second.map_or(ReportInput::Empty, |read| report_input(read, words));
    let input = AnswerInput {
        skills: question.skills,
        channel: question.channel.clone(),
        agent: question.agent.clone(),
        report: report_input(&main, words),
        waits: second,
    };
    let make_answer = match question.command {
        ReportCommand::Abandon => abandon_answer,
        ReportCommand::Service => service_answer,
        ReportCommand::SmartHold => smart_hold_answer,
        ReportCommand::Hold => hold_answer,
        ReportCommand::Durations => durations_answer,
    };
    let mut sheet = make_answer(&input, &context, words);
    if let Some(name) = &question.operation {
        sheet.card.title = format!("{} · {name}", sheet.card.title);
    }
    Ok(AnsweredQuestion {
        sheet,
        read_at,
        has_trend,
    })
}

async fn await_option<F: Future>(wanted: Option<F>) -> Option<F::Output> {
    Some(wanted?.await)
}

fn report_input<'a>(read: &'a ReportRead, words: &Words) -> ReportInput<'a> {
    match read {
        Ok(answer) => answer
            .facts
            .as_ref()
            .map_or(ReportInput::Empty, |facts| ReportInput::Known(facts)),
        Err(failure) => ReportInput::Failed(words.failure(*failure)),
    }
}

/// Lists what the reader must know of how the question was read.
fn answer_notes(
    question: &ReportQuestion,
    operation: &CommandOperation,
    audience: &AnswerAudience,
    (spoils, joined): (usize, usize),
) -> Vec<CardLine> {
    let words = &audience.words;
    let notes = question.notes.iter();
    let mut lines: Vec<_> = notes.map(|note| range_note(*note, words)).collect();
    if question.compare.is_some() && question.comparison_window(operation.zone).is_none() {
        lines.push(words.line("note-no-comparison", &[]));
    }
    if let Ok(spoils @ 1..) = u64::try_from(spoils) {
        let count = words.count(spoils).into();
        let args = [("parts", spoils.into()), ("count", count)];
        lines.push(words.line("note-spoiled", &args));
    }
    if let Ok(joined @ 1..) = u64::try_from(joined) {
        lines.push(words.line("note-joined", &[("rows", joined.into())]));
    }
    if question.command == ReportCommand::Hold && !audience.names_agents {
        lines.push(words.line("note-no-agents", &[]));
        lines.push(contact_line(audience.contact.as_deref(), words));
    }
    if let Some(shortage) = operation.reports.shortage() {
        let args = [
            ("left", words.count(shortage.left).into()),
            ("limit", words.count(shortage.limit).into()),
        ];
        lines.push(words.line("note-shortage", &args));
    }
    lines
}

/// Reads the history of the question's figure, where the store has enough of the window on the
/// screen: a line through gaps would show what was not. Earlier values are drawn as far as they
/// are known.
async fn read_trend(
    question: &ReportQuestion,
    operation: &CommandOperation,
) -> Option<TrendHistory> {
    let metric = question.command.trend()?;
    // The history is of calls.
    let channel = question.channel.as_ref();
    if channel.is_some_and(|channel| *channel != Channel::inbound()) {
        return None;
    }
    let scope = question.scope();
    let rules = operation.rules.get();
    let rule = rule_for(&rules, metric, &scope);
    let length = rule.map_or(HISTORY_WINDOW, |rule| rule.window);
    let (from, until) = (question.window.from(), question.window.until());
    // The range includes the window that ends with the one on the screen.
    let range = from.min(until.checked_sub_signed(TREND_LENGTH)?)..until + TimeDelta::seconds(1);
    let reports = &operation.reports;
    let values = reports.history(metric, scope, length, range).await;
    let within = values.iter().filter(|(end, _)| *end >= from).count();
    covers_window(within, from, until, operation.every).then_some(TrendHistory {
        metric,
        length,
        every: operation.every,
        values,
    })
}

fn covers_window(
    values: usize,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    every: Duration,
) -> bool {
    let length = (until - from).to_std().unwrap_or_default();
    let expected = length.as_secs() / every.as_secs().max(1);
    let values_10 = u64::try_from(values).unwrap_or_default().saturating_mul(10);
    values >= TREND_VALUES && values_10 >= expected.saturating_mul(8)
}

/// Does the work, and shows meanwhile how many requests stand before it.
pub(crate) async fn with_progress<T>(
    work: impl Future<Output = T>,
    question: &ReportQuestion,
    reports: &ReportReader,
    words: &Words,
    progress: &Progress,
) -> T {
    let mut work = pin!(work);
    let mut showing = pin!(show_progress(question, reports, words, progress));
    tokio::select! {
        biased; // An answer that is ready is given.
        done = &mut work => done,
        () = &mut showing => work.await,
    }
}

async fn show_progress(
    question: &ReportQuestion,
    reports: &ReportReader,
    words: &Words,
    progress: &Progress,
) {
    let asks = [
        Some(question.main_ask()),
        question.second_ask(),
        question.comparison_ask(words.zone()),
    ];
    let mut shown = None;
    while !progress.is_closed() {
        tokio::time::sleep(PROGRESS_EVERY).await;
        let mut first = None;
        for ask in asks.into_iter().flatten() {
            let place = reports.gate.position(ask).await;
            first = [first, place].into_iter().flatten().min();
        }
        if first.is_some() && first != shown {
            shown = first;
            progress.send_replace(first.map(|before| progress_card(before, question, words)));
        }
    }
}

fn progress_card(before: usize, question: &ReportQuestion, words: &Words) -> Card {
    let title = match u64::try_from(before).unwrap_or(u64::MAX) {
        0 => words.say("progress-reading", &[]),
        calls => {
            let count = words.count(calls).into();
            words.say(
                "progress-queue",
                &[("calls", calls.into()), ("count", count)],
            )
        }
    };
    Card {
        title,
        footer: question.as_typed(words),
        ..Card::default()
    }
}

/// Makes a short card with all rows as a file; the answer itself where there are no rows.
pub(crate) fn csv_card(
    command: AnyCommand,
    window: TimeWindow,
    sheet: ReportAnswer,
    words: &Words,
) -> Card {
    let rows = u64::try_from(sheet.table.rows.len()).unwrap_or_default();
    if rows == 0 {
        return sheet.card;
    }
    let args = [("rows", rows.into()), ("count", words.count(rows).into())];
    Card {
        lines: vec![
            words.line("file-rows", &args),
            CardLine::text(words.dated_window(&window)),
        ],
        fields: Vec::new(),
        chart: None,
        file: Some(CardFile {
            name: csv_name(command, window, words),
            text: sheet.table.csv(words),
        }),
        ..sheet.card
    }
}

/// Names a file `abandono-2026-11-17-1405-1505.csv`, by the wall clock of the operation.
fn csv_name(command: AnyCommand, window: TimeWindow, words: &Words) -> String {
    let local = |time: DateTime<Utc>, form: &str| {
        let local = time.with_timezone(&words.zone());
        local.format(form).to_string()
    };
    let (from, until) = (window.from(), window.until());
    let is_one_day = local(from, "%F") == local(until, "%F");
    let form = if is_one_day { "%H%M" } else { "%Y-%m-%d-%H%M" };
    format!(
        "{}-{}-{}.csv",
        words.say(&command.name_id(), &[]),
        local(from, "%Y-%m-%d-%H%M"),
        local(until, form)
    )
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;

    use super::*;
    use vigia_cards::{
        Locale,
        report::{ReportTable, TableCell, TableColumn},
    };

    fn hour() -> TimeWindow {
        window("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z")
    }

    fn window(from: &str, until: &str) -> TimeWindow {
        TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
    }

    fn with_file(window: TimeWindow, sheet: ReportAnswer, words: &Words) -> Card {
        csv_card(ReportCommand::Abandon.into(), window, sheet, words)
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
        let card = with_file(hour(), sheet(2), &words);
        let file = card.file.clone().unwrap();
        assert_eq!(file.name, "abandono-2026-11-17-1405-1505.csv");
        assert_eq!(file.text.matches("Soporte").count(), 2);
        insta::assert_snapshot!(card, @r#"
        Abandono 14,8 %
        Todas las filas están en el archivo: 2 filas
        17 nov 2026, 14:05–15:05
        /abandono
        "#);
        let night = window("2026-11-17T03:00:00Z", "2026-11-17T11:00:00Z");
        let file = with_file(night, sheet(1), &words).file.unwrap();
        assert_eq!(file.name, "abandono-2026-11-16-2200-2026-11-17-0600.csv");
    }

    #[test]
    fn no_rows_are_no_file() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        assert_eq!(with_file(hour(), sheet(0), &words), sheet(0).card);
    }

    #[test]
    fn a_name_of_a_file_is_plain_in_every_language() {
        for tag in ["en", "es", "pt-BR"] {
            let words = Words::new(Locale::from_tag(tag), Bogota);
            for command in ReportCommand::ALL {
                let name = words.say(&AnyCommand::from(command).name_id(), &[]);
                let is_plain = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(name.chars().all(is_plain), "{name}");
            }
        }
    }

    #[test]
    fn a_line_needs_six_values_and_four_fifths_of_the_expected_ones() {
        let from = DateTime::UNIX_EPOCH;
        let covers = |values, hours, minutes: u64| {
            let every = Duration::from_secs(minutes * 60);
            covers_window(values, from, from + TimeDelta::hours(hours), every)
        };
        assert!(covers(48, 4, 5));
        assert!(covers(39, 4, 5));
        assert!(!covers(38, 4, 5));
        assert!(
            !covers(5, 4, 60),
            "four were expected, and five are no line"
        );
        assert!(covers(6, 4, 60));
        assert!(!covers(0, 4, 0));
    }
}
