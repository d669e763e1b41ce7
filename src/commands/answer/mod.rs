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
    Card, Words,
    abandon::abandon_answer,
    durations::durations_answer,
    hold::hold_answer,
    report::{AnswerContext, AnswerInput, ComparisonFacts, ReportAnswer},
    service::service_answer,
    smart_hold::smart_hold_answer,
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
    let mut sheet = report_answer(question, &reads, &inquiry, words);
    if let Some(name) = &question.operation {
        sheet.card.title = format!("{} · {name}", sheet.card.title);
    }
    Ok(AnsweredQuestion {
        sheet,
        read_at,
        has_trend,
    })
}

fn report_answer(
    question: &ReportQuestion,
    reads: &ReportReads,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let asked = AnswerInput {
        skills: question.skills,
        channel: question.channel.clone(),
        agent: question.agent.clone(),
        report: reads.main(words),
        waits: reads.second(words),
    };
    let answer = match question.command {
        ReportCommand::Abandon => abandon_answer,
        ReportCommand::Service => service_answer,
        ReportCommand::SmartHold => smart_hold_answer,
        ReportCommand::Hold => hold_answer,
        ReportCommand::Durations => durations_answer,
    };
    answer(&asked, context, words)
}
