//! What commands are without figures: enough for what is typed and not yet asked.

use std::{collections::BTreeSet, ops::Range, time::Duration};

use chrono::{DateTime, Utc};
use vigia::{
    commands::{Answer, Freshness, ReadFailure, Reports, Shortage},
    metrics::{AgentName, Ask, Metric, Sample, Scope, SkillNames},
};

/// Reports that nobody reads.
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

    fn agents(&self) -> BTreeSet<AgentName> {
        BTreeSet::new()
    }
}
