//! Smart hold ("espera inteligente") by skill (`diagram_2`): callers who are offered a call
//! back instead of the queue.

use serde::{Deserialize, Serialize};

use crate::metrics::{
    SkillId,
    facts::merge::{group, sum},
};

/// The report: one row a skill that has the function.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SmartHold {
    /// One row a skill.
    pub skills: Vec<SkillSmartHold>,
}

/// Smart hold in one skill.
///
/// `treated` may exceed `accepted + declined` (some hang up undecided), and `accepted` may
/// exceed `reached + failed` (some callbacks are still open).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkillSmartHold {
    /// Which skill.
    pub skill: SkillId,
    /// Calls that entered smart hold.
    pub treated: Option<u64>,
    /// Callers who declined the callback.
    pub declined: Option<u64>,
    /// Callers who accepted it.
    pub accepted: Option<u64>,
    /// Callbacks that reached nobody after all attempts (`recall_fail`).
    pub failed: Option<u64>,
    /// Callbacks that reached the caller (`recall_ok`).
    pub reached: Option<u64>,
    /// Gain of service level as delivered; it has no weight and is never added or averaged.
    pub service_level_up: Option<f64>,
}

impl SmartHold {
    /// The reports of several windows as one.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let rows = parts.flat_map(|part| part.skills);
        Self {
            skills: group(rows, |row| row.skill)
                .into_iter()
                .filter_map(|rows| SkillSmartHold::merge(&rows))
                .collect(),
        }
    }
}

impl SkillSmartHold {
    fn merge(rows: &[Self]) -> Option<Self> {
        Some(Self {
            skill: rows.first()?.skill,
            treated: sum(rows, |row| row.treated),
            declined: sum(rows, |row| row.declined),
            accepted: sum(rows, |row| row.accepted),
            failed: sum(rows, |row| row.failed),
            reached: sum(rows, |row| row.reached),
            service_level_up: match rows {
                [row] => row.service_level_up,
                _ => None,
            },
        })
    }
}
