//! Names that report answers carried: what the directory falls back to where the API's own
//! lists do not work.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use vigia_core::metrics::{AgentName, Facts, SkillId};

/// More agents than these are no longer for choosing from.
const MOST_AGENTS: usize = 10_000;

/// The names seen so far.
#[derive(Debug, Default)]
pub(super) struct NameLists(Mutex<SeenNames>);

#[derive(Debug, Default)]
struct SeenNames {
    skills: BTreeMap<SkillId, String>,
    agents: BTreeSet<AgentName>,
}

impl NameLists {
    /// Remembers the names in an answer.
    pub(super) fn see(&self, facts: &Facts) {
        match facts {
            Facts::Abandonment(report) => {
                let named = report
                    .skills
                    .iter()
                    .filter_map(|row| row.skill.zip(row.name.clone()));
                self.seen().skills.extend(named);
            }
            Facts::Holds(report) => {
                let mut seen = self.seen();
                for row in &report.agents {
                    if seen.agents.len() < MOST_AGENTS {
                        seen.agents.insert(row.agent.clone());
                    }
                }
            }
            Facts::ServiceLevel(_) | Facts::SmartHold(_) | Facts::Durations(_) => {}
        }
    }

    pub(super) fn skills(&self) -> BTreeMap<SkillId, String> {
        self.seen().skills.clone()
    }

    pub(super) fn agents(&self) -> BTreeSet<AgentName> {
        self.seen().agents.clone()
    }

    /// Names are whole at any time, also after a panic elsewhere.
    fn seen(&self) -> MutexGuard<'_, SeenNames> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
