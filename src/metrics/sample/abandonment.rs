//! The metrics of `skill_9`: how long those had waited who gave up.

use crate::metrics::{
    Scope,
    facts::{Abandonment, SkillAbandons, Wait},
    sample::{
        Sample, Total, plus, proper_share,
        seconds::{Range, Ranges},
        total,
    },
};

/// A caller who hangs up within so many seconds hardly waited. The report cannot tell less.
const SHORT: u32 = 10;

/// The threshold of the usual service level.
const THRESHOLD: u32 = 20;

/// The report's last range begins after so many seconds.
const LONG: u32 = 50;

/// The abandoned calls of one scope, by wait.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct Abandons {
    abandoned: Option<u64>,
    short: Option<u64>,
    after_threshold: Option<u64>,
    long: Option<u64>,
}

impl Abandons {
    /// The API's own row for the whole, where it sends one, is not added up again.
    pub(super) fn of(report: &Abandonment, scope: &Scope) -> Option<Self> {
        match scope {
            Scope::Operation => match &report.all {
                Some(all) => Some(Self::of_row(all)),
                None => total(report.skills.iter().map(Self::of_row)),
            },
            Scope::Skill(skill) => {
                let rows = report.skills.iter();
                total(
                    rows.filter(|row| row.skill == Some(*skill))
                        .map(Self::of_row),
                )
            }
            Scope::Channel(_) | Scope::Agent(_) => None,
        }
    }

    /// The ranges are fields of one row, so that one that is not there is missing, not zero.
    fn of_row(row: &SkillAbandons) -> Self {
        let ranges = row.by_wait.iter().map(|calls| {
            let (from, to) = match calls.wait {
                Wait::Between(from, to) => (from, Some(to)),
                Wait::AtLeast(from) => (from, None),
                Wait::Other(_) => return None,
            };
            Some(Range {
                from,
                to,
                calls: calls.calls,
            })
        });
        let ranges = Ranges::new(ranges).filter(Ranges::cover_all);
        let ranges = ranges.as_ref();
        Self {
            abandoned: row.abandoned,
            short: ranges.and_then(|ranges| ranges.up_to(SHORT)),
            after_threshold: ranges.and_then(|ranges| ranges.after(THRESHOLD)),
            long: ranges.and_then(|ranges| ranges.after(LONG)),
        }
    }
}

impl Total for Abandons {
    fn plus(self, other: Self) -> Self {
        Self {
            abandoned: plus(self.abandoned, other.abandoned),
            short: plus(self.short, other.short),
            after_threshold: plus(self.after_threshold, other.after_threshold),
            long: plus(self.long, other.long),
        }
    }
}

/// The rows by the skill that they are of.
pub(super) fn by_skill(report: &Abandonment) -> impl Iterator<Item = (Scope, Abandons)> {
    report
        .skills
        .iter()
        .filter_map(|row| Some((Scope::Skill(row.skill?), Abandons::of_row(row))))
}

pub(in crate::metrics) fn short_share(abandons: &Abandons) -> Option<Sample> {
    proper_share(abandons.short?, abandons.abandoned?)
}

pub(in crate::metrics) fn after_threshold_share(abandons: &Abandons) -> Option<Sample> {
    proper_share(abandons.after_threshold?, abandons.abandoned?)
}

pub(in crate::metrics) fn long_share(abandons: &Abandons) -> Option<Sample> {
    proper_share(abandons.long?, abandons.abandoned?)
}
