//! `rows:` gives the answers of the reports, and `quota:` the requests used.

use std::time::Duration;

use crate::{
    parse::items,
    rows::{INTERVALS, ScriptRow, ScriptRowOwner, report_columns, report_named},
    script::ScriptQuota,
    series::{SeriesKind, ValueSeries},
};
use vigia_core::{
    diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode, alternatives, did_you_mean},
    metrics::{AgentName, Channel, Report, SkillId, SkillSelection, facts::SecondsRange},
    rules::OpeningHours,
};

pub(super) fn read_rows(node: &YamlNode, faults: &mut SourceErrors) -> Vec<ScriptRow> {
    let rows = items(node).iter();
    rows.filter_map(|node| read_row(node, false, faults))
        .collect()
}

/// Reads the rows of the past, which may differ by the hour.
pub(super) fn read_past(node: &YamlNode, faults: &mut SourceErrors) -> Vec<ScriptRow> {
    let rows = items(node).iter();
    rows.filter_map(|node| read_row(node, true, faults))
        .collect()
}

/// Reads the API requests that are used of those of the day.
pub(super) fn read_quota(node: &YamlNode, faults: &mut SourceErrors) -> Option<ScriptQuota> {
    const EXAMPLE: &str = "`{ used: [12000, 24000], limit: 25000 }`";
    let mut fields = FieldReader::of(node, "the quota", EXAMPLE, faults)?;
    let used = fields.required("used", "12000", faults);
    let limit = fields.required("limit", "25000", faults);
    fields.finish(faults);
    let used = used.and_then(|node| faults.keep(ValueSeries::parse(node, SeriesKind::Count)));
    let limit = limit.and_then(|node| faults.keep(node.count()));
    Some(ScriptQuota {
        used: used?,
        limit: limit?,
    })
}

fn read_row(node: &YamlNode, is_past: bool, faults: &mut SourceErrors) -> Option<ScriptRow> {
    const EXAMPLE: &str = "`report: skill_11`, whose row it is, and its fields";
    let mut fields = FieldReader::of(node, "a row", EXAMPLE, faults)?;
    let report = fields
        .required("report", "skill_11", faults)
        .and_then(|node| faults.keep(named_report(node)));
    let Some(report) = report else {
        // The meaning of the other keys depends on the report.
        return None;
    };
    let of = row_of(report, &mut fields, faults);
    let window = fields
        .optional("window", faults)
        .and_then(|node| faults.keep(node.duration()));
    let hours = if is_past {
        fields.optional("hours", faults)
    } else {
        None
    };
    let hours = hours.and_then(|node| faults.keep(read_hours(node)));
    let mut given = Vec::new();
    for (name, column, kind) in report_columns(report) {
        let node = fields.optional(name, faults);
        let series = node.and_then(|node| faults.keep(ValueSeries::parse(node, *kind)));
        given.extend(series.map(|series| (*column, series)));
    }
    let (span, before) = (fields.span(), faults.count());
    fields.finish(faults);
    if given.is_empty() && faults.count() == before {
        let names = report_columns(report).iter().map(|(name, ..)| *name);
        faults.push(
            SourceError::at(span, "the row has no figures", "incomplete")
                .help(format!("give it some of {}", alternatives(names))),
        );
    }
    Some(ScriptRow {
        of: of?,
        window: window.filter(|window| *window > Duration::ZERO),
        hours,
        fields: given,
    })
}

fn read_hours(node: &YamlNode) -> Result<OpeningHours, SourceError> {
    let text = node.text("hours such as `08:00-12:00`")?;
    OpeningHours::parse(text).map_err(|error| node.error(error.to_string(), "no hours"))
}

fn named_report(node: &YamlNode) -> Result<Report, SourceError> {
    let text = node.text("a report such as `skill_11`")?;
    report_named(text).map_err(|known| {
        let known: Vec<_> = known.collect();
        let help = match did_you_mean(text, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(known)),
        };
        SourceError::at(node.span, format!("`{text}` is not a report"), "unknown").help(help)
    })
}

fn row_of(
    report: Report,
    fields: &mut FieldReader<'_>,
    faults: &mut SourceErrors,
) -> Option<ScriptRowOwner> {
    match report {
        Report::Abandonment => {
            let skill = fields.required("skill", "12", faults);
            let skill = skill.and_then(|node| faults.keep(skill_id(node)));
            skill.map(ScriptRowOwner::Abandons)
        }
        Report::SmartHold => {
            let skill = fields.required("skill", "12", faults);
            let skill = skill.and_then(|node| faults.keep(skill_id(node)));
            skill.map(ScriptRowOwner::SmartHold)
        }
        Report::ServiceLevel => {
            let skills = match fields.optional("skill", faults) {
                None => SkillSelection::All,
                Some(node) => SkillSelection::One(faults.keep(skill_id(node))?),
            };
            let channel = match fields.optional("channel", faults) {
                None => Channel::inbound(),
                Some(node) => {
                    let text = faults.keep(node.text("a channel such as `inbound`"))?;
                    Channel::new(text)
                }
            };
            Some(ScriptRowOwner::Service(skills, channel))
        }
        Report::Durations => {
            let interval = fields.required("interval", "0_5_seg", faults);
            let length = interval.and_then(|node| faults.keep(read_length(node)));
            length.map(ScriptRowOwner::Lengths)
        }
        Report::Holds => {
            let agent = fields.required("agent", "ANA", faults);
            let name = agent.and_then(|node| faults.keep(node.text("an agent's name")));
            name.map(|name| ScriptRowOwner::Agent(AgentName::new(name)))
        }
    }
}

fn skill_id(node: &YamlNode) -> Result<SkillId, SourceError> {
    node.count().map(SkillId)
}

fn read_length(node: &YamlNode) -> Result<SecondsRange, SourceError> {
    let text = node.text("a range of lengths such as `0_5_seg`")?;
    let found = INTERVALS.iter().find(|(name, _)| *name == text);
    found.map(|(_, length)| length.clone()).ok_or_else(|| {
        let names = INTERVALS.iter().map(|(name, _)| *name);
        let message = format!("`{text}` is not a range of the report");
        SourceError::at(node.span, message, "unknown")
            .help(format!("expected {}", alternatives(names)))
    })
}
