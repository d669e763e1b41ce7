//! Times of a test, in its time zone.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::script::ScriptSetting;
use vigia_core::diagnostic::{SourceError, YamlNode};

/// Reads the start of a test.
pub(super) fn start_time(node: &YamlNode, zone: Tz) -> Result<DateTime<Utc>, SourceError> {
    const EXPECTED: &str = "a date and time such as `2026-11-16 10:00`";
    let text = node.text(EXPECTED)?;
    let local = parse_date_time(text).ok_or_else(|| node.unexpected(EXPECTED))?;
    local_instant(local, zone, node)
}

/// Reads a time after the start. A time of day without a date is the first one from the start on.
pub(super) fn test_time(
    node: &YamlNode,
    setting: &ScriptSetting,
) -> Result<DateTime<Utc>, SourceError> {
    const EXPECTED: &str = "a time such as `10:20` or `2026-11-17 10:20`";
    let text = node.text(EXPECTED)?;
    let start = setting.start.with_timezone(&setting.zone).naive_local();
    let local = match (parse_clock(text), parse_date_time(text)) {
        (Some(clock), _) if clock < start.time() => {
            (start.date() + TimeDelta::days(1)).and_time(clock)
        }
        (Some(clock), _) => start.date().and_time(clock),
        (None, Some(local)) => local,
        (None, None) => return Err(node.unexpected(EXPECTED)),
    };
    local_instant(local, setting.zone, node)
}

/// Reads the time of a poll, and returns its index.
pub(super) fn poll_index(node: &YamlNode, setting: &ScriptSetting) -> Result<usize, SourceError> {
    const MOST: usize = 10_000;
    let time = test_time(node, setting)?;
    let shown = |time: DateTime<Utc>| time.with_timezone(&setting.zone).format("%H:%M");
    let Some(poll) = setting.poll(time) else {
        let message = format!("the test starts later, at {}", shown(setting.start));
        return Err(SourceError::at(node.span, message, "too early"));
    };
    if poll >= MOST {
        let message = format!("a test has at most {MOST} polls");
        return Err(SourceError::at(node.span, message, "too late"));
    }
    if setting.time(poll) != time {
        let message = format!("there is no poll at {}", shown(time));
        let (before, after) = (setting.time(poll), setting.time(poll + 1));
        return Err(
            SourceError::at(node.span, message, "between two polls").help(format!(
                "there is one at {} and at {}",
                shown(before),
                shown(after)
            )),
        );
    }
    Ok(poll)
}

fn local_instant(
    local: NaiveDateTime,
    zone: Tz,
    node: &YamlNode,
) -> Result<DateTime<Utc>, SourceError> {
    let instant = zone.from_local_datetime(&local).earliest();
    instant.map(|time| time.to_utc()).ok_or_else(|| {
        let message = format!("the clocks of {zone} leave {local} out");
        SourceError::at(node.span, message, "no such time")
    })
}

fn parse_date_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.replacen('T', " ", 1);
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok()
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}
