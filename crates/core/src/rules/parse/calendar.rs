//! `calendars:` says when a centre is open, by name.

use std::{
    array,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;

use crate::{
    diagnostic::{
        FromYaml as _, SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode, YamlValue,
    },
    rules::{
        Calendar, CalendarName, DaySelection, DaySelectionError, OpeningHours, OpeningHoursError,
    },
    yaml_map,
};

const EXAMPLE: &str = "`opening-hours: { hours: { mon-fri: \"07:00-21:00\" } }`";
const CLOSED: &str = "closed";

yaml_map! {
    /// The hours in which a centre is open.
    #[schemars(rename = "calendar")]
    pub(super) struct CalendarDraft<'node>("a calendar", EXAMPLE) {
        /// The time zone of the hours: `America/Bogota`. Without it, that of the operation.
        "timezone" => timezone: Tz = YamlNode::timezone, as "Option<String>";
        /// The hours of each weekday: `mon-fri: "07:00-21:00"`. A day without hours is closed.
        "hours" => hours: &'node YamlNode, as "Option<BTreeMap<String, String>>",
            needed "{ mon-fri: \"07:00-21:00\" }";
        /// Dates on which the centre is closed: `[2026-12-25]`.
        "holidays" => holidays: &'node YamlNode, as "Option<Vec<String>>";
        /// Dates with hours of their own, or `closed`.
        "special" => special: &'node YamlNode, as "Option<BTreeMap<String, String>>";
    }
}

/// Reads each calendar with its name. One with an error is `None`, and its name is known all the
/// same.
pub(super) fn read_calendars<'node>(
    node: &'node YamlNode,
    errors: &mut SourceErrors,
) -> Vec<(&'node YamlKey, Option<Calendar>)> {
    expect_map(node, "a name for each calendar", EXAMPLE, errors);
    let entries = node.entries().iter().map(|(key, node)| {
        let before = errors.count();
        let calendar = read_calendar(key, node, errors);
        (key, calendar.filter(|_| errors.count() == before))
    });
    entries.collect()
}

fn read_calendar(key: &YamlKey, node: &YamlNode, errors: &mut SourceErrors) -> Option<Calendar> {
    let draft = CalendarDraft::from_yaml(node, errors)?;
    let week = draft.hours.and_then(|node| read_week(node, errors));
    let holidays = draft.holidays.map(|node| read_holidays(node, errors));
    let holidays = holidays.unwrap_or_default();
    let special = draft
        .special
        .map(|node| read_special_days(node, &holidays, errors));
    Some(Calendar {
        name: CalendarName::new(key.word.as_str()),
        zone: draft.timezone,
        week: week?,
        holidays,
        special: special.unwrap_or_default(),
    })
}

fn expect_map(node: &YamlNode, expected: &str, example: &str, errors: &mut SourceErrors) {
    if !node.is_map() {
        errors.push(node.unexpected(expected).help(format!("write {example}")));
    }
}

/// Reads the hours of each weekday; a day that is not named has none.
fn read_week(node: &YamlNode, errors: &mut SourceErrors) -> Option<[Vec<OpeningHours>; 7]> {
    const EXAMPLE: &str = "`hours: { mon-fri: \"07:00-21:00\", sat: \"08:00-14:00\" }`";
    expect_map(node, "hours for each day", EXAMPLE, errors);
    let mut week: [Option<Vec<OpeningHours>>; 7] = array::from_fn(|_| None);
    for (key, value) in node.entries() {
        let days = errors.keep(read_days(key, value));
        if days.is_none() && value.is_null() {
            continue;
        }
        let hours = errors.keep(read_hours(value));
        for day in days.into_iter().flat_map(DaySelection::iter) {
            let of_day = week.get_mut(day.num_days_from_monday() as usize);
            let Some(of_day) = of_day else { continue };
            if of_day.is_some() {
                errors.push(repeated_day(key.span, day));
                break;
            }
            *of_day = Some(hours.clone().unwrap_or_default());
        }
    }
    node.is_map().then(|| week.map(Option::unwrap_or_default))
}

fn repeated_day(span: SourceSpan, day: Weekday) -> SourceError {
    let message = format!("the hours of {} are given twice", full_name(day));
    SourceError::at(span, message, "given again")
        .help("write all hours of a day in one line: `mon-fri: \"08:00-12:00, 14:00-18:00\"`")
}

fn full_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn read_days(key: &YamlKey, value: &YamlNode) -> Result<DaySelection, SourceError> {
    DaySelection::parse(&key.word).map_err(|error| {
        if value.is_null() && OpeningHours::parse(&key.word).is_ok() {
            let message = "a comma starts the next day here";
            return SourceError::at(key.span, message, "not a day")
                .help("put quotes around the hours: `\"08:00-12:00, 14:00-18:00\"`");
        }
        let help = match &error {
            DaySelectionError::Unknown {
                meant: Some(meant), ..
            } => format!("did you mean `{meant}`?"),
            DaySelectionError::Unknown { meant: None, .. }
            | DaySelectionError::Open
            | DaySelectionError::Nothing => {
                String::from("write `mon`, `mon-fri`, `sat, sun` or `daily`")
            }
        };
        SourceError::at(key.span, error.to_string(), "not a day").help(help)
    })
}

/// Reads the hours of a day; none where it is closed.
fn read_hours(node: &YamlNode) -> Result<Vec<OpeningHours>, SourceError> {
    const EXPECTED: &str = "hours such as `07:00-21:00`";
    if let YamlValue::List(_) = &node.value {
        return Err(node
            .unexpected(EXPECTED)
            .help("write them in one text: `\"08:00-12:00, 14:00-18:00\"`"));
    }
    let text = node
        .text(EXPECTED)
        .map_err(|error| error.help(format!("write `{CLOSED}` for a day without any")))?;
    if text == CLOSED {
        return Ok(Vec::new());
    }
    OpeningHours::parse_day(text).map_err(|error| {
        let help = match error {
            OpeningHoursError::NotTwo(_) | OpeningHoursError::NoTime(_) => {
                format!("write `07:00-21:00`, several with a comma between them, or `{CLOSED}`")
            }
            OpeningHoursError::Late | OpeningHoursError::Empty => {
                String::from("the whole day is `00:00-24:00`")
            }
            OpeningHoursError::Overlap(..) => {
                String::from("join them to one, or let one begin when the other ends")
            }
        };
        node.error(error.to_string(), "not these hours").help(help)
    })
}

fn read_holidays(node: &YamlNode, errors: &mut SourceErrors) -> BTreeSet<NaiveDate> {
    let mut dates = BTreeSet::new();
    let YamlValue::List(items) = &node.value else {
        let error = node.unexpected("a list of dates");
        errors.push(error.help("write `holidays: [2026-12-25, 2027-01-01]`"));
        return dates;
    };
    for item in items {
        let date = item
            .text("a date such as `2026-12-25`")
            .and_then(|text| parse_date(text, item.span));
        if let Some(date) = errors.keep(date)
            && !dates.insert(date)
        {
            errors.push(item.error(format!("{date} is named twice"), "twice"));
        }
    }
    dates
}

fn read_special_days(
    node: &YamlNode,
    holidays: &BTreeSet<NaiveDate>,
    errors: &mut SourceErrors,
) -> BTreeMap<NaiveDate, Vec<OpeningHours>> {
    let example = "`special: { 2026-12-24: \"07:00-13:00\" }`";
    expect_map(node, "a date and its hours", example, errors);
    let mut days = BTreeMap::new();
    for (key, value) in node.entries() {
        let hours = errors.keep(read_hours(value));
        let Some(date) = errors.keep(parse_date(&key.word, key.span)) else {
            continue;
        };
        if holidays.contains(&date) {
            let message = format!("{date} is a holiday, and a special day too");
            errors.push(
                SourceError::at(key.span, message, "a holiday")
                    .help("a holiday is closed: take it away from one of them"),
            );
        }
        days.insert(date, hours.unwrap_or_default());
    }
    days
}

fn parse_date(text: &str, span: SourceSpan) -> Result<NaiveDate, SourceError> {
    let is_plain = text.len() == "2026-12-25".len();
    let read = is_plain
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten();
    read.ok_or_else(|| {
        let message = format!("`{text}` is not a date");
        let help = match meant_date(text) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => String::from("write year, month and day: `2026-12-25`"),
        };
        SourceError::at(span, message, "not a date").help(help)
    })
}

/// Reads a date in the order of letters, such as `25/12/2026`.
fn meant_date(text: &str) -> Option<NaiveDate> {
    ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .filter(|date| (1_000..10_000).contains(&chrono::Datelike::year(date)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use chrono_tz::America::{Bogota, Santiago};

    use super::*;
    use crate::rules::parse::{KnownNames, ParsedRules, RuleSource, parse_files};

    fn parsed(texts: &[&str]) -> Vec<ParsedRules> {
        let names = ["a.yaml", "b.yaml"];
        let sources: Vec<RuleSource<'_>> = names
            .iter()
            .zip(texts)
            .map(|(name, text)| RuleSource { name, text })
            .collect();
        let known = KnownNames {
            channels: &[],
            roles: &[],
            poll_every: Duration::from_secs(300),
        };
        parse_files(&sources, known)
    }

    /// What is wrong with a calendar of these lines.
    fn faults(lines: &str) -> Vec<String> {
        let text = format!(
            "calendars:\n  shop:\n    {}\n",
            lines.replace('\n', "\n    ")
        );
        let parsed = parsed(&[&text]).remove(0);
        assert_eq!(parsed.calendars.is_empty(), !parsed.faults.is_empty());
        let shown = |fault: SourceError| {
            let line = fault.span.map_or(0, |span| span.place(&text).line);
            format!(
                "{line}: {}; {}",
                fault.message,
                fault.help.unwrap_or_default()
            )
        };
        parsed.faults.into_iter().map(shown).collect()
    }

    #[test]
    fn a_calendar_is_read_from_a_file_without_rules() {
        let text = "calendars:\n  opening-hours:\n    timezone: America/Santiago\n    \
                    hours: { mon-fri: \"08:00-12:00, 14:00-18:00\", sat: 20:00-02:00, sun: closed }\n    \
                    holidays: [2026-12-25]\n    \
                    special: { 2026-12-24: \"07:00-13:00\", 2026-12-31: closed }\n";
        let parsed = parsed(&[text]).remove(0);
        assert_eq!(parsed.faults, []);
        let [calendar] = parsed.calendars.as_slice() else {
            panic!("{:?}", parsed.calendars);
        };
        assert_eq!(calendar.name.as_str(), "opening-hours");
        assert_eq!(calendar.zone, Some(Santiago));
        let open = |time: &str| {
            let at: DateTime<Utc> = format!("{time}:00-03:00").parse().unwrap();
            calendar.is_open(at, Bogota)
        };
        for (time, expected) in [
            ("2026-11-16T11:59", true),
            ("2026-11-16T12:00", false),
            ("2026-11-22T01:00", true),
            ("2026-11-22T12:00", false),
            ("2026-12-24T12:00", true),
            ("2026-12-24T14:00", false),
            ("2026-12-25T10:00", false),
            ("2026-12-31T10:00", false),
        ] {
            assert_eq!(open(time), expected, "{time}");
        }
    }

    #[test]
    fn all_errors_of_a_calendar_are_reported_at_once() {
        let lines = "timezone: Bogota\n\
                     hours:\n  \
                       mno-fri: 07:00-21:00\n  \
                       sat: 08:00-14:00, 12:00-18:00\n  \
                       sat-sun: 7-14\n  \
                       sun:\n\
                     holidays: [25/12/2026, 2027-01-01, 2027-01-01, soon]\n\
                     special: { 2027-01-01: closed, 2026-02-30: closed }\n\
                     holiday: []";
        insta::assert_snapshot!(faults(lines).join("\n"), @r#"
        3: unknown time zone `Bogota`; did you mean `America/Bogota`?
        5: `mno` is no day of the week; did you mean `mon`?
        6: `08:00-14:00` and `12:00-18:00` overlap; join them to one, or let one begin when the other ends
        7: the hours of Saturday are given twice; write all hours of a day in one line: `mon-fri: "08:00-12:00, 14:00-18:00"`
        7: `7` is no time of the day; write `07:00-21:00`, several with a comma between them, or `closed`
        8: expected hours such as `07:00-21:00`, found nothing; write `closed` for a day without any
        9: `25/12/2026` is not a date; did you mean `2026-12-25`?
        9: 2027-01-01 is named twice; 
        9: `soon` is not a date; write year, month and day: `2026-12-25`
        10: 2027-01-01 is a holiday, and a special day too; a holiday is closed: take it away from one of them
        10: `2026-02-30` is not a date; write year, month and day: `2026-12-25`
        11: a calendar has no key `holiday`; expected `timezone`, `hours`, `holidays` or `special`
        "#);
    }

    #[test]
    fn a_calendar_says_what_it_wants() {
        for (lines, part) in [
            ("holidays: []", "a calendar needs `hours`"),
            ("hours: 07:00-21:00", "expected hours for each day"),
            ("hours: { daily: [07:00-21:00] }", "write them in one text"),
            (
                "hours: { daily: 21:00-21:00 }",
                "the whole day is `00:00-24:00`",
            ),
            (
                "hours: { mon: 08:00-12:00, 14:00-18:00 }",
                "put quotes around the hours",
            ),
            (
                "hours: { daily: 08:00-12:00 }\nholidays: 2026-12-25",
                "a list of dates",
            ),
            (
                "hours: { daily: 08:00-12:00 }\nspecial: [2026-12-25]",
                "a date and its hours",
            ),
        ] {
            let faults = faults(lines);
            assert!(
                faults.len() == 1 && faults[0].contains(part),
                "{lines}: {faults:?}"
            );
        }
    }

    #[test]
    fn a_name_stands_for_one_calendar_over_all_files() {
        let text = "calendars: { shop: { hours: { daily: 08:00-12:00 } } }\n";
        let parsed = parsed(&[text, text]);
        assert_eq!(
            (parsed[0].calendars.len(), parsed[1].calendars.len()),
            (1, 0)
        );
        let fault = &parsed[1].faults[0];
        assert_eq!(fault.message, "two calendars are called `shop`");
        assert!(fault.help.as_ref().unwrap().contains("line 1 of a.yaml"));
    }
}
