//! A time that is still to come, as people type it: `18:00`, `tomorrow 08:00`, `20/11`.
//!
//! A time without a day is the next such time, and a day without a time ends with its last
//! moment.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::commands::{
    range::moment::{RangeEnd, RangeSide, TypedMoment},
    typed::fold,
};

/// Why no time to come is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AheadFault {
    /// It is no time.
    NoTime {
        /// What was probably meant.
        meant: Option<String>,
    },
    /// It has passed.
    Past(DateTime<Utc>),
}

/// The time that is meant.
///
/// # Errors
/// Where it is none, or has passed.
pub(crate) fn ahead(
    typed: &str,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, AheadFault> {
    let today = now.with_timezone(&zone).date_naive();
    let moment = TypedMoment::parse_toward(RangeSide::Future, typed, today)
        .filter(|moment| *moment != TypedMoment::Now);
    let Some(moment) = moment else {
        return Err(AheadFault::NoTime {
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
        .ok_or(AheadFault::Past(time))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use chrono_tz::America::{Bogota, Santiago};

    use super::*;

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
            ("20/11", "2026-11-21 00:00"),
            ("20/11 08:00", "2026-11-20 08:00"),
            ("3/2 08:00", "2027-02-03 08:00"),
            ("2026-11-20 18:00", "2026-11-20 18:00"),
        ] {
            assert_eq!(
                ahead(typed, Bogota, now),
                Ok(local(time, Bogota)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_time_to_come_says_why() {
        let now = local("2026-11-17 15:05", Bogota);
        let meant = |typed| match ahead(typed, Bogota, now) {
            Err(AheadFault::NoTime { meant }) => meant,
            other => panic!("{typed}: {other:?}"),
        };
        for (typed, expected) in [
            ("", None),
            ("now", None),
            ("ayer", None),
            ("el lunes", None),
            ("6pm", Some("18:00")),
            ("11/20 18:00", Some("20/11 18:00")),
        ] {
            assert_eq!(meant(typed).as_deref(), expected, "{typed}");
        }
        for typed in ["hoy 08:00", "2026-11-16", "2025-11-20 18:00"] {
            let fault = ahead(typed, Bogota, now);
            assert!(
                matches!(fault, Err(AheadFault::Past(_))),
                "{typed}: {fault:?}"
            );
        }
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_the_first_after_it() {
        // Summer time begins on Sunday 6 September 2026 at midnight.
        let now = local("2026-09-05 22:00", Santiago);
        let time = ahead("00:30", Santiago, now);
        assert_eq!(time, Ok(local("2026-09-06 01:00", Santiago)));
    }
}
