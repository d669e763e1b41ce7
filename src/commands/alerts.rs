//! What the commands about the watch need: somebody who knows what is open, and who takes
//! down what people do about it.

use std::{collections::BTreeMap, future::Future, ops::Range};

use chrono::{DateTime, Utc};

use vigia_cards::{rules::JudgedScope, status::StatusLevel};
use vigia_core::{
    alerts::{
        Acknowledgement, AlertBook, AuditEntry, ClosedIncident, DiscordUser, IncidentId,
        IncidentMark, Silence, SilenceId, SilenceRequest, SnoozedUntil,
    },
    metrics::OperationName,
    rules::RuleId,
};

/// What is remembered cannot be read, or what was to be remembered not written. The log
/// says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreUnavailable;

/// What is open in an operation, and what people did about it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenAlert {
    /// The open alerts and incidents.
    pub book: AlertBook,
    /// What people did about the incidents.
    pub marks: BTreeMap<IncidentId, IncidentMark>,
}

/// A rule as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenSilence {
    /// Where it stands, such as `rules/floor.yaml:3`.
    pub place: String,
    /// The lines.
    pub text: String,
}

/// What came of reading the rules anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReloadResult {
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
pub trait AlertService: Send + Sync + 'static {
    /// What is open.
    fn open(
        &self,
        operation: &OperationName,
    ) -> impl Future<Output = Result<OpenAlert, StoreUnavailable>> + Send;

    /// The incidents that ended within a stretch of time, the newest first, at most `limit`.
    fn closed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<ClosedIncident>, StoreUnavailable>> + Send;

    /// Somebody has an incident in hand. The first counts.
    fn acknowledge(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        note: Option<String>,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<Acknowledgement, StoreUnavailable>> + Send;

    /// Somebody puts an incident off.
    fn snooze(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<SnoozedUntil, StoreUnavailable>> + Send;

    /// The silences that are not over, of all operations, in the order of their numbers.
    fn silences(
        &self,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Silence>, StoreUnavailable>> + Send;

    /// Makes a silence.
    fn silence(
        &self,
        wish: SilenceRequest,
    ) -> impl Future<Output = Result<Silence, StoreUnavailable>> + Send;

    /// Ends a silence; `None` where there is none of that number, or it is over.
    fn end_silence(
        &self,
        id: SilenceId,
        by: DiscordUser,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<Silence>, StoreUnavailable>> + Send;

    /// Who did what within a stretch of time, the newest first, at most `limit`.
    fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<AuditEntry>, StoreUnavailable>> + Send;

    /// What the rules say of the last poll that is remembered, or what one of them says;
    /// `None` before the first poll.
    fn judged(
        &self,
        operation: &OperationName,
        rule: Option<&RuleId>,
    ) -> impl Future<Output = Result<Option<JudgedScope>, StoreUnavailable>> + Send;

    /// A rule as it is written; `None` where its file can no longer be read.
    fn written(&self, rule: &RuleId) -> impl Future<Output = Option<WrittenSilence>> + Send;

    /// Reads the files of rules anew: all or nothing.
    fn reload(
        &self,
        by: DiscordUser,
    ) -> impl Future<Output = Result<ReloadResult, StoreUnavailable>> + Send;

    /// How the watch of an operation fares.
    fn state(
        &self,
        operation: &OperationName,
    ) -> impl Future<Output = Result<StatusLevel, StoreUnavailable>> + Send;
}
