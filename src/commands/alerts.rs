//! What the commands about the watch need: somebody who knows what is open, and who takes
//! down what people do about it.

use std::{collections::BTreeMap, future::Future, ops::Range};

use chrono::{DateTime, Utc};

use vigia_cards::{rules::Judged, status::State};
use vigia_core::{
    alerts::{
        Acked, Book, Closed, Entry, IncidentId, Mark, Person, Silence, SilenceId, Snoozed, Wish,
    },
    metrics::OperationName,
    rules::RuleId,
};

/// What is remembered cannot be read, or what was to be remembered not written. The log
/// says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse;

/// What is open in an operation, and what people did about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The open alerts and incidents.
    pub book: Book,
    /// What people did about the incidents.
    pub marks: BTreeMap<IncidentId, Mark>,
}

/// A rule as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it stands, such as `rules/floor.yaml:3`.
    pub place: String,
    /// The lines.
    pub text: String,
}

/// What came of reading the rules anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reloaded {
    /// They are in force.
    Done {
        /// How many there are.
        rules: usize,
        /// How many of them are new, or say something else than before.
        changed: usize,
        /// How many there are no more.
        removed: usize,
    },
    /// They have faults, each with its file and line. The earlier ones stay in force.
    Refused(Vec<String>),
}

/// What is open, what is quiet, which rules there are, and how the bot fares.
pub trait Alerts: Send + Sync + 'static {
    /// What is open.
    fn open(&self, operation: &OperationName) -> impl Future<Output = Result<Open, Lapse>> + Send;

    /// The incidents that ended within a stretch of time, the newest first, at most `limit`.
    fn closed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Closed>, Lapse>> + Send;

    /// Somebody has an incident in hand. The first counts.
    fn acknowledge(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: Person,
        note: Option<String>,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<Acked, Lapse>> + Send;

    /// Somebody puts an incident off.
    fn snooze(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: Person,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<Snoozed, Lapse>> + Send;

    /// The silences that are not over, of all operations, in the order of their numbers.
    fn silences(
        &self,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Silence>, Lapse>> + Send;

    /// Makes a silence.
    fn silence(&self, wish: Wish) -> impl Future<Output = Result<Silence, Lapse>> + Send;

    /// Ends a silence; `None` where there is none of that number, or it is over.
    fn end_silence(
        &self,
        id: SilenceId,
        by: Person,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<Silence>, Lapse>> + Send;

    /// Who did what within a stretch of time, the newest first, at most `limit`.
    fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Entry>, Lapse>> + Send;

    /// What the rules say of the last poll that is remembered, or what one of them says;
    /// `None` before the first poll.
    fn judged(
        &self,
        operation: &OperationName,
        rule: Option<&RuleId>,
    ) -> impl Future<Output = Result<Option<Judged>, Lapse>> + Send;

    /// A rule as it is written; `None` where its file can no longer be read.
    fn written(&self, rule: &RuleId) -> impl Future<Output = Option<Written>> + Send;

    /// Reads the files of rules anew: all or nothing.
    fn reload(&self, by: Person) -> impl Future<Output = Result<Reloaded, Lapse>> + Send;

    /// How the watch of an operation fares.
    fn state(&self, operation: &OperationName)
    -> impl Future<Output = Result<State, Lapse>> + Send;
}
