//! What commands are without figures: enough for what is typed and not yet asked.

use std::{collections::BTreeSet, ops::Range, time::Duration};

use chrono::{DateTime, Utc};
use vigia::commands::{
    AlertService, CommandAnswer, Freshness, OpenAlert, QuotaShortage, ReadFailure, ReloadResult,
    ReportSource, StoreUnavailable, WrittenSilence,
};
use vigia_cards::{rules::JudgedScope, status::StatusLevel};
use vigia_core::{
    alerts::{
        Acknowledgement, AuditEntry, ClosedIncident, DiscordUser, IncidentId, Silence, SilenceId,
        SilenceRequest, SnoozedUntil,
    },
    metrics::{
        AgentName, Metric, OperationName, Reading, ReportRequest, Sample, Scope, SkillNames,
    },
    rules::RuleId,
};

/// Reports that nobody reads, and alerts that nobody keeps.
#[derive(Debug)]
pub(crate) struct Nobody;

impl ReportSource for Nobody {
    async fn read(&self, _: ReportRequest, _: Freshness) -> Result<CommandAnswer, ReadFailure> {
        Err(ReadFailure::Unavailable)
    }

    async fn position(&self, _: ReportRequest) -> Option<usize> {
        None
    }

    async fn history(
        &self,
        _: Metric,
        _: Scope,
        _: Duration,
        _: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        Vec::new()
    }

    fn shortage(&self) -> Option<QuotaShortage> {
        None
    }

    fn skills(&self) -> SkillNames {
        SkillNames::default()
    }

    async fn kept(&self, _: Vec<ReportRequest>) -> Vec<Reading> {
        Vec::new()
    }

    async fn keep(&self, _: Vec<Reading>) {}

    fn agents(&self) -> BTreeSet<AgentName> {
        BTreeSet::new()
    }
}

impl AlertService for Nobody {
    async fn open(&self, _: &OperationName) -> Result<OpenAlert, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn closed(
        &self,
        _: &OperationName,
        _: Range<DateTime<Utc>>,
        _: usize,
    ) -> Result<Vec<ClosedIncident>, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn acknowledge(
        &self,
        _: &OperationName,
        _: IncidentId,
        _: DiscordUser,
        _: Option<String>,
        _: DateTime<Utc>,
    ) -> Result<Acknowledgement, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn snooze(
        &self,
        _: &OperationName,
        _: IncidentId,
        _: DiscordUser,
        _: DateTime<Utc>,
        _: DateTime<Utc>,
    ) -> Result<SnoozedUntil, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn silences(&self, _: DateTime<Utc>) -> Result<Vec<Silence>, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn silence(&self, _: SilenceRequest) -> Result<Silence, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn end_silence(
        &self,
        _: SilenceId,
        _: DiscordUser,
        _: DateTime<Utc>,
    ) -> Result<Option<Silence>, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn audit(
        &self,
        _: Range<DateTime<Utc>>,
        _: usize,
    ) -> Result<Vec<AuditEntry>, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn judged(
        &self,
        _: &OperationName,
        _: Option<&RuleId>,
    ) -> Result<Option<JudgedScope>, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn written(&self, _: &RuleId) -> Option<WrittenSilence> {
        None
    }

    async fn reload(&self, _: DiscordUser) -> Result<ReloadResult, StoreUnavailable> {
        Err(StoreUnavailable)
    }

    async fn state(&self, _: &OperationName) -> Result<StatusLevel, StoreUnavailable> {
        Err(StoreUnavailable)
    }
}
