//! Understands what was typed. Nothing is read from any report: a slip is told at once.

use chrono::{DateTime, TimeDelta, Utc};

use crate::commands::{
    AnswerAudience, CommandOperation, CommandParameter, Given, ReportCommand, ReportSource, agent,
    any::AnyCommand,
    channel,
    parameter::{COMPARISONS, FORMATS, FileFormat, chosen, of_comparison, of_format, of_order},
    question::{AnswerDelivery, AnswerForm, ReportQuestion},
    range::{TypedRange, range},
    refusal::CommandRefusal,
    skill,
};
use vigia_cards::{
    Card, Words,
    report::{ComparisonSpan, SortOrder},
};
use vigia_core::metrics::{AgentName, Channel, OperationName, SkillSelection};

impl ReportQuestion {
    /// Understands what was given with a command, by the options' English names. What the
    /// command does not take is left out of account.
    ///
    /// # Errors
    /// The card that says what was expected, with an example.
    pub fn understand<R: ReportSource>(
        command: ReportCommand,
        given: &Given,
        operation: &CommandOperation<R>,
        audience: &AnswerAudience,
        now: DateTime<Utc>,
    ) -> Result<Self, Card> {
        QuestionReader {
            command,
            given,
            audience,
        }
        .question(operation, now)
        .map_err(|refusal| {
            refusal.card(&AnyCommand::from(command).as_typed(given, &audience.words))
        })
    }
}

struct QuestionReader<'a> {
    command: ReportCommand,
    given: &'a Given,
    audience: &'a AnswerAudience,
}

impl<'a> QuestionReader<'a> {
    fn question<R: ReportSource>(
        &self,
        operation: &CommandOperation<R>,
        now: DateTime<Utc>,
    ) -> Result<ReportQuestion, CommandRefusal> {
        let skills = self.skills(operation)?;
        let channel = self.channel()?;
        let agent = self.agent(operation)?;
        let typed = TypedRange {
            last: self.option(CommandParameter::Last),
            day: self.option(CommandParameter::Day),
            from: self.option(CommandParameter::From),
            to: self.option(CommandParameter::To),
        };
        let range = range(&typed, operation.zone, operation.latest(now))
            .map_err(|fault| CommandRefusal::range(&fault, self.words()))?;
        let named = self.option(CommandParameter::Operation);
        Ok(ReportQuestion {
            command: self.command,
            operation: named.map(|_| OperationName::clone(&operation.name)),
            skills,
            channel,
            agent,
            period: range.period,
            window: range.window,
            compare: self.compare()?,
            order: self.order()?,
            top: self.top()?,
            page: 0,
            shows: AnswerForm::Breakdown,
            delivery: self.delivery()?,
            notes: range.notes,
        })
    }

    fn words(&self) -> &'a Words {
        &self.audience.words
    }

    fn option(&self, parameter: CommandParameter) -> Option<&'a str> {
        let is_taken = self.command.takes(parameter);
        parameter.given(self.given).filter(|_| is_taken)
    }

    fn skills<R: ReportSource>(
        &self,
        operation: &CommandOperation<R>,
    ) -> Result<SkillSelection, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Skill) else {
            return Ok(SkillSelection::All);
        };
        let names = operation.reports.skills();
        skill::find(Some(typed), &names)
            .map_err(|fault| CommandRefusal::skill(typed, &fault, &names, self.words()))
    }

    fn channel(&self) -> Result<Option<Channel>, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Channel) else {
            return Ok(None);
        };
        channel::find(typed).map_err(|fault| CommandRefusal::channel(typed, &fault, self.words()))
    }

    /// Agents are looked up only where they may be named: a refusal that knows them would
    /// name them.
    fn agent<R: ReportSource>(
        &self,
        operation: &CommandOperation<R>,
    ) -> Result<Option<AgentName>, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Agent) else {
            return Ok(None);
        };
        if !self.audience.names_agents {
            return Err(CommandRefusal::no_agents_here(self.audience));
        }
        agent::find(typed, &operation.reports.agents())
            .map(Some)
            .map_err(|fault| CommandRefusal::agent(typed, &fault, self.words()))
    }

    fn compare(&self) -> Result<Option<ComparisonSpan>, CommandRefusal> {
        self.choice(CommandParameter::Compare, &COMPARISONS, of_comparison)
    }

    fn order(&self) -> Result<Option<SortOrder>, CommandRefusal> {
        self.choice(CommandParameter::Sort, self.command.orders(), of_order)
    }

    fn choice<T: Copy>(
        &self,
        parameter: CommandParameter,
        of: &[T],
        known: fn(T) -> (&'static str, &'static str),
    ) -> Result<Option<T>, CommandRefusal> {
        let Some(typed) = self.option(parameter) else {
            return Ok(None);
        };
        let found = chosen(typed, of, known, self.words());
        found.map(Some).ok_or_else(|| {
            let of: Vec<_> = of.iter().map(|one| known(*one)).collect();
            CommandRefusal::choice(parameter, typed, &of, self.words())
        })
    }

    fn top(&self) -> Result<Option<u8>, CommandRefusal> {
        let Some(typed) = self.option(CommandParameter::Top) else {
            return Ok(None);
        };
        let rows = typed.parse().ok();
        let rows = rows.filter(|rows| (1..=ReportQuestion::MOST_ROWS).contains(rows));
        rows.map(Some)
            .ok_or_else(|| CommandRefusal::top(typed, self.words()))
    }

    fn delivery(&self) -> Result<AnswerDelivery, CommandRefusal> {
        let format = self.choice(CommandParameter::Format, &FORMATS, of_format)?;
        let is_shared = match self.option(CommandParameter::Share) {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => return Err(CommandRefusal::switch(other, self.words())),
        };
        match (format, is_shared) {
            (Some(FileFormat::Csv), true) => Err(CommandRefusal::shared_file(self.words())),
            (Some(FileFormat::Csv), false) => Ok(AnswerDelivery::File),
            (Some(FileFormat::Card) | None, true) => Ok(AnswerDelivery::Shared),
            (Some(FileFormat::Card) | None, false) => Ok(AnswerDelivery::Private),
        }
    }
}

impl<R> CommandOperation<R> {
    /// The last time of which there are figures.
    pub(crate) fn latest(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::from_std(self.settle).unwrap_or_default()
    }
}
