//! `summaries:` - what is posted when, and where.

mod keys;

use std::time::Duration;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::config::{OperationConfig, alerts::is_true, sections};
use vigia_core::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives,
        did_you_mean,
    },
    rules::{
        Calendar, CalendarName, ChannelName, DaySelection, RoleName,
        parse::{self, KnownNames},
    },
    summaries::{SummaryName, SummaryPeriod, SummaryPlan, SummarySection},
};

const DEFAULT_CATCH_UP: Duration = Duration::from_secs(6 * 60 * 60);
const DEFAULT_REREAD: NaiveTime = NaiveTime::MIN.overflowing_add_signed(TimeDelta::hours(7)).0;
/// By how many percent of itself a figure moves before the post is corrected.
const DEFAULT_MOVED: f64 = 1.0;

/// What the section may name.
#[derive(Clone, Copy)]
pub(super) struct NamedSummary<'a> {
    pub(super) operations: &'a [OperationConfig],
    pub(super) channels: &'a [ChannelName],
    pub(super) roles: &'a [RoleName],
}

/// A summary whose calendar is still to be found: the rules are read after this file.
pub(super) struct SummaryDraft {
    /// What it says, where all of it is right.
    plan: Option<SummaryPlan>,
    calendar: Option<(CalendarName, SourceSpan)>,
    /// Where its time stands.
    at: SourceSpan,
}

impl SummaryDraft {
    /// The calendar that it goes by.
    pub(super) fn calendar(&self) -> Option<&CalendarName> {
        self.calendar.as_ref().map(|(name, _)| name)
    }

    /// The channel in which it is posted.
    pub(super) fn channel(&self) -> Option<&ChannelName> {
        self.plan.as_ref().map(|plan| &plan.channel)
    }

    /// The roles that it mentions.
    pub(super) fn roles(&self) -> impl Iterator<Item = &RoleName> {
        self.plan.iter().flat_map(|plan| &plan.mention)
    }

    /// Finds its calendar.
    pub(super) fn find<'a>(
        &mut self,
        calendars: impl Iterator<Item = &'a Calendar> + Clone,
    ) -> Result<(), SourceError> {
        let Some((name, span)) = &self.calendar else {
            return Ok(());
        };
        let found = calendars.clone().find(|calendar| calendar.name == *name);
        if let Some(calendar) = found {
            if let Some(plan) = &mut self.plan {
                plan.calendar = Some(calendar.clone());
            }
            return Ok(());
        }
        let names = calendars.map(|calendar| calendar.name.as_str());
        let help = match did_you_mean(name.as_str(), names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if names.clone().next().is_none() => {
                String::from("describe it under `calendars` in a file of rules")
            }
            None => format!("expected {}", alternatives(names)),
        };
        let message = format!("`{name}` is no calendar of the rules");
        Err(SourceError::at(*span, message, "unknown calendar").help(help))
    }

    /// What is right, and probably not what was meant.
    pub(super) fn warning(&self, settle: Duration) -> Option<SourceError> {
        let (plan, settle) = (self.plan.as_ref()?, TimeDelta::from_std(settle).ok()?);
        let SummaryPlan {
            name, at, period, ..
        } = plan;
        let at_rest = DateTime::<Utc>::UNIX_EPOCH;
        let Some(wait) = plan.least_wait(at_rest) else {
            let message = format!("`{name}` is never posted");
            return Some(
                SourceError::at(self.at, message, "never")
                    .help("its days are closed in its calendar"),
            );
        };
        let ends_by_itself = match period {
            SummaryPeriod::Day => plan.calendar.is_some(),
            SummaryPeriod::Shift(_) => true,
            SummaryPeriod::Week => false,
        };
        (ends_by_itself && wait < settle).then(|| {
            let least = humantime::format_duration(settle.to_std().unwrap_or_default());
            let message = format!(
                "at {} what `{name}` is of has ended less than `poll.settle` ({least}) before",
                at.format("%H:%M")
            );
            SourceError::at(self.at, message, "too early").help(
                "it is read a little later; 20 or 30 minutes after the end the figures are whole",
            )
        })
    }

    /// The summary.
    pub(super) fn plan(self) -> Option<SummaryPlan> {
        self.plan
    }
}

/// Reads the list of summaries, each name once.
pub(super) fn summaries(
    node: &YamlNode,
    around: NamedSummary<'_>,
    faults: &mut SourceErrors,
) -> Vec<SummaryDraft> {
    let YamlValue::List(items) = &node.value else {
        faults.push(
            node.unexpected("a list of summaries")
                .help("write `- name: …` and its other keys below it"),
        );
        return Vec::new();
    };
    let mut names = Vec::new();
    items
        .iter()
        .map(|item| draft(item, around, &mut names, faults))
        .collect()
}

fn draft(
    item: &YamlNode,
    around: NamedSummary<'_>,
    names: &mut Vec<SummaryName>,
    faults: &mut SourceErrors,
) -> SummaryDraft {
    const EXAMPLE: &str = "`- name: …` and its other keys below it";
    let known = KnownNames {
        channels: around.channels,
        roles: around.roles,
        poll_every: Duration::ZERO,
    };
    let Some(mut fields) = FieldReader::of(item, "a summary", EXAMPLE, faults) else {
        return SummaryDraft {
            plan: None,
            calendar: None,
            at: item.span,
        };
    };
    let name = fields.required("name", "closing", faults);
    let name = name.and_then(|node| faults.keep(keys::summary_name(node, names)));
    let operation = keys::operation(&mut fields, around.operations, faults);
    let channel = fields.required("channel", "managers", faults);
    let channel = channel.and_then(|node| faults.keep(parse::channel(node, known)));
    let at_node = fields.required("at", "\"21:30\"", faults);
    let at = at_node.and_then(|node| faults.keep(keys::time(node)));
    let days = fields.optional("days", faults);
    let days = days.and_then(|node| faults.keep(keys::days(node)));
    let calendar = fields.optional("calendar", faults);
    let calendar = calendar.and_then(|node| {
        let name = faults.keep(node.text("the name of a calendar"))?;
        Some((CalendarName::new(name), node.span))
    });
    let period = keys::period(&mut fields, faults);
    let sections = fields.optional("sections", faults);
    let sections = sections.map(|node| keys::sections(node, faults));
    let goals = fields.optional("goals", faults);
    let goals = goals.map(|node| keys::goals(node, faults));
    let language = fields.optional("language", faults);
    let language = language.and_then(|node| faults.keep(sections::language(node)));
    let agents = fields.optional("agents", faults);
    let agents = agents.and_then(|node| faults.keep(is_true(node)));
    let mention = fields.optional("mention", faults);
    let mention = mention.map(|node| parse::mention(node, known, faults));
    let catch_up = fields.optional("catch_up", faults);
    let catch_up = catch_up.and_then(|node| faults.keep(keys::catch_up(node)));
    let reread = fields.optional("reread", faults);
    let reread = reread.and_then(|node| faults.keep(keys::time(node)));
    let moved = fields.optional("moved", faults);
    let moved = moved.and_then(|node| faults.keep(node.percent()));
    fields.finish(faults);
    let plan = || {
        let operation = operation?;
        Some(SummaryPlan {
            name: name?,
            operation: operation.name.clone(),
            channel: channel?,
            mention: mention.unwrap_or_default(),
            zone: operation.timezone,
            at: at?,
            days: days.unwrap_or(DaySelection::ALL),
            calendar: None,
            period: period?,
            sections: sections.unwrap_or_else(|| SummarySection::ALL.into()),
            goals: goals.unwrap_or_default(),
            language: language.map(|language| language.tag().to_owned()),
            names_agents: agents.unwrap_or(false),
            catch_up: catch_up.unwrap_or(DEFAULT_CATCH_UP),
            reread: reread.unwrap_or(DEFAULT_REREAD),
            moved: moved.unwrap_or(DEFAULT_MOVED),
        })
    };
    SummaryDraft {
        plan: plan(),
        calendar,
        at: at_node.map_or(item.span, |node| node.span),
    }
}
