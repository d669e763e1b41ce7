//! The keys of a summary, each from its part of the tree.

use std::{collections::BTreeSet, time::Duration};

use chrono::NaiveTime;

use crate::config::OperationConfig;
use vigia_core::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives,
        did_you_mean,
    },
    metrics::{Direction, Metric, ScopeKind},
    rules::{DaySelection, DaySelectionError, OpeningHours, parse},
    summaries::{MetricGoal, SummaryName, SummaryPeriod, SummarySection},
};

const LONGEST_CATCH_UP: Duration = Duration::from_secs(24 * 60 * 60);
const LONGEST_NAME: usize = 64;

pub(super) fn summary_name(
    node: &YamlNode,
    names: &mut Vec<SummaryName>,
) -> Result<SummaryName, SourceError> {
    let text = node.text("a name such as `closing`")?;
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        let message = format!("a name is one line of at most {LONGEST_NAME} characters");
        return Err(SourceError::at(node.span, message, "not a name"));
    }
    let name = SummaryName::new(text);
    if names.contains(&name) {
        let message = format!("two summaries are called `{text}`");
        return Err(SourceError::at(node.span, message, "the second").help("give it another name"));
    }
    names.push(name.clone());
    Ok(name)
}

/// The operation that it names, or the only one.
pub(super) fn operation<'a>(
    fields: &mut FieldReader<'_>,
    operations: &'a [OperationConfig],
    faults: &mut SourceErrors,
) -> Option<&'a OperationConfig> {
    if let ([only], false) = (operations, fields.gives("operation")) {
        return Some(only);
    }
    let node = fields.required("operation", "principal", faults)?;
    let name = faults.keep(node.text("the name of an operation"))?;
    let found = operations.iter().find(|known| known.name.as_str() == name);
    // Where all operations are wrong, their own faults are enough.
    if found.is_none() && !operations.is_empty() {
        let names = || operations.iter().map(|operation| operation.name.as_str());
        let help = match did_you_mean(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(names())),
        };
        let message = format!("`{name}` is no operation of the configuration");
        faults.push(SourceError::at(node.span, message, "unknown operation").help(help));
    }
    found
}

/// A time of the day, on the clock of 24 hours.
pub(super) fn time(node: &YamlNode) -> Result<NaiveTime, SourceError> {
    const EXPECTED: &str = "a time of the day such as `21:30`";
    let text = node.text(EXPECTED)?;
    // `21:3` is a slip for `21:30` rather than three past nine.
    let is_plain = text.len() <= 5
        && text.bytes().all(|b| b.is_ascii_digit() || b == b':')
        && text
            .split_once(':')
            .is_some_and(|(_, minutes)| minutes.len() == 2);
    let read = NaiveTime::parse_from_str(text, "%H:%M").ok();
    read.filter(|_| is_plain)
        .ok_or_else(|| node.unexpected(EXPECTED).help("from `00:00` to `23:59`"))
}

pub(super) fn days(node: &YamlNode) -> Result<DaySelection, SourceError> {
    let text = match &node.value {
        YamlValue::List(items) => {
            let words: Result<Vec<_>, _> = items.iter().map(|item| item.text("a day")).collect();
            words?.join(", ")
        }
        YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => {
            node.text("days such as `mon-fri`")?.to_owned()
        }
    };
    DaySelection::parse(&text).map_err(|fault| {
        let help = match &fault {
            DaySelectionError::Unknown {
                meant: Some(meant), ..
            } => format!("did you mean `{meant}`?"),
            DaySelectionError::Unknown { meant: None, .. }
            | DaySelectionError::Open
            | DaySelectionError::Nothing => String::from("write `mon-fri`, `sat, sun` or `daily`"),
        };
        SourceError::at(node.span, fault.to_string(), "no days").help(help)
    })
}

/// What it is of: `period:`, or `shift:` in its place.
pub(super) fn period(
    fields: &mut FieldReader<'_>,
    faults: &mut SourceErrors,
) -> Option<SummaryPeriod> {
    let period = fields.optional("period", faults);
    let shift = fields.optional("shift", faults);
    match (period, shift) {
        (None, None) => Some(SummaryPeriod::Day),
        (Some(node), None) => faults.keep(period_named(node)),
        (None, Some(node)) => faults.keep(shift_of(node)),
        (Some(_), Some(shift)) => {
            let message = "a summary is of a shift or of another period, and these are two";
            faults
                .push(SourceError::at(shift.span, message, "two").help("keep `period` or `shift`"));
            None
        }
    }
}

fn period_named(node: &YamlNode) -> Result<SummaryPeriod, SourceError> {
    const EXPECTED: &str = "`day` or `week`";
    match node.text(EXPECTED)? {
        "day" => Ok(SummaryPeriod::Day),
        "week" => Ok(SummaryPeriod::Week),
        word => {
            let help = match did_you_mean(word, ["day", "week"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => String::from("of a part of the day: `shift: \"07:00-14:00\"`"),
            };
            Err(node.unexpected(EXPECTED).help(help))
        }
    }
}

fn shift_of(node: &YamlNode) -> Result<SummaryPeriod, SourceError> {
    let text = node.text("hours such as `07:00-14:00`")?;
    let hours = OpeningHours::parse(text).map_err(|fault| {
        SourceError::at(node.span, fault.to_string(), "not these hours")
            .help("write `shift: \"07:00-14:00\"`")
    })?;
    Ok(SummaryPeriod::Shift(hours))
}

pub(super) fn sections(node: &YamlNode, faults: &mut SourceErrors) -> BTreeSet<SummarySection> {
    let YamlValue::List(items) = &node.value else {
        let names = alternatives(SummarySection::ALL.map(SummarySection::name));
        faults.push(node.unexpected("a list of sections").help(format!(
            "write `[figures, hours]`; there are {names}, and all of them if left out"
        )));
        return BTreeSet::new();
    };
    items
        .iter()
        .filter_map(|item| faults.keep(section(item)))
        .collect()
}

fn section(node: &YamlNode) -> Result<SummarySection, SourceError> {
    let text = node.text("a section such as `figures`")?;
    let found = SummarySection::ALL
        .into_iter()
        .find(|known| known.name() == text);
    found.ok_or_else(|| {
        let names = SummarySection::ALL.map(SummarySection::name);
        let help = match did_you_mean(text, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(names)),
        };
        let message = format!("`{text}` is no section of a summary");
        SourceError::at(node.span, message, "unknown section").help(help)
    })
}

pub(super) fn goals(node: &YamlNode, faults: &mut SourceErrors) -> Vec<MetricGoal> {
    let YamlValue::Map(entries) = &node.value else {
        faults.push(
            node.unexpected("a figure and its goal")
                .help("write `goals: { service_level.20s: 80%, abandon.rate: 5% }`"),
        );
        return Vec::new();
    };
    let goals = entries.iter().filter_map(|(key, value)| {
        let metric = faults.keep(goal_metric(&key.word, key.span))?;
        let value = faults.keep(parse::figure(value, metric))?;
        Some(MetricGoal { metric, value })
    });
    goals.collect()
}

/// A figure of the operation that has a good and a bad side.
fn goal_metric(name: &str, span: SourceSpan) -> Result<Metric, SourceError> {
    let metric = parse::metric_named(name, span)?;
    let refuse = |message: String, label| {
        let help = "usual goals are for `service_level.20s`, `abandon.rate` and `asa`";
        Err(SourceError::at(span, message, label).help(help))
    };
    match metric.direction() {
        Direction::HighIsBad | Direction::LowIsBad => {}
        Direction::Neither => {
            let message = format!("{metric} has no good side, so there is no goal for it");
            return refuse(message, "neither good nor bad");
        }
    }
    let is_of_operation = metric.scopes().contains(&ScopeKind::Operation);
    if !is_of_operation || metric.reports().is_empty() {
        let message = format!("{metric} is no figure of a day of the whole operation");
        return refuse(message, "not told");
    }
    Ok(metric)
}

pub(super) fn catch_up(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length.is_zero() || length > LONGEST_CATCH_UP {
        let message = "a summary is posted belatedly for some time, at most a day";
        return Err(SourceError::at(node.span, message, "out of range").help("`6h` is usual"));
    }
    Ok(length)
}
