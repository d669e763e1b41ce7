//! The names of skills and agents: from the API's own lists where they work, and from the reports
//! where they do not. No answer waits or fails for a name.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::{
    error::ApiError,
    gate::{GateContent, RequestGate},
    request::ReportQuery,
};
use vigia_core::metrics::{AgentName, SkillId, SkillNames};

/// The time between two reads of the lists.
const EVERY: Duration = Duration::from_secs(3_600);

/// The names of one operation. Clones share them.
#[derive(Clone, Debug)]
pub struct NameDirectory {
    gate: RequestGate,
    listed: Arc<Mutex<DirectoryEntry>>,
}

#[derive(Debug, Default)]
struct DirectoryEntry {
    skills: Arc<[(SkillId, String)]>,
    agents: Arc<[AgentName]>,
}

impl NameDirectory {
    /// Makes an empty directory; [`run`](Self::run) fills it.
    pub fn new(gate: RequestGate) -> Self {
        Self {
            gate,
            listed: Arc::default(),
        }
    }

    /// Makes a directory with the earlier names of skills, until it has read the list.
    pub fn knowing(gate: RequestGate, skills: SkillNames) -> Self {
        let directory = Self::new(gate);
        directory.listed().skills = skills.0.into_iter().collect();
        directory
    }

    /// Reads the lists now and then every hour, until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        let hour = TimeDelta::from_std(EVERY).unwrap_or(TimeDelta::MAX);
        let keep_fresh = async {
            loop {
                self.refresh().await;
                let clock = self.gate.clock();
                clock.sleep_until(clock.now() + hour).await;
            }
        };
        stop.run_until_cancelled(keep_fresh).await;
    }

    /// Reads the lists once, unless the cache still has them. A list that cannot be read leaves
    /// the one before in place.
    pub async fn refresh(&self) {
        for query in [
            ReportQuery::Skills,
            ReportQuery::Agents,
            ReportQuery::TokenUsage,
        ] {
            self.store(self.gate.list(query, EVERY).await);
        }
    }

    /// Returns the skills' names. A name from the API's own list goes before one from a report.
    pub fn skills(&self) -> SkillNames {
        let mut names = self.gate.seen_skills();
        names.extend(self.listed().skills.iter().cloned());
        SkillNames(names)
    }

    /// Returns the agents' names, in order.
    pub fn agents(&self) -> BTreeSet<AgentName> {
        let mut names = self.gate.seen_agents();
        names.extend(self.listed().agents.iter().cloned());
        names
    }

    fn store(&self, read: Result<GateContent, ApiError>) {
        match read {
            Ok(GateContent::Skills(skills)) => self.listed().skills = skills,
            Ok(GateContent::Agents(agents)) => self.listed().agents = agents,
            // The gate itself has taken the use of the tokens.
            Ok(
                GateContent::Usage(_)
                | GateContent::Facts(_)
                | GateContent::SkillTable(_)
                | GateContent::SkillHours(_),
            ) => {}
            Err(error) => debug!(%error, "a list of names cannot be read"),
        }
    }

    fn listed(&self) -> MutexGuard<'_, DirectoryEntry> {
        self.listed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
