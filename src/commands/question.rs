//! A question about a report: read from what was typed, and asked again from a button or as
//! the command that a card ends with.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::commands::{
    arguments::TypedArguments,
    chat::{AnswerAudience, Given},
    command::{
        AnyCommand, COMPARISONS, CommandParameter, FORMATS, FileFormat, MOST_ROWS, ORDERS,
        ReportCommand, choice_label, order_choices,
    },
    lookup::ALL_SKILLS,
    range::{NamedPeriod, RangeNote, days_before, resolve_range},
    refusal::CommandRefusal,
    service::CommandOperation,
    typed::length_typed,
};
use vigia_cards::{
    Card, Words,
    report::{AnswerView, ComparisonSpan, SortOrder},
    tidy,
};
use vigia_core::metrics::{
    AgentName, Channel, OperationName, Report, ReportRequest, Scope, SkillSelection, TimeWindow,
};

#[derive(Clone, Debug, PartialEq)]
pub struct ReportQuestion {
    pub command: ReportCommand,
    /// The operation, where it was named.
    pub operation: Option<OperationName>,
    pub skills: SkillSelection,
    /// Only this channel is shown.
    pub channel: Option<Channel>,
    /// Only this agent is shown.
    pub agent: Option<AgentName>,
    /// The stretch of time as it was meant, so that it can be asked for again later.
    pub period: NamedPeriod,
    /// The window that the period is now, or that is on the screen.
    pub window: TimeWindow,
    pub compare: Option<ComparisonSpan>,
    /// The order of the rows; `None` is the worst first.
    pub order: Option<SortOrder>,
    /// The number of rows to show.
    pub top: Option<u8>,
    /// The page, from zero.
    pub page: u16,
    pub shows: AnswerForm,
    pub delivery: AnswerDelivery,
    /// The differences from what was typed.
    pub notes: Vec<RangeNote>,
}

/// The picture of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerForm {
    /// The parts that the figures are made of.
    #[default]
    Breakdown,
    /// The history of the figure, where the store has it.
    Trend,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerDelivery {
    /// A card for the caller.
    #[default]
    Private,
    /// A card for everybody.
    Shared,
    /// A file for the caller.
    File,
}

impl ReportQuestion {
    /// Reads the options of a command by their English names. Options that the command does not
    /// take are ignored.
    pub fn read(
        command: ReportCommand,
        given: &Given,
        operation: &CommandOperation,
        audience: &AnswerAudience,
        now: DateTime<Utc>,
    ) -> Result<Self, Card> {
        let typed = TypedArguments {
            command: command.into(),
            given,
            operation,
            audience,
        };
        read_question(command, &typed, now).map_err(|refusal| refusal.card(&typed.as_typed()))
    }

    /// Reports that take no skill are asked for all.
    fn ask(&self, report: Report, window: TimeWindow) -> ReportRequest {
        let skills = match report {
            Report::ServiceLevel | Report::Abandonment => self.skills,
            Report::SmartHold | Report::Durations | Report::Holds => SkillSelection::All,
        };
        ReportRequest {
            report,
            skills,
            window,
        }
    }

    /// The main report over the question's own window.
    pub(crate) fn main_ask(&self) -> ReportRequest {
        self.ask(self.command.main_report(), self.window)
    }

    /// The report that is read beside the main one.
    pub(crate) fn second_ask(&self) -> Option<ReportRequest> {
        (self.command == ReportCommand::Abandon).then(|| self.ask(Report::Abandonment, self.window))
    }

    /// The main report over the window that it is compared with.
    pub(crate) fn comparison_ask(&self, zone: Tz) -> Option<ReportRequest> {
        let before = self.comparison_window(zone)?;
        Some(self.ask(self.command.main_report(), before))
    }

    /// The window that it is compared with. That of another day has the same times by the wall
    /// clock.
    pub fn comparison_window(&self, zone: Tz) -> Option<TimeWindow> {
        let window = self.window;
        match self.compare? {
            ComparisonSpan::Previous => Some(TimeWindow::ending(window.from(), window.length())),
            ComparisonSpan::Yesterday => days_before(window, 1, zone),
            ComparisonSpan::LastWeek => days_before(window, 7, zone),
        }
    }

    /// The scope of its figures in history and rules.
    pub(crate) fn scope(&self) -> Scope {
        match self.skills {
            SkillSelection::All => Scope::Operation,
            SkillSelection::One(skill) => Scope::Skill(skill),
        }
    }

    pub(crate) fn view(&self, names_agents: bool) -> AnswerView {
        AnswerView {
            order: self.order,
            top: self.top.map(usize::from),
            page: usize::from(self.page),
            names_agents,
        }
    }

    /// The question that people usually ask next: about the same skill and window.
    pub(crate) fn next(&self) -> Self {
        Self {
            command: self.command.next(),
            channel: None,
            agent: None,
            order: None,
            top: None,
            page: 0,
            shows: AnswerForm::Breakdown,
            notes: Vec::new(),
            ..self.clone()
        }
    }

    /// The command that asks the same again, as the reader types it. A period that is over is
    /// written with its own times, so that it means the same on any later day.
    pub fn as_typed(&self, words: &Words) -> String {
        use CommandParameter::{Agent, Channel, Compare, Day, Last, Operation, Skill, Sort, Top};
        let typed = |option: CommandParameter, value: Option<String>| {
            value.map(|value| option.typed(&value, words))
        };
        let takes_skill = self.command.parameters().contains(&Skill);
        let skill = match self.skills {
            SkillSelection::All => ALL_SKILLS.to_owned(),
            SkillSelection::One(skill) => skill.to_string(),
        };
        let period = match self.period {
            NamedPeriod::Last(length) => Last.typed(&length_typed(length), words),
            NamedPeriod::Today => Day.typed(&words.say("word-today", &[]), words),
            NamedPeriod::Since(_) | NamedPeriod::Between(_) => window_typed(self.window, words),
        };
        let compare = self.compare;
        let compare = compare.map(|with| choice_label(with, &COMPARISONS, words));
        let order = self.order;
        let order = order.map(|order| choice_label(order, &ORDERS, words));
        let name = |name: &str| tidy(name);
        let parts = [
            Some(AnyCommand::from(self.command).typed(words)),
            typed(
                Operation,
                self.operation.as_ref().map(|it| name(it.as_str())),
            ),
            typed(Skill, takes_skill.then_some(skill)),
            typed(Channel, self.channel.as_ref().map(|it| name(it.as_str()))),
            typed(Agent, self.agent.as_ref().map(|it| name(it.as_str()))),
            Some(period),
            typed(Compare, compare),
            typed(Sort, order),
            typed(Top, self.top.map(|top| top.to_string())),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

fn read_question(
    command: ReportCommand,
    typed: &TypedArguments<'_>,
    now: DateTime<Utc>,
) -> Result<ReportQuestion, CommandRefusal> {
    let operation = typed.operation;
    let (skills, channel, agent) = (typed.skill()?, typed.channel()?, typed.agent()?);
    let range = resolve_range(&typed.range(), operation.zone, operation.latest(now))
        .map_err(|fault| CommandRefusal::range(&fault, typed.words()))?;
    let named = typed.option(CommandParameter::Operation);
    Ok(ReportQuestion {
        command,
        operation: named.map(|_| operation.name.clone()),
        skills,
        channel,
        agent,
        period: range.period,
        window: range.window,
        compare: typed.choice(CommandParameter::Compare, &COMPARISONS)?,
        order: typed.choice(CommandParameter::Sort, &order_choices(command.orders()))?,
        top: read_top(typed)?,
        page: 0,
        shows: AnswerForm::Breakdown,
        delivery: read_delivery(typed)?,
        notes: range.notes,
    })
}

fn read_top(typed: &TypedArguments<'_>) -> Result<Option<u8>, CommandRefusal> {
    let Some(text) = typed.option(CommandParameter::Top) else {
        return Ok(None);
    };
    let rows = text.parse().ok();
    let rows = rows.filter(|rows| (1..=MOST_ROWS).contains(rows));
    rows.map(Some)
        .ok_or_else(|| CommandRefusal::top(text, typed.words()))
}

fn read_delivery(typed: &TypedArguments<'_>) -> Result<AnswerDelivery, CommandRefusal> {
    let format = typed.choice(CommandParameter::Format, &FORMATS)?;
    match (format, typed.switch(CommandParameter::Share)?) {
        (Some(FileFormat::Csv), true) => Err(CommandRefusal::shared_file(typed.words())),
        (Some(FileFormat::Csv), false) => Ok(AnswerDelivery::File),
        (Some(FileFormat::Card) | None, true) => Ok(AnswerDelivery::Shared),
        (Some(FileFormat::Card) | None, false) => Ok(AnswerDelivery::Private),
    }
}

/// Writes the options that ask for this very window on any later day.
pub(crate) fn window_typed(window: TimeWindow, words: &Words) -> String {
    let zone = words.zone();
    if let Some(day) = whole_day(window, zone) {
        return CommandParameter::Day.typed(&day, words);
    }
    let local = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    format!(
        "{} {}",
        CommandParameter::From.typed(&local(window.from()), words),
        CommandParameter::To.typed(&local(window.until()), words)
    )
}

fn whole_day(window: TimeWindow, zone: Tz) -> Option<String> {
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
    let first = local(window.from()).date();
    let is_start = |time: DateTime<Utc>| {
        let before = time.checked_sub_signed(TimeDelta::seconds(1));
        before.is_some_and(|before| local(before).date() != local(time).date())
    };
    let is_whole = is_start(window.from())
        && is_start(window.until())
        && first.succ_opt() == Some(local(window.until()).date());
    is_whole.then(|| first.format("%Y-%m-%d").to_string())
}
