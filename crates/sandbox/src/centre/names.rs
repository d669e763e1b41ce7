//! Other names than the usual ones: whatever somebody may have typed into Manager.

use std::collections::BTreeMap;

use super::people::{Agent, Skill};

/// What skills and agents are called instead, by number. In every report and list it is the
/// same, and all others keep their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Of skills.
    pub skills: BTreeMap<u32, String>,
    /// Of agents.
    pub agents: BTreeMap<u32, String>,
}

impl Names {
    pub(super) fn skill(&self, skill: &Skill) -> &str {
        self.skills
            .get(&skill.id)
            .map_or(skill.name, String::as_str)
    }

    pub(super) fn agent<'a>(&'a self, agent: &'a Agent) -> &'a str {
        self.agents.get(&agent.id).unwrap_or(&agent.name)
    }
}
