//! Answers a question: reads what it needs, and makes the sheet. What has no chat, such as
//! the terminal, asks here too:
//!
//! ```text
//! let question = Question::understand(command, &given, &operation, &audience, now)?;
//! let (sheet, read_at) = answer(&question, &operation, &audience, now).await?;
//! ```

mod notes;
mod read;
mod trend;

use chrono::{DateTime, Utc};

use crate::commands::{
    AnswerAudience, CommandOperation, Freshness, ReadFailure, ReportCommand, ReportQuestion,
    ReportSource, question::AnswerForm, refusal::CommandRefusal,
};
use vigia_cards::{
    Card, Words, abandon, durations, hold,
    report::{AnswerContext, ComparisonFacts, ReportAnswer},
    service, smart_hold,
};

use read::{ReportReads, read};

/// An answer.
#[derive(Debug)]
pub(crate) struct AnsweredQuestion {
    pub(crate) sheet: ReportAnswer,
    /// When the oldest of the reports was read.
    pub(crate) read_at: DateTime<Utc>,
    /// Whether its history can be drawn.
    pub(crate) has_trend: bool,
}

/// The answer to a question, a card without buttons and the table of all rows; and when the
/// oldest of the reports was read.
///
/// # Errors
/// The card that says why nothing could be read.
pub async fn answer<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    audience: &AnswerAudience,
    now: DateTime<Utc>,
) -> Result<(ReportAnswer, DateTime<Utc>), Card> {
    let words = &audience.words;
    match answered(question, operation, audience, Freshness::Fresh, now).await {
        Ok(answered) => Ok((answered.sheet, answered.read_at)),
        Err(failure) => Err(CommandRefusal::failure(&failure, words).card(&question.again(words))),
    }
}

/// As [`answer`], but whoever asks says in whose words a failure is told.
pub(crate) async fn answered<R: ReportSource>(
    question: &ReportQuestion,
    operation: &CommandOperation<R>,
    audience: &AnswerAudience,
    freshness: Freshness,
    now: DateTime<Utc>,
) -> Result<AnsweredQuestion, ReadFailure> {
    let reads = read(question, operation, freshness).await;
    if let Some(failure) = reads.only_failure() {
        return Err(failure.clone());
    }
    let words = &audience.words;
    let names = operation.reports.skills();
    let before = reads.before(words);
    let history = reads.history.clone();
    let has_trend = history.is_some();
    let read_at = reads.read_at().unwrap_or(now);
    let inquiry = AnswerContext {
        window: question.window,
        names: &names,
        rules: &operation.rules.get(),
        read_at,
        notes: notes::notes(question, operation, audience, reads.spoils()),
        command: question.again(words),
        view: question.view(audience.names_agents),
        before: question
            .compare
            .zip(question.before(operation.zone))
            .zip(before)
            .map(|((with, window), part)| ComparisonFacts { with, window, part }),
        trend: history.filter(|_| question.shows == AnswerForm::Trend),
    };
    let mut sheet = sheet(question, &reads, &inquiry, words);
    if let Some(name) = &question.operation {
        sheet.card.title = format!("{} · {name}", sheet.card.title);
    }
    Ok(AnsweredQuestion {
        sheet,
        read_at,
        has_trend,
    })
}

fn sheet(
    question: &ReportQuestion,
    reads: &ReportReads,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let skills = question.skills;
    let report = reads.main(words);
    match question.command {
        ReportCommand::Abandon => {
            let waits = reads.second(words);
            let asked = abandon::AbandonInput {
                skills,
                service: report,
                waits,
            };
            abandon::sheet(&asked, inquiry, words)
        }
        ReportCommand::Service => {
            let channel = question.channel.clone();
            let asked = service::ServiceInput {
                skills,
                channel,
                report,
            };
            service::sheet(&asked, inquiry, words)
        }
        ReportCommand::SmartHold => smart_hold::sheet(
            &smart_hold::SmartHoldInput { skills, report },
            inquiry,
            words,
        ),
        ReportCommand::Hold => {
            let agent = question.agent.clone();
            hold::sheet(&hold::HoldInput { agent, report }, inquiry, words)
        }
        ReportCommand::Durations => {
            durations::sheet(&durations::DurationsInput { report }, inquiry, words)
        }
    }
}
