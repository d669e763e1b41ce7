//! The spelling of the five reports, one file each. Their meaning is in
//! `vigia_core::metrics::facts`, under the same names.

mod abandonment;
mod durations;
mod holds;
mod range;
mod service_level;
mod skill_hours;
mod skill_table;
mod smart_hold;

use secrecy::SecretString;

pub(super) use skill_hours::{API_NAME as SKILL_HOURS, read_skill_hours};
pub(super) use skill_table::{API_NAME as SKILL_TABLE, read_skill_table};
pub use skill_table::{SkillSource, SkillTable};

use crate::{
    answer::{RawAnswer, RawRow, ResponseOutcome, UnreadableField},
    error::ApiError,
    scrub::SecretScrubber,
};
use vigia_core::metrics::{Facts, Report, SkillId};

/// One report as the API spells it.
pub(super) struct ReportSpelling {
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

/// True if a row's name says that the row is a sum of others. The whole name must say so: an agent may be
/// called "Total Quintero".
fn is_sum(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "TOTAL",
        "TOTALES",
        "TOTALS",
        "TOTAL GENERAL",
        "GRAN TOTAL",
        "GRAND TOTAL",
        "CONSOLIDADO",
        "CONSOLIDATED",
        "ALL",
    ];
    let name = sum_name(name);
    NAMES.iter().any(|sum| name.eq_ignore_ascii_case(sum)) || is_partial_sum(name)
}

/// True for the sum of some rows, which is a total of nothing that has a place in the facts.
fn is_partial_sum(name: &str) -> bool {
    const NAMES: [&str; 4] = ["SUBTOTAL", "SUB TOTAL", "SUB-TOTAL", "SUBTOTALES"];
    let name = sum_name(name);
    NAMES.iter().any(|sum| name.eq_ignore_ascii_case(sum))
}

fn sum_name(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '*' | '='))
}

/// The total of a report. Totals that contradict each other are none, so that the sum of the rows counts.
#[derive(Debug)]
struct ReportTotal<T> {
    first: Option<T>,
    is_contradicted: bool,
}

impl<T> Default for ReportTotal<T> {
    fn default() -> Self {
        Self {
            first: None,
            is_contradicted: false,
        }
    }
}

impl<T: PartialEq> ReportTotal<T> {
    /// Takes the total of a row, unless its name says that it is a partial sum or it has no figures.
    fn add(&mut self, name: &str, total: T, has_figures: bool) {
        if is_partial_sum(name) || !has_figures {
            return;
        }
        match &self.first {
            None => self.first = Some(total),
            Some(first) => self.is_contradicted |= *first != total,
        }
    }

    fn finish(self) -> Option<T> {
        self.first.filter(|_| !self.is_contradicted)
    }
}

/// Returns the skill of a row by its number, or by its name where there is no number. `None` in
/// it stands for all skills; a row that names neither is refused.
#[expect(
    clippy::option_option,
    reason = "a row of no skill and a row of all skills are two things"
)]
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
