//! Times that are still to come, as people type them: `18:00`, `tomorrow 08:00`, `20/11`, or a
//! length such as `2h` from now.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::commands::{
    range::moment::{RangeEnd, RangeSide, TypedMoment},
    typed::{fold, length_meant, parse_length},
};
use vigia_core::rules::Rule;

/// The length of a shift where the rule has no calendar.
const SHIFT: TimeDelta = TimeDelta::hours(8);

const FARTHEST: Duration = Duration::from_secs(366 * 86_400);

/// The reason why the text is no time to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SpanFault {
    NoLength {
        typed: String,
        meant: Option<String>,
    },
    NoTime {
        typed: String,
        meant: Option<String>,
    },
    Past(DateTime<Utc>),
    /// The time is less than a minute or more than a year ahead.
    OutOfBounds,
}

/// Reads the end of a stretch of time as its length from now. `rule` says when a shift ends.
pub(crate) fn end_after(
    typed: &str,
    rule: Option<&Rule>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, SpanFault> {
    if is_shift(typed) {
        return Ok(end_of_shift(rule, zone, now));
    }
    let Some(length) = parse_length(typed) else {
        return Err(SpanFault::NoLength {
            typed: typed.to_owned(),
            meant: length_meant(typed),
        });
    };
    check_bounds(length)?;
    TimeDelta::from_std(length)
        .ok()
        .and_then(|length| now.checked_add_signed(length))
        .ok_or(SpanFault::OutOfBounds)
}

/// Reads the end of a stretch of time as a time to come.
pub(crate) fn end_at(
    typed: &str,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, SpanFault> {
    let time = parse_ahead(typed, zone, now)?;
    check_bounds((time - now).to_std().unwrap_or_default())?;
    Ok(time)
}

fn check_bounds(length: Duration) -> Result<(), SpanFault> {
    let is_sensible = (Duration::from_secs(60)..=FARTHEST).contains(&length);
    is_sensible.then_some(()).ok_or(SpanFault::OutOfBounds)
}

fn is_shift(typed: &str) -> bool {
    matches!(
        fold(typed).as_str(),
        "shift" | "turno" | "jornada" | "expediente"
    )
}

/// Returns the end of the hours of the rule, or of a shift of the usual length.
pub(crate) fn end_of_shift(rule: Option<&Rule>, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let calendar = rule.and_then(|rule| rule.during.as_ref());
    calendar
        .and_then(|calendar| calendar.closes(now, zone))
        .unwrap_or(now + SHIFT)
}

/// Reads a time to come. A time without a day is the next such time, and a day without a time
/// ends with its last moment.
fn parse_ahead(typed: &str, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, SpanFault> {
    let today = now.with_timezone(&zone).date_naive();
    let moment = TypedMoment::parse_toward(RangeSide::Future, typed, today)
        .filter(|moment| *moment != TypedMoment::Now);
    let Some(moment) = moment else {
        return Err(SpanFault::NoTime {
            typed: typed.to_owned(),
            meant: TypedMoment::meant_toward(RangeSide::Future, typed, today)
                .filter(|meant| fold(meant) != fold(typed)),
        });
    };
    let at = |moment: TypedMoment| {
        let mut nothing_to_tell = Vec::new();
        moment
            .instant(RangeEnd::Until, zone, now)
            .noted(&mut nothing_to_tell)
    };
    let (time, tomorrow) = (at(moment), today.succ_opt());
    if time > now {
        return Ok(time);
    }
    tomorrow
        .and_then(|tomorrow| moment.on(tomorrow))
        .map(at)
        .ok_or(SpanFault::Past(time))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use chrono_tz::America::{Bogota, Santiago};

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-17T20:05:00Z".parse().unwrap()
    }

    #[test]
    fn a_length_ends_so_long_from_now() {
        let after = |typed| end_after(typed, None, Bogota, now());
        let minutes = |minutes| Ok(now() + TimeDelta::minutes(minutes));
        assert_eq!(after("30m"), minutes(30));
        assert_eq!(after("2h"), minutes(120));
        assert_eq!(after("7d"), minutes(7 * 1_440));
        assert_eq!(after(" Turno "), minutes(8 * 60));
        assert_eq!(
            after("2 hroas"),
            Err(SpanFault::NoLength {
                typed: "2 hroas".into(),
                meant: Some("2h".into())
            })
        );
        assert_eq!(after("2 horas"), minutes(120));
        for typed in ["0m", "30s", "400d"] {
            assert_eq!(after(typed), Err(SpanFault::OutOfBounds), "{typed}");
        }
    }

    #[test]
    fn a_time_to_come_is_within_a_year() {
        let until = |typed| end_at(typed, Bogota, now());
        assert_eq!(until("15:06"), Ok(now() + TimeDelta::minutes(1)));
        assert_eq!(until("2028-01-01"), Err(SpanFault::OutOfBounds));
        assert!(matches!(until("hoy 08:00"), Err(SpanFault::Past(_))));
        assert!(matches!(until("siempre"), Err(SpanFault::NoTime { .. })));
    }

    fn local(text: &str, zone: Tz) -> DateTime<Utc> {
        let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        time.and_local_timezone(zone).unwrap().to_utc()
    }

    #[test]
    fn a_time_to_come_is_the_next_such_time() {
        let now = local("2026-11-17 15:05", Bogota);
        for (typed, time) in [
            ("18:00", "2026-11-17 18:00"),
            ("a las 18h", "2026-11-17 18:00"),
            ("15:05", "2026-11-18 15:05"),
            ("8:00", "2026-11-18 08:00"),
            ("tomorrow 08:00", "2026-11-18 08:00"),
            ("mañana 8h30", "2026-11-18 08:30"),
            ("amanhã às 8:00", "2026-11-18 08:00"),
            ("MAÑANA", "2026-11-19 00:00"),
            ("hoy", "2026-11-18 00:00"),
            ("6pm", "2026-11-17 18:00"),
            ("viernes a las 8", "2026-11-20 08:00"),
            ("el martes", "2026-11-25 00:00"),
            ("pasado mañana 8 de la mañana", "2026-11-19 08:00"),
            ("24 dic", "2026-12-25 00:00"),
            ("20/11", "2026-11-21 00:00"),
            ("20/11 08:00", "2026-11-20 08:00"),
            ("3/2 08:00", "2027-02-03 08:00"),
            ("2026-11-20 18:00", "2026-11-20 18:00"),
        ] {
            assert_eq!(
                parse_ahead(typed, Bogota, now),
                Ok(local(time, Bogota)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_time_to_come_says_why() {
        let now = local("2026-11-17 15:05", Bogota);
        let meant = |typed| match parse_ahead(typed, Bogota, now) {
            Err(SpanFault::NoTime { meant, .. }) => meant,
            other => panic!("{typed}: {other:?}"),
        };
        for (typed, expected) in [
            ("", None),
            ("now", None),
            ("ayer", None),
            ("11/20 18:00", Some("20/11 18:00")),
        ] {
            assert_eq!(meant(typed).as_deref(), expected, "{typed}");
        }
        for typed in ["hoy 08:00", "2026-11-16", "2025-11-20 18:00"] {
            let fault = parse_ahead(typed, Bogota, now);
            assert!(
                matches!(fault, Err(SpanFault::Past(_))),
                "{typed}: {fault:?}"
            );
        }
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_the_first_after_it() {
        // Summer time begins on Sunday 6 September 2026 at midnight.
        let now = local("2026-09-05 22:00", Santiago);
        let time = parse_ahead("00:30", Santiago, now);
        assert_eq!(time, Ok(local("2026-09-06 01:00", Santiago)));
    }
}
