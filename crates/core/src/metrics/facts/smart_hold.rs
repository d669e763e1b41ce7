//! Smart hold ("espera inteligente") by skill (`diagram_2`): callers who are offered a call
//! back instead of the queue.

use serde::{Deserialize, Serialize};

use crate::metrics::{
    SkillId,
    facts::sums::{add_counts, group_rows, sum_counts},
};

/// The report: one row a skill that has the function.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SmartHold {
    pub skills: Vec<SkillSmartHold>,
}

/// Smart hold in one skill.
///
/// `treated` may exceed `accepted + declined` (some hang up undecided), and `accepted` may
/// exceed `reached + failed` (some callbacks are still open).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkillSmartHold {
    pub skill: SkillId,
    /// Calls that entered smart hold.
    pub treated: Option<u64>,
    /// Callers who declined the callback.
    pub declined: Option<u64>,
    /// Callers who accepted it.
    pub accepted: Option<u64>,
    /// Callbacks that failed after all attempts (`recall_fail`).
    pub failed: Option<u64>,
    /// Callbacks that reached the caller (`recall_ok`).
    pub reached: Option<u64>,
    /// Gain of service level as delivered; it has no weight and is never added or averaged.
    pub service_level_up: Option<f64>,
}

/// The outcomes for the callers of one skill or of several together. Each one is an outcome
/// of the one before: treated, accepted, called back, reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmartHoldStages {
    /// Calls that entered smart hold.
    pub treated: Option<u64>,
    /// Callers who accepted the callback.
    pub accepted: Option<u64>,
    /// Callers who declined it.
    pub declined: Option<u64>,
    /// Callers who said neither: most of them hung up during the offer. `None` also where
    /// the answers are more than the calls.
    pub undecided: Option<u64>,
    /// Callbacks that have ended, whether or not they reached the caller.
    pub called_back: Option<u64>,
    /// Callbacks that reached the caller.
    pub reached: Option<u64>,
    /// Callbacks that failed after all attempts. They are booked after the last one.
    pub failed: Option<u64>,
    /// Accepted callbacks that are neither: still to come, or no longer needed. `None` also
    /// where the callbacks are more than the callers who accepted one.
    pub open: Option<u64>,
}

impl SmartHold {
    /// All skills together; nothing is known of none.
    pub fn stages(&self) -> SmartHoldStages {
        let rows = self.skills.iter();
        rows.map(SkillSmartHold::stages)
            .reduce(SmartHoldStages::plus)
            .unwrap_or_default()
    }

    /// One skill; `None` where the report has no row for it.
    pub fn stages_of(&self, skill: SkillId) -> Option<SmartHoldStages> {
        let rows = self.skills.iter().filter(|row| row.skill == skill);
        rows.map(SkillSmartHold::stages)
            .reduce(SmartHoldStages::plus)
    }

    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let rows = parts.flat_map(|part| part.skills);
        Self {
            skills: group_rows(rows, |row| row.skill)
                .filter_map(|rows| SkillSmartHold::merge(&rows))
                .collect(),
        }
    }
}

impl SkillSmartHold {
    pub fn stages(&self) -> SmartHoldStages {
        let rest = |of: Option<u64>, part: Option<u64>| of?.checked_sub(part?);
        let called_back = add_counts(self.reached, self.failed);
        SmartHoldStages {
            treated: self.treated,
            accepted: self.accepted,
            declined: self.declined,
            undecided: rest(self.treated, add_counts(self.accepted, self.declined)),
            called_back,
            reached: self.reached,
            failed: self.failed,
            open: rest(self.accepted, called_back),
        }
    }

    fn merge(rows: &[Self]) -> Option<Self> {
        Some(Self {
            skill: rows.first()?.skill,
            treated: sum_counts(rows, |row| row.treated),
            declined: sum_counts(rows, |row| row.declined),
            accepted: sum_counts(rows, |row| row.accepted),
            failed: sum_counts(rows, |row| row.failed),
            reached: sum_counts(rows, |row| row.reached),
            service_level_up: match rows {
                [row] => row.service_level_up,
                _ => None,
            },
        })
    }
}

impl SmartHoldStages {
    /// A skill whose rest is not known leaves the rest of all of them unknown: another skill's
    /// rest must not make up for it.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            treated: add_counts(self.treated, other.treated),
            accepted: add_counts(self.accepted, other.accepted),
            declined: add_counts(self.declined, other.declined),
            undecided: add_counts(self.undecided, other.undecided),
            called_back: add_counts(self.called_back, other.called_back),
            reached: add_counts(self.reached, other.reached),
            failed: add_counts(self.failed, other.failed),
            open: add_counts(self.open, other.open),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(skill: u64, figures: [Option<u64>; 5]) -> SkillSmartHold {
        let [treated, declined, accepted, failed, reached] = figures;
        SkillSmartHold {
            skill: SkillId(skill),
            treated,
            declined,
            accepted,
            failed,
            reached,
            service_level_up: None,
        }
    }

    #[test]
    fn what_became_of_the_callers_adds_up() {
        let report = SmartHold {
            skills: vec![
                row(1, [48, 17, 26, 5, 19].map(Some)),
                row(2, [3, 3, 0, 0, 0].map(Some)),
            ],
        };
        let all = report.stages();
        assert_eq!((all.treated, all.undecided), (Some(51), Some(5)));
        assert_eq!((all.called_back, all.open), (Some(24), Some(2)));
        let quiet = report.stages_of(SkillId(2)).unwrap();
        assert_eq!((quiet.undecided, quiet.called_back), (Some(0), Some(0)));
        assert_eq!(report.stages_of(SkillId(3)), None);
        assert_eq!(SmartHold::default().stages(), SmartHoldStages::default());
    }

    #[test]
    fn a_rest_below_zero_is_unknown_and_no_other_skill_makes_up_for_it() {
        let report = SmartHold {
            skills: vec![
                row(1, [10, 4, 8, 5, 4].map(Some)),
                row(2, [10, 2, 4, 1, 1].map(Some)),
            ],
        };
        let first = report.stages_of(SkillId(1)).unwrap();
        assert_eq!((first.undecided, first.open), (None, None));
        let all = report.stages();
        assert_eq!((all.treated, all.undecided), (Some(20), None));
        assert_eq!((all.called_back, all.open), (Some(11), None));
    }

    #[test]
    fn a_figure_that_one_skill_misses_is_unknown_of_all() {
        let report = SmartHold {
            skills: vec![
                row(1, [48, 17, 26, 5, 19].map(Some)),
                row(2, [Some(3), None, Some(1), Some(0), None]),
            ],
        };
        let all = report.stages();
        assert_eq!((all.accepted, all.declined), (Some(27), None));
        assert_eq!((all.undecided, all.called_back), (None, None));
        assert_eq!((all.failed, all.open), (Some(5), None));
    }
}
