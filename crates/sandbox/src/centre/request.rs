//! A request as it came, and the answers that the API gives instead of rows.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::floor::ShiftSpan;
use super::people::{CentreSkill, SKILLS};

/// The parameters of a request.
pub(super) type Parameters = BTreeMap<String, String>;

/// The longest window that the API answers.
const LONGEST: TimeDelta = TimeDelta::days(31);

/// Why there are no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApiRefusal {
    TokenMissing,
    TokenWrong,
    QuotaUsed,
    Simultaneous,
    Maintenance,
    UnknownApi,
    ParameterMissing,
    /// No rows, a skill that does not exist, more than 31 days, a window that ends before
    /// it starts: the API has one answer for all of these.
    NoRows,
}

impl ApiRefusal {
    /// The HTTP status, and the texts `error` and `msg` of the envelope.
    pub(super) fn texts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::TokenMissing => (401, "UNAUTHORIZED", "PLEASE ENTER THE WOLKVOX-TOKEN"),
            Self::TokenWrong => (403, "FORBIDDEN", "PLEASE VALIDATE TOKEN"),
            Self::QuotaUsed => (403, "FORBIDDEN", "TOKEN LIMIT EXCEEDED"),
            Self::Simultaneous => (
                403,
                "FORBIDDEN",
                "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
            ),
            // Nobody published this text; the status is documented.
            Self::Maintenance => (403, "FORBIDDEN", "SERVER BACKUP IN PROGRESS"),
            Self::UnknownApi => (
                400,
                "BAD REQUEST",
                "THE API YOU WANT TO CONSULT DOES NOT EXIST",
            ),
            Self::ParameterMissing => (400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"),
            Self::NoRows => (404, "NOT FOUND", "Validate dates entered"),
        }
    }
}

/// What is asked for.
pub(super) enum ApiRequest {
    /// `skill_9`, abandons by wait.
    Abandons(Vec<&'static CentreSkill>, ShiftSpan),
    /// `skill_11`, service level by channel.
    Service(Vec<&'static CentreSkill>, ShiftSpan),
    /// `skill_1`, service level by skill.
    ServiceBySkill(Vec<&'static CentreSkill>, ShiftSpan),
    /// `skill_7`, the same by hour.
    ServiceByHour(Vec<&'static CentreSkill>, ShiftSpan),
    /// `diagram_2`, smart hold.
    SmartHold(ShiftSpan),
    /// `cdr_4`, calls by length.
    Lengths(ShiftSpan),
    /// `agent_9`, hold and mute.
    Holds(ShiftSpan),
    /// The list of skills.
    Skills,
    /// The list of agents.
    Agents,
    /// How much of the daily quota is used.
    TokenInfo,
}

impl ApiRequest {
    /// Reads the parameters of `reports_manager.php`.
    pub(super) fn report(parameters: &Parameters, zone: Tz) -> Result<Self, ApiRefusal> {
        let span = || span(parameters, zone);
        match api(parameters)? {
            "skill_9" => Ok(Self::Abandons(skills(parameters)?, span()?)),
            "skill_11" => Ok(Self::Service(skills(parameters)?, span()?)),
            "skill_1" => Ok(Self::ServiceBySkill(skills(parameters)?, span()?)),
            "skill_7" => Ok(Self::ServiceByHour(skills(parameters)?, span()?)),
            "diagram_2" => Ok(Self::SmartHold(span()?)),
            "cdr_4" => Ok(Self::Lengths(span()?)),
            "agent_9" => Ok(Self::Holds(span()?)),
            _ => Err(ApiRefusal::UnknownApi),
        }
    }

    /// Reads the parameters of `information.php`.
    pub(super) fn information(parameters: &Parameters) -> Result<Self, ApiRefusal> {
        match api(parameters)? {
            "skills" => Ok(Self::Skills),
            "agents" => Ok(Self::Agents),
            "token_info" => Ok(Self::TokenInfo),
            _ => Err(ApiRefusal::UnknownApi),
        }
    }
}

fn api(parameters: &Parameters) -> Result<&str, ApiRefusal> {
    required(parameters, "api")
}

fn required<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, ApiRefusal> {
    let value = parameters.get(name).map(|value| value.trim());
    let value = value.filter(|value| !value.is_empty());
    value.ok_or(ApiRefusal::ParameterMissing)
}

fn skills(parameters: &Parameters) -> Result<Vec<&'static CentreSkill>, ApiRefusal> {
    let id = required(parameters, "skill_id")?;
    if id.eq_ignore_ascii_case("all") {
        return Ok(SKILLS.iter().collect());
    }
    let skill = SKILLS.iter().find(|skill| skill.id.to_string() == id);
    skill.map(|skill| vec![skill]).ok_or(ApiRefusal::NoRows)
}

/// The window asked for. Both its ends are included.
fn span(parameters: &Parameters, zone: Tz) -> Result<ShiftSpan, ApiRefusal> {
    let first = required(parameters, "date_ini")?;
    let last = required(parameters, "date_end")?;
    let (Some(first), Some(last)) = (stamp(first), stamp(last)) else {
        return Err(ApiRefusal::NoRows);
    };
    if last < first || last - first > LONGEST {
        return Err(ApiRefusal::NoRows);
    }
    let from = zone.from_local_datetime(&first);
    let until = zone.from_local_datetime(&last);
    // An hour that occurs twice is taken whole. One that does not exist has no rows.
    let (Some(from), Some(until)) = (from.earliest(), until.latest()) else {
        return Err(ApiRefusal::NoRows);
    };
    Ok(ShiftSpan {
        from: from.timestamp(),
        until: until.timestamp() + 1,
    })
}

/// `YYYYmmddHHiiss`, nothing else.
fn stamp(text: &str) -> Option<NaiveDateTime> {
    let digits = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;

    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<ApiRequest, ApiRefusal> {
        let pairs = pairs.iter();
        let parameters = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        ApiRequest::report(&parameters.collect(), Bogota)
    }

    fn window(first: &str, last: &str) -> Result<ApiRequest, ApiRefusal> {
        asked(&[("api", "cdr_4"), ("date_ini", first), ("date_end", last)])
    }

    #[test]
    fn both_ends_of_a_window_are_included() {
        let Ok(ApiRequest::Lengths(span)) = window("20260303080000", "20260303085959") else {
            panic!("a plain window is refused");
        };
        assert_eq!(span.until - span.from, 3600);
        assert_eq!(
            span.from % 86_400,
            13 * 3600,
            "eight in Bogotá is 13:00 UTC"
        );
    }

    #[test]
    fn the_longest_window_is_31_days() {
        assert!(window("20260301000000", "20260331235959").is_ok());
        assert!(window("20260301000000", "20260401000000").is_ok());
        let refused = window("20260301000000", "20260401000001");
        assert_eq!(refused.err(), Some(ApiRefusal::NoRows));
    }

    #[test]
    fn what_is_no_window_has_no_rows() {
        for (first, last) in [
            ("20260303090000", "20260303080000"),
            ("2026030308", "20260303090000"),
            ("20261303080000", "20261303090000"),
            ("+2026030308000", "20260303090000"),
        ] {
            assert_eq!(
                window(first, last).err(),
                Some(ApiRefusal::NoRows),
                "{first}"
            );
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_said() {
        let window = [
            ("date_ini", "20260303080000"),
            ("date_end", "20260303090000"),
        ];
        let with = |extra: &[(&str, &str)]| asked(&[&window, extra].concat()).err();
        assert_eq!(with(&[]), Some(ApiRefusal::ParameterMissing));
        assert_eq!(
            with(&[("api", "skill_9")]),
            Some(ApiRefusal::ParameterMissing)
        );
        assert_eq!(with(&[("api", "skill_99")]), Some(ApiRefusal::UnknownApi));
        let unknown_skill = [("api", "skill_9"), ("skill_id", "4711")];
        assert_eq!(with(&unknown_skill), Some(ApiRefusal::NoRows));
    }
}
