//! Queries as addresses. The API takes the operation's local time and includes both ends of a
//! range; a [`TimeWindow`] is in UTC and leaves its end out.

use std::collections::VecDeque;

use chrono::{DateTime, Days, FixedOffset, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use reqwest::Url;

use crate::{
    error::{ApiError, ReadFailure},
    reports::{SKILL_HOURS, SKILL_TABLE, report_spelling},
};
use vigia_core::metrics::{ReportRequest, SkillSelection, TimeWindow};

/// The API takes no more days in one call. Calendar days are counted, so that a range is within
/// the limit however the API counts.
const DAYS_A_CALL: u64 = 31;

/// More calls than these are no longer one question.
const MOST_PARTS: u64 = 13;

/// One thing that the API can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ReportQuery {
    Report(ReportRequest),
    /// The service level of every skill in one window.
    SkillTable(TimeWindow),
    /// The same by hour.
    SkillHours(TimeWindow),
    Skills,
    Agents,
    TokenUsage,
}

impl ReportQuery {
    /// Makes the query for a report. Reports that take no skill are asked alike for all of them.
    pub(super) fn report(ask: ReportRequest) -> Self {
        let skills = if report_spelling(ask.report).is_by_skill {
            ask.skills
        } else {
            SkillSelection::All
        };
        Self::Report(ReportRequest { skills, ..ask })
    }

    /// Returns the name that the API gives it.
    pub(super) fn api_name(self) -> &'static str {
        match self {
            Self::Report(ask) => ask.report.api_name(),
            Self::SkillTable(_) => SKILL_TABLE,
            Self::SkillHours(_) => SKILL_HOURS,
            Self::Skills => "skills",
            Self::Agents => "agents",
            Self::TokenUsage => "token_info",
        }
    }

    /// Returns the calls that answer this query, earliest first.
    pub(super) fn parts(self, zone: Tz) -> Result<VecDeque<Self>, ApiError> {
        let ask = match self {
            Self::Report(ask) => ask,
            // Rows of several windows are not joined here; callers ask for single skills instead.
            Self::SkillTable(window) | Self::SkillHours(window)
                if split_window(window, zone)?.len() > 1 =>
            {
                return Err(ApiError::new(ReadFailure::WindowTooLong));
            }
            Self::SkillTable(_)
            | Self::SkillHours(_)
            | Self::Skills
            | Self::Agents
            | Self::TokenUsage => {
                return Ok(VecDeque::from([self]));
            }
        };
        let windows = split_window(ask.window, zone)?;
        Ok(windows
            .into_iter()
            .map(|window| Self::Report(ReportRequest { window, ..ask }))
            .collect())
    }

    /// Returns the address under `base`.
    pub(super) fn url(self, base: &Url, zone: Tz) -> Url {
        let mut url = base.clone();
        let page = match self {
            Self::Report(_) | Self::SkillTable(_) | Self::SkillHours(_) => "reports_manager.php",
            Self::Skills | Self::Agents | Self::TokenUsage => "information.php",
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(page);
        }
        let mut pairs = url.query_pairs_mut();
        pairs.append_pair("api", self.api_name());
        match self {
            Self::Report(ask) => {
                if report_spelling(ask.report).is_by_skill {
                    pairs.append_pair("skill_id", &skill_id(ask.skills));
                }
                let (first, last) = local_ends(ask.window, zone);
                pairs.append_pair("date_ini", &first);
                pairs.append_pair("date_end", &last);
            }
            Self::SkillTable(window) | Self::SkillHours(window) => {
                let (first, last) = local_ends(window, zone);
                pairs.append_pair("skill_id", "all");
                pairs.append_pair("date_ini", &first);
                pairs.append_pair("date_end", &last);
            }
            Self::Skills | Self::Agents | Self::TokenUsage => {}
        }
        drop(pairs);
        url
    }
}

fn skill_id(skills: SkillSelection) -> String {
    match skills {
        SkillSelection::All => "all".to_owned(),
        SkillSelection::One(skill) => skill.to_string(),
    }
}

/// Returns the first and the last second of a window in local time.
fn local_ends(window: TimeWindow, zone: Tz) -> (String, String) {
    let last = window.until() - TimeDelta::seconds(1);
    let offset = |time: DateTime<Utc>| zone.offset_from_utc_datetime(&time.naive_utc()).fix();
    let write = |time: DateTime<Utc>, offset: FixedOffset| {
        let local = time.with_timezone(&offset);
        local.format("%Y%m%d%H%M%S").to_string()
    };
    let (start, end) = (
        write(window.from(), offset(window.from())),
        write(last, offset(last)),
    );
    if start <= end {
        (start, end)
    } else {
        // A short window over the hour in which clocks go back: with both ends in the later
        // offset it stays as long as it is.
        (write(window.from(), offset(last)), end)
    }
}

/// Cuts a window at local midnights so that no part touches more days than a call takes.
fn split_window(window: TimeWindow, zone: Tz) -> Result<Vec<TimeWindow>, ApiError> {
    let too_long = || ApiError::new(ReadFailure::WindowTooLong);
    let longest = std::time::Duration::from_secs(MOST_PARTS * DAYS_A_CALL * 86_400);
    // Within these years every time has a local form.
    let years = 0..253_000_000_000_i64;
    let known =
        years.contains(&window.from().timestamp()) && years.contains(&window.until().timestamp());
    if !known || window.length() > longest {
        return Err(too_long());
    }
    let mut parts = Vec::new();
    let mut from = window.from();
    loop {
        let cut = midnight_after(from, zone).ok_or_else(too_long)?;
        match (TimeWindow::new(from, cut), cut < window.until()) {
            (Ok(part), true) => parts.push(part),
            _ => break,
        }
        from = cut;
    }
    parts.extend(TimeWindow::new(from, window.until()));
    Ok(parts)
}

/// Returns the start of the first local day that a call beginning at `from` must leave out.
fn midnight_after(from: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let day = from.with_timezone(&zone).date_naive();
    let midnight = day
        .checked_add_days(Days::new(DAYS_A_CALL))?
        .and_time(NaiveTime::MIN);
    // Where clocks skip midnight the day begins an hour later.
    let start = zone.from_local_datetime(&midnight).earliest().or_else(|| {
        zone.from_local_datetime(&(midnight + TimeDelta::hours(1)))
            .earliest()
    })?;
    Some(start.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_core::metrics::{Report, SkillId};

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn ask(report: Report, skills: SkillSelection, from: &str, until: &str) -> ReportQuery {
        let window = TimeWindow::new(time(from), time(until)).unwrap();
        ReportQuery::report(ReportRequest {
            report,
            skills,
            window,
        })
    }

    fn url(query: ReportQuery, zone: Tz) -> String {
        let base = "https://wv0001.wolkvox.com/api/v2".parse().unwrap();
        query.url(&base, zone).to_string()
    }

    #[test]
    fn a_window_is_asked_in_local_time_with_both_ends_included() {
        let query = ask(
            Report::ServiceLevel,
            SkillSelection::One(SkillId(12)),
            "2026-03-02T14:00:00Z",
            "2026-03-02T15:00:00Z",
        );
        assert_eq!(
            url(query, chrono_tz::America::Bogota),
            "https://wv0001.wolkvox.com/api/v2/reports_manager.php?api=skill_11&skill_id=12\
             &date_ini=20260302090000&date_end=20260302095959"
        );
    }

    #[test]
    fn a_report_without_skills_is_asked_without_one() {
        let skill = SkillSelection::One(SkillId(12));
        let (from, until) = ("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z");
        let one = ask(Report::Holds, skill, from, until);
        assert_eq!(one, ask(Report::Holds, SkillSelection::All, from, until));
        assert!(!url(one, chrono_tz::UTC).contains("skill_id"));
    }

    #[test]
    fn an_hour_that_comes_twice_is_not_asked_backwards() {
        let query = ask(
            Report::Durations,
            SkillSelection::All,
            "2026-10-25T00:45:00Z",
            "2026-10-25T01:15:00Z",
        );
        assert!(
            url(query, chrono_tz::Europe::Madrid)
                .ends_with("date_ini=20261025014500&date_end=20261025021459")
        );
    }

    #[test]
    fn a_month_is_one_call_and_a_longer_window_is_cut_at_local_midnights() {
        let zone = chrono_tz::America::Bogota;
        let parts = |from, until| ask(Report::Holds, SkillSelection::All, from, until).parts(zone);
        let month = parts("2026-01-01T05:00:00Z", "2026-02-01T05:00:00Z").unwrap();
        assert_eq!(month.len(), 1);
        let longer = parts("2026-01-01T05:00:00Z", "2026-03-15T17:00:00Z").unwrap();
        let ends: Vec<_> = longer
            .iter()
            .map(|part| match part {
                ReportQuery::Report(ask) => ask.window.until().to_rfc3339(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            ends,
            [
                "2026-02-01T05:00:00+00:00",
                "2026-03-04T05:00:00+00:00",
                "2026-03-15T17:00:00+00:00"
            ]
        );
    }

    #[test]
    fn a_window_beyond_a_year_is_refused_before_any_call() {
        let until = time("2026-01-01T00:00:00Z");
        let window = TimeWindow::ending(until, std::time::Duration::MAX);
        assert!(split_window(window, chrono_tz::UTC).is_err());
        let year = TimeWindow::ending(until, std::time::Duration::from_secs(366 * 86_400));
        assert_eq!(split_window(year, chrono_tz::UTC).unwrap().len(), 12);
    }
}
