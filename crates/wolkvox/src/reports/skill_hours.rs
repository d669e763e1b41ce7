//! `skill_7`: one row a day, hour and skill, with the columns of `skill_1`.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{service_level::read_figures, skill_of_row};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{Channel, facts::SkillHours};

/// The name of the report in the API.
pub(crate) const API_NAME: &str = "skill_7";

/// The spellings of a date. The documentation does not say which one the report has.
const DATES: [&str; 5] = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y"];

pub(crate) fn read_skill_hours(
    answer: RawAnswer<'_>,
) -> Result<ResponseOutcome<SkillHours>, ApiError> {
    let outcome = answer.read_rows(|hours: &mut SkillHours, row| {
        let date = row.get("date").name().as_deref().and_then(read_date);
        let Some(date) = date else {
            return row.refuse("date");
        };
        let hour = row.get("hour").name().as_deref().and_then(read_hour);
        let Some(hour) = hour else {
            return row.refuse("hour");
        };
        // A sum of the skills has no place in the table.
        if let Some(Some(skill)) = skill_of_row(row) {
            let figures = read_figures(Channel::inbound(), row);
            hours.add(NaiveDateTime::new(date, hour), skill, figures);
        }
    })?;
    Ok(outcome.and_then(|hours| (!hours.is_empty()).then_some(hours)))
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let date = text.split([' ', 'T']).next()?;
    DATES
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(date, form).ok())
}

/// Reads the hour of `8`, `08`, `08:00` and `08:00:00`.
fn read_hour(text: &str) -> Option<NaiveTime> {
    let hour = text.split(':').next()?.trim();
    NaiveTime::from_hms_opt(hour.parse().ok()?, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_hours_are_read_in_each_of_their_spellings() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 16);
        for text in [
            "2026-11-16",
            "2026/11/16",
            "20261116",
            "16/11/2026",
            "2026-11-16 08:00:00",
        ] {
            assert_eq!(read_date(text), date, "{text}");
        }
        for text in ["8", "08", "08:00", "08:00:00"] {
            assert_eq!(read_hour(text), NaiveTime::from_hms_opt(8, 0, 0), "{text}");
        }
        assert_eq!(
            (read_hour("24"), read_hour("total"), read_date("ALL")),
            (None, None, None)
        );
    }
}
