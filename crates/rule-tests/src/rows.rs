//! The rows that a test gives, and the reports that they make.

mod columns;

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::series::{SeriesCell, SeriesFigure, ValueSeries};
use vigia_core::metrics::{
    AgentName, Channel, Facts, ReadFailure, ReadGap, Report, ReportRequest, SkillId,
    SkillSelection,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
        ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
};
use vigia_core::rules::OpeningHours;

pub(super) use columns::{INTERVALS, ScriptColumn, report_columns, report_named};

/// A row of a report over the polls of a test.
#[derive(Clone, Debug)]
pub(super) struct ScriptRow {
    /// The subject of the row, which also decides the report.
    pub(super) of: ScriptRowOwner,
    /// Only windows of this length have the row; all have it where `None`.
    pub(super) window: Option<Duration>,
    /// Only windows that end in these hours have the row, which is one of the past; all have it where `None`.
    pub(super) hours: Option<OpeningHours>,
    /// Its fields, as far as the test gives them.
    pub(super) fields: Vec<(ScriptColumn, ValueSeries)>,
}

/// The subject of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ScriptRowOwner {
    /// `skill_9`: a skill.
    Abandons(SkillId),
    /// `skill_11`: a channel, of one skill or of the whole operation.
    Service(SkillSelection, Channel),
    /// `diagram_2`: a skill.
    SmartHold(SkillId),
    /// `cdr_4`: a range of lengths.
    Lengths(SecondsRange),
    /// `agent_9`: an agent.
    Agent(AgentName),
}

impl ScriptRowOwner {
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
            | Self::Service(SkillSelection::One(skill), _) => Some(*skill),
            Self::Service(SkillSelection::All, _) | Self::Lengths(_) | Self::Agent(_) => None,
        }
    }
}

/// Answers a request from the rows of the test at one poll.
///
/// A report of which the test gives no row cannot be read, so that no rule is judged. One that has
/// rows, but none for what is asked, is empty.
pub(super) fn answer_request(
    rows: &[ScriptRow],
    ask: ReportRequest,
    poll: usize,
) -> Result<Arc<Facts>, ReadGap> {
    let of_report = || rows.iter().filter(|row| row.of.report() == ask.report);
    if !gives_report(rows, ask) {
        return Err(ReadGap::Failed(ReadFailure::Other));
    }
    let asked: Vec<&ScriptRow> = of_report().filter(|row| row.answers(ask)).collect();
    let asked = match ask.skills {
        // Rows of skills alone also make up the operation.
        SkillSelection::All if asked.is_empty() => {
            of_report().filter(|row| row.fits(ask)).collect()
        }
        SkillSelection::All | SkillSelection::One(_) => asked,
    };
    if asked.iter().any(|row| row.holds(poll, SeriesCell::Failed)) {
        return Err(ReadGap::Failed(ReadFailure::Other));
    }
    let there: Vec<Facts> = asked
        .into_iter()
        .filter(|row| !row.holds(poll, SeriesCell::Empty))
        .map(|row| row.facts(poll))
        .collect();
    Facts::merge(there).map(Arc::new).ok_or(ReadGap::NoData)
}

/// Answers a request as of so many weeks ago, from 1 on. A row with one figure in each field holds
/// for every week, one with a list for as many as it has.
pub(super) fn answer_of_week(
    rows: &[ScriptRow],
    ask: ReportRequest,
    week: usize,
    zone: Tz,
) -> Option<Arc<Facts>> {
    let last = ask.window.until() - TimeDelta::seconds(1);
    let date = last.with_timezone(&zone).date_naive();
    let is_then = |row: &&ScriptRow| {
        row.hours.is_none_or(|hours| {
            let open = hours.on(date, zone);
            open.is_some_and(|(from, until)| (from..until).contains(&last))
        })
    };
    let told = rows
        .iter()
        .filter(|row| row.len() == 1 || week <= row.len())
        .filter(is_then)
        .cloned();
    answer_request(&told.collect::<Vec<_>>(), ask, week.checked_sub(1)?).ok()
}

/// Returns true where the test gives any row of the report that is asked for.
pub(super) fn gives_report(rows: &[ScriptRow], ask: ReportRequest) -> bool {
    rows.iter().any(|row| row.of.report() == ask.report)
}

impl ScriptRow {
    /// The number of polls that its longest field gives.
    pub(super) fn len(&self) -> usize {
        let lengths = self.fields.iter().map(|(_, series)| series.len());
        lengths.max().unwrap_or(0)
    }

    fn fits(&self, ask: ReportRequest) -> bool {
        self.window
            .is_none_or(|window| window == ask.window.length())
    }

    fn answers(&self, ask: ReportRequest) -> bool {
        let is_asked = match &self.of {
            ScriptRowOwner::Service(skills, _) => *skills == ask.skills,
            ScriptRowOwner::Abandons(_)
            | ScriptRowOwner::SmartHold(_)
            | ScriptRowOwner::Lengths(_)
            | ScriptRowOwner::Agent(_) => true,
        };
        is_asked && self.fits(ask)
    }

    fn holds(&self, poll: usize, cell: SeriesCell) -> bool {
        self.fields
            .iter()
            .any(|(_, series)| series.at(poll) == cell)
    }

    fn gives(&self, column: ScriptColumn) -> bool {
        self.fields.iter().any(|(own, _)| *own == column)
    }

    fn figure(&self, column: ScriptColumn, poll: usize) -> Option<SeriesFigure> {
        let (_, series) = self.fields.iter().find(|(own, _)| *own == column)?;
        match series.at(poll) {
            SeriesCell::Figure(figure) => Some(figure),
            SeriesCell::Unknown | SeriesCell::Empty | SeriesCell::Failed => None,
        }
    }

    fn facts(&self, poll: usize) -> Facts {
        let read = ScriptRead { row: self, poll };
        match &self.of {
            ScriptRowOwner::Abandons(skill) => Facts::Abandonment(Abandonment {
                skills: vec![read.abandons(*skill)],
                all: None,
            }),
            ScriptRowOwner::Service(_, channel) => Facts::ServiceLevel(ServiceLevel {
                channels: vec![read.service(channel)],
            }),
            ScriptRowOwner::SmartHold(skill) => Facts::SmartHold(SmartHold {
                skills: vec![read.smart_hold(*skill)],
            }),
            ScriptRowOwner::Lengths(length) => Facts::Durations(Durations {
                lengths: vec![read.length(length)],
                total: None,
            }),
            ScriptRowOwner::Agent(agent) => Facts::Holds(Holds {
                agents: vec![read.agent(agent)],
                total: None,
            }),
        }
    }
}

/// A row at one poll.
#[derive(Clone, Copy)]
struct ScriptRead<'row> {
    row: &'row ScriptRow,
    poll: usize,
}

impl ScriptRead<'_> {
    fn count(self, column: ScriptColumn) -> Option<u64> {
        match self.row.figure(column, self.poll)? {
            SeriesFigure::Count(count) => Some(count),
            SeriesFigure::Percent(_) | SeriesFigure::Time(_) | SeriesFigure::Number(_) => None,
        }
    }

    fn number(self, column: ScriptColumn) -> Option<f64> {
        match self.row.figure(column, self.poll)? {
            SeriesFigure::Percent(number) | SeriesFigure::Number(number) => Some(number),
            SeriesFigure::Count(_) | SeriesFigure::Time(_) => None,
        }
    }

    fn time(self, column: ScriptColumn) -> Option<Duration> {
        match self.row.figure(column, self.poll)? {
            SeriesFigure::Time(time) => Some(time),
            SeriesFigure::Count(_) | SeriesFigure::Percent(_) | SeriesFigure::Number(_) => None,
        }
    }

    /// Returns a count, or computes it where the test does not give it.
    fn count_or(self, column: ScriptColumn, other: impl Fn(Self) -> Option<u64>) -> Option<u64> {
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
            abandoned: self.count_or(ScriptColumn::Abandoned, |_| sum),
            by_wait,
        }
    }

    fn service(self, channel: &Channel) -> ChannelService {
        let (offered, answered, abandoned) = (
            ScriptColumn::Offered,
            ScriptColumn::Answered,
            ScriptColumn::Abandoned,
        );
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
            within_10s: self.number(ScriptColumn::Within10s),
            within_20s: self.number(ScriptColumn::Within20s),
            within_30s: self.number(ScriptColumn::Within30s),
            abandon_rate: None,
            asa: self.time(ScriptColumn::Asa),
            ata: self.time(ScriptColumn::Ata),
        }
    }

    fn smart_hold(self, skill: SkillId) -> SkillSmartHold {
        SkillSmartHold {
            skill,
            treated: self.count(ScriptColumn::Treated),
            declined: self.count(ScriptColumn::Declined),
            accepted: self.count(ScriptColumn::Accepted),
            failed: self.count(ScriptColumn::RecallFail),
            reached: self.count(ScriptColumn::RecallOk),
            service_level_up: None,
        }
    }

    fn length(self, length: &SecondsRange) -> LengthCalls {
        LengthCalls {
            length: length.clone(),
            calls: self.count(ScriptColumn::Calls),
            minutes: self.number(ScriptColumn::Minutes),
            cost: self.number(ScriptColumn::Cost),
            share: None,
        }
    }

    fn agent(self, agent: &AgentName) -> AgentHolds {
        let (hold, mute) = (self.time(ScriptColumn::Hold), self.time(ScriptColumn::Mute));
        let total = if self.row.gives(ScriptColumn::Total) {
            self.time(ScriptColumn::Total)
        } else {
            hold.zip(mute).map(|(hold, mute)| hold + mute)
        };
        AgentHolds {
            agent: agent.clone(),
            uses: self.count(ScriptColumn::Uses),
            hold,
            mute,
            total,
        }
    }
}
