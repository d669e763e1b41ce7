//! The spelling of the five reports, one file each. Their meaning is in
//! `vigia_core::metrics::facts`, under the same names.

mod abandonment;
mod durations;
mod holds;
mod range;
mod service_level;
mod smart_hold;

use secrecy::SecretString;

use crate::{
    answer::{RawAnswer, RawRow, ResponseOutcome, UnreadableField},
    error::ApiError,
    scrub::SecretScrubber,
};
use vigia_core::metrics::{Facts, Report, SkillId};

/// One report as the API spells it.
pub(super) struct ReportSpelling {
    pub(super) api_name: &'static str,
    /// True if the report can be asked for one skill.
    pub(super) is_by_skill: bool,
    pub(super) read: fn(RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError>,
}

pub(super) fn report_spelling(report: Report) -> &'static ReportSpelling {
    match report {
        Report::Abandonment => &abandonment::SPELLING,
        Report::ServiceLevel => &service_level::SPELLING,
        Report::SmartHold => &smart_hold::SPELLING,
        Report::Durations => &durations::SPELLING,
        Report::Holds => &holds::SPELLING,
    }
}

/// Reads the body of a successful answer as the facts of `report`, with all fields that could
/// not be read.
///
/// # Errors
/// Returns the error that the body stands for.
pub fn parse(
    report: Report,
    body: &[u8],
) -> Result<(Option<Facts>, Vec<UnreadableField>), ApiError> {
    let outcome = (report_spelling(report).read)(RawAnswer {
        status: 200,
        body,
        scrub: &SecretScrubber::new(&SecretString::default()),
    })?;
    Ok((outcome.content, outcome.spoiled))
}

/// True if a row's name says that the row is the sum of the others. The whole name must say so:
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

/// Returns the skill of a row by its number, or by its name where there is no number. `None` in
/// it stands for all skills; a row that names neither is refused.
fn skill_of_row(row: &mut RawRow<'_, '_, '_>) -> Option<Option<SkillId>> {
    let (id, name) = (row.get("skill_id"), row.get("skill_name"));
    let is_sum_name = |text: Option<&str>| text.is_some_and(is_sum);
    match id.id() {
        Ok(None | Some(0)) if is_sum_name(name.name().as_deref()) => Some(None),
        Ok(Some(skill)) => Some(Some(SkillId(skill))),
        Err(_) if is_sum_name(id.name().as_deref()) => Some(None),
        Ok(None) | Err(_) => {
            row.refuse("skill_id");
            None
        }
    }
}
