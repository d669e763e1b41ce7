//! The rows that a test gives, and the reports that they make.

mod columns;

use std::{sync::Arc, time::Duration};

use crate::series::{Cell, Figure, Series};
use vigia_core::metrics::{
    AgentName, Ask, Channel, Facts, Gap, Report, SkillId, Skills,
    facts::{
        Abandonment, AgentHolds, CallLength, ChannelService, Durations, Holds, LengthCalls,
        ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
};

pub(super) use columns::{Column, INTERVALS, columns, report};

/// A row of a report over the polls of a test.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Whose row it is, and so of which report.
    pub(super) of: RowOf,
    /// Only windows of this length have the row; all have it where `None`.
    pub(super) window: Option<Duration>,
    /// Its fields, as far as the test gives them.
    pub(super) fields: Vec<(Column, Series)>,
}

/// Whose row it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowOf {
    /// `skill_9`: a skill.
    Abandons(SkillId),
    /// `skill_11`: a channel, of one skill or of the whole operation.
    Service(Skills, Channel),
    /// `diagram_2`: a skill.
    SmartHold(SkillId),
    /// `cdr_4`: a range of lengths.
    Lengths(CallLength),
    /// `agent_9`: an agent.
    Agent(AgentName),
}

impl RowOf {
    pub(super) fn report(&self) -> Report {
        match self {
            Self::Abandons(_) => Report::Abandonment,
            Self::Service(..) => Report::ServiceLevel,
            Self::SmartHold(_) => Report::SmartHold,
            Self::Lengths(_) => Report::Durations,
            Self::Agent(_) => Report::Holds,
        }
    }

    /// The skill that the row is of.
    pub(super) fn skill(&self) -> Option<SkillId> {
        match self {
            Self::Abandons(skill)
            | Self::SmartHold(skill)
            | Self::Service(Skills::One(skill), _) => Some(*skill),
            Self::Service(Skills::All, _) | Self::Lengths(_) | Self::Agent(_) => None,
        }
    }
}

/// What the reports answer at one poll.
///
/// A report of which the test gives no row is one that cannot be read: nothing is known of
/// it, so that no rule says anything. One that has rows, but none for what is asked, is empty.
pub(super) fn answer(rows: &[Row], ask: Ask, poll: usize) -> Result<Arc<Facts>, Gap> {
    let of_report = || rows.iter().filter(|row| row.of.report() == ask.report);
    if !is_told_of(rows, ask) {
        let why = "the test gives no row of this report";
        return Err(Gap::Failed(why.to_owned()));
    }
    let asked: Vec<&Row> = of_report().filter(|row| row.answers(ask)).collect();
    let asked = match ask.skills {
        // A test that tells of skills alone tells of the operation, too.
        Skills::All if asked.is_empty() => of_report().filter(|row| row.fits(ask)).collect(),
        Skills::All | Skills::One(_) => asked,
    };
    if asked.iter().any(|row| row.holds(poll, Cell::Failed)) {
        return Err(Gap::Failed("the test says so".to_owned()));
    }
    let there: Vec<Facts> = asked
        .into_iter()
        .filter(|row| !row.holds(poll, Cell::Empty))
        .map(|row| row.facts(poll))
        .collect();
    Facts::merge(there).map(Arc::new).ok_or(Gap::NoData)
}

/// What the reports answered so many weeks ago, from 1 on. A row with one figure a field tells
/// of every week, one with a list of as many as it has.
pub(super) fn answer_of_week(rows: &[Row], ask: Ask, week: usize) -> Option<Arc<Facts>> {
    let told = rows
        .iter()
        .filter(|row| row.len() == 1 || week <= row.len())
        .cloned();
    answer(&told.collect::<Vec<_>>(), ask, week.checked_sub(1)?).ok()
}

/// Whether the test gives any row of the report that is asked for.
pub(super) fn is_told_of(rows: &[Row], ask: Ask) -> bool {
    rows.iter().any(|row| row.of.report() == ask.report)
}

impl Row {
    /// How many polls its longest field tells of.
    pub(super) fn len(&self) -> usize {
        let lengths = self.fields.iter().map(|(_, series)| series.len());
        lengths.max().unwrap_or(0)
    }

    fn fits(&self, ask: Ask) -> bool {
        self.window
            .is_none_or(|window| window == ask.window.length())
    }

    fn answers(&self, ask: Ask) -> bool {
        let is_asked = match &self.of {
            RowOf::Service(skills, _) => *skills == ask.skills,
            RowOf::Abandons(_) | RowOf::SmartHold(_) | RowOf::Lengths(_) | RowOf::Agent(_) => true,
        };
        is_asked && self.fits(ask)
    }

    fn holds(&self, poll: usize, cell: Cell) -> bool {
        self.fields
            .iter()
            .any(|(_, series)| series.at(poll) == cell)
    }

    fn gives(&self, column: Column) -> bool {
        self.fields.iter().any(|(own, _)| *own == column)
    }

    fn figure(&self, column: Column, poll: usize) -> Option<Figure> {
        let (_, series) = self.fields.iter().find(|(own, _)| *own == column)?;
        match series.at(poll) {
            Cell::Figure(figure) => Some(figure),
            Cell::Unknown | Cell::Empty | Cell::Failed => None,
        }
    }

    fn facts(&self, poll: usize) -> Facts {
        let read = Read { row: self, poll };
        match &self.of {
            RowOf::Abandons(skill) => Facts::Abandonment(Abandonment {
                skills: vec![read.abandons(*skill)],
                all: None,
            }),
            RowOf::Service(_, channel) => Facts::ServiceLevel(ServiceLevel {
                channels: vec![read.service(channel)],
            }),
            RowOf::SmartHold(skill) => Facts::SmartHold(SmartHold {
                skills: vec![read.smart_hold(*skill)],
            }),
            RowOf::Lengths(length) => Facts::Durations(Durations {
                lengths: vec![read.length(length)],
                total: None,
            }),
            RowOf::Agent(agent) => Facts::Holds(Holds {
                agents: vec![read.agent(agent)],
                total: None,
            }),
        }
    }
}

/// A row at one poll.
#[derive(Clone, Copy)]
struct Read<'row> {
    row: &'row Row,
    poll: usize,
}

impl Read<'_> {
    fn count(self, column: Column) -> Option<u64> {
        match self.row.figure(column, self.poll)? {
            Figure::Count(count) => Some(count),
            Figure::Percent(_) | Figure::Time(_) | Figure::Number(_) => None,
        }
    }

    fn number(self, column: Column) -> Option<f64> {
        match self.row.figure(column, self.poll)? {
            Figure::Percent(number) | Figure::Number(number) => Some(number),
            Figure::Count(_) | Figure::Time(_) => None,
        }
    }

    fn time(self, column: Column) -> Option<Duration> {
        match self.row.figure(column, self.poll)? {
            Figure::Time(time) => Some(time),
            Figure::Count(_) | Figure::Percent(_) | Figure::Number(_) => None,
        }
    }

    /// A count, or what it follows from where the test does not speak of it.
    fn count_or(self, column: Column, other: impl Fn(Self) -> Option<u64>) -> Option<u64> {
        if self.row.gives(column) {
            self.count(column)
        } else {
            other(self)
        }
    }

    fn abandons(self, skill: SkillId) -> SkillAbandons {
        let by_wait: Vec<WaitCalls> = columns::WAITS
            .iter()
            .filter(|(column, _)| self.row.gives(*column))
            .map(|(column, wait)| WaitCalls {
                wait: wait.clone(),
                calls: self.count(*column),
            })
            .collect();
        let sum = by_wait.iter().map(|wait| wait.calls).sum();
        SkillAbandons {
            skill: Some(skill),
            name: None,
            abandoned: self.count_or(Column::Abandoned, |_| sum),
            by_wait,
        }
    }

    fn service(self, channel: &Channel) -> ChannelService {
        let (offered, answered, abandoned) = (Column::Offered, Column::Answered, Column::Abandoned);
        ChannelService {
            channel: channel.clone(),
            offered: self.count_or(offered, |row| {
                Some(row.count(answered)? + row.count(abandoned)?)
            }),
            answered: self.count_or(answered, |row| {
                row.count(offered)?.checked_sub(row.count(abandoned)?)
            }),
            abandoned: self.count_or(abandoned, |row| {
                row.count(offered)?.checked_sub(row.count(answered)?)
            }),
            within_10s: self.number(Column::Within10s),
            within_20s: self.number(Column::Within20s),
            within_30s: self.number(Column::Within30s),
            abandon_rate: None,
            asa: self.time(Column::Asa),
            ata: self.time(Column::Ata),
        }
    }

    fn smart_hold(self, skill: SkillId) -> SkillSmartHold {
        SkillSmartHold {
            skill,
            treated: self.count(Column::Treated),
            declined: self.count(Column::Declined),
            accepted: self.count(Column::Accepted),
            failed: self.count(Column::RecallFail),
            reached: self.count(Column::RecallOk),
            service_level_up: None,
        }
    }

    fn length(self, length: &CallLength) -> LengthCalls {
        LengthCalls {
            length: length.clone(),
            calls: self.count(Column::Calls),
            minutes: self.number(Column::Minutes),
            cost: self.number(Column::Cost),
            share: None,
        }
    }

    fn agent(self, agent: &AgentName) -> AgentHolds {
        let (hold, mute) = (self.time(Column::Hold), self.time(Column::Mute));
        let total = if self.row.gives(Column::Total) {
            self.time(Column::Total)
        } else {
            hold.zip(mute).map(|(hold, mute)| hold + mute)
        };
        AgentHolds {
            agent: agent.clone(),
            uses: self.count(Column::Uses),
            hold,
            mute,
            total,
        }
    }
}
