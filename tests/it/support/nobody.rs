//! What commands are without figures: enough for what is typed and not yet asked.

use std::{collections::BTreeSet, ops::Range, time::Duration};

use chrono::{DateTime, Utc};
use vigia::commands::{
    Alerts, Answer, Freshness, Lapse, Open, ReadFailure, Reloaded, Reports, Shortage, Written,
};
use vigia_cards::{rules::Judged, status::State};
use vigia_core::{
    alerts::{Acked, Closed, Entry, IncidentId, Person, Silence, SilenceId, Snoozed, Wish},
    metrics::{AgentName, Ask, Metric, OperationName, Reading, Sample, Scope, SkillNames},
    rules::RuleId,
};

/// Reports that nobody reads, and alerts that nobody keeps.
#[derive(Debug)]
pub(crate) struct Nobody;

impl Reports for Nobody {
    async fn read(&self, _: Ask, _: Freshness) -> Result<Answer, ReadFailure> {
        Err(ReadFailure::Unavailable)
    }

    async fn position(&self, _: Ask) -> Option<usize> {
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

    fn shortage(&self) -> Option<Shortage> {
        None
    }

    fn skills(&self) -> SkillNames {
        SkillNames::default()
    }

    async fn kept(&self, _: Vec<Ask>) -> Vec<Reading> {
        Vec::new()
    }

    async fn keep(&self, _: Vec<Reading>) {}

    fn agents(&self) -> BTreeSet<AgentName> {
        BTreeSet::new()
    }
}

impl Alerts for Nobody {
    async fn open(&self, _: &OperationName) -> Result<Open, Lapse> {
        Err(Lapse)
    }

    async fn closed(
        &self,
        _: &OperationName,
        _: Range<DateTime<Utc>>,
        _: usize,
    ) -> Result<Vec<Closed>, Lapse> {
        Err(Lapse)
    }

    async fn acknowledge(
        &self,
        _: &OperationName,
        _: IncidentId,
        _: Person,
        _: Option<String>,
        _: DateTime<Utc>,
    ) -> Result<Acked, Lapse> {
        Err(Lapse)
    }

    async fn snooze(
        &self,
        _: &OperationName,
        _: IncidentId,
        _: Person,
        _: DateTime<Utc>,
        _: DateTime<Utc>,
    ) -> Result<Snoozed, Lapse> {
        Err(Lapse)
    }

    async fn silences(&self, _: DateTime<Utc>) -> Result<Vec<Silence>, Lapse> {
        Err(Lapse)
    }

    async fn silence(&self, _: Wish) -> Result<Silence, Lapse> {
        Err(Lapse)
    }

    async fn end_silence(
        &self,
        _: SilenceId,
        _: Person,
        _: DateTime<Utc>,
    ) -> Result<Option<Silence>, Lapse> {
        Err(Lapse)
    }

    async fn audit(&self, _: Range<DateTime<Utc>>, _: usize) -> Result<Vec<Entry>, Lapse> {
        Err(Lapse)
    }

    async fn judged(&self, _: &OperationName, _: Option<&RuleId>) -> Result<Option<Judged>, Lapse> {
        Err(Lapse)
    }

    async fn written(&self, _: &RuleId) -> Option<Written> {
        None
    }

    async fn reload(&self, _: Person) -> Result<Reloaded, Lapse> {
        Err(Lapse)
    }

    async fn state(&self, _: &OperationName) -> Result<State, Lapse> {
        Err(Lapse)
    }
}
