//! Where the figures per skill of an operation come from: one report for all skills, or one for each.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::metrics::{ReadFailure, SkillId};

/// What was found out about the two sources of figures per skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkillSourceFinding {
    /// One request (`skill_1`) has the figures of all skills.
    Table {
        /// The last time at which it agreed with the reports of single skills; `None` where nobody compared.
        compared_at: Option<DateTime<Utc>>,
    },
    /// Each skill takes a request (`skill_11`).
    EachSkill {
        /// Since when the other source is of no use, and why; `None` where the configuration says so.
        fault: Option<(DateTime<Utc>, SkillTableFault)>,
        /// `None` where no poll has needed figures per skill yet.
        rotation: Option<SkillRotation>,
    },
}

/// The skills that a poll needed one by one, and those of them that it has read: the others have their turn in the
/// next polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkillRotation {
    pub read: u32,
    pub of: u32,
}

impl SkillRotation {
    /// Returns the number of polls in which each skill has its turn.
    pub fn polls(self) -> u32 {
        self.of.div_ceil(self.read.max(1)).max(1)
    }
}

/// Why the report of all skills is of no use.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SkillTableFault {
    #[error("`skill_1` cannot be read: {0}")]
    Failed(ReadFailure),
    #[error("`skill_1` is empty, and `skill_11` has calls")]
    Empty,
    /// `figures` names the field and has both figures.
    #[error("`skill_1` and `skill_11` differ for skill {skill}: {figures}")]
    Differs { skill: SkillId, figures: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_skill_has_its_turn_in_so_many_polls() {
        let polls = |read, of| SkillRotation { read, of }.polls();
        assert_eq!([polls(20, 20), polls(18, 200), polls(0, 3)], [1, 12, 3]);
    }
}
