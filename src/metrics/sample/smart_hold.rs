//! The metrics of `diagram_2`: what became of callers who were offered a callback.

use crate::metrics::{
    Scope,
    facts::{SkillSmartHold, SmartHold},
    sample::{Sample, Total, count, plus, proper_share, total},
};

/// Smart Hold of one scope.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct Callbacks {
    treated: Option<u64>,
    declined: Option<u64>,
    accepted: Option<u64>,
    failed: Option<u64>,
    reached: Option<u64>,
}

impl Callbacks {
    pub(super) fn of(report: &SmartHold, scope: &Scope) -> Option<Self> {
        let rows = report.skills.iter();
        match scope {
            Scope::Operation => total(rows.map(Self::of_row)),
            Scope::Skill(skill) => {
                total(rows.filter(|row| row.skill == *skill).map(Self::of_row))
            }
            Scope::Channel(_) | Scope::Agent(_) => None,
        }
    }

    fn of_row(row: &SkillSmartHold) -> Self {
        Self {
            treated: row.treated,
            declined: row.declined,
            accepted: row.accepted,
            failed: row.failed,
            reached: row.reached,
        }
    }

    /// Callbacks that are over, with or without success.
    fn finished(&self) -> Option<u64> {
        plus(self.failed, self.reached)
    }
}

impl Total for Callbacks {
    fn plus(self, other: Self) -> Self {
        Self {
            treated: plus(self.treated, other.treated),
            declined: plus(self.declined, other.declined),
            accepted: plus(self.accepted, other.accepted),
            failed: plus(self.failed, other.failed),
            reached: plus(self.reached, other.reached),
        }
    }
}

/// The rows by the skill that they are of.
pub(super) fn by_skill(report: &SmartHold) -> impl Iterator<Item = (Scope, Callbacks)> {
    let rows = report.skills.iter();
    rows.map(|row| (Scope::Skill(row.skill), Callbacks::of_row(row)))
}

pub(in crate::metrics) fn treated(callbacks: &Callbacks) -> Option<Sample> {
    callbacks.treated.map(count)
}

pub(in crate::metrics) fn acceptance_rate(callbacks: &Callbacks) -> Option<Sample> {
    proper_share(callbacks.accepted?, callbacks.treated?)
}

pub(in crate::metrics) fn undecided_rate(callbacks: &Callbacks) -> Option<Sample> {
    let decided = plus(callbacks.accepted, callbacks.declined)?;
    let treated = callbacks.treated?;
    proper_share(treated.checked_sub(decided)?, treated)
}

pub(in crate::metrics) fn recall_fail(callbacks: &Callbacks) -> Option<Sample> {
    Some(Sample {
        of: callbacks.finished(),
        ..count(callbacks.failed?)
    })
}

pub(in crate::metrics) fn recall_fail_rate(callbacks: &Callbacks) -> Option<Sample> {
    proper_share(callbacks.failed?, callbacks.finished()?)
}

/// Callbacks of callers who accepted before the window may make it more than all.
pub(in crate::metrics) fn completion_rate(callbacks: &Callbacks) -> Option<Sample> {
    proper_share(callbacks.reached?, callbacks.accepted?)
}

pub(in crate::metrics) fn open(callbacks: &Callbacks) -> Option<Sample> {
    let open = callbacks.accepted?.checked_sub(callbacks.finished()?)?;
    Some(Sample {
        of: callbacks.accepted,
        ..count(open)
    })
}
