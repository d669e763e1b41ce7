//! The metrics of `diagram_2`: what became of callers who were offered a callback.

use crate::metrics::{
    Scope,
    facts::{SmartHold, SmartHoldStages},
    sample::{Sample, count, proper_share},
};

/// What became of the callers of one scope.
pub(super) fn of(report: &SmartHold, scope: &Scope) -> Option<SmartHoldStages> {
    match scope {
        Scope::Operation => Some(report.stages()),
        Scope::Skill(skill) => report.stages_of(*skill),
        Scope::Channel(_) | Scope::Agent(_) => None,
    }
}

/// The rows by the skill that they are of.
pub(super) fn by_skill(report: &SmartHold) -> impl Iterator<Item = (Scope, SmartHoldStages)> {
    let rows = report.skills.iter();
    rows.map(|row| (Scope::Skill(row.skill), row.stages()))
}

pub(in crate::metrics) fn treated(stages: &SmartHoldStages) -> Option<Sample> {
    stages.treated.map(count)
}

pub(in crate::metrics) fn acceptance_rate(stages: &SmartHoldStages) -> Option<Sample> {
    proper_share(stages.accepted?, stages.treated?)
}

pub(in crate::metrics) fn undecided_rate(stages: &SmartHoldStages) -> Option<Sample> {
    proper_share(stages.undecided?, stages.treated?)
}

pub(in crate::metrics) fn recall_fail(stages: &SmartHoldStages) -> Option<Sample> {
    Some(Sample {
        of: stages.called_back,
        ..count(stages.failed?)
    })
}

pub(in crate::metrics) fn recall_fail_rate(stages: &SmartHoldStages) -> Option<Sample> {
    proper_share(stages.failed?, stages.called_back?)
}

/// Callbacks of callers who accepted before the window may make it more than all.
pub(in crate::metrics) fn completion_rate(stages: &SmartHoldStages) -> Option<Sample> {
    proper_share(stages.reached?, stages.accepted?)
}

pub(in crate::metrics) fn open(stages: &SmartHoldStages) -> Option<Sample> {
    Some(Sample {
        of: stages.accepted,
        ..count(stages.open?)
    })
}
