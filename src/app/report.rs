//! Answers one question from the terminal, through gates of its own, so that it can be asked
//! beside a running bot. The store is used for summaries only, and only where no bot holds it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{
        self, AnswerAudience, CommandOperation, Given, ReportCommand, ReportQuestion, answer,
        find_operation,
    },
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
    tenant::{command_operation, operation_gate},
};

const NAMES_WITHIN: Duration = Duration::from_secs(6);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedReport {
    Report(ReportCommand),
    Summary,
}

#[derive(Clone, Debug)]
pub struct ReportErrand {
    pub wanted: WantedReport,
    /// The options, as in the chat.
    pub given: Given,
    /// `None` is the language of the operation.
    pub language: Option<OperationLanguage>,
}

#[derive(Clone, Debug)]
pub struct ReportErrandResult {
    pub operation: OperationName,
    pub window: TimeWindow,
    /// The time at which the oldest of the reports was read.
    pub read_at: DateTime<Utc>,
    /// Its table has the rows that were asked for.
    pub sheet: ReportAnswer,
    pub words: Words,
}

#[derive(Debug, Error)]
pub enum ReportErrandError {
    #[error(transparent)]
    Start(#[from] StartupError),
    /// The options make no sense, or the reports cannot be read.
    #[error("{0}")]
    Refused(Box<Card>),
}

impl From<Card> for ReportErrandError {
    fn from(card: Card) -> Self {
        Self::Refused(Box::new(card))
    }
}

/// Agents are named: the person at the terminal holds the token.
pub async fn report(
    config: Config,
    clock: Clock,
    errand: &ReportErrand,
) -> Result<ReportErrandResult, ReportErrandError> {
    let store = match errand.wanted {
        WantedReport::Report(_) => None,
        WantedReport::Summary => open_store(&config)?,
    };
    let (operations, workers) = build_operations(config, &clock, errand.language, store.as_ref())?;
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
    let operation = find_operation(&operations, wanted, tag)?;
    let names = operation.reports.directory.refresh();
    // The figures do not need names, and a skill has a number.
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
            let question = ReportQuestion::read(command, given, operation, &audience, now)?;
            let (mut sheet, read_at) = answer(&question, operation, &audience, now).await?;
            if let Some(top) = question.top {
                sheet.table.rows.truncate(top.into());
            }
            (question.window, read_at, sheet)
        }
        WantedReport::Summary => {
            let name = &operation.name;
            let alerts = |window| known_alerts(store.as_ref()?, name, window, now);
            let summary = commands::summary(given, operation, &audience, alerts, now).await?;
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

/// Opens the store, where no running bot holds it: readings that it has cost no request.
fn open_store(config: &Config) -> Result<Option<Store>, StartupError> {
    let path = &config.store.path;
    if !path.exists() {
        return Ok(None);
    }
    let settings = StoreSettings {
        keep: config.store.keep,
        backup: config.store.backup,
        lock_wait: Duration::ZERO,
        ..StoreSettings::new(path)
    };
    match Store::open(settings) {
        Ok(store) => Ok(Some(store)),
        Err(StoreError::Locked { .. }) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// Returns the alerts of a window, where they can be read.
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

fn build_operations(
    config: Config,
    clock: &Clock,
    language: Option<OperationLanguage>,
    store: Option<&Store>,
) -> Result<(Vec<CommandOperation>, Vec<GateWorker>), StartupError> {
    let rules = ActiveRules::new(config.rules);
    let (mut operations, mut workers) = (vec![], vec![]);
    for operation in &config.operations {
        let (gate, worker) = operation_gate(operation, clock, None, |_| {})?;
        workers.push(worker);
        let mut built = command_operation(
            operation,
            NameDirectory::new(gate.clone()),
            gate,
            store.cloned(),
            rules.clone(),
            (config.poll, &config.summaries),
        );
        if let Some(language) = language {
            built.locale = Locale::from_tag(language.tag());
        }
        operations.push(built);
    }
    Ok((operations, workers))
}
