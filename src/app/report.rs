//! One question from the terminal. It goes through gates of its own, so that it may be asked
//! beside a running bot. The store is looked into for summaries only, and only where no bot holds
//! it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{self, AnswerAudience, Given, ReportCommand, ReportQuestion, answer},
    config::{Config, OperationLanguage},
};
use vigia_cards::{Card, Locale, Words, report::ReportAnswer, summary};
use vigia_clock::Clock;
use vigia_core::{
    alerts::tally_notifications,
    metrics::{OperationName, TimeWindow},
    rules::ActiveRules,
    summaries::NotificationTally,
};
use vigia_store::{Store, StoreError, StoreSettings};
use vigia_wolkvox::{GateWorker, NameDirectory};

use super::{
    StartupError,
    reception::ReportReading,
    tenant::{asked_of, gate, words},
};

/// Nobody waits longer for names than that.
const NAMES_WITHIN: Duration = Duration::from_secs(6);

/// Which of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedReport {
    /// One of the reports.
    Report(ReportCommand),
    /// What a day was like.
    Summary,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct ReportErrand {
    /// Which answer.
    pub wanted: WantedReport,
    /// What is given with it, as in the chat.
    pub given: Given,
    /// The language of the answer; the operation's own where `None`.
    pub language: Option<OperationLanguage>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct ReportErrandResult {
    /// Of which operation.
    pub operation: OperationName,
    /// Over which window.
    pub window: TimeWindow,
    /// When the oldest of the reports was read.
    pub read_at: DateTime<Utc>,
    /// The answer, with the rows that were asked for.
    pub sheet: ReportAnswer,
    /// How it speaks.
    pub words: Words,
}

/// Why nothing came back.
#[derive(Debug, Error)]
pub enum ReportErrandError {
    /// The operation cannot be asked at all.
    #[error(transparent)]
    Start(#[from] StartupError),
    /// What was asked makes no sense, or the reports cannot be read.
    #[error("{0}")]
    Refused(Box<Card>),
}

impl From<Card> for ReportErrandError {
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
    errand: &ReportErrand,
) -> Result<ReportErrandResult, ReportErrandError> {
    let store = match errand.wanted {
        WantedReport::Report(_) => None,
        WantedReport::Summary => store(&config)?,
    };
    let (desk, workers) = desk(config, &clock, errand.language, store.as_ref())?;
    let stop = CancellationToken::new();
    let _stop_at_the_end = stop.clone().drop_guard();
    for worker in workers {
        tokio::spawn(worker.run(stop.clone()));
    }
    let wanted = errand.given.get("operation").map(String::as_str);
    let tag = errand
        .language
        .map(OperationLanguage::tag)
        .unwrap_or_default();
    let operation = desk.operation(wanted, tag)?;
    let names = operation.reports.directory.refresh();
    // Without names there are still figures, and a skill can be told by its number.
    let _ = tokio::time::timeout(NAMES_WITHIN, names).await;
    let audience = AnswerAudience {
        words: operation.words(tag),
        names_agents: true,
        contact: None,
    };
    let now = clock.now();
    let given = &errand.given;
    let (window, read_at, sheet) = match errand.wanted {
        WantedReport::Report(command) => {
            let question = ReportQuestion::understand(command, given, operation, &audience, now)?;
            let (mut sheet, read_at) = answer(&question, operation, &audience, now).await?;
            if let Some(top) = question.top {
                sheet.table.rows.truncate(top.into());
            }
            (question.window, read_at, sheet)
        }
        WantedReport::Summary => {
            let words = &audience.words;
            let name = &operation.name;
            let alerts = |window| known_alerts(store.as_ref()?, name, window, now);
            let summary = commands::summary(given, operation, words, alerts, now).await?;
            let names = operation.reports.directory.skills();
            let sheet = ReportAnswer {
                card: summary::card(&summary, &names, &audience.words),
                table: summary::table(&summary, &names, &audience.words),
                pages: 1,
            };
            (summary.edition.window, now, sheet)
        }
    };
    Ok(ReportErrandResult {
        operation: operation.name.clone(),
        window,
        read_at,
        sheet,
        words: audience.words,
    })
}

/// The store, where there is one that no running bot holds: what it has of a day need not be
/// asked for.
fn store(config: &Config) -> Result<Option<Store>, StartupError> {
    let path = &config.store.path;
    if !path.exists() {
        return Ok(None);
    }
    let settings = StoreSettings {
        keep: config.store.keep,
        lock_wait: Duration::ZERO,
        ..StoreSettings::new(path)
    };
    match Store::open(settings) {
        Ok(store) => Ok(Some(store)),
        Err(StoreError::Locked { .. }) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// The alerts of a stretch of time, where they can be read.
fn known_alerts(
    store: &Store,
    operation: &OperationName,
    window: TimeWindow,
    now: DateTime<Utc>,
) -> Option<NotificationTally> {
    const MOST: usize = 2_000;
    let closed = store.closed(operation, window.from()..now, MOST).ok()?;
    let book = store.book(operation).ok()?;
    let marks = store.marks(operation).ok()?;
    Some(tally_notifications(&closed, &book, &marks, window))
}

fn desk(
    config: Config,
    clock: &Clock,
    language: Option<OperationLanguage>,
    store: Option<&Store>,
) -> Result<(commands::CommandService<ReportReading, ()>, Vec<GateWorker>), StartupError> {
    let rules = ActiveRules::new(config.rules);
    let (mut asked, mut workers) = (vec![], vec![]);
    for operation in &config.operations {
        let (gate, worker) = gate(operation, clock, None, |_| {})?;
        let locale = match language {
            Some(language) => Locale::from_tag(language.tag()),
            None => words(operation).locale(),
        };
        workers.push(worker);
        let directory = NameDirectory::new(gate.clone());
        let reports = ReportReading::of(operation, gate, directory, store.cloned());
        asked.push(commands::CommandOperation {
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
    let desk = commands::CommandService::new(asked, commands::CommandAccess::default(), ());
    Ok((desk, workers))
}
