//! One question from the terminal. It goes through gates of its own and opens no store, so
//! that it may be asked beside a running bot, which holds it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{
    cards::{Card, Locale, Words, report::Sheet},
    clock::Clock,
    commands::{self, Audience, Command, Given, Question, answer},
    config::{Config, Language},
    metrics::{OperationName, Window},
    rules::InForce,
    wolkvox::{Directory, Worker},
};

use super::{
    Fault,
    reception::Reading,
    tenant::{asked_of, gate, words},
};

/// Nobody waits longer for names than that.
const NAMES_WITHIN: Duration = Duration::from_secs(6);

/// What is asked.
#[derive(Clone, Debug)]
pub struct Errand {
    /// Which report.
    pub command: Command,
    /// What is given with it, as in the chat.
    pub given: Given,
    /// The language of the answer; the operation's own where `None`.
    pub language: Option<Language>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Of which operation.
    pub operation: OperationName,
    /// Over which window.
    pub window: Window,
    /// When the oldest of the reports was read.
    pub read_at: DateTime<Utc>,
    /// The answer, with the rows that were asked for.
    pub sheet: Sheet,
    /// How it speaks.
    pub words: Words,
}

/// Why nothing came back.
#[derive(Debug, Error)]
pub enum Unanswered {
    /// The operation cannot be asked at all.
    #[error(transparent)]
    Start(#[from] Fault),
    /// What was asked makes no sense, or the reports cannot be read.
    #[error("{0}")]
    Refused(Box<Card>),
}

impl From<Card> for Unanswered {
    fn from(card: Card) -> Self {
        Self::Refused(Box::new(card))
    }
}

/// Reads what it takes to answer, and answers. Whoever holds the token may see agents.
///
/// # Errors
/// Why there is no answer.
pub async fn report(
    config: Config,
    clock: Clock,
    errand: &Errand,
) -> Result<Answered, Unanswered> {
    let (desk, workers) = desk(config, &clock, errand.language)?;
    let stop = CancellationToken::new();
    let _stop_at_the_end = stop.clone().drop_guard();
    for worker in workers {
        tokio::spawn(worker.run(stop.clone()));
    }
    let wanted = errand.given.get("operation").map(String::as_str);
    let tag = errand.language.map(Language::tag).unwrap_or_default();
    let operation = desk.operation(wanted, tag)?;
    let names = operation.reports.directory.refresh();
    // Without names there are still figures, and a skill can be told by its number.
    let _ = tokio::time::timeout(NAMES_WITHIN, names).await;
    let audience = Audience {
        words: operation.words(tag),
        names_agents: true,
        contact: None,
    };
    let now = clock.now();
    let Errand { command, given, .. } = errand;
    let question = Question::understand(*command, given, operation, &audience, now)?;
    let (mut sheet, read_at) = answer(&question, operation, &audience, now).await?;
    if let Some(top) = question.top {
        sheet.table.rows.truncate(top.into());
    }
    Ok(Answered {
        operation: operation.name.clone(),
        window: question.window,
        read_at,
        sheet,
        words: audience.words,
    })
}

fn desk(
    config: Config,
    clock: &Clock,
    language: Option<Language>,
) -> Result<(commands::Desk<Reading, ()>, Vec<Worker>), Fault> {
    let rules = InForce::new(config.rules);
    let (mut asked, mut workers) = (vec![], vec![]);
    for operation in &config.operations {
        let (gate, worker) = gate(operation, clock, None, |_| {})?;
        let locale = match language {
            Some(language) => Locale::from_tag(language.tag()),
            None => words(operation).locale(),
        };
        workers.push(worker);
        let directory = Directory::new(gate.clone());
        let reports = Reading::of(operation, gate, directory, None);
        asked.push(commands::Operation {
            locale,
            ..asked_of(
                operation,
                reports,
                rules.clone(),
                config.poll,
                &config.summaries,
            )
        });
    }
    let desk = commands::Desk::new(asked, commands::Access::default(), ());
    Ok((desk, workers))
}
