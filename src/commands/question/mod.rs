//! What is meant by a command. It is understood from what was typed, or from a button, and
//! then answered; whoever has no chat makes one with [`ReportQuestion::understand`] too.

mod again;
mod read;
mod tag;
mod token;

#[cfg(test)]
mod tests;

use chrono_tz::Tz;

use crate::commands::{
    ReportCommand,
    range::{NamedPeriod, RangeNote, days_before},
};
use vigia_cards::{
    Words,
    report::{AnswerView, ComparisonSpan, SortOrder},
};
use vigia_core::metrics::{
    AgentName, Channel, OperationName, Report, ReportRequest, Scope, SkillSelection, TimeWindow,
};

pub(crate) use again::between;
pub(crate) use tag::TokenTag;
pub(crate) use token::{QuestionToken, TokenVerb, digits, number, seconds, time, window};

/// A question that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportQuestion {
    /// Which command.
    pub command: ReportCommand,
    /// Which operation, where it was named.
    pub operation: Option<OperationName>,
    /// Of one skill, or of all.
    pub skills: SkillSelection,
    /// Of one channel only.
    pub channel: Option<Channel>,
    /// Of one agent only.
    pub agent: Option<AgentName>,
    /// Which stretch of time, to be asked again later.
    pub period: NamedPeriod,
    /// The window that it is now, or that is on the screen.
    pub window: TimeWindow,
    /// What the figures are compared with.
    pub compare: Option<ComparisonSpan>,
    /// In which order the rows stand; the worst first where nobody says.
    pub order: Option<SortOrder>,
    /// Only so many rows.
    pub top: Option<u8>,
    /// The page, from zero.
    pub page: u16,
    /// What the picture shows.
    pub shows: AnswerForm,
    /// How the answer comes.
    pub delivery: AnswerDelivery,
    /// What is different from what was typed.
    pub notes: Vec<RangeNote>,
}

/// What the picture of an answer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerForm {
    /// What the figures are made of.
    #[default]
    Breakdown,
    /// How they came to be, where the store knows.
    Trend,
}

/// How an answer comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerDelivery {
    /// As a card for whoever asked.
    #[default]
    Private,
    /// As a card for everybody.
    Shared,
    /// As a file for whoever asked.
    File,
}

/// Who reads an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerAudience {
    /// How they are spoken to.
    pub words: Words,
    /// Whether agents may be named to them.
    pub names_agents: bool,
    /// Whom they can ask for more.
    pub contact: Option<String>,
}

impl ReportQuestion {
    /// How many rows may be asked for at most.
    pub const MOST_ROWS: u8 = 25;

    /// What the report is asked. The reports that take no skill are asked for all.
    pub(crate) fn ask(&self, report: Report, window: TimeWindow) -> ReportRequest {
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
        match self.command {
            ReportCommand::Abandon => Some(self.ask(Report::Abandonment, self.window)),
            ReportCommand::Service
            | ReportCommand::SmartHold
            | ReportCommand::Hold
            | ReportCommand::Durations => None,
        }
    }

    /// The main report over the window that it is compared with.
    pub(crate) fn ask_before(&self, zone: Tz) -> Option<ReportRequest> {
        let before = self.before(zone)?;
        Some(self.ask(self.command.main_report(), before))
    }

    /// The window that it is compared with: by the wall clock, where it is another day's.
    #[must_use]
    pub fn before(&self, zone: Tz) -> Option<TimeWindow> {
        let window = self.window;
        match self.compare? {
            ComparisonSpan::Previous => Some(TimeWindow::ending(window.from(), window.length())),
            ComparisonSpan::Yesterday => days_before(window, 1, zone),
            ComparisonSpan::LastWeek => days_before(window, 7, zone),
        }
    }

    /// What its figures are about, in history and rules.
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

    /// What is asked next, as a rule: of the same skill over the same window.
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
}
