//! How the five reports are spelt. What they mean is `metrics/facts/`' matter: the files
//! there bear the same names.

mod abandonment;
mod durations;
mod holds;
mod range;
mod service_level;
mod smart_hold;

pub(super) use abandonment::AbandonmentRows;
pub(super) use durations::DurationsRows;
pub(super) use holds::HoldsRows;
pub(super) use service_level::ServiceLevelRows;
pub(super) use smart_hold::SmartHoldRows;

use crate::value::RawScalar;
use vigia_core::metrics::{Report, SkillId};

/// The report's name in the API.
pub(super) fn api(report: Report) -> &'static str {
    match report {
        Report::Abandonment => "skill_9",
        Report::ServiceLevel => "skill_11",
        Report::SmartHold => "diagram_2",
        Report::Durations => "cdr_4",
        Report::Holds => "agent_9",
    }
}

/// Whether the report can be asked for one skill.
pub(super) fn by_skill(report: Report) -> bool {
    match report {
        Report::Abandonment | Report::ServiceLevel => true,
        Report::SmartHold | Report::Durations | Report::Holds => false,
    }
}

/// Whether a row's name says that it is the sum of the others. The whole name must say so:
/// an agent may be called "Total".
fn is_sum(name: &str) -> bool {
    const NAMES: [&str; 6] = [
        "TOTAL",
        "TOTALES",
        "TOTAL GENERAL",
        "CONSOLIDADO",
        "CONSOLIDATED",
        "ALL",
    ];
    let name = name.trim();
    NAMES.iter().any(|sum| name.eq_ignore_ascii_case(sum))
}

/// Whose row it is in a report by skill.
enum RowOwner {
    Skill(SkillId),
    All,
    Unknown,
}

/// Tells it from the number, and from the name where there is no number.
fn owner(id: &RawScalar<'_>, name: Option<&str>) -> RowOwner {
    let says_all = |text: Option<&str>| text.is_some_and(is_sum);
    match id.id() {
        Ok(None | Some(0)) if says_all(name) => RowOwner::All,
        Ok(Some(skill)) => RowOwner::Skill(SkillId(skill)),
        Err(_) if says_all(id.name().as_deref()) => RowOwner::All,
        Ok(None) | Err(_) => RowOwner::Unknown,
    }
}
