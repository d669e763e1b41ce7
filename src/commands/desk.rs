//! What commands need: for each operation, somebody who reads reports, the rules that set
//! its limits, and how it speaks.

use std::{collections::BTreeSet, future::Future, ops::Range, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::commands::{CommandAccess, CommandParameter, refusal::CommandRefusal};
use vigia_cards::{Card, Locale, Words};
use vigia_core::{
    metrics::{
        AgentName, Facts, Metric, OperationName, Reading, ReportRequest, Sample, Scope, SkillNames,
    },
    rules::ActiveRules,
    summaries::SummaryPlan,
};

/// What one report answered.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandAnswer {
    /// The facts; `None` where the window is empty.
    pub facts: Option<Arc<Facts>>,
    /// When it was read. An answer from memory is older than the question.
    pub read_at: DateTime<Utc>,
    /// How many fields and rows of it could not be read.
    pub spoils: usize,
}

/// Why a report could not be read, as far as the asker can do something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// The day's requests are used up.
    QuotaUsedUp,
    /// wolkvox refuses the token.
    TokenRefused,
    /// wolkvox does not answer, or too slowly.
    Unavailable,
    /// wolkvox says that it is under maintenance.
    Maintenance,
    /// wolkvox answers with something that is no report.
    NoReport,
    /// Anything else, in words without secrets.
    Other(String),
}

/// How old a remembered answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// A new question: the operation's own limit.
    Fresh,
    /// More of what is on the screen, such as its next page: it should be the same answer.
    AsSeen,
}

/// Too few calls are left of today's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaShortage {
    /// Calls that are left. They are kept for people: polls wait.
    pub left: u64,
    /// Calls that the day allows.
    pub limit: u64,
}

/// Somebody who reads the reports of one operation.
pub trait ReportSource: Send + Sync + 'static {
    /// Reads one report, or remembers it where it was read a moment ago.
    fn read(
        &self,
        ask: ReportRequest,
        freshness: Freshness,
    ) -> impl Future<Output = Result<CommandAnswer, ReadFailure>> + Send;

    /// How many calls stand before the one that answers `ask`; `None` where none is waited
    /// for.
    fn position(&self, ask: ReportRequest) -> impl Future<Output = Option<usize>> + Send;

    /// The stored values of a metric over windows of this length that ended in `range`,
    /// oldest first; none where history cannot be read.
    fn history(
        &self,
        metric: Metric,
        scope: Scope,
        length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> impl Future<Output = Vec<(DateTime<Utc>, Sample)>> + Send;

    /// Whether so few calls are left today that polls wait for people.
    fn shortage(&self) -> Option<QuotaShortage>;

    /// The skills, as far as they are known.
    fn skills(&self) -> SkillNames;

    /// The agents, as far as they are known.
    fn agents(&self) -> BTreeSet<AgentName>;

    /// What is kept of what summaries asked for, as far as any of it is.
    fn kept(&self, asks: Vec<ReportRequest>) -> impl Future<Output = Vec<Reading>> + Send;

    /// Keeps what was read for a summary, where its time is over.
    fn keep(&self, readings: Vec<Reading>) -> impl Future<Output = ()> + Send;
}

/// One operation, as commands see it.
#[derive(Clone, Debug)]
pub struct CommandOperation<R> {
    /// Its name.
    pub name: OperationName,
    /// Who reads its reports.
    pub reports: R,
    /// The rules, whose limits the answers are held against.
    pub rules: ActiveRules,
    /// The zone in which its people tell the time.
    pub zone: Tz,
    /// Its language and number style.
    pub locale: Locale,
    /// How long before now a window ends: a call is booked when it is over.
    pub settle: Duration,
    /// The summaries that are posted of it.
    pub summaries: Vec<SummaryPlan>,
    /// The time between two polls, and so between two values of the history.
    pub every: Duration,
}

impl<R> CommandOperation<R> {
    /// The operation's words in the language of the asker's tag, such as `es-419`.
    #[must_use]
    pub fn words(&self, asker: &str) -> Words {
        Words::new(self.locale, self.zone).spoken_to(asker)
    }
}

/// All operations that commands may ask for, who may ask, and who keeps the alerts.
#[derive(Clone, Debug)]
pub struct CommandService<R, A> {
    operations: Vec<CommandOperation<R>>,
    access: CommandAccess,
    alerts: A,
}

impl<R, A> CommandService<R, A> {
    /// A desk for these operations. Where there is one only, nobody need name it.
    #[must_use]
    pub fn new(operations: Vec<CommandOperation<R>>, access: CommandAccess, alerts: A) -> Self {
        Self {
            operations,
            access,
            alerts,
        }
    }

    /// Who keeps the alerts.
    #[must_use]
    pub fn alerts(&self) -> &A {
        &self.alerts
    }

    /// Who may ask.
    #[must_use]
    pub fn access(&self) -> &CommandAccess {
        &self.access
    }

    /// The operations.
    #[must_use]
    pub fn operations(&self) -> &[CommandOperation<R>] {
        &self.operations
    }

    /// The operation of that name, or the only one there is.
    ///
    /// # Errors
    /// The card that says which operations there are.
    pub fn operation(&self, name: Option<&str>, asker: &str) -> Result<&CommandOperation<R>, Card> {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let found = match (name, self.operations.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(name), operations) => operations
                .iter()
                .find(|operation| operation.name.as_str().eq_ignore_ascii_case(name)),
        };
        found.ok_or_else(|| {
            let known = self.operations.iter().map(|known| known.name.to_string());
            let known: Vec<_> = known.collect();
            let locale = self
                .operations
                .first()
                .map_or_else(|| Locale::from_tag(asker), |first| first.locale);
            let words = Words::new(locale, Tz::UTC).spoken_to(asker);
            let example = known.first().map_or("", String::as_str);
            let example = CommandParameter::Operation.typed(example, &words);
            CommandRefusal::operation(name, &known, &words).card(&example)
        })
    }
}
