//! `diagram_2`: one row a skill that has smart hold, without the skill's name.

use super::{ReportSpelling, skill_of_row};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    Facts,
    facts::{SkillSmartHold, SmartHold},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    is_by_skill: false,
    read: read_smart_hold,
};

fn read_smart_hold(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(|report: &mut SmartHold, row| {
        // A sum can be made of the skills; the facts have no place for another one.
        let Some(Some(skill)) = skill_of_row(row) else {
            return;
        };
        report.skills.push(SkillSmartHold {
            skill,
            treated: row.count("treatment"),
            declined: row.count("customer_say_no"),
            accepted: row.count("customer_say_yes"),
            failed: row.count("recall_fail"),
            reached: row.count("recall_ok"),
            service_level_up: row.number("service_level_up"),
        });
    })?;
    Ok(outcome.and_then(|report| (!report.skills.is_empty()).then_some(Facts::SmartHold(report))))
}
