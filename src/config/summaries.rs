//! `summaries:` says which figures are posted when, and where.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::config::{OperationConfig, OperationLanguage, sections};
use vigia_core::{
    Language,
    diagnostic::{
        FromYaml as _, OneOrMore, SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode,
        YamlValue, alternatives, did_you_mean, suggest_or,
    },
    metrics::{Direction, Metric, ScopeKind},
    rules::{
        Calendar, CalendarName, DaySelection, DaySelectionError, OpeningHours, RoleName,
        parse::{self, KnownNames},
    },
    summaries::{MetricGoal, SummaryName, SummaryPeriod, SummaryPlan, SummarySection},
    yaml_map,
};

const DEFAULT_CATCH_UP: Duration = Duration::from_secs(6 * 60 * 60);
const DEFAULT_REREAD: NaiveTime = NaiveTime::MIN.overflowing_add_signed(TimeDelta::hours(7)).0;
/// The change of a figure, in percent of itself, from which on the post is corrected.
const DEFAULT_MOVED: f64 = 1.0;
const LONGEST_CATCH_UP: Duration = Duration::from_secs(24 * 60 * 60);

yaml_map! {
    /// A post of figures at a time of the day.
    #[schemars(rename = "summary")]
    pub(super) struct SummaryDraft<'node>(
        "a summary",
        "`- name: …` and its other keys below it"
    ) {
        /// The name in messages and commands, unique in this file.
        "name" => name: &'node YamlNode, needed "closing";
        /// The operation that it reports. It may be left out where there is one only.
        "operation" => operation: &'node YamlNode;
        /// The channel in which it is posted.
        "channel" => channel: &'node YamlNode, needed "managers";
        /// The time of the post: `"21:30"`.
        "at" => at: NaiveTime = time_of_day, as "Option<String>", needed "\"21:30\"";
        /// The days of the post: `mon-fri`. Every day if left out.
        "days" => days: DaySelection = read_days, as "Option<OneOrMore>";
        /// The calendar on whose open days it is posted.
        "calendar" => calendar: CalendarName = calendar_name, as "Option<String>";
        /// The period that it covers: `day` or `week`. `day` if left out.
        #[schemars(extend("enum" = ["day", "week"]))]
        "period" => period: SummaryPeriod = named_period, as "Option<String>";
        /// A part of the day in place of `period`: `"07:00-14:00"`.
        "shift" => shift: &'node YamlNode;
        /// The sections of the post. All of them if left out.
        "sections" => sections: &'node YamlNode, as "Option<Vec<String>>";
        /// A goal for a figure: `abandon.rate: 5%`.
        "goals" => goals: &'node YamlNode, as "Option<BTreeMap<String, YamlNode>>";
        /// The language of the post. That of the operation if left out.
        #[schemars(extend("enum" = Language::config_tags().collect::<Vec<_>>()))]
        "language" => language: OperationLanguage = sections::read_language, as "Option<String>";
        /// True where the post names agents. False if left out.
        "agents" => agents: bool;
        /// The roles to mention.
        "mention" => mention: &'node YamlNode, as "Option<OneOrMore>";
        /// The longest delay of a post after a stop, at most a day. `6h` if left out.
        "catch_up" => catch_up: Duration = summary_catch_up, as "Option<String>";
        /// The time of the next day at which the figures are read again. `"07:00"` if left out.
        "reread" => reread: NaiveTime = time_of_day, as "Option<String>";
        /// The change of a figure from which on the post is corrected. `1%` if left out.
        "moved" => moved: f64 = YamlNode::percent, as "Option<String>";
    }
}

/// The names that the section may use.
#[derive(Clone, Copy)]
pub(super) struct SummaryNames<'a> {
    pub(super) operations: &'a [OperationConfig],
    pub(super) known: KnownNames<'a>,
}

/// A summary without its calendar, which is in the files of rules and read after this one.
pub(super) struct SummarySettings {
    /// `None` where something is wrong with it.
    plan: Option<SummaryPlan>,
    calendar: Option<(CalendarName, SourceSpan)>,
    /// The place of its time.
    at: SourceSpan,
}

impl SummarySettings {
    pub(super) fn calendar(&self) -> Option<&CalendarName> {
        self.calendar.as_ref().map(|(name, _)| name)
    }

    /// The plan, where it is right.
    pub(super) fn known_plan(&self) -> Option<&SummaryPlan> {
        self.plan.as_ref()
    }

    pub(super) fn roles(&self) -> impl Iterator<Item = &RoleName> {
        self.plan.iter().flat_map(|plan| &plan.mention)
    }

    /// Finds the calendar that it names.
    pub(super) fn find_calendar<'a>(
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
        let otherwise = "describe it under `calendars` in a file of rules";
        let label = "unknown calendar";
        Err(SourceError::unknown(
            *span,
            label,
            name.as_str(),
            names,
            otherwise,
        ))
    }

    /// Warns of a summary that is never posted, or before its figures are complete.
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
                "at {} the period of `{name}` has ended less than `poll.settle` ({least}) before",
                at.format("%H:%M")
            );
            SourceError::at(self.at, message, "too early").help(
                "it is read a little later; 20 or 30 minutes after the end the figures are whole",
            )
        })
    }

    pub(super) fn plan(self) -> Option<SummaryPlan> {
        self.plan
    }
}

/// Reads the list of summaries, each name once.
pub(super) fn read_summaries(
    node: &YamlNode,
    names: SummaryNames<'_>,
    errors: &mut SourceErrors,
) -> Vec<SummarySettings> {
    let YamlValue::List(items) = &node.value else {
        let error = node.unexpected("a list of summaries");
        errors.push(error.help("write `- name: …` and its other keys below it"));
        return Vec::new();
    };
    let mut taken = Vec::new();
    items
        .iter()
        .map(|item| read_summary(item, names, &mut taken, errors))
        .collect()
}

fn read_summary(
    item: &YamlNode,
    names: SummaryNames<'_>,
    taken: &mut Vec<SummaryName>,
    errors: &mut SourceErrors,
) -> SummarySettings {
    let Some(draft) = SummaryDraft::from_yaml(item, errors) else {
        return SummarySettings {
            plan: None,
            calendar: None,
            at: item.span,
        };
    };
    let plan = draft.plan(names, taken, errors);
    let place = |key| item.get(key).unwrap_or(item).span;
    SummarySettings {
        plan,
        calendar: draft.calendar.map(|name| (name, place("calendar"))),
        at: place("at"),
    }
}

fn calendar_name(node: &YamlNode) -> Result<CalendarName, SourceError> {
    node.text("the name of a calendar").map(CalendarName::new)
}

impl SummaryDraft<'_> {
    /// Reads every key before it gives up, so that all errors are reported.
    fn plan(
        &self,
        names: SummaryNames<'_>,
        taken: &mut Vec<SummaryName>,
        errors: &mut SourceErrors,
    ) -> Option<SummaryPlan> {
        let known = names.known;
        let name = self.name.and_then(|node| summary_name(node, taken, errors));
        let operation = self.operation(names.operations, errors);
        let channel = self
            .channel
            .and_then(|node| errors.keep(parse::channel_named(node, known)));
        let period = self.period(errors);
        let sections = self.sections.map(|node| read_sections(node, errors));
        let goals = self.goals.map(|node| read_goals(node, errors));
        let mention = self
            .mention
            .map(|node| parse::mentioned_roles(node, known, errors));
        let operation = operation?;
        Some(SummaryPlan {
            name: name?,
            operation: operation.name.clone(),
            channel: channel?,
            mention: mention.unwrap_or_default(),
            zone: operation.timezone,
            at: self.at?,
            days: self.days.unwrap_or(DaySelection::ALL),
            calendar: None,
            period: period?,
            sections: sections.unwrap_or_else(|| SummarySection::ALL.into()),
            goals: goals.unwrap_or_default(),
            language: self.language.map(|language| language.tag().to_owned()),
            names_agents: self.agents.unwrap_or(false),
            catch_up: self.catch_up.unwrap_or(DEFAULT_CATCH_UP),
            reread: self.reread.unwrap_or(DEFAULT_REREAD),
            moved: self.moved.unwrap_or(DEFAULT_MOVED),
        })
    }

    /// Finds the operation that it names, or the only one.
    fn operation<'a>(
        &self,
        operations: &'a [OperationConfig],
        errors: &mut SourceErrors,
    ) -> Option<&'a OperationConfig> {
        let is_given = self.node.get("operation").is_some();
        if let ([only], false) = (operations, is_given) {
            return Some(only);
        }
        let Some(node) = self.operation else {
            let resembles =
                |(key, _): &(YamlKey, _)| did_you_mean(&key.word, ["operation"]).is_some();
            if !self.node.entries().iter().any(resembles) {
                let error = self.node.error("a summary needs `operation`", "incomplete");
                errors.push(error.help("add a line such as `operation: principal`"));
            }
            return None;
        };
        let name = errors.keep(node.text("the name of an operation"))?;
        let found = operations.iter().find(|known| known.name.as_str() == name);
        // Where all operations are wrong, their own errors are enough.
        if found.is_none() && !operations.is_empty() {
            let names = operations.iter().map(|operation| operation.name.as_str());
            let label = "unknown operation";
            errors.push(SourceError::unknown(node.span, label, name, names, ""));
        }
        found
    }

    /// Reads the period that it covers: `period:`, or `shift:` in its place.
    fn period(&self, errors: &mut SourceErrors) -> Option<SummaryPeriod> {
        if let (Some(_), Some(shift)) = (self.node.get("period"), self.node.get("shift")) {
            let message = "a summary covers a shift or another period, and these are two";
            let error = shift.error(message, "two");
            errors.push(error.help("keep `period` or `shift`"));
            return None;
        }
        let is_given = ["period", "shift"]
            .iter()
            .any(|key| self.node.get(key).is_some());
        let shift = self.shift.and_then(|node| errors.keep(read_shift(node)));
        let period = self.period.or(shift);
        period.or_else(|| (!is_given).then_some(SummaryPeriod::Day))
    }
}

fn summary_name(
    node: &YamlNode,
    taken: &mut Vec<SummaryName>,
    errors: &mut SourceErrors,
) -> Option<SummaryName> {
    let text = errors.keep(node.name("a name such as `closing`"))?;
    let name = SummaryName::new(text);
    if taken.contains(&name) {
        let message = format!("two summaries are called `{text}`");
        let error = node.error(message, "the second");
        errors.push(error.help("give it another name"));
        return None;
    }
    taken.push(name.clone());
    Some(name)
}

/// Reads a time on the clock of 24 hours.
fn time_of_day(node: &YamlNode) -> Result<NaiveTime, SourceError> {
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

fn read_days(node: &YamlNode) -> Result<DaySelection, SourceError> {
    let text = match &node.value {
        YamlValue::List(items) => {
            let words: Result<Vec<_>, _> = items.iter().map(|item| item.text("a day")).collect();
            words?.join(", ")
        }
        YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => {
            node.text("days such as `mon-fri`")?.to_owned()
        }
    };
    DaySelection::parse(&text).map_err(|error| {
        let help = match &error {
            DaySelectionError::Unknown {
                meant: Some(meant), ..
            } => format!("did you mean `{meant}`?"),
            DaySelectionError::Unknown { meant: None, .. }
            | DaySelectionError::Open
            | DaySelectionError::Nothing => String::from("write `mon-fri`, `sat, sun` or `daily`"),
        };
        node.error(error.to_string(), "no days").help(help)
    })
}

fn named_period(node: &YamlNode) -> Result<SummaryPeriod, SourceError> {
    const EXPECTED: &str = "`day` or `week`";
    match node.text(EXPECTED)? {
        "day" => Ok(SummaryPeriod::Day),
        "week" => Ok(SummaryPeriod::Week),
        word => {
            let help = suggest_or(word, ["day", "week"], || {
                String::from("for a part of the day: `shift: \"07:00-14:00\"`")
            });
            Err(node.unexpected(EXPECTED).help(help))
        }
    }
}

fn read_shift(node: &YamlNode) -> Result<SummaryPeriod, SourceError> {
    let text = node.text("hours such as `07:00-14:00`")?;
    let hours = OpeningHours::parse(text).map_err(|error| {
        node.error(error.to_string(), "not these hours")
            .help("write `shift: \"07:00-14:00\"`")
    })?;
    Ok(SummaryPeriod::Shift(hours))
}

fn read_sections(node: &YamlNode, errors: &mut SourceErrors) -> BTreeSet<SummarySection> {
    let YamlValue::List(items) = &node.value else {
        let names = alternatives(SummarySection::ALL.map(SummarySection::name));
        errors.push(node.unexpected("a list of sections").help(format!(
            "write `[figures, hours]`; there are {names}, and all of them if left out"
        )));
        return BTreeSet::new();
    };
    items
        .iter()
        .filter_map(|item| errors.keep(read_section(item)))
        .collect()
}

fn read_section(node: &YamlNode) -> Result<SummarySection, SourceError> {
    let text = node.text("a section such as `figures`")?;
    let found = SummarySection::ALL
        .into_iter()
        .find(|known| known.name() == text);
    found.ok_or_else(|| {
        let names = SummarySection::ALL.map(SummarySection::name);
        SourceError::unknown(node.span, "unknown section", text, names, "")
    })
}

fn read_goals(node: &YamlNode, errors: &mut SourceErrors) -> Vec<MetricGoal> {
    let YamlValue::Map(entries) = &node.value else {
        errors.push(
            node.unexpected("a figure and its goal")
                .help("write `goals: { service_level.20s: 80%, abandon.rate: 5% }`"),
        );
        return Vec::new();
    };
    let goals = entries.iter().filter_map(|(key, value)| {
        let metric = errors.keep(goal_metric(&key.word, key.span))?;
        let value = errors.keep(parse::metric_quantity(value, metric))?;
        Some(MetricGoal { metric, value })
    });
    goals.collect()
}

/// Finds a metric that has a good side and a figure for the operation.
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
        let message = format!("{metric} has no figure for a day of the whole operation");
        return refuse(message, "no such figure");
    }
    Ok(metric)
}

fn summary_catch_up(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length.is_zero() || length > LONGEST_CATCH_UP {
        let message = "a summary is posted late for some time, at most a day";
        return Err(node.error(message, "out of range").help("`6h` is usual"));
    }
    Ok(length)
}
