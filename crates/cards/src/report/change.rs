//! A window held against another one.

use std::cmp::Ordering;

use crate::{
    CardLine, Words,
    report::{AnswerContext, ComparisonSpan, ReportInput},
};
use vigia_core::metrics::{Facts, Quantity, Sample, Unit};

/// The facts of the other window, where they are known.
pub(crate) fn before_facts<'a>(inquiry: &AnswerContext<'a>) -> Option<&'a Facts> {
    inquiry.before.as_ref()?.part.facts()
}

/// Which other window the figures are held against, and whether anything is known of it.
pub(crate) fn compared(inquiry: &AnswerContext<'_>, words: &Words) -> Option<CardLine> {
    let before = inquiry.before.as_ref()?;
    let id = match before.with {
        ComparisonSpan::Previous => "compared-previous",
        ComparisonSpan::Yesterday => "compared-yesterday",
        ComparisonSpan::LastWeek => "compared-last-week",
    };
    let window = words.dated_window(&before.window);
    let with = words.line(id, &[("window", window.into())]);
    let with = ("with", with.to_string().into());
    Some(match &before.part {
        ReportInput::Known(_) => words.line("compared-known", &[with]),
        ReportInput::Empty => words.line("compared-empty", &[with]),
        ReportInput::Failed(why) => {
            words.line("compared-failed", &[with, ("why", why.as_str().into())])
        }
    })
}

/// How far a figure has moved, and from where: `▲ 4.2 pts (before 10.6 %, 13 of 122)`.
pub(crate) fn change(now: &Sample, before: &Sample, words: &Words) -> String {
    let (value, was) = (now.value, before.value);
    let was_told = match (before.part, before.of) {
        (Some(part), Some(of)) => {
            let share = words.part_of(&words.count(part), of);
            format!("{}, {share}", words.quantity(was))
        }
        (_, _) => words.quantity(was),
    };
    let was_told = words.say("change-before", &[("value", was_told.into())]);
    let arrow = match direction(value, was) {
        _ if value.unit() != was.unit() => return was_told,
        Some(Ordering::Greater) => "▲",
        Some(Ordering::Less) => "▼",
        Some(Ordering::Equal) => return format!("= {was_told}"),
        None => return was_told,
    };
    format!("{arrow} {} {was_told}", words.distance(value, was))
}

/// The same sample as a figure with its change, where there is something to compare with.
pub(crate) fn with_change(
    now: Option<&Sample>,
    before: Option<&Sample>,
    told: String,
    words: &Words,
) -> String {
    match (now, before) {
        (Some(now), Some(before)) => format!("{told} {}", change(now, before, words)),
        (_, _) => told,
    }
}

/// What would be told as no distance at all is none.
fn direction(value: Quantity, was: Quantity) -> Option<Ordering> {
    let least = match value.unit() {
        Unit::Percent | Unit::Money => 0.005,
        Unit::Duration | Unit::Count => 0.5,
    };
    if (value.scalar() - was.scalar()).abs() < least {
        return Some(Ordering::Equal);
    }
    value.scalar().partial_cmp(&was.scalar())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;

    use super::*;
    use crate::Locale;

    fn share(part: u64, of: u64) -> Sample {
        Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        }
    }

    fn wait(millis: u64) -> Sample {
        Sample {
            value: Quantity::Duration(Duration::from_millis(millis)),
            part: None,
            of: Some(40),
        }
    }

    #[test]
    fn a_change_tells_where_it_came_from_and_of_how_many() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let told = |now, before| change(&now, &before, &words);
        assert_eq!(
            told(share(18, 122), share(13, 122)),
            "▲ 4,1 pp (antes 10,7 %, 13 de 122)"
        );
        assert_eq!(told(share(1, 4), share(2, 8)), "= (antes 25,0 %, 2 de 8)");
        assert_eq!(told(wait(48_000), wait(60_000)), "▼ 12 s (antes 1 min)");
        assert_eq!(told(wait(48_000), wait(48_300)), "= (antes 48 s)");
        assert_eq!(told(wait(48_000), share(1, 2)), "(antes 50,0 %, 1 de 2)");
        let odd = Sample {
            value: Quantity::Percent(f64::NAN),
            part: None,
            of: None,
        };
        assert_eq!(told(odd, share(1, 2)), "(antes 50,0 %, 1 de 2)");
    }
}
