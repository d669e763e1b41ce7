//! What the figure is here at this time as a rule.

use chrono::{Datelike, TimeDelta};

use crate::{CardLine, Words};
use vigia_core::{
    alerts::Alert,
    rules::{UsualMethod, UsualValue},
};

/// The usual, and of how many times that could be compared it is made.
pub(super) fn line(alert: &Alert, words: &Words) -> Option<CardLine> {
    let usual = alert.grounds.usual?;
    let median = usual.value(alert.metric.unit())?;
    let id = match usual.method {
        UsualMethod::Weeks => "alert-usual-weeks",
        UsualMethod::Days => "alert-usual-days",
        UsualMethod::Hours => "alert-usual-hours",
        UsualMethod::Team => "alert-usual-team",
    };
    // What ends at midnight is of the day before.
    let last = alert.as_of() - TimeDelta::seconds(1);
    let day = last.with_timezone(&words.zone()).weekday();
    let about = [
        ("usual", words.quantity(median).into()),
        ("count", count(&usual, words).into()),
        ("day", day.number_from_monday().into()),
    ];
    Some(words.line(id, &about))
}

/// `6`, or `5 of 6` where some are missing.
fn count(usual: &UsualValue, words: &Words) -> String {
    let count = words.count(u64::from(usual.of));
    if usual.of < usual.wanted {
        words.part_of(&count, u64::from(usual.wanted))
    } else {
        count
    }
}
