//! For how long, and until when, as people type it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::commands::{
    range::{AheadFault, ahead},
    typed::{fold, length, length_meant},
};
use vigia_core::rules::Rule;

/// How long a shift is where no calendar tells when it ends.
const SHIFT: TimeDelta = TimeDelta::hours(8);

/// How far ahead anything may end.
const FARTHEST: Duration = Duration::from_secs(366 * 86_400);

/// Why no time to come is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SpanFault {
    /// It is no length.
    NoLength {
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// It is no time.
    NoTime {
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// It has passed.
    Past(DateTime<Utc>),
    /// It is less than a minute, or more than a year.
    OutOfBounds,
}

/// The end of a stretch of time that begins now. `rule` says when a shift ends.
pub(super) fn after(
    typed: &str,
    rule: Option<&Rule>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, SpanFault> {
    if is_shift(typed) {
        return Ok(end_of_shift(rule, zone, now));
    }
    let Some(length) = length(typed) else {
        return Err(SpanFault::NoLength {
            typed: typed.to_owned(),
            meant: length_meant(typed),
        });
    };
    bounded(length)?;
    TimeDelta::from_std(length)
        .ok()
        .and_then(|length| now.checked_add_signed(length))
        .ok_or(SpanFault::OutOfBounds)
}

/// The time to come that is meant.
pub(super) fn until(typed: &str, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, SpanFault> {
    let time = ahead(typed, zone, now).map_err(|fault| match fault {
        AheadFault::NoTime { meant } => SpanFault::NoTime {
            typed: typed.to_owned(),
            meant,
        },
        AheadFault::Past(time) => SpanFault::Past(time),
    })?;
    bounded((time - now).to_std().unwrap_or_default())?;
    Ok(time)
}

fn bounded(length: Duration) -> Result<(), SpanFault> {
    let is_sensible = (Duration::from_secs(60)..=FARTHEST).contains(&length);
    is_sensible.then_some(()).ok_or(SpanFault::OutOfBounds)
}

fn is_shift(typed: &str) -> bool {
    matches!(
        fold(typed).as_str(),
        "shift" | "turno" | "jornada" | "expediente"
    )
}

/// When the shift ends: when the hours of the rule do, or in eight hours.
pub(super) fn end_of_shift(rule: Option<&Rule>, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let calendar = rule.and_then(|rule| rule.during.as_ref());
    calendar
        .and_then(|calendar| calendar.closes(now, zone))
        .unwrap_or(now + SHIFT)
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-17T20:05:00Z".parse().unwrap()
    }

    #[test]
    fn a_length_ends_so_long_from_now() {
        let after = |typed| after(typed, None, Bogota, now());
        let minutes = |minutes| Ok(now() + TimeDelta::minutes(minutes));
        assert_eq!(after("30m"), minutes(30));
        assert_eq!(after("2h"), minutes(120));
        assert_eq!(after("7d"), minutes(7 * 1_440));
        assert_eq!(after(" Turno "), minutes(8 * 60));
        assert_eq!(
            after("2 horas"),
            Err(SpanFault::NoLength {
                typed: "2 horas".into(),
                meant: Some("2h".into())
            })
        );
        for typed in ["0m", "30s", "400d", "90000y"] {
            assert_eq!(after(typed), Err(SpanFault::OutOfBounds), "{typed}");
        }
    }

    #[test]
    fn a_time_to_come_is_within_a_year() {
        let until = |typed| until(typed, Bogota, now());
        assert_eq!(until("15:06"), Ok(now() + TimeDelta::minutes(1)));
        assert_eq!(until("2028-01-01"), Err(SpanFault::OutOfBounds));
        assert!(matches!(until("hoy 08:00"), Err(SpanFault::Past(_))));
        assert!(matches!(until("siempre"), Err(SpanFault::NoTime { .. })));
    }
}
