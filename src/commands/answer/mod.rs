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
    Audience, Command, Freshness, Operation, Question, ReadFailure, Reports, question::Shows,
    refusal::Refusal,
};
use vigia_cards::{
    Card, Words, abandon, durations, hold,
    report::{Before, Inquiry, Sheet},
    service, smart_hold,
};

use read::{Reads, read};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) sheet: Sheet,
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
pub async fn answer<R: Reports>(
    question: &Question,
    operation: &Operation<R>,
    audience: &Audience,
    now: DateTime<Utc>,
) -> Result<(Sheet, DateTime<Utc>), Card> {
    let words = &audience.words;
    match answered(question, operation, audience, Freshness::Fresh, now).await {
        Ok(answered) => Ok((answered.sheet, answered.read_at)),
        Err(failure) => Err(Refusal::failure(&failure, words).card(&question.again(words))),
    }
}

/// As [`answer`], but whoever asks says in whose words a failure is told.
pub(crate) async fn answered<R: Reports>(
    question: &Question,
    operation: &Operation<R>,
    audience: &Audience,
    freshness: Freshness,
    now: DateTime<Utc>,
) -> Result<Answered, ReadFailure> {
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
    let inquiry = Inquiry {
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
            .map(|((with, window), part)| Before { with, window, part }),
        trend: history.filter(|_| question.shows == Shows::Trend),
    };
    let mut sheet = sheet(question, &reads, &inquiry, words);
    if let Some(name) = &question.operation {
        sheet.card.title = format!("{} · {name}", sheet.card.title);
    }
    Ok(Answered {
        sheet,
        read_at,
        has_trend,
    })
}

fn sheet(question: &Question, reads: &Reads, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let skills = question.skills;
    let report = reads.main(words);
    match question.command {
        Command::Abandon => {
            let waits = reads.second(words);
            let asked = abandon::Asked {
                skills,
                service: report,
                waits,
            };
            abandon::sheet(&asked, inquiry, words)
        }
        Command::Service => {
            let channel = question.channel.clone();
            let asked = service::Asked {
                skills,
                channel,
                report,
            };
            service::sheet(&asked, inquiry, words)
        }
        Command::SmartHold => {
            smart_hold::sheet(&smart_hold::Asked { skills, report }, inquiry, words)
        }
        Command::Hold => {
            let agent = question.agent.clone();
            hold::sheet(&hold::Asked { agent, report }, inquiry, words)
        }
        Command::Durations => durations::sheet(&durations::Asked { report }, inquiry, words),
    }
}
