//! Other names than the usual ones: whatever somebody may have typed into Manager.

use std::collections::BTreeMap;

use super::people::{CentreAgent, CentreSkill};

/// What skills and agents are called instead, by number. In every report and list it is the
/// same, and all others keep their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CentreNames {
    /// Of skills.
    pub skills: BTreeMap<u32, String>,
    /// Of agents.
    pub agents: BTreeMap<u32, String>,
}

impl CentreNames {
    pub(super) fn skill(&self, skill: &CentreSkill) -> &str {
        self.skills
            .get(&skill.id)
            .map_or(skill.name, String::as_str)
    }

    pub(super) fn agent<'a>(&'a self, agent: &'a CentreAgent) -> &'a str {
        self.agents.get(&agent.id).unwrap_or(&agent.name)
    }
}
